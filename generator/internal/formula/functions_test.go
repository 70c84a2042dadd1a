package formula

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// A function is complete: every column of its row, a unit rule and an Excel form
// that suit it, vectors, exact arithmetic, a phrase in each language, a mention in
// the authors' guide, and the browser's row.
func TestEveryFunction(t *testing.T) {
	vectors, phrases, guide := readVectors(t), readPhrases(t), readGuide(t)
	browser := newBrowser(t).operationNames()
	if !slices.IsSortedFunc(functions(), func(a, b function) int { return strings.Compare(a.name, b.name) }) {
		t.Error("functions.go: sort the rows by name, as messages list them")
	}
	for _, f := range functions() {
		if !strings.HasPrefix(f.usage, f.name+"(") {
			t.Errorf("functions.go: the usage of %s is %q", f.name, f.usage)
		}
		verifyRow(t, "functions.go", f.name, f)
		calls := func(n *node) bool { return n.kind == callNode && n.function.name == f.name }
		verifyVectors(t, vectors, f.name, calls)
		verifyCounts(t, vectors, f, calls)
		if call, unit := sampleCall(t, f); call != nil {
			verifyUnitRule(t, f, call, unit)
			verifyExactForm(t, f, call)
		}
		verifySums(t, f)
		verifyTwin(t, browser, f.name)
		for file, words := range phrases {
			verifyPhrase(t, file, words[f.name], f)
		}
		if !strings.Contains(guide, f.name+"(") && !strings.Contains(guide, "`"+f.name+"`") {
			t.Errorf("%s: add %s to the table of functions", guidePath, f.name)
		}
	}
}

// An operator is complete: every column of its row, vectors, and the browser's
// row.
func TestEveryOperator(t *testing.T) {
	vectors, browser := readVectors(t), newBrowser(t).operationNames()
	for _, o := range operators() {
		verifyRow(t, "operators.go", o.name, o)
		verifyVectors(t, vectors, o.name, func(n *node) bool { return n.kind == operatorNode && n.operator.name == o.name })
		verifyTwin(t, browser, o.name)
	}
}

// The browser and the words files know no operation that Go lacks.
func TestNoOtherOperations(t *testing.T) {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	for file, words := range readPhrases(t) {
		for name := range words {
			if !slices.Contains(append(names, "group", "quoted", "separator"), name) {
				t.Errorf("%s: [formula] has a phrase for %s: add a row for it to functions.go, or remove the phrase", file, name)
			}
		}
	}
	for _, o := range operators() {
		names = append(names, o.name)
	}
	for _, name := range newBrowser(t).operationNames() {
		if !slices.Contains(names, name) {
			t.Errorf("%s: OPERATIONS has %s: add a row for it to functions.go or operators.go", scriptPath, name)
		}
	}
}

// The words files give the punctuation of phrases.
func TestPunctuationOfPhrases(t *testing.T) {
	for file, words := range readPhrases(t) {
		for key, want := range map[string]string{"group": "{1}", "quoted": "{1}", "separator": ""} {
			if words[key] == "" || !strings.Contains(words[key], want) {
				t.Errorf("%s: [formula] has %s = %q, want a text with %q in it", file, key, words[key], want)
			}
		}
	}
}

// An operation without a row in the browser's table throws instead of evaluating to
// a wrong value.
func TestBrowserThrowsForUnknownOperation(t *testing.T) {
	got := newBrowser(t).call(`(tag) => { try { return module.evaluate([tag, ["n", 1]], () => undefined) } catch (e) { return e.message } }`, "NO SUCH NAME")
	if want := "formula: the browser has no operation NO SUCH NAME"; got != want {
		t.Errorf("evaluate gives %v, want the error %s", got, want)
	}
}

// Every method that reads the tree panics at a node of an unknown kind.
func TestUnknownKindPanics(t *testing.T) {
	e := &Expr{root: &node{kind: 9}}
	for name, read := range map[string]func(){
		"Eval":        func() { e.Eval(nil) },
		"Check":       func() { e.Check(nil, nil) },
		"Excel":       func() { e.Excel(nil) },
		"Phrase":      func() { e.Phrase(nil) },
		"String":      func() { _ = e.String() },
		"MarshalJSON": func() { _, _ = e.MarshalJSON() },
	} {
		func() {
			defer func() {
				if got, want := fmt.Sprint(recover()), "formula: no case for nodes of kind 9"; got != want {
					t.Errorf("%s panics with %q, want %q", name, got, want)
				}
			}()
			read()
		}()
	}
}

// verifyRow reports columns of a table's row that have no value.
func verifyRow(t *testing.T, file, name string, row any) {
	t.Helper()
	v := reflect.ValueOf(row)
	for i := range v.NumField() {
		column, value := v.Type().Field(i), v.Field(i)
		if column.Type.Kind() == reflect.Struct && column.Anonymous {
			for j := range value.NumField() {
				if value.Field(j).IsZero() {
					t.Errorf("%s: %s has no %s", file, name, column.Type.Field(j).Name)
				}
			}
			continue
		}
		if value.IsZero() {
			t.Errorf("%s: %s has no %s", file, name, column.Name)
		}
	}
}

