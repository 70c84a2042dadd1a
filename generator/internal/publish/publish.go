// Package publish puts a built site into its output folder in one step. It is
// the only part of Cairn that writes a site to disk, and whatever stops it (a
// fault of the disk, a kill) leaves the old site or the new one, whole.
//
// The new site is written into a sibling of the output folder, so on the same
// file system: public/ is made in .public.cairn-next. A file that is unchanged
// is a hard link to the old site's. Then the two folders are exchanged, where
// the system can do that in one step; elsewhere the old site is renamed to
// .public.cairn-old and the new one to public. A run that finds the leftovers of
// one that was killed puts a site that was renamed away back in its place and
// removes the rest. .public.cairn-old is therefore always a whole site, and
// .public.cairn-next is nothing that anybody needs. .public.cairn-lock is held
// while a run is at work; a second one waits.
//
// Whether a file is unchanged is told by its bytes, not by a time and not by a
// recorded hash: to read it back costs a fraction of writing it, and a file that
// was damaged or edited by hand is mended instead of being linked for ever. It
// also lets files be flushed to disk together where the system can, and not at
// all where it cannot.
//
// The manifest .cairn.json in the output folder lists what Cairn wrote, and names the
// site that it is of. A folder that holds anything else, or another site, is not
// touched.
//
// A reader may still have a page of the old site open, so files under assets/
// and search/, whose names carry hashes, stay for one more generation: until the
// next publication that takes such files away.
package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"cairn/generator/internal/output"
)

// Options say what Publish has to know beside the site and the folder.
type Options struct {
	Source  string // the site's folder, which the output must not be or hold
	Owner   Owner  // whose folder the output must be, if it is not new
	Waiting func() // called once when another run holds the output folder; may be nil

	// Ready is asked when every file of the tree has been read, and before any is
	// seen in the folder. If it says no, the folder stays as it is; may be nil.
	Ready func() bool
}

// ErrNotReady is the error of a publication that Options.Ready has refused.
var ErrNotReady = errors.New("the site is not to be published")

// Report says what a publication did.
type Report struct {
	Files     int  // the site's files, without kept ones and the manifest
	Written   int  // of these, new or changed
	Kept      int  // files of the generation before that stay
	Unchanged bool // nothing differed, so nothing was touched
}

// Publish makes dir hold the tree's files. Its errors are *Refused, where the
// folder must not be written, *diag.Failure, where the disk would not, and
// ErrNotReady; dir then holds what it held before.
func Publish(tree *output.Tree, dir string, options Options) (Report, error) {
	return publish(tree, dir, options, realDisk())
}

// disk is what a publication does to the file system. Tests put a failure or a
// kill before any of it.
type disk struct {
	mkdir    func(path string) error
	write    func(path string, data []byte) error
	link     func(from, to string) error
	exchange func(a, b string) error
	rename   func(from, to string) error
	remove   func(path string) error   // with all that is below
	flush    func(folder string) error // its whole file system, where the system can
}

func realDisk() disk {
	return disk{
		mkdir:    func(path string) error { return os.Mkdir(path, 0o777) },
		write:    func(path string, data []byte) error { return os.WriteFile(path, data, 0o666) },
		link:     os.Link,
		exchange: exchange,
		rename:   os.Rename,
		remove:   os.RemoveAll,
		flush:    flush,
	}
}

// publisher is one publication.
type publisher struct {
	disk
	shown     string // the output folder as the user wrote it
	dir       string // the same, absolute and without symbolic links
	next, old string
	owner     Owner
	from      string // a hash of the way from dir to the source
	ready     func() bool
}

func publish(tree *output.Tree, dir string, options Options, d disk) (Report, error) {
	real, err := locate(dir, options.Source)
	if err != nil {
		return Report{}, err
	}
	p := &publisher{disk: d, shown: dir, dir: real, next: sibling(real, "next"), old: sibling(real, "old"), owner: options.Owner, from: fromOf(real, resolve(options.Source)), ready: options.Ready}
	if p.ready == nil {
		p.ready = func() bool { return true }
	}
	release, err := acquire(sibling(real, "lock"), options.Waiting)
	if err != nil {
		return Report{}, failf(err, "cannot lock %s", dir)
	}
	defer release()
	return p.run(tree)
}

// sibling names a file or folder beside dir.
func sibling(dir, role string) string {
	return filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".cairn-"+role)
}

func (p *publisher) run(tree *output.Tree) (Report, error) {
	for _, path := range tree.Paths() {
		if _, err := filepath.Localize(path); err != nil {
			return Report{}, failf(err, "cannot write %s", path)
		}
	}
	if err := p.mend(); err != nil {
		return Report{}, failf(err, "cannot clean up beside %s", p.shown)
	}
	before, err := p.survey()
	if err != nil {
		return Report{}, err
	}
	next := p.compare(tree, before)
	report := Report{Files: tree.Len(), Kept: len(next.kept), Unchanged: next.unchanged}
	if next.unchanged && !p.ready() {
		return Report{}, ErrNotReady
	}
	if !next.unchanged {
		report.Written, err = p.replace(tree, before, next)
	}
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// replace writes the new site and lets the old one give way to it. It counts the
// files that are not as in the old one.
func (p *publisher) replace(tree *output.Tree, before site, next plan) (changed int, err error) {
	changed, err = p.writeSite(tree, before, next)
	switch {
	case err != nil:
		err = failf(err, "cannot write %s", p.shown)
	case !p.ready():
		err = ErrNotReady
	default:
		if err = p.swap(); err != nil {
			err = failf(err, "cannot put the new site in place of %s", p.shown)
		}
	}
	if err != nil {
		_ = p.remove(p.next) // the next run tries again
		return 0, err
	}
	flushFolder(filepath.Dir(p.dir))
	_ = p.clear() // the site is published; what is left is for the next run
	return changed, nil
}

// swap puts the new site in the old one's place and leaves the old one as next
// or old.
func (p *publisher) swap() error {
	if _, err := os.Lstat(p.dir); errors.Is(err, fs.ErrNotExist) {
		return p.rename(p.next, p.dir)
	}
	if p.exchange(p.next, p.dir) == nil {
		return nil
	}
	if err := p.rename(p.dir, p.old); err != nil {
		return err
	}
	if err := p.rename(p.next, p.dir); err != nil {
		return errors.Join(err, p.rename(p.old, p.dir))
	}
	return nil
}

// mend undoes what a run that was killed left behind.
func (p *publisher) mend() error {
	if !exists(p.dir) && exists(p.old) {
		if err := p.rename(p.old, p.dir); err != nil {
			return err
		}
	}
	return p.clear()
}

// clear removes the siblings. A whole site is never removed under the name old,
// so that what mend finds there is always whole.
func (p *publisher) clear() error {
	if err := p.remove(p.next); err != nil {
		return err
	}
	if !exists(p.old) {
		return nil
	}
	if err := p.rename(p.old, p.next); err != nil {
		return err
	}
	return p.remove(p.next)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
