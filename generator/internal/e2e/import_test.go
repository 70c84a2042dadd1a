package e2e

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/output"
)

// importFile chooses a file to import. expression is a script for the file's text or bytes.
func importFile(b *browsertest.Tab, expression string) {
	browsertest.Eval[bool](b, `(() => {
		const chosen = new DataTransfer();
		chosen.items.add(new File([`+expression+`], "本机保存的内容.json"));
		const input = document.querySelector("[data-import]:not([hidden]) input");
		input.files = chosen.files;
		return input.dispatchEvent(new Event("change"));
	})()`)
}

// openQuestion waits for a question and returns the texts of its dialog.
func openQuestion(b *browsertest.Tab) []string {
	b.Await(`document.querySelector("dialog[open]")`)
	return browsertest.Eval[[]string](b, `[...document.querySelectorAll("dialog :is(li, legend, label, p, button)")].filter(e => !e.querySelector("button")).map(e => e.textContent.trim())`)
}

// acceptImport answers yes to the open question and to the message after the import.
func acceptImport(b *browsertest.Tab) {
	browsertest.Eval[bool](b, `window.old = true`)
	b.Click(`dialog [value="yes"]`)
	b.Await(`document.querySelector("dialog p")?.textContent === "导入好了，页面会重新打开。"`)
	b.Click(`dialog [value="yes"]`)
	b.Await(`!window.old && document.readyState === "complete"`)
}

// allStored returns all of the browser's storage, of every site.
func allStored(b *browsertest.Tab) map[string]string {
	return browsertest.Eval[map[string]string](b, `({ ...localStorage })`)
}

// After the reader confirms an import, a browser has everything that another one exported.
func TestImport(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		setReader(b, "5")
		b.Open(worksheet)
		b.Fill(signed, "7")
		b.Open("assessments/track.html")
		choose(b, 2)
		b.Click("[data-keep]")
		b.Open("playbooks/saas/newcomer.html")
		b.Click(`input[data-task="1"]`)
		b.Click("[data-theme-switch]")
		exported := exportedFile(b)
		before := allStored(b)
		b.Open("print.html") // leaving the playbook saves the reading position
		browsertest.Eval[bool](b, `(localStorage.clear(), true)`)
		b.Open("playbooks/saas/newcomer.html")
		if got := browsertest.Eval[string](b, `(() => { const input = document.querySelector("[data-import] input"); input.focus(); return document.activeElement === input ? input.labels[0].textContent : "" })()`); got != "导入保存过的内容" {
			t.Errorf("the field for a file is labelled %q", got)
		}
		browsertest.Eval[bool](b, `(scrollTo({ top: document.body.scrollHeight, behavior: "instant" }), true)`) // the page saves the reading position when the reader leaves it
		importFile(b, strconv.Quote(exported))
		if diff := cmp.Diff([]string{"新的：6 条", "导入到这台设备的浏览器里？", "不导入", "导入"}, openQuestion(b)); diff != "" {
			t.Error(diff)
		}
		b.Click(`dialog [value="no"]`)
		b.Await(`!document.querySelector("dialog")`)
		if got := allStored(b); len(got) > 0 {
			t.Errorf("without consent the browser keeps %v", got)
		}
		importFile(b, strconv.Quote(exported))
		openQuestion(b)
		acceptImport(b)
		if diff := cmp.Diff(before, allStored(b)); diff != "" {
			t.Error(diff)
		}
		b.Await(`document.querySelector('input[data-task="1"]').checked && document.documentElement.dataset.theme === "light"`)
		importFile(b, `"\ufeff" + `+strconv.Quote(exported))
		b.Await(text("[data-notice]") + ` === "没有要导入的：6 条都已经有了。"`)
		b.Open(worksheet)
		b.Await(`document.querySelector('` + signed + `').value === "7"`)
		b.Open("assessments/track.html")
		b.Await(`document.querySelector("[data-earlier] tbody tr") && document.querySelector('[name="question-0"][value="2"]').checked`)
		b.Open("index.html")
		b.Await(`document.querySelector("[data-guide]").innerText.includes("入职第 6 天")`)
	})
}

// idOfPlan is the id of the plans that a test stores.
const idOfPlan = "0123456789abcdef0123456789abcdef"

// planText is a plan as the browser keeps it.
func planText(id, person, page, values string) string {
	return `{"kind":"plan","version":2,"id":"` + id + `","madeFrom":null,"person":"` + person + `","year":2027,"revision":1,"template":{"path":"` + page + `","hash":"x"},"values":{` + values + `},"unknown":[]}`
}

