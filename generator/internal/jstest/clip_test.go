package jstest

import "testing"

// A text to copy, as a plain text and as HTML.
func TestTextToCopy(t *testing.T) {
	vm := Load(t, "../../../static/reading/clipText.ts")
	if _, err := vm.RunString(`
		const h = (nodeName, ...children) => ({ nodeName, nodeValue: null, childNodes: children.map((child) => typeof child === "string" ? { nodeName: "#text", nodeValue: child, childNodes: [] } : child) });
		const list = (start, ...items) => ({ ...h("OL", "\n", ...items), start });
		const box = (checked) => ({ ...h("INPUT"), checked });
		const both = (...children) => module.plainText(h("DIV", "\n", ...children)) + " | " + module.htmlText(h("DIV", ...children));
	`); err != nil {
		t.Fatal(err)
	}
	for script, want := range map[string]string{
		`both()`: " | ",
		`both(h("P", "王总", h("STRONG", "您好"), "。"), "\n", h("P", "见", h("A", "附件"), "。"))`: "王总您好。\n\n见附件。 | <p>王总<strong>您好</strong>。</p>\n<p>见附件。</p>",
		`both(h("P", "第一行", h("BR"), "\n第二行"))`:                                            "第一行\n第二行 | <p>第一行<br>\n第二行</p>",
		`both(h("UL", "\n", h("LI", "甲"), "\n", h("LI", "乙", h("UL", h("LI", "丙")))))`:     "- 甲\n- 乙\n  - 丙 | <ul>\n<li>甲</li>\n<li>乙<ul><li>丙</li></ul></li></ul>",
		`both(list(1, h("LI", "甲"), h("LI", "乙")))`:                                        "1. 甲\n2. 乙 | <ol>\n<li>甲</li><li>乙</li></ol>",
		`both(list(9, h("LI", h("P", "甲"), h("P", "乙")), h("LI", "丙")))`:                   "9. 甲\n   乙\n10. 丙 | <ol start=\"9\">\n<li><p>甲</p><p>乙</p></li><li>丙</li></ol>",
		`both(h("DIV", h("TABLE", h("THEAD", h("TR", h("TH", "项"), "\n", h("TH", "价"))), h("TBODY", h("TR", h("TD", "账号"), h("TD", "8 万")), h("TR", h("TD", "合计"), h("TD"))))))`: "项\t价\n账号\t8 万\n合计\t" +
			` | <table border="1" cellspacing="0" cellpadding="4"><thead><tr><th>项</th>` + "\n" + `<th>价</th></tr></thead><tbody><tr><td>账号</td><td>8 万</td></tr><tr><td>合计</td><td></td></tr></tbody></table>`,
		`both(h("P", "三天内回〔建议〕，每周 3–5 家〔原文要求〕，国发〔2024〕5 号"))`:                                                      "三天内回，每周 3–5 家，国发〔2024〕5 号 | <p>三天内回，每周 3–5 家，国发〔2024〕5 号</p>",
		`both(h("UL", h("LI", h("LABEL", box(false), " 甲")), h("LI", h("LABEL", box(true), " 乙"))))`:               "- □ 甲\n- ☑ 乙 | <ul><li>□ 甲</li><li>☑ 乙</li></ul>",
		`both(h("P", "a < b & c", h("BUTTON", "放大")), h("HR"), h("PRE", h("CODE", "一  二\n三\n")))`:                  "a < b & c\n\n---\n\n一  二\n三 | <p>a &lt; b &amp; c</p><hr><pre><code>一  二\n三\n</code></pre>",
		`both(h("DL", h("DT", "甲"), h("DD", "乙")), h("BLOCKQUOTE", h("P", h("B", "客户", h("SPAN", "：")), "“贵。”")))`: "甲\n乙\n\n客户：“贵。” | <dl><dt>甲</dt><dd>乙</dd></dl><blockquote><p><b>客户：</b>“贵。”</p></blockquote>",
	} {
		value, err := vm.RunString(script)
		if err != nil {
			t.Errorf("%s: %v", script, err)
		} else if got := value.String(); got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", script, got, want)
		}
	}
}
