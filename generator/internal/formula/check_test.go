package formula

import (
	"maps"
	"math"
	"slices"
	"testing"
)

// sheet gives the units of a worksheet's names.
func sheet() map[string]Unit {
	return map[string]Unit{
		"签约额": "元", "目标额": "万元", "客单价": "元/家", "目标签约": "家", "赢单率": "", "周拜访": "次/周", "可用周": "周",
		"周期": "天", "打法": TextUnit, "新人": BoolUnit, "换算": "元/万元",
	}
}

func checkFormula(t *testing.T, text string) (Unit, []*Error) {
	t.Helper()
	units := sheet()
	unitOf := func(name string) (Unit, bool) { u, known := units[name]; return u, known }
	return mustParse(t, text).Check(unitOf, slices.Sorted(maps.Keys(units)))
}

func TestUnitsOfFormulas(t *testing.T) {
	for text, want := range map[string]Unit{
		"1":                     "",
		"0":                     AnyUnit,
		"25%":                   "",
		"0%":                    AnyUnit,
		"-0":                    AnyUnit,
		"签约额":                   "元",
		"签约额 / 客单价":             "家",
		"ROUNDUP(签约额 / 客单价, 0)": "家",
		"客单价 * 目标签约":            "元",
		"签约额 / 签约额":             "",
		"目标签约 / 62.5%":          "家",
		"目标签约 / 赢单率 * 2":        "家",
		"周拜访 * 可用周":             "次",
		"目标签约 * 赢单率 * 客单价 / 周期": "元/天",
		"1 / 周期":                 "1/天",
		"周期 * 周期":                "天·天",
		"目标额 * 换算 + 签约额":         "元",
		"签约额 + 0":                "元",
		"0 - 签约额":                "元",
		"MAX(0, 签约额 - 签约额)":      "元",
		"MAX(0, 0)":              AnyUnit,
		"SUM(0, 0, 签约额)":         "元",
		"签约额 * 0":                "元",
		"AVERAGE(签约额, 签约额)":      "元",
		"ABS(-签约额)":              "元",
		"INT(目标签约)":              "家",
		"ROUND(周拜访, 1)":          "次/周",
		"IF(签约额 > 0, 客单价, 0)":    "元/家",
		"IF(新人, 0, 客单价)":         "元/家",
		`IF(打法 = "低价", 1, 2)`:    "",
		`IF(周拜访 >= 0, "达标", 打法)`: TextUnit,
		"周拜访 >= 0":               BoolUnit,
		"赢单率 <= 100%":            BoolUnit,
		"AND(新人, NOT(新人), OR(签约额 < 签约额))": BoolUnit,
		"新人 = (签约额 > 0)":                  BoolUnit,
		"IF(新人, 新人, 赢单率 > 1)":             BoolUnit,
		`打法 <> "低价"`:                      BoolUnit,
		"签约额 / (1 - 赢单率)":                 "元",
	} {
		unit, errors := checkFormula(t, text)
		if len(errors) > 0 {
			t.Errorf("%s: %+v", text, *errors[0])
		} else if unit != want {
			t.Errorf("%s is in %q, want %q", text, unit, want)
		}
	}
}

// errorText is an error with its messages in English.
type errorText struct {
	offset              int
	code, message, help string
}

func tell(err *Error) errorText {
	return errorText{err.Offset, err.Code, err.Message.String(), err.Help.String()}
}

