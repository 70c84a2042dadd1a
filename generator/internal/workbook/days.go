package workbook

import (
	"maps"
	"slices"

	"cairn/generator/internal/calendar"
)

// dayTable has a row for each working day of the year's months and weeks, in order. The
// days of a month, and those of a week, are rows below one another.
type dayTable struct {
	grid    *grid
	dates   []string
	year    rows     // the days of the year's months
	months  []rows   // the days of each month
	weeks   [][]rows // the days of each month's weeks
	columns int
}

// rows is a part of a table; it is empty if to is less than from.
type rows struct{ from, to int }

// The first row and the first column of the table, which has the dates.
const (
	firstDay   = 1
	dateColumn = 1
)

func newDayTable(g *grid, y *calendar.Year) *dayTable {
	all := map[string]bool{}
	for _, m := range y.Months {
		for _, w := range m.Weeks {
			for _, date := range w.Days {
				all[date] = true
			}
		}
		for _, date := range m.Days {
			all[date] = true
		}
	}
	d := &dayTable{grid: g, dates: slices.Sorted(maps.Keys(all)), columns: dateColumn}
	for i, date := range d.dates {
		serial, _ := day(date)
		g.set(firstDay+i, dateColumn, serial)
	}
	for _, m := range y.Months {
		d.months = append(d.months, d.rowsOf(m.Days))
		var weeks []rows
		for _, w := range m.Weeks {
			weeks = append(weeks, d.rowsOf(w.Days))
		}
		d.weeks = append(d.weeks, weeks)
	}
	d.year = join(d.months)
	return d
}

// rowsOf returns the rows of days that follow one another.
func (d *dayTable) rowsOf(dates []string) rows {
	if len(dates) == 0 {
		return rows{0, -1}
	}
	from, _ := slices.BinarySearch(d.dates, dates[0])
	return rows{firstDay + from, firstDay + from + len(dates) - 1}
}

// datesOf returns the days of some rows.
func (d *dayTable) datesOf(r rows) []string {
	if r.len() == 0 {
		return nil
	}
	return d.dates[r.from-firstDay : r.to+1-firstDay]
}

// join returns the rows from the first to the last of parts that follow one another.
func join(parts []rows) rows {
	all := rows{0, -1}
	for _, part := range parts {
		switch {
		case part.len() == 0:
		case all.len() == 0:
			all = part
		default:
			all.to = part.to
		}
	}
	return all
}

func (r rows) len() int { return r.to - r.from + 1 }

// weeksOf returns the days of all weeks of a month.
func (d *dayTable) weeksOf(month int) rows { return join(d.weeks[month]) }

// addColumn adds a column to the table of days. fill returns the formula of a day's cell; date is
// the reference of the cell with the date of that day.
func (d *dayTable) addColumn(fill func(date string) string) (column int) {
	d.columns++
	for i := range d.dates {
		d.grid.compute(firstDay+i, d.columns, fill(d.grid.ref(firstDay+i, dateColumn)))
	}
	return d.columns
}

// sum returns a formula for the sum of a column.
func (d *dayTable) sum(column int, r rows) string {
	if r.len() == 0 {
		return "0"
	}
	return sprintf("SUM(%s)", d.grid.span(r.from, r.to, column))
}

// sumIf returns a formula for the sum of a column over the days that stand in a relation
// (<=, >) to the date of a cell.
func (d *dayTable) sumIf(column int, r rows, relation, date string) string {
	if r.len() == 0 {
		return "0"
	}
	return sprintf(`SUMIF(%s,"%s"&%s,%s)`, d.grid.span(r.from, r.to, dateColumn), relation, date, d.grid.span(r.from, r.to, column))
}

// lastBy returns a formula for the last day of the year on or before the date of a cell,
// 0 if there is none.
func (d *dayTable) lastBy(date string) string {
	if d.year.len() == 0 {
		return "0"
	}
	all := d.grid.span(d.year.from, d.year.to, dateColumn)
	return sprintf("IF(%[1]s<%[2]s,0,INDEX(%[3]s,MATCH(%[1]s,%[3]s,1)))", date, d.grid.ref(d.year.from, dateColumn), all)
}

// count returns a formula for the number of days on and after the date of a cell.
func (d *dayTable) count(r rows, from string) string {
	if r.len() == 0 {
		return "0"
	}
	return sprintf(`COUNTIF(%s,">="&%s)`, d.grid.span(r.from, r.to, dateColumn), from)
}

// clock counts the days of a person: from the cell opening on, 0 if that is unknown, by
// what the person is worth on each day since the cell joined.
type clock struct {
	days            *dayTable
	opening, joined string
	openColumn      int // 1 on an open day, otherwise 0
	worthColumn     int // the worth of an open day
}

// ramp is what a newcomer is worth in each month since joining, and the week from which a
// zero counts as the first value above zero; 0 for none.
type ramp struct {
	values   []float64
	fromWeek int
}

// newClock adds the columns of a clock to the table. It takes cells for the ramp from the
// block.
func newClock(d *dayTable, b *block, opening, joined string, r ramp) clock {
	c := clock{days: d, opening: opening, joined: joined}
	c.openColumn = d.addColumn(func(date string) string { return sprintf("IF(%s<%s,0,1)", date, opening) })
	c.worthColumn = c.openColumn
	if len(r.values) == 0 || joined == "" {
		return c
	}
	values := b.series(len(r.values), func(k int) string { return number(r.values[k]) })
	begins := b.series(len(r.values), func(k int) string { return sprintf("IF(%[1]s=0,0,EDATE(%[1]s,%[2]d))", joined, k) })
	worth := func(date string) string {
		return sprintf("INDEX(%s,MATCH(%s,%s,1))", values.span(), date, begins.span())
	}
	c.worthColumn = d.addColumn(func(date string) string {
		w := worth(date)
		if r.fromWeek > 0 && slices.Contains(r.values, 0) {
			first := r.values[slices.IndexFunc(r.values, func(w float64) bool { return w > 0 })]
			w = sprintf("IF(AND(%[1]s=0,%[2]s>=%[3]s+%[4]d),%[5]s,%[1]s)", w, date, joined, 7*(r.fromWeek-1), number(first))
		}
		return sprintf("IF(%s<%s,0,IF(%s=0,1,%s))", date, opening, joined, w)
	})
	return c
}

// block is a part of the hidden sheet in which each computation takes the next column.
type block struct {
	grid        *grid
	row, column int // the first row, the last used column
}

// series is a part of a column.
type series struct {
	grid        *grid
	row, column int
	n           int
}

// series adds a column of n cells. fill gives their formulas, which may refer to cells of
// the column by at before they are filled.
func (b *block) series(n int, fill func(i int) string) series {
	s := b.reserve(n)
	s.fill(fill)
	return s
}

func (b *block) reserve(n int) series {
	b.column++
	return series{b.grid, b.row, b.column, n}
}

func (s series) fill(formula func(i int) string) {
	for i := range s.n {
		s.set(i, formula(i))
	}
}

// cell adds a cell and returns its reference.
func (b *block) cell(format string, args ...any) string {
	return b.series(1, func(int) string { return sprintf(format, args...) }).at(0)
}

func (s series) at(i int) string { return s.grid.ref(s.row+i, s.column) }

func (s series) span() string { return s.grid.span(s.row, s.row+s.n-1, s.column) }

// part returns the reference of n cells from the i-th on.
func (s series) part(i, n int) string { return s.grid.span(s.row+i, s.row+i+n-1, s.column) }
