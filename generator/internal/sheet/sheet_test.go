package sheet

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// outputs returns all computed numbers of a sheet by the names of their outputs.
func outputs(s *Sheet) map[string]Result {
	all := map[string]Result{}
	for _, row := range s.Funnel {
		all[row.Key] = row.Result
	}
	for _, r := range s.Values {
		all[r.Key] = r
	}
	for _, p := range s.Process {
		all[p.Result.Key] = p.Result
	}
	for _, row := range s.Plan {
		for _, r := range append([]Row{row}, row.Weeks...) {
			for _, cell := range append(r.Cells, r.Goals...) {
				all[cell.Key] = cell
			}
		}
	}
	for _, row := range s.Compared {
		for _, cell := range row.With {
			all[cell.Key] = cell.Result
		}
	}
	for _, v := range s.Variables {
		for _, in := range v.Inputs {
			all[in.Key] = in
		}
	}
	return all
}

func numbers(values map[string]float64) map[string]formula.Value {
	given := map[string]formula.Value{}
	for key, x := range values {
		given[key] = formula.Number(x)
	}
	return given
}

// The expected numbers of the worksheets were computed by hand, and the months' numbers by
// another program. The goals of a week are those of the busiest month. A newcomer of 2027-01-04
// is worth 0 until week 3 and then 25, 25, 50, 75 and 100 %; 10-15 is the last day for new
// accounts with a lead of 2.5 months.
func TestWorksheets(t *testing.T) {
	for _, test := range []struct {
		name   string
		values map[string]float64
		want   map[string]string // Result.Raw
		text   map[string]string
	}{
		{"saas/newcomer", nil, map[string]string{
			"新拓": "24", "线索": "18", "方案": "9.6", "签约": "6", "今年签约": "6", "新签年费": "18", "年拜访": "103.2", "每份签约": "0.25",
			"最晚新拓": "2027-10-15", "最晚线索": "2027-10-29", "最晚方案": "2027-11-30",
			"签约@2027": "6", "签约@2027-Q1": "0", "签约@2027-Q2": "1", "签约@2027-Q3": "3", "签约@2027-Q4": "2", "签约@2027-04": "0", "签约@2027-05": "0", "签约@2027-06": "1",
			"线索@2027": "18", "线索@2027-Q1": "2", "线索@2027-Q2": "7", "线索@2027-Q3": "8", "线索@2027-Q4": "1", "线索@2027-10": "1", "线索@2027-11": "0", "线索@2027-12": "0",
			"新拓~预算缩减": "18", "签约~预算缩减": "4.5", "成交合计~预算缩减": "6", "目标增购~预算缩减": "1.5",
			"方案@2027": "10", "方案@2027-12": "0", "新拓@2027": "24", "新拓@2027-01": "0", "新拓@2027-05": "3", "新拓@2027-W01": "0",
		}, map[string]string{
			"周拜访": "4.3", "周拜访@2027-01": "0.4", "周拜访@2027-12": "1", "月演示": "3.5", "季诊断": "4.9", "明年签约": "2.2", "明年线索": "6.6", "方案": "9.6", "新签年费": "18", "每份签约": "0.25",
			"市场能新拓~预算缩减": "30", "新签年费~竞品低价": "16.2", "新赛道新拓~新赛道红利": "4.8", "周拜访~只赢四分之一": "10.3",
		}},
		{"saas/newcomer", map[string]float64{"目标签约": 5}, nil, map[string]string{"周拜访": "3.6"}},
		{"saas/newcomer", map[string]float64{"目标签约": 7}, nil, map[string]string{"周拜访": "5"}},
		{"saas/newcomer", map[string]float64{"目标签约": 8}, nil, map[string]string{"周拜访": "5.7"}},
		{"industry/newcomer", nil, map[string]string{
			"首访": "30", "线索": "15", "方案": "8", "签约": "5", "签约额": "400", "年拜访": "92", "最晚首访": "2027-08-13", "最晚线索": "2027-08-31", "最晚方案": "2027-10-29", "研报": "1",
			"最晚线索~新规": "2027-06-30", "签约~预算缩减": "4", "成交合计~预算缩减": "5", "签约额~竞品低价": "360",
			"签约@2027-Q1": "0", "签约@2027-Q2": "1", "签约@2027-Q3": "2", "签约@2027-Q4": "2", "线索@2027-Q1": "3", "线索@2027-Q2": "8", "线索@2027-08": "1", "线索@2027-09": "0",
		}, map[string]string{"周拜访": "4.8", "周拜访@2027-01": "0.8", "月演示": "4", "明年线索": "13.5"}},
		{"industry/newcomer", map[string]float64{"目标签约": 6}, nil, map[string]string{"周拜访": "5.7"}},
		{"industry/newcomer", map[string]float64{"目标签约": 7}, nil, map[string]string{"周拜访": "6.7"}},
		{"industry/newcomer", map[string]float64{"目标签约": 8}, nil, map[string]string{"周拜访": "7.6"}},
		{"enterprise/newcomer", nil, map[string]string{
			"首访": "30", "线索": "15", "今年线索": "6", "方案": "3.2", "自拓签约": "2", "承接签约": "3", "今年承接": "3", "在跟": "6", "储备": "9", "签约额": "600", "年拜访": "139", "标书": "1",
			"最晚首访": "2027-06-15", "最晚线索": "2027-06-30", "最晚方案": "2027-09-30",
			"自拓签约~预算缩减": "1", "成交合计~预算缩减": "5", "线索~国产化": "18", "首访~国产化": "36", "签约额~竞品低价": "540",
			"自拓签约@2027-Q3": "1", "自拓签约@2027-Q4": "1", "今年线索@2027-06": "1", "今年线索@2027-07": "0", "今年承接@2027": "3", "今年承接@2027-Q1": "0", "今年承接@2027-Q2": "1", "储备@2027-Q2": "0", "储备@2027-Q3": "5",
		}, map[string]string{"周拜访": "4.7", "月演示": "2.6"}},
		{"enterprise/newcomer", map[string]float64{"销售周期": 12}, map[string]string{"最晚线索": "", "自拓签约@2027": "", "今年承接@2027": "3"}, nil},
		{"enterprise/newcomer", map[string]float64{"销售周期": 18}, map[string]string{"最晚线索": "", "自拓签约@2027": "", "今年线索@2027": ""}, nil},
		{"emerging/newcomer", nil, map[string]string{
			"首访": "30", "线索": "15", "方案": "8", "签约": "5", "签约额": "100", "年拜访": "92", "最晚线索": "2027-08-31", "内训": "1",
			"新赛道首访~新赛道红利": "6", "最晚线索~技术换代": "2027-07-30", "签约额~竞品低价": "90",
			"签约@2027-Q2": "0", "签约@2027-08": "1", "线索@2027-08": "2", "线索@2027-09": "0",
		}, map[string]string{"周拜访": "4.9", "月演示": "4.1", "月验证": "1.6"}},
		{"enterprise/growth", nil, map[string]string{
			"目标签约": "4", "承接签约": "2", "自拓签约": "2", "方案": "3.2", "今年线索": "6", "线索": "12", "首访": "24", "高出门槛": "200", "最晚线索": "2027-03-31", "年拜访": "117.6",
			"自拓签约@2027-Q4": "2", "自拓签约@2027-Q3": "0", "今年线索@2027-Q1": "6", "承接签约@2027-Q2": "1",
			"首访~国产化": "32", "最晚线索~技术换代": "", "成交合计~预算缩减": "1200",
		}, map[string]string{"周拜访": "4.7", "标杆占比": "50", "周拜访~竞品低价": "5.4"}},
		{"saas/growth", nil, map[string]string{"线索": "55", "签约": "11"}, map[string]string{"周诊断": "3.5", "周拜访": "1.4", "周见客户": "4.9", "周见客户@2027-01": "4"}},
		{"industry/growth", nil, map[string]string{"首访": "30", "今年首访": "18", "储备首访": "12", "线索": "21", "年拜访": "145", "最晚线索": "2027-06-30"}, map[string]string{"周拜访": "4.9", "年末渗透率": "25"}},
		{"emerging/growth", nil, map[string]string{"首访": "30", "新签": "5", "转正": "3", "年人天": "88"}, map[string]string{"周拜访": "4.9", "复测": "6"}},
		{"saas/manager", nil, map[string]string{
			"目标GMV": "780", "净续费率": "0.95", "续费增购": "570", "新签额": "210", "签约": "70", "方案": "112", "线索": "210", "新拓": "280", "新人": "2",
			"覆盖倍数": "3", "带队用时": "14", "签约@2027-Q1": "13", "签约@2027-Q4": "20", "签约~预算缩减": "60",
		}, map[string]string{"折算人数": "7.58", "团队产能": "75.8", "人均新签": "9.2", "季新签": "19.7", "净续费率": "95", "人均新签~竞品低价": "10.3"}},
		{"saas/manager", map[string]float64{"一月入职": 0, "八月入职": 8}, nil, map[string]string{"折算人数": "7.67"}},                   // eight hires in August are worth 2.5 ÷ 12 each
		{"saas/manager", map[string]float64{"增长率": 0, "毛续费率": 1}, map[string]string{"新签额": "0", "签约": "0", "覆盖倍数": ""}, nil}, // nothing to sign, so the coverage divides by zero
		{"industry/manager", nil, map[string]string{"新人": "2", "折算人数": "6", "最晚线索": "2027-06-30"}, map[string]string{"人均签约": "500", "全组签约": "3,000"}},
		{"enterprise/manager", nil, map[string]string{"新人": "2", "折算人数": "7", "最晚线索": "2027-03-31"}, map[string]string{"人均签约": "786", "全组签约": "5,500"}},
		{"emerging/manager", nil, map[string]string{"新人": "2"}, map[string]string{"折算人数": "6.58", "人均新签": "4.9", "季新签": "9.5"}},
		{"saas/expert", nil, map[string]string{"深谈": "40", "诊断": "8"}, map[string]string{"周人天": "4.6", "周人天@2027-01": "3", "周深谈": "1"}},
		{"industry/expert", nil, map[string]string{
			"项目": "5", "方案": "10", "诊断": "20", "交流": "40", "转介线索": "9", "自己约": "31", "项目人天": "90", "一年人天": "180", "最晚交流": "2027-06-30",
			"项目@2027-Q1": "0", "项目@2027-Q2": "1", "交流@2027-Q3": "0",
		}, map[string]string{"利用率": "41", "周人天": "4.7", "周交流": "2.3", "周交流~新规": "1.9", "周人天~预算缩减": "5.8", "周人天~技术红利": "4.2"}},
		{"enterprise/expert", nil, map[string]string{"会谈": "20", "诊断": "8", "立项": "4", "新开项目": "2", "最晚会谈": "2027-03-31"}, map[string]string{"周人天": "4.9", "定制化方案": "2.5"}},
		{"emerging/expert", nil, map[string]string{"深谈": "24", "评测": "8", "陪跑": "4", "最晚深谈": "2027-08-31"}, map[string]string{"周人天": "4.8", "周深谈": "0.8"}},
		{"emerging/newcomer", map[string]float64{"目标签约": 6}, nil, map[string]string{"周拜访": "5.9"}},
		{"emerging/newcomer", map[string]float64{"目标签约": 7}, nil, map[string]string{"周拜访": "6.8"}},
		{"emerging/newcomer", map[string]float64{"目标签约": 8}, nil, map[string]string{"周拜访": "7.8"}},
	} {
		all := outputs(Evaluate(goaltest.Own(t, test.name), numbers(test.values)))
		for key, raw := range test.want {
			if got, ok := all[key]; !ok || got.Raw != raw {
				t.Errorf("%s with %v: %s is %q, not %q", test.name, test.values, key, got.Raw, raw)
			}
		}
		for key, text := range test.text {
			if got := all[key]; got.Text != text {
				t.Errorf("%s with %v: %s is shown as %q, not %q", test.name, test.values, key, got.Text, text)
			}
		}
	}
}

