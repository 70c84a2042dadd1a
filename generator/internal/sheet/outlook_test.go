package sheet

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// outlookInBrowser is a script that closes quarters. Of each quarter, `done` has the part of what was planned to date
// that was done, by the key of the step; a step without one was done as planned, and counted if `counted` says so.
const outlookInBrowser = `
	const closed = (template, calendar, evaluate, {entries, parts, counted, totals, open, happened, prior, amount}) => {
		const none = {quarters: [], open: new Map(), happened, prior};
		const base = module.planOf(template, calendar, new Map(Object.entries(entries)), none);
		const until = (key, q) => {
			const shares = base.shares(key);
			return Array.isArray(shares) ? shares.slice(0, 3 * (q + 1)).reduce((a, b) => a + b, 0) : undefined;
		};
		const keys = template.splits.map(({key}) => key).filter((key) => until(key, 0) !== undefined);
		const quarters = totals ? totals.map((of) => new Map(Object.entries(of))) :
			parts.map((part, q) => new Map(counted ? keys.map((key) => [key, until(key, q) * part]) : []));
		const actuals = {...none, quarters, open: new Map(Object.entries(open ?? {}))};
		const {plan, steps} = module.outlook(base, actuals);
		const monthsOf = (of, key) => { const shares = of.shares(key); return Array.isArray(shares) ? shares : []; };
		const judged = module.judge(plan);
		const plain = {...actuals, happened: []};
		const first = module.outlook(module.planOf(template, calendar, new Map(Object.entries(entries)), plain), plain);
		const sheet = evaluate(new Map(Object.entries(entries)), actuals);
		return {
			steps: steps.map(({split, rate, ...step}) => ({key: split.key, ...step, rate: rate ?? null})),
			base: Object.fromEntries(keys.map((key) => [key, monthsOf(base, key)])),
			months: Object.fromEntries(keys.map((key) => [key, monthsOf(plan, key)])),
			total: Object.fromEntries(keys.map((key) => [key, plan.values.get(key)])),
			loads: Object.fromEntries([...plan.loads].map(([key, load]) => [key, load.periods.map(({id, load, rate}) => ({id, load, rate}))])),
			baseloads: Object.fromEntries([...base.loads].map(([key, load]) => [key, load.periods.map(({id, load, rate}) => ({id, load, rate}))])),
			shortfall: module.shortfallOf(first, {base, plan, steps}, amount) ?? null,
			late: judged.late, kind: judged.kind,
			raw: Object.fromEntries([...sheet.shown].filter(([name]) => name.includes("@")).map(([name, {raw}]) => [name, raw])),
		};
	};
	const allClosed = (template, cases) => {
		const calendar = new module.Calendar(template.year), evaluate = module.evaluatorOf(template);
		return JSON.stringify(cases.map((one) => closed(template, calendar, evaluate, one)));
	};
`

// closing is a case: either parts of the plan, or totals that were counted.
type closing struct {
	Entries  map[string]any       `json:"entries"`
	Parts    []float64            `json:"parts,omitempty"`
	Counted  bool                 `json:"counted"`
	Totals   []map[string]float64 `json:"totals,omitempty"`
	Open     map[string]float64   `json:"open,omitempty"`
	Happened []string             `json:"happened"`
	Prior    float64              `json:"prior"`
	Amount   *float64             `json:"amount,omitempty"`
}

type closedStep struct {
	Key, Label                       string
	Total, Planned, Done, Open, Rest float64
	Months                           []float64
	IsCounted                        bool
	Rate                             *struct {
		Key              string
		Planned, Updated float64
		Wins, Trials     *float64
	}
}

type closedPlan struct {
	Steps            []closedStep
	Base, Months     map[string][]float64
	Total            map[string]float64
	Loads, BaseLoads map[string][]struct {
		ID         string
		Load, Rate float64
	}
	Shortfall *struct {
		Planned, Done float64
		Causes        []struct {
			Kind, Key string
			Share     float64
		}
	}
	Late []string
	Kind string
	Raw  map[string]string
}

// closer closes quarters in a browser, which takes a twentieth of the time of goja.
type closer struct {
	tab    *browsertest.Tab
	module string
}

func newCloser(t *testing.T) closer {
	return closer{browsertest.New(t, "about:"), jstest.Bundle(t, "testdata/outlook.ts") + outlookInBrowser}
}

