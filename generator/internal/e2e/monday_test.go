package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/needs"
)

// aThursday is 25 March 2027, in week 12, for setDate.
const aThursday = "2027, 2, 25"

// plus and minus are the buttons of a row of the card of the week.
func plus(key string) string  { return rowOf(key, `[data-tick="1"]`) }
func minus(key string) string { return rowOf(key, `[data-tick="-1"]`) }

func rowOf(key, selector string) string { return `li:has([data-week-of="` + key + `"]) ` + selector }

// ticked is an expression for what a row of the card shows: 1 / 1.8 次/周.
func ticked(key string) string { return text(rowOf(key, ".number")) }

// keptRecords returns the sorted records of the newcomer's plan as "2027-03-25 周拜访 1".
func keptRecords(b *browsertest.Tab) []string {
	var plan struct {
		Records []struct {
			ID, On, Key string
			N           int
		}
	}
	_, kept := keptPlan(b)
	json.Unmarshal([]byte(kept), &plan)
	list, ids := []string{}, map[string]bool{}
	for _, r := range plan.Records {
		list = append(list, fmt.Sprintf("%s %s %d", r.On, r.Key, r.N))
		ids[r.ID] = len(r.ID) == 32
	}
	if len(ids) != len(list) || len(list) == 0 {
		return append(list, "ids are missing")
	}
	slices.Sort(list) // the records of a day are in the order of their random ids
	return list
}

// openCard opens the newcomer's worksheet on a day.
func openCard(b *browsertest.Tab, day string) {
	setDate(b, day)
	b.Open(worksheet)
	b.Await(`!document.querySelector("[data-actions]").hidden && document.documentElement.dataset.waits === undefined`)
}

// A tap on the card is a record of the plan; it is taken back by the other button or by undo, and is there after a reload and in
// another tab.
func TestTicksCount(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		openCard(b, aThursday)
		b.Await(ticked("周拜访") + ` === "1.8 次/周"`)
		b.Click(plus("周拜访"))
		b.Await(ticked("周拜访") + ` === "1 / 1.8 次/周" && ` + text("[data-status]") + ` === "记下了：拜访：1 / 1.8"`)
		b.Click(plus("周拜访"))
		b.Click(plus("月演示"))
		b.Await(ticked("周拜访") + ` === "2 / 1.8 次/周" && ` + ticked("月演示") + ` === "1 / 1.7 次/月"`)
		b.Click(minus("周拜访"))
		b.Await(ticked("周拜访") + ` === "1 / 1.8 次/周"`)
		browsertest.Eval[bool](b, `(document.querySelector('`+minus("周拜访")+`').focus(), true)`)
		b.Click(minus("周拜访"))
		b.Await(ticked("周拜访") + ` === "0 / 1.8 次/周" && document.activeElement.matches('[data-tick="1"]')`) // the other button is hidden
		if got, want := strings.Join(keptRecords(b), ", "), "2027-03-25 周拜访 -1, 2027-03-25 周拜访 -1, 2027-03-25 周拜访 1, 2027-03-25 周拜访 1, 2027-03-25 月演示 1"; got != want {
			t.Errorf("the records are %s, want %s", got, want)
		}
		b.Click("[data-undo]")
		b.Await(ticked("周拜访") + ` === "1 / 1.8 次/周"`)
		b.Click("[data-undo]")
		b.Await(ticked("周拜访") + ` === "2 / 1.8 次/周"`)
		b.Click("[data-redo]")
		b.Await(ticked("周拜访") + ` === "1 / 1.8 次/周"`)
		b.Reload()
		b.Await(ticked("周拜访") + ` === "1 / 1.8 次/周"`)

		other := b.NewTab()
		openCard(other, aThursday)
		other.Await(ticked("周拜访") + ` === "1 / 1.8 次/周"`)
		other.Click(plus("周拜访"))
		b.Await(ticked("周拜访") + ` === "2 / 1.8 次/周"`)
		b.Click(plus("周拜访"))
		other.Await(ticked("周拜访") + ` === "3 / 1.8 次/周"`)
	})
}

