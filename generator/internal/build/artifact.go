package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"sync"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// artifact is one file to publish. Its bytes are either data, or made by render. An
// artifact that cannot be rendered has no bytes.
type artifact struct {
	path string
	by   diag.Place // the source of the file, for faults in its path; the zero Place for a file of Cairn's own

	data   []byte
	render func(*bytes.Buffer) ([]byte, []diag.Fault) // may be called by several goroutines, and more than once; see output.Tree.AddLazy
	keep   bool                                       // call render once and keep its bytes; makeArtifacts also sets it

	// key is a hash of all that render depends on. The next build takes over an artifact
	// of equal path and key. Its render must not refer to the Site, which would stay in
	// memory. The zero key belongs to an artifact of this build alone.
	key [sha256.Size]byte

	mu     sync.Mutex
	made   bool
	faults []diag.Fault
}

func (a *artifact) hasKey() bool { return a.key != [sha256.Size]byte{} }

// read returns the bytes of the file, perhaps in the buffer.
func (a *artifact) read(buffer *bytes.Buffer) []byte {
	if a.render == nil {
		return a.data
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.made && a.keep {
		return a.data
	}
	return a.make(buffer)
}

// findFaults returns the faults of rendering the file, which it renders if that has not
// been done.
func (a *artifact) findFaults() []diag.Fault {
	if a.render == nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.made {
		a.make(nil)
	}
	return a.faults
}

// make renders the file. The caller holds mu.
func (a *artifact) make(buffer *bytes.Buffer) []byte {
	if a.keep {
		buffer = nil // which the caller will use again
	}
	data, faults := a.render(buffer)
	a.made, a.faults = true, faults
	if a.keep {
		a.data = data
	}
	return data
}

// makeAll renders the artifacts that have not been rendered, and returns the faults of all.
// It returns false if the context ends first.
func makeAll(ctx context.Context, artifacts []*artifact) ([]diag.Fault, bool) {
	found := make([][]diag.Fault, len(artifacts))
	parallel(len(artifacts), func(i int) {
		if ctx.Err() == nil {
			found[i] = artifacts[i].findFaults()
		}
	})
	if ctx.Err() != nil {
		return nil, false
	}
	var faults []diag.Fault
	reported := map[diag.Place]bool{}
	for _, f := range slices.Concat(found...) {
		if !reported[f.Place] { // every page of a layout has the layout's fault
			faults = append(faults, f)
		}
		reported[f.Place] = true
	}
	return faults, true
}

// withKeys returns the artifacts that have a key, by path.
func withKeys(artifacts []*artifact) map[string]*artifact {
	byPath := map[string]*artifact{}
	for _, a := range artifacts {
		if a.hasKey() {
			byPath[a.path] = a
		}
	}
	return byPath
}

// takeOver replaces artifacts by those of the last build that have the same path and key.
func takeOver(all []*artifact, last map[string]*artifact) []*artifact {
	for i, a := range all {
		if known := last[a.path]; known != nil && known.key == a.key {
			all[i] = known
		}
	}
	return all
}

// newTree returns a tree of the artifacts. It also holds the names of all files under
// content/, which colleagues have on their disks, whether they are published or not.
func newTree(s *source, artifacts []*artifact) *output.Tree {
	tree := output.New()
	for _, e := range s.entries {
		tree.AddSource(strings.TrimPrefix(e.Path, content.Root+"/"), diag.WholeFile(e.Path))
	}
	for _, a := range artifacts {
		if a.render == nil {
			tree.Add(a.path, a.data, a.by)
		} else {
			tree.AddLazy(a.path, a.read, a.by)
		}
	}
	return tree
}
