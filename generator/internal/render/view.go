package render

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"cairn/generator/internal/config"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
)

// View is what a layout sees.
type View struct {
	Site    *site.Site
	Page    *site.Page
	Body    template.HTML // the page's Markdown, rendered
	Sidebar template.HTML // the partial "sidebar"
	Sheet   *sheet.Sheet  // of a worksheet: evaluated with the template's own values
	Paper   bool          // it is a worksheet to be printed, on a page that holds several

	renderer *Renderer
	layout   *template.Template
	sharing  []string // the shared partials that are being executed
}

// URL is the address of a path of the site, relative to this page. The page for
// what is not found is shown at any address, so its links are absolute.
func (v *View) URL(path string) string {
	if v.Page.Layout == site.LayoutNotFound {
		return v.Root() + site.Relative("", path)
	}
	return site.Relative(v.Page.Path, path)
}

// Link is the address of a page, relative to this one.
func (v *View) Link(p *site.Page) string { return v.URL(p.Path) }

// Root is the way from this page to the root of the site: "", "../", "../../".
func (v *View) Root() string {
	if v.Page.Layout == site.LayoutNotFound {
		return cmp.Or(v.Site.Config.BaseURL, "/")
	}
	return site.ToRoot(v.Page.Path)
}

// Asset is the address of an asset, relative to this page: site.css.
func (v *View) Asset(name string) (string, error) {
	published := v.renderer.assets.Path(name)
	if published == "" {
		return "", fmt.Errorf("there is no asset %s", name)
	}
	return v.URL(published), nil
}

// descriptionLength is the maximum length of a description in characters, about as much as
// search engines show.
const descriptionLength = 120

// Description is the page's summary for lists and search engines. Without one it is the
// site's on the home page, the terms of the glossary, the beginning of the text, or the
// title, in this order.
func (v *View) Description() string {
	text := ""
	switch {
	case v.Page.Summary != "":
		return v.Page.Summary
	case v.Page == v.Site.Home && v.Site.Config.Summary != "":
		return v.Site.Config.Summary
	case v.Page.Layout == site.LayoutGlossary:
		var names []string
		for _, t := range v.Site.Terms {
			names = append(names, t.Term)
		}
		text = strings.Join(names, v.renderer.words["locale.list"])
	case v.Page.Document != nil:
		text = v.Page.Document.Text()
	}
	return cmp.Or(shorten(strings.Join(strings.Fields(text), " "), descriptionLength), v.Title())
}

// shorten cuts a text to a number of characters: at the end of a sentence if one ends in
// the second half, else with … at the end.
func shorten(text string, length int) string {
	characters := []rune(text)
	if len(characters) <= length {
		return text
	}
	cut := characters[:length-1]
	for i := len(cut) - 1; i >= length/2; i-- {
		isInside := isASCIIWord(characters[i+1]) // 3.5, example.com
		if strings.ContainsRune("。！？", cut[i]) || strings.ContainsRune(".!?", cut[i]) && !isInside {
			return string(cut[:i+1])
		}
	}
	return string(cut) + "…"
}

