// Package search makes the index that browsers search, without a server.
//
// The tokeniser (tokenise.go) cuts a text into terms. The browser cuts a query by
// the same rules and with the same character tables, which the manifest carries:
// Go and the browser know different versions of Unicode. A term is a pair of
// neighbouring Han characters, and the index keeps positions, so every string of
// two or more Han characters is found. A page that contains the query as a phrase
// ranks above pages on which its terms only stand near each other.
//
// Texts are indexed and shown in the composed form of Unicode (NFC), into which the
// browser brings a query too. Terms have letters without accents, and simplified Han.
//
// Titles, headings, tags and glossary terms are also found by pinyin and by pinyin
// initials (pinyin.go); a prefix is enough.
//
// The terms =track:ID and =stage:ID list the pages of a track and of a stage. A
// table of all pages would make the manifest grow with the site.
//
// A search result is a section: the text under a heading, or the text before the
// first heading. The fields of a section are its body; its heading, with the page's
// tags in the first section; its asks; and, in the first section, the page's title.
// Long sections are cut into passages (passage.go), which count as sections: ranking
// takes texts to be of similar length.
//
// Asks are what people type when they mean a section. A query that is an ask ranks as
// one that is a heading, whatever its punctuation (asks.go). Results do not show asks.
//
// Pages are indexed in segments, in parallel, and the segments are merged. A segment
// whose pages have not changed is reused by the next build. The output does not
// depend on the borders of the segments.
//
// The index is a set of classic scripts, because a page on file:// can load nothing
// else. Each script calls cairnSearch(name, data):
//
//	search/manifest.js  the character tables, the first term of each shard, the
//	                    number of pages in each group, the synonyms
//	search/s*.HASH.js   shards: a range of terms, one line for each:
//	                    term, space, postings in bodies, and ! with postings in names
//	search/g*.HASH.js   groups: the texts of some pages, for results, snippets and
//	                    verification
//	search/p*.HASH.js   spellings: pairs of Han by sound (spelling.go), for queries with
//	                    a wrong character or in pinyin
//	search/readings.HASH.js
//	                    the readings of characters, for the same
//	search/traditional.HASH.js
//	                    the simplified forms of all traditional characters, for queries
//	                    with characters that no text has; none for texts without Han
//
// An index of up to singleSize bytes is one file, the manifest's, beside the last one.
//
// A term has one list of postings for bodies and another for names: titles, headings, tags
// and asks. Postings are numbers of four kinds, coded as numbers.go describes. For each page that
// contains the term they are
//
//	pages skipped, occurrences - 1, { field delta, position delta }
//
// The fields of bodies are the sections; the fields of names are the title, and the
// heading and the asks of each section (see place). A position is counted from the
// beginning of its field, in code points for names and in units of positionUnit code
// points for bodies; each ask begins at a multiple of askPlaces. Bits follow each
// position: one in names, set if the term is the last of its line or its ask; eight
// for a word in a body, the neighbour filter (see token). Terms of pinyin have the fields of names
// and no positions.
package search

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"cairn/generator/internal/markdown"
)

// Page is the text of a page.
type Page struct {
	Path, Title, Track, Stage string
	Place                     string // the track and the stage as a reader knows them
	Aside                     bool   // for those who write or host the site; such pages rank last among equals
	Glossary                  bool   // the sections are terms
	Tags                      []string
	Sections                  []markdown.Section
}

// size returns the approximate number of bytes of a page's text.
func (p Page) size() int {
	n := len(p.Title)
	for _, s := range p.Sections {
		n += len(s.Heading) + len(s.Text)
		for _, ask := range s.Asks {
			n += len(ask)
		}
	}
	return n
}

// Folder is the folder of the published index.
const Folder = "search"

// File is a file of the index.
type File struct {
	Path string
	Data []byte
}

const (
	// pieceSize is the target size of a shard and of a group, in bytes before
	// compression.
	pieceSize = 8 << 10
	// maxPieces is about the largest number of shards and of groups. It bounds the
	// manifest: a query reads it and several shards and groups, whose sizes it also bounds.
	maxPieces = 2048
	// singleSize is the largest index that is written as one file, in bytes.
	singleSize = 80 << 10
)

// Builder makes the index of a site, and reuses the segments of its last build.
type Builder struct {
	alphabet func() *alphabet // waits until it is made
	seed     maphash.Seed

	mu       sync.Mutex
	segments map[uint64]*segment // of the last build, by the hash of their pages
}

// New makes a builder.
func New() *Builder {
	return &Builder{alphabet: sync.OnceValue(newAlphabet), seed: maphash.MakeSeed()}
}

// Prepare makes the tables of characters in the background. Build needs them, and a caller knows that it
// will call Build long before it has the pages.
func (b *Builder) Prepare() { go b.alphabet() }

