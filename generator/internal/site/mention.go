package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/generator/internal/markdown"
)

// Mention is the first use of a glossary term on a page: in its text, or as an author's
// link to the term.
type Mention struct {
	Term *Term
	Span markdown.Span // a part of Document.HTML; for a link, its empty hole
	Link bool
}

// findMentions sets the mentions of each page and the pages of each term.
func (a *assembler) findMentions() {
	words := termWords{}
	for _, t := range a.site.Terms {
		words.add(t, t.Term, t.Name)
	}
	words.sort()
	if len(words) == 0 {
		return
	}
	for _, p := range a.site.Pages {
		if p.Document == nil {
			continue
		}
		p.Mentions = words.mentions(p)
		for _, m := range p.Mentions {
			m.Term.Pages = append(m.Term.Pages, p)
		}
	}
}

// termWords holds the names of terms by their first character. After sort, longer names
// come first, so that scan finds the longest name at a position.
type termWords map[rune][]termWord

// termWord is a name of a term.
type termWord struct {
	text       string
	term       *Term
	exceptions []exception
}

// exception is the text around a name inside a longer word that contains the name by
// chance: 线 and 议 for the term 上会 in the word 线上会议.
type exception struct{ before, after string }

func (words termWords) add(t *Term, names ...string) {
	for _, text := range names {
		if first, _ := utf8.DecodeRuneInString(text); text != "" {
			words[first] = append(words[first], termWord{text, t, exceptions(t.Except, text)})
		}
	}
}

// exceptions returns an exception for each occurrence of a name in the given longer words.
func exceptions(longer []string, word string) (all []exception) {
	for _, e := range longer {
		for from := 0; ; {
			i := strings.Index(e[from:], word)
			if i < 0 {
				break
			}
			all = append(all, exception{e[:from+i], e[from+i+len(word):]})
			from += i + len(word)
		}
	}
	return all
}

func (words termWords) sort() {
	for _, list := range words {
		slices.SortStableFunc(list, func(a, b termWord) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
}

// mentions returns the first use of each term on a page, in order. If an author links to
// the term anywhere on the page, that link is its mention.
func (words termWords) mentions(p *Page) []Mention {
	var all []Mention
	known := map[*Term]bool{}
	byFragment := map[string]*Term{}
	for _, list := range words {
		for _, w := range list {
			byFragment["#"+w.term.ID] = w.term
		}
	}
	for i, target := range p.Targets {
		term := byFragment[target.Fragment]
		if target.Path == GlossaryPath && term != nil && !known[term] {
			hole := p.Document.Links[i].Hole
			all = append(all, Mention{term, markdown.Span{From: hole, To: hole}, true})
			known[term] = true
		}
	}
	for _, span := range p.Document.Texts {
		all = words.inText(p.Document.HTML, span, known, all)
	}
	slices.SortFunc(all, func(a, b Mention) int { return cmp.Compare(a.Span.From, b.Span.From) })
	return all
}

func (words termWords) inText(html string, span markdown.Span, known map[*Term]bool, all []Mention) []Mention {
	words.scan(html, span, func(t *Term, from, to int) {
		if !known[t] {
			all = append(all, Mention{t, markdown.Span{From: from, To: to}, false})
			known[t] = true
		}
	})
	return all
}

// scan calls found for each name in a part of a text. Matches do not overlap. The
// characters around the part decide whether a match at its edge is a whole word.
func (words termWords) scan(text string, in markdown.Span, found func(t *Term, from, to int)) {
	for i := in.From; i < in.To; {
		r, size := utf8.DecodeRuneInString(text[i:])
		next := i + size
		for _, w := range words[r] {
			end := i + len(w.text)
			if strings.HasPrefix(text[i:in.To], w.text) && isWholeWord(text, i, end) && !w.isException(text, i, end) {
				next = end
				found(w.term, i, end)
				break
			}
		}
		i = next
	}
}

// isException reports whether the name at text[from:to] is part of an exception.
func (w termWord) isException(text string, from, to int) bool {
	return slices.ContainsFunc(w.exceptions, func(e exception) bool {
		return strings.HasSuffix(text[:from], e.before) && strings.HasPrefix(text[to:], e.after)
	})
}

// isWholeWord reports whether text[from:to] begins and ends at word boundaries. The C of
// C++ and C# and the NET of .NET are not whole words.
func isWholeWord(text string, from, to int) bool {
	isAlphanumeric := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' || text[i] >= '0' && text[i] <= '9')
	}
	if isAlphanumeric(from) && (isAlphanumeric(from-1) || from > 0 && text[from-1] == '.') {
		return false
	}
	return !isAlphanumeric(to-1) || !isAlphanumeric(to) && !(to < len(text) && (text[to] == '+' || text[to] == '#'))
}
