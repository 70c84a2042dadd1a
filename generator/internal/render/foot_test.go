package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

// The foot of a page shows the date of the last change if it is known, and the links to
// edit the page and to report a mistake if site.toml has their addresses.
func TestFootShowsConfiguredLinks(t *testing.T) {
	files := map[string]string{
		"site.toml":        "title = \"手册\"",
		"content/a/新 页.md": "# 新 & 页\n",
		"content/b.md":     "+++\nupdated = 2027-01-02\n+++\n# 乙\n",
	}
	changes := func() map[string]string {
		return map[string]string{"content/a/新 页.md": "2027-03-04", "content/b.md": "2027-03-04"}
	}
	const foot = `<div class="foot" data-unsearched>.*?</div>`
	pages, _ := whole(t, files, sitetest.Options{Today: "2027-02-01"})
	if html := page(t, pages, "a/新 页.html"); strings.Contains(html, `class="foot"`) {
		t.Error("the page has an empty foot")
	}
	pages, _ = whole(t, files, sitetest.Options{Today: "2027-02-01", Changes: changes()})
	if diff := cmp.Diff("<div class=\"foot\" data-unsearched>\n<p>最后更新 <time datetime=\"2027-01-02\">2027-01-02</time></p>\n</div>", part(t, page(t, pages, "b.html"), foot)); diff != "" {
		t.Error(diff)
	}
	files["site.toml"] += "\nedit_url = \"https://git.example.com/x/edit/main/{path}\"\nreport = \"mailto:handbook@example.com\""
	pages, _ = whole(t, files, sitetest.Options{Today: "2027-02-01", Changes: changes()})
	want := `<div class="foot" data-unsearched>
<p>最后更新 <time datetime="2027-03-04">2027-03-04</time></p>
<ul>
<li><a href="https://git.example.com/x/edit/main/content/a/%E6%96%B0%20%E9%A1%B5.md">编辑此页</a></li>
<li><a href="mailto:handbook@example.com?subject=%E6%96%B0%20%26%20%E9%A1%B5%20%C2%B7%20%E6%89%8B%E5%86%8C&amp;body=a%2F%E6%96%B0%20%E9%A1%B5.html%0D%0A%0D%0A" data-report="mailto:handbook@example.com?subject={title}&amp;body={url}%0D%0A%0D%0A{text}" title="先选中写错的那句话再点，会一起带上。">报告错误</a></li>
</ul>
</div>`
	if diff := cmp.Diff(want, part(t, page(t, pages, "a/新 页.html"), foot)); diff != "" {
		t.Error(diff)
	}
	if html := page(t, pages, "search.html"); strings.Contains(html, "编辑此页") || !strings.Contains(html, "报告错误") {
		t.Error("a page without a source must have a link to report and none to edit")
	}
	files["site.toml"] = "title = \"手册\"\nbase_url = \"https://wiki.example.com\"\nreport = \"https://git.example.com/new?title={title}&body={url} {text}\""
	pages, _ = whole(t, files, sitetest.Options{Today: "2027-02-01"})
	part(t, page(t, pages, "b.html"), `<a href="https://git\.example\.com/new\?title=%E4%B9%99%20%C2%B7%20%E6%89%8B%E5%86%8C&amp;body=https%3A%2F%2Fwiki\.example\.com%2Fb\.html%20"`)
}
