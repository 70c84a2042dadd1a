package workbook

import (
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// planColumn is a column of the plan.
type planColumn struct {
	heading string
	look    numberLook
	cell    int                              // the index of its cell in the rows of the sheet; -1 if they have none
	at      func(level string, i int) string // the formula for the i-th period of a level
	value   func(level string, i int) any    // what a column without a cell stores beside its formula
}

const noCell = -1

// firstPlanColumn follows the period, the Monday and the working days.
const firstPlanColumn = 4

// addPlan adds the sheet of the year in periods.
func (b *book) addPlan() {
	if len(b.sheet.Columns) == 0 {
		return
	}
	columns := b.steps.columns()
	plan := b.newGrid("plan", append([]float64{14, 12, 9}, repeat(15, len(columns))...)...)
	b.addText(plan, b.styles.title, b.word("plan"))
	b.addText(plan, b.styles.summary, b.word("plan_note"))
	plan.add(nil)
	row := []any{excelize.Cell{StyleID: b.styles.heading, Value: b.word("period")}, excelize.Cell{StyleID: b.styles.heading, Value: b.word("monday")}, excelize.Cell{StyleID: b.styles.heading, Value: b.word("days")}}
	for _, column := range columns {
		row = append(row, excelize.Cell{StyleID: b.styles.heading, Value: column.heading})
	}
	plan.add(row...)
	plan.frozen = plan.row() - 1
	levels := map[int]string{} // of the rows
	b.addPeriods(plan, columns, levels)
	b.addWeeks(plan, columns, levels)
	for i, column := range columns {
		if column.cell == noCell {
			plan.markOver(levels, firstPlanColumn+i-1, columns[i-1].look)
		}
	}
}

// columns lays out the columns of the plan: the splits, then the loads per week, each with
// its capacity beside it.
func (s *steps) columns() []planColumn {
	var all []planColumn
	block := s.newBlock(weekParts + len(s.weekMonths))
	for i, column := range s.sheet.Columns {
		heading := column.Label + " " + column.Unit
		if split := s.template.FindSplit(column.Key); split != nil {
			p := s.newParts(block, s.plan.flow(split.Key))
			all = append(all, planColumn{heading: heading, cell: i, look: numberLook{tenths: true}, at: p.at})
			continue
		}
		goal := s.template.FindProcess(column.Key)
		l := s.plan.load(goal)
		look := numberLook{decimals: goal.Decimals}
		all = append(all, planColumn{heading: heading, cell: i, look: look, at: s.rates(l, l.rates, s.habitsOf(goal))})
		if goal.Capacity != nil {
			all = append(all, planColumn{heading: sprintf(s.word("at_most"), heading), cell: noCell, look: look, at: s.rates(l, l.limits, nil), value: s.limitValue(goal)})
		}
	}
	return all
}

// rates returns the formulas of a column with the rates of a goal per week: those of the
// months, the highest of a quarter and of the year, and a part of them for a week, which is
// at least the sum of some habits in it.
func (s *steps) rates(l *load, rates series, habits []func(week int) string) func(level string, i int) string {
	return func(level string, i int) string {
		switch level {
		case "year":
			return sprintf("IF(MAX(%s)=0,NA(),MAX(%s))", l.open.span(), rates.span())
		case "quarter":
			return sprintf("IF(MAX(%s)=0,NA(),MAX(%s))", l.open.part(3*i, 3), rates.part(3*i, 3))
		case "month":
			return sprintf("IF(%s=0,NA(),%s)", l.open.at(i), rates.at(i))
		}
		m := s.weekMonths[i]
		rate := sprintf("%s*%s/5", rates.at(m), s.weekDays.at(i))
		if len(habits) > 0 {
			rate = sprintf("MAX(%s,%s)", rate, s.plan.total(indices(len(habits)), func(k int) string { return habits[k](i) }))
		}
		return sprintf("IF(%s=0,NA(),%s)", l.open.at(m), rate)
	}
}

// habitsOf returns formulas for the habits per week that count towards a goal, in a week.
func (s *steps) habitsOf(g *goal.Process) []func(week int) string {
	var all []func(week int) string
	for _, habit := range s.template.Process {
		if habit.Per == "week" && (habit.PartOf == g.Key || habit.AddedTo == g.Key) {
			from := s.plan.begins(habit)
			all = append(all, func(week int) string {
				return sprintf("%s*%s/5", s.plan.read(habit.Key), s.days.count(s.weeks[week], from))
			})
		}
	}
	return all
}

// at returns the formula of a part.
func (p parts) at(level string, i int) string {
	part := p.shares.at(weekParts + i)
	switch level {
	case "year":
		part = p.total
	case "quarter":
		part = p.shares.at(i)
	case "month":
		part = p.shares.at(monthParts + i)
	}
	return part + "/" + p.perUnit
}

func repeat(width float64, n int) []float64 {
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = width
	}
	return widths
}

