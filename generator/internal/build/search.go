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

// index makes the search index, at once or when it is first asked for; a check
// also looks for samples of every page.
func (r *run) index(tree *output.Tree, s *site.Site) {
	if r.Pages == Lazy {
		tree.AddFolder(search.Folder, func() *output.Tree {
			index := output.New()
			for _, f := range r.search.Build(searchPages(tree, s), synonyms(s.Terms)) {
				index.Add(f.Path, f.Data, diag.Place{})
			}
			return index
		})
		return
	}
	pages := searchPages(tree, s)
	files := r.search.Build(pages, synonyms(s.Terms))
	for _, f := range files {
		tree.Add(f.Path, f.Data, diag.Place{})
	}
	if !r.Check {
		return
	}
	for _, miss := range r.search.Verify(pages, files) {
		r.report(diag.Errorf(diag.WholeFile(config.File), "search-miss", "the search index does not find %q on %s", miss.Text, pages[miss.Page].Path).
			WithHelp("this is a fault of Cairn itself: please report it with the text of the page"))
	}
}

// searchPages is the text of a site as the search finds it: of the Markdown, and
// what pages show beside it. Every page can be found but the search itself and the 404.
func searchPages(tree *output.Tree, s *site.Site) []search.Page {
	var pages []search.Page
	for _, p := range s.Pages {
		if p.Layout == site.LayoutSearch || p.Layout == site.LayoutBook || p.Layout == site.LayoutNotFound {
			continue
		}
		found := search.Page{
			Path: p.Path, Title: p.Title, Tags: p.Tags,
			Sections: append([]markdown.Section{{Text: lead(p)}}, sections(s, p)...),
		}
		if p.Layout != site.LayoutPage || len(p.Children) > 0 {
			page, _ := tree.Get(p.Path)
			if text := search.Shown(page); text != "" {
				found.Sections = append(found.Sections, markdown.Section{Text: text})
			}
		}
		if p.Track != nil {
			found.Track = p.Track.ID
		}
		if p.Stage != nil {
			found.Stage = p.Stage.ID
		}
		pages = append(pages, found)
	}
	return pages
}

// lead is the text that the search index puts before a page's own text: its heading, if
// the front matter gives the page another title, and its summary.
func lead(p *site.Page) string {
	if p.Document == nil || p.Document.Title.Text == "" || p.Document.Title.Text == p.Title {
		return p.Summary
	}
	return strings.TrimSuffix(p.Document.Title.Text+"\n"+p.Summary, "\n")
}

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

// termSections are the terms of the glossary, each under all of its names.
func termSections(terms []*site.Term) []markdown.Section {
	var all []markdown.Section
	for _, t := range terms {
		var texts []string
		for _, section := range t.Document.Sections {
			texts = append(texts, section.Text)
		}
		all = append(all, markdown.Section{Anchor: t.ID, Heading: strings.Join(names(t), "\n"), Level: 2, Text: strings.Join(texts, "\n")})
	}
	return all
}

// names are what a term is called, its own name first.
func names(t *site.Term) []string {
	names := []string{t.Term}
	for _, name := range append([]string{t.Name}, t.Aliases...) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// synonyms are the names of each term that has several.
func synonyms(terms []*site.Term) [][]string {
	var all [][]string
	for _, t := range terms {
		if names := names(t); len(names) > 1 {
			all = append(all, names)
		}
	}
	return all
}
