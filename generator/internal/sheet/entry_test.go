package sheet

import (
	"testing"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/jstest"
)

// The browser reads numbers, dates and texts in the forms in which people type them.
func TestEntries(t *testing.T) {
	vm := jstest.Load(t, "../../../static/goal/entry.ts")
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
		{`{"kind":"date"}`, goal.FirstDate, `{"value":"1950-01-01"}`},
		{`{"kind":"date"}`, "1949-12-31", `{"problem":"notdate"}`},
		{`{"kind":"date"}`, "0202-03-01", `{"problem":"notdate"}`},
		{`{"kind":"date"}`, goal.LastDate, `{"value":"2100-12-31"}`},
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

// Go and the browser write a number into a field in the same form.
func TestEntryText(t *testing.T) {
	vm := jstest.Load(t, "../../../static/goal/entry.ts")
	for _, test := range []struct {
		kind goal.Kind
		x    float64
		want string
	}{
		{goal.KindPercent, 8.0 / 15, "53.33"}, {goal.KindPercent, 0.625, "62.5"}, {goal.KindPercent, 0.07, "7"}, {goal.KindPercent, 0, "0"},
		{goal.KindNumber, 4.0 / 3, "1.3333"}, {goal.KindMoney, 1200000, "1200000"}, {goal.KindNumber, 0.1, "0.1"},
	} {
		in := &goal.Input{Kind: test.kind}
		vm.Set("kind", string(test.kind))
		vm.Set("x", test.x)
		browser, err := vm.RunString("module.entryText({kind}, x)")
		if err != nil {
			t.Fatal(err)
		}
		if got := entryText(in, test.x); got != test.want || browser.String() != test.want {
			t.Errorf("%v as %s is %s, in the browser %s, not %s", test.x, test.kind, got, browser, test.want)
		}
	}
}
