package e2e

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sample"
)

// everywhere runs a test at each of places: over http below a path, and from the disk. All other
// tests use the root of a host.
func everywhere(t *testing.T, f func(t *testing.T, b *browsertest.Tab)) {
	for _, place := range places {
		t.Run(place.name, func(t *testing.T) { f(t, browsertest.New(t, place.open(t))) })
	}
}

// No page is wider than a small phone. Wide elements scroll in a box of their own.
func TestPagesFitAPhone(t *testing.T) {
	b := browsertest.New(t, host(t, "/"), 404)
	b.Resize(320, 800)
	for _, name := range sample.Spread(60, pagesOf(tree(t))) {
		b.Open(name)
		if over := browsertest.Eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("%s is %d pixels too wide", name, over)
		}
	}
}

// A reader follows links from the home page to a playbook and back.
func TestFollowLinksToPlaybookAndBack(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("index.html")
		b.Click(`main a[href="playbooks/saas/newcomer.html"]`)
		b.Arrive(`location.pathname.endsWith("/playbooks/saas/newcomer.html")`)
		if got := browsertest.Eval[string](b, `document.querySelector("h1").textContent.trim()`); !strings.Contains(got, "SaaS") {
			t.Errorf("the heading of the playbook is %q", got)
		}
		if got := browsertest.Eval[int](b, `document.querySelectorAll('a[aria-current="page"]').length`); got != 1 {
			t.Errorf("%d links of the navigation are marked as this page", got)
		}
		if got := browsertest.Eval[string](b, `getComputedStyle(document.querySelector("h1")).fontWeight`); got == "" {
			t.Error("the page has no style")
		}
		b.Open("playbooks/saas/newcomer.html#产品穿透")
		b.Await(`document.querySelector(":target").tagName === "H2"`)
	})
}

// The ticks of a checklist survive a reload.
func TestTicksSurviveReload(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("playbooks/saas/newcomer.html")
		b.Await(`document.querySelector("input[data-task]")`)
		b.Click(`input[data-task="1"]`)
		b.Reload()
		b.Await(`document.querySelector('input[data-task="1"]').checked && !document.querySelector('input[data-task="0"]').checked`)
	})
}

const box = `[role="combobox"]`

// A reader searches with the keyboard alone, and the chosen result opens at its section.
func TestSearchByKeyboard(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("tracks/saas.html")
		b.Press("/", "/")
		b.Await(`document.activeElement.getAttribute("role") === "combobox"`)
		b.Type("健康度诊断")
		b.Await(`document.querySelector('[role="option"] mark')?.textContent === "健康度诊断"`)
		b.Await(`document.activeElement.getAttribute("aria-expanded") === "true"`)
		b.Press("ArrowDown", "")
		b.Await(`document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.getAttribute("aria-selected") === "true"`)
		want := browsertest.Eval[string](b, `document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).href`)
		b.Press("Enter", "\r")
		b.Arrive(`location.href === ` + quote(want))
		if !browsertest.Eval[bool](b, `document.querySelector("main").textContent.includes("健康度诊断")`) {
			t.Errorf("the words are not on %s", want)
		}
	})
}

// Ctrl+K and Cmd+K focus the search box from any element and select its text, which the
// next keystroke then replaces.
func TestSearchShortcut(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	press := func(key, modifier string) (taken bool) {
		return browsertest.Eval[bool](b, `(() => {
			document.querySelector('`+signed+`').focus();
			return !document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "`+key+`", `+modifier+`: true, bubbles: true, cancelable: true }));
		})()`)
	}
	const inBox, expanded = `document.activeElement.matches('` + box + `')`, `document.querySelector('` + box + `').getAttribute("aria-expanded")`
	for _, keys := range [][2]string{{"k", "altKey"}, {"k", "shiftKey"}, {"/", "ctrlKey"}} {
		if press(keys[0], keys[1]) || browsertest.Eval[bool](b, inBox) {
			t.Errorf("%s leads to the search", keys)
		}
	}
	for _, keys := range [][2]string{{"k", "ctrlKey"}, {"K", "ctrlKey"}, {"k", "metaKey"}} {
		if !press(keys[0], keys[1]) || !browsertest.Eval[bool](b, inBox) {
			t.Errorf("%s does not lead to the search", keys)
		}
		b.Type("续约") // replaces the text that the previous round left
		b.Await(expanded + ` === "true" && document.querySelector('` + box + `').value === "续约"`)
	}
}

