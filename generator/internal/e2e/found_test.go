package e2e

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/needs"
)

// Every page is found by the text that it shows: random strings of Han characters from the
// rendered text of each page are searched in the browser. Excluded are texts about other
// pages, such as navigation and related pages.
func TestEveryPageIsFoundByWhatItShows(t *testing.T) {
	needs.Program(t, "chromium")
	tree := tree(t)
	random := rand.New(rand.NewPCG(3, 4))
	type sample struct{ Path, Query string }
	var samples []sample
	pages := parsePages(t, tree)
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		page := pages[name]
		if base := path.Base(name); base == "handbook.html" || base == "404.html" || base == "search.html" || base == "cards.html" {
			continue // their texts are those of other pages, or none of their own
		}
		var texts []string
		for _, n := range page.elements {
			if n.Data == "main" {
				texts = shownTexts(n, nil)
			}
		}
		runs := regexp.MustCompile(`\p{Han}{2,}`).FindAllString(strings.Join(texts, "\n"), -1)
		if len(runs) == 0 {
			t.Errorf("%s shows nothing", name)
			continue
		}
		for range 20 {
			run := []rune(runs[random.IntN(len(runs))])
			from := random.IntN(len(run) - 1)
			to := min(len(run), from+2+random.IntN(5))
			samples = append(samples, sample{name, string(run[from:to])})
		}
	}
	if len(samples) < 1500 {
		t.Fatalf("there are %d samples", len(samples))
	}
	queries, _ := json.Marshal(samples)
	b := browsertest.New(t, diskTree(t, tree))
	b.Open("search.html")
	browsertest.Eval[bool](b, `(document.querySelector("[data-search] input").focus(), true)`)
	b.Await(`window.cairnEngine`)
	browsertest.Eval[bool](b, `(cairnEngine(document.querySelector("[data-search]").dataset.index).then(async (engine) => {
		const missed = [];
		for (const { Path, Query } of `+string(queries)+`) {
			const { results } = await engine.search(Query, 1000);
			if (!results.some(({ path }) => path === Path)) missed.push(Path + " " + Query);
		}
		window.missed = missed.join("\n");
	}), true)`)
	b.Await(`window.missed !== undefined`)
	if missed := browsertest.Eval[string](b, `window.missed`); missed != "" {
		t.Errorf("these are shown and do not find their page:\n%s", missed)
	}
}

// shownTexts appends the texts in an element. It skips the texts about other pages, the names of
// buttons, and the titles of alerts, which are the same on every page.
func shownTexts(n *html.Node, texts []string) []string {
	if n.Type == html.TextNode {
		return append(texts, n.Data)
	}
	switch n.Data {
	case "nav", "script", "template", "output", "button":
		return texts
	}
	if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-unsearched" }) {
		return texts
	}
	for _, class := range []string{"related", "backlinks", "books", "foot", "see", "used", "minutes", "reading-time", "reading", "matrix", "alert-title"} {
		for _, has := range strings.Fields(attribute(n, "class")) {
			if has == class {
				return texts
			}
		}
	}
	for child := range n.ChildNodes() {
		texts = shownTexts(child, texts)
	}
	return texts
}
