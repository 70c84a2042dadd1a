package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// keysOfAnInputMethod is a script that sends every visible text field the keys that an input
// method uses, marked as Chromium marks them during a composition (isComposing) and as Safari
// marks them at its end (keyCode 229). It returns the keys whose default the page prevented.
const keysOfAnInputMethod = `(() => {
	const taken = [];
	for (const field of document.querySelectorAll('input[type="text"], input:not([type]), textarea')) {
		if (field.closest("[hidden], details:not([open])") !== null) continue;
		field.focus();
		for (const key of ["Enter", "ArrowDown", "ArrowUp", "Escape", "Tab", " ", "/", "k"]) {
			for (const sign of [{ isComposing: true }, { keyCode: 229 }]) {
				const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...sign });
				if (!field.dispatchEvent(event)) taken.push(field.name + " " + key + " " + Object.keys(sign));
			}
		}
		if (document.activeElement !== field) taken.push(field.name + " lost the focus");
	}
	return taken;
})()`

// The page ignores keys that an input method handles: Enter neither leaves a field nor
// submits a form, and the arrow keys do not move the selection in the results.
func TestKeysOfAnInputMethod(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	for _, path := range []string{"index.html", "search.html", "print.html", "goals/saas/newcomer.html", "assessments/ready.html"} {
		b.Open(path)
		if path == "index.html" || path == "search.html" {
			b.Fill(box, "续约")
			b.Await(`document.querySelectorAll('[role="option"]').length > 0`)
		}
		if taken := browsertest.Eval[[]string](b, keysOfAnInputMethod); len(taken) > 0 {
			t.Errorf("%s takes %q from an input method", path, taken)
		}
		if path == "index.html" && browsertest.Eval[bool](b, `document.querySelector('[aria-activedescendant], [aria-selected="true"]') !== null || document.querySelector(".results").hidden`) {
			t.Error("the keys of an input method move among what was found, or close it")
		}
		if kept := browsertest.Eval[string](b, `JSON.stringify(Object.keys(localStorage).filter((key) => key.includes(":plan:")))`); kept != "[]" {
			t.Errorf("%s keeps %s", path, kept)
		}
		browsertest.Eval[bool](b, `(localStorage.clear(), true)`)
	}
}

// The search waits for the end of a composition. It does not search for the letters meanwhile.
func TestSearchWaitsForTheComposition(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	b.Open("search.html")
	const types = `(text, composing) => {
		const input = document.querySelector('[role="combobox"]');
		input.value = text;
		input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: composing }));
	}`
	b.Fill(box, "ARR")
	b.Await(`document.querySelectorAll('[role="option"]').length > 0`)
	before := browsertest.Eval[string](b, `document.querySelector("[data-search-page], .results").innerText`)
	// The script searches for the composed letters itself. When its answer arrives, an answer to
	// a query that the page had sent before would have arrived too.
	after := browsertest.Promise[string](b, `(async () => {
		const type = `+types+`;
		const engine = await window.cairnEngine("search/manifest.js");
		type("xu'yue", true);
		await engine.search("xu'yue", 20, { filters: [], questions: [] });
		await new Promise((resolve) => setTimeout(resolve));
		return document.querySelector("[data-search-page], .results").innerText;
	})()`)
	if before != after {
		t.Errorf("while a text is composed the answer becomes\n%s\nfrom\n%s", after, before)
	}
	browsertest.Eval[bool](b, `(() => {
		document.querySelector('[role="combobox"]').value = "续约";
		return document.querySelector('[role="combobox"]').dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
	})()`)
	b.Await(`document.querySelector("mark")?.textContent === "续约"`)
}
