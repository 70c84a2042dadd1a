package workbook

import (
	"slices"

	"cairn/generator/internal/goal"
)

// steps is the hidden sheet that computes the calendar of the template, in the steps that
// the comment of package schedule describes. On the left it has the days of the year, on
// the right blocks below one another: that of the clocks, one for each scenario, and the
// parts of each total.
type steps struct {
	*book
	grid          *grid
	days          *dayTable
	own, fullYear clock  // fullYear is that of a person who joined on the first day of the year
	ownOpen       series // the open days of each month
	weekOpen      series // the open days of each week
	weekDays      series // the same as days of the average worth in the month
	weeks         []rows // the days of each week
	weekMonths    []int  // the month of each week
	plan          *scenario
	nextRow       int
}

const (
	firstBlock  = 8  // the column of the first cell of a block
	blockHeight = 26 // of the clocks, whose ramp has at most 24 values
)

func (b *book) newSteps() *steps {
	t := b.template
	s := &steps{book: b, grid: &grid{name: b.sheetName("steps"), hidden: true, heights: map[int]float64{}}, nextRow: 1}
	s.days = newDayTable(s.grid, t.Year)
	clocks := s.newBlock(blockHeight)
	joined, starts := clocks.cell("%s", s.dateOrZero(t.Joined)), clocks.cell("%s", s.dateOrZero(t.Starts))
	opening := clocks.cell("MAX(%s,%s)", joined, starts)
	first := clocks.cell("%s", s.grid.ref(s.days.year.from, dateColumn))
	r := ramp{t.Ramp, t.RampFromWeek}
	s.own = newClock(s.days, clocks, opening, joined, r)
	s.fullYear = newClock(s.days, clocks, first, first, r)
	s.ownOpen = clocks.series(12, func(m int) string { return s.days.sum(s.own.openColumn, s.days.months[m]) })
	var weeks []rows
	for m, list := range s.days.weeks {
		weeks = append(weeks, list...)
		s.weekMonths = append(s.weekMonths, slices.Repeat([]int{m}, len(list))...)
	}
	s.weekOpen = s.newBlock(len(weeks)).series(len(weeks), func(w int) string { return s.days.sum(s.own.openColumn, weeks[w]) })
	s.weeks = weeks
	s.plan = s.newScenario(b.read)
	s.weekDays = s.weekOpen
	if worth := s.own.worthColumn; worth != s.own.openColumn && t.Staff == nil {
		s.weekDays = s.newBlock(len(weeks)).series(len(weeks), func(w int) string {
			m := s.weekMonths[w]
			return sprintf("IF(%[1]s=0,%[2]s,%[3]s*%[4]s/%[1]s)", s.plan.worth.at(m), s.weekOpen.at(w), s.days.sum(worth, weeks[w]), s.ownOpen.at(m))
		})
	}
	return s
}

// dateOrZero returns a formula for the date of an input, 0 if it is blank.
func (s *steps) dateOrZero(key string) string {
	if key == "" {
		return "0"
	}
	return sprintf("N(%s)", s.refs[key])
}

// newBlock begins a block below the others.
func (s *steps) newBlock(height int) *block {
	b := &block{grid: s.grid, row: s.nextRow, column: firstBlock - 1}
	s.nextRow += height
	return b
}

// scenario computes the calendar for the values that read gives: those of the plan, or
// those under a market variable.
type scenario struct {
	*steps
	block       *block
	read        func(name string) string
	usableWeeks string // the cell with the weeks of a year in which a person can work
	heads       series // the people at full worth in each month; empty without staff
	worth       series // the worth of each month's open days
	flows       map[string]*flow
	full        map[string]*flow // for a person who joined on the first day of the year
	loads       map[string]*load
	limited     []finding // the goals with a capacity; nil until findings lays them out
}

func (s *steps) newScenario(read func(name string) string) *scenario {
	sc := &scenario{steps: s, block: s.newBlock(s.scenarioHeight()), read: read, flows: map[string]*flow{}, full: map[string]*flow{}, loads: map[string]*load{}}
	sc.usableWeeks = defaultWeeks
	if e := s.template.Weeks; e != nil {
		sc.usableWeeks = sc.block.cell("%s", sc.eval(e))
	}
	if s.template.Staff != nil {
		sc.setHeads()
	}
	sc.worth = sc.block.series(12, func(m int) string { return sc.worthOf(s.own, m, s.days.months[m], "") })
	return sc
}

// scenarioHeight returns the number of rows of a scenario: one for each month, goal, split
// and input.
func (s *steps) scenarioHeight() int {
	t := s.template
	inputs := 0
	for _, group := range t.Groups {
		inputs += len(group.Inputs)
	}
	return max(12, len(t.Process), inputs)
}

