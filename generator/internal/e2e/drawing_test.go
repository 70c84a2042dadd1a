package e2e

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

// drawn lists what is wrong with the drawings that the page shows: a text smaller than 12 pixels, outside of
// its drawing, or over another text, in the fonts of this machine.
const drawn = `(() => {
	const faults = [], shown = [...document.querySelectorAll(".prose .drawing svg")].filter((svg) => svg.getClientRects().length > 0);
	for (const svg of shown) {
		const frame = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
		for (const [i, [text, box]] of texts.entries()) {
			const name = text.textContent;
			if (Number(text.getAttribute("font-size")) * frame.width / svg.viewBox.baseVal.width < 12) faults.push(name + " is small");
			if (box.left < frame.left - 1 || box.right > frame.right + 1) faults.push(name + " leaves its drawing");
			for (const [other, near] of texts.slice(0, i)) {
				if (Math.min(box.right, near.right) - Math.max(box.left, near.left) > 1 && Math.min(box.bottom, near.bottom) - Math.max(box.top, near.top) > box.height / 3) faults.push(name + " over " + other.textContent);
			}
		}
	}
	return [String(shown.length), [...new Set(shown.map((svg) => svg.getAttribute("class")))].join(), ...faults];
})()`

// Drawings have a form for each width, and open large in a dialog, as pictures do.
func TestDrawings(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, test := range []struct {
		width int64
		form  string
	}{{390, "narrow"}, {1280, "wide"}} {
		b.Resize(test.width, 844)
		b.Open("authoring/markdown.html")
		if diff := cmp.Diff([]string{"4", test.form}, browsertest.Eval[[]string](b, drawn)); diff != "" {
			t.Errorf("%d pixels: %s", test.width, diff)
		}
	}
	const dialog = `(() => { const dialog = document.querySelector("dialog"); return dialog === null ? "" : dialog.open + " " + dialog.getAttribute("aria-label").slice(0, 5) + " " + dialog.querySelector("button").textContent + " " + (dialog.querySelector("svg.wide, img").getBoundingClientRect().width > 620); })()`
	for _, test := range []struct{ opener, want string }{
		{"button.enlarge", "true 漏斗：新拓 关上 true"},
		{"figure > a", "true 30 条线 关上 true"},
	} {
		browsertest.Eval[bool](b, `(document.querySelector("`+test.opener+`").focus(), true)`)
		b.Press("Enter", "\r")
		b.Await(`document.querySelector("dialog[open]")`)
		if got := browsertest.Eval[string](b, dialog); got != test.want {
			t.Errorf("%s opens %q, not %q", test.opener, got, test.want)
		}
		b.Type("\x1b")
		b.Await(`document.querySelector("dialog") === null`)
		if !browsertest.Eval[bool](b, `document.activeElement === document.querySelector("`+test.opener+`")`) {
			t.Errorf("the focus did not return to %s", test.opener)
		}
	}
}
