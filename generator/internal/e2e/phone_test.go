package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// On a phone a bar at the lower edge shows this week's number and the errors, leads to each,
// and covers no field that has the focus.
func TestBarOfAPhone(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	setDate(b, "2027, 6, 13") // 2027-07-13: the number of this week follows the date
	b.Resize(390, 844)
	b.Prefer("light") // and no smooth scrolling
	b.Open(worksheet)
	b.Await(`Math.abs(document.querySelector(".phone").getBoundingClientRect().bottom - innerHeight) < 1`)
	b.Open("goals/saas/growth.html")
	b.Await(text(".phone a") + `.startsWith("拜访一共 ")`) // not the diagnoses before it, which are part of it
	b.Open(worksheet)
	b.Await(text(".phone a") + ` === "拜访 4.1 次/周"`)
	b.Click(`.phone a[href="#ui:week"]`)
	b.Await(`document.querySelector(":target")?.className === "week"`)
	covered := browsertest.Promise[[]string](b, `(async () => {
		const covered = [];
		document.querySelectorAll("[data-form] details").forEach((d) => { d.open = true; });
		`+firstNumbers+` // the browser keeps in place what it shows, and the page does what is left when a part is opened
		for (const field of document.querySelectorAll("[data-form] :is(input, select, textarea)")) {
			field.focus({ preventScroll: false });
			await new Promise(requestAnimationFrame);
			if (field.getBoundingClientRect().bottom > document.querySelector(".phone").getBoundingClientRect().top) covered.push(field.name);
		}
		return covered;
	})()`)
	if len(covered) > 0 {
		t.Errorf("the bar covers %v", covered)
	}
	b.Fill(`[name="目标签约"]`, "很多")
	b.Await(text(".phone [data-next-error]") + ` === "1 处填错了，去改"`)
	browsertest.Eval[bool](b, `(scrollTo(0, document.body.scrollHeight / 2), true)`)
	b.Click(".phone [data-next-error]")
	b.Await(`document.activeElement.name === "目标签约"`)
	b.Resize(1280, 800)
	b.Await(`!document.querySelector(".phone").checkVisibility()`)
}

// The whole menu of the plans is visible on a phone, wherever the page is scrolled to.
func TestMenuIsWhollyVisible(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Prefer("light") // and no smooth scrolling
	b.Open(worksheet)
	for _, height := range []int64{844, 600} {
		b.Resize(390, height)
		for _, edge := range []string{"start", "end"} {
			hidden := browsertest.Eval[[]string](b, `(() => {
				const menu = document.querySelector("[data-more]");
				menu.open = true;
				menu.querySelector("summary").scrollIntoView({ block: "`+edge+`" });
				const items = [...menu.querySelectorAll("div > *")];
				return items.filter((item) => {
					const { left, right, top, bottom } = item.getBoundingClientRect();
					return ![top + 2, bottom - 2].every((y) => item.contains(document.elementFromPoint((left + right) / 2, y)));
				}).map((item) => item.textContent).concat(items.length === 15 ? [] : [String(items.length)]);
			})()`)
			if len(hidden) > 0 {
				t.Errorf("at a height of %d, scrolled to the %s, %v are hidden", height, edge, hidden)
			}
		}
	}
}

// A line of a title ends between phrases: never between two Han without a mark, even on a small phone.
func TestHeadingsBreakBetweenPhrases(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, path := range append(worksheets(t)[:2], "index.html", "playbooks/industry/expert.html", "methods/index.html") {
		b.Open(path)
		for _, width := range []int64{320, 390} {
			b.Resize(width, 800)
			broken := browsertest.Eval[[]string](b, `[...document.querySelectorAll("h1, .summary, .card a, .prose :is(h2, h3)")].flatMap((title) => {
				const nodes = document.createTreeWalker(title, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT), range = document.createRange(), broken = [];
				let bottom = Infinity; // of a Han before, without a mark behind it
				while (nodes.nextNode()) {
					const node = nodes.currentNode;
					if (node.localName === "wbr") bottom = Infinity;
					if (node.nodeType !== Node.TEXT_NODE) continue;
					for (let i = 0; i < node.length; i++) {
						range.setStart(node, i);
						range.setEnd(node, i + 1);
						const box = range.getBoundingClientRect(), isHan = /[\u4e00-\u9fff]/.test(node.data[i]);
						if (isHan && box.top >= bottom - 2) broken.push(node.data.slice(0, i) + " / " + node.data.slice(i));
						bottom = isHan ? box.bottom : Infinity;
					}
				}
				return broken;
			})`)
			if marks := browsertest.Eval[int](b, `document.querySelectorAll("h1 wbr, h1 .phrase, .summary wbr, .card wbr, h2 wbr").length`); len(broken) > 0 || marks == 0 {
				t.Errorf("%s at %d pixels has %d marks and breaks %q", path, width, marks, broken)
			}
		}
	}
}

// A label of 14 characters and the rate below it overlap nothing in the funnel of a phone.
func TestLongLabelOfTheFunnel(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Resize(390, 844)
	b.Open(worksheet)
	over := browsertest.Eval[[]string](b, `(() => {
		const over = [];
		for (const row of document.querySelectorAll(".slices li")) {
			row.querySelector(".label").textContent = "说得清痛点也认得决策人的线索";
			const boxes = [...row.querySelectorAll(".label, .rate, svg, .amount, .reckoning")].map((e) => [e.getAttribute("class") ?? e.localName, e.getBoundingClientRect()]);
			boxes.forEach(([name, a], i) => boxes.slice(0, i).forEach(([other, b]) => {
				if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) over.push(name + " over " + other);
			}));
		}
		return over;
	})()`)
	if len(over) > 0 {
		t.Errorf("in the funnel: %v", over)
	}
}

// A device without a pointer that hovers shows no hint of a key; a headless browser is one. With forced colours, what had an edge or a mark by its
// background still has one.
func TestTouchAndForcedColours(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	if !browsertest.Eval[bool](b, `matchMedia("(hover: none)").matches`) {
		t.Fatal("the browser has a pointer that hovers")
	}
	if browsertest.Eval[bool](b, `document.querySelector(".search > kbd").checkVisibility()`) {
		t.Error("a touch device shows the hint of a key")
	}
	b.Emulate("forced-colors", "active")
	for _, selector := range []string{".week", ".smart blockquote", ".badge", ".tool", ".quiet"} {
		if browsertest.Eval[string](b, `getComputedStyle(document.querySelector(".worksheet `+selector+`, .masthead `+selector+`")).borderTopWidth`) == "0px" {
			t.Errorf("%s has no edge in forced colours", selector)
		}
	}
	if got := browsertest.Eval[string](b, `getComputedStyle(document.querySelector('[aria-current="page"]')).outlineStyle`); got != "solid" {
		t.Errorf("the current page is marked by an outline %s", got)
	}
}
