package site_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// A term is used if it stands in the heading of level 1, in another heading or in a text.
func TestTermsInHeadingsAreUsed(t *testing.T) {
	a := sitetest.Files{
		"site.toml":             sitetest.Title,
		"content/glossary.toml": "[[terms]]\nterm = \"OA\"\ndefinition = \"一\"\n[[terms]]\nterm = \"ERP\"\ndefinition = \"二\"\n[[terms]]\nterm = \"CRM\"\ndefinition = \"三\"\n",
		"content/a.md":          "+++\ntitle = \"甲\"\n+++\n# OA\n\n## ERP\n\n正文\n",
	}.Clean(t)
	if got := joined(a.UnusedTerms(), func(term *site.Term) string { return term.Term }); got != "CRM" {
		t.Errorf("unused are %s, want CRM", got)
	}
}

// A target keeps the former anchor that a link is written with, for check to report.
func TestFormerAnchorOfATarget(t *testing.T) {
	a := sitetest.Files{"site.toml": sitetest.Title, "content/a.md": "# 甲\n\n## Q&A / FAQ\n\n[一](#qa-faq) [二](#qa--faq)\n"}.Clean(t)
	want := []site.Target{{Path: "a.html", Fragment: "#qa--faq", Former: "qa-faq"}, {Path: "a.html", Fragment: "#qa--faq"}}
	if diff := cmp.Diff(want, a.At("a.html").Targets); diff != "" {
		t.Error(diff)
	}
}

// A picture cannot be a page, absent or not. The text of a slot cannot have a slot. A path
// in other case is corrected.
func TestFaultsOfPicturesSlotsAndCase(t *testing.T) {
	got := report(map[string]string{
		"site.toml":            sitetest.Title,
		"content/a.md":         "![甲](draft.md) ![乙](b.md) [丙](LONGER.md)\n\n> [!SLOT] s\n",
		"content/b.md":         "正文\n",
		"content/longer.md":    "正文\n",
		"content/draft.md":     "+++\ndraft = true\n+++\n正文\n",
		"content/company/s.md": "> [!SLOT] s\n",
	})
	want := `content/a.md:1:1: error: there is no file content/draft.md
    correct the path, or write the file
content/a.md:1:16: error: the picture b.md is a page
    leave out the ! before the bracket to link to it
content/a.md:1:27: error: there is no file content/LONGER.md
    capital and small letters differ: longer.md
content/company/s.md:1:1: warning: the text of a slot has a slot
    write the text itself here
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The playbook of a cell that is a draft is reported as a draft, not as missing.
func TestCheckOfADraftPlaybook(t *testing.T) {
	files := sitetest.Files{
		"site.toml": sitetest.Tracks, "content/playbooks/saas/newcomer.md": "+++\ndraft = true\n+++\n正文\n",
	}
	a := files.Clean(t)
	want := "content/playbooks/industry/newcomer.md:1:1: warning: there is no playbook for 行业方案, 新人期\n    write it, or take the track or the stage out of site.toml\n" +
		"content/playbooks/saas/newcomer.md:1:1: info: the page is a draft\n    take `draft = true` out when it is ready; serve shows it\n"
	if diff := cmp.Diff(want, files.Report(a.Check())); diff != "" {
		t.Error(diff)
	}
}
