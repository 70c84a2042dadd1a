package e2e

import (
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// setReader fills in the home page for a newcomer who joined this many days ago.
func setReader(b *browsertest.Tab, daysAgo string) { setReaderOf(b, "newcomer", daysAgo) }

func setReaderOf(b *browsertest.Tab, stage, daysAgo string) {
	b.Open("index.html")
	browsertest.Eval[bool](b, `(() => {
		const form = document.querySelector("[data-reader]");
		const day = new Date(Date.now() - `+daysAgo+` * 86400000);
		const two = (n) => String(n).padStart(2, "0");
		form.track.value = "enterprise";
		form.stage.value = "`+stage+`";
		form.joined.value = day.getFullYear() + "-" + two(day.getMonth() + 1) + "-" + two(day.getDate());
		form.requestSubmit();
		return true;
	})()`)
	b.Await(`!document.querySelector("[data-guide]").hidden`)
}

func guide(b *browsertest.Tab) string {
	return browsertest.Eval[string](b, `document.querySelector("[data-guide]").innerText`)
}

// The home page remembers the reader and shows what to read and do today.
func TestHomeShowsTasksOfToday(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		setReader(b, "22")
		for _, want := range []string{"入职第 23 天", "第 4 周", "企业级软件 · 新人期：产品穿透", "满 3 个月，还有", "投标书"} {
			if got := guide(b); !strings.Contains(got, want) {
				t.Errorf("the guide does not say %s:\n%s", want, got)
			}
		}
		b.Reload()
		b.Await(`document.querySelector("[data-guide]").innerText.includes("入职第 23 天")`)
		b.Click(`[data-playbook] a`)
		b.Await(`location.pathname.endsWith("/playbooks/enterprise/newcomer.html") && document.querySelector(":target")?.tagName === "H2"`)
	})
}

func TestHomeFollowsTheMonths(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for days, want := range map[string]string{
		"-9": "还有 9 天入职", "0": "今天入职", "120": "新人期：流程闭环", "300": "新人期：业绩破冰", "500": "新人期：第二年上半年", "800": "入职第 3 年",
	} {
		setReader(b, days)
		if got := guide(b); !strings.Contains(got, want) {
			t.Errorf("%s days after joining the guide does not say %s:\n%s", days, want, got)
		}
		browsertest.Eval[bool](b, `(localStorage.clear(), true)`)
	}
	// A stage without steps has the rhythm of its quarters, and no reading path.
	setReaderOf(b, "manager", "86")
	if got := guide(b); !strings.Contains(got, "季度第 ") || strings.Contains(got, "满 3 个月") {
		t.Errorf("a manager reads:\n%s", got)
	}
	if shown := browsertest.Eval[int](b, `document.querySelectorAll("[data-path]:not([hidden])").length`); shown != 0 {
		t.Errorf("a manager sees %d reading paths", shown)
	}
	links := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-playbook] a, [data-sheet] a")].map(e => e.getAttribute("href"))`)
	if want := []string{"playbooks/enterprise/manager.html", "goals/enterprise/manager.html"}; !slices.Equal(links, want) {
		t.Errorf("a manager is led to %v", links)
	}
}

// One control removes everything that this site saved, and nothing that another site saved.
func TestRemoveAllSavedData(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	setReader(b, "5")
	browsertest.Eval[bool](b, `(localStorage.setItem("cairn:another-site:reader", "{}"), true)`)
	b.Open("playbooks/saas/newcomer.html")
	b.Click(`input[data-task="0"]`)
	b.Click(`[data-forget]`)
	b.Await(`document.querySelector("dialog[open]")`)
	b.Click(`dialog button[value="no"]`)
	b.Await(`!document.querySelector("dialog") && Object.keys(localStorage).length >= 3`)                   // what is read may be among them
	browsertest.Eval[bool](b, `(scrollTo({ top: document.body.scrollHeight, behavior: "instant" }), true)`) // the page saves the reading position when the reader leaves it
	b.Click(`[data-forget]`)
	b.Click(`dialog button[value="yes"]`)
	b.Await(`Object.keys(localStorage).join() === "cairn:another-site:reader" && !document.querySelector('input[data-task="0"]').checked`)
}

// The theme that a reader chose is also that of the next page.
func TestThemeOfTheNextPage(t *testing.T) {
	b := browsertest.New(t, host(t, "/sub/path/"))
	b.Open("index.html")
	b.Click(`[data-theme-switch]`)
	b.Click(`[data-theme-switch]`)
	b.Await(`document.documentElement.dataset.theme === "dark"`)
	dark := browsertest.Eval[string](b, `getComputedStyle(document.documentElement).backgroundColor`)
	b.Open("tracks/saas.html")
	b.Await(`document.documentElement.dataset.theme === "dark"`)
	b.Click(`[data-theme-switch]`)
	b.Click(`[data-theme-switch]`)
	b.Await(`document.documentElement.dataset.theme === "light"`)
	if light := browsertest.Eval[string](b, `getComputedStyle(document.documentElement).backgroundColor`); light == dark {
		t.Errorf("light and dark are both %s", light)
	}
}

