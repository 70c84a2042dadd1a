package calendar

import (
	"fmt"
	"slices"
	"time"
)

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

// NewYear lays out a fiscal year that begins in a month.
func NewYear(year, start int, calendars []*Calendar) *Year {
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

// DaysFrom counts the working days of the week on and after a date.
func (w Week) DaysFrom(date string) float64 {
	n := 0.0
	for _, day := range w.Days {
		if day >= date {
			n++
		}
	}
	return n
}
