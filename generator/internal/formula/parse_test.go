package formula

import (
	"encoding/json"
	"strings"
	"testing"
)

// theFunctions lists the rows of the table.
func theFunctions() string {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	return "the functions are " + strings.Join(names, ", ")
}

func TestParseErrors(t *testing.T) {
	const (
		missing   = "a number, a name or a parenthesis is missing before it"
		atEnd     = "a number, a name or a parenthesis is missing at the end"
		joined    = "a name contains no spaces; the operators are + - * /"
		bare      = "a number has no unit and no exponent, and a name does not begin with a digit"
		equal     = "write = for equal, >= for at least, <= for at most"
		commas    = "separate arguments with commas"
		thousands = "write the number without thousands separators: 1200"
		behind    = "write % only after a number: 25%"
		alphabet  = "names consist of letters, Chinese characters, digits and _"
		quotes    = `write texts between straight quotes: "低价"`
		cells     = "write the names of values, not cells"
		places    = "the decimals of ROUND must be a whole number from -9 to 9"
		chain     = "write AND(1 < x, x < 5) instead of 1 < x < 5"
		digits    = "digits after the fifteenth are not computed"
		split     = "compute a part of it as a separate value"
		shallower = "use SUM for long sums, or compute a part as a separate value"
	)
	deep := func(n int) string { return strings.Repeat("(", n) + "1" + strings.Repeat(")", n) }
	for _, test := range []struct {
		text          string
		offset        int
		code          string
		message, help string
	}{
		{"", 0, "formula-syntax", "the formula is empty", ""},
		{" \n　", 0, "formula-syntax", "the formula is empty", ""},
		{"=1+2", 0, "formula-syntax", "the formula begins with =", "remove the ="},
		{"1+", 2, "formula-syntax", "the formula is incomplete", atEnd},
		{"签约额／", 12, "formula-syntax", "the formula is incomplete", atEnd},
		{"-", 1, "formula-syntax", "the formula is incomplete", atEnd},
		{"签约额 ＋ ／", 14, "formula-syntax", "unexpected /", missing},
		{"1+*2", 2, "formula-syntax", "unexpected *", missing},
		{"()", 1, "formula-syntax", "unexpected )", missing},
		{"MAX(1,)", 6, "formula-syntax", "unexpected )", missing},
		{"MAX(,1)", 4, "formula-syntax", "unexpected ,", missing},
		{"IF(1<2,1,,)", 9, "formula-syntax", "unexpected ,", missing},
		{"a < > b", 4, "formula-syntax", "unexpected >", missing},
		{"(1+2", 0, "formula-syntax", "the parenthesis has no closing )", "add a )"},
		{"MAX（1,2", 3, "formula-syntax", "the parenthesis has no closing )", "add a )"},
		{"1+2)", 3, "formula-syntax", "unexpected )", "it has no opening ("},
		{"1 2", 2, "formula-syntax", "there is no operator before 2", joined},
		{"客单 价", 7, "formula-syntax", "there is no operator before 价", joined},
		{"MAX 1", 4, "formula-syntax", "there is no operator before 1", joined},
		{`a "b"`, 2, "formula-syntax", `there is no operator before "b"`, joined},
		{"(1)(2)", 3, "formula-syntax", "there is no operator before (", joined},
		{"(1 a)", 3, "formula-syntax", "there is no operator before a", bare},
		{"3家", 1, "formula-syntax", "there is no operator before 家", bare},
		{"1e5", 1, "formula-syntax", "there is no operator before e5", bare},
		{"1%2", 2, "formula-syntax", "there is no operator before 2", joined},
		{"1,200", 1, "formula-syntax", "unexpected ,", thousands},
		{"1，200", 1, "formula-syntax", "unexpected ,", thousands},
		{"(1,200)", 2, "formula-syntax", "unexpected ,", thousands},
		{"MAX(1,2),3", 8, "formula-syntax", "unexpected ,", "use commas only between the arguments of a function"},
		{"1.", 1, "formula-syntax", "there are no digits after the decimal point", "write a number such as 12 or 0.5"},
		{".5", 0, "formula-syntax", "unexpected .", "a number has one decimal point, as in 0.5, and a name has none"},
		{"1.2.3", 3, "formula-syntax", "unexpected .", "a number has one decimal point, as in 0.5, and a name has none"},
		{"a.b", 1, "formula-syntax", "unexpected .", "a number has one decimal point, as in 0.5, and a name has none"},
		{"2^3", 1, "formula-syntax", "there is no power operator", "multiply: x * x"},
		{"2 ** 3", 2, "formula-syntax", "there is no power operator", "multiply: x * x"},
		{"a & b", 2, "formula-syntax", "a formula cannot join texts", "if both must be true, write AND(…)"},
		{"a || b", 2, "formula-syntax", "unexpected |", "if one of them must be true, write OR(…)"},
		{"!a", 0, "formula-syntax", "unexpected !", "write <> for not equal, and NOT(…) for not"},
		{"a != b", 2, "formula-syntax", "unexpected !", "write <> for not equal, and NOT(…) for not"},
		{"a == b", 3, "formula-syntax", "unexpected =", equal},
		{"a => 3", 2, "formula-syntax", "unexpected =>", equal},
		{"a =< 3", 2, "formula-syntax", "unexpected =<", equal},
		{"a > = 3", 4, "formula-syntax", "unexpected =", equal},
		{"客单价%", 9, "formula-syntax", "unexpected %", behind},
		{"25%%", 3, "formula-syntax", "unexpected %", behind},
		{"％", 0, "formula-syntax", "unexpected %", behind},
		{"MAX(1;2)", 5, "formula-syntax", "unexpected ;", commas},
		{"MAX(1、2)", 5, "formula-syntax", "unexpected 、", commas},
		{"'低价'", 0, "formula-syntax", "unexpected '", quotes},
		{"打法=「低价」", 7, "formula-syntax", "unexpected 「", quotes},
		{`打法="低价`, 7, "formula-syntax", "the text has no closing quotation mark", quotes},
		{"打法=\"低\n价\"", 7, "formula-syntax", "the text has no closing quotation mark", quotes},
		{"\"a\x00\"", 2, "formula-syntax", "unexpected U+0000 in a text", ""},
		{"A1:B2", 2, "formula-syntax", "unexpected :", cells},
		{"$A$1", 0, "formula-syntax", "unexpected $", cells},
		{"a?", 1, "formula-syntax", "unexpected ?", alphabet},
		{"a\x00b", 1, "formula-syntax", "unexpected U+0000", alphabet},
		{"a\xffb", 1, "formula-syntax", "unexpected U+FFFD", alphabet},
		{"😀", 0, "formula-syntax", "unexpected 😀", alphabet},
		{"Ω", 0, "formula-syntax", "unexpected Ω", alphabet},
		{"x²", 1, "formula-syntax", "unexpected ²", alphabet},
		{"1 < x < 5", 6, "formula-syntax", "comparisons cannot be chained", chain},
		{"1<2=(3<4)", 3, "formula-syntax", "comparisons cannot be chained", chain},

		{"SQRT(4)", 0, "formula-function", "unknown function SQRT", theFunctions()},
		{"1+求和(1,2)", 2, "formula-function", "unknown function 求和", theFunctions()},
		{"a(1)", 0, "formula-function", "unknown function a", theFunctions()},
		{"ROUNDS(1,0)", 0, "formula-function", "unknown function ROUNDS", "did you mean ROUND? " + theFunctions()},
		{"MXA(1,0)", 0, "formula-function", "unknown function MXA", "did you mean MAX? " + theFunctions()},
		{"round(1,0)", 0, "formula-function", "unknown function round", "write functions in capital letters: ROUND"},
		{"MAX()", 0, "formula-function", "MAX needs at least 1 argument, not 0", "write MAX(number, …)"},
		{"1+SUM(" + strings.Repeat("1,", 255) + "1)", 2, "formula-function", "SUM takes at most 255 arguments, not 256", "write SUM(number, …)"},
		{"NOT(a,b)", 0, "formula-function", "NOT needs 1 argument, not 2", "write NOT(condition)"},
		{"IF(1<2,3)", 0, "formula-function", "IF needs 3 arguments, not 2", "write IF(condition, then, else)"},
		{"ROUND(1)", 0, "formula-function", "ROUND needs 2 arguments, not 1", "write ROUND(number, decimals)"},
		{"ROUND(1, x)", 9, "formula-function", places, "write ROUND(number, decimals), as in ROUND(客单价, 0)"},
		{"ROUND(1, 1.5)", 9, "formula-function", places, "write ROUND(number, decimals), as in ROUND(客单价, 0)"},
		{"ROUND(1, 10)", 9, "formula-function", places, "write ROUND(number, decimals), as in ROUND(客单价, 0)"},
		{"ROUND(1, 1+1)", 9, "formula-function", places, "write ROUND(number, decimals), as in ROUND(客单价, 0)"},

		{"1234567890123456", 0, "formula-limit", "the number has more than 15 digits", digits},
		{"0+0.01234567890123456", 2, "formula-limit", "the number has more than 15 digits", digits},
		{strings.Repeat("9", 400), 0, "formula-limit", "the number has more than 15 digits", digits},
		{strings.Repeat("家", 2001), 6000, "formula-limit", "the formula is longer than 2,000 characters", split},
		{deep(100), 100, "formula-limit", "the formula is nested more than 100 levels deep", shallower},
		{strings.Repeat("-", 31) + "1", 0, "formula-limit", "the formula is nested more than 30 levels deep", shallower},
		{strings.Repeat("-", 1000) + "1", 100, "formula-limit", "the formula is nested more than 100 levels deep", shallower},
		{strings.Repeat("1+", 31) + "1", 61, "formula-limit", "the formula is nested more than 30 levels deep", shallower},
		{strings.Repeat("ABS(", 400) + "1", 400, "formula-limit", "the formula is nested more than 100 levels deep", shallower},
		{`a="` + strings.Repeat("价", 256) + `"`, 2, "formula-limit", "the text is longer than 255 characters", ""},
	} {
		e, err := Parse(test.text)
		want := errorText{test.offset, test.code, test.message, test.help}
		switch {
		case err == nil:
			t.Errorf("%q was read as %s, want %+v", test.text, e, want)
		case tell(err) != want:
			t.Errorf("%q:\n got %+v\nwant %+v", test.text, tell(err), want)
		case e != nil:
			t.Errorf("%q gives an expression beside its error", test.text)
		}
	}
}