// The people at full worth that a manager's formula counts are those of the template's ramp: twelve people who come in a month
// are worth the sum of the ramp over the months that are left.
func TestManagersCountByTheirRamp(t *testing.T) {
	for _, name := range []string{"saas/manager", "industry/manager", "enterprise/manager", "emerging/manager"} {
		template := goaltest.Own(t, name)
		for from, key := range template.Hires {
			inputs := goal.Values{}
			for _, other := range template.Hires {
				inputs[other] = formula.Number(0)
			}
			inputs[key] = formula.Number(12)
			want, _ := template.Staff.Eval(template.Compute(nil).Lookup).Number()
			for m := range 12 - from {
				want += template.Ramp[min(m, len(template.Ramp)-1)]
			}
			if got, _ := template.Compute(inputs).Number("折算人数"); math.Abs(got-want) > 1e-9 {
				t.Errorf("%s, %s: %g people, by the ramp %g", name, key, got, want)
			}
		}
	}
}

func TestBlankSpreadsWithItsReason(t *testing.T) {
	template := goaltest.Own(t, "saas/newcomer")
	s := Evaluate(template, map[string]formula.Value{"赢单率": {}})
	all := outputs(s)
	for _, key := range []string{"方案", "线索", "新拓", "年拜访", "周拜访"} {
		if diff := cmp.Diff(Why{"why_missing", "方案里，签下来的"}, all[key].Why); diff != "" || all[key].Raw != "" || all[key].Text != "" {
			t.Errorf("%s without a win rate: %+v", key, all[key])
		}
	}
	for _, key := range []string{"方案@2027", "方案@2027-Q1", "线索@2027-03", "新拓@2027-W01"} {
		if got, ok := all[key]; !ok || got.Raw != "" || got.Text != "" {
			t.Errorf("%s is %+v without a win rate", key, got)
		}
	}
	if all["签约"].Raw != "6" || s.Process[0].Verdict != "" || s.Process[0].Whole != "" || s.Funnel[2].Points != "" {
		t.Errorf("签约 is %q, the verdict %q", all["签约"].Raw, s.Process[0].Verdict)
	}
	all = outputs(Evaluate(template, numbers(map[string]float64{"赢单率": 0})))
	if got := all["周拜访"].Why; got != (Why{"why_zero", "方案里，签下来的"}) {
		t.Errorf("divided by zero, 周拜访 is blank for %v", got)
	}
	all = outputs(Evaluate(template, numbers(map[string]float64{"月方案": 0})))
	if got := all["每份签约"].Why; got != (Why{"why_zero", ""}) {
		t.Errorf("divided by a product of zero, 每份签约 is blank for %v", got)
	}
}

