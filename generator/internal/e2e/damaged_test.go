package e2e

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

const (
	planKey        = "plan:goals/saas/newcomer"
	planUnreadable = "没有保存：上次保存的内容读不出来，原样留着没有动，现在填的也不会保存。先在页脚导出一份，再按“换回示例”重新开始。"
	planNotSaved   = "没有保存：浏览器不让写入。先打印或抄下来，关掉页面就没了。"
	signed         = `[name="目标签约"]`
)

// A worksheet reports a saved plan that it cannot read, does not overwrite it, and exports it
// unchanged. The reader can reset the worksheet to start again.
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
		storeText(b, planKey, damaged)
		b.Open(worksheet)
		if got := browsertest.Eval[string](b, text("[data-status]")); got != planUnreadable {
			t.Errorf("%.60s: it says %q", damaged, got)
		}
		b.Fill(signed, "8")
		b.Await(computed("方案") + ` === "12.8"`)
		if got := browsertest.Eval[string](b, text("[data-status]")); got != planUnreadable {
			t.Errorf("%.60s: after typing it says %q", damaged, got)
		}
		if got := storedText(b, planKey); got != damaged {
			t.Errorf("%.60s became %.60s", damaged, got)
		}
		if got, want := exportedValues(b), "["+strconv.Quote(damaged)+"]"; got != want {
			t.Errorf("%.60s is exported as %.60s", damaged, got)
		}
	}
	b.Click("[data-reset]")
	b.Click(`dialog [value="yes"]`)
	b.Await(text("[data-status]") + ` === "已经换回示例"`)
	b.Fill(signed, "7")
	b.Await(text("[data-status]") + ` === "已保存在这台设备的浏览器里"`)
	if got := storedText(b, planKey); !strings.Contains(got, `"values":{"目标签约":"7"}`) {
		t.Errorf("it keeps %s", got)
	}
}

// Saved answers that cannot be read are not overwritten. Answers to questions that the
// assessment no longer has stay saved, and so do fields that only another version knows.
func TestDamagedAnswers(t *testing.T) {
	const key = "assessment:assessments/track.html"
	const unreadable = `"没有保存：以前的答案读不出来，原样留着没有动，现在选的也不会保存。先在页脚导出一份，再按“重新做”。"`
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range []string{`{"fields":{"question-0`, "null", `{"version":2,"fields":{},"results":[]}`, `{"fields":{"question-0":1},"results":[]}`, `{"fields":{},"results":[7]}`} {
		storeText(b, key, damaged)
		b.Open("assessments/track.html")
		b.Await(text("[data-status]") + " === " + unreadable)
		choose(b, 1)
		b.Click("[data-keep]")
		b.Await(text("[data-status]") + " === " + unreadable)
		if got := storedText(b, key); got != damaged {
			t.Errorf("%s became %s", damaged, got)
		}
	}
	b.Click("[data-clear]")
	b.Await(`document.querySelector("dialog p").textContent === "删掉读不出来的内容，重新做？找不回来。"`)
	b.Click(`dialog [value="yes"]`)
	choose(b, 2)
	b.Await(text("[data-status]") + `.startsWith("还有")`)
	const first = `"question:周五下班前，哪件事最让你觉得这周没白过？":`
	if got := storedText(b, key); got != `{"version":1,"fields":{`+first+`"终于和一直见不到的那位副总坐下来谈了半小时"},"results":[]}` {
		t.Errorf("it keeps %s", got)
	}
	storeText(b, key, `{"fields":{"question:没有这一题":"1",`+first+`"没有这个答案","evidence-x":""},"results":[],"more":1}`)
	b.Reload()
	b.Await(text("[data-status]") + ` === "从第一题开始选，结果会随着你的选择出现。"`)
	choose(b, 1)
	if got := storedText(b, key); got != `{"version":1,"fields":{"question:没有这一题":"1",`+first+`"把一家客户的审批流程从头到尾画清楚了","evidence-x":""},"results":[],"more":1}` {
		t.Errorf("it keeps %s", got)
	}
}

// Saved ticks that cannot be read are not overwritten. Ticks of removed tasks stay saved.
func TestDamagedTicks(t *testing.T) {
	const key = "ticks:playbooks/saas/newcomer.html"
	const unreadable = `"没有保存：以前的勾选或设置读不出来，原样留着没有动。可以在页脚导出，或者清除后重来。"`
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range []string{`[1,2`, "null", `{"version":2}`, `["<b>"]`, `{"version":1,"tasks":{"k":[["",1]]}}`} {
		storeText(b, key, damaged)
		b.Open("playbooks/saas/newcomer.html")
		b.Await(text("[data-notice]") + " === " + unreadable)
		b.Click(`input[data-task="1"]`)
		if got := storedText(b, key); got != damaged {
			t.Errorf("%s became %s", damaged, got)
		}
	}
	const gone = `"gone":[["","","",true]]`
	storeText(b, key, `{"version":1,"tasks":{`+gone+`}}`)
	b.Open("playbooks/saas/newcomer.html")
	b.Click(`input[data-task="1"]`)
	if got := storedText(b, key); !strings.HasPrefix(got, `{"version":1,"tasks":{`+gone+`,`) || !strings.HasSuffix(got, `,true]]}}`) {
		t.Errorf("it keeps %s", got)
	}
	if got := browsertest.Eval[string](b, text("[data-notice]")); got != "" {
		t.Errorf("it says %q", got)
	}
}

