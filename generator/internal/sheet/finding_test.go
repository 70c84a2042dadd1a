package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// newcomer has criteria and a cautious variable beside the template of goaltest, and fits.
const newcomer = goaltest.Newcomer + `[[variables]]
key = "忙"
label = "跑不动"
cautious = true
changes = [{ input = "跑得动", to = 4 }]
[[smart]]
letter = "A"
label = "排得下"
holds = "capacity"
check = "目标 > 0"
[[smart]]
letter = "T"
label = "来得及"
holds = "dates"
`

// The months that the verdicts name are in the tables of package goal: with 5 visits a week,
// September needs 18.96 of 18.19, 5.21 a week. 6 visits a week are enough, and so are 5
// customers: 5 ÷ 6 of the visits of the steps, and fewer diagnoses.
func TestFindings(t *testing.T) {
	template := goaltest.Template(t, newcomer, goaltest.Calendars(t)...)
	september := When{"2027-09", "month", 9}
	strain := func(rate, limit, load string) *Strain {
		return &Strain{"拜访", september, rate, limit, "次/周", load}
	}
	four := []Cautious{{"跑不动", nil, Over, strain("5.2", "4", "130%")}}
	for _, test := range []struct {
		name   string
		inputs goal.Values
		want   Finding
		cure   *Cure
		reach  *Reach
		smart  [2]string
	}{
		{"over", goal.Values{"入职": formula.Text("2027-01-04")},
			Finding{Kind: Over, Strain: strain("5.2", "5", "104%"), Part: &Part{"签约", "6", "6", "家"}, Cautious: four, Examples: 3},
			&Cure{"目标", "目标", "5", "家"}, &Reach{"签约", "5", "", "家"}, [2]string{"no", "yes"}},
		{"fits", goal.Values{"入职": formula.Text("2027-01-04"), "目标": formula.Number(5)},
			Finding{Kind: Fits, Strain: strain("4.3", "5", "87%"), Part: &Part{"签约", "5", "5", "家"}, Cautious: []Cautious{{"跑不动", nil, Over, strain("4.3", "4", "109%")}}, Examples: 2},
			nil, &Reach{"签约", "5", "", "家"}, [2]string{"yes", "yes"}},
		// 18.96 visits of 18.92, 5.21 a week of 5.2
		{"over by little", goal.Values{"入职": formula.Text("2027-01-04"), "跑得动": formula.Number(5.2)},
			Finding{Kind: Over, Strain: strain("5.3", "5.2", "101%"), Part: &Part{"签约", "6", "6", "家"}, Cautious: four, Examples: 2},
			&Cure{"目标", "目标", "5", "家"}, &Reach{"签约", "5", "", "家"}, [2]string{"no", "yes"}},
		{"missing", nil, Finding{Kind: Missing, Missing: "入职", Part: &Part{"签约", "6", "6", "家"}, Examples: 3}, nil, nil, [2]string{"", ""}},
		{"nothing is left of the year", goal.Values{"入职": formula.Text("2027-08-16")},
			Finding{Kind: Late, Until: []Until{{"新拓", "2027-10-15"}, {"线索", "2027-10-29"}, {"方案", "2027-11-30"}}, Part: &Part{"签约", "0.3", "6", "家"}, Examples: 3}, nil, &Reach{"签约", "0", "", "家"}, [2]string{"no", "no"}},
		{"a part of the year", goal.Values{"入职": formula.Text("2027-07-01")},
			Finding{Kind: Fits, Part: &Part{"签约", "1.1", "6", "家"}, Examples: 3}, nil, &Reach{"签约", "1", "", "家"}, [2]string{"yes", "yes"}},
	} {
		s := Evaluate(template, test.inputs)
		ignored := cmpopts.IgnoreFields(Finding{}, "Next")
		if test.want.Strain == nil {
			ignored = cmpopts.IgnoreFields(Finding{}, "Next", "Strain", "Cautious")
		}
		if diff := cmp.Diff(test.want, s.Finding, ignored); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if diff := cmp.Diff(test.cure, s.Cure()); diff != "" {
			t.Errorf("%s, the cure: %s", test.name, diff)
		}
		if diff := cmp.Diff(test.reach, s.Reach()); test.want.Kind != Missing && diff != "" {
			t.Errorf("%s, the reach: %s", test.name, diff)
		}
		if smart := [2]string{s.Smart[0].Answer, s.Smart[1].Answer}; smart != test.smart {
			t.Errorf("%s: the criteria say %q", test.name, smart)
		}
	}
}

