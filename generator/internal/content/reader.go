package content

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"cairn/generator/internal/diag"
)

// Files returns the files in root, as root.FS does. Reader opens their folders one by one.
func Files(root *os.Root) fs.FS { return files{root.FS().(rootFiles), root} }

// rootFiles is what root.FS returns.
type rootFiles interface {
	fs.ReadDirFS
	fs.ReadFileFS
	fs.ReadLinkFS
	fs.StatFS
}

type files struct {
	rootFiles
	root *os.Root
}

// Open opens a file for reading. Without O_NONBLOCK, package os makes five system calls to find out that the file
// cannot be polled; with it, one.
func (f files) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	file, err := f.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.EAGAIN) { // a client of a file server has the file open for writing, and is asked to write it back
		file, err = f.root.Open(filepath.FromSlash(name))
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Sub returns the files of a folder. It is open until Close.
func (f files) Sub(folder string) (fs.FS, error) {
	root, err := f.root.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	return files{root.FS().(rootFiles), root}, nil
}

func (f files) Close() error { return f.root.Close() }

// Reader reads listed files of a site one after the other. It keeps the folder of the last one
// open, because an os.Root opens every folder on the way to a file, and the memory of its bytes.
type Reader struct {
	site   fs.FS
	folder string // the open one, "" if there is none
	files  fs.FS  // in folder
	data   bytes.Buffer
}

// Hash is a hash of a text.
type Hash [sha256.Size]byte

// NewReader returns a reader of a site's files.
func NewReader(site fs.FS) *Reader { return &Reader{site: site} }

// Text reads a text file like ReadText.
func (r *Reader) Text(e Entry) (string, Hash, []diag.Fault) {
	r.data.Reset()
	if faults := r.read(e, MaxSize, &r.data); len(faults) > 0 {
		return "", Hash{}, faults
	}
	data := r.data.Bytes()
	text, faults := decode(e.Path, data)
	if string(data) != text {
		data = []byte(text)
	}
	return text, sha256.Sum256(data), faults
}

// Bytes reads a file like ReadFile.
func (r *Reader) Bytes(e Entry) ([]byte, []diag.Fault) {
	var data bytes.Buffer
	faults := r.read(e, math.MaxInt64, &data)
	return data.Bytes(), faults
}

func (r *Reader) read(e Entry, limit int64, data *bytes.Buffer) []diag.Fault {
	if e.Linked { // perhaps to a file of another folder
		return read(r.site, e.Path, e.Path, limit, data)
	}
	if err := r.open(path.Dir(e.Path)); err != nil {
		return []diag.Fault{unreadable(e.Path, err)}
	}
	return read(r.files, path.Base(e.Path), e.Path, limit, data)
}

func (r *Reader) open(folder string) error {
	if folder == r.folder {
		return nil
	}
	r.Close()
	files, err := fs.Sub(r.site, folder)
	if err == nil {
		r.folder, r.files = folder, files
	}
	return err
}

// read appends the bytes of the file with a name in files to data. Its faults name it as file.
func read(files fs.FS, name, file string, limit int64, data *bytes.Buffer) []diag.Fault {
	info, err := fs.Stat(files, name) // before opening the file: opening a FIFO blocks until another process writes
	switch {
	case err != nil:
		return []diag.Fault{unreadable(file, err)}
	case !info.Mode().IsRegular():
		return []diag.Fault{notAFile(file)}
	case info.Size() > limit:
		return []diag.Fault{diag.Errorf(diag.WholeFile(file), "too-large",
			"the file has %d bytes, more than the limit of %d (1 MiB)", info.Size(), limit).
			WithHelp("split it into several files")}
	}
	f, err := files.Open(name)
	if err != nil {
		return []diag.Fault{unreadable(file, err)}
	}
	defer f.Close()
	data.Grow(int(info.Size()) + bytes.MinRead) // so that the end of the file is found without growing again
	if _, err := data.ReadFrom(f); err != nil {
		return []diag.Fault{unreadable(file, err)}
	}
	return nil
}

// Close closes the open folder.
func (r *Reader) Close() {
	if open, ok := r.files.(io.Closer); ok {
		_ = open.Close() // it was open for reading
	}
	r.folder, r.files = "", nil
}
