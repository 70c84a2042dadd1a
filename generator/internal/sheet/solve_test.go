package sheet

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/wire"
)

// Of two changes that are equally small, the smaller value and the earlier input are proposed,
// in Go and in the browser.
func TestEqualCures(t *testing.T) {
	const inputs = "[[inputs]]\nkey = \"a\"\nlabel = \"a\"\ndefault = 5\nadjust = 1\n[[inputs]]\nkey = \"b\"\nlabel = \"b\"\ndefault = 5\nadjust = 1\n"
	for capacity, want := range map[string]Cure{
		"IF(OR(a < 5, a > 5, b < 5, b > 5), 9, 1)":         {"a", "a", "4", ""},
		"IF(OR(a > 5, b < 5), 9, 1)":                       {"a", "a", "6", ""},
		"IF(OR(b < 5, b > 5), 9, 1)":                       {"b", "b", "4", ""},
		"IF(OR(a < 4, a > 5.5, b < 4.5, b > 6), 9, 1)":     {"a", "a", "6", ""},
		"IF(OR(a < 3.5, a > 6.5, b < 3.5, b > 6.5), 9, 1)": {"a", "a", "3", ""},
	} {
		template := goaltest.Template(t, goaltest.Head+inputs+
			"[[process]]\nkey = \"p\"\nlabel = \"p\"\nformula = \"2\"\ncapacity = \""+capacity+"\"\n")
		if diff := cmp.Diff(&want, Evaluate(template, nil).Cure()); diff != "" {
			t.Errorf("%s: %s", capacity, diff)
		}
		entries, _ := entriesFor(template, nil, true)
		vm := goja.New()
		script := jstest.Bundle(t, "../../../static/goal/solve.ts") + solvedInBrowser +
			"solved(" + marshal(t, wire.New(template)) + "," + marshal(t, entries) + ").cure"
		got, err := vm.RunString(script)
		if err != nil {
			t.Fatal(err)
		}
		field := func(name string) string { return got.ToObject(vm).Get(name).String() }
		if found := (Cure{field("key"), field("label"), field("text"), field("unit")}); found != want {
			t.Errorf("%s in the browser: %v, not %v", capacity, found, want)
		}
	}
}
