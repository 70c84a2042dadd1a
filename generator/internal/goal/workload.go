package goal

import (
	"cairn/generator/internal/formula"
	"cairn/generator/internal/schedule"
)

// allWeeks is the number of weeks of a year in which a person works if a template gives none.
const allWeeks = 52

// Workload is how much of a goal with a load falls into each period.
type Workload struct {
	Blank   formula.Value // why it is not known; a number if it is known
	Months  []float64     // the load of each month
	Periods []Period      // those of the goal: months, quarters or the year; of a goal per week, months
	Limited bool          // the goal has a capacity
}

// Period is a month, a quarter or the year with its load.
type Period struct {
	Open     bool    // it has an open day
	Load     float64 // what is done in it
	Rate     float64 // the load in a week, or the load
	Capacity float64 // the most that can be done in it
	Limit    float64 // the capacity in a week, or the capacity
}

// Fits reports whether the load is within the capacity.
func (p Period) Fits() bool { return !(formula.Round(p.Load-p.Capacity, 9) > 0) }

// Busiest returns the index of the first open period with the highest rate, -1 if none is open.
func (w *Workload) Busiest() int {
	return highest(w.Periods, func(p Period) float64 { return p.Rate })
}

// Tightest returns the index of the first open period with the highest share of its capacity
// at nine decimals, so that rounding errors do not choose between two equal shares; -1 if there
// is none with a capacity above 0. A load without any capacity is the tightest.
func (w *Workload) Tightest() int {
	if !w.Limited {
		return -1
	}
	for i, p := range w.Periods {
		if p.Open && p.Capacity <= 0 && !p.Fits() {
			return i
		}
	}
	open := make([]Period, len(w.Periods))
	for i, p := range w.Periods {
		if open[i] = p; p.Capacity <= 0 {
			open[i].Open = false
		}
	}
	return highest(open, func(p Period) float64 { return formula.Round(p.Load/p.Capacity, 9) })
}

// Fits reports whether every open period fits. A goal without a capacity always fits.
func (w *Workload) Fits() bool {
	for _, p := range w.Periods {
		if w.Limited && p.Open && !p.Fits() {
			return false
		}
	}
	return true
}

func highest(periods []Period, of func(Period) float64) int {
	best := -1
	for i, p := range periods {
		if p.Open && (best < 0 || of(p) > of(periods[best])) {
			best = i
		}
	}
	return best
}

// value returns the goal's value: the highest rate of an open period.
func (w *Workload) value() formula.Value {
	if w.Blank.IsBlank() {
		return w.Blank
	}
	if i := w.Busiest(); i >= 0 {
		return formula.Number(w.Periods[i].Rate)
	}
	return formula.Number(0)
}

// Workload returns how much of a goal with a load falls into each period.
func (p *Plan) Workload(g *Process) *Workload { return p.goals[g.Key] }

// load returns the workload of a goal without its capacity, which the goal's value does not
// read.
func (p *Plan) load(g *Process) *Workload {
	if p.goals[g.Key] == nil {
		p.goals[g.Key] = p.workload(g)
	}
	return p.goals[g.Key]
}

// limit computes the capacities of the goals with a load. All values are computed already.
func (p *Plan) limit() {
	weeks, _ := p.number(p.template.Weeks, allWeeks).Number()
	for _, g := range p.template.Process {
		if len(g.Load) == 0 {
			continue
		}
		if w := p.load(g); g.Capacity != nil && !w.Blank.IsBlank() {
			var capacity float64
			capacity, w.Limited = g.Capacity.Eval(p.Values.Lookup).Number()
			w.Periods = p.periods(g.Per, w.Months, capacity, weeks)
		}
	}
}

func (p *Plan) workload(g *Process) *Workload {
	w := &Workload{Blank: formula.Number(0), Months: make([]float64, len(p.template.Year.Months))}
	for _, l := range g.Load {
		p.addLoad(w, l)
	}
	p.addHabits(w, g)
	weeks := p.number(p.template.Weeks, allWeeks)
	usable, ok := weeks.Number()
	switch {
	case w.Blank.IsBlank():
		return w
	case !ok:
		w.Blank = weeks
		return w
	case usable <= 0 && g.Per == "week":
		w.Blank = formula.Blank(formula.Reason{Cause: formula.Zero})
		return w
	}
	w.Periods = p.periods(g.Per, w.Months, 0, usable)
	return w
}

