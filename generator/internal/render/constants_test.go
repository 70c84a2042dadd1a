package render

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/config"
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
