package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/jstest"
)

// randomBytes gives the runtime the browser's source of random numbers.
const randomBytes = `
globalThis.crypto ??= { state: 1, getRandomValues(bytes) { for (let i = 0; i < bytes.length; i++) bytes[i] = (this.state = (this.state * 48271) % 2147483647) >> 8; return bytes; } };
`

// loadPlans loads the modules of a worksheet's plans: shelf, saved, plan and actions.
func loadPlans(t testing.TB) *goja.Runtime {
	t.Helper()
	vm := goja.New()
	for _, name := range []string{"shelf", "saved", "plan", "actions"} {
		if _, err := vm.RunString(jstest.Bundle(t, "../../../static/worksheet/"+name+".ts") + "; globalThis." + name + " = module;"); err != nil {
			t.Fatal(err)
		}
	}
	vm.Set("fail", func(message string) { t.Error(message) })
	if _, err := vm.RunString(randomBytes); err != nil {
		t.Fatal(err)
	}
	return vm
}

// openPlan defines a function that opens a stored text as a worksheet's plan. It returns
// the plan's state and its values.
const openPlan = `
globalThis.read = (text) => {
	let raw;
	try { raw = JSON.parse(text); } catch { return JSON.stringify({ state: "no JSON" }); }
	const store = { read: () => raw, write: () => true, remove: () => {} };
	const opened = new plan.Plan(store, "key", saved.emptyPlan("goals/a", "template", 2027));
	const state = opened.unreadable ? "unreadable" : "a plan", isChanged = opened.changed;
	const typed = [...opened.typed.entries()], unknown = [...opened.unknown];
	const { after } = opened.confirmTemplate();
	return JSON.stringify({
		state, saved: opened.isSaved, changed: isChanged, typed, unknown, polluted: ({}).polluted !== undefined,
		kept: state !== "a plan" || Object.keys(raw).every((key) => key in after),
	});
};`

// FuzzSavedPlan opens any text as a stored plan. The plan has texts as values or is unreadable, and
// Object.prototype does not change.
func FuzzSavedPlan(f *testing.F) {
	for _, seed := range []string{
		`{"version":1,"template":"x","values":{"目标签约":"7"},"unknown":["客单价"]}`, `{"version":2,"template":"x","values":{}}`, `null`, `[]`, `"x"`, `{`,
		`{"version":1,"template":"x","values":{"__proto__":"7","constructor":"x"}}`, `{"version":1,"template":"x","values":{"__proto__":{"polluted":1}}}`,
		`{"__proto__":{"version":1,"template":"x","values":{"polluted":"1"}}}`, `{"version":1,"template":"x","values":{"a":"<script>"},"unknown":[1]}`,
		`{"kind":"plan","version":2,"id":"0123456789abcdef0123456789abcdef","madeFrom":null,"person":"张伟","year":2027,"revision":1,"template":{"path":"goals/a","hash":"x"},"values":{"a":"1"},"unknown":["b"],"pins":{"a":"3"}}`,
		`{"version":1,"template":"x","values":null}`, `{"version":1.0,"template":"x","values":{"a":7}}`, strings.Repeat(`{"values":`, 500) + "1" + strings.Repeat("}", 500),
	} {
		f.Add(seed)
	}
	vm := loadPlans(f)
	if _, err := vm.RunString(openPlan); err != nil {
		f.Fatal(err)
	}
	read, _ := goja.AssertFunction(vm.Get("read"))
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		result, err := read(goja.Undefined(), vm.ToValue(text))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		var got struct {
			State                          string
			Saved, Changed, Polluted, Kept bool
			Typed                          [][2]string
			Unknown                        []string
		}
		if err := json.Unmarshal([]byte(result.String()), &got); err != nil {
			t.Fatalf("%q gives %s: %v", text, result, err)
		}
		if got.Polluted || got.State == "a plan" && !got.Kept || got.Saved != (got.State == "a plan") || got.State != "a plan" && len(got.Typed)+len(got.Unknown) > 0 {
			t.Fatalf("%q gives %s", text, result)
		}
	})
}

