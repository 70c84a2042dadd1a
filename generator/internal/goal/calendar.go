package goal

import (
	"fmt"
	"slices"
	"time"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Calendar says which days of a year are no ordinary working days. It is the
// file content/calendar/YEAR.toml:
//
//	year = 2027
//	provisional = true      # only the days that the law fixes are known
//	[[holidays]]
//	name = "春节"
//	from = 2027-02-05
//	to   = 2027-02-08       # default: from
//	[[workdays]]            # weekend days that are worked (调休)
//	date = 2027-02-14
type Calendar struct {
	Year        int
	Provisional bool
	off, on     []string // dates
}

// ParseCalendar reads a calendar.
func ParseCalendar(file, text string) (*Calendar, []diag.Fault) {
	table, faults := toml.Parse(file, text, 0, len(text))
	if table == nil {
		return nil, faults
	}
	r := toml.NewReader(table, &faults)
	r.Require("year")
	c := &Calendar{Year: r.Int("year", 0), Provisional: r.Bool("provisional")}
	for _, h := range r.Tables("holidays") {
		h.Require("name", "from")
		h.String("name")
		from, to := h.Date("from"), h.Date("to")
		if to == "" {
			to = from
		}
		c.off = append(c.off, c.days(h, from, to)...)
		h.Finish()
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

// days lists the days from one date to another.
func (c *Calendar) days(r *toml.Reader, from, to toml.Date) []string {
	first, err := time.Parse(time.DateOnly, string(from))
	last, err2 := time.Parse(time.DateOnly, string(to))
	if err != nil || err2 != nil {
		return nil // told by the reader
	}
	if first.Year() != c.Year || last.Before(first) || last.Sub(first) > 31*24*time.Hour {
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

// works tells whether a day is worked.
func works(day time.Time, calendars []*Calendar) bool {
	date := day.Format(time.DateOnly)
	for _, c := range calendars {
		switch {
		case slices.Contains(c.on, date):
			return true
		case slices.Contains(c.off, date):
			return false
		}
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
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
	if next := known(calendars, year+1); start > 1 && y.Known != KnownNothing && next != KnownAll {
		y.Known = next
	}
	return y
}

// known is what the calendars say about a year's days off.
func known(calendars []*Calendar, year int) Known {
	i := slices.IndexFunc(calendars, func(c *Calendar) bool { return c.Year == year })
	switch {
	case i < 0:
		return KnownNothing
	case calendars[i].Provisional:
		return KnownLaw
	}
	return KnownAll
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