// The line of a cautious variable has the stages of the funnel that it changes, with the numbers that a reader sees. With 25 % the
// newcomer's 6 customers take 24 offers, 45 leads and 60 trials.
func TestCautiousVariableNamesItsSteps(t *testing.T) {
	for name, want := range map[string]string{
		"saas/newcomer":       "新拓（先用） 60 家, 合格线索 45 家, 方案报价 24 家",
		"industry/newcomer":   "首访 75 家, 线索 37.5 家, 方案 20 家",
		"enterprise/newcomer": "首访 48 家, 线索（含储备） 24 家, 今年线索 15 家, 方案 8 家",
		"saas/growth":         "合格线索 88 家, 方案报价 44 家",
	} {
		var got []string
		for _, step := range Evaluate(goaltest.Own(t, name), nil).Finding.Cautious[0].Steps {
			got = append(got, step.Label+" "+step.Text+" "+step.Unit)
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%s: %s", name, text)
		}
	}
	inputs := goal.Values{"赢单率": formula.Number(0.25)}
	if steps := Evaluate(goaltest.Own(t, "saas/newcomer"), inputs).Finding.Cautious[0].Steps; len(steps) > 0 {
		t.Errorf("who plans with 25 %% already is shown %v", steps)
	}
}

// Who takes over 20 SaaS customers that renew once, and signs nobody, has a plan: 20 × (4 diagnoses + 2 visits for the renewal) = 120 visits, which
// fit, 18 renewals at 90 %, and a goal for a first year. Her renewals, of which three tenths count, earn 20 × 90 % × 0.3 × 3 × 80 % = 12.96 of
// the 20 that she costs. The example has no such customers: 103.2 visits of its steps, and
// 10.3 diagnoses of those whom she signs.
func TestRenewalsAreAPathOfTheirOwn(t *testing.T) {
	template := goaltest.Own(t, "saas/newcomer")
	answers := func(inputs goal.Values) string {
		s := Evaluate(template, inputs)
		visits := 0.0
		for _, load := range s.plan.Workload(template.FindProcess("周拜访")).Months {
			visits += load
		}
		text := fmt.Sprintf("%s, %g visits, %s renewals, %s,", s.Finding.Kind, formula.Round(visits, 1), s.Term("续住").Text, s.Term("养得起自己").Text)
		for _, c := range s.Smart {
			text += " " + c.Letter + c.Answer
		}
		return text
	}
	for want, inputs := range map[string]goal.Values{
		"fits, 120 visits, 18 renewals, 0.65, Syes Myes Ayes Ryes Rno Tyes":  {"目标签约": formula.Number(0), "接手客户": formula.Number(20)},
		"fits, 113.5 visits, 0 renewals, 0.72, Syes Myes Ayes Ryes Rno Tyes": nil,
	} {
		if got := answers(inputs); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// A template without a split and without a capacity has no verdict, and a criterion that holds
// one is undecided.
func TestNothingToJudge(t *testing.T) {
	s := Evaluate(goaltest.Template(t, goaltest.Unjudged), nil)
	if diff := cmp.Diff(Finding{}, s.Finding); diff != "" {
		t.Errorf("the verdict is not none: %s", diff)
	}
	if no, undecided := s.Smart[0].Answer, s.Smart[1].Answer; no != "no" || undecided != "" {
		t.Errorf("the criteria say %q and %q", no, undecided)
	}
	for _, more := range []string{"capacity = \"5\"\n", "[[splits]]\nkey = \"一年\"\n"} {
		text := strings.Replace(goaltest.Unjudged, "formula = \"拜访\"\n", "formula = \"拜访\"\n"+more, 1)
		if s := Evaluate(goaltest.Template(t, text, goaltest.Calendars(t)...), nil); s.Finding.Kind != Fits || s.Smart[1].Answer != "yes" {
			t.Errorf("with %s the verdict is %q, the criterion says %q", more, s.Finding.Kind, s.Smart[1].Answer)
		}
	}
}

// A step that is out of reach is named, and so is the step that follows it.
func TestOutOfReach(t *testing.T) {
	text := strings.Replace(goaltest.Newcomer, "prorate = \"目标\"\nover = \"新拓\"\n", "formula = \"目标\"\n", 1)
	template := goaltest.Template(t, text, goaltest.Calendars(t)...)
	s := Evaluate(template, goal.Values{"入职": formula.Text("2027-10-18")})
	if s.Finding.Kind != Late || cmp.Diff([]string{"新拓", "线索", "方案", "签约"}, s.Finding.Late) != "" {
		t.Errorf("the verdict is %v", s.Finding)
	}
	for _, column := range s.Columns[:4] {
		if why := s.Plan[0].cell(column.Key).Why.Word; why != "why_late" {
			t.Errorf("%s is blank for %q", column.Key, why)
		}
	}
}

// A total below 1 is shown and split in tenths, which add up to it; one above is a whole number.
func TestTotalBelowOneIsSplitInTenths(t *testing.T) {
	template := goaltest.Own(t, "saas/newcomer")
	s := Evaluate(template, goal.Values{template.Joined: formula.Text("2027-08-16")})
	for key, want := range map[string]string{"新拓": "2 0 0 1 1", "方案": "0.5 0 0 0 0.5", "签约": "0.3 0 0 0 0.3"} {
		var got []string
		months := 0.0
		for _, row := range s.Plan {
			cell := row.cell(key)
			if row.Level != "month" {
				got = append(got, cell.Text)
			} else if x := numberIn(cell.Text); x != formula.Round(x, 1) || key == "新拓" && x != formula.Floor(x) {
				t.Errorf("%s in %s is %s", key, row.ID, cell.Raw)
			} else {
				months += x
			}
		}
		if text := strings.Join(got, " "); text != want || formula.Round(months, 9) != numberIn(got[0]) {
			t.Errorf("%s is %s in the year and its quarters, want %s; its months sum to %g", key, text, want, months)
		}
	}
}

// A proposed value has the decimals with which a reader types it: 55.33 %, not 55.333… %.
func TestNearest(t *testing.T) {
	step, low, high := 0.01, 0.01, 1.0
	in := &goal.Input{Kind: goal.KindPercent, Adjust: &step, Min: &low, Max: &high}
	for _, test := range []struct {
		test func(x float64) bool
		want float64
		ok   bool
	}{
		{func(x float64) bool { return x >= 0.55 }, 0.5533, true},
		{func(x float64) bool { return x <= 0.5 }, 0.4933, true},
		{func(x float64) bool { return x > 1 || x < 0.01 }, 0, false},
		{func(x float64) bool { return x <= 0.02 || x >= 0.99 }, 0.9933, true},
	} {
		if x, ok := nearest(in, 8.0/15, test.test); x != test.want || ok != test.ok {
			t.Errorf("the nearest value is %g, %t, not %g", x, ok, test.want)
		}
	}
}

// A proposal leaves something to do: the least value of an input is not proposed if it is 0.
func TestNearestIsNotNothing(t *testing.T) {
	step, none, one := 1.0, 0.0, 1.0
	for least, want := range map[*float64]float64{&none: 0, &one: 1} {
		in := &goal.Input{Kind: goal.KindNumber, Adjust: &step, Min: least}
		if x, ok := nearest(in, 3, func(x float64) bool { return x <= *least }); x != want || ok != (want > 0) {
			t.Errorf("above %g it is %g, %t", *least, x, ok)
		}
	}
	in := &goal.Input{Kind: goal.KindNumber, Adjust: &step, Min: &none}
	if x, ok := nearest(in, 3, func(x float64) bool { return x < 2 }); x != 1 || !ok {
		t.Errorf("of 1 and 0 it is %g, %t", x, ok)
	}
}

// A late plan says how much of its target is within reach this year: with that number no step is out of reach, with one more a step is. What
// is left of a target for the fiscal year is named as the rest; a target that is the fiscal year's part of a number has no rest.
func TestLateSheetsSayWhatIsWithinReach(t *testing.T) {
	late := map[string]int{}
	for name, template := range goaltest.All(t) {
		for when, inputs := range lateInputs(template) {
			s := Evaluate(template, inputs)
			if s.Finding.Kind != Late {
				continue
			}
			late[name]++
			reach := s.Reach()
			if reach == nil {
				t.Errorf("%s, %s: nothing is said to be within reach", name, when)
				continue
			}
			for _, fault := range faultsOfReach(s, reach) {
				t.Errorf("%s, %s: %s", name, when, fault)
			}
			n := numberIn(reach.Text)
			if part := s.Finding.Part; part != nil && (len(s.Finding.Late) > 0 || n > 0 || numberIn(part.Text) >= 1) {
				t.Errorf("%s, %s: %g is within reach, the part of the year is %s, and %v is late", name, when, n, part.Text, s.Finding.Late)
			}
			if reach.Rest != "" && (judgeAt(s, n).kind == Late || judgeAt(s, n+1).kind != Late) {
				t.Errorf("%s, %s: the verdict with %g is %s, with one more %s", name, when, n, judgeAt(s, n).kind, judgeAt(s, n+1).kind)
			}
		}
	}
	if diff := cmp.Diff(map[string]int{
		"saas/newcomer": 3, "industry/newcomer": 4, "enterprise/newcomer": 4, "emerging/newcomer": 4, "enterprise/growth": 4, "industry/growth": 4, "emerging/growth": 3,
		"enterprise/expert": 4, "industry/expert": 4, "emerging/expert": 2, "enterprise/manager": 5, "industry/manager": 5,
	}, late); diff != "" {
		t.Error(diff)
	}
}

// The verdict names the last days of the steps that are not out of reach, and of no other: a consultant who is too late for his talks
// can still propose to those whom he knows, but nobody can propose for deals that come too late.
func TestVerdictNamesLastDaysOfOtherSteps(t *testing.T) {
	named := map[string]int{}
	for name, template := range goaltest.All(t) {
		for when, inputs := range lateInputs(template) {
			s := Evaluate(template, inputs)
			for _, until := range s.Finding.Until {
				if named[name]++; slices.Contains(s.Finding.Late, until.Label) {
					t.Errorf("%s, %s: %s is out of reach, and has a last day on %s", name, when, until.Label, until.Date)
				}
			}
		}
	}
	want := map[string]int{"emerging/newcomer": 6, "enterprise/newcomer": 2, "industry/expert": 3, "industry/newcomer": 6, "saas/newcomer": 6}
	if diff := cmp.Diff(want, named); diff != "" {
		t.Error(diff)
	}
}

// lateInputs returns inputs of somebody who begins late, or who has nobody before those who are hired in August.
func lateInputs(template *goal.Template) map[string]goal.Values {
	all := map[string]goal.Values{}
	for _, date := range []string{"2027-07-01", "2027-08-16", "2027-10-08", "2027-12-01"} {
		all[date] = goal.Values{}
		for _, key := range []string{template.Joined, template.Starts} {
			all[date][key] = formula.Text(date)
		}
	}
	if len(template.Hires) > 0 {
		hired := goal.Values{"老人": formula.Number(0)}
		for _, key := range template.Hires {
			hired[key] = formula.Number(0)
		}
		hired[template.Hires[7]] = formula.Number(8)
		all["hired in August"] = hired
	}
	return all
}

// judgeAt judges the plan with another target.
func judgeAt(s *Sheet, target float64) judgement {
	return judge(s.Template, s.Template.PlanWith(s.values, goal.Values{s.Template.Target: formula.Number(target)}))
}

// What is within reach of three targets, worked by hand. A seller of enterprise software has 4 deals in progress, of which she
// wins half, at 3,000,000 each: 6,000,000 of 12,000,000. The consultant has none. The manager's old customers bring 20 % of last
// year's 50,000,000, and 40 % of 30 deals in progress 2,000,000 each: 34,000,000 of 65,000,000.
func TestReachByHand(t *testing.T) {
	for name, want := range map[string]Reach{
		"enterprise/growth":  {"这一年签多少", "600", "600", "万元"},
		"industry/expert":    {"这一年的咨询额", "0", "300", "万元"},
		"enterprise/manager": {"今年的目标 GMV", "3,400", "3,100", "万元"},
	} {
		template := goaltest.Own(t, name)
		if got := Evaluate(template, goal.Values{template.Starts: formula.Text("2027-08-16")}).Reach(); got == nil || *got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
