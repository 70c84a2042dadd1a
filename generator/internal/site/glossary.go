package site

import (
	"slices"
	"strings"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/toml"
)

// GlossaryFile is the source file of the glossary.
const GlossaryFile = content.Root + "/glossary.toml"

// GlossaryPath is the address of the glossary's page.
const GlossaryPath = "glossary.html"

// Term is an entry of the glossary with the facts that depend on the other files of a site.
type Term struct {
	*SourceTerm
	See     []*Term
	Targets []Target // by index of Document.Links
	Pages   []*Page  // the pages that mention the term, in reading order
}

// SourceTerm is a parsed entry of the glossary. It is immutable, because later builds of a
// site reuse it while the glossary is unchanged.
//
//	[[terms]]
//	term       = "ARR"
//	name       = "年度经常性收入"
//	aliases    = ["年度经常收入"]
//	definition = "Markdown, one paragraph"
//	see        = ["NRR"]
//	asks       = ["一年能收多少钱"] # what people type into the search when they mean the term
//	except     = ["下年度经常性收入"] # longer words that contain the term by chance and are not mentions
type SourceTerm struct {
	Term, Name string
	ID         string // the anchor, such as arr; unique in the glossary
	Aliases    []string
	Except     []string
	Asks       []string
	AsksAt     []diag.Place       // of each
	Document   *markdown.Document // the definition
	See        []*SourceTerm
	Place      diag.Place
}

// ReadGlossary parses the text of the glossary. It returns no terms if the file is not
// valid TOML.
func ReadGlossary(text string, parser *markdown.Parser) ([]*SourceTerm, []diag.Fault) {
	table, faults := toml.Parse(GlossaryFile, text, 0, len(text))
	if table == nil {
		return nil, faults
	}
	r := toml.NewReader(table, &faults)
	entries := r.Tables("terms")
	r.Finish()
	byName := map[string]*SourceTerm{}
	var terms []*SourceTerm
	var asks markdown.AskReader
	for _, entry := range entries {
		t := readTerm(entry, parser, &asks)
		if key := termKey(t.Term); byName[key] != nil && key != "" {
			entry.Report(diag.Errorf(entry.At("term"), "duplicate-term", "duplicate term %s", t.Term).
				WithHelp("merge the two entries"))
		}
		byName[termKey(t.Term)] = t
		terms = append(terms, t)
	}
	assignAnchors(terms)
	for i, entry := range entries {
		terms[i].See = seeAlso(entry, byName)
		entry.Finish()
	}
	return terms, faults
}

func readTerm(r *toml.Reader, parser *markdown.Parser, asks *markdown.AskReader) *SourceTerm {
	r.Require("term", "definition")
	t := &SourceTerm{Term: r.String("term"), Name: r.String("name"), Aliases: r.Strings("aliases"), Place: r.At("term")}
	except, places := r.StringsAt("except")
	t.Except = except
	for i, e := range except {
		if !t.isInside(e) {
			r.Report(diag.Warnf(places[i], "idle-exception", "the exception %s does not contain %s within a longer word", e, t.Term).
				WithHelp("write a longer word that contains the term but means something else, such as 线上会议 for 上会"))
		}
	}
	var faults []diag.Fault
	t.Asks, t.AsksAt, faults = asks.ReadList(r.StringsAt("asks"))
	for _, f := range faults {
		r.Report(f)
	}
	document, faults := parser.Parse(GlossaryFile, r.String("definition"), 0)
	for _, f := range faults {
		f.Place = r.StringAt("definition", f.Offset)
		r.Report(f)
	}
	for i := range document.Links {
		l := &document.Links[i]
		l.Place, l.DestinationAt = r.StringAt("definition", l.Place.Offset), r.StringAt("definition", l.DestinationAt.Offset)
	}
	for _, section := range document.Sections {
		if len(section.Asks) > 0 {
			r.Report(diag.Warnf(r.StringAt("definition", section.AsksAt[0].Offset), "asks-in-definition", "asks in a definition do not count").
				WithHelp("write them in the key asks = [\"…\"]"))
		}
	}
	t.Document = document
	return t
}

// isInside reports whether an exception contains one of the term's names and is longer than
// that name. Any other exception has no effect.
func (t *SourceTerm) isInside(exception string) bool {
	for _, name := range append([]string{t.Term, t.Name}, t.Aliases...) {
		if name != "" && len(name) < len(exception) && strings.Contains(exception, name) {
			return true
		}
	}
	return false
}

// seeAlso returns the terms that an entry refers to, and reports unknown ones.
func seeAlso(r *toml.Reader, byName map[string]*SourceTerm) []*SourceTerm {
	var terms []*SourceTerm
	names, places := r.StringsAt("see")
	for i, name := range names {
		term := byName[termKey(name)]
		if term == nil {
			r.Report(unknownTerm(places[i], name, byName))
			continue
		}
		terms = append(terms, term)
	}
	return terms
}

func unknownTerm(at diag.Place, name string, byName map[string]*SourceTerm) diag.Fault {
	f := diag.Errorf(at, "unknown-term", "the glossary has no term %s", name)
	var names []string
	for _, t := range byName {
		names = append(names, t.Term)
	}
	slices.Sort(names)
	if near := diag.Nearest(name, names); near != "" {
		return f.WithHelp("did you mean %s?", near)
	}
	return f.WithHelp("write the term as its entry does, or add an entry for it")
}

// addTerms wraps each parsed term in a Term of the site and links the terms by See.
func (a *assembler) addTerms() {
	bySource := make(map[*SourceTerm]*Term, len(a.Terms))
	for _, source := range a.Terms {
		term := &Term{SourceTerm: source}
		bySource[source] = term
		a.site.Terms = append(a.site.Terms, term)
	}
	for _, term := range a.site.Terms {
		for _, source := range term.SourceTerm.See {
			term.See = append(term.See, bySource[source])
		}
	}
}
