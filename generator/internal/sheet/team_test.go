package sheet

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// rowsInBrowser makes the rows of plans. A number is typed as the page writes it, and any other text as it is.
const rowsInBrowser = `
	const typed = (template, values) => Object.fromEntries(template.inputs.flatMap((input) => {
		const value = values[input.key];
		return value === undefined ? [] : [[input.key, typeof value === "number" ? module.entryText(input, value) : value]];
	}));
	/** Whether a plan fits with more results; null without a total. */
	const fitting = (template, calendar, {entries, actuals, outlook: {base}}) => (more) => {
		const [result] = template.results;
		const total = result && base.values.get(result.step);
		if (typeof total !== "number") return null;
		const plan = module.planOf(template, calendar, entries, actuals, new Map([[result.step, total + more]]));
		return module.judge(module.outlook(plan, actuals).plan).kind === "fits";
	};
	const rows = (template, cases) => {
		const calendar = new module.Calendar(template.year);
		return cases.map(({values, plan, today, leaves, tried}) => {
			const member = module.memberOf({file: "a.cairn.json", plan: {...plan, values: typed(template, values)}}, template, calendar);
			const {member: _, load, ...row} = module.rowOf(member, today, leaves);
			const {finding: {kind, strain}} = module.evaluatorOf(template)(member.entries, member.actuals);
			const fits = fitting(template, calendar, member);
			const spare = tried ? module.spareOf(member) : 0;
			return {
				row: {...row, load: load === Infinity ? 1e300 : load}, entries: Object.fromEntries(member.entries), kind, strain, spare,
				fits: tried ? [0, Math.floor(spare / 2), spare, spare + 1].map(fits) : [],
			};
		});
	};
`

// saved is a plan as a case of the test has it.
type saved struct {
	Values  map[string]any `json:"values"`
	Plan    savedPlan      `json:"plan"`
	Today   string         `json:"today"`
	Leaves  int            `json:"leaves"`
	Tried   bool           `json:"tried"` // what is spare
	unknown []string       // the labels of the inputs
	refused []string
}

type savedPlan struct {
	Person  string         `json:"person"`
	Unknown []string       `json:"unknown"`
	Closed  []savedQuarter `json:"closed"`
	Records []savedRecord  `json:"records"`
}

type savedQuarter struct {
	Quarter  string            `json:"quarter"`
	Done     map[string]string `json:"done"`
	Open     map[string]string `json:"open"`
	Happened []string          `json:"happened"`
}

type savedRecord struct {
	ID  string  `json:"id"`
	On  string  `json:"on"`
	Key string  `json:"key"`
	N   float64 `json:"n"`
}

type rowAmounts struct{ Goal, Done *float64 }

// rowSeen is a row beside the verdict of the worksheet.
type rowSeen struct {
	Row struct {
		Name, Unit, Trial, Busiest string
		Results, Money             rowAmounts
		Rate                       *struct{ Wins, Trials *float64 }
		Load, Odds                 *float64
		Kind                       Kind
		Unknown, Examples, Refused []string
		Worth                      float64
	}
	Entries map[string]any
	Kind    Kind
	Strain  *seenStrain
	Spare   float64
	Fits    []*bool
}

// rowsIn makes the rows in Chromium.
func rowsIn(t *testing.T, tab *browsertest.Tab, module string, template *goal.Template, cases []saved) []rowSeen {
	t.Helper()
	text := browsertest.Eval[string](tab, "(() => {"+module+rowsInBrowser+"return JSON.stringify(rows("+marshal(t, wire.New(template))+","+marshal(t, cases)+"))})()")
	var seen []rowSeen
	if err := json.Unmarshal([]byte(text), &seen); err != nil {
		t.Fatal(err)
	}
	return seen
}

// savedFor returns the plan of a person who joined or starts on some date, knows some numbers, has none of others, and may have closed
// quarters, with ticks after them.
func savedFor(template *goal.Template, random *rand.Rand) saved {
	s := saved{Values: map[string]any{}, Leaves: 12, Plan: savedPlan{Person: "张伟", Unknown: []string{}, Closed: []savedQuarter{}, Records: []savedRecord{}}}
	for _, group := range template.Groups {
		for _, in := range group.Inputs {
			s.answer(in, random)
		}
	}
	if random.IntN(3) == 0 {
		s.Leaves = random.IntN(13)
	}
	quarters := random.IntN(4)
	s.close(template, quarters, random)
	s.Today = []string{"2027-02-10", "2027-05-12", "2027-08-11", "2027-11-10"}[quarters]
	s.tick(template, random)
	return s
}

