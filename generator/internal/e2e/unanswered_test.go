package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/cli"
	"cairn/generator/internal/jstest"
)

// visitScript runs a visit to a page, given as lines of a time in seconds and what happens then, and
// returns the questions that are saved at its end, in order: query, times asked, exact hits.
const visitScript = `
	function visit(entered, lines, before) {
		let kept = before, now = 0;
		const store = { read: () => kept, change: (_, read, make) => { kept = make(kept === undefined ? undefined : read(kept)); } };
		const unanswered = new module.Unanswered(store);
		const visit = new module.Visit(unanswered, () => now, entered);
		for (const line of lines) {
			const [, seconds, what, query] = /^(\d+) (\w+) ?(.*)$/.exec(line);
			now = 1000 * Number(seconds);
			if (what === "shows") visit.show(query, { total: 2 });
			if (what === "defines") visit.show(query, { total: 2, definition: { name: query } });
			if (what === "types") visit.type(query);
			if (what === "enters") visit.enter(query);
			if (what === "hides") visit.hide();
			if (what === "clicks") visit.answer();
			if (what === "leaves") visit.leave();
		}
		return unanswered.list().map(({ query, asked, hits }) => query + " " + asked + " " + hits).join("; ");
	}
`

// A query is kept if its answer was in view for a while or the search page was opened with it, unless
// the reader opened a result, the glossary answered in the box, or the query was only half of a later one.
func TestWhichQueriesAreUnanswered(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/unanswered.ts")
	if _, err := vm.RunString(visitScript); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, entered, visit, want string }{
		{"read and left", "", "0 shows 领导不见我, 9 leaves", "领导不见我 1 2"},
		{"in view for a moment", "", "0 shows 领导不见我, 2 leaves", ""},
		{"in view until the box is left", "", "0 shows 领导不见我, 2 hides, 9 leaves", ""},
		{"the box is left later", "", "0 shows 领导不见我, 4 hides, 9 leaves", "领导不见我 1 2"},
		{"clicked", "", "0 shows 领导不见我, 5 clicks, 9 leaves", ""},
		{"clicked after the box was left", "", "0 shows 领导不见我, 5 hides, 6 shows 领导不见我, 7 clicks, 9 leaves", ""},
		{"opened in another tab", "", "0 shows 领导不见我, 5 clicks, 6 shows 领导不见我, 12 leaves", ""},
		{"half-typed", "", "0 shows 领导, 5 types 领导不, 6 shows 领导不见我, 11 leaves", "领导不见我 1 2"},
		{"half-typed, and its longer form clicked at once", "", "0 shows 领导, 5 types 领导不, 6 shows 领导不见我, 7 clicks, 11 leaves", ""},
		{"half-typed, and its longer form without an answer yet", "", "0 shows 领导, 5 types 领导不, 6 leaves", ""},
		{"the end typed first", "", "0 shows 不见我, 5 types 领导不见我, 6 shows 领导不见我, 11 leaves", "领导不见我 1 2"},
		{"said in other words", "", "0 shows 领导不见我, 5 types 约, 6 shows 约不到老板, 11 leaves", "约不到老板 1 2; 领导不见我 1 2"},
		{"found in other words", "", "0 shows 领导不见我, 5 types 约, 6 shows 约不到老板, 11 clicks, 12 leaves", "领导不见我 1 2"},
		{"the same in other letters", "", "0 shows ROI 怎么算, 5 types roi 怎么算, 6 shows roi  怎么算, 11 leaves", "roi 怎么算 1 2"},
		{"shown again for another filter", "", "0 shows 报价, 2 shows 报价, 4 leaves", "报价 1 2"},
		{"the glossary answers", "", "0 defines ARR, 9 leaves", ""},
		{"Enter", "", "0 shows 报价, 9 enters 报价, 9 leaves", ""},
		{"Enter before the answer to the last key", "", "0 shows 领导, 9 types 领导不, 9 enters 领导不见我, 9 leaves", ""},
		{"Enter arrives", "报价", "0 shows 报价, 1 leaves", "报价 1 2"},
		{"Enter arrives, and a click", "报价", "0 shows 报价, 1 clicks, 2 leaves", ""},
		{"Enter arrives, then more is typed", "报价", "0 shows 报价, 5 types 报价单, 5 shows 报价单, 9 leaves", "报价单 1 2; 报价 1 2"},
		{"left twice", "", "0 shows 报价, 9 leaves, 10 shows 报价, 19 leaves", "报价 1 2"},
		{"signs alone stay as they are", "", "0 shows ？？, 9 leaves", "？？ 1 2"},
		{"nothing", "", "0 shows , 9 leaves", ""},
	} {
		vm.Set("lines", strings.Split(test.visit, ", "))
		vm.Set("entered", test.entered)
		got, err := vm.RunString(`visit(entered, lines)`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("%s: the browser keeps %q, want %q", test.name, got, test.want)
		}
	}
}