// readPlan accepts a plan of the first version or of the present one and refuses every other value.
func TestReadPlan(t *testing.T) {
	vm := loadPlans(t)
	const plan = `{"kind":"plan","version":2,"id":"0123456789abcdef0123456789abcdef","madeFrom":{"id":"0123456789abcdef0123456789abcdee","revision":1},` +
		`"person":"张伟","year":2027,"revision":2,"template":{"path":"goals/saas/newcomer","hash":"x"},"values":{"目标签约":"7"},"unknown":["客单价"]}`
	with := func(old, new string) string {
		if strings.Count(plan, old) != 1 {
			t.Fatalf("%s is in the plan %d times", old, strings.Count(plan, old))
		}
		return strings.Replace(plan, old, new, 1)
	}
	for kept, want := range map[string]string{
		`undefined`: "nothing",
		`{"version":1,"template":"x","values":{"目标签约":"7"}}`:                   "a plan",
		`{"version":1,"template":"x","values":{}}`:                             "a plan",
		`{"version":2,"template":"x","values":{}}`:                             "unreadable",
		`{"version":1,"template":"x","values":["7"]}`:                          "unreadable",
		`{"version":1,"template":"x","values":{"目标签约":7}}`:                     "unreadable",
		`{"version":1,"values":{}}`:                                            "unreadable",
		`null`:                                                                 "unreadable",
		`"garbage"`:                                                            "unreadable",
		plan:                                                                   "a plan",
		with(`"year":2027`, `"year":null`):                                     "a plan",
		with(`"year":2027`, `"year":"2027"`):                                   "unreadable",
		with(`"version":2`, `"version":3`):                                     "unreadable",
		with(`"kind":"plan"`, `"kind":"plans"`):                                "unreadable",
		with(`"id":"0123456789abcdef0123456789abcdef"`, `"id":"../x"`):         "unreadable",
		with(`{"id":"0123456789abcdef0123456789abcdee","revision":1}`, `"v1"`): "unreadable",
		with(`{"id":"0123456789abcdef0123456789abcdee","revision":1}`, `null`): "a plan",
		with(`"revision":2`, `"revision":0`):                                   "unreadable",
		with(`"revision":2`, `"revision":1.5`):                                 "unreadable",
		with(`"person":"张伟"`, `"person":null`):                                 "unreadable",
		with(`,"hash":"x"`, ``):                                                "unreadable",
		with(`["客单价"]`, `"客单价"`):                                               "unreadable",
		with(`["客单价"]`, `["客单价"],"pins":{}`):                                   "a plan",
	} {
		got, err := vm.RunString(`(k => k === undefined ? "nothing" : k === "unreadable" ? k : "a plan")(saved.readPlan(` + kept + `))`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s is %s, not %s", kept, got, want)
		}
	}
}

// Ticks that could not be saved, and those that another tab has saved since, are all saved as soon as storage works again.
func TestTicksThatCouldNotBeSaved(t *testing.T) {
	vm := loadPlans(t)
	got, err := vm.RunString(`
		const empty = saved.emptyPlan("goals/a", "x", 2027);
		let kept, isFull = true;
		const store = { read: () => kept, write: (_, value) => { if (!isFull) kept = value; return !isFull; }, remove: () => { kept = undefined; } };
		const here = new plan.Plan(store, "plan:a", empty);
		here.record("拜访", 1, "2027-03-01");
		const before = here.isSaved;
		kept = { ...empty, records: [{ id: "a", on: "2027-03-02", key: "线索", n: 1 }] };
		here.load();
		isFull = false;
		here.record("拜访", -1, "2027-03-03");
		const list = ({ records }) => records.map(({ on, key, n }) => [on, key, n].join(" "));
		JSON.stringify([before, here.isSaved, list(kept), list(here.content)])`)
	if err != nil {
		t.Fatal(err)
	}
	const all = `["2027-03-01 拜访 1","2027-03-02 线索 1","2027-03-03 拜访 -1"]`
	if want := "[false,true," + all + "," + all + "]"; got.String() != want {
		t.Errorf("the ticks are %s, want %s", got, want)
	}
}

// A value offered by the home page adds to the plan and does not hide a change by another tab.
func TestPlanOfTwoTabs(t *testing.T) {
	vm := loadPlans(t)
	got, err := vm.RunString(`
		const empty = saved.emptyPlan("goals/a", "x", 2027);
		const of = (values) => ({ ...empty, values });
		let kept = of({ "目标签约": "1", "客单价": "2" });
		const store = { read: () => kept, write: (_, value) => { kept = value; return true; }, remove: () => { kept = undefined; } };
		const here = new plan.Plan(store, "plan:a", empty);
		here.offer("入职日期", "2026-11-20");
		kept = of({ "目标签约": "7" });
		here.load();
		const shown = Object.fromEntries(here.typed);
		here.type("线索率", "1/2");
		const typed = kept.values;
		here.type("入职日期", "");
		const cleared = kept.values;
		here.reset();
		here.type("目标签约", "8");
		JSON.stringify([shown, typed, cleared, kept.values])`)
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"入职日期":"2026-11-20","目标签约":"7"},{"入职日期":"2026-11-20","目标签约":"7","线索率":"1/2"},` +
		`{"入职日期":"","目标签约":"7","线索率":"1/2"},{"目标签约":"8"}]`
	if got.String() != want {
		t.Errorf("the plan is\n%s, want\n%s", got, want)
	}
}
