package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPlaces checks the places of links, headings and faults. The texts mark each with §.
func TestPlaces(t *testing.T) {
	tests := []struct{ name, marked string }{
		{"several in a paragraph", "段落 §[甲](a.md) 和 §[乙](b.md \"题\")、§![丙](c.png)"},
		{"on later lines", "一\n二 §[甲](a.md)\n  三 §[乙](b.md)"},
		{"emphasis", "**§[甲](a.md)** *乙 §[丙*](b.md)"},
		{"one in another", "§[§![甲](a.png)](b.md)"},
		{"lists", "- §[甲](a.md)\n  1. 乙 §[丙](b.md)\n\n     §[丁](c.md)\n- [ ] §[戊](d.md)"},
		{"a tab", "-\t甲 §[乙](a.md)\n\n\t§[丙](b.md)"},
		{"quotations", "> > 甲 §[乙](a.md)\n> > §[丙](b.md)\n丁 §[戊](c.md)"},
		{"an alert", "> [!TIP]\n> 甲 §[乙](a.md)"},
		{"a table", "§[甲](a.md) | 乙\n-|-\n丙 | §[丁](b.md) §[戊](c.md)\n`x\\|y` §[己](d.md) | 庚\n"},
		{"references", "§[甲][x] §[乙][] §[丙] ![丁\n\n[x]: a.md\n[乙]: b.md\n[丙]: c.md"},
		{"addresses", "甲§<https://a.example> 见§https://b.example、§www.c.example，§a_b@d.example §<e@f.example>"},
		{"definitions", "§[甲](a.md)\n: 乙 §[丙](b.md)\n\n  §[丁](c.md)"},
		{"footnotes", "甲[^1]\n\n§[乙](b.md)\n\n[^1]: 丙 §[丁](a.md)"},
		{"headings", "§## 甲 §[乙](a.md)\n\n§丙\n---\n\n> §### 丁"},
		{"HTML", "甲 §<b>乙§</b>\n\n> §<div>\n> x\n\n- §<!-- y -->"},
		{"unsafe links", "甲 §[乙](javascript:x) §![丙](data:x) §<irc:x>"},
		{"lookalikes", "甲\n§##乙\n#丙\n\n§＃＃ 丁\n\n> §[!HINT]\n> 戊\n\n> §[!TIP] 己\n\n> §【!TIP】\n> 庚"},
		{"brackets that make no link", "甲 §[乙](丙.md）\n> - 见§![丁](戊 己.png)\n\n|甲|\n|-|\n|§[^庚]|\n"},
		{"footnotes that nobody sees", "> 甲[^a]\n\n[^a]: 乙\n\n> §[^b]: 丙\n\n- 丁\n\n  §[^a]: 戊\n"},
		{"surplus cells", "> |甲|\n> |-|\n> | 乙|§丙|丁|\n"},
		{"lines that make no table", "> 前\n> §甲|乙|丙\n> 丁|戊|己\n\n- 甲|乙|丙\n  §-|-\n"},
		{"no boxes", "> 1. §[]甲\n>    §-[ ] 乙\n"},
		{"paragraphs that are code", "甲\n\n\t§乙\n\n- 丙\n\n      §丁\n"},
		{"forbidden characters", "甲 §&#1; *乙§&#xB;*`&#2;`\n> §[丙 \\&#3;§&#4;](a.md)\n\n§![丁§&#5;](a.png)\n\n§## 戊 §&#xFFFF;\n\n§# 己 §&#0;"},
		{"a forbidden character in a link", "甲 §[乙](a§&#1;.md) §[丙](b.md \"&#2;\")\n\n§[丁]\n\n[丁]: c.md '&#3;'\n\n``` a§&#4;\n```\n"},
		{"pictures without a text", "甲 §![](a.png)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := markPlaces(strings.ReplaceAll(test.marked, "§", "")); got != test.marked {
				t.Error(cmp.Diff(test.marked, got))
			}
		})
	}
}

// markPlaces inserts a § at each place that the parser returns for a text.
func markPlaces(source string) string {
	const before = "+++\n+++\n"
	d, faults := newParser().Parse("p.md", before+source, len(before))
	places := map[int]bool{}
	for _, l := range d.Links {
		places[l.Place.Offset] = true
	}
	for _, h := range d.Headings {
		places[h.Place.Offset] = true
	}
	for _, f := range faults {
		places[f.Offset] = true
	}
	var b strings.Builder
	for i := range len(source) {
		if places[len(before)+i] {
			b.WriteString("§")
		}
		b.WriteByte(source[i])
	}
	return b.String()
}