// An import merges the file with stored values and replaces a stored value only where the
// reader chose so. Markup in a file is shown as text.
func TestImportMergesWithSavedData(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	const (
		ticks   = "ticks:playbooks/saas/newcomer.html"
		mine    = planKey + ":" + idOfPlan
		other   = "plan:goals/saas/growth:" + idOfPlan
		answers = "assessment:assessments/track.html"
		odd     = "plan:<img src=x onerror=alert(1)>:" + idOfPlan
	)
	plan := func(key, values string) string {
		page, _, _ := strings.Cut(strings.TrimPrefix(key, "plan:"), ":")
		return planText(idOfPlan, "张伟", page, values)
	}
	const seven, eight, image = `"目标签约":"7"`, `"目标签约":"8"`, `"目标签约":"<img src=x onerror=alert(1)>"`
	for key, text := range map[string]string{
		mine: plan(mine, seven), other: plan(other, seven), odd: plan(odd, eight), ticks: "[0,2]", "left": `{"path":"tasks.html","title":"手头有件事","anchor":""}`,
		answers: `{"version":1,"fields":{"question-0":"1"},"results":[{"on":"2026-11-22","scores":{"saas":1}}]}`,
	} {
		storeText(b, key, text)
	}
	from := map[string]string{
		mine: plan(mine, image), other: plan(other, image), odd: plan(odd, seven), ticks: "[1]", "theme": `"dark"`, "left": `{"path":"a.html","title":"<b>","anchor":""}`,
		answers:                        `{"fields":{"question-0":"2"},"results":[{"on":"2026-11-21","scores":{"saas":2}}]}`,
		"<img src=x onerror=alert(1)>": "x", "ticks:huge": "[1e999]",
	}
	b.Open("playbooks/saas/newcomer.html")
	importFile(b, strconv.Quote(exportFile("software-sales-handbook", from)))
	const choices = " · 张伟 2027 v1留这里的用文件里的两份都留"
	want := []string{
		"新的：1 条", "合起来、两边都留的：1 条", "已经有的：1 条", "读不出来、不导入的：2 条（<img src=x onerror=alert(1)>、ticks:huge）",
		"两边不一样的：4 条。每条选一个；用文件里的，就换掉这里的。",
		"自测：自测与签收 · 选赛道自测留这里的用文件里的", "工作表：<img src=x onerror=alert(1)>" + choices, "工作表：通用 SaaS · 成长期工作表" + choices, "工作表：通用 SaaS · 新人期工作表" + choices,
		"导入到这台设备的浏览器里？", "不导入", "导入",
	}
	if diff := cmp.Diff(want, openQuestion(b)); diff != "" {
		t.Error(diff)
	}
	rows := browsertest.Eval[[]string](b, `[...document.querySelectorAll("dialog tr")].map((row) => [...row.cells].map((cell) => cell.textContent).join("|"))`)
	if diff := cmp.Diff([]string{"|这里的|文件里的", "目标签约|8|7", "|这里的|文件里的", "目标签约|7|<img src=x onerror=alert(1)>", "|这里的|文件里的", "目标签约|7|<img src=x onerror=alert(1)>"}, rows); diff != "" {
		t.Error(diff)
	}
	choose := func(key, choice string) {
		browsertest.Eval[bool](b, `((select) => { select.value = `+strconv.Quote(choice)+`; return select.value !== "" })(document.querySelector('dialog select[name="`+key+`"]'))`)
	}
	choose(mine, "theirs")
	choose(odd, "both")
	storeText(b, ticks, "[0,2,4]") // as another tab would while the question is open
	acceptImport(b)
	for key, want := range map[string]string{
		mine: plan(mine, image), other: plan(other, seven), odd: plan(odd, eight), "theme": `"dark"`, "left": `{"path":"tasks.html","title":"手头有件事","anchor":""}`,
		answers: `{"version":1,"fields":{"question-0":"1"},"results":[{"on":"2026-11-21","scores":{"saas":2}},{"on":"2026-11-22","scores":{"saas":1}}]}`,
	} {
		if got := storedText(b, key); got != want {
			t.Errorf("%s is %s, not %s", key, got, want)
		}
	}
	copied := browsertest.Eval[[]string](b, `Object.entries(localStorage).filter(([key]) => key.includes("<img") && !key.endsWith("`+idOfPlan+`")).map(([key, text]) => { const plan = JSON.parse(text); return [key.endsWith(":" + plan.id), JSON.stringify(plan.values), JSON.stringify(plan.madeFrom)].join(" ") })`)
	if diff := cmp.Diff([]string{`true {"目标签约":"7"} {"id":"` + idOfPlan + `","revision":1}`}, copied); diff != "" {
		t.Error(diff)
	}
	const ticked = `[...document.querySelectorAll("[data-task]")].flatMap((box) => box.checked ? [box.dataset.task] : []).join()`
	if got := browsertest.Eval[string](b, ticked); got != "0,1,2,4" || strings.Contains(storedText(b, ticks), "former") {
		t.Errorf("%s are ticked; it keeps %s", got, storedText(b, ticks))
	}
	if n := browsertest.Eval[int](b, `localStorage.length`); n != 8 {
		t.Errorf("the browser keeps %d", n)
	}
	b.Open(worksheet)
	b.Await(`document.querySelector('` + signed + `').value.startsWith("<img")`)
	noImage(t, b, "a plan")
	importFile(b, strconv.Quote(exportFile("software-sales-handbook", map[string]string{other: plan(other, image), "theme": `"dark"`})))
	const one = "这里的“工作表：通用 SaaS · 成长期工作表 · 张伟 2027 v1”和文件里的不一样："
	if diff := cmp.Diff([]string{"已经有的：1 条", one, "留哪个？用文件里的，就换掉这里的。", "留这里的", "用文件里的", "两份都留"}, openQuestion(b)); diff != "" {
		t.Error(diff)
	}
	b.Click(`dialog [value="mine"]`)
	b.Await(text("[data-notice]") + ` === "没有换：都留着这里的。"`)
	if got := storedText(b, other); got != plan(other, seven) {
		t.Errorf("with nothing chosen %s is %s", other, got)
	}
	importFile(b, strconv.Quote(oldExport(t)))
	const unnamed = "文件没写是哪本手册的：确认是这一本再导入。"
	if got := openQuestion(b); !slices.Contains(got, unnamed) {
		t.Errorf("of a file without the name of a site it says %q", got)
	}
}

