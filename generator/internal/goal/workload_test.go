package goal_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// busy is a sheet with numbers that are easy to work by hand: 2027 has 254 working days, so 50.8
// usable weeks have 5 of them each, and 254 pieces in a year are one a day.
const busy = goaltest.Head + `joined = "入职"
weeks = "50.8"
[[inputs]]
key = "入职"
label = "入职"
kind = "date"
default = 2027-01-04
[[inputs]]
key = "件"
label = "件"
unit = "件"
default = 254
[[inputs]]
key = "每周"
label = "每周"
unit = "件/周"
default = 10
[[inputs]]
key = "每月"
label = "每月"
unit = "件/月"
default = 5
[[values]]
key = "步"
label = "步"
unit = "件"
formula = "件"
[[splits]]
key = "步"
[[process]]
key = "做"
label = "做"
unit = "件/周"
capacity = "每周"
load = [{ step = "步", times = "1" }]
[[process]]
key = "练"
label = "练"
unit = "件/周"
formula = "每周"
from_week = 3
part_of = "做"
[[process]]
key = "写"
label = "写"
unit = "件/月"
formula = "每月"
per = "month"
added_to = "做"
[[process]]
key = "季"
label = "季"
unit = "件/季"
per = "quarter"
load = [{ step = "步", times = "1", every = "quarter" }, { times = "件", every = "year" }]
[[process]]
key = "年"
label = "年"
unit = "件/年"
per = "year"
load = [{ times = "件", every = "month" }]
`

// 做: January has 20 pieces by the step, and 10 days since the third week, so 2 weeks of 10 by
// the habit, which do not exceed it; 5 are written beside them. The weeks of February are 18 ÷
// 5, so the habit asks for 36, more than the 18 of the step. January has 20 ÷ 5 = 4 weeks, and
// 25 ÷ 4 = 6.25 a week.
//
// 季: from February on, each of the 20 pieces of January comes back once a quarter: 18 of the 61
// days of the first quarter are in February, 20 × 18 ÷ 61, and in March 38 × 23 ÷ 61. 254 in a year
// are one a day: 61.
func TestWorkload(t *testing.T) {
	template := goaltest.Template(t, busy, goaltest.Calendars(t)...)
	plan := template.Plan(nil)
	made := plan.Workload(template.Process[0])
	if diff := cmp.Diff([]float64{25, 41, 51, 47, 47, 47, 49, 49, 47, 45, 49, 51}, made.Months, nearly); diff != "" {
		t.Error(diff)
	}
	if p := made.Periods[0]; formula.Round(p.Rate, 9) != 6.25 || formula.Round(p.Capacity, 9) != 40 || formula.Round(p.Limit, 9) != 10 || !p.Fits() {
		t.Errorf("January has %v", p)
	}
	if got := made.Busiest(); got != 1 || made.Tightest() != 1 || made.Fits() {
		t.Errorf("the busiest month is %d, the tightest %d, it fits: %t", got, made.Tightest(), made.Fits())
	}
	quarter := plan.Workload(template.Process[3])
	if want := 20.0*18/61 + 38.0*23/61 + 61; len(quarter.Periods) != 4 || formula.Round(quarter.Periods[0].Load-want, 9) != 0 {
		t.Errorf("the quarters have %v, the first not %g", quarter.Periods, want)
	}
	if year := plan.Workload(template.Process[4]); len(year.Periods) != 1 || formula.Round(year.Periods[0].Load, 9) != 12*254 {
		t.Errorf("the year has %v", year.Periods)
	}
}

var nearly = cmp.Comparer(func(a, b float64) bool { return formula.Round(a-b, 9) == 0 })

// Without any worth there is no capacity: the 5 pieces beside the step do not fit into January.
func TestLoadWithoutCapacity(t *testing.T) {
	template := goaltest.Template(t, strings.Replace(busy, "weeks =", "ramp = [0, 1]\nweeks =", 1), goaltest.Calendars(t)...)
	made := template.Plan(nil).Workload(template.Process[0])
	if p := made.Periods[0]; p.Capacity != 0 || p.Fits() || made.Tightest() != 0 || made.Fits() {
		t.Errorf("January has %v, the tightest month is %d", p, made.Tightest())
	}
}

// A load is blank for the reason of what it reads.
func TestBlankLoad(t *testing.T) {
	template := goaltest.Template(t, busy, goaltest.Calendars(t)...)
	for key, values := range map[string]goal.Values{"件": {"件": {}}, "每周": {"每周": {}}, "每月": {"每月": {}}} {
		got := template.Plan(values).Values["做"]
		if want := formula.Blank(formula.Reason{Cause: formula.Missing, Name: key}); got != want {
			t.Errorf("without %s it is %v", key, got)
		}
	}
}
