// Package output holds a built site in memory, as a tree of paths and their bytes. Package
// publish writes a tree to a disk, package serve serves it over HTTP.
//
// A path is relative to the site's root, slash-separated and clean
// (playbooks/saas/newcomer.html). Every file is added with the place of its source, so that
// a fault about two files of one path can name both sources. Paths that a Windows share or a
// Mac treats as equal, because they differ only in case or in the normal form of an accent,
// are equal here; a file at the path of a folder conflicts with the files in it. The order of
// additions does not matter: of two files of one path, the first by source file and offset
// is kept.
//
// The bytes of a file may be made at each request, and a folder at its first request.
package output

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/diag"
)

const (
	// Manifest is the file in which publish lists the files that it wrote.
	Manifest = ".cairn.json"
	// ServerFolder is the folder of the development server's own files.
	ServerFolder = "_cairn"
)

// Tree is the files of a site. Additions must not run concurrently; after them, any number
// of goroutines may read.
type Tree struct {
	files   map[string][]file       // by folded path; several in case of a conflict
	folders map[string]func() *Tree // at the top of the tree, made at the first request
	sources []file                  // source files, of which only the names are checked
}

type file struct {
	path string
	data func(buffer *bytes.Buffer) []byte // see AddLazy
	by   diag.Place

	isLazy bool // data makes the bytes at each call
}

// New returns an empty tree.
func New() *Tree {
	return &Tree{files: map[string][]file{}, folders: map[string]func() *Tree{}}
}

// Add adds a file. The caller must not change data afterwards.
func (t *Tree) Add(path string, data []byte, by diag.Place) {
	t.add(file{path: path, data: func(*bytes.Buffer) []byte { return data }, by: by})
}

// AddLazy adds a file whose bytes data returns. It must return the same bytes at each call,
// and may be called concurrently. It may replace the contents of the buffer by the bytes and
// return the buffer's memory; without a buffer (nil) the bytes have memory of their own.
func (t *Tree) AddLazy(path string, data func(buffer *bytes.Buffer) []byte, by diag.Place) {
	t.add(file{path: path, data: data, by: by, isLazy: true})
}

func (t *Tree) add(f file) {
	key := fold(f.path)
	writers := append(t.files[key], f)
	if len(writers) > 1 {
		slices.SortStableFunc(writers, compare)
	}
	t.files[key] = writers
}

// AddFolder adds a folder at the top of the tree. The first request for one of its files
// makes all of them.
func (t *Tree) AddFolder(name string, files func() *Tree) {
	t.folders[name] = sync.OnceValue(files)
}

func compare(a, b file) int {
	return cmp.Or(
		cmp.Compare(a.by.File, b.by.File),
		cmp.Compare(a.by.Offset, b.by.Offset),
		cmp.Compare(a.path, b.path),
	)
}

// fold returns a key that is equal for paths that some file system treats as equal.
func fold(path string) string {
	return strings.ToLower(norm.NFC.String(path))
}

// Len is the number of files, without the files of lazy folders.
func (t *Tree) Len() int { return len(t.files) }

// Get returns the bytes of a path, which must be spelled as it was added. The caller must
// not change them.
func (t *Tree) Get(path string) ([]byte, bool) { return t.Read(path, nil) }

// Read returns the bytes of a path as Get does. They are valid until the buffer is used again,
// because a file that is made at each request may be made in it: a caller that reads many
// files needs no memory for each.
func (t *Tree) Read(path string, buffer *bytes.Buffer) ([]byte, bool) {
	writers := t.files[fold(path)]
	if len(writers) > 0 && writers[0].path == path {
		return writers[0].data(buffer), true
	}
	top, _, _ := strings.Cut(path, "/")
	if folder, ok := t.folders[top]; ok {
		return folder().Read(path, buffer)
	}
	return nil, false
}

// Has reports whether a path was added.
func (t *Tree) Has(path string) bool {
	writers := t.files[fold(path)]
	if len(writers) > 0 && writers[0].path == path {
		return true
	}
	top, _, _ := strings.Cut(path, "/")
	folder, ok := t.folders[top]
	return ok && folder().Has(path)
}

// SameFiles reports whether two trees hold the same files, apart from lazy ones.
func (t *Tree) SameFiles(other *Tree) bool {
	return t.contains(other) && other.contains(t)
}

// contains reports whether t has all files of another tree that are not lazy, with equal
// bytes.
func (t *Tree) contains(other *Tree) bool {
	for key, writers := range other.files {
		if writers[0].isLazy {
			continue
		}
		own := t.files[key]
		if len(own) == 0 || own[0].isLazy || !bytes.Equal(own[0].data(nil), writers[0].data(nil)) {
			return false
		}
	}
	return true
}

// Paths returns all paths, sorted by their bytes. It makes the lazy folders.
func (t *Tree) Paths() []string {
	paths := make([]string, 0, len(t.files))
	for _, writers := range t.files {
		paths = append(paths, writers[0].path)
	}
	for _, folder := range t.folders {
		paths = append(paths, folder().Paths()...)
	}
	slices.Sort(paths)
	return paths
}

// Faults returns the faults of the paths: conflicts, addresses outside the site, and names
// that some system forbids. The names of sources are included.
func (t *Tree) Faults() []diag.Fault {
	keys := slices.Sorted(maps.Keys(t.files))
	faults := append(t.badNames(keys), t.twoFolders(keys)...)
	for _, key := range keys {
		writers := t.files[key]
		for _, second := range writers[1:] {
			faults = append(faults, twoSources(writers[0], second))
		}
		if fault, bad := t.misplaced(key, writers[0]); bad {
			faults = append(faults, fault)
		}
	}
	return faults
}

func twoSources(first, second file) diag.Fault {
	if first.path == second.path {
		return diag.Errorf(second.by, "two-sources", "%s and %s are both published at %s",
			writer(first.by), writer(second.by), first.path).
			WithHelp("rename one of the two")
	}
	return diag.Errorf(second.by, "two-sources", "%s is published at %s and %s at %s, which is the same address on Windows and macOS",
		writer(first.by), first.path, writer(second.by), second.path).
		WithHelp("rename one of the two so that the names differ in more than case or Unicode normalization of accents")
}

// misplaced returns the fault of a path that is no address within the site, that is
// reserved, or that needs a folder where a file is.
func (t *Tree) misplaced(key string, f file) (diag.Fault, bool) {
	if !utf8.ValidString(f.path) {
		return diag.Fault{}, false // package content reports the name of such a source
	}
	if !fs.ValidPath(f.path) || f.path == "." || strings.Contains(f.path, `\`) {
		return diag.Errorf(f.by, "bad-address", "%q is not an address within the site", f.path).
			WithHelp("rename the file"), true
	}
	if key == Manifest || key == ServerFolder || strings.HasPrefix(key, ServerFolder+"/") {
		return diag.Errorf(f.by, "reserved-address", "Cairn itself publishes a file at %s", f.path).
			WithHelp("rename the file or folder"), true
	}
	for folder := path.Dir(key); folder != "."; folder = path.Dir(folder) {
		if other := t.files[folder]; len(other) > 0 {
			return diag.Errorf(f.by, "two-sources", "%s needs a folder at %s, but %s is published there as a file",
				writer(f.by), other[0].path, writer(other[0].by)).
				WithHelp("rename the folder or the file"), true
		}
	}
	return diag.Fault{}, false
}

// writer names the source of a file. A file that Cairn makes without a source has none.
func writer(by diag.Place) string {
	return cmp.Or(by.File, "Cairn itself")
}
