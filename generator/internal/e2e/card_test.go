package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// loadCards loads a worksheet's template and examples, and its cards.
func loadCards(t *testing.T, name string) *goja.Runtime {
	t.Helper()
	vm := goja.New()
	data, _ := json.Marshal(wire.New(goaltest.Own(t, name)))
	vm.Set("data", string(data))
	if _, err := vm.RunString(jstest.Bundle(t, "../../../static/worksheet/quarterCards.ts") + `
		const template = JSON.parse(data), entries = new Map(template.inputs.flatMap(({ key, default: value }) => value === null ? [] : [[key, value]]));
		const count = (n, done, open = {}, happened = []) => ({ quarter: "2027-Q" + n, done, open, happened });
		const show = (card) => [card.quarter, card.until, card.prior, ...card.steps.map((s) => [s.label, s.unit, s.next, s.year, s.planned, s.done, s.open, s.share, s.wins, s.trials, s.updated, s.ahead, s.rest].join("|")), card.variables.filter(({ isTrue }) => isTrue).map(({ label }) => label).join()].join("\n");`); err != nil {
		t.Fatal(err)
	}
	return vm
}

// A card has what is known: of a counted quarter all, of the others the plan, without a plan nothing but the steps.
func TestCards(t *testing.T) {
	vm := loadCards(t, "saas/newcomer")
	for script, want := range map[string]string{
		`module.cardsOf(template).map(({ quarter, until, prior, steps, variables }) => [quarter, until, prior, steps.map(({ label, unit, weak, next, ...blanks }) => Object.values(blanks).join("")).join(""), variables.some(({ isTrue }) => isTrue)].join(" ")).join("\n")`: "1 2027-03-31 8  false\n2 2027-06-30 8  false\n3 2027-09-30 8  false\n4 2027-12-31 8  false",
		// (8 × 0.75 + 6) ÷ (8 + 9), (8 × 8/15 + 3) ÷ (8 + 3) and (8 × 5/8 + 1) ÷ (8 + 2); the rest from the last step up: 6 − 1, 5 ÷ 0.6 − 1, 7.33 ÷ 0.6606 − 3
		`show(module.cardsOf(template, { entries, counts: [count(1, { 新拓: "9", 线索: "6", 方案: "3", 签约: "1" }, { 新拓: "0", 线索: "3", 方案: "1" })], prior: undefined })[0])`: "1\n2027-03-31\n8\n" +
			"新拓（先用）|家|合格线索|24|2.8|9|0|75%|6|9|70.6%|8.1|11.5\n合格线索|家|方案报价|18|2.1|6|3|53.3%|3|3|66.1%|7.3|8.1\n方案报价|家|签约（后买）|9.6|0.4|3|1|62.5%|1|2|60%|5|7.3\n签约（后买）|家||6|0.1|1|||||||5\n",
		`show(module.cardsOf(template, { entries, counts: [count(1, { 线索: "6" }, {})], prior: "20" })[0]).split("\n").slice(2, 5).join("\n")`:                                                             "20\n新拓（先用）|家|合格线索|24|2.8|||75%|||||\n合格线索|家|方案报价|18|2.1|6||53.3%|||||",
		`show(module.cardsOf(template, { entries, counts: [count(1, { 线索: "6" })], prior: "20" })[3]).split("\n").slice(3, 5).join("\n")`:                                                                 "新拓（先用）|家|合格线索|24|24|||75%|||||\n合格线索|家|方案报价|18|18|||53.3%|||||",
		`module.cardsOf(template, { entries, counts: [count(1, {}), count(2, {}, {}, ["预算缩减", "__proto__"])], prior: "1e9" }).map((card) => [card.prior, show(card).split("\n").pop()].join(" ")).join()`: "8 ,8 客户砍预算,8 客户砍预算,8 客户砍预算",
	} {
		got, err := vm.RunString(script)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.String()); diff != "" {
			t.Errorf("%s: %s", script, diff)
		}
	}
}

// Two cards fill a sheet of A4 or Letter, of which each is half, on every worksheet; nothing lies over anything else or beyond the margins.
func TestPrintedCards(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, name := range sample.Of(2, sample.Spread(5, goaltest.Names(t))) {
		b.Open("goals/" + name + ".html")
		for paper := range papers {
			pressPrint(b, `[data-print-sheet="cards"]`)
			pages := sheets(t, b, paper)
			if len(pages) != 2 {
				t.Fatalf("%s on %s: the cards take %d pages", name, paper, len(pages))
			}
			expectNoOverlap(t, pages)
			for i, page := range pages {
				var tops []float64
				for _, w := range page.Words {
					if w.Left < 30 || w.Right > page.Width-30 || w.Bottom > page.Height-20 {
						t.Errorf("%s on %s, page %d has %q at %.0f to %.0f, %.0f", name, paper, i+1, w.Text, w.Left, w.Right, w.Bottom)
					}
					if strings.HasPrefix(w.Text, "2027") {
						tops = append(tops, w.Top)
					}
				}
				if len(tops) != 2 || tops[0] > 40 || tops[1] < 0.44*page.Height || tops[1] > 0.52*page.Height {
					t.Errorf("%s on %s, page %d: the cards begin at %.0f of %.0f", name, paper, i+1, tops, page.Height)
				}
			}
		}
	}
}

// The cards of a plan have its name and numbers; after printing, the page is as it was.
func TestCardsOfAPlan(t *testing.T) {
	b := browsertest.New(t, disk(t))
	b.Open(worksheet)
	const row = `[...document.querySelectorAll(".quarters tbody tr:last-child")].map((row) => row.textContent).join()`
	pressPrint(b, `[data-print-sheet="cards"]`)
	if got := browsertest.Eval[string](b, row); strings.ContainsAny(got, "0123456789") {
		t.Errorf("without a plan the last steps are %s", got)
	}
	b.Fill("[data-person]", "<b>张伟</b>")
	b.Fill(signed, "7")
	pressPrint(b, `[data-print-sheet="cards"]`)
	if got := browsertest.Eval[string](b, row+` + document.querySelectorAll(".quarter-card .owner b").length + document.querySelector(".quarter-card .owner b").textContent`); !strings.Contains(got, "7 −  = ") || !strings.HasSuffix(got, "12<b>张伟</b>") {
		t.Errorf("the last steps and names are %s", got)
	}
	browsertest.Eval[bool](b, `dispatchEvent(new Event("afterprint"))`)
	if !browsertest.Eval[bool](b, `document.querySelector(".quarters") === null && !("print" in document.documentElement.dataset)`) {
		t.Error("the cards stay in the page")
	}
}
