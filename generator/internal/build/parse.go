package build

import (
	"strings"

	"cairn/generator/internal/assessment"
	"cairn/generator/internal/calendar"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// parsed is what one file of content/ says. It depends on the file's text
// alone, so that the next build can use it again.
type parsed struct {
	text     string
	source   string // the text as it is parsed: forbidden characters are spaces
	unread   bool   // the text serves to show the place of a fault, and nothing else
	faults   []diag.Fault
	front    *content.FrontMatter
	document *markdown.Document
	terms    []*site.SourceTerm
	calendar *calendar.Calendar

	assessment *assessment.Assessment
}

// parse reads a file, and parses it if its text is not that of the last build.
func (r *run) parse(e content.Entry, parser *markdown.Parser) parsed {
	last, ok := r.parsed[e.Path]
	if ok && r.unchanged(e) {
		return last
	}
	text, faults := content.ReadText(r.source, e.Path)
	source, readable := content.Blanked(text, faults)
	if !readable {
		p := parsed{text: text, unread: true, faults: faults}
		if e.Kind == content.Page || e.Kind == content.Slot {
			p.front, p.document = &content.FrontMatter{}, &markdown.Document{Sections: []markdown.Section{{}}, Unread: true}
		}
		return p
	}
	if ok && last.text == text {
		return last
	}
	p := parsed{text: text, source: source}
	if strings.TrimSpace(source) == "" && e.Kind != content.Page {
		p.faults = append(faults, diag.Warnf(diag.WholeFile(e.Path), "empty-file", "the file is empty").
			WithHelp("write something, or delete the file"))
		return p
	}
	p.parse(e, parser)
	p.faults = append(faults, p.faults...)
	return p
}

func (p *parsed) parse(e content.Entry, parser *markdown.Parser) {
	switch e.Kind {
	case content.Page:
		p.parsePage(e.Path, parser)
	case content.Slot:
		p.document, p.faults = parser.Parse(e.Path, p.source, 0)
	case content.Glossary:
		p.terms, p.faults = site.ReadGlossary(p.source, parser)
	case content.Assessment:
		p.assessment, p.faults = assessment.Parse(e.Path, p.source)
		if p.assessment == nil {
			p.assessment = &assessment.Assessment{Title: e.Path} // links to it lead somewhere
		}
	case content.Calendar:
		p.calendar, p.faults = calendar.Parse(e.Path, p.source)
	}
}

func (p *parsed) parsePage(file string, parser *markdown.Parser) {
	front, body, faults := content.ParseFrontMatter(file, p.source)
	document, more := parser.Parse(file, p.source, body)
	document.Unread = document.Unread || body == len(p.source) && front.Unread
	p.front, p.document, p.faults = front, document, append(faults, more...)
	if strings.TrimSpace(p.source[body:]) == "" && front.Title == "" && len(p.faults) == 0 {
		p.faults = append(p.faults, diag.Warnf(diag.WholeFile(file), "empty-page", "the page is empty").
			WithHelp("write something, or delete the file"))
	}
}

// addTo adds what a file says to what a site is put together from.
func (p *parsed) addTo(in *site.Input, e content.Entry) {
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
		in.Terms, in.TermsUnread = p.terms, p.terms == nil && len(p.faults) > 0
	}
}

// keep remembers what was parsed, and forgets the files that are gone or could
// not be read.
func (r *run) keep(entries []content.Entry, results []parsed) {
	clear(r.parsed)
	for i, e := range entries {
		if e.Kind != content.Asset && !results[i].unread {
			r.parsed[e.Path] = results[i]
		}
	}
}
