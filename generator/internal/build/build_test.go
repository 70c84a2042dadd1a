package build

import (
	"io/fs"
	"maps"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// theme is as small as a theme can be.
func theme() fstest.MapFS {
	files := map[string]string{
		"layouts/base.html":              `{{template "main" .}}`,
		"layouts/partials/sidebar.html":  `{{define "sidebar"}}{{range .Site.Root.Children}}{{with .Page}}<a href="{{$.Link .}}">{{.Title}}</a>{{end}}{{end}}{{end}}`,
		"layouts/partials/redirect.html": `{{define "redirect"}}{{.Link .To}}{{end}}`,
		"layouts/words.zh.toml": "[search]\ntitle = \"搜索\"\n[glossary]\ntitle = \"词汇表\"\n[notfound]\ntitle = \"没有这一页\"\n" +
			"[alert]\nnote = \"注意\"\ntip = \"提示\"\nimportant = \"重要\"\nwarning = \"当心\"\ncaution = \"小心\"\n",
		"static/site.css": "a { color: red }",
	}
	for _, layout := range []string{"page", "home", "playbook", "track", "stage", "goal", "glossary", "search", "notfound", "book", "path", "assessment"} {
		files["layouts/"+layout+".html"] = `{{define "main"}}<h1>{{.Page.Title}}</h1>{{.Body}}{{end}}`
	}
	return fsOf(files)
}

func fsOf(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// tracks is a site.toml with two tracks and a stage.
const tracks = `title = "手册"
[[tracks]]
id = "saas"
name = "通用 SaaS"
[[tracks]]
id = "industry"
name = "行业方案"
[[stages]]
id = "newcomer"
name = "新人期"
`

func buildOnce(t *testing.T, files map[string]string) (*output.Tree, string) {
	t.Helper()
	return report(New(fsOf(files), theme()).Build(Options{Today: "2026-11-23"}))
}

func report(result *Result) (*output.Tree, string) {
	var b strings.Builder
	diag.Print(&b, result.Diagnostics)
	return result.Tree, b.String()
}

func page(t *testing.T, tree *output.Tree, path string) string {
	t.Helper()
	data, ok := tree.Get(path)
	if !ok {
		t.Fatalf("there is no %s; there are %v", path, tree.Paths())
	}
	return string(data)
}

func TestAOneLineSite(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":            `title = "笔记"`,
		"content/a.md":         "# 第一篇\n\n看[另一篇](b/c.md#小结)。\n",
		"content/b/c.md":       "+++\ntitle = \"第二篇\"\n+++\n## 小结\n\n[回](../a.md)\n\n![图](图 1.png)\n\n![图](<图 1.png>)\n",
		"content/b/图 1.png":    "png",
		"content/b/.DS_Store":  "x",
		"content/b/draft.md":   "+++\ndraft = true\n+++\n还没写完\n",
		"content/deep/d/e.txt": "文本",
	})
	if faults != "" {
		t.Fatal(faults)
	}
	var pages []string
	for _, path := range tree.Paths() {
		if !strings.HasPrefix(path, "search/") && !strings.HasPrefix(path, "assets/") {
			pages = append(pages, path)
		}
	}
	want := []string{"404.html", "a.html", "b/c.html", "b/图 1.png", "deep/d/e.txt", "handbook.html", "index.html", "search.html"}
	if diff := cmp.Diff(want, pages); diff != "" {
		t.Error(diff)
	}
	if got := page(t, tree, "a.html"); !strings.Contains(got, `<h1>第一篇</h1>`) || !strings.Contains(got, `<a href="b/c.html#小结">另一篇</a>`) {
		t.Errorf("a.html is %s", got)
	}
	if got := page(t, tree, "b/c.html"); !strings.Contains(got, `<a href="../a.html">回</a>`) || !strings.Contains(got, `src="%E5%9B%BE%201.png"`) {
		t.Errorf("b/c.html is %s", got)
	}
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a broken link, a wrong case, a broken anchor", map[string]string{
			"content/a.md":       "## 续约风险\n\n见 [甲](b/saas.md)、[乙](b/Sales.md)、[丙](#续约风脸)、[丁](b/sales.md#无)、[戊](b/sales.html)、[己](/b/sales.md)、[庚](../x.md)、[辛](b)\n",
			"content/b/sales.md": "正文\n", "content/b/index.md": "正文\n",
		}, `content/a.md:3:3: error: there is no file content/b/saas.md
    did you mean b/sales.md?
content/a.md:3:18: error: there is no file content/b/Sales.md
    capital and small letters differ: b/sales.md
content/a.md:3:34: error: there is no heading #续约风脸 in this page
    did you mean #续约风险?
content/a.md:3:45: error: there is no heading #无 in content/b/sales.md
    it has no headings; link to the page without #
content/a.md:3:63: error: there is no file content/b/sales.html
    link to the source: b/sales.md
content/a.md:3:81: error: the link /b/sales.md begins at the root
    write it from this file's folder: b/sales.md
content/a.md:3:98: error: the link ../x.md leads out of content/
    move the file into content/, or link to its address on the web
content/a.md:3:111: error: there is no file content/b
    a link names a file: b/index.md
`},
		{"a track and a stage that there are not", map[string]string{
			"site.toml":                              tracks,
			"content/playbooks/sass/newcomer.md":     "正文\n",
			"content/playbooks/industry/newcomer.md": "+++\ntrack = \"saas\"\nstage = \"growth\"\nabilities = [\"technical\"]\n+++\n正文\n",
		}, `content/playbooks/industry/newcomer.md:2:9: error: the track is saas, but the file is in the folder of industry
    remove the line; the folder says which track it is
content/playbooks/industry/newcomer.md:3:9: error: unknown stage growth
    site.toml has newcomer
content/playbooks/industry/newcomer.md:4:13: error: unknown ability technical
    site.toml has none; add it there
content/playbooks/sass/newcomer.md:1:1: error: unknown track sass
    did you mean saas? site.toml has saas, industry
`},
		{"a picture on another host", map[string]string{
			"content/a.md": "![图](https://other.example/a.png) [页](https://other.example/)\n",
		}, "content/a.md:1:1: error: the picture https://other.example/a.png is on another host\n" +
			"    put the file beside the page and link to it there\n"},
		{"two sources for one address", map[string]string{
			"content/search.md": "正文\n",
		}, `content/search.md:1:1: error: Cairn itself and content/search.md are both published at search.html
    rename one of the two
`},
		{"an empty site.toml", map[string]string{"site.toml": ""},
			"site.toml:1:1: error: title is missing\n    add a line `title = …`\n"},
		{"a step that leads to no heading", map[string]string{
			"content/a.md": "+++\n[[steps]]\nmonth = 3\ntitle = \"产品穿透\"\nanchor = \"产品\"\n+++\n## 产品穿透\n",
		}, "content/a.md:5:10: error: there is no heading #产品 in this page\n    it has #产品穿透\n"},
		{"a layout that does not parse", map[string]string{
			"layouts/page.html": "{{define \"main\"}}\n<p>{{.Page.Title}</p>\n{{end}}",
		}, "layouts/page.html:2:1: error: bad character U+007D '}'\n    mend the layout, or remove it to use the one of the theme\n"},
		{"a field that there is not", map[string]string{
			"layouts/page.html": "{{define \"main\"}}\n  <p>{{.Page.Titel}}</p>\n{{end}}",
			"content/index.md":  "正文\n",
		}, "layouts/page.html:2:13: error: <.Page.Titel>: can't evaluate field Titel in type *site.Page\n    it happened on the page content/index.md\n"},
		{"a word that there is not", map[string]string{
			"layouts/page.html": "{{define \"main\"}}{{.Word \"nav.serach\"}}{{end}}",
			"content/index.md":  "正文\n",
		}, "layouts/page.html:1:20: error: <.Word>: error calling Word: there is no word nav.serach\n    it happened on the page content/index.md\n"},
		{"a style sheet that does not parse", map[string]string{
			"static/site.css": "@import \"./none.css\";\n",
		}, "static/site.css:1:9: error: static/none.css: there is no such file\n"},
		{"a broken link in the glossary", map[string]string{
			"content/glossary.toml": "[[terms]]\nterm = \"ARR\"\ndefinition = \"见 [甲](a.md)\"\nsee = [\"AR\"]\n",
		}, `content/glossary.toml:3:17: error: there is no file content/a.md
    correct the path, or write the file
content/glossary.toml:4:7: error: the glossary has no term AR
    did you mean ARR?
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"site.toml": `title = "手册"`}
			maps.Copy(files, test.files)
			tree, got := buildOnce(t, files)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if tree != nil {
				t.Error("a site with errors was built")
			}
		})
	}
}

// A goal template that cannot be read is told once; links to it are not broken.
func TestFaultyTemplateBreaksNoLinks(t *testing.T) {
	_, faults := buildOnce(t, map[string]string{
		"site.toml": tracks, "content/goals/saas/newcomer.toml": "title = \"a\"\nfiscal_year = 2027\n",
		"content/a.md": "[表](goals/saas/newcomer.toml)\n",
	})
	want := "content/goals/saas/newcomer.toml:1:1: error: inputs is missing\n    add a line `inputs = …`\n"
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}

func TestCheckTellsMissingCells(t *testing.T) {
	b := New(fsOf(map[string]string{
		"site.toml":                          tracks,
		"content/playbooks/saas/newcomer.md": "正文\n",
	}), theme())
	_, got := report(b.Build(Options{Check: true}))
	want := "content/playbooks/industry/newcomer.md:1:1: warning: there is no playbook for 行业方案, 新人期\n" +
		"    write it, or take the track or the stage out of site.toml\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, got := report(b.Build(Options{})); got != "" {
		t.Errorf("without Check the build says %s", got)
	}
}

// A builder that has seen other versions of a site builds the same as one that
// has not.
func TestRebuildEqualsCleanBuild(t *testing.T) {
	source := fsOf(map[string]string{
		"site.toml":        `title = "一"`,
		"content/a.md":     "## 甲\n",
		"content/b.md":     "[甲](a.md#甲)\n",
		"content/index.md": "[乙](b.md)\n",
	})
	b := New(source, theme())
	edit := func(name, text string) { source[name] = &fstest.MapFile{Data: []byte(text)} }
	for _, step := range []func(){
		func() { edit("content/a.md", "## 乙\n") },
		func() { edit("content/b.md", "[甲](a.md#乙)\n") },
		func() { delete(source, "content/index.md") },
		func() { edit("static/site.css", "b { color: blue }") },
		func() { edit("layouts/page.html", `{{define "main"}}<h2>{{.Page.Title}}</h2>{{end}}`) },
		func() { edit("site.toml", `title = "二"`) },
	} {
		step()
		got, gotFaults := report(b.Build(Options{}))
		want, wantFaults := report(New(source, theme()).Build(Options{}))
		if diff := cmp.Diff(wantFaults, gotFaults); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(bytesOf(want), bytesOf(got)); diff != "" {
			t.Error(diff)
		}
	}
}

func bytesOf(tree *output.Tree) map[string]string {
	files := map[string]string{}
	if tree != nil {
		for _, path := range tree.Paths() {
			data, _ := tree.Get(path)
			files[path] = string(data)
		}
	}
	return files
}

// The site of this repository, built on one core and on several, has the same
// bytes.
func TestSameBytesOnAnyNumberOfCores(t *testing.T) {
	root := repository(t)
	build := func(cores int) map[string]string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		tree, faults := report(New(root, root).Build(Options{Today: "2026-11-23"}))
		if tree == nil {
			t.Fatal(faults)
		}
		return bytesOf(tree)
	}
	one, several := build(1), build(4)
	if len(one) != len(several) {
		t.Fatalf("%d files on one core, %d on several", len(one), len(several))
	}
	for path, data := range one {
		if several[path] != data {
			t.Errorf("%s differs", path)
		}
	}
}

func repository(t testing.TB) fs.FS {
	t.Helper()
	return os.DirFS("../../..")
}