// Build makes the index of pages. Each list in synonyms has names of one thing: a
// query for one name also finds the others. The same pages give the same files.
func (b *Builder) Build(pages []Page, synonyms [][]string) []File {
	pages = composed(passages(pages))
	segments := b.index(pages)
	m := b.manifest(pages, synonyms)
	m.Tables = b.tables(segments)
	text := 0
	for _, p := range pages {
		text += p.size()
	}
	postings := text * 5 / 4 // about; the number of bytes in the segments depends on their borders
	pieces := newPieces()
	spelled := newSpellings(b.alphabet())
	shards(segments, max(pieceSize, postings/maxPieces), func(s shard) {
		pieces.add(fmt.Sprint("s", len(m.Shards.First)), func(data []byte) []byte { return s.appendLines(data, b.alphabet(), len(pages)) })
		m.Shards.First = append(m.Shards.First, s.first)
		spelled.addShard(s)
	})
	for i, group := range groups(pages, max(pieceSize, text/maxPieces)) {
		m.Groups.Pages = append(m.Groups.Pages, len(group))
		pieces.add(fmt.Sprint("g", i), func(data []byte) []byte { return appendTexts(data, group, &cutter{alphabet: b.alphabet()}) })
	}
	for shard := range inShards(spelled.lines(), pieceSize) {
		pieces.add(fmt.Sprint("p", len(m.Spellings.First)), func(data []byte) []byte { return appendStrings(data, shard) })
		sound, _, _ := strings.Cut(shard[0], " ")
		m.Spellings.First = append(m.Spellings.First, sound)
	}
	files := pieces.wait()
	spellings := len(m.Shards.First) + len(m.Groups.Pages)
	m.Shards.Hashes = hashes(files[:len(m.Shards.First)])
	m.Groups.Hashes = hashes(files[len(m.Shards.First):spellings])
	m.Spellings.Hashes = hashes(files[spellings:])
	var more []File
	if slices.ContainsFunc(segments, func(s *segment) bool { return s.hasHan }) {
		readings := hashedFile("readings", appendJSON(nil, spelled.readings()))
		traditional := hashedFile("traditional", appendJSON(nil, b.alphabet().pairTable(func(rune) bool { return true })))
		m.Readings, m.Traditional = hashes([]*File{&readings}), hashes([]*File{&traditional})
		more = []File{readings, traditional}
	}
	return append(bundleSmall(append(files, &File{"search/manifest.js", call("manifest", appendJSON(nil, m))})), more...)
}

// tables returns the character tables for the browser. They have those characters that the
// browser needs to compare the texts with a query: the traditional ones that the texts have, and
// the blocks of others.
func (b *Builder) tables(segments []*segment) tables {
	seen := map[rune]bool{}
	all := latin()
	for _, s := range segments {
		for _, r := range s.seen {
			seen[r] = true
		}
		all.join(s.blocks)
	}
	t := b.alphabet().tables.within(all)
	t.Traditional = b.alphabet().pairTable(func(r rune) bool { return seen[r] })
	return t
}

// Forget drops the segments, which take as much memory as the index. The next build indexes
// every page.
func (b *Builder) Forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.segments = nil
}

// bundleSmall joins the files of a small index into the last one.
func bundleSmall(files []*File) []File {
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

// index makes the segments of the pages, on all cores.
func (b *Builder) index(pages []Page) []*segment {
	b.mu.Lock()
	defer b.mu.Unlock()
	parts := cutPages(pages)
	segments := make([]*segment, len(parts))
	keys := make([]uint64, len(parts))
	var work errgroup.Group
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() error {
			w := newWriter(b.alphabet())
			for i := range next {
				keys[i] = b.hashOf(parts[i])
				if segments[i] = b.segments[keys[i]]; segments[i] == nil {
					segments[i] = w.segment(parts[i])
				}
			}
			return nil
		})
	}
	for _, i := range largestFirst(parts) {
		next <- i
	}
	close(next)
	work.Wait()
	b.segments = map[uint64]*segment{}
	for i, key := range keys {
		b.segments[key] = segments[i]
	}
	return segments
}

// hashOf returns a hash of everything in the pages that a segment depends on. The chance that
// two lists of pages have the same hash is 1 in 2^64.
func (b *Builder) hashOf(pages []Page) uint64 {
	var h maphash.Hash
	h.SetSeed(b.seed)
	write := func(texts ...string) {
		maphash.WriteComparable(&h, len(texts))
		for _, text := range texts {
			maphash.WriteComparable(&h, len(text))
			h.WriteString(text)
		}
	}
	for _, p := range pages {
		write(p.Title, p.Track, p.Stage)
		write(p.Tags...)
		for _, s := range p.Sections {
			write(s.Heading, s.Text)
			write(s.Asks...)
		}
	}
	return h.Sum64()
}

// largestFirst returns the indices of the parts, those with most pages first: the buffers of
// a writer need not grow, and the last segments keep all cores busy.
func largestFirst(parts [][]Page) []int {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(parts[b]), len(parts[a])) })
	return order
}
