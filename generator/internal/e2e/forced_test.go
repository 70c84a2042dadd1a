package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// vanished is a script that lists what cannot be seen in forced colours: shapes in the site's own colours, and boxes of
// which only the background differed.
const vanished = `(() => {
	const probe = document.body.appendChild(document.createElement("i"));
	const system = ["Canvas", "CanvasText", "Highlight"].map((name) => {
		probe.style.color = name;
		return getComputedStyle(probe).color;
	});
	probe.remove();
	const [ground] = system;
	const found = new Set();
	for (const shape of document.querySelectorAll("svg :is(line, path, polygon, polyline, circle, rect, text)")) {
		if (!shape.checkVisibility()) continue;
		const { fill, stroke } = getComputedStyle(shape);
		const paints = shape.localName === "line" ? [stroke] : [fill, stroke].filter((paint) => paint !== "none");
		const isSeen = paints.some((paint) => paint !== ground) || shape.matches(".on"); // a text on a shape
		if (!isSeen || !paints.every((paint) => system.includes(paint))) found.add(shape.parentElement.getAttribute("class") + " " + shape.localName + "." + shape.getAttribute("class") + " is " + paints);
	}
	for (const box of document.querySelectorAll(".button, .tool, dialog, [data-cell], .meter, .yours, mark, input, select, textarea, [aria-pressed='true'], [aria-current='page'], [aria-current='date']")) {
		const { borderStyle, outlineStyle } = getComputedStyle(box);
		if (box.checkVisibility() && !/^(file|checkbox|radio)$/.test(box.type) && !box.matches(".visually-hidden") && borderStyle === "none" && outlineStyle === "none") found.add(box.localName + "." + box.className + " has no edge");
	}
	return [...found];
})()`

// In forced colours, such as those of Windows' contrast themes, shapes have the colours of the system and boxes have an edge, also
// when the reader has chosen the site's light theme on a black ground.
func TestForcedColours(t *testing.T) {
	base := host(t, "/")
	for _, scene := range append(scenes, struct{ name, path, prepare, ready string }{"a drawing", "deals/bidding.html", ``, `document.querySelector(".drawing")`}) {
		t.Run(scene.name, func(t *testing.T) {
			b := browsertest.New(t, base)
			b.Emulate("forced-colors", "active", "prefers-color-scheme", "dark", "prefers-reduced-motion", "reduce")
			b.Open(scene.path)
			browsertest.Eval[bool](b, `document.documentElement.dataset.theme = "light"; `+scene.prepare+`; true`)
			b.Await(scene.ready)
			for _, fault := range browsertest.Eval[[]string](b, vanished) {
				t.Error(fault)
			}
		})
	}
}
