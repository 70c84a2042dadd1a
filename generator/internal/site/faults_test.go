package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// report assembles a site and returns its diagnostics as the command line prints them.
func report(files map[string]string) string {
	return sitetest.Files(files).Assemble(sitetest.Options{}).Report()
}

// The first heading, which becomes the title, is checked like other text.
func TestFaultsInTitles(t *testing.T) {
	faults := report(map[string]string{
		"site.toml":            `title = "手册"`,
		"content/a.md":         "# 见 [坏](nowhere.md) ![](no.png)[^x] <b> [甲](#无)\n\n## 一\n\n## 一 {#a b}\n",
		"content/company/s.md": "# 槽\n",
		"content/b.md":         "> [!SLOT] s\n\n[一](a.md#一)\n",
	})
	for _, want := range []string{
		"content/a.md:1:5: error: there is no file content/nowhere.md", "content/a.md:1:21: error: there is no file content/no.png",
		"content/a.md:1:21: warning: the picture no.png has no alternative text", "content/a.md:1:32: warning: there is no footnote [^x]",
		"content/a.md:1:37: warning: HTML is shown as text", "content/a.md:1:41: error: there is no heading #无 on this page",
		"content/a.md:5:6: error: \"a b\" is not a valid id of a heading", "content/company/s.md:1:1: warning: the text of a slot contains a heading",
	} {
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(want)).MatchString(faults) {
			t.Errorf("missing: %s", want)
		}
	}
	if got := strings.Count(faults, "error: ") + strings.Count(faults, "warning: "); got != 8 {
		t.Errorf("%d faults, want 8:\n%s", got, faults)
	}
}

// Two definitions of a term are reported even if they differ in case, normal form or
// spaces. For an anchor that is the text of a term, the help suggests the term's anchor.
func TestDuplicateTerms(t *testing.T) {
	faults := report(map[string]string{
		"site.toml": "title = \"手册\"\nid = \"x\"\n",
		"content/glossary.toml": "[[terms]]\nterm = \"Café  Wert\"\ndefinition = \"一\"\n[[terms]]\nterm = \"CAFE\u0301 wert\"\ndefinition = \"二\"\n" +
			"[[terms]]\nterm = \"C\"\ndefinition = \"三\"\n[[terms]]\nterm = \"C++\"\ndefinition = \"四\"\nsee = [\"C++x\"]\n",
		"content/a.md": "[一](glossary.toml#C++)\n",
	})
	want := `content/a.md:1:1: error: there is no heading #C++ in content/glossary.toml
    did you mean #c-plus-plus?
content/glossary.toml:5:8: error: duplicate term CAFÉ wert
    merge the two entries
content/glossary.toml:13:8: error: the glossary has no term C++x
    did you mean C++?
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}

// A link with a former anchor of a heading resolves to the current anchor. Target.Former
// keeps the anchor as written, which package check reports.
func TestTargetOfAFormerAnchor(t *testing.T) {
	a := sitetest.Files{"site.toml": sitetest.Title, "content/a.md": "# 甲\n\n## Q&A / FAQ\n\n[一](#qa-faq) [二](#qa--faq)\n"}.Clean(t)
	want := []site.Target{{Path: "a.html", Fragment: "#qa--faq", Former: "qa-faq"}, {Path: "a.html", Fragment: "#qa--faq"}}
	if diff := cmp.Diff(want, a.At("a.html").Targets); diff != "" {
		t.Error(diff)
	}
}

// These are reported: a page as a picture, whether published or not; a slot in the text of
// a slot; a path that differs from a file's only in case.
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
    correct the path, or create the file
content/a.md:1:16: error: the picture b.md is a page
    to link to the page, remove the ! before the bracket
content/a.md:1:27: error: there is no file content/LONGER.md
    upper and lower case differ: longer.md
content/company/s.md:1:1: warning: the text of a slot contains another slot
    write the text itself here
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Asks belong to a term's key asks; those in a definition or in a slot's text are reported.
func TestFaultsOfAsks(t *testing.T) {
	got := report(map[string]string{
		"site.toml":    sitetest.Title,
		"content/a.md": "> [!SLOT] s\n",
		"content/glossary.toml": "[[terms]]\nterm = \"甲\"\nasks = [\"怎么去\", \"？\"]\ndefinition = \"一\"\n[[terms]]\nterm = \"乙\"\nasks = [\"去哪\", \" 怎么去 \"]\n" +
			"definition = \"\"\"\n二\n\n```asks\n三\n```\n\"\"\"\n",
		"content/company/s.md": "四\n\n```asks\n五\n```\n",
	})
	want := `content/company/s.md:4:1: warning: asks in the text of a slot do not count
    write them on the page that answers them best
content/glossary.toml:3:16: error: the ask has no letter, digit or Chinese character
    write the words that people type into the search, or remove it
content/glossary.toml:7:15: warning: the page has this ask twice
    keep it under the heading that answers it best
content/glossary.toml:12:1: warning: asks in a definition do not count
    write them in the key asks = ["…"]
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A playbook that is a draft is reported as a draft, and its cell is not reported as empty.
func TestCheckOfADraftPlaybook(t *testing.T) {
	files := sitetest.Files{
		"site.toml": sitetest.Tracks, "content/playbooks/saas/newcomer.md": "+++\ndraft = true\n+++\n正文\n",
	}
	a := files.Clean(t)
	want := "content/playbooks/industry/newcomer.md:1:1: warning: there is no playbook for 行业方案, 新人期\n    write the playbook, or remove the track or the stage from site.toml\n" +
		"content/playbooks/saas/newcomer.md:1:1: info: the page is a draft\n    remove `draft = true` when the page is ready; `cairn serve` shows it\n"
	if diff := cmp.Diff(want, files.Report(a.Check())); diff != "" {
		t.Error(diff)
	}
}
