package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

// stating is a site with a quoted page and a page that has links to it.
func stating(markdown string) sitetest.Files {
	return sitetest.Files{
		"site.toml": sitetest.Title,
		"content/facts.md": `+++
title = "数"
quoted = true
+++
## 阶段

### 新人期

新人期 1–2 年。

- 业绩〔原文要求〕：1 年内签 5–8 家中小客户。LinkedIn 是例子〔原文举例〕。
- 区域前 30%，2–3 个标杆〔原文要求〕；使用率低于 60% 是〔原文举例〕。

| 甲 | 乙 |
| --- | --- |
| 预算 | 1,200 万元 |

### 示例

都是〔原文举例〕：

- Q1 完成 15 家线索，转化 8/15。

## 空

没有数字。

## 旧 {#now}

3 家。
`,
		"content/a.md": "# 甲\n\n" + regexp.MustCompile(`\(#`).ReplaceAllString(markdown, "(facts.md#") + "\n",
	}
}

// Texts that say what the section says, in any of its spellings; and links that are not compared.
func TestLinksThatState(t *testing.T) {
	for _, markdown := range []string{
		"[签 5–8 家中小客户〔原文要求〕](#新人期)", "[5-8](#新人期)", "[5~8家](#新人期)", "[5 到 8 家](#新人期)", "[前 30%〔原文要求〕、2–3 个〔原文要求〕](#新人期)",
		"[低于 60% 的〔原文举例〕](#新人期)", "[1200 万元](#新人期)", "[1–2 年](#新人期)", "[Q1 15 家、8/15〔原文举例〕](#示例)", "[8/15 和 5–8 家](#阶段)",
		"[要求〔原文要求〕](#新人期)", "[新人期](#新人期)", "[LinkedIn〔原文举例〕](#新人期)", "[9 家〔建议〕](facts.md)", "[3 家](#now)", "![9](#新人期)", "`[9](#新人期)`", "| 甲 |\n| --- |\n| [2–3 个](#新人期) |\n",
		"## [5–8 家〔原文要求〕](#新人期)",
	} {
		if faults := stating(markdown).Assemble(sitetest.Options{}).Report(); strings.Contains(faults, ": error: ") && !strings.HasPrefix(markdown, "!") {
			t.Errorf("%s: %s", markdown, faults)
		}
	}
	other := stating("[9 家](#新人期)").Replace("content/facts.md", "quoted = true\n", "")
	if faults := other.Assemble(sitetest.Options{}).Report(); faults != "" {
		t.Error("a page that is not quoted:", faults)
	}
}

