package render

import (
	"html/template"

	"cairn/generator/internal/site"
)

// LinkTo returns a link to a page: an <a> element with the page's title. A list of links
// takes a third of the time that it takes with one template action for the address and one for
// the title, because html/template escapes an address in three steps.
func (v *View) LinkTo(p *site.Page) template.HTML { return link(v.Link(p), p.Title) }

// link returns an <a> element. The address comes from View.URL, or is an anchor: it has no
// scheme.
func link(address, text string) template.HTML {
	return template.HTML(`<a href="` + template.HTMLEscapeString(address) + `">` + template.HTMLEscapeString(text) + `</a>`)
}

// Breadcrumbs returns the titles of the folders that contain the page, as links to their
// pages; none for a page of the root folder.
func (v *View) Breadcrumbs() []template.HTML {
	if len(v.Page.Breadcrumbs) < 2 {
		return nil
	}
	titles := make([]template.HTML, len(v.Page.Breadcrumbs))
	for i, n := range v.Page.Breadcrumbs {
		if n.Page == nil {
			titles[i] = template.HTML(template.HTMLEscapeString(n.Title))
		} else {
			titles[i] = link(v.Link(n.Page), n.Title)
		}
	}
	return titles
}

// ContentsEntry is a heading in the table of contents of a page.
type ContentsEntry struct {
	Level    int
	ID, Text string
	Link     template.HTML // a link to the heading, with its text
}

// Contents returns the headings of levels 2 and 3 for the page's table of contents.
func (v *View) Contents() []ContentsEntry {
	if v.Page.Document == nil {
		return nil
	}
	var entries []ContentsEntry
	for _, h := range v.Page.Document.Headings {
		if h.ID != "" && (h.Level == 2 || h.Level == 3) {
			entries = append(entries, ContentsEntry{h.Level, h.ID, h.Text, link("#"+h.ID, h.Text)})
		}
	}
	return entries
}
