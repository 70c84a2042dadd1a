package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/check"
	"cairn/generator/internal/content"
	"cairn/generator/internal/sitetest"
)

// Vanished addresses and anchors are reported, with the page or heading that has most likely
// replaced them.
func TestLedger(t *testing.T) {
	files := map[string]string{
		"site.toml":             `title = "手册"`,
		"content/a.md":          "# 甲\n\n## 续约风险\n\n### 小结\n",
		"content/b.md":          "# 乙\n",
		"content/deep/index.md": "# 深\n",
		"content/deep/c.md":     "# 丙\n\n## 丙\n",
		"content/glossary.toml": "[[terms]]\nterm = \"甲\"\ndefinition = \"一\"\n",
	}
	accepted, faults := checkOnce(files)
	want := "# What is published and may be linked to from elsewhere; `cairn check` tells what is gone.\n" +
		"# Written by `cairn check --accept`, one address or heading a line, sorted. Keep it with the source.\n" +
		"a.html\na.html#小结\na.html#甲\na.html#续约风险\nb.html\nb.html#乙\ndeep/c.html\ndeep/c.html#丙\ndeep/c.html#丙-1\ndeep/index.html\ndeep/index.html#深\nglossary.html\nglossary.html#甲\nindex.html\nsearch.html\n"
	if diff := cmp.Diff(want, accepted.Ledger); diff != "" || faults != "" {
		t.Fatal(diff, faults)
	}
	files[content.Ledger] = "\ufeff" + strings.ReplaceAll(accepted.Ledger, "\n", "\r\n") + "b.html\n<<<<<<< HEAD\n"
	files["content/a.md"] = "# 甲\n\n## 续约的风险\n\n## 新的\n"
	files["content/moved/c.md"] = files["content/deep/c.md"]
	delete(files, "content/deep/c.md")
	delete(files, "content/b.md")
	files["content/glossary.toml"] = strings.ReplaceAll(files["content/glossary.toml"], "甲", "子丑寅卯")
	files["content/moved/index.md"] = "[词](../glossary.toml#子丑寅卯)\n"
	result, faults := checkOnce(files)
	want = `content/a.md:1:1: warning: the heading #小结 no longer exists in a.html; links from other sites may point to it
    put the heading back; if the old anchor is no longer needed, run ` + "`cairn check --accept`" + `
content/a.md:3:1: warning: the heading #续约风险 no longer exists in a.html; links from other sites may point to it
    the most similar heading is now #续约的风险: restore the old text, or set the old id; if the old anchor is no longer needed, run ` + "`cairn check --accept`" + `
content/anchors.txt:7:1: warning: the page b.html no longer exists
    put the page back, or write aliases = ["b.html"] on the page that replaces it; if the old address is no longer needed, run ` + "`cairn check --accept`" + `
content/anchors.txt:9:1: warning: the page deep/c.html no longer exists
    if the page is now content/moved/c.md, write aliases = ["deep/c.html"] on that page; if the old address is no longer needed, run ` + "`cairn check --accept`" + `
content/anchors.txt:19:1: warning: "<<<<<<< HEAD" is not the address of a page
    run ` + "`cairn check --accept`" + ` to write the file again
content/glossary.toml:1:1: warning: the heading #甲 no longer exists in glossary.html; links from other sites may point to it
    put the heading back; if the old anchor is no longer needed, run ` + "`cairn check --accept`" + `
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	if slices.Contains(result.Assets, content.Ledger) {
		t.Error("the ledger is published")
	}
}

// The help proposes no alias for an address that Windows refuses as a file name.
func TestLedgerEntryThatCannotBeAnAlias(t *testing.T) {
	_, faults := checkOnce(map[string]string{"site.toml": `title = "手册"`, "content/a.md": "# 甲\n", content.Ledger: "c:d.html\nc.html\n"})
	want := `content/anchors.txt:1:1: warning: the page c:d.html no longer exists
    this address cannot be an alias, because Windows does not allow such a file name; run ` + "`cairn check --accept`" + `
content/anchors.txt:2:1: warning: the page c.html no longer exists
    put the page back, or write aliases = ["c.html"] on the page that replaces it; if the old address is no longer needed, run ` + "`cairn check --accept`" + `
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}

// A link with a former anchor of a heading is a hint. A former anchor stays in the ledger,
// and is reported when the heading has vanished.
func TestFormerAnchors(t *testing.T) {
	files := map[string]string{
		"site.toml":    "title = \"手册\"\nid = \"x\"\n",
		"content/a.md": "# 甲\n\n## Status\n\n## Q&A / FAQ\n\n[一](#h-status) [二](#qa-faq) [三](#qa--faq)\n",
		"content/b.md": "+++\n[[steps]]\nmonth = 1\ntitle = \"一\"\nanchor = \"h-main\"\n+++\n# 乙\n\n## Main {#own}\n\n[一](a.md#h-status) [二](#main-own)\n",
		content.Ledger: "a.html\na.html#h-status\na.html#qa-faq\nb.html#own\nb.html#main-own\n",
	}
	files["content/b.md"] = strings.Replace(files["content/b.md"], "h-main", "main-own", 1)
	checked, faults := checkOnce(files)
	want := `content/a.md:7:1: info: the anchor of this heading is now #status; #h-status still works
    write #status, which also works on Git hosts
content/a.md:7:16: info: the anchor of this heading is now #qa--faq; #qa-faq still works
    write #qa--faq, which also works on Git hosts
content/b.md:11:1: info: the anchor of this heading is now #status; #h-status still works
    write #status, which also works on Git hosts
content/b.md:11:20: info: the anchor of this heading is now #own; #main-own still works
    write #own, which also works on Git hosts
`
	if faults != want {
		t.Error(faults)
	}
	for _, line := range []string{"a.html#h-status", "a.html#qa-faq", "a.html#qa--faq", "a.html#status", "a.html#甲", "b.html#main-own", "b.html#own"} {
		if strings.Count(checked.Ledger, "\n"+line+"\n") != 1 {
			t.Errorf("the ledger does not have %s", line)
		}
	}
	files["content/a.md"] = "# 甲\n\n## Zustand\n"
	if _, faults := checkOnce(files); !strings.Contains(faults, "warning: the heading #h-status no longer exists in a.html") {
		t.Error("a vanished former anchor is not reported:", faults)
	}
}

// The ledger has no addresses of drafts, and no former addresses of drafts. A former address
// of another page is not suggested for a vanished page.
func TestLedgerOfDraftsAndAliases(t *testing.T) {
	source := sitetest.Files{
		"site.toml":    sitetest.Title,
		"content/a.md": "+++\ndraft = true\naliases = [\"old.html\"]\n+++\n# 甲\n",
		"content/b.md": "+++\naliases = [\"x/gone.html\"]\n+++\n# 乙\n",
	}
	a := source.Assemble(sitetest.Options{Drafts: true})
	_, entries, _ := strings.Cut(check.UpdateLedger(a.Site, ""), "source.\n")
	if want := "b.html\nb.html#乙\nindex.html\nsearch.html\nx/gone.html\n"; entries != want {
		t.Errorf("the ledger has %q, want %q", entries, want)
	}
	want := "content/anchors.txt:1:1: warning: the page gone.html no longer exists\n" +
		"    put the page back, or write aliases = [\"gone.html\"] on the page that replaces it; if the old address is no longer needed, run `cairn check --accept`\n"
	if got := source.Report(check.CompareLedger(a.Site, "gone.html\n")); got != want {
		t.Errorf("reported: %s", got)
	}
}
