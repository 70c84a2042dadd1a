package search

import (
	"bytes"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// token is a term and its place in a text.
type token struct {
	term       []byte // valid until the next call of cut
	start, end int32  // in code points
	ends       bool   // no term of the text ends later

	// neighbourFilter of a word has the low four bits of the Han character before the
	// word in its high half, and of the Han character behind it in its low half; 0
	// for no Han character. One sign may stand between.
	neighbourFilter uint8
}

// cutter cuts texts into terms.
//
//   - Each character is folded to one character first.
//   - A run of Han gives each pair of neighbouring characters, and its last character.
//   - A word gives itself and its parts. It is a run of letters and digits with single
//   - _ . / between them. It is split at these signs, between a lower-case and an
//     upper-case letter, before the last capital of several if two lower-case letters
//     follow (MEDDIC|Score), and between a letter and a digit.
//   - A point before a word belongs to it (.NET), unless a point or a word precedes. So do
//     ++ behind a letter (C++, C++17), + behind a letter at the end of a phrase (A+, but
//     not a+b), and # behind a single letter (C#, but not page#part).
//   - A number, at the beginning of a word or behind - _ or /, is one part: digits, perhaps
//     with commas between groups of three, and a decimal fraction. Its term has no commas
//     and no zeros at the end of the fraction, so 1,200.50 is 1200.5; but 2.0, which may be
//     a version, stays. Digits with two points or more, as in dates and addresses, are not
//     a number. A per cent sign belongs to its number, and the number without it is a term
//     too.
//
// Line ends and all other signs end a run or a word.
type cutter struct {
	*alphabet
	original []rune
	folded   []byte
	at       []int32 // offset of each character in folded, and the length of folded
	classes  []class
	parts    []wordPart
	numbers  []byte          // the terms that have numbers
	hasHan   bool            // whether a text had Han
	seen     [1 << 10]uint64 // the characters of the first plane that are folded to Han, a bit for each
	blocks   blocks          // that have characters of the texts
}

// wordPart is a part of a word.
type wordPart struct {
	from, end int
	number    int // the end of the part's number, which a per cent sign may follow; 0 for no number
}

func (c *cutter) cut(text string, emit func(token)) {
	c.read(text)
	c.numbers = c.numbers[:0]
	end := len(c.original) // of the last term
	for end > 0 && c.classes[end-1] == sign {
		end--
	}
	for i := 0; i < end; {
		from := i
		switch {
		case c.classes[i] == han:
			c.hasHan = true
			for i < end && c.classes[i] == han {
				i++
			}
			for j := from; j < i-1; j++ {
				emit(token{term: c.term(j, j+2), start: int32(j), end: int32(j + 2), ends: j+2 == end})
			}
			emit(token{term: c.term(i-1, i), start: int32(i - 1), end: int32(i), ends: i == end})
		case c.beginsWord(i):
			i = c.readWord(i)
			c.word(from, i, i >= end, emit)
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
		c.blocks.add(r)
		c.folded = utf8.AppendRune(c.folded, folded)
		if folded != r && r < 1<<16 && c.classes[i] == han {
			c.seen[r>>6] |= 1 << (r & 63)
		}
		i++
	}
	c.at[i] = int32(len(c.folded))
	c.original, c.at, c.classes = c.original[:i], c.at[:i+1], c.classes[:i]
}

// traditional returns the traditional characters among those seen.
func (c *cutter) traditional() (list []rune) {
	for i, set := range c.seen {
		for ; set != 0; set &= set - 1 {
			r := foldOf(rune(i<<6 | bits.TrailingZeros64(set)))
			if c.fold(r) != r {
				list = append(list, r)
			}
		}
	}
	return list
}

func (c *cutter) term(from, to int) []byte { return c.folded[c.at[from]:c.at[to]] }

// character returns the folded character at i; utf8.RuneSelf if it is not ASCII, or if there is
// none.
func (c *cutter) character(i int) byte {
	if i < 0 || i >= len(c.classes) || c.folded[c.at[i]] >= utf8.RuneSelf {
		return utf8.RuneSelf
	}
	return c.folded[c.at[i]]
}

func (c *cutter) isLetter(i int) bool {
	return i >= 0 && i < len(c.classes) && c.classes[i] == letter
}

func (c *cutter) isJoiner(i int) bool {
	switch c.character(i) {
	case '-', '_', '.', '/':
		return true
	}
	return false
}

func (c *cutter) beginsWord(i int) bool {
	return c.isLetter(i) || c.character(i) == '.' && isLower(c.character(i+1)) && !c.isLetter(i-1) && c.character(i-1) != '.'
}

// readWord sets parts to the parts of the word that begins at i, and returns its end.
func (c *cutter) readWord(i int) int {
	c.parts = c.parts[:0]
	if c.character(i) == '.' {
		i++
	}
	for mayBeNumber := true; ; {
		p := wordPart{from: i}
		if mayBeNumber && isDigit(c.character(i)) {
			p.number = c.numberEnd(i)
			p.end = p.number
			if c.isPercent(p.end) {
				p.end++
			}
		} else {
			p.end = c.partEnd(i)
		}
		c.parts = append(c.parts, p)
		i = p.end
		switch {
		case c.isLetter(i):
			mayBeNumber = false
		case c.isJoiner(i) && c.isLetter(i+1):
			mayBeNumber = c.character(i) != '.'
			i++
		default:
			return i
		}
	}
}

// partEnd returns the end of the part at i, which is not a number.
func (c *cutter) partEnd(i int) int {
	for i++; c.isLetter(i); i++ {
		if c.isPartBoundary(i) {
			return i
		}
	}
	return i + c.suffix(i)
}

// isPartBoundary reports whether a part of a word ends between two letters or digits, of
// which the second stands at i: aB, a1, 1a, AB before cd. It considers ASCII only, which Go
// and the browser classify alike.
func (c *cutter) isPartBoundary(i int) bool {
	before, behind := c.character(i-1), c.character(i)
	if before == utf8.RuneSelf || behind == utf8.RuneSelf {
		return false
	}
	if isDigit(before) != isDigit(behind) {
		return true
	}
	if !isUpper(c.original[i]) {
		return false
	}
	first := c.original[i-1]
	return isLower(first) || isUpper(first) && i+2 < len(c.original) && isLower(c.original[i+1]) && isLower(c.original[i+2])
}

// suffix returns the number of signs at i that belong to the word before them.
func (c *cutter) suffix(i int) int {
	if !isLower(c.character(i - 1)) {
		return 0
	}
	next := c.character(i + 1)
	switch c.character(i) {
	case '#':
		if !c.isLetter(i-2) && !isLower(next) && next != '#' && next != '+' {
			return 1
		}
	case '+':
		if next == '+' && c.character(i+2) != '+' {
			return 2
		}
		if c.endsPhrase(i + 1) {
			return 1
		}
	}
	return 0
}

// endsPhrase reports whether a phrase ends before i: the text ends there, or a space or a sign
// follows that is not likely to be an operator.
func (c *cutter) endsPhrase(i int) bool {
	if i >= len(c.classes) {
		return true
	}
	if next := c.character(i); next != utf8.RuneSelf {
		return strings.IndexByte(" \n\t,.;:!?)/", next) >= 0
	}
	return c.classes[i] == sign
}

// numberEnd returns the end of the number at i, or of its first digits if these and what
// follows are not a number.
func (c *cutter) numberEnd(i int) int {
	digits := c.digitsEnd(i)
	end := digits
	if digits-i <= 3 && c.character(i) != '0' && !(c.character(i-1) == ',' && isDigit(c.character(i-2))) {
		for c.character(end) == ',' && c.digitsEnd(end+1) == end+4 {
			end += 4
		}
		if c.character(end) == ',' && isDigit(c.character(end+1)) {
			end = digits // the commas separate numbers
		}
	}
	if c.character(end) != '.' || !isDigit(c.character(end+1)) {
		return end
	}
	fraction := c.digitsEnd(end + 1)
	if c.character(fraction) == '.' && c.isLetter(fraction+1) {
		return digits // a version, a date, an address
	}
	return fraction
}

func (c *cutter) digitsEnd(i int) int {
	for isDigit(c.character(i)) {
		i++
	}
	return i
}

// isPercent reports whether a per cent sign at i belongs to the number before it. In
// addresses, %20 is a space.
func (c *cutter) isPercent(i int) bool {
	next := c.character(i + 1)
	return c.character(i) == '%' && !isDigit(next) && !isLower(next)
}

// word emits a word, which readWord has read, and its parts.
func (c *cutter) word(from, to int, ends bool, emit func(token)) {
	emitParts := func(from, end int, parts []wordPart) {
		filter := uint8(0)
		if &parts[0] == &c.parts[0] {
			filter = c.low4(from-1, -1) << 4
		}
		isLast := parts[len(parts)-1].end == to
		if isLast {
			filter |= c.low4(end, 1)
		}
		emit(token{c.wordTerm(from, end, parts), int32(from), int32(end), ends && isLast, filter})
	}
	emitParts(from, to, c.parts)
	for n, p := range c.parts {
		rest := n + 1 // of the parts up to the next sign
		for rest < len(c.parts) && c.parts[rest].from == c.parts[rest-1].end {
			rest++
		}
		if end := c.parts[rest-1].end; rest > n+1 && (p.from > from || end < to) {
			emitParts(p.from, end, c.parts[n:rest])
		}
		if p.from > from || p.end < to {
			emitParts(p.from, p.end, c.parts[n:n+1])
		}
		if p.number > 0 && p.number < p.end {
			emitParts(p.from, p.number, c.parts[n:n+1])
		}
	}
}

// wordTerm returns the term of a word or of some of its parts. Its numbers are in their
// shortest form.
func (c *cutter) wordTerm(from, to int, parts []wordPart) []byte {
	begin, copied := len(c.numbers), from
	for _, p := range parts {
		if p.number > 0 {
			c.numbers = append(c.numbers, c.term(copied, p.from)...)
			c.appendNumber(p)
			copied = p.number
		}
	}
	if copied == from {
		return c.term(from, to)
	}
	c.numbers = append(c.numbers, c.term(copied, to)...)
	return c.numbers[begin:]
}

// appendNumber appends the shortest form of a part's number to numbers.
func (c *cutter) appendNumber(p wordPart) {
	whole, fraction := c.term(p.from, p.number), []byte(nil)
	if point := bytes.IndexByte(whole, '.'); point >= 0 {
		whole, fraction = whole[:point], whole[point:]
	}
	isVersion := p.number == p.end && bytes.IndexByte(whole, ',') < 0 && len(fraction) == 2
	for _, digit := range whole {
		if digit != ',' {
			c.numbers = append(c.numbers, digit)
		}
	}
	if !isVersion {
		fraction = bytes.TrimRight(fraction, ".0")
	}
	c.numbers = append(c.numbers, fraction...)
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

func isLower[C byte | rune](c C) bool { return c >= 'a' && c <= 'z' }
func isUpper(r rune) bool             { return r >= 'A' && r <= 'Z' }
func isDigit(c byte) bool             { return c >= '0' && c <= '9' }
