package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// repository is a git repository that a test commits to.
type repository struct {
	t   *testing.T
	dir string
}

func (r repository) git(args ...string) {
	r.t.Helper()
	command := exec.Command("git", append([]string{"-C", r.dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
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

// The date of a page is that of the last commit that changed it, in its author's
// own time zone, whatever the repository is configured to say.
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
		"content/打法/成长期.md": "2026-05-06", "content/打法/新人期.md": "2026-05-06", // which is gone
		"content/a b.md": "2026-03-04", "content/new.md": "2026-05-06",
	}
	wait := changes(filepath.Join(r.dir, "handbook"))
	if diff := cmp.Diff(want, wait()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, wait()); diff != "" {
		t.Error("asked again: " + diff)
	}
}

// A clone that was cut off knows nothing of what changed before, and says no
// wrong date.
func TestChangesOfAShallowClone(t *testing.T) {
	r := repository{t, t.TempDir()}
	r.git("init", "-q")
	r.commit("2026-01-02T00:00:00Z", "content/a.md", "content/b.md")
	r.commit("2026-03-04T00:00:00Z", "content/b.md")
	r.commit("2026-05-06T00:00:00Z", "content/c.md")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth", "2", "file://"+filepath.ToSlash(r.dir), clone)
	want := map[string]string{"content/a.md": "", "content/b.md": "", "content/c.md": "2026-05-06"}
	if diff := cmp.Diff(want, changes(clone)()); diff != "" {
		t.Error(diff)
	}
}

func TestNoChanges(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	if got := changes(dir)(); len(got) > 0 {
		t.Errorf("outside of a repository there are %v", got)
	}
	r := repository{t, dir}
	r.git("init", "-q")
	if got := changes(dir)(); len(got) > 0 {
		t.Errorf("without a commit there are %v", got)
	}
	t.Setenv("PATH", "")
	if got := changes(dir)(); len(got) > 0 {
		t.Errorf("without git there are %v", got)
	}
}