// The link of a search result asks the browser to mark the query's words on the page.
func TestSearchMarksTheWords(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("tracks/saas.html")
		b.Fill(box, "使用率低于 60")
		// The list may show results of the first letters before the last letter is typed.
		want := ":~:text=" + url.PathEscape("使用率低于") + "&text=60"
		b.Await(`document.querySelector('[role="option"]')?.href.endsWith(` + quote(want) + `)`)
		path := strings.TrimSuffix(browsertest.Eval[string](b, `document.querySelector('[role="option"]').href`), want)
		b.Press("ArrowDown", "")
		b.Press("Enter", "\r")
		b.Arrive(`location.href === ` + quote(path))
		b.Await(`scrollY > 0`)
	})
}

// Pinyin and initials find headings. A synonym from the glossary finds the pages that use
// the preferred name, and the box says that it searched for that name.
func TestSearchByPinyinAndSynonym(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("tracks/saas.html")
		for query, want := range map[string]string{"chanpinchuantou": "新人期", "cpct": "新人期", "cihuib": "词汇表"} {
			b.Fill(box, query)
			b.Await(`[...document.querySelectorAll('[role="option"] .title')].some(e => e.textContent.includes(` + quote(want) + `))`)
			b.Press("Escape", "")
		}
		b.Fill(box, "年度经常性收入")
		b.Await(`document.querySelector('.results .note')?.textContent === "也搜索了 ARR"`)
		b.Await(`document.querySelector('[data-search-status]').textContent.endsWith("也搜索了 ARR")`)
	})
}

// An empty search box offers the recent queries. Removing all saved data removes them too.
func TestRecentSearches(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		offered := func() []string {
			return browsertest.Eval[[]string](b, `[...document.querySelectorAll('[role="option"]')].map(e => e.textContent)`)
		}
		b.Open("tracks/saas.html")
		b.Press("/", "/")
		b.Await(`document.activeElement.getAttribute("role") === "combobox"`)
		if got := offered(); len(got) != 0 {
			t.Errorf("before anything was searched there is %q", got)
		}
		for _, query := range []string{"续约", "<b>拜访</b>"} {
			b.Fill(box, query)
			b.Press("Enter", "\r")
			b.Arrive(`location.pathname.endsWith("/search.html") && new URLSearchParams(location.search).get("q") === ` + quote(query))
		}
		b.Open("tracks/saas.html")
		b.Press("/", "/")
		b.Await(`document.querySelector('.results .note')?.textContent === "最近搜过"`)
		if diff := cmp.Diff([]string{"<b>拜访</b>", "续约"}, offered()); diff != "" {
			t.Error(diff)
		}
		b.Press("ArrowDown", "")
		b.Press("ArrowDown", "")
		b.Press("Enter", "\r")
		b.Arrive(`location.href.endsWith("/search.html?q=%E7%BB%AD%E7%BA%A6")`)
		if keys := browsertest.Eval[[]string](b, `Object.keys(localStorage)`); !slices.Contains(keys, "cairn:software-sales-handbook:searches") {
			t.Errorf("the browser keeps %q", keys)
		}
	})
}

// holdAnswers is a script that holds the search's answers back until letGo is called.
const holdAnswers = `{
	let open;
	window.held = [];
	window.letGo = () => Promise.all(window.held.splice(0).map((go) => go()));
	Object.defineProperty(window, "cairnEngine", {
		get: () => open && (async (manifest) => {
			const engine = await open(manifest);
			return { search: (...query) => new Promise((resolve) => {
				window.held.push(async () => resolve(await engine.search(...query)));
			}) };
		}),
		set: (given) => { open = given; },
	});
}`

// An option that the reader has selected stays in place when an answer arrives late.
func TestLateAnswerMovesNoSelection(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.AddScript(holdAnswers)
		b.Open("tracks/saas.html")
		b.Fill(box, "续约")
		b.Await(`(window.letGo(), document.querySelector('[data-search-status]').textContent.startsWith("找到"))`)
		const shown = `JSON.stringify([...document.querySelectorAll('[role="option"]')].map(e => [e.href, e.getAttribute("aria-selected")]))`
		before := browsertest.Eval[string](b, shown)
		ask := func(query, keys string) string {
			return browsertest.Promise[string](b, `(async () => {
				const input = document.querySelector('[role="combobox"]');
				input.value = "`+query+`";
				input.dispatchEvent(new InputEvent("input", { bubbles: true }));
				while (window.held.length === 0) await new Promise((resolve) => setTimeout(resolve));
				`+keys+`
				const shown = () => `+shown+`, before = shown();
				await window.letGo();
				await new Promise((resolve) => setTimeout(resolve));
				return before === shown() ? "" : before + " became " + shown();
			})()`)
		}
		if moved := ask("拜访", `input.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));`); moved != "" {
			t.Error(moved)
		}
		if got := browsertest.Eval[string](b, shown); got == before || !strings.Contains(got, `"true"`) {
			t.Errorf("nothing is chosen of %s", got)
		}
		if moved := ask("拜访客户", ""); moved == "" {
			t.Error("an answer that was waited for does not show")
		}
	})
}

