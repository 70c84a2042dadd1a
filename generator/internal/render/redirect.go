package render

import (
	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// RedirectView is the data of the partial "redirect": a View of the former address, and the
// page that had this address before.
type RedirectView struct {
	*View
	To *site.Page
}

// Canonical is the new address of the page.
func (v RedirectView) Canonical() string {
	if whole := absolute(v.Site, v.To); whole != "" {
		return whole
	}
	return v.Link(v.To)
}

// Redirect renders the page at a former address, which leads to the new address without
// a script.
func (r *Renderer) Redirect(redirect *site.Redirect) ([]byte, []diag.Fault) {
	t, faults := r.layout(site.LayoutPage, redirect.To)
	if len(faults) > 0 {
		return nil, faults
	}
	here := &site.Page{Path: redirect.Path, Layout: site.LayoutPage, Title: redirect.To.Title}
	v := RedirectView{r.newView(here, t), redirect.To}
	return r.execute(t, "redirect", v, redirect.To, nil)
}
