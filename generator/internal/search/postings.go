package search

import "encoding/binary"

// place is where a term stands on a page: in which of its fields, and where
// there, in code points. The fields are the page's title, then the heading and
// the body of each section.
type place struct {
	field, position int32
	ends            bool // no other term follows in this line of a title or heading
}

const titleField = 0

func headingField(section int) int32 { return int32(2*section + 1) }
func bodyField(section int) int32    { return int32(2*section + 2) }

// named tells whether a field is a title or a heading.
func named(field int32) bool { return field == titleField || field%2 == 1 }

// appendPage appends the places of a term on one page to its postings in a
// segment. There they are the numbers that the package comment names, in bytes,
// since they are written for the browser only when their terms' pages are
// counted over all segments.
func appendPage(postings []byte, skipped int32, places []place) []byte {
	put := func(n int32) { postings = binary.AppendUvarint(postings, uint64(n)) }
	put(skipped)
	put(int32(len(places) - 1))
	field, position := int32(0), int32(0)
	for _, p := range places {
		put(p.field - field)
		if p.field != field {
			field, position = p.field, 0
		}
		if named(field) && p.ends {
			put(1)
		} else if named(field) {
			put(0)
		}
		put(p.position - position)
		position = p.position
	}
	return postings
}

// kinds are the kinds of numbers in a term's postings.
type kinds struct{ pages, places, fields, positions kind }

func newKinds() kinds {
	return kinds{newKind(), newKind(), newKind(), newKind()}
}

// postings writes the postings of a term for the browser.
func (w *numberWriter) postings(postings []byte) {
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
		field := uint32(0)
		for range places + 1 {
			further := next()
			w.number(&k.fields, further)
			if field += further; named(int32(field)) {
				w.bit(next() == 1)
			}
			w.number(&k.positions, next())
		}
	}
}
