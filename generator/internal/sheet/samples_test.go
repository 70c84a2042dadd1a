package sheet

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// templates returns templates of this repository's own site, and others with the features that
// those do not use.
func templates(t *testing.T) map[string]*goal.Template {
	all := map[string]*goal.Template{}
	for _, name := range goaltest.Templates {
		all[name] = goaltest.Own(t, name)
	}
	for _, start := range []int{1, 4, 9} {
		text := strings.Replace(goaltest.Newcomer, goaltest.Head, fmt.Sprintf("%sfiscal_start = %d\n", goaltest.Head, start), 1)
		all[fmt.Sprintf("newcomer from month %d", start)] = goaltest.Template(t, text+cautious, goaltest.Calendars(t)...)
	}
	all["unjudged"] = goaltest.Template(t, goaltest.Unjudged, goaltest.Calendars(t)...)
	all["team"] = goaltest.Template(t, team, goaltest.Calendars(t)...)
	odd, faults := goaltest.Parse(goaltest.Head + "fiscal_start = 8\njoined = \"d\"\n" +
		"[[inputs]]\nkey = \"d\"\nlabel = \"d\"\nkind = \"date\"\ndefault = 2027-09-15\n" +
		"[[inputs]]\nkey = \"c\"\nlabel = \"c\"\nkind = \"choice\"\nchoices = [\"a\", \"b\"]\ndefault = \"a\"\n" +
		"[[inputs]]\nkey = \"m\"\nlabel = \"m\"\nkind = \"money\"\nunit = \"元\"\ndefault = 1200000\n" +
		"[[inputs]]\nkey = \"n\"\nlabel = \"n\"\nkind = \"money\"\nunit = \"元\"\ndefault = 7\n" +
		"[[inputs]]\nkey = \"r\"\nlabel = \"r\"\nkind = \"percent\"\ndefault = 0.3\nrecommend = [0.2, 0.4]\n" +
		"[[values]]\nkey = \"v\"\nlabel = \"v\"\nunit = \"元\"\nformula = \"IF(c = \\\"a\\\", m, m / (r - r))\"\n" +
		"[[process]]\nkey = \"p\"\nlabel = \"p\"\nunit = \"%\"\nformula = \"r / 3\"\nrecommend = [0.1, 0.2]\nper = \"month\"\ncapacity = \"r / 2\"\n" +
		"[[variables]]\nkey = \"w\"\nlabel = \"w\"\nchanges = [{ input = \"r\", plus = 0.8 }, { input = \"m\", times = 0.9 }]\nshifts = [{ from = \"m\", to = \"n\", share = 0.3 }]\n" +
		"[[variables]]\nkey = \"u\"\nlabel = \"u\"\n[[variables.changes]]\ninput = \"r\"\nto = 0.2\n" +
		"[[smart]]\nletter = \"M\"\nlabel = \"s\"\ncheck = \"AND(r > 0.2, c = \\\"a\\\")\"\n" +
		"[[splits]]\nkey = \"v\"\nweights = [0.1, 0.2, 0.3, 0.4]\nlead = \"r * 10\"\n[[splits]]\nkey = \"p\"\n")
	if odd == nil {
		t.Fatal(faults)
	}
	all["odd"] = odd
	return all
}

// cautious are market variables of goaltest.Newcomer.
const cautious = `
[[variables]]
key = "慢"
label = "慢"
cautious = true
changes = [{ input = "周期", times = 2 }]
[[variables]]
key = "少"
label = "少"
cautious = true
changes = [{ input = "跑得动", to = 1 }]
[[smart]]
letter = "A"
label = "a"
holds = "capacity"
advice = "a"
[[smart]]
letter = "T"
label = "t"
check = "目标 > 1 * 家"
holds = "dates"
advice = "t"
[[constants]]
key = "家"
unit = "家"
value = 1
`

