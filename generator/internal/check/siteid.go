package check

import (
	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// missingID reports a site without an id whose pages store readers' input. The browser
// stores it under the id, which without the key id in site.toml is derived from the title.
// The help proposes the derived id, under which browsers already have input.
func missingID(s *site.Site) []diag.Fault {
	if s.Config.HasID || !storesInput(s) {
		return nil
	}
	return []diag.Fault{diag.Warnf(s.Config.TitleAt, "no-id", "site.toml has no id: if the title changes, readers lose what they have filled in, and a site with the same title shares their data").
		WithHelp("add this line below the title: id = %q", s.Config.ID)}
}

// storesInput reports whether the site stores input whose loss would matter: worksheets,
// questionnaires, checklists, and a reader's track and stage. Past searches, questions
// without an answer and the colour theme do not count.
func storesInput(s *site.Site) bool {
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