// refuse makes a workload blank if a value is.
func (w *Workload) refuse(v formula.Value) {
	if v.IsBlank() && !w.Blank.IsBlank() {
		w.Blank = v
	}
}

// addLoad adds the load of a step, or of something that comes back without a step.
func (p *Plan) addLoad(w *Workload, l Load) {
	value := p.number(l.Times, 0)
	times, _ := value.Number()
	w.refuse(value)
	var step *Step
	if l.Step != "" {
		if step = p.Step(p.template.FindSplit(l.Step)); step.Shares == nil {
			w.refuse(formula.Blank(step.Reason))
			return
		}
	}
	done := 0.0
	for m := range w.Months {
		switch {
		case l.Every == "":
			w.Months[m] += float64(step.Shares[m] * times)
			continue
		case step == nil:
			w.Months[m] += float64(times * p.part(l.Every, m))
			continue
		}
		w.Months[m] += float64(float64(done*times) * p.part(l.Every, m))
		done += step.Shares[m]
	}
}

// part returns the part of a month's, quarter's or year's work that falls into a month.
func (p *Plan) part(every string, m int) float64 {
	return p.partOf(every, m, p.Days().Open[m])
}

// partOf returns the part of the days of a month's month, quarter or year.
func (p *Plan) partOf(every string, m int, days float64) float64 {
	d := p.Days()
	all := d.All[m]
	switch every {
	case "quarter":
		all = schedule.Total(d.All[m/3*3 : m/3*3+3])
	case "year":
		all = schedule.Total(d.All)
	}
	if all == 0 {
		return 0
	}
	return days / all
}

// addHabits raises the load of each month to the habits that are part of the goal, and adds
// the habits that are done beside it.
func (p *Plan) addHabits(w *Workload, g *Process) {
	floor, beside := make([]float64, len(w.Months)), make([]float64, len(w.Months))
	for _, h := range p.template.Process {
		switch g.Key {
		case h.PartOf:
			p.addHabit(w, h, floor)
		case h.AddedTo:
			p.addHabit(w, h, beside)
		}
	}
	for m := range w.Months {
		w.Months[m] = max(w.Months[m], floor[m]) + beside[m]
	}
}

func (p *Plan) addHabit(w *Workload, h *Process, months []float64) {
	value := p.Values[h.Key]
	x, _ := value.Number()
	w.refuse(value)
	for m := range months {
		months[m] += float64(x * p.HabitPeriods(h, m))
	}
}

// HabitBegins returns the date from which a habit is kept, "" if there is none.
func (p *Plan) HabitBegins(h *Process) string {
	joined := p.date(p.template.Joined)
	if joined == "" {
		return ""
	}
	return schedule.Later(joined, 7*(h.FromWeek-1))
}

// HabitPeriods returns how many of its periods a habit has in a month.
func (p *Plan) HabitPeriods(h *Process, m int) float64 {
	days := p.Days().From(m, p.HabitBegins(h))
	if h.Per != "week" {
		return p.partOf(h.Per, m, days)
	}
	weeks, _ := p.number(p.template.Weeks, allWeeks).Number()
	if all := schedule.Total(p.Days().All); all > 0 {
		return float64(days*weeks) / all
	}
	return 0
}

// periods returns the periods of a goal with their loads and capacities.
func (p *Plan) periods(per string, loads []float64, capacity, weeks float64) []Period {
	d, size := p.Days(), map[string]int{"week": 1, "month": 1, "quarter": 3, "year": len(loads)}[per]
	all := schedule.Total(d.All)
	var periods []Period
	for m := 0; m < len(loads); m += size {
		open, worth := schedule.Total(d.Open[m:m+size]), schedule.Total(d.Worth[m:m+size])
		x := Period{Open: open > 0, Load: schedule.Total(loads[m : m+size])}
		x.Rate = x.Load
		switch {
		case open == 0:
		case per == "week":
			usable := float64(weeks*open) / all
			x.Rate = x.Load / usable
			x.Capacity = float64(float64(capacity*weeks)*worth) / all
			x.Limit = x.Capacity / usable
		default:
			x.Capacity = float64(capacity*worth) / schedule.Total(d.All[m:m+size])
			x.Limit = x.Capacity
		}
		periods = append(periods, x)
	}
	return periods
}
