package workbook

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
)

// newcomer is a template with each kind of load, habit and period, in a year that begins
// in April.
const newcomer = `title = "新人"
fiscal_year = 2027
fiscal_start = 4
joined = "入职"
starts = "起算"
weeks = "周"
ramp = [0, 0.25, 0.5, 0.75, 1]
ramp_from_week = 3
[[inputs]]
key = "入职"
label = "入职"
kind = "date"
default = 2027-04-05
[[inputs]]
key = "起算"
label = "起算"
kind = "date"
default = 2027-01-01
[[inputs]]
key = "目标"
label = "目标"
unit = "家"
default = 6
min = 0
max = 100
adjust = 1
[[inputs]]
key = "率"
label = "率"
kind = "percent"
default = 0.3
min = 0.01
adjust = 0.01
[[inputs]]
key = "周期"
label = "周期"
unit = "月"
default = 2
min = 0
max = 24
[[inputs]]
key = "周"
label = "周"
unit = "周"
default = 44
min = 1
max = 53
[[inputs]]
key = "跑得动"
label = "一周最多跑几次"
unit = "次/周"
default = 5
min = 1
max = 40
adjust = 1
[[inputs]]
key = "手上"
label = "手上的客户"
unit = "家"
default = 2
min = 0
[[inputs]]
key = "习惯"
label = "每周至少"
unit = "次/周"
default = 0.5
min = 0
[[constants]]
key = "每家"
unit = "次/家"
value = 1
[[constants]]
key = "每月"
unit = "次/月"
value = 2
[[constants]]
key = "每季"
unit = "次/季"
value = 20
[[constants]]
key = "每年"
unit = "次/年"
value = 400
[[constants]]
key = "半月"
unit = "月"
value = 0.5
[[funnel]]
key = "线索"
label = "线索"
unit = "家"
rate = "率"
[[funnel]]
key = "签约"
label = "签约"
unit = "家"
formula = "今年"
[[values]]
key = "今年"
label = "今年签"
unit = "家"
prorate = "目标"
over = "线索"
[[values]]
key = "明年"
label = "明年签"
unit = "家"
prorate = "目标"
over = "线索"
part = "after"
[[values]]
key = "方案"
label = "方案"
unit = "家"
formula = "ROUNDUP(签约 * 2, 0)"
[[values]]
key = "最晚线索"
label = "最后一条线索"
latest = "线索"
[[values]]
key = "最晚方案"
label = "最后一份方案"
latest = "方案"
[[process]]
key = "拜访"
label = "拜访"
unit = "次/周"
per = "week"
capacity = "跑得动"
recommend = [1, 5]
load = [
  { step = "线索", times = "3 * 每家" },
  { step = "签约", times = "4 * 每家", every = "year" },
  { times = "手上 * 12 * 每家", every = "year" },
]
[[process]]
key = "早会"
label = "早会"
unit = "次/周"
per = "week"
formula = "习惯"
part_of = "拜访"
from_week = 3
[[process]]
key = "演练"
label = "演练"
unit = "次/月"
per = "month"
formula = "每月"
added_to = "拜访"
[[process]]
key = "月报价"
label = "报价"
unit = "次/月"
per = "month"
capacity = "每月 * 1.5"
load = [{ step = "方案", times = "每家" }]
[[process]]
key = "季回访"
label = "回访"
unit = "次/季"
per = "quarter"
capacity = "每季"
load = [{ step = "签约", times = "每家", every = "month" }, { times = "手上 * 每家", every = "quarter" }]
[[process]]
key = "年培训"
label = "培训"
unit = "次/年"
per = "year"
capacity = "每年"
load = [{ times = "跑得动 * 周", every = "year" }]
[[splits]]
key = "线索"
lead = "周期 + 半月"
[[splits]]
key = "方案"
lead = "周期 / 2"
follows = "线索"
[[splits]]
key = "签约"
follows = "方案"
[[variables]]
key = "慢"
label = "周期变长"
changes = [{ input = "周期", times = 1.7 }, { input = "目标", plus = 3 }]
[[variables]]
key = "难"
label = "只赢四分之一"
cautious = true
changes = [{ input = "率", to = 0.25 }]
[[smart]]
letter = "A"
label = "排得下"
holds = "capacity"
[[smart]]
letter = "T"
label = "来得及"
check = "目标 > 0"
holds = "dates"
`