func TestRangesAndVerdicts(t *testing.T) {
	template := goaltest.Own(t, "saas/newcomer")
	for _, test := range []struct {
		goal    float64
		whole   string
		verdict Verdict
		input   Verdict
	}{
		{1, "1", Below, Below}, {6, "4–5", Within, Within}, {7.05, "5–6", Within, Within}, {7.1, "5–6", Above, Within}, {9, "6–7", Above, Above},
	} {
		s := Evaluate(template, numbers(map[string]float64{"目标签约": test.goal}))
		p, in := s.Process[0], s.Groups[0].Inputs[1]
		if p.Whole != test.whole || p.Verdict != test.verdict || in.Verdict != test.input {
			t.Errorf("with %g deals: %s %s, the input is %s (%s)", test.goal, p.Whole, p.Verdict, in.Verdict, p.Text)
		}
		if p.Range != "3–5" || in.Range != "5–8" || s.Groups[2].Inputs[3].Range != "4" {
			t.Errorf("the ranges are %s, %s and %s", p.Range, in.Range, s.Groups[2].Inputs[3].Range)
		}
	}
}

// The recommended range of a percentage is in percent.
func TestPercentRange(t *testing.T) {
	s := Evaluate(goaltest.Own(t, "saas/manager"), nil)
	if got := s.Groups[0].Inputs[2]; got.Key != "增长率" || got.Range != "≥ 30%" || got.Text != "30" {
		t.Errorf("%s is %s, recommended %s", got.Key, got.Text, got.Range)
	}
}