// smallKeys lists the keys of the small values that the browser saves. saveSmallValues writes each.
var smallKeys = []string{"reader", "theme", "searches", "left", "questions"}

// saveSmallValues has a reader fill in the home page, switch the theme, search, and leave a page
// after reading it. It returns the messages that the pages showed.
func saveSmallValues(b *browsertest.Tab) (said []string) {
	setReader(b, "5")
	b.Click("[data-theme-switch]")
	said = append(said, browsertest.Eval[string](b, text("[data-kept]")), browsertest.Eval[string](b, text("[data-notice]")))
	b.Open("playbooks/saas/newcomer.html")
	b.Fill(box, "续约")
	browsertest.Eval[bool](b, `(scrollTo({ top: document.body.scrollHeight, behavior: "instant" }), true)`)
	b.Press("Enter", "\r")
	b.Arrive(`location.pathname.endsWith("/search.html")`)
	b.Await(`document.querySelector("[data-search-page] [role=option]")`)
	return append(said, browsertest.Eval[string](b, text("[data-notice]")))
}

// Unreadable values of the reader, the searches, the questions, the theme and the last page read are
// not overwritten. After an explicit action the page shows a message; it shows none for values
// that are saved as a side effect.
func TestDamagedMarks(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	for _, damaged := range [][]string{
		{"garbage", "garbage", "garbage", "garbage", "garbage"},
		{`{"track":"saas","sta`, `"dar`, `["报价`, `{"path":"tasks.html","ti`, `{"version":1,"questions":[`},
		{`{"track":"saas"}`, `"sepia"`, `["报价",7]`, `{"path":"../tasks.html","title":"手头有件事","anchor":""}`, `{"version":2,"questions":[]}`},
	} {
		for i, key := range smallKeys {
			storeText(b, key, damaged[i])
		}
		b.Open("index.html")
		if browsertest.Eval[bool](b, `!document.querySelector("[data-guide]").hidden || !document.querySelector("[data-left]").hidden || "theme" in document.documentElement.dataset`) {
			t.Errorf("%s is read", damaged)
		}
		want := []string{
			"没有记住：以前记的赛道和入职日期读不出来，原样留着没有动。可以在页脚导出，或者清除后重来。这次照样能看。",
			"没有保存：以前的勾选或设置读不出来，原样留着没有动。可以在页脚导出，或者清除后重来。",
			"",
		}
		if diff := cmp.Diff(want, saveSmallValues(b)); diff != "" {
			t.Errorf("%s: %s", damaged, diff)
		}
		b.Click("[data-theme-switch]") // dark
		b.Click("[data-theme-switch]") // the system's theme, which is not saved
		for i, key := range smallKeys {
			if got := storedText(b, key); got != damaged[i] {
				t.Errorf("%s: %s became %s", key, damaged[i], got)
			}
		}
		b.Open("404.html") // the foot of the search page moves while results come
		var all map[string]any
		if err := json.Unmarshal([]byte(exportedFile(b)), &all); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]any{"reader": damaged[0], "theme": damaged[1], "searches": damaged[2], "left": damaged[3], "questions": damaged[4]}, all["kept"]); diff != "" {
			t.Errorf("%s: %s", damaged, diff)
		}
	}
	browsertest.Eval[bool](b, `window.old = true`)
	b.Click("[data-forget]")
	b.Click(`dialog [value="yes"]`)
	b.Await(`!window.old && document.readyState === "complete" && localStorage.length === 0`)
	if diff := cmp.Diff([]string{"", "", ""}, saveSmallValues(b)); diff != "" {
		t.Errorf("after all was cleared: %s", diff)
	}
	for i, want := range []string{`{"track":"enterprise","stage":"newcomer","joined":"`, `"light"`, `["续约"]`, `{"path":"playbooks/saas/newcomer.html","title":"通用 SaaS · 新人期","anchor":"`, `{"version":1,"questions":[{"query":"续约","asked":1,"hits":`} {
		if got := storedText(b, smallKeys[i]); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %s", smallKeys[i], got)
		}
	}
}
