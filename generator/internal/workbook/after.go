package workbook

import (
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// afterSteps is the hidden sheet that splits the totals of a template without a person, in the steps that the
// comment of package sheet describes. From the top it has
//
//	a row of totals   the months from the start of the year to the date of joining; of
//	                  each split: total, after, lead
//	rows of weeks     the month of the week, its working days, its open days
//	rows of months    working days, open days; then the columns of each split
//	a row             the index of the first open month
//	rows of quarters  the columns of each split
type afterSteps struct {
	*book
	grid                    *grid
	weeks, months, quarters int   // first rows
	firstWeek, lastWeek     []int // the rows of each month's first and last week
	joined                  string
}

// The columns of weeks and of months.
const (
	monthColumn    = 1 // of a week: the number of its month, from 1
	allDaysColumn  = 2
	openDaysColumn = 3
	firstDayColumn = 4 // of a week: its working days, in up to seven columns
	flagColumn     = 4 // of a month: its index, from 0, if it has an open day, otherwise 99

	totalsRow   = 1
	sinceColumn = 3 // of the row of totals: the months from the start of the year to the date of joining

	firstSplitColumn = 12 // the first column of the first split
)

// The columns of a split, from firstSplitColumn on.
const (
	weightColumn    = iota // the weight of a month in the template
	openColumn             // that weight for the open days; 0 too soon after joining
	targetColumn           // the index of the month in which it is due
	dueColumn              // the sum of the weights that are due in the month
	exactColumn            // the part of the total, not rounded
	floorColumn            // that number rounded down
	remainderColumn        // exact minus floor
	shareColumn            // the part as a whole number
	splitColumns           // the number of columns of a split
)

// The row of totals has these in the columns of a split.
const (
	totalColumn = iota // the total to split
	afterColumn        // the months after joining in which nothing is due
	leadColumn         // the months by which it leads
)

func (b *book) newAfterSteps() *afterSteps {
	g := &grid{name: b.sheetName("steps"), hidden: true, heights: map[int]float64{}}
	b.sheets = append(b.sheets, g)
	s := &afterSteps{book: b, grid: g, weeks: totalsRow + 1, joined: `""`}
	if b.template.Joined != "" {
		s.joined = b.refs[b.template.Joined]
	}
	row := s.weeks
	for _, m := range b.template.Year.Months {
		s.firstWeek = append(s.firstWeek, row)
		row += len(m.Weeks)
		s.lastWeek = append(s.lastWeek, row-1)
	}
	s.months = row + 1
	s.quarters = s.months + 13
	s.setWeeks()
	s.setMonths()
	s.setMonthsSinceStart()
	for i, split := range b.template.Splits {
		s.setSplit(i, split)
	}
	return s
}

// setWeeks counts the working days and the open days of each week.
func (s *afterSteps) setWeeks() {
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
			s.setDays(row, openDaysColumn, sprintf(`IF(%s="",%d,SUMPRODUCT((%s>=%s)*1))`, s.joined, len(w.Days), days, s.joined))
			row++
		}
	}
}

// setMonths adds up the days of each month and finds the first open month.
func (s *afterSteps) setMonths() {
	for i := range s.template.Year.Months {
		row, from, to := s.months+i, s.firstWeek[i], s.lastWeek[i]
		s.setDays(row, allDaysColumn, sprintf("SUM(%s)", s.grid.span(from, to, allDaysColumn)))
		s.setDays(row, openDaysColumn, sprintf("SUM(%s)", s.grid.span(from, to, openDaysColumn)))
		s.setDays(row, flagColumn, sprintf("IF(%s>0,%d,99)", s.grid.ref(row, openDaysColumn), i))
	}
	flags := s.grid.span(s.months, s.months+11, flagColumn)
	s.setDays(s.months+12, flagColumn, sprintf("IF(MIN(%[1]s)=99,0,MIN(%[1]s))", flags))
}

// setMonthsSinceStart counts the months from the first month of the year to the month of
// joining.
func (s *afterSteps) setMonthsSinceStart() {
	first := s.template.Year.Months[0].ID
	s.setDays(totalsRow, sinceColumn, sprintf(`IF(%[1]s="",-1000,12*YEAR(%[1]s)+MONTH(%[1]s)-12*%[2]s-%[3]s)`, s.joined, first[:4], first[5:]))
}

// setDays sets a cell before the columns of the splits.
func (s *afterSteps) setDays(row, column int, formula string) {
	s.grid.set(row, column, excelize.Cell{Formula: formula})
}

// at returns the cell of a split in a row.
func (s *afterSteps) at(row, split, column int) string {
	return s.grid.ref(row, firstSplitColumn+split*splitColumns+column)
}

func (s *afterSteps) span(from, to, split, column int) string {
	return s.grid.span(from, to, firstSplitColumn+split*splitColumns+column)
}

