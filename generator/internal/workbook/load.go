package workbook

import (
	"slices"
	"strings"

	"cairn/generator/internal/goal"
)

// load is a process goal in the calendar of a scenario: what is done in each period of the
// goal, and what can be done at most. A goal per week is tested month by month.
type load struct {
	periods  [][]int // the months of each period
	open     series  // the open days of the period
	amounts  series  // what is done in the period
	rates    series  // the same in the unit of the goal
	rooms    series  // what can be done in the period at most; empty without a capacity
	limits   series  // the capacity in the unit of the goal; empty without one
	ratios   series  // the part of the capacity that is taken, rounded to nine decimals as in package sheet; -1 if there is neither load nor capacity
	over     series  // 1 in a period with more than its capacity, otherwise 0
	highest  string  // the highest rate
	tightest string  // the highest ratio
}

// defaultWeeks is the number of weeks of a year in which a person can work, unless the
// template says another.
const defaultWeeks = "52"

// noRoom is the ratio of a load in a period without any capacity.
const noRoom = "10^9"

// load returns the process goal with a key, which it lays out once.
func (s *scenario) load(p *goal.Process) *load {
	if l, ok := s.loads[p.Key]; ok {
		return l
	}
	l := &load{periods: periodsOf(p.Per)}
	s.loads[p.Key] = l
	months := s.amounts(p)
	n := len(l.periods)
	l.open = s.block.series(n, func(i int) string { return s.total(l.periods[i], s.open) })
	l.amounts = s.block.series(n, func(i int) string { return s.total(l.periods[i], months.at) + "+0*" + s.usableWeeks })
	l.rates = s.block.series(n, func(i int) string {
		if p.Per != "week" {
			return sprintf("IF(%s=0,0*%s,%[2]s)", l.open.at(i), l.amounts.at(i))
		}
		return sprintf("IF(%[1]s<=0,NA(),IF(%[2]s=0,0*%[3]s,%[3]s/(%[4]s)))", s.usableWeeks, l.open.at(i), l.amounts.at(i), s.usable(l.open.at(i)))
	})
	l.highest = s.block.cell("MAX(%s)", l.rates.span())
	if p.Capacity != nil {
		s.setLimits(l, p)
	}
	return l
}

// setLimits computes the capacity of each period, and whether the load exceeds it.
func (s *scenario) setLimits(l *load, p *goal.Process) {
	n := len(l.periods)
	capacity := s.block.cell("%s", s.eval(p.Capacity))
	worth := s.block.series(n, func(i int) string { return s.total(l.periods[i], s.worth.at) })
	l.rooms = s.block.series(n, func(i int) string {
		if p.Per == "week" {
			return sprintf("%s*%s", capacity, s.usable(worth.at(i)))
		}
		return sprintf("%s*%s/%d", capacity, worth.at(i), max(1, s.count(l.periods[i])))
	})
	l.limits = s.block.series(n, func(i int) string {
		if p.Per == "week" {
			return sprintf("IF(%[2]s=0,0,%[1]s*%[3]s/%[2]s)", capacity, l.open.at(i), worth.at(i))
		}
		return l.rooms.at(i)
	})
	l.over = s.block.series(n, func(i int) string {
		return sprintf("IF(%s=0,0,IF(ROUND(%s-%s,9)>0,1,0))", l.open.at(i), l.amounts.at(i), l.rooms.at(i))
	})
	l.ratios = s.block.series(n, func(i int) string {
		return sprintf("IF(%s=0,-1,IF(%[2]s>0,ROUND(%[3]s/%[2]s,9),IF(%[4]s=1,%[5]s,-1)))", l.open.at(i), l.rooms.at(i), l.amounts.at(i), l.over.at(i), noRoom)
	})
	l.tightest = s.block.cell("MAX(%s)", l.ratios.span())
}

// usable returns the usable weeks among a number of days.
func (s *scenario) usable(days string) string {
	return sprintf("%s*%s/%d", s.usableWeeks, days, max(1, s.days.year.len()))
}

