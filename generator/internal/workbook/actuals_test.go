package workbook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/wire"
)

// typed is what a reader types into a cell, and the number that it is.
type typed struct {
	cell   any
	number float64 // NaN if there is none
	reason string
}

var none = typed{number: math.NaN()}

func exactly(x float64) typed { return typed{x, x, ""} }

// What the rows of refused counts and of a refused prior say.
const (
	noCount = "填一个数，0 或者更大"
	noPrior = "填 1 到 1000 的一个数"
)

// year is what was typed into a sheet of actuals.
type year struct {
	prior      typed
	done, open [quarters]map[string]typed
	happened   map[string]any // what was typed beside the market variables
}

func newYear() *year {
	y := &year{prior: exactly(defaultPrior), happened: map[string]any{}}
	for q := range quarters {
		y.done[q], y.open[q] = map[string]typed{}, map[string]typed{}
	}
	return y
}

// expectation is a step as the definition of recalibration has it: N is the total, P the part planned
// to date, a what was done and o what is open of it, R the rest.
type expectation struct {
	known, isCounted          bool
	N, P, a, o, R             float64
	before                    float64           // the total as it was planned, whatever has happened since
	planned                   [quarters]float64 // to the end of each quarter
	perQuarter                [quarters]float64 // what was done in it
	weights                   []float64
	share, rate, trials, wins float64 // NaN if there is none
	year                      float64
	parts                     map[string]float64 // by quarter-1 and month-1, counted from 0; missing for a blank one
	lost                      bool               // it cannot be split
	next                      *expectation
	key                       string
}

// rounded rounds a number; there may be none.
func rounded(x float64, places int) float64 {
	if math.IsNaN(x) {
		return x
	}
	return formula.Round(x, places)
}

// closed returns the number of closed quarters.
func (y *year) closed() int {
	for q := quarters; q > 0; q-- {
		for _, n := range y.done[q-1] {
			if !math.IsNaN(n.number) {
				return q
			}
		}
	}
	return 0
}

// number returns what was typed for a step, NaN if nothing was or if it was refused.
func number64(m map[string]typed, key string) float64 {
	if n, ok := m[key]; ok {
		return n.number
	}
	return math.NaN()
}

func numberOr0(m map[string]typed, key string) float64 {
	if x := number64(m, key); !math.IsNaN(x) {
		return x
	}
	return 0
}

// applied returns the values of the inputs under the market variables that have come true.
func (y *year) applied(t *goal.Template, values goal.Values) goal.Values {
	all := goal.Values{}
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			all[in.Key] = values[in.Key]
		}
	}
	set := func(key string, x float64) {
		if in := t.Input(key); in.Min != nil {
			x = math.Max(x, *in.Min)
		}
		if in := t.Input(key); in.Max != nil {
			x = math.Min(x, *in.Max)
		}
		all[key] = formula.Number(x)
	}
	for _, v := range t.Variables {
		if y.happened[v.Key] != "是" {
			continue
		}
		for _, change := range v.Changes {
			if x, ok := all.Number(change.Input); ok {
				set(change.Input, map[goal.How]float64{goal.To: change.By, goal.Plus: x + change.By, goal.Times: x * change.By}[change.How])
			}
		}
		for _, s := range v.Shifts {
			from, ok := all.Number(s.From)
			to, ok2 := all.Number(s.To)
			if ok && ok2 {
				set(s.From, from-from*s.Share)
				set(s.To, to+from*s.Share)
			}
		}
	}
	return all
}

// expect computes the outlook of a plan.
func (y *year) expect(original *goal.Plan, t *goal.Template) map[string]*expectation {
	plan := t.Plan(y.applied(t, original.Values))
	all, c := map[string]*expectation{}, y.closed()
	k := y.prior.number
	if math.IsNaN(k) {
		k = defaultPrior
	}
	var find func(s *goal.Split) *expectation
	find = func(s *goal.Split) *expectation {
		if e, ok := all[s.Key]; ok {
			return e
		}
		step := plan.Step(s)
		e := &expectation{key: s.Key, weights: step.Months, share: math.NaN(), rate: math.NaN(), trials: math.NaN(), wins: math.NaN(), parts: map[string]float64{}}
		all[s.Key] = e
		for _, other := range t.Splits {
			if other.Follows == s.Key && e.next == nil {
				e.next = find(other)
			}
		}
		N, ok := plan.Values.Number(s.Key)
		if e.N = N; !ok || N < 0 || N > 1e12 {
			e.N = math.NaN()
		}
		e.plannedIn(original, s)
		if e.known = step.Shares != nil; !e.known {
			e.lost = true
			return e
		}
		e.count(y, c)
		e.recalibrate(y, c, k)
		e.spread(c)
		return e
	}
	for _, s := range t.Splits {
		find(s)
	}
	return all
}

