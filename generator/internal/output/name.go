package output

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
)

const (
	maxName = 255 // bytes: what a disk takes for one name
	maxPath = 900 // bytes: macOS takes 1,024 with the folders above the site
)

// AddSource notes a file that the site is made from, by its path below its
// folder. It is not published; its name is checked as those of the site are.
func (t *Tree) AddSource(path string, by diag.Place) {
	t.sources = append(t.sources, file{path: path, by: by})
}

// badNames tells of the names that some system cannot have.
func (t *Tree) badNames() []diag.Fault {
	c := nameChecker{told: map[badName]bool{}}
	for _, f := range t.sources {
		c.names(f)
	}
	for _, key := range slices.Sorted(maps.Keys(t.files)) {
		for _, f := range t.files[key] {
			c.names(f)
			c.length(f)
		}
	}
	return c.faults
}

// nameChecker tells of a folder's name once, and of that of a file once for all
// files that one source makes beside each other: a.html, a.xlsx.
type nameChecker struct {
	told   map[badName]bool
	faults []diag.Fault
}

type badName struct {
	path string // of a folder, or of a file up to the first dot in its name
	by   diag.Place
}

func (c *nameChecker) names(f file) {
	if fs.ValidPath(f.path) && f.path != "." { // the others are told as no address
		forbidden.Path(f.path, f.by, func(fault diag.Fault, end int) { c.report(f, end, fault) })
	}
}

// length tells of an address that no disk has room for.
func (c *nameChecker) length(f file) {
	if len(f.path) > maxPath {
		c.report(f, len(f.path), diag.Errorf(f.by, "long-address", "an address of %d bytes: macOS takes no more than %d", len(f.path), maxPath).
			WithHelp("choose shorter names, or fewer folders; a Chinese character has 3 bytes"))
	}
	end := 0
	for name := range strings.SplitSeq(f.path, "/") {
		end += len(name)
		if len(name) > maxName {
			c.report(f, end, diag.Errorf(f.by, "long-address", "a name of %d bytes in an address: no disk takes more than %d", len(name), maxName).
				WithHelp("choose a shorter one; a Chinese character has 3 bytes"))
		}
		end += len("/")
	}
}

// report reports the fault of a name that ends at a byte of the path.
func (c *nameChecker) report(f file, end int, fault diag.Fault) {
	key := badName{path: f.path[:end]}
	if end == len(f.path) {
		folder := strings.LastIndexByte(f.path, '/') + 1
		stem, _, _ := strings.Cut(f.path[folder:], ".")
		key = badName{f.path[:folder] + stem, f.by}
	}
	if !c.told[key] {
		c.told[key] = true
		c.faults = append(c.faults, fault)
	}
}
