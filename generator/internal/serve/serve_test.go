package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
)

// author edits a folder that is served.
type author struct {
	t       *testing.T
	dir     string
	url     string
	mu      sync.Mutex
	builds  int
	notices []string
	built   chan *build.Result // the results, as far as there is room
}

// serveFolder serves a folder with a build that joins all files of the source to one
// page; a file that says "broken" is an error.
func serveFolder(t *testing.T, f files) *author {
	t.Helper()
	a := &author{t: t, dir: t.TempDir(), built: make(chan *build.Result, 100)}
	for name, data := range f {
		a.save(name, data)
	}
	a.url = a.serve()
	return a
}

func (a *author) serve() (url string) {
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- Serve(ctx, Options{
			Source:   a.dir,
			Addr:     "127.0.0.1:0",
			Build:    func([]string) *build.Result { return joined(a.dir) },
			Ready:    func(url string) { ready <- url },
			Built:    a.take,
			Complete: func(*build.Result) {},
			Notice:   func(notice diag.Text) { a.mu.Lock(); a.notices = append(a.notices, notice.String()); a.mu.Unlock() },
		})
	}()
	a.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			a.t.Errorf("the server ends with %v", err)
		}
	})
	return <-ready
}

func (a *author) take(result *build.Result) {
	a.mu.Lock()
	a.builds++
	a.mu.Unlock()
	select {
	case a.built <- result:
	default:
	}
}

func joined(dir string) *build.Result {
	found := map[string]string{}
	_ = filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, name)
		if err == nil && !entry.IsDir() && !strings.HasPrefix(rel, "other") {
			data, _ := os.ReadFile(name)
			found[filepath.ToSlash(rel)] = string(data)
		}
		return nil
	})
	var page strings.Builder
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if found[name] == "broken" {
			return files(nil).result(diag.Diagnostic{File: name, Severity: "error", Message: "it is broken"})
		}
		fmt.Fprintf(&page, "%s=%s;", name, found[name])
	}
	return files{"index.html": page.String()}.result()
}

func (a *author) name(path string) string { return filepath.Join(a.dir, filepath.FromSlash(path)) }

func (a *author) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *author) save(path, data string) {
	a.t.Helper()
	a.must(os.MkdirAll(filepath.Dir(a.name(path)), 0o777))
	a.must(os.WriteFile(a.name(path), []byte(data), 0o666))
}

func (a *author) page() string {
	a.t.Helper()
	response, err := http.Get(a.url)
	a.must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	a.must(err)
	page, _, _ := strings.Cut(string(body), "<script")
	return page
}

