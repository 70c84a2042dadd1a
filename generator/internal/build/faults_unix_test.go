//go:build unix

package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/needs"
)

// plantSpecial makes symbolic links and named pipes.
func plantSpecial(t *testing.T, file, kind, target string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(file), 0o777)
	switch {
	case err != nil:
	case kind == "link":
		err = os.Symlink(target, file)
	case kind == "pipe":
		err = syscall.Mkfifo(file, 0o666)
	default:
		t.Fatalf("there is no kind %s", kind)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The fault of a file name in GBK, as in ZIP files from Windows, suggests a command that
// renames the file.
func TestNamesInGBK(t *testing.T) {
	dir := t.TempDir()
	plant(t, dir, "site.toml", []byte(`title = "手册"`))
	plant(t, dir, "content/index.md", []byte("# 甲\n"))
	for _, name := range []string{"\xd6\xd0\xce\xc4's.md", "\xc2\xa9\xb6\xb7.png", "\xd0\xf8\xd4\xbc/a.md", "\xff.png"} {
		file := filepath.Join(dir, "content", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Skip(err) // macOS has no such names
		}
		if err := os.WriteFile(file, []byte("文\n"), 0o666); err != nil {
			t.Skip(err)
		}
	}
	build := func() string {
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		_, got := report(New(root.FS(), theme()).Build(Options{Today: "2026-11-23", Lang: "en"}))
		return got
	}
	got := build()
	const other = `content/\xff.png:1:1: error: the name is not UTF-8
    rename the file
`
	want := `content/©\xb6\xb7.png:1:1: error: the name is not UTF-8, it looks like GB18030 (GBK): content/漏斗.png
    rename it, or run in bash: mv $'content/©\xb6\xb7.png' 'content/漏斗.png'
content/\xd0\xf8Լ:1:1: error: the name is not UTF-8, it looks like GB18030 (GBK): content/续约
    rename it, or run in bash: mv $'content/\xd0\xf8Լ' 'content/续约'
content/\xd6\xd0\xce\xc4's.md:1:1: error: the name is not UTF-8, it looks like GB18030 (GBK): content/中文's.md
    rename it, or run in bash: mv $'content/\xd6\xd0\xce\xc4\'s.md' 'content/中文'\''s.md'
` + other
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	bash := needs.Program(t, "bash")
	for line := range strings.Lines(got) {
		if _, command, found := strings.Cut(line, "run in bash: "); found {
			c := exec.Command(bash, "-c", command)
			c.Dir = dir
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%s: %v %s", command, err, out)
			}
		}
	}
	if diff := cmp.Diff(other, build()); diff != "" {
		t.Error(diff)
	}
}
