package sheet

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/wire"
)

// workdaysOf returns the working days of a year by date.
func workdaysOf(y *calendar.Year) map[string]bool {
	days := map[string]bool{}
	for _, m := range y.Months {
		for _, day := range m.Days {
			days[day] = true
		}
		for _, w := range m.Weeks {
			for _, day := range w.Days {
				days[day] = true
			}
		}
	}
	return days
}

// The card looks ten working days ahead, today included, and at most 22 days, from every day of the year and of the weeks around it.
func TestHorizon(t *testing.T) {
	vm := loadMonday(t)
	template := goaltest.All(t)["saas/newcomer"]
	vm.Set("json", asJSON(t, wire.New(template)))
	days := workdaysOf(template.Year)
	var dates, want []string
	for i := range 430 {
		today := date("2026-12-01", i)
		last, count := "", 0
		for ahead := 0; ahead <= 21; ahead++ {
			day := date(today, ahead)
			if days[day] {
				count++
			}
			if count <= 10 {
				last = day
			}
		}
		dates, want = append(dates, today), append(want, today+" "+last)
	}
	got := run(t, vm, `const { calendar } = of(JSON.parse(json)); return `+asJSON(t, dates)+`.map((today) => today + " " + due.horizon(calendar, today)).join()`)
	if diff := cmp.Diff(want, strings.Split(got, ",")); diff != "" {
		t.Error(diff)
	}
}

// The week of a day begins on the Monday on or before it.
func TestMondayOf(t *testing.T) {
	vm := loadMonday(t)
	for i := range 400 {
		day, _ := time.Parse(time.DateOnly, date("2026-12-01", i))
		want := date(day.Format(time.DateOnly), -((int(day.Weekday()) + 6) % 7))
		if got := run(t, vm, fmt.Sprintf("return due.mondayOf(%q)", day.Format(time.DateOnly))); got != want {
			t.Errorf("the week of %s begins on %s, want %s", day.Format(time.DateOnly), got, want)
		}
	}
}

// Each quarter is reviewed on its last working day, unless it is closed or before the sheet's first day; nothing is due of a template without steps.
func TestReviews(t *testing.T) {
	vm := loadMonday(t)
	all := goaltest.All(t)
	for name, template := range all {
		vm.Set("json", asJSON(t, wire.New(template)))
		for closed := range 3 {
			got := run(t, vm, fmt.Sprintf(`
				const { template, calendar, sheet } = of(JSON.parse(json));
				const plan = { closed: [1, 2, 3].slice(0, %d).map((n) => ({ quarter: template.year.id + "-Q" + n })) };
				return due.dues(template, calendar, sheet, plan, { milestones: [], reminders: [] }, word).filter(({ id }) => id.startsWith("review")).map(({ date }) => date).join()`, closed))
			if want := strings.Join(lastWorkdays(template, closed), ","); got != want {
				t.Errorf("%s with %d closed quarters is reviewed on %q, want %q", name, closed, got, want)
			}
		}
	}
}

func lastWorkdays(template *goal.Template, closed int) []string {
	days := slices.Sorted(maps.Keys(workdaysOf(template.Year)))
	var last []string
	for q := closed; q < 4 && len(template.Splits) > 0; q++ {
		end := template.Year.Months[3*q+2].ID + "-31"
		i, _ := slices.BinarySearch(days, end+"x")
		last = append(last, days[i-1])
	}
	return last
}

// Reminders follow the days on which a step was ticked; those without months are there from its first tick on.
func TestReminders(t *testing.T) {
	vm := loadMonday(t)
	vm.Set("json", asJSON(t, wire.New(goaltest.All(t)["saas/newcomer"])))
	const texts = `{ milestones: [], reminders: [{ label: "半年", text: "谈", step: "签约", months: 6 }, { label: "用得少", text: "联系", step: "签约", months: 0 }, { label: "每周", text: "看", step: "", months: 0 }] }`
	for _, test := range []struct {
		records []tick
		want    []string
	}{
		{[]tick{}, []string{"每周：看"}},
		{[]tick{{"a", "2027-03-31", "线索", 1}}, []string{"每周：看"}},
		{[]tick{{"b", "2027-08-31", "签约", 2}, {"a", "2027-03-31", "签约", 1}}, []string{"2027-09-30 半年（1 家）：谈", "2028-02-29 半年（2 家）：谈", "用得少：联系", "每周：看"}},
		{[]tick{{"a", "2027-03-31", "签约", 1}, {"b", "2027-04-01", "签约", -1}}, []string{"每周：看"}},
		{[]tick{{"a", "soon", "签约", 1}}, []string{"用得少：联系", "每周：看"}},
	} {
		var got []string
		text := run(t, vm, `
			const { template, calendar, sheet } = of(JSON.parse(json)), plan = { records: `+asJSON(t, test.records)+` }, texts = `+texts+`;
			const dated = due.dues(template, calendar, sheet, plan, texts, word).filter(({ id }) => id.startsWith("after"));
			return JSON.stringify([...dated.map(({ date, text }) => date + " " + text), ...due.standing(plan, texts)])`)
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v: %s", test.records, diff)
		}
	}
}
