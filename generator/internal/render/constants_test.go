package render

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/config"
	"cairn/generator/internal/site"
	"cairn/generator/internal/words"
)

// The text of an action that prints the same on every page is in the layout, escaped for its
// place. All other actions are executed for each page, and so is one that fails.
func TestConstantsAreInTheLayout(t *testing.T) {
	theme := fstest.MapFS{}
	for file, text := range map[string]string{
		"base.html": `{{template "main" .}}{{.Shared "end"}}`,
		"page.html": `{{define "main"}}<a title="{{.Word "quoted"}}" {{.Data "data-words" (.WordsJSON "table")}} href="{{.Word "address"}}">{{$.Word "quoted"}}` +
			`{{.Word "count" 3}}, {{.Word "count" .Minutes}}, {{.Site.Config.Title}}, {{.Title}}, {{.Word "none"}}{{with .Page}}{{$.Word "count" 4}}{{end}}</a>{{end}}`,
		"partials/end.html":      `{{define "end"}}<i title="{{template "name" .}}">{{.View.Word "quoted"}}</i>{{end}}{{define "name"}}{{.Word "quoted"}}{{end}}`,
		"partials/redirect.html": `{{define "redirect"}}{{end}}`,
		"partials/sidebar.html":  `{{define "sidebar"}}{{end}}`,
	} {
		theme[Root+"/"+file] = &fstest.MapFile{Data: []byte(text)}
	}
	layouts, faults := ParseLayouts(theme, &config.Config{Title: "A & B"}, words.Words{"quoted": `<"'>`, "count": "%d", "address": "javascript:1", "table.it's": "&"})
	layout, err := layouts.ready["page"]()
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	got := map[string]string{}
	for _, name := range []string{"main", "end"} {
		got[name] = layout.Lookup(name).Tree.Root.String()
	}
	want := map[string]string{
		"main": `<a title="&lt;&#34;&#39;&gt;" data-words='{"it&#39;s":"&amp;"}' href="#ZgotmplZ">&lt;&#34;&#39;&gt;` +
			`3, {{.Word "count" .Minutes | _html_template_htmlescaper}}, A &amp; B, {{.Title | _html_template_htmlescaper}}, {{.Word "none" | _html_template_htmlescaper}}{{with .Page}}4{{end}}</a>`,
		"end": `<i title="{{template "name$htmltemplate_stateAttr_delimDoubleQuote" .}}">&lt;&#34;&#39;&gt;</i>`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A template that only templates call may begin an element that another ends.
func TestConstantsOfPartsOfATag(t *testing.T) {
	for range 20 { // maps of templates have a random order
		theme := fstest.MapFS{}
		for file, text := range map[string]string{
			"base.html":              `{{template "main" .}}{{.Shared "end"}}`,
			"page.html":              `{{define "main"}}{{template "begin" .}}1{{template "close" .}}{{end}}`,
			"partials/end.html":      `{{define "end"}}{{template "begin" .}}2{{template "close" .}}{{end}}`,
			"partials/tag.html":      `{{define "begin"}}<a title="{{.Word "quoted"}}{{end}}{{define "close"}}{{.Word "quoted"}}">x</a>{{end}}`,
			"partials/redirect.html": `{{define "redirect"}}{{end}}`,
			"partials/sidebar.html":  `{{define "sidebar"}}{{end}}`,
		} {
			theme[Root+"/"+file] = &fstest.MapFile{Data: []byte(text)}
		}
		layouts, faults := ParseLayouts(theme, &config.Config{}, words.Words{"quoted": `<">`})
		layout, err := layouts.ready["page"]()
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		view := &View{Page: &site.Page{}, renderer: New(&site.Site{Config: &config.Config{}}, layouts, words.Words{"quoted": `<">`}, nil), layout: layout}
		page, faults := view.renderer.execute(layout, "base.html", view, view.Page, nil)
		if want := `<a title="&lt;&#34;&gt;1&lt;&#34;&gt;">x</a><a title="&lt;&#34;&gt;2&lt;&#34;&gt;">x</a>`; string(page) != want || len(faults) > 0 {
			t.Fatalf("%s %v, want %s", page, faults, want)
		}
	}
}
