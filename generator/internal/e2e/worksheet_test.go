package e2e

import (
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

func text(selector string) string {
	return `document.querySelector('` + selector + `').textContent.replace(/\s+/g, " ").trim()`
}

// Every computed value explains its formula in words, with the current values.
func TestComputedValuesAreExplained(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	if n := browsertest.Eval[int](b, `document.querySelectorAll(".outcome output").length - document.querySelectorAll(".plan output, .variables output").length - document.querySelectorAll(".slices .reckoning, .values .reckoning, .goals .reckoning").length`); n != 0 {
		t.Errorf("%d computed values do not say why", n)
	}
	b.Click(`.slices li:nth-child(3) .reckoning summary`)
	reckoning := text(`.slices li:nth-child(3) .reckoning p`)
	if got := browsertest.Eval[string](b, reckoning); got != "签约 6 家 ÷ 赢单率 62.5% = 方案 9.6 家" {
		t.Errorf("it says %q", got)
	}
	b.Fill(`[name="赢单率"]`, "1/2")
	b.Await(reckoning + ` === "签约 6 家 ÷ 赢单率 50% = 方案 12 家"`)
	paste(b, `[name="赢单率"]`, "")
	b.Await(reckoning + ` === "签约 6 家 ÷ 赢单率 —% = 方案 — 家"`)
	browsertest.Eval[bool](b, `(document.querySelector(".slices li:nth-child(3) .reckoning a").click(), true)`)
	b.Await(`document.querySelector(":target")?.name === "赢单率"`)
}

// A field counts as an example until the reader confirms it, changes it, or marks it as unknown.
func TestExamplesAreConfirmed(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open(worksheet)
		field := func(key string) string { return `document.querySelector('[data-field="` + key + `"]')` }
		count := text("[data-count]")
		all := browsertest.Eval[int](b, `document.querySelectorAll("[data-field][data-example]").length`)
		b.Await(count + ` === "还有 ` + itoa(all) + ` 个示例没认"`)
		b.Click(`[data-field="客单价"] [data-confirm]`)
		b.Await(`!` + field("客单价") + `.hasAttribute("data-example")`)
		b.Await(count + ` === "还有 ` + itoa(all-1) + ` 个示例没认"`)
		b.Click(`[data-field="线索率"] [data-unknown]`)
		b.Await(count + ` === "还有 ` + itoa(all-2) + ` 个示例没认，1 个要去问"`)
		asks := text("[data-asks] li")
		if got := browsertest.Eval[string](b, asks); got != "新拓里，成为合格线索的 — 老同事：试用的客户里几成讲得清问题" {
			t.Errorf("to ask is %q", got)
		}
		if got := browsertest.Eval[string](b, computed("线索")); got != "18" {
			t.Errorf("what is not known does not count as its example: %s", got)
		}
		b.Reload()
		b.Await(count + ` === "还有 ` + itoa(all-2) + ` 个示例没认，1 个要去问"`)
		b.Await(field("线索率") + `.querySelector("[data-unknown]").getAttribute("aria-pressed") === "true"`)
		b.Fill(`[name="线索率"]`, "80")
		b.Await(`document.querySelector("[data-asks]").hidden && ` + count + ` === "还有 ` + itoa(all-2) + ` 个示例没认"`)
	})
}

// A market variable shows its changed plan beside the original, and both follow the input.
func TestMarketVariables(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	for name, want := range map[string]string{"签约": "6", "签约~预算缩减": "4.5", "新拓~预算缩减": "18", "目标增购~预算缩减": "1.5", "签约~竞品低价": "6"} {
		if got := browsertest.Eval[string](b, computed(name)); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
	b.Fill(`[name="目标签约"]`, "8")
	b.Await(computed("签约~预算缩减") + ` === "6" && ` + computed("目标增购~预算缩减") + ` === "2"`)
	cell := func(name string) string {
		return `document.querySelector('output[name="` + name + `"]').closest("td")`
	}
	b.Await(`!` + cell("签约~预算缩减") + `.hasAttribute("data-same") && ` + cell("签约~竞品低价") + `.hasAttribute("data-same")`)
	b.Fill(`[name="目标签约"]`, "12")
	b.Await(cell("周拜访~竞品低价") + `.dataset.tone === "above"`)
}

// The goal's sentence follows the input and formats numbers as people write them.
func TestGoalSentenceFollowsTheInput(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("goals/enterprise/growth.html")
	sentence := text(".smart blockquote")
	b.Await(sentence + `.startsWith("这一年签 1,200 万元，")`)
	b.Fill(`[name="目标签约额"]`, "¥1.5亿")
	b.Await(sentence + `.startsWith("这一年签 15,000 万元，")`)
}

// The criteria follow the input, and a criterion that fails shows advice.
func TestCriteriaFollowTheInput(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	answer := func(n string) string {
		return `document.querySelector(".criteria li:nth-child(` + n + `)").dataset.answer`
	}
	b.Await(answer("3") + ` === "yes"`)
	b.Fill(`[name="目标签约"]`, "30")
	b.Await(answer("3") + ` === "no" && ` + answer("4") + ` === "no"`)
	b.Await(text("[data-fulfilled]") + ` === "6 项里，4 项是"`)
	b.Click(".smart summary")
	b.Await(`document.querySelector(".criteria li:nth-child(3) .advice").checkVisibility()`)
	paste(b, `[name="目标签约"]`, "")
	b.Await(answer("3") + ` === ""`)
	b.Fill(`[name="客户画像"]`, `<b onclick="alert(1)">外贸</b>`)
	b.Await(text(".smart blockquote") + `.includes('<b onclick="alert(1)">外贸</b>')`)
	b.Press("Enter", "\r")
	if got := browsertest.Eval[string](b, `document.querySelector('[name="客户画像"]').value`); strings.Contains(got, "\n") {
		t.Errorf("Enter became a line break: %q", got)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// The mark of advice stays on the line of the label's last character.
func TestMarkOfAdviceFollowsItsLabel(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Resize(1280, 900)
	b.Open("goals/industry/manager.html")
	alone := browsertest.Eval[[]string](b, `[...document.querySelectorAll(".field label")].filter((label) => {
		label.closest("details")?.setAttribute("open", "");
		const [text, mark] = [label.firstChild, label.querySelector("sup")], range = document.createRange();
		range.setStart(text, text.textContent.trimEnd().length - 1);
		range.setEnd(text, text.textContent.trimEnd().length);
		return mark !== null && mark.getBoundingClientRect().left < range.getBoundingClientRect().right - 2;
	}).map((label) => label.firstChild.textContent)`)
	if len(alone) > 0 {
		t.Errorf("on a line of its own is the mark of %q", alone)
	}
}
