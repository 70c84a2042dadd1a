package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/jstest"
)

// openPlan defines a function that opens a stored text as a worksheet's plan. It returns
// the plan's state and its values.
const openPlan = `
globalThis.read = (text) => {
	let raw;
	try { raw = JSON.parse(text); } catch { return JSON.stringify({ state: "no JSON" }); }
	const store = { read: () => raw, amend: () => true, remove: () => {}, onChange: () => {} };
	const plan = new module.Plan(store, "key", "template");
	return JSON.stringify({
		state: plan.unreadable ? "unreadable" : "a plan", saved: plan.save(), changed: plan.changed,
		typed: [...plan.typed.entries()], unknown: [...plan.unknown], polluted: ({}).polluted !== undefined,
	});
};`

// FuzzSavedPlan opens any text as a stored plan. The plan has texts as values or is unreadable, and
// Object.prototype does not change.
func FuzzSavedPlan(f *testing.F) {
	for _, seed := range []string{
		`{"version":1,"template":"x","values":{"目标签约":"7"},"unknown":["客单价"]}`, `{"version":2,"template":"x","values":{}}`, `null`, `[]`, `"x"`, `{`,
		`{"version":1,"template":"x","values":{"__proto__":"7","constructor":"x"}}`, `{"version":1,"template":"x","values":{"__proto__":{"polluted":1}}}`,
		`{"__proto__":{"version":1,"template":"x","values":{"polluted":"1"}}}`, `{"version":1,"template":"x","values":{"a":"<script>"},"unknown":[1]}`,
		`{"version":1,"template":"x","values":null}`, `{"version":1.0,"template":"x","values":{"a":7}}`, strings.Repeat(`{"values":`, 500) + "1" + strings.Repeat("}", 500),
	} {
		f.Add(seed)
	}
	vm := jstest.Load(f, "../../../static/worksheet/plan.ts")
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
			State                    string
			Saved, Changed, Polluted bool
			Typed                    [][2]string
			Unknown                  []string
		}
		if err := json.Unmarshal([]byte(result.String()), &got); err != nil {
			t.Fatalf("%q gives %s: %v", text, result, err)
		}
		if got.Polluted || got.Saved != (got.State == "a plan") || got.State != "a plan" && len(got.Typed)+len(got.Unknown) > 0 {
			t.Fatalf("%q gives %s", text, result)
		}
	})
}

// readPlan accepts a plan of this version and refuses every other value.
func TestReadPlan(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/plan.ts")
	for kept, want := range map[string]string{
		`undefined`: "nothing",
		`{"version":1,"template":"x","values":{"目标签约":"7"}}`: "a plan",
		`{"version":1,"template":"x","values":{}}`:           "a plan",
		`{"version":2,"template":"x","values":{}}`:           "unreadable",
		`{"version":1,"template":"x","values":["7"]}`:        "unreadable",
		`{"version":1,"template":"x","values":{"目标签约":7}}`:   "unreadable",
		`{"version":1,"values":{}}`:                          "unreadable",
		`null`:                                               "unreadable",
		`"garbage"`:                                          "unreadable",
	} {
		got, err := vm.RunString(`(k => k === undefined ? "nothing" : k === "unreadable" ? k : "a plan")(module.readPlan(` + kept + `))`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s is %s, not %s", kept, got, want)
		}
	}
}

// A value offered by the home page adds to the plan and does not hide a change by another tab.
func TestPlanOfTwoTabs(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/plan.ts")
	got, err := vm.RunString(`
		const plan = (values) => ({ version: 1, template: "x", values, unknown: [] });
		let kept = plan({ "目标签约": "1", "客单价": "2" }), told;
		const store = { read: () => kept, amend: (_, value) => { kept = value; return true; }, onChange: (_, f) => { told = f; }, remove: () => { kept = undefined; } };
		const here = new module.Plan(store, "plan:a", "x");
		here.onChange(() => {});
		here.offer("入职日期", "2026-11-20");
		kept = plan({ "目标签约": "7" });
		told();
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
	const want = `[{"目标签约":"7","入职日期":"2026-11-20"},{"目标签约":"7","入职日期":"2026-11-20","线索率":"1/2"},` +
		`{"目标签约":"7","入职日期":"","线索率":"1/2"},{"目标签约":"8"}]`
	if got.String() != want {
		t.Errorf("the plan is\n%s, want\n%s", got, want)
	}
}
