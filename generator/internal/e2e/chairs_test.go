package e2e

import (
	"encoding/json"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// randomPairs defines functions that make two random plans of a template and compare plans.
const randomPairs = `
	const template = JSON.parse(data);
	const evaluate = module.evaluatorOf(template), calendar = new module.Calendar(template.year);
	const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
	const pick = (list) => list[random(list.length)];
	const another = (input) => {
		if (input.kind === "date") return pick(["2027-01-04", "2027-03-15", "2027-08-02", "2026-05-01"]);
		if (typeof input.default !== "number") return pick(["甲", "乙", " 甲 "]);
		const shown = module.entryText(input, input.default);
		return pick([shown, " " + shown, module.entryText(input, input.default * 0.9), module.entryText(input, input.default * 1.2), input.kind === "percent" ? "1/2" : "5", "abc", "", "1e99"]);
	};
	const count = (n) => ({
		quarter: template.year.id + "-Q" + n, on: "2027-0" + (3 * n) + "-30", happened: template.variables.map(({ key }) => key).filter(() => random(4) === 0),
		done: Object.fromEntries(template.splits.map(({ key }) => key).filter(() => random(3) > 0).map((key) => [key, pick(["", "0", "3", "9", "１２", "x"])])),
		open: Object.fromEntries(template.splits.map(({ key }) => key).filter(() => random(4) === 0).map((key) => [key, pick(["0", "1", "2"])])),
	});
	const randomPlan = () => {
		const plan = { ...module.emptyPlan("goals/a", pick(["x", "y"]), 2027), person: pick(["", "张伟"]), revision: 1 + random(3), values: {}, unknown: [] };
		for (const input of template.inputs) {
			const how = random(8);
			if (how < 2) plan.values[input.key] = another(input);
			else if (how === 2 && random(3) === 0) plan.unknown.push(input.key);
		}
		if (random(3) === 0) plan.values["旧指标"] = "7";
		const closed = [1, 2, 3].slice(0, random(4)).filter(() => random(8) > 0).map(count);
		if (closed.length > 0) plan.closed = closed;
		if (random(3) === 0) plan.prior = pick(["8", "20", "", "x"]);
		if (random(3) === 0) plan.records = [{ id: "r" + random(9), on: "2027-02-01", key: "新拓", n: 1 }];
		if (random(3) === 0) plan.closing = { ...count(1 + random(4)), on: undefined };
		if (random(3) === 0) plan.note = "kept";
		return JSON.parse(JSON.stringify(plan));
	};
	/** The second plan is mostly the first one with some changes, as two people's plans are. */
	const randomPair = () => {
		const mine = randomPlan(), other = randomPlan();
		if (random(3) === 0) return { template, mine, theirs: other };
		const theirs = JSON.parse(JSON.stringify({ ...mine, id: other.id }));
		for (const input of template.inputs.filter(() => random(5) === 0)) theirs.values[input.key] = another(input);
		if (random(3) === 0) theirs.prior = pick(["12", "20", ""]);
		for (const { done } of theirs.closed ?? []) for (const key of Object.keys(done)) if (random(3) === 0) done[key] = pick(["4", "9", ""]);
		return { template, mine, theirs };
	};
	const sheetOf = (plan, entries = module.entriesOf(template, plan.values, plan.unknown)) => evaluate(entries, module.actualsOf(plan, template));
	const text = (value) => JSON.stringify(value, (_, inner) => inner instanceof Map || inner instanceof Set ? [...inner] : inner);
	const seen = (sheet) => text([sheet.shown, sheet.finding, sheet.over, sheet.steps, sheet.rates]);
	const outcome = (plan) => module.outcomeOf(template, calendar, plan);
	const fails = (what, pair, ...more) => { throw new Error(what + " " + text(pair.mine) + " and " + text(pair.theirs) + " " + more.join(" is not ")); };
	const chosen = (rows, side) => new Map(rows.map((row) => [row.id, row[side]]));
	const on = "2027-05-04";
`

// runPairs runs a property of pairs of plans for templates of the site.
func runPairs(t *testing.T, property string) {
	t.Helper()
	for _, name := range sample.Of(3, sample.Spread(8, goaltest.Names(t))) {
		vm := loadPairs(t, goaltest.Own(t, name))
		vm.Set("rounds", sample.Count(t, 4, 1))
		if _, err := vm.RunString("for (let round = 0; round < rounds; round++) { const pair = randomPair(), { mine, theirs } = pair, rows = module.rowsOf(pair); " + property + " }"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func loadPairs(t *testing.T, template *goal.Template) *goja.Runtime {
	t.Helper()
	vm := jstest.Load(t, "testdata/chairs.ts")
	data, err := json.Marshal(wire.New(template))
	if err != nil {
		t.Fatal(err)
	}
	vm.Set("data", string(data))
	vm.Set("seed", 1+sample.Seed(t, 191))
	if _, err := vm.RunString(randomBytes + randomPairs); err != nil {
		t.Fatal(err)
	}
	return vm
}

// With every row as in theirs, the agreed plan gives all numbers of theirs; with every row as in mine, those of mine.
func TestAgreedPlanOfOneSide(t *testing.T) {
	runPairs(t, `
		for (const side of ["mine", "theirs"]) {
			const agreed = module.settle(pair, rows, chosen(rows, side), on), [got, want] = [seen(sheetOf(agreed)), seen(sheetOf(pair[side]))];
			if (got !== want) fails("all of " + side, pair, got, want);
		}`)
}

// The effect of a row is what the sheet says if only that input is as in theirs, or only that number of a closed quarter.
func TestEffectOfOneRow(t *testing.T) {
	runPairs(t, `
		const entries = (plan) => module.entriesOf(template, plan.values, plan.unknown);
		const before = outcome(mine), first = sheetOf(mine);
		for (const row of rows.filter(() => random(rows.length) < 3)) {
			const { part, quarter, key } = row;
			const alone = JSON.parse(JSON.stringify(mine)), changed = new Map(entries(mine)), value = entries(theirs).get(key);
			if (part === "input") value === undefined ? changed.delete(key) : changed.set(key, value);
			else if (part === "prior") alone.prior = theirs.prior;
			else if (part === "closed") continue;
			else {
				const [one, other] = [alone, theirs].map((plan) => plan.closed.find((one) => one.quarter === quarter));
				if (part === "happened") one.happened = other.happened.includes(key) ? [...one.happened, key] : one.happened.filter((k) => k !== key);
				else if (other[part][key] === undefined) delete one[part][key];
				else one[part][key] = other[part][key];
			}
			const want = sheetOf(alone, changed);
			const got = outcome(module.settle(pair, rows, new Map([[row.id, row.theirs]]), on));
			for (const figure of got.figures) if (figure.text !== want.shown.get(figure.key).text) fails(row.id, pair, figure.label, figure.text, want.shown.get(figure.key).text);
			if (got.kind !== want.finding.kind || text(got.strain) !== text(want.finding.strain) || got.missing !== want.finding.missing) fails(row.id, pair, text([got.kind, got.strain, got.missing]), text(want.finding));
			const { results, strain, kind, others } = module.effectOf(before, got);
			const moved = [...results, ...others].filter(({ from, to }) => from.text === to.text || from.key !== to.key);
			if (moved.length > 0) fails(row.id, pair, text(moved), "a change");
			if (results.length + others.length === 0 && strain === undefined && kind === undefined && got.figures.some(({ key, text }) => text !== first.shown.get(key).text)) fails(row.id, pair, "no effect", "what the sheet says");
		}`)
}

// Plans that say the same have no rows, and neither has a plan that confirms the examples of the other one, or writes its numbers another way.
func TestEqualPlansHaveNoRows(t *testing.T) {
	runPairs(t, `
		const copy = JSON.parse(JSON.stringify(mine));
		for (const input of template.inputs) {
			if (copy.values[input.key] === undefined && !copy.unknown.includes(input.key) && input.default !== null && random(2) === 0) {
				copy.values[input.key] = typeof input.default === "number" ? module.entryText(input, input.default) : input.default;
			}
		}
		const wide = (text) => text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
		const read = module.entriesOf(template, copy.values, []);
		for (const [key, text] of Object.entries(copy.values)) if (read.has(key) && /^\d+$/.test(text)) copy.values[key] = pick([" " + text, wide(text)]);
		const rows2 = module.rowsOf({ template, mine, theirs: copy });
		if (rows2.length > 0) fails("rows", { mine, theirs: copy }, text(rows2), "none");`)
}

// The agreed plan is a plan of a later version with each chosen answer. It keeps the inputs of the version before, and what only
// one of the two plans has, and is understood as the next version of the first plan.
func TestAgreedPlan(t *testing.T) {
	runPairs(t, `
		const before = text([mine, theirs]);
		const choices = new Map(rows.map((row) => [row.id, random(3) === 0 && row.part === "input" ? { text: "5", how: "typed" } : row[pick(["mine", "theirs"])]]));
		const agreed = module.settle(pair, rows, choices, on), read = module.readPlan(JSON.parse(text(agreed)));
		if (text([mine, theirs]) !== before) fails("changed", pair);
		if (text(read) !== text(agreed)) fails("read", pair, text(read), text(agreed));
		if (agreed.id !== mine.id || agreed.revision !== Math.max(mine.revision, theirs.revision) + 1 || agreed.madeFrom.id !== theirs.id) fails("version", pair, text(agreed));
		for (const row of rows) {
			const choice = choices.get(row.id);
			if (row.part === "input" && choice.how === "unknown" && (agreed.values[row.key] !== undefined || !agreed.unknown.includes(row.key))) fails(row.id, pair, text(agreed), "unknown");
			if (row.part === "input" && choice.how !== "unknown" && (agreed.values[row.key] !== choice.text || agreed.unknown.includes(row.key))) fails(row.id, pair, text(agreed), choice.text);
			if (row.part === "prior" && (agreed.prior ?? "") !== choice.text && choice !== row.mine) fails(row.id, pair, agreed.prior, choice.text);
			const one = (agreed.closed ?? []).find(({ quarter }) => quarter === row.quarter);
			if (row.part === "done" && choice !== row.mine && (one.done[row.key] ?? "") !== choice.text) fails(row.id, pair, text(one), choice.text);
			if (row.part === "done" && choice !== row.mine && !agreed.log.some(({ quarter, key, to }) => quarter === row.quarter && key === row.key && to === choice.text)) fails(row.id, pair, "no correction");
		}
		for (const [key, value] of Object.entries({ ...theirs.values, ...mine.values })) if (!template.inputs.some((input) => input.key === key) && agreed.values[key] !== value) fails(key, pair, agreed.values[key], value);
		for (const { id } of [...mine.records ?? [], ...theirs.records ?? []]) if (!agreed.records.some((record) => record.id === id)) fails("record", pair, id);
		if ((mine.note ?? theirs.note) !== agreed.note) fails("note", pair);
		const version = agreed.versions.find(({ revision }) => revision === mine.revision);
		if (text([version.values, version.unknown, version.hash]) !== text([mine.values, mine.unknown, mine.template.hash])) fails("versions", pair, text(agreed.versions));
		if (agreed.closing !== undefined && (agreed.closed ?? []).some(({ quarter }) => quarter === agreed.closing.quarter)) fails("closing", pair, text(agreed));`)
}
