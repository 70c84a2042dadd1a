package calendar

import (
	"fmt"
	"slices"
	"time"
)

// isWorkday reports whether a day is a working day: by the calendar of its year, or else by
// the statutory calendar.
func isWorkday(day time.Time, calendars []*Calendar) bool {
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

// find returns the calendar of a year, or nil.
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
	Known  Known // whether its days off are known
}

// Known says which days off of a year the calendars have.
type Known string

// From the least to the most. Without a calendar, Monday to Friday are working days.
const (
	KnownNothing Known = "nothing"
	KnownLaw     Known = "law" // only those that the law fixes
	KnownAll     Known = "all"
)

// Month is a month of a fiscal year with the weeks whose Thursdays it contains.
type Month struct {
	ID    string   // 2027-03
	Days  []string // dates of the working days of the calendar month, which may be in weeks of other months
	Weeks []Week
}

// Week is an ISO week.
type Week struct {
	ID     string   // 2027-W07
	Monday string   // 2027-02-15
	Days   []string // dates of the working days
}

// Quarter returns the id of the quarter that contains the i-th month.
func (y *Year) Quarter(i int) string { return fmt.Sprintf("%s-Q%d", y.ID, i/3+1) }

// NewYear lays out a fiscal year that begins with a month.
func NewYear(year, start int, calendars []*Calendar) *Year {
	y := &Year{ID: fmt.Sprint(year)}
	for i := range 12 {
		first := time.Date(year, time.Month(start+i), 1, 0, 0, 0, 0, time.UTC)
		month := Month{ID: first.Format("2006-01")}
		for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
			if isWorkday(day, calendars) {
				month.Days = append(month.Days, day.Format(time.DateOnly))
			}
		}
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

// known reports which days off of a year the calendars have.
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
		if day := monday.AddDate(0, 0, i); isWorkday(day, calendars) {
			w.Days = append(w.Days, day.Format(time.DateOnly))
		}
	}
	return w
}

// Irregular returns the dates on which the week differs from one worked from Monday to
// Friday.
func (w Week) Irregular() (days []string) {
	monday, err := time.Parse(time.DateOnly, w.Monday)
	if err != nil {
		return nil
	}
	for i := range 7 {
		day := monday.AddDate(0, 0, i).Format(time.DateOnly)
		if isWorked := slices.Contains(w.Days, day); isWorked != (i < 5) {
			days = append(days, day)
		}
	}
	return days
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
