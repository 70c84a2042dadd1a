package serve

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cairn"
	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// folder is a site's source on the disk with the server of it.
type folder struct {
	*author
	server  *server
	changes *changes
	builder *build.Builder
}

func options() build.Options { return build.Options{Today: "2026-11-23", Making: build.Lazy} }

// watchFolder watches the source of a site, with one builder for all builds.
func watchFolder(t *testing.T, f files) *folder {
	t.Helper()
	a := &author{t: t, dir: t.TempDir()}
	for name, data := range f {
		a.save(name, data)
	}
	s := newServer(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, "", nil)
	changes := watch(t.Context(), a.dir, func(notice diag.Text) { t.Error(notice) })
	w := &folder{a, s, changes, build.New(openRoot(t, a.dir).FS(), cairn.Theme())}
	s.show(w.builder.Build(options()))
	return w
}

func openRoot(t *testing.T, dir string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

// follow builds after each reported change until the site equals a clean build. It fails if
// the last change is never reported.
func (w *folder) follow() {
	w.t.Helper()
	clean := build.New(openRoot(w.t, w.dir).FS(), cairn.Theme()).Build(build.Options{Today: "2026-11-23"})
	timeout := time.After(20 * time.Second)
	for {
		select {
		case <-w.changes.C:
			options := options()
			options.Changed = w.changes.take()
			result := w.builder.Build(options)
			w.server.show(result)
			if result.Stale() {
				w.changes.add()
			}
			if problem := w.differs(clean); problem == "" {
				return
			}
		case <-timeout:
			w.t.Fatalf("the site stays other than a clean build: %s", w.differs(clean))
		}
	}
}

// differs names a file that differs from a clean build.
func (w *folder) differs(clean *build.Result) string {
	now := w.server.now()
	if got, want := fmt.Sprint(now.faults), fmt.Sprint(clean.Diagnostics); got != want {
		return "the faults are " + got + "\nwant " + want
	}
	if clean.Tree == nil {
		return ""
	}
	return differentFile(now.tree, clean.Tree)
}

func differentFile(got, want *output.Tree) string {
	if a, b := fmt.Sprint(got.Paths()), fmt.Sprint(want.Paths()); a != b {
		return "the files are " + a + "\nwant " + b
	}
	for _, path := range want.Paths() {
		a, _ := got.Get(path)
		if b, _ := want.Get(path); !bytes.Equal(a, b) {
			return path
		}
	}
	return ""
}

func (w *folder) remove(path string) { w.t.Helper(); w.must(os.RemoveAll(w.name(path))) }
func (w *folder) rename(from, to string) {
	w.t.Helper()
	w.must(os.MkdirAll(filepath.Dir(w.name(to)), 0o777))
	w.must(os.Rename(w.name(from), w.name(to)))
}

// read returns a file of the theme, which an author copies to change it.
func themeFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// After every kind of change the served site equals a clean build.
func TestChangesTakeEffect(t *testing.T) {
	goal := strings.NewReplacer("{{toml .Title}}", `"新人期工作表"`, "{{.Year}}", "2027").Replace(themeFile(t, "layouts/new/goal.toml"))
	const (
		cell       = "[[tracks]]\nid = \"saas\"\nname = \"SaaS\"\n[[stages]]\nid = \"newcomer\"\nname = \"新人期\"\n"
		calendar   = "year = 2027\n[[holidays]]\nname = \"春节\"\nfrom = 2027-03-01\nto = 2027-03-02\n"
		assessment = "title = \"合不合适\"\n[[scales]]\nid = \"a\"\nname = \"合适\"\n[[questions]]\ntext = \"问\"\n" +
			"[[questions.answers]]\ntext = \"否\"\n[[questions.answers]]\ntext = \"是\"\npoints = { a = 2 }\n"
	)
	w := watchFolder(t, files{
		"site.toml":                        "title = \"手册\"\nlanguage = \"zh-CN\"\n" + cell,
		"content/index.md":                 "# 首页\n\n[甲](a.md)\n",
		"content/a.md":                     "# 甲\n\n文字\n",
		"content/goals/saas/newcomer.toml": goal,
		"content/calendar/2027.toml":       calendar,
		"content/assessments/fit.toml":     assessment,
	})
	for _, change := range []struct {
		name string
		make func()
	}{
		{"a page changes", func() { w.save("content/a.md", "# 甲\n\n别的文字\n") }},
		{"a title changes", func() { w.save("content/a.md", "# 乙\n\n别的文字\n") }},
		{"a page is new", func() { w.save("content/b.md", "# 丙\n") }},
		{"a folder is new", func() { w.save("content/x/y/c.md", "# 丁\n\n[甲](../../a.md)\n") }},
		{"a link breaks", func() { w.save("content/b.md", "[没有](none.md)\n") }},
		{"it is mended", func() { w.save("content/none.md", "# 有了\n") }},
		{"a page is renamed", func() { w.rename("content/none.md", "content/some.md") }},
		{"the link follows", func() { w.save("content/b.md", "[有](some.md)\n") }},
		{"a folder is renamed", func() { w.rename("content/x", "content/z") }},
		{"a page is deleted", func() { w.remove("content/z/y/c.md") }},
		{"a folder is deleted", func() { w.remove("content/z") }},
		{"a glossary is new", func() {
			w.save("content/glossary.toml", "[[terms]]\nterm = \"文字\"\ndefinition = \"写下来的话\"\n")
		}},
		{"a glossary is deleted", func() { w.remove("content/glossary.toml") }},
		{"a picture is new", func() { w.save("content/p.svg", "<svg/>") }},
		{"a picture changes", func() { w.save("content/p.svg", "<svg />") }},
		{"a goal template changes", func() {
			w.save("content/goals/saas/newcomer.toml", strings.Replace(goal, "default = 6", "default = 7", 1))
		}},
		{"a calendar changes", func() { w.save("content/calendar/2027.toml", strings.Replace(calendar, "2027-03-02", "2027-03-20", 1)) }},
		{"an assessment changes", func() {
			w.save("content/assessments/fit.toml", strings.Replace(assessment, "points = { a = 2 }", "points = { a = 3 }", 1))
		}},
		{"the site is renamed", func() { w.save("site.toml", "title = \"新手册\"\nlanguage = \"zh-CN\"\n"+cell) }},
		{"site.toml is broken", func() { w.save("site.toml", "title = \n") }},
		{"site.toml is mended", func() { w.save("site.toml", "title = \"手册\"\n"+cell) }},
		{"site.toml is gone", func() { w.remove("site.toml") }},
		{"site.toml is back", func() { w.save("site.toml", "title = \"手册\"\n"+cell) }},
		{"a layout is new", func() {
			w.save("layouts/page.html", "{{define \"main\"}}<p>{{.Page.Title}}</p>{{end}}")
		}},
		{"a layout is broken", func() { w.save("layouts/page.html", "{{define \"main\"}}{{if}}{{end}}") }},
		{"a layout is mended", func() { w.save("layouts/page.html", "{{define \"main\"}}<b>{{.Page.Title}}</b>{{end}}") }},
		{"a layout is deleted", func() { w.remove("layouts/page.html") }},
		{"words change", func() {
			w.save("layouts/words.zh.toml", strings.ReplaceAll(themeFile(t, "layouts/words.zh.toml"), "跳到正文", "直接看正文"))
		}},
		{"words are those of the theme", func() { w.remove("layouts") }},
		{"a style changes", func() { w.save("static/components/alert.css", ".alert { color: red }") }},
		{"a style is that of the theme", func() { w.remove("static") }},
		{"a script changes", func() { w.save("static/theme.ts", "export {};\ndocument.title += '!';\n") }},
		{"a script is broken", func() { w.save("static/theme.ts", "const = ;\n") }},
		{"a script is that of the theme", func() { w.remove("static/theme.ts") }},
		{"all content is gone", func() { w.rename("content", "elsewhere") }},
		{"all content is back", func() { w.rename("elsewhere", "content") }},
	} {
		change.make()
		w.follow()
		if t.Failed() {
			t.Fatal(change.name)
		}
	}
}

// watchedFS calls a function when a file is opened.
type watchedFS struct {
	fs.FS
	opened func()
}

func (f *watchedFS) Open(name string) (fs.File, error) {
	f.opened()
	return f.FS.Open(name)
}

// A change that the system did not report is found when the author pauses, unless another
// build has started.
func TestStale(t *testing.T) {
	for _, left := range []bool{false, true} {
		source := fstest.MapFS{"site.toml": {Data: []byte("title = \"手册\"\n")}, "content/a.md": {Data: []byte("# 甲\n")}}
		seen := &watchedFS{source, func() {}}
		builder := build.New(seen, cairn.Theme())
		builder.Build(options())
		options := options()
		options.Changed = []string{}
		result := builder.Build(options)
		source["content/a.md"] = &fstest.MapFile{Data: []byte("# 乙\n")}
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		if left {
			seen.opened = leave
		}
		changes := newChanges()
		complete(ctx, result, make(chan *build.Result, 1), changes)
		if told := len(changes.C) > 0; told == left {
			t.Errorf("left is %t, told is %t", left, told)
		}
	}
}

// Temporary files of editors do not change the site.
func TestLeftovers(t *testing.T) {
	w := watchFolder(t, files{"site.toml": "title = \"手册\"\n", "content/index.md": "# 首页\n"})
	before := w.server.now().tree.Paths()
	for _, name := range []string{"index.md~", ".index.md.swp", ".index.md.swx", "4913", ".DS_Store", "#index.md#", ".#index.md", "~$index.docx", "Thumbs.db", "desktop.ini"} {
		w.save("content/"+name, "\xff")
	}
	w.save("content/.git/config", "x")
	w.save("content/index.md", "# 新首页\n")
	w.follow()
	if got := fmt.Sprint(w.server.now().tree.Paths()); got != fmt.Sprint(before) {
		t.Errorf("the site has %s, want %s", got, before)
	}
	if len(w.server.now().faults) > 0 {
		t.Errorf("the faults are %v", w.server.now().faults)
	}
}

// After hundreds of random changes, as in a checkout of another version, the site equals a
// clean build byte by byte.
func TestStormEndsInACleanBuild(t *testing.T) {
	f := files{
		"site.toml": "title = \"手册\"\n", "content/index.md": "# 首页\n",
		"content/glossary.toml": "[[terms]]\nterm = \"版\"\ndefinition = \"哪一次改的\"\n",
	}
	for i := range 30 {
		f[fmt.Sprintf("content/%d/p%d.md", i%5, i)] = fmt.Sprintf("# 第 %d 页\n\n[首页](../index.md)\n", i)
	}
	w := watchFolder(t, f)
	random := rand.New(rand.NewPCG(4, 9))
	for round := range 5 {
		for i := range 120 {
			w.stir(random, round*1000+i)
		}
		w.follow()
	}
}

// stir makes a random change: it writes a page, writes it beside and renames it over the old
// one, moves it, or deletes it or its folder.
func (w *folder) stir(random *rand.Rand, n int) {
	path := func() string { return fmt.Sprintf("content/%d/p%d.md", random.IntN(5), random.IntN(30)) }
	text := fmt.Sprintf("# 第 %d 版\n\n[首页](../index.md)，这一版。\n", n)
	switch at := path(); random.IntN(12) {
	case 0:
		w.remove(at)
	case 1:
		w.remove(filepath.Dir(at))
	case 2:
		to := fmt.Sprintf("content/%d", random.IntN(5))
		w.remove(to)
		_ = os.Rename(w.name(fmt.Sprintf("content/%d", random.IntN(5))), w.name(to)) // it may be gone
	case 3, 4:
		to := path()
		w.must(os.MkdirAll(filepath.Dir(w.name(to)), 0o777))
		_ = os.Rename(w.name(at), w.name(to)) // it may be gone
	case 5, 6:
		w.save("beside", text)
		w.rename("beside", at)
	case 7:
		w.save(at, "[kaputt](none.md)\n")
	default:
		w.save(at, text)
	}
}

// The search index is made at its first request, from the current site.
func TestSearchIndexOfTheServer(t *testing.T) {
	w := watchFolder(t, files{"site.toml": "title = \"手册\"\n", "content/index.md": "# 首页\n\n某个词\n"})
	listener := httptest.NewServer(w.server)
	defer listener.Close()
	for _, word := range []string{"某个词", "另一个说法"} {
		w.save("content/index.md", "# 首页\n\n"+word+"\n")
		w.follow()
		response, body := get(t, listener, "/search/manifest.js")
		if response.StatusCode != http.StatusOK || !strings.Contains(body, word) {
			t.Errorf("the index does not have %s", word)
		}
	}
}

// A FIFO does not block the build; it is reported.
func TestOddFilesWhileServing(t *testing.T) {
	w := watchFolder(t, files{"site.toml": "title = \"手册\"\n", "content/index.md": "# 首页\n"})
	secret := filepath.Join(t.TempDir(), "secret.md")
	w.must(os.WriteFile(secret, []byte("# geheim\n"), 0o666))
	links := []struct{ name, to string }{
		{"out.md", secret}, {"device.md", "/dev/zero"}, {"loop.md", "loop.md"}, {"dangling.md", "none.md"}, {"folder.md", "."}, {"up", "../.."},
	}
	for _, link := range links {
		w.must(os.Symlink(link.to, w.name("content/"+link.name)))
		w.follow()
		now := w.server.now()
		if !now.broken || now.faults[0].File != "content/"+link.name {
			t.Errorf("%s: the faults are %v", link.name, now.faults)
		}
		w.remove("content/" + link.name)
		w.follow()
		if w.server.now().broken {
			t.Errorf("%s: it stays broken", link.name)
		}
	}
}

// A page that is a symbolic link is rebuilt when its target changes, even if the target is
// outside of the site's folders.
func TestLinkedFiles(t *testing.T) {
	w := watchFolder(t, files{"site.toml": "title = \"手册\"\n", "README.md": "# 一\n", "notes/n.md": "# 二\n", "content/a.md": "# 三\n"})
	for link, to := range map[string]string{"index.md": "../README.md", "n.md": "../notes/n.md", "b.md": "a.md"} {
		before := snapshot(w.dir)
		w.must(os.Symlink(to, w.name("content/"+link)))
		w.follow()
		w.save(filepath.ToSlash(filepath.Join("content", to)), "# 又一版的 "+link+"\n")
		w.follow()
		if snapshot(w.dir) == before {
			t.Error("polling sees nothing")
		}
	}
	w.save("other.md", "# 不相干\n")
	w.save("content/a.md", "# 最后\n")
	w.follow()
}

// Two servers of one folder, as on a network share, write nothing into it.
func TestTwoServers(t *testing.T) {
	a := serveFolder(t, files{"content/a.md": "1"})
	b := &author{t: t, dir: a.dir}
	b.url = b.serve()
	a.save("content/a.md", "2")
	a.wait("content/a.md=2;")
	b.wait("content/a.md=2;")
	entries, err := os.ReadDir(a.dir)
	a.must(err)
	if len(entries) != 1 {
		t.Errorf("the folder now has %v", entries)
	}
}
