package serve

import (
	"errors"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

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

// page returns a page with a sidebar, a script that attaches to elements with data
// attributes, and a main part.
func page(title, main string) string {
	return `<!DOCTYPE html><html lang="zh" data-page="index.html"><head><meta charset="utf-8"><title>` + title + `</title>` +
		`<link rel="stylesheet" href="site.1.css"><script src="site.js" defer></script></head><body><input name="q"><main data-main>` +
		main + "</main>" + strings.Repeat("<p>long</p>", 500) + "</body></html>\n"
}

// site is a site of that page. Its script counts clicks on elements with data attributes.
func site(page string) files {
	return files{
		"index.html": page,
		"site.1.css": "h1 { color: rgb(1, 1, 1) }",
		"site.2.css": "h1 { color: rgb(2, 2, 2) }",
		"site.js":    `for (const e of document.querySelectorAll("[data-button]")) e.textContent += " held";`,
		"a.svg":      `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>`,
	}
}

// inBody returns a fragment of HTML in the form in which a browser serialises it.
func inBody(t *testing.T, text string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	var b strings.Builder
	for _, n := range nodes {
		err = errors.Join(err, html.Render(&b, n))
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "/>", ">")
}

// Elements that no script can have used are replaced in place; no other element is changed.
func TestTakenOver(t *testing.T) {
	tests := []struct {
		name      string
		was, is   string
		wantTitle string
	}{
		{"a text", page("x", "<h1>one</h1><p>one</p>"), page("x", "<h1>one</h1><p>two</p>"), "x"},
		{"a title", page("x", "<h1>one</h1>"), page("y", "<h1>two</h1>"), "y"},
		{"a paragraph more", page("x", "<p>one</p>"), page("x", "<p>zero</p><p>one</p><ul><li>two</li></ul>"), "x"},
		{"a paragraph less", page("x", "<p>one</p><p>two</p><p>three</p>"), page("x", "<p>three</p>"), "x"},
		{"several places", page("x", "<p>one</p><div data-b>-</div><p>two</p>"), page("x", "<p>1</p><div data-b>-</div><p>2</p>"), "x"},
		{"beside what is held", page("x", "<b data-button>-</b><p>one</p>"), page("x", "<b data-button>-</b><p>two</p>"), "x"},
		{"a style sheet", page("x", "<h1>one</h1>"), strings.Replace(page("x", "<h1>one</h1>"), "site.1", "site.2", 1), "x"},
		{"nothing", page("x", "<p>one</p>"), page("x", "<p>one</p>"), "x"},
	}
	s, listener := start(t, site(tests[0].was))
	b := open(t, listener)
	for _, test := range tests {
		t.Log(test.name)
		b.Open("a.svg") // which hears of nothing
		s.show(site(test.was).result())
		b.Open("")
		browsertest.Eval[bool](b, `document.querySelector("[name=q]").focus(), window.old = true`)
		b.Type("打字")
		browsertest.Eval[bool](b, `scrollTo(0, 3000), true`)
		s.show(site(test.is).result())
		want := strings.TrimSuffix(test.is[strings.Index(test.is, "<main"):], "</body></html>\n")
		want = strings.ReplaceAll(want, "-</b>", "- held</b>")
		browsertest.Eval[bool](b, `window.want = `+strconv.Quote(inBody(t, `<input name="q">`+want))+`, true`)
		b.Await(`document.body.innerHTML.trim() === want`)
		b.Await(`document.title === "` + test.wantTitle + `" && window.old`)
		b.Await(`document.activeElement.value === "打字"`)
		b.Await(`scrollY > 2900`)
	}
	s.show(site(strings.Replace(page("x", "<h1>one</h1>"), "site.1", "site.2", 1)).result())
	b.Await(`document.querySelector("h1") && getComputedStyle(document.querySelector("h1")).color === "rgb(2, 2, 2)"`)
	b.Await(`document.querySelectorAll("link[rel=stylesheet]").length === 1 && window.old`)
}

// If a script may have used a changed element, the page reloads and restores the scroll
// position.
func TestLoadedAgain(t *testing.T) {
	tests := []struct{ name, was, is string }{
		{"what a script has changed", page("x", "<p><b data-button>1</b></p>"), page("x", "<p><b data-button>2</b></p>")},
		{"data", page("x", `<p data-x="1">one</p>`), page("x", `<p data-x="2">one</p>`)},
		{"a heading that links lead to", page("x", `<h2 id="a">one</h2>`), page("x", `<h2 id="b">one</h2>`)},
		{"a new button", page("x", "<p>one</p>"), page("x", "<p>one</p><button>two</button>")},
		{"a script", page("x", "<p>one</p>"), strings.Replace(page("x", "<p>one</p>"), "site.js", "./site.js", 1)},
		{"another page", page("x", "<p>one</p>"), strings.Replace(page("x", "<p>one</p>"), `data-page="index.html"`, "", 1)},
		{"one more style sheet", page("x", "<p>one</p>"), strings.Replace(page("x", "<p>one</p>"), "</head>", `<link rel="stylesheet" href="site.2.css"></head>`, 1)},
	}
	s, listener := start(t, site(tests[0].was))
	b := open(t, listener)
	for _, test := range tests {
		t.Log(test.name)
		b.Open("a.svg") // which hears of nothing
		s.show(site(test.was).result())
		b.Open("")
		browsertest.Eval[bool](b, `document.querySelector("[name=q]").focus(), window.old = true`)
		b.Type("打字")
		browsertest.Eval[bool](b, `document.activeElement.setSelectionRange(1, 1), scrollTo(0, 3000), true`)
		s.show(site(test.is).result())
		b.Await(`!window.old && document.readyState === "complete"`)
		b.Await(`document.activeElement.value === "打字"`)
		b.Await(`document.activeElement.selectionStart === 1`)
		b.Await(`scrollY >= 3000 && scrollY < 3100`)
	}
}

// A character that is being composed with an input method is not lost.
func TestComposing(t *testing.T) {
	s, listener := start(t, site(page("x", "<button>one</button>")))
	b := open(t, listener)
	browsertest.Eval[bool](b, `window.old = true, document.querySelector("[name=q]").dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }))`)
	s.show(site(page("x", "<button>two</button><p>two</p>")).result())
	b.Await(`performance.getEntriesByType("resource").some((e) => e.initiatorType === "fetch")`)
	s.show(files(nil).result(diag.Diagnostic{Severity: "error", Message: "a"}))
	b.Await(`document.querySelector("#cairn-panel")`) // the page has heard of both
	if !browsertest.Eval[bool](b, `window.old && document.querySelector("button").textContent === "one"`) {
		t.Error("the page was loaded again while somebody typed")
	}
	browsertest.Eval[bool](b, `document.querySelector("[name=q]").dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }))`)
	b.Await(`!window.old && document.querySelector("button").textContent === "two"`)
}

// A picture is loaded again when its file changes, and not when another page changes.
func TestPictures(t *testing.T) {
	was := site(page("x", `<img src="a.svg" alt="">`))
	s, listener := start(t, was)
	b := open(t, listener)
	b.Await(`document.querySelector("img").naturalWidth === 10`)
	browsertest.Eval[bool](b, `window.old = true`)
	was["b.html"] = "another page"
	tree := was.result()
	s.show(tree)
	is := site(page("x", `<img src="a.svg" alt="">`))
	is["a.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>`
	s.show(is.result())
	b.Await(`document.querySelector("img").naturalWidth === 20 && window.old`)
}

// A page that has run the search reloads, because its index may be gone.
func TestSearchIsLoadedAgain(t *testing.T) {
	s, listener := start(t, site(page("x", "<p>one</p>")))
	b := open(t, listener)
	browsertest.Eval[bool](b, `window.old = true, document.head.append(Object.assign(document.createElement("script"), { src: trustedTypes.createPolicy("cairn", { createScriptURL: (url) => url }).createScriptURL("site.js?2") })), true`)
	b.Await(`performance.getEntriesByType("resource").some((e) => e.name.endsWith("?2"))`)
	s.show(site(page("x", "<p>one</p>")).result())
	b.Await(`!window.old && document.readyState === "complete"`)
}

func TestPanelInBrowser(t *testing.T) {
	s, listener := start(t, site(page("x", "<h1>one</h1>")))
	b := open(t, listener)
	fault := diag.Diagnostic{
		File: "content/a.md", Line: 3, Column: 4, Severity: "error",
		Message: "no page <img src=x onerror=alert(1)>", Help: "mend it", Source: "看（表<script>alert(1)</script>",
	}
	other := diag.Diagnostic{File: "content/b.md", Line: 1, Column: 5, Severity: "error", Message: "another", Source: "abcde"}
	s.show(files(nil).result(fault, other))
	b.Await(`document.querySelector("#cairn-panel:has([role=alert]) details").open`)
	const want = "content/a.md:3:4 error|no page <img src=x onerror=alert(1)>|看（表<script>alert(1)</script>|mend it|content/b.md:1:5 error|another|abcde"
	if got := browsertest.Eval[string](b, `[...document.querySelectorAll(".cairn-fault > *")].map(e => e.textContent).join("|")`); got != want {
		t.Errorf("the panel says\n%s\nwant\n%s", got, want)
	}
	if got := browsertest.Eval[string](b, `document.querySelectorAll("#cairn-panel img, #cairn-panel script").length + ""`); got != "0" {
		t.Errorf("%s elements came out of a message", got)
	}
	b.Await(`getComputedStyle(document.querySelector(".cairn-panel")).position === "fixed"`)
	b.Await(`getComputedStyle(document.querySelector(".cairn-mark"), "::after").content === '"^"'`)

	// Escape closes the panel; the keyboard opens it again.
	b.Press("Escape", "")
	b.Await(`!document.querySelector("#cairn-panel details").open`)
	browsertest.Eval[bool](b, `document.querySelector("#cairn-panel summary").focus(), true`)
	b.Press("Enter", "\r")
	b.Await(`document.querySelector("#cairn-panel details").open`)
	b.Press("Escape", "")

	// A closed panel stays closed, also on the next page, until the faults change.
	s.show(files(nil).result(fault, other))
	b.Await(`sessionStorage.getItem("_cairn/folded") !== null`)
	b.Reload()
	b.Await(`document.querySelector("#cairn-panel details")?.open === false`)
	s.show(files(nil).result(other))
	b.Await(`document.querySelector("#cairn-panel details").open && document.querySelectorAll(".cairn-fault").length === 1`)

	// Warnings replace the errors, with the panel closed.
	other.Severity = "warning"
	s.show(site(page("x", "<h1>two</h1>")).result(other))
	b.Await(`document.querySelector("h1").textContent === "two" && !document.querySelector("#cairn-panel:has([role=status]) details").open`)
	s.show(site(page("x", "<h1>two</h1>")).result())
	b.Await(`!document.querySelector("#cairn-panel")`)
}

// The page of errors before the first site reloads when there is a site, and so does the
// page of a missing address.
func TestInBrowserFromTheFirstError(t *testing.T) {
	fault := diag.Diagnostic{File: "site.toml", Line: 1, Column: 1, Severity: "error", Message: "no title"}
	s, listener := start(t, nil, fault)
	b := open(t, listener)
	b.Await(`document.querySelector("main #cairn-panel .cairn-message").textContent === "no title" && !document.querySelector("main ~ #cairn-panel")`)
	fault.Message = "still none"
	s.show(files(nil).result(fault))
	b.Await(`document.querySelector("main #cairn-panel .cairn-message").textContent === "still none" && document.querySelectorAll("#cairn-panel").length === 1`)
	good := site(page("x", "<h1>one</h1>"))
	good["404.html"] = "<!DOCTYPE html><title>nothing</title><h1>nothing here</h1>"
	s.show(good.result())
	b.Await(`document.querySelector("h1").textContent === "one" && !document.querySelector("#cairn-panel")`)

	b.Open("new.html")
	b.Await(`document.querySelector("h1").textContent === "nothing here"`)
	s.show(files(nil).result(fault))
	b.Await(`document.querySelector(".cairn-message").textContent === "still none"`)
	good["new.html"] = page("new", "<h1>new</h1>")
	s.show(good.result())
	b.Await(`document.querySelector("h1").textContent === "new" && !document.querySelector("#cairn-panel")`)
}
