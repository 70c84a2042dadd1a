package sheet

import (
	"strconv"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/schedule"
)

// When is a period of the year: its id, its level and its number within the level.
type When struct {
	ID, Level string // 2027-03, month
	Number    int
}

// workload returns the workload of a process goal with a load, nil without a load.
func (s *Sheet) workload(p *goal.Process) *goal.Workload {
	if len(p.Load) == 0 {
		return nil
	}
	return s.plan.Workload(p)
}

// when returns the i-th period of a process goal. The rate of a goal per week is known of
// months.
func (s *Sheet) when(per string, i int) When {
	y := s.Template.Year
	switch per {
	case "quarter":
		return When{y.Quarter(3 * i), per, i + 1}
	case "year":
		return When{y.ID, per, s.Template.FiscalYear}
	}
	number, _ := strconv.Atoi(y.Months[i].ID[len("2027-"):])
	return When{y.Months[i].ID, "month", number}
}

// rates are the goals per week with a load, which the plan has as columns beside the totals.
type rates []rate

type rate struct {
	goal *goal.Process
	*goal.Workload
}

func (s *Sheet) rates() rates {
	var all rates
	for _, p := range s.Template.Process {
		if w := s.workload(p); w != nil && p.Per == "week" {
			all = append(all, rate{p, w})
		}
	}
	return all
}

// add adds to the row of a year, a quarter or a month the highest rates of its open months.
func (rates rates) add(row Row, from, to int) Row {
	for _, r := range rates {
		best, over := -1, false
		for m := from; m < min(to, len(r.Periods)); m++ {
			p := r.Periods[m]
			if p.Open && (best < 0 || p.Rate > r.Periods[best].Rate) {
				best = m
			}
			over = over || r.isOver(m)
		}
		cell := Result{Key: r.goal.Key + "@" + row.ID, Label: r.goal.Label, Unit: r.goal.Unit}
		if best >= 0 {
			cell = number(r.goal.Computed, cell.Key, r.Periods[best].Rate)
		}
		cell.Over = over
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// addWeek adds to the row of a week the rates of its month, for its open days by their worth;
// at least the habits that the goal has in the week. In a month above the capacity, a week with
// something to do is above it.
func (s *Sheet) addWeek(row Row, w calendar.Week, month int, rates rates) Row {
	days := s.plan.Days().Week(month, w.Days)
	for _, r := range rates {
		cell := Result{Key: r.goal.Key + "@" + row.ID, Label: r.goal.Label, Unit: r.goal.Unit}
		if month < len(r.Periods) && r.Periods[month].Open {
			rate := float64(r.Periods[month].Rate*days) / workdays
			cell = number(r.goal.Computed, cell.Key, max(rate, s.habitsOf(r.goal, w)))
			cell.Over = r.isOver(month) && cell.Raw != "0"
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// workdays is the number of days of an ordinary week.
const workdays = 5

func (r rate) isOver(m int) bool { return isOver(r.Workload, m) }

// isOver reports whether the load of a period is above its capacity.
func isOver(w *goal.Workload, i int) bool {
	return w.Limited && i < len(w.Periods) && w.Periods[i].Open && !w.Periods[i].Fits()
}

// goalsOf returns the process goals per month and per quarter in a month, a zero Result for
// each of the others. before has those of the month before.
func (s *Sheet) goalsOf(month int, before []Result) []Result {
	var goals []Result
	for k, p := range s.Template.Process {
		var r Result
		switch i := month; {
		case p.Per == "month":
			r = s.goalIn(p, i, i, i+1)
		case p.Per == "quarter" && i%3 == 0:
			r = s.goalIn(p, i/3, i, i+3)
		case p.Per == "quarter":
			r = before[k]
		}
		goals = append(goals, r)
	}
	return goals
}

// goalIn returns a process goal in its i-th period, which has the months from one up to
// another.
func (s *Sheet) goalIn(p *goal.Process, i, from, to int) Result {
	r := Result{Key: p.Key + "@" + s.when(p.Per, i).ID, Label: p.Label, Unit: p.Unit}
	if w := s.workload(p); w != nil {
		if i < len(w.Periods) && w.Periods[i].Open {
			r = number(p.Computed, r.Key, w.Periods[i].Load)
			r.Over = isOver(w, i)
		}
		return r
	}
	if x, ok := s.values.Number(p.Key); ok {
		var periods []float64
		for m := from; m < to; m++ {
			periods = append(periods, s.plan.HabitPeriods(p, m))
		}
		r = number(p.Computed, r.Key, float64(x*schedule.Total(periods)))
	}
	return r
}

// weekGoals returns the process goals of a week: those per week for its open days, and those
// of its month and its quarter. Goals per year have none.
func (s *Sheet) weekGoals(w calendar.Week, row Row, goals []Result) []Result {
	var all []Result
	for i, p := range s.Template.Process {
		switch {
		case i >= len(goals) || p.Per == "year":
		case p.Per != "week":
			all = append(all, goals[i])
		case len(p.Load) > 0:
			all = append(all, row.cell(p.Key))
		default:
			all = append(all, s.habitIn(p, w))
		}
	}
	return all
}

// cell returns the cell of a column.
func (r Row) cell(key string) Result {
	for _, cell := range r.Cells {
		if cell.Of() == key {
			return cell
		}
	}
	return Result{}
}

// habitIn returns a habit per week in a week, for the days on which it is kept.
func (s *Sheet) habitIn(p *goal.Process, w calendar.Week) Result {
	key := p.Key + "@" + w.ID
	x, ok := s.inWeek(p, w)
	if !ok {
		return Result{Key: key, Label: p.Label, Unit: p.Unit}
	}
	return number(p.Computed, key, x)
}

// inWeek returns how often a habit per week is kept in a week.
func (s *Sheet) inWeek(habit *goal.Process, w calendar.Week) (x float64, ok bool) {
	x, ok = s.values.Number(habit.Key)
	days := w.DaysFrom(max(s.plan.Days().Opening, s.plan.HabitBegins(habit)))
	return float64(x*days) / workdays, ok
}

// habitsOf returns how often the habits per week that count towards a goal are kept in a week.
func (s *Sheet) habitsOf(g *goal.Process, w calendar.Week) float64 {
	sum := 0.0
	for _, habit := range s.Template.Process {
		if habit.Per == "week" && (habit.PartOf == g.Key || habit.AddedTo == g.Key) {
			x, _ := s.inWeek(habit, w)
			sum += x
		}
	}
	return sum
}
