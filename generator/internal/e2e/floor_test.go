package e2e

import (
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
	"time"

	"cairn/generator/internal/browsertest"
)

// hostStyled serves the site with its style sheets changed.
func hostStyled(t *testing.T, change *strings.Replacer) string {
	site := tree(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		data, found := site.Get(name)
		if !found {
			http.NotFound(w, r)
			return
		}
		text := string(data)
		if path.Ext(name) == ".css" {
			text = change.Replace(text)
		}
		http.ServeContent(w, r, name, time.Time{}, strings.NewReader(text))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// withoutNewer replaces the CSS features above the floor with names that no browser knows, so
// that Chromium ignores them like a browser at the floor.
var withoutNewer = strings.NewReplacer(
	"color-mix(", "x-mix(", "light-dark(", "x-dark(", "oklch(", "x-lch(", ":has(", ":x-has(", "::details-content", "::x-content", "::target-text", "::x-text",
	"text-wrap:", "x-wrap:", "text-autospace:", "x-autospace:", "text-spacing-trim:", "x-trim:", "field-sizing:", "x-sizing:", "content-visibility:", "x-visibility:",
	"backdrop-filter:", "x-filter:", "animation-timeline", "x-timeline", "@container", "@x-container", "dvh", "xvh", "@property", "@x-property", "subgrid", "x-grid",
)

// unreadable is a script that lists the visible texts whose contrast with their background is
// below the WCAG's minimum, and, in a styled page, the colour variables that have no value.
const unreadable = `(() => {
	const parse = (color) => { const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number); return { rgb: [r, g, b], a }; };
	const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = (e) => {
		for (; e !== null; e = e.parentElement) {
			const { rgb, a } = parse(getComputedStyle(e).backgroundColor);
			if (a > 0.9) return rgb;
		}
		return canvas;
	};
	const probe = document.body.appendChild(document.createElement("i")).appendChild(document.createElement("i"));
	probe.style.backgroundColor = "canvas";
	const canvas = parse(getComputedStyle(probe).backgroundColor).rgb;
	const found = [];
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const e = texts.currentNode.parentElement, text = texts.currentNode.data.trim(), style = getComputedStyle(e);
		if (text === "" || !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || e.closest("[hidden], svg, noscript, option, :disabled, .visually-hidden")) continue;
		const [one, other] = [light(parse(style.color).rgb), light(behind(e))].sort((a, b) => b - a);
		const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
		if ((one + 0.05) / (other + 0.05) < (large ? 3 : 4.5)) found.push(e.localName + "." + e.className + " " + text.slice(0, 20) + " " + style.color + " on " + behind(e));
	}
	probe.parentElement.style.color = "rgb(1, 2, 3)";
	for (const name of ["paper", "surface", "raised", "veil", "ink", "ink-soft", "ink-faint", "line", "line-strong", "good", "warn", "bad", "mark", "accent", "accent-soft", "accent-ink"]) {
		probe.style.color = "var(--" + name + ")";
		if (getComputedStyle(probe).color === "rgb(1, 2, 3)" && window.styled) found.push("--" + name + " is no colour");
	}
	probe.parentElement.remove();
	return found;
})()`

// In a browser at the floor every text is readable in light and dark mode, and an element that
// covers the page has an opaque background.
func TestBrowserAtTheFloor(t *testing.T) {
	b := browsertest.New(t, hostStyled(t, withoutNewer))
	b.AddScript(`window.styled = true`)
	for _, page := range []string{"index.html", "playbooks/saas/newcomer.html", worksheet, "assessments/abilities.html", "authoring/markdown.html", "glossary.html", "search.html?q=%E7%BB%AD%E7%BA%A6"} {
		b.Open(page)
		for _, width := range []int64{1280, 390} {
			b.Resize(width, 900)
			for _, scheme := range []string{"light", "dark"} {
				b.Prefer(scheme)
				for _, text := range browsertest.Eval[[]string](b, unreadable) {
					t.Errorf("%s, %d pixels, %s: %s", page, width, scheme, text)
				}
			}
		}
	}
	b.Open("playbooks/saas/newcomer.html")
	b.Fill(box, "续约")
	b.Await(`document.querySelector('[role="option"]')`)
	for _, selector := range []string{"html", ".masthead", box, ".results"} {
		if got := browsertest.Eval[string](b, `getComputedStyle(document.querySelector('`+selector+`')).backgroundColor`); got == "rgba(0, 0, 0, 0)" {
			t.Errorf("one sees through %s", selector)
		}
	}
	b.Prefer("dark")
	dark := browsertest.Eval[string](b, `getComputedStyle(document.documentElement).backgroundColor`)
	b.Prefer("light")
	if light := browsertest.Eval[string](b, `getComputedStyle(document.documentElement).backgroundColor`); light == dark {
		t.Errorf("light and dark are both %s", light)
	}
}

// A browser below the floor ignores the whole style sheet: the text is readable in the
// browser's own colours, and no element covers it.
func TestBrowserBelowTheFloor(t *testing.T) {
	b := browsertest.New(t, hostStyled(t, strings.NewReplacer("@layer", "@x-layer")))
	b.Open("playbooks/saas/newcomer.html")
	if got := browsertest.Eval[int](b, `document.styleSheets[0].cssRules.length`); got != 0 {
		t.Fatalf("the style sheet has %d rules", got)
	}
	for _, scheme := range []string{"light", "dark"} {
		b.Prefer(scheme)
		for _, text := range browsertest.Eval[[]string](b, unreadable) {
			t.Errorf("%s: %s", scheme, text)
		}
	}
	b.Fill(box, "续约")
	b.Await(`document.querySelector('[role="option"]')`)
	if got := browsertest.Eval[string](b, `getComputedStyle(document.querySelector(".results")).position`); got != "static" {
		t.Errorf("the results are %s", got)
	}
}
