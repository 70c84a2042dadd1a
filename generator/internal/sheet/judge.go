package sheet

import (
	"math"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Kind is the verdict on a whole sheet.
type Kind string

// The verdicts, in the order in which the first that applies is chosen.
const (
	None    Kind = ""        // the template has nothing to judge
	Missing Kind = "missing" // a value that the verdict needs is blank
	Late    Kind = "late"    // a step is out of reach, or nothing is left of a prorated number
	Over    Kind = "over"    // a goal is above its capacity
	Fits    Kind = "fits"
)

// judgement has the findings about a plan.
type judgement struct {
	kind   Kind
	about  string   // the key of the missing value, "" if it has none
	late   []string // the keys of the steps that are out of reach
	isLate bool     // a step is out of reach, or nothing is left of a prorated number
	goals  []judged // those with a capacity
}

// judged compares a process goal with its capacity, in the tightest period.
type judged struct {
	goal        *goal.Process
	fits        bool
	tight       int // the index of the period; -1 for a goal without a load
	rate, limit float64
	ratio       float64 // of the load to the capacity, infinite for a capacity of 0
}

// judge judges a plan.
func judge(t *goal.Template, plan *goal.Plan) judgement {
	if !t.HasVerdict() {
		return judgement{kind: None}
	}
	j := judgement{kind: Fits}
	for _, split := range t.Splits {
		if plan.Step(split).Late {
			j.late = append(j.late, split.Key)
		}
	}
	j.isLate = len(j.late) > 0 || leavesNothing(t, plan)
	for _, p := range t.Process {
		if g, ok := judgeGoal(plan, p); ok {
			j.goals = append(j.goals, g)
		}
	}
	about, isMissing := missing(t, plan)
	switch {
	case isMissing:
		j.kind, j.about = Missing, about
	case j.isLate:
		j.kind = Late
	case !j.fitsAll():
		j.kind = Over
	}
	return j
}

// fitsAll reports whether no goal is above its capacity.
func (j judgement) fitsAll() bool {
	for _, g := range j.goals {
		if !g.fits {
			return false
		}
	}
	return true
}

// worst returns the first goal with the highest load, nil if none has a capacity.
func (j judgement) worst() *judged {
	var worst *judged
	for i := range j.goals {
		if worst == nil || j.goals[i].ratio > worst.ratio {
			worst = &j.goals[i]
		}
	}
	return worst
}

// leavesNothing reports whether a number of at least 1 for twelve months leaves less than 1
// for the fiscal year.
func leavesNothing(t *goal.Template, plan *goal.Plan) bool {
	for _, c := range t.Computed {
		if !c.IsPart() {
			continue
		}
		source, _ := plan.Values.Number(c.Prorate.Source)
		part, ok := plan.Values.Number(c.Key)
		if source >= 1 && (ok && formula.Floor(part) == 0 || plan.Values[c.Key].Reason().Cause == goal.Late) {
			return true
		}
	}
	return false
}

// isGoalOver reports whether a process goal of a plan is above its capacity.
func isGoalOver(plan *goal.Plan, p *goal.Process) bool {
	g, ok := judgeGoal(plan, p)
	return ok && !g.fits
}

func judgeGoal(plan *goal.Plan, p *goal.Process) (judged, bool) {
	value, ok := plan.Values.Number(p.Key)
	if p.Capacity == nil || !ok {
		return judged{}, false
	}
	capacity, ok := p.Capacity.Eval(plan.Values.Lookup).Number()
	if !ok {
		return judged{}, false
	}
	if len(p.Load) == 0 {
		fits := !(formula.Round(value-capacity, 9) > 0)
		return judged{p, fits, -1, value, capacity, ratio(value, capacity)}, true
	}
	w := plan.Workload(p)
	i := w.Tightest()
	if i < 0 {
		return judged{}, false
	}
	x := w.Periods[i]
	return judged{p, w.Fits(), i, x.Rate, x.Limit, ratio(x.Load, x.Capacity)}, true
}

// ratio has nine decimals, so that rounding errors do not choose between two equal loads.
func ratio(load, capacity float64) float64 {
	switch {
	case capacity > 0:
		return formula.Round(load/capacity, 9)
	case load > 0:
		return math.Inf(1)
	}
	return 0
}

// missing returns the key of the first input that is blank and that the verdict needs, or
// else of the value because of which a step or a load is blank.
func missing(t *goal.Template, plan *goal.Plan) (key string, isMissing bool) {
	for _, key := range t.Needed {
		if text, isText := plan.Values[key].Text(); plan.Values[key].IsBlank() || isText && text == "" {
			return key, true
		}
	}
	for _, s := range t.Splits {
		if step := plan.Step(s); step.Shares == nil {
			return step.Reason.Name, true
		}
	}
	for _, p := range t.Process {
		if v := plan.Values[p.Key]; v.IsBlank() && (len(p.Load) > 0 || p.Capacity != nil) {
			return v.Reason().Name, true
		}
	}
	return "", false
}
