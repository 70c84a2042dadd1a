package build

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// list finds the files under content/. Where it is known which of the last
// build's files have changed, and none came or went, they are these.
func (r *run) list() ([]content.Entry, []diag.Fault) {
	if r.trusted = r.onlyTexts(); !r.trusted {
		r.entries, r.listFaults = content.List(r.source)
	}
	return r.entries, r.listFaults
}

// onlyTexts tells whether all that has changed since the last build is what
// stands in files that it knows. What is not under content/ is read every time.
func (r *run) onlyTexts() bool {
	if r.Changed == nil || r.entries == nil {
		return false
	}
	r.changed = map[string]bool{}
	for _, file := range r.Changed {
		r.changed[file] = true
		_, isText := r.parsed[file]
		_, isAsset := r.copied[file]
		inside := file == content.Root || strings.HasPrefix(file, content.Root+"/")
		switch {
		case !inside || content.Leftover(path.Base(file)):
		case !isText && !isAsset, !r.staysFile(file):
			return false
		}
	}
	return true
}

// staysFile reports whether a path was a regular file and not a link at the last build,
// and still is.
func (r *run) staysFile(name string) bool {
	if slices.ContainsFunc(r.entries, func(e content.Entry) bool { return e.Path == name && e.Linked }) {
		return false
	}
	info, err := fs.Lstat(r.source, name)
	return err == nil && info.Mode().IsRegular()
}

// unchanged tells whether a file under content/ is taken to be as it was. A link is
// read again: the file that it leads to changes under another name.
func (r *run) unchanged(e content.Entry) bool {
	return r.trusted && !r.changed[e.Path] && !e.Linked
}

// Stale tells whether a file under content/ is not what the build took it for:
// because Options.Changed did not name it, or because it changed later and the
// system has not told of that, which it may lose.
func (r *Result) Stale() bool {
	if r.run == nil {
		return false
	}
	entries, _ := content.List(r.run.source)
	if !slices.Equal(entries, r.run.listed) {
		return true
	}
	var stale atomic.Bool
	parallel(len(entries), func(i int) {
		switch file := entries[i].Path; {
		case stale.Load():
		case entries[i].Kind == content.Asset:
			if was, read := r.run.data[file]; read {
				data, _ := content.ReadFile(r.run.source, file)
				stale.CompareAndSwap(false, !bytes.Equal(data, was))
			}
		default:
			text, _ := content.ReadText(r.run.source, file)
			stale.CompareAndSwap(false, text != r.run.texts[file])
		}
	})
	return stale.Load()
}
