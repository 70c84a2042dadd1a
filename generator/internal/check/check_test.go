package check_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/check"
	"cairn/generator/internal/config"
	"cairn/generator/internal/sitetest"
)

// checked is a site that was checked on 2026-11-23.
type checked struct {
	*sitetest.Assembled
	Ledger string // that the site would have after check --accept
}

// checkOnce checks a source and returns the printed diagnostics of the source and the check.
func checkOnce(files map[string]string) (checked, string) {
	source := sitetest.Files(files)
	a := source.Assemble(sitetest.Options{})
	ledger, faults := check.ReadLedger(source.FS())
	faults = slices.Concat(faults, check.Site(a.Site, "2026-11-23"), check.CompareLedger(a.Site, ledger))
	return checked{a, check.UpdateLedger(a.Site, ledger)}, a.Report(faults...)
}

// sentences returns to-from different sentences. Fewer than five are too short a text to
// be compared with other pages.
func sentences(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "第%d家客户去年买了%d套，今年只续%d套，经理要在%d号之前问清楚是谁停用的。\n\n", i*i+7, i*3+11, i*5+2, i%28+1)
	}
	return b.String()
}

func TestCheck(t *testing.T) {
	goal := sitetest.Small()["content/goals/saas/newcomer.toml"]
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"cells with one of playbook and goal template", map[string]string{
			"site.toml":                          sitetest.Tracks + "[[stages]]\nid = \"growth\"\nname = \"成长期\"\n",
			"content/playbooks/saas/newcomer.md": "正文\n", "content/playbooks/industry/newcomer.md": "正文\n",
			"content/playbooks/industry/growth.md": "正文\n", "content/goals/saas/growth.toml": goal,
			"content/goals/saas/newcomer.toml": goal,
		}, `content/goals/saas/growth.toml:1:1: info: this goal template has no playbook
    write content/playbooks/saas/growth.md, or create it with ` + "`cairn new playbook saas/growth`" + `
content/playbooks/industry/growth.md:1:1: info: this playbook has no goal template
    write content/goals/industry/growth.toml, or create it with ` + "`cairn new goal industry/growth`" + `
content/playbooks/industry/newcomer.md:1:1: info: this playbook has no goal template
    write content/goals/industry/newcomer.toml, or create it with ` + "`cairn new goal industry/newcomer`" + `
content/playbooks/saas/growth.md:1:1: warning: there is no playbook for 通用 SaaS, 成长期
    write the playbook, or remove the track or the stage from site.toml
`},
		{"headings that skip a level", map[string]string{
			"content/a.md": "# 题\n\n### 三\n\n## 二\n\n### 三\n\n#### 四\n\n## 二\n\n#### 四\n\n##### 五\n",
		}, `content/a.md:3:1: warning: the heading has level 3, but the heading above it has level 1
    write ##: screen readers navigate by heading levels
content/a.md:13:1: warning: the heading has level 4, but the heading above it has level 2
    write ###: screen readers navigate by heading levels
`},
		{"sections without asks", map[string]string{
			"content/a.md": "# 题\n\n前\n\n## 一\n\n甲\n\n```asks\n怎么去\n```\n\n## 二\n\n乙\n\n### 三\n\n## 四\n\n### 五\n\n丙\n\n#### 六\n\n丁\n",
			"content/b.md": "前\n\n```asks\n去哪\n```\n\n## 一\n\n甲\n", "content/c.md": "## 一\n\n甲\n",
		}, `content/a.md:13:1: info: this section has no asks
    write in a block ` + "```asks" + ` what people type into the search when they mean it
content/a.md:21:1: info: this section has no asks
    write in a block ` + "```asks" + ` what people type into the search when they mean it
`},
		{"long paragraphs", map[string]string{
			"content/a.md": strings.Repeat("字", 300) + "\n\n- 短\n- " + strings.Repeat("字", 280) + strings.Repeat("ab", 21) + "\n\n" +
				strings.Repeat("letters ", 75) + "\n\n```\n" + strings.Repeat("字", 400) + "\n```\n\n## " + strings.Repeat("题", 301) + "\n",
		}, `content/a.md:4:3: info: the paragraph has 301 characters
    more than 300 characters fill the screen of a phone: split it into two paragraphs, or write a list
`},
		{"stale pages, and dates in the future", map[string]string{
			"content/a.md": "+++\nupdated = 2025-11-22\n+++\n正文\n", "content/b.md": "+++\nupdated = 2025-11-23\n+++\n正文\n",
			"content/c.md": "+++\nupdated = 2026-11-24\n+++\n正文\n", "content/d.md": "+++\nupdated = 2062-11-20\n+++\n正文\n",
		}, `content/a.md:2:11: warning: this page was last reviewed on 2025-11-22
    check that the page is still correct and write today's date; stale_after in site.toml sets the number of months after which this is reported: 12
content/d.md:2:11: warning: updated is 2062-11-20, which is in the future
    write the date on which the page was last reviewed
`},
		{"stale after two months", map[string]string{
			"site.toml":    "title = \"手册\"\nstale_after = 2\n",
			"content/a.md": "+++\nupdated = 2026-09-22\n+++\n正文\n", "content/b.md": "+++\nupdated = 2026-09-23\n+++\n正文\n",
		}, `content/a.md:2:11: warning: this page was last reviewed on 2026-09-22
    check that the page is still correct and write today's date; stale_after in site.toml sets the number of months after which this is reported: 2
`},
		{"never stale", map[string]string{
			"site.toml": "title = \"手册\"\nstale_after = 0\n", "content/a.md": "+++\nupdated = 1999-01-01\n+++\n正文\n",
		}, ""},
		{"a negative stale_after", map[string]string{
			"site.toml": "title = \"手册\"\nstale_after = -1\n",
		}, "site.toml:2:15: error: stale_after is -1, but must be a number of months\n    write 12 for a year, or 0 to turn the reminder off\n"},
		{"pages and files without a link", map[string]string{
			"content/a.md": "[一](deep/b.md) [自己](a.md) ![图](used.png)\n", "content/deep/b.md": "正文\n",
			"content/deep/c.md": "正文\n", "content/deep/d.md": "[自己](d.md)\n", "content/deep/er/e.md": "正文\n",
			"content/listed/index.md": "正文\n", "content/listed/f.md": "正文\n", "content/used.png": "x", "content/old/left.png": "x",
		}, `content/deep/c.md:1:1: info: only the navigation links to this page; other pages of its folder with the same problem: 1
    link to it from a page where readers need it, or write content/deep/index.md, which lists the pages of its folder
content/deep/er/e.md:1:1: info: only the navigation links to this page
    link to it from a page where readers need it, or write content/deep/er/index.md, which lists the pages of its folder
content/old/left.png:1:1: info: no page links to this file
    link to it, or delete it; otherwise it is published without a link
`},
		{"a term without a name", map[string]string{"content/glossary.toml": "[[terms]]\ndefinition = \"一。\"\n"},
			"content/glossary.toml:1:1: error: term is missing\n    add a line `term = \"…\"`\n"},
		{"terms that no page uses", map[string]string{
			"content/glossary.toml": "[[terms]]\nterm = \"ARR\"\nname = \"年度经常性收入\"\naliases = [\"年度收入\"]\ndefinition = \"一年的 NRR。\"\n" +
				"[[terms]]\nterm = \"NRR\"\ndefinition = \"说的是 NRR。\"\nsee = [\"ARR\"]\n[[terms]]\nterm = \"GRR\"\ndefinition = \"三。\"\n" +
				"[[terms]]\nterm = \"OA\"\ndefinition = \"四。\"\n[[terms]]\nterm = \"ERP\"\ndefinition = \"五。\"\n",
			"content/a.md": "# 题\n\n## 年度收入怎么算\n\nBOARD，`GRR`，[词](glossary.toml#erp)\n",
		}, `content/glossary.toml:7:8: info: no page uses the term NRR
    use the term or one of its aliases on a page, or remove it from the glossary
content/glossary.toml:14:8: info: no page uses the term OA
    use the term or one of its aliases on a page, or remove it from the glossary
`},
		{"external links", map[string]string{
			"content/a.md":              "[甲](https://a.example/x) [信](mailto:a@a.example) <http://b.example>\n\n> [!SLOT] prices\n",
			"content/company/prices.md": "[乙](https://c.example/)\n",
			"content/glossary.toml":     "[[terms]]\nterm = \"甲\"\ndefinition = \"见 [丙](HTTPS://d.example)\"\n",
		}, `content/a.md:1:1: info: link to https://a.example/x
    Cairn does not check links to other sites: open this one from time to time
content/a.md:1:50: info: link to http://b.example
    Cairn does not check links to other sites: open this one from time to time
content/company/prices.md:1:1: info: link to https://c.example/
    Cairn does not check links to other sites: open this one from time to time
content/glossary.toml:3:17: info: link to HTTPS://d.example
    Cairn does not check links to other sites: open this one from time to time
`},
		{"near-duplicates", map[string]string{
			"content/a.md": "# 甲\n\n" + sentences(0, 20), "content/b.md": "# 乙\n\n" + strings.ReplaceAll(sentences(0, 20), "，", " 、"),
			"content/c.md": "# 丙\n\n" + sentences(0, 16) + sentences(100, 104), "content/d.md": "# 丁\n\n" + sentences(0, 8) + sentences(200, 212),
			"content/e.md": "# 戊\n\n" + sentences(0, 3), "content/f.md": "# 己\n\n" + sentences(0, 3),
		}, `content/b.md:1:1: warning: 100 % of this page is also in content/a.md
    keep it on one of the two pages and link to it from the other
content/c.md:1:1: warning: 86 % of this page is also in content/b.md
    keep it on one of the two pages and link to it from the other
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"site.toml": `title = "手册"`}
			maps.Copy(files, test.files)
			_, got := checkOnce(files)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A site without an id is reported if its pages store readers' input. With the proposed id,
// the site keeps the id under which browsers have stored it.
func TestMissingID(t *testing.T) {
	const matrix = "\n[[tracks]]\nid = \"saas\"\nname = \"a\"\n[[stages]]\nid = \"newcomer\"\nname = \"b\"\n"
	for name, test := range map[string]struct {
		more   string // in site.toml
		files  map[string]string
		stores bool
	}{
		"text alone":            {"", map[string]string{"content/index.md": "正文 [ ] 1\n\n- 甲\n"}, false},
		"tracks alone":          {"\n[[tracks]]\nid = \"saas\"\nname = \"a\"\n", nil, false},
		"a checklist":           {"", map[string]string{"content/a.md": "- 甲\n  - [x] 乙\n"}, true},
		"a checklist in a slot": {"", map[string]string{"content/a.md": "> [!SLOT] prices\n", "content/company/prices.md": "- [ ] 甲\n"}, true},
		"a questionnaire":       {"", map[string]string{"content/assessments/track.toml": "title = \"t\"\n[[scales]]\nid = \"s\"\nname = \"s\"\n[[questions]]\ntext = \"q\"\nanswers = [{ text = \"a\", points = { s = 1 } }, { text = \"b\" }]\n"}, true},
		"a worksheet":           {"", map[string]string{"content/goals/a.toml": sitetest.Small()["content/goals/saas/newcomer.toml"]}, true},
		"who the reader is":     {matrix, map[string]string{"content/playbooks/saas/newcomer.md": "正文\n"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			files := maps.Clone(test.files)
			if files == nil {
				files = map[string]string{}
			}
			check := func(site string) (id, reported string) {
				files["site.toml"] = site
				_, faults := checkOnce(files)
				c, _ := config.Parse(site)
				return c.ID, regexp.MustCompile(`(?m)^site\.toml:1:9: warning: site.toml has no id.*\n    .*\n`).FindString(faults)
			}
			before, reported := check(`title = "手册"` + test.more)
			const want = "site.toml:1:9: warning: site.toml has no id: if the title changes, readers lose what they have filled in, and a site with the same title shares their data\n" +
				"    add this line below the title: id = \"site-e0a8c076\"\n"
			if test.stores != (reported == want) || !test.stores && reported != "" {
				t.Fatalf("reported: %q", reported)
			}
			if after, reported := check("title = \"另一本\"\nid = \"site-e0a8c076\"" + test.more); after != before || reported != "" {
				t.Errorf("with the proposed id the site has the id %q, before it had %q; reported: %s", after, before, reported)
			}
		})
	}
}

// While a file cannot be read, no asset is reported as unused: the file may link to it.
func TestUnusedFilesWhileAFileIsUnread(t *testing.T) {
	for name, unread := range map[string]string{"": "", "content/glossary.toml": "[[terms]\n", "content/assessments/a.toml": "title = \n"} {
		files := map[string]string{"site.toml": "title = \"手册\"\n", "content/index.md": "# 首页\n", "content/c.png": "x"}
		if name != "" {
			files[name] = unread
		}
		_, got := checkOnce(files)
		if is := strings.Contains(got, "content/c.png:1:1: info: no page links to this file"); is != (name == "") {
			t.Errorf("while %q is unread:\n%s", name, got)
		}
	}
}

// An unpublished playbook is reported as unpublished, and its cell is not reported as empty.
func TestAbsentPages(t *testing.T) {
	_, got := checkOnce(map[string]string{
		"site.toml":                              sitetest.Tracks,
		"content/playbooks/saas/newcomer.md":     "+++\ndraft = true\n+++\n正文\n",
		"content/playbooks/industry/newcomer.md": "+++\nexpires = 2026-11-22\n+++\n正文\n",
		"content/z.md":                           "+++\npublish = 2026-11-24\n+++\n正文\n",
	})
	want := `content/playbooks/industry/newcomer.md:1:1: info: the page expired on 2026-11-22
    delete the page, or write a later ` + "`expires`" + `; ` + "`cairn serve`" + ` shows it
content/playbooks/saas/newcomer.md:1:1: info: the page is a draft
    remove ` + "`draft = true`" + ` when the page is ready; ` + "`cairn serve`" + ` shows it
content/z.md:1:1: info: the page is published on 2026-11-24
    ` + "`cairn serve`" + ` shows it
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The letters of a term inside its exceptions are no use of the term. An exception that does
// not contain the term, or equals it, is reported.
func TestExceptionsOfTerms(t *testing.T) {
	_, faults := checkOnce(map[string]string{
		"site.toml": `title = "笔记"`,
		"content/glossary.toml": "[[terms]]\nterm = \"上会\"\ndefinition = \"一。\"\nexcept = [\"线上会议\", \"上会计\", \"会上会上会\"]\n" +
			"[[terms]]\nterm = \"会议\"\ndefinition = \"二。\"\n" +
			"[[terms]]\nterm = \"年检\"\naliases = [\"检查\"]\ndefinition = \"三。\"\nexcept = [\"年检\", \"青年检查\", \"检查员\", \"年\"]\n",
		"content/a.md": "# 甲\n\n线上会议，加上会计，会上会上会，青年检查员。\n",
	})
	want := `content/glossary.toml:2:8: info: no page uses the term 上会
    use the term or one of its aliases on a page, or remove it from the glossary
content/glossary.toml:9:8: info: no page uses the term 年检
    use the term or one of its aliases on a page, or remove it from the glossary
content/glossary.toml:12:11: warning: the exception 年检 does not contain 年检 within a longer word
    write a longer word that contains the term but means something else, such as 线上会议 for 上会
content/glossary.toml:12:32: warning: the exception 年 does not contain 年检 within a longer word
    write a longer word that contains the term but means something else, such as 线上会议 for 上会
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}

// A check reports empty slots. Assembling the site reports a text without a slot, and a
// heading in the text of a slot.
func TestFaultsOfSlots(t *testing.T) {
	files := map[string]string{
		"site.toml":                 `title = "笔记"`,
		"content/a/b.md":            "# 页\n\n前面\n\n> [!SLOT] prices\n> 还没有写，看[总价](../c.md)。\n\n后面\n",
		"content/c.md":              "# 价\n\n> [!SLOT] prices\n\n> [!SLOT] contacts\n> 问带教。\n",
		"content/company/prices.md": "三折起，看[表](../价目.xlsx)和[页](../c.md)。\n",
		"content/价目.xlsx":           "x",
	}
	_, faults := checkOnce(files)
	if want := "content/c.md:5:1: info: the slot contacts is empty\n    write content/company/contacts.md; until then the page shows the text below\n"; !strings.Contains(faults, want) || strings.Contains(faults, "the slot prices") {
		t.Errorf("the check reports\n%s", faults)
	}
	files["content/company/price.md"] = "## 价格\n"
	faults = sitetest.Files(files).Assemble(sitetest.Options{}).Report()
	want := `content/company/price.md:1:1: warning: no page has a slot price
    did you mean prices?
content/company/price.md:1:1: warning: the text of a slot contains a heading
    its text is inserted under the headings of other pages: write it in bold instead
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}