// Questions are counted and kept the latest first, within bounds. A click, which may come days later,
// removes the question. What cannot be read is not overwritten.
func TestKeptQuestions(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/unanswered.ts")
	got, err := vm.RunString(visitScript + `
		const question = (query, last = "2026-01-01", asked = 1, hits = 0) => ({ query, asked, hits, last });
		const saved = (...questions) => ({ version: 1, questions });
		const ask = (query) => ["0 shows " + query, "9 leaves"];
		const hundred = saved(...Array.from({ length: 100 }, (_, i) => question("问题" + i)));
		const read = (value) => JSON.stringify(module.readQuestions(value));
		const join = (a, b) => JSON.stringify(module.joinQuestions(a, b).questions);
		const a = saved(question("A", "2026-02-01", 2, 1), question("乙")), b = saved(question("丙"), question("a", "2026-01-31", 7, 4));
		const all = visit("", ask("新的"), hundred).split("; ");
		[
			visit("", ask("报价"), saved(question("回款"), question("报价", "2026-01-01", 4, 9))),
			visit("", ["0 shows 报价", "1 clicks"], saved(question("回款"), question("报价", "2026-01-01", 4, 9))),
			visit("", ["0 shows 报价", "1 clicks"], undefined),
			visit("", ask("x".repeat(300))).length,
			[...visit("", ask("\u{20000}".repeat(300)))].length,
			all.length + " " + all[0] + ", " + all[99],
			[null, 1, [], {}, { version: 2, questions: [] }, saved(question("")), saved(question(7)), saved(question("a", "gestern")), saved(question("a", "2026-01-01", 0)), saved(question("a", "2026-01-01", 1.5)), saved(question("a", "2026-01-01", 1, -1)), saved({ query: "a" }), { version: 1 }].every((value) => read(value) === '"unreadable"'),
			join(a, b) === join(b, a) && join(a, b),
			join(a, a) === join(a, saved()),
			join(hundred, saved(question("新的", "2026-01-02"))).includes("新的"),
		].join("\n")`)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"报价 5 2; 回款 1 0",
		"回款 1 0",
		"",
		"104",
		"104",
		"100 新的 1 2, 问题98 1 0",
		"true",
		`[{"query":"A","asked":7,"hits":1,"last":"2026-02-01"},{"query":"丙","asked":1,"hits":0,"last":"2026-01-01"},{"query":"乙","asked":1,"hits":0,"last":"2026-01-01"}]`,
		"true",
		"true",
	}, "\n")
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A query without a click stays in the browser. While the box of the search page is empty, the page
// lists such queries, deletes them, and exports them to a file of the form that the schema describes,
// which cairn asks reads.
func TestQuestionsComeHome(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(root, "static/search/schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	const listed = `[...document.querySelectorAll("[data-questions]:not([hidden]) li a")].map(e => e.textContent)`
	search := func(b *browsertest.Tab, query string) {
		b.Open("tracks/saas.html")
		b.Fill(box, query)
		b.Press("Enter", "\r")
		b.Arrive(`location.pathname.endsWith("/search.html") && new URLSearchParams(location.search).get("q") === ` + quote(query))
		b.Await(`document.querySelector("[data-search-page] :is([role=option], .note)")`)
		if browsertest.Eval[bool](b, `!document.querySelector("[data-questions]").hidden`) {
			t.Error("the questions are shown beside a query")
		}
	}
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		expect := func(what string, want ...string) {
			t.Helper()
			b.Open("search.html")
			if got := browsertest.Eval[[]string](b, listed); !slices.Equal(got, want) {
				t.Errorf("%s: the page lists %q, want %q", what, got, want)
			}
		}
		expect("at first")
		search(b, "zzzz<qq>")
		search(b, "qqqq")
		search(b, "续约")
		expect("after three queries", "续约", "qqqq", "zzzz<qq>")
		search(b, "续约")
		b.Click(`[role="option"]`)
		b.Arrive(`document.documentElement.dataset.layout !== "search"`)
		expect("after a click", "qqqq", "zzzz<qq>")
		search(b, "qqqq")
		b.Reload()
		b.Await(`document.querySelector("[data-search-page] .note")`)
		expect("after going there again", "qqqq", "zzzz<qq>")

		text := downloaded(b, "[data-questions] [data-export]")
		var file any
		if err := json.Unmarshal([]byte(text), &file); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(file); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		day := browsertest.Eval[string](b, `JSON.parse(Object.values(localStorage).find((text) => text.includes("questions"))).questions[0].last`)
		want := map[string]any{"kind": "questions", "version": 1.0, "site": "software-sales-handbook", "questions": []any{
			map[string]any{"query": "qqqq", "asked": 2.0, "hits": 0.0, "last": day},
			map[string]any{"query": "zzzz<qq>", "asked": 1.0, "hits": 0.0, "last": day},
		}}
		if diff := cmp.Diff(want, file); diff != "" {
			t.Error(diff)
		}

		name := filepath.Join(t.TempDir(), "questions.json")
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		status := cli.Run([]string{"asks", "--source", root, "--lang", "zh", name}, os.DirFS(root), nil, &stdout, &stderr)
		list := "qqqq\n    1 个人，问过 2 次，没有一页有原话，最后一次是 " + day + "\n    没有一节用到这些词\n\nzzzz<qq>\n    1 个人，问过 1 次，没有一页有原话，最后一次是 " + day + "\n    没有一节用到这些词\n\n"
		if stdout.String() != list || stderr.Len() > 0 || status != 0 {
			t.Errorf("cairn asks ends with %d and prints\n%s%s", status, &stdout, &stderr)
		}

		b.Click("[data-questions] li button")
		if got := browsertest.Eval[[]string](b, listed); !slices.Equal(got, []string{"zzzz<qq>"}) {
			t.Errorf("after one was deleted there is %q", got)
		}
		if got := browsertest.Eval[string](b, `document.activeElement.getAttribute("aria-label")`); got != "删掉“zzzz<qq>”" {
			t.Errorf("the focus is on %q", got)
		}
		b.Click("[data-questions] [data-clear]")
		b.Click(`dialog [value="yes"]`)
		b.Await(`document.querySelector("[data-questions]").hidden && document.activeElement.getAttribute("role") === "combobox"`)
		expect("after all were deleted")
		if browsertest.Eval[bool](b, `Object.keys(localStorage).some((key) => key.endsWith(":questions"))`) {
			t.Error("an empty list is kept")
		}
	})
}
