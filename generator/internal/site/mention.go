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

// termWords are the names of terms by their first character, the longest first.
type termWords map[rune][]termWord

type termWord struct {
	text    string
	term    *Term
	chances []chance
}

// chance is the text before and behind a name of a term inside an exception, where the name
// is no mention: 线 and 议 for the term 上会 in the exception 线上会议.
type chance struct{ before, behind string }

func (words termWords) add(t *Term, names ...string) {
	for _, text := range names {
		if first, _ := utf8.DecodeRuneInString(text); text != "" {
			words[first] = append(words[first], termWord{text, t, chances(t.Except, text)})
		}
	}
}

// chances returns the positions of a name in the exceptions of its term.
func chances(except []string, word string) (all []chance) {
	for _, e := range except {
		for from := 0; ; {
			i := strings.Index(e[from:], word)
			if i < 0 {
				break
			}
			all = append(all, chance{e[:from+i], e[from+i+len(word):]})
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
	words.scan(html, span, func(t *Term, from, to int) {
		if !known[t] {
			all = append(all, Mention{t, markdown.Span{From: from, To: to}, false})
			known[t] = true
		}
	})
	return all
}

// scan finds the words in a part of a text, none within another. What stands
// around the part tells whether they are words there.
func (words termWords) scan(text string, in markdown.Span, found func(t *Term, from, to int)) {
	for i := in.From; i < in.To; {
		r, size := utf8.DecodeRuneInString(text[i:])
		next := i + size
		for _, w := range words[r] {
			end := i + len(w.text)
			if strings.HasPrefix(text[i:in.To], w.text) && wholeWord(text, i, end) && !w.byChance(text, i, end) {
				next = end
				found(w.term, i, end)
				break
			}
		}
		i = next
	}
}

// byChance reports whether the name at text[from:to] is part of an exception.
func (w termWord) byChance(text string, from, to int) bool {
	return slices.ContainsFunc(w.chances, func(c chance) bool {
		return strings.HasSuffix(text[:from], c.before) && strings.HasPrefix(text[to:], c.behind)
	})
}

// wholeWord reports whether text[from:to] begins and ends at word boundaries. C is no word
// in C++ or C#, and NET is none in .NET.
func wholeWord(text string, from, to int) bool {
	latin := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' || text[i] >= '0' && text[i] <= '9')
	}
	if latin(from) && (latin(from-1) || from > 0 && text[from-1] == '.') {
		return false
	}
	return !latin(to-1) || !latin(to) && !(to < len(text) && (text[to] == '+' || text[to] == '#'))
}
