package build

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const glossary = `[[terms]]
term = "ARR"
name = "年度经常性收入"
definition = "订阅折算成一年的\"收入\"。"
[[terms]]
term = "续约"
definition = "到期后**再签**。"
[[terms]]
term = "续约率"
definition = "续了的占到期的。"
`

// The first use of a term on a page leads to the glossary and tells what it
// means; an author's own link to the term is its first use.
func TestTermsAreMarked(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":             `title = "笔记"`,
		"content/glossary.toml": glossary,
		"content/a/b.md":        "# 续约\n\nARRAY 不是 ARR，ARR 是 `ARR`。\n\n## 续约率\n\n看**续约率**和续约，再看续约。\n",
		"content/c.md":          "# 别的\n\n先谈续约。[续约](glossary.toml#续约)要早。\n",
		"content/d.md":          "# 没有\n\n[续约](a/b.md)，`续约`。\n",
	})
	if faults != "" {
		t.Error(faults)
	}
	for path, want := range map[string]string{
		"a/b.html": `<h1>续约</h1><p>ARRAY 不是 <a href="../glossary.html#arr" class="term-link" data-definition="订阅折算成一年的&#34;收入&#34;。">ARR</a>，ARR 是 <code>ARR</code>。</p>` + "\n" +
			`<h2 id="续约率">续约率<a class="anchor" href="#续约率">#</a></h2>` + "\n" +
			`<p>看<strong><a href="../glossary.html#续约率" class="term-link" data-definition="续了的占到期的。">续约率</a></strong>和` +
			`<a href="../glossary.html#续约" class="term-link" data-definition="到期后再签。">续约</a>，再看续约。</p>` + "\n",
		"c.html": `<h1>别的</h1><p>先谈续约。<a href="glossary.html#续约" class="term-link" data-definition="到期后再签。">续约</a>要早。</p>` + "\n",
		"d.html": `<h1>没有</h1><p><a href="a/b.html">续约</a>，<code>续约</code>。</p>` + "\n",
	} {
		if diff := cmp.Diff(want, page(t, tree, path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

// A term is no mention within its exceptions, even across lines: no link, no page
// in its entry, no use.
func TestExceptionsOfTerms(t *testing.T) {
	_, faults := report(New(fsOf(map[string]string{
		"site.toml": `title = "笔记"`,
		"content/glossary.toml": "[[terms]]\nterm = \"上会\"\ndefinition = \"一。\"\nexcept = [\"线上会议\", \"上会计\", \"会上会上会\"]\n" +
			"[[terms]]\nterm = \"会议\"\ndefinition = \"二。\"\n" +
			"[[terms]]\nterm = \"年检\"\naliases = [\"检查\"]\ndefinition = \"三。\"\nexcept = [\"年检\", \"青年检查\", \"检查员\", \"年\"]\n",
		"content/a.md": "# 甲\n\n线上会议，加上会计，会上会上会，青年检查员。\n",
	}), theme()).Build(Options{Today: "2026-11-23", Check: true}))
	want := `content/glossary.toml:2:8: info: no page uses the term 上会
    use it, by its name or one of its aliases, or take it out
content/glossary.toml:9:8: info: no page uses the term 年检
    use it, by its name or one of its aliases, or take it out
content/glossary.toml:12:11: warning: the exception 年检 is no word around 年检
    write a word that holds the term by chance, as 线上会议 holds 上会
content/glossary.toml:12:32: warning: the exception 年 is no word around 年检
    write a word that holds the term by chance, as 线上会议 holds 上会
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":             `title = "笔记"`,
		"content/glossary.toml": "[[terms]]\nterm = \"上会\"\ndefinition = \"一。\"\nexcept = [\"线上会议\", \"上会计\"]\n[[terms]]\nterm = \"会议\"\ndefinition = \"二。\"\n",
		"content/a.md":          "# 甲\n\n线上会议，加上会计，线\n上会议，上会\n计，线上会，再上会。\n",
	})
	link := func(id string) string {
		return `<a href="glossary.html#` + id + `" class="term-link" data-definition="` + map[string]string{"上会": "一。", "会议": "二。"}[id] + `">` + id + `</a>`
	}
	if diff := cmp.Diff("<h1>甲</h1><p>线上"+link("会议")+"，加上会计，线上会议，上会计，线"+link("上会")+"，再上会。</p>\n", page(t, tree, "a.html")); diff != "" || faults != "" {
		t.Error(diff, faults)
	}
}

// A slot shows the site's own text, or what stands there until it is written.
func TestSlots(t *testing.T) {
	files := map[string]string{
		"site.toml":                 `title = "笔记"`,
		"content/a/b.md":            "# 页\n\n前面\n\n> [!SLOT] prices\n> 还没有写，看[总价](../c.md)。\n\n后面\n",
		"content/c.md":              "# 价\n\n> [!SLOT] prices\n\n> [!SLOT] contacts\n> 问带教。\n",
		"content/company/prices.md": "三折起，看[表](../价目.xlsx)和[页](../c.md)。\n",
		"content/价目.xlsx":           "x",
	}
	tree, faults := buildOnce(t, files)
	if faults != "" {
		t.Error(faults)
	}
	if diff := cmp.Diff(`<h1>页</h1><p>前面</p>`+"\n"+`<div class="slot" data-filled>`+"\n"+`<p>三折起，看<a href="../%E4%BB%B7%E7%9B%AE.xlsx">表</a>和<a href="../c.html">页</a>。</p>`+"\n</div>\n<p>后面</p>\n", page(t, tree, "a/b.html")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(`<h1>价</h1><div class="slot" data-filled>`+"\n"+`<p>三折起，看<a href="%E4%BB%B7%E7%9B%AE.xlsx">表</a>和<a href="c.html">页</a>。</p>`+"\n</div>\n<div class=\"slot\">\n<p>问带教。</p>\n</div>\n", page(t, tree, "c.html")); diff != "" {
		t.Error(diff)
	}
	if index := page(t, tree, "search/manifest.js"); !strings.Contains(index, "三折起") || strings.Contains(strings.Join(tree.Paths(), " "), "company") {
		t.Errorf("the text of a slot is part of its pages, and no page of its own: %v", tree.Paths())
	}
	_, faults = report(New(fsOf(files), theme()).Build(Options{Today: "2026-11-23", Check: true}))
	if want := "content/c.md:5:1: info: the slot contacts is empty\n    write content/company/contacts.md; until then the page shows what stands here\n"; !strings.Contains(faults, want) || strings.Contains(faults, "the slot prices") {
		t.Errorf("a check says\n%s", faults)
	}
	files["content/company/price.md"] = "## 价格\n"
	_, faults = report(New(fsOf(files), theme()).Build(Options{Today: "2026-11-23"}))
	want := `content/company/price.md:1:1: warning: no page has a slot price
    did you mean prices?
content/company/price.md:1:1: warning: the text of a slot has a heading
    it becomes part of other pages, under their headings: write it bold instead
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}
