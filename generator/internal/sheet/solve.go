package sheet

import (
	"maps"
	"math"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// maxSteps is the largest number of steps that are tried in one direction.
const maxSteps = 1 << 20

// leastSteps returns the least number of steps, from 1 to most, after which test is true; 0
// if it is false after the most. If it is true after some steps, it must be after more.
func leastSteps(most int, test func(steps int) bool) int {
	if most < 1 || !test(most) {
		return 0
	}
	no, yes := 0, most
	for yes-no > 1 {
		if middle := (no + yes) / 2; test(middle) {
			yes = middle
		} else {
			no = middle
		}
	}
	return yes
}

// nearest returns the value of an input, on the grid of its steps from the present one and
// within its limits, that is nearest to the present one and passes a test. It is rounded to
// the decimals with which a reader types it. A least value of 0, with which nothing is left to
// do, is not tried.
func nearest(in *goal.Input, present float64, test func(x float64) bool) (x float64, ok bool) {
	step := *in.Adjust
	at := func(steps int) float64 { return formula.Round(present+float64(float64(steps)*step), 4) }
	most := func(end *float64, direction float64) int {
		if end == nil {
			return maxSteps
		}
		return int(min(formula.Floor(max((*end-present)*direction, 0)/step), maxSteps))
	}
	lowest := most(in.Min, -1)
	if at(-lowest) == 0 {
		lowest--
	}
	up := leastSteps(most(in.Max, 1), func(steps int) bool { return test(at(steps)) })
	down := leastSteps(lowest, func(steps int) bool { return test(at(-steps)) })
	switch {
	case up > 0 && (down == 0 || up < down):
		return at(up), true
	case down > 0:
		return at(-down), true
	}
	return 0, false
}

// Cure is the smallest change of one input with which the plan fits.
type Cure struct{ Key, Label, Text, Unit string }

// Cure returns the smallest change of one input, in proportion to its value, with which the
// plan fits. It is nil if no goal is over its capacity, or if no such change exists. For a plan
// that is out of reach, Reach says what is possible instead.
func (s *Sheet) Cure() *Cure {
	if s.Finding.Kind != Over {
		return nil
	}
	var best *goal.Input
	value, smallest := 0.0, math.Inf(1)
	for _, in := range s.adjustable() {
		present, ok := s.values.Number(in.Key)
		if !ok {
			continue
		}
		x, ok := nearest(in, present, func(x float64) bool { return s.FitsWith(in.Key, x) })
		if change := math.Abs(x-present) / max(math.Abs(present), *in.Adjust); ok && change < smallest {
			best, value, smallest = in, x, change
		}
	}
	if best == nil {
		return nil
	}
	return &Cure{best.Key, best.Label, entryText(best, value), best.Unit}
}

func (s *Sheet) adjustable() []*goal.Input {
	var all []*goal.Input
	for _, g := range s.Template.Groups {
		for _, in := range g.Inputs {
			if in.Adjust != nil {
				all = append(all, in)
			}
		}
	}
	return all
}

// FitsWith reports whether the plan fits with another value of an input.
func (s *Sheet) FitsWith(key string, x float64) bool {
	changed := maps.Clone(s.values)
	changed[key] = formula.Number(x)
	return judge(s.Template, s.Template.Plan(changed)).kind == Fits
}

// Reach is the largest whole number of the target that is within reach this year. Rest is what
// is left of the target for the next year; "" if the target is the fiscal year's part already.
type Reach struct{ Label, Text, Rest, Unit string }

// Reach returns how much of the target is within reach. If the target is the fiscal year's part
// of a number, that is the largest whole number, up to the number itself, with which the plan
// fits. Any other target has a reach only if the plan is out of reach: the largest whole number
// with which no step is out of reach. Reach is nil if the target is blank, or if the plan fails even with 0.
func (s *Sheet) Reach() *Reach {
	if c := s.Template.Prorated(); c != nil {
		n, _, ok := s.most(c.Prorate.Source, c.Key, func(j judgement) bool { return len(j.late) == 0 && j.fitsAll() })
		if !ok {
			return nil
		}
		return &Reach{Label: c.Label, Text: displayed(c, n), Unit: c.Unit}
	}
	if s.Finding.Kind != Late {
		return nil
	}
	n, source, ok := s.most(s.Template.Target, s.Template.Target, func(j judgement) bool { return len(j.late) == 0 })
	if !ok {
		return nil
	}
	return &Reach{s.label(s.Template.Target), formula.Display(n, 0), formula.Display(formula.Round(source-n, 4), -1), s.Term(s.Template.Target).Unit}
}

// most returns the largest whole number of a target, not above the number of its source, with
// which the plan passes a test. It returns the number of the source, too. ok is false if the
// source is blank or negative, or if the plan fails the test even with 0.
func (s *Sheet) most(sourceKey, target string, test func(judgement) bool) (n, source float64, ok bool) {
	source, ok = s.values.Number(sourceKey)
	if !ok || source < 0 {
		return 0, source, false
	}
	fails := func(n int) bool {
		j := judge(s.Template, s.Template.PlanWith(s.values, goal.Values{target: formula.Number(float64(n))}))
		return j.kind == Missing || !test(j)
	}
	if fails(0) {
		return 0, source, false
	}
	most := int(min(formula.Floor(source), 1e12))
	if first := leastSteps(most, fails); first > 0 {
		most = first - 1
	}
	return float64(most), source, true
}
