package site

import (
	"path"
	"slices"
)

// A book is one page that contains the pages of a folder, for printing. The root and the
// folders of the first and second level have one if they have two pages or more. The book
// of the root ends with the glossary.
const (
	bookPath     = "handbook.html"
	maxBookDepth = 2   // levels of folders below the root that have books
	maxBookPages = 400 // a larger site has no books: nobody prints it, and its output would triple
)

func (a *assembler) addBooks() {
	if len(a.site.Pages) > maxBookPages {
		return
	}
	a.addBook(a.site.Root, nil, maxBookDepth)
}

// addBook adds the book of a folder. It first adds the books of the folders below, to the
// given depth, so that Page.Books lists the smallest book first.
func (a *assembler) addBook(n *Node, parents []*Node, depth int) {
	breadcrumbs := append(slices.Clip(parents), n)
	for _, child := range n.Children {
		if len(child.Children) > 0 && depth > 0 {
			a.addBook(child, breadcrumbs, depth-1)
		}
	}
	var pages, glossary []*Page
	for _, p := range a.site.Pages {
		inside := n == a.site.Root || p == n.Page || slices.Contains(p.Breadcrumbs, n)
		if p.Document != nil && inside && !p.IsTool() && !p.IsForTeam() && p.Layout != LayoutCards {
			pages = append(pages, p)
		}
		if n == a.site.Root && p.Layout == LayoutGlossary {
			glossary = append(glossary, p)
		}
	}
	if len(pages) < 2 {
		return
	}
	pages = append(pages, glossary...)
	book := &Page{Path: path.Join(n.Folder, bookPath), Layout: LayoutBook, Title: n.Title, Breadcrumbs: breadcrumbs, Book: pages}
	for _, p := range pages {
		p.Books = append(p.Books, book)
	}
	a.add(book)
}
