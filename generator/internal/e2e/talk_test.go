package e2e

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// The plans of a person and of her manager for her: four answers differ, of which the manager has no number for one.
var (
	ownPlan     = planText(idOfPlan, "张伟", "goals/saas/newcomer", `"目标签约":"10","赢单率":"50","线索率":"70"`)
	managerPlan = planText(strings.Repeat("b", 32), "张伟", "goals/saas/newcomer", `"目标签约":"6","赢单率":"5/8","客户画像":"跨境电商"`)
)

// openTalk opens the own plan beside the file of the manager's.
func openTalk(b *browsertest.Tab) {
	b.Open(worksheet)
	storeText(b, planKey+":"+idOfPlan, ownPlan)
	b.Reload()
	b.Click("[data-more] summary")
	b.Click("[data-chairs]")
	chooseFile(b, managerPlan)
	b.Await(`document.querySelector("dialog.chairs[open]")`)
}

// chooseFile chooses a text as the file to compare with.
func chooseFile(b *browsertest.Tab, text string) {
	b.Await(`document.querySelector("dialog[open] input[type=file]")`)
	browsertest.Eval[bool](b, `(() => {
		const chosen = new DataTransfer(), input = document.querySelector("dialog[open] input[type=file]");
		chosen.items.add(new File([`+strconv.Quote(text)+`], "经理的.cairn.json"));
		input.files = chosen.files;
		return input.dispatchEvent(new Event("change"));
	})()`)
}

// talkRows returns the label, both answers and the effect of each row.
func talkRows(b *browsertest.Tab) []string {
	return browsertest.Eval[[]string](b, `[...document.querySelectorAll(".chairs tbody tr:not(.group)")].map((row) => [row.querySelector("th").firstChild.data, ...[...row.querySelectorAll("label")].map((label) => label.textContent.trim()), row.querySelector(".effect").lastChild.textContent].join(" | "))`)
}

const (
	agreedNow  = `document.querySelector(".chairs .agreed").textContent`
	talkStatus = `document.querySelector(".chairs .status").textContent`
)

// press clicks the button of the panel that has a text.
func press(b *browsertest.Tab, text string) {
	browsertest.Eval[bool](b, `([...document.querySelectorAll("dialog[open] button")].find((button) => button.textContent === `+strconv.Quote(text)+`).click(), true)`)
}

// pick chooses an answer of the row of a key.
func pick(b *browsertest.Tab, row, side string) {
	b.Click(`.chairs [name="` + row + `"][value="` + side + `"]`)
}

// Two plans are compared, what differs is decided row by row, and the agreed plan is the next version of the open one, in one
// step that undo takes back. What is typed is read as the form reads it, and no row can be left open.
func TestTalk(t *testing.T) {
	b := browsertest.New(t, disk(t))
	openTalk(b)
	want := []string{
		"头十二个月签几家 | 10 家 | 6 家 | 签约（后买） 10 → 6 家，最紧时拜访 9.1 → 5.5 次/周",
		"签什么样的客户 | 30–100 人、有自己客服团队的跨境电商 示例 | 跨境电商 | 数不变",
		"新拓里，成为合格线索的 | 70% | 75% 示例 | 最紧时拜访 9.1 → 8.8 次/周",
		"方案里，签下来的 | 50% | 5/8 | 最紧时拜访 9.1 → 7.4 次/周",
	}
	if got := talkRows(b); !slices.Equal(got, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	b.Await(talkStatus + ` === "还有 2 处没定"`)
	press(b, "定下来")
	if got := browsertest.Eval[string](b, `document.activeElement.name + " " + document.activeElement.value`); got != "input 目标签约 mine" {
		t.Errorf("with rows left open the focus is at %q", got)
	}
	b.Fill(`.chairs [name="own input 目标签约"]`, "一百")
	b.Await(`document.querySelector(".chairs .problem:not([hidden])")?.textContent === "看不懂这个数。写成 12、1,200 或 3.5。"`)
	b.Fill(`.chairs [name="own input 目标签约"]`, "８")
	pick(b, "input 赢单率", "theirs")
	b.Await(agreedNow + `.startsWith("签约（后买） 8 家，最紧时拜访")`)
	press(b, "定下来")
	b.Await(talkStatus + `.startsWith("定下来了，是第 2 版")`)
	press(b, "关掉")
	b.Await(`document.querySelector("dialog") === null`)
	if got := browsertest.Eval[string](b, cell("签约")); got != "8" {
		t.Errorf("the worksheet says %s deals", got)
	}
	checkAgreed(t, storedText(b, planKey+":"+idOfPlan))
	b.Click("[data-undo]")
	b.Await(`document.querySelector("#field-目标签约").value === "10"`)
	var undone struct{ Revision int }
	if json.Unmarshal([]byte(storedText(b, planKey+":"+idOfPlan)), &undone); undone.Revision != 1 {
		t.Errorf("after undo the plan is version %d", undone.Revision)
	}
	b.Click("[data-redo]")
	b.Await(`document.querySelector("#field-目标签约").value === "８"`)
	b.Reload()
	b.Await(cell("签约") + ` === "8"`)
}

func checkAgreed(t *testing.T, text string) {
	t.Helper()
	var agreed struct {
		Revision int
		MadeFrom struct{ ID string }
		Values   map[string]string
		Versions []struct {
			Revision int
			Values   map[string]string
		}
	}
	if err := json.Unmarshal([]byte(text), &agreed); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"目标签约": "８", "赢单率": "5/8", "线索率": "70", "客户画像": "跨境电商"} {
		if agreed.Values[key] != want {
			t.Errorf("the agreed %s is %q, want %q", key, agreed.Values[key], want)
		}
	}
	if agreed.Revision != 2 || agreed.MadeFrom.ID != strings.Repeat("b", 32) || len(agreed.Versions) != 1 || agreed.Versions[0].Values["目标签约"] != "10" {
		t.Errorf("the agreed plan is %s", text)
	}
}