// Values stored under a former id of the site move to its new id, and a file exported under a
// former id is imported. A file of an unknown id is imported only with the reader's consent.
func TestFormerIDs(t *testing.T) {
	plan, newer := planText(idOfPlan, "", "goals/a", `"目标签约":"7"`), planText(idOfPlan, "", "goals/a", `"目标签约":"8"`)
	site := func(lines string) *output.Tree {
		return buildFiles(t, map[string]string{"site.toml": "title = \"手册\"\n" + lines, "content/a.md": "- [ ] 甲\n- [ ] 乙\n"})
	}
	latest := site("")
	b := browsertest.New(t, hostLatest(t, func() *output.Tree { return latest }, "/"))
	b.Open("a.html")
	b.Click(`[data-task="1"]`)
	exported := exportedFile(b)
	ticks := allStored(b)["cairn:site-e0a8c076:ticks:a.html"]
	if ticks == "" || !strings.Contains(exported, `"site": "site-e0a8c076"`) {
		t.Fatalf("it keeps %v and exports %s", allStored(b), exported)
	}
	ticked := func() string {
		return browsertest.Eval[string](b, `[...document.querySelectorAll("[data-task]")].map((box) => box.checked ? "x" : ".").join("")`)
	}
	is := func(what string, want map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, allStored(b)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	former := map[string]string{"cairn:site-e0a8c076:ticks:a.html": ticks, "cairn:site-e0a8c076:plan:goals/a:" + idOfPlan: plan, "cairn:other:theme": `"dark"`, "cairn:handbook:plan:goals/a:" + idOfPlan: newer}
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
	if diff := cmp.Diff([]string{"新的：1 条", "文件写的是另一本手册（id 是 site-e0a8c076）：确认是这一本改名、改 id 以前导出的，再导入。", "导入到这台设备的浏览器里？", "不导入", "导入"}, openQuestion(b)); diff != "" {
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
		"cairn:handbook:ticks:a.html": ticks, "cairn:handbook:plan:goals/a:" + idOfPlan: newer, "cairn:site-e0a8c076:plan:goals/a:" + idOfPlan: plan, "cairn:other:theme": `"dark"`,
	})
	b.Click("[data-task]:checked")
	importFile(b, strconv.Quote(exported))
	if diff := cmp.Diff([]string{"两边不一样的：1 条。每条选一个；用文件里的，就换掉这里的。", "勾选：a留这里的用文件里的", "导入到这台设备的浏览器里？", "不导入", "导入"}, openQuestion(b)); diff != "" {
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

// A refused file changes no stored value, and neither does a file for which there is no room.
func TestImportRefused(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	const key = planKey + ":" + idOfPlan
	plan := planText(idOfPlan, "张伟", "goals/saas/newcomer", `"目标签约":"7"`)
	storeText(b, key, plan)
	storeText(b, "theme", `"dark"`)
	b.Reload() // of a page that keeps no reading: it would be saved as time goes by
	before := allStored(b)
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
	if diff := cmp.Diff(before, allStored(b)); diff != "" {
		t.Error(diff)
	}
	browsertest.Eval[bool](b, `(localStorage.setItem("other:room", "x".repeat(300)), true)`)
	browsertest.Eval[bool](b, fillStorage)
	browsertest.Eval[bool](b, `(localStorage.removeItem("other:room"), true)`)
	before = allStored(b)
	importFile(b, strconv.Quote(exportFile("software-sales-handbook", map[string]string{
		"a": "x", key: strings.Replace(plan, `"7"`, `"`+strings.Repeat("8", 50)+`"`, 1), "ticks:a.html": "[1]", "ticks:b.html": "[" + strings.Repeat("1,", 1000) + "1]",
	})))
	openQuestion(b)
	browsertest.Eval[bool](b, `(document.querySelector("dialog select").value = "theirs", true)`)
	b.Click(`dialog [value="yes"]`)
	b.Await(text("[data-notice]") + ` === "没有保存：浏览器放不下，都放回了原样，一条也没有导入。"`)
	for key, text := range allStored(b) {
		if text != before[key] {
			t.Errorf("%s has become %.100q", key, text)
		}
		delete(before, key)
	}
	if len(before) > 0 {
		t.Errorf("%q are gone", slices.Sorted(maps.Keys(before)))
	}
}
