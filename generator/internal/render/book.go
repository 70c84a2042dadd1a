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
	View *View
	Page *site.Page
	ID   string // its anchor in the book
	Body template.HTML
	Part *site.Node // the folder that begins with it, or nil
}

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
		chapters[i] = Chapter{View: v, Page: p, ID: ids[p.Path], Body: v.chapter(p, ids)}
		if part := partOf(v.Site.Root, p); part != nil && !begun[part] {
			begun[part] = true
			chapters[i].Part = part
		}
	}
	return chapters
}

// bookID is the anchor of a page in a book: tracks-saas.
func bookID(p *site.Page) string {
	return strings.ReplaceAll(strings.TrimSuffix(p.Path, ".html"), "/", "-")
}

// partOf is the folder below the root that a page is in.
func partOf(root *site.Node, p *site.Page) *site.Node {
	for _, n := range root.Children {
		if n.Folder != "" && strings.HasPrefix(path.Dir(p.Path)+"/", n.Folder+"/") {
			return n
		}
	}
	return nil
}

// chapter is the body of a page with its anchors under the page's own.
func (v *View) chapter(p *site.Page, ids map[string]string) template.HTML {
	prefix := ids[p.Path] + "--"
	anchors := strings.NewReplacer(` id="`, ` id="`+prefix, ` href="#`, ` href="#`+prefix, ` for="`, ` for="`+prefix, `href="`+outside, `href="`, `src="`+outside, `src="`)
	fill := func(d *markdown.Document, targets []site.Target, edits ...markdown.Edit) string {
		return d.Render(func(i int, _ markdown.Link) string {
			t := targets[i]
			id, inBook := ids[t.Path]
			switch {
			case t.URL != "" || !inBook:
				return outside + v.address(t)
			case t.Fragment != "":
				return outside + "#" + id + "--" + strings.TrimPrefix(t.Fragment, "#")
			}
			return outside + "#" + id
		}, withoutAbsent(d, targets, edits)...)
	}
	var edits []markdown.Edit
	for i, text := range p.Slots {
		if text != nil {
			edits = append(edits, markdown.Edit{Span: p.Document.Slots[i].Span, HTML: fill(text.Document, text.Targets)})
		}
	}
	return template.HTML(anchors.Replace(fill(p.Document, p.Targets, edits...)))
}

// outside begins an address that is not of the page's own anchors: a character for
// private use.
const outside = "\ue000"
