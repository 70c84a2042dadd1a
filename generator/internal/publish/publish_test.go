package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

type files map[string]string

func (f files) tree() *output.Tree {
	tree := output.New()
	for path, data := range f {
		tree.Add(path, []byte(data), diag.WholeFile("content/"+path))
	}
	return tree
}

// mustPublish publishes into dir/public and returns the report.
func mustPublish(t *testing.T, dir string, f files) Report {
	t.Helper()
	report, err := Publish(f.tree(), filepath.Join(dir, "public"), Options{Source: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// onDisk returns all files below dir except manifests.
func onDisk(t *testing.T, dir string) files {
	t.Helper()
	found := files{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == output.Manifest {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		data, err := os.ReadFile(name)
		found[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantOnDisk(t *testing.T, dir string, want files) {
	t.Helper()
	if diff := cmp.Diff(want, onDisk(t, dir)); diff != "" {
		t.Errorf("%s holds (-want +got):\n%s", filepath.Base(dir), diff)
	}
}

// wantAlone checks that a folder holds these names and no leftovers.
func wantAlone(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if diff := cmp.Diff(names, got); diff != "" {
		t.Errorf("the folder holds (-want +got):\n%s", diff)
	}
}

func TestPublish(t *testing.T) {
	dir := t.TempDir()
	first := files{"index.html": "home", "playbooks/saas/a.html": "old", "playbooks/b.html": "b"}
	if report := mustPublish(t, dir, first); report != (Report{Files: 3, Written: 3}) {
		t.Errorf("first report is %+v", report)
	}
	wantOnDisk(t, dir, files{"public/index.html": "home", "public/playbooks/saas/a.html": "old", "public/playbooks/b.html": "b"})
	record, err := os.ReadFile(filepath.Join(dir, "public", output.Manifest))
	if err != nil {
		t.Fatal(err)
	}
	const want = "{\n\"cairn\": 1,\n\"files\": [\n\"index.html\",\n\"playbooks/b.html\",\n\"playbooks/saas/a.html\"\n]\n}\n"
	if string(record) != want {
		t.Errorf("the manifest is\n%s\nwant\n%s", record, want)
	}

	home := stat(t, dir, "public/index.html")
	second := files{"index.html": "home", "playbooks/saas/a.html": "new", "c/d.html": "d"}
	if report := mustPublish(t, dir, second); report != (Report{Files: 3, Written: 2}) {
		t.Errorf("second report is %+v", report)
	}
	wantOnDisk(t, dir, files{"public/index.html": "home", "public/playbooks/saas/a.html": "new", "public/c/d.html": "d"})
	if !os.SameFile(home, stat(t, dir, "public/index.html")) {
		t.Error("an unchanged file was written again, not linked")
	}
	wantAlone(t, dir, "public")
}

func stat(t *testing.T, dir, name string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestNothingChanged(t *testing.T) {
	dir := t.TempDir()
	site := files{"index.html": "home", "assets/site.1.css": "css"}
	mustPublish(t, dir, site)
	folder, page := stat(t, dir, "public"), stat(t, dir, "public/index.html")
	if report := mustPublish(t, dir, site); report != (Report{Files: 2, Unchanged: true}) {
		t.Errorf("report is %+v", report)
	}
	if after := stat(t, dir, "public"); !os.SameFile(folder, after) || folder.ModTime() != after.ModTime() {
		t.Error("the folder was touched")
	}
	if after := stat(t, dir, "public/index.html"); !os.SameFile(page, after) || page.ModTime() != after.ModTime() {
		t.Error("a page was touched")
	}
}

// Ready is called after every file was read; if it returns false, the folder stays unchanged.
func TestNotReady(t *testing.T) {
	old := files{"index.html": "home", "a.html": "old"}
	for name, test := range map[string]struct{ before, site files }{
		"into nothing": {nil, old},
		"changed":      {old, files{"index.html": "home", "a.html": "new", "b.html": "b"}},
		"unchanged":    {old, old},
	} {
		dir := t.TempDir()
		var names []string
		if test.before != nil {
			mustPublish(t, dir, test.before)
			names = []string{"public"}
		}
		tree, read := output.New(), map[string]int{}
		var lock sync.Mutex
		for path, data := range test.site {
			tree.AddLazy(path, func(*bytes.Buffer) []byte {
				lock.Lock()
				defer lock.Unlock()
				read[path]++
				return []byte(data)
			}, diag.WholeFile("content/"+path))
		}
		ready := func() (string, bool) {
			if len(read) != len(test.site) {
				t.Errorf("%s: only %v were read before it was asked", name, read)
			}
			return "", false
		}
		report, err := Publish(tree, filepath.Join(dir, "public"), Options{Source: t.TempDir(), Ready: ready})
		if report != (Report{}) || !errors.Is(err, ErrNotReady) {
			t.Errorf("%s: the report is %+v, %v", name, report, err)
		}
		wantAlone(t, dir, names...)
		if test.before != nil {
			wantOnDisk(t, filepath.Join(dir, "public"), test.before)
		}
	}
}

// Publish reads each file of a tree once, because reading may render a page. Only the few
// files up to the first difference are read twice.
func TestFilesAreReadOnce(t *testing.T) {
	dir := t.TempDir()
	publish := func(change string) (reads int) {
		tree := output.New()
		var count atomic.Int64
		for i := range 200 {
			path := fmt.Sprintf("%03d.html", i)
			tree.AddLazy(path, func(*bytes.Buffer) []byte {
				count.Add(1)
				return []byte(path + strings.Repeat(change, i/100))
			}, diag.WholeFile("content/"+path))
		}
		if _, err := Publish(tree, filepath.Join(dir, "public"), Options{Source: t.TempDir()}); err != nil {
			t.Fatal(err)
		}
		return int(count.Load())
	}
	few := 2 * runtime.GOMAXPROCS(0)
	for i, change := range []string{"a", "a", "b"} {
		if reads := publish(change); reads < 200 || reads > 200+few {
			t.Errorf("publication %d reads %d times", i, reads)
		}
	}
}

// Files that are made in the buffer of whoever reads them are published with their own bytes.
func TestFilesInBuffers(t *testing.T) {
	dir := t.TempDir()
	tree, want := output.New(), files{}
	for i := range 200 {
		path := fmt.Sprintf("%03d.html", i)
		want[path] = strings.Repeat(path, 1+i%7)
		tree.AddLazy(path, func(buffer *bytes.Buffer) []byte {
			buffer.Reset()
			buffer.WriteString(want[path])
			return buffer.Bytes()
		}, diag.WholeFile("content/"+path))
	}
	for range 2 { // into nothing, and compared with the same site
		if _, err := Publish(tree, filepath.Join(dir, "public"), Options{Source: t.TempDir()}); err != nil {
			t.Fatal(err)
		}
		wantOnDisk(t, filepath.Join(dir, "public"), want)
	}
}

// A file is unchanged if its bytes are equal, whatever its times and size are.
func TestDamageIsMended(t *testing.T) {
	dir := t.TempDir()
	site := files{"a.html": "aaaa", "b.html": "bbbb", "c.html": "cccc"}
	mustPublish(t, dir, site)
	name := filepath.Join(dir, "public", "a.html")
	when := stat(t, dir, "public/a.html").ModTime()
	if err := os.WriteFile(name, []byte("xxxx"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, when, when); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "public", "b.html")); err != nil {
		t.Fatal(err)
	}
	if report := mustPublish(t, dir, site); report != (Report{Files: 3, Written: 2}) {
		t.Errorf("report is %+v", report)
	}
	wantOnDisk(t, filepath.Join(dir, "public"), site)
}

// The assets of the previous generation stay for readers with an old page open.
func TestAssetsStayForOneGeneration(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	steps := []struct{ site, want files }{
		{
			files{"index.html": "1", "assets/a.1.css": "a1", "search/s.1.js": "s1", "search/manifest.js": "m1", "gone.html": "x"},
			files{"index.html": "1", "assets/a.1.css": "a1", "search/s.1.js": "s1", "search/manifest.js": "m1", "gone.html": "x"},
		},
		{
			files{"index.html": "2", "assets/a.2.css": "a2", "search/s.2.js": "s2", "search/manifest.js": "m2"},
			files{"index.html": "2", "assets/a.2.css": "a2", "assets/a.1.css": "a1", "search/s.2.js": "s2", "search/s.1.js": "s1", "search/manifest.js": "m2"},
		},
		{ // no asset goes away: those kept stay
			files{"index.html": "3", "assets/a.2.css": "a2", "search/s.2.js": "s2", "search/manifest.js": "m2"},
			files{"index.html": "3", "assets/a.2.css": "a2", "assets/a.1.css": "a1", "search/s.2.js": "s2", "search/s.1.js": "s1", "search/manifest.js": "m2"},
		},
		{
			files{"index.html": "4", "assets/a.3.css": "a3", "search/s.2.js": "s2", "search/manifest.js": "m2"},
			files{"index.html": "4", "assets/a.3.css": "a3", "assets/a.2.css": "a2", "search/s.2.js": "s2", "search/manifest.js": "m2"},
		},
		{ // back to an asset that was kept
			files{"index.html": "5", "assets/a.2.css": "a2", "search/s.2.js": "s2", "search/manifest.js": "m2"},
			files{"index.html": "5", "assets/a.2.css": "a2", "assets/a.3.css": "a3", "search/s.2.js": "s2", "search/manifest.js": "m2"},
		},
	}
	for i, step := range steps {
		mustPublish(t, dir, step.site)
		if diff := cmp.Diff(step.want, onDisk(t, public)); diff != "" {
			t.Errorf("generation %d (-want +got):\n%s", i+1, diff)
		}
	}
	if report := mustPublish(t, dir, steps[4].site); !report.Unchanged || report.Kept != 1 {
		t.Errorf("the same again is %+v, want unchanged and one kept", report)
	}
}

func TestLanguagesKeepTheirShards(t *testing.T) {
	for path, want := range map[string]bool{
		"assets/site.1.js":       true,
		"assets/img/map.1.svg":   true,
		"search/0.1.js":          true,
		"en/search/0.1.js":       true,
		"search/tips.html":       false,
		"search.html":            false,
		"assets":                 false,
		"playbooks/a.html":       false,
		"goals/research/a.xlsx":  false,
		"methods/assets.1.2.css": false,
	} {
		if got := isHashed(path); got != want {
			t.Errorf("isHashed(%q) is %t", path, got)
		}
	}
}

// On a file system without hard links, files are copied.
func TestWithoutLinks(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	d := realDisk()
	d.link = func(_, _ string) error { return os.ErrPermission }
	for _, site := range []files{{"a.html": "a", "assets/x.1.js": "1"}, {"a.html": "a", "assets/x.2.js": "2"}} {
		if _, err := publish(site.tree(), public, Options{Source: t.TempDir()}, d); err != nil {
			t.Fatal(err)
		}
	}
	wantOnDisk(t, public, files{"a.html": "a", "assets/x.1.js": "1", "assets/x.2.js": "2"})
}

func TestFoldersAboveAreMade(t *testing.T) {
	dir := t.TempDir()
	if _, err := Publish(files{"a.html": "a"}.tree(), filepath.Join(dir, "x", "y", "site"), Options{Source: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	wantOnDisk(t, dir, files{"x/y/site/a.html": "a"})
}

func TestThroughALink(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "disk", "www"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("disk", "www"), filepath.Join(dir, "public")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	mustPublish(t, dir, files{"a.html": "a"})
	wantOnDisk(t, filepath.Join(dir, "disk"), files{"www/a.html": "a"})
	if stat(t, dir, "public").Mode().Type() != fs.ModeSymlink {
		t.Error("the link was replaced")
	}
	wantAlone(t, filepath.Join(dir, "disk"), "www")
	wantAlone(t, dir, "disk", "public")
}

func TestSecondRunWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		release, err := acquire(filepath.Join(dir, ".public.cairn-lock"), nil)
		if err != nil {
			t.Fatal(err)
		}
		waits, done := 0, make(chan error, 1)
		go func() {
			_, err := Publish(files{"a.html": "a"}.tree(), filepath.Join(dir, "public"),
				Options{Source: filepath.Join(dir, "source"), Waiting: func() { waits++ }})
			done <- err
		}()
		time.Sleep(time.Minute) // of this test alone
		synctest.Wait()
		if exists(filepath.Join(dir, "public")) || len(done) > 0 {
			t.Error("the second run did not wait")
		}
		release()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if waits != 1 {
			t.Errorf("it was said %d times that the run waits, want once", waits)
		}
		wantAlone(t, dir, "public")
	})
}

func TestRunsSideBySide(t *testing.T) {
	dir := t.TempDir()
	done := make(chan error)
	const runs = 8
	for i := range runs {
		go func() {
			site := files{"a.html": fmt.Sprint(i), "b.html": fmt.Sprint(i), "c.html": "c"}
			_, err := Publish(site.tree(), filepath.Join(dir, "public"), Options{Source: filepath.Join(dir, "source")})
			done <- err
		}()
	}
	for range runs {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	got := onDisk(t, filepath.Join(dir, "public"))
	if len(got) != 3 || got["a.html"] != got["b.html"] {
		t.Errorf("two runs are mixed: %v", got)
	}
	wantAlone(t, dir, "public")
}

// A path outside the folder is never written, even if the caller ignored the tree's faults.
func TestPathsStayInside(t *testing.T) {
	dir := t.TempDir()
	mustPublish(t, dir, files{"a.html": "a"})
	for _, path := range []string{"../out.html", "/out.html", "a/../../out.html", "b\x00"} {
		_, err := Publish(files{path: "out"}.tree(), filepath.Join(dir, "public"), Options{Source: t.TempDir()})
		if err == nil || !strings.HasPrefix(err.Error(), "cannot write ") {
			t.Errorf("%q gives %v", path, err)
		}
	}
	wantOnDisk(t, dir, files{"public/a.html": "a"})
}
