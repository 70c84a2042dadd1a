package e2e

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/output"
)

// kept is what the browser keeps under a key of the site.
func kept(b *browsertest.Tab, key string) string {
	return browsertest.Eval[string](b, `localStorage.getItem("cairn:software-sales-handbook:`+key+`") ?? ""`)
}

// keep puts a text there, as another program or another version might have.
func keep(b *browsertest.Tab, key, text string) {
	browsertest.Eval[bool](b, `(localStorage.setItem("cairn:software-sales-handbook:`+key+`", `+strconv.Quote(text)+`), true)`)
}

// exported is what the file has that the control at the foot of a page saves.
func exported(b *browsertest.Tab) string {
	exportedFile(b)
	return browsertest.Eval[string](b, `JSON.stringify(Object.values(JSON.parse(window.saved).kept))`)
}

func exportedFile(b *browsertest.Tab) string {
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
	return browsertest.Eval[string](b, `window.saved`)
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
// place any more is shown, and kept, as is what only another version knows of.
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
	for _, piece := range []string{`"目标签约":"8"`, `"旧指标":"<b>12</b>"`, `"入职日期":"去年"`, `"__proto__":"x"`, `"unknown":["旧问题"]`, `"more":1`} {
		if got := kept(b, planKey); !strings.Contains(got, piece) {
			t.Errorf("%s is not in %s", piece, got)
		}
	}
}

// Answers that cannot be read stay as they are; those that a questionnaire has
// no question for any more are kept, as is what only another version knows of.
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
	const first = `"question:周五下班前，哪件事最让你觉得这周没白过？":`
	if got := kept(b, key); got != `{"version":1,"fields":{`+first+`"终于和一直见不到的那位副总坐下来谈了半小时"},"results":[]}` {
		t.Errorf("it keeps %s", got)
	}
	keep(b, key, `{"fields":{"question:没有这一题":"1",`+first+`"没有这个答案","evidence-x":""},"results":[],"more":1}`)
	b.Reload()
	b.Await(text("[data-status]") + ` === "从第一题开始选，结果会随着你的选择出现。"`)
	choose(b, 1)
	if got := kept(b, key); got != `{"version":1,"fields":{"question:没有这一题":"1",`+first+`"把一家客户的审批流程从头到尾画清楚了","evidence-x":""},"results":[],"more":1}` {
		t.Errorf("it keeps %s", got)
	}
}

// Ticks that cannot be read stay as they are; those of tasks that are gone are
// kept.
func TestDamagedTicks(t *testing.T) {
	const key = "ticks:playbooks/saas/newcomer.html"
	const unreadable = `"没有保存：以前的勾选或设置读不出来，原样留着没有动。可以在页脚导出，或者清除后重来。"`
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range []string{`[1,2`, "null", `{"version":2}`, `["<b>"]`, `{"version":1,"tasks":{"k":[["",1]]}}`} {
		keep(b, key, damaged)
		b.Open("playbooks/saas/newcomer.html")
		b.Await(text("[data-notice]") + " === " + unreadable)
		b.Click(`input[data-task="1"]`)
		if got := kept(b, key); got != damaged {
			t.Errorf("%s became %s", damaged, got)
		}
	}
	const gone = `"gone":[["","","",true]]`
	keep(b, key, `{"version":1,"tasks":{`+gone+`}}`)
	b.Open("playbooks/saas/newcomer.html")
	b.Click(`input[data-task="1"]`)
	if got := kept(b, key); !strings.HasPrefix(got, `{"version":1,"tasks":{`+gone+`,`) || !strings.HasSuffix(got, `,true]]}}`) {
		t.Errorf("it keeps %s", got)
	}
	if got := browsertest.Eval[string](b, text("[data-notice]")); got != "" {
		t.Errorf("it says %q", got)
	}
}

// marks are the small things that the browser keeps: each is kept by one step of leaveMarks.
var marks = []string{"reader", "theme", "searches", "left"}

// leaveMarks has a reader say who she is, switch the theme, search, and leave a
// page that she has read.
func leaveMarks(b *browsertest.Tab) (said []string) {
	tellHome(b, "5")
	b.Click("[data-theme-switch]")
	said = append(said, browsertest.Eval[string](b, text(".guide > .end:last-child")), browsertest.Eval[string](b, text("[data-notice]")))
	b.Open("playbooks/saas/newcomer.html")
	b.Fill(box, "续约")
	browsertest.Eval[bool](b, `(scrollTo({ top: document.body.scrollHeight, behavior: "instant" }), true)`)
	b.Press("Enter", "\r")
	b.Arrive(`location.pathname.endsWith("/search.html")`)
	return append(said, browsertest.Eval[string](b, text("[data-notice]")))
}

