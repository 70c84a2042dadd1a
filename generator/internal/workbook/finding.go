package workbook

import (
	"strings"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// finding is a process goal with a capacity. Its fields are cells.
type finding struct {
	goal        *goal.Process
	load        *load  // nil for a goal without a load, which has one period
	rate, limit string // of a goal without a load
	over        string // 1 if a period exceeds its capacity, otherwise 0
	ratio       string // the largest part of the capacity that a period takes, -1 if there is none
}

// findings lays out the goals with a capacity at its first call.
func (s *scenario) findings() []finding {
	if s.limited != nil {
		return s.limited
	}
	for _, p := range s.template.Process {
		if p.Capacity == nil {
			continue
		}
		f := finding{goal: p}
		if len(p.Load) > 0 {
			f.load = s.load(p)
			f.over, f.ratio = s.block.cell("IFERROR(MAX(%s),0)", f.load.over.span()), s.block.cell("IFERROR(%s,-1)", f.load.tightest)
		} else {
			f.rate, f.limit = s.block.cell("%s", s.read(p.Key)), s.block.cell("%s", s.eval(p.Capacity))
			f.over = s.block.cell("IFERROR(IF(ROUND(%s-%s,9)>0,1,0),0)", f.rate, f.limit)
			f.ratio = s.block.cell("IFERROR(IF(%[2]s>0,ROUND(%[1]s/%[2]s,9),IF(%[1]s>0,%[3]s,0)),-1)", f.rate, f.limit, noRoom)
		}
		s.limited = append(s.limited, f)
	}
	return s.limited
}

// tightest lays out the period in which a goal takes the largest part of its capacity, or
// the first one that has none: its name, and the rate and the limit of the goal in it.
func (s *scenario) tightest(f finding) (period, rate, limit string) {
	l := f.load
	if l == nil {
		return text(s.whenText(sheet.When{Level: f.goal.Per})), f.rate, f.limit
	}
	at := s.block.cell("IFERROR(MATCH(%s,%s,0),1)", l.tightest, l.ratios.span())
	pick := func(from series) string { return s.block.cell("INDEX(%s,%s)", from.span(), at) }
	names := s.block.series(len(l.periods), func(i int) string { return text(s.periodName(l.periods[i])) })
	return pick(names), pick(l.rates), pick(l.limits)
}

// periodName names a period of the year by its months.
func (s *steps) periodName(months []int) string {
	switch len(months) {
	case 1:
		return s.words.Month((s.monthNumber(months[0])-1)%12 + 1)
	case 3:
		return sprintf(s.word("quarter"), months[0]/3+1)
	}
	return s.word("year")
}

// check says whether a scenario fits. Its fields are cells.
type check struct {
	findings []finding
	over     string   // 1 if a goal exceeds its capacity, otherwise 0
	late     []string // for each split: 1 if its step is out of reach, otherwise 0
	isLate   string   // 1 if a step is out of reach, or nothing is left of a prorated number
}

// check lays out the check of a scenario.
func (s *scenario) check() check {
	c := check{findings: s.findings(), over: "0"}
	if n := len(c.findings); n > 0 {
		c.over = s.block.cell("MAX(%s)", s.block.series(n, func(i int) string { return c.findings[i].over }).span())
	}
	for _, split := range s.template.Splits {
		f := s.flow(split.Key)
		c.late = append(c.late, s.block.cell("IFERROR(IF(AND(%s>0,%s=0),1,0),0)", f.total, f.all))
	}
	all := append([]string{"0"}, c.late...)
	for _, v := range s.prorated() {
		nothing := sprintf("IFERROR(INT(ROUND(%s,9))=0,IFERROR(%s=0,FALSE))", s.read(v.Key), s.fullYearOf(v.Prorate).all)
		all = append(all, s.block.cell("IFERROR(IF(AND(%s>=1,%s),1,0),0)", s.read(v.Prorate.Source), nothing))
	}
	c.isLate = s.block.cell("MAX(%s)", strings.Join(all, ","))
	return c
}

// prorated returns the values that are the fiscal year's part of a number.
func (b *book) prorated() []*goal.Computed {
	var all []*goal.Computed
	for _, v := range b.template.Values {
		if v.IsPart() {
			all = append(all, v)
		}
	}
	return all
}

// verdict is the verdict on a scenario. Its fields are cells.
type verdict struct {
	check
	kind          string // the number of the verdict: 1 if something is missing, 2 out of reach, 3 over, 4 fits
	missing       string // the label of the first input that is missing, or ""
	blank         string // 1 if a step or a goal is blank, otherwise 0
	lateLabels    string // the labels of the steps that are out of reach, or ""
	label, period string // of the goal that takes the largest part of its capacity
	rate, limit   string // with their unit
	ratio, load   string // the part of the capacity that it takes: -1 if there is none; as a percentage
}

func (s *scenario) verdict() verdict {
	v := verdict{check: s.check(), missing: s.firstMissing(), blank: s.anyBlank(), lateLabels: `""`, ratio: "-1", load: `""`, label: `""`, period: `""`, rate: `""`, limit: `""`}
	v.kind = s.block.cell(`IF(OR(%s<>"",%s=1),1,IF(%s=1,2,IF(%s=1,3,4)))`, v.missing, v.blank, v.isLate, v.over)
	for i, split := range s.template.Splits {
		label := s.template.Find(split.Key).Label
		v.lateLabels = s.block.cell(`IF(%[1]s=0,%[2]s,IF(%[2]s="",%[3]s,%[2]s&%[4]s))`, v.late[i], v.lateLabels, text(label), text(s.words["locale.list"]+label))
	}
	n := len(v.findings)
	if n == 0 {
		return v
	}
	column := func(formula func(f finding) string) series {
		return s.block.series(n, func(i int) string { return formula(v.findings[i]) })
	}
	ratios := column(func(f finding) string { return f.ratio })
	at := s.block.cell("MATCH(MAX(%[1]s),%[1]s,0)", ratios.span())
	pick := func(formula func(f finding) string) string {
		return s.block.cell("INDEX(%s,%s)", column(formula).span(), at)
	}
	v.label = pick(func(f finding) string { return text(f.goal.Label) })
	var periods, rates, limits []string
	for _, f := range v.findings {
		period, rate, limit := s.tightest(f)
		rate, limit = s.apart(f, rate, limit)
		periods, rates, limits = append(periods, period), append(rates, amount(f.goal.Computed, rate)), append(limits, amount(f.goal.Computed, limit))
	}
	list := func(formulas []string) string {
		return s.block.cell("INDEX(%s,%s)", s.block.series(n, func(i int) string { return formulas[i] }).span(), at)
	}
	v.period, v.rate, v.limit = list(periods), list(rates), list(limits)
	v.ratio = s.block.cell("INDEX(%s,%s)", ratios.span(), at)
	v.load = s.block.cell("%s", s.loadText(v.ratio))
	return v
}

// apart returns the cells of a rate and a limit as the verdict shows them: those of a goal that
// does not fit are rounded away from each other if they would read the same.
func (s *scenario) apart(f finding, rate, limit string) (shownRate, shownLimit string) {
	places := f.goal.Places()
	equal := s.block.cell("IF(%s=1,ROUND(%s,%d)=ROUND(%s,%[3]d),FALSE)", f.over, to15Digits(rate), places, to15Digits(limit))
	away := func(function, cell string) string {
		return s.block.cell("IF(%s,%s(ROUND(%s,9),%d),%s)", equal, function, to15Digits(cell), places, cell)
	}
	return away("ROUNDUP", rate), away("ROUNDDOWN", limit)
}

// loadText returns a formula for a load as a percentage of the capacity, as the page shows it.
func (s *scenario) loadText(ratio string) string {
	shown := s.block.cell("IF(%[1]s>1,MAX(%[1]s,1.01),%[1]s)", ratio)
	return sprintf(`IF(OR(%[1]s<0,%[1]s>=%[2]s),"",%[3]s)`, ratio, noRoom, displayed(shown, 0, true))
}

// firstMissing returns the cell with the label of the first input without which there is no
// verdict, "" if all are there.
func (s *scenario) firstMissing() string {
	keys := s.template.Needed
	n := len(keys)
	if n == 0 {
		return `""`
	}
	blank := s.block.series(n, func(i int) string { return sprintf(`IF(%s="",1,0)`, s.refs[keys[i]]) })
	labels := s.block.series(n, func(i int) string { return text(s.template.Input(keys[i]).Label) })
	return s.block.cell(`IF(MAX(%[1]s)=0,"",INDEX(%[2]s,MATCH(1,%[1]s,0)))`, blank.span(), labels.span())
}

// anyBlank returns the cell that says whether a step, or a goal with a load or a capacity, is
// blank.
func (s *scenario) anyBlank() string {
	var all []string
	for _, split := range s.template.Splits {
		all = append(all, s.block.cell("IF(ISERROR(SUM(%s)),1,0)", s.flow(split.Key).shares.span()))
	}
	for _, p := range s.template.Process {
		if len(p.Load) > 0 || p.Capacity != nil {
			all = append(all, s.block.cell("IF(ISERROR(%s),1,0)", s.read(p.Key)))
		}
	}
	return s.block.cell("MAX(%s)", strings.Join(append(all, "0"), ","))
}

// amount returns a formula for a computed number with its unit.
func amount(c *goal.Computed, cell string) string {
	percent := c.Unit == "%"
	shown := displayed(cell, c.Decimals, percent)
	if percent || c.Unit == "" {
		return shown
	}
	return shown + "&" + text(" "+c.Unit)
}
