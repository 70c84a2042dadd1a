package site

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/markdown"
)

// termKey normalises a term for comparison: lower case, NFC, single spaces. Terms with equal
// keys are the same term.
func termKey(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(text))), " ")
}

// assignAnchors assigns a unique anchor to each term. An anchor made of the term's letters
// is preferred. If several terms share it, a term without symbols keeps it, and the others
// spell their symbols out: C, C++ and C# become c, c-plus-plus and c-sharp.
func assignAnchors(terms []*SourceTerm) {
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

// spelledAnchor returns the anchor of a term with its symbols spelled out as words.
func spelledAnchor(term string) string {
	var b strings.Builder
	for _, r := range termKey(term) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '_':
			b.WriteRune(r)
		case r == ' ', r == '-':
			b.WriteByte(' ')
		default:
			b.WriteString(" " + symbolName(r) + " ")
		}
	}
	if anchor := strings.Join(strings.Fields(b.String()), "-"); anchor != "" {
		return anchor
	}
	return "hyphen" // the term consists of hyphens
}

// symbolName returns the English word for a symbol, or its code point.
func symbolName(r rune) string {
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
