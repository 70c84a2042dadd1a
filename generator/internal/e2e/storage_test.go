package e2e

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

// kept is what the browser keeps under a key of the site.
func kept(b *browsertest.Tab, key string) string {
	return browsertest.Eval[string](b, `localStorage.getItem("cairn:software-sales-handbook:`+key+`") ?? ""`)
}

// keep puts a text there, as another program or another version might have.
func keep(b *browsertest.Tab, key, text string) {
	browsertest.Eval[bool](b, `(localStorage.setItem("cairn:software-sales-handbook:`+key+`", `+strconv.Quote(text)+`), true)`)
}

// exported is the file that the control at the foot of a page saves.
func exported(b *browsertest.Tab) string {
	browsertest.Eval[bool](b, `(() => {
		window.saved = undefined;
		URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return "blob:none"; };
		const click = HTMLAnchorElement.prototype.click;
		HTMLAnchorElement.prototype.click = () => {};
		document.querySelector("[data-export-kept]").click();
		HTMLAnchorElement.prototype.click = click;
		return true;
	})()`)
	b.Await(`window.saved !== undefined`)
	return browsertest.Eval[string](b, `JSON.stringify(Object.values(JSON.parse(window.saved)))`)
}

const (
	planKey        = "plan:goals/saas/newcomer"
	planUnreadable = "没有保存：上次保存的内容读不出来，原样留着没有动，现在填的也不会保存。先在页脚导出一份，再按“换回示例”重新开始。"
	planNotSaved   = "没有保存：浏览器不让写入。先打印或抄下来，关掉页面就没了。"
	signed         = `[name="目标签约"]`
)

// What a worksheet cannot read it says, leaves as it is, and lets the reader
// export; she begins again when she chooses to.
func TestDamagedPlan(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range []string{
		`{"version":1,"template":"x","val`,
		"garbage",
		"null",
		`[]`,
		`{"version":2,"template":"x","values":{"目标签约":"7"},"unknown":[]}`,
		`{"version":1,"template":"x","values":{"目标签约":7}}`,
		`{"version":1,"template":"x","values":{},"unknown":"线索率"}`,
		strings.Repeat("[", 100_000),
	} {
		keep(b, planKey, damaged)
		b.Open(worksheet)
		if got := browsertest.Eval[string](b, text("[data-status]")); got != planUnreadable {
			t.Errorf("%.60s: it says %q", damaged, got)
		}
		b.Fill(signed, "8")
		b.Await(computed("方案") + ` === "12.8"`)
		if got := browsertest.Eval[string](b, text("[data-status]")); got != planUnreadable {
			t.Errorf("%.60s: after typing it says %q", damaged, got)
		}
		if got := kept(b, planKey); got != damaged {
			t.Errorf("%.60s became %.60s", damaged, got)
		}
		if got, want := exported(b), "["+strconv.Quote(damaged)+"]"; got != want {
			t.Errorf("%.60s is exported as %.60s", damaged, got)
		}
	}
	b.Click("[data-reset]")
	b.Click(`dialog [value="yes"]`)
	b.Await(text("[data-status]") + ` === "已经换回示例"`)
	b.Fill(signed, "7")
	b.Await(text("[data-status]") + ` === "已保存在这台电脑的浏览器里"`)
	if got := kept(b, planKey); !strings.Contains(got, `"values":{"目标签约":"7"}`) {
		t.Errorf("it keeps %s", got)
	}
}

// fillStorage leaves no room for a single character.
const fillStorage = `(() => {
	for (let size = 1 << 22; size > 0; size >>= 1) {
		for (let i = 0; ; i++) {
			try { localStorage.setItem("other:" + size + ":" + i, "x".repeat(size)); } catch { break; }
		}
	}
	return true;
})()`

