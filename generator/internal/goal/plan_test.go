package goal_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// table computes the sheet of a newcomer and writes it: the last safe days, the numbers of
// the year, then for each open month the number of open days, their worth, the parts of
// 新拓, 线索, 方案 and 签约, the visits, the most that are possible, the visits in a week and
// the share of the possible ones.
func table(plan *goal.Plan, t *goal.Template) string {
	var b strings.Builder
	text := func(key string) string { return plan.Values[key].Raw() }
	fmt.Fprintln(&b, text("最晚新拓"), text("最晚线索"), text("最晚方案"))
	for _, key := range []string{"签约", "方案", "线索", "新拓", "明年"} {
		x, _ := plan.Values.Number(key)
		fmt.Fprintf(&b, "%s %.3f ", key, x)
	}
	visits := plan.Workload(t.Process[0])
	for m, month := range t.Year.Months {
		if plan.Days().Open[m] == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s %2g %5.2f |", month.ID[5:], plan.Days().Open[m], plan.Days().Worth[m])
		for _, s := range t.Splits {
			fmt.Fprintf(&b, " %.2f", plan.Step(s).Shares[m])
		}
		p := visits.Periods[m]
		fmt.Fprintf(&b, " | %5.2f %5.2f %.2f %.0f%%", p.Load, p.Capacity, p.Rate, 100*p.Load/p.Capacity)
	}
	return b.String() + "\n"
}

