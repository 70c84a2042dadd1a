// Package publish replaces the site in an output folder in one step. It is the only package
// that writes a site to a disk. After any interruption, such as a disk error or a kill, the
// output folder holds the old site or the new site, each complete.
//
// publish writes the new site into a sibling of the output folder, which is on the same file
// system: for public/, into .public.cairn-next. An unchanged file becomes a hard link to the
// file of the old site. Then publish exchanges the two folders, in one step where the system
// can; elsewhere it renames the old site to .public.cairn-old and the new site to public.
// If a killed run has left siblings, the next run renames .public.cairn-old back to public
// if public is missing, and removes the others. Hence .public.cairn-old always holds a
// complete site, and .public.cairn-next may always be removed. A run holds the lock
// .public.cairn-lock; a second run waits for it.
//
// A file is unchanged if its bytes are equal. publish never compares times: reading a file
// takes a fraction of the time of writing it, and a damaged or edited file is repaired rather
// than linked again. Because of the comparison, the files need no flush one by one: publish
// flushes the whole file system where it can, and otherwise the next run repairs the damage of
// a power failure.
//
// The manifest .cairn.json in the output folder lists the files that Cairn wrote and names
// their site. publish refuses a folder that holds other files or another site. The manifest
// also records what the site was made from, and a hash of all files, with which UpToDate
// finds that a site need not be made again.
//
// A reader may have a page of the old site open. Files under assets/ and search/, whose names
// contain hashes, therefore stay for one more generation: until the next publication that
// removes files of this kind.
package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"cairn/generator/internal/output"
)

// Options configure Publish.
type Options struct {
	Source  string // the site's folder; the output folder must neither be nor contain it
	Owner   Owner  // the site; an existing output folder must belong to it
	Waiting func() // called once if another run holds the lock; may be nil

	// Ready is called after every file of the tree has been read and before the output
	// folder changes. If ok is false, the output folder stays unchanged. inputs identifies
	// what the tree was made from; if it is empty, UpToDate will not recognise the site.
	// Ready may be nil.
	Ready func() (inputs string, ok bool)
}

// ErrNotReady is the error of Publish if Options.Ready returned false.
var ErrNotReady = errors.New("the site is not to be published")

// Report counts the files of a publication.
type Report struct {
	Files     int  // files of the site, without kept ones and the manifest
	Written   int  // new or changed files among them
	Kept      int  // files of the previous generation that stay
	Unchanged bool // no file differs, and publish wrote nothing
}

// Publish replaces the contents of dir by the tree's files. Its errors are *Refused if dir
// must not be written, *diag.Failure if the disk fails, and ErrNotReady; each of them leaves
// dir unchanged.
func Publish(tree *output.Tree, dir string, options Options) (Report, error) {
	return publish(tree, dir, options, realDisk())
}

// disk is the operations of a publication on the file system. Tests let each of them fail,
// or kill the run before it.
type disk struct {
	mkdir    func(path string) error
	write    func(path string, data []byte) error
	link     func(from, to string) error
	exchange func(a, b string) error
	rename   func(from, to string) error
	remove   func(path string) error   // recursive
	flush    func(folder string) error // flushes the folder's whole file system, where the system can
}

func realDisk() disk {
	return disk{
		mkdir:    func(path string) error { return os.Mkdir(path, 0o777) },
		write:    writeFile,
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
	from      string // a hash of the relative path from dir to the source
	ready     func() (inputs string, ok bool)
	sums      sync.Map // by path: the checksum of a file that has been read; see note
}

func publish(tree *output.Tree, dir string, options Options, d disk) (Report, error) {
	p, release, err := open(dir, options, d)
	if err != nil {
		return Report{}, err
	}
	defer release()
	return p.run(tree)
}

// open returns a publisher that holds the lock of dir until release is called.
func open(dir string, options Options, d disk) (p *publisher, release func(), err error) {
	real, err := locate(dir, options.Source)
	if err != nil {
		return nil, nil, err
	}
	p = &publisher{disk: d, shown: dir, dir: real, next: sibling(real, "next"), old: sibling(real, "old"), owner: options.Owner, from: fromOf(real, resolve(options.Source)), ready: options.Ready}
	if p.ready == nil {
		p.ready = func() (string, bool) { return "", true }
	}
	release, err = acquire(sibling(real, "lock"), options.Waiting)
	if err != nil {
		return nil, nil, failf(err, "cannot lock %s", dir)
	}
	return p, release, nil
}

// sibling names a file or folder beside dir.
func sibling(dir, role string) string {
	return filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".cairn-"+role)
}

func (p *publisher) run(tree *output.Tree) (Report, error) {
	paths := tree.Paths()
	for _, path := range paths {
		if _, err := filepath.Localize(path); err != nil {
			return Report{}, failf(err, "cannot write %s", path)
		}
	}
	if err := p.recover(); err != nil {
		return Report{}, failf(err, "cannot remove temporary files beside %s", p.shown)
	}
	before, err := p.survey()
	if err != nil {
		return Report{}, err
	}
	next := p.compare(tree, paths, before)
	report := Report{Files: tree.Len(), Kept: len(next.kept), Unchanged: next.unchanged}
	if next.unchanged {
		err = p.renew(before.manifest)
	} else {
		report.Written, err = p.replace(tree, paths, before, next)
	}
	if err != nil {
		return Report{}, err
	}
	return report, nil
}

// replace writes the new site and swaps it with the old one. It returns the number of files
// that differ.
func (p *publisher) replace(tree *output.Tree, paths []string, before site, next plan) (changed int, err error) {
	changed, err = p.writeSite(tree, paths, before, next)
	if err == nil {
		err = p.seal(manifest{Files: paths, Kept: next.kept})
	}
	switch {
	case errors.Is(err, ErrNotReady):
	case err != nil:
		err = failf(err, "cannot write %s", p.shown)
	default:
		if err = p.swap(); err != nil {
			err = failf(err, "cannot replace %s with the new site", p.shown)
		}
	}
	if err != nil {
		_ = p.remove(p.next) // the next run tries again
		return 0, err
	}
	flushFolder(filepath.Dir(p.dir))
	_ = p.clear() // the site is published; the next run removes a sibling that stays
	return changed, nil
}

// seal completes the new site by its manifest, if the site is to be published.
func (p *publisher) seal(m manifest) error {
	inputs, ok := p.ready()
	if !ok {
		return ErrNotReady
	}
	if err := p.writeManifest(m, inputs); err != nil {
		return err
	}
	return p.finish()
}

// swap moves the new site to the output folder. The old site is then the sibling next or
// old.
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

// recover restores the state before a run that was killed.
func (p *publisher) recover() error {
	if !exists(p.dir) && exists(p.old) {
		if err := p.rename(p.old, p.dir); err != nil {
			return err
		}
	}
	return p.clear()
}

// clear removes the siblings. It renames the sibling old to next before it removes it, so
// that the sibling old is always complete.
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

// writeFile writes a file like os.WriteFile. O_NONBLOCK has the reason that readFile states.
func writeFile(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|syscall.O_NONBLOCK, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