func (s *afterSteps) set(row, split, column int, formula string) {
	s.grid.set(row, firstSplitColumn+split*splitColumns+column, excelize.Cell{Formula: formula})
}

// columns returns the columns of the plan.
func (s *afterSteps) columns() []planColumn {
	var all []planColumn
	for i, column := range s.sheet.Columns {
		all = append(all, planColumn{heading: column.Label + " " + column.Unit, cell: i, at: func(level string, k int) string {
			switch level {
			case "year":
				return s.total(i)
			case "quarter":
				return s.at(s.quarters+k, i, shareColumn)
			case "month":
				return s.at(s.months+k, i, shareColumn)
			}
			return s.at(s.weeks+k, i, shareColumn)
		}})
	}
	return all
}

func (s *afterSteps) total(split int) string { return s.at(totalsRow, split, totalColumn) }
func (s *afterSteps) after(split int) string { return s.at(totalsRow, split, afterColumn) }
func (s *afterSteps) lead(split int) string  { return s.at(totalsRow, split, leadColumn) }

func (s *afterSteps) setSplit(i int, split *goal.Split) {
	due := s.span(s.months, s.months+11, i, dueColumn)
	total := sprintf("-INT(-ROUND(%s,9))", to15Digits(s.read(split.Key))) // LibreOffice's ROUNDUP keeps only twelve digits
	s.set(totalsRow, i, totalColumn, sprintf("IF(AND(%[1]s>=0,%[1]s<=10^12,SUM(%[2]s)>0),%[1]s,NA())", total, due))
	s.set(totalsRow, i, afterColumn, s.monthsOf(split.After))
	s.set(totalsRow, i, leadColumn, s.monthsOf(split.Lead))
	for month := range 12 {
		s.setWeight(i, month, split.Weights[month])
	}
	s.setQuarters(i)
	for month := range 12 {
		from, to := s.firstWeek[month], s.lastWeek[month]
		days := func(row int) string { return s.grid.ref(row, openDaysColumn) }
		s.allocate(i, from, to, s.at(s.months+month, i, shareColumn), days, s.grid.span(from, to, openDaysColumn))
	}
}

// setWeight computes the weight that is due in a month.
func (s *afterSteps) setWeight(i, month int, weight float64) {
	row := s.months + month
	s.grid.set(row, firstSplitColumn+i*splitColumns+weightColumn, weight)
	all, open := s.grid.ref(row, allDaysColumn), s.grid.ref(row, openDaysColumn)
	s.set(row, i, openColumn, sprintf("IF(OR(%[2]s=0,%[5]d<%[6]s+%[4]s),0,%[1]s*%[3]s/%[2]s)",
		s.at(row, i, weightColumn), all, open, s.after(i), month, s.grid.ref(totalsRow, sinceColumn)))
	firstOpen := s.grid.ref(s.months+12, flagColumn)
	s.set(row, i, targetColumn, sprintf("MIN(%[1]d,MAX(%[1]d-%[2]s,%[3]s))", month, s.lead(i), firstOpen))
	s.set(row, i, dueColumn, sprintf("SUMIF(%s,%d,%s)", s.span(s.months, s.months+11, i, targetColumn), month, s.span(s.months, s.months+11, i, openColumn)))
}

// setQuarters splits the total over the quarters, and each quarter over its months.
func (s *afterSteps) setQuarters(i int) {
	due := func(row int) string { return s.at(row, i, dueColumn) }
	for q := range 4 {
		from, to := s.months+3*q, s.months+3*q+2
		s.set(s.quarters+q, i, dueColumn, sprintf("SUM(%s)", s.span(from, to, i, dueColumn)))
		s.allocate(i, from, to, s.at(s.quarters+q, i, shareColumn), due, s.span(from, to, i, dueColumn))
	}
	s.allocate(i, s.quarters, s.quarters+3, s.total(i), due, s.span(s.quarters, s.quarters+3, i, dueColumn))
}

// monthsOf returns a formula for a number of months, limited to 0 to 12.
func (s *afterSteps) monthsOf(e *formula.Expr) string {
	if e == nil {
		return "0"
	}
	return sprintf("ROUND(%s,0)", to15Digits(sprintf("MIN(MAX(%s,0),12)", e.ExcelInParts(s.read, s.part))))
}

// allocate splits a part over rows by their weights, with the largest remainders rounded
// up, the earlier row among equals. The parts are 0 if no weight is above 0.
func (s *afterSteps) allocate(split, from, to int, part string, weight func(row int) string, weights string) {
	remainders := s.span(from, to, split, remainderColumn)
	left := sprintf("%s-SUM(%s)", part, s.span(from, to, split, floorColumn))
	for row := from; row <= to; row++ {
		s.set(row, split, exactColumn, sprintf("IF(SUM(%[1]s)>0,ROUND(%[2]s,9),0)", weights, to15Digits(sprintf("(%s*%s/SUM(%s))", part, weight(row), weights))))
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
