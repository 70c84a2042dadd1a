package build

import (
	"cmp"
	"slices"
	"strings"

	"cairn/generator/internal/assessment"
	"cairn/generator/internal/calendar"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
)

// parseConfig parses site.toml. If the file has a fault in its encoding, the configuration
// is marked as unread.
func parseConfig(s *source) (*config.Config, []diag.Fault) {
	if len(s.config.faults) == 0 {
		return config.Parse(s.config.text)
	}
	c, _ := config.Parse("")
	c.Unread = true
	return c, nil
}

// contents are the parsed files of content/.
type contents struct {
	words     markdown.Words         // texts that the Markdown parser has put into documents
	files     map[string]*parsedFile // by path
	calendars []*calendar.Calendar   // by year; the goal templates depend on them
	goals     map[string]*parsedGoal // by path
	faults    []diag.Fault
}

// parsedFile is a parsed file of content/. It depends only on the file and on
// contents.words.
type parsedFile struct {
	from       *sourceFile
	faults     []diag.Fault
	front      *content.FrontMatter
	document   *markdown.Document
	terms      []*site.SourceTerm
	calendar   *calendar.Calendar
	assessment *assessment.Assessment
}

// parsedGoal is a parsed goal template. It depends only on the file and on
// contents.calendars.
type parsedGoal struct {
	from     *sourceFile
	template *goal.Template
	example  func() *sheet.Example // evaluates the template once, when a text first quotes it
	faults   []diag.Fault
}

// parseContents parses the files of content/, and takes over parsed files from the last
// contents. pages are the texts that readSource has returned, which lack those of pages that
// parseContents takes over.
func parseContents(s *source, pages []string, words markdown.Words, last *contents) *contents {
	if words != last.words {
		last = &contents{}
	}
	parser := markdown.New(words)
	files := make([]*parsedFile, len(s.entries))
	parallel(len(files), func(i int) {
		e, f := s.entries[i], s.files[s.entries[i].Path]
		if known := last.files[e.Path]; known != nil && known.from == f {
			files[i] = known
			return
		}
		text := f.source
		if isMarkdown(e) {
			text = pages[i]
		}
		files[i] = parseFile(e, f, text, parser)
	})
	c := &contents{words: words, files: make(map[string]*parsedFile, len(files))}
	for i, e := range s.entries {
		c.files[e.Path] = files[i]
		if e.Kind != content.Asset { // activeFaults reports those of assets
			c.faults = append(c.faults, files[i].faults...)
		}
	}
	c.addGoals(s, last)
	return c
}

func parseFile(e content.Entry, f *sourceFile, text string, parser *markdown.Parser) *parsedFile {
	p := &parsedFile{from: f}
	switch {
	case e.Kind == content.Asset:
		if !f.unread {
			p.faults = content.CheckActive(e.Path, f.data)
		}
	case f.unread:
		if e.Kind == content.Page || e.Kind == content.Slot {
			p.front, p.document = &content.FrontMatter{}, &markdown.Document{Sections: []markdown.Section{{}}, Unread: true}
		}
	case e.Kind != content.Page && isBlank(text):
		p.faults = []diag.Fault{diag.Warnf(diag.WholeFile(e.Path), "empty-file", "the file is empty").
			WithHelp("write something, or delete the file")}
	default:
		p.parse(e, text, parser)
	}
	return p
}

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }

func (p *parsedFile) parse(e content.Entry, text string, parser *markdown.Parser) {
	switch e.Kind {
	case content.Page:
		p.parsePage(e.Path, text, parser)
	case content.Slot:
		p.document, p.faults = parser.Parse(e.Path, text, 0)
	case content.Glossary:
		p.terms, p.faults = site.ReadGlossary(text, parser)
	case content.Assessment:
		p.assessment, p.faults = assessment.Parse(e.Path, text)
		if p.assessment == nil {
			p.assessment = &assessment.Assessment{Title: e.Path} // keeps links to the file from being reported as broken
		}
	case content.Calendar:
		p.calendar, p.faults = calendar.Parse(e.Path, text)
	}
}

func (p *parsedFile) parsePage(file, text string, parser *markdown.Parser) {
	front, body, faults := content.ParseFrontMatter(file, text)
	document, more := parser.Parse(file, text, body)
	document.Unread = document.Unread || body == len(text) && front.Unread
	p.front, p.document, p.faults = front, document, append(faults, more...)
	if isBlank(text[body:]) && front.Title == "" && len(p.faults) == 0 {
		p.faults = append(p.faults, diag.Warnf(diag.WholeFile(file), "empty-page", "the page is empty").
			WithHelp("write something, or delete the file"))
	}
}

// findCalendars returns the calendars by year.
func (c *contents) findCalendars(entries []content.Entry) []*calendar.Calendar {
	var all []*calendar.Calendar
	for _, e := range entries {
		if parsed := c.files[e.Path].calendar; parsed != nil {
			all = append(all, parsed)
		}
	}
	slices.SortStableFunc(all, func(a, b *calendar.Calendar) int { return cmp.Compare(a.Year, b.Year) })
	return all
}

// addGoals parses the goal templates, and takes over those of unchanged files from the last
// contents if no calendar has changed.
func (c *contents) addGoals(s *source, last *contents) {
	c.calendars, c.goals = c.findCalendars(s.entries), map[string]*parsedGoal{}
	sameCalendars := slices.Equal(c.calendars, last.calendars)
	for _, e := range s.entries {
		f := s.files[e.Path]
		if e.Kind != content.Goal || isBlank(f.text) {
			continue
		}
		parsed := last.goals[e.Path]
		if parsed == nil || parsed.from != f || !sameCalendars {
			parsed = parseGoal(e.Path, f, c.calendars)
		}
		c.goals[e.Path] = parsed
		c.faults = append(c.faults, parsed.faults...)
	}
}

func parseGoal(file string, f *sourceFile, calendars []*calendar.Calendar) *parsedGoal {
	p := &parsedGoal{from: f}
	if !f.unread {
		p.template, p.faults = goal.Parse(file, f.source, calendars)
	}
	if p.template == nil {
		p.template = &goal.Template{Title: file, Unread: true} // keeps links to the file from being reported as broken
	}
	p.example = sheet.ExampleOf(p.template)
	return p
}

// activeFaults warns of assets that a browser or a server would run, except for the files
// that site.toml lists under active, and of listed files that nothing would run.
func activeFaults(s *source, conf *config.Config, c *contents) (faults []diag.Fault) {
	idle := map[string]diag.Place{}
	for i, file := range conf.Active {
		idle[file] = conf.ActiveAt[i]
	}
	for _, e := range s.entries {
		if e.Kind != content.Asset || len(c.files[e.Path].faults) == 0 {
			continue
		}
		_, allowed := idle[e.Path]
		delete(idle, e.Path)
		for _, f := range c.files[e.Path].faults {
			if !allowed || f.Severity == diag.Error {
				faults = append(faults, f)
			}
		}
	}
	for file, at := range idle {
		faults = append(faults, diag.Warnf(at, "idle-active", "%s is not an active file", file).
			WithHelp("write the path of such a file, for example content/tools/price.html, or remove the entry"))
	}
	return faults
}
