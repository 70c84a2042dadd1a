package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// FirstResults is the number of results among which an ask must bring its section.
const FirstResults = 3

// MaxPieces is the number of pieces of a query that the browser searches: words and runs of Han.
const MaxPieces = 12

// UnfoundAsk is an ask that may not bring its section among the first results.
type UnfoundAsk struct {
	Page, Section, Ask int // indices

	// Pages that rank as high for the ask: it is their title, the heading of a section, or an ask.
	Pages []int
	// Whether another section of the page has the same ask. A page has one result.
	IsTwice bool
	// Whether the ask has no piece that is searched, or too many.
	IsIdle bool
}

// UnfoundAsks lists the asks that may not bring their section among the first results. A page
// whose title, heading or ask is the query ranks above all others, so it suffices to count these
// pages; of more than FirstResults, scores decide which come first, and any edit may change them.
func (b *Builder) UnfoundAsks(pages []Page) (unfound []UnfoundAsk) {
	x := b.askIndex(composed(pages))
	for _, a := range x.all {
		text := x.pages[a.page].Sections[a.section].Asks[a.ask]
		others, isTwice := x.others(a, text)
		n := len(x.pieces(text))
		u := UnfoundAsk{Page: a.page, Section: a.section, Ask: a.ask, IsTwice: isTwice, IsIdle: n == 0 || n > MaxPieces}
		if len(others) >= FirstResults {
			u.Pages = others
		}
		if u.IsIdle || u.IsTwice || u.Pages != nil {
			unfound = append(unfound, u)
		}
	}
	return unfound
}

// askIndex finds the titles, headings and asks of a site that a query is.
type askIndex struct {
	*cutter
	pages []Page
	all   []askPlace
	asks  map[string][]askPlace // by the folded characters of their terms
	names map[rune][]name       // titles and headings by their first character
}

type askPlace struct{ page, section, ask int }

// name is a title or a heading with its tags.
type name struct {
	page int
	text string
}

func (b *Builder) askIndex(pages []Page) *askIndex {
	x := &askIndex{cutter: &cutter{alphabet: b.alphabet()}, pages: pages, asks: map[string][]askPlace{}, names: map[rune][]name{}}
	for p, page := range pages {
		x.addName(p, page.Title)
		for s, section := range page.Sections {
			x.addName(p, headingOf(page, s))
			for a, ask := range section.Asks {
				place, key := askPlace{p, s, a}, x.key(ask)
				x.all, x.asks[key] = append(x.all, place), append(x.asks[key], place)
			}
		}
	}
	return x
}

func (x *askIndex) addName(page int, text string) {
	if first, _ := utf8.DecodeRuneInString(text); x.classOf(x.fold(first)) != sign || first == '.' {
		x.names[x.fold(first)] = append(x.names[x.fold(first)], name{page, text})
	}
}

// headingOf returns what the index has as the heading of a section.
func headingOf(p Page, section int) string {
	if section == 0 {
		return strings.Join(append([]string{p.Sections[0].Heading}, p.Tags...), "\n")
	}
	return p.Sections[section].Heading
}

func (x *askIndex) key(ask string) string {
	return strings.Map(x.fold, x.cutAsk(ask, func(token) {}))
}

// others returns the other pages for which an ask is the title, a heading or an ask, and whether
// another section of its own page has the ask, too.
func (x *askIndex) others(a askPlace, text string) (pages []int, isTwice bool) {
	pieces := x.pieces(text)
	if len(pieces) == 0 {
		return nil, false
	}
	key := x.key(text)
	for _, other := range x.asks[key] {
		if !x.isAsk(pieces, x.pages[other.page].Sections[other.section].Asks[other.ask]) {
			continue
		}
		if pages = append(pages, other.page); other.page == a.page && other.section != a.section {
			isTwice = true
		}
	}
	first, _ := utf8.DecodeRuneInString(key)
	for _, n := range x.names[first] {
		if x.isName(pieces, n.text) {
			pages = append(pages, n.page)
		}
	}
	slices.Sort(pages)
	return slices.DeleteFunc(slices.Compact(pages), func(p int) bool { return p == a.page }), isTwice
}

// queryPiece is a run of Han, or a word, as the browser looks it up.
type queryPiece struct {
	terms []string // of a run of several characters, its pairs; else one
	start int32    // in the ask
}

func (x *askIndex) pieces(query string) (all []queryPiece) {
	end, signs := int32(0), int32(0) // of the pieces so far; the signs before them
	x.cut(query, func(t token) {
		switch {
		case t.start >= end: // a word comes before its parts, the pairs of a run before its last character
			signs += t.start - end
			all = append(all, queryPiece{[]string{string(t.term)}, t.start - signs})
		case x.classes[t.start] == han && t.end == t.start+2:
			last := &all[len(all)-1]
			last.terms = append(last.terms, string(t.term))
		}
		end = max(end, t.end)
	})
	return all
}

// occurrences has the positions of each term in a name or an ask, and the terms that end a line
// at their last position.
type occurrences struct {
	at   map[string][]int32
	ends map[string]bool
}

func (o *occurrences) add(offset int32, t token) {
	term := string(t.term)
	o.at[term] = append(o.at[term], offset+t.start)
	o.ends[term] = t.ends
}

// isAsk reports whether an ask with the same characters has the pieces of a query at their
// places. It lacks a single character that a sign separates only in the query.
func (x *askIndex) isAsk(pieces []queryPiece, ask string) bool {
	o := occurrences{map[string][]int32{}, map[string]bool{}}
	x.cutAsk(ask, func(t token) { o.add(0, t) })
	for _, p := range pieces {
		for i, term := range p.terms {
			if !slices.Contains(o.at[term], p.start+int32(i)) {
				return false
			}
		}
	}
	return true
}

// isName reports whether a title or a heading begins with the first piece of a query, ends with
// the last and has the others, which makes it rank as the query itself.
func (x *askIndex) isName(pieces []queryPiece, text string) bool {
	o := occurrences{map[string][]int32{}, map[string]bool{}}
	offset := int32(0)
	for line := range strings.SplitSeq(text, "\n") {
		x.cut(line, func(t token) { o.add(offset, t) })
		offset += int32(len(x.original)) + 1
	}
	for i, p := range pieces {
		starts := slices.DeleteFunc(slices.Clone(o.at[p.terms[0]]), func(start int32) bool {
			for j, term := range p.terms {
				if !slices.Contains(o.at[term], start+int32(j)) {
					return true
				}
			}
			return false
		})
		if len(starts) == 0 || i == 0 && starts[0] != 0 {
			return false
		}
		last := p.terms[len(p.terms)-1]
		at := o.at[last]
		if i == len(pieces)-1 && !(o.ends[last] && at[len(at)-1] == starts[len(starts)-1]+int32(len(p.terms)-1)) {
			return false
		}
	}
	return true
}