func (s *saved) answer(in *goal.Input, random *rand.Rand) {
	x, isNumber := in.Default.Number()
	switch random.IntN(100) {
	case 0:
		s.Plan.Unknown, s.unknown = append(s.Plan.Unknown, in.Key), append(s.unknown, in.Label)
	case 1:
		if isNumber {
			s.Values[in.Key], s.refused = "看情况", append(s.refused, in.Label)
		}
	case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29:
		if isNumber {
			s.Values[in.Key] = within(in, x*(0.7+0.5*random.Float64()))
		}
	default:
		if in.Kind == goal.KindDate && random.IntN(2) == 0 {
			s.Values[in.Key] = fmt.Sprintf("%d-%02d-%02d", 2026+random.IntN(2), 1+random.IntN(12), 1+random.IntN(28))
		}
	}
}

// close closes quarters, in which totals grow.
func (s *saved) close(template *goal.Template, quarters int, random *rand.Rand) {
	totals := map[string]float64{}
	for q := range quarters {
		closed := savedQuarter{Quarter: fmt.Sprintf("2027-Q%d", q+1), Done: map[string]string{}, Open: map[string]string{}, Happened: []string{}}
		for _, split := range template.Splits {
			totals[split.Key] += float64(random.IntN(90)) / 10
			closed.Done[split.Key] = formula.FormatNumber(formula.Round(totals[split.Key], 1))
		}
		if template.DealSize != "" && random.IntN(2) == 0 {
			closed.Done[template.DealSize] = fmt.Sprint(random.IntN(500))
		}
		s.Plan.Closed = append(s.Plan.Closed, closed)
	}
}

// tick ticks every result today, and at the beginning of the year.
func (s *saved) tick(template *goal.Template, random *rand.Rand) {
	for i, result := range template.Results {
		s.Plan.Records = append(s.Plan.Records,
			savedRecord{fmt.Sprintf("%032d", i), "2026-12-31", result.Step, 1},
			savedRecord{fmt.Sprintf("%032d", 10+i), s.Today, result.Step, float64(random.IntN(3))},
			savedRecord{fmt.Sprintf("%032d", 20+i), "2027-12-30", result.Step, 1})
	}
}

// ticked returns how often a result was ticked today.
func (s *saved) ticked(step string) float64 {
	for _, record := range s.Plan.Records {
		if record.Key == step && record.On == s.Today {
			return record.N
		}
	}
	return 0
}

// counted returns the last total to date of a key.
func (s *saved) counted(key string) (float64, bool) {
	if len(s.Plan.Closed) == 0 {
		return 0, false
	}
	text, ok := s.Plan.Closed[len(s.Plan.Closed)-1].Done[key]
	var x float64
	fmt.Sscan(text, &x)
	return x, ok
}

// valuesOf are the values of the inputs as the browser has read them; one that it has not is blank.
func valuesOf(template *goal.Template, entries map[string]any) goal.Values {
	values := goal.Values{}
	for _, group := range template.Groups {
		for _, in := range group.Inputs {
			switch v := entries[in.Key].(type) {
			case float64:
				values[in.Key] = formula.Number(v)
			case string:
				values[in.Key] = formula.Text(v)
			default:
				values[in.Key] = formula.Value{}
			}
		}
	}
	return values
}

