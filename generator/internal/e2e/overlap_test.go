package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// overlapping is a script that lists each element of <main> whose box overlaps an earlier
// sibling's box. It excludes inline elements, drawings and elements outside the flow.
const overlapping = `(() => {
	const inFlow = (e) => {
		const { display, position, float } = getComputedStyle(e);
		return !display.startsWith("inline") && !["absolute", "fixed", "sticky"].includes(position) && float === "none" && e.getClientRects().length > 0;
	};
	const name = (e) => e.localName + [...e.classList].map((c) => "." + c).join("");
	const found = [];
	for (const parent of document.querySelectorAll("main, main *:not(svg, svg *)")) {
		const boxes = [...parent.children].filter((e) => inFlow(e) && e.localName !== "svg").map((e) => [e, e.getBoundingClientRect()]).filter(([, { width, height }]) => width > 0 && height > 0);
		boxes.forEach(([e, a], i) => boxes.slice(0, i).forEach(([before, b]) => {
			if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
				found.push(name(e) + " over " + name(before) + " in " + name(parent));
			}
		}));
	}
	return found;
})()`

// No element overlaps its neighbour, for a new reader and for one with saved data, however
// many messages the page shows.
func TestNothingOverlaps(t *testing.T) {
	b := browsertest.New(t, host(t, "/"), 404)
	for _, state := range []string{"new", "kept"} {
		for _, width := range []int64{390, 1280} {
			b.Resize(width, 844)
			for _, kind := range pageKinds {
				b.Open(kind.path)
				b.Await(kind.ready)
				for _, pair := range browsertest.Eval[[]string](b, overlapping) {
					t.Errorf("%s, %s, %d: %s", kind.path, state, width, pair)
				}
			}
		}
		for key, text := range savedData {
			storeText(b, key, text)
		}
	}
}

// The screen preview of sheets for a session shows the lines to write on, in dark mode
// too, and the text of a card keeps a distance from its edges.
func TestPreviewOfASheet(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, scheme := range []string{"light", "dark"} {
		b.Prefer(scheme)
		b.Open("print.html")
		b.Click(`[name="sheet"]`)
		b.Await(`document.querySelector(".handout")`)
		lines := browsertest.Eval[string](b, `[...new Set([...document.querySelectorAll(".handout :is(output, [data-whole])")].map((line) => getComputedStyle(line).borderBottomColor))].join()`)
		if ink := browsertest.Eval[string](b, `getComputedStyle(document.body).color`); lines != ink {
			t.Errorf("%s: the lines to write on are %s and the text is %s", scheme, lines, ink)
		}
		room := browsertest.Eval[float64](b, `parseFloat(getComputedStyle(document.querySelector(".handout .smart blockquote")).paddingTop)`)
		if room < 10 {
			t.Errorf("%s: %.0f pixels above the sentence of the goal", scheme, room)
		}
	}
}

// In the funnel the link to a step's arithmetic stands closer to its own step than to the
// next, the arithmetic begins below the picture, and a heading of the plan has two
// characters a line at least.
func TestSpacingOfTheFunnelAndThePlan(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, width := range []int64{390, 1280} {
		b.Resize(width, 844)
		for _, path := range worksheets(t) {
			b.Open(path)
			faults := browsertest.Eval[[]string](b, `(() => {
				const found = [];
				const box = (e) => e.getBoundingClientRect();
				const middle = (e) => (box(e).top + box(e).bottom) / 2;
				const steps = [...document.querySelectorAll(".slices li")];
				steps.forEach((step, i) => {
					const label = step.querySelector(".label");
					const link = step.querySelector("summary");
					const own = middle(link) - middle(step.querySelector(".rate") ?? label);
					const next = i + 1 < steps.length ? middle(steps[i + 1].querySelector(".label")) - middle(link) : Infinity;
					if (next < own + 4) found.push(label.textContent + ": the link is " + own + " below its step and " + next + " above the next");
				});
				for (const step of steps) {
					step.querySelector("details").open = true;
					const p = step.querySelector("details p");
					if (box(p).top + parseFloat(getComputedStyle(p).paddingTop) < box(step.querySelector("svg")).bottom) found.push(p.textContent + " lies over the picture");
				}
				for (const heading of document.querySelectorAll(".plan > table thead th")) {
					const { fontSize, paddingLeft, paddingRight } = getComputedStyle(heading);
					if (heading.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) < 2 * parseFloat(fontSize)) found.push(heading.textContent + " is " + heading.clientWidth + " wide");
				}
				return found;
			})()`)
			for _, fault := range faults {
				t.Errorf("%s at %d: %s", path, width, fault)
			}
		}
	}
}
