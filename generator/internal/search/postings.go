package search

import (
	"encoding/binary"
	"unicode/utf8"
)

// place is an occurrence of a term on a page: a field and a position in it, in code
// points, with the bits that follow the position (see form).
//
// The fields of bodies and of names are numbered separately: a body has the number of
// its section; the title is 0, the heading of section n is 2n + 1, and its asks are 2n + 2.
type place struct {
	field int32
	spot
}

// spot is a position and its bits in four bytes: a segment has a hundred thousand of them and more.
type spot uint32

// newSpot returns a spot. Positions from 2^24 on, which no file of content/ has, are one.
func newSpot(position int32, bits uint8) spot {
	return spot(min(position, 1<<24-1))<<8 | spot(bits)
}

func (s spot) position() int32 { return int32(s >> 8) }
func (s spot) bits() uint8     { return uint8(s) }

// posting is a place of a term on a page of a segment.
type posting struct {
	page int32
	place
}

const titleField = 0

func headingField(section int) int32 { return 2*int32(section) + 1 }
func askField(section int) int32     { return 2*int32(section) + 2 }
func bodyField(section int) int32    { return int32(section) }

// nameSuffix ends the terms of names: titles, headings, tags and asks. They have postings of
// their own, which are short and more precise than those of bodies. The suffix sorts
// before every character that may follow in a longer term.
const nameSuffix = '!'

// form says which bits follow each position in the postings of a term.
type form uint8

const (
	plain  form = iota // none
	words              // in bodies: the neighbour filter
	names              // whether the term ends its line
	sounds             // none, and no position
)

func (a *alphabet) formOf(term []byte) form {
	first, _ := utf8.DecodeRune(term)
	switch {
	case term[len(term)-1] == nameSuffix:
		return names
	case term[0] == soundPrefix[0]:
		return sounds
	case a.classOf(first) == letter:
		return words
	}
	return plain
}

// positionUnit is the resolution of positions in bodies, in code points. Exact positions
// would make an index of ten thousand pages a seventh larger. Few false phrase matches
// pass at this resolution, and the browser verifies the matches that it shows against
// the texts, which it loads anyway. (Compare block addressing in Manber and Wu,
// "GLIMPSE: A Tool to Search Through Entire File Systems", 1994.)
const positionUnit = 8

// appendPostings appends the postings of a term in a segment. A segment stores the numbers
// that the package comment lists as varints. They are recoded for the browser after the
// merge, when the number of pages before each segment is known.
func appendPostings(postings []byte, form form, all []posting) []byte {
	next := all[0].page
	for len(all) > 0 {
		page, n := all[0].page, 1
		for n < len(all) && all[n].page == page {
			n++
		}
		postings = appendNumber(postings, page-next)
		postings = appendNumber(postings, int32(n-1))
		field, position := int32(0), int32(0)
		for _, p := range all[:n] {
			postings = appendNumber(postings, p.field-field)
			if p.field != field {
				field, position = p.field, 0
			}
			if form == sounds {
				continue
			}
			at := p.position()
			if form != names {
				at /= positionUnit
			}
			postings = appendNumber(postings, at-position)
			position = at
			if form != plain {
				postings = appendNumber(postings, int32(p.bits()))
			}
		}
		next, all = page+1, all[n:]
	}
	return postings
}

// appendNumber appends a varint. Most are a single byte.
func appendNumber(postings []byte, n int32) []byte {
	if n < 0x80 {
		return append(postings, byte(n))
	}
	return binary.AppendUvarint(postings, uint64(n))
}

// kinds has the kinds of numbers in a term's postings.
type kinds struct{ pages, places, fields, positions kind }

// newKinds returns the kinds before the first number of a term in an index of some pages. They expect rare terms, which
// most terms are; the first page of a term may be any.
func newKinds(pages int) kinds {
	return kinds{newKind(pages / 2), newKind(1), newKind(4), newKind(8)}
}

// begin learns the first page of a term.
func (k *kinds) begin(page int32) { k.pages = newKind(int(page)) }

// postings recodes the postings of a term for the browser, in an index of some pages.
func (w *numberWriter) postings(form form, parts []part, pages int) {
	k := newKinds(pages)
	for i, p := range parts {
		w.number(&k.pages, uint32(p.skipped))
		if i == 0 {
			k.begin(p.skipped)
		}
		w.part(&k, form, p.data())
	}
}

// part recodes the postings in a segment, except for their first number.
func (w *numberWriter) part(k *kinds, form form, data []byte) {
	next := func() uint32 {
		if n := data[0]; n < 0x80 { // most numbers are a single byte
			data = data[1:]
			return uint32(n)
		}
		n, size := binary.Uvarint(data)
		data = data[size:]
		return uint32(n)
	}
	for {
		places := next()
		w.number(&k.places, places)
		for range places + 1 {
			w.number(&k.fields, next())
			if form == sounds {
				continue
			}
			w.number(&k.positions, next())
			switch form {
			case words:
				w.put(uint64(next()), 8)
			case names:
				w.put(uint64(next()), 1)
			}
		}
		if len(data) == 0 {
			return
		}
		w.number(&k.pages, next())
	}
}
