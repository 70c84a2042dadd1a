// Package search makes the index that browsers search, without a server.
//
// A text is cut into terms as tokenise.go says; the browser cuts a query in the
// same way, from the same tables, which the manifest carries: the two know
// different versions of Unicode. Since a term is two Han characters and the
// index keeps positions, every string of two or more Han characters is found,
// and one that stands in a text as it is typed comes before those whose pieces
// only stand near each other.
//
// Titles, headings, tags and the terms of the glossary are found by pinyin and by
// its initials too (see pinyin.go): the beginning of what one types is enough.
//
// Which pages belong to a track or a stage the index says under terms of their
// own (=track:saas), since a table of all pages would make the manifest grow.
//
// What is found is a section: the text under a heading, or before the first.
// Its fields are the page's title (in the first section), its heading with the
// page's tags, and its body.
//
// The pages are indexed in segments, side by side, which are then merged; a
// segment whose pages are as they were is used again. What is written does not
// depend on how the pages were cut.
//
// The index is a set of classic scripts, since file:// lets a page read nothing
// else. Each calls cairnSearch(name, data):
//
//	search/manifest.js  the tables; which shard begins with which text; how
//	                    many pages each group has; the synonyms
//	search/s*.HASH.js   shards: postings by range of terms, a line each:
//	                    term, space, postings
//	search/g*.HASH.js   groups: the texts of some pages, for what is shown
//
// A small index is in the manifest's file altogether.
//
// A term has postings in bodies, and others in what pages and sections are called,
// under its name with # behind it. They are numbers (see numbers.go) of four kinds:
// for each page that has the term
//
//	pages skipped, places less 1, { fields further on, positions further on }
//
// where the fields are the bodies of the sections, or the title and the headings.
// Positions are counted from the beginning of the field: in bodies in granules of
// some code points (see postings.go), in names in single ones. Bits follow each: in a
// name one, whether the term is the last of its line; of a word in a body eight,
// which Han stands beside it (see token).
package search

import (
	"crypto/sha256"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"cairn/generator/internal/markdown"
)

// Page is the text of a page.
type Page struct {
	Path, Title, Track, Stage string
	Tags                      []string
	Sections                  []markdown.Section
}

// size is about how many bytes a page's text has.
func (p Page) size() int {
	n := len(p.Title)
	for _, s := range p.Sections {
		n += len(s.Heading) + len(s.Text)
	}
	return n
}

// Folder is where the index is published.
const Folder = "search"

// File is a file of the index.
type File struct {
	Path string
	Data []byte
}

const (
	// pieceSize is what a shard and a group hold at least, in bytes before
	// compression, where there is so much.
	pieceSize = 8 << 10
	// mostPieces bounds how many of either there are, and so the manifest.
	mostPieces = 1024
	// singleSize is up to which size an index is one file.
	singleSize = 80 << 10
)

// Builder makes the index of a site again and again.
type Builder struct {
	alphabet *alphabet

	mu       sync.Mutex
	segments map[[sha256.Size]byte]*segment // of the last build, by what their pages hold
}

// New makes a builder.
func New() *Builder { return &Builder{alphabet: newAlphabet()} }

// Build makes the index of pages. synonyms are groups of names for one thing: who
// asks for one finds the others too. The same pages give the same files.
func (b *Builder) Build(pages []Page, synonyms [][]string) []File {
	segments := b.index(pages)
	m := manifest{Pages: len(pages), Tables: b.alphabet.tables(), Synonyms: append([][]string{}, synonyms...)}
	postings, text := 0, 0
	for _, s := range segments {
		postings += len(s.data)
	}
	for _, p := range pages {
		text += p.size()
	}
	pieces := newPieces()
	shards(segments, max(pieceSize, postings/mostPieces), func(s shard) {
		pieces.add(fmt.Sprint("s", len(m.Shards.First)), func() []byte { return fmt.Appendf(nil, "`%s`", s.lines(b.alphabet)) })
		m.Shards.First = append(m.Shards.First, s.first)
	})
	for i, group := range groups(pages, max(pieceSize, text/mostPieces)) {
		m.Groups.Pages = append(m.Groups.Pages, len(group))
		pieces.add(fmt.Sprint("g", i), func() []byte { return texts(group) })
	}
	files := pieces.wait()
	m.Shards.Hashes = hashes(files[:len(m.Shards.First)])
	m.Groups.Hashes = hashes(files[len(m.Shards.First):])
	return inOne(append(files, &File{"search/manifest.js", call("manifest", encoded(m))}))
}

// inOne puts a small index into the last of its files.
func inOne(files []*File) []File {
	all := make([]File, len(files))
	size := 0
	for i, f := range files {
		all[i] = *f
		size += len(f.Data)
	}
	if size > singleSize {
		return all
	}
	one := File{Path: all[len(all)-1].Path}
	for _, f := range all {
		one.Data = append(one.Data, f.Data...)
	}
	return []File{one}
}

// index indexes the pages, on all cores.
func (b *Builder) index(pages []Page) []*segment {
	b.mu.Lock()
	defer b.mu.Unlock()
	parts := cutPages(pages)
	segments := make([]*segment, len(parts))
	keys := make([][sha256.Size]byte, len(parts))
	var work errgroup.Group
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() error {
			w := newWriter(b.alphabet)
			for i := range next {
				keys[i] = keyOf(parts[i])
				if segments[i] = b.segments[keys[i]]; segments[i] == nil {
					segments[i] = w.segment(parts[i])
				}
			}
			return nil
		})
	}
	for i := range parts {
		next <- i
	}
	close(next)
	work.Wait()
	b.segments = map[[sha256.Size]byte]*segment{}
	for i, key := range keys {
		b.segments[key] = segments[i]
	}
	return segments
}

// keyOf says what pages hold, as far as the index depends on it.
func keyOf(pages []Page) (key [sha256.Size]byte) {
	h := sha256.New()
	write := func(texts ...string) {
		for _, text := range texts {
			io.WriteString(h, strconv.Itoa(len(text)))
			io.WriteString(h, " "+text)
		}
	}
	for _, p := range pages {
		write(p.Title, p.Track, p.Stage, strings.Join(p.Tags, "\n"), strconv.Itoa(len(p.Sections)))
		for _, s := range p.Sections {
			write(s.Heading, s.Text)
		}
	}
	h.Sum(key[:0])
	return key
}