// What is kept of the reader, of her searches, her theme and where she left off
// stays as it is if it cannot be read. Where she acts she is told so; what is kept
// in passing is not worth a word.
func TestDamagedMarks(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range [][]string{
		{"garbage", "garbage", "garbage", "garbage"},
		{`{"track":"saas","sta`, `"dar`, `["报价`, `{"path":"tasks.html","ti`},
		{`{"track":"saas"}`, `"sepia"`, `["报价",7]`, `{"path":"../tasks.html","title":"手头有件事","anchor":""}`},
	} {
		for i, key := range marks {
			keep(b, key, damaged[i])
		}
		b.Open("index.html")
		if browsertest.Eval[bool](b, `document.querySelector(".guide") !== null || !document.querySelector("[data-left]").hidden || "theme" in document.documentElement.dataset`) {
			t.Errorf("%s is read", damaged)
		}
		want := []string{
			"没有记住：以前记的赛道和入职日期读不出来，原样留着没有动。可以在页脚导出，或者清除后重来。这次照样能看。",
			"没有保存：以前的勾选或设置读不出来，原样留着没有动。可以在页脚导出，或者清除后重来。",
			"",
		}
		if diff := cmp.Diff(want, leaveMarks(b)); diff != "" {
			t.Errorf("%s: %s", damaged, diff)
		}
		b.Click("[data-theme-switch]") // dark
		b.Click("[data-theme-switch]") // the system's, for which nothing is kept
		for i, key := range marks {
			if got := kept(b, key); got != damaged[i] {
				t.Errorf("%s: %s became %s", key, damaged[i], got)
			}
		}
		var all map[string]any
		if err := json.Unmarshal([]byte(exportedFile(b)), &all); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]any{"reader": damaged[0], "theme": damaged[1], "searches": damaged[2], "left": damaged[3]}, all["kept"]); diff != "" {
			t.Errorf("%s: %s", damaged, diff)
		}
	}
	browsertest.Eval[bool](b, `window.old = true`)
	b.Click("[data-forget]")
	b.Click(`dialog [value="yes"]`)
	b.Await(`!window.old && document.readyState === "complete" && localStorage.length === 0`)
	if diff := cmp.Diff([]string{"打开工作表", "", ""}, leaveMarks(b)); diff != "" {
		t.Errorf("after all was cleared: %s", diff)
	}
	for i, want := range []string{`{"track":"enterprise","stage":"newcomer","joined":"`, `"light"`, `["续约"]`, `{"path":"playbooks/saas/newcomer.html","title":"通用 SaaS · 新人期","anchor":"`} {
		if got := kept(b, marks[i]); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %s", marks[i], got)
		}
	}
}

// choose a file as the reader does, of the text or the bytes that an expression gives.
func importFile(b *browsertest.Tab, expression string) {
	browsertest.Eval[bool](b, `(() => {
		const chosen = new DataTransfer();
		chosen.items.add(new File([`+expression+`], "本机保存的内容.json"));
		const input = document.querySelector("[data-import]:not([hidden]) input");
		input.files = chosen.files;
		document.querySelector("[data-notice]").textContent = "";
		return input.dispatchEvent(new Event("change"));
	})()`)
}

// asked is what the question says that is open.
func asked(b *browsertest.Tab) []string {
	b.Await(`document.querySelector("dialog[open]")`)
	return browsertest.Eval[[]string](b, `[...document.querySelectorAll("dialog :is(li, legend, label, p, button)")].filter(e => !e.querySelector("button")).map(e => e.textContent.trim())`)
}

// accept answers the question, and what is said then.
func accept(b *browsertest.Tab) {
	browsertest.Eval[bool](b, `window.old = true`)
	b.Click(`dialog [value="yes"]`)
	b.Await(`document.querySelector("dialog p")?.textContent === "导入好了，页面会重新打开。"`)
	b.Click(`dialog [value="yes"]`)
	b.Await(`!window.old && document.readyState === "complete"`)
}

// everything is all that the browser keeps, of whatever site.
func everything(b *browsertest.Tab) map[string]string {
	return browsertest.Eval[map[string]string](b, `({ ...localStorage })`)
}

