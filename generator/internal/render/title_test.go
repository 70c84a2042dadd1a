package render_test

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/content"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sitetest"
)

// The first heading of level 1 becomes the h1 of its page. It keeps its links, and has an
// anchor like every other heading.
func TestFirstHeadingBecomesTheTitle(t *testing.T) {
	pages, faults := whole(t, map[string]string{
		"site.toml":             "title = \"手册\"\nid = \"x\"\n",
		"content/a.md":          "见 [乙](b.md#乙页-1)。\n\n# 甲 *页* [乙](b.md#乙页)[^1] [草](draft.md) `x`\n\n## 甲 页\n\n[此](#甲-页-乙-草-x)\n\n[^1]: 注\n",
		"content/b.md":          "+++\ntitle = \"别名\"\n[[steps]]\nmonth = 1\ntitle = \"一\"\nanchor = \"乙页\"\n+++\n乙页\n===\n\n## 乙页\n\n[甲](a.md#甲-页)\n",
		"content/c.md":          "+++\ntitle = \"丙\"\n+++\n\n[甲](a.md#甲-页-乙-草-x)\n",
		"content/draft.md":      "+++\ndraft = true\n+++\n# 草\n",
		"content/path.md":       "+++\npath = true\n+++\n# 路\n\n- [乙](b.md#乙页)\n",
		"content/company/s.md":  "价\n",
		"content/glossary.toml": "[[terms]]\nterm = \"页\"\ndefinition = \"一\"\n",
	}, sitetest.Options{})
	want := "content/a.md:3:26: warning: content/draft.md is a draft: this link is shown as plain text\n"
	if !strings.HasPrefix(faults, want) || strings.Count(faults, ": warning: ") != 2 || strings.Contains(faults, "error") {
		t.Fatal(faults)
	}
	has(t, pages, "a.html",
		`<h1 id="甲-页-乙-草-x">甲 <em>页</em> <a href="b.html#乙页">乙</a><sup id="fnref:1"><a class="footnote-ref" href="#fn:1" role="doc-noteref">1</a></sup> <a>草</a> <code>x</code></h1>`,
		`<h2 id="甲-页">`, `<a href="b.html#乙页-1">乙</a>`, `<a href="#甲-页-乙-草-x">此</a>`, "<title>甲 页 乙 草 x")
	has(t, pages, "b.html", `<h1 id="乙页">乙页</h1>`, `<h2 id="乙页-1">`, "<title>别名")
	for _, path := range []string{"a.html", "b.html", "path.html"} {
		has(t, pages, path, "<h1")
	}
	has(t, pages, "c.html", `<h1>丙</h1>`, `<a href="a.html#甲-页-乙-草-x">甲</a>`)
	has(t, pages, "path.html", `<a href="b.html#乙页">乙</a> <small class="minutes"`)
	has(t, pages, "handbook.html", ` id="a"`, `<h2 class="title" id="a::甲-页-乙-草-x">甲 <em>页</em> <a href="#b::乙页">乙</a><sup id="a::fnref:1">`,
		`<a class="footnote-ref" href="#a::fn:1"`, `<a href="#a::甲-页-乙-草-x">甲</a>`, `<h2 class="title" id="b::乙页">乙页</h2>`, `<h2 class="title">丙</h2>`)
}

// A link to a heading's former anchor works, the page keeps that anchor, and the ledger
// accepts it.
func TestFormerAnchorsStillWork(t *testing.T) {
	files := map[string]string{
		"site.toml":    "title = \"手册\"\nid = \"x\"\n",
		"content/a.md": "# 甲\n\n## Status\n\n## Q&A / FAQ\n\n[一](#h-status) [二](#qa-faq) [三](#qa--faq)\n",
		"content/b.md": "+++\n[[steps]]\nmonth = 1\ntitle = \"一\"\nanchor = \"h-main\"\n+++\n# 乙\n\n## Main {#own}\n\n[一](a.md#h-status) [二](#main-own)\n",
		content.Ledger: "a.html\na.html#h-status\na.html#qa-faq\nb.html#own\nb.html#main-own\n",
	}
	files["content/b.md"] = strings.Replace(files["content/b.md"], "h-main", "main-own", 1)
	if pages, faults := whole(t, files, sitetest.Options{}); faults != "" {
		t.Error(faults)
	} else {
		has(t, pages, "a.html", `<h2 id="status"><span id="h-status"></span>Status<`, `<h2 id="qa--faq"><span id="qa-faq"></span>`, `<a href="#status">一</a>`, `<a href="#qa--faq">二</a>`, `<a href="#qa--faq">三</a>`)
		has(t, pages, "b.html", `<h2 id="own"><span id="main-own"></span>Main<`, `<a href="a.html#status">一</a>`, `<a href="#own">二</a>`)
	}
}

// No heading gets an id that the layouts use, no page has the same id twice, and every
// reference to an id of the page has its target.
func TestAnchorsAreUniqueAndNoIDsOfLayouts(t *testing.T) {
	headings := "# main\n\n## main\n\n## Navigation\n\n## search\n\n## location\n\n## \\_\\_proto\\_\\_\n\n## fn:1\n\n## 甲[^1]\n\n## fnref 1\n\n## Contents title\n\n## x {#ui}\n\n## b\n\n[^1]: 注\n"
	files := map[string]string{"site.toml": sitetest.Tracks + "[[stages]]\nid = \"expert\"\nname = \"专家\"\n"}
	for _, file := range []string{"index", "a", "ui", "a/b", "a-b", "a b", "tracks/saas", "stages/newcomer", "playbooks/saas/newcomer", "search/ui", "print"} {
		files["content/"+file+".md"] = headings + "[链](" + strings.Repeat("../", strings.Count(file, "/")) + "a.md#main-1)\n"
	}
	pages, faults := whole(t, files, sitetest.Options{})
	if strings.Contains(faults, "error") {
		t.Fatal(faults)
	}
	ids := regexp.MustCompile(` id="([^"]*)"`)
	for path, text := range pages {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		var all []string
		for _, m := range ids.FindAllStringSubmatch(text, -1) {
			id := html.UnescapeString(m[1])
			if strings.HasPrefix(id, "ui:") && !strings.HasPrefix(id, "ui::") && markdown.Anchor(id) == id || strings.ContainsAny(id, " \t\n") {
				t.Errorf("%s has the id %q", path, id)
			}
			all = append(all, id)
		}
		slices.Sort(all)
		if once := slices.Compact(slices.Clone(all)); len(once) < len(all) {
			t.Errorf("%s has an id twice: %q", path, all)
		}
		for _, m := range regexp.MustCompile(` (?:href="#|for="|aria-labelledby="|aria-controls=")([^"]+)"`).FindAllStringSubmatch(text, -1) {
			if !strings.Contains(path, "/") && !slices.Contains(all, html.UnescapeString(m[1])) && !strings.Contains(m[1], "%") {
				t.Errorf("%s refers to #%s, which it does not have", path, m[1])
			}
		}
	}
}

// has fails the test unless a page contains each of the texts exactly once.
func has(t *testing.T, pages map[string]string, path string, want ...string) {
	t.Helper()
	text := page(t, pages, path)
	for _, w := range want {
		if strings.Count(text, w) != 1 {
			t.Errorf("%s has %q %d times, want once", path, w, strings.Count(text, w))
		}
	}
}
