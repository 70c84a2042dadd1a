package markdown

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

func newParser() *Parser {
	return New(Words{
		Note: "注意", Tip: "提示", Important: "重要", Warning: "当心", Caution: "小心", Wrong: "别这样", Right: "这样", Question: "问", Answer: "答",
		Permalink: "本节链接", Footnotes: "脚注", Back: "回到正文",
	})
}

// parse returns a document, its HTML with each address as written, and its faults as text.
func parse(source string) (d *Document, html, faults string) {
	d, list := newParser().Parse("p.md", source, 0)
	var b strings.Builder
	diag.Print(&b, diag.Catalogue(nil).Resolve(list, func(string) string { return source }))
	return d, d.Render(asWritten), b.String()
}

func asWritten(_ int, l Link) string { return l.Destination }

const rawHTML = "warning: HTML is shown as text\n    write Markdown; to show the characters themselves, put them between ` characters\n"

// A document does not depend on the documents that its parser made before, or after.
func TestParserReusesBuffers(t *testing.T) {
	p := newParser()
	sources := []string{"# 甲\n\n乙 **丙** [丁](a.md)\n\n## 戊\n\n己\n", "", "<b>\n", strings.Repeat("长长的一段。", 200)}
	var documents []*Document
	for range 2 {
		for _, source := range sources {
			d, _ := p.Parse("p.md", source, 0)
			documents = append(documents, d)
		}
	}
	for i, d := range documents {
		want, _ := newParser().Parse("p.md", sources[i%len(sources)], 0)
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("document %d: %s", i, diff)
		}
	}
}