func TestParseLimits(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("(", 99) + "1" + strings.Repeat(")", 99),
		strings.Repeat("1+", 30) + "1",
		strings.Repeat("-", 30) + "1",
		"SUM(" + strings.Repeat("1,", 254) + "1)",
		strings.Repeat("家", 2000),
		"999999999999999 + 0.000000123456789012345",
		`a = "` + strings.Repeat("价", 255) + `"`,
	} {
		e := mustParse(t, text)
		if again, err := parse(e.String()); err != nil || !same(e.root, again.root) {
			t.Errorf("%.40s… is not the same when read again", text)
		}
	}
}

func TestWritten(t *testing.T) {
	cells := map[string]string{"签约额": "$C$4", "客单价": "计划!$C$5", "打法": "$C$6", "x": `IF($C$7="",NA(),$C$7)`}
	for _, test := range []struct{ text, string, json, excel string }{
		{"签约额 / 客单价", "(签约额 / 客单价)", `["/",["v","签约额"],["v","客单价"]]`, "($C$4/计划!$C$5)"},
		{"签约额/25%", "(签约额 / 25%)", `["/",["v","签约额"],["n",0.25]]`, "($C$4/0.25)"},
		{"1 - 2 - 3 * -x", "((1 - 2) - (3 * (-x)))", `["-",["-",["n",1],["n",2]],["*",["n",3],["neg",["v","x"]]]]`, `((1-2)-(3*(-IF($C$7="",NA(),$C$7))))`},
		{"ROUND(x，－２)", "ROUND(x, (-2))", `["ROUND",["v","x"],["neg",["n",2]]]`, `ROUND(VALUE(IF($C$7="",NA(),$C$7)&""),(-2))`},
		{"ROUNDUP(签约额/客单价,0)", "ROUNDUP((签约额 / 客单价), 0)", `["ROUNDUP",["/",["v","签约额"],["v","客单价"]],["n",0]]`, `ROUNDUP(ROUND(VALUE(($C$4/计划!$C$5)&""),9),0)`},
		{"ROUNDDOWN(签约额,1)", "ROUNDDOWN(签约额, 1)", `["ROUNDDOWN",["v","签约额"],["n",1]]`, `ROUNDDOWN(ROUND(VALUE($C$4&""),9),1)`},
		{"INT(签约额)", "INT(签约额)", `["INT",["v","签约额"]]`, `INT(ROUND(VALUE($C$4&""),9))`},
		{`IF(打法="低价",1,2)`, `IF((打法 = "低价"), 1, 2)`, `["IF",["=",["v","打法"],["t","低价"]],["n",1],["n",2]]`, `IF(EXACT($C$6,"低价"),1,2)`},
		{`打法≠“<低价>”`, `(打法 <> "<低价>")`, `["\u003c\u003e",["v","打法"],["t","\u003c低价\u003e"]]`, `NOT(EXACT($C$6,"<低价>"))`},
		{"AND(1≤2,NOT(3>=4))", "AND((1 <= 2), NOT((3 >= 4)))", `["AND",["\u003c=",["n",1],["n",2]],["NOT",["\u003e=",["n",3],["n",4]]]]`, "AND((1<=2),NOT((3>=4)))"},
		{"MAX(0,1,2.50)", "MAX(0, 1, 2.50)", `["MAX",["n",0],["n",1],["n",2.5]]`, "MAX(0,1,2.5)"},
		{"0.0000001", "0.0000001", `["n",1e-7]`, "0.0000001"},
		{"0.00001%", "0.00001%", `["n",1e-7]`, "0.0000001"},
		{"＋（ａ_1）", "a_1", `["v","a_1"]`, "?a_1"},
	} {
		e := mustParse(t, test.text)
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		excel := e.Excel(func(name string) string {
			if cell, ok := cells[name]; ok {
				return cell
			}
			return "?" + name
		})
		if e.String() != test.string || string(data) != test.json || excel != test.excel {
			t.Errorf("%s:\n got %s  %s  %s\nwant %s  %s  %s", test.text, e, data, excel, test.string, test.json, test.excel)
		}
	}
}