func TestLinks(t *testing.T) {
	d, _, _ := parse("[甲 **乙**](../a%20b.md#续约) [丙](x&amp;y\\_z.md) ![图](<a b.png>) <https://a.example?x&y> [丁][]\n\n[丁]: #丁")
	var got []string
	for _, l := range d.Links {
		got = append(got, fmt.Sprintf("%s (%s) picture: %t, hole: %s", l.Destination, l.Text, l.Image, d.HTML[l.Hole-len(`xxx="`):l.Hole+1]))
	}
	want := []string{
		`../a%20b.md#续约 (甲 乙) picture: false, hole: ref=""`, `x&y_z.md (丙) picture: false, hole: ref=""`, `a b.png (图) picture: true, hole: src=""`,
		`https://a.example?x&y (https://a.example?x&y) picture: false, hole: ref=""`, `#丁 (丁) picture: false, hole: ref=""`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	html := d.Render(func(i int, _ Link) string { return strings.Repeat("\"", i) })
	for _, want := range []string{`<a href="">甲`, `<a href="&quot;">丙`, `<img src="&quot;&quot;" alt`} {
		if !strings.Contains(html, want) {
			t.Errorf("there is no %s in %s", want, html)
		}
	}
}

func TestUnsafeLinksAreLeftOut(t *testing.T) {
	for _, destination := range []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "java&Tab;script:alert(1)", "java&#x0a;script:alert(1)", "java\tscript:alert(1)",
		"&#106;avascript:alert(1)", "&#1;javascript:alert(1)", "javascript\\:alert(1)", "java&#x85;script:alert(1)", " javascript:alert(1)", "javascript&#58;//a.example/%0aalert(1)",
		"data:text/html,x", "data&colon;image/png;base64,AA", "vbscript:x", "file:///etc/passwd", "blob:x", "view-source:x", "C:/x.md",
	} {
		for _, source := range []string{"[甲](<" + destination + ">)", "![甲](<" + destination + ">)", "[甲][x]\n\n[x]: <" + destination + ">"} {
			d, html, faults := parse(source)
			if len(d.Links) > 0 || html != "<p>甲</p>\n" || !strings.Contains(faults, " is removed\n    a link is the path of a file, or begins with https:, http:, mailto: or tel:\n") {
				t.Errorf("%s gives %s with %s", source, html, faults)
			}
		}
	}
	for _, destination := range []string{"a.md", "../a:b/c.md#x", "#x", "https://a.example", "mailto:a@b.example", "tel:10086", "a.md?q=a:b", "12:30.md", "说明：一.md", "说明:一.md", "#\\x"} {
		if d, _, faults := parse("[甲](" + destination + ")"); len(d.Links) != 1 || faults != "" {
			t.Errorf("%s is not a link: %s", destination, faults)
		}
	}
}

