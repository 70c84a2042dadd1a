package search

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// composed returns the pages with their texts in the composed form of Unicode (NFC). Most
// texts are composed already, and are shared.
func composed(pages []Page) []Page {
	var all []Page // a copy, if one is needed
	for i, p := range pages {
		if isComposed(p) {
			continue
		}
		if all == nil {
			all = slices.Clone(pages)
		}
		p.Title, p.Tags, p.Sections = norm.NFC.String(p.Title), composedList(p.Tags), slices.Clone(p.Sections)
		for j := range p.Sections {
			s := &p.Sections[j]
			s.Heading, s.Text, s.Asks = norm.NFC.String(s.Heading), norm.NFC.String(s.Text), composedList(s.Asks)
		}
		all[i] = p
	}
	if all == nil {
		return pages
	}
	return all
}

func isComposed(p Page) bool {
	if hasMarks(p.Title) || slices.ContainsFunc(p.Tags, hasMarks) {
		return false
	}
	for _, s := range p.Sections {
		if hasMarks(s.Heading) || hasMarks(s.Text) || slices.ContainsFunc(s.Asks, hasMarks) {
			return false
		}
	}
	return true
}

func composedList(texts []string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = norm.NFC.String(text)
	}
	return all
}

func composedLists(lists [][]string) [][]string {
	all := make([][]string, len(lists))
	for i, list := range lists {
		all[i] = composedList(list)
	}
	return all
}

// hasMarks reports whether a text may have characters that composition joins to the one before:
// marks from U+0300 to U+036F, voiced sounds of Kana, or the Jamo of Hangul. It is ten times as
// fast as norm.NFC.IsNormalString, because it looks for bytes that few texts have.
func hasMarks(text string) bool {
	return strings.IndexByte(text, '\xCC') >= 0 || strings.IndexByte(text, '\xCD') >= 0 || strings.IndexByte(text, '\xE1') >= 0 ||
		strings.Contains(text, "\u3099") || strings.Contains(text, "\u309A")
}
