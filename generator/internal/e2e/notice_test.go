package e2e

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

// liLei is a plan of 李雷, who signs this number of deals.
func liLei(deals string) string {
	return planText(idOfPlan, "李雷", "goals/saas/newcomer", `"目标签约":"`+deals+`"`)
}

// openKeptPlan opens a worksheet on a phone that keeps a plan of 李雷 with 7 deals.
func openKeptPlan(t *testing.T) *browsertest.Tab {
	t.Helper()
	b := browsertest.New(t, host(t, "/"))
	b.Resize(390, 844)
	b.Open("404.html")
	storeText(b, planKey+":"+idOfPlan, liLei("7"))
	b.Open(worksheet)
	return b
}

// A plan that an import keeps beside the reader's own is named so, and the list of a phone shows the whole name.
func TestImportedCopy(t *testing.T) {
	b := openKeptPlan(t)
	keepBoth := func(deals string, want ...string) {
		t.Helper()
		importFile(b, strconv.Quote(liLei(deals)))
		b.Await(`document.querySelector("dialog[open]")`)
		b.Click(`dialog [value="both"]`)
		b.Await(`document.querySelector("[data-chosen]").options.length === ` + strconv.Itoa(len(want)))
		got := browsertest.Eval[[]string](b, `[...document.querySelector("[data-chosen]").options].map((option) => option.text).sort()`)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	keepBoth("8", "李雷 2027 v1", "李雷 2027 v1（导入）")
	keepBoth("9", "李雷 2027 v1", "李雷 2027 v1（导入）", "李雷 2027 v1（导入） · 2")
	if cut := browsertest.Eval[float64](b, `(() => {
		const list = document.querySelector("[data-chosen]"), whole = list.cloneNode(true);
		whole.style.cssText = "position: absolute; inline-size: max-content; max-inline-size: none";
		list.after(whole);
		const cut = whole.offsetWidth - list.offsetWidth;
		whole.remove(); // the browser reports two elements of one id
		return cut;
	})()`); cut != 0 {
		t.Errorf("the list of plans is %v pixels too narrow", cut)
	}
	b.Click("[data-revise]")
	b.Await(`document.querySelector("[data-chosen]").selectedOptions[0].text === "李雷 2027 v2"`) // no import has made it
	if middles := browsertest.Eval[[]int](b, `[...new Set(["[data-undo]", "[data-print-sheet]"].map((selector) => {
		const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
		return Math.round((top + bottom) / 2);
	}))]`); len(middles) != 1 {
		t.Errorf("the buttons beside the list are on lines at %v", middles)
	}
}

// An import that replaces nothing says so. The notice covers no part of a phone's bar, and it goes when the
// reader removes it, imports again or changes the plan.
func TestNoticeOfAnImport(t *testing.T) {
	b := openKeptPlan(t)
	keepMine := func() {
		t.Helper()
		importFile(b, strconv.Quote(liLei("8")))
		if got := browsertest.Eval[string](b, text("[data-notice]")); got != "" {
			t.Errorf("while the next import asks, it still says %q", got)
		}
		b.Await(`document.querySelector("dialog[open]")`)
		b.Click(`dialog [value="mine"]`)
		b.Await(text("[data-notice]") + ` === "没有换：都留着这里的。"`)
	}
	gone := func(after string) {
		t.Helper()
		if browsertest.Eval[bool](b, `document.querySelector("[data-notice]").checkVisibility()`) {
			t.Errorf("after %s it says %q", after, browsertest.Eval[string](b, text("[data-notice]")))
		}
	}
	keepMine()
	if hidden := browsertest.Eval[[]string](b, `[...document.querySelectorAll(".phone > :not([hidden])")].filter((part) => {
		const { left, top, width, height } = part.getBoundingClientRect();
		return document.elementFromPoint(left + width / 2, top + height / 2).closest(".phone > *") !== part;
	}).map((part) => part.textContent)`); len(hidden) > 0 {
		t.Errorf("the notice covers %q", hidden)
	}
	keepMine()
	if label := browsertest.Eval[string](b, `document.querySelector("[data-notice] button").ariaLabel`); label != "知道了" {
		t.Errorf("the button of the notice is called %q", label)
	}
	b.Click("[data-notice] button")
	gone("its button")
	keepMine()
	b.Fill(signed, "6")
	gone("a change")
	keepMine()
	b.Click("[data-undo]")
	gone("an undone change")
}