// Where the browser has no room, or refuses to keep anything, each place says
// that it did not save, and what was kept before is still there.
func TestNothingCanBeSaved(t *testing.T) {
	const refuse = `Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } })`
	t.Run("full", func(t *testing.T) {
		b := browsertest.New(t, host(t, "/"))
		b.Open(worksheet)
		b.Fill(signed, "7")
		b.Await(text("[data-status]") + ` === "已保存在这台电脑的浏览器里"`)
		before := kept(b, planKey)
		browsertest.Eval[bool](b, fillStorage)
		saysNotSaved(t, b)
		if got := kept(b, planKey); got != before {
			t.Errorf("the plan %s became %s", before, got)
		}
	})
	t.Run("refused", func(t *testing.T) {
		b := browsertest.New(t, host(t, "/"))
		b.Before(refuse)
		saysNotSaved(t, b)
		b.Click("[data-export-kept]")
		b.Await(text("[data-export-kept]") + ` === "这台电脑上没有保存什么。"`)
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

// Two tabs that fill in one worksheet end with what was typed in both, and do
// not answer each other for ever.
func TestTwoTabs(t *testing.T) {
	one := browsertest.New(t, host(t, "/"))
	one.Open(worksheet)
	two := one.Another()
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
	// A change that a tab has not heard of yet is kept beside its own.
	plan := kept(two, planKey)
	keep(two, planKey, strings.Replace(plan, `"目标签约":"7"`, `"目标签约":"9"`, 1)) // no tab hears of its own changes
	two.Fill(`[name="赢单率"]`, "3/4")
	two.Await(computed("方案") + ` === "12"`)
	if got := kept(two, planKey); !strings.Contains(got, `"values":{"目标签约":"9","赢单率":"3/4"}`) {
		t.Errorf("it keeps %s", got)
	}
}

// A plan that was kept for an earlier state of its template opens; what has no
// place any more is shown, and kept.
func TestPlanOfAnEarlierTemplate(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	keep(b, planKey, `{"version":1,"template":"old","values":{"目标签约":"7","旧指标":"<b>12</b>","入职日期":"去年","__proto__":"x"},"unknown":["旧问题"],"more":1}`)
	b.Open(worksheet)
	if got := browsertest.Eval[string](b, text("[data-status]")); got != "模板在你上次填过之后改过，请把数核对一遍。" {
		t.Errorf("it says %q", got)
	}
	const unfit = `[...document.querySelectorAll("[data-unfit] li")].map(e => e.textContent)`
	want := []string{"旧指标：<b>12</b>", "入职日期：去年", "__proto__：x"}
	if diff := cmp.Diff(want, browsertest.Eval[[]string](b, unfit)); diff != "" {
		t.Error(diff)
	}
	if got := browsertest.Eval[string](b, computed("方案")); got != "11.2" {
		t.Errorf("方案 is %s", got)
	}
	b.Fill(signed, "8")
	b.Await(computed("方案") + ` === "12.8"`)
	for _, piece := range []string{`"目标签约":"8"`, `"旧指标":"<b>12</b>"`, `"入职日期":"去年"`, `"__proto__":"x"`, `"unknown":["旧问题"]`} {
		if got := kept(b, planKey); !strings.Contains(got, piece) {
			t.Errorf("%s is not in %s", piece, got)
		}
	}
}

// Answers that cannot be read stay as they are; those that a questionnaire has
// no question for any more are kept.
func TestDamagedAnswers(t *testing.T) {
	const key = "assessment:assessments/track.html"
	const unreadable = `"没有保存：以前的答案读不出来，原样留着没有动，现在选的也不会保存。先在页脚导出一份，再按“重新做”。"`
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range []string{`{"fields":{"question-0`, "null", `{"version":2,"fields":{},"results":[]}`, `{"fields":{"question-0":1},"results":[]}`, `{"fields":{},"results":[7]}`} {
		keep(b, key, damaged)
		b.Open("assessments/track.html")
		b.Await(text("[data-status]") + " === " + unreadable)
		choose(b, 1)
		b.Click("[data-keep]")
		b.Await(text("[data-status]") + " === " + unreadable)
		if got := kept(b, key); got != damaged {
			t.Errorf("%s became %s", damaged, got)
		}
	}
	b.Click("[data-clear]")
	b.Await(`document.querySelector("dialog p").textContent === "删掉读不出来的内容，重新做？找不回来。"`)
	b.Click(`dialog [value="yes"]`)
	choose(b, 2)
	b.Await(text("[data-status]") + `.startsWith("还有")`)
	if got := kept(b, key); got != `{"version":1,"fields":{"question-0":"2"},"results":[]}` {
		t.Errorf("it keeps %s", got)
	}
	keep(b, key, `{"fields":{"question-0":"2","question-99":"1","question-1":"42"},"results":[]}`)
	b.Reload()
	choose(b, 1)
	if got := kept(b, key); got != `{"version":1,"fields":{"question-99":"1","question-1":"42","question-0":"1"},"results":[]}` {
		t.Errorf("it keeps %s", got)
	}
}

// Ticks that cannot be read stay as they are; those of tasks that are gone are
// kept.
func TestDamagedTicks(t *testing.T) {
	const key = "ticks:playbooks/saas/newcomer.html"
	const unreadable = `"没有保存：这一页以前的勾选读不出来，原样留着没有动。可以在页脚导出，或者清除后重来。"`
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range []string{`[1,2`, "null", `{"version":2}`, `["<b>"]`} {
		keep(b, key, damaged)
		b.Open("playbooks/saas/newcomer.html")
		b.Await(text("[data-notice]") + " === " + unreadable)
		b.Click(`input[data-task="1"]`)
		if got := kept(b, key); got != damaged {
			t.Errorf("%s became %s", damaged, got)
		}
	}
	keep(b, key, "[0,999]")
	b.Open("playbooks/saas/newcomer.html")
	b.Click(`input[data-task="1"]`)
	if got := kept(b, key); got != "[0,1,999]" {
		t.Errorf("it keeps %s", got)
	}
	if got := browsertest.Eval[string](b, text("[data-notice]")); got != "" {
		t.Errorf("it says %q", got)
	}
}
