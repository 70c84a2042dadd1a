package build

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Two terms whose texts give the same anchor stay different terms: each has its own anchor
// and its own mentions.
func TestTermsOfSigns(t *testing.T) {
	var glossary strings.Builder
	for _, term := range []string{"C++", "C", "C#", "%", "$", ".NET", "NET", "ARR（年）", "续约 率", "续约-率", "A/B", "c plus plus", "★", "-", "--"} {
		glossary.WriteString("[[terms]]\nterm = \"" + term + "\"\ndefinition = \"说的是一个词\"\n")
	}
	files := map[string]string{
		"site.toml":             "title = \"手册\"\nid = \"x\"\n",
		"content/glossary.toml": glossary.String() + "see = [\"C++\", \"c#\", \".net\", \"%\", \"c  Plus plus\"]\n",
		"content/a.md": "用 C++、C 和 C# 写，.NET 的 NET。[一](glossary.toml#c) [二](glossary.toml#c-sharp) [三](glossary.toml#percent) " +
			"[四](glossary.toml#arr年) [五](glossary.toml#续约-率-2)\n",
	}
	tree, faults := buildWhole(t, files, Options{Today: "2026-11-23", Lang: "en"})
	if faults != "" {
		t.Fatal(faults)
	}
	html := page(t, tree, "glossary.html")
	var ids []string
	for _, id := range regexp.MustCompile(`class="term" id="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		ids = append(ids, id[1])
	}
	slices.Sort(ids)
	want := []string{"ab", "arr年", "c", "c-plus-plus", "c-plus-plus-2", "c-sharp", "dollar", "dot-net", "hyphen", "hyphen-2", "net", "percent", "u2605", "续约-率", "续约-率-2"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
	var see []string
	for _, link := range regexp.MustCompile(`href="(#[^"]*)">([^<]*)`).FindAllStringSubmatch(html[strings.Index(html, `class="see"`):], 5) {
		see = append(see, link[2]+" "+link[1])
	}
	if diff := cmp.Diff([]string{"C&#43;&#43; #c-plus-plus-2", "C# #c-sharp", ".NET #dot-net", "% #percent", "c plus plus #c-plus-plus"}, see); diff != "" {
		t.Error(diff)
	}
	var mentions []string
	for _, link := range regexp.MustCompile(`href="(glossary.html#[^"]*)"[^>]*>([^<]*)`).FindAllStringSubmatch(page(t, tree, "a.html"), -1) {
		mentions = append(mentions, link[2]+" "+strings.TrimPrefix(link[1], "glossary.html"))
	}
	if diff := cmp.Diff([]string{"C++ #c-plus-plus-2", ".NET #dot-net", "NET #net", "一 #c", "二 #c-sharp", "三 #percent", "四 #arr年", "五 #续约-率-2"}, mentions); diff != "" {
		t.Error(diff)
	}
}

