package e2e

import (
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sitetest"
)

// verdict is an expression for what the worksheet's verdict says: its kind, its count of examples, its sentence, the fiscal
// year's part and the cure, each only if it is visible.
const verdict = `["kind", "[data-finding-examples]", "[data-finding-text]", "[data-finding-part]", "[data-finding-cure] > span"].map((part) => {
	const box = document.querySelector(".finding"), found = box.querySelector(part);
	return part === "kind" ? box.dataset.finding : found.checkVisibility() ? found.textContent : "";
}).join("|")`

// cureLine is true while the line of the cure has its place, and cureShown when the cure has been computed.
const (
	cureLine  = `document.querySelector("[data-finding-cure]").checkVisibility()`
	cureShown = "(" + cureLine + ` && !document.querySelector("[data-finding-cure]").hasAttribute("data-pending"))`
)

// The verdict follows the target: a target of twice the example is over the capacity in the month and with the number of the plan's
// cell, which is marked like the card and the bar of a phone; the cure leads to its field, and its number makes the plan fit.
func TestVerdictFollowsTheTarget(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	setDate(b, "2027, 6, 13")
	b.Prefer("light") // and no smooth scrolling
	b.Resize(390, 844)
	b.Open(worksheet)
	b.Await(verdict + ` === "fits|还有 26 个示例没认|9 月最紧：拜访要 4.3 次/周，最多 5 次/周，占 86%。||"`)
	if bottom := browsertest.Eval[float64](b, `document.querySelector("[data-finding-text]").getBoundingClientRect().bottom`); bottom > browsertest.Eval[float64](b, `document.querySelector(".phone").getBoundingClientRect().top`) {
		t.Errorf("the verdict ends %v pixels below the top of a phone's page", bottom)
	}
	b.Fill(`[name="目标签约"]`, "12")
	b.Await(verdict + ` === "over|还有 25 个示例没认|9 月最紧：拜访要 8.6 次/周，最多 5 次/周，占 171%。||改一处就行：“头十二个月签几家”改成 6 家"`)
	for marked, want := range map[string]string{
		`.month output[name="周拜访@2027-09"]`: "8.6", `output[name="周拜访"]`: "8.6", `[data-load="周拜访"]`: "171%",
		`blockquote [data-term="周拜访"]`: "8.6", `td > [data-term="周拜访"]`: "8.6", `output[name="周拜访~竞品低价"]`: "8.6",
		`.phone a > b`: "8.1", `.todo [data-week-of="周拜访"]`: "8.1", // of the week
	} {
		if got := browsertest.Eval[string](b, `(() => { const found = document.querySelector('`+marked+`'); return found.textContent + ("over" in found.dataset ? "" : " without a mark"); })()`); got != want {
			t.Errorf("%s is %s, want %s marked", marked, got, want)
		}
	}
	if got := browsertest.Eval[[]string](b, `["新拓@2027-09", "周拜访@2027-W01", "季诊断"].filter((name) => "over" in document.querySelector('output[name="' + name + '"]').dataset)`); len(got) > 0 {
		t.Errorf("%v are marked, which have no capacity or nothing to do", got)
	}
	if looks := browsertest.Eval[[]string](b, `[...new Set([...document.querySelectorAll(".worksheet [data-over]")].map((shown) => getComputedStyle(shown).color + getComputedStyle(shown).fontWeight + getComputedStyle(shown, "::before").content))]`); len(looks) != 1 || !strings.HasSuffix(looks[0], `700"▲"`) {
		t.Errorf("numbers over the capacity look like %q", looks)
	}
	if got := browsertest.Eval[string](b, `document.querySelector(".phone [data-finding]").dataset.finding + " " + document.querySelector(".phone [data-finding]").textContent`); got != "over 排不下" {
		t.Errorf("the bar of a phone says %s", got)
	}
	b.Click("[data-apply]")
	b.Await(verdict + ` === "fits|还有 25 个示例没认|9 月最紧：拜访要 4.3 次/周，最多 5 次/周，占 86%。||改好了：头十二个月签几家 12 → 6" && [...document.querySelectorAll("[data-over]")].map((shown) => shown.name).join() === "周拜访~只赢四分之一"`)
}

