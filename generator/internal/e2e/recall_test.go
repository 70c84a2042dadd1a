package e2e

import (
	"math"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// A reader opens an answer and says that she knew it. The day after, the home page asks for the question, and not any more that
// day once she has put it off; the page of all questions has it first.
func TestQuestionsAreAskedAgain(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		const home = `document.querySelector("[data-review]")`
		b.Open("index.html")
		if !browsertest.Eval[bool](b, home+`.hidden`) {
			t.Error("the home page asks a reader who has answered nothing")
		}
		b.Open("playbooks/saas/newcomer.html")
		b.Click(".recall summary")
		b.Click(".knew button")
		b.Await(`document.querySelector(".knew").textContent === "记下了，明天再问你。" && document.activeElement.localName === "summary"`)
		question := browsertest.Eval[string](b, `document.querySelector(".recall summary").textContent`)
		b.Reload()
		b.Click(".recall summary")
		b.Await(`document.querySelector(".knew")?.textContent === "今天答过了，明天再问你。"`)
		browsertest.Eval[bool](b, `(() => {
			const key = "cairn:software-sales-handbook:recall", kept = JSON.parse(localStorage.getItem(key));
			for (const days of Object.values(kept.answers)) for (const day of Object.keys(days)) (days["2026-11-02"] = days[day], delete days[day]);
			localStorage.setItem(key, JSON.stringify(kept));
			return true;
		})()`)
		b.Open("index.html")
		b.Await(`!` + home + `.hidden && ` + home + `.querySelector("a").textContent === "今天有 1 题要复习（约 1 分钟）"`)
		b.Click("[data-review] a")
		b.Arrive(`document.documentElement.dataset.page === "cards.html"`)
		b.Await(`[...document.querySelectorAll("[data-asked]:not([hidden]) summary")].map((e) => e.textContent).join() === ` + quote(question))
		b.Open("index.html")
		b.Click("[data-review] button")
		b.Await(home + `.textContent === "好，明天再问你。"`)
		b.Reload()
		b.Await(`document.documentElement.dataset.scripts === "ready"`)
		if !browsertest.Eval[bool](b, home+`.hidden`) {
			t.Error("the home page asks although the reader has put it off")
		}
	})
}

// Printed on both sides and turned over the long edge, each answer lies behind its question: every page of questions is followed by
// one of their answers, in mirrored places.
func TestPrintedQuestionCards(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("cards.html")
	b.Media("print")
	b.Resize(pixels(186), 1000) // A4 without its margins
	type side struct{ Left, Right, Top, Bottom, Over float64 }
	sheets := browsertest.Eval[[][]side](b, `[...document.querySelectorAll(".card-sheet")].map((sheet) => [...sheet.children].map((side) => {
		const { left, right, top } = sheet.getBoundingClientRect(), place = side.getBoundingClientRect();
		return { Left: place.left - left, Right: right - place.right, Top: place.top - top, Bottom: place.bottom - top, Over: Math.max(side.scrollHeight - side.clientHeight, side.scrollWidth - side.clientWidth) };
	}))`)
	questions := browsertest.Eval[int](b, `document.querySelectorAll("[data-decks] details").length`)
	sides := 0
	for i := 0; i+1 < len(sheets); i += 2 {
		fronts, backs := sheets[i], sheets[i+1]
		if len(fronts) != len(backs) {
			t.Fatalf("page %d has %d questions, and the next %d answers", i+1, len(fronts), len(backs))
		}
		for j, front := range fronts {
			sides++
			back := backs[j]
			if math.Abs(front.Left-back.Right)+math.Abs(front.Right-back.Left)+math.Abs(front.Top-back.Top)+math.Abs(front.Bottom-back.Bottom) > 1 {
				t.Errorf("card %d of page %d is at %v, and its back at %v", j+1, i+1, front, back)
			}
			if front.Over > 0 || back.Over > 0 {
				t.Errorf("card %d of page %d is too small for its text: %v, %v", j+1, i+1, front, back)
			}
		}
	}
	if sides != questions || questions < 12 {
		t.Errorf("there are %d questions, and %d cards", questions, sides)
	}
	b.Media("")
	for paper := range papers {
		if pages, text := pdf(t, b, paper); pages != len(sheets) || strings.Contains(text, "一个月前读过") {
			t.Errorf("on %s the cards take %d pages instead of %d: %s", paper, pages, len(sheets), text)
		}
	}
}

// pixels converts millimetres of paper to those of the screen.
func pixels(mm float64) int64 { return int64(math.Round(mm / 25.4 * 96)) }

// A text that is printed has its questions, and below them the answers upside down; without scripts a fold shows the answer.
func TestQuestionsOnPaper(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.NoScripts()
	b.Open("playbooks/emerging/newcomer.html")
	b.Click(".recall summary")
	if !browsertest.Eval[bool](b, `document.querySelector("[data-question]").checkVisibility()`) {
		t.Error("without scripts an open fold does not show its answer")
	}
	b.Media("print")
	shown := browsertest.Eval[string](b, `[".recall summary", "[data-question]", ".recall-answers"].map((of) => document.querySelector(of).checkVisibility()).join() + getComputedStyle(document.querySelector(".recall-answers")).transform`)
	if want := "true,false,truematrix(-1, 0, 0, -1, 0, 0)"; !strings.HasPrefix(shown, "true,false,truematrix(-1, ") {
		t.Errorf("on paper it is %s, want %s", shown, want)
	}
}

// A role-play page prints a page above its cards and each quarter's card on one page, because a rule is a new page.
func TestPrintedRoles(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, track := range []string{"saas", "industry", "enterprise", "emerging"} {
		b.Open("roleplay/" + track + ".html")
		if pages := sheets(t, b, "A4"); len(pages) != 5 {
			t.Errorf("%s takes %d pages", track, len(pages))
		}
	}
}
