package render

import (
	"testing"
	"testing/fstest"

	"cairn/generator/internal/diag"
)

// If an own partial lacks a template of the partial that it replaces, the fault is at the
// own partial and not at the theme's call. A template that the theme never defines is
// reported at its call.
func TestMissingTemplateIsReportedAtTheOwnFile(t *testing.T) {
	files := themeFiles(t)
	theme, faults := ParseLayouts(files, nil, nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	files["layouts/partials/worksheet.html"] = &fstest.MapFile{Data: []byte(`{{define "worksheeet"}}{{end}}`)}
	files["layouts/page.html"] = &fstest.MapFile{Data: []byte(`{{define "main"}}{{template "artikle" .}}{{end}}`)}
	isOwn := func(file string) bool {
		return file == "layouts/partials/worksheet.html" || file == "layouts/page.html"
	}
	_, faults = ParseLayouts(files, nil, nil)
	reported := map[string]bool{}
	for _, f := range theme.MoveToOwnFiles(faults, isOwn) {
		if !isOwn(f.File) || f.Severity != diag.Error {
			t.Errorf("a fault is at a file of the theme: %v", f)
		}
		reported[f.File+": "+f.Message.String()+"; "+f.Help.String()] = true
	}
	for _, want := range []string{
		`layouts/page.html: there is no template artikle; did you mean article?`,
		`layouts/partials/worksheet.html: the layout does not define "worksheet"; put {{define "worksheet"}} before the content, and {{end}} after it`,
	} {
		if !reported[want] {
			t.Errorf("%q is not among the faults %v", want, reported)
		}
	}
}
