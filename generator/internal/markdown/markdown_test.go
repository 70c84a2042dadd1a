package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

func newParser() *Parser {
	return New(Words{Note: "注意", Tip: "提示", Important: "重要", Warning: "当心", Caution: "小心"})
}

// parse gives the HTML with every link leading where it says, and the faults.
func parse(source string) (d *Document, html, faults string) {
	d, list := newParser().Parse("p.md", source, 0)
	var b strings.Builder
	diag.Print(&b, diag.Resolve(list, func(string) string { return source }))
	return d, d.Render(func(_ int, l Link) string { return l.Destination }), b.String()
}

func TestHTML(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"emphasis beside Chinese punctuation", "客户**“续约”**率,**续约。**然后*“先用后买”*的", "<p>客户<strong>“续约”</strong>率,<strong>续约。</strong>然后<em>“先用后买”</em>的</p>\n"},
		{"emphasis before a Latin word", "**先用。**SaaS", "<p><strong>先用。</strong>SaaS</p>\n"},
		{"emphasis as CommonMark has it", "a*b*c, a_b_c, * a *, **(a)**b", "<p>a<em>b</em>c, a_b_c, * a *, **(a)**b</p>\n"},
		{"line breaks", "第一行\n第二行，\nSaaS\n第三行\\\n第四**行\n五**", "<p>第一行第二行，\nSaaS\n第三行<br>\n第四<strong>行五</strong></p>\n"},
		{"a bare link ends where Chinese begins", "见 https://a.example/x?y=1，然后", "<p>见 <a href=\"https://a.example/x?y=1\" rel=\"noopener\">https://a.example/x?y=1</a>，然后</p>\n"},
		{"headings", "## 续约风险\n## 续约 风险\n### A/B Test, 2!\n## 续约风险\n## __proto__\n", `<h2 id="续约风险">续约风险` + anchorLink("续约风险") + "</h2>\n" +
			`<h2 id="续约-风险">续约 风险` + anchorLink("续约-风险") + "</h2>\n" + `<h3 id="ab-test-2">A/B Test, 2!` + anchorLink("ab-test-2") + "</h3>\n" +
			`<h2 id="续约风险-2">续约风险` + anchorLink("续约风险-2") + "</h2>\n" + `<h2 id="proto"><strong>proto</strong>` + anchorLink("proto") + "</h2>\n"},
		{"an alert", "> [!TIP]\n> 先看**数字**。\n>\n> 再说\n", "<aside class=\"alert alert-tip\">\n<p class=\"alert-title\">提示</p>\n<p>先看<strong>数字</strong>。</p>\n<p>再说</p>\n</aside>\n"},
		{"no alert", "> [!HINT]\n> 甲\n", "<blockquote>\n<p>[!HINT]\n甲</p>\n</blockquote>\n"},
		{"a table", "| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n", "<div class=\"table\" tabindex=\"0\" role=\"group\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-left\">甲</th>\n<th scope=\"col\" class=\"align-right\">乙</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class=\"align-left\">1</td>\n<td class=\"align-right\">2</td>\n</tr>\n</tbody>\n</table>\n</div>\n"},
		{"tasks", "- [ ] 甲\n- [x] [乙](b.md)\n- 丙\n", "<ul>\n<li><label><input type=\"checkbox\" data-task=\"0\" autocomplete=\"off\"> 甲</label></li>\n<li><label><input type=\"checkbox\" data-task=\"1\" autocomplete=\"off\" checked> <a href=\"b.md\">乙</a></label></li>\n<li>丙</li>\n</ul>\n"},
		{"definitions", "ARR\n: 年度经常性收入\n", "<dl>\n<dt>ARR</dt>\n<dd>年度经常性收入</dd>\n</dl>\n"},
		{"raw HTML", "a <b>c</b>\n\n<script>alert(1)</script>\n", "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
		{"entities", "&lt;b&gt; &amp;amp; &#x26; &nosuch; \\*", "<p>&lt;b&gt; &amp;amp; &amp; &amp;nosuch; *</p>\n"},
		{"a picture", "![漏斗 *图*](图.png \"题 \\\"x\")", "<p><img src=\"图.png\" alt=\"漏斗 图\" title=\"题 &#34;x\" loading=\"lazy\" decoding=\"async\"></p>\n"},
		{"code", "```go\"><script>\n<a>\n```\n", "<pre><code class=\"language-go&#34;&gt;&lt;script&gt;\">&lt;a&gt;\n</code></pre>\n"},
		{"mail", "<a@b.example>", "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, got, _ := parse(test.source)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func anchorLink(id string) string {
	return `<a class="anchor" href="#` + id + `" aria-hidden="true" tabindex="-1">#</a>`
}

func TestUnsafeLinksAreLeftOut(t *testing.T) {
	for _, destination := range []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "java&Tab;script:alert(1)", "java&#x0a;script:alert(1)",
		"&#106;avascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "\\\\host\\x", "&#1;javascript:alert(1)",
	} {
		for _, source := range []string{"[甲](<" + destination + ">)", "![甲](<" + destination + ">)", "[甲][x]\n\n[x]: <" + destination + ">"} {
			d, html, faults := parse(source)
			if len(d.Links) > 0 || strings.Contains(html, "href") || strings.Contains(html, "src") || !strings.Contains(faults, "is left out") {
				t.Errorf("%s gives %s with %s", source, html, faults)
			}
		}
	}
	for _, destination := range []string{"a.md", "../a:b/c.md#x", "#x", "https://a.example", "mailto:a@b.example", "tel:10086", "?q=a:b"} {
		if d, _, faults := parse("[甲](" + destination + ")"); len(d.Links) != 1 || faults != "" {
			t.Errorf("%s is not a link: %s", destination, faults)
		}
	}
}

