package render

import (
	"html/template"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"cairn/generator/internal/site"
)

// Entry is a term of the glossary as a page has it.
type Entry struct {
	View    *View
	Term    *site.Term
	Prefix  string // of the anchors of all terms
	Meaning template.HTML
	Pages   []*site.Page // that use it; none in a book, where nobody can follow
}

// Entries are the terms of the glossary, in the order of their source.
func (v *View) Entries() []Entry {
	entries := make([]Entry, len(v.Site.Terms))
	for i, t := range v.Site.Terms {
		entries[i] = Entry{View: v, Term: t, Meaning: v.body(t.Document, t.Targets), Pages: t.Pages}
	}
	return entries
}

// Index are the terms of the glossary as a dictionary of the site's language has
// them.
func (v *View) Index() []*site.Term {
	order := collate.New(language.Make(v.Site.Config.Language))
	return slices.SortedStableFunc(slices.Values(v.Site.Terms), func(a, b *site.Term) int { return order.CompareString(a.Term, b.Term) })
}
