package e2e

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sample"
)

// maxShift is the allowed sum of a page's layout shifts. Unlike the browsers' metric it
// includes shifts after an input and does not split the sum into windows.
const maxShift = 0.05

// watchShifts is a script that records every layout shift with the elements that moved.
const watchShifts = `(() => {
	window.shifts = [];
	window.takeShifts = (list) => {
		for (const { value, sources } of list.getEntries()) {
			const moved = sources.map(({ node, previousRect: a, currentRect: b }) => {
				const e = node instanceof Element ? node : node?.parentElement;
				const name = e ? e.localName + [...e.classList].map((c) => "." + c).join("") : "gone";
				return name + " from " + [a.x, a.y, a.width, a.height].map(Math.round) + " to " + [b.x, b.y, b.width, b.height].map(Math.round);
			});
			window.shifts.push({ value, moved: moved.join("; ") });
		}
	};
	window.shiftObserver = new PerformanceObserver(window.takeShifts);
	window.shiftObserver.observe({ type: "layout-shift", buffered: true });
})()`

// shift is a layout shift as watchShifts records it.
type shift struct {
	Value float64
	Moved string
}

// pageKinds lists a page of every kind, each with a condition that holds once its scripts have
// filled it.
var pageKinds = []struct{ path, ready string }{
	{"index.html", `true`},
	{"playbooks/saas/newcomer.html", `true`},
	{"tracks/saas.html", `true`},
	{"stages/newcomer.html", `true`},
	{"start/saas.html", `document.querySelector("[data-progress]").textContent !== ""`},
	{"methods/index.html", `true`},
	{"methods/smart.html", `true`},
	{"kit/first-wechat.html", `document.querySelector(".clip button")`},
	{"glossary.html", `true`},
	{"goals/saas/newcomer.html", `document.querySelector("[data-count]").textContent !== ""`},
	{"assessments/abilities.html", `document.querySelector("[data-status]").textContent !== ""`},
	{"assessments/track.html", `document.querySelector("[data-status]").textContent !== ""`},
	{"assessments/month-3.html", `document.querySelector("[data-status]").textContent !== ""`},
	{"team.html", `document.querySelector("[data-files]").checkVisibility()`},
	{"cards.html", `document.querySelector("[data-print-cards]").checkVisibility()`},
	{"print.html", `document.querySelector("[data-status]").textContent !== ""`},
	{"search.html", `true`},
	{"search.html?q=%E7%BB%AD%E7%BA%A6", `document.querySelector('[role="option"]')`},
	{"abilities/handbook.html", `true`},
	{"404.html", `true`},
}

// savedData is stored data that changes each page on which the browser saves anything.
var savedData = map[string]string{
	"theme":                                 `"dark"`,
	"reader":                                `{"track":"saas","stage":"newcomer","joined":"2026-10-12"}`,
	"left":                                  `{"path":"playbooks/saas/newcomer.html","title":"通用 SaaS · 新人期","anchor":"一周怎么过"}`,
	"searches":                              `["续约","回款"]`,
	"questions":                             `{"version":1,"questions":[{"query":"领导不见我","asked":2,"hits":0,"last":"2026-11-23"},{"query":"报价","asked":1,"hits":9,"last":"2026-11-22"}]}`,
	"read:playbooks/saas/newcomer.html":     `{"version":1,"sections":["这一阶段要到哪里","产品穿透"]}`,
	"ticks:start/saas.html":                 `[0,1,2]`,
	"ticks:playbooks/saas/newcomer.html":    `[0]`,
	"recall":                                `{"version":1,"answers":{"none":{"2026-10-12":true}}}`,
	planKey:                                 `{"version":1,"template":"old","values":{"目标签约":"很多","线索率":"12","没有的":"7"},"unknown":["客单价","有效率"]}`,
	"assessment:assessments/abilities.html": `{"version":1,"fields":{"question-0":"1","question-1":"2","question-9":"0"},"results":[{"on":"2026-10-01","scores":{}}]}`,
	"assessment:assessments/track.html":     `{"version":1,"fields":{"question-0":"1"},"results":[]}`,
	"assessment:assessments/month-3.html":   `{"version":1,"fields":{"field-0":"新人甲","question-0":"1","evidence-0":"周三\n讲全\n三个"},"results":[]}`,
}

// savingPages lists the pages of pageKinds whose data the browser saves.
var savingPages = []string{"index.html", "cards.html", "search.html", "playbooks/saas/newcomer.html", "start/saas.html", worksheet, "assessments/abilities.html", "assessments/track.html", "assessments/month-3.html"}

// No element moves after the first paint, on a phone and on a slow computer, without and with
// saved data.
func TestNoLayoutShift(t *testing.T) {
	base := host(t, "/")
	for _, width := range []int64{390, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := browsertest.New(t, base, 404)
			b.AddScript(watchShifts)
			b.Resize(width, 844)
			b.Slow()
			kinds := pageKinds
			if width > 390 { // a phone moves more, and each page takes seconds
				kinds = sample.Spread(9, pageKinds)
			}
			for _, kind := range kinds {
				b.Open(kind.path)
				b.Await(kind.ready)
				expectNoShift(t, b, kind.path)
			}
			for key, text := range savedData {
				storeText(b, key, text)
			}
			for _, kind := range kinds {
				if !slices.Contains(savingPages, kind.path) {
					continue
				}
				b.Open(kind.path)
				b.Await(kind.ready)
				expectNoShift(t, b, kind.path+" with what is kept")
				browsertest.Eval[bool](b, `(scrollTo({ top: document.body.scrollHeight / 2, behavior: "instant" }), true)`)
				b.Open("404.html")
				b.Back()
				b.Arrive(`document.documentElement.dataset.page === ` + quote(kind.path))
				b.Await(kind.ready)
				expectNoShift(t, b, kind.path+" after going back")
			}
		})
	}
}

// The search page reserves the space of its results, even if there are none: the foot of the
// page is below the window from the start.
func TestSearchPageReservesSpace(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("search.html?q=zzzz")
	b.Await(`document.querySelector("[data-search-page] .note")`)
	if top := browsertest.Eval[float64](b, `document.querySelector(".colophon").getBoundingClientRect().top - innerHeight`); top < 0 {
		t.Errorf("the foot of the page stands %.0f pixels above the end of the window", -top)
	}
	b.Open("search.html")
	if browsertest.Eval[bool](b, `document.querySelector(".asked") !== null`) {
		t.Error("without a query there is room for nothing")
	}
}

func expectNoShift(t *testing.T, b *browsertest.Tab, what string) {
	t.Helper()
	shifts := browsertest.Promise[[]shift](b, `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
		window.takeShifts({ getEntries: () => window.shiftObserver.takeRecords() });
		resolve(window.shifts);
	}))))`)
	if !browsertest.Eval[bool](b, `getComputedStyle(document.querySelector("main")).visibility === "visible"`) {
		t.Errorf("%s: its own part is not shown", what)
	}
	sum := 0.0
	for _, s := range shifts {
		sum += s.Value
	}
	t.Logf("%s: %.3f", what, sum)
	if sum > maxShift {
		slices.SortFunc(shifts, func(a, b shift) int { return cmp.Compare(b.Value, a.Value) })
		t.Errorf("%s: the layout shifts by %.3f; most of it, %.3f: %s", what, sum, shifts[0].Value, shifts[0].Moved)
	}
}
