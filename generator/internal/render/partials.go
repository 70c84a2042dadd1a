package render

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"cairn/generator/internal/config"
	"cairn/generator/internal/site"
)

// A template takes one argument. TrackView and the types that follow pass a view together
// with the value that the template shows.

// TrackView is the data of a template that shows a track.
type TrackView struct {
	View  *View
	Track *config.Track
}

// Track returns the data of a template that shows a track on this page.
func (v *View) Track(t *config.Track) TrackView { return TrackView{v, t} }

// CellView is the data of the template "cell", which shows a cell of the matrix: the label
// of its link is Name.
type CellView struct {
	View *View
	Cell site.Cell
	Name string
}

// Aim returns the text of the link to a playbook on the map: its aim, or else the cell's name.
// Its lines end between phrases, and a range of numbers stays on one line.
func (c CellView) Aim() template.HTML {
	return c.View.renderer.names.narrow(strings.ReplaceAll(cmp.Or(c.Cell.Playbook.Aim, c.Name), "–", "–\u2060"))
}

// Cell returns the data of the template "cell".
func (v *View) Cell(c site.Cell, name string) CellView { return CellView{v, c, name} }

// CardsView is the data of the template "cards", which lists pages.
type CardsView struct {
	View  *View
	Pages []*site.Page
}

// Cards returns the data of the template "cards".
func (v *View) Cards(pages []*site.Page) CardsView { return CardsView{v, pages} }

// Items returns the pages as the entries of a list, with their tracks' colours and their summaries.
func (c CardsView) Items() template.HTML {
	var list strings.Builder
	for _, p := range c.Pages {
		list.WriteString(`<li class="card"`)
		if p.Track != nil {
			list.WriteString(` data-accent="` + template.HTMLEscapeString(p.Track.Accent) + `"`)
		}
		list.WriteString(">" + string(link(c.View.Link(p), c.View.renderer.names.title(p.Title))))
		if p.Summary != "" {
			list.WriteString("<p>" + template.HTMLEscapeString(p.Summary) + "</p>")
		}
		list.WriteString("</li>\n")
	}
	return template.HTML(list.String())
}

// Names identify a track or a stage to a script.
type Names struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Short string `json:"short"` // optional
}

// Tracks returns the names of all tracks.
func (v *View) Tracks() []Names {
	names := []Names{}
	for _, t := range v.Site.Config.Tracks {
		names = append(names, Names{t.ID, t.Name, t.Short})
	}
	return names
}

// Stages returns the names of all stages.
func (v *View) Stages() []Names {
	names := []Names{}
	for _, s := range v.Site.Config.Stages {
		names = append(names, Names{s.ID, s.Name, s.Path})
	}
	return names
}

// AllNames returns a text with every name of tracks or stages, each of which the roster of a
// planning session takes: 通用 SaaS（SaaS）. Names that differ only in case are listed once.
func (v *View) AllNames(all []Names) string {
	word := v.renderer.words
	texts := make([]string, len(all))
	for i, n := range all {
		names := []string{n.Name}
		for _, other := range []string{n.Short, n.ID} {
			if other != "" && !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, other) }) {
				names = append(names, other)
			}
		}
		texts[i] = n.Name
		if len(names) > 1 {
			texts[i] += word["locale.open"] + strings.Join(names[1:], word["locale.list"]) + word["locale.close"]
		}
	}
	return strings.Join(texts, word["locale.list"])
}