func TestPlaces(t *testing.T) {
	source := "+++\n+++\n段落 [甲](a.md) 和 [乙](b.md \"题\")\n\n- 列表 ![丙](c.png)\n\n> 引 [丁][x]\n\n| 表 |\n|---|\n| [戊](e.md) |\n\n## 题 <i>\n\n[x]: d.md\n\n<https://f.example>\n"
	d, faults := newParser().Parse("p.md", source, 8)
	var got []string
	for _, l := range d.Links {
		line, _, _ := strings.Cut(source[l.Place.Offset:], "\n")
		got = append(got, l.Destination+" at "+line)
	}
	want := []string{
		`a.md at [甲](a.md) 和 [乙](b.md "题")`, `b.md at [乙](b.md "题")`, `c.png at ![丙](c.png)`, `d.md at [丁][x]`,
		`e.md at [戊](e.md) |`, `https://f.example at <https://f.example>`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if line, _, _ := strings.Cut(source[d.Headings[0].Place.Offset:], "\n"); line != "## 题 <i>" && line != "题 <i>" {
		t.Errorf("the heading is at %q", line)
	}
	if len(faults) != 1 || !strings.HasPrefix(source[faults[0].Offset:], "<i>") {
		t.Errorf("the faults are %v", faults)
	}
}

func TestFaults(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"HTML", "甲 <b>乙\n", "p.md:1:3: warning: HTML is shown as text\n    write Markdown; if the text means the signs themselves, put it between ` signs\n"},
		{"an unsafe link", "甲 [乙](javascript:x)\n", "p.md:1:3: warning: the link \"javascript:x\" is left out\n    a link is a path of a file, or begins with https:, http:, mailto: or tel:\n"},
		{"a picture without text", "![](a.png)\n", "p.md:1:1: warning: the picture a.png has no alternative text\n    say between the brackets what it shows: ![漏斗图](a.png)\n"},
		{"a long paragraph", "甲\n\n" + strings.Repeat("很长的一行\n", 2100), "p.md:2051:1: error: a paragraph is longer than 32 kB\n    put an empty line between its parts\n"},
		{"nesting", strings.Repeat("> ", 51) + "甲", "p.md:1:1: error: more than 50 nested lists and quotations\n    take some of the > and - signs, or of the indentation, away\n"},
		{"columns", strings.Repeat("|甲", 101) + "|", "p.md:1:1: error: a table of more than 100 columns\n    split the table\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, _, got := parse(test.source); got != test.want {
				t.Error(cmp.Diff(test.want, got))
			}
		})
	}
}

