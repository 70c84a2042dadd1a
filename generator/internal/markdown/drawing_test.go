package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/drawing"
)

func TestFigures(t *testing.T) {
	words := Words{Drawing: drawing.Words{Enlarge: "放大", Shut: "关"}}
	const link, end = "<figure>\n<a href=\"a.svg\" data-enlarge=\"关\" title=\"放大\"><img src=\"a.svg\" alt=\"甲\" decoding=\"async\"></a>\n", "</figure>\n"
	const img = `<img src="a.svg" alt="甲" decoding="async">`
	for _, test := range []struct{ name, source, html, text string }{
		{"alone", "![甲](a.svg)", link + end, "甲"},
		{"caption on the next line", "![甲](a.svg)\n*乙 [丙](c.md)*", link + `<figcaption>乙 <a href="c.md">丙</a></figcaption>` + "\n" + end, "甲\n乙 丙"},
		{"caption in the next paragraph", "![甲](a.svg)\n\n*乙*\n\n丁", link + "<figcaption>乙</figcaption>\n" + end + "<p>丁</p>\n", "甲\n乙\n丁"},
		{"two emphases", "![甲](a.svg)\n*乙*\n\n*丙*", link + "<figcaption>乙</figcaption>\n" + end + "<p><em>丙</em></p>\n", "甲\n乙\n丙"},
		{"with a text", "![甲](a.svg)丁", "<p>" + img + "丁</p>\n", "甲丁"},
		{"an emphasis on the same line", "![甲](a.svg)*乙*", "<p>" + img + "<em>乙</em></p>\n", "甲乙"},
		{"strong", "![甲](a.svg)\n\n**乙**", link + end + "<p><strong>乙</strong></p>\n", "甲\n乙"},
		{"in a list", "- ![甲](a.svg)\n\n  *乙*", "<ul>\n<li>\n<p>" + img + "</p>\n<p><em>乙</em></p>\n</li>\n</ul>\n", "甲\n乙"},
		{"in a link", "[![甲](a.svg)](b.md)", `<p><a href="b.md">` + img + "</a></p>\n", "甲"},
		{"refused", "![甲](javascript:x)\n\n*乙*", "<p>甲</p>\n<p><em>乙</em></p>\n", "甲\n乙"},
		{"an emphasis below a text", "丁\n\n*乙*", "<p>丁</p>\n<p><em>乙</em></p>\n", "丁\n乙"},
	} {
		d, _ := New(words).Parse("p.md", test.source, 0)
		if diff := cmp.Diff(test.html, d.Render(asWritten)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		if diff := cmp.Diff(test.text, d.Text()); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestDrawings(t *testing.T) {
	words := Words{Drawing: drawing.Words{Kinds: [4]string{"漏斗"}, Next: "%s 到下一步", Colon: "：", Comma: "，", Semicolon: "；", Enlarge: "放大", Shut: "关"}}
	const block = "```toml funnel\nsteps = [\n  { name = \"甲\", number = 4 },\n  { name = \"乙\", number = 1 },\n]\n```\n"
	d, faults := New(words).Parse("p.md", "+++\n+++\n\n前\n\n"+block+"\n*图注*\n\n后\n", 8)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if diff := cmp.Diff("前\n漏斗：甲 4，25% 到下一步；乙 1\n图注\n后", d.Text()); diff != "" {
		t.Error(diff)
	}
	for _, part := range []string{`<figure class="drawing">`, `role="img" aria-label="漏斗：甲 4，25% 到下一步；乙 1"`, "</svg>\n<button type=\"button\" class=\"enlarge scripted\" data-enlarge=\"关\">放大</button>\n<figcaption>图注</figcaption>\n</figure>\n<p>后</p>\n"} {
		if !strings.Contains(d.HTML, part) {
			t.Errorf("there is no %s in %s", part, d.HTML)
		}
	}
	for _, test := range []struct{ source, want string }{
		{strings.Replace(block, "number = 1", "number = -1", 1), "p.md:4:26: error: number is -1, but must be 0 to 1000000000000"},
		{strings.Replace(block, "funnel", "funnle", 1), "p.md:1:9: warning: toml funnle is shown as code, not as a drawing"},
		{strings.Replace(block, "toml funnel", "toml site", 1), ""},
		{strings.Replace(block, "toml funnel", "toml", 1), ""},
		{strings.TrimSuffix(block, "```\n"), "p.md:1:1: error: this drawing does not end, so the page ends here"},
		{"- " + strings.ReplaceAll(block, "\n", "\n  "), "p.md:1:3: error: this drawing is in a list, a quotation or a footnote"},
	} {
		_, faults := New(words).Parse("p.md", test.source, 0)
		var got []string
		for _, f := range faults {
			before := test.source[:f.Offset]
			column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
			got = append(got, fmt.Sprintf("p.md:%d:%d: %v: %v", strings.Count(before, "\n")+1, column, f.Severity, f.Message))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", test.source, diff)
		}
	}
}
