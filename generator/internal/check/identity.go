package check

import (
	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// identity tells of a site whose pages keep in browsers what readers fill in,
// under an id made from the title. The id that it proposes is that one, so that
// all that is kept already is found again.
func identity(s *site.Site) []diag.Fault {
	if s.Config.HasID || !keeps(s) {
		return nil
	}
	return []diag.Fault{diag.Warnf(s.Config.TitleAt, "no-id", "site.toml has no id: readers lose all that they have filled in when the title changes, and share it with any site of the same title").
		WithHelp("add a line below the title: id = %q", s.Config.ID)}
}

// keeps tells whether readers fill in something: a worksheet, a questionnaire, a
// checklist, or who they are. What they searched and the theme they chose would
// be no loss.
func keeps(s *site.Site) bool {
	if len(s.Config.Tracks) > 0 && len(s.Config.Stages) > 0 {
		return true
	}
	for _, p := range s.Pages {
		if p.Goal != nil || p.Assessment != nil || p.Document != nil && p.Document.Tasks > 0 {
			return true
		}
	}
	for _, text := range s.SlotTexts {
		if text.Document.Tasks > 0 {
			return true
		}
	}
	return false
}
