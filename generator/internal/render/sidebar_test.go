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

// The sidebar shows the doors for readers, then what is in no door, and last the doors that are aside.
// The breadcrumbs of a page name its door.
func TestDoorsInTheSidebar(t *testing.T) {
	pages, faults := whole(t, map[string]string{
		"site.toml":        sitetest.Tracks + "[[doors]]\ntitle = \"幕后 & 后台\"\npages = [\"hosting\"]\naside = true\n[[doors]]\ntitle = \"动手\"\npages = [\"tasks\", \"playbooks\"]\n",
		"content/index.md": "# 首页\n", "content/tasks.md": "# 急事\n", "content/hosting.md": "# 托管\n", "content/other.md": "# 其他\n",
		"content/playbooks/index.md": "# 打法\n", "content/playbooks/saas/newcomer.md": "# 新人\n", "content/playbooks/industry/newcomer.md": "# 新人\n",
	}, sitetest.Options{})
	if faults != "" {
		t.Fatal(faults)
	}
	// inside returns what a page has between an opening tag and the end tag of the element.
	inside := func(name, tag, end string) string {
		html := part(t, page(t, pages, name), tag+`.*?`+end)
		_, html, _ = strings.Cut(strings.ReplaceAll(html, "\n", ""), ">")
		return strings.TrimSuffix(html, end)
	}
	sidebar := func(name string) string { return inside(name, `<nav class="sidebar"`, "</nav>") }
	const want = `<div class="door"><p id="ui:door-2">动手</p><ul aria-labelledby="ui:door-2">` +
		`<li><a href="tasks.html" aria-current="page">急事</a></li>` +
		`<li><details><summary>打法</summary><ul><li><a href="playbooks/index.html">概览</a></li>` +
		`<li data-track="saas"><details><summary>通用 SaaS</summary><ul><li data-stage="newcomer"><a href="playbooks/saas/newcomer.html">新人</a></li></ul></details></li>` +
		`<li data-track="industry"><details><summary>行业方案</summary><ul><li data-stage="newcomer"><a href="playbooks/industry/newcomer.html">新人</a></li></ul></details></li>` +
		`</ul></details></li></ul></div>` +
		`<ul><li><a href="other.html">其他</a></li>` +
		`<li><details><summary>stages</summary><ul><li data-stage="newcomer"><a href="stages/newcomer.html">新人期</a></li></ul></details></li>` +
		`<li><details><summary>tracks</summary><ul><li data-track="saas"><a href="tracks/saas.html">通用 SaaS</a></li><li data-track="industry"><a href="tracks/industry.html">行业方案</a></li></ul></details></li></ul>` +
		`<div class="door aside"><p id="ui:door-1">幕后 &amp; 后台</p><ul aria-labelledby="ui:door-1"><li><a href="hosting.html">托管</a></li></ul></div>`
	if diff := cmp.Diff(want, sidebar("tasks.html")); diff != "" {
		t.Error(diff)
	}
	if html := sidebar("hosting.html"); strings.Contains(html, `tasks.html" aria-current`) || !strings.Contains(html, `hosting.html" aria-current`) {
		t.Errorf("the current page of another door: %s", html)
	}
	for name, want := range map[string]string{
		"tasks.html":                   `<li><a href="index.html">首页</a></li><li>动手</li>`,
		"playbooks/index.html":         `<li><a href="../index.html">首页</a></li><li>动手</li>`,
		"playbooks/saas/newcomer.html": `<li><a href="../../index.html">首页</a></li><li>动手</li><li><a href="../index.html">打法</a></li><li>通用 SaaS</li>`,
		"hosting.html":                 `<li><a href="index.html">首页</a></li><li>幕后 &amp; 后台</li>`,
	} {
		if got := inside(name, `<nav class="breadcrumbs"`, "</nav>"); got != "<ol>"+want+"</ol>" {
			t.Errorf("the breadcrumbs of %s are %s, want %s", name, got, want)
		}
	}
	if strings.Contains(page(t, pages, "other.html"), "breadcrumbs") {
		t.Error("a page of the root that is in no door has breadcrumbs")
	}
}