// A term that is defined twice is reported even where the definitions differ in case,
// accents or spaces. The help for an anchor in the words of a term proposes the anchor of
// that term.
func TestTermsTwice(t *testing.T) {
	_, faults := buildOnce(t, map[string]string{
		"site.toml": "title = \"手册\"\nid = \"x\"\n",
		"content/glossary.toml": "[[terms]]\nterm = \"Café  Wert\"\ndefinition = \"一\"\n[[terms]]\nterm = \"CAFE\u0301 wert\"\ndefinition = \"二\"\n" +
			"[[terms]]\nterm = \"C\"\ndefinition = \"三\"\n[[terms]]\nterm = \"C++\"\ndefinition = \"四\"\nsee = [\"C++x\"]\n",
		"content/a.md": "[一](glossary.toml#C++)\n",
	})
	want := `content/a.md:1:1: error: there is no heading #C++ in content/glossary.toml
    did you mean #c-plus-plus?
content/glossary.toml:5:8: error: the term CAFÉ wert is explained twice
    make one entry of the two
content/glossary.toml:13:8: error: the glossary has no term C++x
    did you mean C++?
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}

// The composed and the decomposed form of an accent name the same file, heading, tag, slot
// and address.
func TestFormsOfAccents(t *testing.T) {
	const composed, decomposed = "caf\u00e9", "cafe\u0301"
	for _, form := range [][2]string{{composed, decomposed}, {decomposed, composed}} {
		file, written := form[0], form[1]
		tree, faults := buildWhole(t, map[string]string{
			"site.toml":                             "title = \"手册\"\nid = \"x\"\nnavigation = [\"z\", \"" + written + "\"]\n",
			"content/" + file + "/" + file + ".md":  "+++\naliases = [\"old/" + file + ".html\"]\ntags = [\"" + file + "\", \"乙\"]\n+++\n# 甲\n\n## " + file + "\n",
			"content/" + file + "/" + file + ".png": "x",
			"content/b.md":                          "# 乙\n",
			"content/c.md":                          "# 丙\n",
			"content/company/" + file + ".md":       "填好了\n",
			"content/z/a.md": "+++\ntags = [\"" + written + "\", \"乙\"]\n+++\n# 丁\n\n[一](../" + written + "/" + written + ".md#" + written + ") ![二](../" + written + "/" + written + ".png) " +
				"[三](../" + strings.ReplaceAll(strings.ReplaceAll(written, "\u00e9", "%C3%A9"), "\u0301", "%CC%81") + "/" + written + ".md)\n\n> [!SLOT] " + written + "\n> 空\n",
		}, Options{Today: "2026-11-23", Lang: "en"})
		if faults != "" {
			t.Fatal(faults)
		}
		html := page(t, tree, "z/a.html")
		at := map[string]string{composed: "caf%C3%A9", decomposed: "cafe%CC%81"}[file]
		for _, want := range []string{
			`<a href="../` + at + `/` + at + `.html#` + composed + `">一</a>`, `<img src="../` + at + `/` + at + `.png"`, `<a href="../` + at + `/` + at + `.html">三</a>`, "填好了",
		} {
			if !strings.Contains(html, want) {
				t.Errorf("%q: there is no %s in %s", file, want, html)
			}
		}
		if n := strings.Count(html, at+"/"+at+".html"); n < 3 {
			t.Errorf("%q: a page of the same tags is not related: %s", file, html)
		}
		page(t, tree, "old/"+composed+".html")
	}
}

// A page without a title and without a heading takes its name from its track, its stage or
// its file.
func TestPagesWithoutATitle(t *testing.T) {
	tree, faults := buildWhole(t, map[string]string{
		"site.toml":        "title = \"手册\"\nid = \"x\"\nbase_url = \"https://a.example/\"\n[[tracks]]\nid = \"saas\"\nname = \"通用 SaaS\"\n[[stages]]\nid = \"newcomer\"\nname = \"新人期\"\n",
		"content/index.md": "甲。\n", "content/案例/index.md": "乙。\n", "content/案例/深/index.md": "#\n\n丙。\n", "content/案例/深/一.md": "丁。\n",
		"content/tracks/saas.md": "戊。\n", "content/stages/newcomer.md": "己。\n",
		"content/playbooks/saas/newcomer.md": "庚。\n", "content/playbooks/saas/index.md": "辛。\n",
	}, Options{Today: "2026-11-23", Lang: "en", Changes: func() map[string]string { return map[string]string{"content/案例/index.md": "2026-11-01"} }})
	if strings.Contains(faults, "error") {
		t.Fatal(faults)
	}
	for path, want := range map[string]string{
		"index.html": "手册", "案例/index.html": "案例", "案例/深/index.html": "深", "案例/深/一.html": "一", "tracks/saas.html": "通用 SaaS", "stages/newcomer.html": "新人期",
		"playbooks/saas/newcomer.html": "通用 SaaS · 新人期", "playbooks/saas/index.html": "通用 SaaS",
	} {
		html := page(t, tree, path)
		if title, _, _ := strings.Cut(html[strings.Index(html, "<title>")+len("<title>"):], "</title>"); title != want+" · 手册" && title != want {
			t.Errorf("%s is called %s, want %s", path, title, want)
		}
		if strings.Contains(html, ">index<") {
			t.Errorf("%s says index: %s", path, html)
		}
	}
	if feed := page(t, tree, "feed.xml"); !strings.Contains(feed, "<title>案例</title>") {
		t.Error(feed)
	}
}

// A term is not mentioned where its letters are part of a longer term, as C is in C++.
func TestTermsWithinSigns(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":             "title = \"手册\"\nid = \"x\"\n",
		"content/glossary.toml": "[[terms]]\nterm = \"C\"\ndefinition = \"一\"\n[[terms]]\nterm = \"NET\"\ndefinition = \"二\"\n",
		"content/a.md":          "C++、C#、.NET，asp.NET。\n", "content/b.md": "见 .NET、NET。C+ 和C。\n",
	})
	if faults != "" {
		t.Fatal(faults)
	}
	for path, want := range map[string][]string{"a.html": nil, "b.html": {"net", "c"}} {
		var got []string
		for _, link := range regexp.MustCompile(`glossary.html#([^"]*)"`).FindAllStringSubmatch(page(t, tree, path), -1) {
			got = append(got, link[1])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(path, diff)
		}
	}
}
