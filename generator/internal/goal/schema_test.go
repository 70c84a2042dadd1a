package goal_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// schema is a part of a JSON Schema.
type schema struct {
	Properties map[string]*schema
	Items      *schema
	Enum       []any
	Minimum    *float64
	Maximum    *float64
	AllowMore  *bool `json:"additionalProperties"`
}

func readSchema(t *testing.T, file string) (*schema, *jsonschema.Schema) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var parts schema
	if err := json.Unmarshal(text, &parts); err != nil {
		t.Fatal(err)
	}
	whole, err := jsonschema.NewCompiler().Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return &parts, whole
}

// properties adds the names of the properties of each table, by its path.
func (s *schema) properties(path string, all map[string][]string) {
	all[path] = slices.Sorted(maps.Keys(s.Properties))
	for name, p := range s.Properties {
		if p.Items != nil && p.Items.Properties != nil {
			p.Items.properties(strings.TrimPrefix(path+"."+name, "."), all)
		}
	}
}

// keysOf returns the keys that the decoder knows in each table. It lists them in the fault
// of an unknown key.
func keysOf(t *testing.T, tables []string, parse func(text string) []diag.Fault) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range tables {
		text := "qqqqqqqqqqqqqqqq = 1\n"
		if table != "" {
			outer, inner, nested := strings.Cut(table, ".")
			text = "[[" + outer + "]]\n" + text
			if nested {
				text = "[[" + outer + "]]\n" + inner + " = [{ qqqqqqqqqqqqqqqq = 1 }]\n"
			}
		}
		for _, f := range parse(text) {
			if list, ok := strings.CutPrefix(f.Help.String(), "remove it; the keys allowed here are "); ok {
				all[table] = strings.Split(list, ", ")
			}
		}
	}
	return all
}

func TestSchemaHasTheDecodersKeys(t *testing.T) {
	for file, parse := range map[string]func(text string) []diag.Fault{
		"schema.json":             func(text string) []diag.Fault { _, faults := goal.Parse("g.toml", text, nil); return faults },
		"../calendar/schema.json": func(text string) []diag.Fault { _, faults := calendar.Parse("c.toml", text); return faults },
	} {
		parts, _ := readSchema(t, file)
		want := map[string][]string{}
		parts.properties("", want)
		if file == "../calendar/schema.json" { // its keys depend on each other
			want["holidays"] = []string{"from", "name", "to"}
		}
		got := keysOf(t, slices.Collect(maps.Keys(want)), parse)
		if file == "../calendar/schema.json" {
			got["holidays"] = slices.DeleteFunc(got["holidays"], func(key string) bool { return key == "month" })
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s: the decoder's keys (-) and the schema's (+): %s", file, diff)
		}
	}
}

// find returns a property by its path: inputs.kind.
func (s *schema) find(path string) *schema {
	for name := range strings.SplitSeq(path, ".") {
		if s.Items != nil {
			s = s.Items
		}
		s = s.Properties[name]
	}
	return s
}

// The decoder accepts exactly the values that the schema lists, and exactly the numbers
// within the schema's limits.
func TestSchemaHasTheDecodersValues(t *testing.T) {
	parts, _ := readSchema(t, "schema.json")
	for path, code := range map[string]string{"inputs.kind": "unknown-kind", "process.per": "unknown-period", "smart.letter": "unknown-letter", "smart.holds": "unknown-check"} {
		values := parts.find(path).Enum
		if len(values) < 2 {
			t.Errorf("%s has the values %v", path, values)
		}
		for _, value := range append(values, "else") {
			known := !has(faultsAt(path, fmt.Sprintf("%q", value)), code)
			if known != (value != "else") {
				t.Errorf("%s = %v: the decoder knows it: %t", path, value, known)
			}
		}
	}
	for _, path := range []string{"fiscal_year", "fiscal_start", "milestones.month", "due.months_after", "ramp_from_week", "process.from_week", "values.decimals", "process.decimals", "funnel.decimals"} {
		low, high := int(*parts.find(path).Minimum), int(*parts.find(path).Maximum)
		for n, within := range map[int]bool{low - 1: false, low: true, high: true, high + 1: false} {
			if got := !has(faultsAt(path, fmt.Sprint(n)), "out-of-range"); got != within {
				t.Errorf("%s = %d: the decoder takes it: %t", path, n, got)
			}
		}
	}
}