// wait waits until the page has the expected text.
func (a *author) wait(want string) {
	a.t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for a.page() != want {
		if time.Now().After(deadline) {
			a.t.Fatalf("the page stays\n%s\nwant\n%s", a.page(), want)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestWatch(t *testing.T) {
	a := serveFolder(t, files{"site.toml": "t", "content/a.md": "1", "content/sub/deep/b.md": "1"})
	a.wait("content/a.md=1;content/sub/deep/b.md=1;site.toml=t;")

	a.save("content/a.md", "2")
	a.wait("content/a.md=2;content/sub/deep/b.md=1;site.toml=t;")

	a.save("site.toml", "u")
	a.wait("content/a.md=2;content/sub/deep/b.md=1;site.toml=u;")

	a.save("other/new", "3") // an editor that saves by renaming
	a.must(os.Rename(a.name("other/new"), a.name("content/a.md")))
	a.wait("content/a.md=3;content/sub/deep/b.md=1;site.toml=u;")
	a.save("content/a.md", "4")
	a.wait("content/a.md=4;content/sub/deep/b.md=1;site.toml=u;")

	a.save("content/x/y/z/c.md", "1") // folders that are new, one in the other
	a.wait("content/a.md=4;content/sub/deep/b.md=1;content/x/y/z/c.md=1;site.toml=u;")
	a.save("content/x/y/z/c.md", "2")
	a.wait("content/a.md=4;content/sub/deep/b.md=1;content/x/y/z/c.md=2;site.toml=u;")

	a.must(os.Rename(a.name("content/sub"), a.name("content/bus"))) // a folder with folders
	a.wait("content/a.md=4;content/bus/deep/b.md=1;content/x/y/z/c.md=2;site.toml=u;")
	a.save("content/bus/deep/b.md", "2")
	a.wait("content/a.md=4;content/bus/deep/b.md=2;content/x/y/z/c.md=2;site.toml=u;")

	a.must(os.RemoveAll(a.name("content/x")))
	a.wait("content/a.md=4;content/bus/deep/b.md=2;site.toml=u;")
	a.must(os.Remove(a.name("content/a.md")))
	a.wait("content/bus/deep/b.md=2;site.toml=u;")

	a.save("layouts/base.html", "1") // a folder of the site that was not there
	a.wait("content/bus/deep/b.md=2;layouts/base.html=1;site.toml=u;")
	a.save("layouts/base.html", "2")
	a.wait("content/bus/deep/b.md=2;layouts/base.html=2;site.toml=u;")

	a.must(os.Rename(a.name("content"), a.name("other/content"))) // taken away and put back
	a.wait("layouts/base.html=2;site.toml=u;")
	a.must(os.Rename(a.name("other/content"), a.name("content")))
	a.wait("content/bus/deep/b.md=2;layouts/base.html=2;site.toml=u;")
	a.save("content/bus/deep/b.md", "3")
	a.wait("content/bus/deep/b.md=3;layouts/base.html=2;site.toml=u;")
	if len(a.notices) > 0 {
		t.Errorf("the author is told %q", a.notices)
	}
}

// A build with errors keeps the last page without errors; the errors vanish after a repair.
func TestLastGoodSiteStays(t *testing.T) {
	a := serveFolder(t, files{"content/a.md": "1"})
	a.save("other/b.md", "broken")
	a.must(os.Rename(a.name("other/b.md"), a.name("content/b.md"))) // in one step: a build may see a saved file when it is still empty
	a.save("content/a.md", "2")
	for result := <-a.built; result.Tree != nil; result = <-a.built {
	}
	if page := a.page(); page != "content/a.md=1;" {
		t.Errorf("while there are errors the page is %s", page)
	}
	a.save("content/b.md", "mended")
	a.wait("content/a.md=2;content/b.md=mended;")
}

func TestFirstBuildIsMended(t *testing.T) {
	a := serveFolder(t, files{"content/a.md": "broken"})
	if page := a.page(); !strings.Contains(page, `<p class="cairn-message">it is broken</p>`) {
		t.Errorf("the page is %s", page)
	}
	a.save("content/a.md", "1")
	a.wait("content/a.md=1;")
}

// Many changes in a short time need few builds, and the last gives the site of a clean build.
func TestStorm(t *testing.T) {
	a := serveFolder(t, files{"content/a.md": "0"})
	const rounds = 40
	for round := range rounds {
		for folder := range 5 {
			dir := fmt.Sprintf("content/%d", folder)
			if round%4 == 3 {
				a.must(os.RemoveAll(a.name(dir)))
			}
			a.save(dir+"/deep/x.md", fmt.Sprint(round))
			a.save(fmt.Sprintf("content/%d.md", round%7), fmt.Sprint(round))
		}
	}
	result := joined(a.dir)
	want, _ := result.Tree.Get("index.html")
	a.wait(string(want))
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.builds > rounds {
		t.Errorf("%d builds for %d rounds of changes", a.builds, rounds)
	}
}

func TestPolling(t *testing.T) {
	dir := t.TempDir()
	a := &author{t: t, dir: dir}
	a.save("content/a.md", "1")
	last := snapshot(dir)
	for _, change := range []func(){
		func() { a.save("content/a.md", "22") },
		func() { a.save("content/b/c.md", "1") },
		func() { a.save("site.toml", "1") },
		func() { a.must(os.Rename(a.name("content/b"), a.name("content/c"))) },
		func() { a.must(os.Chtimes(a.name("site.toml"), time.Time{}, time.Unix(1, 0))) }, // the clock set back
		func() { a.must(os.RemoveAll(a.name("content"))) },
	} {
		change()
		now := snapshot(dir)
		if now == last {
			t.Error("a change was not seen")
		}
		last = now
	}
	a.save("other/x", "1")
	if snapshot(dir) != last {
		t.Error("a change beside the source was seen")
	}
}

// The server stops although a page keeps its stream of events open.
func TestStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- Serve(ctx, Options{
			Source: t.TempDir(), Addr: "127.0.0.1:0",
			Build:    func([]string) *build.Result { return files{"index.html": "x"}.result() },
			Ready:    func(url string) { ready <- url },
			Built:    func(*build.Result) {},
			Complete: func(*build.Result) {},
			Notice:   func(diag.Text) {},
		})
	}()
	response, err := http.Get(<-ready + "_cairn/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("the server ends with %v", err)
		}
	case <-time.After(time.Second):
		t.Error("the server does not end")
	}
}

func TestWhyPoll(t *testing.T) {
	const (
		drive        = "a network drive does not report changes of the source; Cairn checks for changes every second"
		chineseDrive = "网络盘不会通知源文件的改动；改为每秒检查一次"
		full         = "the system's limit of watched folders is reached; Cairn checks for changes every second"
		chineseFull  = "系统能监视的文件夹数已到上限；改为每秒检查一次"
	)
	tests := []struct {
		remote           bool
		err              error
		english, chinese string
	}{
		{false, nil, "", ""},
		{true, nil, drive, chineseDrive},
		{true, syscall.ENOSPC, drive, chineseDrive},
		{false, &fs.PathError{Op: "watch", Path: "x", Err: syscall.ENOSPC}, full, chineseFull},
		{false, syscall.EMFILE, full, chineseFull},
		{
			false, errors.New("no such thing"), "the system does not report changes of files (no such thing); Cairn checks for changes every second",
			"系统不会通知文件的改动（no such thing）；改为每秒检查一次",
		},
	}
	for _, test := range tests {
		got := whyPoll(test.remote, test.err)
		if got.String() != test.english {
			t.Errorf("%t, %v: the author is told %q, want %q", test.remote, test.err, got, test.english)
		}
		if got := diag.CatalogueOf("zh").Say(got); got != test.chinese {
			t.Errorf("%t, %v: the author is told %q, want %q", test.remote, test.err, got, test.chinese)
		}
	}
}