// The row of a person has the numbers of her worksheet: of every template, with generated answers, ramps, dates of joining, closed quarters and
// ticks. What Go computes of the plan before a quarter is closed is computed by Go; the verdict is that of the browser's sheet.
func TestRowIsThatOfTheWorksheet(t *testing.T) {
	tab := browsertest.New(t, "about:")
	module := jstest.Bundle(t, "testdata/team.ts")
	random := rand.New(rand.NewPCG(sample.Seed(t, 193), 0))
	seen := map[string]int{}
	names := goaltest.Names(t)
	for _, name := range names {
		template := goaltest.Own(t, name)
		var cases []saved
		for i := range sample.Count(t, 6, 12) {
			c := savedFor(template, random)
			c.Tried = i%4 == 0
			cases = append(cases, c)
		}
		for i, got := range rowsIn(t, tab, module, template, cases) {
			w := worked{template, &cases[i], template.Plan(valuesOf(template, got.Entries))}
			if diff := cmp.Diff(w.lines(), linesOf(got)); diff != "" {
				t.Fatalf("%s with %s: %s", name, marshal(t, cases[i]), diff)
			}
			checkVerdict(t, name, got)
			checkSpare(t, name, cases[i], got, seen)
			seen[string(got.Kind)]++
			w.count(seen)
		}
	}
	t.Log(seen)
	for _, kind := range []string{"fits", "over", "late", "missing", "blank", "leaver", "money", "spare", "no spare"} {
		if seen[kind] == 0 {
			t.Errorf("no case is %q", kind)
		}
	}
}

// worked is a row that Go computes.
type worked struct {
	template *goal.Template
	of       *saved
	plan     *goal.Plan
}

func (w worked) count(seen map[string]int) {
	if w.goal() == nil {
		seen["blank"]++
	}
	if w.of.Leaves < 12 {
		seen["leaver"]++
	}
	if _, ok := w.of.counted(w.template.DealSize); ok && w.template.DealSize != "" {
		seen["money"]++
	}
}

// part returns a result of the plan until she leaves; ok is false if it is blank.
func (w worked) part(result goal.Result) (float64, bool) {
	total, ok := w.plan.Values.Number(result.Step)
	if !ok || w.of.Leaves == 12 {
		return total, ok
	}
	sum := 0.0
	if shares := w.plan.Step(w.template.FindSplit(result.Step)).Shares; shares != nil {
		for _, share := range shares[:w.of.Leaves] {
			sum += share
		}
	}
	return sum, true
}

func (w worked) goal() *float64 {
	return w.sum(1, func(result goal.Result) (float64, bool) { return w.part(result) })
}

// sum adds a number of each result, rounded to some decimals; nil if one of them is blank.
func (w worked) sum(places int, of func(goal.Result) (float64, bool)) *float64 {
	sum := 0.0
	for _, result := range w.template.Results {
		x, ok := of(result)
		if !ok {
			return nil
		}
		sum += x
	}
	if len(w.template.Results) == 0 {
		return nil
	}
	sum = formula.Round(formula.Round(sum, 4), places)
	return &sum
}

func (w worked) done(result goal.Result) (float64, bool) {
	done, _ := w.of.counted(result.Step)
	return done + w.of.ticked(result.Step), true
}

// size returns the money of one result in 元.
func (w worked) size(result goal.Result) (float64, bool) {
	x, ok := w.plan.Values.Number(result.DealSize)
	return x * w.one(result.DealSize), ok
}

// one returns the 元 of one in the unit of a deal size.
func (w worked) one(key string) float64 {
	unit := ""
	if found := w.template.Find(key); found != nil {
		unit = found.Unit
	} else if in := w.template.Input(key); in != nil {
		unit = in.Unit
	}
	if strings.HasPrefix(unit, "万") {
		return 1e4
	}
	return 1
}

// places are the decimals of money in 元: those of a tenth of the unit of the first deal size.
func (w worked) places() int {
	for _, result := range w.template.Results {
		if result.DealSize != "" && w.one(result.DealSize) == 1e4 {
			return -3
		}
	}
	return 1
}

// brought returns the money that a result has brought in: that of the last closed quarter where it was counted, and of the ticks since.
func (w worked) brought(result goal.Result) (float64, bool) {
	size, ok := w.size(result)
	money, isCounted := w.of.counted(w.template.DealSize)
	done, _ := w.done(result)
	if !isCounted || result.Step != lastOfChain(w.template) {
		return done * size, ok
	}
	return money*w.one(w.template.DealSize) + w.of.ticked(result.Step)*size, ok
}

