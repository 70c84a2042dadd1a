package goal

import (
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
	s.showFunnel()
	s.showPlan()
}

func (s *Sheet) input(in *Input) SheetInput {
	out := SheetInput{Input: in, Text: s.values[in.Key].Raw()}
	x, isNumber := s.values[in.Key].Number()
	if isNumber {
		out.Text = in.entry(x)
	}
	if in.Recommend != nil {
		out.Range = in.Recommend.text(in.entry)
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

func (s *Sheet) result(c *Computed) Result {
	r := Result{Key: c.Key, Label: c.Label, Unit: c.Unit, Hint: c.Hint, Formula: c.Expr.Text}
	if x, ok := s.values[c.Key].Number(); ok {
		r.Raw, r.Text = formula.FormatNumber(x), c.display(x)
	} else {
		r.Why = s.why(s.values[c.Key].Reason())
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
	r := ProcessResult{Result: s.result(p.Computed), Process: p}
	x, ok := s.values[p.Key].Number()
	if ok {
		r.Whole = whole(x)
	}
	if p.Recommend != nil {
		r.Range = p.Recommend.text(p.display)
		if ok {
			r.Verdict = p.Recommend.verdict(p.shown(x))
		}
	}
	return r
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

// slice is the polygon of a stage: a band as wide as the stage against the
// widest, then a taper to the width of the next. It is empty if the stage is.
func slice(values []float64, i int) string {
	widest := 0.0
	for _, x := range values {
		widest = max(widest, x)
	}
	if values[i] <= 0 {
		return ""
	}
	left, right := edges(values[i] / widest)
	points := left + ",0 " + right + ",0 " + right + ",6 "
	if i+1 < len(values) && values[i+1] > 0 {
		nextLeft, nextRight := edges(values[i+1] / widest)
		points += nextRight + ",10 " + nextLeft + ",10 "
	}
	return points + left + ",6"
}

// edges are the ends of a bar in the middle of 100, at least 1 wide.
func edges(share float64) (left, right string) {
	x := formula.Round((100-max(100*share, 1))/2, 2)
	return formula.FormatNumber(x), formula.FormatNumber(formula.Round(100-x, 2))
}

// showPlan makes a row for the year, for each quarter and for each month.
func (s *Sheet) showPlan() {
	y := s.Template.Year
	for _, split := range s.Template.Splits {
		s.Columns = append(s.Columns, s.result(s.Template.find(split.Key)))
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
