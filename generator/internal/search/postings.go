package search

import (
	"encoding/binary"
	"unicode/utf8"
)

// place is where a term stands on a page: in which of its fields, and where
// there, in code points.
//
// Fields are counted apart from each other in the bodies of a page and in what
// it calls itself: bodies are counted by section, names are the page's title
// and then the heading of each section.
type place struct {
	field, position int32
	ends            bool  // no other term follows in this line of a name
	beside          int32 // of a word: see token
}

const titleField = 0

func headingField(section int) int32 { return int32(section) + 1 }
func bodyField(section int) int32    { return int32(section) }

// naming ends the terms of titles, headings and tags. They have postings of their own,
// since few terms stand there and more is told of them. It sorts before everything that
// may follow in a longer term.
const naming = '#'

// form is what postings tell of a place beside its position.
type form uint8

const (
	plain form = iota // nothing
	words             // in bodies: what stands beside
	names             // whether it ends its line
)

func (a *alphabet) formOf(term string) form {
	first, _ := utf8.DecodeRuneInString(term)
	switch {
	case term[len(term)-1] == naming:
		return names
	case a.classOf(first) == letter:
		return words
	}
	return plain
}

// granule is to within how many code points bodies tell positions. Told to the character
// they would make an index of ten thousand pages a seventh larger. Of what stands as a
// query was typed, nearly nothing else can stand so near; and what is shown the browser
// looks up in the texts, which it reads anyway. (Compare block addressing in Manber and
// Wu, "GLIMPSE: A Tool to Search Through Entire File Systems", 1994.)
const granule = 8

// appendPage appends the places of a term on one page to its postings in a
// segment. There they are the numbers that the package comment names, in bytes,
// since they are written for the browser only when their terms' pages are
// counted over all segments.
func appendPage(postings []byte, form form, skipped int32, places []place) []byte {
	put := func(n int32) { postings = binary.AppendUvarint(postings, uint64(n)) }
	put(skipped)
	put(int32(len(places) - 1))
	field, position := int32(0), int32(0)
	for _, p := range places {
		put(p.field - field)
		if p.field != field {
			field, position = p.field, 0
		}
		at := p.position
		if form != names {
			at /= granule
		}
		put(at - position)
		position = at
		switch {
		case form == words:
			put(p.beside)
		case form == names && p.ends:
			put(1)
		case form == names:
			put(0)
		}
	}
	return postings
}

// kinds are the kinds of numbers in a term's postings.
type kinds struct{ pages, places, fields, positions kind }

func newKinds() kinds {
	return kinds{newKind(), newKind(), newKind(), newKind()}
}

// postings writes the postings of a term for the browser.
func (w *numberWriter) postings(form form, postings []byte) {
	next := func() uint32 {
		n, size := binary.Uvarint(postings)
		postings = postings[size:]
		return uint32(n)
	}
	k := newKinds()
	for len(postings) > 0 {
		w.number(&k.pages, next())
		places := next()
		w.number(&k.places, places)
		for range places + 1 {
			w.number(&k.fields, next())
			w.number(&k.positions, next())
			switch form {
			case words:
				w.put(uint64(next()), 8)
			case names:
				w.put(uint64(next()), 1)
			}
		}
	}
}
