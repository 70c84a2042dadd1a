package e2e

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

// A page that returns from the back/forward cache, where it hears of no change, shows what the reader has read, ticked and
// chosen on other pages since. The browser of the tests has no such cache: the test sends the events of leaving and returning.
func TestReturnFromTheCache(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	const playbook = "playbooks/saas/newcomer.html"
	const returned = `dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))`
	away := func(key, text string) {
		t.Helper()
		browsertest.Eval[bool](b, `dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))`)
		storeText(b, key, text)
		browsertest.Eval[bool](b, returned)
	}
	b.Open("index.html")
	away("read:"+playbook, `{"version":1,"sections":["产品穿透"]}`)
	b.Await(`document.querySelector('[data-cell="saas/newcomer"] [data-done]').textContent === "读 1/12"`)
	away("left", `{"path":"`+playbook+`","title":"通用 SaaS · 新人期","anchor":"数字","section":"数字"}`)
	b.Await(`document.querySelector("[data-left]:not([hidden]) a").textContent === "通用 SaaS · 新人期 · 数字"`)
	away("theme", `"dark"`)
	b.Await(`document.documentElement.dataset.theme === "dark"`)
	away("reader", `{"track":"saas","stage":"newcomer","joined":"2026-11-02"}`)
	b.Await(`document.querySelector('[data-cell="saas/newcomer"].mine') !== null`)

	b.Open(playbook)
	away("read:"+playbook, `{"version":1,"sections":["产品穿透","流程闭环"]}`)
	b.Await(`[...document.querySelectorAll("[data-contents] .level-2 .read")].map(e => e.firstChild.data).join() === "产品穿透,流程闭环"`)

	// A worksheet says that its plan is another only if it is.
	b.Open(worksheet)
	away("theme", `"light"`)
	b.Await(`document.documentElement.dataset.theme === "light"`)
	if got := browsertest.Eval[string](b, `document.querySelector("[data-status]").textContent`); got != "" {
		t.Errorf("after another page has changed the theme the worksheet says %q", got)
	}
}
