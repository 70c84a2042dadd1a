package e2e

import (
	"fmt"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sitetest"
)

// The week's card shows this week, or says which other week it shows: its number, its first day
// and its working days. The tasks shown are those of that week, and only this week's row is marked.
func TestCardOfTheWeek(t *testing.T) {
	tree, _ := buildSmall()
	address := hostTree(t, tree, "/")
	for today, want := range map[string]string{
		"2026, 11, 31": "下一个上班的周|从 2027-03-10 算起，那一周是：第 10 周，3 月 8 日起，3 个工作日|拜访@2027-W10|", // the reader joins on a Wednesday in March
		"2027, 2, 8":   "这一周|第 10 周，3 月 8 日起，3 个工作日|拜访@2027-W10|2027-W10",                  // the Monday of that week
		"2027, 2, 12":  "这一周|第 10 周，3 月 8 日起，3 个工作日|拜访@2027-W10|2027-W10",
		"2027, 2, 13":  "下一个上班的周|这一周过完了，接着是：第 11 周，3 月 15 日起，5 个工作日|拜访@2027-W11|",
		"2027, 4, 5":   "这一周|第 18 周，5 月 3 日起，5 个工作日|拜访@2027-W18|2027-W18",
		"2028, 5, 1":   "这一周|2027 财年已经结束。||",
	} {
		b := browsertest.New(t, address)
		setDate(b, today)
		b.Open("goals/saas/newcomer.html")
		b.Await(`!document.querySelector("[data-actions]").hidden`)
		got := browsertest.Eval[string](b, `[document.querySelector("[data-week-title]").textContent, document.querySelector("[data-week-name]").textContent,
			[...document.querySelectorAll("li:not([hidden]) [data-week-of]")].map((shown) => shown.dataset.term).join(),
			[...document.querySelectorAll("tr[data-now]")].map((row) => row.querySelector("output").name.replace(/.*@/, "")).join()].join("|")`)
		if got != want {
			t.Errorf("on %s the card is of %q, want %q", today, got, want)
		}
	}
}

// In the weeks that the ramp leaves to learning, the card says when the reader's own work begins;
// without a script, the page says so for the first week.
func TestLearningWeeks(t *testing.T) {
	tree, faults := buildSmallOf(sitetest.Small().Replace("content/goals/saas/newcomer.toml", "joined = \"入职\"", "joined = \"入职\"\nramp = [0, 0.5, 1]\nramp_from_week = 3"))
	if tree == nil {
		t.Fatal(faults)
	}
	const learning = "这几周先学、跟访；自己约首访从 3 月 24 日那周开始。"
	page, _ := tree.Get("goals/saas/newcomer.html")
	if !strings.Contains(string(page), "data-learning>"+learning+"<") {
		t.Error("the page without a script does not say when own work begins")
	}
	address := hostTree(t, tree, "/")
	for today, want := range map[string]string{"2027, 2, 8": learning, "2027, 2, 19": learning, "2027, 2, 22": "", "2028, 5, 1": ""} {
		b := browsertest.New(t, address)
		setDate(b, today)
		b.Open("goals/saas/newcomer.html")
		b.Await(`!document.querySelector("[data-actions]").hidden`)
		if got := browsertest.Eval[string](b, `[...document.querySelectorAll("[data-learning]:not([hidden])")].map((line) => line.textContent).join()`); got != want {
			t.Errorf("on %s the card says %q, want %q", today, got, want)
		}
	}
}

