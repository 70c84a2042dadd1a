package site

import (
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
)

// Redirect sends readers from a former address of a page to the page.
type Redirect struct {
	Path string
	To   *Page
	By   diag.Place // the alias in the front matter of the page
}

// addRedirects makes a redirect of each alias. It reports an alias that is the address of a
// page or an alias of another page, and leaves it out.
func (a *assembler) addRedirects() {
	pages := map[string]*Page{}
	for _, p := range a.site.Pages {
		pages[p.Path] = p
	}
	a.byAlias = map[string]*Page{}
	aliases := a.site.Redirects
	a.site.Redirects = nil
	for _, r := range aliases {
		switch {
		case pages[r.Path] == r.To:
			a.report(diag.Errorf(r.By, "taken-alias", "the alias %s is the page's own address", r.Path).
				WithHelp("remove it"))
		case pages[r.Path] != nil && pages[r.Path].Source == "":
			a.report(diag.Errorf(r.By, "taken-alias", "the alias %s is the address of a page that Cairn generates", r.Path).
				WithHelp("remove it"))
		case pages[r.Path] != nil:
			a.report(diag.Errorf(r.By, "taken-alias", "the alias %s is the address of %s", r.Path, pages[r.Path].Source).
				WithHelp("remove the alias, or give that page another address"))
		case a.byAlias[r.Path] != nil:
			a.report(diag.Errorf(r.By, "taken-alias", "the alias %s is also an alias of %s", r.Path, a.byAlias[r.Path].Source).
				WithHelp("an alias leads to one page: remove it from one of the two"))
		default:
			a.byAlias[r.Path] = r.To
			r.To.Formerly = append(r.To.Formerly, r.Path)
			a.site.Redirects = append(a.site.Redirects, r)
		}
	}
}

// absentLink warns of a link to an unpublished page, and says why the page is unpublished.
func absentLink(link markdown.Link, to *Page) diag.Fault {
	switch to.Absence {
	case content.Early:
		return diag.Warnf(link.DestinationAt, "link-to-absent", "%s is published on %s: until then this link is shown as plain text", to.Source, to.Publish).
			WithHelp("build the site again on that day, or remove the link")
	case content.Expired:
		return diag.Warnf(link.DestinationAt, "link-to-absent", "%s expired on %s: this link is shown as plain text", to.Source, to.Expires).
			WithHelp("remove the link, or write a later `expires` on that page")
	}
	return diag.Warnf(link.DestinationAt, "link-to-absent", "%s is a draft: this link is shown as plain text", to.Source).
		WithHelp("remove `draft = true` from that page when it is ready, or remove the link")
}
