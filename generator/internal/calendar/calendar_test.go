package calendar_test

import (
	"cairn/generator/internal/calendar"
	"cairn/generator/internal/goaltest"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestYear(t *testing.T) {
	y := calendar.NewYear(2027, 1, nil)
	first, last := y.Months[0].Weeks[0], y.Months[11].Weeks[len(y.Months[11].Weeks)-1]
	if first.ID != "2027-W01" || first.Monday != "2027-01-04" || last.ID != "2027-W52" {
		t.Errorf("the year goes from %v to %v", first, last)
	}
	y = calendar.NewYear(2026, 4, nil)
	if y.Months[0].ID != "2026-04" || y.Months[11].ID != "2027-03" || y.Quarter(11) != "2026-Q4" {
		t.Errorf("a year that begins in April has the months %s to %s", y.Months[0].ID, y.Months[11].ID)
	}
	own, faults := calendar.Parse("c.toml", "year = 2027\n[[holidays]]\nname = \"春节\"\nfrom = 2027-02-05\nto = 2027-02-08\n[[workdays]]\ndate = 2027-02-14\n")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	y = calendar.NewYear(2027, 1, []*calendar.Calendar{own})
	for _, w := range y.Months[1].Weeks {
		if want := map[string]int{"2027-W05": 4, "2027-W06": 5, "2027-W07": 5, "2027-W08": 5}[w.ID]; len(w.Days) != want {
			t.Errorf("week %s has the working days %v", w.ID, w.Days)
		}
	}
}

func TestCalendarFaults(t *testing.T) {
	text := "year = 2027\n[[holidays]]\nname = \"元旦\"\nfrom = 2026-12-31\nto = 2027-01-02\n[[holidays]]\nfrom = 2027-05-02\nto = 2027-05-01\n[[workdays]]\nday = 2027-02-14\n"
	_, faults := calendar.Parse("c.toml", text)
	want := `c.toml:2:1: error: invalid holiday 2026-12-31 to 2027-01-02 in 2027
    write dates of that year; the second is not before the first, and at most a month after it
c.toml:6:1: error: invalid holiday 2027-05-02 to 2027-05-01 in 2027
    write dates of that year; the second is not before the first, and at most a month after it
c.toml:6:1: error: name is missing
    add a line ` + "`name = \"…\"`" + `
c.toml:9:1: error: date is missing
    add a line ` + "`date = 2026-11-20`" + `
c.toml:10:1: warning: unknown key day
    remove it; the keys allowed here are date
`
	if diff := cmp.Diff(want, goaltest.Print(faults, text)); diff != "" {
		t.Error(diff)
	}
}

func TestStatutoryFaults(t *testing.T) {
	text := "statutory = true\n[[holidays]]\nname = \"元旦\"\nmonth = 13\nday = 1\n[[holidays]]\nname = \"闰日\"\nmonth = 2\nday = 29\n"
	_, faults := calendar.Parse("c.toml", text)
	want := "c.toml:4:9: error: there is no day 1 in month 13\n    write a month from 1 to 12 and a day of that month\n"
	if diff := cmp.Diff(want, goaltest.Print(faults, text)); diff != "" {
		t.Error(diff)
	}
}

func TestKnown(t *testing.T) {
	official, law := &calendar.Calendar{Year: 2026}, &calendar.Calendar{}
	for _, test := range []struct {
		year, start int
		calendars   []*calendar.Calendar
		want        calendar.Known
	}{
		{2026, 1, []*calendar.Calendar{official, law}, calendar.KnownAll},
		{2027, 1, []*calendar.Calendar{official, law}, calendar.KnownLaw},
		{2026, 4, []*calendar.Calendar{official, law}, calendar.KnownLaw},
		{2026, 4, []*calendar.Calendar{official}, calendar.KnownNothing},
		{2025, 4, []*calendar.Calendar{official, law}, calendar.KnownLaw},
		{2028, 1, []*calendar.Calendar{official}, calendar.KnownNothing},
	} {
		if got := calendar.NewYear(test.year, test.start, test.calendars).Known; got != test.want {
			t.Errorf("of the year %d from month %d is known: %s, not %s", test.year, test.start, got, test.want)
		}
	}
}

// The calendars of this repository's own site have the days off that the law gives: 13
// beside the weekends.
func TestOwnCalendars(t *testing.T) {
	calendars := goaltest.Calendars(t)
	for year, want := range map[int]int{
		2026: 261 - 13,
		2027: 261 - 7, // the others fall on weekends, and their substitutes are not announced yet
		2030: 261 - 6, // only those with a fixed date
	} {
		days := 0
		for _, fiscal := range []int{year - 1, year, year + 1} { // a first or last week may belong to another year
			for _, m := range calendar.NewYear(fiscal, 1, calendars).Months {
				for _, w := range m.Weeks {
					for _, day := range w.Days {
						if strings.HasPrefix(day, fmt.Sprint(year)) {
							days++
						}
					}
				}
			}
		}
		if days != want {
			t.Errorf("%d has %d working days, not %d", year, days, want)
		}
	}
	weeks := map[string]int{}
	for _, year := range []int{2026, 2027} {
		for _, m := range calendar.NewYear(year, 1, calendars).Months {
			for _, w := range m.Weeks {
				weeks[w.ID] = len(w.Days)
			}
		}
	}
	for week, want := range map[string]int{
		"2026-W07": 6, "2026-W08": 0, "2026-W09": 5, "2026-W40": 3, "2026-W41": 3,
		"2027-W01": 5, "2027-W05": 4, "2027-W06": 4, "2027-W14": 4, "2027-W17": 5, "2027-W23": 4, "2027-W37": 4, "2027-W39": 4, "2027-W40": 5,
	} {
		if weeks[week] != want {
			t.Errorf("week %s has %d working days, not %d", week, weeks[week], want)
		}
	}
}
