package e2e

import (
	"testing"

	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
)

// parts defines functions on plans of several devices: someOf(plan) is a plan as far as a device may know it, and union is all that any of them knows.
const parts = `
	const keep = (list) => list?.filter(() => random(3) > 0);
	const lists = ["closed", "versions", "log", "records"];
	const single = ["prior", "closing", "rule", "note", "unread"];
	const someOf = (plan) => {
		const known = new Set(keep([...new Set([...Object.keys(plan.values), ...plan.unknown])]));
		const less = { ...plan, values: Object.fromEntries(Object.entries(plan.values).filter(([key]) => known.has(key))), unknown: plan.unknown.filter((key) => known.has(key)) };
		for (const name of lists) if (less[name] !== undefined) less[name] = keep(less[name]);
		if (less.pins !== undefined) less.pins = Object.fromEntries(keep(Object.entries(less.pins)));
		for (const name of single) if (random(3) === 0) delete less[name];
		return less;
	};
	const union = (...plans) => [...new Map(plans.flatMap(content))].sort(([a], [b]) => (a < b ? -1 : 1));
	const join = (...plans) => plans.reduce((a, b) => saved.joinPlans(a, b));
`

// Devices that know different parts of one plan merge to what any of them knows, in whatever order and however often they merge.
func TestDevicesMerge(t *testing.T) {
	runRounds(t, sample.Count(t, 30, 300), parts+`
		const plan = randomPlan(), [a, b, c] = [1, 2, 3].map(() => someOf(plan)), all = union(a, b, c);
		for (const [what, merged] of Object.entries({
			"(ab)c": join(join(a, b), c), "a(bc)": join(a, join(b, c)), "(cb)a": join(join(c, b), a), "b(ca)": join(b, join(c, a)), "again": join(a, b, c, b, a, c),
		})) same(content(merged), all, what);
		same(join(a, a), a, "a plan with itself");
		same(join(join(a, b), b), join(a, b), "twice");
		same(join(join(a, b), join(b, a)), join(a, b), "both orders");
		for (const name of lists) same(join(a, b)[name] ?? [], join(b, a)[name] ?? [], "the order of " + name);`)
}

// A device that has closed a quarter has a later version of the plan. What another device has added to the earlier one since becomes part of the
// later one, whichever is merged into which.
func TestLaterVersionMerges(t *testing.T) {
	runPlans(t, parts+`
		const { closed, closing, versions, ...plan } = randomPlan();
		const here = someOf(plan), version = { revision: plan.revision, on: "2027-04-01", quarters: 1, hash: "x", values: here.values, unknown: here.unknown };
		const later = { ...here, revision: plan.revision + 1, versions: [version], closed: [{ ...randomCount(1), on: "2027-04-01" }], values: randomValues() };
		const there = { ...someOf(plan), values: here.values, unknown: here.unknown, ...part("closing", () => randomCount(1)) };
		const merged = join(later, there), known = new Map(content(merged));
		same(content(join(there, later)), content(merged), "the other order");
		same(content(join(merged, there, later)), content(merged), "again");
		for (const [key, value] of content(later)) same(known.get(key), value, "of the later one " + key);
		const added = content(there).filter(([key]) => /^(records|log|pins)\//.test(key));
		for (const [key] of added) if (!known.has(key)) fail(key + " of the earlier one is lost");`)
}

// A plan that is saved, or that goes into a file, alone or with all that a browser keeps, comes back as the same plan.
func TestPlanComesBack(t *testing.T) {
	receive := exchange(t)
	vm := loadPlans(t)
	if _, err := vm.RunString(jstest.Bundle(t, "../../../static/storage/export.ts") + "; globalThis.exports = module;"); err != nil {
		t.Fatal(err)
	}
	vm.Set("rounds", sample.Count(t, 50, 500))
	vm.Set("received", func(file, site, plan string, id string) {
		kept, err := receive(file, nil)
		if want := `{"site":` + site + `,"skipped":[],"steps":[["plan:goals/a` + id + `","new",` + plan + `,` + plan + `]]}`; err != nil || kept != want {
			t.Errorf("%v: the file is read as %s, want %s", err, kept, want)
		}
	})
	if _, err := vm.RunString(randomPlans + `
		for (let round = 0; round < rounds; round++) {
			const plan = randomPlan(), store = new Memory(), key = "plan:goals/a:" + plan.id;
			store.write(key, plan);
			const text = store.values.get(key);
			same(saved.readPlan(store.read(key)), plan, "saved");
			const open = new globalThis.plan.Plan(store, key, saved.emptyPlan("goals/a", "x", 2027));
			same(open.content, plan, "opened");
			same(store.values.get(key), text, "stored");
			same(saved.readPlan(JSON.parse(saved.writePlan(plan))), plan, "written");
			const safe = JSON.parse(JSON.stringify(plan, (name, value) => (name === "__proto__" || name === "constructor" ? undefined : value))); // a file with these names is refused
			received(saved.writePlan(safe), "null", JSON.stringify(safe), "");
			received(exports.writeExport("here", { [key]: JSON.stringify(safe) }), '"here"', JSON.stringify(safe), ":" + plan.id);
		}`); err != nil {
		t.Fatal(err)
	}
}
