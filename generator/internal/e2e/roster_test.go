package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
)

// A roster is parsed in the notations that managers use. Each line that cannot be parsed is
// reported.
func TestRoster(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/roster.ts")
	const known = `{tracks: [{id: "saas", name: "通用 SaaS", short: "SaaS"}, {id: "industry", name: "行业解决方案", short: "行业"}], headings: ["姓名", "入职日期"],
		stages: [{id: "newcomer", name: "新人期", short: ""}, {id: "manager", name: "成熟期 · 管理型", short: "管理型"}]}`
	for text, want := range map[string]string{
		"":    `{"people":[],"problems":[]}`,
		"\n ": `{"people":[],"problems":[]}`,
		"陈晨":  `{"people":[{"line":1,"name":"陈晨","joined":"","territory":"","track":"","stage":""}],"problems":[]}`,
		"姓名\t入职日期\t区域\t赛道\r\n陈晨\t2027/3/1\t华东\tsaas\r\n": `{"people":[{"line":2,"name":"陈晨","joined":"2027-03-01","territory":"华东","track":"saas","stage":""}],"problems":[]}`,
		"陈晨，2027年3月1日，华东，通用SaaS":                         `{"people":[{"line":1,"name":"陈晨","joined":"2027-03-01","territory":"华东","track":"saas","stage":""}],"problems":[]}`,
		"陈晨;20270301;;行业":                                `{"people":[{"line":1,"name":"陈晨","joined":"2027-03-01","territory":"","track":"industry","stage":""}],"problems":[]}`,
		"陈晨，，，SaaS，新人期":                                  `{"people":[{"line":1,"name":"陈晨","joined":"","territory":"","track":"saas","stage":"newcomer"}],"problems":[]}`,
		"陈晨\t\t\t\t管理型\n李雷,,,,成熟期·管理型":                   `{"people":[{"line":1,"name":"陈晨","joined":"","territory":"","track":"","stage":"manager"},{"line":2,"name":"李雷","joined":"","territory":"","track":"","stage":"manager"}],"problems":[]}`,
		"甲,,,saas,老人":                                    `{"people":[],"problems":[{"line":1,"word":"badstage","cell":"老人"}]}`,
		"陈晨,2027-02-30":                                  `{"people":[],"problems":[{"line":1,"word":"baddate","cell":"2027-02-30"}]}`,
		"甲,2027-03-01\n\n,2027-03-01\n乙,,,火星":            `{"people":[{"line":1,"name":"甲","joined":"2027-03-01","territory":"","track":"","stage":""}],"problems":[{"line":3,"word":"noname","cell":""},{"line":4,"word":"badtrack","cell":"火星"}]}`,
		"陈晨，昨天，华东\n李雷，2027-03-01":                        `{"people":[{"line":2,"name":"李雷","joined":"2027-03-01","territory":"","track":"","stage":""}],"problems":[{"line":1,"word":"baddate","cell":"昨天"}]}`,
		"，昨天，，火星，老人\n姓名，2027-03-01\n入职日期,姓名":             `{"people":[{"line":2,"name":"姓名","joined":"2027-03-01","territory":"","track":"","stage":""}],"problems":[{"line":1,"word":"noname","cell":""},{"line":1,"word":"baddate","cell":"昨天"},{"line":1,"word":"badtrack","cell":"火星"},{"line":1,"word":"badstage","cell":"老人"},{"line":3,"word":"baddate","cell":"姓名"}]}`,
		"<b>x</b>,,\"><script>":                          `{"people":[{"line":1,"name":"<b>x</b>","joined":"","territory":"\"><script>","track":"","stage":""}],"problems":[]}`,
	} {
		got, err := vm.RunString("JSON.stringify(module.parseRoster(" + strconv.Quote(text) + ", " + known + "))")
		if err != nil {
			t.Fatal(err)
		}
		var left, right any
		if json.Unmarshal([]byte(got.String()), &left) != nil || json.Unmarshal([]byte(want), &right) != nil {
			t.Fatal(got)
		}
		if diff := cmp.Diff(right, left); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// People beyond the limit are reported with the first line and their number. Faults of lines
// beyond the limit are reported too.
func TestRosterLimits(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/roster.ts")
	long := sample.Count(t, 10_000, 100_000)
	for text, want := range map[string]string{
		`"甲\n".repeat(200)`:                          `[200]`,
		`"姓名,入职\n" + "甲\n".repeat(200) + "乙\n"`:      `[200,{"line":202,"word":"toomany","cell":"乙","limit":200,"count":1}]`,
		`"\n甲\n".repeat(200) + "乙,昨天\n丙\n,\n丁,,,火星"`: `[200,{"line":401,"word":"baddate","cell":"昨天"},{"line":404,"word":"badtrack","cell":"火星"},{"line":402,"word":"toomany","cell":"丙","limit":200,"count":1}]`,
		fmt.Sprintf(`"甲\n".repeat(%d)`, long):        fmt.Sprintf(`[200,{"line":201,"word":"toomany","cell":"甲","limit":200,"count":%d}]`, long-200),
		`"\n\n姓名,入职\n甲,2027-03-01"`:                  `[1]`,
	} {
		got, err := vm.RunString(`{ const {people, problems} = module.parseRoster(` + text + `, {tracks: [], stages: [], headings: ["姓名"]}); JSON.stringify([people.length, ...problems]) }`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s gives %s, not %s", text, got, want)
		}
	}
}

// Each person gets the chosen sheets of their track and stage. Problems are reported in the
// order of lines; a sheet limit comes first.
func TestAssignedSheets(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/assign.ts")
	const before = `
		const named = (id) => ({id, name: id.toUpperCase(), short: ""});
		const person = (line, track = "", stage = "") => ({line, name: "p" + line, joined: "", territory: "", track, stage});
		const sheet = (track, stage) => ({path: track + "/" + stage, script: "", track, stage, title: ""});
		const people = (n) => Array.from({length: n}, (_, i) => person(i + 1));
		const all = [sheet("a", "x"), sheet("a", "y"), sheet("b", "x"), sheet("b", "y"), sheet("", "")];
		const assign = (people, chosen, ...problems) => {
			const got = module.assign({people, problems}, chosen, {tracks: [named("a"), named("b")], stages: [named("x"), named("y")]});
			return JSON.stringify([...got.papers.map((p) => p.person.line + p.choice.path).slice(0, 3), got.papers.length, ...got.problems]);
		};
	`
	if _, err := vm.RunString(before); err != nil {
		t.Fatal(err)
	}
	for call, want := range map[string]string{
		`assign([person(1, "a"), person(2, "", "y")], all)`:                                                                 `["1a/x","1a/y","2a/y",4]`,
		`assign([person(3, "b", "y")], [all[0]], {line: 9, word: "noname", cell: ""}, {line: 2, word: "noname", cell: ""})`: `[0,{"line":2,"word":"noname","cell":""},{"line":3,"word":"nosheet","cell":"B · Y"},{"line":9,"word":"noname","cell":""}]`,
		`assign([person(3, "b", "y")], [])`:                                                                                 `[0]`,
		`assign(people(160), all)`:                                                                                          `["1a/x","1a/y","1b/x",800]`,
		`assign(people(162), all, {line: 7, word: "noname", cell: ""})`:                                                     `["1a/x","1a/y","1b/x",800,{"line":161,"word":"toomanysheets","cell":"p161","limit":800,"count":2},{"line":7,"word":"noname","cell":""}]`,
		`JSON.stringify([module.copy(all, 50), module.copy([...all, ...all, ...all, all[0], all[1]], 50)].map((c) => [c.papers.length, c.leftOut]))`: `[[250,0],[800,50]]`,
		`JSON.stringify(["1", "50", "51", "0", "-3", "2.5", "", "x", "1e3"].map((text) => Object.values(module.parseCopies(text))))`:                 `[[1,true],[50,true],[50,false],[1,false],[1,false],[2,false],[1,false],[1,false],[50,false]]`,
	} {
		got, err := vm.RunString(call)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s gives %s, not %s", call, got, want)
		}
	}
}

// A paper is reused for the same person, or else for the same worksheet, and as few papers as
// possible move.
func TestReusedPapers(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/papers.ts")
	if _, err := vm.RunString(`
		const papers = (names) => [...names].map((name, i) => ({
			choice: {path: name < "a" ? "A" : "a"}, person: name === "_" ? undefined : {line: i, name, joined: "", territory: ""},
		}));
		const reuse = (old, next) => JSON.stringify(module.reuse(papers(old), papers(next)));
		const increasing = (...list) => JSON.stringify(module.increasing(list));
	`); err != nil {
		t.Fatal(err)
	}
	for call, want := range map[string]string{
		`reuse("", "ab")`:           `[-1,-1]`,
		`reuse("abc", "")`:          `[]`,
		`reuse("abc", "abc")`:       `[0,1,2]`,
		`reuse("abc", "axc")`:       `[0,1,2]`,
		`reuse("abc", "xabc")`:      `[-1,0,1,2]`,
		`reuse("abc", "bc")`:        `[1,2]`,
		`reuse("abc", "cab")`:       `[2,0,1]`,
		`reuse("abc", "aBc")`:       `[0,-1,2]`,
		`reuse("aab", "aaab")`:      `[0,1,-1,2]`,
		`reuse("ab", "cd")`:         `[0,1]`,
		`reuse("__", "___")`:        `[0,1,-1]`,
		`increasing()`:              `[]`,
		`increasing(-1, -1)`:        `[]`,
		`increasing(0, 1, 2)`:       `[0,1,2]`,
		`increasing(-1, 0, 1)`:      `[1,2]`,
		`increasing(1, 2, 3, 0)`:    `[0,1,2]`,
		`increasing(3, 0, 1, 2)`:    `[1,2,3]`,
		`increasing(4, 0, 3, 1, 2)`: `[1,3,4]`,
		`increasing(2, 1, 0)`:       `[2]`,
	} {
		got, err := vm.RunString(call)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s is %s, not %s", call, got, want)
		}
	}
}

