package e2e

import (
	"testing"

	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
)

// smallStorage defines a storage with room for a given number of characters.
const smallStorage = `
	class SmallStorage {
		constructor(room) { Object.defineProperty(this, "room", { value: room }); }
		get length() { return Object.keys(this).length; }
		getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; }
		removeItem(key) { delete this[key]; }
		setItem(key, text) {
			const others = Object.entries(this).filter(([name]) => name !== key);
			if (others.reduce((sum, [name, text]) => sum + name.length + text.length, key.length + text.length) > this.room) throw new Error("full");
			this[key] = text;
		}
	}
	let state = 1;
	const random = (n) => (state = (state * 48271) % 2147483647) % n;
`

// Recent queries are listed newest first, without duplicates, up to six of at most 100 characters.
func TestLatestSearches(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/recent.ts")
	got, err := vm.RunString(`(() => {
		let kept;
		const store = { read: () => kept, change: (_, read, make) => { kept = make(kept === undefined ? undefined : read(kept)); } };
		const recent = new module.Recent(store);
		for (const query of ["一", "二", "三", "二", " 四 ", "", "五", "六", "七", "八", "x".repeat(300)]) recent.add(query);
		return recent.list().map((query) => query.slice(0, 3) + query.length).join(" ");
	})()`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "xxx100 八1 七1 六1 五1 四1"; got.String() != want {
		t.Errorf("the searches are %s, want %s", got, want)
	}
}

// writeAll stores all values or none. If the last one does not fit, it restores the former
// values in an order in which they fit.
func TestAllOrNothingIsKept(t *testing.T) {
	vm := jstest.Load(t, "../../../static/storage/store.ts")
	rounds := sample.Count(t, 2000, 5000)
	vm.Set("rounds", rounds)
	got, err := vm.RunString(smallStorage + `(() => {
		const store = new module.Store("s"), keys = ["a", "b", "c", "d"];
		let refused = 0;
		for (let round = 0; round < rounds; round++) {
			globalThis.localStorage = new SmallStorage(60 + random(40));
			localStorage.setItem("other", "");
			for (const key of keys) if (random(4) > 0) store.write(key, "x".repeat(random(12)));
			const before = store.texts(), values = new Map();
			for (let n = random(5); n > 0; n--) values.set(keys[random(4)], random(5) === 0 ? undefined : "y".repeat(random(20)));
			const kept = store.writeAll(values);
			if (!kept) refused++;
			const want = { ...before };
			if (kept) for (const [key, value] of values) if (value === undefined) delete want[key]; else want[key] = JSON.stringify(value);
			const sorted = (texts) => JSON.stringify(Object.entries(texts).sort());
			if (sorted(store.texts()) !== sorted(want)) return JSON.stringify({ room: localStorage.room, before, values: [...values], kept, after: store.texts() });
		}
		return refused > rounds / 20 ? "" : "only " + refused + " were refused";
	})()`)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != "" {
		t.Error(got)
	}
}
