package goal

import (
	"maps"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
)

// check checks the names and units of every formula, and sorts the computed values into
// the order of evaluation.
func (p *parser) check() {
	units, names := p.units(), p.names()
	unitOf := func(name string) (formula.Unit, bool) {
		unit, ok := units[name]
		return unit, ok
	}
	for _, w := range p.formulas {
		unit, errors := w.expr.Check(unitOf, names)
		for _, err := range errors {
			if err.Code != "formula-name" || !p.nameless {
				p.report(fault(w.at, err))
			}
		}
		switch {
		case len(errors) > 0 || unit.Fits(w.unit) || unit == w.also || counts(unit, w.unit):
		case w.key == "":
			p.report(diag.Errorf(w.at(0), "formula-unit", "the formula gives %s, but must give %s", unit.Words(), w.unit.Words()).
				WithHelp("correct the formula"))
		default:
			p.report(diag.Errorf(w.at(0), "formula-unit", "the formula gives %s, but the unit is %s", unit.Words(), w.unit.Words()).
				WithHelp("correct the formula or the unit"))
		}
	}
	p.checkReferences()
	p.order()
}

// names returns the names that formulas can read.
func (p *parser) names() []string {
	return slices.Sorted(maps.Keys(p.units()))
}

// units returns the units of all names.
func (p *parser) units() map[string]formula.Unit {
	units := map[string]formula.Unit{}
	for key, in := range p.template.inputs {
		switch in.Kind {
		case KindDate, KindText, KindChoice:
			units[key] = formula.TextUnit
		default:
			units[key], _ = formula.ParseUnit(in.Unit)
		}
	}
	for _, c := range p.template.Constants {
		units[c.Key], _ = formula.ParseUnit(c.Unit)
	}
	for _, c := range p.template.all() {
		units[c.Key], _ = formula.ParseUnit(c.Unit)
		if c.Latest != "" {
			units[c.Key] = formula.TextUnit
		}
	}
	return units
}

// order sorts the computed values so that each follows those that it reads, and reports
// circles.
func (p *parser) order() {
	const inProgress, done = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(c *Computed)
	visit = func(c *Computed) {
		if state[c.Key] == done {
			return
		}
		path = append(path, c.Key)
		if state[c.Key] == inProgress {
			p.reportCircle(path[slices.Index(path, c.Key):])
		} else {
			state[c.Key] = inProgress
			for _, name := range p.template.Reads(c) {
				if next := p.template.Find(name); next != nil {
					visit(next)
				}
			}
			p.template.Computed = append(p.template.Computed, c)
		}
		state[c.Key] = done
		path = path[:len(path)-1]
	}
	for _, c := range p.template.all() {
		visit(c)
	}
}

func (p *parser) reportCircle(keys []string) {
	at := p.declared[keys[0]]
	for _, w := range p.formulas {
		if w.key == keys[0] {
			at = w.at(0)
		}
	}
	p.report(diag.Errorf(at, "circle", "the formula depends on its own value: %s", strings.Join(keys, " → ")).
		WithHelp("make one of them an input"))
}

// checkOverflow reports formulas whose result is too large with the defaults. It does not
// report formulas that read such a result.
func (p *parser) checkOverflow() {
	computed := p.template.Compute(nil)
	overflows := func(v formula.Value) bool { return v.Reason().Cause == formula.Overflow }
	for _, w := range p.formulas {
		reads := slices.ContainsFunc(w.expr.Names(), func(name string) bool { return overflows(computed[name]) })
		if !reads && overflows(w.expr.Eval(computed.Lookup)) {
			p.report(diag.Errorf(w.at(0), "overflow", "with the defaults, the formula gives a number that is too large").
				WithHelp("correct the formula or the defaults"))
		}
	}
}