// The card folds the numbers that are 0 into a phrase, in the page without a script and as the reader
// types; the bar of a phone hides such a number.
func TestIdleGoals(t *testing.T) {
	tree, faults := buildSmallOf(sitetest.Small().Replace("content/goals/saas/newcomer.toml", "joined = \"入职\"", "joined = \"入职\"\nramp = [0, 0.5, 1]\nramp_from_week = 3"))
	if tree == nil {
		t.Fatal(faults)
	}
	page, _ := tree.Get("goals/saas/newcomer.html")
	if !strings.Contains(string(page), "data-idle>这周还不用：签约<") {
		t.Error("the page without a script does not fold what is 0 in the first week")
	}
	const card = `[[...document.querySelectorAll(".todo > li:not([hidden])")].map((row) => row.firstElementChild.textContent + " " + row.querySelector(".number").textContent).join(), document.querySelector("[data-idle]:not([hidden])")?.textContent ?? "",
		document.querySelector(".phone a:not([hidden]) > [data-week-of]")?.textContent ?? ""].join("|")`
	b := browsertest.New(t, hostTree(t, tree, "/"))
	setDate(b, "2027, 4, 5")
	b.Open("goals/saas/newcomer.html")
	b.Await(card + ` === "拜访 2.9 次|这周还不用：签约|2.9"`)
	b.Fill(`[name="目标"]`, "200")
	b.Await(card + ` === "拜访 83.9 次,签约 2 家||83.9"`) // of 50 in the quarter, in a week of which half counts
	b.Fill(`[name="目标"]`, "7")
	b.Await(card + ` === "拜访 2.9 次|这周还不用：签约|2.9"`)
}

// A card of five weeks, of which the third is off. An opening "" is before the year.
func TestWeekOfTheCard(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/week.ts")
	vm.RunString(`const weeks = ["2027-04-05", "2027-04-12", "2027-04-19", "2027-04-26", "2027-05-03"].map((monday, i) => {
		const from = Date.parse(monday) / 86_400_000;
		return { id: String(i + 1), monday, from, to: from + 7, days: i === 2 ? [] : i === 4 ? [3, 4] : [0, 1, 2, 3, 4] };
	})`)
	for _, test := range []struct{ opening, today, want string }{
		{"", "2027-04-04", "first 1"},
		{"", "2027-04-05", "now 1"},
		{"", "2027-04-09", "now 1"},
		{"", "2027-04-10", "over 2"},
		{"", "2027-04-18", "over 4"}, // the Sunday before the week off
		{"", "2027-04-19", "off 4"},
		{"", "2027-04-25", "off 4"},
		{"", "2027-05-03", "now 5"}, // its working days are later
		{"", "2027-05-07", "now 5"},
		{"", "2027-05-08", "ended"},
		{"", "2027-05-10", "ended"},
		{"2026-09-01", "2027-04-04", "first 1"},
		{"2027-04-07", "2027-04-04", "first 1"},
		{"2027-04-14", "2027-04-04", "opening 2"},
		{"2027-04-14", "2027-04-11", "opening 2"},
		{"2027-04-14", "2027-04-12", "now 2"},
		{"2027-04-14", "2027-04-13", "now 2"},
		{"2027-04-20", "2027-04-19", "opening 4"},
		{"2027-06-01", "2027-04-04", "none"},
		{"2027-06-01", "2027-04-20", "none"},
		{"2027-06-01", "2027-06-02", "ended"},
	} {
		value, err := vm.RunString(fmt.Sprintf(`(() => { const { place, week } = module.cardOf(weeks, %q, %q); return (place + " " + (week?.id ?? "")).trim(); })()`, test.opening, test.today))
		if err != nil {
			t.Fatal(err)
		}
		if got := value.String(); got != test.want {
			t.Errorf("opening %q, on %s: the card is %s, want %s", test.opening, test.today, got, test.want)
		}
	}
}

// setDate sets the clock of the pages opened from now on to 9 o'clock of a day. Months count
// from 0: "2027, 2, 12" is 12 March.
func setDate(b *browsertest.Tab, day string) {
	b.AddScript(`{ const real = Date; window.Date = class extends real {
		constructor(...parts) { if (parts.length > 0) super(...parts); else super(` + day + `, 9); }
		static now() { return new Date().getTime(); }
	} }`)
}