func TestNames(t *testing.T) {
	e := mustParse(t, `IF(打法 = "低价", 客单价 * a, a / 客单价) + MAX(a, b)`)
	if got := strings.Join(e.Names(), " "); got != "打法 客单价 a b" {
		t.Errorf("names are %s", got)
	}
	if got := mustParse(t, "1+2").Names(); got != nil {
		t.Errorf("names are %v", got)
	}
}

func TestIsName(t *testing.T) {
	for text, want := range map[string]bool{
		"签约额": true, "a": true, "_": true, "a_1": true, "客单价2": true, "é": true, "IF": true, "々": true,
		"": false, "2a": false, "a b": false, "a-b": false, "a.b": false, "ａ": false, "a１": false, "%": false, "Ω": false, "a\x00": false, "\xff": false,
	} {
		if IsName(text) != want {
			t.Errorf("IsName(%q) = %v", text, !want)
		}
		e, err := Parse(text)
		if want && (err != nil || e.root.kind != nameNode || e.root.text != text) {
			t.Errorf("%q is a name that cannot be read", text)
		}
	}
}

// same reports whether two trees are equal, apart from offsets.
func same(a, b *node) bool {
	if a.tag() != b.tag() || a.number != b.number || a.text != b.text || a.depth != b.depth || len(a.args) != len(b.args) {
		return false
	}
	for i := range a.args {
		if !same(a.args[i], b.args[i]) {
			return false
		}
	}
	return true
}

