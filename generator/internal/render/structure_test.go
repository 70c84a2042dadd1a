package render

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

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

// A template of an own file that no layout calls is reported once, whichever layout defines it.
// Those of the theme are all called.
func TestUnusedTemplateOfAnOwnFile(t *testing.T) {
	files := themeFiles(t)
	theme, _ := ParseLayouts(files, nil, nil)
	if faults := theme.CheckUse(func(string) bool { return true }); len(faults) > 0 {
		t.Errorf("the theme has unused templates: %v", faults)
	}
	files["layouts/partials/zz.html"] = &fstest.MapFile{Data: []byte(`{{define "sidebar-node"}}{{template "inner" .}}{{end}}{{define "minutes"}}{{end}}{{define "inner"}}x{{end}}`)}
	files["layouts/page.html"] = &fstest.MapFile{Data: []byte(`{{define "main"}}{{template "own" .}}{{end}}{{define "own"}}{{end}}{{define "mian"}}x{{end}}`)}
	own, faults := ParseLayouts(files, nil, nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var got []string
	for _, f := range own.CheckUse(func(file string) bool { return file == "layouts/partials/zz.html" || file == "layouts/page.html" }) {
		got = append(got, fmt.Sprintf("%s:%d: %s", f.File, f.Offset, f.Message))
	}
	want := []string{
		"layouts/page.html:84: no layout calls the template mian, so it is never shown",
		"layouts/partials/zz.html:99: no layout calls the template inner, so it is never shown",
		"layouts/partials/zz.html:25: no layout calls the template sidebar-node, so it is never shown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
