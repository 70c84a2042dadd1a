package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

// storedText returns the text that the browser stores under a key of the site, "" if there is none.
func storedText(b *browsertest.Tab, key string) string {
	return browsertest.Eval[string](b, `localStorage.getItem("cairn:software-sales-handbook:`+key+`") ?? ""`)
}

// storeText stores a text under a key of the site, as another program or version might.
func storeText(b *browsertest.Tab, key, text string) {
	browsertest.Eval[bool](b, `(localStorage.setItem("cairn:software-sales-handbook:`+key+`", `+strconv.Quote(text)+`), true)`)
}

// keptPlan returns the key and the text of the newcomer's plan, "" if none is kept or several are.
func keptPlan(b *browsertest.Tab) (key, text string) {
	kept := browsertest.Eval[[]string](b, `(() => {
		const prefix = "cairn:software-sales-handbook:", found = Object.keys(localStorage).filter((key) => key.startsWith(prefix + "`+planKey+`"));
		return found.length === 1 ? [found[0].slice(prefix.length), localStorage.getItem(found[0])] : ["", ""];
	})()`)
	return kept[0], kept[1]
}

// exportedValues saves an export from the foot of the page and returns its values as JSON.
func exportedValues(b *browsertest.Tab) string {
	exportedFile(b)
	return browsertest.Eval[string](b, `JSON.stringify(Object.values(JSON.parse(window.saved).kept))`)
}

func exportedFile(b *browsertest.Tab) string { return downloaded(b, "[data-export-kept]") }

// downloaded returns the text of the file that a click on an element downloads.
func downloaded(b *browsertest.Tab, selector string) string {
	browsertest.Eval[bool](b, `(() => {
		window.saved = undefined;
		URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return "blob:none"; };
		const click = HTMLAnchorElement.prototype.click;
		HTMLAnchorElement.prototype.click = () => { HTMLAnchorElement.prototype.click = click; };
		document.querySelector(`+quote(selector)+`).click();
		return true;
	})()`)
	b.Await(`window.saved !== undefined`)
	return browsertest.Eval[string](b, `window.saved`)
}

// fillStorage is a script that fills the storage to the last character.
const fillStorage = `(() => {
	for (let size = 1 << 22; size > 0; size >>= 1) {
		for (let i = 0; ; i++) {
			try { localStorage.setItem("other:" + size + ":" + i, "x".repeat(size)); } catch { break; }
		}
	}
	return true;
})()`

// If the storage is full or denied, each feature shows that it did not save, and the values
// stored before are unchanged.
func TestNothingCanBeSaved(t *testing.T) {
	const refuse = `Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } })`
	t.Run("full", func(t *testing.T) {
		b := browsertest.New(t, host(t, "/"))
		b.Open(worksheet)
		b.Fill(signed, "7")
		b.Await(text("[data-status]") + ` === "已保存在这台设备的浏览器里"`)
		key, before := keptPlan(b)
		browsertest.Eval[bool](b, fillStorage)
		saysNotSaved(t, b)
		if got := storedText(b, key); got != before || before == "" {
			t.Errorf("the plan %s became %s", before, got)
		}
	})
	t.Run("refused", func(t *testing.T) {
		b := browsertest.New(t, host(t, "/"))
		b.AddScript(refuse)
		saysNotSaved(t, b)
		b.Click("[data-export-kept]")
		b.Await(text("[data-export-kept]") + ` === "这台设备上没有保存什么。"`)
		if !browsertest.Eval[bool](b, `document.querySelector("[data-import]").hidden`) {
			t.Error("a file can be chosen, which could not be kept")
		}
	})
}

func saysNotSaved(t *testing.T, b *browsertest.Tab) {
	t.Helper()
	b.Open(worksheet)
	paste(b, signed, strings.Repeat("9", 100))
	b.Await(text("[data-status]") + ` === ` + quote(planNotSaved))
	b.Open("assessments/track.html")
	choose(b, 2)
	b.Await(text("[data-status]") + ` === "没有保存：浏览器不让写入。先导出或打印一份，关掉页面就没了。"`)
	b.Open("playbooks/saas/newcomer.html")
	const notice = "没有保存：浏览器不让写入。关掉页面，刚才改的就没了。"
	b.Click(`input[data-task="1"]`)
	b.Await(text("[data-notice]") + ` === ` + quote(notice))
	b.Open("tracks/saas.html")
	b.Click("[data-theme-switch]")
	b.Await(text("[data-notice]") + ` === ` + quote(notice))
}