func TestFaults(t *testing.T) {
	long := strings.Repeat("很长的一行\n", 2100)
	nested := func(depth int) string {
		var b strings.Builder
		for i := range depth {
			b.WriteString(strings.Repeat("  ", i) + "- 甲\n")
		}
		return b.String()
	}
	table := func(columns int) string {
		return "前\n\n" + strings.Repeat("|甲", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n"
	}
	notes := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "[^%d]: 注[^%[1]d]\n\n", i)
		}
		return b.String()
	}
	noID := func(id string) string {
		return "warning: this is shown as text, not read as the id of the heading\n    write {#" + id + "}: half-width characters without spaces\n"
	}
	const noCode = "warning: this line is shown as text: it does not begin or end code\n    code is between two lines of half-width ```\n"
	const empty = "error: the link has no destination\n    write the path of a file, or a URL\n"
	const tooDeep = "error: lists and quotations are nested more than 50 levels deep\n    remove some > and - characters, or some indentation\n"
	tests := []struct{ name, source, want string }{
		{"references to forbidden characters", "甲&#27;乙 &#11; &#150; &#x0; &#xD800;\n", `p.md:1:2: error: escape U+001B: not allowed in a page
    it is written as &#27;: remove it, or write \&#27; to show these characters
p.md:1:9: error: vertical tab U+000B: browsers do not show it as a line break
    it is written as &#11;: for a line break write \ at the end of a line
p.md:1:15: error: control character U+0096: not allowed in a page
    it is written as &#150;: write –
p.md:1:22: error: &#x0; is not a character
    remove it, or write \&#x0; to show these characters
p.md:1:28: error: &#xD800; is not a character
    remove it, or write \&#xD800; to show these characters
`},
		{"HTML", "甲 <b>乙\n", "p.md:1:3: " + rawHTML},
		{"HTML in a title", "# 甲 <b>\n", "p.md:1:5: " + rawHTML},
		{"HTML in a heading", "## 甲 <b>\n", "p.md:1:6: " + rawHTML},
		{"a comment", "<!-- 甲 -->\n", "p.md:1:1: " + rawHTML},
		{"an unsafe link", "甲 [乙](javascript:x)\n", "p.md:1:3: warning: the link \"javascript:x\" is removed\n    a link is the path of a file, or begins with https:, http:, mailto: or tel:\n"},
		{"a long unsafe link", "![乙](data:" + strings.Repeat("x", 100) + ")\n", "p.md:1:1: warning: the link \"data:" + strings.Repeat("x", 55) + "…\" is removed\n    a link is the path of a file, or begins with https:, http:, mailto: or tel:\n"},
		{"a backslash", "[乙](..\\methods\\smart.md)\n", "p.md:1:1: warning: the link \"..\\methods\\smart.md\" is removed\n    write / instead of \\: ../methods/smart.md\n"},
		{"a backslash that Markdown resolves", "[乙](..\\..\\a.md#节)\n", "p.md:1:1: warning: the link \"..\\..\\a.md#节\" is removed\n    write / instead of \\: ../../a.md#节\n"},
		{"no destination", "[这里]() ![图](<>) [上]( # )\n", "p.md:1:1: " + empty + "p.md:1:8: error: the picture has no file\n    write the path of a file: ![…](picture.png)\n" + "p.md:1:17: warning: the link # leads to its own page, so it is removed\n    write the anchor of a heading after the #, or remove the link\n"},
		{"a definition without a destination", "[这里][x] [那里][x]\n\n[x]: <//host>\n", "p.md:3:6: error: the link \"//host\" has a host but no scheme\n    did you mean https://host?\n"},
		{"an autolink", "<http:x> 和 <https://a@b.example>\n", "p.md:1:1: error: the link \"http:x\" does not work: it has no host\n    write the full URL: https://host/path, mailto:name@host or tel:10086\n" +
			"p.md:1:12: error: the link \"https://a@b.example\" does not work: the part before @ hides the real host\n    did you mean https://b.example?\n"},
		{"a picture without text", "![ ](a.png)\n", "p.md:1:1: warning: the picture a.png has no alternative text\n    describe between the brackets what it shows: ![a chart of the year](a.png)\n"},
		{"a link without text", "[](a.md) [ ](#x) [![](b.png)](c.md) [`d`](d.md)\n", "p.md:1:1: warning: the link to a.md has no text, so readers cannot see it\n    write the text of the link between the brackets, or remove the link\n" +
			"p.md:1:10: warning: the link to #x has no text, so readers cannot see it\n    write the text of the link between the brackets, or remove the link\n" +
			"p.md:1:19: warning: the picture b.png has no alternative text\n    describe between the brackets what it shows: ![a chart of the year](b.png)\n"},
		{"a long paragraph", "甲\n\n" + long, "p.md:3:1: error: the paragraph is longer than 32 kB\n    split it with an empty line\n"},
		{"no long paragraph", strings.Repeat(long[:1600]+"\n", 30) + strings.Repeat(">  \n> 甲\n", 5000), ""},
		{"quotations", strings.Repeat("> ", 51) + "甲", "p.md:1:101: " + tooDeep},
		{"quotations without spaces", strings.Repeat(">", 51) + "甲", "p.md:1:51: " + tooDeep},
		{"lists on a line", strings.Repeat("- ", 51) + "甲", "p.md:1:101: " + tooDeep},
		{"lists on many lines", nested(51), "p.md:51:101: " + tooDeep},
		{"lists far too deep", nested(300), "p.md:51:101: " + tooDeep},
		{"a long paragraph, and lists too deep", long + "\n\n" + nested(51), "p.md:1:1: error: the paragraph is longer than 32 kB\n    split it with an empty line\n" + "p.md:2153:101: " + tooDeep},
		{"what is no id of a heading", "## 一 { #a }\n## 二 ｛#b-c｝\n## 三 {＃d}\n\n四 { # e }\n---\n", "p.md:1:6: " + noID("a") + "p.md:2:6: " + noID("b-c") + "p.md:3:6: " + noID("d") + "p.md:5:3: " + noID("e")},
		{"no id was meant", "## 一 {#a}\n## 二 {.b}\n## 三 \\{ #c }\n## 四 `{ #d }`\n## 五 { #e f }\n## 六 { #g } h\n", ""},
		{"full-width fences", "｀｀｀go\n乙\n｀｀｀\n\n···\n丙\n", "p.md:1:1: " + noCode + "p.md:3:1: " + noCode + "p.md:5:1: " + noCode},
		{"a full-width table", "甲\n\n｜一｜二｜\n｜－｜—｜\n｜1｜2｜\n", "p.md:3:1: warning: these lines are shown as text, not as a table: their ｜ is full-width\n    write | instead, and below the first line | --- | --- |\n"},
		{"full-width signs of texts", "······\n\n···等等\n\n甲｜乙\n丙｜丁\n\n｜\n——\n\n```\n｀｀｀\n```\n", ""},
		{"not too deep", strings.Repeat("> ", 50) + "甲\n\n" + nested(50), ""},
		{"no containers", strings.Repeat("- ", 60) + "\n" + strings.Repeat("*", 60) + "\n\n" + strings.Repeat("-", 60) + "|-\n\n" + strings.Repeat(" ", 200) + "甲\n\n```\n" + strings.Repeat("1234567890", 30) + "\n```\n", ""},
		{"empty lines", strings.Repeat("- ", 50) + "甲\n" + strings.Repeat("\n", 40000), "p.md:24002:1: error: too many lines in nested lists and quotations\n    remove empty lines, or reduce the nesting\n"},
		{"empty lines in a quotation", ">" + strings.Repeat("- ", 49) + "甲\n乙\n" + strings.Repeat(">\n", 40000), "p.md:24002:2: error: too many lines in nested lists and quotations\n    remove empty lines, or reduce the nesting\n"},
		{"not too many empty lines", "- 甲\n  - 乙\n" + strings.Repeat("\n", 100000), ""},
		{"columns", table(101), "p.md:3:1: error: the table has more than 100 columns\n    split the table\n"},
		{"not too many columns", table(100) + "\n\n    " + strings.Repeat("a|", 200), ""},
		{"columns after a text", "甲\n" + table(101)[len("前\n\n"):], "p.md:2:1: error: the table has more than 100 columns\n    split the table\n"},
		{"as many cells as a file has room for", "a|b\n-|-\n" + strings.Repeat("1|2\n", 1<<18-10), ""},
		{"cells that rows leave out", "甲\n" + strings.Repeat("|a", 100) + "|\n" + strings.Repeat("|-", 100) + "|\n" + strings.Repeat("1\n", 6000), "p.md:2:1: error: the table with 100 columns and 6001 rows has more than 600000 cells\n    split the table, or remove empty columns\n"},
		{"footnotes", notes(1001), "p.md:2001:1: error: the page has more than 1000 footnotes\n    split the page\n"},
		{"not too many footnotes", notes(1000), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, _, got := parse(test.source); got != test.want {
				t.Error(cmp.Diff(test.want, got))
			}
		})
	}
}