func FuzzParse(f *testing.F) {
	for _, v := range readVectors(f).Formulas {
		f.Add(v.Formula)
	}
	for _, text := range []string{"", "=", "1 < x < 5", "((((", `"`, "ROUND(1,", "1e5", "打法=「低价」", "\xff", "25%%", strings.Repeat("-", 200), strings.Repeat("1+", 40)} {
		f.Add(text)
	}
	unitOf := func(name string) (Unit, bool) { return "元", len(name)%2 == 0 }
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			if e != nil || err.Message.String() == "" || err.Offset < 0 || err.Offset > len(text) {
				t.Fatalf("%q: %+v", text, err)
			}
			return
		}
		again, err := parse(e.String()) // its parentheses may make it too long
		if err != nil {
			t.Fatalf("%q is written %s: %s at %d", text, e, err.Message, err.Offset)
		}
		if !same(e.root, again.root) {
			t.Fatalf("%q is written %s, which is read as %s", text, e, again)
		}
		data, failure := json.Marshal(e)
		if failure != nil || !json.Valid(data) {
			t.Fatalf("%q: %v", text, failure)
		}
		e.Check(unitOf, e.Names())
		e.Eval(func(string) Value { return Number(2) })
		if e.Excel(strings.ToUpper) == "" {
			t.Fatalf("%q is nothing in Excel", text)
		}
	})
}
