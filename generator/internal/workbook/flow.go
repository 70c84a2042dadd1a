package workbook

import (
	"cmp"
	"strconv"
	"time"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// flow is a step of the funnel in the calendar of a scenario. Its fields are cells, or
// series of the twelve months.
type flow struct {
	root    *flow     // of the step that it follows; nil for the first step
	end     int       // the last month with a weight, from 0
	author  []float64 // the weights of the template
	latest  string    // the last day on which the step counts, 0 if it is out of reach
	shift   string    // the months from that day to the end
	weights series    // what the months have of the total
	all     string    // the sum of the weights
	total   string    // an error if it cannot be split
	shares  series    // the parts of the total, not rounded
}

// maxLead limits the months by which a step leads.
const maxLead = 60

// flow returns the step of a split, which it lays out once.
func (s *scenario) flow(key string) *flow {
	if f, ok := s.flows[key]; ok {
		return f
	}
	split := s.template.FindSplit(key)
	var f *flow
	if split.Follows == "" {
		f = s.first(split, s.own)
	} else {
		f = s.follow(split, s.flow(split.Follows))
	}
	s.flows[key] = f
	total := s.read(key)
	f.total = s.block.cell("IF(AND(%[1]s>=0,%[1]s<=10^12),%[1]s,NA())", total)
	f.shares = s.block.series(12, func(m int) string {
		return sprintf("IF(%[1]s>0,%[2]s*%[3]s/%[1]s,0*%[2]s)", f.all, f.total, f.weights.at(m))
	})
	return f
}

// eval returns the formula of an expression.
func (s *scenario) eval(e *formula.Expr) string { return e.ExcelInParts(s.read, s.part) }

// first lays out a step that follows none, for a clock: its weights are those of the
// template, earlier by the lead, times what the month's days are worth.
func (s *scenario) first(split *goal.Split, c clock) *flow {
	f := &flow{end: lastMonth(split.Weights), author: split.Weights}
	s.setLatest(f, split.Lead, c)
	author := s.block.series(12, func(m int) string { return number(f.author[m]) })
	f.weights = s.block.series(12, func(m int) string {
		weight := sprintf("IF(%[1]d+%[2]s>11,0,INDEX(%[3]s,%[1]d+%[2]s+1))", m, f.shift, author.span())
		days := s.worthOf(c, m, s.days.months[m], f.latest)
		return sprintf("IF(%s>0,%s*%s,0)", s.worthOf(c, m, s.days.weeksOf(m), f.latest), weight, days)
	})
	f.all = s.block.cell("SUM(%s)", f.weights.span())
	return f
}

// setLatest computes the last day on which a step counts: the last day of the last month
// with a weight, less the lead.
func (s *scenario) setLatest(f *flow, lead *formula.Expr, c clock) {
	months := "0"
	if lead != nil {
		months = sprintf("ROUND(%s,9)", to15Digits(sprintf("MIN(MAX(%s,0),%d)", s.eval(lead), maxLead)))
	}
	months = s.block.cell("%s", months)
	reached := s.block.cell("EOMONTH(%d,-INT(%s))", s.monthEnd(f.end), months)
	date := s.block.cell(`%[1]s+INT(-ROUND(%[2]s*DAY(%[1]s),9))`, reached, to15Digits(sprintf("(%[1]s-INT(%[1]s))", months)))
	last := s.block.cell("%s", s.days.lastBy(date))
	f.latest = s.block.cell("IF(%[1]s<%[2]s,0,%[1]s)", last, c.opening)
	f.shift = s.block.cell("IF(%[1]s=0,0,%[2]d-12*YEAR(%[1]s)-MONTH(%[1]s))", f.latest, s.monthNumber(f.end))
}

// monthNumber counts the months from year 0 to the i-th month of the fiscal year.
func (s *steps) monthNumber(i int) int {
	first := s.firstMonth()
	return 12*first.Year() + int(first.Month()) + i
}

// monthEnd returns the serial number of the last day of a month of the fiscal year.
func (s *steps) monthEnd(i int) int {
	end := s.firstMonth().AddDate(0, i+1, -1)
	serial, _ := day(end.Format(time.DateOnly))
	return int(serial)
}

func (s *steps) firstMonth() time.Time {
	first, _ := time.Parse("2006-01", s.template.Year.Months[0].ID)
	return first
}

// lastMonth returns the index of the last month with a weight.
func lastMonth(weights []float64) int {
	for i := len(weights) - 1; i >= 0; i-- {
		if weights[i] > 0 {
			return i
		}
	}
	return 0
}

// follow lays out a step that follows another. Each weight of the first step moves later
// by the months between the two; a month without an open day passes it on to the next
// that has one, otherwise to the one before.
func (s *scenario) follow(split *goal.Split, before *flow) *flow {
	root := cmp.Or(before.root, before)
	f := &flow{root: root, end: root.end, author: root.author}
	s.setLatest(f, split.Lead, s.own)
	later := s.block.cell("MAX(0,%s-%s)", root.shift, f.shift)
	open := s.block.series(12, func(m int) string { return s.days.sumIf(s.own.openColumn, s.days.weeksOf(m), "<=", f.latest) })
	const none = 99
	next, previous := s.block.reserve(12), s.block.reserve(12)
	next.fill(func(m int) string {
		after := strconv.Itoa(none)
		if m < 11 {
			after = next.at(m + 1)
		}
		return sprintf("IF(AND(%s>0,%d<=%d-%s),%[2]d,%[5]s)", open.at(m), m, f.end, f.shift, after)
	})
	previous.fill(func(m int) string {
		earlier := "0"
		if m > 0 {
			earlier = previous.at(m - 1)
		}
		return sprintf("IF(%s>0,%d,%s)", open.at(m), m, earlier)
	})
	nearest := s.block.series(12, func(m int) string { return sprintf("IF(%s<%d,%[1]s,%[3]s)", next.at(m), none, previous.at(m)) })
	to := s.block.series(12, func(m int) string { return sprintf("INDEX(%s,MIN(11,%d+%s)+1)", nearest.span(), m, later) })
	f.weights = s.block.series(12, func(m int) string {
		return sprintf("IF(OR(%s=0,%s=0),0,SUMIF(%s,%d,%s))", f.latest, root.latest, to.span(), m, root.weights.span())
	})
	f.all = s.block.cell("SUM(%s)", f.weights.span())
	return f
}

// latestOf returns the formula of a date value: the last day on which a step counts.
func (s *scenario) latestOf(key string) string {
	return sprintf("IF(%[1]s=0,NA(),%[1]s)", s.flow(key).latest)
}

// fullYearOf returns the step of a prorated value for a person who joined on the first day of
// the year, which it lays out once.
func (s *scenario) fullYearOf(p *goal.Prorate) *flow {
	if f, ok := s.full[p.Over]; ok {
		return f
	}
	s.full[p.Over] = s.first(s.template.FindSplit(p.Over), s.fullYear)
	return s.full[p.Over]
}

// proratedOf returns the formula of the fiscal year's part of a number of twelve months.
func (s *scenario) proratedOf(p *goal.Prorate) string {
	source := s.read(p.Source)
	own, full := s.flow(p.Over), s.fullYearOf(p)
	if p.After {
		after := s.block.series(12, func(m int) string {
			return sprintf("%s-%s", s.worth.at(m), s.worthOf(s.own, m, s.days.months[m], own.latest))
		})
		return sprintf("IF(%[1]s=0,0*%[2]s,%[1]s*SUM(%[3]s)/%[4]s)", source, own.all, after.span(), full.all)
	}
	return sprintf("IF(%s<=%s,%[3]s,IF(%[3]s=0,0*%[4]s,%[3]s*MIN(1,%[4]s/%[5]s)))", s.own.opening, s.fullYear.opening, source, own.all, full.all)
}
