package e2e

import (
	"regexp"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// A reading path shows the progress and the minutes left. The browser saves the ticks.
func TestReadingPathProgress(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("start/saas.html")
		const progress = `document.querySelector("[data-progress]").textContent`
		before := browsertest.Eval[string](b, progress)
		minutes := browsertest.Eval[[]int](b, `[...document.querySelectorAll("[data-minutes]")].map(e => Number(e.dataset.minutes))`)
		total := 0
		for _, n := range minutes {
			total += n
		}
		if browsertest.Eval[bool](b, `document.querySelector(".reading-time") !== null`) {
			t.Error("it says as well how long the page itself takes")
		}
		tasks := browsertest.Eval[int](b, `document.querySelectorAll("[data-task]").length`)
		want := func(done, left int) string {
			return "读完 " + itoa(done) + " / " + itoa(tasks) + "，还剩约 " + itoa(left) + " 分钟。"
		}
		if before != want(0, total) || total < 30 {
			t.Errorf("at first it says %q; the minutes are %v", before, minutes)
		}
		b.Click(`[data-task="0"]`)
		b.Await(progress + ` === ` + quote(want(1, total-minutes[0])))
		b.Reload()
		b.Await(progress + ` === ` + quote(want(1, total-minutes[0])))
		browsertest.Eval[bool](b, `(document.querySelectorAll("[data-task]:not(:checked)").forEach(e => e.click()), true)`)
		b.Await(progress + ` === "这条路走完了。"`)
	})
}

// The home page links to the section where the reader stopped reading.
func TestHomeLinksToLastPageRead(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("index.html")
		if !browsertest.Eval[bool](b, `document.querySelector("[data-left]").hidden`) {
			t.Error("nobody has read anything yet")
		}
		b.Open("playbooks/saas/newcomer.html")
		browsertest.Eval[bool](b, `(document.getElementById("demo-怎么讲").scrollIntoView({ behavior: "instant" }), true)`)
		b.Open("methods/index.html") // not saved: the reader does not scroll
		b.Resize(390, 844)
		b.Open("index.html")
		b.Await(`document.querySelector("[data-left] a").textContent === "通用 SaaS · 新人期 · Demo 怎么讲"`)
		b.Click("[data-left] a")
		b.Arrive(`decodeURIComponent(location.hash) === "#demo-怎么讲"`)
	})
}

// hurry makes the clock of a page run a thousand times as fast.
const hurry = `(() => {
	const now = performance.now.bind(performance), later = window.setTimeout;
	performance.now = () => 1000 * now();
	window.setTimeout = (f, milliseconds) => later(f, milliseconds / 1000);
})()`

// A section that stays on the screen to its end is marked in the contents, and what is read and done is
// counted on the page, on the map and on the reading path. The reader can say that she has read a page,
// and take it back.
func TestReadAndDone(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.AddScript(hurry)
	const key = "read:playbooks/saas/newcomer.html"
	texts := func(selector string) string {
		return `[...document.querySelectorAll(` + quote(selector) + `)].map(e => e.textContent).join("|")`
	}
	await := func(selector, want string) {
		t.Helper()
		b.Await(texts(selector) + ` === ` + quote(want))
	}
	b.Open("playbooks/saas/newcomer.html")
	await("[data-contents] .read, [data-page-done] span", "")
	browsertest.Eval[bool](b, `(document.getElementById("产品穿透").scrollIntoView({ behavior: "instant", block: "end" }), true)`)
	await("[data-contents] .read, [data-page-done] span", "读了 1 / 12 节|这一阶段要到哪里 读过")
	if got, want := storedText(b, key), `{"version":1,"sections":["这一阶段要到哪里"]}`; got != want {
		t.Errorf("it keeps %s, want %s", got, want)
	}
	const press = `(document.querySelector("[data-reading] input").click(), true)` // without scrolling there, past other sections
	browsertest.Eval[bool](b, press)
	await("[data-page-done] span", "读了 12 / 12 节")
	browsertest.Eval[bool](b, press)
	await("[data-page-done] span", "读了 1 / 12 节")
	b.Click(`[data-task="3"]`)
	await("[data-page-done] span", "读了 1 / 12 节|做了 1 / 10 件")
	browsertest.Eval[bool](b, `(scrollTo({ top: 0, behavior: "instant" }), true)`)
	b.Reload()
	await("[data-page-done] span", "读了 1 / 12 节|做了 1 / 10 件")

	for _, path := range []string{"index.html", "tracks/saas.html", "stages/newcomer.html"} {
		b.Open(path)
		await("[data-map] [data-done] span", "读 1/12|做 1/10")
	}
	b.Open("start/saas.html")
	await(".prose .read", "读过")
	await(".prose .read, .prose .count", "读过")
	b.Click(`[data-task="0"]`)
	b.Click(`[data-task="5"]`)
	await(".prose .count", "做了 1 / 5 件|做了 1 / 5 件")

	storeText(b, key, `["another form"]`)
	b.Open("playbooks/saas/newcomer.html")
	browsertest.Eval[bool](b, press)
	b.Await(`document.querySelector("[data-notice]").textContent.startsWith("没有保存：")`)
	if got := storedText(b, key); got != `["another form"]` {
		t.Errorf("an unreadable value became %s", got)
	}
	if browsertest.Eval[bool](b, `document.querySelector("[data-reading] input").checked`) {
		t.Error("the page looks read although nothing was saved")
	}
}

