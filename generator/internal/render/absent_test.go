package render_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

var absentPages = map[string]string{
	"site.toml":                 "title = \"手册\"\nbase_url = \"https://wiki.example.com/sales\"",
	"content/index.md":          "# 首页\n\n看[甲](a.md#无)、**[乙](b.md \"题\")**、[丙](c.md)。\n\n> [!SLOT] prices\n> 见[甲](a.md)。\n",
	"content/a.md":              "+++\ndraft = true\nupdated = 2027-01-01\naliases = [\"old.html\"]\n+++\n# 甲\n\n独角兽\n",
	"content/b.md":              "+++\npublish = 2027-02-02\nupdated = 2027-01-01\n+++\n# 乙\n",
	"content/c.md":              "+++\nexpires = 2027-01-31\nupdated = 2027-01-01\n+++\n# 丙\n",
	"content/company/prices.md": "也见[乙](../b.md)。\n",
	"content/glossary.toml":     "[[terms]]\nterm = \"ARR\"\ndefinition = \"见 [丙](c.md)\"\n",
}

// Drafts, pages of a later date and expired pages are not published, and links to them are
// plain text.
func TestAbsentPagesAreNotPublished(t *testing.T) {
	pages, faults := plain(t, absentPages, sitetest.Options{Today: "2027-02-01"})
	want := `content/company/prices.md:1:3: warning: content/b.md is published on 2027-02-02: until then this link is shown as plain text
    build the site again on that day, or remove the link
content/glossary.toml:3:17: warning: content/c.md expired on 2027-01-31: this link is shown as plain text
    remove the link, or write a later ` + "`expires`" + ` on that page
content/index.md:3:2: warning: content/a.md is a draft: this link is shown as plain text
    remove ` + "`draft = true`" + ` from that page when it is ready, or remove the link
content/index.md:3:16: warning: content/b.md is published on 2027-02-02: until then this link is shown as plain text
    build the site again on that day, or remove the link
content/index.md:3:32: warning: content/c.md expired on 2027-01-31: this link is shown as plain text
    remove the link, or write a later ` + "`expires`" + ` on that page
content/index.md:6:4: warning: content/a.md is a draft: this link is shown as plain text
    remove ` + "`draft = true`" + ` from that page when it is ready, or remove the link
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	wantPage := `<h1>首页</h1><p>看<a>甲</a>、<strong><a title="题">乙</a></strong>、<a>丙</a>。</p>` + "\n" +
		`<div class="slot" data-filled>` + "\n<p>也见<a>乙</a>。</p>\n</div>\n"
	if diff := cmp.Diff(wantPage, page(t, pages, "index.html")); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"a.html", "b.html", "c.html", "old.html", "feed.xml"} {
		if _, ok := pages[path]; ok {
			t.Errorf("%s is published", path)
		}
	}
	for path, data := range pages {
		if strings.Contains(data, "独角兽") {
			t.Errorf("%s contains the text of a draft", path)
		}
	}
}

// With the option Drafts, absent pages are published with a note for authors, and search
// engines are told to ignore them.
func TestAbsentPagesAreShownToAuthors(t *testing.T) {
	_, faults := whole(t, absentPages, sitetest.Options{Today: "2027-02-01", Drafts: true})
	want := "content/index.md:3:2: error: there is no heading #无 in content/a.md\n    the headings are #甲\n"
	if faults != want {
		t.Errorf("the faults are\n%s\nwant\n%s", faults, want)
	}
	files := maps.Clone(absentPages)
	files["content/index.md"] = "# 首页\n\n看[甲](a.md)。\n\n> [!SLOT] prices\n"
	pages, faults := whole(t, files, sitetest.Options{Today: "2027-02-01", Drafts: true})
	if faults != "" {
		t.Fatal(faults)
	}
	for path, want := range map[string]string{
		"a.html": "这一页是草稿：读者看不到，发布时不带上它。",
		"b.html": "这一页 2027-02-02 才发布，在那以前读者看不到。",
		"c.html": "这一页只发布到 2027-01-31，读者已经看不到了。",
	} {
		if got := part(t, page(t, pages, path), `<p class="absence" role="note">[^<]*</p>`); got != `<p class="absence" role="note">`+want+`</p>` {
			t.Errorf("%s has the note %s, want %s", path, got, want)
		}
		part(t, page(t, pages, path), `<meta name="robots" content="noindex">`)
	}
	home := page(t, pages, "index.html")
	part(t, home, `看<a href="a.html">甲</a>。`)
	part(t, home, `<a href="b.html">乙 <small>未发布</small></a>`)
	if strings.Contains(home, `class="absence"`) || strings.Contains(home, "noindex") {
		t.Error("the home page is marked as absent")
	}
	if siteMap := page(t, pages, "sitemap.xml"); strings.Contains(siteMap, "a.html") || strings.Contains(siteMap, "b.html") || strings.Contains(siteMap, "c.html") {
		t.Errorf("the sitemap lists absent pages:\n%s", siteMap)
	}
	if _, ok := pages["feed.xml"]; ok {
		t.Error("there is a feed, though all pages with a date are absent")
	}
}
