package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn"
)

// repository is a git repository that a test commits to.
type repository struct {
	t   *testing.T
	dir string
}

func (r repository) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r repository) git(args ...string) {
	r.t.Helper()
	command := exec.Command("git", append([]string{"-C", r.dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
	command.Env = gitEnvironment(os.Environ())
	if out, err := command.CombinedOutput(); err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (r repository) commit(date string, files ...string) {
	r.t.Helper()
	for _, file := range files {
		name := filepath.Join(r.dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(date), 0o666); err != nil {
			r.t.Fatal(err)
		}
	}
	r.git("add", ".")
	r.git("commit", "-q", "-m", "x", "--date", date)
}

// A page has the author date, in the author's time zone, of the last commit that changed
// it, whatever the configuration of the repository.
func TestChanges(t *testing.T) {
	r := repository{t, t.TempDir()}
	r.git("init", "-q")
	r.git("config", "core.quotePath", "true")
	r.git("config", "log.showSignature", "true")
	r.git("config", "color.ui", "always")
	r.commit("2026-01-02T23:30:00+0800", "handbook/content/打法/新人期.md", "handbook/content/a b.md", "handbook/site.toml", "content/else.md")
	r.commit("2026-03-04T00:30:00+0800", "handbook/content/a b.md")
	r.git("mv", "handbook/content/打法/新人期.md", "handbook/content/打法/成长期.md")
	r.commit("2026-05-06T12:00:00Z", "handbook/content/new.md")
	r.git("branch", "grafted")
	want := map[string]string{
		"content/打法/成长期.md": "2026-05-06", "content/打法/新人期.md": "2026-05-06", // the old name, which is deleted
		"content/a b.md": "2026-03-04", "content/new.md": "2026-05-06",
	}
	h := readHistory(filepath.Join(r.dir, "handbook"), history{})
	if diff := cmp.Diff(want, h.dates); diff != "" || !h.gap.isEmpty() {
		t.Error(diff, h.gap)
	}
}

// A shallow clone gives no date for files that changed before its boundary, and never a
// wrong date.
func TestChangesInShallowClone(t *testing.T) {
	r := repository{t, t.TempDir()}
	r.git("init", "-q")
	r.commit("2026-01-02T00:00:00Z", "content/a.md", "content/b.md")
	r.commit("2026-03-04T00:00:00Z", "content/b.md")
	r.commit("2026-05-06T00:00:00Z", "content/c.md")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth", "2", "file://"+filepath.ToSlash(r.dir), clone)
	want := map[string]string{"content/a.md": "", "content/b.md": "", "content/c.md": "2026-05-06"}
	h := readHistory(clone, history{})
	if diff := cmp.Diff(want, h.dates); diff != "" || h.gap.why.String() != shallowClone().why.String() {
		t.Error(diff, h.gap)
	}
	repository{t, clone}.git("fetch", "-q", "--unshallow")
	if again := readHistory(clone, h); again.dates["content/a.md"] != "2026-01-02" || !again.gap.isEmpty() {
		t.Errorf("with its whole history the clone has %v, %s", again.dates, again.gap.why)
	}
}

// The last answer of git is reused until another commit is checked out.
func TestHistoryIsReusedForSameCommit(t *testing.T) {
	r := repository{t, t.TempDir()}
	r.git("init", "-q")
	r.commit("2026-01-02T00:00:00Z", "content/a.md")
	first := readHistory(r.dir, history{})
	first.dates["content/mark.md"] = "kept"
	if again := readHistory(r.dir, first); again.dates["content/mark.md"] != "kept" {
		t.Error("git was asked again")
	}
	r.commit("2026-03-04T00:00:00Z", "content/a.md")
	if diff := cmp.Diff(map[string]string{"content/a.md": "2026-03-04"}, readHistory(r.dir, first).dates); diff != "" {
		t.Error(diff)
	}
}

// Dates come from the repository that contains the source, whatever GIT_* variables a hook
// or a user sets.
func TestChangesIgnoreGitVariables(t *testing.T) {
	other := repository{t, t.TempDir()}
	other.git("init", "-q")
	other.commit("2020-01-01T00:00:00Z", "content/a.md")
	for name, value := range map[string]string{
		"GIT_DIR": filepath.Join(other.dir, ".git"), "GIT_WORK_TREE": other.dir, "GIT_INDEX_FILE": "none", "GIT_COMMON_DIR": "none",
		"GIT_OBJECT_DIRECTORY": "none", "GIT_ALTERNATE_OBJECT_DIRECTORIES": "none", "GIT_NAMESPACE": "x", "GIT_SHALLOW_FILE": "none", "GIT_PREFIX": "x/",
		"GIT_CONFIG_GLOBAL": "none", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.worktree", "GIT_CONFIG_VALUE_0": other.dir,
		"GIT_CONFIG_PARAMETERS": "'core.worktree=none'", "GIT_LITERAL_PATHSPECS": "1", "GIT_TRACE": "1", "LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "zh",
	} {
		t.Setenv(name, value)
	}
	r := repository{t, t.TempDir()}
	r.git("init", "-q")
	r.git("config", "log.showRoot", "false")
	r.commit("2026-01-02T00:00:00Z", "site/content/a.md")
	r.git("worktree", "add", "-q", filepath.Join(r.dir, "worktree"))

	outer := repository{t, t.TempDir()}
	outer.git("init", "-q")
	outer.commit("2026-05-05T00:00:00Z", "content/b.md")
	outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", r.dir, "content/teil")
	outer.commit("2026-06-06T00:00:00Z", "content/c.md")

	inner := map[string]string{"content/a.md": "2026-01-02"}
	for _, test := range []struct {
		dir  string
		want map[string]string
	}{
		{filepath.Join(r.dir, "site"), inner},
		{filepath.Join(r.dir, "worktree", "site"), inner},
		{filepath.Join(outer.dir, "content", "teil", "site"), inner},
		{outer.dir, map[string]string{"content/b.md": "2026-05-05", "content/c.md": "2026-06-06", "content/teil/site/content/a.md": "2026-01-02"}},
	} {
		h := readHistory(test.dir, history{})
		if diff := cmp.Diff(test.want, h.dates); diff != "" || !h.gap.isEmpty() {
			t.Errorf("%s: %s%s", test.dir, diff, h.gap.why)
		}
	}
}

// Git runs with English messages, since its output is parsed.
func TestGitEnvironment(t *testing.T) {
	got := gitEnvironment([]string{"PATH=/bin", "git_dir=x", "GIT_DIR=x", "GIT_NEW=x", "GIT_CEILING_DIRECTORIES=/a", "GITHUB=x", "LC_ALL=zh_CN.UTF-8"})
	want := []string{"PATH=/bin", "GIT_CEILING_DIRECTORIES=/a", "GITHUB=x", "LC_ALL=zh_CN.UTF-8", "LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// An author learns why dates are missing, and nothing is printed if none are.
func TestGapReasons(t *testing.T) {
	broken := func(spoil func(r repository)) func(t *testing.T, dir string) {
		return func(t *testing.T, dir string) {
			r := repository{t, dir}
			r.git("init", "-q")
			r.commit("2026-01-02T00:00:00Z", "content/a.md")
			spoil(r)
		}
	}
	for _, test := range []struct {
		name    string
		prepare func(t *testing.T, dir string)
		why     string
		help    string
	}{
		{"no repository", func(*testing.T, string) {}, "", ""},
		{"no content", broken(func(r repository) { os.RemoveAll(filepath.Join(r.dir, "content")) }), "", ""},
		{"a hook", func(t *testing.T, _ string) { t.Setenv("GIT_DIR", ".") }, "the source is not in a Git repository, and the repository that GIT_DIR names is not used", "clone the repository"},
		{"no git", broken(func(r repository) { r.t.Setenv("PATH", "") }), "the source is in a Git repository, but git is not installed", "install git, or write"},
		{"another owner", broken(func(r repository) { r.t.Setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1") }),
			"the Git repository belongs to another user, so git refuses to read it", "run: git config --global --add safe.directory "},
		{"nothing committed", func(t *testing.T, dir string) { repository{t, dir}.git("init", "-q") }, "no page of the site is committed in the Git repository", "commit the pages"},
		{"all ignored", broken(func(r repository) {
			r.git("rm", "-q", "--cached", "-r", ".")
			r.git("commit", "-q", "--amend", "--allow-empty", "-m", "x")
		}),
			"no page of the site is committed in the Git repository", "commit the pages"},
		{"an empty .git", func(t *testing.T, dir string) { repository{t, dir}.must(os.Mkdir(filepath.Join(dir, ".git"), 0o777)) },
			"git says: not a git repository (or any of the parent directories): .git", "repair the repository until `git -C "},
		{"no HEAD", broken(func(r repository) { r.must(os.Remove(filepath.Join(r.dir, ".git", "HEAD"))) }),
			"git says: not a git repository (or any of the parent directories): .git", "repair the repository until `git -C "},
		{"lost objects", broken(func(r repository) {
			r.must(os.RemoveAll(filepath.Join(r.dir, ".git", "objects")))
			r.must(os.Mkdir(filepath.Join(r.dir, ".git", "objects"), 0o777))
		}),
			"git says: ", "repair the repository until `git -C "},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.MkdirAll(filepath.Join(dir, "content"), 0o777); err != nil {
				t.Fatal(err)
			}
			test.prepare(t, dir)
			h := readHistory(dir, history{})
			if got := h.gap.why.String(); test.why == "" && got != "" || !strings.HasPrefix(got, test.why) || len(h.dates) > 0 {
				t.Errorf("git is said to have %v: %q, want %q", h.dates, got, test.why)
			}
			if got := h.gap.help.String(); !strings.HasPrefix(got, test.help) {
				t.Errorf("the help is %q, want %q", got, test.help)
			}
		})
	}
}

// A long-running server uses the current day for each build, and reports the reason for
// missing dates once.
func TestEachBuildOfAServer(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"site.toml": "title = \"手册\"\nid = \"a\"\n", "content/a.md": "+++\npublish = 2026-11-23\n+++\n# 甲\n"} {
		repository{t, dir}.must(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777))
		repository{t, dir}.must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666))
	}
	var said strings.Builder
	p := &program{theme: cairn.Theme(), stderr: &said, flags: flags{source: dir, lang: "en"}}
	site, err := p.open(false)
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"2026-11-22", "2026-11-23", "2026-11-24"} {
		site.today = func() (string, error) { return day, nil }
		result := site.build([]string{})
		if is, want := result.Tree.Has("a.html"), day != "2026-11-22"; is != want {
			t.Errorf("on %s the page is there: %t", day, is)
		}
		site.history.gap = shallowClone()
		p.reportUndated(site, result)
	}
	if want := "cairn: 1 page has no date of last change: this clone does not have the full history\n    " + shallowClone().help.String() + "\n"; said.String() != want {
		t.Errorf("it says %q, want %q", said.String(), want)
	}
}
