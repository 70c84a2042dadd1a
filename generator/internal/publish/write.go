package publish

import (
	"bytes"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"cairn/generator/internal/output"
)

// plan is how the new site comes out of the old one.
type plan struct {
	same      map[string]bool // the tree's paths whose bytes are in the old site
	kept      []string        // the old site's files that stay for one generation
	unchanged bool
}

// compare tells what is to be done. It reads the old site and changes nothing.
func (p *publisher) compare(tree *output.Tree, before site) plan {
	paths := tree.Paths()
	next := plan{same: p.equal(tree, before), kept: keep(tree, before)}
	next.unchanged = before.manifest.Version == manifestVersion &&
		len(next.same) == len(paths) &&
		len(before.found) == len(paths)+len(next.kept) &&
		slices.Equal(before.manifest.Files, paths) &&
		slices.Equal(before.manifest.Kept, next.kept)
	return next
}

// equal finds the paths whose file in the old site has the very bytes of the
// new one.
func (p *publisher) equal(tree *output.Tree, before site) map[string]bool {
	same := map[string]bool{}
	var lock sync.Mutex
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, path := range tree.Paths() {
		if !before.found[path] {
			continue
		}
		group.Go(func() error {
			data, _ := tree.Get(path)
			if hasBytes(p.in(p.dir, path), data) {
				lock.Lock()
				same[path] = true
				lock.Unlock()
			}
			return nil
		})
	}
	_ = group.Wait() // none of them returns an error
	return same
}

func hasBytes(name string, data []byte) bool {
	info, err := os.Lstat(name)
	if err != nil || info.Size() != int64(len(data)) {
		return false
	}
	old, err := os.ReadFile(name)
	return err == nil && bytes.Equal(old, data)
}

// keep picks the old site's files that a reader with an old page open still
// needs. Where none goes away, those kept before stay.
func keep(tree *output.Tree, before site) []string {
	var gone, stay []string
	for _, path := range before.manifest.Files {
		if _, live := tree.Get(path); !live && before.found[path] && isHashed(path) {
			gone = append(gone, path)
		}
	}
	for _, path := range before.manifest.Kept {
		if _, live := tree.Get(path); !live && before.found[path] {
			stay = append(stay, path)
		}
	}
	if len(gone) > 0 {
		return gone
	}
	return stay
}

// isHashed tells whether a file's name changes with its bytes: assets and shards
// of the search index do, at the root or in a language's folder.
func isHashed(name string) bool {
	folders := strings.Split(path.Dir(name), "/")
	return (slices.Contains(folders, "assets") || slices.Contains(folders, "search")) && path.Ext(name) != ".html"
}

// writeSite makes the new site in the sibling folder.
func (p *publisher) writeSite(tree *output.Tree, next plan) error {
	paths := tree.Paths()
	if err := p.makeFolders(append(slices.Clone(paths), next.kept...)); err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, path := range paths {
		group.Go(func() error {
			data, _ := tree.Get(path)
			return p.place(path, data, next.same[path])
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := p.writeKept(next.kept); err != nil {
		return err
	}
	record, err := manifest{Files: paths, Kept: next.kept}.bytes()
	if err != nil {
		return err
	}
	if err := p.write(p.in(p.next, output.Manifest), record); err != nil {
		return err
	}
	return p.finish()
}

// makeFolders makes the sibling folder and those that the paths need.
func (p *publisher) makeFolders(paths []string) error {
	needed := map[string]bool{".": true}
	for _, name := range paths {
		for folder := path.Dir(name); !needed[folder]; folder = path.Dir(folder) {
			needed[folder] = true
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(needed)) {
		if err := p.mkdir(p.in(p.next, folder)); err != nil {
			return err
		}
	}
	return nil
}

// place links an unchanged file and writes any other. Where the file system
// knows no links, or no more of them, the file is written too.
func (p *publisher) place(path string, data []byte, same bool) error {
	if same && p.link(p.in(p.dir, path), p.in(p.next, path)) == nil {
		return nil
	}
	return p.write(p.in(p.next, path), data)
}

// writeKept carries files of the old site over. A file that the new site has by
// another spelling on this file system is there already.
func (p *publisher) writeKept(paths []string) error {
	for _, path := range paths {
		if exists(p.in(p.next, path)) {
			continue
		}
		data, err := os.ReadFile(p.in(p.dir, path))
		if err != nil {
			return err
		}
		if err := p.place(path, data, true); err != nil {
			return err
		}
	}
	return nil
}

// finish gives the new folder the mode of the old one and flushes it to disk.
func (p *publisher) finish() error {
	if info, err := os.Stat(p.dir); err == nil {
		if err := os.Chmod(p.next, info.Mode().Perm()); err != nil {
			return err
		}
	}
	return flush(p.next)
}

// in is the name on disk of a path of the site.
func (p *publisher) in(folder, path string) string {
	return filepath.Join(folder, filepath.FromSlash(path))
}
