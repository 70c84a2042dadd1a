package site

import (
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// Check finds what does no harm to a reader and yet concerns an author: the
// cells of the matrix that nobody has written a playbook for, and the slots that
// nobody has filled.
func (s *Site) Check() []diag.Fault {
	faults := s.emptySlots()
	for _, row := range s.Matrix.Rows {
		for _, cell := range row.Cells {
			if cell.Playbook == nil {
				file := content.Root + "/playbooks/" + cell.Track.ID + "/" + cell.Stage.ID + ".md"
				faults = append(faults, diag.Warnf(diag.WholeFile(file), "missing-playbook",
					"there is no playbook for %s, %s", cell.Track.Name, cell.Stage.Name).
					WithHelp("write it, or take the track or the stage out of site.toml"))
			}
		}
	}
	return faults
}
