package render

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// headingID returns the anchor of the heading of level 1; "" if there is none.
func headingID(p *site.Page) string {
	if p.Document == nil {
		return ""
	}
	return p.Document.Title.ID
}

// heading returns the HTML of the page's heading of level 1, or the page's title if the
// Markdown has no such heading.
func heading(p *site.Page, address func(site.Target) string) template.HTML {
	if p.Document == nil || p.Document.Title.Inner.From == p.Document.Title.Inner.To {
		return template.HTML(template.HTMLEscapeString(p.Title))
	}
	inner := p.Document.Title.Inner
	edits := slices.DeleteFunc(unlinkAbsent(p.Document, p.Targets, nil), func(e markdown.Edit) bool { return e.From < inner.From || e.To > inner.To })
	return template.HTML(p.Document.RenderPart(inner, func(i int, _ markdown.Link) string { return address(p.Targets[i]) }, edits...))
}

// withoutTitle is the edit that removes the heading of level 1 from a page's body. Layouts
// show it above the body.
func withoutTitle(p *site.Page) markdown.Edit { return markdown.Edit{Span: p.Document.Title.Outer} }

// Target returns the address of target i of the page, such as the page that explains scale
// i of an assessment; "" if it has none.
func (v *View) Target(i int) string { return v.address(v.Page.Targets[i]) }

// pageBody renders the Markdown of the page. It fills the slots, and makes the first use of
// each glossary term a link.
func (v *View) pageBody() template.HTML {
	p := v.Page
	edits := append(v.slotTexts(p), withoutTitle(p))
	if p.Layout == site.LayoutPath {
		edits = append(edits, v.readingTimes(p)...)
	}
	slots := len(edits)
	for _, m := range p.Mentions {
		if !isReplaced(m.Span.From, edits[:slots]) {
			edits = append(edits, v.termLink(m))
		}
	}
	return v.render(p.Document, p.Targets, append(edits, v.namesInTables(p, edits)...)...)
}

// namesInTables keeps the names in the cells of tables whole. The mentions among the given edits are left to the style sheet.
func (v *View) namesInTables(p *site.Page, given []markdown.Edit) (edits []markdown.Edit) {
	d := p.Document
	keep := func(text markdown.Span) {
		for _, name := range v.renderer.names.in(d.HTML, text) {
			if !isReplaced(name.From, given) && !isReplaced(name.To-1, given) {
				edits = append(edits, markdown.Edit{Span: name, HTML: `<span class="phrase">` + d.HTML[name.From:name.To] + "</span>"})
			}
		}
	}
	for _, table := range d.Tables {
		first, _ := slices.BinarySearchFunc(d.Texts, table.From, func(s markdown.Span, from int) int { return cmp.Compare(s.From, from) })
		for _, text := range d.Texts[first:] {
			if text.From >= table.To {
				break
			}
			keep(text)
		}
		for _, l := range d.Links {
			if table.From < l.Hole && l.End < table.To && !l.Image {
				if text := textOfLink(d, l); !strings.ContainsRune(d.HTML[text.From:text.To], '<') {
					keep(text)
				}
			}
		}
	}
	return edits
}

// textOfLink returns the content of a link's element.
func textOfLink(d *markdown.Document, l markdown.Link) markdown.Span {
	return markdown.Span{From: l.Hole + strings.IndexByte(d.HTML[l.Hole:], '>') + 1, To: l.End - len("</a>")}
}

// slotTexts are the edits that fill the slots of a page.
func (v *View) slotTexts(p *site.Page) (edits []markdown.Edit) {
	for i, text := range p.Slots {
		if text != nil {
			html := `<div class="slot" data-filled>` + "\n" + string(v.render(text.Document, text.Targets)) + "</div>\n"
			edits = append(edits, markdown.Edit{Span: p.Document.Slots[i].Span, HTML: html})
		}
	}
	return edits
}

// isReplaced reports whether one of the edits replaces the byte at an offset.
func isReplaced(offset int, edits []markdown.Edit) bool {
	return slices.ContainsFunc(edits, func(e markdown.Edit) bool { return e.From <= offset && offset < e.To })
}

