package formula

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// A function is complete: every column of its row, vectors, a phrase in each
// language, a mention in the authors' guide, and the browser's row.
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
		verifyVectors(t, vectors, f.name, func(n *node) bool { return n.kind == callNode && n.function.name == f.name })
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
	got := newBrowser(t).call(`(tag) => { try { return module.evaluate([tag, ["n", 1]], () => undefined) } catch (e) { return e.message } }`, "MEDIAN")
	if want := "formula: the browser has no operation MEDIAN"; got != want {
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