// What earlier weeks of the quarter left is a word beside the number of the sheet, from the week of the first tick on. A tick can be
// added to the week before, on its last working day.
func TestDebtsOfTheQuarter(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	openCard(b, "2027, 2, 3") // of the first quarter's leads, one is due in each of these weeks
	b.Click(plus("周拜访"))
	b.Await(ticked("周拜访") + `.startsWith("1 / ")`)
	owed := text(rowOf("线索", "[data-owed]"))
	first := browsertest.Eval[string](b, owed)
	openCard(b, aThursday)
	b.Await(owed + ` === "前几周欠 1 · 本季 0 / 2" && ` + ticked("线索") + ` === "0 / 0 家"`)
	if strings.Contains(first, "欠") {
		t.Errorf("before the first tick %q is owed", first)
	}
	b.Click("[data-turn]")
	b.Await(text("[data-week-title]") + ` === "上一周" && ` + text("[data-week-name]") + ` === "第 11 周，3 月 15 日起，5 个工作日"`)
	b.Click("[data-unfold]")
	b.Click(plus("线索"))
	b.Await(ticked("线索") + `.startsWith("1 / ")`)
	if got := strings.Join(keptRecords(b), ", "); !strings.Contains(got, "2027-03-19 线索 1") {
		t.Errorf("the records are %s", got)
	}
	b.Click("[data-turn]")
	b.Await(text("[data-week-title]") + ` === "这一周" && ` + owed + ` === "本季 1 / 2"`)
}

// A clock that was set back loses nothing: the card says how much was recorded after today, and goes on.
func TestClockSetBack(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	openCard(b, aThursday)
	b.Click(plus("周拜访"))
	b.Click("[data-unfold]")
	b.Click(plus("签约"))
	b.Await(ticked("签约") + `.startsWith("1 / ")`)
	openCard(b, "2027, 2, 17")
	b.Await(ticked("周拜访") + ` === "0 / 1.8 次/周" && ` + text("[data-ahead]:not([hidden])") + ` === "有 2 次记在今天以后，最晚 3 月 25 日。数都留着；这台设备的日期对吗？"`)
	b.Click(plus("周拜访"))
	b.Await(ticked("周拜访") + ` === "1 / 1.8 次/周"`)
	openCard(b, aThursday)
	b.Await(ticked("周拜访") + ` === "1 / 1.8 次/周" && document.querySelector("[data-ahead]").hidden`)
	if got, want := strings.Join(keptRecords(b), ", "), "2027-03-17 周拜访 1, 2027-03-25 周拜访 1, 2027-03-25 签约 1"; got != want {
		t.Errorf("the records are %s, want %s", got, want)
	}
}

// The card lists what is due within ten working days; the reader's rule can be ticked once it is written.
func TestWhatIsDue(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	openCard(b, "2027, 2, 25")
	b.Await(`document.querySelector("[data-due]").hidden`) // nothing is kept: the dates would be those of the example
	b.Click(`[data-rule] summary`)
	b.Fill(`[id="ui:when"]`, "客") // loads the script that keeps the rule
	b.Await(`!document.querySelector("[data-due]").hidden`)
	b.Type("户五天没回消息")
	b.Await(`document.querySelector('[data-rule] [data-tick="1"]').hidden`)
	b.Fill(`[id="ui:then"]`, "打个电话")
	b.Await(`!document.querySelector('[data-rule] [data-tick="1"]').hidden`)
	b.Click(`[data-rule] [data-tick="1"]`)
	b.Await(text("[data-rule] [data-tally]") + ` === "这周 1 次"`)
	b.Click("[data-unfold]")
	b.Click(plus("签约"))
	lines := `[...document.querySelectorAll("[data-due] li")].map((line) => line.textContent).join("|")`
	b.Await(lines + ` === "3 月 31 日 第 1 季度复盘，填季度末那张卡|4 月 4 日 第 3 个月：产品穿透|使用率低于 60% 的：重点看〔原文举例〕：当周就联系，问清楚谁没在用、卡在哪里。"`)
	b.Click(`[data-due] a`)
	b.Await(`document.querySelector("[data-quarter] details").open`)
	openCard(b, "2027, 8, 14")
	b.Await(lines + ` === "3 月 31 日 第 1 季度复盘，填季度末那张卡|9 月 25 日 用满 6 个月（1 家）：谈一次增值服务〔原文举例〕：先问哪个模块还没开、续约谁来定。|使用率低于 60% 的：重点看〔原文举例〕：当周就联系，问清楚谁没在用、卡在哪里。"`)
	if got := browsertest.Eval[string](b, `[...document.querySelectorAll("[data-rule] input")].map(({ value }) => value).join()`); got != "客户五天没回消息,打个电话" {
		t.Errorf("the rule is %q", got)
	}
}

