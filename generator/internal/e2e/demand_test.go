package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/output"
)

// heldFile is a script or style sheet whose requests the server answers when a test says so.
type heldFile struct {
	requests chan struct{}
	answers  chan bool
}

// answer waits for a request and sends the file, or a 404 page if the file is to be missing.
func (h heldFile) answer(exists bool) {
	<-h.requests
	h.answers <- exists
}

// hostHolding serves a site and holds back one script or style sheet, such as kept.js.
func hostHolding(t *testing.T, tree *output.Tree, name string) (base string, held heldFile) {
	stem, extension, _ := strings.Cut(name, ".")
	held = heldFile{make(chan struct{}), make(chan bool)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/")
		data, found := tree.Get(path)
		if found && strings.HasPrefix(path, "assets/"+stem+".") && strings.HasSuffix(path, "."+extension) {
			select {
			case held.requests <- struct{}{}:
				found = <-held.answers
			case <-r.Context().Done():
			}
		}
		if !found {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, path, time.Time{}, strings.NewReader(string(data)))
	}))
	t.Cleanup(server.CloseClientConnections)
	return server.URL + "/", held
}

// An export waits for its script. One that could not be loaded is loaded at the next click.
func TestExportWhileItLoads(t *testing.T) {
	tree, _ := buildSmall()
	base, held := hostHolding(t, tree, "kept.js")
	b := browsertest.New(t, base, http.StatusNotFound)
	b.Open("index.html")
	b.Click("[data-theme-switch]") // there is something to export now
	b.Click("[data-export-kept]")
	held.answer(false)
	b.Await(text("[data-notice]") + ` === "页面的一部分没能打开，刷新再试。"`)
	go held.answer(true)
	if got := exportedFile(b); !strings.Contains(got, `"theme": "\"light\""`) {
		t.Errorf("it exports %s", got)
	}
}

// What a reader asks for while the script of a worksheet's actions is loading is done when it has arrived, in her order, with
// what she has typed in the meantime. Her next action loads a script that could not be loaded again.
func TestActionsWhileTheyLoad(t *testing.T) {
	tree, _ := buildSmall()
	base, held := hostHolding(t, tree, "actions.js")
	b := browsertest.New(t, base, http.StatusNotFound)
	b.Open("goals/saas/newcomer.html")
	const state = `[document.querySelector("[data-status]").textContent, document.querySelector("[data-notice]").firstChild?.data ?? "",
		document.querySelector("[data-person]").value, document.querySelector('[name="目标"]').value, document.querySelectorAll("[data-chosen] option").length].join("|")`
	b.Fill(`[name="目标"]`, "8")
	held.answer(false) // the page has asked for the script ahead of any action
	b.Click("[data-undo]")
	held.answer(false)
	b.Await(state + ` === "已保存在这台设备的浏览器里|页面的一部分没能打开，刷新再试。||8|1"`)
	browsertest.Eval[bool](b, `(document.querySelector("[data-revise]").click(), document.querySelector("[data-next]").click(), true)`)
	b.Fill("[data-person]", "张伟")
	held.answer(true)
	b.Await(state + ` === "新的一份，从示例开始；上一份留着|页面的一部分没能打开，刷新再试。||7|3"`)
	for _, want := range []string{"撤销了|页面的一部分没能打开，刷新再试。|张伟|8|1", "撤销了：姓名 张伟 → —|页面的一部分没能打开，刷新再试。||8|1", "撤销了：签几家 8 → 7（示例）|页面的一部分没能打开，刷新再试。||7|1"} {
		b.Click("[data-undo]")
		b.Await(state + ` === "` + want + `"`)
	}
}

// A blank sheet is printed when its styles have arrived: before that it would be filled in.
func TestBlankSheetWaitsForItsStyles(t *testing.T) {
	tree, _ := buildSmall()
	base, held := hostHolding(t, tree, "blank.css")
	b := browsertest.New(t, base)
	b.AddScript(`window.printed = []; window.print = () => printed.push(getComputedStyle(document.querySelector("output")).color)`)
	b.Open("goals/saas/newcomer.html")
	b.Click("[data-more] summary")
	b.Click("[data-print-sheet=blank]")
	<-held.requests
	if browsertest.Eval[int](b, `printed.length`) != 0 {
		t.Error("it is printed without its styles")
	}
	held.answers <- true
	b.Await(`printed.join() === "rgba(0, 0, 0, 0)"`)
	b.Click("[data-more] summary")
	b.Click("[data-print-sheet=blank]")
	b.Await(`printed.length === 2`)
}

