package sheet

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
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
	Opening    string                 `json:"opening"`
	Begins     string                 `json:"begins"`
	Over       []string               `json:"over"`
	Finding    seenFinding            `json:"finding"`
	// What only the browser knows, because only it has closed quarters; empty here.
	Steps map[string]any     `json:"steps"`
	Rates map[string]float64 `json:"rates"`
}

type seenFinding struct {
	Kind     Kind
	Missing  string
	Strain   *seenStrain
	Late     []string
	Until    []Until
	Part     *Part
	Next     []seenNext
	Cautious []seenCautious
}

type seenStrain struct {
	About, Period, Level, Rate, Limit, Unit, Load string
}

type seenNext struct{ Label, Text, Unit string }

type seenCautious struct {
	Label  string
	Steps  []Step
	Kind   Kind
	Strain *seenStrain
}

type seenMeter struct {
	Meter
	Load, Busiest, Tightest string
}

type shownNumber struct{ Raw, Text, Why, About string }

func findingOf(f Finding) seenFinding {
	strain := func(s *Strain) *seenStrain {
		if s == nil {
			return nil
		}
		return &seenStrain{s.About, s.Period.ID, s.Period.Level, s.Rate, s.Limit, s.Unit, s.Load}
	}
	all := seenFinding{Kind: f.Kind, Missing: f.Missing, Strain: strain(f.Strain), Late: f.Late, Until: f.Until, Part: f.Part}
	for _, r := range f.Next {
		all.Next = append(all.Next, seenNext{r.Label, r.Text, r.Unit})
	}
	for _, c := range f.Cautious {
		all.Cautious = append(all.Cautious, seenCautious{c.Label, c.Steps, c.Kind, strain(c.Strain)})
	}
	return all
}