// addPeriods adds the year, its quarters and its months.
func (b *book) addPeriods(plan *grid, columns []planColumn, levels map[int]string) {
	count := map[string]int{}
	for _, period := range b.sheet.Plan {
		row := []any{excelize.Cell{StyleID: b.styles.label, Value: b.periodLabel(period)}, excelize.Cell{StyleID: b.styles.label}, excelize.Cell{StyleID: b.styles.label}}
		levels[plan.row()] = period.Level
		b.addPeriod(plan, row, period, columns, count[period.Level])
		count[period.Level]++
	}
}

// periodLabel names the year, a quarter or a month.
func (b *book) periodLabel(period sheet.Row) string {
	switch period.Level {
	case "year":
		return b.word("year")
	case "quarter":
		return sprintf(b.word("quarter"), period.Number)
	}
	return b.words.Month(period.Number)
}

// addPeriod adds the row of the i-th period of its level: its first cells, then its number
// in each column.
func (b *book) addPeriod(plan *grid, row []any, period sheet.Row, columns []planColumn, i int) {
	for _, column := range columns {
		look := column.look
		look.strong = period.Level == "year" || period.Level == "quarter"
		part := excelize.Cell{StyleID: b.number(look), Formula: orBlank(column.at(period.Level, i))}
		if column.cell == noCell {
			part.Value = column.value(period.Level, i)
		} else {
			cell := period.Cells[column.cell]
			part.Value = cachedRaw(cell.Raw)
			b.refs[cell.Key] = plan.ref(plan.row(), len(row)+1)
		}
		row = append(row, part)
	}
	plan.add(row...)
}

func (b *book) addWeeks(plan *grid, columns []planColumn, levels map[int]string) {
	plan.add(nil)
	at, mondays := 0, b.mondays()
	for _, period := range b.sheet.Plan {
		for _, week := range period.Weeks {
			monday, _ := day(mondays[at])
			row := []any{
				excelize.Cell{StyleID: b.styles.label, Value: sprintf(b.word("week"), week.Number)},
				excelize.Cell{StyleID: b.styles.dateOut, Value: monday},
				excelize.Cell{StyleID: b.number(numberLook{}), Formula: b.steps.weekOpen.at(at), Value: week.Days},
			}
			levels[plan.row()] = week.Level
			b.addPeriod(plan, row, week, columns, at)
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

// limitValue returns what the cells of a column with the capacity of a goal per week store
// beside their formulas.
func (s *steps) limitValue(p *goal.Process) func(level string, i int) any {
	periods := s.values.Workload(p).Periods
	highest := func(from, to int) any {
		limit, isOpen := 0.0, false
		for _, period := range periods[min(from, len(periods)):min(to, len(periods))] {
			if period.Open {
				limit, isOpen = max(limit, period.Limit), true
			}
		}
		if !isOpen {
			return ""
		}
		return cached(formula.Number(limit))
	}
	return func(level string, i int) any {
		switch level {
		case "year":
			return highest(0, 12)
		case "quarter":
			return highest(3*i, 3*i+3)
		case "month":
			return highest(i, i+1)
		}
		m := s.weekMonths[i]
		if m >= len(periods) || !periods[m].Open {
			return ""
		}
		days := s.values.Days().Week(m, s.days.datesOf(s.weeks[i]))
		return cached(formula.Number(periods[m].Limit * days / 5))
	}
}
