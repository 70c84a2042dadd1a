package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// Entries of a folder are sorted by weight. Those named after tracks and stages then follow
// the order of site.toml, and entries of other names come last.
func TestNavigationOrder(t *testing.T) {
	a := sitetest.Files{
		"site.toml":                         sitetest.Tracks + "[[stages]]\nid = \"growth\"\nname = \"成长期\"\n[[stages]]\nid = \"expert\"\nname = \"专家\"\n",
		"content/index.md":                  "# 首页\n",
		"content/book/a.md":                 "# a\n",
		"content/book/industry/appendix.md": "# 附录\n",
		"content/book/industry/expert.md":   "# 行业方案 · 专家\n",
		"content/book/industry/growth.md":   "# 成长\n",
		"content/book/industry/newcomer.md": "# 新人\n",
		"content/book/saas/growth.md":       "# 成长\n",
		"content/book/saas/z.md":            "+++\nweight = -1\n+++\n# 先看\n",
	}.Clean(t)
	var nodes strings.Builder
	describeNode(&nodes, a.Root.Children[0], "")
	want := `book:  book
	通用 SaaS:  book/saas
		先看: book/saas/z.html 
		成长: book/saas/growth.html 
	行业方案:  book/industry
		新人: book/industry/newcomer.html 
		成长: book/industry/growth.html 
		专家: book/industry/expert.html 
		附录: book/industry/appendix.html 
	a: book/a.html 
`
	if diff := cmp.Diff(want, nodes.String()); diff != "" {
		t.Error(diff)
	}
}

// The key navigation of site.toml orders entries of the top level. Unlisted entries come
// after the listed ones, sorted by path.
func TestConfiguredNavigation(t *testing.T) {
	a := sitetest.Files{
		"site.toml": "title = \"手册\"\nnavigation = [\"z\", \"b\"]\n", "content/index.md": "# 首页\n",
		"content/a.md": "# 甲\n", "content/b/z.md": "# 乙\n", "content/b/a.md": "# 丙\n", "content/z.md": "# 丁\n",
	}.Clean(t)
	const want = "index.html, z.html, b/a.html, b/z.html, a.html, search.html, 404.html, b/handbook.html, handbook.html"
	if got := paths(a.Pages); got != want {
		t.Errorf("the pages are %s, want %s", got, want)
	}
}

// A page without a title and without a heading takes its name from its track, its stage,
// its file or its folder.
func TestDefaultTitles(t *testing.T) {
	a := sitetest.Files{
		"site.toml":        sitetest.Tracks,
		"content/index.md": "甲。\n", "content/案例/index.md": "乙。\n", "content/案例/深/index.md": "#\n\n丙。\n", "content/案例/深/一.md": "丁。\n",
		"content/tracks/saas.md": "戊。\n", "content/stages/newcomer.md": "己。\n",
		"content/playbooks/saas/newcomer.md": "庚。\n", "content/playbooks/saas/index.md": "辛。\n",
	}.Assemble(sitetest.Options{})
	for path, want := range map[string]string{
		"index.html": "手册", "案例/index.html": "案例", "案例/深/index.html": "深", "案例/深/一.html": "一", "tracks/saas.html": "通用 SaaS", "stages/newcomer.html": "新人期",
		"playbooks/saas/newcomer.html": "通用 SaaS · 新人期", "playbooks/saas/index.html": "通用 SaaS",
	} {
		if got := a.At(path).Title; got != want {
			t.Errorf("%s is called %s, want %s", path, got, want)
		}
	}
	var nodes strings.Builder
	if describeNode(&nodes, a.Root, ""); strings.Contains(nodes.String(), "index: ") {
		t.Errorf("a folder is called index:\n%s", nodes.String())
	}
}

// A page is published from its first to its last day, both included.
func TestPublicationDates(t *testing.T) {
	files := sitetest.Files{"site.toml": sitetest.Title, "content/a.md": "+++\npublish = 2027-01-31\nexpires = 2027-06-30\n+++\n正文\n"}
	for _, test := range []struct {
		today     string
		published bool
	}{{"2027-01-30", false}, {"2027-01-31", true}, {"2027-06-30", true}, {"2027-07-01", false}} {
		a := files.Assemble(sitetest.Options{Today: test.today})
		if published := a.At("a.html") != nil; published != test.published || a.Report() != "" {
			t.Errorf("on %s the page is published: %v %s", test.today, published, a.Report())
		}
	}
}

