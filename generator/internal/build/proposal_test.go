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

// proposed matches the text that a help tells an author to write.
var proposed = regexp.MustCompile(`(?:: |did you mean |write )(\S+?)\??$`)

// mend follows the helps, from the last place of each file to the first, and returns their
// number.
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
		if strings.Contains(text[from:to], "#") && !strings.Contains(m[1], "#") {
			t.Errorf("the anchor of %s is lost: %s", text[from:to], d)
		}
		mended[d.File] = text[:from] + m[1] + text[to:]
		count++
	}
	return mended, count
}

// written returns the text that a proposal replaces: the destination of a link or of a
// definition, a quoted text, or a word.
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

// After writing all proposals no fault is left. Each line has one fault.
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
		"content/半 (个.md":             "# 半\n",
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

[半](/半%20%28个)

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
	if html := page(t, tree, "a.html"); !strings.Contains(html, `href="%E5%8D%8A%20%28%E4%B8%AA.html"`) {
		t.Errorf("a link is text: %s", html)
	}
	if count < 40 {
		t.Errorf("only %d texts are proposed", count)
	}
}

// proposals say how to write the text that a help proposes into the line of its fault.
var proposals = []struct {
	help  *regexp.Regexp
	write func(rest, text string) string // of what stands at the fault's place up to the end of the line
}{
	{regexp.MustCompile("^did you mean \\S+\\? write `(.*)`$"), wholeLine},
	{regexp.MustCompile("with the input method set to half-width: `(.*)`$"), wholeLine},
	{regexp.MustCompile("^write `(\\S+ = .*)`$"), wholeLine},
	{regexp.MustCompile("^write `(.*)`$"), element},
	{regexp.MustCompile(`^put each tag in its own quotes: (.*)$`), element},
	{regexp.MustCompile(`^write the path from the site's root: (.+)$`), func(rest, text string) string { return element(rest, `"`+text+`"`) }},
	{regexp.MustCompile(`^type (\S) with the input method`), func(rest, text string) string { return text + string([]rune(rest)[1:]) }},
	{regexp.MustCompile(`^did you mean \{(\S+)\}\?$`), func(rest, text string) string {
		return regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(rest, "{"+text+"}")
	}},
	{regexp.MustCompile(`^did you mean #?(\S+?)\?`), word},
	{regexp.MustCompile(`^write functions in capital letters: (\S+)$`), word},
	{regexp.MustCompile(`^write the title of a link in straight quotes: (.*)$`), func(rest, text string) string { return text }},
	{regexp.MustCompile(`^write (!?\[.*\)): `), func(rest, text string) string { return text }},
	{regexp.MustCompile(`: write (!?\[.*\))$`), func(rest, text string) string { return text }},
	{regexp.MustCompile(`or write (!?\[.*\))$`), func(rest, text string) string { return text }},
	{regexp.MustCompile(`^describe between the brackets what it shows: (.*)$`), func(rest, text string) string { return text }},
	{regexp.MustCompile(`^write as many as the header has: (.*)$`), func(rest, text string) string { return text }},
	{regexp.MustCompile(`^add a line of dashes below the first of them: (.*)$`), func(rest, text string) string { return rest + "\n" + text }},
	{regexp.MustCompile(`^write (#+): screen readers`), func(rest, text string) string { return text + strings.TrimLeft(rest, "#") }},
	{regexp.MustCompile(`^write (\[!\w+\]) on a separate line`), func(rest, text string) string { return "> " + text }},
	{regexp.MustCompile("^add a line `([^`…]*)`( at the top)?$"), func(rest, text string) string {
		if strings.HasPrefix(rest, "[") {
			return rest + "\n" + text
		}
		return text + "\n" + rest
	}},
	{regexp.MustCompile("^add `([^`…]*)` within the braces$"), func(rest, text string) string { return "{ " + text + "," + rest[1:] }},
}

// wholeLine replaces the rest of a line. A proposal that is a value is written after the
// key that the line has.
func wholeLine(_, text string) string { return text }

