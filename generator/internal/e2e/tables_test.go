package e2e

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// brokenNames is a script that lists the words in a Latin script and the names in the cells of tables that
// stand on two lines.
const brokenNames = `(() => {
	const names = new RegExp("[A-Za-z0-9]+|" + window.names, "g"), broken = [];
	for (const cell of document.querySelectorAll(".prose :is(td, th)")) {
		if (getComputedStyle(cell.closest("thead, tbody")).position === "absolute") continue; // the head of cards
		const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) for (const { 0: name, index } of texts.currentNode.data.matchAll(names)) {
			const range = document.createRange();
			range.setStart(texts.currentNode, index);
			range.setEnd(texts.currentNode, index + name.length);
			if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(cell.textContent);
		}
	}
	return broken;
})()`

// Tables use the page: a wide one takes the room up to the contents, no name is broken, no page is too wide,
// the head stays in view, and on a phone each cell has the head of its column.
func TestTablesUseThePage(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	names := namesOfSite(t)
	for _, path := range []string{"tracks/index.html", "adoption.html", "playbooks/industry/expert.html"} {
		b.Open(path)
		browsertest.Eval[string](b, `window.names = "`+names+`"`)
		for _, width := range []int64{320, 390, 700, 1024, 1280, 1920} {
			b.Resize(width, 844)
			if over := browsertest.Eval[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%s is %d pixels too wide for %d", path, over, width)
			}
			for _, cell := range browsertest.Eval[[]string](b, brokenNames) {
				t.Errorf("%s at %d pixels breaks a name in %q", path, width, cell)
			}
			if width < 1280 {
				continue
			}
			if browsertest.Eval[bool](b, `(() => {
				const right = (selector) => Math.max(...[...document.querySelectorAll(selector)].map((e) => e.getBoundingClientRect().right));
				return right("table.wide") < right(".prose > p") + 60 || right("table.wide") > document.querySelector(".contents").getBoundingClientRect().left - 20;
			})()`) {
				t.Errorf("%s at %d pixels: the widest table does not end between the text and the contents", path, width)
			}
		}
	}

	// The head of a table of three columns stands below the masthead while its last row is in view.
	for _, width := range []int64{1280, 390} {
		b.Resize(width, 844)
		gap := browsertest.Eval[float64](b, `(() => {
			const table = [...document.querySelectorAll(".prose > table:not(.stack)")].sort((a, b) => b.offsetHeight - a.offsetHeight)[0];
			const masthead = document.querySelector(".masthead").offsetHeight;
			document.documentElement.style.scrollBehavior = "auto";
			scrollBy(0, table.querySelector("tr:last-child td").getBoundingClientRect().top - masthead - table.tHead.offsetHeight - 5);
			return table.querySelector("th").getBoundingClientRect().top - masthead;
		})()`)
		if gap < -1.5 || gap > 0.5 {
			t.Errorf("at %d pixels the head of a table stands %g pixels below the masthead", width, gap)
		}
	}

	// As cards the rows have labels, and the roles of a table.
	b.Resize(390, 844)
	if n := browsertest.Eval[int](b, `document.querySelectorAll(".stack tbody td:not(:empty)").length`); n < 20 {
		t.Errorf("only %d cells are on cards", n)
	}
	for _, fault := range browsertest.Eval[[]string](b, `[...document.querySelectorAll(".stack")].flatMap((table) => {
		const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent);
		return [...table.tBodies[0].rows].flatMap((row) => [...row.cells].flatMap((cell, i) => {
			const label = getComputedStyle(cell, "::before").content, { width } = cell.getBoundingClientRect();
			return label.startsWith(JSON.stringify(heads[i])) && getComputedStyle(cell).display === "flow-root" && width > 300 ? [] : [label + " for " + heads[i] + ", " + width + " wide"];
		}));
	})`) {
		t.Errorf("a card has the label %s", fault)
	}
}

// namesOfSite returns the tracks, stages and terms that are words of Han, separated by |, long ones first.
func namesOfSite(t *testing.T) string {
	var names []string
	for _, file := range []string{"../../../site.toml", "../../../content/glossary.toml"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`(?m)^(?:name|term) = "(\p{Han}{2,})"$`).FindAllStringSubmatch(string(text), -1) {
			names = append(names, match[1])
		}
	}
	if len(names) < 50 {
		t.Fatalf("there are only %d names", len(names))
	}
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	return strings.Join(names, "|")
}
