package goal_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// The rates 8/15 and 5/8 are an example of the source, not a standard: no template recommends or advises them. Each
// template shows what follows if only a quarter is won, and has three fields before its groups.
func TestExamplesAreNotRecommended(t *testing.T) {
	all := goaltest.All(t)
	if len(all) != 16 {
		t.Fatalf("there are %d templates", len(all))
	}
	rates := 0
	for name, template := range all {
		first := 0
		for _, g := range template.Groups {
			for _, in := range g.Inputs {
				if in.First {
					first++
				}
				x, _ := in.Default.Number()
				if math.Abs(x-8.0/15) > 1e-9 && x != 0.625 {
					continue
				}
				rates++
				if in.Recommend != nil || in.Advice || in.Source != "原文举例" {
					t.Errorf("%s recommends or advises the example of %s, or does not say that it is one", name, in.Key)
				}
			}
		}
		if first != 3 {
			t.Errorf("%s has %d fields before its groups", name, first)
		}
		cautious := 0
		for _, v := range template.Variables {
			if v.Cautious && len(v.Changes) == 1 && v.Changes[0].How == goal.To && v.Changes[0].By == 0.25 {
				cautious++
			}
		}
		if cautious != 1 {
			t.Errorf("%s has %d cautious variables with a rate of 25%%", name, cautious)
		}
	}
	if rates < 20 {
		t.Errorf("only %d rates are the example's", rates)
	}
}

// The ranges that the source demands say so: 5 to 8 customers, 3 to 5 visits, 2 to 3 solutions, 1 meeting with a customer of high
// potential. A range of the editors' has no origin.
func TestRangesSayWhereTheyComeFrom(t *testing.T) {
	ranges := func(t *goal.Template) (all []string) {
		for _, g := range t.Groups {
			for _, in := range g.Inputs {
				if in.Recommend != nil {
					all = append(all, in.Key+" "+in.Source)
				}
			}
		}
		for _, p := range t.Process {
			if p.Recommend != nil {
				all = append(all, p.Key+" "+p.Source)
			}
		}
		return all
	}
	for name, want := range map[string][]string{
		"emerging/newcomer": {"目标签约 原文要求", "销售周期 原文的表", "周高潜力 原文要求", "月方案 原文要求", "月内训 原文要求", "周拜访 原文要求", "高潜力拜访 原文要求", "定制化方案 原文要求", "内训 原文要求"},
		"enterprise/growth": {"目标标杆 原文要求", "销售周期 原文的表", "周高潜力 原文要求", "月方案 原文要求", "月带教 ", "季案例 ", "周拜访 原文要求", "高潜力拜访 原文要求", "定制化方案 原文要求", "带教 ", "案例 "},
	} {
		if diff := cmp.Diff(want, ranges(goaltest.Own(t, name))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The card of a week shows the numbers of that week below the labels of the process goals: no label names another time.
func TestLabelsOfTheWeekNameNoTime(t *testing.T) {
	for name, template := range goaltest.All(t) {
		for _, p := range template.Process {
			if p.Per == "week" && strings.ContainsAny(p.Label, "年月") {
				t.Errorf("%s: %s on the card of a week", name, p.Label)
			}
		}
	}
}

// In SaaS, who keeps or signs customers is reminded of those that have used the product for six months, and every week of those
// that use it too little. Both are facts of the source about SaaS; no other template claims them.
func TestRemindersOfCustomers(t *testing.T) {
	for name, template := range goaltest.All(t) {
		var renewals, weekly int
		for _, d := range template.Due {
			switch {
			case d.Label == "用满 6 个月" && d.MonthsAfter == 6 && d.Step == "签约":
				renewals++
			case strings.Contains(d.Label, "60%") && d.MonthsAfter == 0:
				weekly++
			default:
				t.Errorf("%s reminds of %s", name, d.Label)
			}
		}
		want := 0
		if strings.HasPrefix(name, "saas/") && name != "saas/expert" {
			want = 1
		}
		if renewals != want || weekly != want {
			t.Errorf("%s has %d reminders of renewals and %d of usage, want %d", name, renewals, weekly, want)
		}
	}
}