func TestHTML(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"emphasis beside Chinese punctuation", "客户**“续约”**率,**续约。**然后*“先用后买”*的", "<p>客户<strong>“续约”</strong>率,<strong>续约。</strong>然后<em>“先用后买”</em>的</p>\n"},
		{"emphasis before a Latin word", "**先用。**SaaS", "<p><strong>先用。</strong>SaaS</p>\n"},
		{"emphasis of Latin punctuation beside Chinese", "签**(5)**家，**100%**的，占**-5%**，“**A**”", "<p>签<strong>(5)</strong>家，<strong>100%</strong>的，占<strong>-5%</strong>，“<strong>A</strong>”</p>\n"},
		{"emphasis as CommonMark has it", "a*b*c, a_b_c, * a *, **(a)**b, ***c***", "<p>a<em>b</em>c, a_b_c, * a *, **(a)**b, <em><strong>c</strong></em></p>\n"},
		{"underscores stay within words", "中文 _强调_，（_强调_） 续约_风险_率", "<p>中文 <em>强调</em>，（<em>强调</em>） 续约_风险_率</p>\n"},
		{"no emphasis around spaces", "3 * 4 * 5，续约 ** 风险 **", "<p>3 * 4 * 5，续约 ** 风险 **</p>\n"},
		{"strikethrough", "~~旧价。~~新价 ~a~ ~~b~ ~~~c~~~", "<p><del>旧价。</del>新价 <del>a</del> ~~b~ ~~~c~~~</p>\n"},
		{"line breaks", "第一行\n第二行，\nSaaS\n第三行\\\n第四**行\n五**  \n六", "<p>第一行第二行，\nSaaS\n第三行<br>\n第四<strong>行五</strong><br>\n六</p>\n"},
		{"line breaks beside markup", "**甲**\n乙\n`代码`\n中文\n[链](a.md)\n*接\n下*[^1]\n句\n![图](b.png)\na\n**b**\n\n[^1]: 注\n", "<p><strong>甲</strong>乙<code>代码</code>中文<a href=\"a.md\">链</a><em>接下</em>" + footnoteMark + "句\n" +
			"<img src=\"b.png\" alt=\"图\" decoding=\"async\">\na\n<strong>b</strong></p>\n" + footnoteList("注")},
		{"a bare link begins and ends beside Chinese", "见https://a.example/x?y=1，然后", "<p>见<a href=\"https://a.example/x?y=1\" rel=\"noopener\">https://a.example/x?y=1</a>，然后</p>\n"},
		{"bare links end before punctuation", "(https://a.example/(b)). **http://c.example**; www.d.example/e.", "<p>(<a href=\"https://a.example/(b)\" rel=\"noopener\">https://a.example/(b)</a>). <strong><a href=\"http://c.example\" rel=\"noopener\">http://c.example</a></strong>; <a href=\"http://www.d.example/e\" rel=\"noopener\">www.d.example/e</a>.</p>\n"},
		{"bare mail", "找zhang_san@a.example。或 a.b-c@d.example.", "<p>找<a href=\"mailto:zhang_san@a.example\">zhang_san@a.example</a>。或 <a href=\"mailto:a.b-c@d.example\">a.b-c@d.example</a>.</p>\n"},
		{"no bare links", "http:// xhttps://a.example 3.14 www. www.a a@b @a.example _@a.example `https://a.example` https\\://a.example", "<p>http:// xhttps://a.example 3.14 www. www.a a@b @a.example _@a.example <code>https://a.example</code> https://a.example</p>\n"},
		{"no bare link within a link", "[见 https://a.example a@b.example](c.md)", "<p><a href=\"c.md\">见 https://a.example a@b.example</a></p>\n"},
		{"an alert", "> [!TIP]\n> 先看**数字**。\n>\n> 再说\n", "<aside class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">提示</p>\n<p>先看<strong>数字</strong>。</p>\n<p>再说</p>\n</aside>\n"},
		{"an alert of a list", "> [!caution]\n> - 甲\n", "<aside class=\"alert alert-caution\" role=\"note\">\n<p class=\"alert-title\">小心</p>\n<ul>\n<li>甲</li>\n</ul>\n</aside>\n"},
		{"an alert without a text", "> [!NOTE]\n", "<aside class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">注意</p>\n</aside>\n"},
		{"a text to copy", "> [!COPY] 第一条微信 <1>\n> 王总**您好**。\n>\n> - 甲\n", "<figure class=\"clip\" data-clip>\n<figcaption>第一条微信 &lt;1&gt;</figcaption>\n<div>\n<p>王总<strong>您好</strong>。</p>\n<ul>\n<li>甲</li>\n</ul>\n</div>\n</figure>\n"},
		{"no alert", "> \\[!HINT]\n> 甲\n\n> 甲 [!TIP]\n", "<blockquote>\n<p>[!HINT]\n甲</p>\n</blockquote>\n<blockquote>\n<p>甲 [!TIP]</p>\n</blockquote>\n"},
		{"a table", "| 甲 | 乙 | |\n|:--|--:|:-:|\n| 1 | `a\\|b` | 3 |\n| 2 |\n", "<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-left\">甲</th>\n<th scope=\"col\" class=\"align-right\">乙</th>\n<td class=\"align-center\"></td>\n</tr>\n</thead>\n<tbody>\n" +
			"<tr>\n<td class=\"align-left\">1</td>\n<td class=\"align-right\"><code>a|b</code></td>\n<td class=\"align-center\">3</td>\n</tr>\n<tr>\n<td class=\"align-left\">2</td>\n<td></td>\n<td></td>\n</tr>\n</tbody>\n</table>\n"},
		{"a table without rows", "|甲|\n|-|\n", "<table>\n<thead>\n<tr>\n<th scope=\"col\">甲</th>\n</tr>\n</thead>\n</table>\n"},
		{"tasks", "- [ ] 甲\n- [x] [乙](b.md)\n- 丙\n", "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" data-task=\"0\" data-key=\"lqdrw038ppjg\"> 甲</label></li>\n<li class=\"task\"><label><input type=\"checkbox\" data-task=\"1\" data-key=\"glt36hrlljyd\" checked> <a href=\"b.md\">乙</a></label></li>\n<li>丙</li>\n</ul>\n"},
		{"tasks apart", "1. [ ] 甲\n\n   乙\n", "<ol>\n<li class=\"task\">\n<p><label><input type=\"checkbox\" data-task=\"0\" data-key=\"lqdrw038ppjg\"> 甲</label></p>\n<p>乙</p>\n</li>\n</ol>\n"},
		{"no tasks", "- [x](a.md)\n- [ ]\n- \\[x] b\n", "<ul>\n<li><a href=\"a.md\">x</a></li>\n<li>[ ]</li>\n<li>[x] b</li>\n</ul>\n"},
		{"lists", "3) 甲\n   - 乙\n\n* * *\n", "<ol start=\"3\">\n<li>甲\n<ul>\n<li>乙</li>\n</ul>\n</li>\n</ol>\n<hr>\n"},
		{"definitions", "ARR\n: 年度经常性收入\n\nNRR\n\n: 甲\n\n  乙\n", "<dl>\n<dt>ARR</dt>\n<dd>年度经常性收入</dd>\n<dt>NRR</dt>\n<dd>\n<p>甲</p>\n<p>乙</p>\n</dd>\n</dl>\n"},
		{"footnotes", "甲[^a]。乙[^a]\n\n[^a]: 注\n", "<p>甲" + footnoteMark + "。乙<sup id=\"fnref:1:2\"><a class=\"footnote-ref\" href=\"#fn:1\" role=\"doc-noteref\">1</a></sup></p>\n" +
			strings.Replace(footnoteList("注"), "</p>", "&nbsp;<a class=\"footnote-backref\" href=\"#fnref:1:2\" role=\"doc-backlink\" aria-label=\"回到正文 2\">↩︎</a></p>", 1)},
		{"marks", "拜访 3–5 家〔原文要求〕，[90%〔原文举例〕](a.md)\n〔建议〕〔再看〕。", "<p>拜访 <span class=\"phrase\">3–5</span> 家<span class=\"mark\">〔原文要求〕</span>，<a href=\"a.md\">90%<span class=\"mark\">〔原文举例〕</span></a>" +
			"<span class=\"mark\">〔建议〕</span><span class=\"mark\">〔再看〕</span>。</p>\n"},
		{"ranges", "50%–60%，1,000–2,500.5 元，7–9。A–B，2027-03–04 `3–5`", "<p><span class=\"phrase\">50%–60%</span>，<span class=\"phrase\">1,000–2,500.5</span> 元，<span class=\"phrase\">7–9</span>。" +
			"A–B，2027-<span class=\"phrase\">03–04</span> <code>3–5</code></p>\n"},
		{"no range in a heading", "# 甲 3–5", "<h1 id=\"甲-35\">甲 3–5<a class=\"anchor\" href=\"#甲-35\" aria-label=\"本节链接\">#</a></h1>\n"},
		{"no marks", "〔七个汉字就太长〕 〔a〕 〔〕 〔建\n议〕 `〔建议〕` ![〔建议〕](a.png)", "<p>〔七个汉字就太长〕 〔a〕 〔〕 〔建议〕 <code>〔建议〕</code> <img src=\"a.png\" alt=\"〔建议〕\" decoding=\"async\"></p>\n"},
		{"no mark in a heading", "# 甲〔建议〕", "<h1 id=\"甲建议\">甲〔建议〕<a class=\"anchor\" href=\"#甲建议\" aria-label=\"本节链接\">#</a></h1>\n"},
		{"entities", "&lt;b&gt; &amp;amp; &#x26; &nosuch; \\* &#xFFFD; &#65533; & &#;", "<p>&lt;b&gt; &amp;amp; &amp; &amp;nosuch; * \uFFFD \uFFFD &amp; &amp;#;</p>\n"},
		{"a picture", "![漏斗 *图* [x](y.md)](图.png \"题 \\\"x\")", "<figure>\n<a href=\"图.png\" data-enlarge=\"\"><img src=\"图.png\" alt=\"漏斗 图 x\" title=\"题 &quot;x\" decoding=\"async\"></a>\n</figure>\n"},
		{"a picture in a link", "[![图](a.png)](b.md)", "<p><a href=\"b.md\"><img src=\"a.png\" alt=\"图\" decoding=\"async\"></a></p>\n"},
		{"titles", "[甲](a.md \"<b> & \\\"c\\\"\")", "<p><a href=\"a.md\" title=\"&lt;b&gt; &amp; &quot;c&quot;\">甲</a></p>\n"},
		{"code", "```go\"><script>\n<a>\n```\n\n    b\n", "<pre tabindex=\"0\"><code class=\"language-go\">&lt;a&gt;\n</code></pre>\n<pre tabindex=\"0\"><code>b\n</code></pre>\n"},
		{"languages", "``` c++ x=1\n```\n``` \"x\n```\n", "<pre tabindex=\"0\"><code class=\"language-c++\"></code></pre>\n<pre tabindex=\"0\"><code></code></pre>\n"},
		{"mail", "<a@b.example>", "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>\n"},
		{"external links", "[甲](HTTPS://a.example) [丙](http.md)", "<p><a href=\"HTTPS://a.example\" rel=\"noopener\">甲</a> <a href=\"http.md\">丙</a></p>\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, got, faults := parse(test.source)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if faults != "" {
				t.Error(faults)
			}
		})
	}
}

