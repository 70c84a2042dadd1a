package build

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"

	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// source is a site as one build read it: site.toml and the files under content/.
type source struct {
	config     *sourceFile            // site.toml
	entries    []content.Entry        // the files under content/, by path
	files      map[string]*sourceFile // those of entries, by path
	listFaults []diag.Fault           // found in listing content/
}

// sourceFile is a file as it was read. An unchanged file is the same pointer in every build.
type sourceFile struct {
	text   string       // of a text file other than a page or slot; diagnostics quote it
	source string       // text with forbidden characters replaced by spaces, to be parsed
	page   content.Hash // of a page or slot, whose text textOf reads again
	data   []byte       // of an asset
	unread bool         // source or data is missing, because the file could not be read
	faults []diag.Fault // found in reading the file
}

// readSource reads site.toml and content/, and takes over files from the last source. If
// changed is not nil, it names every file that may have changed. pages are the texts to parse
// of the pages and slots that it has read, at the indices of their entries. They are not kept:
// only parseContents needs them, and a large site has many.
func readSource(folder fs.FS, changed []string, last *source) (s *source, pages []string) {
	s = &source{config: newTextFile(content.ReadText(folder, config.File))}
	named, partial := last.changedFiles(folder, changed)
	if partial {
		s.entries, s.listFaults = last.entries, last.listFaults
	} else {
		s.entries, s.listFaults = content.List(folder)
	}
	files := make([]*sourceFile, len(s.entries))
	pages = make([]string, len(s.entries))
	readEach(folder, s.entries, func(reader *content.Reader, i int) {
		e := s.entries[i]
		known := last.files[e.Path]
		if partial && !named[e.Path] && !e.Linked && known != nil && !known.unread { // the target of a link changes under another name
			files[i] = known
			return
		}
		files[i], pages[i] = readFile(reader, e)
		if known != nil && files[i].same(known) {
			files[i] = known
		}
	})
	s.files = make(map[string]*sourceFile, len(files))
	for i, e := range s.entries {
		s.files[e.Path] = files[i]
	}
	return s, pages
}

// readEach calls read for every entry on all cores, with a reader that reads a run of entries:
// files of one folder stand beside each other.
func readEach(folder fs.FS, entries []content.Entry, read func(reader *content.Reader, i int)) {
	const run = 32
	parallel((len(entries)+run-1)/run, func(first int) {
		reader := content.NewReader(folder)
		defer reader.Close()
		for i := first * run; i < min((first+1)*run, len(entries)); i++ {
			read(reader, i)
		}
	})
}

// readFile reads a file. page is the text to parse of a page or slot.
func readFile(reader *content.Reader, e content.Entry) (f *sourceFile, page string) {
	if e.Kind == content.Asset {
		data, faults := reader.Bytes(e)
		return &sourceFile{data: data, unread: len(faults) > 0, faults: faults}, ""
	}
	text, hash, faults := reader.Text(e)
	f = newTextFile(text, faults)
	if isMarkdown(e) {
		page = f.source
		f.page, f.text, f.source = hash, "", ""
	}
	return f, page
}

func isMarkdown(e content.Entry) bool { return e.Kind == content.Page || e.Kind == content.Slot }

func newTextFile(text string, faults []diag.Fault) *sourceFile {
	source, readable := content.Blanked(text, faults)
	return &sourceFile{text: text, source: source, unread: !readable, faults: faults}
}

// same reports whether two files were read without faults and have equal contents.
func (f *sourceFile) same(other *sourceFile) bool {
	return len(f.faults) == 0 && len(other.faults) == 0 && f.sameBytes(other)
}

func (f *sourceFile) sameBytes(other *sourceFile) bool {
	return f.text == other.text && f.page == other.page && bytes.Equal(f.data, other.data)
}

// changedFiles returns the changed files as a set. partial is true if the listing of s still
// holds, because each of them under content/ is a file that s has read.
func (s *source) changedFiles(folder fs.FS, changed []string) (named map[string]bool, partial bool) {
	if changed == nil || s.entries == nil {
		return nil, false
	}
	named = map[string]bool{}
	for _, file := range changed {
		inside := file == content.Root || strings.HasPrefix(file, content.Root+"/")
		if !inside || content.IsLeftover(path.Base(file)) {
			continue
		}
		named[file] = true
		if f := s.files[file]; f == nil || f.unread || !s.staysFile(folder, file) {
			return nil, false
		}
	}
	return named, true
}

// staysFile reports whether a path was a regular file and not a link when s was read, and
// still is.
func (s *source) staysFile(folder fs.FS, name string) bool {
	if s.entryOf(name).Linked {
		return false
	}
	info, err := fs.Lstat(folder, name)
	return err == nil && info.Mode().IsRegular()
}

func (s *source) faults() []diag.Fault {
	faults := slices.Concat(s.config.faults, s.listFaults)
	for _, e := range s.entries {
		faults = append(faults, s.files[e.Path].faults...)
	}
	return faults
}

// textOf returns the text of a file of the source, for the lines and columns of diagnostics. It
// reads that of a page again, and returns "" if the page has changed since.
func (s *source) textOf(folder fs.FS, file string) string {
	if file == config.File {
		return s.config.text
	}
	f, ok := s.files[file]
	switch {
	case !ok:
		return ""
	case f.data != nil:
		return content.Lines(f.data)
	case f.page != content.Hash{}:
		reader := content.NewReader(folder)
		defer reader.Close()
		if text, hash, _ := reader.Text(s.entryOf(file)); hash == f.page {
			return text
		}
	}
	return f.text
}

// entryOf returns the entry of a file that s has read.
func (s *source) entryOf(file string) content.Entry {
	i, _ := slices.BinarySearchFunc(s.entries, file, func(e content.Entry, file string) int { return strings.Compare(e.Path, file) })
	return s.entries[i]
}

// isStale reports whether a file under content/ now differs from s.
func (s *source) isStale(folder fs.FS) bool {
	entries, _ := content.List(folder)
	if !slices.Equal(entries, s.entries) {
		return true
	}
	stale := make([]bool, len(entries))
	readEach(folder, entries, func(reader *content.Reader, i int) {
		f, _ := readFile(reader, entries[i])
		stale[i] = !f.sameBytes(s.files[entries[i].Path])
	})
	return slices.Contains(stale, true)
}