func TestTitleAndSections(t *testing.T) {
	d, html, _ := parse("# 手册 **一**\n\n开头\n第二行\n\n## 续约\n\n- 甲\n- 乙 `code`\n\n| 表 | 格 |\n|---|---|\n| 一 | 二 |\n\n### 空\n\n## 脚注[^1]\n\n```\n代码\n```\n\n[^1]: 脚注的话\n")
	if d.Title != "手册 一" || strings.Contains(html, "<h1") {
		t.Errorf("the title is %q in %s", d.Title, html)
	}
	want := []Section{
		{Text: "开头第二行"},
		{Anchor: "续约", Heading: "续约", Level: 2, Text: "甲\n乙 code\n表\n格\n一\n二"},
		{Anchor: "空", Heading: "空", Level: 3},
		{Anchor: "脚注", Heading: "脚注", Level: 2, Text: "代码\n脚注的话"},
	}
	if diff := cmp.Diff(want, d.Sections); diff != "" {
		t.Error(diff)
	}
}

func TestAnchor(t *testing.T) {
	for heading, want := range map[string]string{
		"续约风险": "续约风险", " POC 约定 ": "poc-约定", "A/B Test, 2!": "ab-test-2", "ＡＢ": "ａｂ", "“续约”怎么谈？": "续约怎么谈", "!!!": "",
		"3 个月：产品穿透": "3-个月产品穿透", strings.Repeat("长", 60): strings.Repeat("长", 40),
	} {
		if got := Anchor(heading); got != want {
			t.Errorf("Anchor(%q) is %q, not %q", heading, got, want)
		}
	}
	a := anchors{}
	for _, step := range []struct{ heading, want string }{{"location", "h-location"}, {"!!!", "h"}, {"x", "x"}, {"x-2", "x-2"}, {"x", "x-3"}} {
		if got := a.unique(step.heading); got != step.want {
			t.Errorf("the anchor of %q is %q, not %q", step.heading, got, step.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n[b](c.md) ![d](e.png)", "> [!TIP]\n> x", "- [ ] a\n  - [x] b", "|a|b|\n|-|-|\n|[c](d)|e|", "a[^1]\n\n[^1]: b", "<script>x</script>",
		"[a](javascript&colon;b)", "**“a”**b_c_", "a\n: b", "&#0; &#106;", "[a]: b\n\n[a]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if strings.ContainsRune(source, 0) {
			t.Skip("content refuses NUL")
		}
		d, html, _ := parse(source)
		for _, bad := range []string{"<script", "<style", "<iframe", "\x00"} {
			if strings.Contains(strings.ToLower(html), bad) {
				t.Fatalf("%q gives %q", source, html)
			}
		}
		at := 0
		for _, l := range d.Links {
			if l.Hole < at || l.Hole > len(d.HTML) || !strings.HasSuffix(d.HTML[:l.Hole], `="`) || !strings.HasPrefix(d.HTML[l.Hole:], `"`) {
				t.Fatalf("the hole of %v is not in an attribute of %q", l, d.HTML)
			}
			at = l.Hole
		}
	})
}

func BenchmarkParse(b *testing.B) {
	section := "## 续约风险\n\n使用率低于 60% 的客户要**重点**运营，见[健康度](a.md#诊断)和[表](b.md)。\n\n| 月 | 做什么 |\n|---|---:|\n| 1 | 诊断 |\n\n- 甲\n- 乙\n\n"
	source := strings.Repeat(section, 2600/len(section))
	p := newParser()
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		d, _ := p.Parse("p.md", source, 0)
		d.Render(func(_ int, l Link) string { return l.Destination })
	}
}
