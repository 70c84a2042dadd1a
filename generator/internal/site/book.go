package site

import (
	"path"
	"slices"
)

// A book joins pages for printing: the whole handbook, each folder below the root, and each
// folder below these. The glossary is at the end of the whole handbook. A site of more than
// mostPages has no books: nobody prints it, and its output would triple.
const (
	bookPath  = "handbook.html"
	mostPages = 400
)

// bind makes the books.
func (a *assembler) bind() {
	if len(a.site.Pages) > mostPages {
		return
	}
	a.bindBelow(a.site.Root, nil, 2)
}

// bindBelow makes the book of a folder and, first, those of the folders below it.
func (a *assembler) bindBelow(n *Node, above []*Node, deeper int) {
	below := append(slices.Clip(above), n)
	for _, child := range n.Children {
		if len(child.Children) > 0 && deeper > 0 {
			a.bindBelow(child, below, deeper-1)
		}
	}
	var pages, glossary []*Page
	for _, p := range a.site.Pages {
		inside := n == a.site.Root || p == n.Page || slices.Contains(p.Breadcrumbs, n)
		if p.Document != nil && inside && !p.IsTool() && p.Layout != LayoutPrint {
			pages = append(pages, p)
		}
		if n == a.site.Root && p.Layout == LayoutGlossary {
			glossary = append(glossary, p)
		}
	}
	if len(pages) < 2 {
		return
	}
	pages = append(pages, glossary...) // where one looks for it
	book := &Page{Path: path.Join(n.Folder, bookPath), Layout: LayoutBook, Title: n.Title, Breadcrumbs: below, Book: pages}
	for _, p := range pages {
		p.Books = append(p.Books, book)
	}
	a.add(book)
}
