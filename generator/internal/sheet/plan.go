package sheet

import (
	"strconv"
	"time"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Row is a period of the plan.
type Row struct {
	ID         string // 2027, 2027-Q1, 2027-03, 2027-W07
	Level      string // year, quarter, month or week
	Number     int    // of the year, quarter, month or week
	Month, Day int    // of a week: the date of its Monday
	Days       int    // of a week: its working days on and after the date of joining
	Cells      []Result
	Goals      []Result // of a week: the process goals in it, in its month or in its quarter
	Begins     *Date    // of a week that is worth nothing in the ramp: the date from which days are worth something
	Weeks      []Row    // of a month
}

// Date is a day of a month.
type Date struct{ Month, Day int }

// addPlan adds a row for the year, each quarter and each month.
func (s *Sheet) addPlan() {
	for _, split := range s.Template.Splits {
		s.addColumn(split)
	}
	if len(s.Columns) == 0 {
		return
	}
	y, rates := s.Template.Year, s.rates()
	year := s.row(y.ID, "year", s.Template.FiscalYear, func(sh shares) float64 { return sh.total })
	s.Plan = append(s.Plan, rates.add(year, 0, len(y.Months)))
	var goals []Result
	for i, m := range y.Months {
		if i%3 == 0 {
			quarter := s.row(y.Quarter(i), "quarter", i/3+1, func(sh shares) float64 { return sh.quarter(i) })
			s.Plan = append(s.Plan, rates.add(quarter, i, i+3))
		}
		number, _ := strconv.Atoi(m.ID[len("2027-"):])
		row := rates.add(s.row(m.ID, "month", number, func(sh shares) float64 { return sh.months[i] }), i, i+1)
		goals = s.goalsOf(i, goals)
		for j, w := range m.Weeks {
			row.Weeks = append(row.Weeks, s.week(w, i, rates, goals, func(sh shares) float64 { return sh.weeks[i][j] }))
		}
		s.Plan = append(s.Plan, row)
	}
	for _, r := range rates {
		s.Columns = append(s.Columns, s.result(r.goal.Computed, s.values))
	}
	s.Week = s.firstWeek()
}

// addColumn splits a total over the year.
func (s *Sheet) addColumn(split *goal.Split) {
	parts := s.split(split)
	s.shares[split.Key] = parts
	column := s.result(s.Template.Find(split.Key), s.values)
	column.Bars = bars(parts.months)
	s.Columns = append(s.Columns, column)
}

func (s *Sheet) week(w calendar.Week, month int, rates rates, goals []Result, part func(shares) float64) Row {
	number, _ := strconv.Atoi(w.ID[len("2027-W"):])
	row := s.row(w.ID, "week", number, part)
	monday, _ := time.Parse(time.DateOnly, w.Monday)
	row.Month, row.Day, row.Days = int(monday.Month()), monday.Day(), int(w.DaysFrom(s.plan.Days().Opening))
	begins := s.plan.Days().Begins()
	if day, err := time.Parse(time.DateOnly, begins); err == nil && row.Days > 0 && w.DaysFrom(begins) == 0 {
		row.Begins = &Date{int(day.Month()), day.Day()}
	}
	row = s.addWeek(row, w, month, rates)
	row.Goals = s.weekGoals(w, row, goals)
	return row
}

// row makes the row of a period. part returns the period's part of a total.
func (s *Sheet) row(id, level string, number int, part func(shares) float64) Row {
	row := Row{ID: id, Level: level, Number: number}
	for _, column := range s.Columns {
		cell := Result{Key: column.Key + "@" + id, Label: column.Label, Unit: column.Unit}
		if parts := s.shares[column.Key]; parts.months != nil {
			x := part(parts) / parts.perUnit
			cell.Raw, cell.Text = formula.FormatNumber(x), formula.Display(x, -1)
		} else if level == "year" && column.Raw != "" {
			cell.Why.Word = "why_split"
			if parts.late {
				cell.Why.Word = "why_late"
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// firstWeek returns the first week with a working day on or after the date of joining.
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

// bars draws the months of a total as an SVG path of upright bars, each 2 wide and 1
// apart, the highest 12 high. It is "" if no month is above zero.
func bars(months []float64) string {
	highest := 0.0
	for _, x := range months {
		highest = max(highest, x)
	}
	path := ""
	for i, x := range months {
		if x > 0 {
			height := formula.FormatNumber(formula.Round(12*x/highest, 2))
			path += "M" + formula.FormatNumber(float64(3*i)) + ",12v-" + height + "h2v" + height + "z"
		}
	}
	return path
}