// The search opens with two requests that do not wait for each other, its script and the manifest,
// and neither repeats. The index of a small site is in its manifest, so that a query needs no more.
func TestSearchOpensWithTwoRequests(t *testing.T) {
	tree, _ := buildSmall()
	base, held := hostHolding(t, tree, "search.js")
	for _, page := range []string{"index.html", "search.html"} {
		b := browsertest.New(t, base)
		const loaded = `performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname.replace(/\.[0-9a-f]{10}\./, ".")).filter((path) => !/theme|site|home|mark|reading|unanswered/.test(path)).sort().join(" ")`
		if page == "search.html" {
			browsertest.Eval[bool](b, `(location.replace(`+quote(base+page)+`), true)`) // it is complete only with its script
		} else {
			b.Open(page)
			b.Press("/", "/")
		}
		<-held.requests
		b.Await(`performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith("/search/manifest.js") && responseEnd > 0)`)
		held.answers <- true
		b.Await(`window.cairnEngine`)
		b.Fill(box, "续约")
		b.Await(`document.querySelector('[role="option"] mark')?.textContent === "续约"`)
		if got := browsertest.Eval[string](b, loaded); got != "/assets/search.js /search/manifest.js" {
			t.Errorf("%s loads %s", page, got)
		}
	}
}

// What a reader types while the script of the search is loading is searched for, unless an input
// method still composes it. The next key loads a script that could not be loaded again.
func TestSearchTypedWhileItLoads(t *testing.T) {
	tree, _ := buildSmall()
	base, held := hostHolding(t, tree, "search.js")
	b := browsertest.New(t, base, http.StatusNotFound)
	b.Open("index.html")
	b.Press("/", "/")
	b.Type("续")
	held.answer(false)
	b.Await(text("[data-notice]") + ` === "页面的一部分没能打开，刷新再试。"`)
	b.Type("约")
	held.answer(true)
	b.Await(`document.querySelector('[role="option"] mark')?.textContent === "续约"`)
	b.Press("ArrowDown", "")
	b.Await(`document.querySelector('[role="option"]').getAttribute("aria-selected") === "true"`)

	b.AddScript(holdAnswers)
	b.Open("index.html")
	browsertest.Eval[bool](b, `(() => {
		const input = document.querySelector('`+box+`');
		input.focus();
		input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
		input.value = "xu'yue";
		return input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
	})()`)
	held.answer(true)
	b.Await(`window.cairnEngine`)
	browsertest.Eval[bool](b, `(() => {
		document.querySelector('`+box+`').value = "续约";
		return document.querySelector('`+box+`').dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
	})()`)
	b.Await(`window.held.length > 0`)
	if asked := browsertest.Eval[int](b, `window.held.length`); asked != 1 {
		t.Errorf("%d queries are asked, also that of composed letters", asked)
	}
	b.Await(`(window.letGo(), document.querySelector('[role="option"] mark')?.textContent === "续约")`)
}

// Enter leads to the search page also while the script is loading, and the query is then among the
// recent ones. Without the script the form works as it does without JavaScript.
func TestSearchSubmittedWhileItLoads(t *testing.T) {
	tree, _ := buildSmall()
	for _, exists := range []bool{true, false} {
		base, held := hostHolding(t, tree, "search.js")
		b := browsertest.New(t, base, http.StatusNotFound)
		b.Open("index.html")
		b.Press("/", "/")
		b.Type("续约")
		b.Press("Enter", "\r")
		held.answer(exists)
		held.answer(true) // that of the search page
		b.Arrive(`location.pathname === "/search.html" && location.search === "?q=` + url.QueryEscape("续约") + `"`)
		kept := browsertest.Eval[bool](b, `Object.keys(localStorage).some((key) => key.endsWith(":searches"))`)
		if kept != exists {
			t.Errorf("with the script: %t, the query is kept: %t", exists, kept)
		}
	}
}
