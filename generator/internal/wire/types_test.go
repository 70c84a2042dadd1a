package wire

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// typesFile has the TypeScript types of the template.
const typesFile = "../../../static/goal/template.ts"

// alias is a type of TypeScript that stands for a Go type other than a struct.
type alias struct{ name, definition string }

func aliases(t *testing.T) map[reflect.Type]alias {
	return map[reflect.Type]alias{
		reflect.TypeFor[goal.Kind](): {"Kind", union(choices(t, "[[inputs]]\nkind")...)},
		reflect.TypeFor[goal.How]():  {"How", union(string(goal.To), string(goal.Plus), string(goal.Times))},
		reflect.TypeFor[Period]():    {"Period", union(choices(t, "[[process]]\nper")...)},
		reflect.TypeFor[Every]():     {"Every", union(append([]string{""}, choices(t, "[[process]]\nload = [{ step = \"a\", times = \"1\", every = \"qqqqqqqq\" }]\nlabel")...)...)},
		reflect.TypeFor[Holds]():     {"Holds", union(append([]string{""}, choices(t, "[[smart]]\nholds")...)...)},
		reflect.TypeFor[Range]():     {"Range", "readonly [low: number, high: number | null]"},
	}
}

// choices returns the values that a key of a template can have. The decoder lists them in
// the fault of an unknown value.
func choices(t *testing.T, key string) []string {
	_, faults := goal.Parse("g.toml", key+" = \"qqqqqqqq\"\n", nil)
	for _, f := range faults {
		if list, ok := strings.CutPrefix(f.Help.String(), "choose one of "); ok {
			return strings.Split(list, ", ")
		}
	}
	t.Fatalf("the decoder lists no values of %s: %v", key, faults)
	return nil
}

func union(values ...string) string { return `"` + strings.Join(values, `" | "`) + `"` }

// The TypeScript interfaces have exactly the fields of the structs, with the same types.
func TestTypeScriptHasTheSameTypes(t *testing.T) {
	d := description{t, aliases(t), map[string]string{}}
	d.add(reflect.TypeFor[Template]())
	for _, alias := range d.aliases {
		d.types[alias.name] = alias.definition
	}
	text, err := os.ReadFile(typesFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d.types, parseTypes(t, string(text))); diff != "" {
		t.Errorf("package wire (-) and %s (+) differ: %s", typesFile, diff)
	}
}

// description has the definitions of TypeScript types by name. The definition of an
// interface has a line for each field.
type description struct {
	t       *testing.T
	aliases map[reflect.Type]alias
	types   map[string]string
}

// add describes a struct and the structs that it refers to.
func (d *description) add(structure reflect.Type) {
	if d.types[structure.Name()] != "" {
		return
	}
	var fields []string
	for i := range structure.NumField() {
		field := structure.Field(i)
		key := field.Tag.Get("json")
		if !regexp.MustCompile(`^[a-z]+$`).MatchString(key) {
			d.t.Errorf("%s.%s has the tag %q, but this test reads only plain keys", structure.Name(), field.Name, key)
		}
		fields = append(fields, "readonly "+key+": "+d.typeScript(field.Type)+";")
	}
	d.types[structure.Name()] = strings.Join(fields, "\n")
}

// typeScript returns the TypeScript type of a Go value's JSON.
func (d *description) typeScript(of reflect.Type) string {
	if alias, ok := d.aliases[of]; ok {
		return alias.name
	}
	if of == reflect.TypeFor[formula.Expr]() {
		return "Expr"
	}
	switch of.Kind() {
	case reflect.Struct:
		d.add(of)
		return of.Name()
	case reflect.Slice:
		of := d.typeScript(of.Elem())
		if strings.HasPrefix(of, "readonly ") {
			of = "(" + of + ")"
		}
		return "readonly " + of + "[]"
	case reflect.Pointer:
		return d.typeScript(of.Elem()) + " | null"
	case reflect.Interface: // the value of an input
		return "number | string | null"
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int, reflect.Float64:
		return "number"
	}
	d.t.Errorf("this test knows no TypeScript type for %s", of)
	return ""
}

// parseTypes reads a TypeScript file that has only interfaces, type aliases, imports and
// comments.
func parseTypes(t *testing.T, text string) map[string]string {
	text = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*|import type [^;]*;`).ReplaceAllString(text, "")
	all := map[string]string{}
	declaration := regexp.MustCompile(`(?s)export (?:interface (\w+) \{(.*?)\}|type (\w+) = (.*?);\n)`)
	for _, m := range declaration.FindAllStringSubmatch(text, -1) {
		var lines []string
		for line := range strings.Lines(m[2] + m[4]) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		all[m[1]+m[3]] = strings.Join(lines, "\n")
	}
	if rest := strings.TrimSpace(declaration.ReplaceAllString(text, "")); rest != "" {
		t.Errorf("%s has more than types: %s", typesFile, rest)
	}
	return all
}
