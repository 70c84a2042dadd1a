package e2e

import (
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/build"
)

// A fragment leads to its heading with and without scripts, whatever the heading's text is.
// A heading named main or __proto__ breaks nothing on the page.
func TestFragmentsLeadToHeadings(t *testing.T) {
	theme := os.DirFS(root)
	far := "\n\n" + strings.Repeat("文\n\n", 20)
	text := "# Title\n" + far
	for _, heading := range []string{"Status", "Search", "main", "Navigation", "location", "\\_\\_proto\\_\\_", "Q&A / FAQ", "续约 风险", "constructor {#own-id}", "name", "Search input"} {
		text += "## " + heading + far
	}
	source := fstest.MapFS{
		"site.toml":      {Data: []byte("title = \"手册\"\nid = \"x\"\n")},
		"content/a.md":   {Data: []byte(text)},
		"content/b c.md": {Data: []byte("# B\n\n## Status\n\n[甲](a.md#status)\n")},
	}
	result := build.New(source, theme).Build(build.Options{})
	if result.Tree == nil {
		t.Fatal(result.Diagnostics)
	}
	base := hostTree(t, result.Tree, "/")
	const (
		at      = `(() => { const t = document.querySelector(":target"); return t === null ? "nowhere" : t.parentElement.matches("h2") ? t.parentElement.id : t.id })()`
		inSight = `(() => { const t = document.querySelector(":target"), top = t === null ? 0 : t.getBoundingClientRect().top; return top >= 0 && top < innerHeight })()`
	)
	for _, scripts := range []bool{true, false} {
		b := browsertest.New(t, base)
		b.Prefer("light") // reduced motion: no page scrolls smoothly
		if !scripts {
			b.NoScripts()
		}
		for fragment, want := range map[string]string{
			"title": "title", "status": "status", "h-status": "status", "search": "search", "main": "main", "navigation": "navigation",
			"location": "location", "h-location": "location", "__proto__": "__proto__", "qa--faq": "qa--faq", "qa-faq": "qa--faq", "续约-风险": "续约-风险",
			"own-id": "own-id", "constructor-own-id": "own-id", "name": "name", "search-input": "search-input", "nothing": "nowhere",
		} {
			if !scripts && !strings.HasSuffix(fragment, "status") && fragment != "main" {
				continue
			}
			b.Open("404.html")
			b.Open("a.html#" + url.PathEscape(fragment))
			if got := browsertest.Eval[string](b, at); got != want {
				t.Errorf("with scripts (%t) #%s leads to %s", scripts, fragment, got)
			}
			b.Await(inSight)
		}
		for fragment, want := range map[string]string{"a::status": "a::status", "a::h-status": "a::status", "b%C2%A0c::b": "b\u00a0c::b", "b%C2%A0c": "b\u00a0c"} {
			b.Open("404.html")
			b.Open("handbook.html#" + fragment)
			if got := browsertest.Eval[string](b, at); got != want {
				t.Errorf("with scripts (%t) #%s of the handbook leads to %s", scripts, fragment, got)
			}
		}
	}
	b := browsertest.New(t, base)
	b.Resize(390, 800)
	b.Open("a.html#navigation")
	b.Click("[data-menu]")
	b.Await(`document.querySelector(".sidebar").classList.contains("open")`)
	b.Open("a.html")
	b.Click(`[role="combobox"]`)
	b.Type("constructor")
	b.Await(`document.querySelector('[role="option"]')?.href.includes("#own-id") === true`)
}
