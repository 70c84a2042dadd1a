package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// alphabet holds the character tables of the tokeniser: the folded form of each
// character, and the class of each folded character. It is immutable.
type alphabet struct {
	folded [lastRune + 1]rune
	class  [lastRune + 1]class
}

type class uint8

const (
	sign class = iota
	han
	letter // letters and digits other than Han
)

// firstUnfolded is the first of the compatibility characters beyond the first plane.
// They are rare and are not folded, which keeps the table small.
const firstUnfolded = 0x2F800

// lastRune is the last code point of the tables, which include the planes of Han.
const lastRune = 0x323AF

func newAlphabet() *alphabet {
	a := &alphabet{}
	for r := range rune(lastRune + 1) {
		a.folded[r] = r
	}
	for _, table := range []*unicode.RangeTable{unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z} {
		each(table, func(r rune) { a.folded[r] = foldOf(r) })
	}
	each(unicode.L, func(r rune) { a.class[r] = letter })
	each(unicode.Han, func(r rune) {
		if a.class[r] == letter {
			a.class[r] = han
		}
	})
	each(unicode.N, func(r rune) { a.class[r] = letter }) // 〇 too, which is a numeral of Han
	return a
}

// each calls f for each character of a table.
func each(table *unicode.RangeTable, f func(rune)) {
	for _, part := range table.R16 {
		for r := rune(part.Lo); r <= rune(part.Hi); r += rune(part.Stride) {
			f(r)
		}
	}
	for _, part := range table.R32 {
		for r := rune(part.Lo); r <= min(rune(part.Hi), lastRune); r += rune(part.Stride) {
			f(r)
		}
	}
}

// fold returns the form of a character that is compared.
func (a *alphabet) fold(r rune) rune {
	if r > lastRune {
		return r
	}
	return a.folded[r]
}

// classOf returns the class of a folded character.
func (a *alphabet) classOf(r rune) class {
	if r > lastRune {
		return sign
	}
	return a.class[r]
}

// foldOf returns the compatibility composition (NFKC) of a character in lower case, if
// that is a single character.
func foldOf(r rune) rune {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	if unicode.Is(unicode.Unified_Ideograph, r) || !utf8.ValidRune(r) || r >= firstUnfolded {
		return r
	}
	text := string(r)
	if norm.NFKC.PropertiesString(text).Decomposition() != nil { // the others are their own composition
		if composed := []rune(norm.NFKC.String(text)); len(composed) == 1 {
			r = composed[0]
		}
	}
	return unicode.ToLower(r)
}

// tables is the alphabet as the browser reads it.
type tables struct {
	Han     []rune `json:"han"`     // ranges: first - last of the range before, last - first
	Letters []rune `json:"letters"` // the same
	Folds   []rune `json:"folds"`   // runs: first - last of the run before, stride, count, fold(first) - fold(last of the run before)
}

func (a *alphabet) tables() tables {
	return tables{Han: a.ranges(han), Letters: a.ranges(letter), Folds: a.folds()}
}

func (a *alphabet) ranges(c class) (list []rune) {
	before := rune(0)
	for r := rune(0); r <= lastRune; r++ {
		if a.class[r] != c {
			continue
		}
		first := r
		for r < lastRune && a.class[r+1] == c {
			r++
		}
		list = append(list, first-before, r-first)
		before = r
	}
	return list
}

// folds lists runs of characters, at a stride of one or two, whose folded forms have the
// same distance.
func (a *alphabet) folds() (list []rune) {
	before, became := rune(0), rune(0)
	distance := func(r rune) rune { return a.fold(r) - r }
	for r := rune(0); r <= lastRune; r++ {
		by := distance(r)
		if by == 0 {
			continue
		}
		stride := rune(1)
		if distance(r+1) != by && distance(r+2) == by {
			stride = 2
		}
		first, count := r, rune(1)
		for distance(r+stride) == by && (stride == 1 || distance(r+1) == 0) {
			r += stride
			count++
		}
		list = append(list, first-before, stride, count, first+by-became)
		before, became = r, r+by
	}
	return list
}