func isASCIIWord(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// Word is a word of the interface, with values in the place of its verbs.
func (v *View) Word(key string, values ...any) (string, error) {
	word, ok := v.renderer.words[key]
	switch {
	case !ok:
		return "", fmt.Errorf("there is no word %s", key)
	case len(values) == 0:
		return word, nil
	}
	return fmt.Sprintf(word, values...), nil
}

// Month is the name of a month from 1 to 12.
func (v *View) Month(month int) string { return v.renderer.words.Month(month) }

// Day is a day of a month, without the year.
func (v *View) Day(month, day int) (string, error) { return v.Word("locale.day", v.Month(month), day) }

// WordsJSON is a table of words as a JSON object, for the attribute from which a script
// takes its words.
func (v *View) WordsJSON(table string) (string, error) {
	if text, ok := v.renderer.tables.Load(table); ok {
		return text.(string), nil
	}
	words := v.renderer.words.Under(table)
	if len(words) == 0 {
		return "", fmt.Errorf("there are no words %s", table)
	}
	text, err := v.JSON(words)
	v.renderer.tables.Store(table, text)
	return text, err
}

// JSON is any value as JSON, for a data attribute.
func (v *View) JSON(value any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// Contents are the headings of levels 2 and 3.
func (v *View) Contents() []markdown.Heading {
	if v.Page.Document == nil {
		return nil
	}
	var headings []markdown.Heading
	for _, h := range v.Page.Document.Headings {
		if h.ID != "" && (h.Level == 2 || h.Level == 3) {
			headings = append(headings, h)
		}
	}
	return headings
}

// Heading is the HTML of the page's heading of level 1, or the title if its text has none.
func (v *View) Heading() template.HTML {
	return heading(v.Page, func(t site.Target) string { return v.address(t) })
}

// HeadingID is the anchor of the heading of level 1; "" if there is none.
func (v *View) HeadingID() string { return headingID(v.Page) }

func headingID(p *site.Page) string {
	if p.Document == nil {
		return ""
	}
	return p.Document.Title.ID
}

func heading(p *site.Page, address func(site.Target) string) template.HTML {
	if p.Document == nil || p.Document.Title.Inner.From == p.Document.Title.Inner.To {
		return template.HTML(template.HTMLEscapeString(p.Title))
	}
	inner := p.Document.Title.Inner
	edits := slices.DeleteFunc(withoutAbsent(p.Document, p.Targets, nil), func(e markdown.Edit) bool { return e.From < inner.From || e.To > inner.To })
	return template.HTML(p.Document.RenderPart(inner, func(i int, _ markdown.Link) string { return address(p.Targets[i]) }, edits...))
}

// withoutTitle is the edit that removes the heading of level 1 from a page's body, since
// layouts show it apart.
func withoutTitle(p *site.Page) markdown.Edit { return markdown.Edit{Span: p.Document.Title.Outer} }

// Target is the address of a link of the page, "" without one.
func (v *View) Target(i int) string { return v.address(v.Page.Targets[i]) }

// page is the body of the view's own page, its slots filled and the terms of the
// glossary marked.
func (v *View) page() template.HTML {
	p := v.Page
	edits := []markdown.Edit{withoutTitle(p)}
	for i, text := range p.Slots {
		if text != nil {
			html := `<div class="slot" data-filled>` + "\n" + string(v.body(text.Document, text.Targets)) + "</div>\n"
			edits = append(edits, markdown.Edit{Span: p.Document.Slots[i].Span, HTML: html})
		}
	}
	if p.Layout == site.LayoutPath {
		edits = append(edits, v.minutes()...)
	}
	slots := len(edits)
	for _, m := range p.Mentions {
		if !within(edits[:slots], m.Span.From) {
			edits = append(edits, v.mark(m))
		}
	}
	return v.body(p.Document, p.Targets, edits...)
}

// within tells whether a byte of a document is in one of the parts that edits
// replace.
func within(edits []markdown.Edit, at int) bool {
	return slices.ContainsFunc(edits, func(e markdown.Edit) bool { return e.From <= at && at < e.To })
}

// minutes says beside each link of a reading path how long the reading takes.
func (v *View) minutes() (edits []markdown.Edit) {
	for i, target := range v.Page.Targets {
		page := v.Site.At(target.Path)
		link := v.Page.Document.Links[i]
		if page == nil || link.Image {
			continue
		}
		anchor, _ := url.PathUnescape(strings.TrimPrefix(target.Fragment, "#"))
		if n := page.MinutesFrom(anchor); n > 0 {
			word := template.HTMLEscapeString(fmt.Sprintf(v.renderer.words["reading.minutes"], n))
			html := fmt.Sprintf(` <small class="minutes" data-minutes="%d">%s</small>`, n, word)
			edits = append(edits, markdown.Edit{Span: markdown.Span{From: link.End, To: link.End}, HTML: html})
		}
	}
	return edits
}

// mark makes of a term's first use a link to the glossary that tells what it
// means.
func (v *View) mark(m site.Mention) markdown.Edit {
	attributes := fmt.Sprintf(` class="term-link" data-definition="%s"`, template.HTMLEscapeString(m.Term.Document.Text()))
	if m.Link {
		behind := m.Span.To + len(`"`) // of the attribute that the link's address is
		return markdown.Edit{Span: markdown.Span{From: behind, To: behind}, HTML: attributes}
	}
	address := template.HTMLEscapeString(v.URL(site.GlossaryPath) + "#" + m.Term.ID)
	word := v.Page.Document.HTML[m.Span.From:m.Span.To]
	return markdown.Edit{Span: m.Span, HTML: fmt.Sprintf(`<a href="%s"%s>%s</a>`, address, attributes, word)}
}

// body fills the links of a document as this page has to write them.
func (v *View) body(d *markdown.Document, targets []site.Target, edits ...markdown.Edit) template.HTML {
	return template.HTML(d.Render(func(i int, _ markdown.Link) string {
		return v.address(targets[i])
	}, withoutAbsent(d, targets, edits)...))
}

// withoutAbsent adds the edits that make plain text of the links to pages that
// are not for readers: <a> without an address. All edits are then in order.
func withoutAbsent(d *markdown.Document, targets []site.Target, edits []markdown.Edit) []markdown.Edit {
	given := len(edits)
	for i, t := range targets {
		if hole := d.Links[i].Hole; t.Absent && !within(edits[:given], hole) {
			edits = append(edits, markdown.Edit{Span: markdown.Span{From: hole - len(` href="`), To: hole + len(`"`)}})
		}
	}
	slices.SortFunc(edits, func(a, b markdown.Edit) int { return cmp.Compare(a.From, b.From) })
	return edits
}

// address is a target as this page has to write it.
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

// Templates take one argument; these are a view together with what it is for.

// TrackView is a track.
type TrackView struct {
	View  *View
	Track *config.Track
}

// Of is a track as this page shows it.
func (v *View) Of(t *config.Track) TrackView { return TrackView{v, t} }

// CellView is a cell of the matrix under a name.
type CellView struct {
	View *View
	Cell site.Cell
	Name string
}

// Cell is a cell as this page shows it.
func (v *View) Cell(c site.Cell, name string) CellView { return CellView{v, c, name} }

// CardsView is a list of pages.
type CardsView struct {
	View  *View
	Pages []*site.Page
}

// Cards are pages as this page lists them.
func (v *View) Cards(pages []*site.Page) CardsView { return CardsView{v, pages} }

// Names are those of a track or a stage.
type Names struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Short string `json:"short"` // or ""
}

// Tracks are the names of all tracks.
func (v *View) Tracks() []Names {
	names := []Names{}
	for _, t := range v.Site.Config.Tracks {
		names = append(names, Names{t.ID, t.Name, t.Short})
	}
	return names
}

// Stages are the names of all stages.
func (v *View) Stages() []Names {
	names := []Names{}
	for _, s := range v.Site.Config.Stages {
		names = append(names, Names{s.ID, s.Name, s.Path})
	}
	return names
}

// Guide is what the home page tells a reader of a track and a stage.
type Guide struct {
	Track string      `json:"track"`
	Stage string      `json:"stage"`
	Title string      `json:"title"`
	URL   string      `json:"url"`
	Sheet string      `json:"sheet"` // the worksheet's address, or ""
	Steps []GuideStep `json:"steps"`
}

// GuideStep is a step of a playbook.
type GuideStep struct {
	Month int      `json:"month"`
	Title string   `json:"title"`
	URL   string   `json:"url"`
	Today []string `json:"today"`
}

// Guides are those of all playbooks.
func (v *View) Guides() []Guide {
	guides := []Guide{}
	for _, p := range v.Site.Pages {
		if p.Layout != site.LayoutPlaybook || p.Track == nil || p.Stage == nil {
			continue
		}
		g := Guide{Track: p.Track.ID, Stage: p.Stage.ID, Title: p.Title, URL: v.Link(p), Steps: []GuideStep{}}
		if p.Worksheet != nil {
			g.Sheet = v.Link(p.Worksheet)
		}
		for _, s := range p.Steps {
			g.Steps = append(g.Steps, GuideStep{s.Month, s.Title, v.Link(p) + "#" + s.Anchor, s.Today})
		}
		guides = append(guides, g)
	}
	return guides
}
