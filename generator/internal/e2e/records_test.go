package e2e

import (
	"testing"

	"cairn/generator/internal/jstest"
)

// Ticks are added up by key over the days of a span, whose last day is excluded. What is taken back does not count, and never
// below nothing.
func TestRecordedSums(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/records.ts")
	for _, test := range []struct{ records, from, to, want string }{
		{`undefined`, "2027-01-01", "2028-01-01", ""},
		{`[]`, "2027-01-01", "2028-01-01", ""},
		{`[["2027-01-01", "拜访", 1], ["2027-03-31", "拜访", 2], ["2027-04-01", "拜访", 4], ["2026-12-31", "拜访", 8]]`, "2027-01-01", "2027-04-01", "拜访 3"},
		{`[["2027-02-01", "线索", 1], ["2027-02-01", "拜访", 1], ["2027-02-02", "线索", 1]]`, "2027-01-01", "2027-04-01", "线索 2, 拜访 1"},
		{`[["2027-02-01", "线索", 1], ["2027-02-02", "线索", -1]]`, "2027-01-01", "2027-04-01", ""},
		{`[["2027-02-01", "线索", 1], ["2027-02-02", "线索", -3]]`, "2027-01-01", "2027-04-01", ""},
		{`[["2027-02-01", "__proto__", 1], ["2027-02-01", "constructor", 1]]`, "2027-01-01", "2027-04-01", "__proto__ 1, constructor 1"},
	} {
		value, err := vm.RunString(`[...module.recorded({ records: ` + test.records + `?.map(([on, key, n], i) => ({ id: String(i), on, key, n })) }, "` + test.from + `", "` + test.to + `")].map((sum) => sum.join(" ")).join(", ")`)
		if err != nil {
			t.Fatal(err)
		}
		if got := value.String(); got != test.want {
			t.Errorf("%s from %s to %s: %q, want %q", test.records, test.from, test.to, got, test.want)
		}
	}
}
