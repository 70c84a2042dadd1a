package sheet

import (
	"strconv"
	"time"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
)

// showPlan makes a row for the year, for each quarter and for each month.
func (s *Sheet) showPlan() {
	y := s.Template.Year
	for _, split := range s.Template.Splits {
		column := s.result(s.Template.Find(split.Key))
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

func (s *Sheet) week(w calendar.Week, of func(shares) float64) Row {
	number, _ := strconv.Atoi(w.ID[6:])
	row := s.row(w.ID, "week", number, of)
	monday, _ := time.Parse(time.DateOnly, w.Monday)
	row.Month, row.Day, row.Days = int(monday.Month()), monday.Day(), int(w.DaysFrom(s.joined()))
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
