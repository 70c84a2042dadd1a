package goal

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Calendar says which days of a year are no ordinary working days. It is the
// file content/calendar/YEAR.toml:
//
//	year = 2026
//	[[holidays]]
//	name = "春节"
//	from = 2026-02-15
//	to   = 2026-02-23       # default: from
//	[[workdays]]            # weekend days that are worked (调休)
//	date = 2026-02-14
//
// One calendar may have no year, content/calendar/statutory.toml: the days off
// that are certain from the law alone. It is for the years without a calendar of
// their own.
//
//	statutory = true
//	[[holidays]]
//	name  = "劳动节"
//	month = 5               # in every year
//	day   = 1
//	days  = 2               # default: 1
//	[[holidays]]
//	name = "清明节"          # where the date differs from year to year
//	from = 2027-04-05
type Calendar struct {
	Year    int      // 0 of the statutory one
	off, on []string // dates; 05-01 for a day of every year
}

// ParseCalendar reads a calendar.
func ParseCalendar(file, text string) (*Calendar, []diag.Fault) {
	table, faults := toml.Parse(file, text, 0, len(text))
	if table == nil {
		return nil, faults
	}
	r := toml.NewReader(table, &faults)
	c := &Calendar{}
	if !r.Bool("statutory") {
		r.Require("year")
		c.Year = r.Int("year", 0)
	}
	for _, h := range r.Tables("holidays") {
		c.readHoliday(h)
	}
	for _, w := range r.Tables("workdays") {
		w.Require("date")
		day := w.Date("date")
		c.on = append(c.on, c.days(w, day, day)...)
		w.Finish()
	}
	r.Finish()
	return c, faults
}

func (c *Calendar) readHoliday(h *toml.Reader) {
	h.Require("name")
	h.String("name")
	if c.Year == 0 && h.Has("month") {
		h.Require("day")
		month, day := h.Int("month", 1), h.Int("day", 1)
		first := time.Date(2000, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if int(first.Month()) != month || first.Day() != day {
			h.Report(diag.Errorf(h.At("month"), "bad-holiday", "there is no day %d of month %d", day, month).WithHelp("write a month from 1 to 12 and a day that it has"))
		}
		for i := range min(max(h.Int("days", 1), 1), 31) {
			c.off = append(c.off, first.AddDate(0, 0, i).Format("01-02"))
		}
	} else {
		h.Require("from")
		from, to := h.Date("from"), h.Date("to")
		c.off = append(c.off, c.days(h, from, cmp.Or(to, from))...)
	}
	h.Finish()
}

// days lists the days from one date to another.
func (c *Calendar) days(r *toml.Reader, from, to toml.Date) []string {
	first, err := time.Parse(time.DateOnly, string(from))
	last, err2 := time.Parse(time.DateOnly, string(to))
	if err != nil || err2 != nil {
		return nil // told by the reader
	}
	if c.Year != 0 && first.Year() != c.Year || last.Before(first) || last.Sub(first) > 31*24*time.Hour {
		r.Report(diag.Errorf(r.Place(), "bad-holiday", "the days %s to %s do not lie in %d", from, to, c.Year).
			WithHelp("write dates of the year, the first before the last and within a month"))
		return nil
	}
	var days []string
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		days = append(days, d.Format(time.DateOnly))
	}
	return days
}

// works tells whether a day is worked: as the calendar of its year says, or
// where there is none, the statutory one.
func works(day time.Time, calendars []*Calendar) bool {
	date := day.Format(time.DateOnly)
	c := find(calendars, day.Year())
	if c == nil {
		c = find(calendars, 0)
	}
	switch {
	case c != nil && slices.Contains(c.on, date):
		return true
	case c != nil && (slices.Contains(c.off, date) || slices.Contains(c.off, date[len("2006-"):])):
		return false
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// find finds the calendar of a year; nil if there is none.
func find(calendars []*Calendar, year int) *Calendar {
	for _, c := range calendars {
		if c.Year == year {
			return c
		}
	}
	return nil
}

// Year is a fiscal year in months and weeks.
type Year struct {
	ID     string // 2027
	Months []Month
	Known  Known // about its days off
}

// Known is what is known about the days off of a year.
type Known string

// What is known, from the least. Without a calendar, Monday to Friday are worked.
const (
	KnownNothing Known = "nothing"
	KnownLaw     Known = "law" // only what the law fixes
	KnownAll     Known = "all"
)

// Month is a month of a fiscal year with the weeks whose Thursdays are in it.
type Month struct {
	ID    string // 2027-03
	Weeks []Week
}

// Week is an ISO week.
type Week struct {
	ID     string // 2027-W07
	Monday string // 2027-02-15
	Days   []string
}

// Quarter is the id of the quarter of the i-th month.
func (y *Year) Quarter(i int) string { return fmt.Sprintf("%s-Q%d", y.ID, i/3+1) }

// newYear lays out a fiscal year that begins in a month.
func newYear(year, start int, calendars []*Calendar) *Year {
	y := &Year{ID: fmt.Sprint(year)}
	for i := range 12 {
		first := time.Date(year, time.Month(start+i), 1, 0, 0, 0, 0, time.UTC)
		month := Month{ID: first.Format("2006-01")}
		thursday := first.AddDate(0, 0, (int(time.Thursday)-int(first.Weekday())+7)%7)
		for ; thursday.Month() == first.Month(); thursday = thursday.AddDate(0, 0, 7) {
			month.Weeks = append(month.Weeks, newWeek(thursday, calendars))
		}
		y.Months = append(y.Months, month)
	}
	y.Known = known(calendars, year)
	if start > 1 && y.Known == KnownAll {
		y.Known = known(calendars, year+1)
	}
	return y
}

// known is what the calendars say about a year's days off.
func known(calendars []*Calendar, year int) Known {
	switch {
	case find(calendars, year) != nil:
		return KnownAll
	case find(calendars, 0) != nil:
		return KnownLaw
	}
	return KnownNothing
}

func newWeek(thursday time.Time, calendars []*Calendar) Week {
	isoYear, number := thursday.ISOWeek()
	monday := thursday.AddDate(0, 0, -3)
	w := Week{ID: fmt.Sprintf("%d-W%02d", isoYear, number), Monday: monday.Format(time.DateOnly), Days: []string{}}
	for i := range 7 {
		if day := monday.AddDate(0, 0, i); works(day, calendars) {
			w.Days = append(w.Days, day.Format(time.DateOnly))
		}
	}
	return w
}
