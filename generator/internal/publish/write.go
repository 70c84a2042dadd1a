package publish

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"cairn/generator/internal/output"
)

// plan is the difference between the new site and the old one.
type plan struct {
	same      map[string]bool // paths that are known to have equal bytes in the old site
	kept      []string        // files of the old site that stay for one generation
	unchanged bool            // the sites are equal
}

// compare returns the plan of a publication. It only reads. If the lists of files are equal,
// it compares bytes up to the first difference, because reading a file of the tree may
// render a page.
func (p *publisher) compare(tree *output.Tree, paths []string, before site) plan {
	next := plan{kept: keep(tree, before)}
	if before.manifest.Version == manifestVersion &&
		before.manifest.record == p.record() &&
		len(before.found) == len(paths)+len(next.kept) &&
		slices.Equal(before.manifest.Files, paths) &&
		slices.Equal(before.manifest.Kept, next.kept) {
		next.same = p.equal(tree, paths)
		next.unchanged = len(next.same) == len(paths)
	}
	return next
}

// errDiffers ends a comparison.
var errDiffers = errors.New("a file differs")

// equal returns paths whose file in the old site has equal bytes. It stops soon after the
// first difference.
func (p *publisher) equal(tree *output.Tree, paths []string) map[string]bool {
	same := map[string]bool{}
	var lock sync.Mutex
	_ = each(paths, func(path string, buffer *bytes.Buffer) error { // the only error is the first difference
		if !hasBytes(p.in(p.dir, path), p.read(tree, path, buffer)) {
			return errDiffers
		}
		lock.Lock()
		defer lock.Unlock()
		same[path] = true
		return nil
	})
	return same
}

// each calls f with every path on all cores, until one call fails. A core's calls are made by one
// goroutine and with one buffer: the stack, which rendering a page makes grow, would grow again in
// a new goroutine, and each page would take new memory.
func each(paths []string, f func(path string, buffer *bytes.Buffer) error) error {
	group, failed := errgroup.WithContext(context.Background())
	var next atomic.Int64
	for range min(len(paths), runtime.GOMAXPROCS(0)) {
		group.Go(func() error {
			var buffer bytes.Buffer
			for i := int(next.Add(1)) - 1; i < len(paths) && failed.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := f(paths[i], &buffer); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

func hasBytes(name string, data []byte) bool {
	info, err := os.Lstat(name)
	if err != nil || info.Size() != int64(len(data)) {
		return false
	}
	var old bytes.Buffer
	old.Grow(len(data) + bytes.MinRead) // so that the end of the file is found without growing
	return readFile(name, &old) == nil && bytes.Equal(old.Bytes(), data)
}

// keep returns the files of the old site that an open old page still needs: the files with
// hashed names that the new site lacks. If there are none, the files kept before stay.
func keep(tree *output.Tree, before site) []string {
	var gone, stay []string
	for _, path := range before.manifest.Files {
		if !tree.Has(path) && before.found[path] && isHashed(path) {
			gone = append(gone, path)
		}
	}
	for _, path := range before.manifest.Kept {
		if !tree.Has(path) && before.found[path] {
			stay = append(stay, path)
		}
	}
	if len(gone) > 0 {
		return gone
	}
	return stay
}

// isHashed reports whether a file's name changes with its bytes: an asset or a shard of the
// search index, at the root or in a language's folder.
func isHashed(name string) bool {
	folders := strings.Split(path.Dir(name), "/")
	return (slices.Contains(folders, "assets") || slices.Contains(folders, "search")) && path.Ext(name) != ".html"
}

// writeSite writes the new site into the sibling next, and returns the number of files that
// differ from the old site.
func (p *publisher) writeSite(tree *output.Tree, paths []string, before site, next plan) (changed int, err error) {
	if err := p.makeFolders(append(slices.Clone(paths), next.kept...)); err != nil {
		return 0, err
	}
	var differ atomic.Int64
	err = each(paths, func(path string, buffer *bytes.Buffer) error {
		same := next.same[path]
		if same && p.linkOld(path) {
			return nil
		}
		data := p.read(tree, path, buffer)
		if !same && before.found[path] && hasBytes(p.in(p.dir, path), data) {
			if same = true; p.linkOld(path) {
				return nil
			}
		}
		if !same {
			differ.Add(1)
		}
		return p.write(p.in(p.next, path), data)
	})
	if err != nil {
		return 0, err
	}
	if err := p.writeKept(next.kept); err != nil {
		return 0, err
	}
	return int(differ.Load()), nil
}

// writeManifest completes the manifest of a site that was made from inputs, and writes it into
// the sibling next.
func (p *publisher) writeManifest(m manifest, inputs string) error {
	m.record, m.Inputs, m.Hash = p.record(), inputs, ""
	if inputs != "" {
		m.Hash = p.hash(m.Files)
	}
	data, err := m.bytes()
	if err != nil {
		return err
	}
	return p.write(p.in(p.next, output.Manifest), data)
}

// makeFolders makes the sibling next and the folders of the paths in it.
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

// linkOld links a file of the old site into the new one. It returns false on file systems
// without hard links, or at the limit of links; the caller then writes the file.
func (p *publisher) linkOld(path string) bool {
	return p.link(p.in(p.dir, path), p.in(p.next, path)) == nil
}

// writeKept links or copies files of the old site into the new one, unless the new site has
// a file whose path this file system treats as equal.
func (p *publisher) writeKept(paths []string) error {
	for _, path := range paths {
		if exists(p.in(p.next, path)) || p.linkOld(path) {
			continue
		}
		data, err := os.ReadFile(p.in(p.dir, path))
		if err != nil {
			return err
		}
		if err := p.write(p.in(p.next, path), data); err != nil {
			return err
		}
	}
	return nil
}

// finish gives the new folder the permissions of the old one and flushes it to the disk.
func (p *publisher) finish() error {
	if info, err := os.Stat(p.dir); err == nil {
		if err := os.Chmod(p.next, info.Mode().Perm()); err != nil {
			return err
		}
	}
	return p.flush(p.next)
}

// in returns the file name of a path of the site in a folder.
func (p *publisher) in(folder, path string) string {
	return filepath.Join(folder, filepath.FromSlash(path))
}
