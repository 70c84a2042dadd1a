package build

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Tracks and stages stand in the order of site.toml wherever files and folders are
// named like them; an author's weight comes first, other pages come last.
func TestOrderOfNavigation(t *testing.T) {
	tree, faults := report(New(fsOf(map[string]string{
		"site.toml":                         tracks + "[[stages]]\nid = \"growth\"\nname = \"成长期\"\n[[stages]]\nid = \"expert\"\nname = \"专家\"\n",
		"content/index.md":                  "# 首页\n",
		"content/book/a.md":                 "# a\n",
		"content/book/industry/appendix.md": "# 附录\n",
		"content/book/industry/expert.md":   "# 行业方案 · 专家\n",
		"content/book/industry/growth.md":   "# 成长\n",
		"content/book/industry/newcomer.md": "# 新人\n",
		"content/book/saas/growth.md":       "# 成长\n",
		"content/book/saas/z.md":            "+++\nweight = -1\n+++\n# 先看\n",
	}), os.DirFS("../../..")).Build(Options{Today: "2026-11-23"}))
	if faults != "" {
		t.Fatal(faults)
	}
	html := page(t, tree, "book/a.html")
	var order []string
	for _, m := range regexp.MustCompile(`<a href="([a-z]+/?[a-z]*)\.html"`).FindAllStringSubmatch(html[strings.Index(html, `<nav class="sidebar"`):], -1) {
		order = append(order, m[1])
	}
	const want = "saas/z saas/growth industry/newcomer industry/growth industry/expert industry/appendix"
	if got := strings.Join(order, " "); !strings.HasPrefix(got, want) {
		t.Errorf("the navigation begins with\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(html, `<a href="industry/expert.html">专家</a>`) {
		t.Error("the entry of a page has the name of its folder")
	}
}
