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
			faults = append(faults, diag.Infof(long.Place, "long-paragraph", "the paragraph has %d characters", long.Length).
				WithHelp("more than %d characters fill the screen of a phone: split it into two paragraphs, or write a list", markdown.LongParagraph))
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
			faults = append(faults, diag.Warnf(h.Place, "skipped-level", "the heading has level %d, but the heading above it has level %d", h.Level, level).
				WithHelp("write %s: screen readers navigate by heading levels", strings.Repeat("#", level+1)))
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
			faults = append(faults, diag.Warnf(p.UpdatedAt, "updated-to-come", "updated is %s, which is in the future", p.Updated).
				WithHelp("write the date on which the page was last reviewed"))
		case months > 0 && p.Updated < oldest:
			faults = append(faults, diag.Warnf(p.UpdatedAt, "stale-page", "this page was last reviewed on %s", p.Updated).
				WithHelp("check that the page is still correct and write today's date; stale_after in site.toml sets the number of months after which this is reported: %d", months))
		}
	}
	return faults
}
