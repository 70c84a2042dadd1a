package sheet

import (
	"maps"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// showVariables computes the template again with each variable at work.
func (s *Sheet) showVariables() {
	t := s.Template
	for _, c := range t.Compared {
		s.Compared = append(s.Compared, Comparison{Result: s.result(c)})
	}
	for _, v := range t.Variables {
		changed := t.Compute(apply(v, t, s.values))
		s.under[v.Key] = changed
		suffix := "~" + v.Key
		for i, c := range t.Compared {
			cell := VariableCell{Result: s.resultOf(c, changed).as(suffix), Verdict: verdictOf(findProcess(t, c.Key), changed)}
			s.Compared[i].With = append(s.Compared[i].With, cell)
		}
		out := VariableResult{Variable: v}
		for _, key := range v.Inputs() {
			in := t.Input(key)
			r := Result{Key: key + suffix, Label: in.Label, Unit: in.Unit}
			if x, ok := changed.Number(key); ok {
				r.Raw, r.Text = formula.FormatNumber(x), entryText(in, x)
			}
			out.Inputs = append(out.Inputs, r)
		}
		s.Variables = append(s.Variables, out)
	}
}

// findProcess looks up a process goal by its key; nil if there is none.
func findProcess(t *goal.Template, key string) *goal.Process {
	for _, p := range t.Process {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// apply gives the values of inputs with the variable at work. What is blank stays
// so.
func apply(v *goal.Variable, t *goal.Template, before goal.Values) goal.Values {
	values := maps.Clone(before)
	set := func(key string, x float64) { values[key] = formula.Number(t.Input(key).Clamp(x)) }
	for _, c := range v.Changes {
		x, ok := values[c.Input].Number()
		switch {
		case !ok:
		case c.How == goal.Plus:
			set(c.Input, x+c.By)
		case c.How == goal.Times:
			set(c.Input, x*c.By)
		default:
			set(c.Input, c.By)
		}
	}
	for _, s := range v.Shifts {
		from, ok := values[s.From].Number()
		to, okToo := values[s.To].Number()
		if ok && okToo {
			moved := float64(from * s.Share)
			set(s.From, from-moved)
			set(s.To, to+moved)
		}
	}
	return values
}