// The plans of four people, worked by hand. 2027 has 20, 18, 23, 21, 21, 21, 22, 22, 21, 20,
// 22 and 23 working days, 254 in all.
//
// The last safe day of 新拓 is 31 December − 2 months = 31 October, − ⌈0.5 × 31⌉ = 16 days:
// Friday, 15 October. That of 线索 is 31 October, a Sunday: 29 October. That of 方案 is 30
// November.
//
// Who joins on 4 January is worth 0 for two weeks, then ¼ from 18 January (10 of the days of
// January: 2.5) to 3 March, ½ to 3 April, ¾ to 3 May, and 1 from 4 May on. So March has 3 days
// at ¼ and 20 at ½, 10.75; the days up to 15 October are worth 149.75 (10 of October's 20 are
// among them). 新拓 has 24 × 2.5 ÷ 149.75 = 0.40 in January. 线索 is done in the same month, 方案 one
// month later, 签约 two. January has 0.40 × 3 + 0.30 × 2 = 1.8 visits; possible are 5 × 44 ×
// 2.5 ÷ 254 = 2.17 in 44 × 20 ÷ 254 = 3.46 weeks. After 15 October there are days worth 55:
// 6 × 55 ÷ 149.75 = 2.204 for the next year.
//
// Who joins on 16 August is worth ¼ from 30 August to 15 October: 2, 21 and 10 days. The
// weeks of August end on the 29th, so its 2 days have no place in a week and do not count:
// 5.25 + 2.5 = 7.75, and the part of this year is 6 × 7.75 ÷ 149.75 = 0.311. After 15 October
// there are 10 days at ½, and 22 and 23 days worth 13.75 and 20.25, 39 in all: 1.563.
//
// Who joins on 1 July is worth ¼ from 15 July on (12 days: 3), ½ from 1 September and so on:
// 3 + 5.5 + 10.5 + 7.5 = 26.5 up to 15 October, 6 × 26.5 ÷ 149.75 = 1.062.
//
// Who joined in 2015 is worth 1 on every day and has the whole 6; 199 days end on 15 October.
func TestPeople(t *testing.T) {
	template := goaltest.Template(t, goaltest.Newcomer, goaltest.Calendars(t)...)
	for joined, want := range map[string]string{
		"2027-01-04": `2027-10-15 2027-10-29 2027-11-30
签约 6.000 方案 9.600 线索 18.000 新拓 24.000 明年 2.204 
01 20  2.50 | 0.40 0.30 0.00 0.00 |  1.80  2.17 0.52 83%
02 18  4.50 | 0.72 0.54 0.16 0.00 |  3.57  3.90 1.14 91%
03 23 10.75 | 1.72 1.29 0.29 0.10 |  8.33  9.31 2.09 89%
04 21 15.25 | 2.44 1.83 0.69 0.18 | 12.41 13.21 3.41 94%
05 21 20.75 | 3.33 2.49 0.98 0.43 | 17.01 17.97 4.68 95%
06 21 21.00 | 3.37 2.52 1.33 0.61 | 18.04 18.19 4.96 99%
07 22 22.00 | 3.53 2.64 1.35 0.83 | 19.00 19.06 4.99 100%
08 22 22.00 | 3.53 2.64 1.41 0.84 | 19.41 19.06 5.09 102%
09 21 21.00 | 3.37 2.52 1.41 0.88 | 18.96 18.19 5.21 104%
10 20 20.00 | 1.60 1.20 1.35 0.88 | 11.20 17.32 3.23 65%
11 22 22.00 | 0.00 0.00 0.64 0.84 |  2.87 19.06 0.75 15%
12 23 23.00 | 0.00 0.00 0.00 0.40 |  1.87 19.92 0.47 9%
`,
		"2027-08-16": `2027-10-15 2027-10-29 2027-11-30
签约 0.311 方案 0.497 线索 0.932 新拓 1.242 明年 1.563 
08 12  0.50 | 0.00 0.00 0.00 0.00 |  0.00  0.43 0.00 0%
09 21  5.25 | 0.84 0.63 0.00 0.00 |  3.79  4.55 1.04 83%
10 20  7.50 | 0.40 0.30 0.34 0.00 |  2.48  6.50 0.71 38%
11 22 13.75 | 0.00 0.00 0.16 0.21 |  0.32 11.91 0.08 3%
12 23 20.25 | 0.00 0.00 0.00 0.10 |  0.07 17.54 0.02 0%
`,
		"2027-07-01": `2027-10-15 2027-10-29 2027-11-30
签约 1.062 方案 1.699 线索 3.185 新拓 4.247 明年 2.104 
07 22  3.00 | 0.48 0.36 0.00 0.00 |  2.16  2.60 0.57 83%
08 22  5.50 | 0.88 0.66 0.19 0.00 |  4.35  4.76 1.14 91%
09 21 10.50 | 1.68 1.26 0.35 0.12 |  8.28  9.09 2.28 91%
10 20 15.00 | 1.20 0.90 0.67 0.22 |  6.80 12.99 1.96 52%
11 22 22.00 | 0.00 0.00 0.48 0.42 |  1.08 19.06 0.28 6%
12 23 23.00 | 0.00 0.00 0.00 0.30 |  0.25 19.92 0.06 1%
`,
		"2015-03-02": `2027-10-15 2027-10-29 2027-11-30
签约 6.000 方案 9.600 线索 18.000 新拓 24.000 明年 2.204 
01 20 20.00 | 2.41 1.81 0.00 0.00 | 10.85 17.32 3.13 63%
02 18 18.00 | 2.17 1.63 0.96 0.00 | 11.70 15.59 3.75 75%
03 23 23.00 | 2.77 2.08 0.87 0.60 | 14.22 19.92 3.57 71%
04 21 21.00 | 2.53 1.90 1.11 0.54 | 13.82 18.19 3.80 76%
05 21 21.00 | 2.53 1.90 1.01 0.69 | 13.81 18.19 3.79 76%
06 21 21.00 | 2.53 1.90 1.01 0.63 | 14.04 18.19 3.86 77%
07 22 22.00 | 2.65 1.99 1.01 0.63 | 14.79 19.06 3.88 78%
08 22 22.00 | 2.65 1.99 1.06 0.63 | 15.10 19.06 3.96 79%
09 21 21.00 | 2.53 1.90 1.06 0.66 | 14.77 18.19 4.06 81%
10 20 20.00 | 1.21 0.90 1.01 0.66 |  8.92 17.32 2.57 51%
11 22 22.00 | 0.00 0.00 0.48 0.63 |  2.65 19.06 0.70 14%
12 23 23.00 | 0.00 0.00 0.00 0.30 |  1.90 19.92 0.48 10%
`,
	} {
		plan := template.Plan(goal.Values{"入职": formula.Text(joined)})
		if diff := cmp.Diff(want, table(plan, template)); diff != "" {
			t.Errorf("joined %s: %s", joined, diff)
		}
	}
}

