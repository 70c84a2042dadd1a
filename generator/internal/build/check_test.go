package build

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// The only faults of this repository's site are pages that are not written yet.
func TestContentIsClean(t *testing.T) {
	result := New(repository(t), repository(t)).Build(Options{Today: "2026-11-30", Check: true, Lang: "en"})
	for _, d := range result.Diagnostics {
		if d.Severity != diag.Info.String() && d.Code != "missing-playbook" {
			t.Error(d)
		}
	}
}

// The pattern in the guide for editors matches printed diagnostics.
func TestProblemMatcher(t *testing.T) {
	guide, err := os.ReadFile("../../../content/authoring/editors.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"regexp": "(.*)"`).FindAllSubmatch(guide, -1)
	if len(quoted) == 0 {
		t.Fatal("the guide has no pattern")
	}
	for _, m := range quoted {
		pattern := regexp.MustCompile(strings.ReplaceAll(string(m[1]), `\\`, `\`))
		for _, d := range []diag.Diagnostic{
			{File: "content/a b：c.md", Line: 12, Column: 5, Severity: "error", Message: "there is no file: a.md", Help: "write a.md:1:2: error: x"},
			{File: "site.toml", Line: 1, Column: 1, Severity: "warning", Message: "没有"},
			{File: "content/a.md", Line: 3, Column: 44, Severity: "info", Message: "link to https://a.example:80/"},
		} {
			first, help, _ := strings.Cut(d.String(), "\n")
			want := []string{first, d.File, fmt.Sprint(d.Line), fmt.Sprint(d.Column), d.Severity, d.Message}
			if diff := cmp.Diff(want, pattern.FindStringSubmatch(first)); diff != "" {
				t.Error(diff)
			}
			if pattern.MatchString(help) && help != "" {
				t.Errorf("the pattern takes the help for a fault: %s", help)
			}
		}
	}
}

// With Accept a check reports no difference from the ledger, and without Check a build reads
// no ledger.
func TestAcceptedLedger(t *testing.T) {
	builder := New(fsOf(map[string]string{"site.toml": `title = "手册"`, "content/a.md": "# 甲\n", content.Ledger: "gone.html\n"}), theme())
	const gone = "content/anchors.txt:1:1: warning: the page gone.html no longer exists\n"
	for _, test := range []struct {
		options Options
		want    string
	}{{Options{Check: true}, gone}, {Options{Check: true, Accept: true}, ""}, {Options{}, ""}} {
		result := builder.Build(test.options)
		if _, faults := report(result); !strings.HasPrefix(faults, test.want) || test.want == "" && faults != "" {
			t.Errorf("with %+v it says %s", test.options, faults)
		}
		if result.Tree.Has(strings.TrimPrefix(content.Ledger, content.Root+"/")) {
			t.Error("the ledger is published")
		}
	}
}

// The search finds the text of a slot on the page that shows it.
func TestSearchKnowsSlots(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{
		"site.toml": `title = "笔记"`, "content/a.md": "# 页\n\n> [!SLOT] prices\n", "content/company/prices.md": "三折起。\n",
	})
	if index := page(t, tree, "search/manifest.js"); !strings.Contains(index, "三折起") || faults != "" {
		t.Errorf("the index is %s with %s", index, faults)
	}
}

// The search knows the heading of level 1 of a page if it differs from the title.
func TestSearchKnowsTheHeading(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{"site.toml": `title = "手册"`, "content/b.md": "+++\ntitle = \"别名\"\n+++\n乙页\n===\n"})
	found := false
	for path, text := range bytesOf(tree) {
		found = found || strings.HasPrefix(path, "search/") && strings.Contains(text, `["","","乙页"]`)
	}
	if !found || faults != "" {
		t.Errorf("the search does not know the heading: %s", faults)
	}
}

// A check reports asks that may not bring their section among the first three results, in
// whatever kind of file they are.
func TestUnfoundAsks(t *testing.T) {
	ask := func(text string) string { return "```asks\n" + text + "\n```\n\n" }
	_, faults := report(New(fsOf(map[string]string{
		"site.toml":             "title = \"手册\"\nid = \"x\"\nnavigation = [\"a.md\", \"b.md\", \"c.md\", \"d.md\"]\n",
		"content/index.md":      "[甲](a.md) [乙](b.md) [丙](c.md) [丁](d.md) 客诉\n",
		"content/a.md":          "甲\n\n" + ask("没人接，电话\n客户 CRM") + "## 一\n\n一\n\n" + ask("客户CRM") + "## 二\n\n二\n\n" + ask("a b c d e f g h i j k l m\n谁来管"),
		"content/b.md":          "# 没人接电话\n\n乙\n\n" + ask("谁来管"),
		"content/c.md":          "丙\n\n" + ask("没人接电话"),
		"content/d.md":          "丁\n",
		"content/glossary.toml": "[[terms]]\nterm = \"客诉\"\ndefinition = \"客户不满意。\"\nasks = [\"谁来管\", \"没人接电话？\"]\n",
	}), theme()).Build(Options{Check: true}))
	got := strings.Join(regexp.MustCompile(`(?m)^.*: (?:error|warning): .*\n.*\n`).FindAllString(faults, -1), "")
	const twice, many = "another section of this page has the same ask, and a page has one result\n    keep it under the heading that answers it best\n",
		"this is an ask, a heading or the title of 4 pages, so the section may not be among the first 3 results\n    keep the ask where it is answered best; the other pages are "
	want := "content/a.md:4:1: error: " + many + "b.html, c.html, glossary.html\n" +
		"content/a.md:5:1: error: " + twice + "content/a.md:13:1: error: " + twice +
		"content/a.md:21:1: error: the search does not find this ask\n    write one to 12 words\n" +
		"content/c.md:4:1: error: " + many + "a.html, b.html, glossary.html\n" +
		"content/glossary.toml:4:16: error: " + many + "a.html, b.html, c.html\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
