package jstest

import (
	"testing"
)

// The line of a plan on the home page says the verdict, with the load of the busiest time if there is one, and the results that
// are known; of a plan that lacks a number it says only that number.
func TestVerdictOfAPlan(t *testing.T) {
	vm := Load(t, "../../../static/plans/ahead.ts")
	if _, err := vm.RunString(`
		globalThis.document = { documentElement: { dataset: { locale: JSON.stringify({ semicolon: "；" }) } } };
		const word = (key, ...values) => [key, ...values].join(" ");
		const template = { results: [{ step: "deals" }, { step: "money" }], computed: [{ key: "money", label: "Money", unit: "" }, { key: "deals", label: "Deals", unit: "each" }] };
		const said = (kind, load, missing, deals, money) => module.verdictText(template,
			{ finding: { kind, strain: load === undefined ? undefined : { load }, missing }, shown: new Map([["deals", { text: deals }], ["money", { text: money }]]) }, word);
		const dates = (days, today) => module.nextOf(days.map((date) => ({ id: date, date, text: "" })), today).map(({ date }) => date).join(" ");
	`); err != nil {
		t.Fatal(err)
	}
	for script, want := range map[string]string{
		`said("fits", "87%", "", "6", "120")`:       "load_fits 87%；result Deals 6 each；result Money 120",
		`said("fits", undefined, "", "6", "")`:      "fits；result Deals 6 each",
		`said("over", "118%", "", "6", "")`:         "load_over 118%；result Deals 6 each",
		`said("over", "", "", "6", "")`:             "over；result Deals 6 each",
		`said("late", "300%", "", "0", "")`:         "late；result Deals 0 each",
		`said("missing", "87%", "Price", "6", "1")`: "missing Price",
		`said("", undefined, "", "6", "120")`:       "result Deals 6 each；result Money 120",
		`dates([], "2027-03-25")`:                   "",
		`dates(["2027-03-24", "2027-03-25", "2027-03-26", "2027-04-01", "2027-04-02"], "2027-03-25")`: "2027-03-25 2027-03-26 2027-04-01",
		`dates(["2027-03-24"], "2027-03-25")`: "",
	} {
		value, err := vm.RunString(script)
		if err != nil {
			t.Errorf("%s: %v", script, err)
		} else if got := value.String(); got != want {
			t.Errorf("%s: got %q, want %q", script, got, want)
		}
	}
}