func total(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum
}

// plannedIn notes what the original plan has.
func (e *expectation) plannedIn(original *goal.Plan, s *goal.Split) {
	step := original.Step(s)
	N, ok := original.Values.Number(s.Key)
	if e.before = N; !ok || N < 0 || N > 1e12 {
		e.before = math.NaN()
	}
	for q := range quarters {
		if e.planned[q] = math.NaN(); step.Shares != nil {
			e.planned[q] = total(step.Shares[:3*q+3])
		}
	}
}

func (e *expectation) count(y *year, c int) {
	all, done := total(e.weights), 0.0
	for q := range quarters {
		toDate := 0.0
		if all > 0 {
			toDate = e.N * total(e.weights[:3*q+3]) / all
		}
		before := done
		if n := number64(y.done[q], e.key); !math.IsNaN(n) {
			done = math.Max(n, done)
		} else if all > 0 {
			done += e.N * total(e.weights[3*q:3*q+3]) / all
		}
		if q < c {
			e.perQuarter[q], e.a, e.P = done-before, done, toDate
		}
	}
	e.isCounted = c > 0 && !math.IsNaN(number64(y.done[max(c-1, 0)], e.key))
}

func (e *expectation) recalibrate(y *year, c int, k float64) {
	next := e.next
	if next == nil || !next.known || e.N == 0 {
		e.R = math.Max(0, e.N-e.a)
		return
	}
	p := next.N / e.N
	typed := math.NaN()
	if c > 0 {
		typed = number64(y.open[c-1], e.key)
	}
	switch {
	case !math.IsNaN(typed):
		e.o = math.Min(typed, e.a)
	case e.P > 0 && p > 0:
		e.o = math.Max(0, e.a-e.a*math.Min(1, next.P/(p*e.P)))
	default:
		e.o = e.a
	}
	e.share, e.rate = p, p
	if e.isCounted && next.isCounted {
		e.wins, e.trials = next.a, math.Max(next.a/math.Max(1, p), e.a-e.o)
		e.rate = (k*p + e.wins) / (k + e.trials)
	}
	if next.R > 0 {
		e.R = math.Max(0, next.R/e.rate-e.o)
	}
}

// spread splits the rest in whole numbers, or in tenths, over the quarters and months that are left.
func (e *expectation) spread(c int) {
	left := slices.Clone(e.weights)
	for m := range 3 * c {
		left[m] = 0
	}
	rest := formula.Round(e.R, 9)
	if c > 0 && total(left) == 0 && e.R < 0.5 {
		rest = 0 // nobody misses a part of a deal after the last day
	}
	isLate := total(left) == 0 && rest > 0
	if e.lost = isLate && c == 0 || e.a+e.R > 1e12; e.lost {
		return
	}
	unit := 1.0
	if rest < 1 {
		unit = 10
	}
	var done []float64
	for q := range c {
		done = append(done, formula.Round(e.perQuarter[q], 1))
		if done[q] != math.Floor(done[q]) {
			unit = 10
		}
	}
	whole := formula.RoundUp(rest, 0)
	if unit == 10 {
		whole = formula.Round(10*formula.Round(rest, 1), 0)
	}
	byQuarter := []float64{total(left[0:3]), total(left[3:6]), total(left[6:9]), total(left[9:12])}
	parts := largestRemainder(whole, byQuarter)
	for q, part := range parts {
		for m, x := range largestRemainder(part, left[3*q:3*q+3]) {
			if q >= c {
				e.parts[fmt.Sprint("month", 3*q+m)] = x / unit
			}
		}
		if q < c {
			part = formula.Round(unit*done[q], 0)
		}
		e.parts[fmt.Sprint("quarter", q)] = part / unit
		e.year += part
	}
	if !isLate {
		e.parts["year0"] = e.year / unit
	}
}

