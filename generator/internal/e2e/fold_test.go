package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sample"
)

// maxScreens is how many screens a worksheet may take before the reader unfolds anything.
const maxScreens = 5

// A worksheet is at most five screens tall, on a desk and on a phone, with scripts and without.
func TestWorksheetIsFiveScreensTall(t *testing.T) {
	base := host(t, "/")
	for _, screen := range []struct {
		width, height int64
		scripts       bool
	}{{1280, 800, true}, {390, 844, true}, {1280, 800, false}, {390, 844, false}} {
		b := browsertest.New(t, base)
		b.Resize(screen.width, screen.height)
		paths := sample.Of(4, worksheets(t))
		if !screen.scripts {
			b.NoScripts()
			paths = sample.Spread(4, paths)
		}
		for _, path := range paths {
			b.Open(path)
			if screen.scripts {
				b.Await(`document.querySelector("[data-count]").textContent !== ""`)
			}
			heights := browsertest.Eval[map[string]float64](b, `Object.fromEntries([["page", document.documentElement.scrollHeight], ["sheet", document.querySelector("[data-worksheet]").scrollHeight],
				...[...document.querySelectorAll(".inputs, .week, .outcome section, .heading, .bar, main > section, .sidebar, .foot, .masthead")].map((e) => [e.className || e.localName, e.scrollHeight])])`)
			t.Logf("%s at %d: %v", path, screen.width, heights)
			if heights["sheet"] > float64(maxScreens*screen.height) {
				t.Errorf("%s at %d pixels, scripts %t, is %.1f screens tall", path, screen.width, screen.scripts, heights["sheet"]/float64(screen.height))
			}
		}
	}
}

// A box shows the months of the plan between its quarters, also without scripts; paper has them anyway.
func TestMonthsOfThePlan(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.NoScripts()
	b.Open(worksheet)
	const months = `[...document.querySelectorAll(".plan .month")].filter((row) => row.checkVisibility()).length`
	expectMonths := func(when string, want int) {
		t.Helper()
		if got := browsertest.Eval[int](b, months); got != want {
			t.Errorf("%s, %d months are shown, want %d", when, got, want)
		}
	}
	expectMonths("at first", 0)
	b.Click(`[for="ui:months"]`)
	expectMonths("with the box checked", 12)
	b.Click(`[for="ui:months"]`)
	b.Media("print")
	expectMonths("on paper", 12)
}
