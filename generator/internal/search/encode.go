package search

import "strings"

// Numbers are written in digits of 5 bits, the lowest first; a digit that is not
// the last has 32 added. The 64 signs need no escape in a string of a script.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

func appendNumber(b []byte, n int32) []byte {
	for n >= 32 {
		b = append(b, digits[32+n%32])
		n /= 32
	}
	return append(b, digits[n])
}

// The fields of a section, as bits. The last two say that the term is the last
// of the title, or of the heading.
const (
	inTitle = 1 << iota
	inHeading
	inBody
	endsTitle
	endsHeading
)

// single are the fields that a term can have that stands on a page only once.
const single = "\x04\x01\x09\x02\x12"

// place is where a term stands on a page.
type place struct {
	section, position int32
	field             uint8
}

// appendPage writes the places of a term on one page, skipped pages after the
// last that has it, as the package comment says.
func appendPage(b []byte, skipped int32, places []place) []byte {
	if len(places) == 1 {
		p := places[0]
		b = appendNumber(b, 2*skipped+1)
		b = appendNumber(b, int32(len(single))*p.section+int32(strings.IndexByte(single, p.field)))
		return appendNumber(b, p.position)
	}
	b = appendNumber(b, 2*skipped)
	b = appendNumber(b, int32(alike(places, place.bySection)))
	section := int32(0)
	for len(places) > 0 {
		n := first(places, place.bySection)
		b = appendNumber(b, places[0].section-section)
		section = places[0].section
		b = appendFields(b, places[:n])
		places = places[n:]
	}
	return b
}

func appendFields(b []byte, places []place) []byte {
	all := int32(0)
	for _, p := range places {
		all |= int32(p.field)
	}
	b = appendNumber(b, all)
	for len(places) > 0 {
		n := first(places, place.byField)
		b = appendNumber(b, int32(n))
		position := int32(0)
		for _, p := range places[:n] {
			b = appendNumber(b, p.position-position)
			position = p.position
		}
		places = places[n:]
	}
	return b
}

func (p place) bySection() int32 { return p.section }
func (p place) byField() int32   { return int32(p.field) & (inTitle | inHeading | inBody) }

// first is how many places at the beginning of a list are alike.
func first(places []place, by func(place) int32) int {
	n := 1
	for n < len(places) && by(places[n]) == by(places[0]) {
		n++
	}
	return n
}

// alike is how many runs of places that are alike a list has.
func alike(places []place, by func(place) int32) int {
	runs := 0
	for len(places) > 0 {
		places = places[first(places, by):]
		runs++
	}
	return runs
}