// largestRemainder splits a whole number by weights, with exact fractions that are compared at nine decimals.
func largestRemainder(whole float64, weights []float64) []float64 {
	parts, sum := make([]float64, len(weights)), new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, new(big.Rat).SetFloat64(w))
	}
	if sum.Sign() == 0 || whole == 0 {
		return parts
	}
	var order []int
	rests, left := make([]float64, len(weights)), whole
	for i, w := range weights {
		x := new(big.Rat).SetFloat64(w)
		exact, _ := x.Mul(x, new(big.Rat).SetFloat64(whole)).Quo(x, sum).Float64()
		exact = formula.Round(exact, 9)
		parts[i] = math.Floor(exact)
		rests[i], left, order = formula.Round(exact-parts[i], 9), left-parts[i], append(order, i)
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case rests[i] > rests[j]:
			return -1
		case rests[i] < rests[j]:
			return 1
		}
		return 0
	})
	for _, i := range order[:int(math.Max(0, left))] {
		parts[i]++
	}
	return parts
}

// odds returns the probability of at least m wins in n trials, summed over all numbers of wins with big floats.
func (e *expectation) odds(k float64) float64 {
	n, m := formula.RoundUp(e.o+e.R, 0), formula.RoundUp(e.next.R, 0)
	alpha, beta := k*e.share, k*(1-e.share)
	if !math.IsNaN(e.trials) {
		alpha, beta = alpha+e.wins, beta+e.trials-e.wins
	}
	switch {
	case math.IsNaN(e.share) || n > 200:
		return math.NaN()
	case m <= 0:
		return 1
	case m > n:
		return 0
	case beta < 0:
		return math.NaN()
	case alpha == 0 || beta == 0:
		return map[bool]float64{true: 0, false: 1}[alpha == 0]
	}
	return atLeast(int(m), int(n), alpha, beta)
}

// atLeast is the probability of at least m wins in n trials, of which each rate is distributed by a beta distribution.
func atLeast(m, n int, alpha, beta float64) float64 {
	f := func(x float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(x) }
	all, reached, term := f(0), f(0), f(1)
	for j := range n + 1 {
		all.Add(all, term)
		if j >= m {
			reached.Add(reached, term)
		}
		if j < n {
			x := float64(j)
			up, down := f(float64(n)-x), f(x+1)
			up.Mul(up, f(alpha).Add(f(alpha), f(x)))
			down.Mul(down, f(beta).Add(f(beta), f(float64(n)-x-1)))
			term = f(0).Mul(term, up)
			term.Quo(term, down)
		}
	}
	p, _ := reached.Quo(reached, all).Float64()
	return p
}

// enter types into a cell of a book.
func enter(b *book, at string, entry any) {
	name, cell := split(at)
	g := b.sheets[slices.IndexFunc(b.sheets, func(g *grid) bool { return g.name == name })]
	column, row, _ := excelize.CellNameToCoordinates(cell)
	c := g.rows[row-1][column-1].(excelize.Cell)
	c.Value = entry
	if _, ok := entry.(isError); ok {
		c.Value, c.Formula = nil, "NA()"
	}
	g.set(row, column, c)
}

// entry returns the cell of an entry, "" if there is none.
func (b *book) entry(kind entryKind, key, quarter string) string {
	for _, c := range b.entryCells() {
		if c.kind == kind && c.key == key && c.quarter == quarter {
			return c.cell
		}
	}
	return ""
}

func (y *year) enter(b *book) {
	if y.prior.cell != nil {
		enter(b, b.entry(entryPrior, "", ""), y.prior.cell)
	}
	for q := range quarters {
		id := b.template.Year.Quarter(3 * q)
		for key, n := range y.done[q] {
			enter(b, b.entry(entryDone, key, id), n.cell)
		}
		for key, n := range y.open[q] {
			enter(b, b.entry(entryOpen, key, id), n.cell)
		}
	}
	for key, mark := range y.happened {
		enter(b, b.entry(entryHappened, key, ""), mark)
	}
}