// team is the template of a manager: people at full worth, and hires of each month.
const team = `title = "团队"
fiscal_year = 2027
starts = "起算"
ramp = [0, 0.25, 0.5, 0.75, 1]
staff = "老人"
hires = ["新1", "新2", "新3", "新4", "新5", "新6", "新7", "新8", "新9", "新10", "新11", "新12"]
[[inputs]]
key = "起算"
label = "起算"
kind = "date"
default = 2027-01-01
[[inputs]]
key = "老人"
label = "老人"
unit = "人"
default = 4
min = 0
[[inputs]]
key = "目标"
label = "目标"
unit = "家"
default = 80
min = 0
[[inputs]]
key = "每人"
label = "每人"
unit = "次/周"
default = 1
min = 0
[[inputs]]
key = "周期"
label = "周期"
unit = "月"
default = 3.3
min = 0
HIRES
[[constants]]
key = "每家"
unit = "次/家"
value = 1
[[constants]]
key = "一年"
unit = "1/年"
value = 1
[[funnel]]
key = "线索"
label = "线索"
unit = "家"
formula = "目标 * 3"
[[funnel]]
key = "签约"
label = "签约"
unit = "家"
formula = "目标"
[[values]]
key = "最晚"
label = "最晚"
latest = "线索"
[[process]]
key = "陪访"
label = "陪访"
unit = "次/周"
per = "week"
capacity = "每人"
load = [{ step = "线索", times = "每家" }]
[[process]]
key = "年陪访"
label = "一年陪访"
unit = "次/年"
per = "year"
formula = "每家 * 签约 * 5 * 一年"
capacity = "每家 * 目标 * 4 * 一年"
[[splits]]
key = "线索"
lead = "周期"
weights = [1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 0, 4]
[[splits]]
key = "签约"
follows = "线索"
[[variables]]
key = "少招"
label = "少招"
changes = [{ input = "新8", times = 0.5 }, { input = "周期", plus = 2.2 }]
`

func teamTemplate() string {
	var hires strings.Builder
	for i := range 12 {
		fmt.Fprintf(&hires, "[[inputs]]\nkey = \"新%d\"\nlabel = \"新%[1]d\"\nunit = \"人\"\ndefault = %d\nmin = 0\n", i+1, i%4*2)
	}
	return strings.Replace(team, "HIRES\n", hires.String(), 1)
}

// LibreOffice computes the plan of people who join on any day, or whose day is not known.
func TestPeople(t *testing.T) {
	needs.Program(t, "soffice")
	random := rand.New(rand.NewPCG(15, 8))
	var books []*book
	for _, text := range []string{newcomer, teamTemplate()} {
		template := goaltest.Template(t, text, goaltest.Calendars(t)...)
		for _, date := range sample.Of(3, dates(random)) {
			values := map[string]formula.Value{}
			if date != "2027-04-05" {
				values = entries(template, random)
			}
			values[cmp.Or(template.Joined, template.Starts)] = formula.Value{}
			if date != "" {
				values[cmp.Or(template.Joined, template.Starts)] = formula.Text(date)
			}
			b, err := newBook(sheet.Evaluate(template, values), chineseWords(t))
			if err != nil {
				t.Fatal(err)
			}
			books = append(books, b)
		}
	}
	for i, f := range recalculated(t, books...) {
		expectSheet(t, f, books[i], books[i].sheet)
	}
}

// dates returns days around the fiscal years of the templates, the days of a month's end
// among them, and "" for a blank date.
func dates(random *rand.Rand) []string {
	all := []string{"2027-04-05", "", "2015-03-02", "2027-01-01", "2027-08-31", "2027-12-31", "2028-03-31", "2029-01-01"}
	for range 12 {
		all = append(all, time.Date(2026, 11, 1+random.IntN(560), 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return all
}
