package sheet

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
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

// merging defines a function that merges plans with records in the given order, and one that gives a plan's records in the order
// of their ids, with what else the two plans have.
const merging = `
	globalThis.planOf = ({ records, values }) => ({ ...module.emptyPlan("goals/a", "x", 2027), id: "0".repeat(32), values, ...(records.length === 0 ? {} : { records }) });
	globalThis.crypto = { getRandomValues: (bytes) => bytes };
	globalThis.merged = (...plans) => plans.slice(1).reduce((a, b) => module.joinPlans(a, b), plans[0]);
	globalThis.idsOf = ({ records = [] }) => records.map((record) => JSON.stringify(record)).sort().join();
`

// Two devices record and merge in any order, once or again: the records are all that either has, each once. That also holds where the
// plans contradict each other otherwise.
func TestRecordsMerge(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/saved.ts")
	if _, err := vm.RunString(merging); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(sample.Seed(t, 21), 22))
	var pool []tick
	for i := range 40 {
		pool = append(pool, tick{fmt.Sprintf("%032x", i), date("2027-01-04", random.IntN(300)), []string{"新拓", "拜访", "rule", "__proto__"}[i%4], random.IntN(5) - 1})
	}
	for range sample.Count(t, 200, 800) {
		var plans [3]string
		union := map[string]bool{}
		for i := range plans {
			records := []tick{}
			for _, tick := range pool {
				if random.IntN(4) == 0 {
					records = append(records, tick)
					union[asJSON(t, tick)] = true
				}
			}
			random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
			values := map[string]string{"目标": "6"}
			if random.IntN(3) == 0 {
				values["目标"] = "7"
			}
			plans[i] = "planOf(" + asJSON(t, map[string]any{"records": records, "values": values}) + ")"
		}
		want := strings.Join(slices.Sorted(maps.Keys(union)), ",")
		value, err := vm.RunString(`(() => {
			const [a, b, c] = [` + strings.Join(plans[:], ",") + `];
			return JSON.stringify([merged(a, b, c), merged(c, b, a), merged(b, merged(a, c)), merged(a, merged(b, c)), merged(a, b, c, a, b)].map(idsOf));
		})()`)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if err := json.Unmarshal([]byte(value.String()), &got); err != nil {
			t.Fatal(err)
		}
		for i, ids := range got {
			if ids != want {
				t.Fatalf("order %d of %v has %s, want %s", i, plans, ids, want)
			}
		}
	}
}

// What is taken back is missing from the days, in the order of the days, whatever the order of the records.
func TestDaysOfRecords(t *testing.T) {
	vm := jstest.Load(t, "../../../static/worksheet/records.ts")
	for _, test := range []struct{ records, days, ahead string }{
		{`[]`, "", "0 "},
		{`[["2027-03-02", "签约", 1], ["2027-03-01", "签约", 2], ["2027-03-01", "拜访", 1]]`, "2027-03-01 2, 2027-03-02 1", "1 2027-03-02"},
		{`[["2027-03-01", "签约", 1], ["2027-03-02", "签约", 1], ["2027-03-05", "签约", -1]]`, "2027-03-01 1", "0 2027-03-05"},
		{`[["2027-03-05", "签约", -2], ["2027-03-01", "签约", 1], ["2027-03-02", "签约", 2]]`, "2027-03-01 1", "0 2027-03-05"},
		{`[["2027-03-01", "签约", -1], ["2027-03-02", "签约", 2]]`, "2027-03-02 1", "2 2027-03-02"},
		{`[["2027-03-01", "签约", -3], ["2027-03-02", "签约", 2]]`, "", "2 2027-03-02"},
		{`[["zzz", "签约", 1]]`, "zzz 1", "0 "}, // no date of the calendar: kept, and counted in no week
	} {
		value, err := vm.RunString(`(() => {
			const plan = { records: ` + test.records + `.map(([on, key, n], i) => ({ id: String(i), on, key, n })) };
			const { n, last } = module.ahead(plan, "2027-03-01");
			return module.daysOf(plan, "签约").map((day) => day.join(" ")).join(", ") + "|" + n + " " + last;
		})()`)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := value.String(), test.days+"|"+test.ahead; got != want {
			t.Errorf("%s: %q, want %q", test.records, got, want)
		}
	}
}
