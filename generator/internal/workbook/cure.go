package workbook

import (
	"math"
	"strconv"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// cureSentence says which change of an input lets a plan fit that does not. The page searches
// for the smallest change; the workbook has the one that proportion gives.
func (w *worksheet) cureSentence(v verdict) phrase {
	cures := w.steps.cures(v)
	isOver := sprintf(`AND(%s="",%s+%s=0,%s=1)`, v.missing, v.blank, v.isLate, v.over)
	now := w.sheet.Finding.Kind == sheet.Over
	elsewhere := constant(w.word("cure_elsewhere"))
	if len(cures) == 0 {
		return optional(isOver, now, elsewhere, constant(""))
	}
	b, n := w.steps.plan.block, len(cures)
	changes := b.series(n, func(i int) string { return cures[i].change })
	labels := b.series(n, func(i int) string { return text(cures[i].input.Label) })
	values := b.series(n, func(i int) string { return `IFERROR(` + inputText(cures[i].input, cures[i].value) + `,"")` })
	pick := func(from series) string {
		return b.cell("INDEX(%s,MATCH(MIN(%s),%[2]s,0))", from.span(), changes.span())
	}
	label, value, found := w.proportionalCure(cures)
	cure := sentence(w.word("cure"), phrase{pick(labels), label}, phrase{pick(values), value})
	best := optional(sprintf("MIN(%s)<%s", changes.span(), noCure), found, inARow(cure, elsewhere), elsewhere)
	return optional(isOver, now, best, constant(""))
}

// inputText returns a formula for the text of an input's number with its unit.
func inputText(in *goal.Input, cell string) string {
	if in.Kind == goal.KindPercent {
		return displayed(cell, 2, true)
	}
	shown := displayed(cell, 4, false)
	if in.Unit == "" {
		return shown
	}
	return shown + "&" + text(" "+in.Unit)
}

// proportionalCure finds now what the cells of the cures compute.
func (b *book) proportionalCure(cures []cure) (label, value string, found bool) {
	if b.sheet.Finding.Kind != sheet.Over {
		return "", "", false
	}
	ratio, smallest := b.highestRatio(), math.Inf(1)
	for _, c := range cures {
		present, ok := b.sheet.Value(c.input.Key).Number()
		x := b.steps.proportional(c.input, present, ratio)
		change := math.Abs(x-present) / max(math.Abs(present), *c.input.Adjust)
		if ok && c.input.Clamp(x) == x && change < smallest && b.sheet.FitsWith(c.input.Key, x) {
			label, value, smallest = c.input.Label, shownInput(c.input, x), change
		}
	}
	return label, value, !math.IsInf(smallest, 1)
}

// highestRatio returns the largest part of a capacity that a goal takes in a period.
func (b *book) highestRatio() float64 {
	highest := -1.0
	compare := func(now, limit float64) {
		switch {
		case limit > 0:
			highest = max(highest, formula.Round(now/limit, 9))
		case now > 0:
			highest = max(highest, 1e9)
		}
	}
	for _, p := range b.template.Process {
		b.periods(p, b.values, func(now, _, limit float64) { compare(now, limit) })
	}
	return highest
}

// proportional returns the value that an input must have if the load grows or shrinks in
// proportion to it.
func (s *steps) proportional(in *goal.Input, present, ratio float64) float64 {
	step := *in.Adjust
	if s.raises(in) {
		return formula.Round(present+step*-formula.Floor(-formula.Round(present*(ratio-1)/step, 9)), 9)
	}
	return formula.Round(present-step*-formula.Floor(-formula.Round(present*(1-1/ratio)/step, 9)), 9)
}

// shownInput returns an input's number with its unit.
func shownInput(in *goal.Input, x float64) string {
	if in.Kind == goal.KindPercent {
		return formula.DisplayPercent(formula.Round(x, 4), -1)
	}
	return withUnit(formula.Display(formula.Round(x, 4), -1), in.Unit)
}

// partSentence sets a number of twelve months beside its part of the fiscal year, with what
// is within reach and what is left for the next year.
func (w *worksheet) partSentence(v verdict, c *goal.Computed) phrase {
	shown := func(key string) phrase {
		p := phrase{formula: amount(c, w.read(key))}
		if x, ok := w.sheet.Value(key).Number(); ok {
			p.text = shownAmount(c, x)
		}
		return p
	}
	reach := w.steps.reach(v, c)
	n, found := w.proportionalReach(c)
	isNothing := w.sheet.Finding.Kind == sheet.Late && len(w.sheet.Finding.Late) == 0
	isThere := sprintf(`AND(%s="",%s=0,%s<>"",OR(%s=0,%s<>""))`, v.missing, v.blank, reach, v.isLate, v.lateLabels)
	all := []phrase{
		sentence(w.word("part"), shown(c.Prorate.Source), shown(c.Key)),
		optional(isThere, found && !isNothing, sentence(w.word("reach"), phrase{amount(c, reach), shownAmount(c, n)}), constant("")),
		constant(w.word("verdict_end")),
	}
	for _, next := range w.template.Values {
		if next.Prorate != nil && next.Prorate.After {
			p := sentence(w.word("next_year"), constant(next.Label), shown(next.Key))
			if p.formula = orBlank(p.formula); w.sheet.Value(next.Key).IsBlank() {
				p.text = ""
			}
			all = append(all, p)
		}
	}
	p := inARow(all...)
	_, hasSource := w.sheet.Value(c.Prorate.Source).Number()
	_, hasPart := w.sheet.Value(c.Key).Number()
	p.formula = orBlank(p.formula)
	if !hasSource || !hasPart {
		p.text = ""
	}
	return p
}

// shownAmount returns a computed number with its unit.
func shownAmount(c *goal.Computed, x float64) string {
	if c.Unit == "%" {
		return formula.DisplayPercent(formula.Round(x, c.Places()), -1)
	}
	return withUnit(formula.Display(formula.Round(x, c.Decimals), -1), c.Unit)
}

// proportionalReach finds now what the cell of reach computes.
func (b *book) proportionalReach(c *goal.Computed) (n float64, found bool) {
	source, _ := b.sheet.Value(c.Prorate.Source).Number()
	value, ok := b.sheet.Value(c.Key).Number()
	reach := b.sheet.Reach()
	if !ok || reach == nil {
		return 0, false
	}
	n = formula.Floor(source)
	without := b.template.PlanWith(b.inputs(), goal.Values{c.Key: formula.Number(0)})
	limit := func(now, before, limit float64) {
		if now > before {
			n = min(n, value*(limit-before)/(now-before))
		}
	}
	for _, p := range b.template.Process {
		b.periods(p, without, limit)
	}
	n = max(0, formula.Floor(formula.Round(n, 9)))
	if len(b.sheet.Finding.Late) > 0 {
		n = 0
	}
	return n, reach.Text == strconv.FormatFloat(n, 'f', -1, 64)
}

// periods calls visit for each open period of a goal with a capacity: with its load, its load
// in another plan, and the capacity.
func (b *book) periods(p *goal.Process, other *goal.Plan, visit func(now, before, limit float64)) {
	if p.Capacity == nil {
		return
	}
	if len(p.Load) == 0 {
		now, ok := b.values.Values.Number(p.Key)
		before, ok2 := other.Values.Number(p.Key)
		if capacity, ok3 := p.Capacity.Eval(b.values.Values.Lookup).Number(); ok && ok2 && ok3 {
			visit(now, before, capacity)
		}
		return
	}
	now, before := b.values.Workload(p), other.Workload(p)
	for i, period := range now.Periods {
		if now.Limited && period.Open && i < len(before.Periods) {
			visit(period.Load, before.Periods[i].Load, period.Capacity)
		}
	}
}