// No part of the site mentions a draft: navigation, matrix, redirects, pages of terms. A
// link to a draft has an absent target. With the option Drafts, the draft is a page.
func TestDraftsAreAbsent(t *testing.T) {
	files := sitetest.Files{
		"site.toml": sitetest.Tracks, "content/index.md": "# 首页\n\n[甲](playbooks/saas/newcomer.md)\n",
		"content/playbooks/saas/newcomer.md": "+++\ndraft = true\naliases = [\"old.html\"]\n+++\n# 草稿\n\nARR [家](../../index.md)\n",
		"content/glossary.toml":              "[[terms]]\nterm = \"ARR\"\ndefinition = \"一\"\n",
	}
	a := files.Assemble(sitetest.Options{})
	for _, absent := range []string{"草稿", "old.html", "playbooks"} {
		if text := describe(a.Site); strings.Contains(text, absent) {
			t.Errorf("%s is in the site:\n%s", absent, text)
		}
	}
	if got := targets(a.Home.Targets); got != "absent" {
		t.Errorf("the link leads to %s", got)
	}
	if a := files.Assemble(sitetest.Options{Drafts: true}); path(a.Matrix.Rows[0].Cells[0].Playbook) != "playbooks/saas/newcomer.html" || a.Report() != "" {
		t.Errorf("with Drafts, the draft is not in the matrix: %s", a.Report())
	}
}

// A link to a former address resolves to the page with that alias, and is reported.
func TestLinkToAnAlias(t *testing.T) {
	a := sitetest.Files{
		"site.toml":    sitetest.Title,
		"content/a.md": "# 甲\n\n[一](old/path.md)、[二](old/path.html#节)、[三](old/path.md#无)\n",
		"content/b.md": "+++\naliases = [\"old/path.html\"]\n+++\n## 节\n",
	}.Assemble(sitetest.Options{})
	want := `content/a.md:3:1: warning: content/old/path.md has moved to content/b.md
    write the new path: b.md
content/a.md:3:18: warning: content/old/path.html has moved to content/b.md
    write the new path: b.md#节
content/a.md:3:39: error: there is no heading #无 in content/b.md
    the headings are #节
content/a.md:3:39: warning: content/old/path.md has moved to content/b.md
    there is no heading #无 in it; write the new path: b.md
`
	if diff := cmp.Diff(want, a.Report()); diff != "" {
		t.Error(diff)
	}
	if got := targets(a.At("a.html").Targets); got != "b.html, b.html#节, b.html#无" {
		t.Errorf("the links lead to %s", got)
	}
	if got := paths(a.At("b.html").Backlinks); got != "a.html" {
		t.Errorf("the pages that link to b.html are %s", got)
	}
}

// An alias that is the address of a page, or an alias of an earlier page, is reported and
// makes no redirect.
func TestTakenAliases(t *testing.T) {
	a := sitetest.Files{
		"site.toml":    sitetest.Title,
		"content/a.md": "+++\naliases = [\"a.html\", \"b.html\", \"search.html\", \"old.html\"]\n+++\n甲\n",
		"content/b.md": "+++\naliases = [\"old.html\", \"other.html\"]\n+++\n乙\n",
	}.Assemble(sitetest.Options{})
	want := `content/a.md:2:12: error: the alias a.html is the page's own address
    remove it
content/a.md:2:22: error: the alias b.html is the address of content/b.md
    remove the alias, or give that page another address
content/a.md:2:32: error: the alias search.html is the address of a page that Cairn generates
    remove it
content/b.md:2:12: error: the alias old.html is also an alias of content/a.md
    an alias leads to one page: remove it from one of the two
`
	if diff := cmp.Diff(want, a.Report()); diff != "" {
		t.Error(diff)
	}
	redirects := joined(a.Redirects, func(r *site.Redirect) string { return r.Path + "→" + r.To.Path })
	if redirects != "old.html→a.html, other.html→b.html" {
		t.Errorf("the redirects are %s", redirects)
	}
}