// Two tabs with the same worksheet end with the input of both, and do not answer each other's
// changes forever.
func TestTwoTabs(t *testing.T) {
	one := browsertest.New(t, host(t, "/"))
	one.Open(worksheet)
	two := one.NewTab()
	two.Open(worksheet)
	one.Fill(signed, "7")
	two.Await(`document.querySelector('` + signed + `').value === "7" && ` + computed("方案") + ` === "11.2"`)
	const written = `(() => { const set = Storage.prototype.setItem; window.written = 0; Storage.prototype.setItem = function (...args) { window.written++; return set.apply(this, args); }; return true; })()`
	browsertest.Eval[bool](one, written)
	two.Fill(`[name="赢单率"]`, "1/2")
	one.Await(computed("方案") + ` === "14"`)
	if n := browsertest.Eval[int](one, `window.written`); n != 0 {
		t.Errorf("a tab that follows another has written %d times", n)
	}
	// A tab keeps a stored change of which it has not received an event yet.
	key, plan := keptPlan(two)
	storeText(two, key, strings.Replace(plan, `"目标签约":"7"`, `"目标签约":"9"`, 1)) // a tab receives no event of its own change, so tab two does not know it
	two.Fill(`[name="赢单率"]`, "3/4")
	two.Await(computed("方案") + ` === "12"`)
	if got := storedText(two, key); !strings.Contains(got, `"values":{"目标签约":"9","赢单率":"3/4"}`) {
		t.Errorf("it keeps %s", got)
	}
}

// A plan saved for an earlier version of its template opens. Values without a field are shown
// and stay stored, and so do properties that only another version knows.
func TestPlanOfAnEarlierTemplate(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	storeText(b, planKey, `{"version":1,"template":"old","values":{"目标签约":"7","旧指标":"<b>12</b>","入职日期":"去年","__proto__":"x"},"unknown":["旧问题"],"more":1}`)
	b.Open(worksheet)
	if got := browsertest.Eval[string](b, text("[data-status]")); got != "模板在你上次填过之后改过，请把数核对一遍。" {
		t.Errorf("it says %q", got)
	}
	const unfit = `[...document.querySelectorAll("[data-unfit] li")].map(e => e.textContent)`
	want := []string{"旧指标：<b>12</b>", "入职日期：去年", "__proto__：x"}
	if diff := cmp.Diff(want, browsertest.Eval[[]string](b, unfit)); diff != "" {
		t.Error(diff)
	}
	// 入职日期 is typed, so its part of a line that two inputs share is shown; 销售周期, 可用周 and 每周跑得动 are not typed.
	const changed = `[...document.querySelectorAll("[data-outdated]:not([hidden]) li:not([hidden])")].map(e => e.innerText)`
	meanings := []string{
		"头十二个月签几家 以前算这个财年，现在算入职满十二个月；年中入职的折成今年的一份，要跑的和签下的都跟着变。",
		"入职日期 现在从入职那天起按爬坡排，每一步给一个最晚的工作日，新拓比线索再早半个月；以前来得及的可能来不及。",
	}
	if diff := cmp.Diff(meanings, browsertest.Eval[[]string](b, changed)); diff != "" {
		t.Error(diff)
	}
	if got := browsertest.Eval[string](b, computed("方案")); got != "11.2" {
		t.Errorf("方案 is %s", got)
	}
	b.Fill(signed, "8")
	b.Await(computed("方案") + ` === "12.8"`)
	for _, piece := range []string{`"目标签约":"8"`, `"旧指标":"<b>12</b>"`, `"入职日期":"去年"`, `"__proto__":"x"`, `"unknown":["旧问题"]`, `"more":1`} {
		if _, got := keptPlan(b); !strings.Contains(got, piece) {
			t.Errorf("%s is not in %s", piece, got)
		}
	}
	b.Fill(`[name="每周跑得动"]`, "5")
	b.Await(changed + `.length === 3`)
	b.Click("[data-checked]")
	b.Reload()
	b.Await(computed("方案") + ` === "12.8"`)
	if lines := browsertest.Eval[[]string](b, changed); len(lines) > 0 {
		t.Errorf("a plan that was checked shows %v", lines)
	}
}
