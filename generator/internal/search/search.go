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
// own (=track saas), since a table of all pages would make the manifest grow.
//
// What is found is a section: the text under a heading, or before the first.
// Its fields are the page's title (in the first section), its heading with the
// page's tags, and its body.
//
// The index is a set of classic scripts, since file:// lets a page read nothing
// else. Each calls cairnSearch(name, data):
//
//	search/manifest.js  the tables; which shard begins with which term; which
//	                    group begins with which page; the synonyms
//	search/s*.HASH.js   shards: postings by range of terms, a line each:
//	                    term, tab, postings
//	search/g*.HASH.js   groups: the texts of some pages, for what is shown
//
// Postings are numbers in base 32 digits (see encode.go):
//
//	postings = { pages further on, sections, { sections further on, fields, { count, { position further on } } } } .
//
// where fields is a sum of 1 for the title, 2 for the heading and 4 for the
// body, and positions count code points from the beginning of the field.
package search

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"cairn/generator/internal/markdown"
)

// Page is the text of a page.
type Page struct {
	Path, Title, Language, Track, Stage string
	Tags                                []string
	Sections                            []markdown.Section
}

// File is a file of the index.
type File struct {
	Path string
	Data []byte
}

const (
	// shardSize and groupSize are what a shard and a group may hold, in bytes
	// before compression, which makes about 10 kB of either.
	shardSize = 24 << 10
	groupSize = 24 << 10
)

// Build makes the index of pages. synonyms are groups of names for one thing: who
// asks for one finds the others too. The same pages give the same files.
func Build(pages []Page, synonyms [][]string) []File {
	ix := newIndex(pages)
	m := manifest{Pages: len(pages), Tables: newTables(), Synonyms: append([][]string{}, synonyms...)}
	var files []File
	add := func(kind string, n int, data any) string {
		f := script(fmt.Sprintf("%s%d", kind, n), data)
		files = append(files, f)
		return strings.TrimSuffix(strings.TrimPrefix(f.Path, "search/"), ".js")
	}
	for i, shard := range shards(ix) {
		m.Shards = append(m.Shards, [2]string{shard.first, add("s", i, shard.lines)})
	}
	for i, group := range groups(pages) {
		m.Groups = append(m.Groups, firstOf{group.first, add("g", i, group.pages)})
	}
	return append(files, File{"search/manifest.js", call("manifest", m)})
}

// manifest is what the browser reads first.
type manifest struct {
	Pages  int         `json:"pages"`
	Tables tables      `json:"tables"`
	Shards [][2]string `json:"shards"` // first term, name
	Groups []firstOf   `json:"groups"`

	Synonyms [][]string `json:"synonyms"`
}

// firstOf is written as [first page, name].
type firstOf struct {
	first int
	name  string
}

func (f firstOf) MarshalJSON() ([]byte, error) { return json.Marshal([]any{f.first, f.name}) }

// script names a file by a hash of what it holds.
func script(name string, data any) File {
	text, _ := json.Marshal(data)
	sum := sha256.Sum256(text)
	name += "." + hex.EncodeToString(sum[:4])
	return File{"search/" + name + ".js", call(name, data)}
}

// call is a script that hands data over under a name.
func call(name string, data any) []byte {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	b.WriteString(`cairnSearch("` + name + `",`)
	enc.Encode(data) // of strings and numbers, which cannot fail
	return []byte(strings.TrimSuffix(b.String(), "\n") + ");\n")
}

type shard struct {
	first string
	lines string
}

// shards cuts the index, in the order of its terms, into pieces of about a size.
func shards(ix index) []shard {
	var all []shard
	var b strings.Builder
	first := ""
	flush := func() {
		if b.Len() > 0 {
			all = append(all, shard{first, b.String()})
		}
		b.Reset()
	}
	for _, term := range slices.Sorted(ix.terms()) {
		line := term + "\t" + ix.encode(term) + "\n"
		if b.Len() > 0 && b.Len()+len(line) > shardSize {
			flush()
		}
		if b.Len() == 0 {
			first = term
		}
		b.WriteString(line)
	}
	flush()
	return all
}

type group struct {
	first int
	pages []groupPage
}

// groupPage is a page as results show it.
type groupPage struct {
	Path     string      `json:"path"`
	Title    string      `json:"title"`
	Track    string      `json:"track,omitempty"`
	Stage    string      `json:"stage,omitempty"`
	Sections [][3]string `json:"sections"` // anchor, heading, text
}

// groups puts the texts of neighbouring pages together.
func groups(pages []Page) []group {
	var all []group
	size := groupSize
	for i, p := range pages {
		if size >= groupSize {
			all = append(all, group{first: i})
			size = 0
		}
		shown := groupPage{Path: p.Path, Title: p.Title, Track: p.Track, Stage: p.Stage}
		for _, s := range p.Sections {
			shown.Sections = append(shown.Sections, [3]string{s.Anchor, s.Heading, s.Text})
			size += len(s.Text)
		}
		last := &all[len(all)-1]
		last.pages = append(last.pages, shown)
	}
	return all
}
