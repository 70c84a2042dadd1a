package sheet

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/sample"
)

// chainTemplate is a random chain of steps with their leads in whole months, and with the weights of the months.
type chainTemplate struct {
	*goal.Template
	keys    []string
	leads   []int
	weights []float64
	largest []float64 // of each share: 1 of a percentage, 3 of a number
}

// newChain makes a chain. Its last step is a target, and of each step before a share goes on to the next: a percentage, or a number that
// may be above 1. The market may take a part of the target and of the first share.
func newChain(t *testing.T, random *rand.Rand) chainTemplate {
	t.Helper()
	c := chainTemplate{keys: []string{"a", "b", "c", "d", "e", "f"}[:1+random.IntN(6)], weights: make([]float64, 12)}
	for m := range c.weights {
		c.weights[m] = [...]float64{0, 1, 1, 2, 0.5, 3}[random.IntN(6)]
	}
	c.weights[random.IntN(12)] = 1
	last := len(c.keys) - 1
	c.leads = make([]int, len(c.keys))
	for i := last - 1; i >= 0; i-- {
		c.leads[i] = c.leads[i+1] + []int{0, 0, 1, 2}[random.IntN(4)]
	}
	var text strings.Builder
	text.WriteString(goaltest.Head + "[[inputs]]\nkey = \"target\"\nlabel = \"t\"\nmin = 0\ndefault = 12\n")
	for i := range last {
		kind := random.IntN(2)
		c.largest = append(c.largest, []float64{1, 3}[kind])
		fmt.Fprintf(&text, "[[inputs]]\nkey = \"r%d\"\nlabel = \"r\"\n%s\n", i, []string{"kind = \"percent\"\nmin = 0.01\ndefault = 0.5", "min = 0.01\ndefault = 1.5"}[kind])
	}
	for i, key := range c.keys {
		formula := "target"
		if i < last {
			formula = fmt.Sprintf("%s / r%d", c.keys[i+1], i)
		}
		fmt.Fprintf(&text, "[[values]]\nkey = %q\nlabel = %[1]q\nformula = %q\n", key, formula)
	}
	for i, key := range c.keys {
		fmt.Fprintf(&text, "[[splits]]\nkey = %q\nlead = \"%d\"\n", key, c.leads[i])
		if i > 0 {
			fmt.Fprintf(&text, "follows = %q\n", c.keys[i-1])
		} else {
			fmt.Fprintf(&text, "weights = %s\n", strings.ReplaceAll(fmt.Sprint(c.weights), " ", ", "))
		}
	}
	text.WriteString("[[variables]]\nkey = \"market\"\nlabel = \"m\"\nchanges = [{ input = \"target\", times = 0.75 }")
	if last > 0 {
		text.WriteString(", { input = \"r0\", plus = -0.25 }")
	}
	c.Template = goaltest.Template(t, text.String()+"]\n", goaltest.Calendars(t)...)
	return c
}

// plan is the chain of a plan with these entries: the target divided by one share after the other, and the weights of the months in
// which a result is due, times the working days of the month in which its first step is done.
func (c chainTemplate) plan(entries map[string]any, happened bool) []*exactStep {
	value := func(key string) *big.Rat { return rat(entries[key].(float64)) }
	total := value("target")
	if happened {
		total = times(total, big.NewRat(3, 4))
	}
	steps := make([]*exactStep, len(c.keys))
	for i := len(steps) - 1; i >= 0; i-- {
		if i < len(steps)-1 {
			share := value(fmt.Sprint("r", i))
			if i == 0 && happened {
				share = larger(minus(share, big.NewRat(1, 4)), rat(0.01))
			}
			total = over(total, share)
		}
		steps[i] = &exactStep{key: c.keys[i], total: total, weights: make([]*big.Rat, 12)}
		for m := range steps[i].weights {
			steps[i].weights[m] = new(big.Rat)
			if first := m - (c.leads[0] - c.leads[i]); first >= 0 && first+c.leads[0] < 12 {
				steps[i].weights[m] = times(rat(c.weights[first+c.leads[0]]), rat(float64(len(c.Year.Months[first].Days))))
			}
		}
	}
	return steps
}

