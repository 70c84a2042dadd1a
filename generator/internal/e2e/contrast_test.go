package e2e

import (
	"slices"
	"testing"

	"cairn/generator/internal/browsertest"
)

// contrasts returns a script that lists the texts and fields of the page with too little contrast (WCAG 2.2): text that one reads in
// lines needs 7 to 1 (1.4.6), other text 4.5 (1.4.3), large text and the edges of fields 3 (1.4.11). A colour is measured on
// the backgrounds that lie below it.
const contrasts = `(() => {
	const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
	const known = new Map();
	const rgba = (color) => {
		if (!known.has(color)) {
			pen.clearRect(0, 0, 1, 1);
			pen.fillStyle = color;
			pen.fillRect(0, 0, 1, 1);
			known.set(color, [...pen.getImageData(0, 0, 1, 1).data]);
		}
		return known.get(color);
	};
	const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => (c * a + below[i] * (255 - a)) / 255);
	const ground = (element) => element === null ? [255, 255, 255] : (([r, g, b, a]) => a === 255 ? [r, g, b] : over([r, g, b, a], ground(element.parentElement)))(rgba(getComputedStyle(element).backgroundColor));
	const luminance = (color) => color.map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const ratio = (color, below) => (([a, b]) => (a + 0.05) / (b + 0.05))([luminance(over(rgba(color), below)), luminance(below)].sort((a, b) => b - a));
	const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && getComputedStyle(element).clipPath === "none" && element.closest(":disabled, .visually-hidden") === null;
	const found = new Set();
	const need = (least, color, below, element, name) => {
		const got = ratio(color, below);
		if (got < least) found.add(got.toFixed(2) + " < " + least + ": " + element.localName + "." + element.className + " " + name);
	};
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const element = texts.currentNode.parentElement, text = texts.currentNode.data.trim();
		if (text === "" || /^(script|style|noscript|option)$/.test(element.localName) || !isShown(element)) continue;
		const { color, fontSize, fontWeight } = getComputedStyle(element);
		const size = parseFloat(fontSize);
		const isRunning = size >= 14 && element.closest(".prose :is(p, li, dd, td), .summary") !== null && element.closest(":is(.alert-title, small, .mark, label:has(:checked), button)") === null;
		const isLarge = size >= 24 || size >= 18.66 && fontWeight >= 700;
		need(isLarge ? 3 : isRunning ? 7 : 4.5, color, ground(element), element, text.slice(0, 20));
	}
	for (const field of document.querySelectorAll("input:not([type=checkbox], [type=radio], [type=file]), select, textarea")) {
		if (isShown(field) && getComputedStyle(field).borderStyle !== "none") need(3, getComputedStyle(field).borderColor, ground(field.parentElement), field, field.name);
	}
	return [...found];
})()`

// Text and fields have enough contrast in both themes and in every accent.
func TestContrast(t *testing.T) {
	base := host(t, "/")
	for _, scene := range scenes {
		if !slices.Contains([]string{"a playbook", "the home page for somebody", "a worksheet at work", "texts to copy", "the search", "the cards", "the glossary"}, scene.name) {
			continue
		}
		t.Run(scene.name, func(t *testing.T) {
			b := browsertest.New(t, base)
			b.Emulate("prefers-reduced-motion", "reduce")
			b.Open(scene.path)
			browsertest.Eval[bool](b, scene.prepare+`; true`)
			b.Await(scene.ready)
			browsertest.Eval[bool](b, `(document.documentElement.style.setProperty("transition", "none"), true)`)
			for _, theme := range []string{"light", "dark"} {
				for _, accent := range []string{"teal", "indigo", "amber", "plum", "moss", "rust", "slate"} {
					browsertest.Eval[bool](b, `(Object.assign(document.documentElement.dataset, { theme: "`+theme+`", accent: "`+accent+`" }), true)`)
					for _, fault := range browsertest.Eval[[]string](b, contrasts) {
						t.Errorf("%s, %s: %s", theme, accent, fault)
					}
				}
			}
		})
	}
}
