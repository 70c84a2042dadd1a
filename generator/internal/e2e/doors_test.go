package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

// escape is what the key Escape types.
const escape = "\x1b"

// A reader who has said who she is finds the entries of her track first and open in the navigation, and those of the
// other tracks folded behind them; a page of another track leaves its entries unfolded. Without scripts, or before she
// has said it, nothing is folded away.
func TestNavigationOfAReader(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	// entries lists the visible entries of the navigation in the folder that is open.
	const entries = `[...document.querySelectorAll(".door > ul > li > details[open] > ul > li")].map((li) => {
		const folder = li.querySelector("details");
		return (li.querySelector("summary, a").textContent + (folder === null ? "" : folder.open ? " open" : " closed"));
	})`
	want := func(page string, want ...string) {
		t.Helper()
		b.Open(page)
		if diff := cmp.Diff(want, browsertest.Eval[[]string](b, entries)); diff != "" {
			t.Errorf("%s: %s", page, diff)
		}
	}
	want("playbooks/industry/newcomer.html", "概览", "通用 SaaS closed", "行业解决方案 open", "企业级软件 closed", "新兴技术 closed")
	browsertest.Eval[bool](b, `(localStorage.setItem("cairn:" + document.documentElement.dataset.site + ":reader", JSON.stringify({ track: "industry", stage: "growth", joined: "2026-02-01" })), true)`)
	want("playbooks/industry/newcomer.html", "概览", "行业解决方案 open", "其他赛道 closed")
	want("playbooks/saas/newcomer.html", "概览", "行业解决方案 closed", "其他赛道 open")
	want("methods/smart.html", browsertest.Eval[[]string](b, `[...document.querySelectorAll('.door a[href*="methods/"]')].map((a) => a.textContent)`)...)
	if got := browsertest.Eval[string](b, `[...document.querySelectorAll('.mine a[href*="/industry/"], .mine a[href*="stages/"]')].map((a) => a.getAttribute("href")).join(" ")`); got != "../stages/growth.html ../playbooks/industry/growth.html ../goals/industry/growth.html" {
		t.Errorf("her stage's entries are %s", got)
	}
	b.Open("authoring/word.html") // the last door: the navigation scrolls to its entry
	if !browsertest.Eval[bool](b, `(() => {
		const [link, all] = [".sidebar [aria-current]", ".sidebar"].map((s) => document.querySelector(s).getBoundingClientRect());
		return link.top >= all.top && link.bottom <= all.bottom;
	})()`) {
		t.Error("the page's entry is out of sight")
	}
}

// On a phone the menu shows all doors on one screen. The contents are a button at the lower edge, which covers no last
// line; it opens a sheet that a choice, Escape, its button and a press outside close.
func TestContentsOfAPhone(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Emulate("prefers-reduced-motion", "reduce")
	b.Resize(390, 844)
	b.Open("tasks.html")
	b.Click("[data-menu]")
	if bottom := browsertest.Eval[float64](b, `document.querySelector(".sidebar").getBoundingClientRect().bottom`); bottom > 844 {
		t.Errorf("the menu ends at %v", bottom)
	}
	b.Open("playbooks/saas/newcomer.html")
	const button, sheet = "[data-contents] summary", `(document.querySelector(".drawer") ?? { open: false })`
	const state = `[` + sheet + `.open, document.activeElement.textContent, document.querySelector("[data-here]").textContent].join(" | ")`
	step := func(when, want string) {
		t.Helper()
		b.Await(`String(` + sheet + `.open) === ` + quote(want[:strings.Index(want, " ")]))
		if got := browsertest.Eval[string](b, state); got != want {
			t.Errorf("%s it is %q, want %q", when, got, want)
		}
	}
	press := func(selector string) {
		t.Helper()
		browsertest.Eval[bool](b, `(document.querySelector(`+quote(selector)+`).focus(), true)`)
		b.Type("\r")
	}
	const closed = "false | 本页目录 业绩破冰 | 业绩破冰"
	browsertest.Eval[bool](b, `(document.getElementById("业绩破冰").scrollIntoView({ behavior: "instant" }), true)`)
	b.Await(`document.querySelector("[data-here]").textContent === "业绩破冰"`)
	press(button)
	step("opened", "true | 业绩破冰 | 业绩破冰")
	if rest := browsertest.Eval[float64](b, `innerHeight - `+sheet+`.getBoundingClientRect().bottom`); rest != 0 {
		t.Errorf("the sheet ends %v pixels above the lower edge", rest)
	}
	b.Type(escape)
	step("after Escape", closed)
	press(button)
	press(".drawer button")
	step("after its button", closed)
	press(button)
	step("opened again", "true | 业绩破冰 | 业绩破冰")
	browsertest.Eval[bool](b, `(document.elementFromPoint(200, 50).click(), true)`)
	step("after a press outside", closed)
	press(button)
	press(`.drawer li:nth-child(3) a`)
	b.Await(`document.querySelector(":target")?.id === "demo-怎么讲" && !` + sheet + `.open`)
	b.Await(`document.querySelector("[data-contents] details li") !== null`) // the list is back in its place
	// At the end of the article the button stands below the text.
	if over := browsertest.Eval[float64](b, `(() => {
		document.querySelector(".pager").scrollIntoView({ behavior: "instant" });
		return document.querySelector("[data-prose]").getBoundingClientRect().bottom - document.querySelector("[data-contents]").getBoundingClientRect().top;
	})()`); over > 0 {
		t.Errorf("the button covers %v pixels of the text", over)
	}
	b.Resize(1280, 800)
	b.Await(`document.querySelector("[data-contents] details").open`)
}

