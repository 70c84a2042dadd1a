package sitetest

import (
	"cmp"
	"slices"
	"strings"

	"cairn"
	"cairn/generator/internal/assessment"
	"cairn/generator/internal/calendar"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
	"cairn/generator/internal/words"
)

// Options are the inputs of a site beside its source.
type Options struct {
	Today   string            // "" is 2026-11-23
	Drafts  bool              // include drafts and pages outside their dates of publication
	Changes map[string]string // dates of last changes by path
}

// Assembled is a site with the faults of its source.
type Assembled struct {
	*site.Site
	Words  words.Words
	Faults []diag.Fault
	files  Files
}

// Report prints the faults of the source and further ones as the command line does.
func (a *Assembled) Report(more ...diag.Fault) string {
	return a.files.Report(append(a.Faults[:len(a.Faults):len(a.Faults)], more...))
}

// HasErrors reports whether the source has errors, which prevent publishing.
func (a *Assembled) HasErrors() bool {
	return slices.ContainsFunc(a.Faults, func(f diag.Fault) bool { return f.Severity == diag.Error })
}

// Report prints faults of the source as the command line does.
func (f Files) Report(faults []diag.Fault) string {
	var b strings.Builder
	fsys := f.FS()
	diag.Print(&b, diag.CatalogueOf("en").Resolve(faults, func(file string) string {
		text, _ := content.ReadText(fsys, file)
		return text
	}))
	return b.String()
}

// Assemble reads and parses every file of the source and assembles the site.
func (f Files) Assemble(o Options) *Assembled {
	r := &reader{files: f}
	r.in = site.Input{Config: r.config(), Drafts: o.Drafts, Today: cmp.Or(o.Today, "2026-11-23"), Changes: o.Changes}
	texts, faults := words.Read(f.FS(), cairn.Theme(), r.in.Config)
	r.report(faults)
	r.in.Titles, r.parser = site.TitlesOf(texts), markdown.New(markdown.WordsOf(texts))
	entries, faults := content.List(f.FS())
	r.report(faults)
	for _, e := range entries {
		r.read(e)
	}
	for _, file := range r.goals {
		r.goal(file)
	}
	s, faults := site.Assemble(r.in)
	r.report(faults)
	return &Assembled{s, texts, r.faults, f}
}

// reader collects the input of site.Assemble.
type reader struct {
	files     Files
	parser    *markdown.Parser
	in        site.Input
	goals     []string // paths of goal templates
	calendars []*calendar.Calendar
	faults    []diag.Fault
}

func (r *reader) report(faults []diag.Fault) { r.faults = append(r.faults, faults...) }

// text reads a file. Tests of unreadable files are in packages content and build.
func (r *reader) text(file string) string {
	text, faults := content.ReadText(r.files.FS(), file)
	r.report(faults)
	return text
}

func (r *reader) config() *config.Config {
	c, faults := config.Parse(r.text(config.File))
	r.report(faults)
	return c
}

// read reads and parses a file. It only notes the path of a goal template, because parsing
// one requires all calendars.
func (r *reader) read(e content.Entry) {
	var faults []diag.Fault
	switch e.Kind {
	case content.Asset:
		r.in.Assets = append(r.in.Assets, e.Path)
	case content.Goal:
		r.goals = append(r.goals, e.Path)
	case content.Page:
		text := r.text(e.Path)
		front, body, frontFaults := content.ParseFrontMatter(e.Path, text)
		document, bodyFaults := r.parser.Parse(e.Path, text, body)
		faults = append(frontFaults, bodyFaults...)
		r.in.Pages = append(r.in.Pages, site.SourcePage{File: e.Path, Front: front, Document: document})
	case content.Slot:
		var document *markdown.Document
		document, faults = r.parser.Parse(e.Path, r.text(e.Path), 0)
		r.in.Slots = append(r.in.Slots, site.SourceSlot{File: e.Path, Document: document})
	case content.Glossary:
		r.in.Terms, faults = site.ReadGlossary(r.text(e.Path), r.parser)
		r.in.TermsUnread = r.in.Terms == nil && len(faults) > 0
	case content.Assessment:
		var parsed *assessment.Assessment
		parsed, faults = assessment.Parse(e.Path, r.text(e.Path))
		if parsed == nil {
			parsed = &assessment.Assessment{Title: e.Path}
		}
		r.in.Assessments = append(r.in.Assessments, site.SourceAssessment{File: e.Path, Assessment: parsed})
	case content.Calendar:
		var year *calendar.Calendar
		year, faults = calendar.Parse(e.Path, r.text(e.Path))
		if year != nil {
			r.calendars = append(r.calendars, year)
		}
	}
	r.report(faults)
}

func (r *reader) goal(file string) {
	template, faults := goal.Parse(file, r.text(file), r.calendars)
	r.report(faults)
	if template == nil {
		template = &goal.Template{Title: file, Unread: true}
	}
	r.in.Goals = append(r.in.Goals, site.SourceGoal{File: file, Template: template, Example: sheet.ExampleOf(template)})
}
