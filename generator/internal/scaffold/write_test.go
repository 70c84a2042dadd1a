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

// fullDisk makes the operations of a disk fail after a number of them, except remove, which
// needs no space.
type fullDisk struct {
	allowed int    // operations that succeed
	done    int    // operations so far
	failed  string // the name of the first operation that failed; "" if none did
}

// next counts an operation and returns its error.
func (f *fullDisk) next(operation string) error {
	if f.done++; f.done <= f.allowed {
		return nil
	}
	if f.failed == "" {
		f.failed = operation
	}
	return &fs.PathError{Op: operation, Path: "x", Err: syscall.ENOSPC}
}

// wrap returns a disk whose operations fail when f does.
func (f *fullDisk) wrap(d disk) disk {
	mkdir, create := d.mkdir, d.create
	d.mkdir = func(name string) error {
		if err := f.next("mkdir"); err != nil {
			return err
		}
		return mkdir(name)
	}
	d.create = func(name string) (io.WriteCloser, error) {
		if err := f.next("create"); err != nil {
			return nil, err
		}
		file, err := create(name)
		return fullDiskFile{file, f}, err
	}
	return d
}

type fullDiskFile struct {
	io.WriteCloser
	disk *fullDisk
}

func (f fullDiskFile) Write(data []byte) (int, error) {
	if err := f.disk.next("write"); err != nil {
		n, _ := f.WriteCloser.Write(data[:len(data)/2]) // a full disk still writes a part
		return n, err
	}
	return f.WriteCloser.Write(data)
}

func (f fullDiskFile) Close() error {
	err := f.disk.next("close")
	return errors.Join(err, f.WriteCloser.Close())
}

// If the disk is full at any operation, Write leaves nothing behind, and the next run creates
// all files.
func TestFullDiskLeavesNothingBehind(t *testing.T) {
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
				f := &fullDisk{allowed: step}
				err := write(f.wrap(realDisk(root)), test.below, cairn.Theme(), test.files)
				if f.failed == "" && err == nil {
					if want := 3*len(test.files) + 2; step < want { // create, write and close each file, and create folders
						t.Errorf("%d operations, want at least %d", step, want)
					}
					break
				}
				var failure *diag.Failure
				if !errors.As(err, &failure) {
					t.Fatalf("step %d, %s: the error is %v", step, f.failed, err)
				}
				if message := failure.Message.String(); !strings.HasPrefix(message, "cannot write ") || !strings.HasSuffix(message, ": no space left on device") {
					t.Errorf("step %d, %s: the message is %s", step, f.failed, message)
				}
				if got, want := failure.Help.String(), "free some space and try again; nothing was written"; got != want {
					t.Errorf("step %d, %s: the help is %s, want %s", step, f.failed, got, want)
				}
				if diff := cmp.Diff(before, onDisk(t, dir)); diff != "" {
					t.Fatalf("step %d, %s: the disk has changed:\n%s", step, f.failed, diff)
				}
			}
			after := onDisk(t, dir)
			for _, file := range test.files {
				want, err := file.text(cairn.Theme())
				if got := after[filepath.ToSlash(filepath.Join(test.below, file.Path))]; err != nil || got != want {
					t.Errorf("%s is %q, want %q", file.Path, got, want)
				}
			}
		})
	}
}

// Write does not overwrite an existing file, and removes the files that it created before it
// found the existing file.
func TestExistingFileIsKept(t *testing.T) {
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
	if !errors.As(err, &exists) || exists.Message.String() != "content/b/mine.md already exists" {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff(before, onDisk(t, dir)); diff != "" {
		t.Errorf("the disk has changed:\n%s", diff)
	}
}

// undo does not remove a created folder into which another program has written.
func TestUndoKeepsForeignFiles(t *testing.T) {
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
		t.Error("write on a full disk returns no error")
	}
	if diff := cmp.Diff(map[string]string{"content": "/", "content/mine.md": "mine"}, onDisk(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// onDisk returns the text of each file below a folder, and "/" for each folder, by path.
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

// save writes a file and creates its folder.
func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
