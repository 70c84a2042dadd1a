package goal

import (
	"testing"

	"cairn/generator/internal/jstest"
)

// What a person types is read as it was meant.
func TestEntries(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/entry.ts")
	for _, test := range []struct{ input, text, want string }{
		{`{"kind":"number","unit":"家","min":1,"max":60}`, " ８ ", `{"value":8}`},
		{`{"kind":"number","unit":"家","min":1,"max":60}`, "8 家", `{"value":8}`},
		{`{"kind":"number","unit":"家","min":1,"max":60}`, "", `{}`},
		{`{"kind":"number","unit":"家","min":1,"max":60}`, "很多", `{"problem":"notnumber"}`},
		{`{"kind":"number","unit":"家","min":1,"max":60}`, "0", `{"problem":"toolow","limit":"1"}`},
		{`{"kind":"number","unit":"家","min":1,"max":60}`, "60.5", `{"problem":"toohigh","limit":"60"}`},
		{`{"kind":"number","unit":"家","min":null,"max":null}`, "-3", `{"value":-3}`},
		{`{"kind":"number","unit":"家","min":null,"max":null}`, "1e3", `{"problem":"notnumber"}`},
		{`{"kind":"money","unit":"万元/家·年","min":0,"max":null}`, "¥1,200万", `{"value":1200}`},
		{`{"kind":"money","unit":"万元/家·年","min":0,"max":null}`, "30,000元", `{"value":3}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "62.5", `{"value":0.625}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "６２．５％", `{"value":0.625}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "8/15", `{"value":0.5333333333333333}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "8 ／ 15", `{"value":0.5333333333333333}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "8/0", `{"problem":"notpercent"}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "8/15/2", `{"problem":"notpercent"}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "120", `{"problem":"toohigh","limit":"100%"}`},
		{`{"kind":"percent","unit":"%","min":0.01,"max":1}`, "0.5", `{"problem":"toolow","limit":"1%"}`},
		{`{"kind":"date"}`, "2028-02-29", `{"value":"2028-02-29"}`},
		{`{"kind":"date"}`, "2027-02-29", `{"problem":"notdate"}`},
		{`{"kind":"date"}`, "明天", `{"problem":"notdate"}`},
		{`{"kind":"date"}`, FirstDate, `{"value":"1950-01-01"}`},
		{`{"kind":"date"}`, "1949-12-31", `{"problem":"notdate"}`},
		{`{"kind":"date"}`, "0202-03-01", `{"problem":"notdate"}`},
		{`{"kind":"date"}`, LastDate, `{"value":"2100-12-31"}`},
		{`{"kind":"date"}`, "2101-01-01", `{"problem":"notdate"}`},
		{`{"kind":"text"}`, " 华东 ", `{"value":"华东"}`},
	} {
		vm.Set("input", test.input)
		vm.Set("text", test.text)
		got, err := vm.RunString("JSON.stringify(module.parseEntry(JSON.parse(input), text))")
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("%q into %s is %s, not %s", test.text, test.input, got, test.want)
		}
	}
}

// A number is written into a field alike on both sides.
func TestEntryText(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/entry.ts")
	for _, test := range []struct {
		kind Kind
		x    float64
		want string
	}{
		{KindPercent, 8.0 / 15, "53.33"}, {KindPercent, 0.625, "62.5"}, {KindPercent, 0.07, "7"}, {KindPercent, 0, "0"},
		{KindNumber, 4.0 / 3, "1.3333"}, {KindMoney, 1200000, "1200000"}, {KindNumber, 0.1, "0.1"},
	} {
		in := &Input{Kind: test.kind}
		vm.Set("kind", string(test.kind))
		vm.Set("x", test.x)
		browser, err := vm.RunString("module.entryText({kind}, x)")
		if err != nil {
			t.Fatal(err)
		}
		if got := in.entry(test.x); got != test.want || browser.String() != test.want {
			t.Errorf("%v as %s is %s, in the browser %s, not %s", test.x, test.kind, got, browser, test.want)
		}
	}
}

// What the browser has kept is taken only if it is a plan.
func TestKept(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/kept.ts")
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
		got, err := vm.RunString(`(k => k === undefined ? "nothing" : k === "unreadable" ? k : "a plan")(module.readKept(` + kept + `))`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s is %s, not %s", kept, got, want)
		}
	}
}

// What the home page was told stands beside the plan, and hides nothing that
// another tab has changed in it.
func TestPlanOfTwoTabs(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/kept.ts")
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