// What one browser has exported another has after importing it, once the reader
// has seen what it will do.
func TestImport(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		tellHome(b, "5")
		b.Open(worksheet)
		b.Fill(signed, "7")
		b.Open("assessments/track.html")
		choose(b, 2)
		b.Click("[data-keep]")
		b.Open("playbooks/saas/newcomer.html")
		b.Click(`input[data-task="1"]`)
		b.Click("[data-theme-switch]")
		exported := exportedFile(b)
		before := everything(b)
		b.Open("print.html") // on leaving the playbook it was noted where it was left
		browsertest.Eval[bool](b, `(localStorage.clear(), true)`)
		b.Open("playbooks/saas/newcomer.html")
		if got := browsertest.Eval[string](b, `(() => { const input = document.querySelector("[data-import] input"); input.focus(); return document.activeElement === input ? input.labels[0].textContent : "" })()`); got != "导入保存过的内容" {
			t.Errorf("the field for a file is labelled %q", got)
		}
		browsertest.Eval[bool](b, `(scrollTo({ top: document.body.scrollHeight, behavior: "instant" }), true)`) // where one left off is noted on leaving
		importFile(b, strconv.Quote(exported))
		if diff := cmp.Diff([]string{"新的：5 条", "导入到这台电脑的浏览器里？", "不导入", "导入"}, asked(b)); diff != "" {
			t.Error(diff)
		}
		b.Click(`dialog [value="no"]`)
		b.Await(`!document.querySelector("dialog")`)
		if got := everything(b); len(got) > 0 {
			t.Errorf("without consent the browser keeps %v", got)
		}
		importFile(b, strconv.Quote(exported))
		asked(b)
		accept(b)
		if diff := cmp.Diff(before, everything(b)); diff != "" {
			t.Error(diff)
		}
		b.Await(`document.querySelector('input[data-task="1"]').checked && document.documentElement.dataset.theme === "light"`)
		importFile(b, `"\ufeff" + `+strconv.Quote(exported))
		b.Await(text("[data-notice]") + ` === "没有要导入的：5 条都已经有了。"`)
		b.Open(worksheet)
		b.Await(`document.querySelector('` + signed + `').value === "7"`)
		b.Open("assessments/track.html")
		b.Await(`document.querySelector("[data-earlier] tbody tr") && document.querySelector('[name="question-0"][value="2"]').checked`)
		b.Open("index.html")
		b.Await(`document.querySelector(".guide")?.innerText.includes("入职第 6 天")`)
	})
}

