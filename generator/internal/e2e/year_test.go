package e2e

import (
	"fmt"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sample"
)

// panelText returns an expression for the text of a part of the panel that asks whether the result is within reach.
func panelText(selector string) string {
	return `(document.querySelector("[data-year-panel] ` + selector + `")?.textContent ?? "")`
}

// A reader asks whether the year's result is within reach: the script comes when she opens that part; she clicks a number of
// the sheet, holds it, and sees what that takes; keeps it in mind, finds it again the next day, and changes her plan.
func TestStillWithinReach(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		setDate(b, "2027, 0, 4")
		b.Prefer("light")
		open := func() {
			b.Open(worksheet)
			b.Await(`!document.querySelector("[data-actions]").hidden`)
			if loaded := browsertest.Eval[bool](b, `performance.getEntriesByType("resource").some(({ name }) => name.includes("/year."))`); loaded {
				t.Error("the part is loaded before anyone asks")
			}
			b.Click("[data-year] > summary")
			b.Await(panelText(".odds strong") + ` !== ""`)
		}
		check := func(what, expression, want string) {
			t.Helper()
			if got := browsertest.Eval[string](b, expression); got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		answer := func(want string) {
			t.Helper()
			b.Await(panelText(`[role='status']`) + ` === ` + quote(want))
		}
		open()
		check("the odds", panelText(".odds strong"), "十次里大约六次够得着")
		check("the picture", `[document.querySelector(".circles").getAttribute("aria-label"), document.querySelectorAll(".circles .on").length, document.querySelectorAll(".circles circle").length].join()`, "十次里大约六次够得着,6,10")
		check("whose odds", `[...document.querySelectorAll(".odds .note")].map((note) => note.textContent).join("|")`,
			"签约（后买）还差 6 家，从接下来的方案报价 10 家里来。|这是计划自己的把握：成的比例是填的 62.5%，还没有你自己的记录。")
		check("the changes", `[...document.querySelectorAll(".changes b")].map((line) => line.textContent).join("|")`, "方案报价再多 3 家|合格线索再多 6 家|新拓（先用）再多 8 家")
		check("the first change", panelText(".changes small"), "最晚 11 月 30 日，把握 83%，占空着的时间 13%，最满的 9 月拜访 4.4 次/周，最多 5 次/周")
		check("the last days", `[...document.querySelectorAll(".days > div")].map((row) => row.textContent).join("|")`,
			"新拓（先用）10 月 15 日 还有 199 个工作日|合格线索10 月 29 日 还有 209 个工作日|方案报价11 月 30 日 还有 231 个工作日|签约（后买）12 月 31 日 还有 254 个工作日")

		b.Click(`output[name="方案"]`)
		b.Await(`document.activeElement.id === "ui:hold-value"`)
		check("the chosen number", `document.getElementById("ui:hold-which").value + " " + document.activeElement.value`, "方案 9.6")
		b.Fill(`#ui\:hold-value`, "8")
		answer("“方案里，签下来的”要 75%，现在 62.5%。")
		b.Fill(`#ui\:hold-value`, "5")
		answer("“方案里，签下来的”要 120%，超过 100%：做不到。")
		check("the button of what is impossible", `String([...document.querySelectorAll(".hold .buttons button")].map((button) => button.hidden))`, "true,false")
		b.Fill(`#ui\:hold-value`, "几份")
		answer("看不懂这个数。写成 12、1,200 或 3.5。")
		b.Fill(`#ui\:hold-value`, "8 家")
		answer("“方案里，签下来的”要 75%，现在 62.5%。")
		check("the number that is swayed", panelText("h3 ~ .sways tbody th")+`+ "|" + document.querySelector(".sways").previousElementSibling.textContent`,
			"方案里，签下来的|哪样最要紧：各差一成，“方案报价”变成多少（现在 9.6 家）")
		b.Click(".hold .buttons button:last-child")
		b.Await(`document.querySelector(".pins li")`)
		const pinned = "方案报价守在 8 家：“方案里，签下来的”要 75%，现在 62.5%。"
		check("the pin", panelText(".pins li")+`.slice(0, `+fmt.Sprint(len([]rune(pinned)))+`)`, pinned)

		open()
		b.Await(panelText(".pins li") + `.startsWith("` + pinned + `")`)
		b.Click(".pins button")
		b.Await(computed("方案") + ` === "8"`)
		check("the focus", `document.activeElement.getAttribute("role")`, "status")
		check("the field", `document.querySelector('[name="赢单率"]').value`, "75")
		b.Await(panelText(".pins li") + `.startsWith("方案报价守在 8 家：不用改：“方案里，签下来的”就是 75%。")`)
		b.Click("[data-undo]")
		b.Await(computed("方案") + ` === "9.6" && ` + panelText(".pins li") + `.startsWith("` + pinned + `")`)
		b.Click(".pins button:last-child")
		b.Await(`!document.querySelector(".pins li")`)
	})
}

// On every worksheet, with its examples and with every number empty, 0 or large, the part opens, fits a small phone, and
// shows no number that is none.
func TestEveryWorksheetCanBeAsked(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Resize(320, 800)
	for _, path := range sample.Of(2, sample.Spread(6, worksheets(t))) {
		b.Open(path)
		b.Await(`!document.querySelector("[data-actions]").hidden`)
		b.Click("[data-year] > summary")
		b.Await(panelText(".hold h3") + ` !== ""`)
		for _, value := range []string{"example", "", "0", "100"} {
			if value != "example" {
				browsertest.Eval[bool](b, `(document.querySelectorAll("[data-field] input[inputmode]").forEach((input) => { input.value = "`+value+`"; input.dispatchEvent(new Event("input", { bubbles: true })); }), true)`)
			}
			browsertest.Eval[bool](b, `(document.querySelector("[data-year-panel] .odds > *").isOld = true)`)
			browsertest.Eval[bool](b, `(document.querySelector("[data-year]").open = false, true)`)
			b.Await(`!document.querySelector("[data-asking]")`)
			browsertest.Eval[bool](b, `(document.querySelector("[data-year]").open = true)`)
			b.Await(`!document.querySelector("[data-year-panel] .odds > *").isOld`)
			if found := browsertest.Eval[string](b, `/NaN|Infinity|undefined|null|%[sd]|[a-z]+_[a-z]+/.exec(`+panelText("")+`)?.[0] ?? ""`); found != "" {
				t.Errorf("%s with %q shows %s", path, value, found)
			}
			if over := browsertest.Eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%s with %q is %d pixels too wide", path, value, over)
			}
		}
	}
}