// A text may have exactly 32 kB; a byte more is a fault.
func TestLongestText(t *testing.T) {
	for name, source := range map[string]func(text string) string{
		"a paragraph": func(text string) string { return text },
		"a heading":   func(text string) string { return "## " + text },
		"a cell":      func(text string) string { return "| " + text + " |\n|-|\n" },
	} {
		for length, want := range map[int]int{maxText: 0, maxText + 1: 1} {
			_, faults := newParser().Parse("p.md", source(strings.Repeat("a", length)), 0)
			if len(faults) != want {
				t.Errorf("%s of %d bytes has the faults %v", name, length, faults)
			}
		}
	}
}

// TestLongTexts parses one text of each kind that is longer than 32 kB. A text that a
// limit refuses parses without a fault once its help is followed.
func TestLongTexts(t *testing.T) {
	words := strings.Repeat("先问预算再说价格", 1800) // 43 kB
	row := "| 价格太高 | " + words[:300] + " | 见 [案例](a.md) |\n"
	rows := "| 异议 | 回答 | 证据 |\n|---|---|---|\n" + strings.Repeat(row, 120)
	inside := func(mark, text string) string {
		return mark + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+strings.Repeat(" ", len(mark))) + "\n"
	}
	lines := strings.Repeat(words[:120]+"\n", 400)
	definitions := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "[r%d]: b%[1]d.md \"第 %[1]d 个\"\n", i)
		}
		return b.String()
	}
	const help = "\n    split it with an empty line\n"
	tests := []struct{ name, source, want, cured string }{
		{"a table", rows, "", ""},
		{"a table as long as a file", "|甲|乙|丙|\n|-|-|-|\n" + strings.Repeat(row, 2000), "", ""},
		{"a table without bars at its ends", strings.ReplaceAll(strings.ReplaceAll(rows, "| ", "|"), "|\n|", "\n"), "", ""},
		{"a table in a quotation", "> " + strings.ReplaceAll(strings.TrimSuffix(rows, "\n"), "\n", "\n> ") + "\n", "", ""},
		{"a table in a list", inside("- ", rows), "", ""},
		{"a table in a footnote", "甲[^1]\n\n" + inside("[^1]:  ", "乙\n\n"+rows), "", ""},
		{"a table under a text", "甲\n" + rows, "", ""},
		{"a table under definitions", definitions(2000) + rows, "", ""},
		{"a list", strings.Repeat("- "+words[:120]+"\n", 400), "", ""},
		{"a numbered list in a list", "- 甲\n" + strings.Repeat("  1. "+words[:120]+"\n", 400), "", ""},
		{"tasks", strings.Repeat("- [ ] "+words[:120]+"\n", 400), "", ""},
		{"code", "```\n" + lines + "```\n", "", ""},
		{"a line of code", "```\n" + words + "\n```\n", "", ""},
		{"code that looks nested", "```\n" + strings.Repeat(">", 60) + "\n- " + strings.Repeat(" ", 200) + "甲\n```\n", "", ""},
		{"code in a list", inside("- ", "```\n"+lines+"```\n"), "", ""},
		{"code of a table", "```\n" + rows + "```\n", "", ""},
		{"indented code", strings.Repeat("    x = 1;\n", 5000), "", ""},
		{"definitions of links", definitions(2000), "", ""},
		{"definitions and a text", definitions(2000) + "甲[乙][r0]\n", "", ""},
		{"terms", strings.Repeat("甲\n: "+words[:120]+"\n", 400), "", ""},
		{"quotations", strings.Repeat("> "+words[:120]+"\n>\n", 400), "", ""},

		{"a paragraph", "甲\n\n" + lines, "p.md:3:1: error: the paragraph is longer than 32 kB" + help, "甲\n\n" + lines[:len(lines)/2] + "\n" + lines[len(lines)/2:]},
		{"a paragraph of one line", words, "p.md:1:1: error: the paragraph is longer than 32 kB" + help, words[:len(words)/2] + "\n\n" + words[len(words)/2:]},
		{"a paragraph of a list", "- 甲\n- " + words + "\n- 乙\n", "p.md:2:3: error: the paragraph is longer than 32 kB" + help, "- 甲\n- " + words[:len(words)/2] + "\n\n  " + words[len(words)/2:] + "\n- 乙\n"},
		{"a paragraph of a quotation", "> " + words, "p.md:1:3: error: the paragraph is longer than 32 kB" + help, "> " + words[:len(words)/2] + "\n>\n> " + words[len(words)/2:]},
		{"a paragraph before a table", lines + rows, "p.md:1:1: error: the paragraph is longer than 32 kB" + help, lines[:len(lines)/2] + "\n" + lines[len(lines)/2:] + rows},
		{"a paragraph that begins like a definition", "[甲](a.md) " + lines, "p.md:1:1: error: the paragraph is longer than 32 kB" + help, "[甲](a.md) " + lines[:len(lines)/2] + "\n" + lines[len(lines)/2:]},
		{"a definition", "[甲]: a.md \"" + words + "\"\n", "p.md:1:1: error: the paragraph is longer than 32 kB" + help, ""},
		{"a heading", "## " + words + "\n\n甲\n", "p.md:1:4: error: the heading is longer than 32 kB\n    shorten it: start the text on a separate line without #\n", "## " + words[:60] + "\n\n" + words[60:len(words)/2] + "\n\n" + words[len(words)/2:] + "\n\n甲\n"},
		{"a heading that is underlined", words + "\n===\n", "p.md:1:1: error: the paragraph is longer than 32 kB" + help, words[:len(words)/2] + "\n\n" + words[len(words)/2:] + "\n===\n"},
		{"a term", "甲\n: 乙\n\n" + words + "\n: 丙\n", "p.md:4:1: error: the term is longer than 32 kB\n    shorten it: write the explanation after the colon on the next line\n", "甲\n: 乙\n\n丙\n: " + words[:len(words)/2] + "\n"},
		{"a cell", "前\n|甲|乙|\n|-|-|\n|丙|" + words + "|\n|丁|戊|\n", "p.md:4:4: error: a table cell is longer than 32 kB\n    write its text below the table, under a heading, and link to the heading from the cell\n",
			"前\n|甲|乙|\n|-|-|\n|丙|[见下](#丙)|\n|丁|戊|\n\n## 丙\n\n" + words[:len(words)/2] + "\n\n" + words[len(words)/2:] + "\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, html, got := parse(test.source)
			if got != test.want {
				t.Fatal(cmp.Diff(test.want, got))
			}
			if d.Unread != (test.want != "") {
				t.Error("it says that it is incomplete, or does not")
			}
			if rows := strings.Count(test.source, "价格太高 |"); test.want == "" && rows > 0 && !strings.Contains(html, "<pre") && strings.Count(html, "<tr>") != rows+1 {
				t.Errorf("of %d rows the table has %d", rows+1, strings.Count(html, "<tr>"))
			}
			if d, _, faults := parse(test.cured); faults != "" || d.Unread {
				t.Errorf("the help does not help: %s", faults)
			}
		})
	}
}

