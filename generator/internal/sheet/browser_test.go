package sheet

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// seen has everything that a sheet shows, in the form of evaluate.ts.
type seen struct {
	Shown      map[string]shownNumber `json:"shown"`
	Verdicts   map[string]Verdict     `json:"verdicts"`
	Whole      map[string]string      `json:"whole"`
	Slices     []string               `json:"slices"`
	Meters     map[string]seenMeter   `json:"meters"`
	Bars       map[string]string      `json:"bars"`
	Smart      []string               `json:"smart"`
	Milestones []string               `json:"milestones"`
	Joined     string                 `json:"joined"`
}

type seenMeter struct {
	Meter
	Load string
}

type shownNumber struct{ Raw, Text, Why, About string }

func seenOf(s *Sheet) seen {
	all := seen{
		Shown: map[string]shownNumber{}, Verdicts: map[string]Verdict{}, Whole: map[string]string{},
		Meters: map[string]seenMeter{}, Bars: map[string]string{}, Joined: s.joined(),
	}
	for name, r := range outputs(s) {
		all.Shown[name] = shownNumber{r.Raw, r.Text, r.Why.Word, r.Why.About}
	}
	for _, p := range s.Process {
		all.Whole[p.Key] = p.Whole
		all.Meters[p.Key] = seenMeter{p.Meter, p.Load}
		if p.Process.Recommend != nil {
			all.Verdicts[p.Key] = p.Verdict
		}
	}
	for _, g := range s.Groups {
		for _, in := range g.Inputs {
			if in.Recommend != nil {
				all.Verdicts[in.Key] = in.Verdict
			}
		}
	}
	for _, row := range s.Funnel {
		all.Slices = append(all.Slices, row.Points)
	}
	for _, column := range s.Columns {
		all.Bars[column.Key] = column.Bars
	}
	for _, c := range s.Smart {
		all.Smart = append(all.Smart, c.Answer)
	}
	for _, row := range s.Compared {
		for _, cell := range row.With {
			if isRanged(s.Template, row.Key) {
				all.Verdicts[cell.Key] = cell.Verdict
			}
		}
	}
	for _, m := range s.Milestones {
		all.Milestones = append(all.Milestones, m.Date)
	}
	return all
}

// notCompared lists the fields of Sheet that the browser's sheet lacks, with the reason.
var notCompared = map[string]string{
	"Template": "both evaluators read it",
	"Finding":  "the browser's twin is being written",
	"Week":     "the browser shows the week of today, which TestCardOfTheWeek in e2e compares",
}

// TestBrowserAgrees compares every section of the worksheet, and the painter shows each part
// of the browser's sheet.
func TestEverySection(t *testing.T) {
	sheets := templates(t)
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Sheet]()) {
		if !field.IsExported() || notCompared[field.Name] != "" {
			continue
		}
		isCompared := false
		for _, template := range sheets {
			s := Evaluate(template, nil)
			complete := seenOf(s)
			reflect.ValueOf(s).Elem().FieldByIndex(field.Index).SetZero()
			isCompared = isCompared || !cmp.Equal(complete, seenOf(s))
		}
		if !isCompared {
			t.Errorf("TestBrowserAgrees does not compare Sheet.%s: add it to Sheet in static/goal/sheet.ts, compute it in static/goal/evaluate.ts, and compare it in seenOf in "+
				"browser_test.go (or outputs in sheet_test.go, for an <output>); if it does not change while a reader types, add it to notCompared in browser_test.go", field.Name)
		}
	}
	painter, err := os.ReadFile("../../../static/worksheet/paint.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[seen]()) {
		name := field.Tag.Get("json")
		if !regexp.MustCompile(`\bsheet\.` + name + `\b`).Match(painter) {
			t.Errorf("static/worksheet/paint.ts does not read sheet.%s: show it in the page", name)
		}
	}
}

// isRanged reports whether a key is that of a process goal with a recommended range.
func isRanged(t *goal.Template, key string) bool {
	return slices.ContainsFunc(t.Process, func(p *goal.Process) bool { return p.Key == key && p.Recommend != nil })
}

// seenInBrowser is a script that evaluates a template with a list of entries.
const seenInBrowser = `
	const of = (map) => Object.fromEntries(map);
	const seen = (template, entries) => {
		const sheet = module.evaluateTemplate(template, new Map(Object.entries(entries)));
		return {...sheet, shown: of(sheet.shown), verdicts: of(sheet.verdicts), whole: of(sheet.whole), meters: of(sheet.meters), bars: of(sheet.bars)};
	};
	const allSeen = (template, cases) => JSON.stringify(cases.map((entries) => seen(template, entries)));
`

// The browser's code computes the same numbers, texts and pictures to the last bit, in goja
// and in Chromium.
func TestBrowserAgrees(t *testing.T) {
	tab := browsertest.New(t, "about:")
	module := jstest.Bundle(t, "../../../static/goal/evaluate.ts") + seenInBrowser
	for name, template := range templates(t) {
		wire, err := json.Marshal(wire.New(template))
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(3, 4))
		var cases []map[string]any
		var want []seen
		for n := range sample.Count(t, 12, 60) {
			entries, values := entriesFor(template, random, n == 0)
			cases = append(cases, entries)
			want = append(want, seenOf(Evaluate(template, values)))
		}
		list, err := json.Marshal(cases)
		if err != nil {
			t.Fatal(err)
		}
		call := "allSeen(" + string(wire) + "," + string(list) + ")"
		result, err := goja.New().RunString(module + call)
		if err != nil {
			t.Fatal(err)
		}
		for reader, text := range map[string]string{
			"goja":     result.String(),
			"Chromium": browsertest.Eval[string](tab, "(() => {"+module+"return "+call+"})()"),
		} {
			var got []seen
			decoder := json.NewDecoder(strings.NewReader(text))
			decoder.DisallowUnknownFields() // every field of the browser's sheet is in seen; TestEverySection demands the converse
			if err := decoder.Decode(&got); err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if diff := cmp.Diff(want[i], got[i], cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s in %s with %v: %s", name, reader, cases[i], diff)
				}
			}
		}
	}
}

