package scaffold

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"cairn/generator/internal/diag"
)

// ExistsError reports that a file to create exists already.
type ExistsError struct{ Message diag.Text }

func (e *ExistsError) Error() string { return e.Message.String() }

// Write creates files in dir, and dir itself if it does not exist. If one of the files
// exists already or cannot be written, Write removes what it created. It returns an
// *ExistsError or a *diag.Failure.
func Write(dir string, theme fs.FS, files ...File) error {
	ancestor, below, err := existingAncestor(dir)
	if err != nil {
		return diag.Unwritten(err, dir)
	}
	root, err := os.OpenRoot(ancestor)
	if err != nil {
		return diag.Unwritten(err, dir)
	}
	defer root.Close()
	return write(realDisk(root), below, theme, files)
}

// existingAncestor splits a path after its longest prefix that exists.
func existingAncestor(dir string) (ancestor, below string, err error) {
	ancestor, err = filepath.Abs(dir)
	for below = "."; err == nil; {
		if _, missing := os.Lstat(ancestor); missing == nil || ancestor == filepath.Dir(ancestor) {
			return ancestor, below, nil
		}
		ancestor, below = filepath.Dir(ancestor), path.Join(filepath.Base(ancestor), below)
	}
	return "", "", err
}

// disk holds the operations on the file system. Tests replace them by operations that fail.
type disk struct {
	mkdir  func(name string) error
	create func(name string) (io.WriteCloser, error) // fails if the file exists
	remove func(name string) error
}

func realDisk(root *os.Root) disk {
	return disk{
		mkdir: func(name string) error { return root.Mkdir(name, 0o777) },
		create: func(name string) (io.WriteCloser, error) {
			return root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		},
		remove: root.Remove,
	}
}

// write creates files below a folder of the disk, all of them or none.
func write(d disk, below string, theme fs.FS, files []File) error {
	texts := make([]string, len(files))
	for i, f := range files {
		var err error
		if texts[i], err = f.text(theme); err != nil {
			return err
		}
	}
	c := creator{disk: d}
	for i, f := range files {
		if err := c.file(path.Join(below, f.Path), texts[i]); err != nil {
			c.undo()
			if errors.Is(err, fs.ErrExist) {
				return &ExistsError{diag.Textf("%s already exists", f.Path)}
			}
			return diag.Unwritten(err, f.Path)
		}
	}
	return nil
}

// creator creates files and folders, and can remove them again.
type creator struct {
	disk
	created []string
}

// file creates a file and its folder. It fails if the file exists.
func (c *creator) file(name, text string) error {
	if err := c.folder(path.Dir(name)); err != nil {
		return err
	}
	f, err := c.create(name)
	if err != nil {
		return err
	}
	c.created = append(c.created, name)
	_, err = io.WriteString(f, text)
	return errors.Join(err, f.Close()) // on some disks only Close reports that no space is left
}

// folder creates a folder and its parents unless they exist.
func (c *creator) folder(name string) error {
	if name == "." {
		return nil
	}
	if err := c.folder(path.Dir(name)); err != nil {
		return err
	}
	err := c.mkdir(name)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		c.created = append(c.created, name)
	}
	return err
}

// undo removes all created files and folders. Removing a folder fails if another program
// has written into it in the meantime, and the folder stays.
func (c *creator) undo() {
	for _, name := range slices.Backward(c.created) {
		_ = c.remove(name)
	}
}
