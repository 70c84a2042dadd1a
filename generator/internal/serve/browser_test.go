package serve

import (
	"net/http/httptest"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/diag"
)

// open opens the server's first page in a browser.
func open(t *testing.T, listener *httptest.Server) *browsertest.Tab {
	t.Helper()
	b := browsertest.New(t, listener.URL+"/", 404, 503) // no icon; no site yet
	b.Open("")
	return b
}

func long(text string) files {
	return files{"index.html": `<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>x</title></head><body>` +
		"<h1>" + text + "</h1>" + strings.Repeat("<p>long</p>", 500) + "</body></html>"}
}

func TestInBrowser(t *testing.T) {
	s, listener := start(t, long("one"))
	b := open(t, listener)
	b.Await(`document.querySelector("h1").textContent === "one"`)

	browsertest.Eval[bool](b, `scrollTo(0, 3000), window.old = true`)
	s.show(long("two").result())
	b.Await(`document.querySelector("h1").textContent === "two" && !window.old`)
	b.Await(`scrollY === 3000`)

	broken := diag.Diagnostic{
		File: "content/a.md", Line: 3, Column: 4, Severity: "error",
		Message: "no page <img src=x onerror=alert(1)>", Help: "mend it\nor not", Source: "看[表]<script>alert(1)</script>",
	}
	s.show(files(nil).result(broken))
	b.Await(`document.querySelector(".cairn-overlay")`)
	const want = "The site was not rebuilt: mend this and it appears by itself|Hide|" +
		"content/a.md:3:4 error|no page <img src=x onerror=alert(1)>|看[表]<script>alert(1)</script>|mend it\nor not"
	if got := browsertest.Eval[string](b, `[...document.querySelectorAll(".cairn-overlay h2, .cairn-overlay button, .cairn-fault > *")].map(e => e.textContent).join("|")`); got != want {
		t.Errorf("the overlay says\n%s\nwant\n%s", got, want)
	}
	if got := browsertest.Eval[string](b, `document.querySelector(".cairn-mark").textContent`); got != "]" {
		t.Errorf("the mark is on %q", got)
	}
	if got := browsertest.Eval[string](b, `document.querySelectorAll("#cairn-overlay img, #cairn-overlay script").length + ""`); got != "0" {
		t.Errorf("%s elements came out of a message", got)
	}
	b.Await(`getComputedStyle(document.querySelector(".cairn-overlay")).position === "fixed"`)

	b.Click(".cairn-close")
	b.Await(`!document.querySelector(".cairn-overlay")`)
	other := broken
	other.Message = "another fault"
	s.show(files(nil).result(other))
	b.Await(`document.querySelector(".cairn-message")?.textContent === "another fault"`)
	s.show(long("two").result())
	b.Await(`!document.querySelector(".cairn-overlay")`)
	b.Await(`scrollY === 3000 && document.querySelector("h1").textContent === "two"`)
}

// The page that shows why there is no site gives way to the site.
func TestInBrowserFromTheFirstError(t *testing.T) {
	s, listener := start(t, nil, diag.Diagnostic{File: "site.toml", Line: 1, Column: 1, Severity: "error", Message: "no title"})
	b := open(t, listener)
	b.Await(`document.querySelector(".cairn-message")?.textContent === "no title"`)
	s.show(long("one").result())
	b.Await(`document.querySelector("h1").textContent === "one" && !document.querySelector(".cairn-overlay")`)
}
