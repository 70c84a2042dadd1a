package scaffold

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn"
	"cairn/generator/internal/diag"
)

// failing is a disk on which one of the changes fails, and from then on all that
// take space. Removing takes none.
type failing struct {
	step int // of the change that fails
	done int
	what string // that failed; "" if nothing did
}

func (f *failing) fail(what string) error {
	if f.done++; f.done <= f.step {
		return nil
	}
	if f.what == "" {
		f.what = what
	}
	return &fs.PathError{Op: what, Path: "x", Err: syscall.ENOSPC}
}

func (f *failing) of(d disk) disk {
	mkdir, create := d.mkdir, d.create
	d.mkdir = func(name string) error {
		if err := f.fail("mkdir"); err != nil {
			return err
		}
		return mkdir(name)
	}
	d.create = func(name string) (io.WriteCloser, error) {
		if err := f.fail("create"); err != nil {
			return nil, err
		}
		file, err := create(name)
		return failingFile{file, f}, err
	}
	return d
}

type failingFile struct {
	io.WriteCloser
	disk *failing
}

func (f failingFile) Write(data []byte) (int, error) {
	if err := f.disk.fail("write"); err != nil {
		n, _ := f.WriteCloser.Write(data[:len(data)/2]) // a full disk takes a part
		return n, err
	}
	return f.WriteCloser.Write(data)
}

func (f failingFile) Close() error {
	err := f.disk.fail("close")
	return errors.Join(err, f.WriteCloser.Close())
}

// TestDiskFull lets every change to the disk fail in turn. Nothing is left, and
// the next run makes all.
func TestDiskFull(t *testing.T) {
	site, err := Site(cairn.Theme(), "手册", "handbook-x", "2026-11-24")
	if err != nil {
		t.Fatal(err)
	}
	page := []File{Page("methods/review", Values{Title: "复盘", Today: "2026-11-24"})}
	for _, test := range []struct {
		name  string
		below string
		files []File
	}{
		{"a site in a new folder", "books/handbook", site},
		{"a site in the folder", ".", site},
		{"a page", ".", page},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			save(t, filepath.Join(dir, "other", "mine.md"), "mine")
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			before := onDisk(t, dir)
			for step := 0; ; step++ {
				f := &failing{step: step}
				err := write(f.of(realDisk(root)), test.below, cairn.Theme(), test.files)
				if f.what == "" && err == nil {
					if each := 3 * len(test.files); step < each+2 { // a creation, a writing, a closing; and the folders
						t.Errorf("only %d steps", step)
					}
					break
				}
				var failure *diag.Failure
				if !errors.As(err, &failure) {
					t.Fatalf("step %d, %s: the error is %v", step, f.what, err)
				}
				if message := failure.Message.String(); !strings.HasPrefix(message, "cannot write ") || !strings.HasSuffix(message, ": no space left on device") {
					t.Errorf("step %d, %s: it says %s", step, f.what, message)
				}
				if got, want := failure.Help.String(), "free some space and try again; nothing was written"; got != want {
					t.Errorf("step %d, %s: help is %s", step, f.what, got)
				}
				if diff := cmp.Diff(before, onDisk(t, dir)); diff != "" {
					t.Fatalf("step %d, %s: something is left:\n%s", step, f.what, diff)
				}
			}
			after := onDisk(t, dir)
			for _, file := range test.files {
				want, err := file.text(cairn.Theme())
				if got := after[filepath.ToSlash(filepath.Join(test.below, file.Path))]; err != nil || got != want {
					t.Errorf("%s is %q", file.Path, got)
				}
			}
		})
	}
}

// What is there already is kept, even where it came to be in the meantime, and
// what was made before it was seen is taken away.
func TestNeverOverAnother(t *testing.T) {
	dir := t.TempDir()
	save(t, filepath.Join(dir, "content", "b", "mine.md"), "mine")
	before := onDisk(t, dir)
	files := []File{
		Page("a/new", Values{Title: "x", Today: "2026-11-24"}),
		Page("b/new", Values{Title: "x", Today: "2026-11-24"}),
		Page("b/mine", Values{Title: "x", Today: "2026-11-24"}),
	}
	err := Write(dir, cairn.Theme(), files...)
	var exists *ExistsError
	if !errors.As(err, &exists) || exists.Message.String() != "content/b/mine.md is there already" {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, onDisk(t, dir)); diff != "" {
		t.Errorf("the disk has changed:\n%s", diff)
	}
}

// A folder into which somebody else has put something is not taken away with
// what was made.
func TestUndoKeepsWhatIsOthers(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	d := realDisk(root)
	d.create = func(string) (io.WriteCloser, error) {
		save(t, filepath.Join(dir, "content", "mine.md"), "mine")
		return nil, syscall.ENOSPC
	}
	if err := write(d, ".", cairn.Theme(), []File{Page("methods/review", Values{Title: "x", Today: "2026-11-24"})}); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff(map[string]string{"content": "/", "content/mine.md": "mine"}, onDisk(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// onDisk is what a folder holds: the text of each file, and / for a folder.
func onDisk(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	files := os.DirFS(dir)
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || path == ".":
			return err
		case d.IsDir():
			found[path] = "/"
			return nil
		}
		data, err := fs.ReadFile(files, path)
		found[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
