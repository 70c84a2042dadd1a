package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"syscall"

	"cairn/generator/internal/output"
)

// UpToDate reports whether dir holds the complete site that was made from inputs, every file
// with the bytes that Publish wrote. It calls inputs only if dir names those of its site.
// Whatever else it finds there, it leaves to Publish.
func UpToDate(dir string, inputs func() string, options Options) (report Report, ok bool) {
	known, err := readManifest(filepath.Join(dir, output.Manifest))
	if err != nil || known.Inputs == "" || known.Inputs != inputs() {
		return Report{}, false
	}
	p, release, err := open(dir, options, realDisk())
	if err != nil {
		return Report{}, false
	}
	defer release()
	if p.recover() != nil {
		return Report{}, false
	}
	before, err := p.survey() // the manifest may be another one since another run has released the lock
	if err != nil || before.manifest.Inputs != known.Inputs || !p.isIntact(before) {
		return Report{}, false
	}
	return Report{Files: len(before.manifest.Files), Kept: len(before.manifest.Kept), Unchanged: true}, true
}

// isIntact reports whether every file of a site has the bytes that its manifest records.
func (p *publisher) isIntact(before site) bool {
	known := before.manifest
	if known.record != p.record() || len(before.found) != len(known.Files)+len(known.Kept) {
		return false
	}
	err := each(known.Files, func(path string, buffer *bytes.Buffer) error {
		err := readFile(p.in(p.dir, path), buffer)
		p.note(path, buffer.Bytes())
		return err
	})
	return err == nil && p.hash(known.Files) == known.Hash
}

// readFile reads a file into a buffer. Without O_NONBLOCK, package os makes five system calls to find out
// that the file cannot be polled; with it, one.
func readFile(name string, buffer *bytes.Buffer) error {
	buffer.Reset()
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	_, err = buffer.ReadFrom(f)
	return errors.Join(err, f.Close())
}

// renew replaces the manifest of an unchanged site that was made from other inputs, or has another
// hash, than the manifest says. UpToDate alone needs the new one, so the site is published even if
// that fails.
func (p *publisher) renew(known manifest) error {
	inputs, ok := p.ready()
	if !ok {
		return ErrNotReady
	}
	if inputs == "" || inputs == known.Inputs && p.hash(known.Files) == known.Hash {
		return nil
	}
	err := p.mkdir(p.next)
	if err == nil {
		err = p.writeManifest(known, inputs)
	}
	if err == nil {
		err = p.flush(p.next)
	}
	if err == nil {
		_ = p.rename(p.in(p.next, output.Manifest), p.in(p.dir, output.Manifest))
	}
	_ = p.clear()
	return nil
}

// read returns the bytes of a file of the tree, perhaps in the buffer, and notes their checksum.
func (p *publisher) read(tree *output.Tree, path string, buffer *bytes.Buffer) []byte {
	data, _ := tree.Read(path, buffer)
	p.note(path, data)
	return data
}

// note keeps the checksum of a file's bytes: a CRC, which finds any damage and takes a tenth
// of the time of a cryptographic hash.
func (p *publisher) note(path string, data []byte) {
	p.sums.Store(path, fmt.Sprintf("%08x %d %s\n", crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)), len(data), path))
}

// hash returns a hash of the paths and checksums of a site, which have been noted.
func (p *publisher) hash(paths []string) string {
	h := sha256.New()
	for _, path := range paths {
		sum, _ := p.sums.Load(path)
		fmt.Fprint(h, sum)
	}
	return hex.EncodeToString(h.Sum(nil))
}