// faultsAt returns the faults of a template with a value at a path.
func faultsAt(path, value string) []diag.Fault {
	text := path + " = " + value + "\n"
	if table, key, nested := strings.Cut(path, "."); nested {
		text = "[[" + table + "]]\n" + key + " = " + value + "\n"
	}
	_, faults := goal.Parse("g.toml", text, nil)
	return faults
}

func has(faults []diag.Fault, code string) bool {
	return slices.ContainsFunc(faults, func(f diag.Fault) bool { return f.Code == code })
}

// generic decodes TOML as editors do to validate it: dates are texts.
func generic(t *testing.T, text string) any {
	t.Helper()
	var table map[string]any
	if _, err := toml.Decode(text, &table); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return plain(table)
}

func plain(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key := range v {
			v[key] = plain(v[key])
		}
	case []map[string]any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i])
		}
		return list
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case time.Time:
		return v.Format(time.DateOnly)
	case int64:
		return float64(v)
	}
	return value
}

func TestOwnFilesFitTheSchema(t *testing.T) {
	for glob, file := range map[string]string{"../../../content/goals/*/*.toml": "schema.json", "../../../content/calendar/*.toml": "../calendar/schema.json"} {
		_, whole := readSchema(t, file)
		files, _ := filepath.Glob(glob)
		if len(files) < 2 {
			t.Errorf("%s has the files %v", glob, files)
		}
		for _, file := range files {
			if err := whole.Validate(generic(t, goaltest.Read(t, strings.TrimPrefix(file, "../../../content/")))); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

// The schema and the decoder refuse the same templates.
func TestSchemaAndDecoderAgree(t *testing.T) {
	_, whole := readSchema(t, "schema.json")
	const input = "[[inputs]]\nkey = \"x\"\nlabel = \"x\"\n"
	for _, test := range []struct {
		name, text string
		fine       bool
	}{
		{"the least", goaltest.Head + input, true},
		{"no title", "fiscal_year = 2027\n" + input, false},
		{"no inputs", goaltest.Head, false},
		{"a year in words", "title = \"a\"\nfiscal_year = \"2027\"\n" + input, false},
		{"a misspelt key", goaltest.Head + input + "lable = \"x\"\n", false},
		{"a misspelt kind", goaltest.Head + input + "kind = \"monney\"\n", false},
		{"money without a unit", goaltest.Head + input + "kind = \"money\"\n", false},
		{"money", goaltest.Head + input + "kind = \"money\"\nunit = \"元\"\ndefault = 3\n", true},
		{"a percentage of 25", goaltest.Head + input + "kind = \"percent\"\ndefault = 25\n", false},
		{"a percentage", goaltest.Head + input + "kind = \"percent\"\ndefault = 0.25\nmax = 0.5\n", true},
		{"a range of percentages of 20", goaltest.Head + input + "kind = \"percent\"\nrecommend = [20, 30]\n", false},
		{"a percentage above all", goaltest.Head + input + "kind = \"percent\"\nmax = 1.5\n", false},
		{"a choice of nothing", goaltest.Head + input + "kind = \"choice\"\n", false},
		{"a choice", goaltest.Head + input + "kind = \"choice\"\nchoices = [\"a\", \"b\"]\ndefault = \"b\"\n", true},
		{"a text for a number", goaltest.Head + input + "default = \"3\"\n", false},
		{"a number for a text", goaltest.Head + input + "kind = \"text\"\ndefault = 3\n", false},
		{"a date", goaltest.Head + input + "kind = \"date\"\ndefault = 2027-01-04\n", true},
		{"a range of three", goaltest.Head + input + "recommend = [1, 2, 3]\n", false},
		{"a range without an end", goaltest.Head + input + "recommend = [1]\n", true},
		{"a stage with two sources", goaltest.Head + input + "[[funnel]]\nkey = \"f\"\nlabel = \"f\"\nrate = \"x\"\nformula = \"x\"\n", false},
		{"a value without a formula", goaltest.Head + input + "[[values]]\nkey = \"v\"\nlabel = \"v\"\n", false},
		{"seven weights", goaltest.Head + input + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x\"\n[[splits]]\nkey = \"v\"\nweights = [1, 2, 3, 4, 5, 6, 7]\n", false},
		{"a change in two ways", goaltest.Head + input + "[[variables]]\nkey = \"v\"\nlabel = \"v\"\nchanges = [{ input = \"x\", to = 1, plus = 2 }]\n", false},
		{"a change", goaltest.Head + input + "[[variables]]\nkey = \"v\"\nlabel = \"v\"\nchanges = [{ input = \"x\", plus = 2 }]\n", true},
		{"a variable without a change", goaltest.Head + input + "[[variables]]\nkey = \"v\"\nlabel = \"v\"\n", false},
		{"a share above all", goaltest.Head + input + "[[variables]]\nkey = \"v\"\nlabel = \"v\"\nshifts = [{ from = \"x\", to = \"x\", share = 2 }]\n", false},
		{"a criterion that checks nothing", goaltest.Head + input + "[[smart]]\nletter = \"S\"\nlabel = \"s\"\n", false},
		{"a criterion of the capacity", goaltest.Head + input + "[[smart]]\nletter = \"S\"\nlabel = \"s\"\nholds = \"capacity\"\n", true},
		{"a load and a formula", goaltest.Head + input + "[[process]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x\"\nload = [{ times = \"x\", every = \"year\" }]\n", false},
		{"a load", goaltest.Head + input + "[[process]]\nkey = \"v\"\nlabel = \"v\"\nload = [{ times = \"x\", every = \"year\" }]\n", true},
		{"a load of nothing", goaltest.Head + input + "[[process]]\nkey = \"v\"\nlabel = \"v\"\nload = [{ times = \"x\" }]\n", false},
		{"a part over nothing", goaltest.Head + input + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nprorate = \"x\"\n", false},
		{"a value of two kinds", goaltest.Head + input + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x\"\nlatest = \"v\"\n[[splits]]\nkey = \"v\"\n", false},
		{"an adjustment by nothing", goaltest.Head + input + "adjust = 0\n", false},
		{"a question", goaltest.Head + input + "[[review]]\nquestion = \"?\"\n", true},
		{"an input that changed", goaltest.Head + input + "[[changed]]\nkeys = [\"x\"]\nwhy = \"…\"\n", true},
		{"a change of no input", goaltest.Head + input + "[[changed]]\nkeys = []\nwhy = \"…\"\n", false},
		{"a change without words", goaltest.Head + input + "[[changed]]\nkeys = [\"x\"]\n", false},
		{"a result", goaltest.Head + input + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x\"\n[[splits]]\nkey = \"v\"\n[[results]]\nstep = \"v\"\n", true},
		{"a result without a step", goaltest.Head + input + "[[results]]\ndeal_size = \"x\"\n", false},
		{"a reminder", goaltest.Head + input + "[[due]]\nlabel = \"a\"\ntext = \"b\"\n", true},
		{"a reminder of a step", goaltest.Head + input + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x\"\n[[splits]]\nkey = \"v\"\n[[due]]\nlabel = \"a\"\ntext = \"b\"\nstep = \"v\"\nmonths_after = 6\n", true},
		{"a reminder without words", goaltest.Head + input + "[[due]]\nlabel = \"a\"\n", false},
		{"a reminder of nothing", goaltest.Head + input + "[[due]]\nlabel = \"\"\ntext = \"b\"\n", false},
		{"months after no step", goaltest.Head + input + "[[due]]\nlabel = \"a\"\ntext = \"b\"\nmonths_after = 6\n", false},
		{"a question without words", goaltest.Head + input + "[[review]]\n", false},
	} {
		_, faults := goal.Parse("g.toml", test.text, nil)
		if decodes := len(faults) == 0; decodes != test.fine {
			t.Errorf("%s: the decoder says %v", test.name, faults)
		}
		if err := whole.Validate(generic(t, test.text)); (err == nil) != test.fine {
			t.Errorf("%s: the schema says %v", test.name, err)
		}
	}
}