// shownActuals are the cells of the sheet of actuals by what their headings say.
type shownActuals struct {
	summary  map[string]map[string]string // by the label of a step and the heading of a column
	periods  map[string]map[string]string // by the label of a period, and by that of a step and of a column
	blocks   [quarters]map[string][]string
	odds     string
	oddsText string
	state    string
	prior    string            // why it is refused
	marks    map[string]string // why the entries beside the market variables are refused
}

// actualsIn returns the rows of the sheet of actuals.
func actualsIn(t *testing.T, f *excelize.File, b *book) [][]string {
	t.Helper()
	rows, err := f.GetRows(b.word("actuals"))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func readActuals(t *testing.T, rows [][]string, b *book) shownActuals {
	t.Helper()
	at := func(row, column int) string {
		if row < len(rows) && column < len(rows[row]) {
			return rows[row][column]
		}
		return ""
	}
	find := func(column int, label string) int {
		i := slices.IndexFunc(rows, func(row []string) bool { return column < len(row) && row[column] == label })
		if i < 0 {
			t.Fatalf("%s: no row begins with %s", b.template.Title, label)
		}
		return i
	}
	steps := len(b.template.Splits)
	s := shownActuals{summary: map[string]map[string]string{}, periods: map[string]map[string]string{}}
	prior := find(0, "计划里的比例，顶几次经验")
	s.state, s.prior = at(prior, 6), at(prior, 4)
	head := find(6, "还要做多少")
	for row := head + 1; row <= head+steps; row++ {
		s.summary[at(row, 6)] = map[string]string{}
		for column := 7; at(head, column) != ""; column++ {
			s.summary[at(row, 6)][at(head, column)] = at(row, column)
		}
	}
	head = find(6, "时间")
	for row := head + 1; row <= head+17; row++ {
		s.periods[at(row, 6)] = map[string]string{}
		for i := range steps {
			for column := 7 + 3*i; column < 10+3*i; column++ {
				s.periods[at(row, 6)][at(head-1, 7+3*i)+"/"+at(head, column)] = at(row, column)
			}
		}
	}
	for q := range quarters {
		s.blocks[q] = map[string][]string{}
		head := find(0, fmt.Sprintf("第 %d 季度末", q+1))
		for row := head + 1; row <= head+steps; row++ {
			s.blocks[q][at(row, 0)] = []string{at(row, 1), at(row, 4)}
		}
	}
	s.marks = map[string]string{}
	if head := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "市场变化" }); head >= 0 {
		for row := head + 1; at(row, 0) != ""; row++ {
			s.marks[at(row, 0)] = at(row, 4)
		}
	}
	if i := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 6 && row[6] == "这样做，成的把握" }); i >= 0 {
		s.odds, s.oddsText = at(i, 7), at(i, 8)
	}
	return s
}

// sameNumber reports whether a cell shows a number, NaN for a blank one, in the decimals that it shows.
func sameNumber(got string, want float64, places int) bool {
	x, err := strconv.ParseFloat(got, 64)
	if err != nil || math.IsNaN(want) {
		return got == "" && math.IsNaN(want)
	}
	isClose := math.Abs(x-want) <= 1e-11*math.Max(1, math.Max(math.Abs(x), math.Abs(want)))
	return isClose || formula.Round(x, places) == formula.Round(want, places) && math.Abs(x-want) < 1
}