// The minute of the talk is one page with the rows, what was agreed, and lines to sign. Nothing of the worksheet is on it.
func TestPrintedTalk(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	openTalk(b)
	press(b, "都用对方的")
	browsertest.Eval[bool](b, `(window.print = () => {}, true)`)
	press(b, "打印这次谈的")
	pages, text := pdf(t, b, "A4")
	expectText(t, pages, text, []string{"张伟，两份对一对", "经理的.cairn.json", "方案里，签下来的", "谈成的", "跨境电商", "日期"})
	if pages != 1 || strings.Contains(text, squeeze("按季、按月、按周")) || strings.Contains(text, squeeze("另填一个")) {
		t.Errorf("%d pages with %s", pages, text)
	}
}

// A phone shows each row as a card and scrolls only down; the choices are reached by the keyboard. Closing with choices asks first.
func TestTalkOnPhone(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Resize(390, 844)
	openTalk(b)
	if got := browsertest.Eval[[]float64](b, `(() => { const dialog = document.querySelector(".chairs"), rows = [...dialog.querySelectorAll("tbody tr:not(.group)")]; return [dialog.scrollWidth - dialog.clientWidth, ...rows.map((row) => Math.max(0, row.getBoundingClientRect().right - 390))] })()`); slices.Max(got) > 0 {
		t.Errorf("the panel is too wide: %v", got)
	}
	if got := browsertest.Eval[string](b, `document.activeElement.tagName`); got != "H2" {
		t.Errorf("the focus is at %s", got)
	}
	browsertest.Eval[bool](b, `(document.querySelector('.chairs [name="input 目标签约"]').focus(), true)`)
	b.Press("ArrowDown", "")
	b.Await(`document.querySelector('.chairs [name="input 目标签约"][value="theirs"]').checked && ` + agreedNow + `.startsWith("签约（后买） 6 家")`)
	browsertest.Eval[bool](b, `document.querySelector(".chairs").dispatchEvent(new Event("cancel"))`) // as Escape does
	b.Await(`[...document.querySelectorAll("dialog[open] p")].some((p) => p.textContent === "选过的还没定下来，关掉就没了。")`)
	b.Click(`dialog:not(.chairs) [value="no"]`)
	b.Await(`document.querySelectorAll("dialog").length === 1`)
	press(b, "关掉")
	b.Click(`dialog:not(.chairs) [value="yes"]`)
	b.Await(`document.querySelector("dialog") === null`)
}

// A file that cannot be compared is refused with its reason, and one that says the same has nothing to discuss.
func TestTalkRefuses(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	storeText(b, planKey+":"+idOfPlan, ownPlan)
	b.Reload()
	b.Click("[data-more] summary")
	b.Click("[data-chairs]")
	for text, want := range map[string]string{
		"{": "文件读不出来，或者不是这里存的计划。",
		planText(idOfPlan, "张伟", "goals/saas/growth", ``):                                                       "文件是另一张表的（goals/saas/growth），要对同一张表。",
		strings.Replace(ownPlan, `"version":2`, `"version":9`, 1):                                               "文件是更新的版本存的，手册升级以后再来。",
		`{"version":1,"site":"another","kept":{"plan:goals/saas/newcomer":` + strconv.Quote(managerPlan) + `}}`: "文件是另一本手册的（id 是 another）。",
	} {
		chooseFile(b, text)
		b.Await(`document.querySelector("dialog[open] [role=alert]")?.textContent === ` + strconv.Quote(want))
	}
	chooseFile(b, strings.Replace(ownPlan, `"70"`, `"７０%"`, 1))
	b.Await(`document.querySelector("dialog.chairs > p")?.textContent === "两份填得一样，没有要谈的。"`)
}

// An import of a plan of the same person offers to show it side by side. The agreed plan, sent back, is the next version of each plan.
func TestTalkFromImport(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	storeText(b, planKey+":"+idOfPlan, ownPlan)
	b.Reload()
	importFile(b, strconv.Quote(managerPlan))
	b.Await(`document.querySelector("dialog[open]")`)
	b.Click(`dialog [value="beside"]`)
	b.Await(`document.querySelector("dialog.chairs[open]")`)
	press(b, "都用对方的")
	press(b, "定下来")
	b.Await(talkStatus + `.startsWith("定下来了")`)
	press(b, "关掉")
	agreed := storedText(b, planKey+":"+idOfPlan)
	storeText(b, planKey+":"+idOfPlan, ownPlan)
	b.Reload()
	importFile(b, strconv.Quote(agreed))
	if got := openQuestion(b); !slices.Contains(got, "更新的一版，换掉这里的：张伟 2027 v2") {
		t.Errorf("an import of the agreed plan asks %q", got)
	}
	b.Click(`dialog [value="yes"]`)
	b.Await(cell("签约") + ` === "6"`)
	importFile(b, strconv.Quote(ownPlan))
	b.Await(`document.querySelector("[data-notice]").textContent.startsWith("没有要导入的")`)
}
