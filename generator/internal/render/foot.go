package render

import (
	"cmp"
	"net/url"
	"strings"

	"cairn/generator/internal/content"
	"cairn/generator/internal/site"
)

// Absence explains why the page is not published; "" if it is published.
func (v *View) Absence() (string, error) {
	switch p := v.Page; p.Absence {
	case content.Draft:
		return v.Word("absence.draft")
	case content.Early:
		return v.Word("absence.early", p.Publish)
	case content.Expired:
		return v.Word("absence.expired", p.Expires)
	}
	return "", nil
}

// Edit is the address at which the source of the page is edited; "" without edit_url in site.toml.
func (v *View) Edit() string {
	if v.Page.Source == "" || v.Site.Config.EditURL == "" {
		return ""
	}
	return strings.ReplaceAll(v.Site.Config.EditURL, "{path}", site.Relative("", v.Page.Source))
}

// Report is the address at which a reader reports a mistake on the page. A script adds
// the selected text to it. It is "" without report in site.toml.
func (v *View) Report() string {
	if v.Site.Config.Report == "" {
		return ""
	}
	return strings.NewReplacer(
		"{title}", component(v.Title()),
		"{url}", component(cmp.Or(v.Canonical(), v.Page.Path)),
		"{text}", "",
	).Replace(v.Site.Config.Report)
}

// component escapes a text as a part of an address, as encodeURIComponent does.
func component(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

// Title is the content of the <title> element.
func (v *View) Title() string {
	if v.Page == v.Site.Home {
		return v.Page.Title
	}
	return v.Page.Title + " · " + v.Site.Config.Title
}

// Canonical is the page's absolute address; "" without base_url in site.toml.
func (v *View) Canonical() string { return absolute(v.Site, v.Page) }

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