// expectActuals compares the sheet of actuals with what was typed. It returns the number of compared cells, and of those
// where LibreOffice, with its fifteen digits, decides a tie in another way.
func expectActuals(t *testing.T, rows [][]string, b *book, y *year) (compared, ties int) {
	t.Helper()
	shown, c := readActuals(t, rows, b), y.closed()
	all := y.expect(b.values, b.template)
	fail := func(what, got string, want any) {
		t.Errorf("%s: %s is %q, want %v (%s; %v)", b.template.Title, what, got, want, inputsOf(b.sheet), y)
	}
	check := func(what, got string, want float64, places int) {
		compared++
		if !sameNumber(got, want, places) {
			fail(what, got, want)
		}
	}
	ifClosed := func(x float64) float64 {
		if c == 0 {
			return math.NaN()
		}
		return x
	}
	for _, split := range b.template.Splits {
		e, computed := all[split.Key], b.template.Find(split.Key)
		label := computed.Label + " " + computed.Unit
		known := func(x float64) float64 {
			if !e.known {
				return math.NaN()
			}
			return x
		}
		open := math.NaN()
		if e.next != nil {
			open = ifClosed(known(e.o))
		}
		for column, want := range map[string]float64{
			"全年计划": e.before, "做成": ifClosed(known(e.a)), "没结果": open, "还要做": known(e.R), "新的全年": known(e.a + e.R),
			"差": rounded(known(e.a+e.R-e.before), 1), "计划比例": e.share, "有结果": e.trials, "走下去": e.wins, "新的比例": e.rate,
		} {
			got, ok := shown.summary[label][column]
			if !ok {
				t.Fatalf("there is no column %s of %s", column, label)
			}
			check(column+" of "+label, got, want, 1)
		}
		for q := range quarters {
			check(fmt.Sprintf("planned %s in quarter %d", label, q+1), shown.blocks[q][label][0], e.planned[q], 1)
			want, before := y.done[q][split.Key].reason, 0.0
			for earlier := range q {
				before = math.Max(before, numberOr0(y.done[earlier], split.Key))
			}
			if n := number64(y.done[q], split.Key); n < before {
				want = "前面已经是 " + formula.Display(formula.Round(before, 1), -1) + "，照它算"
			}
			if want == "" && q+1 == c {
				want = y.open[q][split.Key].reason
			}
			if got := shown.blocks[q][label][1]; got != want {
				fail(fmt.Sprintf("the row of %s in quarter %d", label, q+1), got, want)
			}
		}
		ties += e.expectPeriods(t, shown, b, label, fail)
		compared += 2 * 17
	}
	if got, want := shown.prior, y.prior.reason; got != want {
		fail("the row of the prior", got, want)
	}
	for _, v := range b.template.Variables {
		want := "没有这个选项。"
		if mark := y.happened[v.Key]; mark == nil || mark == "" || mark == "是" {
			want = ""
		}
		if got := shown.marks[v.Label]; got != want {
			fail("the row of "+v.Label, got, want)
		}
	}
	if last := decisiveOf(b.template, all); last != nil {
		k := y.prior.number
		if math.IsNaN(k) {
			k = defaultPrior
		}
		check("odds", shown.odds, rounded(last.odds(k), 3), 3)
		if want := last.odds(k); (shown.oddsText == "") != (math.IsNaN(want) && !(last.o+last.R > 200)) {
			fail("the sentence of the odds", shown.oddsText, want)
		}
	}
	return compared, ties
}

// decisiveOf returns the step before the end of the longest chain.
func decisiveOf(t *goal.Template, all map[string]*expectation) (found *expectation) {
	longest := 1
	for _, s := range t.Splits {
		n, last, before := 1, all[s.Key], (*expectation)(nil)
		for ; last.next != nil; last = last.next {
			n, before = n+1, last
		}
		if n > longest {
			longest, found = n, before
		}
	}
	return found
}

// expectPeriods compares the year, the quarters and the months of a step; the plan beside them must be that of the
// sheet of periods, and the parts must add up.
func (e *expectation) expectPeriods(t *testing.T, shown shownActuals, b *book, label string, fail func(what, got string, want any)) (ties int) {
	t.Helper()
	count := map[string]int{}
	sums := map[string]float64{}
	for _, period := range b.sheet.Plan {
		name := b.periodLabel(period)
		row := shown.periods[name]
		want, ok := e.parts[fmt.Sprint(period.Level, count[period.Level])]
		count[period.Level]++
		if !ok || e.lost {
			want = math.NaN()
		}
		got := row[label+"/现在"]
		x, _ := strconv.ParseFloat(got, 64)
		sums[period.Level] += x
		if !sameNumber(got, want, 1) {
			if ties++; math.Abs(x-want) != 1 || want < 1e6 {
				fail(label+" in "+name, got, want)
			}
		}
		i := slices.IndexFunc(b.template.Splits, func(s *goal.Split) bool { return s.Key == e.key })
		planned, err := strconv.ParseFloat(period.Cells[i].Raw, 64)
		if err != nil {
			planned = math.NaN()
		}
		if got := row[label+"/计划"]; !sameNumber(got, planned, 1) && !(math.Abs(planned) > 1e6) {
			fail("planned "+label+" in "+name, got, planned)
		}
		if want := formula.Round(x-planned, 9); got != "" && !math.IsNaN(planned) && math.Abs(planned) < 1e6 && !sameNumber(row[label+"/差"], want, 9) {
			fail("the difference of "+label+" in "+name, row[label+"/差"], want)
		}
	}
	if shown.periods[b.word("year")][label+"/现在"] != "" && math.Abs(sums["year"]-sums["quarter"]) > 1e-6 {
		t.Errorf("%s, %s: the quarters add up to %v of %v", b.template.Title, label, sums["quarter"], sums["year"])
	}
	return ties
}

