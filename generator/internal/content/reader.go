package content

import (
	"io"
	"io/fs"
	"os"
	"path"

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
// open, because an os.Root opens every folder on the way to a file.
type Reader struct {
	site   fs.FS
	folder string // the open one, "" if there is none
	files  fs.FS  // in folder
}

// NewReader returns a reader of a site's files.
func NewReader(site fs.FS) *Reader { return &Reader{site: site} }

// Text reads a text file like ReadText.
func (r *Reader) Text(e Entry) (string, []diag.Fault) {
	data, faults := r.read(e, MaxSize)
	return decoded(e.Path, data, faults)
}

// Bytes reads a file like ReadFile.
func (r *Reader) Bytes(e Entry) ([]byte, []diag.Fault) { return r.read(e, maxFile) }

func (r *Reader) read(e Entry, limit int64) ([]byte, []diag.Fault) {
	if e.Linked { // perhaps to a file of another folder
		return read(r.site, e.Path, e.Path, limit)
	}
	if err := r.open(path.Dir(e.Path)); err != nil {
		return nil, []diag.Fault{unreadable(e.Path, err)}
	}
	return read(r.files, path.Base(e.Path), e.Path, limit)
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

// Close closes the open folder.
func (r *Reader) Close() {
	if open, ok := r.files.(io.Closer); ok {
		_ = open.Close() // it was open for reading
	}
	r.folder, r.files = "", nil
}