// Terms that differ only in symbols have different anchors, mentions and references.
func TestTermsWithSymbols(t *testing.T) {
	var glossary strings.Builder
	for _, term := range []string{"C++", "C", "C#", "%", "$", ".NET", "NET", "ARR（年）", "续约 率", "续约-率", "A/B", "c plus plus", "★", "-", "--"} {
		glossary.WriteString("[[terms]]\nterm = \"" + term + "\"\ndefinition = \"说的是一个词\"\n")
	}
	a := sitetest.Files{
		"site.toml":             sitetest.Title,
		"content/glossary.toml": glossary.String() + "see = [\"C++\", \"c#\", \".net\", \"%\", \"c  Plus plus\"]\n",
		"content/a.md": "用 C++、C 和 C# 写，.NET 的 NET。[一](glossary.toml#c) [二](glossary.toml#c-sharp) [三](glossary.toml#percent) " +
			"[四](glossary.toml#arr年) [五](glossary.toml#续约-率-2)\n",
	}.Clean(t)
	const ids = "c-plus-plus-2, c, c-sharp, percent, dollar, dot-net, net, arr年, 续约-率, 续约-率-2, ab, c-plus-plus, u2605, hyphen, hyphen-2"
	if got := joined(a.Terms, func(term *site.Term) string { return term.ID }); got != ids {
		t.Errorf("the anchors are %s, want %s", got, ids)
	}
	const see = "c-plus-plus-2, c-sharp, dot-net, percent, c-plus-plus"
	if got := joined(a.Terms[len(a.Terms)-1].See, func(term *site.Term) string { return term.ID }); got != see {
		t.Errorf("the last term refers to %s, want %s", got, see)
	}
	const want = "c-plus-plus-2=C++, dot-net=.NET, net=NET, c=link, c-sharp=link, percent=link, arr年=link, 续约-率-2=link"
	if got := mentions(a.At("a.html")); got != want {
		t.Errorf("the page mentions %s, want %s", got, want)
	}
}

// The first use of a term on a page is its mention. Letters of a longer word are no use of
// a term, such as C in C++.
func TestMentions(t *testing.T) {
	a := sitetest.Files{
		"site.toml":             sitetest.Title,
		"content/glossary.toml": "[[terms]]\nterm = \"C\"\ndefinition = \"一\"\n[[terms]]\nterm = \"NET\"\ndefinition = \"二\"\n[[terms]]\nterm = \"续约\"\ndefinition = \"三\"\n[[terms]]\nterm = \"续约率\"\ndefinition = \"四\"\n",
		"content/a.md":          "C++、C#、.NET，asp.NET。\n", "content/b.md": "见 .NET、NET。C+ 和C。\n",
		"content/c.md": "# 续约\n\n续约率、续约、续约率、续约。\n", "content/d.md": "续约，[这](glossary.toml#续约)。`续约率`\n",
	}.Clean(t)
	for path, want := range map[string]string{"a.html": "", "b.html": "net=NET, c=C", "c.html": "续约率=续约率, 续约=续约", "d.html": "续约=link"} {
		if got := mentions(a.At(path)); got != want {
			t.Errorf("%s mentions %q, want %q", path, got, want)
		}
	}
	if got := joined(a.UnusedTerms(), func(term *site.Term) string { return term.Term }); got != "" {
		t.Errorf("unused are %s", got)
	}
}