func TestCheckErrors(t *testing.T) {
	const (
		oneUnit   = "both sides of + - and comparisons, the branches of IF and all numbers in a function must have the same unit"
		literal   = "make the number an input with a name and a unit"
		wan       = "元 and 万元 are different units: use the same unit everywhere"
		condition = "a condition is a comparison, AND, OR or NOT"
		equal     = "computed numbers are rarely exactly equal: use <= or >="
		zero      = "the divisor is always 0"
		known     = "the known names are 可用周, 周拜访, 周期, 客单价, 打法, 换算, 新人, 目标签约, 目标额, 签约额, 赢单率"
	)
	for _, test := range []struct {
		text string
		want []errorText
	}{
		{"签约额 + 目标签约", []errorText{{10, "formula-unit", "the units do not match: 元 + 家", oneUnit}}},
		{"签约额 - 客单价", []errorText{{10, "formula-unit", "the units do not match: 元 - 元/家", oneUnit}}},
		{"签约额 + 目标额", []errorText{{10, "formula-unit", "the units do not match: 元 + 万元", wan}}},
		{"签约额 + 1000", []errorText{{10, "formula-unit", "the units do not match: 元 + a plain number", literal}}},
		{"周拜访 >= 3", []errorText{{10, "formula-unit", "the units do not match: 次/周 >= a plain number", literal}}},
		{"赢单率 < 签约额", []errorText{{10, "formula-unit", "the units do not match: a plain number < 元", oneUnit}}},
		{"MAX(0, 签约额, 目标签约)", []errorText{{0, "formula-unit", "the units do not match: MAX(元, 家)", oneUnit}}},
		{"1 * SUM(签约额, 5)", []errorText{{4, "formula-unit", "the units do not match: SUM(元, a plain number)", literal}}},
		{"IF(新人, 签约额, 目标签约)", []errorText{{0, "formula-unit", "the units do not match: IF(…, 元, 家)", oneUnit}}},
		{`IF(新人, 签约额, "无")`, []errorText{{0, "formula-unit", "the units do not match: IF(…, 元, text)", oneUnit}}},
		{"IF(新人, 0, 新人)", []errorText{{0, "formula-unit", "the units do not match: IF(…, a plain number, true or false)", oneUnit}}},
		{"签约额 + 目标签约 + 周期", []errorText{{10, "formula-unit", "the units do not match: 元 + 家", oneUnit}}},
		{"(签约额 + 目标签约) * (签约额 - 周期)", []errorText{
			{11, "formula-unit", "the units do not match: 元 + 家", oneUnit},
			{40, "formula-unit", "the units do not match: 元 - 天", oneUnit},
		}},

		{"签约 / 客单价", []errorText{{0, "formula-name", "unknown name 签约", "did you mean 签约额?"}}},
		{"签约额 / 客单家", []errorText{{12, "formula-name", "unknown name 客单家", "did you mean 客单价?"}}},
		{"ARR + 签约额", []errorText{{0, "formula-name", "unknown name ARR", known}}},
		{"IF + 1", []errorText{{0, "formula-name", "unknown name IF", "write the function with its arguments: IF(condition, then, else)"}}},
		{"客单家 + 签约 * 签约额 + 客单家 / 周期 + 目标签约", []errorText{
			{0, "formula-name", "unknown name 客单家", "did you mean 客单价?"},
			{12, "formula-name", "unknown name 签约", "did you mean 签约额?"},
			{33, "formula-name", "unknown name 客单家", "did you mean 客单价?"},
		}},

		{"IF(签约额, 1, 2)", []errorText{{3, "formula-type", "IF needs a condition, not 元", condition}}},
		{"IF(0, 1, 2)", []errorText{{3, "formula-type", "IF needs a condition, not a plain number", condition}}},
		{"AND(新人, 1 + 赢单率)", []errorText{{12, "formula-type", "AND needs a condition, not a plain number", condition}}},
		{"NOT(打法)", []errorText{{4, "formula-type", "NOT needs a condition, not text", condition}}},
		{"打法 + 1", []errorText{{0, "formula-type", "+ needs a number, not text", ""}}},
		{"-新人", []errorText{{1, "formula-type", "- needs a number, not true or false", ""}}},
		{"ROUND(打法, 0)", []errorText{{6, "formula-type", "ROUND needs a number, not text", ""}}},
		{`打法 < "低价"`, []errorText{
			{0, "formula-type", "< needs a number, not text", ""},
			{9, "formula-type", "< needs a number, not text", ""},
		}},
		{"签约额 = 签约额", []errorText{{10, "formula-type", "= cannot compare numbers", equal}}},
		{"签约额 <> 0", []errorText{{10, "formula-type", "<> cannot compare numbers", equal}}},
		{`打法 = 1`, []errorText{{7, "formula-type", "= cannot compare numbers", equal}}},
		{"打法 = 新人", []errorText{{7, "formula-type", "= cannot compare text with true or false", ""}}},

		{"签约额 / 0", []errorText{{12, "formula-zero", "division by zero", zero}}},
		{"签约额 / (1 - 1)", []errorText{{13, "formula-zero", "division by zero", zero}}},
		{"1 / -0%", []errorText{{4, "formula-zero", "division by zero", zero}}},
		{"1 / (0.3 - 0.1 - 0.2)", []errorText{{5, "formula-zero", "division by zero", zero}}},
		{"1 / (1 / 0)", []errorText{{9, "formula-zero", "division by zero", zero}}},
		{"周期 / 0 + 目标签约", []errorText{
			{9, "formula-zero", "division by zero", zero},
			{11, "formula-unit", "the units do not match: 天 + 家", oneUnit},
		}},
	} {
		_, errors := checkFormula(t, test.text)
		var got []errorText
		for _, err := range errors {
			got = append(got, tell(err))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", test.text, got, test.want)
		}
	}
}

func TestCheckWithManyNames(t *testing.T) {
	names := []string{"aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii", "jj", "kk", "ll", "mm"}
	unknown := func(string) (Unit, bool) { return "", false }
	_, errors := mustParse(t, "完全不同").Check(unknown, names)
	if len(errors) != 1 || errors[0].Help.String() != "the known names are aa, bb, cc, dd, ee, ff, gg, hh, ii, jj, kk, ll …" {
		t.Errorf("got %+v", errors)
	}
	if _, errors = mustParse(t, "完全不同").Check(unknown, nil); len(errors) != 1 || errors[0].Help.String() != "" {
		t.Errorf("got %+v", errors)
	}
}

