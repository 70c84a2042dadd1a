package e2e

import (
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

const markup = `<img src=x onerror=alert(1)>`

// Markup typed into a worksheet, an assessment or a roster is shown as text everywhere.
func TestMarkupIsText(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, at := range []struct{ page, field, shows string }{
		{worksheet, `[name="客户画像"]`, `document.querySelector("blockquote").textContent.includes(`},
		{worksheet, signed, `document.querySelector('` + signed + `').value.includes(`},
		{"assessments/month-3.html", `[name="evidence-0"]`, `document.querySelector('[name="evidence-0"]').value.includes(`},
	} {
		b.Open(at.page)
		b.Fill(at.field, markup)
		b.Await(at.shows + "`" + markup + "`)")
		b.Reload()
		b.Await(at.shows + "`" + markup + "`)")
		noImage(t, b, at.page+" "+at.field)
	}
	b.Open("print.html")
	b.Click(`[value="goals/saas/newcomer.html"]`)
	paste(b, `[name="roster"]`, markup+"，，"+markup+"\n乙，"+markup)
	b.Await(`document.querySelector('[data-line="name"]')?.textContent === ` + "`" + markup + "`" + ` && document.querySelector("[data-problems]").textContent.includes("<img")`)
	noImage(t, b, "print.html")
}

func noImage(t *testing.T, b *browsertest.Tab, where string) {
	t.Helper()
	if browsertest.Eval[bool](b, `Boolean(document.querySelector('img[src="x"]'))`) {
		t.Errorf("%s: what was typed became markup", where)
	}
}

// The search page handles queries in its address that are very long or badly encoded.
func TestLongAndMalformedQueries(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	note := `document.querySelector("[data-search-page] .note")?.textContent`
	for query, want := range map[string]string{
		strings.Repeat("zq", 50_000): "没有找到“" + strings.Repeat("zq", 100) + "”。",
		"zz%E6%8Bqq%FF%00":           "没有一页原样写着“zz\uFFFDqq\uFFFD\x00”。沾边的：",
		"zz%24%26qq%25s":             "没有一页原样写着“zz$&qq%s”。沾边的：",
	} {
		b.Open("search.html")
		browsertest.Eval[bool](b, `(history.replaceState(null, "", "search.html?q=`+query+`&track=__proto__"), true)`)
		b.Reload()
		b.Await(note)
		if got := browsertest.Eval[string](b, note); got != want {
			t.Errorf("%.40s: it says %.400q, want %.400q", query, got, want)
		}
	}
}

func TestLongAndMalformedFragments(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	long := strings.Repeat("a", 100_000) // a million takes half a minute, most of it in the browser
	for path, hashes := range map[string][]string{
		worksheet:                      {long, "%E6%8B", "%", "__proto__", markup},
		"playbooks/saas/newcomer.html": {"%E6%8B", "%", "__proto__", markup},
	} {
		b.Open(path)
		for _, hash := range hashes {
			browsertest.Eval[bool](b, "(history.replaceState(null, \"\", `#"+hash+"`), true)")
			b.Reload()
			b.Await(`document.querySelector("[data-forget]").hidden === false`)
			noImage(t, b, path)
		}
	}
}

// Without scripts a page shows its whole text and the example's numbers, and it can be printed.
func TestWithoutScripts(t *testing.T) {
	b := browsertest.New(t, disk(t))
	b.NoScripts()
	b.Open(worksheet)
	if got := browsertest.Eval[string](b, text(`output[name="方案"]`)); got != "9.6" {
		t.Errorf("方案 is %q", got)
	}
	if !browsertest.Eval[bool](b, `document.querySelector("noscript .note").checkVisibility() && ![...document.querySelectorAll("button, label.import")].some(e => e.checkVisibility())`) {
		t.Error("the worksheet does not say that it cannot count, or offers what it cannot do")
	}
	if pages, text := pdf(t, b, "A4"); pages != 2 || !strings.Contains(text, "9.6") || !strings.Contains(text, "里程碑") {
		t.Errorf("it is printed on %d pages:\n%s", pages, text)
	}
	for path, want := range map[string]string{
		"playbooks/saas/newcomer.html": "产品穿透", "assessments/track.html": "怎么算分", "search.html": "搜索要用 JavaScript", "print.html": "这一页要用 JavaScript",
		"glossary.html": "ARR", "handbook.html": "词汇表", "start/saas.html": "SaaS",
	} {
		b.Open(path)
		if !browsertest.Eval[bool](b, `document.querySelector("main").innerText.includes(`+quote(want)+`)`) {
			t.Errorf("%s does not show %s", path, want)
		}
	}
}