// A fiscal year from April 2027 to March 2028 has 21, 21, 21, 22, 22, 21, 20, 22, 23, 21, 21
// and 23 working days. The last safe day of 新拓 is 31 March − 2 months = 31 January − 16 days
// = 15 January, a Saturday: 14 January. That of 线索 is 31 January, that of 方案 29 February.
//
// Who joins on 16 August is worth ¼ in September, ½ from 16 October, ¾ from 16 November and 1
// from 16 December on: 5.25 + 7.5 + 13.75 + 20.25, and 10 days of January: 56.75. Who joins on
// the first working day, 1 April, has 3 + 5.25 + 10.5 + 16.5 + 22 + 21 + 20 + 22 + 23 + 10 =
// 153.25, so this year's part is 6 × 56.75 ÷ 153.25 = 2.222.
func TestFiscalYearFromApril(t *testing.T) {
	template := goaltest.Template(t, strings.Replace(goaltest.Newcomer, "fiscal_year", "fiscal_start = 4\nfiscal_year", 1), goaltest.Calendars(t)...)
	plan := template.Plan(goal.Values{"入职": formula.Text("2027-08-16")})
	for key, want := range map[string]string{"最晚新拓": "2028-01-14", "最晚线索": "2028-01-31", "最晚方案": "2028-02-29", "签约": formula.FormatNumber(6 * (56.75 / 153.25))} {
		if got := plan.Values[key].Raw(); got != want {
			t.Errorf("%s is %s, not %s", key, got, want)
		}
	}
	want := []float64{0, 0, 0, 0, 0, 5.25, 7.5, 13.75, 20.25, 10, 0, 0}
	if diff := cmp.Diff(want, plan.Step(template.Splits[0]).Months); diff != "" {
		t.Error(diff)
	}
}

// Eight people hired in August are worth 0, 2, 4, 6 and 8 people from then on, besides the two
// who are there. Of the 21 working days of September each is worth 4.
func TestHires(t *testing.T) {
	text := strings.Replace(goaltest.Newcomer, "ramp_from_week = 3", "ramp_from_week = 3\nstaff = \"2\"\nhires = ["+strings.Repeat("\"无\", ", 7)+"\"新人\""+strings.Repeat(", \"无\"", 4)+"]", 1) +
		"[[inputs]]\nkey = \"新人\"\nlabel = \"a\"\ndefault = 8\n[[inputs]]\nkey = \"无\"\nlabel = \"a\"\ndefault = 0\n"
	template := goaltest.Template(t, text, goaltest.Calendars(t)...)
	want := []float64{40, 36, 46, 42, 42, 42, 44, 2 * 22, 4 * 21, 6 * 20, 8 * 22, 10 * 23}
	if diff := cmp.Diff(want, template.Plan(goal.Values{"入职": formula.Text("2015-03-02")}).Days().Worth); diff != "" {
		t.Error(diff)
	}
}

// A step that is out of reach has no part of the year, and its last safe day is blank.
func TestTooLate(t *testing.T) {
	template := goaltest.Template(t, strings.Replace(goaltest.Newcomer, "prorate = \"目标\"\nover = \"新拓\"\n", "formula = \"目标\"\n", 1), goaltest.Calendars(t)...)
	plan := template.Plan(goal.Values{"入职": formula.Text("2027-10-18")})
	for _, s := range template.Splits {
		if step := plan.Step(s); !step.Late || cmp.Diff(make([]float64, 12), step.Shares) != "" {
			t.Errorf("%s is spread as %v", s.Key, step)
		}
	}
	for key, want := range map[string]formula.Value{
		"最晚新拓": formula.Blank(formula.Reason{Cause: goal.Late, Name: "新拓"}), "最晚线索": formula.Text("2027-10-29"), "拜访": formula.Number(0),
	} {
		if got := plan.Values[key]; got != want {
			t.Errorf("%s is %v, not %v", key, got, want)
		}
	}
}