// verifyVectors demands vectors that LibreOffice computes too, one of a value and
// one of a blank, which shows how a blank operand spreads.
func verifyVectors(t *testing.T, all vectors, name string, uses func(*node) bool) {
	t.Helper()
	values, blanks := 0, 0
	for _, v := range all.Formulas {
		used := false
		mustParse(t, v.Formula).root.walk(func(n *node) { used = used || uses(n) })
		switch {
		case !used || !v.isForExcel():
		case v.Blank == "":
			values++
		default:
			blanks++
		}
	}
	if values < 2 || blanks < 1 {
		t.Errorf("testdata/vectors.json: %s has %d vectors with a value and %d with a blank: add some, at least 2 and 1", name, values, blanks)
	}
}

// verifyCounts demands vectors of a function of any number of arguments with an even
// and with an odd number of them, because it may treat the two differently.
func verifyCounts(t *testing.T, all vectors, f function, isCall func(*node) bool) {
	t.Helper()
	if f.arity.most != maxArguments {
		return
	}
	even, odd := false, false
	for _, v := range all.Formulas {
		mustParse(t, v.Formula).root.walk(func(n *node) {
			if isCall(n) && v.Blank == "" {
				even = even || len(n.args)%2 == 0
				odd = odd || len(n.args) >= 3 && len(n.args)%2 == 1
			}
		})
	}
	if !even || !odd {
		t.Errorf("testdata/vectors.json: add vectors with a value that call %s with 2 arguments and with 3", f.name)
	}
}

// sampleCalls has a call of each function with the unit of its value; checkFormula
// knows the names.
func sampleCalls() map[string]struct {
	text string
	unit Unit
} {
	return map[string]struct {
		text string
		unit Unit
	}{
		"ABS":       {"ABS(签约额)", "元"},
		"AND":       {"AND(新人, 新人, 新人)", BoolUnit},
		"AVERAGE":   {"AVERAGE(签约额, 签约额, 签约额)", "元"},
		"IF":        {"IF(新人, 签约额, 签约额)", "元"},
		"INT":       {"INT(签约额)", "元"},
		"MAX":       {"MAX(签约额, 签约额, 签约额)", "元"},
		"MIN":       {"MIN(签约额, 签约额, 签约额)", "元"},
		"NOT":       {"NOT(新人)", BoolUnit},
		"OR":        {"OR(新人, 新人, 新人)", BoolUnit},
		"ROUND":     {"ROUND(签约额, 1)", "元"},
		"ROUNDDOWN": {"ROUNDDOWN(签约额, 1)", "元"},
		"ROUNDUP":   {"ROUNDUP(签约额, 1)", "元"},
		"SUM":       {"SUM(签约额, 签约额, 签约额)", "元"},
	}
}

// sampleCall parses the function's entry in sampleCalls. It reports a missing entry,
// and returns nil for it.
func sampleCall(t *testing.T, f function) (*Expr, Unit) {
	t.Helper()
	sample, ok := sampleCalls()[f.name]
	if !ok {
		t.Errorf("functions_test.go: sampleCalls has no call of %s: add one with the unit of its value, 签约额 for each number and 新人 for each condition", f.name)
		return nil, ""
	}
	e := mustParse(t, sample.text)
	if e.root.kind != callNode || e.root.function.name != f.name || f.arity.most == maxArguments && len(e.root.args) < 3 {
		t.Errorf("functions_test.go: sampleCalls has %s for %s: write a call of %s with at least 3 arguments, or as many as it takes", sample.text, f.name, f.usage)
		return nil, ""
	}
	return e, sample.unit
}

// verifyUnitRule demands that the unit rule accepts the sample call. It replaces each
// name of the call by a name of every other kind: the rule must refuse a text, a
// number or a condition in the wrong place. It must refuse a number of another unit
// too, unless the value has that unit, as in ABS(目标签约).
func verifyUnitRule(t *testing.T, f function, e *Expr, want Unit) {
	t.Helper()
	if unit, faults := checkFormula(t, e.Text); len(faults) > 0 {
		t.Errorf("functions.go: the unit rule of %s refuses %s: %s", f.name, e.Text, faults[0].Message)
		return
	} else if unit != want {
		t.Errorf("functions.go: the unit rule of %s gives %s the unit %q, sampleCalls %q", f.name, e.Text, unit, want)
	}
	for _, arg := range e.root.args {
		if arg.kind != nameNode {
			continue // the literal decimals of a rounding
		}
		for _, name := range []string{"签约额", "目标签约", "打法", "新人"} {
			text := e.Text[:arg.offset] + name + e.Text[arg.offset+len(arg.text):]
			unit, faults := checkFormula(t, text)
			isOtherUnit := sheet()[name].isNumber() && sheet()[arg.text].isNumber()
			if name != arg.text && len(faults) == 0 && !(isOtherUnit && unit == sheet()[name]) {
				t.Errorf("functions.go: the unit rule of %s accepts %s, whose arguments are in %s: "+
					"a function of several numbers needs sameArguments, a function of conditions needs conditions", f.name, text, unitsOf(text))
				return
			}
		}
	}
}

