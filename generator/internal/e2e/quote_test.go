package e2e

import (
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

const quotingPage = "playbooks/saas/newcomer.html"

// quoted returns an expression for the text of the links of a page that quote a value, without
// repetitions.
func quoted(name string) string {
	return `[...new Set([...document.querySelectorAll('[data-quote="` + name + `"]')].map((link) => link.textContent))].join()`
}

// own returns an expression for what stands behind such links: the reader's own number.
func own(name string) string {
	return `[...new Set([...document.querySelectorAll('[data-quote="` + name + `"] + .yours')].map((mark) => mark.textContent))].join()`
}

// noteText is an expression for the text of the open note.
const noteText = `[...document.querySelectorAll(".yours-note p")].map((line) => line.textContent).join("|")`

// A reader without a plan sees the author's numbers, and loads nothing for it. With a plan she
// sees her own ones, marked, and opens why they differ, by keyboard too. They follow another tab, and
// a page to which she returns; a value that her plan does not give is the author's, with the reason.
func TestReadersOwnNumbersInTexts(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		setDate(b, "2027, 0, 4")
		check := func(what, expression, want string) {
			t.Helper()
			if got := browsertest.Eval[string](b, expression); got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		b.Open(quotingPage)
		check("the author's number", quoted("周拜访@2027-09"), "4.3 次")
		check("marks without a plan", `String(document.querySelectorAll(".yours").length)`, "0")
		if browsertest.Eval[bool](b, `performance.getEntriesByType("resource").some(({ name }) => /quotes|paper/.test(name))`) {
			t.Error("a script is loaded for a reader without a plan")
		}

		other := b.NewTab()
		other.Open(worksheet)
		other.Await(`!document.querySelector("[data-actions]").hidden`)
		other.Fill(`[name="目标签约"]`, "8")
		b.Await(own("目标签约") + ` === "你 8"`)
		check("the author's number beside it", quoted("目标签约"), "6 家")
		check("what is the author's too", own("线索率"), "")
		check("the busiest month", own("周拜访@2027-09"), "你 5.7")
		check("a month's share", own("新拓@2027-06"), "你 "+browsertest.Eval[string](other, computed("新拓@2027-06")))
		check("what did not change", quoted("线索率"), "75%")
		other.Fill(`[name="赢单率"]`, "50")
		other.Fill(`[name="每线索拜访"]`, "1")
		b.Await(own("方案") + ` === "你 16"`)

		mark := `[data-quote="周拜访@2027-09"] + .yours`
		check("the mark", `document.querySelector('`+mark+`').textContent + " " + document.querySelector('`+mark+`').getAttribute("aria-label")`, browsertest.Eval[string](b, own("周拜访@2027-09"))+" "+browsertest.Eval[string](b, own("周拜访@2027-09"))+"：和书上的例子比一比")
		browsertest.Eval[bool](b, `(document.querySelector('`+mark+`').focus(), true)`)
		b.Press("Enter", "\r")
		b.Await(`document.querySelector(".yours-note")`)
		mine := strings.TrimPrefix(browsertest.Eval[string](b, own("周拜访@2027-09")), "你 ") + " 次"
		check("why", noteText, "书上的例子是 4.3 次；你的表算出来是 "+mine+"。|差别主要在：头十二个月签几家，例子是 6 家，你的是 8 家；方案里，签下来的，例子是 62.5%，你的是 50%；每条线索，再拜访，例子是 2 次/家，你的是 1 次/家。|打开我的工作表")
		other.Fill(`[name="每线索拜访"]`, "1.5")
		b.Await(noteText + `.includes("你的是 1.5 次/家")`)
		check("that the mark keeps the focus", `String(document.activeElement === document.querySelector('`+mark+`'))`, "true")
		check("that the note is open", `document.querySelector('`+mark+`').getAttribute("aria-expanded")`, "true")
		b.Press("Enter", "\r")
		b.Await(`!document.querySelector(".yours-note")`)

		other.Fill(`[name="赢单率"]`, "几成")
		b.Await(own("方案") + ` === "示例"`)
		b.Click(`[data-quote="方案"] + .yours`)
		b.Await(`document.querySelector(".yours-note")`)
		check("a refused entry", noteText, "书上的例子是 9.6；你的表还算不出来（还缺：方案里，签下来的）。|打开我的工作表")
		check("its mark", `document.querySelector('[data-quote="方案"] + .yours').textContent`, "示例")
		if got := browsertest.Eval[string](b, `document.querySelector(".yours-note a").getAttribute("href")`); !strings.HasSuffix(got, "goals/saas/newcomer.html#value-%E6%96%B9%E6%A1%88") {
			t.Errorf("the note leads to %s", got)
		}
		other.Fill(`[name="赢单率"]`, "62.5")
		b.Await(own("方案") + ` === "你 12.8"`)
		b.Reload()
		b.Await(own("方案") + ` === "你 12.8"`)
	})
}
