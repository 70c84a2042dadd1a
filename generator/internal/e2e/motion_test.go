package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// moving is a script that lists the elements of the page that move or fade.
const moving = `(() => {
	const isMoving = ({ transitionDuration, animationName }) => animationName !== "none" || /[1-9]/.test(transitionDuration);
	const parts = [null, "::before", "::after", "::backdrop", "::details-content"];
	const found = [...document.querySelectorAll("*")].filter((e) => parts.some((part) => isMoving(getComputedStyle(e, part))));
	return [...new Set(found.map((e) => e.localName + "." + e.className)), ...(getComputedStyle(document.documentElement).scrollBehavior === "smooth" ? ["scrolling"] : [])];
})()`

// Nothing moves for a reader who prefers reduced motion; for others something does.
func TestReducedMotion(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, path := range []string{"playbooks/saas/newcomer.html", "index.html", worksheet, "cards.html"} {
		b.Emulate("prefers-reduced-motion", "reduce")
		b.Open(path)
		if found := browsertest.Eval[[]string](b, moving); len(found) > 0 {
			t.Errorf("%s: with reduced motion, %v", path, found)
		}
		b.Emulate("prefers-reduced-motion", "no-preference")
		if found := browsertest.Eval[[]string](b, moving); len(found) == 0 {
			t.Errorf("%s: without a preference nothing moves", path)
		}
	}
}
