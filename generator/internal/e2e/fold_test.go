package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// maxScreens is how many screens a worksheet may take before the reader unfolds anything.
const maxScreens = 5

// A worksheet is at most five screens tall, on a desk and on a phone.
func TestWorksheetIsFiveScreensTall(t *testing.T) {
	base := host(t, "/")
	for _, screen := range []struct{ width, height int64 }{{1280, 800}, {390, 844}} {
		b := browsertest.New(t, base)
		b.Resize(screen.width, screen.height)
		for _, path := range worksheets(t) {
			b.Open(path)
			b.Await(`document.querySelector("[data-count]").textContent !== ""`)
			heights := browsertest.Eval[map[string]float64](b, `Object.fromEntries([["page", document.documentElement.scrollHeight], ["sheet", document.querySelector("[data-worksheet]").scrollHeight],
				...[...document.querySelectorAll(".inputs, .week, .outcome section, .heading, .bar, main > section, .sidebar, .foot, .masthead")].map((e) => [e.className || e.localName, e.scrollHeight])])`)
			t.Logf("%s at %d: %v", path, screen.width, heights)
			if heights["sheet"] > float64(maxScreens*screen.height) {
				t.Errorf("%s at %d pixels is %.1f screens tall", path, screen.width, heights["sheet"]/float64(screen.height))
			}
		}
	}
}
