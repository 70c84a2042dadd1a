package goal

import (
	"maps"

	"cairn/generator/internal/formula"
)

// Values holds the values of inputs, constants and computed values, by key.
type Values map[string]formula.Value

// Compute evaluates all formulas of the template. A value in inputs replaces the
// default of the input with that key; a blank value makes the input blank.
func (t *Template) Compute(inputs Values) Values { return t.Plan(inputs).Values }

// Plan evaluates all formulas of the template, as Compute does, and keeps what goes by the
// calendar.
func (t *Template) Plan(inputs Values) *Plan { return t.PlanWith(inputs, nil) }

// PlanWith is Plan with values that replace those of inputs and of formulas.
func (t *Template) PlanWith(inputs, fixed Values) *Plan {
	v := Values{}
	for _, c := range t.Constants {
		v[c.Key] = formula.Number(c.Value)
	}
	for key, in := range t.inputs {
		v[key] = in.Default
		if x, ok := inputs[key]; ok {
			v[key] = x
		}
	}
	maps.Copy(v, fixed)
	plan := t.newPlan(v)
	for _, c := range t.Computed {
		if _, ok := fixed[c.Key]; !ok {
			v[c.Key] = plan.evaluate(c)
		}
	}
	plan.limit()
	return plan
}

// Lookup returns the value of a key, blank if there is none.
func (v Values) Lookup(key string) formula.Value { return v[key] }

// Number returns the value of a key if it is a number.
func (v Values) Number(key string) (x float64, ok bool) { return v[key].Number() }
