package render_test

import (
	"strings"
	"testing"

	"cairn/generator/internal/render"
	"cairn/generator/internal/sitetest"
)

// Pages of one layout and folder share a partial. A layout may redefine a template that the
// partial calls, and pages of other layouts do not get its version.
func TestSharedPartialsDependOnLayoutAndFolder(t *testing.T) {
	a := sitetest.Files{
		"site.toml":      sitetest.Title,
		"content/a.md":   "甲\n",
		"content/b.md":   "+++\npath = true\naliases = [\"x/c.html\"]\n+++\n乙\n",
		"content/d/e.md": "丁\n",
	}.Clean(t)
	layouts := plainLayouts(t, a, map[string]string{
		"layouts/base.html":              `{{.Shared "head"}}{{template "main" .}}`,
		"layouts/path.html":              `{{define "main"}}{{end}}{{define "name"}}路径{{end}}`,
		"layouts/partials/head.html":     `{{define "head"}}<i>{{template "name" .}}</i>{{end}}`,
		"layouts/partials/name.html":     `{{define "name"}}{{.Root}}{{end}}`,
		"layouts/partials/redirect.html": `{{define "redirect"}}{{.Shared "head"}}{{end}}`,
	})
	built, _ := bundle()
	pages := renderedBy(t, render.New(a.Site, layouts, a.Words, built), a)
	for path, want := range map[string]string{"a.html": "<i></i>", "b.html": "<i>路径</i>", "d/e.html": "<i>../</i>", "x/c.html": "<i>../</i>", "404.html": "<i>/</i>"} {
		if html := page(t, pages, path); !strings.HasPrefix(html, want) {
			t.Errorf("%s is %s, want %s", path, html, want)
		}
	}
}
