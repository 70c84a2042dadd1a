package goal

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/jstest"
)

// newcomer is the template of this repository's own site.
func newcomer(t testing.TB) *Template {
	t.Helper()
	template, faults := parseFiles(t, "../../../content/goals/saas/newcomer.toml")
	if template == nil || faults != "" {
		t.Fatal(faults)
	}
	return template
}

func parseFiles(t testing.TB, file string) (*Template, string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	days, err := os.ReadFile("../../../content/calendar/2027.toml")
	if err != nil {
		t.Fatal(err)
	}
	calendar, faults := ParseCalendar("content/calendar/2027.toml", string(days))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return parseText(string(text), calendar)
}

func parseText(text string, calendars ...*Calendar) (*Template, string) {
	template, faults := Parse("g.toml", text, calendars)
	var b strings.Builder
	diag.Print(&b, diag.Resolve(faults, func(string) string { return text }))
	return template, b.String()
}

// The worked example: 24 → 18 → 9.6 → 6, 139.2 visits, 3.16 a week.
func TestNewcomerWorksheet(t *testing.T) {
	raw := Evaluate(newcomer(t), nil).Raw()
	want := map[string]string{
		"新拓": "24", "线索": "18", "方案": "9.6", "签约": "6", "新签年费": "18", "年拜访": "139.2", "周拜访": "3.1636363636363636", "演示": "2", "季诊断": "3",
		"签约@2027": "6", "签约@2027-Q1": "1", "签约@2027-Q2": "3", "签约@2027-Q3": "2", "签约@2027-Q4": "0",
		"线索@2027": "18", "线索@2027-Q1": "6", "线索@2027-Q2": "6", "线索@2027-Q3": "5", "线索@2027-Q4": "1",
		"线索@2027-10": "1", "线索@2027-11": "0", "线索@2027-12": "0", "方案@2027": "10", "新拓@2027-W01": "1",
	}
	for key, value := range want {
		if raw[key] != value {
			t.Errorf("%s is %q, not %q", key, raw[key], value)
		}
	}
	for goal, visits := range map[float64]string{5: "2.6", 7: "3.7", 8: "4.2"} {
		s := Evaluate(newcomer(t), map[string]formula.Value{"目标签约": formula.Number(goal)})
		if got := s.Process[0].Text; got != visits {
			t.Errorf("with %g deals there are %s visits a week, not %s", goal, got, visits)
		}
	}
}

func TestBlankSpreads(t *testing.T) {
	s := Evaluate(newcomer(t), map[string]formula.Value{"赢单率": {}})
	raw := s.Raw()
	for _, key := range []string{"方案", "线索", "新拓", "年拜访", "周拜访", "方案@2027-Q1", "线索@2027-03"} {
		if raw[key] != "" {
			t.Errorf("%s is %q without a win rate", key, raw[key])
		}
	}
	if raw["签约"] != "6" || s.Process[0].Verdict != "" {
		t.Errorf("签约 is %q, the verdict %q", raw["签约"], s.Process[0].Verdict)
	}
	zero := Evaluate(newcomer(t), map[string]formula.Value{"赢单率": formula.Number(0)})
	if got := zero.Raw()["方案"]; got != "" {
		t.Errorf("divided by zero, 方案 is %q", got)
	}
}

// Periods add up to the total they came from, whatever the date of joining.
func TestPeriodsAddUp(t *testing.T) {
	template := newcomer(t)
	for _, joined := range []string{"", "2026-03-01", "2027-01-04", "2027-08-17", "2027-12-30", "2028-05-01"} {
		for deals := range 40 {
			s := Evaluate(template, map[string]formula.Value{"目标签约": formula.Number(float64(deals)), "入职日期": formula.Text(joined)})
			for _, key := range []string{"签约", "方案", "线索", "新拓"} {
				checkSums(t, s, key, joined)
			}
		}
	}
}

func checkSums(t *testing.T, s *Sheet, key, joined string) {
	t.Helper()
	sh := s.shares[key]
	if sh.months == nil {
		if joined < "2027-12-01" && joined != "" || joined == "" {
			t.Errorf("%s has no shares for someone who joined %s", key, joined)
		}
		return
	}
	sum := 0.0
	for i, month := range sh.months {
		weeks := 0.0
		for j, week := range sh.weeks[i] {
			if week < 0 || week > 0 && len(s.Template.Year.Months[i].Weeks[j].Days) == 0 {
				t.Errorf("week %s of %s is %g", s.Template.Year.Months[i].Weeks[j].ID, key, week)
			}
			weeks += week
		}
		if weeks != month {
			t.Errorf("the weeks of month %d of %s sum to %g, not %g", i+1, key, weeks, month)
		}
		sum += month
	}
	if sum != sh.total {
		t.Errorf("the months of %s sum to %g, not %g", key, sum, sh.total)
	}
}

