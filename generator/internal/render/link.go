package render

import (
	"html/template"
	"strconv"
	"strings"

	"cairn/generator/internal/site"
)

// LinkTo returns a link to a page: an <a> element with the page's title. A list of links
// takes a third of the time that it takes with one template action for the address and one for
// the title, because html/template escapes an address in three steps.
func (v *View) LinkTo(p *site.Page) template.HTML { return link(v.Link(p), escaped(p.Title)) }

// SearchWays returns the pages to which a search leads that finds nothing: content/tasks.md and
// the glossary, those that the site has.
func (v *View) SearchWays() (ways []*site.Page) {
	for _, source := range []string{site.TasksFile, site.GlossaryFile} {
		if p := v.Site.Page(source); p != nil && p.Absence == "" {
			ways = append(ways, p)
		}
	}
	return ways
}

// Href returns the href attribute of a link to a page. For href="{{.Link .Page}}" html/template
// escapes the address in three steps.
func (v *View) Href(p *site.Page) template.HTMLAttr {
	return template.HTMLAttr(`href="` + template.HTMLEscapeString(v.Link(p)) + `"`)
}

// link returns an <a> element. The address comes from View.URL, or is an anchor: it has no
// scheme.
func link(address string, text template.HTML) template.HTML {
	return `<a href="` + escaped(address) + `">` + text + `</a>`
}

// escaped returns a text as HTML.
func escaped(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }

// LinksTo returns links to pages as the entries of a list: an <li> element for each.
func (v *View) LinksTo(pages []*site.Page) template.HTML {
	var list strings.Builder
	for _, p := range pages {
		list.WriteString("<li>" + string(v.LinkTo(p)) + "</li>\n")
	}
	return template.HTML(list.String())
}

// Breadcrumbs are the titles of the folders that contain a page, as links to their pages, and of
// the door behind which it is; none for a page of the root folder without a door.
type Breadcrumbs []template.HTML

// Items returns the titles as the entries of a list.
func (b Breadcrumbs) Items() template.HTML {
	var list strings.Builder
	for _, title := range b {
		list.WriteString("<li>" + string(title) + "</li>\n")
	}
	return template.HTML(list.String())
}

func (v *View) breadcrumbs() Breadcrumbs {
	door := v.Page.Door
	if len(v.Page.Breadcrumbs) < 2 && door == nil {
		return nil
	}
	titles := make(Breadcrumbs, 0, len(v.Page.Breadcrumbs)+1)
	for i, n := range v.Page.Breadcrumbs {
		if i == 1 && door != nil {
			titles = append(titles, escaped(door.Title))
		}
		if n.Page == nil {
			titles = append(titles, escaped(n.Title))
		} else {
			titles = append(titles, link(v.Link(n.Page), escaped(n.Title)))
		}
	}
	if door != nil && len(v.Page.Breadcrumbs) == 1 {
		titles = append(titles, escaped(door.Title))
	}
	return titles
}

// ContentsEntry is a heading in the table of contents of a page.
type ContentsEntry struct {
	Level    int
	ID, Text string
}

// Link returns a link to the heading, with its text.
func (e ContentsEntry) Link() template.HTML { return link("#"+e.ID, escaped(e.Text)) }

// Contents are the headings of levels 2 and 3 for the table of contents of a page.
type Contents []ContentsEntry

// Items returns the links to the headings as the entries of a list.
func (c Contents) Items() template.HTML {
	var list strings.Builder
	for _, e := range c {
		list.WriteString(`<li class="level-` + strconv.Itoa(e.Level) + `">` + string(e.Link()) + "</li>\n")
	}
	return template.HTML(list.String())
}

func contents(p *site.Page) Contents {
	if p.Document == nil {
		return nil
	}
	var entries Contents
	for _, h := range p.Document.Headings {
		if h.ID != "" && (h.Level == 2 || h.Level == 3) {
			entries = append(entries, ContentsEntry{h.Level, h.ID, h.Text})
		}
	}
	return entries
}
