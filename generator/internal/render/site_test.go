package render_test

import (
	"maps"
	"regexp"
	"sync"
	"testing"
	"testing/fstest"

	"cairn"
	"cairn/generator/internal/assets"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/render"
	"cairn/generator/internal/sitetest"
)

// bundle bundles static/ of the theme once.
var bundle = sync.OnceValues(func() (*assets.Bundle, []diag.Fault) {
	return assets.Build(cairn.Theme(), func(string) bool { return true })
})

// rendererOf returns a renderer of a site with the theme.
func rendererOf(t testing.TB, a *sitetest.Assembled) *render.Renderer {
	t.Helper()
	parsed, faults := render.ParseLayouts(cairn.Theme(), a.Config, a.Words)
	built, more := bundle()
	if len(faults)+len(more) > 0 {
		t.Fatal(faults, more)
	}
	return render.New(a.Site, parsed, a.Words, built)
}

// rendered renders every page, redirect and further file of a site by path.
func rendered(t *testing.T, a *sitetest.Assembled) map[string]string {
	t.Helper()
	return renderedBy(t, rendererOf(t, a), a)
}

func renderedBy(t *testing.T, r *render.Renderer, a *sitetest.Assembled) map[string]string {
	t.Helper()
	all := map[string]string{}
	add := func(path string, data []byte, faults []diag.Fault) {
		for _, f := range faults {
			t.Errorf("%s: %s", path, f.Message)
		}
		all[path] = string(data)
	}
	for _, p := range a.Pages {
		data, faults := r.Page(p, nil)
		add(p.Path, data, faults)
	}
	for _, redirect := range a.Redirects {
		data, faults := r.Redirect(redirect)
		add(redirect.Path, data, faults)
	}
	for _, f := range r.SitemapAndFeed() {
		add(f.Path, f.Data, nil)
	}
	return all
}

// plainLayouts returns layouts that show only a page's title and body. The files of own
// replace some of them.
func plainLayouts(t *testing.T, a *sitetest.Assembled, own map[string]string) *render.Layouts {
	t.Helper()
	files := map[string]string{
		"layouts/base.html":              `{{template "main" .}}`,
		"layouts/partials/sidebar.html":  `{{define "sidebar"}}{{end}}`,
		"layouts/partials/redirect.html": `{{define "redirect"}}{{.Link .To}}{{end}}`,
	}
	for _, layout := range layoutFiles(t) {
		files["layouts/"+layout+".html"] = `{{define "main"}}<h1>{{.Page.Title}}</h1>{{.Body}}{{end}}`
	}
	maps.Copy(files, own)
	theme := fstest.MapFS{}
	for name, text := range files {
		theme[name] = &fstest.MapFile{Data: []byte(text)}
	}
	parsed, faults := render.ParseLayouts(theme, a.Config, a.Words)
	for _, f := range faults {
		t.Fatal(f.Message)
	}
	return parsed
}

// plain renders a source with plainLayouts and returns the pages and the reported faults. It
// renders nothing if the source has errors.
func plain(t *testing.T, files map[string]string, options sitetest.Options) (pages map[string]string, faults string) {
	t.Helper()
	a := sitetest.Files(files).Assemble(options)
	if a.HasErrors() {
		return nil, a.Report()
	}
	built, _ := bundle()
	return renderedBy(t, render.New(a.Site, plainLayouts(t, a, nil), a.Words, built), a), a.Report()
}

// whole renders a source with the theme and returns the pages and the reported faults. It
// renders nothing if the source has errors.
func whole(t *testing.T, files map[string]string, options sitetest.Options) (pages map[string]string, faults string) {
	t.Helper()
	a := sitetest.Files(files).Assemble(options)
	if a.HasErrors() {
		return nil, a.Report()
	}
	return rendered(t, a), a.Report()
}

// part returns the first match of a pattern in a text and fails the test if there is none.
func part(t *testing.T, text, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(`(?s)` + pattern).FindString(text)
	if found == "" {
		t.Fatalf("no match of %s in\n%s", pattern, text)
	}
	return found
}

// page returns a page and fails the test if it is not published.
func page(t *testing.T, pages map[string]string, path string) string {
	t.Helper()
	text, exists := pages[path]
	if !exists {
		t.Fatalf("there is no page %s", path)
	}
	return text
}
