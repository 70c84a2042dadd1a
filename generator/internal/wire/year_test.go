package wire

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
)

// The browser derives the months, weeks and working days of every fiscal year as the
// calendar has them, at the edges of the year too.
func TestBrowserDerivesTheYear(t *testing.T) {
	vm := jstest.Load(t, "../../../static/goal/calendar.ts")
	if _, err := vm.RunString(`const shown = (year) => {
		const calendar = new module.Calendar(year);
		const date = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
		const daysOf = (span) => {
			const days = [];
			for (let day = span.from; day < span.to; day++) if (calendar.count({ from: day, to: day + 1 }) > 0) days.push(date(day));
			return days;
		};
		return JSON.stringify({
			first: date(calendar.firstWorkday), last: date(calendar.lastWorkday(Infinity)),
			months: calendar.months.map((month, m) => ({
				ID: month.id, Days: daysOf(month), Count: calendar.daysOf(m),
				Weeks: calendar.weeks[m].map((week) => ({ ID: week.id, Monday: week.monday, Days: daysOf(week), Weekdays: week.days.map((day) => date(week.from + day)) })),
			})),
		});
	}`); err != nil {
		t.Fatal(err)
	}
	type week struct {
		ID, Monday     string
		Days, Weekdays []string
	}
	type month struct {
		ID    string
		Days  []string
		Count int
		Weeks []week
	}
	for number := 2023; number < 2033; number++ {
		for start := range 12 {
			y := calendar.NewYear(number, start+1, goaltest.Calendars(t))
			var got, want struct {
				First, Last string
				Months      []month
			}
			for _, m := range y.Months {
				weeks := each(m.Weeks, func(w calendar.Week) week { return week{w.ID, w.Monday, w.Days, w.Days} })
				want.Months = append(want.Months, month{m.ID, m.Days, len(m.Days), weeks})
			}
			days := slices.Concat(each(y.Months, func(m calendar.Month) []string { return m.Days })...)
			want.First, want.Last = days[0], days[len(days)-1]
			data, _ := json.Marshal(year(y))
			value, err := vm.RunString(fmt.Sprintf("shown(%s)", data))
			if err != nil {
				t.Fatalf("%s: %v", y.ID, err)
			}
			if err := json.Unmarshal([]byte(value.String()), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%d from %s: %s", number, time.Month(start+1), diff)
			}
		}
	}
}