func unitsOf(text string) string {
	e, _ := Parse(text)
	var units []string
	for _, arg := range e.root.args {
		units = append(units, sheet()[arg.text].Words().String())
	}
	return strings.Join(units, ", ")
}

// verifyExactForm demands that rationals computes the function, and compares calls
// with one to five arguments.
func verifyExactForm(t *testing.T, f function, sample *Expr) {
	t.Helper()
	inputs := map[string]any{"签约额": 2.0, "新人": true}
	c := instance{expr: sample, inputs: inputs, value: sample.Eval(vector{Inputs: inputs}.lookup)}
	want := (&rationals{lookup: c.rational}).compute(sample.root)
	if want.unsure {
		t.Errorf("rational_test.go: rationals.compute has no case for %s: add one that computes it in a way of its own, "+
			"so that the random formulas compare Go and LibreOffice with it", f.name)
		return
	}
	g := newGenerator(29)
	isNumeric := slices.ContainsFunc(g.numeric, func(other function) bool { return other.name == f.name })
	for i := 0; verifyExact(t, c, want) && isNumeric && i < 200; i++ {
		text := g.callOf(f, func() string { return g.pick(g.literal(), "-"+g.literal(), "a", "b", "c") }, 5)
		c = instance{expr: mustParse(t, text), inputs: map[string]any{"a": g.planned(), "b": g.planned(), "c": g.planned()}}
		c.value = c.expr.Eval(vector{Inputs: c.inputs}.lookup)
		want = (&rationals{lookup: c.rational}).compute(c.expr.root)
	}
}

// verifySums finds out whether a function adds its arguments: two that cancel but for
// a rounding error give a number that is nearly 0. Such a function must clean its
// sums in Go, and Excel must compute the sums with +.
func verifySums(t *testing.T, f function) {
	t.Helper()
	if f.arity.most != maxArguments {
		return
	}
	text := f.name + "(0.1 + 0.2, -0.3)"
	x, isNumber := mustParse(t, text).Eval(nil).Number()
	switch _, isCall := f.excel.(excelCall); {
	case !isNumber || math.Abs(x) > 1e-12:
	case x != 0:
		t.Errorf("functions.go: %s = %v, want 0: use add (eval.go), which cleans a sum that cancels, in Go and in %s", text, x, scriptPath)
	case isCall:
		t.Errorf("functions.go: %s adds its arguments, therefore excelCall is wrong: Excel cleans a sum that cancels only if it is computed with +. "+
			"Add a form to excel.go that writes +, as excelSum does", f.name)
	}
}

func verifyTwin(t *testing.T, browser []string, name string) {
	t.Helper()
	if !slices.Contains(browser, name) {
		t.Errorf("%s: OPERATIONS lacks %s: add a row that computes what its row in Go does", scriptPath, name)
	}
}

// verifyPhrase demands a phrase that shows all arguments.
func verifyPhrase(t *testing.T, file, phrase string, f function) {
	t.Helper()
	switch {
	case phrase == "":
		t.Errorf("%s: [formula] lacks %s: add how readers read %s", file, f.name, f.usage)
	case strings.Contains(phrase, "…"):
	case f.arity.most == maxArguments:
		t.Errorf("%s: the phrase %q of %s has no … for its arguments", file, phrase, f.name)
	default:
		for i := range f.arity.most {
			if slot := fmt.Sprintf("{%d}", i+1); !strings.Contains(phrase, slot) {
				t.Errorf("%s: the phrase %q of %s has no %s", file, phrase, f.name, slot)
			}
		}
	}
}

// readPhrases reads the [formula] section of each words file of the theme.
func readPhrases(t *testing.T) map[string]map[string]string {
	t.Helper()
	files, _ := filepath.Glob("../../../layouts/words.*.toml")
	if len(files) == 0 {
		t.Fatal("the words files are not in layouts")
	}
	phrases := map[string]map[string]string{}
	for _, file := range files {
		var words struct{ Formula map[string]string }
		if _, err := toml.DecodeFile(file, &words); err != nil {
			t.Fatal(err)
		}
		phrases["layouts/"+filepath.Base(file)] = words.Formula
	}
	return phrases
}

const guidePath = "content/authoring/goal-templates.md"

func readGuide(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile("../../../" + guidePath)
	if err != nil {
		t.Fatal(err)
	}
	return string(guide)
}
