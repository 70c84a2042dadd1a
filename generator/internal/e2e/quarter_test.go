package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// cell is an expression for a number of the worksheet.
func cell(name string) string {
	return `document.querySelector('output[name="` + name + `"]').dataset.value`
}

// A quarter is closed with one number for each step: the sheet shows what is left of the year, says which version it is, and
// keeps it. A correction is logged and changes the rest again, undo takes both back, and a closed quarter stays closed in
// another tab.
func TestQuarterEnd(t *testing.T) {
	const (
		said    = `document.querySelector(".quarter-end .said").textContent`
		renewed = `document.querySelector("[data-renewed]")`
		button  = ".quarter-end .card > .buttons button"
		want    = "做成 12，还要 3,75,true | 做成 9，还要 2.2,68.89,true | 做成 4，还要 5.3,63.64,true | 做成 1，还要 5,,true"
	)
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	b.Click(".quarter-end summary")
	b.Await(`document.querySelector(".quarter-end .card input") !== null`)
	if browsertest.Eval[bool](b, `!document.querySelector("`+button+`").disabled`) {
		t.Error("a card without a number can be closed")
	}
	fill := func(key, text string) { b.Fill(`.quarter-end [data-step$=" `+key+`"]`, text) }
	fill("新拓", "12")
	fill("线索", "9")
	fill("方案", "4")
	fill("签约", "-1")
	b.Await(`document.querySelector(".quarter-end .problem:not([hidden])")?.textContent === "填一个数，0 或者更大"`)
	if browsertest.Eval[bool](b, `!document.querySelector("`+button+`").disabled`) {
		t.Error("a card with a refused number can be closed")
	}
	fill("签约", "１ 家")
	b.Await(said + ` === "比计划多 0.9 家，多在新拓的数量：0.5 家"`)
	if got := browsertest.Eval[string](b, cell("签约@2027-Q1")); got != "0" {
		t.Errorf("before the quarter is closed, the table has %s for it", got)
	}
	b.Click(button)
	b.Await(cell("签约@2027-Q1") + ` === "1"`)
	b.Reload()
	b.Await(cell("签约@2027-Q1") + ` === "1"`)
	for name, want := range map[string]string{"签约@2027": "6", "新拓@2027-Q1": "12", "新拓@2027-01": "", "线索@2027-Q1": "9", "方案@2027-Q1": "4"} {
		if got := browsertest.Eval[string](b, cell(name)); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := browsertest.Eval[string](b, renewed+`.hidden ? "" : `+renewed+`.textContent`); got != "第 1 季度收了，下面是按实际重排的第 2 版" {
		t.Errorf("the sheet says %q", got)
	}
	// The funnel has no formula for what is done and what is left, and shows the shares as they are updated.
	if got := browsertest.Eval[string](b, `[...document.querySelectorAll(".funnel li")].map((step) => [step.querySelector(".why").textContent, step.querySelector(".rate [data-term]")?.textContent ?? "", step.querySelector(".reckoning").hidden].join()).join(" | ")`); got != want {
		t.Errorf("the funnel says %s, want %s", got, want)
	}
	rest := browsertest.Eval[string](b, cell("方案@2027-Q3"))
	b.Click(".quarter-end summary")
	b.Await(`document.querySelector(".quarter-end .history summary") !== null`)
	b.Click(".quarter-end .history summary")
	b.Fill(`.quarter-end .history [aria-label^="签约"]`, "3")
	browsertest.Eval[bool](b, `(document.activeElement.blur(), true)`)
	b.Await(cell("签约@2027-Q1") + ` === "3"`)
	b.Await(`/^\d+ 月 \d+ 日改第 1 季度的签约（后买）：1 家 → 3$/.test(document.querySelector(".quarter-end .history li").textContent.replace("１", "1"))`)
	if got := browsertest.Eval[string](b, cell("方案@2027-Q3")); got == rest {
		t.Errorf("after the correction %s proposals are left for the third quarter, as before", got)
	}
	b.Click("[data-undo]")
	b.Await(cell("签约@2027-Q1") + ` === "1" && document.querySelector(".quarter-end .history li") === null`)
	other := b.NewTab()
	other.Open(worksheet)
	other.Await(cell("签约@2027-Q1") + ` === "1"`)
}
