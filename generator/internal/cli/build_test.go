package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn"
	"cairn/generator/internal/build"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/output"
)

// watchedTheme counts the files of a theme that are opened. No page can be made without them.
type watchedTheme struct {
	fs.FS
	opened atomic.Int64
}

func (w *watchedTheme) Open(name string) (fs.File, error) {
	w.opened.Add(1)
	return w.FS.Open(name)
}

// A build into the folder of an earlier site publishes what a build into a new folder
// publishes, whatever has changed since. The next build says the same, and makes no page unless
// there is something to report.
func TestSecondBuild(t *testing.T) {
	t.Parallel()
	needs.Program(t, "git")
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	r := repository{t, at("site")}
	write := func(name, text string) {
		r.must(os.MkdirAll(filepath.Dir(at(name)), 0o777))
		r.must(os.WriteFile(at(name), []byte(text), 0o666))
	}
	remove := func(name string) { r.must(os.RemoveAll(at(name))) }
	commit := func(date string) {
		r.git("add", ".")
		r.git("commit", "-q", "--allow-empty", "-m", "x", "--date", date)
	}
	theme := &watchedTheme{FS: cairn.Theme()}
	took := regexp.MustCompile(` \([0-9.]+ s\)\n$`)
	publish := func(folder string, args []string) (status int, said string) {
		var stderr strings.Builder
		args = append([]string{"build", "--lang", "en", "--source", at("site"), "--output", at(folder)}, args...)
		status = Run(args, theme, nil, io.Discard, &stderr)
		return status, strings.ReplaceAll(took.ReplaceAllString(stderr.String(), "\n"), at(folder), "OUT")
	}

	write("site/site.toml", `title = "手册"`)
	write("site/content/index.md", "# 首页\n\n你好\n")
	r.git("init", "-q")
	commit("2026-01-02T12:00:00Z")
	for i, step := range []struct {
		name    string
		change  func()
		status  int
		reports bool // there is something to report, each time
		args    []string
	}{
		{name: "the first build", change: func() {}},
		{name: "an edited page", change: func() { write("site/content/index.md", "# 首页\n\n再见\n") }},
		{name: "the page as it was", change: func() { write("site/content/index.md", "# 首页\n\n你好\n") }},
		{name: "another date of the last change", change: func() { r.git("commit", "-q", "--amend", "--no-edit", "--date", "2026-03-05T12:00:00Z") }},
		{name: "an edited file of the site", change: func() { write("public/index.html", "x") }},
		{name: "a warning", change: func() { write("site/content/index.md", "+++\nsumary = \"\"\n+++\n# 首页\n") }, reports: true},
		{name: "a strict build", change: func() {}, args: []string{"--strict"}, status: 1, reports: true},
		{name: "a foreign file", change: func() { write("site/content/index.md", "# 首页\n"); write("public/notes.txt", "") }, status: 2, reports: true},
		{name: "a shallow clone", change: func() {
			remove("public/notes.txt")
			commit("2026-03-06T12:00:00Z")
			r.must(os.Rename(at("site"), at("full")))
			r.must(exec.Command("git", "clone", "-q", "--depth", "1", "file://"+at("full"), at("site")).Run())
		}, reports: true},
	} {
		step.change()
		status, said := publish("public", step.args)
		if status != step.status {
			t.Fatalf("%s: status %d, %s", step.name, status, said)
		}
		if fresh := fmt.Sprint("fresh", i); !step.reports {
			publish(fresh, step.args)
			if diff := cmp.Diff(published(t, at(fresh)), published(t, at("public"))); diff != "" {
				t.Errorf("%s: %s", step.name, diff)
			}
		}
		want := regexp.MustCompile(`published (.* files) to OUT, [0-9]+ new or changed`).ReplaceAllString(said, "OUT is up to date: $1")
		before := theme.opened.Load()
		if status, said := publish("public", step.args); status != step.status || said != want {
			t.Errorf("%s: the second build says (%d)\n%s\nwant\n%s", step.name, status, said, want)
		}
		if isMade := theme.opened.Load() > before; isMade != step.reports {
			t.Errorf("%s: the site is made a second time: %t", step.name, isMade)
		}
	}
}

// published returns the files of the site in a folder, without those of earlier generations.
func published(t *testing.T, folder string) map[string]string {
	t.Helper()
	var manifest struct{ Files []string }
	data, err := os.ReadFile(filepath.Join(folder, output.Manifest))
	if err == nil {
		err = json.Unmarshal(data, &manifest)
	}
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, path := range manifest.Files {
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		files[path] = string(data)
	}
	return files
}

// A site is made from a source by a program. If the program cannot be read, nobody knows.
func TestIdentifier(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cairn")
	identify := func(program string, inputs byte) string {
		t.Helper()
		if err := os.WriteFile(file, []byte(program), 0o666); err != nil {
			t.Fatal(err)
		}
		return identifier(file)(func() build.Inputs { return build.Inputs{inputs} })
	}
	one := identify("one", 1)
	if len(one) != 64 || identify("one", 1) != one {
		t.Errorf("a site is identified by %q", one)
	}
	if identify("two", 1) == one || identify("one", 2) == one {
		t.Error("two sites are identified alike")
	}
	if got := identifier(file + "2")(func() build.Inputs { return build.Inputs{1} }); got != "" {
		t.Errorf("without a program, a site is identified by %q", got)
	}
}