// anyYear types into a sheet what people may type: as planned, nothing, zero, fractions, more than planned, far too much,
// less than before, numbers with units and in full-width digits, and what is refused.
func anyYear(t *goal.Template, plan *goal.Plan, random *rand.Rand) *year {
	y, c := newYear(), random.IntN(quarters+1)
	y.prior = []typed{exactly(8), exactly(8), exactly(1), exactly(1000), exactly(20.5), none, {"８ 次", math.NaN(), noPrior}, {"１２", 12, ""}, {0.5, math.NaN(), noPrior}, {1001, math.NaN(), noPrior}}[random.IntN(10)]
	for _, v := range t.Variables {
		if mark := []any{nil, nil, nil, "是", "是", "否", ""}[random.IntN(7)]; mark != nil {
			y.happened[v.Key] = mark
		}
	}
	for _, s := range t.Splits {
		unit, N := t.Find(s.Key).Unit, 0.0
		if step := plan.Step(s); step.Shares != nil {
			N, _ = plan.Values.Number(s.Key)
		}
		anything := func(about float64) typed {
			about = math.Round(about)
			choices := []typed{
				none, none, exactly(about), exactly(about), exactly(math.Floor(about / 2)), exactly(about + 1), exactly(2*about + 3), exactly(0), exactly(1e9), exactly(about + 0.5), {" 3 " + unit, 3, ""}, {"１，２００", 1200, ""},
				{"1.2万" + unit, 12000, ""}, {-1.0, math.NaN(), noCount}, {"abc", math.NaN(), noCount}, {"5%", math.NaN(), noCount}, {2e12, math.NaN(), noCount}, {true, math.NaN(), noCount}, {isError{}, math.NaN(), noCount}, {"\u3000", math.NaN(), ""},
			}
			return choices[random.IntN(len(choices))]
		}
		for q := range c {
			if n := anything(N * float64(q+1) / 4); n.cell != nil {
				y.done[q][s.Key] = n
			}
			if n := anything(N / 8); n.cell != nil && t.Next(s) != nil {
				y.open[q][s.Key] = n
			}
		}
	}
	return y
}

// String prints what was typed.
func (y *year) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "prior %v, happened %v", y.prior.cell, y.happened)
	for q := range quarters {
		for key, n := range y.done[q] {
			fmt.Fprintf(&b, ", Q%d %s %v", q+1, key, n.cell)
		}
		for key, n := range y.open[q] {
			fmt.Fprintf(&b, ", Q%d open %s %v", q+1, key, n.cell)
		}
	}
	return b.String()
}

// LibreOffice computes the outlook that the definition of recalibration gives, whatever was typed. The plan on the other
// sheets stays as it is.
func TestActualsInLibreOffice(t *testing.T) {
	needs.Program(t, "soffice")
	random := rand.New(rand.NewPCG(18, 4))
	var books []*book
	var years []*year
	for i, template := range sample.Of(3, sample.Spread(8, templates(t))) {
		if len(template.Splits) == 0 {
			continue
		}
		for n := range 3 {
			values := goal.Values(nil)
			if n == 2 {
				values = entries(template, random)
			}
			b, err := newBook(sheet.Evaluate(template, values), chineseWords(t))
			if err != nil {
				t.Fatal(err)
			}
			y := anyYear(template, b.values, random)
			if i == 0 && n == 0 {
				y = newYear()
			}
			y.enter(b)
			books, years = append(books, b), append(years, y)
		}
	}
	compared, ties := 0, 0
	for i, f := range recalculated(t, books...) {
		n, m := expectActuals(t, actualsIn(t, f, books[i]), books[i], years[i])
		compared, ties = compared+n, ties+m
		expectSheet(t, f, books[i], books[i].sheet)
	}
	if ties > compared/500 {
		t.Errorf("%d of %d cells differ in their last unit", ties, compared)
	}
}