// team is the sheet of a manager whose fiscal year begins in August. It has habits and loads of
// all periods, a first step with a quarterly weight of 0, and a step with a longer lead than
// the one that it follows.
var team = goaltest.Head + `fiscal_start = 8
joined = "入职"
starts = "起算"
weeks = "可用周"
ramp = [0, 0.3, 1]
staff = "老人 * 1"
` + "hires = [\"h0\", \"h1\", \"h2\", \"h3\", \"h4\", \"h5\", \"h6\", \"h7\", \"h8\", \"h9\", \"h10\", \"h11\"]\n" + hires() + `
[[inputs]]
key = "入职"
label = "入职"
kind = "date"
[[inputs]]
key = "起算"
label = "起算"
kind = "date"
[[inputs]]
key = "可用周"
label = "可用周"
default = 44
[[inputs]]
key = "老人"
label = "老人"
default = 3
min = 0
adjust = 0.5
[[inputs]]
key = "目标"
label = "目标"
default = 30
adjust = 1
[[inputs]]
key = "周期"
label = "周期"
default = 2.3
min = 0
adjust = 0.1
[[inputs]]
key = "勤"
label = "勤"
default = 2
[[inputs]]
key = "率"
label = "率"
kind = "percent"
default = 0.4
adjust = 0.01
[[values]]
key = "单"
label = "单"
prorate = "目标"
over = "步"
[[values]]
key = "步"
label = "步"
formula = "目标 / 率"
[[values]]
key = "早"
label = "早"
formula = "步 * 2"
[[values]]
key = "最晚早"
label = "最晚早"
latest = "早"
[[process]]
key = "周"
label = "周"
load = [{ step = "步", times = "周期" }, { step = "早", times = "1" }, { step = "单", times = "4", every = "quarter" }, { times = "勤", every = "year" }]
capacity = "老人 * 4"
recommend = [3, 8]
[[process]]
key = "月"
label = "月"
per = "month"
load = [{ step = "单", times = "2" }, { step = "步", times = "率", every = "month" }]
capacity = "6"
[[process]]
key = "季"
label = "季"
per = "quarter"
load = [{ step = "单", times = "2" }]
capacity = "率 * 30"
[[process]]
key = "年"
label = "年"
per = "year"
load = [{ step = "早", times = "率" }, { times = "勤", every = "month" }]
capacity = "90"
[[process]]
key = "底"
label = "底"
formula = "勤 * 2"
from_week = 5
part_of = "周"
[[process]]
key = "外"
label = "外"
per = "month"
formula = "勤"
added_to = "周"
[[process]]
key = "季外"
label = "季外"
per = "quarter"
formula = "勤 / 率"
added_to = "月"
from_week = 9
[[process]]
key = "年外"
label = "年外"
per = "year"
formula = "勤"
added_to = "季"
capacity = "勤 * 2 - 1"
[[splits]]
key = "步"
weights = [1, 2, 0, 3]
lead = "周期"
[[splits]]
key = "早"
follows = "步"
lead = "周期 + 率 * 6"
[[splits]]
key = "单"
follows = "早"
[[variables]]
key = "贵"
label = "贵"
cautious = true
changes = [{ input = "率", plus = -0.3 }, { input = "目标", times = 1.4 }]
`

// hires are the inputs of the people hired in each month.
func hires() string {
	text := ""
	for i := range 12 {
		text += fmt.Sprintf("[[inputs]]\nkey = \"h%d\"\nlabel = \"h%d\"\ndefault = %d\n", i, i, i%3/2)
	}
	return text
}

func entriesFor(t *goal.Template, random *rand.Rand, defaults bool) (map[string]any, map[string]formula.Value) {
	entries, values := map[string]any{}, map[string]formula.Value{}
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			key := in.Key
			v := in.Default
			if !defaults {
				v = another(in, random)
			}
			values[key] = v
			if x, ok := v.Number(); ok {
				entries[key] = x
			} else if text, ok := v.Text(); ok {
				entries[key] = text
			}
		}
	}
	return entries, values
}

// another returns a value that a reader might enter, or a blank one.
func another(in *goal.Input, random *rand.Rand) formula.Value {
	if random.IntN(15) == 0 {
		return formula.Value{}
	}
	switch in.Kind {
	case goal.KindDate:
		return formula.Text(fmt.Sprintf("%d-%02d-%02d", 2026+random.IntN(3), 1+random.IntN(12), 1+random.IntN(28)))
	case goal.KindChoice:
		return formula.Text(in.Choices[random.IntN(len(in.Choices))])
	case goal.KindText:
		return formula.Text("x")
	}
	x, _ := in.Default.Number()
	choices := []float64{x, x, x * 0.95, x * 1.05, x / 3, 0, 1e-7, 1e13, float64(random.IntN(100)) / 20}
	return formula.Number(choices[random.IntN(len(choices))])
}

// casesOf returns entries of a template, the first of them its examples, and the sheets that
// they give.
func casesOf(template *goal.Template, random *rand.Rand, n int) (cases []map[string]any, sheets []*Sheet) {
	for i := range n {
		entries, values := entriesFor(template, random, i == 0)
		cases, sheets = append(cases, entries), append(sheets, Evaluate(template, values))
	}
	return cases, sheets
}

func marshal(t testing.TB, x any) string {
	t.Helper()
	data, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
