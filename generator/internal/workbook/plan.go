package workbook

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// The splitting of totals, as package sheet describes it. The steps stand on a
// sheet of their own:
//
//	rows of weeks     month of the week, its working days, those that are open
//	rows of months    days, open days; then for each split eight columns
//	rows of quarters  for each split the same columns
//
// A split's columns are these.
const (
	weightColumn = iota // of the months as the template has it
	openColumn          // … as far as its days are open and it is not too early
	targetColumn        // the month in which that weight is due
	dueColumn           // the weight that is due in the month
	exactColumn         // what the part would be, not rounded
	floorColumn
	remainderColumn
	shareColumn // the part
	splitColumns
)

// steps is where the steps of splitting stand.
type steps struct {
	*book
	grid                   *grid
	weeks, months, quarter int   // first rows
	weekOf                 []int // of each month: its first row of weeks
	weekEnd                []int
	joined                 string
}

const firstSplit = 12 // the column of the first split

func (b *book) makePlan() {
	if len(b.template.Splits) == 0 {
		return
	}
	plan := b.newGrid("plan", append([]float64{14, 12, 9}, repeat(15, len(b.template.Splits))...)...)
	s := b.makeSteps()
	b.addText(plan, b.styles.title, b.word("plan"))
	b.addText(plan, b.styles.summary, b.word("plan_note"))
	plan.add(nil)
	row := []any{excelize.Cell{StyleID: b.styles.heading, Value: b.word("period")}, excelize.Cell{StyleID: b.styles.heading, Value: b.word("monday")}, excelize.Cell{StyleID: b.styles.heading, Value: b.word("days")}}
	for _, column := range b.sheet.Columns {
		row = append(row, excelize.Cell{StyleID: b.styles.heading, Value: column.Label + " " + column.Unit})
	}
	plan.add(row...)
	plan.frozen = plan.row() - 1
	b.putPeriods(plan, s)
	b.putWeeks(plan, s)
	b.sheets = append(b.sheets, s.grid)
}

func repeat(width float64, n int) []float64 {
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = width
	}
	return widths
}

