// Package check finds faults that do not prevent publishing but concern the authors of a
// site. Site reports
//
//   - unfinished parts, which site.Site.Check finds: cells of the matrix without a playbook,
//     empty slots, unpublished pages;
//   - cells that have a playbook and no goal template, or the reverse;
//   - a site without an id whose pages store readers' input in the browser;
//   - headings that skip a level, and long paragraphs;
//   - sections without asks beside sections that have some;
//   - pages that were last updated longer ago than site.toml allows;
//   - pages with nearly the same text;
//   - pages that only the navigation links to, files without a link, unused terms;
//   - external links, which Cairn cannot verify;
//   - links with a former anchor of a heading, which Git hosts do not know.
//
// CompareLedger reports addresses and headings that were published before and have vanished;
// UpdateLedger writes the file, the ledger, that lists them.
//
// A report that an author may leave as it stands has the severity info, which does not fail a
// strict check. Site takes time linear in the size of the site.
package check

import (
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// Site checks a site. today is a date, such as 2026-11-23; if it is "", Site checks no dates.
func Site(s *site.Site, today string) []diag.Fault {
	links := linksOf(s)
	faults := s.Check()
	faults = append(faults, missingID(s)...)
	faults = append(faults, halfCells(s.Matrix)...)
	faults = append(faults, readability(s)...)
	faults = append(faults, missingAsks(s)...)
	faults = append(faults, updateDates(s, today)...)
	faults = append(faults, nearDuplicates(s)...)
	faults = append(faults, links.external()...)
	faults = append(faults, links.former...)
	if s.Unread {
		return faults // the unread text may link to the pages and files that seem unused
	}
	faults = append(faults, links.unlinkedPages(s.Root)...)
	faults = append(faults, links.unusedFiles(s)...)
	return append(faults, unusedTerms(s)...)
}

// halfCells reports cells that have only a playbook or only a goal template. In a site
// without any goal template, it reports no missing ones.
func halfCells(m *site.Matrix) (faults []diag.Fault) {
	hasGoals := false
	for _, row := range m.Rows {
		for _, cell := range row.Cells {
			hasGoals = hasGoals || cell.Goal != nil
		}
	}
	for _, row := range m.Rows {
		for _, cell := range row.Cells {
			name := cell.Track.ID + "/" + cell.Stage.ID
			switch {
			case hasGoals && cell.Playbook != nil && cell.Goal == nil:
				faults = append(faults, diag.Infof(diag.WholeFile(cell.Playbook.Source), "no-goal", "this playbook has no goal template").
					WithHelp("write %s/goals/%s.toml, or create it with `cairn new goal %s`", content.Root, name, name))
			case cell.Playbook == nil && cell.Goal != nil:
				faults = append(faults, diag.Infof(diag.WholeFile(cell.Goal.Source), "no-playbook", "this goal template has no playbook").
					WithHelp("write %s/playbooks/%s.md, or create it with `cairn new playbook %s`", content.Root, name, name))
			}
		}
	}
	return faults
}

func unusedTerms(s *site.Site) (faults []diag.Fault) {
	for _, t := range s.UnusedTerms() {
		if t.Term == "" {
			continue // site.ReadGlossary has reported the missing name
		}
		faults = append(faults, diag.Infof(t.Place, "unused-term", "no page uses the term %s", t.Term).
			WithHelp("use the term or one of its aliases on a page, or remove it from the glossary"))
	}
	return faults
}