// The button beside the verdict applies the cure to its field as if the reader had typed it: the change is saved and its effect is shown. It
// is an undo step of its own even in the field that she has just typed in. The button then has the focus and undoes the change, until she
// types something else.
func TestCureIsApplied(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Prefer("light")
	b.Open(worksheet)
	const offer, done = "改一处就行：“头十二个月签几家”改成 6 家", "改好了：头十二个月签几家 12 → 6"
	const goal = `[name="目标签约"]`
	cure := text("[data-finding-cure] > span")
	state := `[document.querySelector('` + goal + `').value, document.activeElement.closest(".cure")?.querySelector("button:not([hidden])") === document.activeElement, document.activeElement.textContent, ` + cure + `].join("|")`
	b.Fill(goal, "12")
	b.Await(cureShown)
	b.Click("[data-apply]")
	b.Await(state + ` === "6|true|撤销|` + done + `"`)
	if got := browsertest.Eval[string](b, text(`[data-field="目标签约"] [data-effect] span`)); got != "拜访 8.6 → 4.3，Demo 7.1 → 3.5，健康度诊断 9.8 → 4.9" {
		t.Errorf("the effect is %q", got)
	}
	for _, step := range []struct{ key, text, want string }{
		{" ", " ", "12|true|就这么改|" + offer}, // takes it back
		{"Enter", "\r", "6|true|撤销|" + done},
		{" ", " ", "12|true|就这么改|" + offer},
	} {
		b.Press(step.key, step.text)
		b.Await(state + " === " + quote(step.want))
	}
	b.Click("[data-undo]")
	b.Await(`document.querySelector('` + goal + `').value === "6" && document.querySelector("[data-undo]").disabled`) // the typed number
	b.Fill(goal, "12")
	b.Await(cureShown)
	browsertest.Eval[bool](b, `(document.querySelector("[data-apply]").click(), document.activeElement.matches('`+goal+`'))`) // Safari does not move the focus to a button
	b.Await(cure + ` === "` + done + `"`)
	b.Click("[data-undo]")
	b.Await(`document.querySelector('` + goal + `').value === "12" && ` + cure + ` === "` + offer + `"`)
	b.Fill(goal, "5")
	b.Await(`!` + cureShown)
	b.Fill(goal, "12")
	b.Await(cureShown)
	browsertest.Eval[bool](b, `["[data-apply]", "[data-take-back]"].every((button, i) => document.querySelector(".cure " + button).dispatchEvent(new MouseEvent("click", { detail: i + 1 })))`) // a double click
	b.Await(cure + ` === "` + done + `"`)
	b.Fill(goal, "5")
	b.Await(`!` + cureShown)
	b.Reload()
	b.Await(`document.querySelector('` + goal + `').value === "5" && document.querySelector("[data-field=目标签约] [data-badge]").textContent === ""`)
}

// The line of the cure has its place from the frame of the verdict that it belongs to: a line that came later would move the page under the reader's finger.
func TestCureComesWithTheVerdict(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	browsertest.Eval[bool](b, `(() => {
		const finding = document.querySelector(".finding"), seen = window.seen = new Set();
		const look = () => seen.add(finding.dataset.finding + " " + `+cureLine+`);
		look();
		new MutationObserver(look).observe(finding, { attributes: true, childList: true, subtree: true }); // called after all that one frame changes
		return true;
	})()`)
	b.Fill(`[name="目标签约"]`, "12")
	b.Await(cureLine)
	b.Fill(`[name="目标签约"]`, "6")
	b.Await("!(" + cureLine + ")")
	if got := browsertest.Eval[string](b, `[...window.seen].join()`); got != "fits false,over true" {
		t.Errorf("the verdict and its cure: %s", got)
	}
}

// The cure of a plan that has changed in the meantime is not shown when its search could go on.
func TestCureOfAnEarlierPlanIsNotShown(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	b.Fill(`[name="目标签约"]`, "12")
	b.Await(cureLine)
	browsertest.Eval[int](b, tasks(untilNumbers)+`0`)
	paste(b, `[name="目标签约"]`, "13") // at once, since with a 1 alone the plan fits
	b.Await(computed("签约") + ` === "13" && dropped.length > 0`)
	b.Fill(`[name="目标签约"]`, "6")
	b.Await("!(" + cureLine + ")")
	if browsertest.Eval[bool](b, `(dropped.forEach((task) => task()), `+cureLine+`)`) {
		t.Error("a plan that fits has a cure")
	}
}

// Each confirmed example lowers the verdict's count; after the last one it has none.
func TestVerdictCountsExamples(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	count := text("[data-finding-examples]")
	b.Await(count + ` === "还有 26 个示例没认"`)
	b.Click(`[data-field="客单价"] [data-confirm]`)
	b.Await(count + ` === "还有 25 个示例没认"`)
	browsertest.Eval[bool](b, `(() => {
		const rest = [...document.querySelectorAll("[data-example] [data-confirm]")].slice(1);
		rest.forEach((button) => button.click());
		return true;
	})()`)
	b.Await(count + ` === "还有 1 个示例没认"`)
	b.Click(`[data-example] [data-confirm]`)
	b.Await(verdict + ` === "fits||9 月最紧：拜访要 4.3 次/周，最多 5 次/周，占 86%。||"`)
}

