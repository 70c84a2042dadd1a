package sheet

import (
	"math"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// ProcessResult is a process goal with its value.
type ProcessResult struct {
	Result
	*goal.Process
	Whole   string // the value between whole numbers: 3–4 for 3.16
	Range   string // the recommended range: 3–5; "" without one
	Verdict Verdict
	Meter   Meter
	Load    string // the share of the capacity that the goal takes: 63%; "" without a capacity
	Busiest When   // of a goal with a load: the period of the value
	Tight   When   // of a goal with a load and a capacity: the period of the highest share of the capacity
}

// Meter draws a process goal on a scale 100 wide: the length of its bar, the ends of
// its recommended range and its capacity. A field is "" if there is no such value.
type Meter struct {
	Value    string `json:"value"`
	Low      string `json:"low"`
	High     string `json:"high"`
	Capacity string `json:"capacity"`
}

// Verdict compares a value with its recommended range. It is "" if the value is blank or
// has no range.
type Verdict string

// The verdicts.
const (
	Below  Verdict = "below"
	Within Verdict = "within"
	Above  Verdict = "above"
)

func (s *Sheet) addProcess() {
	for _, p := range s.Template.Process {
		s.Process = append(s.Process, s.process(p))
	}
}

func (s *Sheet) process(p *goal.Process) ProcessResult {
	r := ProcessResult{Result: s.result(p.Computed, s.values), Process: p, Verdict: processVerdict(p, s.values)}
	if x, ok := s.values.Number(p.Key); ok {
		r.Whole = wholeText(x)
	}
	if p.Recommend != nil {
		r.Range = rangeText(p.Recommend, func(end float64) string { return displayed(p.Computed, end) })
	}
	value, _ := s.values.Number(p.Key)
	capacity, limited := 0.0, false
	if p.Capacity != nil {
		capacity, limited = p.Capacity.Eval(s.values.Lookup).Number()
	}
	r.Over = limited && r.Raw != "" && formula.Round(value-capacity, 9) > 0
	load := ratio(value, capacity)
	if w := s.workload(p); w != nil {
		capacity, limited, load = s.measureLoad(&r, w)
	}
	r.Meter = measure(p, s.values, capacity, limited)
	if r.Raw != "" && limited && capacity > 0 {
		r.Load = shareText(load)
	}
	return r
}

// measureLoad fills in the periods of a goal with a load. It returns the limit in the busiest
// period, whether there is one, and the highest share of the capacity.
func (s *Sheet) measureLoad(r *ProcessResult, w *goal.Workload) (limit float64, limited bool, load float64) {
	if i := w.Busiest(); i >= 0 {
		r.Busiest, limit = s.when(r.Per, i), w.Periods[i].Limit
	}
	if i := w.Tightest(); i >= 0 {
		r.Tight, limited, load = s.when(r.Per, i), true, ratio(w.Periods[i].Load, w.Periods[i].Capacity)
	}
	r.Over = !w.Fits()
	return limit, limited, load
}

// processVerdict compares the displayed value of a process goal with its range.
func processVerdict(p *goal.Process, values goal.Values) Verdict {
	x, ok := values.Number(p.Key)
	if !ok || p.Recommend == nil {
		return ""
	}
	return verdict(p.Recommend, rounded(p.Computed, x))
}

func verdict(r *goal.Range, x float64) Verdict {
	switch {
	case x < r.Low:
		return Below
	case x > r.High:
		return Above
	}
	return Within
}

// measure draws a process goal. The scale is a quarter longer than the higher of the
// range's end and the capacity; a bar that exceeds it is cut.
func measure(p *goal.Process, values goal.Values, capacity float64, limited bool) (m Meter) {
	highest := max(capacity, 0)
	if p.Recommend != nil {
		highest = max(highest, p.Recommend.Low)
		if !math.IsInf(p.Recommend.High, 1) {
			highest = max(highest, p.Recommend.High)
		}
	}
	if highest <= 0 {
		return Meter{}
	}
	at := func(x float64) string {
		return formula.FormatNumber(formula.Round(min(max(80*x/highest, 0), 100), 2))
	}
	if p.Recommend != nil {
		m.Low, m.High = at(p.Recommend.Low), at(p.Recommend.High)
	}
	if x, ok := values.Number(p.Key); ok {
		m.Value = at(x)
	}
	if limited {
		m.Capacity = at(capacity)
	}
	return m
}
