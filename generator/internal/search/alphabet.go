package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// alphabet is what the tokeniser knows of characters: the form in which each is
// compared, and of which class that is. It is made once and never changed.
type alphabet struct {
	folded [last + 1]rune
	class  [last + 1]class
}

type class uint8

const (
	sign class = iota
	han
	letter // letters and digits but Han
)

// firstRare is the first of the compatibility forms beyond the first plane, which
// are not folded: their table would be larger than their use.
const firstRare = 0x2F800

// last is the last code point of the tables: Han are beyond the first plane.
const last = 0x323AF

func newAlphabet() *alphabet {
	a := &alphabet{}
	for r := range rune(last + 1) {
		a.folded[r] = foldOf(r)
		a.class[r] = classOf(r)
	}
	return a
}

// fold is the form in which a character is compared.
func (a *alphabet) fold(r rune) rune {
	if r > last {
		return r
	}
	return a.folded[r]
}

// classOf is the class of a folded character.
func (a *alphabet) classOf(r rune) class {
	if r > last {
		return sign
	}
	return a.class[r]
}

// foldOf is the compatibility decomposition in lower case, if that is a single
// character.
func foldOf(r rune) rune {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	if unicode.Is(unicode.Unified_Ideograph, r) || !utf8.ValidRune(r) || r >= firstRare {
		return r
	}
	folded := []rune(norm.NFKC.String(string(r)))
	if len(folded) != 1 {
		folded = []rune{r}
	}
	lower := []rune(strings.ToLower(string(folded)))
	if len(lower) != 1 {
		return folded[0]
	}
	return lower[0]
}

func classOf(r rune) class {
	switch isLetter := unicode.IsLetter(r); {
	case isLetter && unicode.Is(unicode.Han, r) && !unicode.IsNumber(r):
		return han
	case isLetter || unicode.IsNumber(r):
		return letter
	}
	return sign
}

// tables are the alphabet in a form that the browser reads.
type tables struct {
	Han     []rune `json:"han"`     // ranges: first less the last before, last less first
	Letters []rune `json:"letters"` // the same
	Folds   []rune `json:"folds"`   // runs: first less the last before, stride, count, what the first becomes less what the last before became
}

func (a *alphabet) tables() tables {
	return tables{Han: a.ranges(han), Letters: a.ranges(letter), Folds: a.folds()}
}

func (a *alphabet) ranges(c class) (list []rune) {
	before := rune(0)
	for r := rune(0); r <= last; r++ {
		if a.class[r] != c {
			continue
		}
		first := r
		for r < last && a.class[r+1] == c {
			r++
		}
		list = append(list, first-before, r-first)
		before = r
	}
	return list
}

// folds lists runs of characters, one or two apart, that fold by one distance.
func (a *alphabet) folds() (list []rune) {
	before, became := rune(0), rune(0)
	distance := func(r rune) rune { return a.fold(r) - r }
	for r := rune(0); r <= last; r++ {
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
