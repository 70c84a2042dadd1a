package workbook

import (
	"slices"
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// A workbook cannot search for a number. It computes one by proportion and then the whole
// template with it: only a number that passes is shown.

// trial lays out the template with other values, which are cells by key. It computes the values that
// are read.
func (s *steps) trial(changes map[string]string) *scenario {
	values, cells := s.newBlock(1), map[string]series{}
	var sc *scenario
	var early []*goal.Computed // values that the scenario reads while it is begun
	fill := func(c *goal.Computed) { cells[c.Key].set(0, orBlank(sc.formula(c))) }
	sc = s.newScenario(func(name string) string {
		if changes[name] != "" {
			return orError(changes[name])
		}
		c := s.template.Find(name)
		if c == nil {
			return s.book.read(name)
		}
		if _, ok := cells[name]; !ok {
			if cells[name] = values.reserve(1); sc == nil {
				early = append(early, c)
			} else {
				fill(c)
			}
		}
		return orError(cells[name].at(0))
	})
	for _, c := range early {
		fill(c)
	}
	return sc
}

// reach lays out the largest whole number of a prorated value with which everything fits.
// The cell is "" if it is not the one that proportion gives.
func (s *steps) reach(v verdict, c *goal.Computed) string {
	b := s.plan.block
	most := b.cell("INT(ROUND(%s,9))", s.book.read(c.Prorate.Source))
	without := s.trial(map[string]string{c.Key: b.cell("0")}).check()
	bound := most
	for i, f := range v.findings {
		bound = b.cell("IFERROR(MIN(%[1]s,%[2]s),%[1]s)", bound, s.bound(f, without.findings[i], s.book.read(c.Key)))
	}
	n := b.cell("IF(%s>0,0,MAX(0,INT(ROUND(%s,9))))", sum(v.late), bound)
	fits, more := s.trial(map[string]string{c.Key: n}).check(), s.trial(map[string]string{c.Key: b.cell("%s+1", n)}).check()
	return b.cell(`IFERROR(IF(AND(%[1]s=0,OR(%[2]s=%[3]s,%[4]s>0)),%[2]s,""),"")`, fits.faults(), n, most, more.faults())
}

// faults returns a formula for the number of goals and steps that do not fit.
func (c check) faults() string { return sum(append([]string{c.over}, c.late...)) }

func sum(terms []string) string { return "(" + strings.Join(append(terms, "0"), "+") + ")" }

// bound returns the cell with the largest value with which a goal fits, if its load grows in
// proportion to the value from the load without it.
func (s *steps) bound(f, without finding, value string) string {
	b := s.plan.block
	limit := func(now, before, limit string) string {
		return sprintf("IF(%[1]s>%[2]s,%[4]s*(%[3]s-%[2]s)/(%[1]s-%[2]s),10^9)", now, before, limit, value)
	}
	if f.load == nil {
		return b.cell("%s", limit(f.rate, without.rate, f.limit))
	}
	all := b.series(len(f.load.periods), func(i int) string {
		return limit(f.load.amounts.at(i), without.load.amounts.at(i), f.load.rooms.at(i))
	})
	return b.cell("MIN(%s)", all.span())
}

// cure is an input with the value that proportion gives it, so that the goal that takes the
// largest part of its capacity fits.
type cure struct {
	input  *goal.Input
	value  string // the cell with the value
	change string // the cell with the relative change; noCure if not everything fits
}

const noCure = "10^9"

// cures lays out a cure for each input that the verdict may change.
func (s *steps) cures(v verdict) []cure {
	var all []cure
	for _, group := range s.template.Groups {
		for _, in := range group.Inputs {
			if in.Adjust != nil {
				all = append(all, s.cure(v, in))
			}
		}
	}
	return all
}

func (s *steps) cure(v verdict, in *goal.Input) cure {
	b, present, step := s.plan.block, s.book.read(in.Key), number(*in.Adjust)
	sign, factor := "-", sprintf("(1-1/%s)", v.ratio)
	if s.raises(in) {
		sign, factor = "+", sprintf("(%s-1)", v.ratio)
	}
	value := b.cell("ROUND(%[1]s%[2]s%[3]s*-INT(-ROUND(%[1]s*%[4]s/%[3]s,9)),9)", present, sign, step, factor)
	inRange := sprintf("%s=%s", limited(in, value), value)
	changed := s.trial(map[string]string{in.Key: value}).check()
	change := b.cell("IFERROR(IF(AND(%s,%s+%s=0),ABS(%s-%s)/MAX(ABS(%[5]s),%[6]s),%[7]s),%[7]s)", inRange, changed.over, changed.isLate, value, present, step, noCure)
	return cure{in, value, change}
}

// raises reports whether a larger value of an input leaves more room: it is a rate, or the
// capacity, the weeks or the people read it.
func (s *steps) raises(in *goal.Input) bool {
	t := s.template
	readers := []*formula.Expr{t.Weeks, t.Staff}
	for _, p := range t.Process {
		readers = append(readers, p.Capacity)
	}
	reads := func(e *formula.Expr) bool { return e != nil && slices.Contains(e.Names(), in.Key) }
	return in.Kind == goal.KindPercent || slices.ContainsFunc(readers, reads) || slices.Contains(t.Hires, in.Key)
}
