package search

import (
	"slices"
	"unicode"
)

// Token is a term with its place in the text, in code points.
type Token struct {
	Term  string
	Start int
}

// Tokenise cuts a text into terms.
//
//   - Characters are folded first, each to one other.
//   - A run of Han gives each pair of neighbours, and its last character alone.
//   - A run of letters and digits, with single - _ . / between them, gives
//     itself and its parts: at these signs, where lower case meets upper, and
//     where letters meet digits. The parts begin where they stand.
//
// Line ends and all other signs end a run.
func Tokenise(text string) []Token { return tokeniser{fold, isHan, isWord}.tokenise(text) }

// tokeniser has the classes of characters looked up once for a whole index.
type tokeniser struct {
	fold          func(rune) rune
	isHan, isWord func(rune) bool
}

func (t tokeniser) tokenise(text string) []Token {
	original := []rune(text)
	folded := make([]rune, len(original))
	for i, r := range original {
		folded[i] = t.fold(r)
	}
	var tokens []Token
	for i := 0; i < len(folded); {
		switch {
		case t.isHan(folded[i]):
			end := i + 1
			for end < len(folded) && t.isHan(folded[end]) {
				end++
			}
			for ; i < end-1; i++ {
				tokens = append(tokens, Token{string(folded[i : i+2]), i})
			}
			tokens = append(tokens, Token{string(folded[i]), i})
			i = end
		case t.isWord(folded[i]):
			end := t.wordEnd(folded, i)
			tokens = t.appendWord(tokens, original, folded, i, end)
			i = end
		default:
			i++
		}
	}
	return tokens
}

// wordEnd is where the run of letters and digits that begins at i ends.
func (t tokeniser) wordEnd(folded []rune, i int) int {
	for i < len(folded) {
		switch {
		case t.isWord(folded[i]):
			i++
		case isJoiner(folded[i]) && i+1 < len(folded) && t.isWord(folded[i+1]):
			i += 2
		default:
			return i
		}
	}
	return i
}

func isJoiner(r rune) bool { return r == '-' || r == '_' || r == '.' || r == '/' }

func (t tokeniser) appendWord(tokens []Token, original, folded []rune, from, to int) []Token {
	tokens = append(tokens, Token{string(folded[from:to]), from})
	cuts := []int{from}
	for i := from + 1; i < to; i++ {
		if isJoiner(folded[i]) || isJoiner(folded[i-1]) || changes(original[i-1], original[i]) {
			cuts = append(cuts, i)
		}
	}
	if len(cuts) == 1 {
		return tokens
	}
	cuts = append(cuts, to)
	for i, cut := range cuts[:len(cuts)-1] {
		if part := folded[cut:cuts[i+1]]; !isJoiner(part[0]) {
			tokens = append(tokens, Token{string(slices.Clone(part)), cut})
		}
	}
	return tokens
}

// changes tells where a part of a word ends: aB, a1, 1a. It looks at ASCII only,
// which both sides know alike.
func changes(before, after rune) bool {
	if before > unicode.MaxASCII || after > unicode.MaxASCII {
		return false
	}
	switch {
	case isLower(before) && isUpper(after):
		return true
	case isDigit(before) != isDigit(after):
		return true
	}
	return false
}

func isLower(r rune) bool { return r >= 'a' && r <= 'z' }
func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' }
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
