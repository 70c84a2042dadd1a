package search

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// alphabet holds the character tables of the tokeniser: the folded form of each
// character, and the class of each folded character. It is immutable.
type alphabet struct {
	folded [lastRune + 1]rune
	class  [lastRune + 1]class
	tables tables // without traditional characters
	pairs  []pair
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
	a.tables = tables{Han: a.ranges(han), Letters: a.ranges(letter), Folds: a.folds()}
	a.foldTraditional()
	return a
}

//go:embed traditional.txt
var traditional string

// pair is a traditional character of Han with its simplified form.
type pair struct{ traditional, simplified rune }

// foldTraditional folds the traditional characters to their simplified forms.
func (a *alphabet) foldTraditional() {
	for line := range strings.Lines(traditional) {
		if line[0] == '#' {
			continue
		}
		from, size := utf8.DecodeRuneInString(line)
		to, _ := utf8.DecodeRuneInString(line[size:])
		a.pairs = append(a.pairs, pair{from, to})
		a.folded[from] = to
	}
	for r, composed := range a.folded {
		if a.class[composed] == han {
			a.folded[r] = a.folded[composed] // of radicals and compatibility ideographs
		}
	}
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
// that is a single character, and the letter under accents and strokes.
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
	if parts := norm.NFKC.PropertiesString(string(r)).Decomposition(); parts != nil { // the others are their own composition
		if first, size := utf8.DecodeRune(parts); size == len(parts) {
			r = first
		} else if composed := []rune(string(norm.NFC.Bytes(parts))); len(composed) == 1 {
			r = composed[0]
		}
	}
	if letter := unaccented(r); letter != 0 {
		return letter
	}
	switch r = unicode.ToLower(r); r {
	case 'đ':
		return 'd'
	case 'ħ':
		return 'h'
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	}
	return r
}

// unaccented returns the ASCII letter, in lower case, that a character consists of besides
// accents; 0 for other characters. The browser computes the same with normalize: no version
// of Unicode may change how a character is decomposed, and these are in all versions.
func unaccented(r rune) rune {
	if r < 0xC0 || r >= 0x250 && r < 0x1E00 || r >= 0x1F00 {
		return 0
	}
	parts := norm.NFD.PropertiesString(string(r)).Decomposition()
	if len(parts) == 0 || parts[0] >= utf8.RuneSelf {
		return 0
	}
	return unicode.ToLower(rune(parts[0]))
}

// tables is the alphabet as the browser reads it.
type tables struct {
	Han         []rune    `json:"han"`     // ranges: first - last of the range before, last - first
	Letters     []rune    `json:"letters"` // the same
	Folds       []rune    `json:"folds"`   // runs: first - last of the run before, stride, count, fold(first) - fold(last of the run before); without accented letters
	Traditional pairTable `json:"traditional"`
}

// within returns the parts of the tables that have characters in some blocks.
func (t tables) within(b blocks) tables {
	t.Han, t.Letters = b.ranges(t.Han), b.ranges(t.Letters)
	var folds []rune
	code, became, kept, keptBecame := rune(0), rune(0), rune(0), rune(0)
	for i := 0; i < len(t.Folds); i += 4 {
		stride, count := t.Folds[i+1], t.Folds[i+2]
		first, firstBecame := code+t.Folds[i], became+t.Folds[i+3]
		code, became = first+stride*(count-1), firstBecame+stride*(count-1)
		if b.has(first, code) {
			folds = append(folds, first-kept, stride, count, firstBecame-keptBecame)
			kept, keptBecame = code, became
		}
	}
	t.Folds = folds
	return t
}

// blocks is a set of blocks of 256 characters.
type blocks [(lastRune >> 14) + 1]uint64

// latin returns the blocks that a query has most likely: letters, signs, and their full-width forms.
func latin() (b blocks) {
	for _, r := range []rune{0, 0x100, 0x2000, 0x3000, 0xFF00} {
		b.add(r)
	}
	return b
}

func (b *blocks) add(r rune) {
	if r <= lastRune {
		b[r>>14] |= 1 << (r >> 8 & 63)
	}
}

func (b *blocks) join(other blocks) {
	for i, set := range other {
		b[i] |= set
	}
}

// has reports whether the set has the block of a character from first to last.
func (b *blocks) has(first, last rune) bool {
	for n := first >> 8; n <= last>>8; n++ {
		if b[n>>6]&(1<<(n&63)) != 0 {
			return true
		}
	}
	return false
}

// ranges returns the ranges that have characters in the blocks.
func (b *blocks) ranges(list []rune) (in []rune) {
	end, before := rune(0), rune(0)
	for i := 0; i < len(list); i += 2 {
		first := end + list[i]
		end = first + list[i+1]
		if b.has(first, end) {
			in = append(in, first-before, end-first)
			before = end
		}
	}
	return in
}

// pairTable has traditional characters of Han, each as its difference from the one before,
// and their simplified forms.
type pairTable struct {
	From []rune `json:"from"`
	To   string `json:"to"`
}

// pairTable returns the pairs of the traditional characters that a function selects.
func (a *alphabet) pairTable(isSelected func(traditional rune) bool) pairTable {
	table := pairTable{From: []rune{}}
	var to strings.Builder
	before := rune(0)
	for _, p := range a.pairs {
		if isSelected(p.traditional) {
			table.From = append(table.From, p.traditional-before)
			to.WriteRune(p.simplified)
			before = p.traditional
		}
	}
	table.To = to.String()
	return table
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
	distance := func(r rune) rune {
		if unaccented(r) != 0 {
			return 0
		}
		return a.fold(r) - r
	}
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