// On a wide screen a page's outline is open beside the text and marks the section being read. On a narrower one it is a
// closed line that the reader can open; for a phone see TestContentsOfAPhone.
func TestOutline(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("playbooks/saas/newcomer.html")
		const outline, link = `document.querySelector("[data-contents]")`, `[data-contents] li:last-child a`
		b.Await(`document.querySelector('` + link + `').checkVisibility()`)
		const current = `[...document.querySelectorAll("[data-contents] a")].map((a, i) => a.hasAttribute("aria-current") ? i : "").join("")`
		b.Await(current + ` === "0"`)
		third := browsertest.Eval[string](b, `(() => {
			const { hash } = document.querySelectorAll("[data-contents] a")[2];
			document.getElementById(decodeURIComponent(hash.slice(1))).scrollIntoView({ behavior: "instant" });
			return decodeURIComponent(hash);
		})()`)
		if third != "#demo-怎么讲" {
			t.Errorf("the third heading is %s", third)
		}
		b.Await(current + ` === "2"`)
		browsertest.Eval[bool](b, `(scrollTo({ top: 0, behavior: "instant" }), true)`)
		b.Await(current + ` === "0"`)
		b.Resize(1000, 800)
		b.Await(`!document.querySelector('` + link + `').checkVisibility()`)
		if height := browsertest.Eval[int](b, outline+`.offsetHeight`); height > 40 {
			t.Errorf("it is %d pixels high", height)
		}
		b.Click("[data-contents] summary")
		b.Click(link)
		b.Await(`document.querySelector(":target")?.id === "下一步"`)
		b.Resize(1280, 800)
		b.Await(outline + `.querySelector("details").open`)
	})
}

// The handbook is one page for printing. It has every page of the reading order once and the
// glossary last, its links stay within it, and its anchors are unique.
func TestHandbook(t *testing.T) {
	tree := tree(t)
	data, ok := tree.Get("handbook.html")
	if !ok {
		t.Fatal("there is no handbook.html")
	}
	book := string(data)
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(book, -1) {
		if seen[m[1]] {
			t.Errorf("the anchor %s is there twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, id := range []string{"playbooks/saas/newcomer", "playbooks/saas/newcomer::一周怎么过", "tracks/saas", "methods/smart", "company", "glossary", "glossary::arr"} {
		if !seen[id] {
			t.Errorf("the book has no %s", id)
		}
	}
	body := book[strings.Index(book, `<article class="book">`):]
	for _, m := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if strings.HasPrefix(m[1], "playbooks/") && !strings.HasSuffix(m[1], "handbook.html") {
			t.Errorf("%s leads out of the book", m[1])
		}
	}
	if contents := body[:strings.Index(body, "</nav>")]; !strings.HasSuffix(contents, `<li class="part"><a href="#glossary">词汇表</a></li>`+"\n</ol>") {
		t.Errorf("the contents do not end with the glossary: %s", contents)
	}
	if !strings.Contains(body, `<p class="see">另见：<a href="#glossary%3a%3altv">LTV</a>`) {
		t.Error("a term of the glossary does not lead to another")
	}
	begins := strings.Count(body, `<section class="chapter begins"`)
	if chapters := strings.Count(body, `<section class="chapter`); begins < 20 || chapters < begins+20 {
		t.Errorf("%d of %d chapters begin on a new sheet", begins, chapters)
	}
	b := browsertest.New(t, host(t, "/"))
	b.Open("playbooks/emerging/handbook.html")
	pages, text := pdf(t, b, "A4")
	for _, want := range []string{"目录", "新兴技术·新人期", "一周怎么过"} {
		if !strings.Contains(squeeze(text), want) {
			t.Errorf("the printed section has no %q", want)
		}
	}
	if pages < 5 {
		t.Errorf("it has %d pages", pages)
	}
}
