// Package content lists and reads the files that authors write under content/, and parses
// the front matter of pages.
//
// A file's path determines its kind:
//
//	content/**/*.md                 a page; index.md is the page of its folder
//	content/company/NAME.md         the company's text for the slots NAME of all pages
//	content/goals/TRACK/STAGE.toml  a goal template
//	content/assessments/NAME.toml   a questionnaire
//	content/glossary.toml           the glossary
//	content/calendar/YEAR.toml      holidays and make-up days of a year; statutory.toml: days off fixed by law
//	content/anchors.txt             the ledger of published addresses and anchors (package check); not published
//	any other file                  an asset, published unchanged at its own path; see CheckActive
//
// Files that editors and systems leave behind (.DS_Store, a~, .a.swp, 4913) are ignored.
//
// ReadText strips a byte-order mark, converts CRLF and CR to LF and normalises to NFC. The
// places of all diagnostics are byte offsets in the text after this conversion.
package content

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"cairn/generator/internal/diag"
)

// Root is the folder of all content, relative to the folder of the site.
const Root = "content"

// SlotRoot is the folder of the texts that fill slots.
const SlotRoot = Root + "/company"

// Ledger is the file that lists published addresses and anchors.
const Ledger = Root + "/anchors.txt"

// Kind is the kind of a file under content/.
type Kind int

// The kinds of files.
const (
	Page Kind = iota
	Slot
	Goal
	Assessment
	Glossary
	Calendar
	Asset
)

// Entry is one file under content/.
type Entry struct {
	Path   string // from the site's folder: content/tracks/saas.md
	Kind   Kind
	Linked bool // a symbolic link, whose text can change without a change under content/
}

// List returns the files under content/, sorted by path. The folder may be missing.
func List(site fs.FS) ([]Entry, []diag.Fault) {
	var entries []Entry
	var faults []diag.Fault
	err := fs.WalkDir(site, Root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && file == Root && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			faults = append(faults, unreadable(file, err))
		case file == Root:
		case !d.IsDir() && strings.HasPrefix(d.Name(), ".") && isServerConfig(strings.ToLower(d.Name())):
			faults = append(faults, serverConfig(file))
		case IsLeftover(d.Name()) && d.IsDir():
			return fs.SkipDir
		case IsLeftover(d.Name()), file == Ledger:
		case d.IsDir():
			if strings.HasSuffix(d.Name(), ".md") {
				faults = append(faults, diag.Warnf(diag.WholeFile(file), "folder-named-md",
					"the folder %s is named like a page", d.Name()).WithHelp("rename it without .md"))
			}
		default:
			entries, faults = add(site, entries, faults, file, d)
		}
		return nil
	})
	if err != nil {
		faults = append(faults, unreadable(Root, err))
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	return entries, faults
}

// add appends the entry of a file, or the fault of an entry that is not a regular file.
func add(site fs.FS, entries []Entry, faults []diag.Fault, file string, d fs.DirEntry) ([]Entry, []diag.Fault) {
	info, err := d.Info()
	linked := err == nil && info.Mode()&fs.ModeSymlink != 0
	if linked {
		info, err = fs.Stat(site, file)
	}
	switch {
	case err != nil && errors.Is(err, fs.ErrNotExist) && d.Type()&fs.ModeSymlink != 0:
		return entries, append(faults, diag.Errorf(diag.WholeFile(file), "dangling-link",
			"a symbolic link to a file that does not exist").WithHelp("put the file itself here"))
	case err != nil:
		return entries, append(faults, unreadable(file, err))
	case info.IsDir():
		return entries, append(faults, diag.Errorf(diag.WholeFile(file), "linked-folder",
			"a symbolic link to a folder").WithHelp("move the folder itself here"))
	case !info.Mode().IsRegular():
		return entries, append(faults, notAFile(file))
	}
	return append(entries, Entry{Path: file, Kind: kind(file), Linked: linked}), faults
}

func kind(file string) Kind {
	rest := strings.TrimPrefix(file, Root+"/")
	switch {
	case path.Ext(rest) == ".md" && path.Dir(file) == SlotRoot:
		return Slot
	case path.Ext(rest) == ".md":
		return Page
	case rest == "glossary.toml":
		return Glossary
	case path.Ext(rest) == ".toml" && strings.HasPrefix(rest, "goals/"):
		return Goal
	case path.Ext(rest) == ".toml" && strings.HasPrefix(rest, "assessments/"):
		return Assessment
	case path.Ext(rest) == ".toml" && strings.HasPrefix(rest, "calendar/"):
		return Calendar
	}
	return Asset
}

// IsLeftover reports whether a name is that of a hidden, temporary or backup file, as
// editors and systems leave them behind.
func IsLeftover(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasPrefix(name, "~$") || strings.HasSuffix(name, ".swp") || name == "4913" || name == "Thumbs.db" || name == "desktop.ini"
}

func notAFile(file string) diag.Fault {
	return diag.Errorf(diag.WholeFile(file), "not-a-file", "neither a file nor a folder").
		WithHelp("replace it with a regular file, or remove it")
}

func unreadable(file string, err error) diag.Fault {
	var problem *fs.PathError
	if errors.As(err, &problem) {
		err = problem.Err
	}
	switch {
	case !utf8.ValidString(file):
		return notUTF8Name(file)
	case errors.Is(err, fs.ErrNotExist):
		return diag.Errorf(diag.WholeFile(file), Gone, "there is no such file").WithHelp("put it back, or build again")
	case errors.Is(err, syscall.ELOOP):
		return diag.Errorf(diag.WholeFile(file), "unreadable", "a symbolic link that leads back to itself").
			WithHelp("put the file itself here")
	case err.Error() == escapes:
		return diag.Errorf(diag.WholeFile(file), "unreadable", "a symbolic link that leads out of the site's folder").
			WithHelp("put the file itself here")
	}
	return diag.Errorf(diag.WholeFile(file), "unreadable", "cannot be read: %s", err).
		WithHelp("check that you have permission to read it")
}

// Gone is the code of the fault that a file vanished after it was listed.
const Gone = "gone"

// escapes is the text of the error by which os.Root refuses a symbolic link to a file
// outside; package os exports no such error.
const escapes = "path escapes from parent"