// With two hundred people on the page, typing in the roster changes only the paper and the row
// of the edited line, and moving a line moves only its paper.
func TestSessionUpdatesOnlyChangedSheets(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("print.html")
	b.Click(`[value="goals/saas/newcomer.html"]`)
	b.Await(`document.querySelectorAll(".handout").length === 1`)
	var lines []string
	for i := range 203 {
		lines = append(lines, fmt.Sprintf("员工%03d，2027-03-01，华东，SaaS，新人期", i+1))
	}
	lines = append(lines, "王五，昨天")
	paste(b, `[name="roster"]`, strings.Join(lines, "\n"))
	b.Await(`document.querySelectorAll(".handout").length === 200`)
	const problems = `[...document.querySelectorAll("[data-problems] li")].map(e => e.textContent).join("\n")`
	if got, want := browsertest.Eval[string](b, problems), "第 201 行：一次最多印 200 人，从“员工201”起的 3 人没有排进来，另外再印一次\n第 204 行：看不懂日期“昨天”，写成 2027-03-01"; got != want {
		t.Errorf("the problems are %q", got)
	}
	browsertest.Eval[bool](b, `(() => {
		window.counts = {sheets: new Set(), rows: new Set(), made: 0, known: new Set(document.querySelectorAll(".handout")), problems: 0};
		const note = (node) => {
			const at = node.nodeType === 1 ? node : node.parentElement;
			const sheet = at?.closest(".handout"), row = at?.closest("[data-tally] tbody tr");
			if (sheet) counts.sheets.add(sheet);
			if (row) counts.rows.add(row);
			if (at?.closest("[data-problems]")) counts.problems++;
			if (sheet && !counts.known.has(sheet)) { counts.made++; counts.known.add(sheet); }
		};
		new MutationObserver((records) => { for (const r of records) [r.target, ...r.addedNodes, ...r.removedNodes].forEach(note); })
			.observe(document.querySelector("[data-session]"), {subtree: true, childList: true, characterData: true, attributes: true});
		return true;
	})()`)
	const names = `[...document.querySelectorAll(".handout")].map(e => e.querySelector("[data-line=name]").textContent).join()`
	const rows = `[...document.querySelectorAll("[data-tally] tbody tr")].map(e => e.firstChild.textContent).join()`
	change := func(what, first string, sheets int, lines ...string) {
		t.Helper()
		browsertest.Eval[bool](b, `(counts.sheets.clear(), counts.rows.clear(), counts.made = 0, counts.problems = 0, true)`)
		paste(b, `[name="roster"]`, strings.Join(lines, "\n"))
		b.Await(names + `.includes("` + first + `")`)
		got := browsertest.Eval[[]int](b, `[counts.sheets.size, counts.rows.size, counts.made, counts.problems]`)
		if want := []int{sheets, sheets, 0, 0}; !slices.Equal(got, want) {
			t.Errorf("%s: of sheets touched, rows touched, sheets made and problems told again there are %v, want %v", what, got, want)
		}
		if a, b := browsertest.Eval[string](b, names), browsertest.Eval[string](b, rows); a != b || strings.Count(a, ",") != 199 {
			t.Errorf("%s: the sheets are of %s, the rows of %s", what, a, b)
		}
	}
	typed := slices.Clone(lines)
	typed[99] = "员工一百，2027-03-01，华东，SaaS，新人期"
	change("a name is typed", "员工一百", 1, typed...)
	moved := append(append([]string{typed[150]}, typed[:150]...), typed[151:]...)
	change("a line is moved to the top", "员工151,员工001,", 1, moved...)
	change("and back", "员工150,员工151,员工152,", 1, typed...)
	swapped := slices.Clone(typed)
	swapped[0], swapped[199] = "新人甲，2027-03-01，华东，SaaS，新人期", "新人乙，2027-03-01，华东，SaaS，新人期"
	change("two are replaced", "新人乙", 2, swapped...)
}
