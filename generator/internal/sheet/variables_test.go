package sheet

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goaltest"
)

const market = goaltest.Head + `sentence = "签 {签约}，赢单率 {率}，{谁}。"
[[inputs]]
key = "谁"
label = "谁"
kind = "text"
default = "医院"
[[inputs]]
key = "目标"
label = "目标"
unit = "家"
default = 6
min = 1
[[inputs]]
key = "增购"
label = "增购"
unit = "家"
default = 0
max = 2
[[inputs]]
key = "率"
label = "率"
kind = "percent"
default = 0.5
[[constants]]
key = "十"
unit = "家"
value = 10
[[funnel]]
key = "方案"
label = "方案"
unit = "家"
rate = "率"
[[funnel]]
key = "签约"
label = "签约"
unit = "家"
formula = "目标"
[[process]]
key = "忙"
label = "忙"
unit = "家"
formula = "方案 + 增购"
recommend = [5, 12]
capacity = "十"
[[variables]]
key = "缩减"
label = "缩减"
changes = [{ input = "率", plus = -0.1 }, { input = "目标", times = 1.5 }]
[[variables]]
key = "转向"
label = "转向"
shifts = [{ from = "目标", to = "增购", share = 0.5 }]
[[variables]]
key = "翻倍"
label = "翻倍"
[[variables.changes]]
input = "率"
to = 1
[[variables.changes]]
input = "率"
plus = 0.5
[[smart]]
letter = "A"
label = "行吗"
check = "忙 <= 十"
advice = "减"
[[smart]]
letter = "S"
label = "谁"
check = "谁 <> \"\""
`

// The expected numbers under each market variable were computed by hand.
func TestVariables(t *testing.T) {
	template, faults := goaltest.Parse(market)
	if faults != "" {
		t.Fatal(faults)
	}
	sheet := Evaluate(template, nil)
	got := map[string]string{}
	for name, r := range outputs(sheet) {
		got[name] = r.Text
	}
	want := map[string]string{
		"签约": "6", "方案": "12", "忙": "12",
		"率~缩减": "40", "目标~缩减": "9", "签约~缩减": "9", "方案~缩减": "22.5", "忙~缩减": "22.5",
		"目标~转向": "3", "增购~转向": "2", "签约~转向": "3", "方案~转向": "6", "忙~转向": "8", // the shift of 3 is limited to 2
		"率~翻倍": "100", "签约~翻倍": "6", "方案~翻倍": "6", "忙~翻倍": "6",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	busy := sheet.Compared[2]
	if over := []bool{busy.Over, busy.With[0].Over, busy.With[1].Over, busy.With[2].Over, sheet.Term("忙").Over, sheet.Term("方案").Over}; !slices.Equal(over, []bool{true, true, false, false, true, false}) {
		t.Errorf("12, 22.5, 8 and 6 of at most 10, and 12 in a text, are over it: %v", over)
	}
	for i, want := range []Verdict{Above, Within, Within} {
		if busy.With[i].Verdict != want {
			t.Errorf("under %s the goal is %s, not %s", template.Variables[i].Key, busy.With[i].Verdict, want)
		}
	}
	if p := sheet.Process[0]; p.Load != "120%" || p.Meter != (Meter{"80", "33.33", "80", "66.67"}) {
		t.Errorf("the goal is measured as %v, %s", p.Meter, p.Load)
	}
	if sheet.Smart[0].Answer != "no" || sheet.Smart[1].Answer != "yes" {
		t.Errorf("the criteria say %s and %s", sheet.Smart[0].Answer, sheet.Smart[1].Answer)
	}
	blank := Evaluate(template, map[string]formula.Value{"率": {}, "谁": {}})
	if blank.Smart[0].Answer != "" || blank.Smart[1].Answer != "" || blank.Process[0].Load != "" || blank.Process[0].Meter.Value != "" {
		t.Errorf("of a blank rate is known %v, %v", blank.Smart, blank.Process[0].Meter)
	}
	if text := outputs(blank)["方案~缩减"]; text.Text != "" || text.Why != (Why{"why_missing", "率"}) {
		t.Errorf("of a blank rate comes %v", text)
	}
}

func TestSentence(t *testing.T) {
	template, faults := goaltest.Parse(market)
	if faults != "" {
		t.Fatal(faults)
	}
	sheet := Evaluate(template, nil)
	text := ""
	for _, p := range template.Sentence {
		text += p.Text
		if p.Name != "" {
			term := sheet.Term(p.Name)
			text += term.Text + term.Unit
		}
	}
	if text != "签 6家，赢单率 50%，医院。" {
		t.Errorf("the sentence is %s", text)
	}
}

// Within a text, numbers have thousands separators, and a percentage has none.
func TestTerms(t *testing.T) {
	s := Evaluate(goaltest.Own(t, "enterprise/growth"), nil)
	for name, want := range map[string]Term{
		"目标签约额": {Text: "1,200", Unit: "万元"}, "方案率": {Text: "53.33", Unit: "%"}, "方案": {Text: "3.2", Unit: "家"}, "半个月": {Text: "0.5", Unit: "月", Fixed: true},
		"起算日期": {Text: "2027-01-04"}, "没有": {},
	} {
		if got := s.Term(name); got != want {
			t.Errorf("%s is %v, not %v", name, got, want)
		}
	}
}
