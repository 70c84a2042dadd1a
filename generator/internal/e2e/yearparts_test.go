package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// planWith is a plan of the newcomer's worksheet with more properties: "closed":[]
func planWith(properties ...string) string {
	plan := strings.TrimSuffix(planText(idOfPlan, "张伟", "goals/saas/newcomer", ``), "}")
	return strings.Join(append([]string{plan}, properties...), ",") + "}"
}

// Closed quarters, as a plan keeps them.
const (
	first  = `{"quarter":"2027-Q1","done":{"新拓":"9","签约":"1"},"open":{},"happened":[],"on":"2027-04-02"}`
	second = `{"quarter":"2027-Q2","done":{"新拓":"20"},"open":{},"happened":["预算缩减"],"on":"2027-07-01"}`
)

// A part of the year that cannot be read is set aside, where it is kept, and the page uses the rest of the plan.
func TestUnreadableParts(t *testing.T) {
	vm := loadPlans(t)
	record := func(id, n string) string { return `{"id":"` + id + `","on":"2027-03-08","key":"新拓","n":` + n + `}` }
	unread := func(part, value string) string { return `"unread":[{"part":"` + part + `","value":` + value + `}]` }
	later := strings.Replace(first, `"9"`, `"12"`, 1)
	version := func(revision, quarters string) string {
		return `{"revision":` + revision + `,"on":"2027-01-01","quarters":` + quarters + `,"hash":"x","values":{},"unknown":[]}`
	}
	for properties, want := range map[string]string{
		`"closed":[` + first + `,` + second + `]`:                            "",
		`"closed":[` + second + `,` + first + `]`:                            `"closed":[` + first + `,` + second + `]`,
		`"closed":[` + first + `,` + first + `]`:                             `"closed":[` + first + `]`,
		`"closed":[` + first + `,` + later + `]`:                             `"closed":[` + first + `],` + unread("closed", later),
		`"closed":[` + first + `,null,7,{"quarter":"2027-Q2"}]`:              `"closed":[` + first + `],"unread":[{"part":"closed","value":null},{"part":"closed","value":7},{"part":"closed","value":{"quarter":"2027-Q2"}}]`,
		`"closed":{"quarter":"2027-Q1"}`:                                     `"closed":[],` + unread("closed", `{"quarter":"2027-Q1"}`),
		`"closed":[` + strings.Replace(first, `"9"`, `9`, 1) + `]`:           `"closed":[],` + unread("closed", strings.Replace(first, `"9"`, `9`, 1)),
		`"records":[` + record("a", "1") + `,` + record("a", "1e9") + `]`:    `"records":[` + record("a", "1") + `],` + unread("records", record("a", "1000000000")),
		`"records":[` + record("a", "-1e9") + `]`:                            `"records":[` + record("a", "-1000000000") + `]`,
		`"records":[` + record("a", "1.5") + `,` + record("b", "1e99") + `]`: `"records":[],"unread":[{"part":"records","value":` + record("a", "1.5") + `},{"part":"records","value":` + record("b", "1e+99") + `}]`,
		`"records":"<b>"`: `"records":[],` + unread("records", `"<b>"`),
		`"versions":[` + version("2", "1") + `,` + version("1", "0") + `]`:     `"versions":[` + version("1", "0") + `,` + version("2", "1") + `]`,
		`"versions":[` + version("0", "0") + `,` + version("1", "-1") + `]`:    `"versions":[],"unread":[{"part":"versions","value":` + version("0", "0") + `},{"part":"versions","value":` + version("1", "-1") + `}]`,
		`"log":[{"id":"a","on":"","quarter":"","key":"","from":null,"to":""}]`: `"log":[],` + unread("log", `{"id":"a","on":"","quarter":"","key":"","from":null,"to":""}`),
		`"pins":{"签约":{"value":"5","gives":"赢单率"},"线索":"7"}`:                   `"pins":{"签约":{"value":"5","gives":"赢单率"}},` + unread("pins", `{"线索":"7"}`),
		`"pins":["签约"]`:                                       `"pins":{},` + unread("pins", `["签约"]`),
		`"prior":8,"rule":{"when":"x"},"closing":[]`:          `"unread":[{"part":"prior","value":8},{"part":"closing","value":[]},{"part":"rule","value":{"when":"x"}}]`,
		`"prior":"1e9","unread":[{"part":"prior","value":8}]`: "",
		`"prior":9,"unread":[{"part":"prior","value":8}]`:     `"unread":[{"part":"prior","value":8},{"part":"prior","value":9}]`,
		`"unread":7`:            unread("unread", "7"),
		`"future":{"closed":7}`: "",
	} {
		if want == "" {
			want = properties
		}
		vm.Set("text", planWith(properties))
		got, err := vm.RunString(`JSON.stringify(saved.readPlan(JSON.parse(text)))`)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(planWith(want), got.String()); diff != "" {
			t.Errorf("%s: %s", properties, diff)
		}
	}
}

