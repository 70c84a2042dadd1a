package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/output"
	"cairn/generator/internal/sample"
)

// The pages are valid HTML.
func TestPagesAreValid(t *testing.T) {
	node := needs.Program(t, "node")
	validator := filepath.Join(needs.Packages(t, "testdata/npm"), "html-validate", "bin", "html-validate.mjs")
	dir := t.TempDir()
	for i, page := range sample.Of(25, pagesOf(tree(t))) {
		data, _ := tree(t).Get(page)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-%s", i, path.Base(page))), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	config, err := filepath.Abs("testdata/npm/html-validate.json")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, validator, "--config", config, "--formatter", "text", ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// pagesOf returns the paths of the pages in a tree.
func pagesOf(tree *output.Tree) []string {
	return slices.DeleteFunc(tree.Paths(), func(name string) bool { return path.Ext(name) != ".html" })
}

// scenes lists the kinds of pages in each state that a reader's actions produce.
var scenes = []struct {
	name, path string
	prepare    string // a script that acts as the reader
	ready      string // a condition that holds once the state is reached
}{
	{"the home page", "index.html", ``, `document.querySelector("[data-home] form")`},
	{"the home page for somebody", "index.html", `(() => {
		document.querySelector('[data-home] [name="joined"]').value = "2026-11-02";
		document.querySelector("[data-home] form").requestSubmit();
	})()`, `document.querySelector("[data-guide]:not([hidden])")`},
	{"a playbook", "playbooks/saas/newcomer.html", ``, `true`},
	{"the box of the search", "playbooks/saas/newcomer.html", typed(`[role="combobox"]`, "续约"), `document.querySelector('[role="option"]')`},
	{"a question", "playbooks/saas/newcomer.html", `(localStorage.setItem("cairn:software-sales-handbook:theme", '"auto"'), document.querySelector("[data-forget]").click())`, `document.querySelector("dialog[open]")`},
	{"a file to import", "playbooks/saas/newcomer.html", `(() => {
		localStorage.setItem("cairn:software-sales-handbook:ticks:tasks.html", "garbage");
		const chosen = new DataTransfer();
		chosen.items.add(new File(['{"ticks:tasks.html":"[1]","theme":"\\"light\\"","other":""}'], "kept.json"));
		const input = document.querySelector("[data-import] input");
		input.files = chosen.files;
		input.dispatchEvent(new Event("change"));
	})()`, `document.querySelector("dialog[open] fieldset")`},
	{"texts to copy", "kit/first-wechat.html", ``, `document.querySelector(".clip button")`},
	{"a track", "tracks/industry.html", ``, `true`},
	{"a stage", "stages/expert.html", ``, `true`},
	{"a worksheet", worksheet, ``, `document.querySelector("[data-actions]:not([hidden])")`},
	{"a worksheet at work", worksheet, `(document.querySelector("[data-unknown]").click(), document.querySelectorAll("details").forEach(d => d.open = true), ` +
		typed(`[name="目标签约"]`, "很多") + `)`, `document.querySelector('[aria-invalid="true"]') && document.querySelector('[aria-pressed="true"]')`},
	{"a worksheet that is asked", worksheet, `document.querySelector("[data-year]").open = true`, `document.querySelector("[data-year-panel] .sways") && document.querySelectorAll('link[href*="year."]').length > 0`},
	{"a session to print", "print.html", `(document.querySelector('[value="goals/saas/newcomer.html"]').click(), ` + typed(`[name="roster"]`, "陈晨\n王五，昨天") + `)`,
		`document.querySelector(".handout") && document.querySelector("[data-problems] li")`},
	{"a team", "team.html", `(() => {
		const plan = (person, path) => JSON.stringify({ kind: "plan", version: 2, id: "", madeFrom: null, person, year: 2027, revision: 1, template: { path, hash: "" }, values: {}, unknown: ["客单价"] });
		const data = new DataTransfer();
		for (const [i, path] of ["goals/saas/newcomer", "goals/saas/growth", "goals/enterprise/growth", "goals/saas/growth"].entries()) {
			data.items.add(new File([plan(i === 3 ? "乙1" : "乙" + i, path)], i + ".cairn.json"));
		}
		document.querySelector("main").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
		const press = () => {
			const button = document.querySelector("[data-left-out] button");
			if (button !== null && document.querySelectorAll("[data-table] tbody .name").length < 4) button.click();
			if (document.querySelectorAll("[data-left-out] li").length !== 1) requestAnimationFrame(press);
		};
		press();
	})()`, `document.querySelector("[data-table] .total") && document.querySelector("[data-lines] li")`},
	{"the cards", "cards.html", `document.querySelector(".recall details").open = true`, `document.querySelector(".knew button")`},
	{"a questionnaire", "assessments/abilities.html", `document.querySelectorAll('[name="question-0"], [name="question-1"]').forEach(e => e.click())`,
		`document.querySelector("[data-gap]:not([hidden])")`},
	{"a record", "assessments/month-3.html", ``, `document.querySelector("[data-buttons]:not([hidden])")`},
	{"the glossary", "glossary.html", `document.querySelector("details.used").open = true`, `true`},
	{"the search", "search.html?q=%E7%BB%AD%E7%BA%A6", ``, `document.querySelector('[role="option"]')`},
	{"the search that finds nothing", "search.html?q=zzzz", ``, `document.querySelector("[data-search-page] .note")`},
	{"the questions without an answer", "search.html", `(() => {
		const question = (query, hits) => ({ query, asked: 3, hits, last: "2026-11-23" });
		localStorage.setItem("cairn:software-sales-handbook:questions", JSON.stringify({ version: 1, questions: [question("领导不见我", 0), question("x".repeat(100), 12)] }));
		dispatchEvent(new StorageEvent("storage", { key: "cairn:software-sales-handbook:questions" }));
	})()`, `document.querySelector("[data-questions]:not([hidden]) li")`},
	{"a book", "abilities/handbook.html", ``, `true`},
	{"a path", "start/saas.html", `document.querySelector("input[data-task]").click()`, `document.querySelector("[data-progress]").textContent !== ""`},
	{"an index", "methods/index.html", ``, `true`},
	{"a page", "authoring/goal-templates.html", ``, `true`},
	{"no page", "404.html", ``, `true`},
}

// typed returns a script that types into a field.
func typed(selector, text string) string {
	return `(() => {
		const field = document.querySelector('` + selector + `');
		field.focus();
		field.value = ` + "`" + text + "`" + `;
		field.dispatchEvent(new InputEvent("input", { bubbles: true }));
	})()`
}

// axe finds no violation of the WCAG or of its own best practices on any kind of page.
func TestPagesAreAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(needs.Packages(t, "testdata/npm"), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	base := host(t, "/")
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			b := browsertest.New(t, base)
			b.Open(scene.path)
			browsertest.Eval[bool](b, string(axe)+`; `+scene.prepare+`; true`)
			b.Await(scene.ready)
			for _, at := range []struct {
				width  int64
				scheme string
			}{{1280, "light"}, {320, "dark"}} {
				b.Resize(at.width, 900)
				// In a window as tall as the page, what stays at its edges lies over no other target.
				b.Resize(at.width, browsertest.Eval[int64](b, `document.documentElement.scrollHeight`))
				b.Prefer(at.scheme)
				for _, fault := range violations(b) {
					t.Errorf("%d pixels, %s: %s", at.width, at.scheme, fault)
				}
			}
		})
	}
}

