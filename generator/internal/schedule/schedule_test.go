package schedule_test

import (
	"slices"
	"testing"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/schedule"
)

// The last safe days, worked by hand: the end of the last month with a weight, minus whole
// months, minus the fraction of the month that is reached, rounded up to days; then the last
// working day on or before. 5 February 2027 is a day off, and 31 October is a Sunday.
func TestLastSafeDay(t *testing.T) {
	year := calendar.NewYear(2027, 1, goaltest.Calendars(t))
	quarter := []float64{1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	for _, test := range []struct {
		weights  []float64
		lead     float64
		opening  string
		latest   string
		distance int
	}{
		{slices.Repeat([]float64{1}, 12), 0, "", "2027-12-31", 0},
		{slices.Repeat([]float64{1}, 12), 0.05, "", "2027-12-29", 0}, // 1.55 days, so 2
		{slices.Repeat([]float64{1}, 12), 2, "", "2027-10-29", 2},
		{slices.Repeat([]float64{1}, 12), 2.5, "", "2027-10-15", 2}, // 15.5 days, so 16
		{slices.Repeat([]float64{1}, 12), -3, "", "2027-12-31", 0},
		{quarter, 2, "", "2027-01-29", 2}, // not 28 January, by the days of February
		{quarter, 1, "", "2027-02-26", 1},
		{quarter, 1.8, "", "2027-02-04", 1}, // 23 of 28 days before the 28th: the 5th, a day off
		{quarter, 3, "", "", 0},
		{quarter, 1, "2027-02-26", "2027-02-26", 1},
		{quarter, 1, "2027-02-27", "", 0},
		{quarter, 1e300, "", "", 0},
	} {
		w := schedule.NewWindow(year, test.opening, test.weights, test.lead)
		if w.Latest != test.latest || w.Distance != test.distance {
			t.Errorf("a lead of %g from %q: %v, not %s with a distance of %d", test.lead, test.opening, w, test.latest, test.distance)
		}
	}
}

// A step that follows another is done as many months later as its result is closer, in the
// next month that has an open day before its own last safe day, or else in the nearest before.
func TestFollow(t *testing.T) {
	year := calendar.NewYear(2027, 1, goaltest.Calendars(t))
	equal := slices.Repeat([]float64{1}, 12)
	d := schedule.New(year, schedule.Person{Starts: "2027-08-16"})
	first, own := schedule.NewWindow(year, d.Opening, equal, 2), schedule.NewWindow(year, d.Opening, equal, 0)
	spread := d.First(equal, first)
	if want := []float64{0, 0, 0, 0, 0, 0, 0, 12, 21, 20, 0, 0}; !slices.Equal(spread.Months, want) {
		t.Errorf("the first step is spread as %v", spread.Months)
	}
	if got, want := d.Follow(spread, first, own).Months, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 21, 20}; !slices.Equal(got, want) {
		t.Errorf("two months later: %v", got)
	}
	earlier := schedule.NewWindow(year, d.Opening, equal, 3) // 30 September
	if got, want := d.Follow(spread, first, earlier).Months, []float64{0, 0, 0, 0, 0, 0, 0, 12, 41, 0, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("with an earlier last safe day: %v", got)
	}
}

// The weeks of January and March 2027 for somebody who joins on Monday the 4th of January and
// works on her own from the third week, at a quarter until 3 March and at half from then on.
func TestWeek(t *testing.T) {
	year := calendar.NewYear(2027, 1, goaltest.Calendars(t))
	who := schedule.Person{Joined: "2027-01-04", Ramp: []float64{0, 0.25, 0.5, 1}, OwnWeek: 3}
	slow, late := who, who
	slow.OwnWeek, late.Starts = 0, "2027-01-27"
	for name, test := range map[string]struct {
		who    schedule.Person
		begins string
		weeks  []float64 // of January, then the first of March
	}{
		"newcomer":     {who, "2027-01-18", []float64{0, 0, 10, 10, 1.75 * 23 / 10.75}},
		"no own week":  {slow, "2027-02-04", []float64{5, 5, 5, 5, 1.75 * 23 / 10.75}}, // January is worth nothing
		"later start":  {late, "2027-01-27", []float64{0, 0, 0, 3, 1.75 * 23 / 10.75}},
		"no ramp":      {schedule.Person{Joined: "2027-01-04"}, "2027-01-04", []float64{5, 5, 5, 5, 5}},
		"several":      {schedule.Person{Joined: "2027-01-04", Ramp: who.Ramp, Heads: slices.Repeat([]float64{0.7}, 12)}, "2027-01-04", []float64{5, 5, 5, 5, 5}},
		"unknown date": {schedule.Person{Ramp: who.Ramp}, "", []float64{5, 5, 5, 5, 5}},
	} {
		d := schedule.New(year, test.who)
		got := []float64{}
		for _, week := range year.Months[0].Weeks {
			got = append(got, d.Week(0, week.Days))
		}
		got = append(got, d.Week(2, year.Months[2].Weeks[0].Days))
		if !slices.Equal(got, test.weeks) || d.Begins() != test.begins {
			t.Errorf("%s: the weeks count %v from %s, want %v from %s", name, got, d.Begins(), test.weeks, test.begins)
		}
	}
}

// Dates with the end of a month, and dates that cannot be read.
func TestDates(t *testing.T) {
	for _, test := range []struct {
		date   string
		months int
		want   string
	}{{"2027-08-31", 6, "2028-02-29"}, {"2026-11-30", 3, "2027-02-28"}, {"2027-03-31", -1, "2027-02-28"}, {"", 3, ""}, {"soon", 3, ""}} {
		if got := schedule.AddMonths(test.date, test.months); got != test.want {
			t.Errorf("%d months after %s is %s, not %s", test.months, test.date, got, test.want)
		}
	}
	if got := schedule.Later("2027-12-27", 7) + schedule.Later("soon", 7); got != "2028-01-03" {
		t.Errorf("a week after 27 December is %s", got)
	}
}