// readingTimes inserts, after each link of a reading path, how long the linked page or
// section takes to read.
func (v *View) readingTimes(p *site.Page) (edits []markdown.Edit) {
	for i, target := range p.Targets {
		page := v.Site.At(target.Path)
		link := p.Document.Links[i]
		if page == nil || link.Image {
			continue
		}
		anchor, _ := url.PathUnescape(strings.TrimPrefix(target.Fragment, "#"))
		if n := page.MinutesFrom(anchor); n > 0 {
			word := template.HTMLEscapeString(fmt.Sprintf(v.renderer.words["reading.minutes"], n))
			read, _ := v.reading(page.Path, sections(page, anchor)) // a list of texts is always JSON
			html := fmt.Sprintf(` <small class="minutes" data-minutes="%d" %s>%s</small>`, n, read, word)
			edits = append(edits, markdown.Edit{Span: markdown.Span{From: link.End, To: link.End}, HTML: html})
		}
	}
	return edits
}

// termLink makes a mention of a glossary term a link to the glossary, which carries the first
// sentence of the definition; the glossary has the rest. If an author has linked the mention
// already, that link gets the sentence.
func (v *View) termLink(m site.Mention) markdown.Edit {
	attributes := fmt.Sprintf(` class="term-link" data-definition="%s"`, template.HTMLEscapeString(firstSentence(m.Term.Document.Text())))
	if m.Link {
		end := m.Span.To + len(`"`) // the end of the href attribute
		return markdown.Edit{Span: markdown.Span{From: end, To: end}, HTML: attributes}
	}
	address := template.HTMLEscapeString(v.URL(site.GlossaryPath) + "#" + m.Term.ID)
	word := v.Page.Document.HTML[m.Span.From:m.Span.To]
	return markdown.Edit{Span: m.Span, HTML: fmt.Sprintf(`<a href="%s"%s>%s</a>`, address, attributes, word)}
}

// render returns the HTML of a document with addresses relative to this page.
func (v *View) render(d *markdown.Document, targets []site.Target, edits ...markdown.Edit) template.HTML {
	edits = append(edits, v.renderer.headingPhrases(d, edits)...)
	return template.HTML(d.Render(func(i int, _ markdown.Link) string {
		return v.address(targets[i])
	}, unlinkAbsent(d, targets, append(edits, quoteMarks(d, targets, edits)...))...))
}

// quoteMarks are the attributes by which a script finds the links whose texts state a value of a
// worksheet: the value, the worksheet and the number in the text.
func quoteMarks(d *markdown.Document, targets []site.Target, given []markdown.Edit) (edits []markdown.Edit) {
	for i, t := range targets {
		end := d.Links[i].Hole + len(`"`) // the end of the href attribute
		if t.Quote == nil || isReplaced(d.Links[i].Hole, given) {
			continue
		}
		edits = append(edits, markdown.Edit{Span: markdown.Span{From: end, To: end}, HTML: fmt.Sprintf(` class="quote" data-quote="%s" data-quote-of="%s" data-quoted="%s"`,
			escaped(t.Quote.Name), escaped(t.Path), escaped(t.Quote.Number))})
	}
	return edits
}

// unlinkAbsent adds edits that remove the href attribute of each link to a page that is
// not published. It returns all edits in the order of their offsets: of two edits at the same
// place the shorter one comes first, such as the removal of a title that the page does not have
// before a slot's text.
func unlinkAbsent(d *markdown.Document, targets []site.Target, edits []markdown.Edit) []markdown.Edit {
	given := len(edits)
	for i, t := range targets {
		if hole := d.Links[i].Hole; t.Absent && !isReplaced(hole, edits[:given]) {
			edits = append(edits, markdown.Edit{Span: markdown.Span{From: hole - len(` href="`), To: hole + len(`"`)}})
		}
	}
	slices.SortFunc(edits, func(a, b markdown.Edit) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return edits
}

// address returns the address of a link target, relative to this page.
func (v *View) address(t site.Target) string {
	switch {
	case t.URL != "":
		return t.URL
	case t.Path == v.Page.Path && t.Fragment != "":
		return t.Fragment
	case t.Path == "":
		return ""
	}
	return v.URL(t.Path) + t.Fragment
}