// putPeriods writes the year, its quarters and its months.
func (b *book) putPeriods(plan *grid, s *steps) {
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
			at := s.quarter + quarter
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

// addParts adds the row of a period: what it begins with, then of each split its
// part.
func (b *book) addParts(plan *grid, row []any, period sheet.Row, source func(split int) string) {
	for i, cell := range period.Cells {
		look := numberLook{strong: period.Level == "year" || period.Level == "quarter"}
		part := excelize.Cell{StyleID: b.number(look), Formula: orBlank(source(i)), Value: ""}
		if x, err := strconv.ParseFloat(cell.Raw, 64); err == nil {
			part.Value = x // whole, so that it takes no rounding
		}
		b.names[cell.Key] = plan.ref(plan.row(), len(row)+1)
		row = append(row, part)
	}
	plan.add(row...)
}

func (b *book) putWeeks(plan *grid, s *steps) {
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

// mondays are those of all weeks of the year.
func (b *book) mondays() []string {
	var all []string
	for _, m := range b.template.Year.Months {
		for _, w := range m.Weeks {
			all = append(all, w.Monday)
		}
	}
	return all
}

// The columns of the weeks and of the months before those of the splits.
const (
	monthColumn    = 1 // of a week: which month it belongs to, from 1
	allDaysColumn  = 2
	openDaysColumn = 3
	firstDayColumn = 4 // of a week: its working days, up to seven
	flagColumn     = 4 // of a month: its number from 0 if it has an open day, else 99
)

func (b *book) makeSteps() *steps {
	g := &grid{name: b.sheetName("steps"), hidden: true, heights: map[int]float64{}}
	s := &steps{book: b, grid: g, weeks: 2, joined: `""`}
	if b.template.Joined != "" {
		s.joined = b.names[b.template.Joined]
	}
	row := s.weeks
	for _, m := range b.template.Year.Months {
		s.weekOf = append(s.weekOf, row)
		row += len(m.Weeks)
		s.weekEnd = append(s.weekEnd, row-1)
	}
	s.months = row + 1
	s.quarter = s.months + 13
	s.putDays()
	for i, split := range b.template.Splits {
		s.putSplit(i, split)
	}
	return s
}

func (s *steps) putDays() {
	row := s.weeks
	for i, m := range s.template.Year.Months {
		for _, w := range m.Weeks {
			s.grid.set(row, monthColumn, i+1)
			s.grid.set(row, allDaysColumn, len(w.Days))
			for j, date := range w.Days {
				serial, _ := day(date)
				s.grid.set(row, firstDayColumn+j, serial)
			}
			days := s.grid.ref(row, firstDayColumn) + ":" + absolute(row, firstDayColumn+6)
			s.grid.set(row, openDaysColumn, excelize.Cell{Formula: sprintf(`IF(%s="",%d,SUMPRODUCT((%s>=%s)*1))`, s.joined, len(w.Days), days, s.joined)})
			row++
		}
		at := s.months + i
		s.grid.set(at, allDaysColumn, excelize.Cell{Formula: sprintf("SUM(%s)", s.grid.span(s.weekOf[i], s.weekEnd[i], allDaysColumn))})
		s.grid.set(at, openDaysColumn, excelize.Cell{Formula: sprintf("SUM(%s)", s.grid.span(s.weekOf[i], s.weekEnd[i], openDaysColumn))})
		s.grid.set(at, flagColumn, excelize.Cell{Formula: sprintf("IF(%s>0,%d,99)", s.grid.ref(at, openDaysColumn), i)})
	}
	s.grid.set(s.months+12, flagColumn, excelize.Cell{Formula: sprintf("IF(MIN(%[1]s)=99,0,MIN(%[1]s))", s.grid.span(s.months, s.months+11, flagColumn))})
	first := s.template.Year.Months[0].ID
	since := sprintf(`IF(%[1]s="",-1000,12*YEAR(%[1]s)+MONTH(%[1]s)-12*%[2]s-%[3]s)`, s.joined, first[:4], first[5:])
	s.grid.set(1, openDaysColumn, excelize.Cell{Formula: since})
}

// at is a step of a split.
func (s *steps) at(row, split, column int) string {
	return s.grid.ref(row, firstSplit+split*splitColumns+column)
}

func (s *steps) span(from, to, split, column int) string {
	return s.grid.span(from, to, firstSplit+split*splitColumns+column)
}

func (s *steps) set(row, split, column int, formula string) {
	s.grid.set(row, firstSplit+split*splitColumns+column, excelize.Cell{Formula: formula})
}

// Above the weeks of a split stand its total, and by how many months it is late
// and leads.
func (s *steps) total(split int) string { return s.at(1, split, weightColumn) }
func (s *steps) after(split int) string { return s.at(1, split, openColumn) }
func (s *steps) lead(split int) string  { return s.at(1, split, targetColumn) }

func (s *steps) putSplit(i int, split *goal.Split) {
	due := s.span(s.months, s.months+11, i, dueColumn)
	total := sprintf("-INT(-ROUND(%s,9))", decimal(s.read(split.Key))) // LibreOffice's ROUNDUP keeps twelve digits only
	s.set(1, i, weightColumn, sprintf("IF(AND(%[1]s>=0,%[1]s<=10^12,SUM(%[2]s)>0),%[1]s,NA())", total, due))
	s.set(1, i, openColumn, s.monthsOf(split.After))
	s.set(1, i, targetColumn, s.monthsOf(split.Lead))
	first := s.grid.ref(s.months+12, flagColumn)
	for month := range 12 {
		row := s.months + month
		s.grid.set(row, firstSplit+i*splitColumns+weightColumn, split.Weights[month])
		all, left := s.grid.ref(row, allDaysColumn), s.grid.ref(row, openDaysColumn)
		open := sprintf("IF(OR(%[2]s=0,%[5]d<%[6]s+%[4]s),0,%[1]s*%[3]s/%[2]s)", s.at(row, i, weightColumn), all, left, s.after(i), month, s.grid.ref(1, openDaysColumn))
		s.set(row, i, openColumn, open)
		s.set(row, i, targetColumn, sprintf("MIN(%[1]d,MAX(%[1]d-%[2]s,%[3]s))", month, s.lead(i), first))
		s.set(row, i, dueColumn, sprintf("SUMIF(%s,%d,%s)", s.span(s.months, s.months+11, i, targetColumn), month, s.span(s.months, s.months+11, i, openColumn)))
	}
	for q := range 4 {
		from := s.months + 3*q
		s.set(s.quarter+q, i, dueColumn, sprintf("SUM(%s)", s.span(from, from+2, i, dueColumn)))
		s.allocate(i, from, from+2, s.at(s.quarter+q, i, shareColumn), func(row int) string { return s.at(row, i, dueColumn) }, s.span(from, from+2, i, dueColumn))
	}
	s.allocate(i, s.quarter, s.quarter+3, s.total(i), func(row int) string { return s.at(row, i, dueColumn) }, s.span(s.quarter, s.quarter+3, i, dueColumn))
	for month := range 12 {
		s.allocate(i, s.weekOf[month], s.weekEnd[month], s.at(s.months+month, i, shareColumn),
			func(row int) string { return s.grid.ref(row, openDaysColumn) }, s.grid.span(s.weekOf[month], s.weekEnd[month], openDaysColumn))
	}
}

// monthsOf is a number of months, from none to a year.
func (s *steps) monthsOf(e *formula.Expr) string {
	if e == nil {
		return "0"
	}
	return sprintf("ROUND(%s,0)", decimal(sprintf("MIN(MAX(%s,0),12)", e.ExcelInParts(s.read, s.part))))
}

// allocate splits a part over rows by their weights: largest remainder, the
// earlier row among equals. Where the weights sum to nothing the part is nothing
// too.
func (s *steps) allocate(split, from, to int, part string, weight func(row int) string, weights string) {
	remainders := s.span(from, to, split, remainderColumn)
	left := sprintf("%s-SUM(%s)", part, s.span(from, to, split, floorColumn))
	for row := from; row <= to; row++ {
		s.set(row, split, exactColumn, sprintf("IF(SUM(%[1]s)>0,ROUND(%[2]s,9),0)", weights, decimal(sprintf("(%s*%s/SUM(%s))", part, weight(row), weights))))
		s.set(row, split, floorColumn, sprintf("INT(%s)", s.at(row, split, exactColumn)))
		s.set(row, split, remainderColumn, sprintf("ROUND(%s-%s,9)", s.at(row, split, exactColumn), s.at(row, split, floorColumn)))
		own := s.at(row, split, remainderColumn)
		before := sprintf("SUMPRODUCT((%s>%s)*1)", remainders, own)
		if row > from {
			before += sprintf("+SUMPRODUCT((%s=%s)*1)", s.span(from, row-1, split, remainderColumn), own)
		}
		s.set(row, split, shareColumn, sprintf("%s+IF(AND(SUM(%s)>0,%s<%s),1,0)", s.at(row, split, floorColumn), weights, before, left))
	}
}