func seenOf(s *Sheet) seen {
	all := seen{
		Shown: map[string]shownNumber{}, Verdicts: map[string]Verdict{}, Whole: map[string]string{},
		Meters: map[string]seenMeter{}, Bars: map[string]string{}, Opening: s.plan.Days().Opening, Begins: s.plan.Days().Begins(),
		Finding: findingOf(s.Finding),
	}
	for name, r := range outputs(s) {
		all.Shown[name] = shownNumber{r.Raw, r.Text, r.Why.Word, r.Why.About}
		if r.Over {
			all.Over = append(all.Over, name)
		}
	}
	slices.Sort(all.Over)
	for _, p := range s.Process {
		all.Whole[p.Key] = p.Whole
		all.Meters[p.Key] = seenMeter{p.Meter, p.Load, p.Busiest.ID, p.Tight.ID}
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
		if s.Template.FindSplit(column.Key) != nil {
			all.Bars[column.Key] = column.Bars
		}
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
	painter := worksheetScripts(t)
	for _, field := range reflect.VisibleFields(reflect.TypeFor[seen]()) {
		name := field.Tag.Get("json")
		if !regexp.MustCompile(`\bsheet\.` + name + `\b`).MatchString(painter) {
			t.Errorf("static/worksheet.ts and static/worksheet do not read sheet.%s: show it in the page", name)
		}
	}
}

// worksheetScripts returns the scripts that show the browser's sheet.
func worksheetScripts(t *testing.T) string {
	files, err := filepath.Glob("../../../static/worksheet/*.ts")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range append(files, "../../../static/worksheet.ts") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// isRanged reports whether a key is that of a process goal with a recommended range.
func isRanged(t *goal.Template, key string) bool {
	return slices.ContainsFunc(t.Process, func(p *goal.Process) bool { return p.Key == key && p.Recommend != nil })
}

// seenInBrowser is a script that evaluates a template with a list of entries.
const seenInBrowser = `
	const of = (map) => Object.fromEntries(map);
	const seen = (template, entries) => {
		const sheet = module.evaluatorOf(template)(new Map(Object.entries(entries)));
		return {...sheet, over: [...sheet.over].sort(), shown: of(sheet.shown), verdicts: of(sheet.verdicts), whole: of(sheet.whole), meters: of(sheet.meters), bars: of(sheet.bars), steps: of(sheet.steps), rates: of(sheet.rates)};
	};
	const allSeen = (template, cases) => JSON.stringify(cases.map((entries) => seen(template, entries)));
`

// The browser's code computes the same numbers, texts and pictures to the last bit, in goja
// and in Chromium.
func TestBrowserAgrees(t *testing.T) {
	tab := browsertest.New(t, "about:")
	module := jstest.Bundle(t, "../../../static/goal/evaluate.ts") + seenInBrowser
	for name, template := range templates(t) {
		cases, sheets := casesOf(template, rand.New(rand.NewPCG(sample.Seed(t, 3), 4)), sample.Count(t, 6, 16))
		call := "allSeen(" + marshal(t, wire.New(template)) + "," + marshal(t, cases) + ")"
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
			for i, s := range sheets {
				if diff := cmp.Diff(seenOf(s), got[i], cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s in %s with %v: %s", name, reader, cases[i], diff)
				}
			}
		}
	}
}

// solvedInBrowser is a script that solves for the cure and the reach of a list of entries.
const solvedInBrowser = `
	const solved = (template, entries) => {
		const given = new Map(Object.entries(entries));
		return {cure: module.solved(module.cure(template, given)) ?? null, reach: module.solved(module.reach(template, given)) ?? null};
	};
	const allSolved = (template, cases) => JSON.stringify(cases.map((entries) => solved(template, entries)));
`

// The browser finds the same cures and the same reach.
func TestBrowserSolves(t *testing.T) {
	type solution struct {
		Cure  *Cure
		Reach *Reach
	}
	module := jstest.Bundle(t, "../../../static/goal/solve.ts") + solvedInBrowser
	tab := browsertest.New(t, "about:")
	cures, reaches, rests := 0, 0, 0
	for name, template := range templates(t) {
		cases, sheets := casesOf(template, rand.New(rand.NewPCG(sample.Seed(t, 5), 6)), sample.Count(t, 6, 16))
		if template.Starts != "" {
			entries, values := entriesFor(template, nil, true)
			entries[template.Starts], values[template.Starts] = "2027-08-16", formula.Text("2027-08-16")
			cases, sheets = append(cases, entries), append(sheets, Evaluate(template, values))
		}
		var got []solution
		text := browsertest.Eval[string](tab, "(() => {"+module+"return allSolved("+marshal(t, wire.New(template))+","+marshal(t, cases)+")})()")
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		for i, s := range sheets {
			want := solution{s.Cure(), s.Reach()}
			if want.Cure != nil {
				cures++
			}
			if want.Reach != nil {
				reaches++
				if want.Reach.Rest != "" {
					rests++
				}
			}
			if diff := cmp.Diff(want, got[i]); diff != "" {
				t.Fatalf("%s with %v: %s", name, cases[i], diff)
			}
		}
	}
	if cures == 0 || reaches == 0 || rests == 0 {
		t.Errorf("the cases have %d cures and %d numbers within reach, %d of them with a rest", cures, reaches, rests)
	}
}

func BenchmarkEvaluateInChromium(b *testing.B) {
	template := goaltest.Own(b, "enterprise/growth")
	entries, _ := entriesFor(template, nil, true)
	tab := browsertest.New(b, "about:")
	module := jstest.Bundle(b, "../../../static/goal/evaluate.ts")
	b.ResetTimer()
	browsertest.Eval[bool](tab, fmt.Sprintf(`(() => {%s
		const template = %s, entries = new Map(Object.entries(%s)), evaluate = module.evaluatorOf(template);
		for (let i = 0; i < %d; i++) evaluate(entries);
		return true;
	})()`, module, marshal(b, wire.New(template)), marshal(b, entries), b.N))
}
