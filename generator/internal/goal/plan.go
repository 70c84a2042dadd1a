package goal

import (
	"time"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/schedule"
)

// Late is the cause of a blank value that depends on a step out of reach.
const Late formula.Cause = "late"

// maxTotal is the largest total that is spread over the year. Up to it float64 holds shares
// exactly, with some decimals.
const maxTotal = 1e12

// Plan computes what goes by the calendar from the values of a template: when its steps are
// done, and how much of each goal with a load falls into each month.
type Plan struct {
	Values   Values
	template *Template
	days     *schedule.Days
	timings  map[string]*timing
	goals    map[string]*Workload
}

// timing says when a step is done, whatever its total is.
type timing struct {
	schedule.Window
	schedule.Spread
	reason formula.Reason // why it is not known; its cause is "" if it is
}

// Step is a total that is spread over the year.
type Step struct {
	schedule.Window
	schedule.Spread
	Late   bool           // it has a total, but can no longer be done
	Shares []float64      // the unrounded parts of the months; nil if the total or the lead is blank
	Reason formula.Reason // why they are nil
}

func (t *Template) newPlan(values Values) *Plan {
	return &Plan{Values: values, template: t, timings: map[string]*timing{}, goals: map[string]*Workload{}}
}

// Days returns the days of the year for the person of the plan.
func (p *Plan) Days() *schedule.Days {
	if p.days == nil {
		p.days = schedule.New(p.template.Year, p.person())
	}
	return p.days
}

func (p *Plan) person() schedule.Person {
	t := p.template
	return schedule.Person{Joined: p.date(t.Joined), Starts: p.date(t.Starts), Ramp: t.Ramp, OwnWeek: t.RampFromWeek, Heads: p.heads()}
}

// Joined returns the date of joining, or the date from which the sheet counts in a template
// without it; "" if it is blank.
func (p *Plan) Joined() string {
	if p.template.Joined == "" {
		return p.date(p.template.Starts)
	}
	return p.date(p.template.Joined)
}

// date returns the date in an input, "" if there is none.
func (p *Plan) date(key string) string {
	text, _ := p.Values[key].Text()
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return ""
	}
	return text
}

// heads returns the people at work in each month: those at full worth and those hired, each
// at the worth of the months since. A blank number counts as 0.
func (p *Plan) heads() []float64 {
	t := p.template
	if t.Staff == nil {
		return nil
	}
	staff, _ := t.Staff.Eval(p.Values.Lookup).Number()
	heads := make([]float64, len(t.Year.Months))
	for m := range heads {
		heads[m] = staff
		for i, key := range t.Hires[:min(m+1, len(t.Hires))] {
			hired, _ := p.Values.Number(key)
			heads[m] += float64(hired * t.Ramp[min(m-i, len(t.Ramp)-1)])
		}
	}
	return heads
}

// evaluate computes a value. The values that it reads are computed already.
func (p *Plan) evaluate(c *Computed) formula.Value {
	switch {
	case c.Expr != nil:
		return c.Expr.Eval(p.Values.Lookup)
	case c.Latest != "":
		return p.latest(p.template.FindSplit(c.Latest))
	case c.Prorate != nil:
		return p.prorate(c.Prorate)
	case len(c.Load) > 0:
		return p.load(p.template.FindProcess(c.Key)).value()
	}
	return formula.Value{} // its formula is faulty
}

// number evaluates a formula; absent is its value if there is none.
func (p *Plan) number(e *formula.Expr, absent float64) formula.Value {
	if e == nil {
		return formula.Number(absent)
	}
	return e.Eval(p.Values.Lookup)
}

// window returns the window of a split's step, and why there is none if its lead is blank.
func (p *Plan) window(s *Split) (schedule.Window, formula.Reason, bool) {
	lead := p.number(s.Lead, 0)
	months, ok := lead.Number()
	if !ok {
		return schedule.Window{}, lead.Reason(), false
	}
	opening := schedule.Person{Joined: p.date(p.template.Joined), Starts: p.date(p.template.Starts)}.Opening()
	return schedule.NewWindow(p.template.Year, opening, p.template.Root(s).Weights, months), formula.Reason{}, true
}

func (p *Plan) latest(s *Split) formula.Value {
	w, reason, ok := p.window(s)
	switch {
	case !ok:
		return formula.Blank(reason)
	case w.Latest == "":
		return formula.Blank(formula.Reason{Cause: Late, Name: s.Key})
	}
	return formula.Text(w.Latest)
}

// prorate computes the fiscal year's part of a number for twelve months.
func (p *Plan) prorate(c *Prorate) formula.Value {
	split, first := p.template.FindSplit(c.Over), schedule.First(p.template.Year)
	total, ok := p.Values.Number(c.Source)
	if !ok {
		return formula.Blank(p.reason(c.Source))
	}
	if !c.After && p.Days().Opening <= first {
		return formula.Number(total)
	}
	w, reason, ok := p.window(split)
	if !ok {
		return formula.Blank(reason)
	}
	who := p.person()
	who.Joined, who.Starts = first, first
	full := schedule.New(p.template.Year, who)
	lead, _ := p.number(split.Lead, 0).Number()
	all := schedule.Total(full.First(split.Weights, schedule.NewWindow(p.template.Year, first, split.Weights, lead)).Months)
	switch {
	case total == 0:
		return formula.Number(0)
	case all == 0:
		return formula.Blank(formula.Reason{Cause: Late, Name: c.Over})
	case c.After:
		return formula.Number(float64(total*p.Days().After(w)) / all)
	}
	return formula.Number(total * min(1, schedule.Total(p.Days().First(split.Weights, w).Months)/all))
}

// reason returns why the value of a key is blank.
func (p *Plan) reason(key string) formula.Reason {
	if reason := p.Values[key].Reason(); reason.Cause != "" {
		return reason
	}
	return formula.Reason{Cause: formula.Missing, Name: key}
}

// Step returns how the total of a split is spread over the year.
func (p *Plan) Step(s *Split) *Step {
	when := p.timing(s)
	step := &Step{Window: when.Window, Spread: when.Spread, Reason: when.reason}
	total, ok := p.Values.Number(s.Key)
	switch {
	case when.reason.Cause != "":
	case !ok:
		step.Reason = p.reason(s.Key)
	case total >= 0 && total <= maxTotal:
		step.share(total)
	default:
		step.Reason = formula.Reason{Cause: formula.Overflow}
	}
	return step
}

// timing returns when the step of a split is done. It is kept apart from the total, which can
// be computed after the steps that follow.
func (p *Plan) timing(s *Split) *timing {
	if known := p.timings[s.Key]; known != nil {
		return known
	}
	w, reason, _ := p.window(s)
	t := &timing{Window: w, reason: reason}
	if root := p.template.Root(s); reason.Cause != "" {
	} else if root == s {
		t.Spread = p.Days().First(s.Weights, w)
	} else if first := p.timing(root); first.reason.Cause != "" {
		t = &timing{reason: first.reason}
	} else {
		t.Spread = p.Days().Follow(first.Spread, first.Window, w)
	}
	p.timings[s.Key] = t
	return t
}

// share computes the unrounded parts of the months.
func (s *Step) share(total float64) {
	all := schedule.Total(s.Months)
	s.Late = all == 0 && total > 0
	s.Shares = make([]float64, len(s.Months))
	if all == 0 {
		return
	}
	for m, weight := range s.Months {
		s.Shares[m] = float64(total*weight) / all
	}
}
