package build

import (
	"encoding/xml"
	"io"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/output"
)

// buildWhole builds a site with the theme of this repository.
func buildWhole(t *testing.T, files map[string]string, options Options) (*output.Tree, string) {
	t.Helper()
	return report(New(fsOf(files), repository(t)).Build(options))
}

// part is what a pattern finds in a text.
func part(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(`(?s)` + pattern).FindString(text)
	if found == "" {
		t.Fatalf("there is no %s in\n%s", pattern, text)
	}
	return found
}

var absentPages = map[string]string{
	"site.toml":                 "title = \"手册\"\nbase_url = \"https://wiki.example.com/sales\"",
	"content/index.md":          "# 首页\n\n看[甲](a.md#无)、**[乙](b.md \"题\")**、[丙](c.md)。\n\n> [!SLOT] prices\n> 见[甲](a.md)。\n",
	"content/a.md":              "+++\ndraft = true\nupdated = 2027-01-01\naliases = [\"old.html\"]\n+++\n# 甲\n\n独角兽\n",
	"content/b.md":              "+++\npublish = 2027-02-02\nupdated = 2027-01-01\n+++\n# 乙\n",
	"content/c.md":              "+++\nexpires = 2027-01-31\nupdated = 2027-01-01\n+++\n# 丙\n",
	"content/company/prices.md": "也见[乙](../b.md)。\n",
	"content/glossary.toml":     "[[terms]]\nterm = \"ARR\"\ndefinition = \"见 [丙](c.md)\"\n",
}