// What is kept already stays beside what the file has, and gives way only where
// the reader says so; all that a file says is text.
func TestImportBesideOthers(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	const (
		ticks     = "ticks:playbooks/saas/newcomer.html"
		other     = "plan:goals/saas/growth"
		ours      = `{"version":1,"template":"x","values":{"目标签约":"7"},"unknown":[]}`
		theirs    = `{"version":1,"template":"x","values":{"目标签约":"<img src=x onerror=alert(1)>"},"unknown":[]}`
		answers   = "assessment:assessments/track.html"
		odd       = "plan:<img src=x onerror=alert(1)>"
		moreOnOdd = `{"version":1,"template":"x","values":{"目标签约":"8"},"unknown":[]}`
	)
	for key, text := range map[string]string{
		planKey: ours, other: ours, odd: moreOnOdd, ticks: "[0,2]", "left": `{"path":"tasks.html","title":"手头有件事","anchor":""}`,
		answers: `{"version":1,"fields":{"question-0":"1"},"results":[{"on":"2026-11-22","scores":{"saas":1}}]}`,
	} {
		keep(b, key, text)
	}
	from := map[string]string{
		planKey: theirs, other: theirs, odd: ours, ticks: "[1]", "theme": `"dark"`, "left": `{"path":"a.html","title":"<b>","anchor":""}`,
		answers:                        `{"fields":{"question-0":"2"},"results":[{"on":"2026-11-21","scores":{"saas":2}}]}`,
		"<img src=x onerror=alert(1)>": "x", "ticks:huge": "[1e999]",
	}
	b.Open("playbooks/saas/newcomer.html")
	importFile(b, strconv.Quote(file("software-sales-handbook", from)))
	want := []string{
		"新的：1 条", "合起来、两边都留的：1 条", "已经有的：1 条", "读不出来、不导入的：2 条（<img src=x onerror=alert(1)>、ticks:huge）",
		"两边不一样的：4 条。不勾的留这里的；勾上的换成文件里的，这里的就没有了。",
		"自测：自测与签收 · 选赛道自测", "工作表：<img src=x onerror=alert(1)>", "工作表：通用 SaaS · 成长期工作表", "工作表：通用 SaaS · 新人期工作表",
		"导入到这台电脑的浏览器里？", "不导入", "导入",
	}
	if diff := cmp.Diff(want, asked(b)); diff != "" {
		t.Error(diff)
	}
	b.Click(`dialog input[value="` + planKey + `"]`)
	keep(b, ticks, "[0,2,4]") // in another tab, while the question is open
	accept(b)
	for key, want := range map[string]string{
		planKey: theirs, other: ours, odd: moreOnOdd, "theme": `"dark"`, "left": `{"path":"tasks.html","title":"手头有件事","anchor":""}`,
		answers: `{"version":1,"fields":{"question-0":"1"},"results":[{"on":"2026-11-21","scores":{"saas":2}},{"on":"2026-11-22","scores":{"saas":1}}]}`,
	} {
		if got := kept(b, key); got != want {
			t.Errorf("%s is %s, not %s", key, got, want)
		}
	}
	const ticked = `[...document.querySelectorAll("[data-task]")].flatMap((box) => box.checked ? [box.dataset.task] : []).join()`
	if got := browsertest.Eval[string](b, ticked); got != "0,1,2,4" || strings.Contains(kept(b, ticks), "former") {
		t.Errorf("%s are ticked; it keeps %s", got, kept(b, ticks))
	}
	if n := browsertest.Eval[int](b, `localStorage.length`); n != 7 {
		t.Errorf("the browser keeps %d", n)
	}
	b.Open(worksheet)
	b.Await(`document.querySelector('` + signed + `').value.startsWith("<img")`)
	noImage(t, b, "a plan")
	importFile(b, strconv.Quote(file("software-sales-handbook", map[string]string{other: theirs})))
	asked(b)
	accept(b)
	if got := kept(b, other); got != ours {
		t.Errorf("with nothing ticked %s is %s", other, got)
	}
	importFile(b, strconv.Quote(old(t)))
	const unnamed = "文件没写是哪本手册的：确认是这一本再导入。"
	if got := asked(b); !slices.Contains(got, unnamed) {
		t.Errorf("of a file without the name of a site it says %q", got)
	}
}

