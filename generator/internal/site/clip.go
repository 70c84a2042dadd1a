package site

import (
	"slices"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// HasClips reports whether the page has a text to copy. A book has those of its pages.
func (p *Page) HasClips() bool {
	return p.Document != nil && p.Document.Clips > 0 || slices.ContainsFunc(p.Book, (*Page).HasClips) ||
		slices.ContainsFunc(p.Slots, func(text *SlotText) bool { return text != nil && text.Document.Clips > 0 })
}

// HasClips reports whether a page has a text to copy.
func (s *Site) HasClips() bool { return slices.ContainsFunc(s.Pages, (*Page).HasClips) }

// checkLeaflet warns of a page that would be printed without its text.
func (a *assembler) checkLeaflet(p *Page, front *content.FrontMatter) {
	if p.Leaflet && p.Document != nil && p.Document.Clips == 0 && !p.Document.Unread {
		a.report(diag.Warnf(front.At("leaflet"), "empty-leaflet", "a leaflet is printed with its texts to copy alone, and this page has none").
			WithHelp("remove the line, or write `> [!COPY]` and a title before a text"))
	}
}
