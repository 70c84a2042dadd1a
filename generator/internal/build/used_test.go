package build

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// A site publishes the assets that its pages load, and no others. If a layout computes the name
// of an asset or of a template, it publishes all.
func TestUsedAssets(t *testing.T) {
	goal := strings.NewReplacer("{{toml .Title}}", `"工作表"`, "{{.Year}}", "2027").Replace(themeText(t, "layouts/new/goal.toml"))
	questions := strings.Replace(newDesk(t, 1).sound("content/assessments/fit.toml"), "index.md", "a.md", 1)
	const cells = "[[tracks]]\nid = \"a\"\nname = \"A\"\n[[stages]]\nid = \"b\"\nname = \"B\"\n"
	computed := func(action string) string {
		return strings.Replace(themeText(t, "layouts/page.html"), `{{define "main"}}`, `{{define "main"}}`+action, 1)
	}
	for _, test := range []struct {
		name    string
		files   map[string]string
		without []string // of these scripts
	}{
		{"text", nil, []string{"assessment", "home", "pen", "print", "quotes", "workbook", "worksheet"}},
		{"assessment", map[string]string{"content/assessments/a.toml": questions}, []string{"home", "pen", "print", "quotes", "workbook", "worksheet"}},
		{"worksheet", map[string]string{"content/goals/a/b.toml": goal, "site.toml": cells}, []string{"assessment", "quotes"}},
		{"quotes", map[string]string{"content/goals/a/b.toml": goal, "content/b.md": "# 签[6 家](goals/a/b.toml)\n\n签[6 家](goals/a/b.toml#目标签约)。\n", "site.toml": cells}, []string{"assessment"}},
		{"home", map[string]string{"content/index.md": "# 首页\n", "site.toml": cells}, []string{"assessment", "pen", "print", "quotes", "workbook", "worksheet"}},
		{"computed asset", map[string]string{"layouts/page.html": computed(`{{$name := "site"}}{{.Asset (printf "%s.css" $name)}}`)}, nil},
		{"script of a path", map[string]string{
			"layouts/home.html": strings.Replace(themeText(t, "layouts/home.html"), `{{define "home path"}}`, `{{define "home path"}}{{.View.Asset "workbook.js"}}`, 1),
			"content/index.md":  "# 首页\n", "site.toml": cells,
		}, []string{"assessment", "pen", "print", "quotes", "worksheet"}},
		{"piped asset", map[string]string{"layouts/page.html": computed(`{{"site.css" | .Asset}}`)}, nil},
		{"computed template", map[string]string{"layouts/page.html": computed(`{{$name := "masthead"}}{{.Shared $name}}`)}, nil},
	} {
		files := map[string]string{"content/a.md": "# 一\n"}
		maps.Copy(files, test.files)
		tree, faults := buildReal(t, files, Options{})
		if tree == nil {
			t.Fatalf("%s: %s", test.name, faults)
		}
		var pages strings.Builder
		for _, file := range tree.Paths() {
			if path.Ext(file) == ".html" {
				html, _ := tree.Get(file)
				pages.Write(html)
			}
		}
		isComputed := test.without == nil
		var missing []string
		for _, script := range []string{"assessment", "home", "pen", "print", "quotes", "workbook", "worksheet"} {
			if !slices.ContainsFunc(tree.Paths(), func(file string) bool { return strings.HasPrefix(file, "assets/"+script+".") }) {
				missing = append(missing, script)
			}
		}
		if fmt.Sprint(missing) != fmt.Sprint(test.without) {
			t.Errorf("%s: the site has no %v, want no %v", test.name, missing, test.without)
		}
		for _, file := range tree.Paths() {
			isKept := isComputed || strings.HasPrefix(file, "assets/redirect.") // of every site, for pages that move
			if strings.HasPrefix(file, "assets/") && !strings.Contains(pages.String(), file) && !isKept && test.name != "script of a path" {
				t.Errorf("%s: no page loads %s", test.name, file)
			}
		}
	}
}

// A builder bundles an asset when the first page needs it.
func TestAssetsOfTheFirstPageThatNeedsThem(t *testing.T) {
	d := newDesk(t, 1)
	d.remove("content/assessments")
	b := New(d.files, d.theme)
	has := func() bool {
		result := b.Build(Options{Today: "2026-11-23", Making: Lazy})
		if result.Tree == nil {
			t.Fatal(result.Diagnostics)
		}
		return slices.ContainsFunc(result.Tree.Paths(), func(file string) bool { return strings.HasPrefix(file, "assets/assessment.") })
	}
	if has() {
		t.Fatal("the site has the script of assessments without one")
	}
	d.write("content/assessments/fit.toml", d.sound("content/assessments/fit.toml"))
	if !has() {
		t.Error("the site lacks the script of its first assessment")
	}
	d.remove("content/assessments")
	if has() {
		t.Error("the site keeps the script of an assessment that is gone")
	}
}
