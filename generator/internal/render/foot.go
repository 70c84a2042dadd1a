package render

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"cairn/generator/internal/content"
	"cairn/generator/internal/site"
)

// absence explains why the page is not published; "" if it is published.
func (v *View) absence() string {
	word := v.renderer.words
	switch p := v.Page; p.Absence {
	case content.Draft:
		return word["absence.draft"]
	case content.Early:
		return fmt.Sprintf(word["absence.early"], p.Publish)
	case content.Expired:
		return fmt.Sprintf(word["absence.expired"], p.Expires)
	}
	return ""
}

// Foot is what stands below a page. Each field may be "".
type Foot struct {
	Updated string // 2026-11-20
	Edit    string // the address at which the source of the page is edited, with edit_url in site.toml
	Report  string // the address at which a reader reports a mistake on the page, with report in site.toml
}

// foot returns nil if nothing stands below the page.
func (v *View) foot() *Foot {
	f := Foot{v.Page.Updated, v.edit(), v.report()}
	if f == (Foot{}) {
		return nil
	}
	return &f
}

func (v *View) edit() string {
	if v.Page.Source == "" || v.Site.Config.EditURL == "" {
		return ""
	}
	return strings.ReplaceAll(v.Site.Config.EditURL, "{path}", site.Relative("", v.Page.Source))
}

// report returns the address at which a reader reports a mistake on the page. A script adds
// the selected text to it.
func (v *View) report() string {
	if v.Site.Config.Report == "" {
		return ""
	}
	return strings.NewReplacer(
		"{title}", component(v.Title),
		"{url}", component(cmp.Or(absolute(v.Site, v.Page), v.Page.Path)),
		"{text}", "",
	).Replace(v.Site.Config.Report)
}

// component escapes a text as a part of an address, as encodeURIComponent does.
func component(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

func (v *View) title() string {
	if v.Page == v.Site.Home {
		return v.Page.Title
	}
	return v.Page.Title + " · " + v.Site.Config.Title
}

// absolute is the absolute address of a page; "" without base_url.
func absolute(s *site.Site, p *site.Page) string {
	switch {
	case s.Config.BaseURL == "":
		return ""
	case p == s.Home:
		return s.Config.BaseURL
	}
	return s.Config.BaseURL + strings.TrimPrefix(site.Relative("", p.Path), "./")
}