// Each fault is reported at its link, with what the section says.
func TestFaultsOfStating(t *testing.T) {
	const says, section = "content/a.md:3:1: error: the text says ", " of content/facts.md "
	for _, test := range []struct{ markdown, want string }{
		{"[5 家](#新人期)", says + "5 家, but the section 新人期" + section + "does not\n    the section says 5–8 家: write what it says, or link to another section\n"},
		{"[3–5 家](#新人期)", says + "3–5 家, but the section 新人期" + section + "does not\n    the section says 5–8 家: write what it says, or link to another section\n"},
		{"[前 40%](#新人期)", says + "40%, but the section 新人期" + section + "does not\n    the section says 30%, 60%: write what it says, or link to another section\n"},
		{"[7 次](#示例)", says + "7 次, but the section 示例" + section + "does not\n    the section says 15 家, 8/15: write what it says, or link to another section\n"},
		{"[1–2 个](#新人期)", says + "1–2 个, but the section 新人期" + section + "says 1–2 年\n    write the number as the section does, with the word behind it\n"},
		{"[15 家](#新人期)", says + "15 家, but the section 新人期" + section + "does not\n    the section says 5–8 家: write what it says, or link to another section\n"},
		{"[3 家](#空)", says + "3 家, but the section 空" + section + "does not\n    the section has no number: link to another section, or remove the link\n"},
		{"[5–8 家〔建议〕](#新人期)", says + "〔建议〕, but the section 新人期" + section + "does not\n    its marks are 〔原文要求〕, 〔原文举例〕: write the one that stands at what you quote\n"},
		{"[没有〔建议〕](#空)", says + "〔建议〕, but the section 空" + section + "does not\n    the section has no mark: leave it out, or link to another section\n"},
		{"[60%〔原文要求〕](#新人期)", "content/a.md:3:1: error: the text marks 60% with 〔原文要求〕, but the section 新人期" + section + "marks it with 〔原文举例〕\n    write 〔原文举例〕\n"},
		{"[5–8 家〔原文举例〕](#阶段)", "content/a.md:3:1: error: the text marks 5–8 家 with 〔原文举例〕, but the section 阶段" + section + "marks it with 〔原文要求〕\n    write 〔原文要求〕\n"},
		{"[9 家](#没有)", "content/a.md:3:1: error: there is no heading #没有 in content/facts.md\n    the headings are #now, #新人期, #示例, #空, #阶段\n"},
		{"- 乙 [4 家][x]\n\n[x]: facts.md#新人期\n", "content/a.md:3:5: error: the text says 4 家, but the section 新人期" + section + "does not\n    the section says 5–8 家: write what it says, or link to another section\n"},
	} {
		if diff := cmp.Diff(test.want, stating(test.markdown).Assemble(sitetest.Options{}).Report()); diff != "" {
			t.Errorf("%s: %s", test.markdown, diff)
		}
	}
}

// The texts of slots and definitions are compared, too.
func TestStatingOutsidePages(t *testing.T) {
	files := stating("> [!SLOT] s\n> 还没有。\n").With("content/company/s.md", "[9 家](../facts.md#新人期)\n").
		With("content/glossary.toml", "[[terms]]\nterm = \"破冰\"\ndefinition = \"[7 家](facts.md#新人期)\"\n")
	faults := files.Assemble(sitetest.Options{}).Report()
	for _, want := range []string{"content/company/s.md:1:1: error: the text says 9 家", "content/glossary.toml:3:15: error: the text says 7 家"} {
		if !strings.Contains(faults, want) {
			t.Errorf("missing: %s in\n%s", want, faults)
		}
	}
}

// On this repository's site every link that states is compared: another number or another mark in it is reported.
func TestPlantedStatements(t *testing.T) {
	statement := regexp.MustCompile(`\[([^\[\]]*?)\]\([^)\s]*sources\.md#[^)\s]*\)`)
	number, mark := regexp.MustCompile(`\d+(?:[–/]\d+)*`), regexp.MustCompile(`〔[^〕]*〕`)
	for name, plant := range map[string]func(text string) string{
		"a number": func(text string) string { return number.ReplaceAllString(text, "77") },
		"a mark":   func(text string) string { return mark.ReplaceAllString(text, "〔没有〕") },
	} {
		files, planted := own(t), map[string]int{}
		for file, text := range files {
			if !strings.HasSuffix(file, ".md") || strings.HasPrefix(file, "content/authoring/") {
				continue // authors' pages show links in code
			}
			files[file] = statement.ReplaceAllStringFunc(text, func(link string) string {
				other := plant(statement.FindStringSubmatch(link)[1])
				if !strings.Contains(link, "["+other+"]") {
					planted[file]++
				}
				return strings.Replace(link, statement.FindStringSubmatch(link)[1], other, 1)
			})
		}
		faults := files.Assemble(sitetest.Options{}).Report()
		all := 0
		for file, n := range planted {
			all += n
			got := len(regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(file)+`:\d+:\d+: error: the text (?:says|marks) `).FindAllString(faults, -1))
			if got != n {
				t.Errorf("%s: %s is planted %d times and reported %d times", file, name, n, got)
			}
		}
		if all < 30 {
			t.Errorf("%s is planted only %d times", name, all)
		}
	}
}