// The example that the specification works by hand: a prior of 62.5 % and 1 of 4 won is Beta(6, 6), and 10 proposals reach 5 wins
// with 59.0 %.
func TestOddsWorked(t *testing.T) {
	for _, test := range []struct {
		needed, trials    int
		alpha, beta, want float64
	}{
		{5, 10, 6, 6, 0.590}, {5, 14, 6, 6, 0.817}, {5, 16, 6, 6, 0.876}, {6, 10, 5, 3, 0.646},
	} {
		if got := formula.Round(atLeast(test.needed, test.trials, test.alpha, test.beta), 3); got != test.want {
			t.Errorf("%d of %d with Beta(%v, %v) have %v, want %v", test.needed, test.trials, test.alpha, test.beta, got, test.want)
		}
	}
	needs.Program(t, "soffice")
	b, err := newBook(sheet.Evaluate(goaltest.Own(t, "saas/newcomer"), nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	y := newYear()
	y.done[0] = map[string]typed{"方案": exactly(4), "签约": exactly(1)}
	y.open[0] = map[string]typed{"方案": exactly(0)}
	y.enter(b)
	f := recalculated(t, b)[0]
	rows := actualsIn(t, f, b)
	expectActuals(t, rows, b, y)
	shown := readActuals(t, rows, b)
	if got, want := shown.odds+shown.oddsText, "0.5910 家“方案报价”里，至少再有 5 家“签约（后买）”。"; got != want {
		t.Errorf("the odds are %s, want %s", got, want)
	}
	if got, want := shown.state, "收到第 1 季度末：后面的月份照实际重算。"; got != want {
		t.Errorf("the sheet says %s, want %s", got, want)
	}
}

// The page's script splits the rest of a step as the definition says. Its actuals are those of the quarters as they were read.
func TestActualsAsOnThePage(t *testing.T) {
	random := rand.New(rand.NewPCG(sample.Seed(t, 18), 6))
	vm := jstest.Load(t, "../sheet/testdata/outlook.ts")
	numbers := func(m map[string]typed) map[string]float64 {
		all := map[string]float64{}
		for key, n := range m {
			if !math.IsNaN(n.number) {
				all[key] = n.number
			}
		}
		return all
	}
	for _, template := range templates(t) {
		form, _ := json.Marshal(wire.New(template))
		for range sample.Count(t, 5, 12) {
			values := entries(template, random)
			page := sheet.Evaluate(template, values)
			plan := template.Plan(values)
			y, inputs := anyYear(template, plan, random), map[string]any{}
			for _, g := range template.Groups {
				for _, in := range g.Inputs {
					if x, ok := page.Value(in.Key).Number(); ok {
						inputs[in.Key] = x
					} else if text, ok := page.Value(in.Key).Text(); ok {
						inputs[in.Key] = text
					}
				}
			}
			c, all := y.closed(), y.expect(plan, template)
			happened := []string{}
			for _, v := range template.Variables {
				if y.happened[v.Key] == "是" {
					happened = append(happened, v.Key)
				}
			}
			actuals := map[string]any{"quarters": []map[string]float64{}, "open": map[string]float64{}, "happened": happened, "prior": defaultPrior}
			if !math.IsNaN(y.prior.number) {
				actuals["prior"] = y.prior.number
			}
			var done []map[string]float64
			for q := range c {
				done = append(done, numbers(y.done[q]))
				actuals["open"] = numbers(y.open[q])
			}
			actuals["quarters"] = done
			if c == 0 {
				continue // the page then shows what package sheet computes, which that package's tests compare
			}
			of, _ := json.Marshal(map[string]any{"entries": inputs, "actuals": actuals})
			got, err := vm.RunString(`{
				const maps = (of) => new Map(Object.entries(of));
				const {entries, actuals: {quarters, open, ...rest}} = ` + string(of) + `;
				JSON.stringify(Object.fromEntries([...module.evaluatorOf(` + string(form) + `)(maps(entries), {quarters: quarters.map(maps), open: maps(open), ...rest}).shown].map(([name, {raw}]) => [name, raw])));
			}`)
			if err != nil {
				t.Fatal(err)
			}
			var shown map[string]string
			if err := json.Unmarshal([]byte(got.String()), &shown); err != nil {
				t.Fatal(err)
			}
			for _, split := range template.Splits {
				e, count := all[split.Key], map[string]int{}
				for _, period := range page.Plan {
					want, ok := e.parts[fmt.Sprint(period.Level, count[period.Level])]
					count[period.Level]++
					if !ok || e.lost {
						want = math.NaN()
					}
					if got := shown[split.Key+"@"+period.ID]; !sameNumber(got, want, 9) {
						t.Errorf("%s: the page shows %q for %s in %s, want %v (%s; %v)", template.Title, got, split.Key, period.ID, want, inputsOf(page), y)
					}
				}
			}
		}
	}
}

// The workbook that is filled in the browser has what was done in its cells, and the rest of the year beside it.
func TestFilledWithActuals(t *testing.T) {
	f, random := newFiller(t), rand.New(rand.NewPCG(sample.Seed(t, 18), 7))
	for _, template := range sample.Of(4, sample.Spread(8, templates(t))) {
		if len(template.Splits) == 0 {
			continue
		}
		values := entries(template, random)
		b, err := newBook(sheet.Evaluate(template, values), chineseWords(t))
		if err != nil {
			t.Fatal(err)
		}
		y, cells := anyYear(template, b.values, random), map[string]any{}
		put := func(cell string, n typed) {
			if n.cell != nil {
				cells[cell] = n.cell
			}
		}
		put(b.entry(entryPrior, "", ""), y.prior)
		for key, mark := range y.happened {
			put(b.entry(entryHappened, key, ""), typed{cell: mark})
		}
		for q := range quarters {
			id := template.Year.Quarter(3 * q)
			for _, split := range template.Splits {
				for _, list := range []struct {
					typed map[string]typed
					kind  entryKind
				}{{y.done[q], entryDone}, {y.open[q], entryOpen}} {
					switch list.typed[split.Key].cell.(type) {
					case bool, isError:
						delete(list.typed, split.Key) // the page writes numbers and texts
					}
					put(b.entry(list.kind, split.Key, id), list.typed[split.Key])
				}
			}
		}
		blank, filled := f.fill(t, template, values, cells)
		expectOnlyValues(t, blank, filled)
		book, err := excelize.OpenReader(bytes.NewReader(filled), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		expectActuals(t, actualsIn(t, book, b), b, y)
		book.Close()
	}
}

// A template of many steps, whose sheets have long names, has formulas within Excel's limits.
func TestManySteps(t *testing.T) {
	var text strings.Builder
	text.WriteString(goaltest.Head + "[[inputs]]\nkey = \"目标\"\nlabel = \"目标\"\nunit = \"家\"\ndefault = 42\n")
	for i := range 60 {
		fmt.Fprintf(&text, "[[values]]\nkey = \"步%d\"\nlabel = \"步%[1]d\"\nunit = \"家\"\nformula = \"目标\"\n[[splits]]\nkey = \"步%[1]d\"\n", i)
		if i > 0 {
			fmt.Fprintf(&text, "follows = \"步%d\"\n", i-1)
		}
	}
	w := chineseWords(t)
	for _, key := range []string{"actuals", "steps", "entries", "plan"} {
		w["workbook."+key] = key + strings.Repeat("长", 40)
	}
	b, err := newBook(sheet.Evaluate(goaltest.Template(t, text.String()), nil), w)
	if err != nil {
		t.Fatal(err)
	}
	if n := longestFormula(t, opened(t, b)); n > 8192 {
		t.Errorf("a formula has %d characters", n)
	}
}