func TestParseUnit(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "  ": "", "%": "", "％": "", "1": "",
		"元": "元", " 元 ": "元", "万元": "万元", "¥": "¥", "USD": "USD",
		"元/家": "元/家", "元／家": "元/家", "元 / 家": "元/家", "元÷家": "元/家",
		"家·次/周": "家·次/周", "次·家/周": "家·次/周", "次*家/周": "家·次/周", "次×家/周": "家·次/周",
		"元/家·年": "元/家·年", "元/年/家": "元/家·年", "元/年·家": "元/家·年",
		"1/周": "1/周", "1/周·家": "1/周·家", "家/家": "", "元·家/家": "元", "元/家·元": "1/家",
		"天·天": "天·天", "天·天/天": "天",
	} {
		unit, err := ParseUnit(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if string(unit) != want {
			t.Errorf("%q is %q, want %q", text, string(unit), want)
		}
		if again, err := ParseUnit(string(unit)); err != nil || again != unit {
			t.Errorf("%q is read again as %q, %v", unit, again, err)
		}
	}
}

func TestParseUnitErrors(t *testing.T) {
	for text, want := range map[string]string{
		"/":       "the unit / has an empty part",
		"元/":      "the unit 元/ has an empty part",
		"/周":      "the unit /周 has an empty part",
		"元··家":    "the unit 元··家 has an empty part",
		"元//家":    "the unit 元//家 has an empty part",
		"3 家":     "invalid unit 3 家: 3 家 is not the name of a unit",
		"元/2周":    "invalid unit 元/2周: 2周 is not the name of a unit",
		"万 元":     "invalid unit 万 元: 万 元 is not the name of a unit",
		"%/月":     "invalid unit %/月: % is not the name of a unit",
		"#text":   "invalid unit #text: #text is not the name of a unit",
		"<b>":     "invalid unit <b>: <b> is not the name of a unit",
		"元/(家·年)": "invalid unit 元/(家·年): (家 is not the name of a unit",
	} {
		unit, err := ParseUnit(text)
		if err == nil || err.Message.String() != want || unit != "" {
			t.Errorf("%q: got %q, %v, want %s", text, unit, err, want)
		}
	}
}

func TestUnitsThatFit(t *testing.T) {
	for _, test := range []struct {
		a, b Unit
		want bool
	}{
		{"元", "元", true}, {"元", "万元", false}, {"元", "", false}, {"", "", true},
		{AnyUnit, "元", true}, {AnyUnit, "", true}, {AnyUnit, AnyUnit, true}, {AnyUnit, TextUnit, false}, {AnyUnit, BoolUnit, false},
		{TextUnit, TextUnit, true}, {TextUnit, BoolUnit, false}, {TextUnit, "元", false},
	} {
		if test.a.Fits(test.b) != test.want || test.b.Fits(test.a) != test.want {
			t.Errorf("%q fits %q: want %v", test.a, test.b, test.want)
		}
	}
}

func TestValues(t *testing.T) {
	missing := Blank(Reason{Missing, "签约额"})
	negativeZero := math.Copysign(0, -1)
	if x, ok := Number(negativeZero).Number(); !ok || math.Signbit(x) || FormatNumber(negativeZero) != "0" {
		t.Error("-0 is a value")
	}
	for _, x := range []float64{math.Inf(1), math.Inf(-1), math.NaN()} {
		if Number(x) != Blank(Reason{Cause: Overflow}) {
			t.Errorf("%v is a value", x)
		}
	}
	for _, test := range []struct {
		v    Value
		raw  string
		why  Reason
		kind [3]bool // number, truth, text
	}{
		{Number(0.5), "0.5", Reason{}, [3]bool{true, false, false}},
		{Bool(true), "true", Reason{}, [3]bool{false, true, false}},
		{Bool(false), "false", Reason{}, [3]bool{false, true, false}},
		{Text("低价"), "低价", Reason{}, [3]bool{false, false, true}},
		{missing, "", Reason{Missing, "签约额"}, [3]bool{}},
		{Value{}, "", Reason{}, [3]bool{}},
	} {
		_, number := test.v.Number()
		_, truth := test.v.Bool()
		_, text := test.v.Text()
		if test.v.Raw() != test.raw || test.v.Reason() != test.why || [3]bool{number, truth, text} != test.kind || test.v.IsBlank() != (test.kind == [3]bool{}) {
			t.Errorf("%+v: raw %q, reason %+v, %v %v %v", test.v, test.v.Raw(), test.v.Reason(), number, truth, text)
		}
	}
	if text, ok := missing.Text(); text != "" || ok {
		t.Error("the reason of a blank is its text")
	}
}
