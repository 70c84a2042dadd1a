package output

import (
	"io/fs"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
)

const (
	maxName = 255 // bytes of one name: the limit of common file systems
	maxPath = 900 // bytes of a path: macOS has a limit of 1,024, folders above the site included
)

// AddSource adds the name of a source file, relative to the folder of the sources. The file
// is not published, but Faults checks its name like the names of published files.
func (t *Tree) AddSource(path string, by diag.Place) {
	t.sources = append(t.sources, file{path: path, by: by})
}

// badNames returns the faults of names that some system forbids. keys are those of the files,
// in order.
func (t *Tree) badNames(keys []string) []diag.Fault {
	c := nameChecker{checked: map[string]bool{}, reported: map[badName]bool{}}
	for _, f := range t.sources {
		c.names(f)
	}
	for _, key := range keys {
		for _, f := range t.files[key] {
			c.names(f)
			c.length(f)
		}
	}
	return c.faults
}

// nameChecker reports a folder's name once, and a file's name once for all files that are
// made from one source in one folder: a.html, a.xlsx.
type nameChecker struct {
	checked  map[string]bool // folders
	reported map[badName]bool
	faults   []diag.Fault
}

type badName struct {
	path string // of a folder, or of a file up to the first dot in its name
	by   diag.Place
}

func (c *nameChecker) names(f file) {
	if !fs.ValidPath(f.path) || f.path == "." { // misplaced reports these
		return
	}
	from := strings.LastIndexByte(f.path, '/') + 1
	if folder := f.path[:from]; !c.checked[folder] {
		c.checked[folder], from = true, 0
	}
	forbidden.CheckPath(f.path[from:], f.by, func(fault diag.Fault, end int) { c.report(f, from+end, fault) })
}

// length reports an address that is too long for some file system.
func (c *nameChecker) length(f file) {
	if len(f.path) > maxPath {
		c.report(f, len(f.path), diag.Errorf(f.by, "long-address", "the address has %d bytes; macOS allows at most %d", len(f.path), maxPath).
			WithHelp("choose shorter names or fewer folders; a Chinese character has 3 bytes"))
	}
	end := 0
	for name := range strings.SplitSeq(f.path, "/") {
		end += len(name)
		if len(name) > maxName {
			c.report(f, end, diag.Errorf(f.by, "long-address", "the address contains a name of %d bytes; file systems allow at most %d", len(name), maxName).
				WithHelp("choose a shorter name; a Chinese character has 3 bytes"))
		}
		end += len("/")
	}
}

// report adds the fault of a name, which ends at the given byte of the path, if no fault of
// that name has been reported.
func (c *nameChecker) report(f file, end int, fault diag.Fault) {
	key := badName{path: f.path[:end]}
	if end == len(f.path) {
		folder := strings.LastIndexByte(f.path, '/') + 1
		stem, _, _ := strings.Cut(f.path[folder:], ".")
		key = badName{f.path[:folder] + stem, f.by}
	}
	if !c.reported[key] {
		c.reported[key] = true
		c.faults = append(c.faults, fault)
	}
}
