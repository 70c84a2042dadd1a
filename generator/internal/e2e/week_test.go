package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// The week's card shows the first week that has a working day left for the reader: its number,
// its first day and its working days. The tasks shown are those of that week.
func TestCardOfTheWeek(t *testing.T) {
	tree, _ := buildSmall()
	address := hostTree(t, tree, "/")
	for today, want := range map[string][]string{
		"2026, 11, 31": {"第 10 周，3 月 8 日起，3 个工作日", "签约@2027-W10", "2027-W10"}, // before the reader joins, on a Wednesday in March
		"2027, 2, 12":  {"第 10 周，3 月 8 日起，3 个工作日", "签约@2027-W10", "2027-W10"}, // the Friday of that week
		"2027, 2, 13":  {"第 11 周，3 月 15 日起，5 个工作日", "签约@2027-W11", "2027-W11"},
		"2027, 4, 5":   {"第 18 周，5 月 3 日起，5 个工作日", "签约@2027-W18", "2027-W18"},
		"2028, 5, 1":   {"第 52 周，12 月 27 日起，5 个工作日", "签约@2027-W52", "2027-W52"}, // after the year has ended
	} {
		b := browsertest.New(t, address)
		setDate(b, today)
		b.Open("goals/saas/newcomer.html")
		b.Await(`!document.querySelector("[data-actions]").hidden`)
		got := browsertest.Eval[[]string](b, `[document.querySelector("[data-week-name]").textContent,
			...[...document.querySelectorAll("[data-week-of]")].map((shown) => shown.dataset.term),
			...[...document.querySelectorAll("tr[data-now]")].map((row) => row.dataset.week)]`)
		if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
			t.Errorf("on %s the card is of %q, want %q", today, got, want)
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
