package e2e

import (
	"strings"
	"testing"
)

// tellHome fills in who the reader is: somebody who joined so many days ago.
func tellHome(b *tab, daysAgo string) {
	b.t.Helper()
	b.open("index.html")
	eval[bool](b, `(() => {
		const form = document.querySelector("[data-reader]");
		const day = new Date(Date.now() - `+daysAgo+` * 86400000);
		const two = (n) => String(n).padStart(2, "0");
		form.track.value = "enterprise";
		form.joined.value = day.getFullYear() + "-" + two(day.getMonth() + 1) + "-" + two(day.getDate());
		form.requestSubmit();
		return true;
	})()`)
	b.await(`document.querySelector(".guide")`)
}

func guide(b *tab) string {
	b.t.Helper()
	return eval[string](b, `document.querySelector(".guide").innerText`)
}

// The home page remembers who the reader is, and says what to read and to do.
func TestHomeSaysWhatToDoToday(t *testing.T) {
	everywhere(t, func(t *testing.T, b *tab) {
		tellHome(b, "22")
		for _, want := range []string{"入职第 23 天", "产品穿透（到第 3 个月）", "企业级软件 · 新人期：产品穿透", "投标书"} {
			if got := guide(b); !strings.Contains(got, want) {
				t.Errorf("the guide does not say %s:\n%s", want, got)
			}
		}
		b.reload()
		b.await(`document.querySelector(".guide")?.innerText.includes("入职第 23 天")`)
		b.click(`.guide .read a`)
		b.await(`location.pathname.endsWith("/playbooks/enterprise/newcomer.html") && document.querySelector(":target")?.tagName === "H2"`)
	})
}

func TestHomeFollowsTheMonths(t *testing.T) {
	b := newTab(t, host(t, "/"))
	for days, want := range map[string]string{"-9": "还有 9 天入职", "120": "流程闭环（到第 6 个月）", "300": "业绩破冰（到第 12 个月）", "500": "第一年的路走完了"} {
		tellHome(b, days)
		if got := guide(b); !strings.Contains(got, want) {
			t.Errorf("%s days after joining the guide does not say %s:\n%s", days, want, got)
		}
		eval[bool](b, `(localStorage.clear(), true)`)
	}
}

// One control removes all that this site keeps, and nothing of another.
func TestForget(t *testing.T) {
	b := newTab(t, host(t, "/"))
	tellHome(b, "5")
	eval[bool](b, `(localStorage.setItem("cairn:another-site:reader", "{}"), true)`)
	b.open("playbooks/saas/newcomer.html")
	b.click(`input[data-task="0"]`)
	b.click(`[data-forget]`)
	b.await(`document.querySelector("dialog[open]")`)
	b.click(`dialog button[value="no"]`)
	b.await(`!document.querySelector("dialog") && Object.keys(localStorage).length === 3`)
	b.click(`[data-forget]`)
	b.click(`dialog button[value="yes"]`)
	b.await(`Object.keys(localStorage).join() === "cairn:another-site:reader" && !document.querySelector('input[data-task="0"]').checked`)
}

// The theme that a reader chose is there on the next page.
func TestTheme(t *testing.T) {
	b := newTab(t, host(t, "/sub/path/"))
	b.open("index.html")
	b.click(`[data-theme-switch]`)
	b.click(`[data-theme-switch]`)
	b.await(`document.documentElement.dataset.theme === "dark"`)
	dark := eval[string](b, `getComputedStyle(document.documentElement).backgroundColor`)
	b.open("tracks/saas.html")
	b.await(`document.documentElement.dataset.theme === "dark"`)
	b.click(`[data-theme-switch]`)
	b.click(`[data-theme-switch]`)
	b.await(`document.documentElement.dataset.theme === "light"`)
	if light := eval[string](b, `getComputedStyle(document.documentElement).backgroundColor`); light == dark {
		t.Errorf("light and dark are both %s", light)
	}
}
