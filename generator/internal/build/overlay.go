package build

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// Overlay returns a file system in which the layouts/ and static/ of a site hide those of a
// theme, file by file.
func Overlay(source, theme fs.FS) fs.FS { return overlay{source, theme} }

// overlay is a file system in which the files of over hide those of under.
type overlay struct{ over, under fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.under.Open(name)
	}
	return f, err
}

// Stat does not open the file: opening a named pipe would block.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(o.over, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fs.Stat(o.under, name)
	}
	return info, err
}

// ReadDir lists the entries of both file systems, each name once.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	over, overErr := fs.ReadDir(o.over, name)
	under, underErr := fs.ReadDir(o.under, name)
	if overErr != nil && underErr != nil {
		return nil, underErr
	}
	entries := over
	for _, e := range under {
		if !slices.ContainsFunc(over, func(d fs.DirEntry) bool { return d.Name() == e.Name() }) {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}
