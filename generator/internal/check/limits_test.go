package check_test

import (
	"strings"
	"testing"

	"cairn/generator/internal/content"
)

// A text that exceeds a limit has one fault. Headings, links, slots and footnotes in its
// unread part are not reported as missing or unused; the rest of the file is checked as
// usual.
func TestExceededLimitIsTheOnlyFault(t *testing.T) {
	long := strings.Repeat("先问预算再说价格", 1800) + "[乙](b.md#二) [图](used.png)[^1] ARR"
	for name, test := range map[string]struct{ text, fault string }{
		"a paragraph": {long + "\n", "content/a.md:9:1: error: the paragraph is longer than 32 kB\n    split it with an empty line\n"},
		"a cell":      {"|甲|\n|-|\n|" + long + "|\n", "content/a.md:11:2: error: a table cell is longer than 32 kB\n    write its text below the table, under a heading, and link to the heading from the cell\n"},
		"nesting": {strings.Repeat("> ", 51) + "## 甲\n> [!SLOT] prices\n", "content/a.md:9:101: error: lists and quotations are nested more than 50 levels deep\n" +
			"    remove some > and - characters, or some indentation\n"},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := checkOnce(map[string]string{
				"site.toml": "title = \"手册\"\nid = \"x\"\n",
				"content/a.md": "+++\ntitle = \"甲\"\n[[steps]]\nmonth = 1\ntitle = \"一\"\nanchor = \"不在\"\n+++\n\n" + test.text +
					"\n## 后面\n\n[坏](nowhere.md)\n\n[^1]: 注\n",
				"content/b.md":              "# 乙\n\n[甲](a.md#后面) [甲](a.md#不在)\n\n## 二\n",
				"content/used.png":          "",
				"content/deep/c.md":         "# 丙\n",
				"content/company/prices.md": "价\n",
				"content/glossary.toml":     "[[terms]]\nterm = \"ARR\"\ndefinition = \"一\"\n",
				content.Ledger:              "a.html\na.html#不在\n",
			})
			const broken = ": error: there is no file content/nowhere.md\n    correct the path, or create the file\n"
			rest, ok := strings.CutPrefix(faults, test.fault)
			if _, place, found := strings.Cut(rest, "content/a.md:"); !ok || !found || !strings.HasSuffix(place, broken) || strings.Count(rest, "\n") != 2 {
				t.Error(faults)
			}
		})
	}
}