// Who joins on 2027-08-16 needs the leads of this year's deals before mid-October: with a cycle of two months and the first half month
// of learning, not a whole deal is left for this year, and the verdict says so, with the last days of the steps that are still ahead.
// The cure of the plan that was shown before is gone.
func TestVerdictOutOfReach(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	b.Fill(`[name="目标签约"]`, "12")
	b.Await(cureShown)
	b.Fill(`[name="目标签约"]`, "6")
	paste(b, `[name="入职日期"]`, "2027-08-16")
	b.Await(verdict + ` === "late|还有 24 个示例没认|今年剩下的日子短，折下来不满 1 家；照样跑，成的算明年。算今年的：新拓（先用）到 10 月 15 日，合格线索到 10 月 29 日，方案报价到 11 月 30 日。|满一年 6 家，折到这个财年是 0.3 家。今年新拓截止以后，够给明年签 1.6 家。|"`)
	setDate(b, "2027, 9, 29")
	b.Reload()
	b.Await(text("[data-finding-text]") + ` === "今年剩下的日子短，折下来不满 1 家；照样跑，成的算明年。算今年的：合格线索到 10 月 29 日，方案报价到 11 月 30 日。"`)
}

// Who begins on 2027-08-16 cannot sign new deals with a cycle of nine months, but wins half of the four in progress at 3,000,000 each;
// with that target her visits are too many for the rest of the year.
func TestVerdictSaysWhatIsWithinReach(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("goals/enterprise/growth.html")
	paste(b, `[name="起算日期"]`, "2027-08-16")
	b.Await(verdict + ` === "late|还有 24 个示例没认|今年来不及的：首访里，找今年线索的、今年线索、方案、自拓签约。|“这一年签多少”今年够得着 600 万元，其余 600 万元照样做，成的算明年。|"`)
	if got := browsertest.Eval[string](b, `[...document.querySelectorAll(".todo > li:not([hidden]) strong")].map((shown) => shown.textContent).join()`); strings.Contains(got, "—") || got == "" {
		t.Errorf("the card of the week lists steps that are too late for this year: %s", got)
	}
	b.Open("goals/industry/growth.html") // the last day for proposals would be 30 September, but their deals come too late
	paste(b, `[name="起算日期"]`, "2027-08-16")
	b.Await(text("[data-finding-text]") + ` === "今年来不及的：首访里，找今年线索的、今年线索、方案、自拓签约。"`)
	b.Open("goals/enterprise/growth.html")
	b.Fill(`[name="目标签约额"]`, "600")
	b.Await(`document.querySelector(".finding").dataset.finding === "over" && !document.querySelector("[data-finding-part]").checkVisibility()`)
}

// Without a goal that has a capacity, the verdict says that only the dates were judged: in the built page and in the browser.
func TestVerdictOfDatesAlone(t *testing.T) {
	tree, faults := buildSmallOf(sitetest.Small().Replace("content/goals/saas/newcomer.toml", "capacity = \"跑得动\"\n", ""))
	if tree == nil {
		t.Fatal(faults)
	}
	page, _ := tree.Get("goals/saas/newcomer.html")
	const want = "每一步都来得及；没有上限可比，忙不忙得过来自己看。"
	if !strings.Contains(string(page), "<p data-finding-text>"+want+"</p>") {
		t.Error("the page without a script does not say so")
	}
	b := browsertest.New(t, hostTree(t, tree, "/"))
	b.Open("goals/saas/newcomer.html")
	paste(b, `[name="目标"]`, "")
	b.Await(`document.querySelector("[data-finding-text]").textContent !== "` + want + `"`)
	b.Fill(`[name="目标"]`, "7")
	b.Await(`document.querySelector("[data-finding-text]").textContent === "` + want + `"`)
}

// The line of a cautious market variable has the steps that it changes. Its verdict is left out where it says no more than the verdict
// on the plan, in the built page and in the browser.
func TestCautiousVerdictSaysWhatDiffers(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	const lines = `[...document.querySelectorAll("[data-finding-cautious]")].map((line) => line.textContent).join("|")`
	for path, want := range map[string]string{
		"goals/saas/manager.html":       "要是只赢 25%〔建议〕：新拓（先用）要 700 家、合格线索要 525 家、方案报价要 280 家。",                         // the verdict on the people who sign is the same
		"goals/saas/growth.html":        "要是只赢 25%〔建议〕：合格线索要 88 家、方案报价要 44 家，排得下。12 月最紧：拜访一共要 5.7 次/周，最多 8 次/周，占 72%。", // also fits, but with another number
		"goals/enterprise/manager.html": "要是只赢 25%〔建议〕：线索（含储备）要 164.3 家、今年线索要 116.3 家、方案要 62 家，排不下。全年最紧：售前人天要 1,110 天，最多 600 天，占 185%。",
	} {
		page, _ := tree(t).Get(path)
		if built := "<li data-finding-cautious>" + want + "</li>"; !strings.Contains(string(page), built) {
			t.Errorf("%s has no %s", path, built)
		}
		b.Open(path)
		b.Await(`document.querySelector("[data-count]").textContent !== ""`)
		if got := browsertest.Eval[string](b, lines); got != want {
			t.Errorf("%s says %q, want %q", path, got, want)
		}
	}
}
