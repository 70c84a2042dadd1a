package build

import (
	"io/fs"

	"cairn/generator/internal/check"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
	"cairn/generator/internal/words"
)

// assemble makes a site of the parsed files.
func assemble(s *source, conf *config.Config, c *contents, texts words.Words, options Options) (*site.Site, []diag.Fault) {
	in := site.Input{
		Config: conf, Drafts: options.Drafts, Today: options.Today,
		Titles: site.TitlesOf(texts),
	}
	for _, e := range s.entries {
		c.files[e.Path].addTo(&in, e)
		if parsed := c.goals[e.Path]; parsed != nil {
			in.Goals = append(in.Goals, site.SourceGoal{File: e.Path, Template: parsed.template, Example: parsed.example})
		}
	}
	if options.Changes != nil {
		in.Changes = options.Changes()
	}
	return site.Assemble(in)
}

// addTo adds a parsed file to the input of site.Assemble.
func (p *parsedFile) addTo(in *site.Input, e content.Entry) {
	switch {
	case e.Kind == content.Asset:
		in.Assets = append(in.Assets, e.Path)
	case p.document != nil && e.Kind == content.Slot:
		in.Slots = append(in.Slots, site.SourceSlot{File: e.Path, Document: p.document})
	case p.document != nil:
		in.Pages = append(in.Pages, site.SourcePage{File: e.Path, Front: p.front, Document: p.document})
	case p.assessment != nil:
		in.Assessments = append(in.Assessments, site.SourceAssessment{File: e.Path, Assessment: p.assessment})
	case e.Kind == content.Glossary:
		hasFaults := len(p.from.faults)+len(p.faults) > 0
		in.Terms, in.TermsUnread = p.terms, p.terms == nil && hasFaults
	}
}

// checked is the outcome of a check.
type checked struct {
	faults     []diag.Fault
	ledgerText string // of content.Ledger
	ledger     string // the text of content.Ledger that accepts the site
}

func (c checked) textOf(file string) string {
	if file == content.Ledger {
		return c.ledgerText
	}
	return ""
}

// checkSite finds the faults that concern only an author, if the options ask for them.
func checkSite(folder fs.FS, s *site.Site, options Options) checked {
	if !options.Check {
		return checked{}
	}
	text, faults := check.ReadLedger(folder)
	c := checked{faults: check.Site(s, options.Today), ledgerText: text, ledger: check.UpdateLedger(s, text)}
	if !options.Accept {
		c.faults = append(append(c.faults, faults...), check.CompareLedger(s, text)...)
	}
	return c
}
