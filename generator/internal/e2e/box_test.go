package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/build"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/output"
)

// watchSearch is a script that records what the box asks the engine, as "query limit", in
// window.asks, with the options of the last one in window.options. A query that window.answers has
// is answered from there. The pause in typing ends when window.pause is called.
const watchSearch = `{
	const { setTimeout, clearTimeout } = window, pauses = new Map();
	let open, id = 1e9;
	window.asks = [];
	window.answers = {};
	window.setTimeout = (call, delay, ...values) => delay === 150 ? (pauses.set(++id, call), id) : setTimeout(call, delay, ...values);
	window.clearTimeout = (id) => { if (!pauses.delete(id)) clearTimeout(id); };
	window.pause = () => { const calls = [...pauses.values()]; pauses.clear(); for (const call of calls) call(); return calls.length; };
	Object.defineProperty(window, "cairnEngine", {
		get: () => open && (async (manifest) => {
			const engine = await open(manifest);
			return { search: (query, limit, options) => {
				window.asks.push(query + " " + limit);
				window.options = options;
				const answer = window.answers[query];
				return answer === undefined ? engine.search(query, limit, options) : { also: [], meant: [], ...answer, results: answer.results.slice(0, limit) };
			} };
		}),
		set: (given) => { open = given; },
	});
}`

// answers is a script that defines the answers to some queries. A result is written as
// "path|title|heading|snippet|place", with matches in brackets and ~ before a near one.
const answers = `{
	const pieces = (text) => text.split(/[\[\]]/).map((text, i) => ({ text, marked: i % 2 === 1 })).filter(({ text }) => text !== "");
	const result = (line) => {
		const [path, title, heading, snippet, place] = line.replace("~", "").split("|");
		return { path, anchor: "", title: pieces(title), heading: pieces(heading), snippet: pieces(snippet), place, near: line.startsWith("~") };
	};
	const near = ["~tasks.html|手头有件事||[领导]让你找下面的人谈。|", "~index.html|大客户怎么约|先问清楚|[不见]也别绕过去。|SaaS · 新人期"].map(result);
	const exact = ["index.html|通用 SaaS · 新人期|谈[续约]|[续约]前九十天开始谈。|SaaS · 新人期", "tasks.html|续约风险||[续约]前的信号。|SaaS · 成长期"].map(result);
	window.answers = {
		"竟品": { total: 2, meant: ["竞品"], results: [...exact, ...near] },
		"领导不见我": { total: 0, results: near },
		"ARR": { total: 2, also: ["年度经常性收入"], definition: { name: "ARR", text: "一年里重复收到的钱。", path: "glossary.html", anchor: "arr" }, results: [...exact, { ...near[0], path: "glossary.html", anchor: "arr" }] },
		"ACV": { total: 0, definition: { name: "ACV", text: "一份合同一年的钱。", path: "glossary.html", anchor: "acv" }, results: [] },
		"无": { total: 0, results: [] },
	};
}`

// lines is an expression for what the list shows: a line for each option, note and group.
const lines = `[...document.querySelectorAll(".results :is(.note, .result)")].map((e) => (e.closest("[role=group]:not(.results)") ? "  " : "") + (e.matches("[role=option]") ? "- " : "") + [...e.childNodes].map((n) => n.textContent).join("|"))`

// pasted is a script that pastes a query into the box.
func pasted(query string) string {
	return `(() => {
		const input = document.querySelector('` + box + `');
		input.focus();
		input.value = ` + quote(query) + `;
		return input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
	})()`
}