// The search page filters by track and stage. The address can set the filters.
func TestSearchFilters(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("search.html?q=%E6%8B%9C%E8%AE%BF&track=industry&stage=bogus")
		const only = `[...document.querySelectorAll('[role="option"]')].every(e => /\/industry(\/|\.html$)/.test(new URL(e.href).pathname))`
		b.Await(`document.querySelectorAll('[role="option"]').length > 0 && ` + only)
		if got := browsertest.Eval[string](b, `document.querySelector('[name="stage"]').value`); got != "" {
			t.Errorf("an unknown stage is %q", got)
		}
		few := browsertest.Eval[int](b, `document.querySelectorAll('[role="option"]').length`)
		browsertest.Eval[bool](b, `(() => { const track = document.querySelector('[name="track"]'); track.value = ""; return track.dispatchEvent(new Event("change")); })()`)
		b.Await(`document.querySelectorAll('[role="option"]').length > ` + itoa(few))
	})
}

// The Enter key that ends an input method's composition does not leave the page.
func TestSearchDuringComposition(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("index.html")
	b.Fill(box, "续约")
	b.Await(`document.querySelectorAll('[role="option"]').length > 0`)
	browsertest.Eval[bool](b, `(() => {
		const input = document.querySelector('[role="combobox"]');
		const key = (name, composing) => new KeyboardEvent("keydown", {key: name, isComposing: composing, bubbles: true, cancelable: true});
		input.dispatchEvent(key("ArrowDown", false));
		return input.dispatchEvent(key("Enter", true));
	})()`)
	if got := browsertest.Eval[string](b, `location.pathname`); got != "/index.html" {
		t.Errorf("Enter during composition went to %s", got)
	}
}

// A query that contains markup is shown as text.
func TestSearchShowsMarkupAsText(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("search.html?q=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
	b.Await(`document.querySelector('[data-search-page] .note')?.textContent.includes("<img src=x")`)
	if browsertest.Eval[bool](b, `Boolean(document.querySelector('img[src="x"]'))`) {
		t.Error("the query became markup")
	}
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

const worksheet = "goals/saas/newcomer.html"

func computed(name string) string {
	return `document.querySelector('output[name="` + name + `"]').dataset.value`
}

// A worksheet computes while the reader types, saves the input, and removes it when the
// reader resets the worksheet.
func TestWorksheet(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open(worksheet)
		before := browsertest.Eval[string](b, computed("方案"))
		if before != "9.6" {
			t.Errorf("方案 is %s before anything is typed", before)
		}
		fill := func(value string) { b.Fill(`[name="目标签约"]`, value) }
		fill("８")
		b.Await(computed("方案") + ` === "12.8"`)
		fill("很多")
		b.Await(`document.querySelector('[name="目标签约"]').getAttribute("aria-invalid") === "true"`)
		fill("7")
		b.Await(computed("方案") + ` === "11.2"`)
		b.Await(`Object.keys(localStorage).some(key => key.startsWith("cairn:"))`)
		b.Reload()
		b.Await(`document.querySelector('[name="目标签约"]').value === "7" && ` + computed("方案") + ` === "11.2"`)
	})
}

// Two sites on one origin do not read each other's saved plans.
func TestKeysBelongToTheSite(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	b.Fill(`[name="目标签约"]`, "7")
	b.Await(`Object.keys(localStorage).length > 0`)
	id := browsertest.Eval[string](b, `document.documentElement.dataset.site`)
	for _, key := range browsertest.Eval[[]string](b, `Object.keys(localStorage)`) {
		if !strings.HasPrefix(key, "cairn:"+id+":") {
			t.Errorf("the key %s does not belong to the site %s", key, id)
		}
	}
}
