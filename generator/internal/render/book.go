package render

import (
	"html/template"
	"path"
	"strings"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// Chapter is a page of the site within a book.
type Chapter struct {
	View      *View
	Page      *site.Page
	ID        string        // the anchor of the chapter
	Heading   template.HTML // the page's heading of level 1
	HeadingID string        // the anchor of Heading in the book; "" if it has none
	Body      template.HTML
	Terms     []Entry    // instead of Body in the chapter of the glossary
	Part      *site.Node // the top-level entry of the navigation that starts with this chapter, or nil
}

// StartsPage reports whether the chapter starts on a new page when the book is printed: a
// part and a playbook do, other pages continue after the previous chapter.
func (c Chapter) StartsPage() bool { return c.Part != nil || c.Page.Layout == site.LayoutPlaybook }

// Chapters returns the chapters of the page's book. Anchors are prefixed with the id of
// their chapter, and links between chapters stay within the book.
func (v *View) Chapters() []Chapter {
	ids := map[string]string{}
	for _, p := range v.Page.Book {
		ids[p.Path] = bookID(p)
	}
	chapters := make([]Chapter, len(v.Page.Book))
	started := map[*site.Node]bool{}
	for i, p := range v.Page.Book {
		chapters[i] = Chapter{View: v, Page: p, ID: ids[p.Path], Heading: v.chapterHeading(p, ids)}
		if id := headingID(p); id != "" {
			chapters[i].HeadingID = ids[p.Path] + anchorSeparator + id
		}
		if p.Layout == site.LayoutGlossary {
			chapters[i].Terms = v.chapterTerms(ids)
		} else {
			chapters[i].Body = v.chapterBody(p, ids)
		}
		if part := partOf(v.Site.Root, p); part != nil && !started[part] {
			started[part] = true
			chapters[i].Part = part
		}
	}
	return chapters
}

// kilobytes are the chapter sizes that the style sheet has rules for.
var kilobytes = [...]int{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64}

// Kilobytes is the size of the chapter's HTML, rounded up to one of kilobytes. The style
// sheet reserves room by it for a chapter that the browser has not laid out yet.
func (c Chapter) Kilobytes() int {
	for _, kb := range kilobytes {
		if len(c.Body) <= kb<<10 {
			return kb
		}
	}
	return kilobytes[len(kilobytes)-1]
}

// bookID is the id of a page in the book: tracks/saas. A no-break space replaces each
// space, which an id cannot have.
func bookID(p *site.Page) string {
	return strings.ReplaceAll(strings.TrimSuffix(p.Path, ".html"), " ", "\u00a0")
}

// partOf returns the top-level entry of the navigation that is or contains a page.
func partOf(root *site.Node, p *site.Page) *site.Node {
	for _, n := range root.Children {
		if n.Page == p || n.Folder != "" && strings.HasPrefix(path.Dir(p.Path)+"/", n.Folder+"/") {
			return n
		}
	}
	return nil
}

// chapterHeading renders the heading of a page for the book.
func (v *View) chapterHeading(p *site.Page, ids map[string]string) template.HTML {
	html := v.renderer.names.mark(heading(p, func(t site.Target) string { return v.bookAddress(t, ids) }))
	return prefixAnchors(ids[p.Path]+anchorSeparator, string(html))
}

// chapterBody renders the body of a page for the book.
func (v *View) chapterBody(p *site.Page, ids map[string]string) template.HTML {
	edits := []markdown.Edit{withoutTitle(p)}
	for i, text := range p.Slots {
		if text != nil {
			edits = append(edits, markdown.Edit{Span: p.Document.Slots[i].Span, HTML: v.renderInBook(text.Document, text.Targets, ids)})
		}
	}
	return prefixAnchors(ids[p.Path]+anchorSeparator, v.renderInBook(p.Document, p.Targets, ids, edits...))
}

// chapterTerms returns the terms of the glossary for the book.
func (v *View) chapterTerms(ids map[string]string) []Entry {
	prefix := ids[site.GlossaryPath] + anchorSeparator
	entries := v.Entries()
	for i, t := range v.Site.Terms {
		entries[i].Prefix, entries[i].Pages = prefix, nil
		entries[i].Meaning = prefixAnchors(prefix, v.renderInBook(t.Document, t.Targets, ids))
	}
	return entries
}

// renderInBook renders a document with the addresses of bookAddress.
func (v *View) renderInBook(d *markdown.Document, targets []site.Target, ids map[string]string, edits ...markdown.Edit) string {
	edits = append(edits, v.renderer.headingPhrases(d, edits)...)
	return d.Render(func(i int, _ markdown.Link) string { return v.bookAddress(targets[i], ids) }, unlinkAbsent(d, targets, edits)...)
}

// bookAddress returns the address of a link target in the book: the anchor of a chapter or
// of a heading in it, or the address of a page that the book does not contain. All have
// the prefix finished.
func (v *View) bookAddress(t site.Target, ids map[string]string) string {
	id, inBook := ids[t.Path]
	switch {
	case t.URL != "" || !inBook:
		return finished + v.address(t)
	case t.Fragment != "":
		return finished + "#" + id + anchorSeparator + strings.TrimPrefix(t.Fragment, "#")
	}
	return finished + "#" + id
}

// prefixAnchors prefixes the anchors of a chapter and the links to them within the chapter.
// It removes the marker finished from the other addresses.
func prefixAnchors(prefix, html string) template.HTML {
	anchors := strings.NewReplacer(` id="`, ` id="`+prefix, ` href="#`, ` href="#`+prefix, ` for="`, ` for="`+prefix, `href="`+finished, `href="`, `src="`+finished, `src="`)
	return template.HTML(anchors.Replace(html))
}

// anchorSeparator separates a page's id from a heading's anchor. Neither contains it, and
// no id of the layouts does.
const anchorSeparator = "::"

// finished marks an address that prefixAnchors must not prefix: a character for private
// use, which no address begins with.
const finished = "\ue000"