// anyClosing closes some quarters of a chain: as planned, with nothing done, with less, more or far more, with parts of a deal, with a total
// below the one before, or without one.
func (c chainTemplate) anyClosing(random *rand.Rand) closing {
	entries := map[string]any{"target": [...]float64{0, 0.3, 1, 3, 12, 12.5, 40, 250}[random.IntN(8)]}
	for i, largest := range c.largest {
		entries[fmt.Sprint("r", i)] = largest * float64(20+random.IntN(81)) / 100 // the product is a whole number
	}
	of := closing{Entries: entries, Prior: [...]float64{1, 8, 8, 20.5, 1000}[random.IntN(5)], Open: map[string]float64{}}
	if random.IntN(3) == 0 {
		of.Happened = []string{"market"}
	}
	plan, quarters := c.plan(entries, of.Happened != nil), 1+random.IntN(4)
	for q := range quarters {
		totals := map[string]float64{}
		for _, s := range plan {
			planned := float(sumOf(inProportion(s.total, s.weights)[:3*q+3]))
			if random.IntN(5) > 0 {
				totals[s.key] = [...]float64{0, math.Round(planned), math.Round(planned), math.Floor(planned / 2), math.Round(10*planned) / 10, math.Round(2*planned) + 3, 0.5, 9_999}[random.IntN(8)]
			}
			if random.IntN(4) == 0 {
				of.Open[s.key] = math.Round(planned / 4)
			}
		}
		of.Totals = append(of.Totals, totals)
	}
	return of
}

// The browser recalibrates a plan as its definition does in rationals: what is done, open and left of each step, the shares that are updated,
// the months of the rest, and the whole numbers of the table. Before that it has the plan of the definition and of Go.
func TestRecalibrationIsExact(t *testing.T) {
	random, browser := rand.New(rand.NewPCG(sample.Seed(t, 18), 19)), newCloser(t)
	const perChain = 25
	seen := map[string]int{}
	for range sample.Count(t, 4, 500/perChain) {
		c := newChain(t, random)
		var cases []closing
		for range perChain {
			cases = append(cases, c.anyClosing(random))
		}
		for i, got := range browser.close(t, c.Template, cases) {
			want := c.plan(cases[i].Entries, len(cases[i].Happened) > 0)
			recalibrate(want, cases[i].Totals, cases[i].Open, cases[i].Prior)
			of := comparison{t, fmt.Sprintf("chain %v of %v, leads %v, %v", c.keys, c.weights, c.leads, asJSON(t, cases[i])), 0, seen}
			of.goPlan(c, cases[i])
			of.browser(c, got, want)
			if t.Failed() {
				return
			}
		}
	}
	for _, what := range []string{"shares", "updated shares", "late", "whole numbers", "tenths", "surplus"} {
		if seen[what] < 5 {
			t.Errorf("only %d plans have %s: %v", seen[what], what, seen)
		}
	}
}

// comparison compares a plan with the exact one. The numbers of a step may differ by its rounding errors.
type comparison struct {
	*testing.T
	about string
	noise float64
	seen  map[string]int
}

// noises are bounds of the rounding errors of the steps. The rest of a step is that of the next one divided by a share, and so is its error.
func noises(steps []*exactStep) []float64 {
	all, next := make([]float64, len(steps)), 0.0
	for i, s := range slices.Backward(steps) {
		size := max(1, float(s.total), float(s.done))
		if s.updated != nil {
			next /= float(s.updated)
			size = max(size, float(over(steps[i+1].rest, s.updated)))
		}
		next += 1e-13 * size
		all[i] = next
	}
	return all
}

func (c comparison) number(what string, got float64, want *big.Rat) {
	c.Helper()
	c.near(what, got, want, c.noise)
}

func (c comparison) near(what string, got float64, want *big.Rat, tolerance float64) {
	c.Helper()
	if x := float(want); !(math.Abs(got-x) <= tolerance) {
		c.Errorf("%s is %v, want %v, of %s", what, got, x, c.about)
	}
}

