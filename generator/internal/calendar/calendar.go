// Package calendar reads the calendars of working days and lays out a fiscal year
// in months and weeks.
//
// A calendar is the file content/calendar/YEAR.toml. It lists the days that differ
// from the ordinary week, in which Monday to Friday are worked:
//
//	year = 2026
//	[[holidays]]
//	name = "春节"
//	from = 2026-02-15
//	to   = 2026-02-23       # default: from
//	[[workdays]]            # weekend days that are worked (调休)
//	date = 2026-02-14
//
// One calendar has no year, content/calendar/statutory.toml: the days off that the
// law fixes. It applies to every year without a calendar of its own.
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
//
// A week belongs to the month of its Thursday.
package calendar

import (
	"cmp"
	"time"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Calendar holds the days of one year that differ from the ordinary week.
type Calendar struct {
	Year    int      // 0 for the statutory calendar
	off, on []string // dates without work and with work: 2026-02-15, or 05-01 in every year
}

// Parse reads a calendar.
func Parse(file, text string) (*Calendar, []diag.Fault) {
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
			h.Report(diag.Errorf(h.At("month"), "bad-holiday", "there is no day %d in month %d", day, month).WithHelp("write a month from 1 to 12 and a day of that month"))
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

// days returns all dates from one date to another.
func (c *Calendar) days(r *toml.Reader, from, to toml.Date) []string {
	first, err := time.Parse(time.DateOnly, string(from))
	last, err2 := time.Parse(time.DateOnly, string(to))
	if err != nil || err2 != nil {
		return nil // already reported
	}
	if c.Year != 0 && first.Year() != c.Year || last.Before(first) || last.Sub(first) > 31*24*time.Hour {
		r.Report(diag.Errorf(r.Place(), "bad-holiday", "invalid holiday %s to %s in %d", from, to, c.Year).
			WithHelp("write dates of that year; the second is not before the first, and at most a month after it"))
		return nil
	}
	var days []string
	for d := first; !d.After(last); d = d.AddDate(0, 0, 1) {
		days = append(days, d.Format(time.DateOnly))
	}
	return days
}