// An id that site.toml does not list is reported once, at its first use.
func TestUnknownIDs(t *testing.T) {
	got := report(map[string]string{
		"site.toml":    sitetest.Tracks,
		"content/a.md": "+++\ntrack = \"sass\"\nstage = \"x\"\n+++\n甲\n", "content/b.md": "+++\ntrack = \"sass\"\nabilities = [\"y\"]\n+++\n乙\n",
		"content/playbooks/saas/newcomer.md": "+++\ntrack = \"industry\"\n+++\n丙\n",
	})
	want := `content/a.md:2:9: error: unknown track sass; further uses: 1
    did you mean saas? site.toml defines saas, industry
content/a.md:3:9: error: unknown stage x
    site.toml defines newcomer
content/b.md:3:14: error: unknown ability y
    site.toml defines none; add it there
content/playbooks/saas/newcomer.md:2:9: error: the track is industry, but the file is in the folder saas
    remove the line; the folder determines the track
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Related pages share two or more tags, abilities, tracks or stages. At most four are
// listed, those that share the most first. Neighbours in reading order are left out, and a
// tag of more than 50 pages does not count.
func TestRelatedPages(t *testing.T) {
	files := sitetest.Files{"site.toml": sitetest.Title}
	for i, tags := range []string{"一 二 三", "一 二 三", "一 四", "一 二", "一 二 三", "一 二", "二 三", "一 三", "五"} {
		files[fmt.Sprintf("content/p%d.md", i)] = "+++\ntags = [\"" + strings.ReplaceAll(tags, " ", "\", \"") + "\"]\n+++\n正文\n"
	}
	a := files.Clean(t)
	for path, want := range map[string]string{"p0.html": "p4.html, p3.html, p5.html, p6.html", "p2.html": "", "p3.html": "p0.html, p1.html, p5.html", "p8.html": ""} {
		if got := paths(a.At(path).Related); got != want {
			t.Errorf("pages related to %s: %s, want %s", path, got, want)
		}
	}
	for i := range 44 {
		files[fmt.Sprintf("content/p%d.md", 9+i)] = "+++\ntags = [\"一\"]\n+++\n正文\n"
	}
	if got := paths(files.Clean(t).At("p0.html").Related); got != "p4.html, p6.html" {
		t.Errorf("with a tag on 51 pages, pages related to p0.html: %s", got)
	}
}

// The root, and each folder of the first and second level, has a book if it has two pages
// or more. A site of more than 400 pages has no books.
func TestBooks(t *testing.T) {
	files := sitetest.Files{"site.toml": sitetest.Title}
	for _, name := range []string{"index", "a/1", "a/2", "a/b/3", "a/b/4", "a/b/c/5", "a/b/c/6", "one/7"} {
		files["content/"+name+".md"] = "# " + name + "\n"
	}
	got := ""
	for _, p := range files.Clean(t).Pages {
		if p.Layout == site.LayoutBook {
			got += p.Path + ": " + paths(p.Book) + "\n"
		}
	}
	want := `a/b/handbook.html: a/b/3.html, a/b/4.html, a/b/c/5.html, a/b/c/6.html
a/handbook.html: a/1.html, a/2.html, a/b/3.html, a/b/4.html, a/b/c/5.html, a/b/c/6.html
handbook.html: index.html, a/1.html, a/2.html, a/b/3.html, a/b/4.html, a/b/c/5.html, a/b/c/6.html, one/7.html
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for i := range 400 {
		files[fmt.Sprintf("content/many/%d.md", i)] = "正文\n"
	}
	if slices.ContainsFunc(files.Clean(t).Pages, func(p *site.Page) bool { return p.Layout == site.LayoutBook }) {
		t.Error("a large site has a book")
	}
}

// A name that is too long for a file system is cut between characters and gets a hash.
func TestLongAddresses(t *testing.T) {
	long, shorter := strings.Repeat("长", 83), strings.Repeat("长", 76) // 249 and 228 bytes
	for file, want := range map[string]string{
		long + ".md":               shorter + "-c090c4a8eeb61552.html",
		long + "a.md":              shorter + "-ec135e0d9f6605a9.html",
		long + long + "/图.png":     shorter + "长长-92246232b1b731ef/图.png",
		shorter + ".md":            shorter + ".html",
		"goals/saas/newcomer.toml": "goals/saas/newcomer.html",
		"a.b/c.tar.gz":             "a.b/c.tar.gz",
	} {
		if got := site.Address("content/" + file); got != want {
			t.Errorf("%s is published at %s, want %s", file, got, want)
		}
	}
}