// FuzzYear reads a plan with any value as each of its parts that grow through the year. All of it is kept: in its
// part or among those set aside. The plan is the same again when it is read again, and through a file and a link.
func FuzzYear(f *testing.F) {
	for _, seed := range []string{first, second, `[` + first + `,` + second + `]`, `7`, `null`, `"x"`, `{}`, `[]`, `[null]`, `{"a":{"value":"1","gives":"b"}}`, `{"when":"a","then":"b"}`,
		`[{"id":"a","on":"2027-03-08","key":"新拓","n":1},{"id":"a","on":"2027-03-09","key":"新拓","n":2}]`, `[{"part":"closed","value":7}]`, `{"__proto__":{"value":"1","gives":"b"}}`, `[{"toString":1}]`} {
		f.Add(seed)
	}
	vm, open := loadLinks(f)
	for global, path := range map[string]string{"received": "storage/parseExport.ts", "yearParts": "worksheet/yearParts.ts"} {
		if _, err := vm.RunString(jstest.Bundle(f, "../../../static/"+path) + "; globalThis." + global + " = module;"); err != nil {
			f.Fatal(err)
		}
	}
	if _, err := vm.RunString(`
		const names = ["prior", "closing", "closed", "versions", "log", "records", "pins", "rule", "unread"];
		const leaves = (value) => (value === null || typeof value !== "object" ? [JSON.stringify(value)] : Object.entries(value).flatMap(([key, inner]) => [JSON.stringify(key), ...leaves(inner)]));
		globalThis.check = (text, base) => {
			let value;
			try { value = JSON.parse(text); } catch { return "no JSON"; }
			const raw = { ...JSON.parse(base), ...Object.fromEntries(names.map((name) => [name, value])) };
			const plan = saved.readPlan(raw), kept = JSON.stringify(plan);
			if (plan === "unreadable") throw new Error("unreadable");
			if (JSON.stringify(saved.readPlan(JSON.parse(kept))) !== kept) throw new Error("read again: " + kept);
			const found = new Set(leaves(plan)), lost = leaves(value).filter((leaf) => !/^"\d+"$/.test(leaf) && !found.has(leaf));
			if (lost.length > 0) throw new Error("lost " + lost + " in " + kept);
			const file = received.readExport(schema, saved.writePlan(plan));
			if (typeof file !== "string" && JSON.stringify([...file.values.values()][0].value) !== kept) throw new Error("through a file: " + kept);
			const content = saved.contentOf(plan), again = saved.contentOf(saved.patchPlan(plan, plan, plan));
			if (JSON.stringify([...content].sort()) !== JSON.stringify([...again].sort())) throw new Error("patched: " + kept);
			return kept;
		};`); err != nil {
		f.Fatal(err)
	}
	check, _ := goja.AssertFunction(vm.Get("check"))
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		got, err := check(goja.Undefined(), vm.ToValue(text), vm.ToValue(planWith()))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if plan := got.String(); plan != "no JSON" {
			if opened := open(linkOf([]byte(plan))); opened != "garbage" && opened != `[null,"plan:goals/saas/newcomer",`+plan+`]` {
				t.Fatalf("%q is %s, and by a link %s", text, plan, opened)
			}
		}
	})
}