func (c closer) close(t *testing.T, template *goal.Template, cases []closing) []closedPlan {
	t.Helper()
	for i := range cases {
		if cases[i].Happened == nil {
			cases[i].Happened = []string{}
		}
		if cases[i].Prior == 0 {
			cases[i].Prior = 8
		}
	}
	text := browsertest.Eval[string](c.tab, "(() => {"+c.module+"return allClosed("+marshal(t, wire.New(template))+","+marshal(t, cases)+")})()")
	var got []closedPlan
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// funnel is a template of a chain whose quarters have equal parts, without leads: 12 new accounts, 9 leads, 4.8 proposals and
// 3 deals a quarter.
const funnel = goaltest.Head + `
[[inputs]]
key = "目标"
label = "签几家"
unit = "家"
default = 12
[[inputs]]
key = "线索率"
label = "线索率"
kind = "percent"
default = 0.75
[[inputs]]
key = "方案率"
label = "方案率"
kind = "percent"
default = 0.5333333333333333
[[inputs]]
key = "赢单率"
label = "赢单率"
kind = "percent"
default = 0.625
[[funnel]]
key = "新拓"
label = "新拓"
unit = "家"
rate = "线索率"
[[funnel]]
key = "线索"
label = "线索"
unit = "家"
rate = "方案率"
[[funnel]]
key = "方案"
label = "方案"
unit = "家"
rate = "赢单率"
[[funnel]]
key = "签约"
label = "签约"
unit = "家"
formula = "目标"
[[splits]]
key = "新拓"
weights = [1, 1, 1, 1]
[[splits]]
key = "线索"
follows = "新拓"
[[splits]]
key = "方案"
follows = "线索"
[[splits]]
key = "签约"
follows = "方案"
`

// Worked by hand. About 12 → 9 → 4.8 → 3 are planned for the first quarter and 14 → 9 → 4 → 1 done. No result is open, since
// the steps follow each other without a lead. With k = 8:
//
//	win rate       (8 × 5/8 + 1) / (8 + 4)  = 6/12
//	proposal rate  (8 × 8/15 + 4) / (8 + 9)
//	lead rate      (8 × 3/4 + 9) / (8 + 14) = 15/22
//	deals 12 - 1 = 11, proposals 11 / (6/12) = 22, leads 22 × 17 / (8 × 8/15 + 4), new accounts × 22/15
func TestOutlookByHand(t *testing.T) {
	template := goaltest.Template(t, funnel, goaltest.Calendars(t)...)
	done := map[string]float64{"新拓": 14, "线索": 9, "方案": 4, "签约": 1}
	entries, _ := entriesFor(template, nil, true)
	got := newCloser(t).close(t, template, []closing{{Entries: entries, Totals: []map[string]float64{done}}})[0]
	proposals := (8*8/15.0 + 4) / 17
	want := map[string][2]float64{ // the rest, and the share that goes on
		"新拓": {22 / proposals * 22 / 15, 15 / 22.0},
		"线索": {22 / proposals, proposals},
		"方案": {22, 0.5},
		"签约": {11, 0},
	}
	for _, step := range got.Steps {
		w := want[step.Key]
		if !near(step.Rest, w[0]) || step.Done != done[step.Key] || !near(step.Open, 0) {
			t.Errorf("%s: %v done, %v open, %v left; want %v left", step.Key, step.Done, step.Open, step.Rest, w[0])
		}
		if step.Rate != nil && !near(step.Rate.Updated, w[1]) {
			t.Errorf("%s: the share that goes on is %v, want %v", step.Key, step.Rate.Updated, w[1])
		}
		if total := got.Total[step.Key]; !near(total, step.Done+step.Rest) {
			t.Errorf("%s: the year's total is %v, want %v", step.Key, total, step.Done+step.Rest)
		}
	}
	if raw := got.Raw["签约@2027-Q1"]; raw != "1" || got.Raw["签约@2027-01"] != "" || got.Raw["签约@2027"] != "12" {
		t.Errorf("the table has %q for the closed quarter, %q for its first month, %q for the year", raw, got.Raw["签约@2027-01"], got.Raw["签约@2027"])
	}
}

// The causes of the gap are those of the chain that the page shows: volume, three rates, the size of a deal, and the market as
// far as it has changed a rate. The plan to date of the quarter is read from the steps; the shares are those of all orders.
func TestShortfallByHand(t *testing.T) {
	template := goaltest.Template(t, strings.Replace(funnel, "[[inputs]]", "deal_size = \"单价\"\n[[inputs]]\nkey = \"单价\"\nlabel = \"单价\"\nkind = \"money\"\nunit = \"万元/家\"\ndefault = 3\n[[inputs]]", 1)+
		"[[variables]]\nkey = \"低价\"\nlabel = \"低价\"\nchanges = [{ input = \"赢单率\", times = 0.5 }]\n", goaltest.Calendars(t)...)
	entries, _ := entriesFor(template, nil, true)
	done, amount := map[string]float64{"新拓": 14, "线索": 9, "方案": 4, "签约": 1}, 2.5
	browser := newCloser(t)
	for _, happened := range [][]string{{}, {"低价"}} {
		got := browser.close(t, template, []closing{{Entries: entries, Totals: []map[string]float64{done}, Amount: &amount, Happened: happened}})[0]
		planned := map[string]float64{}
		for _, step := range got.Steps {
			planned[step.Key] = step.Planned
		}
		plan, is := []float64{planned["新拓"], 0.75, 8 / 15.0, 0.625, 3, 1}, []float64{14, 9 / 14.0, 4 / 9.0, 1 / 4.0, 2.5, 1}
		if len(happened) > 0 { // the plan before the market changed has half of the volume of the plan after it
			plan[0] /= 2
			is[3], is[5] = is[3]/0.5, 0.5
		}
		var names []string
		for i, cause := range got.Shortfall.Causes {
			names = append(names, cause.Kind+cause.Key)
			if want := shapley(plan, is, i); math.Abs(cause.Share-want) > 1e-7 {
				t.Errorf("after %v the share of %s %s is %v, want %v", happened, cause.Kind, cause.Key, cause.Share, want)
			}
		}
		if want := "volume rate线索率 rate方案率 rate赢单率 size单价 market"; strings.Join(names, " ") != want {
			t.Errorf("the causes are %v, want %s", names, want)
		}
	}
}

// shapley is the mean, over all orders of the factors, of the change of the product when factor i is replaced.
func shapley(plan, done []float64, i int) float64 {
	sum, orders := 0.0, 0.0
	var visit func(replaced []bool, left int, weight float64)
	visit = func(replaced []bool, left int, weight float64) {
		for j := range plan {
			if replaced[j] {
				continue
			}
			if j == i {
				product := done[i] - plan[i]
				for k := range plan {
					if k != i && replaced[k] {
						product *= done[k]
					} else if k != i {
						product *= plan[k]
					}
				}
				sum, orders = sum+weight*product/float64(left), orders+weight/float64(left)
				continue
			}
			next := slices.Clone(replaced)
			next[j] = true
			visit(next, left-1, weight/float64(left))
		}
	}
	visit(make([]bool, len(plan)), len(plan), 1)
	return sum / orders
}

// Two of the four proposals are still open, as the person says: two have a result, and the open two will give their share.
func TestOutlookWithOpenOnes(t *testing.T) {
	template := goaltest.Template(t, funnel, goaltest.Calendars(t)...)
	done := map[string]float64{"新拓": 14, "线索": 9, "方案": 4, "签约": 1}
	entries, _ := entriesFor(template, nil, true)
	got := newCloser(t).close(t, template, []closing{{Entries: entries, Totals: []map[string]float64{done}, Open: map[string]float64{"方案": 2}}})[0]
	rate := (8*0.625 + 1) / (8 + 2)
	for _, step := range got.Steps {
		if step.Key == "方案" && (!near(step.Rate.Updated, rate) || !near(step.Rest, 11/rate-2)) {
			t.Errorf("the rate is %v and %v are left, want %v and %v", step.Rate.Updated, step.Rest, rate, 11/rate-2)
		}
	}
}

// near compares numbers that were computed in another order; some inputs of the cases are as large as 1e13.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-7*max(1, math.Abs(a), math.Abs(b)) }

// Who has done exactly the plan has the plan before her: in every template, whenever she joined, however many quarters are
// closed, whether her numbers were counted or not.
func TestOutlookKeepsThePlan(t *testing.T) {
	random, browser := rand.New(rand.NewPCG(sample.Seed(t, 11), 12)), newCloser(t)
	for name, template := range goaltest.All(t) {
		var cases []closing
		for range sample.Count(t, 4, 8) {
			entries, _ := entriesFor(template, nil, true)
			for _, g := range template.Groups {
				for _, in := range g.Inputs {
					if x, ok := in.Default.Number(); ok && random.IntN(3) == 0 {
						entries[in.Key] = x * (0.5 + random.Float64()/2)
					} else if in.Kind == goal.KindDate {
						entries[in.Key] = fmt.Sprintf("%d-%02d-%02d", 2026+random.IntN(2), 1+random.IntN(12), 1+random.IntN(28))
					}
				}
			}
			cases = append(cases, closing{Entries: entries, Parts: slices.Repeat([]float64{1}, 1+random.IntN(4)), Counted: random.IntN(2) == 0})
		}
		for i, got := range browser.close(t, template, cases) {
			months := 3 * len(cases[i].Parts)
			for key, base := range got.Base {
				for m := range base {
					if !near(got.Months[key][m], base[m]) {
						t.Fatalf("%s with %v: %s in month %d is %v, want %v", name, cases[i], key, m+1, got.Months[key][m], base[m])
					}
				}
			}
			for _, step := range got.Steps {
				if step.Rate != nil && !near(step.Rate.Updated, step.Rate.Planned) {
					t.Fatalf("%s with %v: the share after %s is %v, want %v", name, cases[i], step.Key, step.Rate.Updated, step.Rate.Planned)
				}
			}
			for key, periods := range got.Loads {
				for _, period := range periods {
					for _, base := range got.BaseLoads[key] {
						whole := !strings.Contains(period.ID, "-") // of the year, a part is left
						if base.ID == period.ID && !whole && !near(base.Load, period.Load) {
							t.Fatalf("%s with %v: %s in %s is %v, want %v", name, cases[i], key, period.ID, period.Load, base.Load)
						}
					}
					if strings.Contains(period.ID, "-0") && period.ID < got.monthID(months) {
						t.Fatalf("%s with %v: the closed month %s of %s is judged", name, cases[i], period.ID, key)
					}
				}
			}
		}
	}
}

// monthID is the id of a month of the fiscal year 2027, which begins in January.
func (closedPlan) monthID(month int) string {
	return "2027-" + string(rune('0'+(month+1)/10)) + string(rune('0'+(month+1)%10))
}

// Whatever was done, a step's months add up to what was done and what is left, closed months have what was done, and
// the last step's rest is what its total lacks; more done never leaves more to do.
func TestOutlookAddsUp(t *testing.T) {
	random, browser := rand.New(rand.NewPCG(sample.Seed(t, 13), 14)), newCloser(t)
	for name, template := range goaltest.All(t) {
		var cases []closing
		for range sample.Count(t, 5, 10) {
			entries, _ := entriesFor(template, random, random.IntN(2) == 0)
			var totals []map[string]float64
			before := map[string]float64{}
			for range 1 + random.IntN(4) {
				counts := map[string]float64{}
				for _, s := range template.Splits {
					if random.IntN(4) > 0 {
						before[s.Key] += [...]float64{0, 0, 1, 3, 1e9, 0.5}[random.IntN(6)]
						counts[s.Key] = before[s.Key]
					}
				}
				totals = append(totals, counts)
			}
			var happened []string
			for _, v := range template.Variables {
				if random.IntN(3) == 0 {
					happened = append(happened, v.Key)
				}
			}
			cases = append(cases, closing{Entries: entries, Totals: totals, Happened: happened, Prior: [...]float64{1, 8, 50}[random.IntN(3)]})
		}
		for i, got := range browser.close(t, template, cases) {
			closed := 3 * len(cases[i].Totals)
			for _, step := range got.Steps {
				months := got.Months[step.Key]
				past, all := 0.0, 0.0
				for m, share := range months {
					if all += share; m < closed {
						past += share
					}
				}
				if len(months) > 0 && !near(past, step.Done) {
					t.Fatalf("%s with %v: the closed months of %s have %v, done are %v", name, cases[i], step.Key, past, step.Done)
				}
				if isLate := slices.Contains(got.Late, step.Key) || (step.Rest < 0.5 && near(all, past)); len(months) > 0 && !isLate && !near(all, step.Done+step.Rest) {
					t.Fatalf("%s with %v: the months of %s have %v, done are %v and left %v", name, cases[i], step.Key, all, step.Done, step.Rest)
				}
				if step.Rate == nil && !near(step.Rest, max(0, step.Total-step.Done)) {
					t.Fatalf("%s with %v: %v of %s are left, of %v %v are done", name, cases[i], step.Rest, step.Key, step.Total, step.Done)
				}
				if r := step.Rate; r != nil && r.Wins != nil && (*r.Wins > *r.Trials*max(1, r.Planned)*(1+1e-9) || r.Updated > max(1, r.Planned)*(1+1e-9)) {
					t.Fatalf("%s with %v: %v of %v go on from %s, so that the share is %v", name, cases[i], *r.Wins, *r.Trials, step.Key, r.Updated)
				}
				if s := got.Shortfall; s != nil {
					sum, size := 0.0, math.Abs(s.Planned)+math.Abs(s.Done)
					for _, cause := range s.Causes {
						sum, size = sum+cause.Share, max(size, math.Abs(cause.Share))
					}
					if math.Abs(sum-(s.Done-s.Planned)) > 1e-9*max(1, size) {
						t.Fatalf("%s with %v: the causes %v add up to %v, but %v are planned and %v done", name, cases[i], s.Causes, sum, s.Planned, s.Done)
					}
				}
				if total, last := got.Total[step.Key], step.Done+step.Rest; !near(total, last) {
					t.Fatalf("%s with %v: the total of %s is %v, want %v", name, cases[i], step.Key, total, last)
				}
			}
		}
	}
}