// manyPages builds a site with 23 pages about one word.
func manyPages(more map[string]string) *output.Tree {
	source := fstest.MapFS{"site.toml": {Data: []byte("title = \"手册\"\nid = \"many\"\nlanguage = \"zh-CN\"")}}
	for i := range 23 {
		text := fmt.Sprintf("# 第 %d 篇\n\n开头。\n\n## 谈续约\n\n续约、增购、回款、开票、验收都在这里。\n", i)
		source[fmt.Sprintf("content/p%02d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range more {
		source[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return build.New(source, os.DirFS(root)).Build(build.Options{Today: "2026-11-23"}).Tree
}

// results is an expression for the number of results in view, whether the first of them are still
// the elements that they were, and what is announced.
const results = `(() => {
	const now = [...document.querySelectorAll(".result .snippet")].map((e) => e.parentElement), before = window.before ?? [];
	window.before = now;
	return now.length + " " + before.every((e, i) => e === now[i]) + " " + document.querySelector("[data-search-status]").textContent;
})()`

// The box asks for three results, and for five more when the reader comes near the last one by keys
// or by scrolling, up to eighteen. What is shown stays in its place, and the link to all results at the end.
func TestBoxReadsOn(t *testing.T) {
	b := browsertest.New(t, hostTree(t, manyPages(nil), "/"))
	b.AddScript(watchSearch)
	b.Open("p00.html")
	b.Press("/", "/")
	b.Await(`window.cairnEngine`)
	browsertest.Eval[bool](b, pasted("续约"))
	b.Await(results + ` === "3 true 找到 23 页"`)
	b.Press("ArrowDown", "")
	if got := browsertest.Eval[string](b, `asks.join()`); got != "续约 3" {
		t.Errorf("at the first of three results the box asks %s", got)
	}
	b.Press("ArrowDown", "")
	b.Await(results + ` === "8 true 找到 23 页"`)
	if got := browsertest.Eval[string](b, `document.querySelector('[aria-selected="true"]').id + " " + document.querySelector("[role=option]:last-child").textContent`); got != "ui:search-result-1 看全部 23 页" {
		t.Errorf("the box selects and ends with %s", got)
	}
	for _, want := range []string{"13", "18"} {
		browsertest.Eval[bool](b, `(document.querySelector(".results").scrollTo({ top: 1e6, behavior: "instant" }), true)`)
		b.Await(results + ` === "` + want + ` true 找到 23 页"`)
	}
	b.Press("ArrowUp", "")
	browsertest.Eval[bool](b, `(document.querySelector(".results").scrollTo({ top: 1e6, behavior: "instant" }), true)`)
	browsertest.Promise[bool](b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
	if got := browsertest.Eval[string](b, `asks.join()`); got != "续约 3,续约 8,续约 13,续约 18" {
		t.Errorf("the box asks %s", got)
	}

	// Another query begins anew.
	browsertest.Eval[bool](b, pasted("增购"))
	b.Await(`document.querySelector("mark")?.textContent === "增购"`)
	if got := browsertest.Eval[string](b, `document.querySelectorAll(".snippet").length + " " + document.querySelector(".results").scrollTop + " " + asks.slice(4).join()`); got != "3 0 增购 3" {
		t.Errorf("for another query the box has %s", got)
	}
}

// The box goes on once when the reader points at a result, not at the link behind them.
func TestBoxReadsOnAtThePointer(t *testing.T) {
	b := browsertest.New(t, hostTree(t, manyPages(nil), "/"))
	b.AddScript(watchSearch)
	b.Open("p00.html")
	b.Press("/", "/")
	b.Await(`window.cairnEngine`)
	browsertest.Eval[bool](b, pasted("续约"))
	b.Await(results + ` === "3 true 找到 23 页"`)
	point := func(element string) {
		browsertest.Eval[bool](b, `document.querySelector(`+quote(element)+`).dispatchEvent(new PointerEvent("pointerover", { bubbles: true }))`)
	}
	point(".all")
	if got := browsertest.Promise[string](b, `new Promise((done) => setTimeout(() => done(asks.join())))`); got != "续约 3" {
		t.Errorf("at the link to all results the box asks %s", got)
	}
	point(".result .snippet")
	b.Await(results + ` === "8 true 找到 23 页"`)
	point(".result .snippet")
	b.Press("ArrowDown", "")
	if got := browsertest.Eval[string](b, `asks.join()`); got != "续约 3,续约 8" {
		t.Errorf("the box asks %s", got)
	}
}

// The search page asks for ten results, and for ten more when the reader comes near the last one.
func TestSearchPageReadsOn(t *testing.T) {
	b := browsertest.New(t, hostTree(t, manyPages(nil), "/"))
	b.AddScript(watchSearch)
	b.Resize(1280, 400)
	b.Open("search.html?q=%E7%BB%AD%E7%BA%A6")
	b.Await(results + ` === "10 true 找到 23 页"`)
	for _, want := range []string{"20", "23"} {
		if got := browsertest.Eval[string](b, results); strings.HasPrefix(got, want) {
			t.Errorf("before the reader scrolls the page has %s", got)
		}
		browsertest.Eval[bool](b, `(document.querySelector(".result:last-child").scrollIntoView({ behavior: "instant" }), true)`)
		b.Await(results + ` === "` + want + ` true 找到 23 页"`)
	}
	if got := browsertest.Eval[string](b, `asks.join()`); got != "续约 10,续约 20,续约 30" {
		t.Errorf("the page asks %s", got)
	}
	b.Resize(1280, 3000) // the first results do not fill it
	b.Open("search.html?q=%E7%BB%AD%E7%BA%A6")
	b.Await(results + ` === "23 true 找到 23 页"`)
}

// Keys are asked after a pause, the results of an earlier query meanwhile stay. A paste, the end of a
// composition and an arrow key ask at once.
func TestTypingAsksAtAPause(t *testing.T) {
	b := browsertest.New(t, hostTree(t, manyPages(nil), "/"))
	b.AddScript(watchSearch)
	b.Open("p00.html")
	b.Press("/", "/")
	b.Await(`window.cairnEngine`)
	browsertest.Eval[bool](b, pasted("回款"))
	b.Await(`document.querySelector("mark")?.textContent === "回款"`)
	typed := func(texts ...string) string {
		return browsertest.Eval[string](b, `(() => {
			const input = document.querySelector('`+box+`');
			for (const text of "`+strings.Join(texts, " ")+`".split(" ")) {
				const inputType = text.length < input.value.length ? "deleteContentBackward" : "insertText";
				input.value = text;
				input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType }));
			}
			return asks.join() + " " + document.querySelector("mark").textContent;
		})()`)
	}
	if got := typed("续", "续约", "续", "续约"); got != "回款 3 回款" {
		t.Errorf("while the reader types, the box has asked and shows %s", got)
	}
	if got := browsertest.Eval[int](b, `pause()`); got != 1 {
		t.Errorf("%d queries wait for a pause", got)
	}
	b.Await(`document.querySelector("mark").textContent === "续约"`)
	typed("增购")
	b.Press("ArrowDown", "")
	b.Await(`document.querySelector("mark").textContent === "增购" && document.querySelector('[aria-selected="true"]') === null`)
	typed("开", "开票")
	browsertest.Eval[bool](b, `document.querySelector('`+box+`').dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }))`)
	b.Await(`document.querySelector("mark").textContent === "开票"`)
	if got := browsertest.Eval[string](b, `pause() + " " + asks.join()`); got != "0 回款 3,续约 3,增购 3,开票 3" {
		t.Errorf("the box has asked %s", got)
	}
	typed("验收")
	browsertest.Eval[bool](b, pasted("  "))
	if got := browsertest.Eval[string](b, `pause() + " " + document.querySelector(".results").hidden`); got != "0 true" {
		t.Errorf("an empty box waits and is hidden: %s", got)
	}
}

// The box tells exact results from near ones, what was searched instead of a mistyped word, and the
// definition of a term. Without an exact result it leads on to the pages that the site has for that. The box
// begins with three results and a link to more.
func TestKindsOfAnswers(t *testing.T) {
	const glossary = "[[terms]]\nterm = \"ARR\"\ndefinition = \"一年里重复收到的钱。\"\n"
	full := manyPages(map[string]string{"content/tasks.md": "# 手头有件事\n\n开会。\n", "content/glossary.toml": glossary})
	const exact, near = "- 通用 SaaS · 新人期|谈续约|续约前九十天开始谈。", "  - 手头有件事|领导让你找下面的人谈。"
	risk, big := "- 续约风险|SaaS · 成长期|续约前的信号。", "  - 大客户怎么约|先问清楚|SaaS · 新人期|不见也别绕过去。"
	ways := []string{"  也可以从这里找", "  - 手头有件事", "  - 词汇表"}
	const more = "- 看更多"
	for _, test := range []struct {
		query, announced string
		want             []string
		box              []string // what the box has first, if that differs
	}{
		{"竟品", "找到 2 页，你找的是“竞品”吗？下面按它找的", []string{"你找的是“竞品”吗？下面按它找的", exact, risk, "  下面的只沾一部分词", near, big}, []string{"你找的是“竞品”吗？下面按它找的", exact, risk, "  下面的只沾一部分词", near, more}},
		{"领导不见我", "没有一页原样写着“领导不见我”。沾边的：", append([]string{"  没有一页原样写着“领导不见我”。沾边的：", near, big}, ways...), nil},
		{"ARR", "ARR：一年里重复收到的钱。 找到 2 页，也搜索了 年度经常性收入", []string{"也搜索了 年度经常性收入", "- ARR|词汇表|一年里重复收到的钱。", exact, risk}, []string{"也搜索了 年度经常性收入", "- ARR|词汇表|一年里重复收到的钱。", exact, risk, more}},
		{"ACV", "ACV：一份合同一年的钱。", []string{"- ACV|词汇表|一份合同一年的钱。"}, nil},
		{"无", "没有找到“无”。", append([]string{"没有找到“无”。"}, ways...), nil},
	} {
		for _, page := range []string{"p00.html", "search.html"} {
			b := browsertest.New(t, hostTree(t, full, "/"))
			b.AddScript(watchSearch)
			b.Open(page)
			b.Press("/", "/")
			b.Await(`window.cairnEngine`)
			browsertest.Eval[bool](b, answers+`; `+pasted(test.query))
			b.Await(`!document.querySelector(".results").hidden`)
			first, all := test.want, test.want
			if test.box != nil && page != "search.html" {
				first, all = test.box, append(slices.Clip(test.want), more)
			}
			if diff := cmp.Diff(first, browsertest.Eval[[]string](b, lines)); diff != "" {
				t.Errorf("%s on %s: %s", test.query, page, diff)
			}
			if got := browsertest.Eval[string](b, text("[data-search-status]")); got != test.announced {
				t.Errorf("%s on %s: announced is %q, want %q", test.query, page, got, test.announced)
			}
			browsertest.Eval[bool](b, `(document.querySelector(".result")?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })), true)`)
			b.Await(lines + `.length === ` + fmt.Sprint(len(all)))
			if diff := cmp.Diff(all, browsertest.Eval[[]string](b, lines)); diff != "" {
				t.Errorf("%s on %s, with more: %s", test.query, page, diff)
			}
			// The arrow keys lead through all options, also those in groups.
			count := browsertest.Eval[int](b, `document.querySelectorAll("[role=option]").length`)
			for range count {
				b.Press("ArrowDown", "")
			}
			if !browsertest.Eval[bool](b, `[...document.querySelectorAll("[role=option]")].at(-1).getAttribute("aria-selected") === "true" && document.querySelectorAll('[aria-selected="true"]').length === 1`) {
				t.Errorf("%s on %s: %d arrow keys do not lead to the last option", test.query, page, count)
			}
		}
	}

	b := browsertest.New(t, hostTree(t, manyPages(nil), "/"))
	b.AddScript(watchSearch)
	b.Open("search.html?q=zzzz")
	b.Await(`document.querySelector(".results .note")`)
	if diff := cmp.Diff([]string{"没有找到“zzzz”。"}, browsertest.Eval[[]string](b, lines)); diff != "" {
		t.Errorf("a site without such pages: %s", diff)
	}
}

// axe finds nothing wrong with any kind of answer, in the box or on the search page.
func TestAnswersAreAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(needs.Packages(t, "testdata/npm"), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	base := host(t, "/")
	for _, page := range []string{"index.html", "search.html"} {
		b := browsertest.New(t, base)
		b.AddScript(watchSearch)
		b.Open(page)
		b.Press("/", "/")
		b.Await(`window.cairnEngine`)
		browsertest.Eval[bool](b, string(axe)+`; `+answers+`; true`)
		for _, query := range []string{"竟品", "领导不见我", "ARR", "无"} {
			browsertest.Eval[bool](b, `(document.querySelector("[data-search-status]").textContent = "", `+pasted(query)+`)`)
			b.Await(text("[data-search-status]") + ` !== ""`)
			for _, width := range []int64{1280, 320} {
				b.Resize(width, 900)
				for _, scheme := range []string{"light", "dark"} {
					b.Prefer(scheme)
					for _, fault := range violations(b) {
						t.Errorf("%s on %s, %d pixels, %s: %s", query, page, width, scheme, fault)
					}
				}
			}
		}
	}
}

// The engine is told the track and the stage that the reader gave on the home page.
func TestSearchKnowsTheReader(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	b.AddScript(watchSearch)
	b.Open("index.html")
	for _, reader := range []string{"", "saas newcomer"} {
		if reader != "" {
			browsertest.Eval[bool](b, `(document.querySelector('[data-home] [name="joined"]').value = "2026-11-02", document.querySelector("[data-home] form").requestSubmit(), true)`)
			b.Open("search.html")
		}
		b.Press("/", "/")
		b.Await(`window.cairnEngine`)
		browsertest.Eval[bool](b, pasted("续约"))
		b.Await(`window.options`)
		if got := browsertest.Eval[string](b, `[options.reader?.track, options.reader?.stage].join(" ").trim()`); got != reader {
			t.Errorf("the engine is told %q, want %q", got, reader)
		}
	}
}
