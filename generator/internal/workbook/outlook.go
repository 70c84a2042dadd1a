package workbook

import (
	"cairn/generator/internal/goal"
)

// outlook computes the plan after some quarters of the year are closed, as the comment of
// static/goal/outlook.ts describes, on the hidden sheet of the calendar. Without a closed
// quarter it is the plan.
type outlook struct {
	*steps
	entries outlookEntries
	base    *scenario // the plan under the market variables that have come true
	closed  string    // the cell with the number of closed quarters
	prior   string    // the cell with the number of trials for which a planned share counts
	all     []*outlookStep
}

// outlookEntries are the cells with what the reader has typed on the sheet of actuals, as it was read.
type outlookEntries struct {
	prior string            // "" if it is empty or refused, and so are the others
	done  map[string]series // the totals at the end of each quarter, by the key of the step
	open  map[string]string // how many of them have no result yet, at the end of the last closed quarter
	// happened has the condition under which each market variable has come true.
	happened map[string]string
}

// outlookStep is a step that is split over the year. Its fields are cells, or series of the four
// quarters.
type outlookStep struct {
	split   *goal.Split
	next    *outlookStep // the step that follows; nil for the last one
	before  *flow        // of the plan
	flow    *flow        // the same under the market variables that have come true, from which the rest is computed
	known   string       // 1 if the total is split over the months, otherwise 0
	planned series       // to the end of each quarter
	done    series       // the same as it was done; of a quarter without an entry as planned
	toDate  string       // what was planned to the end of the last closed quarter
	actual  string       // what was done until then
	counted string       // 1 if the last closed quarter has an entry, otherwise 0
	goesOn  string       // 1 if a share of the step goes on to the next one, otherwise 0
	share   string       // the planned share; an error without one, like the others
	open    string       // how many have no result yet
	trials  string       // how many of the others there are, "" unless both steps were counted
	rate    string       // the updated share
	rest    string       // what is left to do
	parts   remaining
}

// quarters is the number of quarters of a year.
const quarters = 4

func (s *steps) outlook(entries outlookEntries) *outlook {
	o := &outlook{steps: s, entries: entries}
	b := s.newBlock(len(s.template.Splits))
	last := b.series(len(s.template.Splits), func(i int) string {
		done := entries.done[s.template.Splits[i].Key]
		last := "0"
		for q := range quarters {
			last = sprintf("IF(ISNUMBER(%s),%d,%s)", done.at(q), q+1, last)
		}
		return last
	})
	o.closed = b.cell("MAX(%s)", last.span())
	o.prior = b.cell(`IF(%[1]s="",%[2]d,%[1]s)`, entries.prior, defaultPrior)
	o.base = o.happened()
	found := map[string]*outlookStep{}
	for _, split := range s.template.Splits {
		o.all = append(o.all, o.step(split, found))
	}
	return o
}

// happened lays out the plan under the market variables that have come true.
func (o *outlook) happened() *scenario {
	variables := o.template.Variables
	if len(variables) == 0 {
		return o.plan
	}
	c := o.newChain()
	cells := o.readInputs(c, variables...)
	for _, v := range variables {
		o.apply(c, v, cells, o.entries.happened[v.Key])
	}
	return o.trial(cells)
}

// defaultPrior is the number of trials for which a planned share counts unless the reader says
// another.
const defaultPrior = 8

// step lays out a step, once, after the one that follows it.
func (o *outlook) step(split *goal.Split, found map[string]*outlookStep) *outlookStep {
	if s, ok := found[split.Key]; ok {
		return s
	}
	s := &outlookStep{split: split, before: o.plan.flow(split.Key), flow: o.base.flow(split.Key)}
	found[split.Key] = s
	if next := o.template.Next(split); next != nil {
		s.next = o.step(next, found)
	}
	b := o.newBlock(weekParts)
	o.setDone(s, b)
	if s.next == nil {
		s.rest = b.cell("MAX(0,%s-%s)", s.flow.total, s.actual)
	} else {
		o.setRest(s, b)
	}
	s.parts = o.remaining(s, b)
	return s
}

// setDone computes what was planned and done to the end of each quarter.
func (o *outlook) setDone(s *outlookStep, b *block) {
	shares, typed := s.flow.shares, o.entries.done[s.split.Key]
	s.known = b.cell("IF(ISERROR(SUM(%s)),0,1)", shares.span())
	s.planned = b.series(quarters, func(q int) string { return sprintf("SUM(%s)", shares.part(0, 3*q+3)) })
	s.done = b.reserve(quarters)
	s.done.fill(func(q int) string {
		before := "0"
		if q > 0 {
			before = s.done.at(q - 1)
		}
		return sprintf("IF(ISNUMBER(%[1]s),MAX(%[1]s,%[2]s),%[2]s+SUM(%[3]s))", typed.at(q), before, shares.part(3*q, 3))
	})
	s.toDate = b.cell("IF(%[1]s=0,0,INDEX(%[2]s,%[1]s))", o.closed, s.planned.span())
	s.actual = b.cell("IF(%[3]s=1,IF(%[1]s=0,0,INDEX(%[2]s,%[1]s)),NA())", o.closed, s.done.span(), s.known)
	s.counted = b.cell("IF(%[1]s=0,0,IF(ISNUMBER(INDEX(%[2]s,%[1]s)),1,0))", o.closed, typed.span())
}

