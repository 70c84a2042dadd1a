package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

const glossary = `[[terms]]
term = "ARR"
name = "年度经常性收入"
definition = "订阅按 1.5 折算成一年的\"收入\"。一次性的不算。"
[[terms]]
term = "续约"
definition = "到期后**再签**。"
[[terms]]
term = "续约率"
definition = "续了的占到期的。"
`

// The first use of a term on a page becomes a link to the glossary that carries the
// definition. If an author links the term anywhere on the page, that link is used.
func TestFirstUseOfATermIsLinked(t *testing.T) {
	pages, faults := plain(t, map[string]string{
		"site.toml":             `title = "笔记"`,
		"content/glossary.toml": glossary,
		"content/a/b.md":        "# 续约\n\nARRAY 不是 ARR，ARR 是 `ARR`。\n\n## 续约率\n\n看**续约率**和续约，再看续约。\n",
		"content/c.md":          "# 别的\n\n先谈续约。[续约](glossary.toml#续约)要早。\n",
		"content/d.md":          "# 没有\n\n[续约](a/b.md)，`续约`。\n",
	}, sitetest.Options{})
	if faults != "" {
		t.Error(faults)
	}
	for path, want := range map[string]string{
		"a/b.html": `<h1>续约</h1><p>ARRAY 不是 <a href="../glossary.html#arr" class="term-link" data-definition="订阅按 1.5 折算成一年的&#34;收入&#34;。">ARR</a>，ARR 是 <code>ARR</code>。</p>` + "\n" +
			`<h2 id="续约率">续约率<a class="anchor" href="#续约率" aria-label="这一节的链接">#</a></h2>` + "\n" +
			`<p>看<strong><a href="../glossary.html#续约率" class="term-link" data-definition="续了的占到期的。">续约率</a></strong>和` +
			`<a href="../glossary.html#续约" class="term-link" data-definition="到期后再签。">续约</a>，再看续约。</p>` + "\n",
		"c.html": `<h1>别的</h1><p>先谈续约。<a href="glossary.html#续约" class="term-link" data-definition="到期后再签。">续约</a>要早。</p>` + "\n",
		"d.html": `<h1>没有</h1><p><a href="a/b.html">续约</a>，<code>续约</code>。</p>` + "\n",
	} {
		if diff := cmp.Diff(want, page(t, pages, path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

// A term inside one of its exceptions is not linked, even if the exception spans two lines.
func TestExceptionsOfATermAreNotLinked(t *testing.T) {
	pages, faults := plain(t, map[string]string{
		"site.toml":             `title = "笔记"`,
		"content/glossary.toml": "[[terms]]\nterm = \"上会\"\ndefinition = \"一。\"\nexcept = [\"线上会议\", \"上会计\"]\n[[terms]]\nterm = \"会议\"\ndefinition = \"二。\"\n",
		"content/a.md":          "# 甲\n\n线上会议，加上会计，线\n上会议，上会\n计，线上会，再上会。\n",
	}, sitetest.Options{})
	link := func(id string) string {
		return `<a href="glossary.html#` + id + `" class="term-link" data-definition="` + map[string]string{"上会": "一。", "会议": "二。"}[id] + `">` + id + `</a>`
	}
	if diff := cmp.Diff("<h1>甲</h1><p>线上"+link("会议")+"，加上会计，线上会议，上会计，线"+link("上会")+"，再上会。</p>\n", page(t, pages, "a.html")); diff != "" || faults != "" {
		t.Error(diff, faults)
	}
}

// A slot shows the company's text, or the content of its block if there is no such text.
func TestSlotShowsTheCompanysText(t *testing.T) {
	files := map[string]string{
		"site.toml":                 `title = "笔记"`,
		"content/a/b.md":            "# 页\n\n前面\n\n> [!SLOT] prices\n> 还没有写，看[总价](../c.md)。\n\n后面\n",
		"content/c.md":              "# 价\n\n> [!SLOT] prices\n\n> [!SLOT] contacts\n> 问带教。\n",
		"content/company/prices.md": "三折起，看[表](../价目.xlsx)和[页](../c.md)。\n",
		"content/价目.xlsx":           "x",
	}
	pages, faults := plain(t, files, sitetest.Options{})
	if faults != "" {
		t.Error(faults)
	}
	if diff := cmp.Diff(`<h1>页</h1><p>前面</p>`+"\n"+`<div class="slot" data-filled>`+"\n"+`<p>三折起，看<a href="../%E4%BB%B7%E7%9B%AE.xlsx">表</a>和<a href="../c.html">页</a>。</p>`+"\n</div>\n<p>后面</p>\n", page(t, pages, "a/b.html")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(`<h1>价</h1><div class="slot" data-filled>`+"\n"+`<p>三折起，看<a href="%E4%BB%B7%E7%9B%AE.xlsx">表</a>和<a href="c.html">页</a>。</p>`+"\n</div>\n<div class=\"slot\">\n<p>问带教。</p>\n</div>\n", page(t, pages, "c.html")); diff != "" {
		t.Error(diff)
	}
	for path := range pages {
		if strings.Contains(path, "company") {
			t.Errorf("the text of a slot is published as a page: %s", path)
		}
	}
}

// Characters with a meaning in URLs are escaped in the links to a file whose name has them.
func TestLinksEscapeFileNames(t *testing.T) {
	const name = "何？ 100% #1 & a+b"
	pages, faults := plain(t, map[string]string{
		"site.toml":                         `title = "手册"`,
		"content/" + name + ".md":           "# 何\n\n## 节\n",
		"content/x/" + name + "/" + "b.png": "x",
		"content/a.md":                      "[一](<何？ 100%25 %231 & a+b.md#节>) ![二](<x/何？ 100%25 %231 & a+b/b.png>)\n",
	}, sitetest.Options{})
	if faults != "" {
		t.Fatal(faults)
	}
	want := `<h1>a</h1><p><a href="%E4%BD%95%EF%BC%9F%20100%25%20%231%20&amp;%20a+b.html#节">一</a> ` +
		`<img src="x/%E4%BD%95%EF%BC%9F%20100%25%20%231%20&amp;%20a+b/b.png" alt="二" decoding="async"></p>` + "\n"
	if diff := cmp.Diff(want, page(t, pages, "a.html")); diff != "" {
		t.Error(diff)
	}
	page(t, pages, name+".html")
}
