package sheet

import (
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// show makes of the values what a page shows.
func (s *Sheet) show() {
	t := s.Template
	for _, g := range t.Groups {
		group := Group{Key: g.Key, Label: g.Label}
		for _, in := range g.Inputs {
			group.Inputs = append(group.Inputs, s.input(in))
		}
		s.Groups = append(s.Groups, group)
	}
	for _, c := range t.Values {
		s.Values = append(s.Values, s.result(c))
	}
	for _, p := range t.Process {
		s.Process = append(s.Process, s.process(p))
	}
	for _, m := range t.Milestones {
		s.Milestones = append(s.Milestones, Milestone{m, after(s.joined(), m.Month)})
	}
	for _, c := range t.Smart {
		s.Smart = append(s.Smart, CriterionResult{c, s.answer(c)})
	}
	s.showFunnel()
	s.showPlan()
	s.showVariables()
}

func (s *Sheet) input(in *goal.Input) Input {
	out := Input{Input: in, Text: s.values[in.Key].Raw()}
	x, isNumber := s.values[in.Key].Number()
	if isNumber {
		out.Text = entryText(in, x)
	}
	if in.Recommend != nil {
		out.Range = rangeText(in.Recommend, func(end float64) string { return LimitText(in, end) })
		if isNumber {
			out.Verdict = verdictOn(in.Recommend, x)
		}
	}
	return out
}

func (s *Sheet) result(c *goal.Computed) Result { return s.resultOf(c, s.values) }

// resultOf is a computed value as values have it.
func (s *Sheet) resultOf(c *goal.Computed, in goal.Values) Result {
	r := Result{Key: c.Key, Label: c.Label, Unit: c.Unit, Hint: c.Hint, Expr: c.Expr}
	if x, ok := in.Number(c.Key); ok {
		r.Raw, r.Text = formula.FormatNumber(x), displayed(c, x)
	} else {
		r.Why = s.why(in[c.Key].Reason())
	}
	return r
}

// why tells why a value is blank.
func (s *Sheet) why(reason formula.Reason) Why {
	about := ""
	if in := s.Template.Input(reason.Name); in != nil {
		about = in.Label
	} else if c := s.Template.Find(reason.Name); c != nil {
		about = c.Label
	}
	return Why{"why_" + string(reason.Cause), about}
}

func (s *Sheet) process(p *goal.Process) ProcessResult {
	r := ProcessResult{Result: s.result(p.Computed), Process: p, Verdict: verdictOf(p, s.values)}
	x, ok := s.values.Number(p.Key)
	if ok {
		r.Whole = whole(x)
	}
	if p.Recommend != nil {
		r.Range = rangeText(p.Recommend, func(end float64) string { return displayed(p.Computed, end) })
	}
	r.Meter, r.Load = measure(p, s.values)
	return r
}

// answer is what a criterion's check says.
func (s *Sheet) answer(c *goal.Criterion) string {
	truth, ok := c.Check.Eval(s.values.Lookup).Bool()
	switch {
	case !ok:
		return ""
	case truth:
		return "yes"
	}
	return "no"
}

// Value is the value of a key.
func (s *Sheet) Value(key string) formula.Value { return s.values[key] }

// Under is the value of a key under a variable.
func (s *Sheet) Under(v *goal.Variable, key string) formula.Value { return s.under[v.Key][key] }

// as is the result under another key.
func (r Result) as(suffix string) Result {
	r.Key += suffix
	return r
}

// Of is the key of the value that a part of a total, or a value under a variable,
// belongs to.
func (r Result) Of() string {
	if i := strings.IndexAny(r.Key, "@~"); i >= 0 {
		return r.Key[:i]
	}
	return r.Key
}

// Term is a value as a text has it: the number, and its unit. A constant is
// fixed.
type Term struct {
	Text, Unit string
	Fixed      bool
}

// Term finds a value by its key.
func (s *Sheet) Term(name string) Term {
	if in := s.Template.Input(name); in != nil {
		if x, ok := s.values[name].Number(); ok {
			return Term{Text: termText(in, x), Unit: in.Unit}
		}
		return Term{Text: s.input(in).Text, Unit: in.Unit}
	}
	if c := s.Template.Find(name); c != nil {
		return Term{Text: s.result(c).Text, Unit: c.Unit}
	}
	for _, c := range s.Template.Constants {
		if c.Key == name {
			return Term{formula.Display(c.Value, -1), c.Unit, true}
		}
	}
	return Term{}
}

// showFunnel makes a row for each stage with its slice of the picture.
func (s *Sheet) showFunnel() {
	var values []float64
	for _, stage := range s.Template.Funnel {
		x, _ := s.values[stage.Key].Number()
		values = append(values, x)
	}
	for i, stage := range s.Template.Funnel {
		row := FunnelRow{Result: s.result(stage.Computed), Points: slice(values, i)}
		if in := s.Template.Input(stage.Rate); in != nil {
			rate := s.input(in)
			row.Rate = &rate
		}
		s.Funnel = append(s.Funnel, row)
	}
}
