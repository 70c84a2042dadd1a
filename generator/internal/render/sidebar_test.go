package render_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

// On a large site, the navigation shows the window of a long folder that contains the page.
// A folder that does not contain the page is a link to its first page.
func TestNavigationOfALargeSite(t *testing.T) {
	files := map[string]string{"site.toml": `title = "笔记"`, "content/other/one.md": "# 一\n", "content/other/two.md": "# 二\n"}
	for i := range 250 {
		files[fmt.Sprintf("content/long/p%03d.md", i)] = fmt.Sprintf("# 第 %d 页\n", i)
	}
	pages, faults := whole(t, files, sitetest.Options{})
	if faults != "" {
		t.Fatal(faults)
	}
	for _, test := range []struct {
		page                string
		first, second, last string // links in the long folder
		count               int
		other               string
	}{
		{"long/p000.html", "p000.html", "p001.html", "p100.html", 101, "../other/one.html"},
		{"long/p150.html", "p099.html", "p100.html", "p200.html", 102, "../other/one.html"},
		{"long/p249.html", "p199.html", "p200.html", "p249.html", 51, "../other/one.html"},
		{"other/two.html", "../long/p000.html", "one.html", "two.html", 3, "one.html"},
	} {
		html := page(t, pages, test.page)
		nav := html[strings.Index(html, `<nav class="sidebar"`):]
		nav = nav[:strings.Index(nav, "</nav>")]
		var links []string
		for _, m := range regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(nav, -1) {
			if m[1] != "../index.html" && (m[1] != test.other || test.page == "other/two.html") {
				links = append(links, m[1])
			}
		}
		if len(links) != test.count {
			t.Errorf("%s shows %d links: %v", test.page, len(links), links)
			continue
		}
		got := []string{links[0], links[1], links[len(links)-1]}
		if diff := cmp.Diff([]string{test.first, test.second, test.last}, got); diff != "" {
			t.Errorf("%s: %s", test.page, diff)
		}
		if !strings.Contains(nav, `href="`+test.other+`"`) {
			t.Errorf("%s has no link to %s", test.page, test.other)
		}
		if n := strings.Count(nav, `aria-current="page"`); n != 1 {
			t.Errorf("%s: %d links are marked as the current page, want 1", test.page, n)
		}
	}
}
