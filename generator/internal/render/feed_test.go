package render_test

import (
	"encoding/xml"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

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

func TestSitemapAndFeedListPublishedPages(t *testing.T) {
	pages, faults := whole(t, datedPages, sitetest.Options{Today: "2027-02-01", Changes: datedChanges()})
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
		got := page(t, pages, path)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
		if strings.HasSuffix(path, ".xml") {
			checkWellFormed(t, got)
		}
	}
	part(t, page(t, pages, "b/新 页.html"), `<link rel="canonical" href="https://wiki.example.com/sales/b/%E6%96%B0%20%E9%A1%B5.html">
<meta name="color-scheme" content="light dark">
<link rel="icon" [^>]*>
<link rel="alternate" type="application/atom\+xml" title="手册 &amp; 表" href="../feed.xml">`)
	part(t, page(t, pages, "404.html"), `<link rel="alternate" type="application/atom\+xml" title="手册 &amp; 表" href="https://wiki.example.com/sales/feed.xml">`)
	if strings.Contains(page(t, pages, "404.html"), "canonical") {
		t.Error("404.html has a canonical address")
	}
}

// checkWellFormed fails the test if a text is not well-formed XML.
func checkWellFormed(t *testing.T, text string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// A site without base_url has no sitemap, feed or robots.txt; a site without dated pages
// has no feed; and no robots.txt is generated if an author wrote one.
func TestSitemapAndFeedAreLeftOut(t *testing.T) {
	files := maps.Clone(datedPages)
	files["site.toml"] = `title = "手册"`
	pages, _ := whole(t, files, sitetest.Options{Today: "2027-02-01"})
	for _, path := range []string{"sitemap.xml", "feed.xml", "robots.txt"} {
		if _, ok := pages[path]; ok {
			t.Errorf("a site without base_url has %s", path)
		}
	}
	if html := page(t, pages, "c.html"); strings.Contains(html, "alternate") || strings.Contains(html, "canonical") {
		t.Error("a page of a site without base_url links to a feed or a canonical address")
	}
	files = map[string]string{
		"site.toml": datedPages["site.toml"], "content/a.md": "# 甲\n",
		"content/robots.txt": "User-agent: *\nDisallow: /\n",
	}
	pages, faults := whole(t, files, sitetest.Options{Today: "2027-02-01"})
	if got, made := pages["robots.txt"]; made || faults != "" {
		t.Errorf("a robots.txt is generated beside the author's: %q %s", got, faults)
	}
	if _, ok := pages["feed.xml"]; ok || strings.Contains(page(t, pages, "a.html"), "feed.xml") {
		t.Error("a site without dated pages has a feed")
	}
}

// The feed holds the 30 latest of 31 pages; the latest date is that of the feed. The entry
// of a page without a title has its default title.
func TestFeedHoldsTheLatestPages(t *testing.T) {
	files := map[string]string{"site.toml": datedPages["site.toml"]}
	for _, day := range []string{"0", "1", "2"} {
		for _, n := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"} {
			files["content/"+day+n+".md"] = "+++\nupdated = 2026-11-" + day + n + "\n+++\n正文\n"
		}
	}
	files["content/00.md"] = "+++\nupdated = 2026-10-01\n+++\n正文\n"
	files["content/案例/index.md"] = "+++\nupdated = 2026-11-30\n+++\n正文\n"
	pages, faults := whole(t, files, sitetest.Options{Today: "2027-02-01"})
	if faults != "" {
		t.Fatal(faults)
	}
	feed := page(t, pages, "feed.xml")
	if n := strings.Count(feed, "<entry>"); n != 30 || strings.Contains(feed, "2026-10-01") || !strings.Contains(feed, "<updated>2026-11-30T00:00:00Z</updated>\n  <author>") {
		t.Errorf("the feed has %d entries:\n%s", n, feed)
	}
	if !strings.Contains(feed, "<title>案例</title>") {
		t.Errorf("the feed has no entry with the title 案例:\n%s", feed)
	}
}
