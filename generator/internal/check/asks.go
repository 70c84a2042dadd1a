package check

import (
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// missingAsks lists the sections without asks of pages on which other sections have some: those
// with a text of their own, under a heading of level 2 or 3.
func missingAsks(s *site.Site) (faults []diag.Fault) {
	for _, p := range s.Pages {
		if p.Document == nil || !hasAsks(p.Document) {
			continue
		}
		places := map[string]diag.Place{}
		for _, h := range p.Document.Headings {
			places[h.ID] = h.Place
		}
		for _, section := range p.Document.Sections {
			if at, ok := places[section.Anchor]; ok && (section.Level == 2 || section.Level == 3) && section.Text != "" && len(section.Asks) == 0 {
				faults = append(faults, diag.Infof(at, "no-asks", "this section has no asks").
					WithHelp("write in a block ```asks what people type into the search when they mean it"))
			}
		}
	}
	return faults
}

// hasAsks reports whether a section under a heading has asks.
func hasAsks(d *markdown.Document) bool {
	for _, section := range d.Sections {
		if section.Level > 0 && len(section.Asks) > 0 {
			return true
		}
	}
	return false
}
