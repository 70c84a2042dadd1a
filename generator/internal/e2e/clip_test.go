package e2e

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cairn/generator/internal/browsertest"
)

// Each leaflet is printed on one page of A4, with its texts to copy and without the advice around them. The button of a text
// copies it as plain text and as HTML, also where the page has no clipboard; where nothing copies, the text is selected.
func TestTextsToCopy(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	leaflets := 0
	for name, page := range parsePages(t, tree(t)) {
		for _, n := range page.elements {
			if n.Data != "article" || !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-leaflet" }) {
				continue
			}
			leaflets++
			b.Open(name)
			if !b.EndsBefore(2, papers["A4"][0], papers["A4"][1]) {
				t.Errorf("%s takes more than one page of A4", name)
			}
			if leaflets > 1 {
				continue // embedding the fonts of a whole page takes seconds
			}
			pages, text := pdf(t, b, "A4")
			title, first := browsertest.Eval[string](b, `document.querySelector("h1").textContent`), browsertest.Eval[string](b, `document.querySelector(".clip figcaption").textContent`)
			if pages != 1 || !strings.HasPrefix(text, squeeze(title)) || !strings.Contains(text, squeeze(first)) || strings.Contains(text, "例子里的客户") {
				t.Errorf("%s takes %d pages of A4: %q", name, pages, text)
			}
		}
	}
	if leaflets == 0 {
		t.Error("there is no leaflet")
	}

	b.Resize(390, 844)
	b.Open("kit/quote.html")
	if !browsertest.Eval[bool](b, `document.querySelector(".clip td").checkVisibility()`) {
		t.Error("a phone does not show a table that is to be copied")
	}
	b.Open("kit/first-wechat.html")
	b.Await(`document.querySelector(".clip button") !== null`)
	want := browsertest.Eval[string](b, `[...document.querySelector(".clip > div").children].map((p) => p.textContent).join("\n\n")`)
	for _, way := range []struct{ name, prepare, copied, text, said string }{
		{"the clipboard", `navigator.clipboard.write = async ([item]) => { window.copied = [await (await item.getType("text/plain")).text(), await (await item.getType("text/html")).text()]; }`,
			`window.copied !== undefined`, `window.copied[0]`, "已复制"},
		{"the command", `(delete window.copied, navigator.clipboard.write = () => Promise.reject(new Error()),
			addEventListener("copy", ({ clipboardData: data }) => { window.copied = [data.getData("text/plain"), data.getData("text/html")]; }))`,
			`window.copied !== undefined`, `window.copied[0]`, "已复制"},
		{"the reader", `document.execCommand = () => false`, `getSelection().toString() !== ""`, `getSelection().containsNode(document.querySelector(".clip p:last-child"), false) ? window.copied[0] : getSelection().toString()`, "已经选中"},
	} {
		browsertest.Eval[bool](b, `(`+way.prepare+`, document.querySelector("[data-notice]").textContent = "", document.querySelector(".clip button").focus(), true)`)
		b.Press("Enter", "\r")
		b.Await(way.copied + ` && document.querySelector("[data-notice]").textContent !== ""`)
		if got := browsertest.Eval[string](b, way.text); got != want {
			t.Errorf("%s copies %q", way.name, got)
		}
		if got := browsertest.Eval[string](b, `document.querySelector("[data-notice]").textContent`); !strings.Contains(got, way.said) {
			t.Errorf("%s: the page says %q", way.name, got)
		}
		if got := browsertest.Eval[string](b, `window.copied[1]`); got != "\n<p>"+strings.ReplaceAll(want, "\n\n", "</p>\n<p>")+"</p>\n" {
			t.Errorf("%s copies %q", way.name, got)
		}
	}
}
