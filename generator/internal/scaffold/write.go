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

// ExistsError is a file that is there already.
type ExistsError struct{ Message diag.Text }

func (e *ExistsError) Error() string { return e.Message.String() }

// Write makes the files in a folder, and the folder if it is not there. It makes
// all or, where one is there already or the disk will not have it, nothing. Its
// errors are *ExistsError and *diag.Failure.
func Write(dir string, theme fs.FS, files ...File) error {
	there, below, err := existing(dir)
	if err != nil {
		return diag.Unwritten(err, dir)
	}
	root, err := os.OpenRoot(there)
	if err != nil {
		return diag.Unwritten(err, dir)
	}
	defer root.Close()
	return write(realDisk(root), below, theme, files)
}

// existing is the part of a path that is there, and the rest.
func existing(dir string) (there, below string, err error) {
	there, err = filepath.Abs(dir)
	for below = "."; err == nil; {
		if _, missing := os.Lstat(there); missing == nil || there == filepath.Dir(there) {
			return there, below, nil
		}
		there, below = filepath.Dir(there), path.Join(filepath.Base(there), below)
	}
	return "", "", err
}

// disk is what is done to the file system. Tests put a failure before any of it.
type disk struct {
	mkdir  func(name string) error
	create func(name string) (io.WriteCloser, error) // a file that is not there
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

// write makes the files below a folder.
func write(d disk, below string, theme fs.FS, files []File) error {
	texts := make([]string, len(files))
	for i, f := range files {
		var err error
		if texts[i], err = f.text(theme); err != nil {
			return err
		}
	}
	m := maker{disk: d}
	for i, f := range files {
		if err := m.file(path.Join(below, f.Path), texts[i]); err != nil {
			m.undo()
			if errors.Is(err, fs.ErrExist) {
				return &ExistsError{diag.Textf("%s is there already", f.Path)}
			}
			return diag.Unwritten(err, f.Path)
		}
	}
	return nil
}

// maker makes files and folders, and can take them away again.
type maker struct {
	disk
	made []string
}

// file makes a file that is not there: somebody who made it in the meantime
// keeps hers.
func (m *maker) file(name, text string) error {
	if err := m.folder(path.Dir(name)); err != nil {
		return err
	}
	f, err := m.create(name)
	if err != nil {
		return err
	}
	m.made = append(m.made, name)
	_, err = io.WriteString(f, text)
	return errors.Join(err, f.Close()) // which on some disks says that there is no space
}

// folder makes a folder and those that it lies in, as far as they are not there.
func (m *maker) folder(name string) error {
	if name == "." {
		return nil
	}
	if err := m.folder(path.Dir(name)); err != nil {
		return err
	}
	err := m.mkdir(name)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		m.made = append(m.made, name)
	}
	return err
}

// undo takes away what was made. A folder into which somebody has put something
// in the meantime stays.
func (m *maker) undo() {
	for _, name := range slices.Backward(m.made) {
		_ = m.remove(name)
	}
}
