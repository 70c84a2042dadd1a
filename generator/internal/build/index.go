package build

import (
	"slices"
	"strings"

	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/output"
	"cairn/generator/internal/search"
	"cairn/generator/internal/site"
)

// addIndex adds the search index to a tree that holds the pages. A lazy index is made at the
// first request for one of its files. A check also searches the index for samples of every
// page, and for the asks of all sections.
func addIndex(tree *output.Tree, s *site.Site, builder *search.Builder, options Options) (faults []diag.Fault) {
	if options.Making == Lazy {
		tree.AddFolder(search.Folder, func() *output.Tree {
			index := output.New()
			addFiles(index, builder.Build(searchPages(tree, s), synonyms(s.Terms)))
			return index
		})
		return nil
	}
	pages := searchPages(tree, s)
	files := builder.Build(pages, synonyms(s.Terms))
	if options.Making == Streaming {
		builder.Forget()
	}
	addFiles(tree, files)
	if !options.Check {
		return nil
	}
	for _, miss := range builder.Verify(pages, files) {
		faults = append(faults, diag.Errorf(diag.WholeFile(config.File), "search-miss", "the search index does not find %q on %s", miss.Text, pages[miss.Page].Path).
			WithHelp("this is a bug in Cairn: please report it with the text of the page"))
	}
	for _, u := range builder.UnfoundAsks(pages) {
		faults = append(faults, unfoundAsk(u, pages))
	}
	return faults
}

// unfoundAsk returns the fault of an ask that may not bring its section among the first results.
func unfoundAsk(u search.UnfoundAsk, pages []search.Page) diag.Fault {
	at := pages[u.Page].Sections[u.Section].AsksAt[u.Ask]
	switch {
	case u.IsIdle:
		return diag.Errorf(at, "ask-not-found", "the search does not find this ask").
			WithHelp("write one to %d words", search.MaxPieces)
	case u.IsTwice:
		return diag.Errorf(at, "ask-not-found", "another section of this page has the same ask, and a page has one result").
			WithHelp("keep it under the heading that answers it best")
	}
	others := make([]string, len(u.Pages))
	for i, p := range u.Pages {
		others[i] = pages[p].Path
	}
	return diag.Errorf(at, "ask-not-found", "this is an ask, a heading or the title of %d pages, so the section may not be among the first %d results", len(others)+1, search.FirstResults).
		WithHelp("keep the ask where it is answered best; the other pages are %s", strings.Join(others, ", "))
}

func addFiles(tree *output.Tree, files []search.File) {
	for _, f := range files {
		tree.Add(f.Path, f.Data, diag.Place{})
	}
}

// isSearched reports whether the search finds a page. It leaves out the search page, the
// handbook and the 404 page.
func isSearched(p *site.Page) bool {
	return p.Layout != site.LayoutSearch && p.Layout != site.LayoutBook && p.Layout != site.LayoutNotFound
}

// searched returns the pages that the search finds.
func searched(s *site.Site) []*site.Page {
	return slices.DeleteFunc(slices.Clone(s.Pages), func(p *site.Page) bool { return !isSearched(p) })
}

// showsMore reports whether the layout may add text to that of the Markdown. The index reads
// such a page as it is rendered.
func showsMore(p *site.Page) bool { return p.Layout != site.LayoutPage || len(p.Children) > 0 }

// searchPages returns the texts that the search finds.
func searchPages(tree *output.Tree, s *site.Site) []search.Page {
	searched := searched(s)
	pages := make([]search.Page, len(searched))
	parallel(len(pages), func(i int) { pages[i] = searchPage(tree, s, searched[i]) })
	return pages
}

// searchPage returns the texts of a page: of the Markdown, and those that its layout adds.
func searchPage(tree *output.Tree, s *site.Site, p *site.Page) search.Page {
	page := search.Page{
		Path: p.Path, Title: p.Title, Tags: p.Tags,
		Aside: isAside(s, p), Glossary: p.Layout == site.LayoutGlossary,
		Sections: append([]markdown.Section{{Text: lead(p)}}, sections(s, p)...),
	}
	if p.Goal != nil {
		page.Sections[0].Asks, page.Sections[0].AsksAt = p.Goal.Asks, p.Goal.AsksAt
	}
	if showsMore(p) {
		rendered, _ := tree.Get(p.Path)
		if text := search.Shown(rendered); text != "" {
			page.Sections = append(page.Sections, markdown.Section{Text: text})
		}
	}
	var places []string
	if p.Track != nil {
		page.Track = p.Track.ID
		places = append(places, p.Track.Short)
	}
	if p.Stage != nil {
		page.Stage = p.Stage.ID
		places = append(places, p.Stage.Name)
	}
	page.Place = strings.Join(places, " · ")
	return page
}

// isAside reports whether a page is for those who write or host the site.
func isAside(s *site.Site, p *site.Page) bool {
	entry, _, _ := strings.Cut(p.Path, "/")
	return slices.Contains(s.Config.Aside, strings.TrimSuffix(entry, ".html"))
}

// lead returns the text that the index puts before a page's own text: the page's first
// heading, if the front matter gives it another title, and the summary.
func lead(p *site.Page) string {
	if p.Document == nil || p.Document.Title.Text == "" || p.Document.Title.Text == p.Title {
		return p.Summary
	}
	return strings.TrimSuffix(p.Document.Title.Text+"\n"+p.Summary, "\n")
}

// sections returns the sections of a page's Markdown, of its filled slots, or of the glossary.
func sections(s *site.Site, p *site.Page) []markdown.Section {
	switch {
	case p.Document != nil:
		all := p.Document.Sections
		for _, slot := range p.Slots {
			if slot != nil {
				all = append(slices.Clip(all), markdown.Section{Text: slot.Document.Text()})
			}
		}
		return all
	case p.Layout == site.LayoutGlossary:
		return termSections(s.Terms)
	}
	return nil
}

// termSections returns a section for each term, with all names of the term as its heading.
func termSections(terms []*site.Term) []markdown.Section {
	var all []markdown.Section
	for _, t := range terms {
		var texts []string
		for _, section := range t.Document.Sections {
			texts = append(texts, section.Text)
		}
		all = append(all, markdown.Section{Anchor: t.ID, Heading: strings.Join(names(t), "\n"), Level: 2, Text: strings.Join(texts, "\n"), Asks: t.Asks, AsksAt: t.AsksAt})
	}
	return all
}

// names returns the names of a term: the term, its full name, its aliases.
func names(t *site.Term) []string {
	names := []string{t.Term}
	for _, name := range append([]string{t.Name}, t.Aliases...) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// synonyms returns the names of each term that has several.
func synonyms(terms []*site.Term) [][]string {
	var all [][]string
	for _, t := range terms {
		if names := names(t); len(names) > 1 {
			all = append(all, names)
		}
	}
	return all
}