// element replaces a TOML string, number or bare word.
func element(rest, text string) string {
	return regexp.MustCompile(`^("[^"]*"|'[^']*'|[^,\]]*)`).ReplaceAllLiteralString(rest, text)
}

// word replaces a name, inside its quotation marks if it has any.
func word(rest, text string) string {
	return regexp.MustCompile(`[^"'\s=(),*/+}\]]+`).ReplaceAllStringFunc(rest, func(old string) string {
		if text == "" {
			return old
		}
		was := text
		text = ""
		return was
	})
}

// TestProposals builds files with one fault each, writes the text that the help proposes,
// and expects a build without faults.
func TestProposals(t *testing.T) {
	const site = "title = \"手册\"\nid = \"h\"\n[[tracks]]\nid = \"saas\"\nname = \"甲\"\n[[stages]]\nid = \"newcomer\"\nname = \"新\"\n[[abilities]]\nid = \"talk\"\nname = \"谈\"\n"
	const goal = "title = \"目标\"\nfiscal_year = 2027\nsentence = \"今年{签约}家\"\n[[inputs]]\nkey = \"目标\"\nlabel = \"目标\"\nkind = \"number\"\ndefault = 3\nunit = \"家\"\n" +
		"[[inputs]]\nkey = \"率\"\nlabel = \"率\"\nkind = \"percent\"\ndefault = 0.3\n[[values]]\nkey = \"签约\"\nlabel = \"签约\"\nunit = \"家\"\nformula = \"ROUNDUP(目标 / 率, 0)\"\n" +
		"[[variables]]\nkey = \"景气\"\nlabel = \"景气\"\nchanges = [{ input = \"目标\", times = 0.9 }]\n"
	front := func(lines string) string { return "+++\n" + lines + "\n+++\n# 题\n\n## 续约\n\n正文\n" }
	tests := []struct{ file, text string }{
		{"content/x.md", front(`titel = "一"`)}, {"content/x.md", front(`tag = "续约"`)}, {"content/x.md", front(`wieght = "3"`)}, {"content/x.md", front(`tags = "一、二"`)},
		{"content/x.md", front(`tags = ["一、二", "三"]`)}, {"content/x.md", front(`tags = [1]`)}, {"content/x.md", front(`weight = "10"`)}, {"content/x.md", front(`updated = "2026/1/9"`)},
		{"content/x.md", front(`title = 2026`)}, {"content/x.md", front(`title ＝ “一”`)}, {"content/x.md", front(`tags = ["一"，"二"]`)}, {"content/x.md", front(`abilities = ["tolk"]`)},
		{"content/x.md", front(`abilities = "talk"`)}, {"content/x.md", front(`track = "sass"`)}, {"content/x.md", front(`stage = "newcommer"`)}, {"content/x.md", front(`draft = "false"`)},
		{"content/x.md", front(`aliases = ["ok.html", "/旧 页.md"]`)}, {"content/x.md", front("[[steps]]\nmonth = 3\ntitle = \"一\"\nanchor = \"续约们\"")},
		{"site.toml", strings.Replace(site, "id = \"h\"", "id = \"h\"\nreport = \"https://a.example/{titel}\"", 1)}, {"site.toml", strings.Replace(site, "id = \"h\"", "id = \"h\"\nreport = \"kf@a.example\"", 1)},
		{"site.toml", strings.Replace(site, "id = \"h\"", "id = \"h\"\nsumary = \"一\"", 1)}, {"site.toml", strings.Replace(site, "id = \"h\"", "id = \"h\"\nbase_url = \"https：//a.example/x\"", 1)},
		{"site.toml", strings.Replace(site, "title", "titel", 1)}, {"site.toml", strings.Replace(site, "id = \"h\"", "id = \"h\"\nbase_url = \"www.a.example\"", 1)},
		{"content/goals/saas/newcomer.toml", strings.Replace(goal, "目标 / 率", "目示标 / 率", 1)}, {"content/goals/saas/newcomer.toml", strings.Replace(goal, "ROUNDUP", "roundup", 1)},
		{"content/goals/saas/newcomer.toml", strings.Replace(goal, "ROUNDUP", "ROUNUP", 1)}, {"content/goals/saas/newcomer.toml", strings.Replace(goal, `"percent"`, `"pecent"`, 1)},
		{"content/goals/saas/newcomer.toml", strings.Replace(goal, "{签约}", "{签约数}", 1)}, {"content/goals/saas/newcomer.toml", strings.Replace(goal, `input = "目标"`, `input = "目标值"`, 1)},
		{"content/goals/saas/newcomer.toml", strings.Replace(goal, "label = \"率\"", "lable = \"率\"", 1)}, {"content/goals/saas/newcomer.toml", strings.Replace(goal, "fiscal_year = 2027\n", "", 1)},
		{"content/goals/saas/newcomer.toml", strings.Replace(goal, "default = 3", "default = \"3\"", 1)},
		{"content/glossary.toml", "[[terms]]\nterm = \"ARR\"\ndefinition = \"一\"\nsee = [\"NRR\", \"AR\"]\n[[terms]]\nterm = \"NRR\"\ndefinition = \"二\"\n"},
		{"content/assessments/c.toml", "title = \"测\"\n[[scales]]\nid = \"saas\"\nname = \"甲\"\n[[questions]]\ntext = \"问\"\n[[questions.answers]]\ntext = \"一\"\npoints = { sass = 1 }\n[[questions.answers]]\ntext = \"二\"\n"},
		{"content/x.md", "# 题\n\n[乙](y.md）\n"}, {"content/x.md", "# 题\n\n[乙](y z.md)\n"}, {"content/x.md", "# 题\n\n[乙](y.md “题”)\n"}, {"content/x.md", "# 题\n\n[" + strings.Repeat("很长的一段字", 12) + "] (y.md)\n"},
		{"content/x.md", "# 题\n\n![](<图 (1).png>)\n"}, {"content/x.md", "# 题\n\n|甲|乙|\n|-|\n|丙|丁|\n"}, {"content/x.md", "# 题\n\n> 【!TIP】\n> 甲\n"}, {"content/x.md", "# 题\n\n见![图] (t.png)\n"},
		{"content/x.md", "# 题\n\n[3](goals/saas/newcomer.toml#目标值)\n"},
	}
	for _, test := range tests {
		files := map[string]string{
			"site.toml": site, "content/goals/saas/newcomer.toml": goal, "content/y.md": "# 乙\n", "content/y z.md": "# 丙\n", "content/图 (1).png": "x", "content/t.png": "x",
			"layouts/goal.html": `{{define "main"}}{{end}}`, "layouts/partials/paper.html": `{{define "paper"}}{{end}}`, "layouts/print.html": `{{define "main"}}{{end}}`, "layouts/team.html": `{{define "main"}}{{end}}`,
		}
		files[test.file] = test.text
		result := New(fsOf(files), theme()).Build(Options{Today: "2026-11-23", Lang: "en"})
		if len(result.Diagnostics) != 1 || result.Diagnostics[0].File != test.file {
			t.Errorf("%s has not one fault: %v\n%s", test.file, result.Diagnostics, test.text)
			continue
		}
		d := result.Diagnostics[0]
		text, ok := writeProposal(test.text, d)
		if !ok {
			t.Errorf("nothing is proposed: %s", d)
			continue
		}
		files[test.file] = text
		if _, faults := buildOnce(t, files); faults != "" {
			t.Errorf("%s\nmended as\n%s\n%s", d, text, faults)
		}
	}
}

func writeProposal(text string, d diag.Diagnostic) (string, bool) {
	lines := strings.Split(text, "\n")
	line := lines[d.Line-1]
	at := len(string([]rune(line)[:d.Column-1]))
	for _, p := range proposals {
		m := p.help.FindStringSubmatch(d.Help)
		if m == nil {
			continue
		}
		if strings.Contains(m[1], " = ") && !strings.HasPrefix(d.Help, "add") || strings.HasPrefix(m[1], "|") || strings.HasPrefix(m[1], "[!") {
			at = 0
		}
		lines[d.Line-1] = line[:at] + p.write(line[at:], m[1])
		return strings.Join(lines, "\n"), true
	}
	return "", false
}
