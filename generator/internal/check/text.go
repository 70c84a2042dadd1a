package check

import (
	"strings"
	"time"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// readability reports skipped heading levels and long paragraphs.
func readability(s *site.Site) (faults []diag.Fault) {
	for _, p := range s.Pages {
		if p.Document == nil {
			continue
		}
		faults = append(faults, skippedLevels(p.Document)...)
		for _, long := range p.Document.Long {
			faults = append(faults, diag.Infof(long.Place, "long-paragraph", "a paragraph of %d characters", long.Length).
				WithHelp("beyond %d it fills the screen of a phone: make two of it, or a list", markdown.LongParagraph))
		}
	}
	return faults
}

// skippedLevels reports headings that are more than one level below the preceding heading.
// The title of the page has level 1.
func skippedLevels(d *markdown.Document) (faults []diag.Fault) {
	level := 1
	for _, h := range d.Headings {
		if h.Level > level+1 {
			faults = append(faults, diag.Warnf(h.Place, "skipped-level", "the heading is of level %d, below one of level %d", h.Level, level).
				WithHelp("write %s: whoever has the page read aloud finds her way by the levels", strings.Repeat("#", level+1)))
		}
		level = h.Level
	}
	return faults
}

// updateDates reports pages whose date of last update is too old or in the future. The date
// of tomorrow is accepted, because it may be today in an author's time zone.
func updateDates(s *site.Site, today string) (faults []diag.Fault) {
	day, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return nil
	}
	months := s.Config.StaleAfter
	oldest, latest := day.AddDate(0, -months, 0).Format(time.DateOnly), day.AddDate(0, 0, 1).Format(time.DateOnly)
	for _, p := range s.Pages {
		switch {
		case p.Updated == "":
		case p.Updated > latest:
			faults = append(faults, diag.Warnf(p.UpdatedAt, "updated-to-come", "updated is %s, a day to come", p.Updated).
				WithHelp("write the day on which somebody last went over the page"))
		case months > 0 && p.Updated < oldest:
			faults = append(faults, diag.Warnf(p.UpdatedAt, "stale-page", "nobody has gone over this page since %s", p.Updated).
				WithHelp("see whether it still holds and write today's date; stale_after in site.toml says after how many months it is told: %d", months))
		}
	}
	return faults
}
