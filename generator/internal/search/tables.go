package search

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tables are what the tokeniser knows of characters, in a form that the browser
// reads: which are Han, which make words, and what each folds to.
type tables struct {
	Han   string `json:"han"`   // ranges: first, last, each less what came before, in base 36
	Words string `json:"words"` // the same
	Folds string `json:"folds"` // runs: first less what came before, stride, count, target less first
}

// last is the last code point of the tables: Han are beyond the first plane.
const last = 0x323AF

// fold is the form in which a character is compared: that of its compatibility
// decomposition in lower case, if that is a single character.
func fold(r rune) rune {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
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

func isHan(r rune) bool {
	return unicode.Is(unicode.Han, r) && !unicode.IsNumber(r) && unicode.IsLetter(r)
}

// isWord tells the characters that make words: letters and digits but Han.
func isWord(r rune) bool { return (unicode.IsLetter(r) || unicode.IsNumber(r)) && !isHan(r) }

func newTables() tables {
	return tables{Han: ranges(isHan), Words: ranges(isWord), Folds: folds()}
}

// ranges lists the ranges of folded characters that are in a class.
func ranges(in func(rune) bool) string {
	var b strings.Builder
	before := rune(0)
	for r := rune(0); r <= last; r++ {
		if !in(r) {
			continue
		}
		first := r
		for r < last && in(r+1) {
			r++
		}
		number(&b, int(first-before))
		number(&b, int(r-first))
		before = r
	}
	return strings.TrimSpace(b.String())
}

func number(b *strings.Builder, n int) { b.WriteString(strconv.FormatInt(int64(n), 36) + " ") }

// folds lists runs of characters, one or two apart, that fold by one distance.
func folds() string {
	var b strings.Builder
	before := rune(0)
	for r := rune(0); r <= last; r++ {
		delta := fold(r) - r
		if delta == 0 {
			continue
		}
		stride := rune(1)
		if fold(r+1)-(r+1) != delta && fold(r+2)-(r+2) == delta {
			stride = 2
		}
		first, count := r, 1
		for r+stride <= last && fold(r+stride)-(r+stride) == delta && (stride == 1 || fold(r+1) == r+1) {
			r += stride
			count++
		}
		number(&b, int(first-before))
		number(&b, int(stride))
		number(&b, count)
		number(&b, int(delta))
		before = r
	}
	return strings.TrimSpace(b.String())
}