// goPlan compares the plan before anything is done, which Go computes too.
func (c comparison) goPlan(chain chainTemplate, of closing) {
	values := map[string]formula.Value{}
	for key, x := range of.Entries {
		values[key] = formula.Number(x.(float64))
	}
	plan := chain.Plan(values)
	for i, s := range chain.plan(of.Entries, false) {
		c.noise = 1e-13 * max(1, float(s.total))
		total, _ := plan.Values.Number(s.key)
		c.number("in Go the total of "+s.key, total, s.total)
		for m, share := range plan.Step(chain.Splits[i]).Shares {
			c.number(fmt.Sprint("in Go month ", m+1, " of ", s.key), share, inProportion(s.total, s.weights)[m])
		}
	}
}

func (c comparison) browser(chain chainTemplate, got closedPlan, want []*exactStep) {
	if len(got.Steps) != len(want) {
		c.Fatalf("there are %d steps of %s", len(got.Steps), c.about)
	}
	bounds := noises(want)
	for i, s := range want {
		step := got.Steps[i]
		c.noise = bounds[i]
		c.number("the total of "+s.key, step.Total, s.total)
		c.number("planned of "+s.key, step.Planned, s.planned)
		c.number("done of "+s.key, step.Done, s.done)
		c.number("open of "+s.key, step.Open, s.open)
		c.number("the rest of "+s.key, step.Rest, s.rest)
		c.number("the new total of "+s.key, got.Total[s.key], plus(s.done, s.rest))
		c.rate(step, s)
		for m := range 12 {
			c.number(fmt.Sprint("planned in month ", m+1, " of ", s.key), got.Base[s.key][m], inProportion(s.total, s.weights)[m])
			if m < len(s.doneIn) {
				c.number(fmt.Sprint("done in month ", m+1, " of ", s.key), got.Months[s.key][m], s.doneIn[m])
			} else {
				c.near(fmt.Sprint("left in month ", m+1, " of ", s.key), got.Months[s.key][m], s.left[m], 1e-9+c.noise) // the rest is rounded to nine decimals
			}
		}
		c.table(chain, got.Raw, s)
		if s.done.Cmp(s.total) > 0 {
			c.seen["surplus"]++
		}
	}
}

func (c comparison) rate(got closedStep, want *exactStep) {
	if (got.Rate == nil) != (want.share == nil) {
		c.Errorf("the share of %s is %v, want %v, of %s", want.key, got.Rate, want.share, c.about)
	}
	if got.Rate == nil || want.share == nil {
		return
	}
	c.seen["shares"]++
	c.number("the share of "+want.key, got.Rate.Planned, want.share)
	c.number("the updated share of "+want.key, got.Rate.Updated, want.updated)
	if (got.Rate.Wins == nil) != (want.wins == nil) {
		c.Errorf("%s is counted: %v, want %v, of %s", want.key, got.Rate.Wins, want.wins, c.about)
	} else if want.wins != nil {
		c.seen["updated shares"]++
		c.number("wins of "+want.key, *got.Rate.Wins, want.wins)
		c.number("trials of "+want.key, *got.Rate.Trials, want.trials)
	}
}

// table compares the whole numbers that the page shows.
func (c comparison) table(chain chainTemplate, raw map[string]string, want *exactStep) {
	year := chain.Year
	c.cell(raw, want.key+"@"+year.ID, want.year)
	for q, part := range want.byQuarter {
		c.cell(raw, want.key+"@"+year.Quarter(3*q), part)
	}
	for m, part := range want.byMonth {
		c.cell(raw, want.key+"@"+year.Months[m].ID, part)
	}
	switch {
	case want.isUndivided:
		c.seen["late"]++
	case want.year.IsInt():
		c.seen["whole numbers"]++
	default:
		c.seen["tenths"]++
	}
}

func (c comparison) cell(raw map[string]string, name string, want *big.Rat) {
	text := ""
	if want != nil {
		text = strconv.FormatFloat(float(want), 'f', -1, 64)
	}
	if got, isShown := raw[name]; !isShown || got != text {
		c.Errorf("the table has %q for %s, want %q, of %s", got, name, text, c.about)
	}
}
