// Package output is the built site before anybody writes or serves it: a tree
// of paths and their bytes.
//
// A path is relative to the site's root, slash-separated and clean
// (playbooks/saas/newcomer.html). Every file is added with the place of its
// source, so that two writers of one path can be told which two they are. Paths
// that a Windows share or a Mac would hold to be one, because they differ in
// case or in the form of an accent only, count as one; so does a file that
// stands where another needs a folder. What is added does not depend on the
// order in which it is: the first writer by file and place has the path.
//
// A file's bytes may be made whenever they are asked for, and a whole folder when it
// first is.
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
	// Manifest is the file in which publish notes what it wrote.
	Manifest = ".cairn.json"
	// ServerFolder is where the development server keeps what is its own.
	ServerFolder = "_cairn"
)

// Tree is the site's files. It is not safe for writers that run side by side;
// once it is filled it may be read by any number.
type Tree struct {
	files   map[string][]file       // by path as a case-blind file system knows it
	folders map[string]func() *Tree // that are made when they are first asked for
	sources []file                  // without bytes
}

type file struct {
	path string
	data func() []byte
	by   diag.Place

	later bool // the bytes are made when they are asked for
}

// New makes an empty tree.
func New() *Tree {
	return &Tree{files: map[string][]file{}, folders: map[string]func() *Tree{}}
}

// Add puts a file into the tree. The data must not be changed any more.
func (t *Tree) Add(path string, data []byte, by diag.Place) {
	t.add(file{path: path, data: func() []byte { return data }, by: by})
}

// AddLater puts a file into the tree whose bytes data gives, always the same.
// Several may ask for them at once.
func (t *Tree) AddLater(path string, data func() []byte, by diag.Place) {
	t.add(file{path: path, data: data, by: by, later: true})
}

func (t *Tree) add(f file) {
	key := fold(f.path)
	writers := append(t.files[key], f)
	if len(writers) > 1 {
		slices.SortStableFunc(writers, compare)
	}
	t.files[key] = writers
}

// AddFolder puts a folder at the top of the tree, all of whose files are made
// when the first of them is asked for.
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

// fold gives one key to all spellings that some file system holds to be one.
func fold(path string) string {
	return strings.ToLower(norm.NFC.String(path))
}

// Len is the number of files, without those of folders that are made later.
func (t *Tree) Len() int { return len(t.files) }

// Get gives the bytes of a path as it was added. They are not to be changed.
func (t *Tree) Get(path string) ([]byte, bool) {
	writers := t.files[fold(path)]
	if len(writers) > 0 && writers[0].path == path {
		return writers[0].data(), true
	}
	top, _, _ := strings.Cut(path, "/")
	if folder, ok := t.folders[top]; ok {
		return folder().Get(path)
	}
	return nil, false
}

// Has tells whether a path was added.
func (t *Tree) Has(path string) bool {
	writers := t.files[fold(path)]
	if len(writers) > 0 && writers[0].path == path {
		return true
	}
	top, _, _ := strings.Cut(path, "/")
	folder, ok := t.folders[top]
	return ok && folder().Has(path)
}

// SameFiles tells whether two trees hold the same files, apart from those that
// are made later.
func (t *Tree) SameFiles(other *Tree) bool {
	return t.holds(other) && other.holds(t)
}

// holds tells whether all files of another tree are here as they are there.
func (t *Tree) holds(other *Tree) bool {
	for key, writers := range other.files {
		if writers[0].later {
			continue
		}
		own := t.files[key]
		if len(own) == 0 || own[0].later || !bytes.Equal(own[0].data(), writers[0].data()) {
			return false
		}
	}
	return true
}

// Paths lists all paths, sorted by their bytes.
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

// Faults tells of every path that cannot be published as it was added, and of the
// names of sources that some system cannot have.
func (t *Tree) Faults() []diag.Fault {
	faults := append(t.badNames(), t.twoFolders()...)
	for _, key := range slices.Sorted(maps.Keys(t.files)) {
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
	return diag.Errorf(second.by, "two-sources", "%s is published at %s and %s at %s, one address on Windows and macOS",
		writer(first.by), first.path, writer(second.by), second.path).
		WithHelp("rename one of the two so that they differ in more than case or the form of an accent")
}

// misplaced tells whether a file has an address that no file can have.
func (t *Tree) misplaced(key string, f file) (diag.Fault, bool) {
	if !utf8.ValidString(f.path) {
		return diag.Fault{}, false // whoever reads the source tells of its name
	}
	if !fs.ValidPath(f.path) || f.path == "." || strings.Contains(f.path, `\`) {
		return diag.Errorf(f.by, "bad-address", "%q is not an address within the site", f.path).
			WithHelp("rename the file"), true
	}
	if key == Manifest || key == ServerFolder || strings.HasPrefix(key, ServerFolder+"/") {
		return diag.Errorf(f.by, "reserved-address", "%s is an address that Cairn keeps for itself", f.path).
			WithHelp("rename the file or folder"), true
	}
	for folder := path.Dir(key); folder != "."; folder = path.Dir(folder) {
		if other := t.files[folder]; len(other) > 0 {
			return diag.Errorf(f.by, "two-sources", "%s needs a folder at %s, where %s is published as a file",
				writer(f.by), other[0].path, writer(other[0].by)).
				WithHelp("rename the folder or the file"), true
		}
	}
	return diag.Fault{}, false
}

// writer names the source of a file; what Cairn makes of its own has none.
func writer(by diag.Place) string {
	return cmp.Or(by.File, "Cairn itself")
}