// lastOfChain returns the last step of the longest chain, the first one of several.
func lastOfChain(template *goal.Template) string {
	last, most := "", 0
	for _, split := range template.Splits {
		n := 1
		for s := split; s.Follows != ""; s = template.FindSplit(s.Follows) {
			n++
		}
		if n > most {
			last, most = split.Key, n
		}
	}
	return last
}

// lines are the numbers of the row as texts, whose names a difference shows.
func (w worked) lines() []string {
	worth, all := 0.0, 0.0
	days := w.plan.Days()
	for m, n := range days.All {
		all += n
		if m < w.of.Leaves {
			worth += days.Worth[m]
		}
	}
	money := func(result goal.Result) (float64, bool) {
		part, ok := w.part(result)
		size, ok2 := w.size(result)
		return part * size, ok && ok2
	}
	var examples []string
	for _, group := range w.template.Groups {
		for _, in := range group.Inputs {
			_, isTyped := w.of.Values[in.Key]
			if in.Default.Reason().Cause == "" && !isTyped && !slices.Contains(w.of.Plan.Unknown, in.Key) {
				examples = append(examples, in.Label)
			}
		}
	}
	return []string{
		"goal " + nullable(w.goal()), "done " + nullable(w.sum(1, w.done)), "money " + nullable(w.sum(w.places(), money)), "brought " + nullable(w.sum(w.places(), w.brought)),
		"worth " + digits(worth/all), "unknown " + strings.Join(w.of.unknown, ","), "refused " + strings.Join(w.of.refused, ","), "examples " + strings.Join(examples, ","),
	}
}

func linesOf(got rowSeen) []string {
	row := got.Row
	return []string{
		"goal " + nullable(row.Results.Goal), "done " + nullable(row.Results.Done), "money " + nullable(row.Money.Goal), "brought " + nullable(row.Money.Done),
		"worth " + digits(row.Worth), "unknown " + strings.Join(row.Unknown, ","), "refused " + strings.Join(row.Refused, ","), "examples " + strings.Join(row.Examples, ","),
	}
}

func nullable(x *float64) string {
	if x == nil {
		return "blank"
	}
	return digits(*x)
}

// digits has fewer digits than the order of additions changes.
func digits(x float64) string { return fmt.Sprintf("%.11g", x) }

// checkVerdict requires that the row says of the plan what the worksheet says.
func checkVerdict(t *testing.T, name string, got rowSeen) {
	t.Helper()
	if got.Row.Kind != got.Kind {
		t.Fatalf("%s: the row is %q, the worksheet %q", name, got.Row.Kind, got.Kind)
	}
	if (got.Strain == nil) != (got.Row.Load == nil) {
		t.Fatalf("%s: the load is %s, on the worksheet %+v", name, nullable(got.Row.Load), got.Strain)
	}
	if got.Strain == nil || got.Strain.Load == "" {
		return
	}
	var load float64
	fmt.Sscanf(strings.ReplaceAll(got.Strain.Load, ",", ""), "%f%%", &load)
	if math.Abs(100**got.Row.Load-load) > 1 || got.Row.Busiest != got.Strain.Period {
		t.Fatalf("%s: the load is %v in %s, on the worksheet %+v", name, *got.Row.Load, got.Row.Busiest, got.Strain)
	}
}

// spareLimit is the most that the page tries.
const spareLimit = 1024

// checkSpare requires that the plan fits with the results that are spare, and with fewer, but not with one more.
func checkSpare(t *testing.T, name string, c saved, got rowSeen, seen map[string]int) {
	t.Helper()
	if !c.Tried {
		return
	}
	fits := func(i int) bool { return got.Fits[i] != nil && *got.Fits[i] }
	switch {
	case got.Kind != Fits || got.Fits[0] == nil:
		if got.Spare != 0 {
			t.Fatalf("%s: %v are spare in a plan that is %q", name, got.Spare, got.Kind)
		}
	case !fits(0) || !fits(1) || !fits(2) || (fits(3) && got.Spare < spareLimit):
		t.Fatalf("%s with %s: with none, half, all and one more of %v the plan fits: %v %v %v %v", name, marshal(t, c), got.Spare, fits(0), fits(1), fits(2), fits(3))
	case got.Spare >= spareLimit:
		seen["endless"]++
	case got.Spare > 0:
		seen["spare"]++
	default:
		seen["no spare"]++
	}
}