// templates returns the templates of this repository's own site, and another one with the
// features that they do not use.
func templates(t *testing.T) map[string]*goal.Template {
	all := map[string]*goal.Template{}
	for _, name := range goaltest.Templates {
		all[name] = goaltest.Own(t, name)
	}
	odd, faults := goaltest.Parse(goaltest.Head + "fiscal_start = 8\njoined = \"d\"\n" +
		"[[inputs]]\nkey = \"d\"\nlabel = \"d\"\nkind = \"date\"\ndefault = 2027-09-15\n" +
		"[[inputs]]\nkey = \"c\"\nlabel = \"c\"\nkind = \"choice\"\nchoices = [\"a\", \"b\"]\ndefault = \"a\"\n" +
		"[[inputs]]\nkey = \"m\"\nlabel = \"m\"\nkind = \"money\"\nunit = \"元\"\ndefault = 1200000\n" +
		"[[inputs]]\nkey = \"n\"\nlabel = \"n\"\nkind = \"money\"\nunit = \"元\"\ndefault = 7\n" +
		"[[inputs]]\nkey = \"r\"\nlabel = \"r\"\nkind = \"percent\"\ndefault = 0.3\nrecommend = [0.2, 0.4]\n" +
		"[[values]]\nkey = \"v\"\nlabel = \"v\"\nunit = \"元\"\nformula = \"IF(c = \\\"a\\\", m, m / (r - r))\"\n" +
		"[[process]]\nkey = \"p\"\nlabel = \"p\"\nunit = \"%\"\nformula = \"r / 3\"\nrecommend = [0.1, 0.2]\nper = \"month\"\ncapacity = \"r / 2\"\n" +
		"[[variables]]\nkey = \"w\"\nlabel = \"w\"\nchanges = [{ input = \"r\", plus = 0.8 }, { input = \"m\", times = 0.9 }]\nshifts = [{ from = \"m\", to = \"n\", share = 0.3 }]\n" +
		"[[variables]]\nkey = \"u\"\nlabel = \"u\"\n[[variables.changes]]\ninput = \"r\"\nto = 0.2\n" +
		"[[smart]]\nletter = \"M\"\nlabel = \"s\"\ncheck = \"AND(r > 0.2, c = \\\"a\\\")\"\n" +
		"[[splits]]\nkey = \"v\"\nweights = [0.1, 0.2, 0.3, 0.4]\nlead = \"r * 10\"\n[[splits]]\nkey = \"p\"\n")
	if odd == nil {
		t.Fatal(faults)
	}
	all["odd"] = odd
	return all
}

func entriesFor(t *goal.Template, random *rand.Rand, defaults bool) (map[string]any, map[string]formula.Value) {
	entries, values := map[string]any{}, map[string]formula.Value{}
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			key := in.Key
			v := in.Default
			if !defaults {
				v = another(in, random)
			}
			values[key] = v
			if x, ok := v.Number(); ok {
				entries[key] = x
			} else if text, ok := v.Text(); ok {
				entries[key] = text
			}
		}
	}
	return entries, values
}

// another returns a value that a reader might enter, or a blank one.
func another(in *goal.Input, random *rand.Rand) formula.Value {
	if random.IntN(15) == 0 {
		return formula.Value{}
	}
	switch in.Kind {
	case goal.KindDate:
		return formula.Text(fmt.Sprintf("%d-%02d-%02d", 2026+random.IntN(3), 1+random.IntN(12), 1+random.IntN(28)))
	case goal.KindChoice:
		return formula.Text(in.Choices[random.IntN(len(in.Choices))])
	case goal.KindText:
		return formula.Text("x")
	}
	x, _ := in.Default.Number()
	choices := []float64{x, x, x * 0.95, x * 1.05, x / 3, 0, 1e-7, 1e13, float64(random.IntN(100)) / 20}
	return formula.Number(choices[random.IntN(len(choices))])
}

func BenchmarkEvaluateInChromium(b *testing.B) {
	template := goaltest.Own(b, "enterprise/growth")
	wire, err := json.Marshal(wire.New(template))
	if err != nil {
		b.Fatal(err)
	}
	entries, _ := entriesFor(template, nil, true)
	given, err := json.Marshal(entries)
	if err != nil {
		b.Fatal(err)
	}
	tab := browsertest.New(b, "about:")
	module := jstest.Bundle(b, "../../../static/goal/evaluate.ts")
	b.ResetTimer()
	browsertest.Eval[bool](tab, fmt.Sprintf(`(() => {%s
		const template = %s, entries = new Map(Object.entries(%s));
		for (let i = 0; i < %d; i++) module.evaluateTemplate(template, entries);
		return true;
	})()`, module, wire, given, b.N))
}
