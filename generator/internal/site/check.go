package site

import (
	"maps"
	"slices"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// Check reports the parts of a site that an author has not finished: cells of the matrix
// without a playbook, empty slots, unpublished pages, and names in doors that are no pages.
func (s *Site) Check() []diag.Fault {
	faults := slices.Concat(s.emptySlots(), s.absentPages(), s.unknownDoors())
	for _, row := range s.Matrix.Rows {
		for _, cell := range row.Cells {
			file := content.Root + "/playbooks/" + cell.Track.ID + "/" + cell.Stage.ID + ".md"
			if cell.Playbook == nil && s.absent[file] == nil {
				faults = append(faults, diag.Warnf(diag.WholeFile(file), "missing-playbook",
					"there is no playbook for %s, %s", cell.Track.Name, cell.Stage.Name).
					WithHelp("write the playbook, or remove the track or the stage from site.toml"))
			}
		}
	}
	return faults
}

// absentPages reports the pages that are drafts, not yet published, or expired.
func (s *Site) absentPages() (faults []diag.Fault) {
	for _, file := range slices.Sorted(maps.Keys(s.absent)) {
		at := diag.WholeFile(file)
		switch p := s.absent[file]; p.Absence {
		case content.Early:
			faults = append(faults, diag.Infof(at, "left-out", "the page is published on %s", p.Publish).WithHelp("`cairn serve` shows it"))
		case content.Expired:
			faults = append(faults, diag.Infof(at, "left-out", "the page expired on %s", p.Expires).WithHelp("delete the page, or write a later `expires`; `cairn serve` shows it"))
		default:
			faults = append(faults, diag.Infof(at, "left-out", "the page is a draft").WithHelp("remove `draft = true` when the page is ready; `cairn serve` shows it"))
		}
	}
	return faults
}
