package render

import (
	"html/template"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"cairn/generator/internal/site"
)

// Entry is the data of the template "entry", which shows a term of the glossary.
type Entry struct {
	View    *View
	Term    *site.Term
	Prefix  string // of the anchors of terms: the chapter's in a book, otherwise ""
	Meaning template.HTML
	Pages   []*site.Page // the pages that use the term; none in a book, which is for paper
}

// Entries returns the terms of the glossary in the order of its source.
func (v *View) Entries() []Entry {
	entries := make([]Entry, len(v.Site.Terms))
	for i, t := range v.Site.Terms {
		entries[i] = Entry{View: v, Term: t, Meaning: v.render(t.Document, t.Targets), Pages: t.Pages}
	}
	return entries
}

// Index returns the terms of the glossary in the dictionary order of the site's language.
func (v *View) Index() []*site.Term {
	order := collate.New(language.Make(v.Site.Config.Language))
	return slices.SortedStableFunc(slices.Values(v.Site.Terms), func(a, b *site.Term) int { return order.CompareString(a.Term, b.Term) })
}