func TestAllocate(t *testing.T) {
	tests := []struct {
		total   float64
		weights []float64
		want    []float64
	}{
		{10, []float64{1, 1, 1, 1}, []float64{3, 3, 2, 2}},
		{667, []float64{1, 1, 1, 1}, []float64{167, 167, 167, 166}},
		{7, []float64{0.1, 0.2, 0.7}, []float64{1, 1, 5}},
		{3, []float64{0.1, 0.1, 0.1}, []float64{1, 1, 1}},
		{2, []float64{0, 5, 0, 4}, []float64{0, 1, 0, 1}},
		{0, []float64{1, 2}, []float64{0, 0}},
		{5, []float64{0, 0}, nil},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, allocate(test.total, test.weights)); diff != "" {
			t.Errorf("%g by %v: %s", test.total, test.weights, diff)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		weights := make([]float64, 1+random.IntN(52))
		for i := range weights {
			weights[i] = float64(random.IntN(1000)) / float64(1+random.IntN(30))
		}
		total, sum := float64(random.IntN(1_000_000)), 0.0
		for i, share := range allocate(total, weights) {
			if share < 0 || weights[i] == 0 && share > 0 {
				t.Fatalf("share %d of %g by %v is %g", i, total, weights, share)
			}
			sum += share
		}
		if sum != total && sum != 0 {
			t.Fatalf("the shares of %g by %v sum to %g", total, weights, sum)
		}
	}
}

// The browser comes to the same numbers and texts, to the last bit.
func TestBrowserAgrees(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/model.ts")
	template := newcomer(t)
	wire, err := json.Marshal(template)
	if err != nil {
		t.Fatal(err)
	}
	vm.Set("template", string(wire))
	random := rand.New(rand.NewPCG(3, 4))
	for n := range 300 {
		entries, values := randomEntries(template, random, n == 0)
		text, _ := json.Marshal(entries)
		vm.Set("entries", string(text))
		result, err := vm.RunString("module.rawNumbers(template, entries)")
		if err != nil {
			t.Fatal(err)
		}
		browser := map[string][2]string{}
		if err := json.Unmarshal([]byte(result.String()), &browser); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(shown(Evaluate(template, values)), browser); diff != "" {
			t.Fatalf("for %s: %s", text, diff)
		}
	}
}

// shown are all numbers of a sheet with their texts.
func shown(s *Sheet) map[string][2]string {
	all := map[string][2]string{}
	for _, c := range s.Template.Computed {
		r := s.result(c)
		all[r.Key] = [2]string{r.Raw, r.Text}
	}
	for _, row := range s.Plan {
		for _, r := range append([]Row{row}, row.Weeks...) {
			for _, cell := range r.Cells {
				all[cell.Key] = [2]string{cell.Raw, cell.Text}
			}
		}
	}
	return all
}

func randomEntries(t *Template, random *rand.Rand, defaults bool) (map[string]any, map[string]formula.Value) {
	entries, values := map[string]any{}, map[string]formula.Value{}
	for key, in := range t.inputs {
		v := in.Default
		if x, ok := v.Number(); ok && !defaults {
			x = []float64{x, 0, x * 0.95, x * 1.05, x / 3, 1e-7, 1e12, float64(random.IntN(100)) / 20}[random.IntN(8)]
			v = formula.Number(x)
		}
		if !defaults && random.IntN(12) == 0 {
			v = formula.Value{}
		}
		if text, ok := v.Text(); ok && !defaults {
			v = formula.Text(fmt.Sprintf("2027-%02d-%02d", 1+random.IntN(12), 1+random.IntN(28)))
			text, _ = v.Text()
			entries[key] = text
		} else if x, ok := v.Number(); ok {
			entries[key] = x
		} else if ok := text != ""; ok {
			entries[key] = text
		} else {
			entries[key] = nil
		}
		values[key] = v
	}
	return entries, values
}

func TestMilestones(t *testing.T) {
	for _, test := range []struct {
		joined string
		months int
		want   string
	}{{"2027-01-04", 3, "2027-04-04"}, {"2027-11-30", 3, "2028-02-29"}, {"2026-11-30", 3, "2027-02-28"}, {"2027-08-31", 6, "2028-02-29"}, {"", 3, ""}, {"soon", 3, ""}} {
		if got := after(test.joined, test.months); got != test.want {
			t.Errorf("%d months after %s is %s, not %s", test.months, test.joined, got, test.want)
		}
	}
}

func TestYear(t *testing.T) {
	y := newYear(2027, 1, nil)
	first, last := y.Months[0].Weeks[0], y.Months[11].Weeks[len(y.Months[11].Weeks)-1]
	if first.ID != "2027-W01" || first.Monday != "2027-01-04" || last.ID != "2027-W52" {
		t.Errorf("the year goes from %v to %v", first, last)
	}
	y = newYear(2026, 4, nil)
	if y.Months[0].ID != "2026-04" || y.Months[11].ID != "2027-03" || y.Quarter(11) != "2026-Q4" {
		t.Errorf("a year that begins in April has the months %s to %s", y.Months[0].ID, y.Months[11].ID)
	}
	calendar, faults := ParseCalendar("c.toml", "year = 2027\n[[holidays]]\nname = \"春节\"\nfrom = 2027-02-05\nto = 2027-02-08\n[[workdays]]\ndate = 2027-02-14\n")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	y = newYear(2027, 1, []*Calendar{calendar})
	for _, w := range y.Months[1].Weeks {
		if want := map[string]int{"2027-W05": 4, "2027-W06": 5, "2027-W07": 5, "2027-W08": 5}[w.ID]; len(w.Days) != want {
			t.Errorf("week %s has the working days %v", w.ID, w.Days)
		}
	}
}