// The key ? lists the keys of a page, but not while the reader types. The link beside a heading copies its address, and
// stays a link where the browser lets no page copy.
func TestKeysAndLinksOfHeadings(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("playbooks/saas/newcomer.html")
	const keys = `[...document.querySelectorAll("dialog.keys dt")].map((dt) => [...dt.children].map((k) => k.textContent).join(" ")).join(", ")`
	const ofAll = "/ Ctrl K, ↑ ↓ Enter, Esc, ?"
	b.Press("?", "?")
	b.Await(keys + ` === ` + quote(ofAll))
	b.Press("?", "?")
	b.Type(escape)
	b.Await(`document.querySelector("dialog.keys") === null`)
	b.Click("[data-keys]")
	b.Await(keys + ` === ` + quote(ofAll))
	b.Click("dialog.keys button")
	b.Await(`document.querySelector("dialog.keys") === null`)
	b.Click(`[role="combobox"]`)
	b.Type("?")
	b.Await(`document.querySelector('[role="combobox"]').value === "?"`)
	if browsertest.Eval[bool](b, `document.querySelector("dialog") !== document.querySelector(".drawer")`) {
		t.Error("a ? in a query opens the list of keys")
	}

	const anchor = `#业绩破冰 > .anchor`
	const said = `document.querySelector("[data-prose] + [role=status]").textContent`
	browsertest.Eval[bool](b, `(navigator.clipboard.writeText = async () => { throw new Error(); }, document.querySelector("`+anchor+`").click(), true)`)
	b.Await(`decodeURIComponent(location.hash) === "#业绩破冰"`)
	browsertest.Eval[bool](b, `(history.replaceState(null, "", location.pathname), navigator.clipboard.writeText = async (text) => { window.copied = text; }, document.querySelector("`+anchor+`").focus(), true)`)
	if got := browsertest.Eval[string](b, said); got != "" {
		t.Errorf("without a copy it says %q", got)
	}
	b.Press("Enter", "\r")
	b.Await(`window.copied === location.href && decodeURIComponent(location.hash) === "#业绩破冰" && ` + said + ` === "链接已复制"`)
	if browsertest.Eval[int](b, `Math.min(document.querySelector("`+anchor+`").offsetHeight, document.querySelector("`+anchor+`").offsetWidth)`) < 24 {
		t.Error("the link beside a heading is smaller than 24 pixels")
	}
	b.Open("goals/saas/newcomer.html")
	b.Press("?", "?")
	b.Await(keys + ` === ` + quote(ofAll+", Ctrl Z, Ctrl Y"))
}
