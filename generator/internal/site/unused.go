package site

import "cairn/generator/internal/markdown"

// UnusedTerms returns the terms of the glossary that no page uses in a text, a heading, a
// link or a worksheet.
func (s *Site) UnusedTerms() (unused []*Term) {
	words, used := termWords{}, map[*Term]bool{}
	for _, t := range s.Terms {
		if used[t] = len(t.Pages) > 0; !used[t] {
			words.add(t, append([]string{t.Term, t.Name}, t.Aliases...)...)
		}
	}
	words.sort()
	for _, p := range s.Pages {
		if len(words) == 0 {
			break
		}
		for _, text := range p.texts() {
			words.scan(text, markdown.Span{From: 0, To: len(text)}, func(t *Term, _, _ int) { used[t] = true })
		}
	}
	for _, t := range s.Terms {
		if !used[t] {
			unused = append(unused, t)
		}
	}
	return unused
}

// texts returns the visible texts of a page. A book has none of its own.
func (p *Page) texts() []string {
	texts := []string{p.Title, p.Summary, p.Aim}
	switch {
	case p.Layout == LayoutBook:
		return nil
	case p.Document != nil:
		texts = append(texts, p.Document.Title.Text)
		for _, section := range p.Document.Sections {
			texts = append(texts, section.Heading, section.Text)
		}
	case p.Goal != nil:
		texts = append(texts, p.Goal.Text())
	case p.Assessment != nil:
		texts = append(texts, p.Assessment.Text())
	}
	return texts
}
