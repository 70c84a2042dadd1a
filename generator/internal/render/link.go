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

// linksTo returns links to pages as the entries of a list: an <li> element for each.
func (v *View) linksTo(pages []*site.Page) template.HTML {
	var list strings.Builder
	for _, p := range pages {
		writeItem(&list, v.LinkTo(p))
	}
	return template.HTML(list.String())
}

// writeItem writes an entry of a list.
func writeItem(list *strings.Builder, html template.HTML) {
	list.WriteString("<li>")
	list.WriteString(string(html))
	list.WriteString("</li>\n")
}

// books returns links to the books that contain the page.
func (v *View) books() template.HTML {
	var links []string
	for _, book := range v.Page.Books {
		links = append(links, string(v.LinkTo(book)))
	}
	return template.HTML(strings.Join(links, template.HTMLEscapeString(v.renderer.words["locale.list"])))
}

// Pager leads from a page to its neighbours on the reader's way.
type Pager struct{ Prev, Next *Neighbour }

// Neighbour is the page before or behind another.
type Neighbour struct {
	Href  template.HTMLAttr
	Title string
}

// pager returns nil for a page without neighbours.
func (v *View) pager() *Pager {
	if v.Page.Prev == nil && v.Page.Next == nil {
		return nil
	}
	return &Pager{v.neighbour(v.Page.Prev), v.neighbour(v.Page.Next)}
}

func (v *View) neighbour(p *site.Page) *Neighbour {
	if p == nil {
		return nil
	}
	return &Neighbour{v.Href(p), p.Title}
}

// breadcrumbs returns the titles of the folders that contain a page, as links to their pages, and of
// the door behind which it is, as the entries of a list: "" for a page of the root folder without a door.
func (v *View) breadcrumbs() template.HTML {
	door := v.Page.Door
	if len(v.Page.Breadcrumbs) < 2 && door == nil {
		return ""
	}
	var list strings.Builder
	for i, n := range v.Page.Breadcrumbs {
		if i == 1 && door != nil {
			writeItem(&list, escaped(door.Title))
		}
		if n.Page == nil {
			writeItem(&list, escaped(n.Title))
		} else {
			writeItem(&list, link(v.Link(n.Page), escaped(n.Title)))
		}
	}
	if door != nil && len(v.Page.Breadcrumbs) == 1 {
		writeItem(&list, escaped(door.Title))
	}
	return template.HTML(list.String())
}

// contents returns links to the headings of levels 2 and 3 of a page, as the entries of a list.
func contents(p *site.Page) template.HTML {
	if p.Document == nil {
		return ""
	}
	var list strings.Builder
	for _, h := range p.Document.Headings {
		if h.ID != "" && (h.Level == 2 || h.Level == 3) {
			list.WriteString(`<li class="level-` + strconv.Itoa(h.Level) + `">`)
			list.WriteString(string(link("#"+h.ID, escaped(h.Text))))
			list.WriteString("</li>\n")
		}
	}
	return template.HTML(list.String())
}
