package goal

import (
	"strconv"

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
	s.showFunnel()
	s.showPlan()
}

func (s *Sheet) input(in *Input) SheetInput { return SheetInput{in, entry(in, s.values[in.Key])} }

// entry is a value as a reader types it: a percentage as 25.
func entry(in *Input, v formula.Value) string {
	x, isNumber := v.Number()
	switch {
	case !isNumber:
		return v.Raw()
	case in.Kind == KindPercent:
		return formula.FormatNumber(formula.Round(x*100, 9))
	}
	return formula.FormatNumber(x)
}

func (s *Sheet) result(c *Computed) Result {
	r := Result{Key: c.Key, Label: c.Label, Unit: c.Unit, Hint: c.Hint, Formula: c.Expr.Text}
	if x, ok := s.values[c.Key].Number(); ok {
		r.Raw, r.Text = formula.FormatNumber(x), display(x, c)
	}
	return r
}

// display is a number as the page shows it: percentages by their unit, without
// decimals that say nothing.
func display(x float64, c *Computed) string {
	if c.Unit == "%" {
		return formula.DisplayPercent(formula.Round(x, c.Decimals+2), -1)
	}
	return formula.Display(formula.Round(x, c.Decimals), -1)
}

func (s *Sheet) process(p *Process) ProcessResult {
	r := ProcessResult{Result: s.result(p.Computed), Process: p}
	if p.Recommend == nil {
		return r
	}
	r.Low, r.High = formula.Display(p.Recommend.Low, -1), formula.Display(p.Recommend.High, -1)
	if x, ok := s.values[p.Key].Number(); ok {
		r.Verdict = verdict(x, p)
	}
	return r
}

// verdict holds a value, as it is shown, against its range.
func verdict(x float64, p *Process) Verdict {
	shown := formula.Round(x, p.Decimals)
	switch {
	case shown < p.Recommend.Low:
		return Below
	case shown > p.Recommend.High:
		return Above
	}
	return Within
}

func (s *Sheet) showFunnel() {
	widest := 0.0
	for _, stage := range s.Template.Funnel {
		x, _ := s.values[stage.Key].Number()
		widest = max(widest, x)
	}
	for _, stage := range s.Template.Funnel {
		row := FunnelRow{Result: s.result(stage.Computed)}
		if in := s.Template.inputs[stage.Rate]; in != nil {
			rate := s.input(in)
			row.Rate = &rate
		}
		x, _ := s.values[stage.Key].Number()
		row.X, row.Width = bar(x, widest)
		s.Funnel = append(s.Funnel, row)
	}
}

// bar is the place of a bar in a picture of 100 units' width, in the middle.
func bar(x, widest float64) (left, width string) {
	w := 0.0
	if widest > 0 && x > 0 {
		w = formula.Round(max(100*(x/widest), 1), 2)
	}
	return formula.FormatNumber(formula.Round((100-w)/2, 2)), formula.FormatNumber(w)
}

// showPlan makes a row for the year, for each quarter and for each month.
func (s *Sheet) showPlan() {
	y := s.Template.Year
	for _, split := range s.Template.Splits {
		s.Columns = append(s.Columns, s.result(s.Template.computed(split.Key)))
	}
	if len(s.Columns) == 0 {
		return
	}
	s.Plan = append(s.Plan, s.row(y.ID, "year", s.Template.FiscalYear, func(sh shares) float64 { return sh.total }))
	for i, m := range y.Months {
		if i%3 == 0 {
			s.Plan = append(s.Plan, s.row(y.Quarter(i), "quarter", i/3+1, func(sh shares) float64 {
				return sh.months[i] + sh.months[i+1] + sh.months[i+2]
			}))
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
	row.Monday, row.Days = w.Monday, int(w.daysFrom(s.joined()))
	return row
}

func (s *Sheet) row(id, level string, number int, of func(shares) float64) Row {
	row := Row{ID: id, Level: level, Number: number}
	for _, column := range s.Columns {
		cell := Result{Key: column.Key + "@" + id, Label: column.Label, Unit: column.Unit}
		if sh := s.shares[column.Key]; sh.months != nil {
			x := of(sh)
			cell.Raw, cell.Text = formula.FormatNumber(x), formula.Display(x, -1)
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
