package build

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

// proposed finds in a help the text that an author is to write.
var proposed = regexp.MustCompile(`(?:: |did you mean |write )(\S+?)\??$`)

// mend does what the helps say, from the last place of each file to the first, and
// tells how many there were.
func mend(t *testing.T, files map[string]string, diagnostics []diag.Diagnostic) (map[string]string, int) {
	t.Helper()
	mended, count := maps.Clone(files), 0
	for _, d := range slices.Backward(diagnostics) {
		m := proposed.FindStringSubmatch(d.Help)
		if m == nil {
			t.Errorf("nothing is proposed: %s", d)
			continue
		}
		text := mended[d.File]
		at := 0
		for range d.Line - 1 {
			at += strings.IndexByte(text[at:], '\n') + 1
		}
		at += len(string([]rune(text[at:])[:d.Column-1]))
		from, to := written(text, at)
		if anchor := strings.IndexByte(text[from:to], '#'); m[1][0] == '#' && anchor >= 0 {
			from += anchor
			to -= len(text[:to]) - len(strings.TrimSuffix(text[:to], ">"))
		}
		mended[d.File] = text[:from] + m[1] + text[to:]
		count++
	}
	return mended, count
}

// written is the text at a place that a proposal is for: the destination of a
// link or of a definition, what stands between quotation marks, or a word.
func written(text string, at int) (from, to int) {
	rest := text[at:]
	switch {
	case rest[0] == '[' || strings.HasPrefix(rest, "!["):
		open := 0
		for from = at; text[from] != ']' || open > 1; from++ {
			switch text[from] {
			case '[':
				open++
			case ']':
				open--
			}
		}
		from += len("](")
		if text[from] == '<' {
			return from, from + strings.IndexByte(text[from:], '>') + 1
		}
		depth := 0
		for to = from; depth > 0 || text[to] != ')' && text[to] != ' '; to++ {
			switch text[to] {
			case '(':
				depth++
			case ')':
				depth--
			}
		}
		return from, to
	case rest[0] == '"' || rest[0] == '\'':
		return at + 1, at + 1 + strings.IndexByte(rest[1:], rest[0])
	case rest[0] == '<':
		return at, at + strings.IndexByte(rest, '>') + 1
	}
	return at, at + strings.IndexAny(rest, " \"\n")
}

// What a help proposes to write is right: with all of it written, no fault is
// left. Each line has one fault.
func TestProposalsForLinks(t *testing.T) {
	files := map[string]string{
		"site.toml":            `title = "手册"`,
		"content/index.md":     "# 首页\n",
		"content/b.md":         "# 乙\n\n## 续约\n\n## ARR 怎么算\n",
		"content/guide/b.md":   "+++\naliases = [\"old/乙.html\"]\n+++\n# 乙\n\n## 续约\n",
		"content/guide/甲.toml": "",
		"content/guide/index.md": "# 目录\n\n## 怎么用\n\n[甲](/b#续约)\n\n[甲](../C.md)\n\n[甲](b.html#续约)\n\n[甲](../b)\n\n[甲](/)\n\n[甲](/guide)\n\n" +
			"[甲](/guide/b.md?raw=1#续约)\n\n",
		"content/c.md":                "# 丙\n",
		"content/续约 (2026) 50%.md":    "# 续\n\n## 一\n",
		"content/a&copy;b#c;d'e.md":   "# 号\n\n## 一\n",
		"content/cafe\u0301.md":       "# 咖啡\n\n## 一\n",
		"content/图 1 (a).png":         "x",
		"content/q&a.pdf":             "x",
		"content/company/prices.md":   "[甲](/guide/b#续约) [网](//a.example)\n",
		"content/slot.md":             "# 槽\n\n> [!SLOT] prices\n",
		"content/assessments/c.toml":  "title = \"测\"\n[[scales]]\nid = \"a\"\nname = \"甲\"\nlink = \"/guide/b#续约\"\n[[questions]]\ntext = \"问\"\n[[questions.answers]]\ntext = \"一\"\npoints = { a = 1 }\n[[questions.answers]]\ntext = \"二\"\n",
		"content/deep/er/glossary.md": "[词](../../glossary.html#arr)\n",
		"content/glossary.toml": "[[terms]]\nterm = \"ARR\"\ndefinition = '一 [甲](/guide/b#续约) 和 [丙](续约%20(2026)%2050.md#一)'\n" +
			"[[terms]]\nterm = \"NRR\"\ndefinition = \"\"\"\n二 [甲](B.md \\\"题\\\") 和 \\u7532[丁](a&copy;b.md)、[网](//a.example)\"\"\"\n",
		"content/a.md": strings.ReplaceAll(`# 甲

## 续约风险

[乙](/guide/b#续约)

[目录](/guide/)

[目录](/guide/#怎么用)

[目录](guide)

[目录](guide/#怎么用 "题")

[目录](guide/index.html 'it''s')

![图](图%201%20(b).png)

![图](/图%201%20(a).png "题 (1)")

[![图](图%201(a).png)](B.md)

[乙](<B.md#续约> "题")

[乙](b#ARR-怎么算)

[乙](b.html#ARR%20怎么算？)

[乙](b.htm#续约)

[乙](guide/bb.md#续约)

[乙](old/乙.md#续约)

[乙](old/乙.html)

[号](续约%20(2026).md#一)

[号](<续约 (2026) 50%.html#一>)

[号](/a&amp;copy;b%23c;d'e)

[号](cafe.md#一)

[号](cafès.md#一)

[号](/café#一)

[文](Q&A.pdf#page=2)

[文](/Q&A.pdf)

[风](#续约风除)

[风](a.md#续约风险们)

[风](<b.md#ARR 怎么算>)

[网](//a.example/x) [网](<http:/a.example/x y> "题") [网](www.a.example/x) [信](kf@a.example) [网](https：//a.example) <https://u@a.example>

[网](https:\\a.example\x) [乙](guide\b.md#续约) [丙](.\c.md) [网][w] [话](021-12345678)

[w]: htps://a.example

[x]、[y][x]、[x][] 和 [z][]

[x]: /guide/b#续约 "题"
[z]:
  <guide b.md#续约>
  '题'

> 引 [乙](/b#续约)
>
> - 列 [乙](./B.md#续约)

| 表 | 头 |
| --- | --- |
| [乙](/guide/b#续约) | [号](续约%20(2026).md) |

脚[^1]

[^1]: 注 [乙](/guide/b.html#续约)

词
: 义 [乙](b#续约)
`, "''", "’"),
	}
	delete(files, "content/guide/甲.toml")
	result := New(fsOf(files), theme()).Build(Options{Today: "2026-11-23", Lang: "en"})
	mended, count := mend(t, files, result.Diagnostics)
	tree, faults := buildOnce(t, mended)
	if faults != "" || tree == nil {
		t.Errorf("mended, there is left:\n%s", faults)
		for name, text := range mended {
			if text != files[name] {
				t.Log(cmp.Diff(files[name], text))
			}
		}
	}
	if count < 40 {
		t.Errorf("only %d texts are proposed", count)
	}
}
