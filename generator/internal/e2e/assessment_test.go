package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

// choose selects one answer to each of the first questions, by index.
func choose(b *browsertest.Tab, answers ...int) {
	for i, answer := range answers {
		b.Click(`[name="question-` + itoa(i) + `"][value="` + itoa(answer) + `"]`)
	}
}

func scales(b *browsertest.Tab) []string {
	return browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-scale]")].map(e => e.dataset.scale + " " + e.querySelector("output").textContent)`)
}

// The track finder shows the fit with each track while the reader answers: best first, with
// reasons and a link to the track. The browser saves the answers.
func TestTrackFinder(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("assessments/track.html")
		want := []string{"saas ", "industry ", "enterprise ", "emerging "}
		if diff := cmp.Diff(want, scales(b)); diff != "" {
			t.Errorf("before an answer: %s", diff)
		}
		choose(b, 2, 1, 2, 0)
		b.Await(`document.querySelector("[data-status]").textContent === "还有 6 题没选；下面先按已选的算。"`)
		want = []string{"enterprise 40%", "industry 21%", "saas 0%", "emerging 0%"}
		if diff := cmp.Diff(want, scales(b)); diff != "" {
			t.Error(diff)
		}
		const best = `document.querySelector("[data-scale]")`
		if why := browsertest.Eval[string](b, best+`.querySelector("[data-why]").textContent`); !strings.HasPrefix(why, "因为你选了：终于和一直见不到的那位副总坐下来谈了半小时；把还没点头的人列出来") {
			t.Errorf("it says %q", why)
		}
		b.Reload()
		if diff := cmp.Diff(want, scales(b)); diff != "" {
			t.Errorf("after a reload: %s", diff)
		}
		b.Click("[data-scale] h3 a")
		b.Arrive(`document.querySelector("h1").textContent === "企业级软件"`)
	})
}

// The ability assessment compares each score with the level that the reader's stage expects,
// in words and in a chart, and also with earlier saved results.
func TestAbilities(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("assessments/abilities.html")
		choose(b, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2)
		b.Await(`document.querySelector("[data-status]").textContent === "都选好了。"`)
		if diff := cmp.Diff([]string{"technical 33%", "industry 33%", "customer 67%"}, scales(b)); diff != "" {
			t.Error(diff)
		}
		gaps := func() []string {
			return browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-gap]")].map(e => e.textContent)`)
		}
		if diff := cmp.Diff([]string{"比期望低 7 个百分点，先补这一项。", "达到这个阶段的期望了。", "达到这个阶段的期望了。"}, gaps()); diff != "" {
			t.Error(diff)
		}
		browsertest.Eval[bool](b, `(() => { const s = document.querySelector("[data-profile]"); s.value = "growth"; return s.dispatchEvent(new Event("change")); })()`)
		if diff := cmp.Diff([]string{"比期望低 32 个百分点，先补这一项。", "比期望低 32 个百分点，先补这一项。", "比期望低 3 个百分点，先补这一项。"}, gaps()); diff != "" {
			t.Error(diff)
		}
		if got := browsertest.Eval[string](b, `document.querySelector("[data-reached]").getAttribute("points")`); got != "0,-33.3 28.9,16.7 -57.7,33.3" {
			t.Errorf("the picture is %s", got)
		}
		b.Click("[data-keep]")
		b.Await(`document.querySelector("[data-status]").textContent === "记下了，下次来能看到变化。"`)
		choose(b, 2)
		b.Await(`document.querySelector("[data-before]").getAttribute("points") === "0,-33.3 28.9,16.7 -57.7,33.3"`)
		b.Reload()
		row := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-earlier] tbody td")].map(e => e.textContent)`)
		if diff := cmp.Diff([]string{"33%", "33%", "67%"}, row); diff != "" {
			t.Error(diff)
		}
	})
}

// A record names the people who sign it and lists what the observer saw.
func TestRecordExport(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("assessments/month-3.html")
		if browsertest.Eval[bool](b, `document.querySelector("[data-profile]") !== null`) {
			t.Error("there is a choice of one to compare with")
		}
		b.Fill(`[name="field-0"]`, "新人甲")
		choose(b, 3)
		b.Await(`document.querySelector("[data-gap]").textContent === "比期望低 42 个百分点，先补这一项。"`)
		b.Fill(`[name="evidence-0"]`, "<b>周三</b> 讲全三个")
		browsertest.Eval[bool](b, `(() => {
			URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return "blob:none"; };
			HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
			return true;
		})()`)
		b.Click("[data-export]")
		b.Await(`window.saved !== undefined`)
		saved := browsertest.Eval[string](b, `window.saved`)
		for _, want := range []string{"产品穿透签收 · 满 3 个月\r\n", "新人：新人甲\r\n", "   三个都讲全，没有照念\r\n   在哪里、看到了什么（客户类型、日期、一句原话）：<b>周三</b> 讲全三个\r\n", "（没有选）", "   产品：33%\r\n", "\r\n经理签字：", "\r\n本人签字："} {
			if !strings.Contains(saved, want) {
				t.Errorf("the record has no %q:\n%s", want, saved)
			}
		}
		if name := browsertest.Eval[string](b, `window.savedAs`); !strings.HasPrefix(name, "产品穿透签收 · 满 3 个月 20") {
			t.Errorf("it is saved as %s", name)
		}
	})
}

// The table of earlier results fits the width of a phone, however many scales it has.
func TestEarlierResultsFitAPhone(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Resize(320, 800)
	b.Open("404.html")
	for _, page := range []string{"abilities", "track", "month-3"} {
		storeText(b, "assessment:assessments/"+page+".html", `{"version":1,"fields":{},"results":[{"on":"2026-10-01","scores":{}}]}`)
		b.Open("assessments/" + page + ".html")
		if over := browsertest.Eval[int](b, `(document.querySelector(".key").open = true, document.documentElement.scrollWidth - innerWidth)`); over > 0 {
			t.Errorf("%s is %d pixels too wide", page, over)
		}
	}
}
