package sheet

import (
	"maps"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// VariableResult is a market variable with the values that it gives to its inputs.
type VariableResult struct {
	*goal.Variable
	Inputs []Result
}

// Comparison is a computed value of the plan with its values under each market variable.
type Comparison struct {
	Result
	With []VariableCell
}

// VariableCell is a computed value under a market variable. Its key joins the keys of
// the two: 签约~预算缩减.
type VariableCell struct {
	Result
	Verdict Verdict // on a process goal
}

// addVariables computes the template again under each market variable.
func (s *Sheet) addVariables() {
	for _, c := range s.Template.Compared {
		row := Comparison{Result: s.result(c, s.values)}
		if p := s.Template.FindProcess(c.Key); p != nil {
			row.Over = s.IsOver(p)
		}
		s.Compared = append(s.Compared, row)
	}
	for _, v := range s.Template.Variables {
		plan := s.Template.Plan(apply(v, s.Template, s.values))
		values := plan.Values
		s.under[v.Key] = plan
		s.Variables = append(s.Variables, VariableResult{v, s.changedInputs(v, values)})
		for i, c := range s.Template.Compared {
			cell := VariableCell{Result: s.result(c, values)}
			cell.Key = keyUnder(v, c.Key)
			if p := s.Template.FindProcess(c.Key); p != nil {
				cell.Verdict, cell.Over = processVerdict(p, values), isGoalOver(plan, p)
			}
			s.Compared[i].With = append(s.Compared[i].With, cell)
		}
	}
}

func (s *Sheet) changedInputs(v *goal.Variable, values goal.Values) []Result {
	var results []Result
	for _, key := range v.Inputs() {
		in := s.Template.Input(key)
		r := Result{Key: keyUnder(v, key), Label: in.Label, Unit: in.Unit}
		if x, ok := values.Number(key); ok {
			r.Raw, r.Text = formula.FormatNumber(x), entryText(in, x)
		}
		results = append(results, r)
	}
	return results
}

func keyUnder(v *goal.Variable, key string) string { return key + "~" + v.Key }

// apply returns the values with the inputs that a market variable changes. A blank input
// stays blank.
func apply(v *goal.Variable, t *goal.Template, values goal.Values) goal.Values {
	changed := maps.Clone(values)
	set := func(key string, x float64) { changed[key] = formula.Number(t.Input(key).Clamp(x)) }
	for _, c := range v.Changes {
		x, ok := changed.Number(c.Input)
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
		from, okFrom := changed.Number(s.From)
		to, okTo := changed.Number(s.To)
		if okFrom && okTo {
			moved := float64(from * s.Share)
			set(s.From, from-moved)
			set(s.To, to+moved)
		}
	}
	return changed
}
