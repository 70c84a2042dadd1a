package build

import (
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/sitetest"
)

// theme returns a minimal theme.
func theme() fstest.MapFS {
	files := map[string]string{
		"layouts/base.html":              `{{with .Asset "site.css"}}{{end}}{{template "main" .}}`,
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
	return sitetest.Files(files).FS()
}

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
		"content/b/c.md":       "+++\ntitle = \"第二篇\"\n+++\n## 小结\n\n[回](../a.md)\n\n![图](<图 1.png>)\n",
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
	for path, text := range bytesOf(tree) {
		if strings.Contains(text, "还没写完") {
			t.Errorf("%s contains the text of a draft", path)
		}
	}
}

// An author's robots.txt is published unchanged instead of a generated one.
func TestAuthorsRobotsTxt(t *testing.T) {
	const own = "User-agent: *\nDisallow: /\n"
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":    "title = \"手册\"\nbase_url = \"https://wiki.example.com\"\n",
		"content/a.md": "# 甲\n", "content/robots.txt": own,
	})
	if faults != "" {
		t.Fatal(faults)
	}
	if got := page(t, tree, "robots.txt"); got != own {
		t.Errorf("robots.txt is %q, want %q", got, own)
	}
}

// A goal template that cannot be parsed is reported once; links to it are not reported.
func TestFaultyTemplateBreaksNoLinks(t *testing.T) {
	_, faults := buildOnce(t, map[string]string{
		"site.toml": sitetest.Tracks, "content/goals/saas/newcomer.toml": "title = \"a\"\nfiscal_year = 2027\n",
		"content/a.md": "[表](goals/saas/newcomer.toml)\n",
	})
	want := "content/goals/saas/newcomer.toml:1:1: error: inputs is missing\n    add `[[inputs]]` at the end\n"
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}

// Streaming renders the same pages as Eager, and Complete reports the same faults.
func TestStreaming(t *testing.T) {
	files := map[string]string{"site.toml": sitetest.Tracks, "content/index.md": "# 首页\n", "content/a.md": "# 甲\n\n[乙](b.md)\n", "content/b.md": "# 乙\n"}
	options := Options{Today: "2026-11-23", Lang: "en", Making: Streaming}
	builder := New(fsOf(files), theme())
	passing := builder.Build(options)
	want, _ := buildOnce(t, files)
	if diff := cmp.Diff(want.Paths(), passing.Tree.Paths()); diff != "" {
		t.Fatal(diff)
	}
	for _, path := range want.Paths() {
		for range 2 {
			if got := page(t, passing.Tree, path); got != page(t, want, path) {
				t.Errorf("%s is %s", path, got)
			}
		}
	}
	var kept []string
	for _, a := range passing.artifacts {
		if a.render != nil && a.data != nil {
			kept = append(kept, a.path)
		}
	}
	if want := []string{"index.html", "stages/newcomer.html", "tracks/saas.html", "tracks/industry.html"}; !slices.Equal(kept, want) {
		t.Errorf("these pages are kept: %v, want those that the index reads, %v", kept, want)
	}
	if last := builder.last; last.source.files != nil || last.theme.layouts.Layouts != nil || last.contents.files != nil || last.artifacts != nil {
		t.Errorf("for the next build the builder keeps %v", last)
	}
	if whole := passing.Complete(t.Context()); whole.Tree != passing.Tree || len(whole.Diagnostics) > 0 {
		t.Errorf("in the end there is %v", whole.Diagnostics)
	}

	faulty := theme()
	faulty["layouts/page.html"] = file(`{{define "main"}}{{.Word "none"}}{{end}}`)
	result := New(fsOf(files), faulty).Build(options)
	if _, faults := report(result); faults != "" {
		t.Errorf("before a page is made it is told %s", faults)
	}
	if made := page(t, result.Tree, "a.html"); made != "" {
		t.Errorf("the page that cannot be made is %s", made)
	}
	tree, faults := report(result.Complete(t.Context()))
	if _, want := report(New(fsOf(files), faulty).Build(Options{Today: "2026-11-23", Lang: "en"})); faults != want || !strings.HasPrefix(faults, "layouts/page.html:1:20: error: ") || tree != nil {
		t.Errorf("in the end it is told %s", faults)
	}

	faulty["layouts/page.html"] = file("no main")
	_, faults = report(New(fsOf(files), faulty).Build(options).Complete(t.Context()))
	if _, want := report(New(fsOf(files), faulty).Build(Options{Today: "2026-11-23", Lang: "en"})); faults != want || !strings.Contains(faults, `does not define "main"`) {
		t.Errorf("of a layout that has no main it is told %s, want %s", faults, want)
	}
}

// A builder that has built other versions of a site gives the result of a new builder.
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
		func() { edit("content/a.md", "## 乙\n\n> [!NOTE]\n> 丙\n") },
		func() {
			edit("layouts/words.zh.toml", strings.Replace(string(theme()["layouts/words.zh.toml"].Data), "注意", "看这里", 1))
		},
		func() { edit("content/c.md", "\xff\xfe\x00a") },
		func() { edit("content/c.md", "") },
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

// The site of this repository has equal bytes on one core and on several, in another time
// zone, and with folders listed in another order.
func TestSameBytesAnywhere(t *testing.T) {
	root := repository(t)
	build := func(root fs.FS, cores int, zone *time.Location) map[string]string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		defer func(local *time.Location) { time.Local = local }(time.Local)
		time.Local = zone
		tree, faults := report(New(root, root).Build(Options{Today: "2026-11-23"}))
		if tree == nil {
			t.Fatal(faults)
		}
		return bytesOf(tree)
	}
	here := build(root, 1, time.UTC)
	there := build(backwards{root}, 4, time.FixedZone("there", 14*60*60))
	if len(here) != len(there) {
		t.Fatalf("%d files here, %d there", len(here), len(there))
	}
	for path, data := range here {
		if there[path] != data {
			t.Errorf("%s differs", path)
		}
	}
}

// backwards is a file system that lists folders in reverse order.
type backwards struct{ fs.FS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(b.FS, name)
	slices.Reverse(entries)
	return entries, err
}

func repository(t testing.TB) fs.FS {
	t.Helper()
	return os.DirFS("../../..")
}