// A long list of link definitions is parsed in parts, with the same result as a list with
// empty lines between the definitions.
func TestDefinitionsInParts(t *testing.T) {
	var together, apart, links strings.Builder
	for i := range 500 {
		definition := fmt.Sprintf("[r%d]:\n  b%[1]d.md\n  \"第 %[1]d 个\n题\"\n", i)
		together.WriteString(definition)
		apart.WriteString(definition + "\n")
		fmt.Fprintf(&links, "[甲][r%d]\n\n", i)
	}
	for _, behind := range []string{"", "正文 [乙]: 不是\n", "|甲|\n|-|\n|乙|\n"} {
		_, got, faults := parse(together.String() + behind + "\n" + links.String())
		_, want, _ := parse(apart.String() + behind + "\n" + links.String())
		if faults != "" || got != want || strings.Count(got, "<a href=") != 500 || strings.Count(got, "title=") != 500 {
			t.Errorf("with %q behind it says %q and %s", behind, faults, cmp.Diff(want, got))
		}
	}
}

func TestHTMLIsShownAsText(t *testing.T) {
	tests := []struct{ source, want string }{
		{"a <b onclick=\"x\">c</b>\n\n<script>alert(1)</script>\n", "<p>a &lt;b onclick=&quot;x&quot;&gt;c&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
		{"<div>\n*a*\n</div>\n", "<p>&lt;div&gt;\n*a*\n&lt;/div&gt;</p>\n"},
		{"- <pre>\n\n  x\n  </pre>\n", "<ul>\n<li>\n<p>&lt;pre&gt;\n\nx\n&lt;/pre&gt;</p>\n</li>\n</ul>\n"},
		{"<![CDATA[ x ]]> <?x?> <!X>\n", "<p>&lt;![CDATA[ x ]]&gt; &lt;?x?&gt; &lt;!X&gt;</p>\n"},
	}
	for _, test := range tests {
		if _, got, faults := parse(test.source); got != test.want || !strings.Contains(faults, rawHTML) {
			t.Errorf("%q gives %q with %s", test.source, got, faults)
		}
	}
}
