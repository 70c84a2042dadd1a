package goal

import (
	"maps"
	"math"
	"strconv"
	"strings"
	"time"

	"cairn/generator/internal/formula"
)

// show makes of the values what a page shows.
func (s *Sheet) show() {
	t := s.Template
	for _, g := range t.Groups {
		group := SheetGroup{Key: g.Key, Label: g.Label}
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
		s.Milestones = append(s.Milestones, SheetMilestone{m, after(s.joined(), m.Month)})
	}
	for _, c := range t.Smart {
		s.Smart = append(s.Smart, CriterionResult{c, s.answer(c)})
	}
	s.showFunnel()
	s.showPlan()
	s.showVariables()
}

func (s *Sheet) input(in *Input) SheetInput {
	out := SheetInput{Input: in, Text: s.values[in.Key].Raw()}
	x, isNumber := s.values[in.Key].Number()
	if isNumber {
		out.Text = in.entry(x)
	}
	if in.Recommend != nil {
		out.Range = in.Recommend.text(in.Limit)
		if isNumber {
			out.Verdict = in.Recommend.verdict(x)
		}
	}
	return out
}

// entry is a number as one types it into the input, a percentage as 25. What
// does not end, like a third, is cut; it counts in full.
func (in *Input) entry(x float64) string {
	if in.Kind == KindPercent {
		return formula.FormatNumber(formula.Round(100*x, 2))
	}
	return formula.FormatNumber(formula.Round(x, 4))
}

// Limit is an end of a range of the input as the page tells it.
func (in *Input) Limit(x float64) string {
	if in.Kind == KindPercent {
		return in.entry(x) + "%"
	}
	return in.entry(x)
}

// read is a number as a text has it: with thousands separators.
func (in *Input) read(x float64) string {
	if in.Kind == KindPercent {
		return in.entry(x)
	}
	return formula.Display(formula.Round(x, 4), -1)
}

// text is the range in numbers as show shows them.
func (r *Range) text(show func(float64) string) string {
	if math.IsInf(r.High, 1) {
		return "≥ " + show(r.Low)
	}
	return between(show(r.Low), show(r.High))
}

func (r *Range) verdict(x float64) Verdict {
	switch {
	case x < r.Low:
		return Below
	case x > r.High:
		return Above
	}
	return Within
}

func (s *Sheet) result(c *Computed) Result { return s.resultOf(c, s.values) }

// resultOf is a computed value as values have it.
func (s *Sheet) resultOf(c *Computed, in values) Result {
	r := Result{Key: c.Key, Label: c.Label, Unit: c.Unit, Hint: c.Hint, Expr: c.Expr}
	if x, ok := in.number(c.Key); ok {
		r.Raw, r.Text = formula.FormatNumber(x), c.display(x)
	} else {
		r.Why = s.why(in[c.Key].Reason())
	}
	return r
}

// why tells why a value is blank.
func (s *Sheet) why(reason formula.Reason) Why {
	about := ""
	if in := s.Template.inputs[reason.Name]; in != nil {
		about = in.Label
	} else if c := s.Template.find(reason.Name); c != nil {
		about = c.Label
	}
	return Why{"why_" + string(reason.Cause), about}
}

// shown is a number with the decimals that the page shows.
func (c *Computed) shown(x float64) float64 {
	if c.Unit == "%" {
		return formula.Round(x, c.Decimals+2)
	}
	return formula.Round(x, c.Decimals)
}

// display is a number as the page shows it before its unit, without decimals
// that say nothing.
func (c *Computed) display(x float64) string {
	if c.Unit == "%" {
		return strings.TrimSuffix(formula.DisplayPercent(c.shown(x), -1), "%")
	}
	return formula.Display(c.shown(x), -1)
}

func (s *Sheet) process(p *Process) ProcessResult {
	r := ProcessResult{Result: s.result(p.Computed), Process: p, Verdict: p.verdict(s.values)}
	x, ok := s.values.number(p.Key)
	if ok {
		r.Whole = whole(x)
	}
	if p.Recommend != nil {
		r.Range = p.Recommend.text(p.display)
	}
	r.Meter, r.Load = p.measure(s.values)
	return r
}

