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
	Over       []string               `json:"over"`
	Finding    seenFinding            `json:"finding"`
}

type seenFinding struct {
	Kind     Kind
	Missing  string
	Strain   *seenStrain
	Late     []string
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
	all := seenFinding{Kind: f.Kind, Missing: f.Missing, Strain: strain(f.Strain), Late: f.Late, Part: f.Part}
	for _, r := range f.Next {
		all.Next = append(all.Next, seenNext{r.Label, r.Text, r.Unit})
	}
	for _, c := range f.Cautious {
		all.Cautious = append(all.Cautious, seenCautious{c.Label, c.Kind, strain(c.Strain)})
	}
	return all
}

func seenOf(s *Sheet) seen {
	all := seen{
		Shown: map[string]shownNumber{}, Verdicts: map[string]Verdict{}, Whole: map[string]string{},
		Meters: map[string]seenMeter{}, Bars: map[string]string{}, Opening: s.plan.Days().Opening,
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
		if name == "finding" {
			continue // the page does not show it yet
		}
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
		const sheet = module.evaluateTemplate(template, new Map(Object.entries(entries)));
		return {...sheet, over: [...sheet.over].sort(), shown: of(sheet.shown), verdicts: of(sheet.verdicts), whole: of(sheet.whole), meters: of(sheet.meters), bars: of(sheet.bars)};
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
		for n := range sample.Count(t, 8, 60) {
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
	for _, start := range []int{1, 4, 9} {
		text := strings.Replace(goaltest.Newcomer, goaltest.Head, fmt.Sprintf("%sfiscal_start = %d\n", goaltest.Head, start), 1)
		all[fmt.Sprintf("newcomer from month %d", start)] = goaltest.Template(t, text+cautious, goaltest.Calendars(t)...)
	}
	all["team"] = goaltest.Template(t, team, goaltest.Calendars(t)...)
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

// cautious are market variables of goaltest.Newcomer.
const cautious = `
[[variables]]
key = "慢"
label = "慢"
cautious = true
changes = [{ input = "周期", times = 2 }]
[[variables]]
key = "少"
label = "少"
cautious = true
changes = [{ input = "跑得动", to = 1 }]
[[smart]]
letter = "A"
label = "a"
holds = "capacity"
advice = "a"
[[smart]]
letter = "T"
label = "t"
check = "目标 > 1 * 家"
holds = "dates"
advice = "t"
[[constants]]
key = "家"
unit = "家"
value = 1
`

// team is the sheet of a manager whose fiscal year begins in August. It has habits and loads of
// all periods, a first step with a quarterly weight of 0, and a step with a longer lead than
// the one that it follows.
var team = goaltest.Head + `fiscal_start = 8
joined = "入职"
starts = "起算"
weeks = "可用周"
ramp = [0, 0.3, 1]
staff = "老人 * 1"
` + "hires = [\"h0\", \"h1\", \"h2\", \"h3\", \"h4\", \"h5\", \"h6\", \"h7\", \"h8\", \"h9\", \"h10\", \"h11\"]\n" + hires() + `
[[inputs]]
key = "入职"
label = "入职"
kind = "date"
[[inputs]]
key = "起算"
label = "起算"
kind = "date"
[[inputs]]
key = "可用周"
label = "可用周"
default = 44
[[inputs]]
key = "老人"
label = "老人"
default = 3
min = 0
adjust = 0.5
[[inputs]]
key = "目标"
label = "目标"
default = 30
adjust = 1
[[inputs]]
key = "周期"
label = "周期"
default = 2.3
min = 0
adjust = 0.1
[[inputs]]
key = "勤"
label = "勤"
default = 2
[[inputs]]
key = "率"
label = "率"
kind = "percent"
default = 0.4
adjust = 0.01
[[values]]
key = "单"
label = "单"
prorate = "目标"
over = "步"
[[values]]
key = "步"
label = "步"
formula = "目标 / 率"
[[values]]
key = "早"
label = "早"
formula = "步 * 2"
[[values]]
key = "最晚早"
label = "最晚早"
latest = "早"
[[process]]
key = "周"
label = "周"
load = [{ step = "步", times = "周期" }, { step = "早", times = "1" }, { step = "单", times = "4", every = "quarter" }, { times = "勤", every = "year" }]
capacity = "老人 * 4"
recommend = [3, 8]
[[process]]
key = "月"
label = "月"
per = "month"
load = [{ step = "单", times = "2" }, { step = "步", times = "率", every = "month" }]
capacity = "6"
[[process]]
key = "季"
label = "季"
per = "quarter"
load = [{ step = "单", times = "2" }]
capacity = "率 * 30"
[[process]]
key = "年"
label = "年"
per = "year"
load = [{ step = "早", times = "率" }, { times = "勤", every = "month" }]
capacity = "90"
[[process]]
key = "底"
label = "底"
formula = "勤 * 2"
from_week = 5
part_of = "周"
[[process]]
key = "外"
label = "外"
per = "month"
formula = "勤"
added_to = "周"
[[process]]
key = "季外"
label = "季外"
per = "quarter"
formula = "勤 / 率"
added_to = "月"
from_week = 9
[[process]]
key = "年外"
label = "年外"
per = "year"
formula = "勤"
added_to = "季"
capacity = "勤 * 2 - 1"
[[splits]]
key = "步"
weights = [1, 2, 0, 3]
lead = "周期"
[[splits]]
key = "早"
follows = "步"
lead = "周期 + 率"
[[splits]]
key = "单"
follows = "早"
[[variables]]
key = "贵"
label = "贵"
cautious = true
changes = [{ input = "率", plus = -0.3 }, { input = "目标", times = 1.4 }]
`

// hires are the inputs of the people hired in each month.
func hires() string {
	text := ""
	for i := range 12 {
		text += fmt.Sprintf("[[inputs]]\nkey = \"h%d\"\nlabel = \"h%d\"\ndefault = %d\n", i, i, i%3/2)
	}
	return text
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
