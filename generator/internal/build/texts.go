package build

import (
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/search"
	"cairn/generator/internal/site"
)

// Texts returns the texts that the search finds and, for each section of each page, the place of
// its heading or entry in the source. A section without one has the place of its page. Pages that
// are in no file of the source are left out. The result must have a Tree.
func (r *Result) Texts() (pages []search.Page, places [][]diag.Place) {
	searched := searched(r.site)
	for i, page := range searchPages(r.Tree, r.site) {
		own := pagePlace(searched[i])
		if own.File == "" {
			continue
		}
		headings := headingPlaces(r.site, searched[i])
		at := make([]diag.Place, len(page.Sections))
		for j, section := range page.Sections {
			if place, ok := headings[section.Anchor]; ok && section.Anchor != "" {
				at[j] = place
			} else {
				at[j] = own
			}
		}
		pages, places = append(pages, page), append(places, at)
	}
	return pages, places
}

// Line returns the number of the line at a place of the source.
func (r *Result) Line(at diag.Place) int {
	if at.Offset < 0 {
		return 1
	}
	text := r.textOf(at.File)
	return 1 + strings.Count(text[:min(at.Offset, len(text))], "\n")
}

// pagePlace returns the place of a page's title in its file, or of its entry in site.toml.
func pagePlace(p *site.Page) diag.Place {
	if p.Source == "" {
		return p.By
	}
	if p.Document != nil && len(p.Document.Headings) > 0 && p.Document.Headings[0].Level == 1 {
		return p.Document.Headings[0].Place
	}
	return diag.WholeFile(p.Source)
}

// headingPlaces returns the places of a page's headings, or of the glossary's terms, by anchor.
func headingPlaces(s *site.Site, p *site.Page) map[string]diag.Place {
	places := map[string]diag.Place{}
	switch {
	case p.Document != nil:
		for _, heading := range p.Document.Headings {
			places[heading.ID] = heading.Place
		}
	case p.Layout == site.LayoutGlossary:
		for _, t := range s.Terms {
			places[t.ID] = t.Place
		}
	}
	return places
}