// What a site kept under a former id is taken over, and so is a file that it
// exported then; of another id the reader is asked.
func TestFormerIDs(t *testing.T) {
	const (
		plan  = `{"version":1,"template":"x","values":{"目标签约":"7"},"unknown":[]}`
		newer = `{"version":1,"template":"x","values":{"目标签约":"8"},"unknown":[]}`
	)
	site := func(lines string) *output.Tree {
		return small(t, map[string]string{"site.toml": "title = \"手册\"\n" + lines, "content/a.md": "- [ ] 甲\n- [ ] 乙\n"})
	}
	latest := site("")
	b := browsertest.New(t, hostLatest(t, func() *output.Tree { return latest }, "/"))
	b.Open("a.html")
	b.Click(`[data-task="1"]`)
	exported := exportedFile(b)
	ticks := everything(b)["cairn:site-e0a8c076:ticks:a.html"]
	if ticks == "" || !strings.Contains(exported, `"site": "site-e0a8c076"`) {
		t.Fatalf("it keeps %v and exports %s", everything(b), exported)
	}
	ticked := func() string {
		return browsertest.Eval[string](b, `[...document.querySelectorAll("[data-task]")].map((box) => box.checked ? "x" : ".").join("")`)
	}
	is := func(what string, want map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, everything(b)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	former := map[string]string{"cairn:site-e0a8c076:ticks:a.html": ticks, "cairn:site-e0a8c076:plan:goals/a": plan, "cairn:other:theme": `"dark"`, "cairn:handbook:plan:goals/a": newer}
	set := func() {
		for key, text := range former {
			browsertest.Eval[bool](b, `(localStorage.setItem(`+strconv.Quote(key)+`, `+strconv.Quote(text)+`), true)`)
		}
	}
	set()

	latest = site("id = \"handbook\"\n")
	b.Open("a.html")
	is("without former_ids nothing is touched", former)
	importFile(b, strconv.Quote(exported))
	if diff := cmp.Diff([]string{"新的：1 条", "文件写的是另一本手册（id 是 site-e0a8c076）：确认是这一本改名、改 id 以前导出的，再导入。", "导入到这台电脑的浏览器里？", "不导入", "导入"}, asked(b)); diff != "" {
		t.Error(diff)
	}
	b.Click(`dialog [value="no"]`)
	is("without consent", former)

	latest = site("id = \"handbook\"\nformer_ids = [\"gone\", \"site-e0a8c076\"]\n")
	b.Open("a.html")
	if got := ticked(); got != ".x" {
		t.Errorf("it shows %s", got)
	}
	is("what has a place is moved, what has another in its place stays", map[string]string{
		"cairn:handbook:ticks:a.html": ticks, "cairn:handbook:plan:goals/a": newer, "cairn:site-e0a8c076:plan:goals/a": plan, "cairn:other:theme": `"dark"`,
	})
	b.Click("[data-task]:checked")
	importFile(b, strconv.Quote(exported))
	if diff := cmp.Diff([]string{"两边不一样的：1 条。不勾的留这里的；勾上的换成文件里的，这里的就没有了。", "勾选：a", "导入到这台电脑的浏览器里？", "不导入", "导入"}, asked(b)); diff != "" {
		t.Error(diff)
	}
	b.Click(`dialog [value="no"]`)
	b.Await(`!document.querySelector("dialog")`)
	b.Click("[data-forget]")
	b.Await(`document.querySelector("dialog")`)
	b.Click(`dialog [value="yes"]`)
	b.Await(`localStorage.length === 1`)
	is("what is cleared does not come back", map[string]string{"cairn:other:theme": `"dark"`})
	b.Open("a.html")
	is("not even on the next page", map[string]string{"cairn:other:theme": `"dark"`})
}

// A file that is refused changes nothing, nor does one that has no room.
func TestImportRefused(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	const plan = `{"version":1,"template":"x","values":{"目标签约":"7"},"unknown":[]}`
	keep(b, planKey, plan)
	keep(b, "theme", `"dark"`)
	b.Open("tracks/saas.html")
	before := everything(b)
	for expression, want := range map[string]string{
		`new Uint8Array(5_000_001)`:                                      "没有导入：文件超过 5 MB。",
		`"[".repeat(1_000_000)`:                                          "没有导入：文件读不出来，或者不是这里导出的。",
		`'{"theme":"\\"light\\"","__proto__":"x"}'`:                      "没有导入：文件读不出来，或者不是这里导出的。",
		`'"' + "x".repeat(4_000_000)`:                                    "没有导入：文件读不出来，或者不是这里导出的。",
		`new Uint8Array([0x7b, 0xd6, 0xd0])`:                             "没有导入：文件读不出来，或者不是这里导出的。",
		`'{"version":1e999,"site":"software-sales-handbook","kept":{}}'`: "没有导入：文件是更新的版本导出的，手册升级以后再来。",
		`'{"ticks:a":"[1e999]"}'`:                                        "没有导入：文件里没有这本手册能用的内容。",
	} {
		importFile(b, expression)
		b.Await(text("[data-notice]") + ` !== ""`)
		if got := browsertest.Eval[string](b, text("[data-notice]")); got != want {
			t.Errorf("of %.60s it says %q", expression, got)
		}
	}
	if diff := cmp.Diff(before, everything(b)); diff != "" {
		t.Error(diff)
	}
	browsertest.Eval[bool](b, `(localStorage.setItem("other:room", "x".repeat(300)), true)`)
	browsertest.Eval[bool](b, fillStorage)
	browsertest.Eval[bool](b, `(localStorage.removeItem("other:room"), true)`)
	before = everything(b)
	importFile(b, strconv.Quote(file("software-sales-handbook", map[string]string{
		"a": "x", planKey: strings.Replace(plan, `7`, strings.Repeat("8", 50), 1), "ticks:a.html": "[1]", "ticks:b.html": "[" + strings.Repeat("1,", 1000) + "1]",
	})))
	asked(b)
	b.Click(`dialog input[type="checkbox"]`)
	b.Click(`dialog [value="yes"]`)
	b.Await(text("[data-notice]") + ` === "没有保存：浏览器放不下，都放回了原样，一条也没有导入。"`)
	if !maps.Equal(before, everything(b)) {
		t.Error("something has changed")
	}
}