// process finds a process goal by its key; nil if there is none.
func (t *Template) process(key string) *Process {
	for _, p := range t.Process {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// verdict holds the goal, as it is shown, against its range. What is no process
// goal has none.
func (p *Process) verdict(in values) Verdict {
	if p == nil || p.Recommend == nil {
		return ""
	}
	x, ok := in.number(p.Key)
	if !ok {
		return ""
	}
	return p.Recommend.verdict(p.shown(x))
}

// answer is what a criterion's check says.
func (s *Sheet) answer(c *Criterion) string {
	truth, ok := c.Check.Eval(s.values.lookup).Bool()
	switch {
	case !ok:
		return ""
	case truth:
		return "yes"
	}
	return "no"
}

// showVariables computes the template again with each variable at work.
func (s *Sheet) showVariables() {
	t := s.Template
	for _, c := range t.Compared {
		s.Compared = append(s.Compared, Comparison{Result: s.result(c)})
	}
	for _, v := range t.Variables {
		changed := maps.Clone(s.values)
		v.apply(t, changed)
		changed.compute(t)
		s.under[v.Key] = changed
		suffix := "~" + v.Key
		for i, c := range t.Compared {
			cell := VariableCell{Result: s.resultOf(c, changed).as(suffix), Verdict: t.process(c.Key).verdict(changed)}
			s.Compared[i].With = append(s.Compared[i].With, cell)
		}
		out := VariableResult{Variable: v}
		for _, key := range v.Inputs() {
			in := t.inputs[key]
			r := Result{Key: key + suffix, Label: in.Label, Unit: in.Unit}
			if x, ok := changed.number(key); ok {
				r.Raw, r.Text = formula.FormatNumber(x), in.entry(x)
			}
			out.Inputs = append(out.Inputs, r)
		}
		s.Variables = append(s.Variables, out)
	}
}

// Value is the value of a key.
func (s *Sheet) Value(key string) formula.Value { return s.values[key] }

// Under is the value of a key under a variable.
func (s *Sheet) Under(v *Variable, key string) formula.Value { return s.under[v.Key][key] }

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
	if in := s.Template.inputs[name]; in != nil {
		if x, ok := s.values[name].Number(); ok {
			return Term{Text: in.read(x), Unit: in.Unit}
		}
		return Term{Text: s.input(in).Text, Unit: in.Unit}
	}
	if c := s.Template.find(name); c != nil {
		return Term{Text: s.result(c).Text, Unit: c.Unit}
	}
	for _, c := range s.Template.Constants {
		if c.Key == name {
			return Term{formula.Display(c.Value, -1), c.Unit, true}
		}
	}
	return Term{}
}

// whole is a number in whole ones: 3–4 if it lies between.
func whole(x float64) string {
	return between(formula.Display(formula.Floor(x), 0), formula.Display(-formula.Floor(-x), 0))
}

func between(low, high string) string {
	if low == high {
		return low
	}
	return low + "–" + high
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
		if in := s.Template.inputs[stage.Rate]; in != nil {
			rate := s.input(in)
			row.Rate = &rate
		}
		s.Funnel = append(s.Funnel, row)
	}
}

// showPlan makes a row for the year, for each quarter and for each month.
func (s *Sheet) showPlan() {
	y := s.Template.Year
	for _, split := range s.Template.Splits {
		column := s.result(s.Template.find(split.Key))
		column.Bars = bars(s.shares[split.Key].months)
		s.Columns = append(s.Columns, column)
	}
	if len(s.Columns) == 0 {
		return
	}
	s.Plan = append(s.Plan, s.row(y.ID, "year", s.Template.FiscalYear, func(sh shares) float64 { return sh.total }))
	for i, m := range y.Months {
		if i%3 == 0 {
			s.Plan = append(s.Plan, s.row(y.Quarter(i), "quarter", i/3+1, func(sh shares) float64 { return sh.quarter(i) }))
		}
		number, _ := strconv.Atoi(m.ID[5:])
		row := s.row(m.ID, "month", number, func(sh shares) float64 { return sh.months[i] })
		for j, w := range m.Weeks {
			row.Weeks = append(row.Weeks, s.week(w, func(sh shares) float64 { return sh.weeks[i][j] }))
		}
		s.Plan = append(s.Plan, row)
	}
	s.Week = s.firstWeek()
}

func (s *Sheet) week(w Week, of func(shares) float64) Row {
	number, _ := strconv.Atoi(w.ID[6:])
	row := s.row(w.ID, "week", number, of)
	monday, _ := time.Parse(time.DateOnly, w.Monday)
	row.Month, row.Day, row.Days = int(monday.Month()), monday.Day(), int(w.daysFrom(s.joined()))
	return row
}

func (s *Sheet) row(id, level string, number int, of func(shares) float64) Row {
	row := Row{ID: id, Level: level, Number: number}
	for _, column := range s.Columns {
		cell := Result{Key: column.Key + "@" + id, Label: column.Label, Unit: column.Unit}
		if sh := s.shares[column.Key]; sh.months != nil {
			x := of(sh)
			cell.Raw, cell.Text = formula.FormatNumber(x), formula.Display(x, -1)
		} else if level == "year" && column.Raw != "" {
			cell.Why.Word = "why_split"
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// firstWeek is the first week with a working day that counts.
func (s *Sheet) firstWeek() *Row {
	for i := range s.Plan {
		for j := range s.Plan[i].Weeks {
			if week := &s.Plan[i].Weeks[j]; week.Days > 0 {
				return week
			}
		}
	}
	return nil
}
