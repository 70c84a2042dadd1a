package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sitetest"
)

// outcome lists every element and text that a worksheet shows outside of its form, with
// all attributes. The current week and the name of the week on the card are left out: only the browser knows the date.
// Only the script silences the numbers (TestNumbersAreSilent).
func outcome(t *testing.T, page string) (lines []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for part := range root.Descendants() {
		if class := attribute(part, "class"); class != "week" && class != "outcome" {
			continue
		}
		for n := range part.Descendants() {
			if slices.ContainsFunc(n.Parent.Attr, func(a html.Attribute) bool { return a.Key == "data-week-title" || a.Key == "data-week-name" }) {
				continue // the name of the week depends on today
			}
			switch text := strings.TrimSpace(n.Data); {
			case n.Type == html.TextNode && text != "" && !isNameOfWeek(n.Parent):
				lines = append(lines, text)
			case n.Type == html.ElementNode:
				var attributes []string
				for _, a := range n.Attr {
					if a.Key != "data-now" && (n.Data != "output" || a.Key != "aria-live") {
						attributes = append(attributes, a.Key+"="+a.Val)
					}
				}
				slices.Sort(attributes)
				lines = append(lines, n.Data+" "+strings.Join(attributes, " "))
			}
		}
	}
	return lines
}

func isNameOfWeek(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-week-title" || a.Key == "data-week-name" })
}

// After typing, a worksheet shows the same as the page that is built with the typed value
// as the example, to the last attribute: numbers, reasons, verdicts and advice, meters,
// bars, answers, dates, and the effects of variables.
func TestTypedValueShowsLikeBuiltPage(t *testing.T) {
	const path = "goals/saas/newcomer.html"
	tree, _ := buildSmall()
	address := hostTree(t, tree, "/")
	for _, test := range []struct{ field, typed, old, new string }{
		{"目标", "7", "default = 7", "default = 7"},
		{"目标", "4", "default = 7", "default = 4"},
		{"目标", "12", "default = 7", "default = 12"},
		{"目标", "100", "default = 7", "default = 100"},
		{"率", "20", "default = 0.325", "default = 0.2"},
		{"率", "100", "default = 0.325", "default = 1"},
		{"入职", "2027-06-30", "default = 2027-03-10", "default = 2027-06-30"},
		{"画像", "<b>", "default = \"30 人 & 以上\"", "default = \"<b>\""},
	} {
		unquoted := sitetest.Small().Replace("content/playbooks/saas/newcomer.md", "[2–3 次](../../goals/saas/newcomer.toml#拜访)", "2–3 次")
		built, faults := buildSmallOf(unquoted.Replace("content/goals/saas/newcomer.toml", test.old, test.new))
		if built == nil {
			t.Fatal(faults)
		}
		page, _ := built.Get(path)
		b := browsertest.New(t, address)
		setDate(b, "2026, 11, 31") // before the year, so that the card is of its first week
		b.Open(path)
		b.Await(`!document.querySelector("[data-actions]").hidden`)
		browsertest.Eval[bool](b, `(() => {
			const field = document.querySelector('[name="`+test.field+`"]');
			field.value = "`+test.typed+`";
			field.dispatchEvent(new InputEvent("input", { bubbles: true }));
			`+rest+`
			return true;
		})()`)
		want := outcome(t, string(page))
		if len(want) < 200 {
			t.Fatalf("the page shows only %q", want)
		}
		if diff := cmp.Diff(want, outcome(t, browsertest.Eval[string](b, `document.querySelector("main").outerHTML`))); diff != "" {
			t.Errorf("%s %s (-built +typed):\n%s", test.field, test.typed, diff)
		}
	}
}

// The theme button cycles through system, light and dark, names the current one visibly
// and to screen readers, and stores nothing for system.
func TestThemeButtonNamesTheTheme(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	b.Open("index.html")
	const state = `(() => {
		const button = document.querySelector("[data-theme-switch]");
		return [button.textContent, button.getAttribute("aria-label"), document.documentElement.dataset.theme ?? "", localStorage.getItem("cairn:shown:theme") ?? ""].join("|");
	})()`
	for _, want := range []string{
		"外观：自动|外观：自动，换成浅色||", "外观：浅色|外观：浅色，换成深色|light|\"light\"",
		"外观：深色|外观：深色，换成自动|dark|\"dark\"", "外观：自动|外观：自动，换成浅色||",
	} {
		if got := browsertest.Eval[string](b, state); got != want {
			t.Errorf("the theme is %s, want %s", got, want)
		}
		b.Click("[data-theme-switch]")
	}
}

// savedName returns the name of the file that a page saves when an element is clicked.
func savedName(b *browsertest.Tab, selector string) string {
	return browsertest.Promise[string](b, `new Promise((resolve) => {
		const click = HTMLAnchorElement.prototype.click;
		HTMLAnchorElement.prototype.click = function () {
			HTMLAnchorElement.prototype.click = click;
			resolve(this.download);
		};
		document.querySelector('`+selector+`').click();
	})`)
}

// The names of saved files say what they contain; those of records have the date.
func TestNamesOfSavedFiles(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	setDate(b, "2027, 2, 9")
	b.Open("index.html")
	b.Click("[data-theme-switch]") // there is something to export now
	if got := savedName(b, "[data-export-kept]"); got != "本机保存的内容.json" {
		t.Errorf("what is kept is saved as %q", got)
	}
	b.Open("assessments/ready.html")
	if got := savedName(b, "[data-export]"); got != "自测 2027-03-09.txt" {
		t.Errorf("a record is saved as %q", got)
	}
}

// On a phone the menu opens and closes the navigation by touch and by keyboard, announces
// its state, and moves the focus into the navigation when it opens.
func TestMenuOfAPhone(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	b.Resize(390, 800)
	b.Open("start/first.html")
	const state = `(() => {
		const menu = document.querySelector("[data-menu]"), navigation = document.getElementById(menu.getAttribute("aria-controls"));
		return [menu.getAttribute("role"), menu.getAttribute("aria-expanded"), navigation.classList.contains("open"), navigation.contains(document.activeElement), location.hash].join(" ");
	})()`
	want := func(when, want string) {
		t.Helper()
		if got := browsertest.Eval[string](b, state); got != want {
			t.Errorf("%s the menu is %q, want %q", when, got, want)
		}
	}
	want("at first", "button false false false ")
	b.Click("[data-menu]")
	want("after a click", "button true true true ")
	b.Click("[data-menu]")
	want("after another", "button false false false ")
	browsertest.Eval[bool](b, `(document.querySelector("[data-menu]").focus(), true)`)
	b.Press(" ", " ")
	want("after the space bar", "button true true true ")
}

// Without saved data the controls for export and removal say that there is nothing to do.
func TestNoSavedData(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	b.Open("start/third.html")
	for _, control := range []string{"[data-export-kept]", "[data-forget]"} {
		b.Click(control)
		b.Await(text(control) + ` === "这台设备上没有保存什么。"`)
	}
	if browsertest.Eval[bool](b, `document.querySelector("dialog") !== null`) {
		t.Error("it asks whether to remove nothing")
	}
}

// A screen reader does not read out the numbers that change: an <output> is otherwise a live region.
func TestNumbersAreSilent(t *testing.T) {
	tree, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, tree, "/"))
	b.Open("goals/saas/newcomer.html")
	if loud := browsertest.Eval[[]string](b, `[...document.querySelectorAll("output:not([aria-live=off])")].map((output) => output.name)`); len(loud) > 0 {
		t.Errorf("a screen reader reads out %q", loud)
	}
}
