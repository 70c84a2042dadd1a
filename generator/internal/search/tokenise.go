package search

import (
	"slices"
	"unicode/utf8"
)

// token is a term and its place in a text.
type token struct {
	term  []byte // valid until the next call of cut
	start int32  // in code points
	ends  bool   // no term of the text ends later

	// neighbourFilter of a word has the low four bits of the Han character before the
	// word in its high half, and of the Han character behind it in its low half; 0
	// for no Han character. One sign may stand between.
	neighbourFilter uint8
}

// cutter cuts texts into terms.
//
//   - Each character is folded to one character first.
//   - A run of Han gives each pair of neighbouring characters, and its last character.
//   - A word, which is a run of letters and digits with single - _ . / between them,
//     gives itself and its parts. It is split at these signs, between a lower-case and
//     an upper-case letter, and between a letter and a digit.
//
// Line ends and all other signs end a run or a word.
type cutter struct {
	*alphabet
	original []rune
	folded   []byte
	at       []int32 // offset of each character in folded, and the length of folded
	classes  []class
}

func (c *cutter) cut(text string, emit func(token)) {
	c.read(text)
	end := len(c.original) // of the last term
	for end > 0 && c.classes[end-1] == sign {
		end--
	}
	for i := 0; i < end; {
		from := i
		switch c.classes[i] {
		case han:
			for i < end && c.classes[i] == han {
				i++
			}
			for j := from; j < i-1; j++ {
				emit(token{term: c.term(j, j+2), start: int32(j), ends: j+2 == end})
			}
			emit(token{term: c.term(i-1, i), start: int32(i - 1), ends: i == end})
		case letter:
			i = c.wordEnd(i)
			c.word(from, i, i == end, emit)
		default:
			i++
		}
	}
}

// read folds and classifies the characters of a text.
func (c *cutter) read(text string) {
	n := len(text)
	c.original = slices.Grow(c.original[:0], n)[:n]
	c.at = slices.Grow(c.at[:0], n+1)[:n+1]
	c.classes = slices.Grow(c.classes[:0], n)[:n]
	c.folded = slices.Grow(c.folded[:0], n+n/2+8)
	i := 0
	for _, r := range text {
		folded := c.fold(r)
		c.original[i], c.at[i], c.classes[i] = r, int32(len(c.folded)), c.classOf(folded)
		c.folded = utf8.AppendRune(c.folded, folded)
		i++
	}
	c.at[i] = int32(len(c.folded))
	c.original, c.at, c.classes = c.original[:i], c.at[:i+1], c.classes[:i]
}

func (c *cutter) term(from, to int) []byte { return c.folded[c.at[from]:c.at[to]] }

// wordEnd returns the end of the word that begins at i.
func (c *cutter) wordEnd(i int) int {
	for i < len(c.classes) {
		switch {
		case c.classes[i] == letter:
			i++
		case c.isJoiner(i) && i+1 < len(c.classes) && c.classes[i+1] == letter:
			i += 2
		default:
			return i
		}
	}
	return i
}

func (c *cutter) isJoiner(i int) bool {
	switch c.folded[c.at[i]] {
	case '-', '_', '.', '/':
		return true
	}
	return false
}

func (c *cutter) word(from, to int, ends bool, emit func(token)) {
	before, behind := c.low4(from-1, -1)<<4, c.low4(to, 1)
	emit(token{c.term(from, to), int32(from), ends, before | behind})
	cut := from
	for i := from + 1; i < to; i++ {
		if c.isJoiner(i) || c.isJoiner(i-1) || isPartBoundary(c.original[i-1], c.original[i]) {
			c.part(cut, i, false, before, emit)
			cut, before = i, 0
		}
	}
	if cut > from {
		c.part(cut, to, ends, behind, emit)
	}
}

func (c *cutter) part(from, to int, ends bool, neighbourFilter uint8, emit func(token)) {
	if !c.isJoiner(from) {
		emit(token{c.term(from, to), int32(from), ends, neighbourFilter})
	}
}

// low4 returns the low four bits of the Han character at i, or of its neighbour in a
// direction if a sign stands at i; 0 if that is no Han character.
func (c *cutter) low4(i, direction int) uint8 {
	if i >= 0 && i < len(c.classes) && c.classes[i] == sign {
		i += direction
	}
	if i < 0 || i >= len(c.classes) || c.classes[i] != han {
		return 0
	}
	return uint8(c.fold(c.original[i]) & 15)
}

// isPartBoundary reports whether a part of a word ends between two characters: aB, a1,
// 1a. It considers ASCII only, which Go and the browser classify alike.
func isPartBoundary(before, after rune) bool {
	if before >= utf8.RuneSelf || after >= utf8.RuneSelf {
		return false
	}
	return isLower(before) && isUpper(after) || isDigit(before) != isDigit(after)
}

func isLower(r rune) bool { return r >= 'a' && r <= 'z' }
func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
