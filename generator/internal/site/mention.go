package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/generator/internal/markdown"
)

// Mention is where a page uses a term of the glossary first: in its text, or as
// a link that leads to the term.
type Mention struct {
	Term *Term
	Span markdown.Span // in the HTML of the page's document; of a link, its hole
	Link bool
}

// mention finds the terms of the glossary on each page, and the pages of each
// term.
func (a *assembler) mention() {
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

// termWords are what terms are called, by the first character, the longest first.
type termWords map[rune][]termWord

type termWord struct {
	text string
	term *Term
}

func (words termWords) add(t *Term, names ...string) {
	for _, text := range names {
		if first, _ := utf8.DecodeRuneInString(text); text != "" {
			words[first] = append(words[first], termWord{text, t})
		}
	}
}

func (words termWords) sort() {
	for _, list := range words {
		slices.SortStableFunc(list, func(a, b termWord) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
}

// mentions finds the first use of each term on a page. An author's own link to
// the term is its first use, wherever it stands.
func (words termWords) mentions(p *Page) []Mention {
	var all []Mention
	known := map[*Term]bool{}
	glossary := map[string]*Term{}
	for _, list := range words {
		for _, w := range list {
			glossary["#"+w.term.ID] = w.term
		}
	}
	for i, target := range p.Targets {
		term := glossary[target.Fragment]
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
	words.scan(html[span.From:span.To], func(t *Term, from, to int) {
		if !known[t] {
			all = append(all, Mention{t, markdown.Span{From: span.From + from, To: span.From + to}, false})
			known[t] = true
		}
	})
	return all
}

// scan finds the words in a text, none within another.
func (words termWords) scan(text string, found func(t *Term, from, to int)) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		next := i + size
		for _, w := range words[r] {
			if strings.HasPrefix(text[i:], w.text) && wholeWord(text, i, i+len(w.text)) {
				next = i + len(w.text)
				found(w.term, i, next)
				break
			}
		}
		i = next
	}
}

// wholeWord tells whether text[from:to] cuts no Latin word in two.
func wholeWord(text string, from, to int) bool {
	latin := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' || text[i] >= '0' && text[i] <= '9')
	}
	return !(latin(from-1) && latin(from)) && !(latin(to-1) && latin(to))
}
