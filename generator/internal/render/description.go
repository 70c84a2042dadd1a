package render

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/site"
)

// descriptionLength is the maximum length of a description in characters. Search engines
// show about as many.
const descriptionLength = 120

// describe returns the page's summary for search engines. A page without a summary is
// described by, in this order: the site's summary on the home page, the terms on the page
// of the glossary, the beginning of its text, its title.
func (v *View) describe() string {
	var texts iter.Seq[string]
	switch {
	case v.Page.Summary != "":
		return v.Page.Summary
	case v.Page == v.Site.Home && v.Site.Config.Summary != "":
		return v.Site.Config.Summary
	case v.Page.Layout == site.LayoutGlossary:
		var names []string
		for _, t := range v.Site.Terms {
			names = append(names, t.Term)
		}
		texts = slices.Values([]string{strings.Join(names, v.renderer.words["locale.list"])})
	case v.Page.Document != nil:
		texts = v.Page.Document.TextParts()
	default:
		return v.Title
	}
	return cmp.Or(shorten(beginning(texts, descriptionLength+1), descriptionLength), v.Title)
}

// beginning returns the first words of texts, separated by single spaces: all words, or at
// least the given number of characters.
func beginning(texts iter.Seq[string], characters int) string {
	var b strings.Builder
	for text := range texts {
		for word := range strings.FieldsSeq(text) {
			if b.Len() > 0 {
				b.WriteByte(' ')
				characters--
			}
			b.WriteString(word)
			if characters -= utf8.RuneCountInString(word); characters <= 0 {
				return b.String()
			}
		}
	}
	return b.String()
}

// shorten cuts a text to at most length characters: after the last sentence that ends in
// the second half, otherwise anywhere, and appends "…".
func shorten(text string, length int) string {
	half, cut := offset(text, length/2), offset(text, length-1)
	if utf8.RuneCountInString(text[cut:]) <= 1 {
		return text
	}
	for end := cut; end > half; {
		sign, size := utf8.DecodeLastRuneInString(text[:end])
		if endsSentence(sign, text[end:]) {
			return text[:end]
		}
		end -= size
	}
	return text[:cut] + "…"
}

// offset returns the offset of the character with an index, the length of a shorter text.
func offset(text string, index int) int {
	for i := range text {
		if index == 0 {
			return i
		}
		index--
	}
	return len(text)
}

// firstSentence returns a text up to the end of its first sentence, or the whole text.
func firstSentence(text string) string {
	for i, sign := range text {
		if end := i + utf8.RuneLen(sign); endsSentence(sign, text[end:]) {
			return text[:end]
		}
	}
	return text
}

// endsSentence reports whether a sign with a text behind it ends a sentence: not that of 3.5 or example.com.
func endsSentence(sign rune, behind string) bool {
	switch sign {
	case '。', '！', '？':
		return true
	case '.', '!', '?':
		next, _ := utf8.DecodeRuneInString(behind)
		return behind == "" || !isASCIIWord(next)
	}
	return false
}

func isASCIIWord(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