// The values of a plan are in no order that suits: the first step's total and the capacity read
// the visits, the visits a step that follows, and the people at work are computed after the
// last days.
const late = person + `lead = "1"
[[inputs]]
key = "人"
label = "人"
default = 2
[[constants]]
key = "一次"
unit = "次/家"
value = 1
[[constants]]
key = "一周"
unit = "周"
value = 1
[[values]]
key = "日"
label = "日"
latest = "二"
[[values]]
key = "一"
label = "一"
unit = "家"
formula = "数 + 访 * 一周 / 一次"
[[values]]
key = "二"
label = "二"
unit = "家"
formula = "数 * 2"
[[values]]
key = "组"
label = "组"
formula = "IF(日 = \"\", 0, 人)"
[[process]]
key = "访"
label = "访"
unit = "次/周"
load = [{ step = "二", times = "一次" }]
capacity = "访 * 2 + 一 / 一周 * 一次"
[[splits]]
key = "一"
lead = "2"
[[splits]]
key = "二"
follows = "一"
lead = "1"
`

// A step or a workload does not depend on the order in which the values are computed: with all
// values fixed it is the same.
func TestOrderOfValues(t *testing.T) {
	template := goaltest.Template(t, strings.Replace(late, "\n", "\nstaff = \"组\"\n", 1), goaltest.Calendars(t)...)
	plan := template.Plan(goal.Values{"数": formula.Number(10), "天": formula.Text("2027-01-04")})
	known := template.PlanWith(plan.Values, plan.Values)
	for _, s := range template.Splits {
		got, want := plan.Step(s), known.Step(s)
		if diff := cmp.Diff(want.Shares, got.Shares); diff != "" || got.Reason != want.Reason || len(got.Shares) == 0 || got.Late {
			t.Errorf("%s, blank because of %v: %s", s.Key, got.Reason, diff)
		}
	}
	for _, g := range template.Process {
		if diff := cmp.Diff(known.Workload(g).Periods, plan.Workload(g).Periods); diff != "" || !plan.Workload(g).Limited {
			t.Errorf("%s: %s", g.Key, diff)
		}
	}
	if got := plan.Days().Worth[0]; got != 2*20 {
		t.Errorf("January is worth %g", got)
	}
}

// A circle is found through all that a value reads: the lead of the first step of a chain, the
// weeks, the people, and the habits and the totals of a load.
func TestCirclesThroughTheCalendar(t *testing.T) {
	const habit = "[[process]]\nkey = \"惯\"\nlabel = \"惯\"\nunit = \"次/周\"\nformula = \"访\"\npart_of = \"访\"\n"
	for name, test := range map[string]struct{ old, changed, circle string }{
		"lead":   {`lead = "2"`, `lead = "IF(日 = \"\", 2, 3)"`, "日 → 日"},
		"weeks":  {"\n", "\nweeks = \"IF(访 > 1 * 一次 / 一周, 40, 44)\"\n", "访 → 访"},
		"people": {"\n", "\nstaff = \"IF(访 > 1 * 一次 / 一周, 2, 3)\"\n", "访 → 访"},
		"habit":  {"[[splits]]\nkey = \"二\"", habit + "[[splits]]\nkey = \"二\"", "访 → 惯 → 访"},
		"total":  {`formula = "数 * 2"`, `formula = "一"`, "一 → 访 → 二 → 一"},
	} {
		if _, faults := goaltest.Parse(strings.Replace(late, test.old, test.changed, 1)); !strings.Contains(faults, "the formula depends on its own value: "+test.circle+"\n") {
			t.Errorf("%s: %s", name, faults)
		}
	}
}
