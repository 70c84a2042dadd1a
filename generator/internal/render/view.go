package render

import (
	"cmp"
	"fmt"
	"html/template"

	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
)

// View is the data of a layout: a page, its site, and the methods that a layout calls. What
// the theme shows on every page is a field, because a template reads a field in a third of the
// time in which it calls a method.
type View struct {
	Site    *site.Site
	Page    *site.Page
	Body    template.HTML // the page's Markdown, rendered
	Sidebar template.HTML // the partial "sidebar", rendered
	Sheet   *sheet.Sheet  // of a worksheet, evaluated with the defaults of its inputs
	Paper   bool          // a worksheet is rendered for the page that prints several

	Root        string        // the address of the site's root, relative to this page: "", "../", "../../"
	Title       string        // the content of the <title> element
	Canonical   string        // the page's absolute address; "" without base_url in site.toml, and for the "not found" page
	Unlisted    bool          // search engines must not list the page
	Description string        // see describe
	Heading     template.HTML // the page's heading of level 1, or its title if the Markdown has no such heading
	Summary     template.HTML // the page's summary
	HeadingID   string        // the anchor of the heading of level 1; "" if there is none
	Breadcrumbs template.HTML // see breadcrumbs
	Contents    template.HTML // links to the headings, as the entries of a list
	Related     template.HTML // links to pages on similar subjects, as the entries of a list
	Backlinks   template.HTML // links to the pages that link here, as the entries of a list
	Books       template.HTML // links to the books that contain the page
	Pager       *Pager        // nil for a page without neighbours
	HasClips    bool          // the page has a text to copy
	Tickable    bool          // the reader can mark the page as read
	Quotes      bool          // the page states a value of a worksheet
	Recall      bool          // the text has questions to answer without looking, except on the page of the cards
	Minutes     int           // the reading time; 0 if the page has no text
	ReadingTime string        // the reading time in words, below the heading; "" for a page that takes no more than a minute, and for a reading path
	Absence     string        // why the page is not published; "" if it is published
	Foot        *Foot

	renderer *Renderer
	layout   *template.Template
	sharing  []string // the shared partials that are being executed
}

// newView returns the view of a page in a layout, without what only some layouts show.
func (r *Renderer) newView(p *site.Page, t *template.Template) *View {
	v := &View{Site: r.site, Page: p, renderer: r, layout: t, HeadingID: headingID(p), Contents: contents(p), Minutes: p.Minutes()}
	isNotFound := p.Layout == site.LayoutNotFound
	if !isNotFound {
		v.Canonical = absolute(r.site, p)
	}
	v.Unlisted = isNotFound || p.Absence != ""
	if v.Minutes > 1 && p.Layout != site.LayoutPath {
		v.ReadingTime = fmt.Sprintf(r.words["reading.minutes"], v.Minutes)
	}
	v.Root = v.root()
	v.Title = v.title()
	v.Description = v.describe()
	v.Heading = r.names.mark(heading(p, v.address))
	v.Summary = r.names.title(p.Summary)
	v.Breadcrumbs = v.breadcrumbs()
	v.Related, v.Backlinks = v.linksTo(p.Related), v.linksTo(p.Backlinks)
	v.Books = v.books()
	v.Pager = v.pager()
	v.HasClips = p.HasClips()
	v.Tickable = isTickable(p.Layout)
	v.Quotes = p.Quotes()
	v.Recall = p.Document != nil && len(p.Document.Questions) > 0 && p.Layout != site.LayoutCards
	v.Absence = v.absence()
	v.Foot = v.foot()
	return v
}

// isTickable reports whether the reader can mark the pages of a layout as read.
func isTickable(l site.Layout) bool {
	return l == site.LayoutPage || l == site.LayoutPlaybook || l == site.LayoutTrack || l == site.LayoutStage
}

// URL returns the address of a path of the site, relative to this page. The "not found"
// page is served at any address, therefore its links are absolute.
func (v *View) URL(path string) string {
	if v.Page.Layout == site.LayoutNotFound {
		return v.Root + site.Relative("", path)
	}
	return site.Relative(v.Page.Path, path)
}

// Link returns the address of a page, relative to this page.
func (v *View) Link(p *site.Page) string { return v.URL(p.Path) }

func (v *View) root() string {
	if v.Page.Layout == site.LayoutNotFound {
		return cmp.Or(v.Site.Config.BaseURL, "/")
	}
	return site.ToRoot(v.Page.Path)
}

// Asset returns the address of an asset such as site.css, relative to this page.
func (v *View) Asset(name string) (string, error) {
	published := v.renderer.assets.Path(name)
	if published == "" {
		return "", fmt.Errorf("there is no asset %s", name)
	}
	return v.URL(published), nil
}

// Word returns a word of the interface, in which the values replace the verbs %s and %d.
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

// Month returns the name of a month from 1 to 12.
func (v *View) Month(month int) string { return v.renderer.words.Month(month) }

// Day returns a date without its year.
func (v *View) Day(month, day int) (string, error) { return v.Word("locale.day", v.Month(month), day) }