// Every layout occurs in scenes and in pageKinds.
func TestScenesHaveEveryLayout(t *testing.T) {
	pages := parsePages(t, tree(t))
	layout := func(name string) string {
		path, _, _ := strings.Cut(name, "?")
		return attribute(pages[path].elements[0], "data-layout")
	}
	var inScenes, inKinds []string
	for _, scene := range scenes {
		inScenes = append(inScenes, layout(scene.path))
	}
	for _, kind := range pageKinds {
		inKinds = append(inKinds, layout(kind.path))
	}
	for name := range pages {
		if l := layout(name); !slices.Contains(inScenes, l) || !slices.Contains(inKinds, l) {
			t.Errorf("no scene or no kind has the layout %s of %s", l, name)
		}
	}
}

// violations returns the findings of axe. The rule for the size of targets (WCAG 2.2) is off by
// default.
func violations(b *browsertest.Tab) []string {
	const run = `axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
		.then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((n) => id + " at " + n.target.join(" ") + ": " + n.failureSummary)))`
	found := browsertest.Promise[[]string](b, run)
	for i, fault := range found {
		found[i] = strings.Join(strings.Fields(fault), " ")
	}
	return found
}

// No page on a disk violates its content security policy. TestPagesFitAPhone does the same over
// http.
func TestPolicyOnADisk(t *testing.T) {
	b := browsertest.New(t, disk(t))
	for _, name := range sample.Spread(40, pagesOf(tree(t))) {
		if name == "404.html" { // 404.html has absolute links, which need the root of a host
			continue
		}
		b.Open(name)
		if got := browsertest.Eval[bool](b, `document.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null && getComputedStyle(document.body).lineHeight !== "normal"`); !got {
			t.Errorf("%s has no policy or no style", name)
		}
	}
}
