// Package check finds faults that do not prevent publishing but concern the author of a site:
//
//   - cells of the matrix that have a playbook and no goal template, or the
//     reverse; what the site itself finds missing;
//   - a site without an id that keeps in browsers what readers fill in;
//   - headings that skip a level, paragraphs that fill a screen;
//   - pages that nobody has gone over for as long as site.toml allows, and pages
//     that say much the same as another;
//   - pages that only the navigation leads to, files that nothing links to, terms
//     that no page uses, links that leave the site;
//   - links with an anchor that Git hosts do not know;
//   - addresses and headings that were published once and are gone: see Accepted.
//
// Hints have the severity info, which does not fail a strict check. Site takes linear time.
package check

import (
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// Site checks a site on a day, such as 2026-11-23. Without a day it checks no dates.
func Site(s *site.Site, today string) []diag.Fault {
	links := linksOf(s)
	faults := s.Check()
	faults = append(faults, identity(s)...)
	faults = append(faults, halfCells(s.Matrix)...)
	faults = append(faults, reading(s)...)
	faults = append(faults, stale(s, today)...)
	faults = append(faults, alike(s)...)
	faults = append(faults, links.external()...)
	faults = append(faults, links.former...)
	if s.Unread {
		return faults // an unread text may refer to what would be reported as unused
	}
	faults = append(faults, links.unlinkedPages(s.Root)...)
	faults = append(faults, links.unusedFiles(s)...)
	return append(faults, unusedTerms(s)...)
}

// halfCells tells of the cells that have one of playbook and goal template. A
// site that has no goal templates at all does without them.
func halfCells(m *site.Matrix) (faults []diag.Fault) {
	goals := false
	for _, row := range m.Rows {
		for _, cell := range row.Cells {
			goals = goals || cell.Goal != nil
		}
	}
	for _, row := range m.Rows {
		for _, cell := range row.Cells {
			name := cell.Track.ID + "/" + cell.Stage.ID
			switch {
			case goals && cell.Playbook != nil && cell.Goal == nil:
				faults = append(faults, diag.Infof(diag.WholeFile(cell.Playbook.Source), "no-goal", "this playbook has no goal template").
					WithHelp("write %s/goals/%s.toml, or begin with `cairn new goal %s`", content.Root, name, name))
			case cell.Playbook == nil && cell.Goal != nil:
				faults = append(faults, diag.Infof(diag.WholeFile(cell.Goal.Source), "no-playbook", "this goal template has no playbook").
					WithHelp("write %s/playbooks/%s.md, or begin with `cairn new playbook %s`", content.Root, name, name))
			}
		}
	}
	return faults
}

func unusedTerms(s *site.Site) (faults []diag.Fault) {
	for _, t := range s.UnusedTerms() {
		if t.Term == "" {
			continue // that it has no name is told already
		}
		faults = append(faults, diag.Infof(t.Place, "unused-term", "no page uses the term %s", t.Term).
			WithHelp("use it, by its name or one of its aliases, or take it out"))
	}
	return faults
}
