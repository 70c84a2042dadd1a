package e2e

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// BenchmarkKeystroke types into four fields of each worksheet, as fast as the page paints.
//
//	go test ./generator/internal/e2e -run '^$' -bench Keystroke -benchtime 1x
//
// A table has, for each worksheet, the milliseconds of script, style and layout that a keystroke takes on a processor six times
// slower than this one: in its own frame, until the numbers on the screen are new, and in all. They are the
// time of the thread, which other programs hardly change.
func BenchmarkKeystroke(b *testing.B) {
	base := host(b, "/")
	table := "\n| worksheet | own frame | slowest field | until the numbers | in all |\n| --- | --- | --- | --- | --- |\n"
	for _, file := range tree(b).Paths() {
		if name, isGoal := strings.CutPrefix(file, "goals/"); isGoal && path.Ext(name) == ".html" && strings.Contains(name, "/") {
			b.Run(name, func(b *testing.B) {
				tab := browsertest.New(b, base)
				tab.Open(file)
				for range b.N {
					keystrokes(tab, 0, 40) // until the scripts are compiled
					all, _ := keystrokeTimes(tab)
					browsertest.Eval[int](tab, tasks(untilNumbers)+`0`)
					numbers, _ := keystrokeTimes(tab)
					browsertest.Eval[int](tab, tasks(ownFrame)+`0`)
					own, slowest := keystrokeTimes(tab)
					table += fmt.Sprintf("| %s | %.1f | %.1f | %.0f | %.0f |\n", strings.TrimSuffix(name, ".html"), own, slowest, numbers, all)
				}
			})
		}
	}
	fmt.Println(table)
}

// keystrokeTimes returns the milliseconds of a keystroke, at the mean and in the slowest field.
func keystrokeTimes(tab *browsertest.Tab) (mean, slowest float64) {
	const times, slower = 10, 6
	fields := []int{0, 5, 9, 14}
	for _, field := range fields {
		keystrokes(tab, field, 0) // leaving the field before does what is left
		browsertest.Promise[bool](tab, `Promise.all(document.getAnimations().map((fade) => fade.finished)).then(() => true, () => true)`)
		before := tab.Work()
		keystrokes(tab, field, times)
		took := slower * 1000 * (tab.Work() - before) / times
		mean += took / float64(len(fields))
		slowest = max(slowest, took)
	}
	return mean, slowest
}

// keystrokes types the example's number and half more in turn into a field for a number.
func keystrokes(tab *browsertest.Tab, field, times int) {
	browsertest.Promise[bool](tab, fmt.Sprintf(`(async () => {
		const fields = [...document.querySelectorAll("[data-field] input[inputmode]")], field = fields[%d %% fields.length];
		field.focus();
		for (let i = 0; i < %d; i++) {
			field.value = i %% 2 ? field.defaultValue : String(parseFloat(field.defaultValue) * 1.5);
			field.dispatchEvent(new InputEvent("input", { bubbles: true }));
			%s
		}
		return true;
	})()`, field, times, firstNumbers))
}