func TestFunnelPicture(t *testing.T) {
	s := Evaluate(goaltest.Own(t, "saas/newcomer"), nil)
	want := []string{"0,0 100,0 100,6 87.5,10 12.5,10 0,6", "12.5,0 87.5,0 87.5,6 70,10 30,10 12.5,6", "30,0 70,0 70,6 62.5,10 37.5,10 30,6", "37.5,0 62.5,0 62.5,6 37.5,6"}
	for i, row := range s.Funnel {
		if row.Points != want[i] {
			t.Errorf("%s is drawn as %s", row.Key, row.Points)
		}
	}
	if s.Funnel[1].Rate.Text != "53.33" || s.Funnel[3].Rate != nil {
		t.Errorf("the rates are %v and %v", s.Funnel[1].Rate.Text, s.Funnel[3].Rate)
	}
}

// Milestones and the week of the plan count from the date of joining.
func TestJoined(t *testing.T) {
	template := goaltest.Own(t, "saas/newcomer")
	for _, test := range []struct {
		joined string
		first  Milestone
		week   *Row
	}{
		{"2027-01-04", Milestone{template.Milestones[0], "2027-04-04"}, &Row{ID: "2027-W01", Level: "week", Number: 1, Month: 1, Day: 4, Days: 5, Begins: &Date{1, 18}}},
		{"2027-08-31", Milestone{template.Milestones[0], "2027-11-30"}, &Row{ID: "2027-W35", Level: "week", Number: 35, Month: 8, Day: 30, Days: 4, Begins: &Date{9, 14}}},
		{"2028-01-03", Milestone{template.Milestones[0], "2028-04-03"}, nil},
		{"", Milestone{template.Milestones[0], ""}, &Row{ID: "2027-W01", Level: "week", Number: 1, Month: 1, Day: 4, Days: 5}},
	} {
		joined := formula.Value{}
		if test.joined != "" {
			joined = formula.Text(test.joined)
		}
		s := Evaluate(template, goal.Values{template.Joined: joined})
		if len(s.Milestones) != len(template.Milestones) || s.Milestones[0] != test.first {
			t.Errorf("joined %q: the milestones are %v", test.joined, s.Milestones)
		}
		if diff := cmp.Diff(test.week, s.Week, cmpopts.IgnoreFields(Row{}, "Cells", "Goals")); diff != "" {
			t.Errorf("joined %q, the week: %s", test.joined, diff)
		}
	}
}

// The code blocks of the author's guide make a complete template.
func TestGuideWritesATemplate(t *testing.T) {
	template, faults := goaltest.Parse(goaltest.Guide(t), goaltest.Calendars(t)...)
	if faults != "" {
		t.Fatal(faults)
	}
	sheet := Evaluate(template, nil)
	for name, want := range map[string]string{"续费额": "126", "增购额": "28", "流失": "4", "走访客户": "40", "年走访": "160", "增购@2027": "8", "流失~客户裁员": "4", "增购额~竞品低价": "24"} {
		if got := outputs(sheet)[name].Text; got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
}

func BenchmarkEvaluate(b *testing.B) {
	template := goaltest.Own(b, "enterprise/growth") // the largest
	for b.Loop() {
		Evaluate(template, nil)
	}
}
