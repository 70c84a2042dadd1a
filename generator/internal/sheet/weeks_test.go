package sheet

import (
	"strconv"
	"testing"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// earlyHabit is a habit that is part of the visits, from the second week since joining.
const earlyHabit = `[[process]]
key = "高潜"
label = "高潜"
unit = "次/周"
formula = "跑得动 / 5"
from_week = 2
part_of = "拜访"
`

// A newcomer's weeks ask for her visits by the worth of their days: nothing in the first two,
// in which she learns, except for a habit that has begun; twice the month's rate in the others.
func TestWeeksInTheRamp(t *testing.T) {
	template, faults := goaltest.Parse(goaltest.Newcomer+earlyHabit, goaltest.Calendars(t)...)
	if faults != "" {
		t.Fatal(faults)
	}
	s := Evaluate(template, goal.Values{"入职": formula.Text("2027-01-04")})
	number := func(key string) float64 {
		x, err := strconv.ParseFloat(outputs(s)[key].Raw, 64)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		return x
	}
	january, march := number("拜访@2027-01"), number("拜访@2027-03")
	for week, want := range map[string]float64{
		"W01": 0, "W02": 1, "W03": max(2*january, 1), "W04": max(2*january, 1),
		"W09": march * (1.75 * 23 / 10.75) / 5, "W10": march * (2.5 * 23 / 10.75) / 5, // 1 to 3 March are worth a quarter, then half
	} {
		if got := number("拜访@2027-" + week); formula.Round(got-want, 9) != 0 {
			t.Errorf("%s asks for %g visits, not %g", week, got, want)
		}
	}
	if got := number("高潜@2027-W01") + 10*number("高潜@2027-W02"); got != 10 {
		t.Errorf("the habit is kept %g", got)
	}
	// The week of 13 September has four working days, since the 15th is off.
	if rate, habit := number("拜访@2027-W37")/number("拜访@2027-W36"), number("高潜@2027-W37"); formula.Round(rate-0.8, 9) != 0 || habit != 0.8 {
		t.Errorf("a week of four days asks for %g of the visits of five, and for %g of the habit", rate, habit)
	}
	tight := Evaluate(template, goal.Values{"入职": formula.Text("2027-01-04"), "目标": formula.Number(12)})
	for name, want := range map[string]bool{"拜访@2027-01": true, "拜访@2027-W01": false, "拜访@2027-W03": true} {
		if got := outputs(tight)[name]; got.Over != want {
			t.Errorf("%s of a plan over the capacity is %s, over it %t", name, got.Text, got.Over)
		}
	}
	for i, week := range s.Plan[2].Weeks {
		if learns := week.Begins != nil; learns != (i < 2) || learns && *week.Begins != (Date{1, 18}) {
			t.Errorf("%s says that own work begins on %v", week.ID, week.Begins)
		}
	}
}