// setHeads counts the people of each month: those hired before count by their months, a
// blank number as 0.
func (s *scenario) setHeads() {
	t := s.template
	staff := s.block.cell("IFERROR(%s,0)", s.eval(t.Staff))
	s.heads = s.block.series(12, func(m int) string {
		heads := staff
		for i, key := range t.Hires[:min(m+1, len(t.Hires))] {
			heads += sprintf("+IFERROR(%s,0)*%s", s.read(key), number(t.Ramp[min(m-i, len(t.Ramp)-1)]))
		}
		return heads
	})
}

// worthOf returns a formula for the worth of days that belong to a month, up to the date
// of a cell; "" for all days.
func (s *scenario) worthOf(c clock, month int, r rows, until string) string {
	column := c.worthColumn
	if s.heads.n > 0 {
		column = c.openColumn
	}
	worth := s.days.sum(column, r)
	if until != "" {
		worth = s.days.sumIf(column, r, "<=", until)
	}
	if s.heads.n > 0 {
		return sprintf("%s*%s", s.heads.at(month), worth)
	}
	return worth
}

// formula returns the formula of a computed value.
func (s *scenario) formula(c *goal.Computed) string {
	switch {
	case c.Latest != "":
		return s.latestOf(c.Latest)
	case c.Prorate != nil:
		return s.proratedOf(c.Prorate)
	case len(c.Load) > 0:
		return s.load(s.template.FindProcess(c.Key)).highest
	}
	return s.eval(c.Expr)
}

// parts is a total split into whole numbers over the quarters, the months and the weeks of
// the year, in this order. They count units, or tenths if perUnit is 10.
type parts struct {
	perUnit                          string // 10 for a total below 1, otherwise 1
	total                            string // rounded up; to the nearest tenth below 1
	weights, exact, floor, remainder series
	shares                           series
}

// The first of the months and of the weeks among the parts.
const (
	monthParts = 4
	weekParts  = 16
)

// newParts splits the total of a step.
func (s *steps) newParts(b *block, f *flow) parts {
	n := weekParts + len(s.weeks)
	var p parts
	whole := sprintf("-INT(-ROUND(%s,9))", to15Digits(f.total)) // LibreOffice's ROUNDUP keeps only twelve digits
	p.perUnit = b.cell("IF(ROUND(%s,9)<1,10,1)", to15Digits(f.total))
	tenths := sprintf("ROUND(10*ROUND(%s,1),0)", to15Digits(f.total))
	p.total = b.cell("IF(OR(%s=0,%s>0),IF(%s=1,%s,%s),NA())", f.total, f.all, p.perUnit, whole, tenths)
	p.weights = b.series(n, func(i int) string {
		switch {
		case i < monthParts:
			return sprintf("SUM(%s)", f.weights.part(3*i, 3))
		case i < weekParts:
			return f.weights.at(i - monthParts)
		}
		return s.weekWeight(f, i-weekParts)
	})
	p.exact, p.floor, p.remainder, p.shares = b.reserve(n), b.reserve(n), b.reserve(n), b.reserve(n)
	p.allocate(0, 4, p.total)
	for q := range 4 {
		p.allocate(monthParts+3*q, 3, p.shares.at(q))
	}
	week := weekParts
	for m, list := range s.days.weeks {
		p.allocate(week, len(list), p.shares.at(monthParts+m))
		week += len(list)
	}
	return p
}

// weekWeight returns a formula for the weight of a week in its month.
func (s *steps) weekWeight(f *flow, week int) string {
	if f.root != nil {
		return s.days.sumIf(s.own.openColumn, s.weeks[week], "<=", f.latest)
	}
	return s.plan.worthOf(s.own, s.weekMonths[week], s.weeks[week], f.latest)
}

// allocate splits a part over n parts from the given one on by their weights. It rounds
// the largest remainders up, the earlier one among equals. The parts are 0 if no weight is
// above 0.
func (p parts) allocate(from, n int, part string) {
	all := p.weights.part(from, n)
	left := sprintf("%s-SUM(%s)", part, p.floor.part(from, n))
	for i := from; i < from+n; i++ {
		p.exact.set(i, sprintf("IF(SUM(%[1]s)>0,ROUND(%[2]s,9),0)", all, to15Digits(sprintf("(%s*%s/SUM(%s))", part, p.weights.at(i), all))))
		p.floor.set(i, sprintf("INT(%s)", p.exact.at(i)))
		p.remainder.set(i, sprintf("ROUND(%s-%s,9)", p.exact.at(i), p.floor.at(i)))
		own := p.remainder.at(i)
		before := sprintf("SUMPRODUCT((%s>%s)*1)", p.remainder.part(from, n), own)
		if i > from {
			before += sprintf("+SUMPRODUCT((%s=%s)*1)", p.remainder.part(from, i-from), own)
		}
		p.shares.set(i, sprintf("%s+IF(AND(SUM(%s)>0,%s<%s),1,0)", p.floor.at(i), all, before, left))
	}
}

func (s series) set(i int, formula string) {
	s.grid.compute(s.row+i, s.column, formula)
}