// Totals are read as typed; those that are none are no totals, and a quarter after a gap or of another year does not count.
func TestHostileTotals(t *testing.T) {
	vm := goja.New()
	data, _ := json.Marshal(wire.New(goaltest.Own(t, "saas/newcomer")))
	vm.Set("data", string(data))
	for global, path := range map[string]string{"actuals": "worksheet/actuals.ts", "evaluate": "goal/evaluate.ts"} {
		if _, err := vm.RunString(jstest.Bundle(t, "../../../static/"+path) + "; globalThis." + global + " = module;"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vm.RunString(`
		const template = JSON.parse(data), entries = new Map(template.inputs.flatMap(({ key, default: value }) => value === null ? [] : [[key, value]]));
		const evaluator = evaluate.evaluatorOf(template);
		const closed = (...quarters) => ({ closed: quarters.map(([quarter, done, open = {}, happened = []]) => ({ quarter, on: "1999-01-01", done, open, happened })) });
		const read = (plan) => { const a = actuals.actualsOf(plan, template); return a === undefined ? "none" : JSON.stringify([a.quarters.map((q) => [...q]), [...a.open], a.happened, a.prior]); };
		const shown = (plan, ...names) => { const sheet = evaluator(entries, actuals.actualsOf(plan, template)); for (const { raw } of sheet.shown.values()) if (/NaN|Infinity/.test(raw)) throw new Error(raw); return names.map((name) => sheet.shown.get(name)?.text ?? "?").join(" "); };`); err != nil {
		t.Fatal(err)
	}
	for script, want := range map[string]string{
		`read({})`:           "none",
		`read({closed: []})`: "none",
		`read(closed(["2027-Q1", {"新拓":"9","线索":" １２ ","方案":"3 家","签约":"1,000"}]))`:                                                         `[[[["新拓",9],["线索",12],["方案",3],["签约",1000]]],[],[],8]`,
		`read(closed(["2027-Q1", {"新拓":"","线索":"-5","方案":"abc","签约":"1e9"}]))`:                                                              `[[[]],[],[],8]`,
		`read(closed(["2027-Q1", {"新拓":"0","线索":"1000000000","方案":"10000000000000"}]))`:                                                     `[[[["新拓",0],["线索",1000000000]]],[],[],8]`,
		`read(closed(["2027-Q1", JSON.parse('{"__proto__":"7","旧步骤":"3"}')]))`:                                                              `[[[["__proto__",7],["旧步骤",3]]],[],[],8]`,
		`read(closed(["2027-Q2", {"新拓":"9"}]))`:                                                                                             "none",
		`read(closed(["2026-Q1", {"新拓":"9"}], ["2027-Q3", {}], ["2027-Q1", {"新拓":"2"}]))`:                                                   `[[[["新拓",2]]],[],[],8]`,
		`read({...closed(["2027-Q1", {}, {"新拓":"2","线索":"x"}, ["预算缩减","预算缩减","constructor"]]), prior: "-3"})`:                               `[[[]],[["新拓",2]],["预算缩减","预算缩减","constructor"],8]`,
		`read({...closed(["2027-Q1", {}]), prior: "1000"}) + read({...closed(["2027-Q1", {}]), prior: "1001"})`:                             `[[[]],[],[],1000][[[]],[],[],8]`,
		`shown(closed(["2027-Q1", {"新拓":"0","线索":"0","方案":"0","签约":"0"}]), "签约@2027", "签约@2027-Q1", "签约@2027-Q2")`:                          "6 0 1",
		`shown(closed(["2027-Q1", {"签约":"9"}]), "签约@2027", "签约@2027-Q1", "签约@2027-Q2", "签约@2027-Q4")`:                                       "9 9 0 0",
		`shown(closed(["2027-Q1", {"签约":"1000000000"}]), "签约@2027", "签约@2027-Q3")`:                                                          "1,000,000,000 0",
		`shown(closed(["2027-Q1", {"签约":"4"}], ["2027-Q2", {"签约":"2"}]), "签约@2027-Q1", "签约@2027-Q2")`:                                       "4 0",
		`shown(closed(...[1, 2, 3, 4].map((n) => ["2027-Q" + n, {"签约":String(n)}])), "签约@2027", "签约@2027-Q1", "签约@2027-Q4", "周拜访@2027-12")`: " 1 1 ",
	} {
		got, err := vm.RunString(script)
		if err != nil {
			t.Errorf("%s: %v", script, err)
			continue
		}
		if got.String() != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}
}

// Two tabs that close the same quarter close it once, with the numbers of the first; what another tab has done in between stays. While there
// is no room the page goes on with the quarter closed, and says that it is not saved.
func TestQuarterClosedTwice(t *testing.T) {
	vm := loadPlans(t)
	if _, err := vm.RunString(jstest.Bundle(t, "../../../static/worksheet/closing.ts") + "; globalThis.closing = module;"); err != nil {
		t.Fatal(err)
	}
	got, err := vm.RunString(randomPlans + `
		const store = new Memory(), empty = saved.emptyPlan("goals/a", "x", 2027), key = "plan:goals/a:" + empty.id;
		const here = new plan.Plan(store, key, empty), there = new plan.Plan(store, key, empty);
		const count = (n, text) => ({ quarter: "2027-Q" + n, done: { 签约: text }, open: {}, happened: [] });
		const close = (tab, card, on = "2027-04-02") => tab.change((plan) => closing.closeQuarter(plan, card, on, "x"));
		close(here, count(1, "1"));
		there.type("目标签约", "7");
		close(there, count(1, "2"));
		const { closed, versions, revision, values } = store.read(key);
		const twice = [closed, versions.length, revision, values];
		close(here, count(2, "3"), "1999-01-01"); // a clock that was set back
		there.change((plan) => closing.correct(plan, "2027-Q1", "签约", "4", "1999-01-01"));
		here.load();
		const back = [here.content.closed.map(({ quarter, done }) => [quarter, done.签约]), here.content.versions.map(({ revision }) => revision), here.content.log.map(({ from, to }) => from + to)];
		store.room = 0;
		close(here, count(3, "5"));
		JSON.stringify([twice, back, here.isSaved, here.content.closed.length, store.read(key).closed.length])`)
	if want := `[[[{"quarter":"2027-Q1","done":{"签约":"1"},"open":{},"happened":[],"on":"2027-04-02"}],1,2,{"目标签约":"7"}],[[["2027-Q1","4"],["2027-Q2","3"]],[1,2],["14"]],false,3,2]`; err != nil || got.String() != want {
		t.Errorf("it is %s %v, want %s", got, err, want)
	}
}

// What a tab could not save does not take the place of what another tab has saved since: each keeps its own ticks and quarters.
func TestUnsavedYearOfTwoTabs(t *testing.T) {
	vm := loadPlans(t)
	got, err := vm.RunString(randomPlans + `
		const store = new Memory(), empty = saved.emptyPlan("goals/a", "x", 2027), key = "plan:goals/a:" + empty.id;
		const here = new plan.Plan(store, key, empty), there = new plan.Plan(store, key, empty);
		const tick = (tab, id) => tab.change((plan) => ({ ...plan, records: [...(plan.records ?? []), { id, on: "2027-03-0" + id, key: "新拓", n: 1 }] }));
		const close = (tab, n) => tab.change((plan) => ({ ...plan, closed: [...(plan.closed ?? []), { quarter: "2027-Q" + n, on: "", done: {}, open: {}, happened: [] }] }));
		tick(here, "1"), close(here, 1), here.markUnknown("线索率", true), here.change((plan) => ({ ...plan, pins: { 签约: { value: "5", gives: "赢单率" } } }));
		store.room = 0;
		tick(here, "2"), here.type("目标签约", "7"), here.markUnknown("线索率", false), here.change(({ pins, ...plan }) => plan);
		store.room = Infinity;
		tick(there, "3"), close(there, 2), there.type("客单价", "4"), there.type("目标签约", "8");
		here.load();
		tick(here, "4");
		const { records, closed, values, unknown, pins } = store.read(key);
		JSON.stringify([unknown, pins ?? null, records.map(({ id }) => id), closed.map(({ quarter }) => quarter), Object.entries(values).sort()])`)
	if want := `[[],null,["1","2","3","4"],["2027-Q1","2027-Q2"],[["客单价","4"],["目标签约","7"]]]`; err != nil || got.String() != want {
		t.Errorf("it keeps %s %v, want %s", got, err, want)
	}
}

// What the template has no place for is listed and kept, whichever keys and markup it has.
func TestLeftovers(t *testing.T) {
	vm := goja.New()
	data, _ := json.Marshal(wire.New(goaltest.Own(t, "saas/newcomer")))
	vm.Set("data", string(data))
	if _, err := vm.RunString(`
		const document = { documentElement: { dataset: { locale: JSON.stringify({ colon: "：", list: "、" }) } } };
		const template = JSON.parse(data), word = (key, part) => part + "读不出";` + jstest.Bundle(t, "../../../static/worksheet/leftovers.ts")); err != nil {
		t.Fatal(err)
	}
	for plan, want := range map[string][]string{
		`{}`: {},
		planWith(`"closed":[` + first + `,` + second + `],"pins":{"签约":{"value":"5","gives":"赢单率"}},"records":[{"id":"a","on":"","key":"新拓","n":1}]`): {},
		planWith(`"closed":[` + strings.NewReplacer("新拓", "<b>旧", "2027-Q1", "2026-Q4").Replace(first) + `,` + second + `]`):                          {"2026-Q4：<b>旧 9、签约 1", "2027-Q2：新拓 20、预算缩减"},
		planWith(`"closed":[` + strings.Replace(first, "新拓", "旧步骤", 1) + `,` + strings.Replace(second, "预算缩减", "旧变量", 1) + `]`):                       {"2027-Q1：旧步骤 9", "2027-Q2：旧变量"},
		planWith(`"pins":{"__proto__":{"value":"5","gives":"x"}},"records":[{"id":"a","on":"","key":"旧","n":3},{"id":"b","on":"","key":"旧","n":-1}]`): {"__proto__：5", "旧：2"},
		planWith(`"unread":[{"part":"closed","value":{"<img>":[1]}},{"part":"prior","value":null}]`):                                                  {`closed读不出：{"<img>":[1]}`, "prior读不出：null"},
		planWith(`"unread":[` + strings.Repeat(`{"part":"log","value":1},`, 99) + `{"part":"log","value":1}]`):                                        append(slices.Repeat([]string{"log读不出：1"}, 19), "…"),
	} {
		vm.Set("plan", plan)
		got, err := vm.RunString(`JSON.stringify(module.leftovers(JSON.parse(plan), template, word))`)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		json.Unmarshal([]byte(got.String()), &lines)
		if diff := cmp.Diff(want, lines); diff != "" && len(want)+len(lines) > 0 {
			t.Errorf("%.300s: %s", plan, diff)
		}
	}
}

// A plan with a hundred thousand records can be read, compared and merged; a list of differences counts them.
func TestManyRecords(t *testing.T) {
	vm := loadPlans(t)
	if _, err := vm.RunString(jstest.Bundle(t, "../../../static/worksheet/differences.ts") + "; globalThis.differences = module;"); err != nil {
		t.Fatal(err)
	}
	vm.Set("text", planWith())
	many := sample.Count(t, 20_000, 100_000)
	vm.Set("many", many)
	got, err := vm.RunString(`
		const of = (from, to) => saved.readPlan({ ...JSON.parse(text), records: Array.from({ length: to - from }, (_, i) => ({ id: "r" + (from + i), on: "2027-01-01", key: "新拓", n: 1 })) });
		const mine = of(0, 0.6 * many), theirs = of(0.4 * many, many), joined = saved.joinPlans(mine, theirs), other = saved.joinPlans(theirs, mine);
		JSON.stringify([joined.records.length, JSON.stringify(joined.records) === JSON.stringify(other.records), differences.readerDifferences(mine, joined)])`)
	if want := fmt.Sprintf(`[%d,true,[{"name":"records","isInput":false,"mine":"%d","theirs":"%d"}]]`, many, many*6/10, many); err != nil || got.String() != want {
		t.Errorf("it is %.300s %v, want %s", got, err, want)
	}
}

// Before the reader chooses between two plans she sees what differs in words, and no list that only a program reads.
func TestYearDiffers(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	rule := `"rule":{"when":"没回音","then":"打电话"}`
	mine := planWith(`"closed":[`+first+`]`, rule, `"records":[{"id":"a","on":"2027-03-08","key":"新拓","n":1}]`)
	storeText(b, planKey+":"+idOfPlan, mine)
	b.Open(worksheet)
	theirs := planWith(`"closed":[`+strings.Replace(first, `"9"`, `"<b>12</b>"`, 1)+`,`+second+`]`, `"pins":{"签约":{"value":"5","gives":"赢单率"}}`, `"prior":"20"`, `"versions":[7]`,
		`"records":[{"id":"a","on":"2027-03-08","key":"新拓","n":1},{"id":"b","on":"2027-03-09","key":"新拓","n":1}]`)
	importFile(b, strconv.Quote(theirs))
	b.Await(`document.querySelector("dialog table")`)
	rows := browsertest.Eval[[]string](b, `[...document.querySelectorAll("dialog tr")].map((row) => [...row.cells].map((cell) => cell.textContent).join("|"))`)
	want := []string{
		"|这里的|文件里的", "自己定的一条|没回音 → 打电话|—", "收了的季度 2027-Q1|新拓 9、签约 1|新拓 <b>12</b>、签约 1", "收了的季度 2027-Q2|—|新拓 20、预算缩减",
		"定住的 签约|—|5 (赢单率)", "比例顶几次经验|—|20", "每周记的，几笔|1|2", "读不出来的，几处|0|1",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if got := openQuestion(b); !slices.Contains(got, "文件里有这个版本用不到的部分，原样留着：versions") {
		t.Errorf("it says %q", got)
	}
	b.Click(`dialog [value="theirs"]`)
	b.Await(`document.querySelector("[data-unfit] li")?.textContent === "读不出来的 versions：7"`)
	if got := storedText(b, planKey+":"+idOfPlan); !strings.Contains(got, `"unread":[{"part":"versions","value":7}]`) {
		t.Errorf("it keeps %s", got)
	}
	noImage(t, b, "a plan")
}