const footnoteMark = `<sup id="fnref:1"><a class="footnote-ref" href="#fn:1" role="doc-noteref">1</a></sup>`

func footnoteList(text string) string {
	return "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">\n<ol>\n<li id=\"fn:1\">\n<p>" + text +
		"&nbsp;<a class=\"footnote-backref\" href=\"#fnref:1\" role=\"doc-backlink\" aria-label=\"回到正文\">↩︎</a></p>\n</li>\n</ol>\n</section>\n"
}

// The prose of a document is what is around its marks, whose characters stay in the plain text.
func TestTextsAroundMarks(t *testing.T) {
	d, _, _ := parse("| 甲 |\n| --- |\n| 乙〔建议〕丙〔建议〕 |\n\n〔建议〕\n")
	var texts []string
	for _, s := range d.Texts {
		texts = append(texts, d.HTML[s.From:s.To])
	}
	if got, want := strings.Join(texts, "|"), "甲|乙|丙"; got != want {
		t.Errorf("the prose is %s, want %s", got, want)
	}
	if got, want := d.Text(), "甲\n乙〔建议〕丙〔建议〕\n〔建议〕"; got != want {
		t.Errorf("the text is %s, want %s", got, want)
	}
}

func TestHeadings(t *testing.T) {
	_, got, _ := parse("## 续约风险\n## 续约 风险\n### A/B *Test*, 2!\n## 续约风险\n## __proto__\n## 链 [接](a.md)[^1]\n## Q&A / FAQ\n## Status {#state}\n\n[^1]: 注\n")
	want := heading("2", "续约风险", "续约风险") + heading("2", "续约-风险", "续约 风险") + heading("3", "ab-test-2", "A/B <em>Test</em>, 2!") +
		heading("2", "续约风险-1", former("续约风险-2")+"续约风险") + heading("2", "proto", "<strong>proto</strong>") +
		heading("2", "链-接", "链 <a href=\"a.md\">接</a>"+footnoteMark) + heading("2", "qa--faq", former("qa-faq")+"Q&amp;A / FAQ") +
		heading("2", "state", former("status-state")+"Status") + footnoteList("注")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func heading(level, id, text string) string {
	return "<h" + level + ` id="` + id + `">` + text + `<a class="anchor" href="#` + id + `" aria-label="本节链接">#</a></h` + level + ">\n"
}

// former is the empty element that carries a former anchor.
func former(id string) string { return `<span id="` + id + `"></span>` }

func TestWordsLeftOut(t *testing.T) {
	d, _ := New(Words{}).Parse("p.md", "## 题[^1]\n\n> [!TIP]\n> 甲\n\n[^1]: 注\n", 0)
	want := `<h2 id="题">题` + footnoteMark + `<a class="anchor" href="#题">#</a></h2>` + "\n" + "<aside class=\"alert alert-tip\" role=\"note\">\n<p>甲</p>\n</aside>\n" +
		strings.NewReplacer(` aria-label="脚注"`, "", ` aria-label="回到正文"`, "").Replace(footnoteList("注"))
	if diff := cmp.Diff(want, d.HTML); diff != "" {
		t.Error(diff)
	}
}

func TestTitle(t *testing.T) {
	tests := []struct{ name, source, title, inner, rest string }{
		{"none", "## 一\n", "", "", heading("2", "一", "一")},
		{"at the beginning", "# 手册 **一** `x`\n\n甲\n", "手册 一 x #手册-一-x", "手册 <strong>一</strong> <code>x</code>", "<p>甲</p>\n"},
		{"underlined", "手册\n===\n", "手册 #手册", "手册", ""},
		{"after a text", "甲\n\n# 手册\n\n乙\n", "手册 #手册", "手册", "<p>甲</p>\n<p>乙</p>\n"},
		{"after a heading of its words", "## 手册\n\n# 手册\n\n## 手册\n", "手册 #手册-1", "手册", heading("2", "手册", "手册") + heading("2", "手册-2", "手册")},
		{"a second one is a heading", "# 手册\n\n# 再\n\n# 手册\n", "手册 #手册", "手册", heading("1", "再", "再") + heading("1", "手册-1", "手册")},
		{"without a word", "#\n\n## ！\n", " #", "", heading("2", "-1", former("h")+"！")},
		{"with a link, a picture and a footnote", "# [手册](a.md) ![图](b.png)[^1]\n\n[^1]: 注\n", "手册 图 #手册-", "<a href=\"a.md\">手册</a> <img src=\"b.png\" alt=\"图\" decoding=\"async\">" + footnoteMark, footnoteList("注")},
		{"with an id", "# 手册 {#book}\n", "手册 #book", "手册", ""},
		{"not in a quotation", "> # 甲\n", "", "", "<blockquote>\n" + heading("1", "甲", "甲") + "</blockquote>\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, _, _ := parse(test.source)
			title := ""
			if d.Title.Outer.To > 0 {
				title = d.Title.Text + " #" + d.Title.ID
			}
			inner, rest := d.RenderPart(d.Title.Inner, asWritten), d.Render(asWritten, Edit{Span: d.Title.Outer})
			if diff := cmp.Diff([]string{test.title, test.inner, test.rest}, []string{title, inner, rest}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSections(t *testing.T) {
	tests := []struct {
		name, source string
		want         []Section
	}{
		{"nothing", "", []Section{{}}},
		{"before the first heading", "# 手册\n\n开头\n第二行\n\n再\n", []Section{{Text: "开头第二行\n再"}}},
		{"markup leaves no trace", "# 手册\n\n续**约**风\n险 [链](a.md) `码`，Account\nExecutive  \n行 &amp; ~~旧~~ ![图](b.png)\n", []Section{{Text: "续约风险 链 码，Account Executive 行 & 旧 图"}}},
		{"blocks are lines", "## 一\n\n- 甲\n- [ ] 乙\n  - 丙\n\n| 表 | 格 |\n|---|---|\n| 一 | |\n\n```\n代\n\n码\n```\n\n> 引\n\n术\n: 语\n\n<b>\n", []Section{{},
			{Anchor: "一", Heading: "一", Level: 2, Text: "甲\n乙\n丙\n表\n格\n一\n代\n\n码\n引\n术\n语\n<b>"}}},
		{"headings", "## 一 *二*\n\n### 三\n\n四\n", []Section{{}, {Anchor: "一-二", Heading: "一 二", Level: 2}, {Anchor: "三", Heading: "三", Level: 3, Text: "四"}}},
		{"footnotes are where they are referred to", "甲[^a]\n\n## 一[^b]\n\n乙[^a]\n\n## 二\n\n丙\n\n[^a]: 注一\n[^b]: 注二\n\n    再\n", []Section{
			{Text: "甲\n注一"}, {Anchor: "一", Heading: "一", Level: 2, Text: "乙\n注二\n再"}, {Anchor: "二", Heading: "二", Level: 2, Text: "丙"}}},
		{"an alert", "> [!TIP]\n> 甲\n", []Section{{Text: "甲"}}},
		{"a text to copy", "> [!copy] 题\n> 甲\n", []Section{{Text: "题\n甲"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, _, _ := parse(test.source)
			if diff := cmp.Diff(test.want, d.Sections); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAnchor checks Anchor against the anchors that Git hosts generate.
func TestAnchor(t *testing.T) {
	for text, want := range map[string]string{
		"续约风险": "续约风险", "续约 风险": "续约-风险", "“续约”怎么谈？": "续约怎么谈", "3 个月：产品穿透": "3-个月产品穿透", "甲　乙\u00a0丙\t丁": "甲乙丙丁",
		"A/B Test, 2!": "ab-test-2", "ＡＢ１": "ａｂ１", "Q&A / FAQ": "qa--faq", "a - b": "a---b", "- a -": "--a--", "a–b—c": "abc", "snake_case __x__": "snake_case-__x__",
		" POC 约定 ": "-poc-约定-", "客户  砍价": "客户--砍价", "🚀 起步": "-起步", "起步 🚀 :tada:": "起步--tada", "❤️ 客户": "\ufe0f-客户", "v1.2.3": "v123", "100% / 3‰": "100--3",
		"① 一": "-一", "x² ½": "x-", "Ⅳ 〇": "ⅳ-〇", "ⓐ": "ⓐ", "café": "café", "cafe\u0301": "café", "E\u0301": "é", "ÄÖ Привет": "äö-привет", "‿＿": "‿＿", "l\u200di": "li",
		"": "", "!!!": "", "--": "--", strings.Repeat("长 ", 200): strings.Repeat("长-", 200),
	} {
		if got := Anchor(text); got != want {
			t.Errorf("Anchor(%q) is %q, not %q", text, got, want)
		}
	}
}

// TestAnchorsOfHeadings checks the anchors of headings with markup and of equal headings
// against those of Git hosts.
func TestAnchorsOfHeadings(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"## 甲\n## 甲\n## 甲\n", "甲 甲-1 甲-2"},
		{"# 甲\n## 甲\n", "甲 甲-1"},
		{"## x\n## x\n## x 1\n## x-1\n## x\n## x-2\n", "x x-1 x-1-1 x-1-2 x-2 x-2-1"},
		{"## x-1\n## x\n## x\n", "x-1 x x-2"},
		{"## !\n## ？\n", " -1"},
		{"## __init__\n## \\__init__\n## `__init__` *b* ~~c~~\n", "init _init_ __init__-b-c"},
		{"## [甲 **乙**](a.md) <https://a.example/b-c> www.d.example\n", "甲-乙-httpsaexampleb-c-wwwdexample"},
		{"## ![图](a.png) 甲\n## 乙<br>丙 <b>丁</b><!-- 戊 -->\n", "-甲 乙丙-丁"},
		{"## 甲[^1]\n\n[^1]: 注\n", "甲"},
		{"甲 a\n乙 b\n===\n", "甲-a乙-b"},
		{"## &amp; &lt;a&gt; \\* x\n## C\\#\n", "-a--x c"},
		{"> ## 甲\n\n- ## 甲\n  - ### 甲\n", "甲 甲-1 甲-2"},
		{"## location\n## __proto__ x\n## main\n## Search input\n## fn:1\n", "location proto-x main search-input fn1"},
		{"## 甲 {#b}\n## 甲\n## 甲 b\n", "b 甲 甲-b-1"},
	} {
		d, _, _ := parse(test.source)
		var got []string
		for _, h := range d.Headings {
			got = append(got, h.ID)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q has the anchors %q", test.source, got)
		}
	}
}

// A former anchor leads to its heading unless another heading has that anchor now.
func TestFormerAnchors(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"## 续约\n## 怎么谈 SaaS\n", ""},
		{"## Status\n## Q&A / FAQ\n", "status<h-status qa--faq<qa-faq"},
		{"# 甲\n## 甲\n## 甲\n", ""},
		{"# 甲\n## 乙\n## 乙\n", "乙-1<乙-2"},
		{"## h-location\n## Location\n## Main title\n", "location<h-location-2 main-title<h-main-title"},
		{"## qa-faq\n## Q&A / FAQ\n## !\n", "qa--faq<qa-faq-2 <h"},
		{"## a - b\n## a b\n", "a-b<a-b-2"},
		{"## ① 一 {#one}\n", "one<①-一-one one<-一-one"},
		{"## " + strings.Repeat("长", 60) + "\n", strings.Repeat("长", 60) + "<" + strings.Repeat("长", 40)},
	} {
		d, _, _ := parse(test.source)
		var got []string
		for _, h := range d.Headings {
			for _, id := range h.Former {
				got = append(got, h.ID+"<"+id)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q has %q", test.source, got)
		}
	}
}

func TestOwnIDs(t *testing.T) {
	const rest = "; write \\{ to show a brace\n"
	tests := []struct{ name, source, ids, texts, faults string }{
		{"of every level and kind", "# 甲 {#a}\n## 乙{#乙-2}\n###### 丙 {#C_c.d} ##\n\n丁\n戊 {#e}\n---\n\n己\n{#f}\n===\n\n> ## 庚 {#g}  \n", "a 乙-2 C_c.d e f g", "甲|乙|丙|丁戊|己|庚", ""},
		{"behind markup", "## **甲** {#a_b_c}\n## `乙` {#b}\n## [丙](c.md) {#c}\n", "a_b_c b c", "甲|乙|丙", ""},
		{"alone", "## {#a}\n", "a", "", ""},
		{"in other letters", "## 甲 {#cafe\u0301}\n", "café", "甲", ""},
		{"within code", "## `{#a}`\n## 甲 `{#b}\n## `{#c} `\n", "a b c-", "{#a}|甲 `|{#c} ", ""},
		{"no id", "## 甲 \\{#a}\n## {#b} 乙\n## 丙 {x}\n## 丁 {#d} {x}\n\n戊 {#e}\n", "甲-a b-乙 丙-x 丁-d-x", "甲 {#a}|{#b} 乙|丙 {x}|丁 {#d} {x}", ""},
		{"invalid", "## 甲 {#a b}\n## 乙 {#}\n## 丙 {# }\n## 丁 {#a:b}\n\n戊\n己 {#<x>}\n---\n", "    ", "甲|乙|丙|丁|戊己",
			"p.md:1:6: error: \"a b\" is not a valid id of a heading\n    an id has letters, digits, - and _: {#a-b}" + rest +
				"p.md:2:6: error: \"\" is not a valid id of a heading\n    an id has letters, digits, - and _" + rest +
				"p.md:3:6: error: \" \" is not a valid id of a heading\n    an id has letters, digits, - and _" + rest +
				"p.md:4:6: error: \"a:b\" is not a valid id of a heading\n    an id has letters, digits, - and _: {#ab}" + rest +
				"p.md:7:3: error: \"<x>\" is not a valid id of a heading\n    an id has letters, digits, - and _: {#x}" + rest},
		{"twice", "## 甲 {#a}\n## 乙 {#a}\n## 丙 {#己}\n# 己\n## a\n", "   己 a", "甲|乙|丙|己|a",
			"p.md:1:6: error: the heading \"a\" already has the anchor #a\n    give this heading another id\n" +
				"p.md:2:6: error: the heading \"a\" already has the anchor #a\n    give this heading another id\n" +
				"p.md:3:6: error: the heading \"己\" already has the anchor #己\n    give this heading another id\n"},
		{"the first of two keeps it", "## 甲 {#x}\n## 乙 {#x}\n", "x ", "甲|乙", "p.md:2:6: error: the heading \"甲\" already has the anchor #x\n    give this heading another id\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, _, faults := parse(test.source)
			var ids, texts []string
			for _, h := range d.Headings {
				ids, texts = append(ids, h.ID), append(texts, h.Text)
			}
			if diff := cmp.Diff([]string{test.ids, test.texts, test.faults}, []string{strings.Join(ids, " "), strings.Join(texts, "|"), faults}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// BenchmarkPage parses and renders a page as authors write them.
func BenchmarkPage(b *testing.B) {
	source, err := os.ReadFile("testdata/page.md")
	if err != nil {
		b.Fatal(err)
	}
	p, text := newParser(), string(source)
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		d, _ := p.Parse("page.md", text, 0)
		d.Render(asWritten)
	}
}

// A task's key depends only on its own visible text: markup, nested items and footnotes do not
// change it. Its place tells equal tasks under different headings and items apart.
func TestTaskKeys(t *testing.T) {
	keys := func(source string) (keys, places []string) {
		doc, faults := newParser().Parse("a.md", source, 0)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		for _, m := range regexp.MustCompile(`data-key="(\w*)"(?: data-place="(\w*)")?`).FindAllStringSubmatch(doc.HTML, -1) {
			keys, places = append(keys, m[1]), append(places, m[2])
		}
		if len(keys) != doc.Tasks {
			t.Fatalf("%d of %d tasks have a key in\n%s", len(keys), doc.Tasks, doc.HTML)
		}
		return keys, places
	}
	for _, same := range [][2]string{
		{"- [ ] 读 **产品** 手册\n", "- [x] [读产品手册](https://a.example/ \"题\")\n"},
		{"- [ ] 甲[^1]\n\n[^1]: 注\n", "- [ ] 甲\n  - 乙\n  - [ ] 丙\n"},
		{"- [ ] a\n  b\n", "1. [ ] `a b`\n\n   c\n"},
		{"- [ ] 读 SaaS 手册\n", "> - [ ] 读SaaS\n>   手册\n"},
		{"- [ ] e\u0301\n", "- [ ] \u00e9\n"},
		{"- [ ] a\\_b &amp; c\n", "- [ ] a_b & c\n"},
		{"- [ ] ![图](a.png)\n", "- [ ] 图\n"},
	} {
		a, _ := keys(same[0])
		b, _ := keys(same[1])
		if a[0] != b[0] {
			t.Errorf("%q and %q are two tasks", same[0], same[1])
		}
	}
	seen := map[string]string{}
	for _, text := range []string{"C", "C++", "C#", "c", "NET", ".NET", "10%", "10", "ab", "a b", "甲", "甲。", "Ａ", "①"} {
		key, _ := keys("- [ ] " + text + "\n")
		if other, known := seen[key[0]]; known {
			t.Errorf("%q and %q are one task", other, text)
		}
		seen[key[0]] = text
	}
	_, places := keys("- [ ] 甲\n\n## 一\n\n- [ ] 甲\n- 乙\n  - [ ] 甲\n    - [ ] 甲\n\n### 二\n\n- [ ] 甲\n\n## 三\n\n### 二\n\n- [ ] 甲\n\n## 一\n\n- [ ] 甲\n")
	if places[0] != "" || places[1] != places[6] || len(slices.Compact(slices.Sorted(slices.Values(places)))) != 6 {
		t.Errorf("the places are %q", places)
	}
}
