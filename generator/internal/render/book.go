package render

import (
	"html/template"
	"path"
	"strings"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// Chapter is a page as a book has it.
type Chapter struct {
	View      *View
	Page      *site.Page
	ID        string        // its anchor in the book
	Heading   template.HTML // its title as its text has it
	HeadingID string        // the anchor of that in the book, "" without one
	Body      template.HTML
	Terms     []Entry    // of the glossary
	Part      *site.Node // what begins with it of the handbook's top level, or nil
}

// Begins tells whether the chapter begins on a sheet of its own. A short page
// follows the one before.
func (c Chapter) Begins() bool { return c.Part != nil || c.Page.Layout == site.LayoutPlaybook }

// Chapters are the pages of a book. Their anchors are put under their own, and
// links between them stay within the book.
func (v *View) Chapters() []Chapter {
	ids := map[string]string{}
	for _, p := range v.Page.Book {
		ids[p.Path] = bookID(p)
	}
	chapters := make([]Chapter, len(v.Page.Book))
	begun := map[*site.Node]bool{}
	for i, p := range v.Page.Book {
		chapters[i] = Chapter{View: v, Page: p, ID: ids[p.Path], Heading: v.chapterHeading(p, ids)}
		if id := headingID(p); id != "" {
			chapters[i].HeadingID = ids[p.Path] + apart + id
		}
		if p.Layout == site.LayoutGlossary {
			chapters[i].Terms = v.bindTerms(ids)
		} else {
			chapters[i].Body = v.chapter(p, ids)
		}
		if part := partOf(v.Site.Root, p); part != nil && !begun[part] {
			begun[part] = true
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

// partOf is the entry below the root that a page is, or is in.
func partOf(root *site.Node, p *site.Page) *site.Node {
	for _, n := range root.Children {
		if n.Page == p || n.Folder != "" && strings.HasPrefix(path.Dir(p.Path)+"/", n.Folder+"/") {
			return n
		}
	}
	return nil
}

// chapterHeading is the heading of a page in the book.
func (v *View) chapterHeading(p *site.Page, ids map[string]string) template.HTML {
	html := heading(p, func(t site.Target) string { return v.bound(t, ids) })
	return under(ids[p.Path]+apart, string(html))
}

// chapter is the body of a page with its anchors under the page's own.
func (v *View) chapter(p *site.Page, ids map[string]string) template.HTML {
	edits := []markdown.Edit{withoutTitle(p)}
	for i, text := range p.Slots {
		if text != nil {
			edits = append(edits, markdown.Edit{Span: p.Document.Slots[i].Span, HTML: v.fill(text.Document, text.Targets, ids)})
		}
	}
	return under(ids[p.Path]+apart, v.fill(p.Document, p.Targets, ids, edits...))
}

// bindTerms are the terms of the glossary with their anchors under those of its
// page.
func (v *View) bindTerms(ids map[string]string) []Entry {
	prefix := ids[site.GlossaryPath] + apart
	entries := v.Entries()
	for i, t := range v.Site.Terms {
		entries[i].Prefix, entries[i].Pages = prefix, nil
		entries[i].Meaning = under(prefix, v.fill(t.Document, t.Targets, ids))
	}
	return entries
}

// fill fills the links of a document; those to pages of the book stay within it.
func (v *View) fill(d *markdown.Document, targets []site.Target, ids map[string]string, edits ...markdown.Edit) string {
	return d.Render(func(i int, _ markdown.Link) string { return v.bound(targets[i], ids) }, withoutAbsent(d, targets, edits)...)
}

// bound is a link target rewritten for the book.
func (v *View) bound(t site.Target, ids map[string]string) string {
	id, inBook := ids[t.Path]
	switch {
	case t.URL != "" || !inBook:
		return outside + v.address(t)
	case t.Fragment != "":
		return outside + "#" + id + apart + strings.TrimPrefix(t.Fragment, "#")
	}
	return outside + "#" + id
}

// under puts the anchors of a page under a prefix.
func under(prefix, html string) template.HTML {
	anchors := strings.NewReplacer(` id="`, ` id="`+prefix, ` href="#`, ` href="#`+prefix, ` for="`, ` for="`+prefix, `href="`+outside, `href="`, `src="`+outside, `src="`)
	return template.HTML(anchors.Replace(html))
}

// apart separates a page's id from a heading's anchor. Neither contains it, and no id of
// the layouts does.
const apart = "::"

// outside begins an address that is not of the page's own anchors: a character for
// private use.
const outside = "\ue000"