// weekPlan is a plan with ticks and a rule.
const weekPlan = `{"kind":"plan","version":2,"id":"0123456789abcdef0123456789abcdef","madeFrom":null,"person":"陈晨","year":2027,"revision":1,"template":{"path":"goals/saas/newcomer","hash":""},"values":{"目标签约":"6"},"unknown":[],` +
	`"records":[{"id":"a1","on":"2027-03-01","key":"新拓","n":1},{"id":"a2","on":"2027-03-24","key":"周拜访","n":2},{"id":"a3","on":"2027-03-16","key":"签约","n":1},{"id":"a4","on":"2027-03-23","key":"rule","n":2},{"id":"a5","on":"2027-05-03","key":"周拜访","n":1}],` +
	`"rule":{"when":"客户五天没回消息","then":"打个电话，只问一件具体的事"}}`

// The card with ticks does not move when the page is loaded, and axe finds nothing in it.
func TestMondayCard(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(needs.Packages(t, "testdata/npm"), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	for width, scheme := range map[int64]string{320: "dark", 1280: "light"} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := browsertest.New(t, host(t, "/"), 404)
			b.AddScript(watchShifts)
			b.Resize(width, 844)
			b.Slow()
			openCard(b, aThursday)
			expectNoShift(t, b, "the card of the example")
			storeText(b, "chosen:goals/saas/newcomer", `"0123456789abcdef0123456789abcdef"`)
			storeText(b, planKey+":0123456789abcdef0123456789abcdef", weekPlan)
			openCard(b, aThursday)
			expectNoShift(t, b, "the card with ticks")
			browsertest.Eval[bool](b, string(axe)+`; document.querySelector("[data-unfold]").click(); true`)
			b.Prefer(scheme)
			for _, fault := range violations(b) {
				t.Error(fault)
			}
			if got := browsertest.Eval[float64](b, `document.documentElement.scrollWidth - innerWidth`); got > 0 {
				t.Errorf("the page is %g pixels too wide", got)
			}
		})
	}
}

// The calendar file is named after the person and the year, and has what the week asks; it needs no tick before.
func TestCalendarFileIsSaved(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.AddScript(`{
			URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return "blob:none"; };
			HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };
		}`)
		openCard(b, aThursday)
		b.Fill("[data-person]", "陈晨")
		browsertest.Eval[bool](b, `(document.querySelector("[data-ics]").click(), true)`)
		b.Await(`window.saved !== undefined && ` + text("[data-status]") + ` === "已存成 陈晨-2027.ics"`)
		lines := browsertest.Eval[[]string](b, `[window.fileName, ...window.saved.replace(/\r\n /g, "").split("\r\n").filter((line) => /^(BEGIN:VCALENDAR|URL|DTSTART:20270322|END:VCALENDAR)/.test(line))]`)
		if len(lines) < 4 || lines[0] != "陈晨-2027.ics" || lines[1] != "BEGIN:VCALENDAR" || lines[2] != "DTSTART:20270322T090000" || lines[len(lines)-1] != "END:VCALENDAR" {
			t.Errorf("the file has %v", lines)
		}
		if hasAddress := strings.HasPrefix(lines[3], "URL:http"); hasAddress != strings.HasPrefix(browsertest.Eval[string](b, `location.href`), "http") {
			t.Errorf("the address of the sheet is %s", lines[3])
		}
	})
}
