package e2e

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sample"
)

// keystroke is a script that types a random number into a random field, without waiting for the page: a
// part or a multiple of the example's number, an entry that is refused, or none.
func keystroke(random *rand.Rand) string {
	texts := []string{"0", "1", "2.5", "40", "999", "", "x", "7%"}
	return fmt.Sprintf(`(() => {
		const fields = [...document.querySelectorAll("[data-field] input[inputmode]")];
		const field = fields[%d %% fields.length];
		field.value = %q;
		field.dispatchEvent(new InputEvent("input", { bubbles: true }));
	})();`, random.IntN(1000), texts[random.IntN(len(texts))])
}

// firstNumbers waits until the page has shown a keystroke, evaluated the worksheet, and painted what is on the
// screen: a frame and two tasks.
const firstNumbers = `await new Promise((done) => {
	const later = window.own?.setTimeout ?? setTimeout;
	requestAnimationFrame(() => requestAnimationFrame(() => later(() => later(done))));
});`

// The tasks that follow a keystroke's frame: the worksheet is evaluated, and then the numbers on the screen are painted.
const (
	ownFrame     = 0
	untilNumbers = 2
)

// tasks lets the page do so many tasks after a keystroke's own frame, and collects the rest in `dropped`. Each step of its work is a task.
func tasks(n int) string {
	return everyStep + fmt.Sprintf(`{
	window.own ??= { setTimeout: window.setTimeout.bind(window) };
	let tasks = 0;
	document.addEventListener("input", () => (tasks = %d), true);
	window.dropped = [];
	window.setTimeout = (task) => (--tasks >= 0 ? own.setTimeout(task) : (dropped.push(task), 0));
}`, n)
}

// rest lets the page do all that is left, as before it is printed.
const rest = `dispatchEvent(new Event("beforeprint")); dispatchEvent(new Event("afterprint"));`

// everyStep makes the page paint each step of its work in a slice of its own.
const everyStep = `{ let now = 0; performance.now = () => (now += 1000); }`

// Whatever is typed, and however quickly, the page shows at rest what a page shows that is opened with
// the same answers.
func TestPageAtRestEqualsOpenedPage(t *testing.T) {
	random := rand.New(rand.NewPCG(sample.Seed(t, 31), 0))
	b := browsertest.New(t, host(t, "/"))
	setDate(b, "2027, 4, 10")
	b.AddScript(everyStep)
	for _, path := range []string{"goals/enterprise/growth.html", "goals/saas/newcomer.html"} {
		b.Open(path)
		for range sample.Count(t, 2, 10) {
			script := ""
			for range 6 {
				script += keystroke(random)
				if random.IntN(2) == 0 {
					script += firstNumbers
				}
			}
			browsertest.Promise[bool](b, `(async () => {`+script+`
				`+rest+`
				for (const field of document.querySelectorAll("[data-field] [aria-invalid]")) { // it shows a value of before
					field.value = field.defaultValue;
					field.dispatchEvent(new InputEvent("input", { bubbles: true }));
				}
				`+rest+`
				return true;
			})()`)
			const shown = `document.querySelector("main").outerHTML`
			typed := browsertest.Eval[string](b, shown)
			b.Reload()
			b.Await(`!document.querySelector("[data-actions]").hidden && document.documentElement.dataset.waits === undefined`)
			if diff := cmp.Diff(outcome(t, browsertest.Eval[string](b, shown)), outcome(t, typed)); diff != "" {
				t.Fatalf("%s after %s (-opened +typed):\n%s", path, script, diff)
			}
		}
	}
}

// The first numbers after a keystroke and the verdict are of one plan: everything on the screen
// is as on a page that is opened with the same answers, although the rest is not painted yet.
func TestFirstNumbersAreOfOnePlan(t *testing.T) {
	random := rand.New(rand.NewPCG(sample.Seed(t, 32), 0))
	b := browsertest.New(t, host(t, "/"))
	setDate(b, "2027, 4, 10")
	const onScreen = `[...document.querySelectorAll("output, [data-term], [data-finding-name], [data-finding-text], [data-finding-cautious]")].filter((element) => {
		const { top, bottom, height } = element.getBoundingClientRect();
		return height > 0 && bottom > 0 && top < innerHeight;
	})`
	const path = "goals/enterprise/growth.html"
	waiting := 0
	for i := range sample.Count(t, 3, 12) {
		b.Open(path)
		b.Resize(1280, 900+int64(i%3)*400)
		seen := browsertest.Promise[[]string](b, `(async () => {
			`+firstNumbers+tasks(untilNumbers)+keystroke(random)+firstNumbers+`
			window.seen = `+onScreen+`;
			return seen.map((element) => element.textContent);
		})()`)
		const numbers = `[...document.querySelectorAll("output")].map((output) => output.textContent)`
		first := browsertest.Eval[[]string](b, numbers)
		settled := browsertest.Eval[[]string](b, `(() => {`+rest+` return `+numbers+`; })()`)
		if len(seen) < 8 {
			t.Fatalf("the screen shows only %q", seen)
		}
		if diff := cmp.Diff(browsertest.Eval[[]string](b, `seen.map((element) => element.textContent)`), seen); diff != "" {
			t.Errorf("the screen changes after the first numbers (-at rest +first):\n%s", diff)
		}
		if !cmp.Equal(first, settled) {
			waiting++
		}
	}
	if waiting == 0 {
		t.Error("nothing was left after the first numbers")
	}
}