// count counts the working days of months.
func (s *scenario) count(months []int) int {
	n := 0
	for _, m := range months {
		n += s.days.months[m].len()
	}
	return n
}

// over returns a formula for the sum over months.
func (s *scenario) total(months []int, at func(m int) string) string {
	var terms []string
	for _, m := range months {
		terms = append(terms, at(m))
	}
	return strings.Join(terms, "+")
}

// open returns the cell with the open days of a month.
func (s *scenario) open(m int) string { return s.ownOpen.at(m) }

// amounts computes what a goal asks for in each month: the load of its steps, at least the
// habits that are part of it, and the habits beside it.
func (s *scenario) amounts(p *goal.Process) series {
	var terms, floors, added []series
	for _, entry := range p.Load {
		terms = append(terms, s.entry(entry))
	}
	for _, habit := range s.template.Process {
		switch {
		case habit.PartOf == p.Key:
			floors = append(floors, s.habit(habit))
		case habit.AddedTo == p.Key:
			added = append(added, s.habit(habit))
		}
	}
	sum := func(all []series, m int) string {
		return s.total(indices(len(all)), func(i int) string { return all[i].at(m) })
	}
	return s.block.series(12, func(m int) string {
		amount := sum(terms, m)
		if len(floors) > 0 {
			amount = sprintf("MAX(%s,%s)", amount, sum(floors, m))
		}
		if len(added) > 0 {
			amount += "+" + sum(added, m)
		}
		return amount
	})
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// entry computes what an entry of a load asks for in each month.
func (s *scenario) entry(e goal.Load) series {
	times := s.block.cell("%s", s.eval(e.Times))
	part := func(m int) string {
		all := s.days.months[m].len()
		switch e.Every {
		case "quarter":
			all = s.count([]int{m / 3 * 3, m/3*3 + 1, m/3*3 + 2})
		case "year":
			all = s.days.year.len()
		}
		return sprintf("%s/%d", s.open(m), max(1, all))
	}
	if e.Step == "" {
		return s.block.series(12, func(m int) string { return sprintf("%s*%s", times, part(m)) })
	}
	shares := s.flow(e.Step).shares
	return s.block.series(12, func(m int) string {
		switch {
		case e.Every == "":
			return sprintf("%s*%s", shares.at(m), times)
		case m == 0:
			return "0*" + times
		}
		return sprintf("SUM(%s)*%s*%s", shares.part(0, m), times, part(m))
	})
}

// habit computes what a habit asks for in each month, from the week in which it begins.
func (s *scenario) habit(p *goal.Process) series {
	from := s.begins(p)
	value := s.read(p.Key)
	return s.block.series(12, func(m int) string {
		days := s.days.count(s.days.months[m], from)
		switch p.Per {
		case "week":
			return sprintf("%s*%s", value, s.usable(days))
		case "month":
			return sprintf("%s*%s/%d", value, days, max(1, s.days.months[m].len()))
		case "quarter":
			return sprintf("%s*%s/%d", value, days, max(1, s.count([]int{m / 3 * 3, m/3*3 + 1, m/3*3 + 2})))
		}
		return sprintf("%s*%s/%d", value, days, max(1, s.days.year.len()))
	})
}

// begins returns the cell with the date from which a habit is kept.
func (s *scenario) begins(habit *goal.Process) string {
	if habit.FromWeek == 1 {
		return s.own.opening
	}
	return s.block.cell("IF(%[1]s=0,%[2]s,MAX(%[2]s,%[1]s+%[3]d))", s.own.joined, s.own.opening, 7*(habit.FromWeek-1))
}

// periodsOf returns the months of each period of a goal.
func periodsOf(per string) [][]int {
	size := map[string]int{"quarter": 3, "year": 12}[per]
	return slices.Collect(slices.Chunk(indices(12), max(1, size)))
}
