package e2e

import (
	"testing"
)

// Whatever the reader does, undoing all of it returns every plan, and redoing it returns the end.
func TestUndoAndRedo(t *testing.T) {
	runPlans(t, `
		const store = new Memory(), page = "goals/a";
		for (let n = random(3); n > 0; n--) { const plan = randomPlan(); store.write("plan:" + page + ":" + plan.id, plan); }
		const shelf = new (globalThis.shelf.Shelf)(store, page, "x", 2027), action = new actions.Actions(shelf, String, "", String);
		const start = store.plans().map(content), acts = [];
		for (let n = 1 + random(8); n > 0; n--) {
			const act = pick(["type", "type", "unknown", "person", "reset", "next", "revise", "remove", "choose", "import", "check"]);
			acts.push(act);
			if (act === "type") { const key = pick(keys); shelf.record(shelf.plan.type(key, pick(texts)), key); }
			if (act === "unknown") shelf.record(shelf.plan.markUnknown(pick(keys), random(2) > 0));
			if (act === "person") { const person = pick(["", "张伟", "王芳"]); shelf.record(shelf.plan.change((plan) => ({ ...plan, person })), "person"); }
			if (act === "reset") shelf.record(shelf.plan.reset());
			if (act === "next") shelf.begin();
			if (act === "revise") action.revise();
			if (act === "remove") action.remove();
			if (act === "choose") shelf.choose(pick(shelf.list()).key);
			if (act === "check") shelf.record(shelf.plan.confirmTemplate());
			if (act === "import") {
				const plan = { ...randomPlan(), ...(random(2) > 0 ? { id: shelf.plan.content.id } : {}) }, key = "plan:" + page + ":" + plan.id, before = store.read(key);
				store.write(key, plan);
				action.imported(new Map([[key, { before, after: plan }]]));
			}
		}
		const end = store.plans().map(content);
		while (shelf.history.canUndo) if (action.undo() !== "undone") fail("it cannot be undone");
		same(store.plans().map(content), start, "after undoing " + acts);
		while (shelf.history.canRedo) if (action.redo() !== "redone") fail("it cannot be redone");
		same(store.plans().map(content), end, "after redoing " + acts);
		for (const key of store.keys()) if (key.startsWith("plan:") && store.read(key).id !== key.slice(-32)) fail("the id of " + key + " is " + store.read(key).id);`)
}

// Undoing a change keeps what another tab has changed since.
func TestUndoBesideAnotherTab(t *testing.T) {
	runPlans(t, `
		const store = new Memory(), page = "goals/a", first = randomPlan(), key = "plan:" + page + ":" + first.id;
		store.write(key, { ...first, values: { ...first.values, a: "1", b: "1" } });
		const here = new shelf.Shelf(store, page, "x", 2027), action = new actions.Actions(here, String, "", String);
		here.record(here.plan.type("a", "2"), "a");
		store.write(key, { ...store.read(key), values: { ...store.read(key).values, b: "2" } });
		action.undo();
		same([here.plan.typed.get("a"), here.plan.typed.get("b")], ["1", "2"], "a and b");`)
}

// Successive changes of one field are one step; leaving the field ends the step.
func TestStepsOfAField(t *testing.T) {
	vm := loadPlans(t)
	got, err := vm.RunString(randomPlans + `
		const here = new shelf.Shelf(new Memory(), "goals/a", "x", 2027), action = new actions.Actions(here, String, "", String);
		const type = (key, text) => here.record(here.plan.type(key, text), key);
		const shown = () => JSON.stringify(Object.fromEntries(here.plan.typed));
		type("a", "1"), type("a", "12"), type("b", "3"), type("a", "123");
		here.history.seal();
		type("a", "1234");
		const seen = [];
		while (here.history.canUndo) { action.undo(); seen.push(shown()); }
		while (here.history.canRedo) action.redo();
		seen.join(" ") + " " + shown()`)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"a":"123","b":"3"} {"a":"12","b":"3"} {"a":"12"} {} {"a":"1234","b":"3"}`; got.String() != want {
		t.Errorf("it shows %s, want %s", got, want)
	}
}