// A reader whose track or stage no longer exists is asked again and gets no guide. Her former
// answer stays stored until she gives a new one.
func TestHomeAsksAgain(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, reader := range []string{`{"track":"gone","stage":"newcomer","joined":"2026-11-02"}`, `{"track":"saas","stage":"gone","joined":"2026-11-02"}`} {
		storeText(b, "reader", reader)
		b.Open("index.html")
		b.Await(`!document.querySelector("[data-home]").hidden && !document.querySelector("[data-reader]").hidden && document.querySelector("[data-guide]").hidden`)
		if got := storedText(b, "reader"); got != reader {
			t.Errorf("it keeps %s", got)
		}
	}
	setReader(b, "5")
}

// A task of the reading path that is ticked on the home page is ticked on the path's page, and
// the form opens again from the line that it shrank to.
func TestTicksOnTheHomePage(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		setReader(b, "2")
		const first = `[data-path="start/enterprise.html"] [data-section]:not([hidden]) input`
		b.Click(first)
		b.Await(`document.querySelector('[data-path="start/enterprise.html"] [data-progress]').textContent.includes("读完 1 / ")`)
		b.Open("start/enterprise.html")
		b.Await(`document.querySelector('[data-task="0"]').checked`)
		b.Click(`[data-task="0"]`)
		b.Open("index.html")
		b.Await(`document.querySelector('` + first + `').checked === false`)
		b.Click(`[data-change]`)
		b.Await(`!document.querySelector("[data-reader]").hidden && document.querySelector("[data-guide]").hidden && document.activeElement.name === "track"`)
	})
}

// Before the reader says who she is, the first screen of a phone has the question and the whole
// map. Afterwards her first task is on it, her cell of the map is marked, and a plan that she
// keeps is judged, with the next days on which something is due.
func TestFirstScreen(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Resize(390, 844)
	setDate(b, aThursday)
	b.Open("index.html")
	const fits = `[...document.querySelectorAll("[data-cell]")].filter((e) => e.getBoundingClientRect().top < innerHeight).length
		+ " of " + document.querySelectorAll("[data-cell] .aim").length + ", wider by " + (document.querySelector(".matrix-frame").scrollWidth - document.querySelector(".matrix-frame").clientWidth)`
	if got, want := browsertest.Eval[string](b, fits), "16 of 16, wider by 0"; got != want {
		t.Errorf("the first screen has cells: %s, want %s", got, want)
	}
	const small = `[...document.querySelectorAll(".matrix .sheet")].filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24).length`
	if n := browsertest.Eval[int](b, small); n != 0 {
		t.Errorf("%d links to worksheets are smaller than 24 pixels", n)
	}
	const covered = `[...document.querySelectorAll(".matrix .aim")].filter((e) => {
		const { left, top, width, height } = e.getBoundingClientRect(), hit = document.elementFromPoint(left + width / 2, top + height / 2);
		return hit !== null && !e.contains(hit);
	}).length`
	for _, width := range []int64{1280, 390} {
		b.Resize(width, 844)
		if n := browsertest.Eval[int](b, covered); n != 0 {
			t.Errorf("at %d pixels, %d links to playbooks are covered by another link", width, n)
		}
	}
	storeText(b, "reader", `{"track":"saas","stage":"newcomer","joined":"2027-02-01"}`)
	storeText(b, planKey, `{"version":1,"template":"old","values":{"目标签约":"8","线索率":"70"},"unknown":[]}`)
	b.Reload()
	b.Await(`document.querySelectorAll("[data-plan] li").length === 3`)
	for what, test := range map[string]struct{ script, want string }{
		"the first task": {`String(document.querySelector(".now li").getBoundingClientRect().bottom < innerHeight)`, "true"},
		"the cell":       {`[...document.querySelectorAll(".matrix .mine")].map((e) => e.dataset.cell + " " + e.querySelector(".here").textContent).join()`, "saas/newcomer 我在这里"},
		"beside it":      {`[...document.querySelectorAll(".matrix .near")].map((e) => e.dataset.cell).join(" ")`, "industry/newcomer enterprise/newcomer emerging/newcomer saas/growth saas/manager saas/expert"},
		"the plan":       {`[...document.querySelectorAll("[data-plan] :is(h3, p, li)")].map((e) => e.textContent).join("|")`, "我的计划|排不下，最忙的时候要 118%；签约（后买） 8 家|3 月 31 日 第 1 季度复盘|4 月 4 日 第 3 个月：产品穿透|6 月 30 日 第 2 季度复盘"},
	} {
		if got := browsertest.Eval[string](b, test.script); got != test.want {
			t.Errorf("%s: got %s, want %s", what, got, test.want)
		}
	}
	b.Click(`[data-change]`)
	b.Await(`document.querySelector(".matrix :is(.mine, .near, .here)") === null && !document.querySelector("[data-known]")`)
	// In the first week, what to do today is the row of the week's table, which stands further down.
	browsertest.Eval[bool](b, `(document.querySelector('[name="joined"]').value = "2027-03-25", document.querySelector("[data-reader]").requestSubmit(), true)`)
	b.Await(`document.querySelector('[aria-current="date"]')`)
	const row = `[...document.querySelectorAll("[data-step] :is(h3, li)")].map((e) => e.textContent).join("|") + (document.querySelector("[data-step]").getBoundingClientRect().bottom < innerHeight ? "" : ", too far down")`
	if got, want := browsertest.Eval[string](b, row), "今天做|问带教公司的五件事；在首页写下赛道和入职日期，读上面前两项|下班前手里有：登得进的账号；四个人的电话"; got != want {
		t.Errorf("on the first day it says %s, want %s", got, want)
	}
}
