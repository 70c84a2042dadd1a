package build

import (
	"path"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

// Package sitetest assembles the same pages and redirects as a build, with the same faults.
func TestSitetestAgreesWithBuild(t *testing.T) {
	small := sitetest.Small()
	for name, files := range map[string]sitetest.Files{
		"small":              small,
		"a draft":            small.Replace("content/start/first.md", "+++\n", "+++\ndraft = true\n"),
		"a broken link":      small.Replace("content/index.md", "start/index.md", "start/indx.md"),
		"an unread glossary": small.With("content/glossary.toml", "[[terms]\n"),
		"no goal inputs":     small.With("content/goals/saas/newcomer.toml", "title = \"a\"\nfiscal_year = 2027\n"),
		"no assessment":      small.With("content/assessments/ready.toml", "title = \n"),
		"a bad calendar":     small.With("content/calendar/2027.toml", "year = \"x\"\n"),
		"a long paragraph":   small.Replace("content/index.md", "# ", string(slices.Repeat([]byte("x"), 40_000))+"\n\n# "),
	} {
		a := files.Assemble(sitetest.Options{Changes: sitetest.Changes()})
		result := New(files.FS(), repository(t)).Build(Options{Today: "2026-11-23", Lang: "en", Changes: sitetest.Changes})
		_, want := report(result)
		if diff := cmp.Diff(want, a.Report()); diff != "" {
			t.Errorf("%s: (-build +sitetest)\n%s", name, diff)
		}
		if result.Tree == nil {
			continue
		}
		var pages []string
		for _, p := range a.Pages {
			pages = append(pages, p.Path)
		}
		for _, r := range a.Redirects {
			pages = append(pages, r.Path)
		}
		slices.Sort(pages)
		built := slices.DeleteFunc(result.Tree.Paths(), func(file string) bool { return path.Ext(file) != ".html" })
		if diff := cmp.Diff(built, pages); diff != "" {
			t.Errorf("%s: (-build +sitetest)\n%s", name, diff)
		}
	}
}
