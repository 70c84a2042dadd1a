package site

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/markdown"
)

// termKey is what makes two terms the same: their text, whatever its case, the form
// of its accents and its spaces.
func termKey(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(text))), " ")
}

// giveAnchors gives each term an anchor of its own. It is the one of the term's words
// if no other term has the same. Otherwise a term without signs keeps it, and in
// the anchors of the others the signs are words: of C, C++ and C# they are c,
// c-plus-plus and c-sharp.
func giveAnchors(terms []*SourceTerm) {
	count, taken := map[string]int{}, map[string]bool{}
	for _, t := range terms {
		count[markdown.FormerAnchor(t.Term)]++
	}
	var others []*SourceTerm
	for _, t := range terms {
		anchor := markdown.FormerAnchor(t.Term)
		isPlain := anchor == strings.ReplaceAll(termKey(t.Term), " ", "-")
		if anchor == "" || taken[anchor] || count[anchor] > 1 && !isPlain {
			others = append(others, t)
			continue
		}
		t.ID, taken[anchor] = anchor, true
	}
	for _, t := range others {
		base := spelledAnchor(t.Term)
		t.ID = base
		for n := 2; taken[t.ID]; n++ {
			t.ID = base + "-" + strconv.Itoa(n)
		}
		taken[t.ID] = true
	}
}

// spelledAnchor is the anchor of a term with its signs as words.
func spelledAnchor(term string) string {
	var b strings.Builder
	for _, r := range termKey(term) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '_':
			b.WriteRune(r)
		case r == ' ', r == '-':
			b.WriteByte(' ')
		default:
			b.WriteString(" " + signName(r) + " ")
		}
	}
	if anchor := strings.Join(strings.Fields(b.String()), "-"); anchor != "" {
		return anchor
	}
	return "hyphen" // the term is nothing else
}

// signName is a sign as a word.
func signName(r rune) string {
	switch r {
	case '+':
		return "plus"
	case '#':
		return "sharp"
	case '.':
		return "dot"
	case '%':
		return "percent"
	case '$':
		return "dollar"
	case '&':
		return "and"
	case '*':
		return "star"
	case '/':
		return "slash"
	case '@':
		return "at"
	case '=':
		return "equals"
	case '€':
		return "euro"
	case '¥', '￥':
		return "yuan"
	}
	return fmt.Sprintf("u%04x", r)
}