const head = "title = \"a\"\nfiscal_year = 2027\n"

func TestFaults(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", "g.toml:1:1: error: fiscal_year is missing\n    add a line `fiscal_year = …`\n" +
			"g.toml:1:1: error: inputs is missing\n    add a line `inputs = …`\n" +
			"g.toml:1:1: error: title is missing\n    add a line `title = …`\n"},
		{"an unknown name, at its character", head + "[[inputs]]\nkey = \"签约额\"\nlabel = \"a\"\nunit = \"元\"\n[[values]]\nkey = \"b\"\nlabel = \"b\"\nunit = \"元\"\nformula = \"2 * 签约鹅\"\n",
			"g.toml:11:16: error: unknown name 签约鹅\n    did you mean 签约额?\n"},
		{"units that do not fit", head + "[[inputs]]\nkey = \"额\"\nlabel = \"a\"\nunit = \"元\"\n[[inputs]]\nkey = \"数\"\nlabel = \"a\"\nunit = \"家\"\n[[values]]\nkey = \"b\"\nlabel = \"b\"\nunit = \"元\"\nformula = \"额 + 数\"\n[[values]]\nkey = \"c\"\nlabel = \"c\"\nunit = \"元\"\nformula = \"额 / 数\"\n",
			"g.toml:15:14: error: units do not fit: 元 + 家\n    sums, comparisons, MIN, MAX and IF want one unit on all sides\n" +
				"g.toml:20:12: error: the formula gives 元/家, but the unit is 元\n    correct the formula or the unit\n"},
		{"a circle", head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[values]]\nkey = \"a\"\nlabel = \"a\"\nformula = \"b + x\"\n[[values]]\nkey = \"b\"\nlabel = \"b\"\nformula = \"c\"\n[[values]]\nkey = \"c\"\nlabel = \"c\"\nformula = \"a\"\n",
			"g.toml:9:12: error: the formula reads its own value: a → b → c → a\n    let one of them be an input\n"},
		{"inputs", head + "[[inputs]]\nkey = \"1x\"\nlabel = \"a\"\n[[inputs]]\nkey = \"x\"\nlabel = \"a\"\nkind = \"percent\"\ndefault = 25\n[[inputs]]\nkey = \"x\"\nlabel = \"a\"\nmin = 3\nmax = 2\nrecommend = [5]\n[[inputs]]\nkey = \"y\"\nlabel = \"a\"\nkind = \"numbre\"\nunti = \"家\"\n",
			"g.toml:4:7: error: \"1x\" cannot be a key\n    a key is a name that formulas can read: letters, Han, digits and _, not a digit first, no function's name\n" +
				"g.toml:10:11: error: the default is above 1\n    a percentage is a share of 1: 25 % is 0.25\n" +
				"g.toml:12:7: error: the key x is given twice\n    give each value a key of its own\n" +
				"g.toml:14:7: error: min is above max\n    exchange the two\n" +
				"g.toml:16:13: error: recommend is not a range\n    write the lower end and the upper: [3, 5]\n" +
				"g.toml:20:8: error: there is no kind numbre\n    choose one of number, money, percent, date, text, choice\n" +
				"g.toml:21:1: warning: unknown key unti\n    did you mean unit?\n"},
		{"weights", head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[values]]\nkey = \"v\"\nlabel = \"a\"\nformula = \"x\"\n[[splits]]\nkey = \"v\"\nweights = [0, 0, 0, 0]\n[[splits]]\nkey = \"w\"\nweights = [1]\n",
			"g.toml:12:11: error: the weights sum to nothing\n    give at least one month a weight above 0\n" +
				"g.toml:14:7: error: there is no computed value w\n    a split names a stage of the funnel, a value or a process goal\n" +
				"g.toml:15:11: error: there are 1 weights\n    write one for each of the twelve months, or for each of the four quarters\n"},
		{"a funnel without a rate", head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[funnel]]\nkey = \"a\"\nlabel = \"a\"\nrate = \"x\"\n[[funnel]]\nkey = \"b\"\nlabel = \"b\"\nformula = \"x\"\n",
			"g.toml:9:8: error: there is no percent input x\n    rate names the input of kind \"percent\" that says which share goes on to the next stage\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			template, got := parseText(test.text)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if template != nil {
				t.Error("a template with errors was read")
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	text, err := os.ReadFile("../../../content/goals/saas/newcomer.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\ndefault = 1e300\n[[values]]\nkey = \"v\"\nlabel = \"a\"\nformula = \"x * x\"\n[[splits]]\nkey = \"v\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		template, _ := Parse("g.toml", text, nil)
		if template == nil {
			return
		}
		Evaluate(template, nil)
		if _, err := json.Marshal(template); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	template := newcomer(b)
	for b.Loop() {
		Evaluate(template, nil)
	}
}
