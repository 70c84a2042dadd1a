// Package schedule says on which days of a fiscal year a person works, what those days
// are worth, and in which months and weeks the steps towards a goal are done.
//
// # Days
//
// The days of a year are the working days of its twelve calendar months. A person's days
// are open from the date of joining or the date from which the sheet counts, the later of
// the two. Without either, all days are open.
//
// # Worth
//
// A ramp gives the worth of a day by the months since joining: its k-th value holds from k
// months after the date of joining to k+1 months after it, and its last value goes on. A
// value of 0 ends where the person's own work begins, at the start of a week since joining;
// from there the first value above 0 holds. The worth of some days is the sum, over the
// ramp in order, of the number of open days times the value. Without a ramp, a day is worth
// 1. With heads, each open day of a month is worth the heads of the month.
//
// The work of a month falls on its weeks by the worth of their open days. Heads do not matter
// there, since they are the same in all weeks of a month.
//
// # Steps
//
// A first step is done before its result by a lead in months. Its last safe day is the last
// day of the last month in which the result has a weight, minus the whole months of the lead
// as calendar months, from the end of a month to the end of a month, minus the fraction of
// the lead of the month that is reached, rounded up to days; then the last working day of
// the year on or before it. A step without one that is open is out of reach. The weights of
// the result move earlier by the months between its last month and the last safe day, and
// each is multiplied by the worth of the month's days up to the last safe day.
//
// A step that follows another has the weights of the first step of its chain, later by the
// difference of the two distances. A weight that falls into a month without an open day goes
// to the next month that has one up to the last safe day, or else to the nearest before it.
package schedule

import (
	"slices"
	"time"

	"cairn/generator/internal/calendar"
)

// Person says from when and how much somebody works. The dates are "" if they are blank.
type Person struct {
	Joined, Starts string
	Ramp           []float64 // empty without one
	OwnWeek        int       // the week since joining from which a 0 of the ramp counts; 0 without one
	Heads          []float64 // people in each month of the year; nil for one person
}

// Opening returns the later of the dates from which somebody works, "" if there is none.
func (p Person) Opening() string { return max(p.Joined, p.Starts) }

// Days are the working days of a year with their worth for a person.
type Days struct {
	Opening string
	Open    []float64 // the number of open days in each month
	All     []float64 // the number of working days in each month
	Worth   []float64 // the worth of the open days in each month

	year     *calendar.Year
	heads    []float64
	segments []segment
}

// segment is a time from one day up to another, in which each day has the same worth.
type segment struct {
	from, to string // "" for no end
	worth    float64
}

// New lays out the days of a year for a person.
func New(year *calendar.Year, who Person) *Days {
	d := &Days{Opening: who.Opening(), year: year, heads: who.Heads, segments: segments(who)}
	for m, month := range year.Months {
		d.All = append(d.All, float64(len(month.Days)))
		d.Open = append(d.Open, count(month.Days, d.Opening, "", ""))
		d.Worth = append(d.Worth, d.worth(m, month.Days, ""))
	}
	return d
}

// Total sums the numbers of months.
func Total(months []float64) float64 {
	sum := 0.0
	for _, x := range months {
		sum += x
	}
	return sum
}

// First returns the first working day of the year, "" if it has none.
func First(year *calendar.Year) string {
	for _, m := range year.Months {
		if len(m.Days) > 0 {
			return m.Days[0]
		}
	}
	return ""
}

func segments(who Person) []segment {
	opening := who.Opening()
	if len(who.Ramp) == 0 || who.Joined == "" || who.Heads != nil {
		return []segment{{opening, "", 1}}
	}
	var all []segment
	add := func(from, to string, worth float64) {
		if from = max(from, opening); to == "" || from < to {
			all = append(all, segment{from, to, worth})
		}
	}
	own := Later(who.Joined, 7*(who.OwnWeek-1))
	first := who.Ramp[slices.IndexFunc(who.Ramp, func(w float64) bool { return w > 0 })]
	for k, worth := range who.Ramp {
		from, to := AddMonths(who.Joined, k), ""
		if k+1 < len(who.Ramp) {
			to = AddMonths(who.Joined, k+1)
		}
		if worth == 0 && who.OwnWeek > 0 && (to == "" || own < to) {
			add(from, own, 0)
			from, worth = max(from, own), first
		}
		add(from, to, worth)
	}
	return all
}

// worth returns the worth of some days of a month up to a last day, "" for no limit.
func (d *Days) worth(month int, days []string, last string) float64 {
	if d.heads != nil {
		return float64(d.heads[month] * count(days, d.Opening, "", last))
	}
	return d.ramped(days, last)
}

// ramped returns the worth of some days for one person, up to a last day.
func (d *Days) ramped(days []string, last string) float64 {
	sum := 0.0
	for _, s := range d.segments {
		sum += float64(count(days, s.from, s.to, last) * s.worth)
	}
	return sum
}

// Week returns how many open days of average worth a week has, beside the other open days of
// its month. In a month without worth, each open day counts.
func (d *Days) Week(month int, days []string) float64 {
	all := d.ramped(d.year.Months[month].Days, "")
	if all == 0 {
		return count(days, d.Opening, "", "")
	}
	return float64(d.ramped(days, "")*d.Open[month]) / all
}

// Begins returns the date of the first day that is worth something, "" for any day.
func (d *Days) Begins() string {
	i := slices.IndexFunc(d.segments, func(s segment) bool { return s.worth > 0 })
	if i < 0 {
		return ""
	}
	return d.segments[i].from
}

// From counts the days of a month on and after a date that are open.
func (d *Days) From(month int, date string) float64 {
	return count(d.year.Months[month].Days, max(d.Opening, date), "", "")
}

// count counts the days from a day on, before another and up to a last one. "" is no limit.
func count(days []string, from, to, last string) float64 {
	low, high := 0, len(days)
	if high == 0 || days[high-1] < from || to != "" && days[0] >= to {
		return 0 // most segments are before or after a month
	}
	for low < high && days[low] < from {
		low++
	}
	for high > low && (to != "" && days[high-1] >= to || last != "" && days[high-1] > last) {
		high--
	}
	return float64(high - low)
}

// AddMonths returns the same day of a later month, or that month's last day if it is
// shorter. It is "" if the date cannot be read.
func AddMonths(date string, months int) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	first := time.Date(d.Year(), d.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d.Day(), last)-1).Format(time.DateOnly)
}

// Later returns the date some days after another, "" if the date cannot be read.
func Later(date string, days int) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return d.AddDate(0, 0, days).Format(time.DateOnly)
}