// setRest computes what is left of a step that another one follows.
func (o *outlook) setRest(s *outlookStep, b *block) {
	next, total := s.next, s.flow.total
	s.goesOn = b.cell("IF(%s=1,IF(AND(%s=1,%s),1,0),NA())", s.known, next.known, total+">0")
	s.share = b.cell("IF(%s=1,%s/%s,NA())", s.goesOn, next.flow.total, total)
	settled := b.cell("IF(AND(%[1]s>0,%[2]s>0),MIN(1,%[3]s/(%[2]s*%[1]s)),0)", s.toDate, s.share, next.toDate)
	typed := o.entries.open[s.split.Key]
	s.open = b.cell("IF(%[1]s=0,0,MIN(IF(ISNUMBER(%[2]s),%[2]s,%[3]s-%[3]s*%[4]s),%[3]s))", s.goesOn, typed, s.actual, settled)
	s.trials = b.cell(`IF(AND(%s=1,%s=1,%s=1),MAX(%s/MAX(1,%s),%s-%s),"")`, s.goesOn, s.counted, next.counted, next.actual, s.share, s.actual, s.open)
	updated := sprintf("(%[1]s*%[2]s+%[3]s)/(%[1]s+%[4]s)", o.prior, s.share, next.actual, s.trials)
	s.rate = b.cell("IF(ISNUMBER(%s),%s,%s)", s.trials, updated, s.share)
	s.rest = b.cell("IF(%s=0,MAX(0,%s-%s),IF(%[4]s>0,MAX(0,%[4]s/%[5]s-%[6]s),0))", s.goesOn, total, s.actual, next.rest, s.rate, s.open)
}

// remaining is a step split over the year: what was done in the closed quarters, and the rest in whole
// numbers over the months that are left. They count units, or tenths if perUnit is 10.
type remaining struct {
	parts
	quarters series
	closed   string
}

func (o *outlook) remaining(s *outlookStep, b *block) remaining {
	past := b.series(quarters, func(q int) string {
		done := s.done.at(q)
		if q > 0 {
			done = sprintf("(%s-%s)", done, s.done.at(q-1))
		}
		return sprintf("IF(%s>%d,ROUND(%s,1),0)", o.closed, q, to15Digits(done))
	})
	r := remaining{closed: o.closed}
	r.weights = b.reserve(weekParts)
	months := r.weights.part(monthParts, 12)
	r.weights.fill(func(i int) string {
		if i < monthParts {
			return sprintf("SUM(%s)", r.weights.part(monthParts+3*i, 3))
		}
		m := i - monthParts
		return sprintf("IF(%s>%d,0,%s)", o.closed, m/3, s.flow.weights.at(m))
	})
	// Less than half of one is not missed after the step's last day, once a quarter is closed.
	rest := b.cell("IF(AND(%s>0,SUM(%s)=0,%s<0.5),0,ROUND(%s,9))", o.closed, months, s.rest, to15Digits(s.rest))
	isLate := b.cell("AND(SUM(%s)=0,%s>0)", months, rest)
	r.perUnit = b.cell("IF(OR(%s<1,SUMPRODUCT((%[2]s<>INT(%[2]s))*1)>0),10,1)", rest, past.span())
	isUnknown := sprintf("OR(%s+%s>10^12,AND(%s,%s=0))", s.actual, s.rest, isLate, o.closed)
	left := b.cell("IF(%s,NA(),IF(%s=10,ROUND(10*ROUND(%s,1),0),-INT(-%[3]s)))", isUnknown, r.perUnit, to15Digits(rest))
	r.exact, r.floor, r.remainder, r.shares = b.reserve(weekParts), b.reserve(weekParts), b.reserve(weekParts), b.reserve(weekParts)
	r.allocate(0, quarters, left)
	for q := range quarters {
		r.allocate(monthParts+3*q, 3, r.shares.at(q))
	}
	r.quarters = b.series(quarters, func(q int) string {
		return sprintf("IF(%s>%d,ROUND(%s*%s,0)+0*%s,%s)", o.closed, q, r.perUnit, past.at(q), left, r.shares.at(q))
	})
	r.total = b.cell("IF(%s,NA(),SUM(%s))", isLate, r.quarters.span())
	return r
}

// at returns the formula of a part: an error for a month of a closed quarter, of which only
// the sum is known, and for a year whose months that are left cannot hold the rest.
func (r remaining) at(level string, i int) string {
	switch level {
	case "year":
		return r.total + "/" + r.perUnit
	case "quarter":
		return r.quarters.at(i) + "/" + r.perUnit
	}
	return sprintf("IF(%s>%d,NA(),%s/%s)", r.closed, i/3, r.shares.at(monthParts+i), r.perUnit)
}
