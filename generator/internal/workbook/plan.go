package workbook

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/sheet"
)

// addPlan adds the sheet of the year in periods, and the hidden sheet that splits the
// totals.
func (b *book) addPlan() {
	if len(b.template.Splits) == 0 {
		return
	}
	plan := b.newGrid("plan", append([]float64{14, 12, 9}, repeat(15, len(b.template.Splits))...)...)
	s := b.newSteps()
	b.addText(plan, b.styles.title, b.word("plan"))
	b.addText(plan, b.styles.summary, b.word("plan_note"))
	plan.add(nil)
	row := []any{excelize.Cell{StyleID: b.styles.heading, Value: b.word("period")}, excelize.Cell{StyleID: b.styles.heading, Value: b.word("monday")}, excelize.Cell{StyleID: b.styles.heading, Value: b.word("days")}}
	for _, column := range b.sheet.Columns {
		row = append(row, excelize.Cell{StyleID: b.styles.heading, Value: column.Label + " " + column.Unit})
	}
	plan.add(row...)
	plan.frozen = plan.row() - 1
	b.addPeriods(plan, s)
	b.addWeeks(plan, s)
	b.sheets = append(b.sheets, s.grid)
}

func repeat(width float64, n int) []float64 {
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = width
	}
	return widths
}

// addPeriods adds the year, its quarters and its months.
func (b *book) addPeriods(plan *grid, s *steps) {
	month, quarter := 0, 0
	for _, period := range b.sheet.Plan {
		var label string
		var source func(split int) string
		switch period.Level {
		case "year":
			label = b.word("year")
			source = func(split int) string { return s.total(split) }
		case "quarter":
			label = sprintf(b.word("quarter"), period.Number)
			at := s.quarters + quarter
			source = func(split int) string { return s.at(at, split, shareColumn) }
			quarter++
		default:
			label = b.words.Month(period.Number)
			at := s.months + month
			source = func(split int) string { return s.at(at, split, shareColumn) }
			month++
		}
		row := []any{excelize.Cell{StyleID: b.styles.label, Value: label}, excelize.Cell{StyleID: b.styles.label}, excelize.Cell{StyleID: b.styles.label}}
		b.addParts(plan, row, period, source)
	}
}

// addParts adds the row of a period: its first cells, then its part of each split total.
// source returns the cell that computes the part.
func (b *book) addParts(plan *grid, row []any, period sheet.Row, source func(split int) string) {
	for i, cell := range period.Cells {
		look := numberLook{strong: period.Level == "year" || period.Level == "quarter"}
		part := excelize.Cell{StyleID: b.number(look), Formula: orBlank(source(i)), Value: ""}
		if x, err := strconv.ParseFloat(cell.Raw, 64); err == nil {
			part.Value = x // a whole number needs no rounding to 15 digits
		}
		b.refs[cell.Key] = plan.ref(plan.row(), len(row)+1)
		row = append(row, part)
	}
	plan.add(row...)
}

func (b *book) addWeeks(plan *grid, s *steps) {
	plan.add(nil)
	at, mondays := s.weeks, b.mondays()
	for _, period := range b.sheet.Plan {
		for _, week := range period.Weeks {
			monday, _ := day(mondays[at-s.weeks])
			row := []any{
				excelize.Cell{StyleID: b.styles.label, Value: sprintf(b.word("week"), week.Number)},
				excelize.Cell{StyleID: b.styles.dateOut, Value: monday},
				excelize.Cell{StyleID: b.number(numberLook{}), Formula: s.grid.ref(at, openDaysColumn), Value: week.Days},
			}
			b.addParts(plan, row, week, func(split int) string { return s.at(at, split, shareColumn) })
			at++
		}
	}
}

// mondays returns the Mondays of all weeks of the year.
func (b *book) mondays() []string {
	var all []string
	for _, m := range b.template.Year.Months {
		for _, w := range m.Weeks {
			all = append(all, w.Monday)
		}
	}
	return all
}
