package goal

import "testing"

func TestYear(t *testing.T) {
	y := newYear(2027, 1, nil)
	first, last := y.Months[0].Weeks[0], y.Months[11].Weeks[len(y.Months[11].Weeks)-1]
	if first.ID != "2027-W01" || first.Monday != "2027-01-04" || last.ID != "2027-W52" {
		t.Errorf("the year goes from %v to %v", first, last)
	}
	y = newYear(2026, 4, nil)
	if y.Months[0].ID != "2026-04" || y.Months[11].ID != "2027-03" || y.Quarter(11) != "2026-Q4" {
		t.Errorf("a year that begins in April has the months %s to %s", y.Months[0].ID, y.Months[11].ID)
	}
	calendar, faults := ParseCalendar("c.toml", "year = 2027\n[[holidays]]\nname = \"春节\"\nfrom = 2027-02-05\nto = 2027-02-08\n[[workdays]]\ndate = 2027-02-14\n")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	y = newYear(2027, 1, []*Calendar{calendar})
	for _, w := range y.Months[1].Weeks {
		if want := map[string]int{"2027-W05": 4, "2027-W06": 5, "2027-W07": 5, "2027-W08": 5}[w.ID]; len(w.Days) != want {
			t.Errorf("week %s has the working days %v", w.ID, w.Days)
		}
	}
}

func TestMilestones(t *testing.T) {
	for _, test := range []struct {
		joined string
		months int
		want   string
	}{{"2027-01-04", 3, "2027-04-04"}, {"2027-11-30", 3, "2028-02-29"}, {"2026-11-30", 3, "2027-02-28"}, {"2027-08-31", 6, "2028-02-29"}, {"", 3, ""}, {"soon", 3, ""}} {
		if got := after(test.joined, test.months); got != test.want {
			t.Errorf("%d months after %s is %s, not %s", test.months, test.joined, got, test.want)
		}
	}
}
