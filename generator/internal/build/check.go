package build

import (
	"cairn/generator/internal/check"
	"cairn/generator/internal/content"
	"cairn/generator/internal/site"
)

// check finds what only an author cares for.
func (r *run) check(s *site.Site) {
	r.report(check.Site(s, r.Today)...)
	text, faults := check.ReadLedger(r.source)
	r.ledger = check.Accepted(s, text)
	if r.Accept {
		return
	}
	r.texts[content.Ledger] = text
	r.report(faults...)
	r.report(check.Kept(s, text)...)
}