// Pages that are not for readers are nowhere in the site, and links to them are
// plain text.
func TestAbsentPages(t *testing.T) {
	tree, faults := report(New(fsOf(absentPages), theme()).Build(Options{Today: "2027-02-01"}))
	want := `content/company/prices.md:1:3: warning: content/b.md is published on 2027-02-02: until then this link is plain text
    build the site again on that day, or take the link out
content/glossary.toml:3:17: warning: content/c.md expired on 2027-01-31: this link is plain text
    take the link out, or give that page a later last day
content/index.md:3:2: warning: content/a.md is a draft: this link is plain text
    take ` + "`draft = true`" + ` out of that page when it is ready, or take the link out
content/index.md:3:16: warning: content/b.md is published on 2027-02-02: until then this link is plain text
    build the site again on that day, or take the link out
content/index.md:3:32: warning: content/c.md expired on 2027-01-31: this link is plain text
    take the link out, or give that page a later last day
content/index.md:6:4: warning: content/a.md is a draft: this link is plain text
    take ` + "`draft = true`" + ` out of that page when it is ready, or take the link out
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	wantPage := `<h1>首页</h1><p>看<a>甲</a>、<strong><a title="题">乙</a></strong>、<a>丙</a>。</p>` + "\n" +
		`<div class="slot" data-filled>` + "\n<p>也见<a>乙</a>。</p>\n</div>\n"
	if diff := cmp.Diff(wantPage, page(t, tree, "index.html")); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"a.html", "b.html", "c.html", "old.html", "feed.xml"} {
		if _, ok := tree.Get(path); ok {
			t.Errorf("there is %s", path)
		}
	}
	for path, data := range bytesOf(tree) {
		if strings.Contains(data, "独角兽") {
			t.Errorf("%s tells what a draft says", path)
		}
	}
}

func TestAbsentPagesAreShownToAuthors(t *testing.T) {
	_, faults := buildWhole(t, absentPages, Options{Today: "2027-02-01", Drafts: true})
	want := "content/index.md:3:2: error: there is no heading #无 in content/a.md\n    it has #甲\n"
	if faults != want {
		t.Errorf("it says\n%s", faults)
	}
	files := maps.Clone(absentPages)
	files["content/index.md"] = "# 首页\n\n看[甲](a.md)。\n\n> [!SLOT] prices\n"
	tree, faults := buildWhole(t, files, Options{Today: "2027-02-01", Drafts: true})
	if faults != "" {
		t.Fatal(faults)
	}
	for path, want := range map[string]string{
		"a.html": "这一页是草稿：读者看不到，发布时不带上它。",
		"b.html": "这一页 2027-02-02 才发布，在那以前读者看不到。",
		"c.html": "这一页只发布到 2027-01-31，读者已经看不到了。",
	} {
		if got := part(t, page(t, tree, path), `<p class="absence" role="note">[^<]*</p>`); got != `<p class="absence" role="note">`+want+`</p>` {
			t.Errorf("%s says %s", path, got)
		}
		part(t, page(t, tree, path), `<meta name="robots" content="noindex">`)
	}
	home := page(t, tree, "index.html")
	part(t, home, `看<a href="a.html">甲</a>。`)
	part(t, home, `<a href="b.html">乙 <small>未发布</small></a>`)
	if strings.Contains(home, `class="absence"`) || strings.Contains(home, "noindex") {
		t.Error("the home page says that it is not for readers")
	}
	if siteMap := page(t, tree, "sitemap.xml"); strings.Contains(siteMap, "a.html") || strings.Contains(siteMap, "b.html") || strings.Contains(siteMap, "c.html") {
		t.Errorf("the site map tells of pages that are not for readers:\n%s", siteMap)
	}
	if _, ok := tree.Get("feed.xml"); ok {
		t.Error("the feed tells of pages that are not for readers")
	}
}

func TestDaysOfAPage(t *testing.T) {
	for _, test := range []struct {
		today string
		there bool
	}{{"2027-01-30", false}, {"2027-01-31", true}, {"2027-06-30", true}, {"2027-07-01", false}} {
		files := map[string]string{"site.toml": `title = "手册"`, "content/a.md": "+++\npublish = 2027-01-31\nexpires = 2027-06-30\n+++\n正文\n"}
		tree, faults := report(New(fsOf(files), theme()).Build(Options{Today: test.today}))
		if _, there := tree.Get("a.html"); there != test.there || faults != "" {
			t.Errorf("on %s it is there: %v %s", test.today, there, faults)
		}
	}
}

// The absent playbook of a cell is not told as missing.
func TestCheckKnowsAbsentPages(t *testing.T) {
	b := New(fsOf(map[string]string{
		"site.toml":                              tracks,
		"content/playbooks/saas/newcomer.md":     "+++\ndraft = true\n+++\n正文\n",
		"content/playbooks/industry/newcomer.md": "+++\nexpires = 2026-11-22\n+++\n正文\n",
		"content/z.md":                           "+++\npublish = 2026-11-24\n+++\n正文\n",
	}), theme())
	_, got := report(b.Build(Options{Today: "2026-11-23", Check: true}))
	want := `content/playbooks/industry/newcomer.md:1:1: info: the page expired on 2026-11-22
    delete it, or give it a later last day; serve shows it
content/playbooks/saas/newcomer.md:1:1: info: the page is a draft
    take ` + "`draft = true`" + ` out when it is ready; serve shows it
content/z.md:1:1: info: the page is published on 2026-11-24
    serve shows it
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A former address leads to the page, without a script and from a disk.
func TestAliases(t *testing.T) {
	files := map[string]string{
		"site.toml":        "title = \"手册\"\nbase_url = \"https://wiki.example.com/sales/\"",
		"content/c/新 页.md": "+++\naliases = [\"a/b/旧 & 页.html\", \"c/x.html\"]\n+++\n# 新 & 页\n",
	}
	tree, faults := buildWhole(t, files, Options{Today: "2027-02-01"})
	if faults != "" {
		t.Fatal(faults)
	}
	got := part(t, page(t, tree, "a/b/旧 & 页.html"), `^.*$`)
	icon, style, script := part(t, got, `assets/[^"]*svg`), part(t, got, `assets/[^"]*css`), part(t, got, `assets/redirect[^"]*js`)
	want := `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=../../c/%E6%96%B0%20%E9%A1%B5.html">
<title>新 &amp; 页 · 手册</title>
<meta name="color-scheme" content="light dark">
<link rel="canonical" href="https://wiki.example.com/sales/c/%E6%96%B0%20%E9%A1%B5.html">
<link rel="icon" type="image/svg+xml" href="../../` + icon + `">
<link rel="stylesheet" href="../../` + style + `">
<script src="../../` + script + `" defer></script>
</head>
<body class="redirect">
<main>
<h1>这一页搬家了</h1>
<p>新地址：<a href="../../c/%E6%96%B0%20%E9%A1%B5.html">新 &amp; 页</a></p>
</main>
</body>
</html>
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	part(t, page(t, tree, "c/x.html"), `content="0; url=%E6%96%B0%20%E9%A1%B5.html"`)
	if siteMap := page(t, tree, "sitemap.xml"); strings.Contains(siteMap, "x.html") {
		t.Errorf("the site map tells of a former address:\n%s", siteMap)
	}
	files["site.toml"] = `title = "手册"`
	tree, _ = buildWhole(t, files, Options{Today: "2027-02-01"})
	part(t, page(t, tree, "c/x.html"), `<link rel="canonical" href="%E6%96%B0%20%E9%A1%B5.html">`)
}

func TestFaultsOfAliases(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":        `title = "手册"`,
		"content/a.md":     "+++\naliases = [\"a.html\", \"b.html\", \"search.html\", \"old.html\", \"img.html\", \"handbook.html\"]\n+++\n甲\n",
		"content/b.md":     "+++\naliases = [\"old.html\", \"Other.html\"]\n+++\n乙\n",
		"content/c.md":     "+++\naliases = [\"other.html\", \"/x.html\", \"../y.html\", \"z\", \"old/\", \"%E6%97%A7.html\", \"https://a.example/p/q.html\", \"m/n.md\", \"https://a.example\", \"p/.html\"]\n+++\n丙\n",
		"content/img.html": "文件",
	})
	if tree != nil {
		t.Error("the site was built")
	}
	want := `content/a.md:2:12: error: the alias a.html is the page's own address
    take it out
content/a.md:2:22: error: the alias b.html is the address of content/b.md
    take it out, or give that page another address
content/a.md:2:32: error: the alias search.html is the address of a page that Cairn makes
    take it out
content/a.md:2:71: error: Cairn itself and content/a.md are both published at handbook.html
    rename one of the two
content/b.md:2:12: error: the alias old.html is one of content/a.md too
    an old address leads to one page: take it out of one of the two
content/c.md:2:12: error: content/b.md is published at Other.html and content/c.md at other.html, one address on Windows and macOS
    rename one of the two so that they differ in more than case or the form of an accent
content/c.md:2:26: error: the alias "/x.html" is not the address of a page
    write it from the site's root: x.html
content/c.md:2:37: error: the alias "../y.html" is not the address of a page
    write it from the site's root: y.html
content/c.md:2:50: error: the alias "z" is not the address of a page
    write it from the site's root: z.html
content/c.md:2:55: error: the alias "old/" is not the address of a page
    write it from the site's root: old/index.html
content/c.md:2:63: error: the alias "%E6%97%A7.html" is not the address of a page
    write it from the site's root: 旧.html
content/c.md:2:81: error: the alias "https://a.example/p/q.html" is not the address of a page
    write it from the site's root: p/q.html
content/c.md:2:111: error: the alias "m/n.md" is not the address of a page
    write it from the site's root: m/n.html
content/c.md:2:121: error: the alias "https://a.example" is not the address of a page
    write it from the site's root, such as old/path.html
content/c.md:2:142: error: the alias "p/.html" is not the address of a page
    write it from the site's root, such as old/path.html
content/img.html:1:1: error: content/a.md and content/img.html are both published at img.html
    rename one of the two
content/img.html:1:1: warning: a page that is published as it is: its scripts can read and change all that readers have saved in this site
    write it as Markdown, or link to it on another host; if it is meant, write active = ["content/img.html"] in site.toml
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	_, faults = buildOnce(t, map[string]string{
		"site.toml":        `title = "手册"`,
		"content/a.md":     "+++\naliases = [\"img.html\", \"handbook.html\"]\n+++\n甲\n",
		"content/b.md":     "+++\naliases = [\"Other.html\"]\n+++\n乙\n",
		"content/c.md":     "+++\naliases = [\"other.html\"]\n+++\n丙\n",
		"content/img.html": "文件",
	})
	want = `content/a.md:2:24: error: Cairn itself and content/a.md are both published at handbook.html
    rename one of the two
content/c.md:2:12: error: content/b.md is published at Other.html and content/c.md at other.html, one address on Windows and macOS
    rename one of the two so that they differ in more than case or the form of an accent
content/img.html:1:1: error: content/a.md and content/img.html are both published at img.html
    rename one of the two
content/img.html:1:1: warning: a page that is published as it is: its scripts can read and change all that readers have saved in this site
    write it as Markdown, or link to it on another host; if it is meant, write active = ["content/img.html"] in site.toml
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}

// A link to a former address is told with the new one, and leads there.
func TestLinkToAnAlias(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":    `title = "手册"`,
		"content/a.md": "# 甲\n\n[一](old/path.md)、[二](old/path.html#节)、[三](old/path.md#无)\n",
		"content/b.md": "+++\naliases = [\"old/path.html\"]\n+++\n## 节\n",
	})
	if tree != nil {
		t.Error("a link leads to no heading, and the site was built")
	}
	want := `content/a.md:3:1: warning: content/old/path.md has moved to content/b.md
    write the new path: b.md
content/a.md:3:18: warning: content/old/path.html has moved to content/b.md
    write the new path: b.md#节
content/a.md:3:39: error: there is no heading #无 in content/b.md
    it has #节
content/a.md:3:39: warning: content/old/path.md has moved to content/b.md
    there is no heading #无 there; write the new path: b.md
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	tree, _ = buildOnce(t, map[string]string{
		"site.toml":    `title = "手册"`,
		"content/a.md": "# 甲\n\n[一](old/path.md#节)\n",
		"content/b.md": "+++\naliases = [\"old/path.html\"]\n+++\n## 节\n",
	})
	if got, want := page(t, tree, "a.html"), `<h1>甲</h1><p><a href="b.html#节">一</a></p>`+"\n"; got != want {
		t.Errorf("a.html is %s", got)
	}
	tree, _ = buildOnce(t, map[string]string{
		"site.toml":         `title = "手册"`,
		"content/a.md":      "# 甲\n\n[一](old/path.md#节)\n",
		"content/b.md":      "+++\naliases = [\"old/path.html\"]\n+++\n## 节\n",
		"layouts/page.html": `{{define "main"}}{{range .Page.Backlinks}}{{$.Link .}}{{end}}{{end}}`,
	})
	if got := page(t, tree, "b.html"); got != "a.html" {
		t.Errorf("the pages that link to b.html are %q", got)
	}
}

var datedPages = map[string]string{
	"site.toml":        "title = \"手册 & 表\"\nsummary = \"谁读 < 它\"\nbase_url = \"https://wiki.example.com/sales\"",
	"content/index.md": "# 首页\n",
	"content/b/新 页.md": "+++\nsummary = \"\\\"引\\\" & <号>\"\nupdated = 2027-01-02\n+++\n# 新 <页>\n",
	"content/c.md":     "# 丙\n",
	"content/d.md":     "# 丁\n",
	"content/print.md": "# 主持\n",
}

func datedChanges() map[string]string {
	return map[string]string{"content/b/新 页.md": "2027-05-05", "content/c.md": "2027-03-04", "content/index.md": ""}
}

func TestFilesForPrograms(t *testing.T) {
	tree, faults := buildWhole(t, datedPages, Options{Today: "2027-02-01", Changes: datedChanges})
	if faults != "" {
		t.Fatal(faults)
	}
	for path, want := range map[string]string{
		"robots.txt": "User-agent: *\nAllow: /\n\nSitemap: https://wiki.example.com/sales/sitemap.xml\n",
		"sitemap.xml": `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url>
    <loc>https://wiki.example.com/sales/</loc>
  </url>
  <url>
    <loc>https://wiki.example.com/sales/b/%E6%96%B0%20%E9%A1%B5.html</loc>
    <lastmod>2027-01-02</lastmod>
  </url>
  <url>
    <loc>https://wiki.example.com/sales/c.html</loc>
    <lastmod>2027-03-04</lastmod>
  </url>
  <url>
    <loc>https://wiki.example.com/sales/d.html</loc>
  </url>
  <url>
    <loc>https://wiki.example.com/sales/print.html</loc>
  </url>
</urlset>
`,
		"feed.xml": `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
  <id>https://wiki.example.com/sales/</id>
  <title>手册 &amp; 表</title>
  <subtitle>谁读 &lt; 它</subtitle>
  <updated>2027-03-04T00:00:00Z</updated>
  <author>
    <name>手册 &amp; 表</name>
  </author>
  <link rel="self" type="application/atom+xml" href="https://wiki.example.com/sales/feed.xml"></link>
  <link rel="alternate" type="text/html" href="https://wiki.example.com/sales/"></link>
  <entry>
    <id>https://wiki.example.com/sales/c.html</id>
    <title>丙</title>
    <updated>2027-03-04T00:00:00Z</updated>
    <link href="https://wiki.example.com/sales/c.html"></link>
  </entry>
  <entry>
    <id>https://wiki.example.com/sales/b/%E6%96%B0%20%E9%A1%B5.html</id>
    <title>新 &lt;页&gt;</title>
    <updated>2027-01-02T00:00:00Z</updated>
    <link href="https://wiki.example.com/sales/b/%E6%96%B0%20%E9%A1%B5.html"></link>
    <summary>&#34;引&#34; &amp; &lt;号&gt;</summary>
  </entry>
</feed>
`,
	} {
		got := page(t, tree, path)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
		if strings.HasSuffix(path, ".xml") {
			wellFormed(t, got)
		}
	}
	part(t, page(t, tree, "b/新 页.html"), `<link rel="canonical" href="https://wiki.example.com/sales/b/%E6%96%B0%20%E9%A1%B5.html">
<link rel="alternate" type="application/atom\+xml" title="手册 &amp; 表" href="../feed.xml">`)
	part(t, page(t, tree, "404.html"), `<link rel="alternate" type="application/atom\+xml" title="手册 &amp; 表" href="https://wiki.example.com/sales/feed.xml">`)
	if strings.Contains(page(t, tree, "404.html"), "canonical") {
		t.Error("what is not found has an address")
	}
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// A site that does not know its own address has no file that would need it, and
// an author's own robots.txt stays as it is.
func TestFilesForProgramsAreLeftOut(t *testing.T) {
	files := maps.Clone(datedPages)
	files["site.toml"] = `title = "手册"`
	tree, _ := buildWhole(t, files, Options{Today: "2027-02-01"})
	for _, path := range []string{"sitemap.xml", "feed.xml", "robots.txt"} {
		if _, ok := tree.Get(path); ok {
			t.Errorf("without an address there is %s", path)
		}
	}
	if html := page(t, tree, "c.html"); strings.Contains(html, "alternate") || strings.Contains(html, "canonical") {
		t.Error("without an address a page leads to a feed")
	}
	files = map[string]string{
		"site.toml": datedPages["site.toml"], "content/a.md": "# 甲\n",
		"content/robots.txt": "User-agent: *\nDisallow: /\n",
	}
	tree, faults := buildWhole(t, files, Options{Today: "2027-02-01"})
	if got := page(t, tree, "robots.txt"); got != "User-agent: *\nDisallow: /\n" || faults != "" {
		t.Errorf("robots.txt is %q %s", got, faults)
	}
	if _, ok := tree.Get("feed.xml"); ok || strings.Contains(page(t, tree, "a.html"), "feed.xml") {
		t.Error("there is a feed of nothing")
	}
}

func TestFeedIsShort(t *testing.T) {
	files := map[string]string{"site.toml": datedPages["site.toml"]}
	for _, day := range []string{"0", "1", "2"} {
		for _, n := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"} {
			files["content/"+day+n+".md"] = "+++\nupdated = 2026-11-" + day + n + "\n+++\n正文\n"
		}
	}
	files["content/00.md"] = "+++\nupdated = 2026-10-01\n+++\n正文\n"
	files["content/30.md"] = "+++\nupdated = 2026-11-30\n+++\n正文\n"
	tree, faults := buildWhole(t, files, Options{Today: "2027-02-01"})
	if faults != "" {
		t.Fatal(faults)
	}
	feed := page(t, tree, "feed.xml")
	if n := strings.Count(feed, "<entry>"); n != 30 || strings.Contains(feed, "2026-10-01") || !strings.Contains(feed, "<updated>2026-11-30T00:00:00Z</updated>\n  <author>") {
		t.Errorf("the feed has %d entries:\n%s", n, feed)
	}
}

// The foot of a page says what is known, and nothing else.
func TestFoot(t *testing.T) {
	files := map[string]string{
		"site.toml":        "title = \"手册\"",
		"content/a/新 页.md": "# 新 & 页\n",
		"content/b.md":     "+++\nupdated = 2027-01-02\n+++\n# 乙\n",
	}
	changes := func() map[string]string {
		return map[string]string{"content/a/新 页.md": "2027-03-04", "content/b.md": "2027-03-04"}
	}
	const foot = `<div class="foot" data-unsearched>.*?</div>`
	tree, _ := buildWhole(t, files, Options{Today: "2027-02-01"})
	if html := page(t, tree, "a/新 页.html"); strings.Contains(html, `class="foot"`) {
		t.Error("a foot that says nothing")
	}
	tree, _ = buildWhole(t, files, Options{Today: "2027-02-01", Changes: changes})
	if diff := cmp.Diff("<div class=\"foot\" data-unsearched>\n<p>最后更新 <time datetime=\"2027-01-02\">2027-01-02</time></p>\n</div>", part(t, page(t, tree, "b.html"), foot)); diff != "" {
		t.Error(diff)
	}
	files["site.toml"] += "\nedit_url = \"https://git.example.com/x/edit/main/{path}\"\nreport = \"mailto:handbook@example.com\""
	tree, _ = buildWhole(t, files, Options{Today: "2027-02-01", Changes: changes})
	want := `<div class="foot" data-unsearched>
<p>最后更新 <time datetime="2027-03-04">2027-03-04</time></p>
<ul>
<li><a href="https://git.example.com/x/edit/main/content/a/%E6%96%B0%20%E9%A1%B5.md">编辑此页</a></li>
<li><a href="mailto:handbook@example.com?subject=%E6%96%B0%20%26%20%E9%A1%B5%20%C2%B7%20%E6%89%8B%E5%86%8C&amp;body=a%2F%E6%96%B0%20%E9%A1%B5.html%0D%0A%0D%0A" data-report="mailto:handbook@example.com?subject={title}&amp;body={url}%0D%0A%0D%0A{text}" title="先选中写错的那句话再点，会一起带上。">报告错误</a></li>
</ul>
</div>`
	if diff := cmp.Diff(want, part(t, page(t, tree, "a/新 页.html"), foot)); diff != "" {
		t.Error(diff)
	}
	if html := page(t, tree, "search.html"); strings.Contains(html, "编辑此页") || !strings.Contains(html, "报告错误") {
		t.Error("a page without a source can be reported and not edited")
	}
	files["site.toml"] = "title = \"手册\"\nbase_url = \"https://wiki.example.com\"\nreport = \"https://git.example.com/new?title={title}&body={url} {text}\""
	tree, _ = buildWhole(t, files, Options{Today: "2027-02-01"})
	part(t, page(t, tree, "b.html"), `<a href="https://git\.example\.com/new\?title=%E4%B9%99%20%C2%B7%20%E6%89%8B%E5%86%8C&amp;body=https%3A%2F%2Fwiki\.example\.com%2Fb\.html%20"`)
}
