package e2e

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// BenchmarkKeystroke types into every field for a number of each worksheet, on a processor throttled six times.
//
//	go test ./generator/internal/e2e -run '^$' -bench Keystroke -benchtime 1x
//
// A table has, for each worksheet, the milliseconds of the work up to the frame after a keystroke — its event, the callbacks of
// the frame, style and layout — at the median and in the slowest field, and for how long the rest keeps the next
// keystroke waiting at most, in the median field and in the slowest. A field counts with the best of five keystrokes.
func BenchmarkKeystroke(b *testing.B) {
	base := host(b, "/")
	table := "\n| worksheet | first: median | slowest | rest: median | slowest |\n| --- | --- | --- | --- | --- |\n"
	for _, file := range tree(b).Paths() {
		if name, isGoal := strings.CutPrefix(file, "goals/"); isGoal && path.Ext(name) == ".html" && strings.Contains(name, "/") {
			b.Run(name, func(b *testing.B) {
				tab := browsertest.New(b, base)
				setDate(tab, "2026, 10, 23")
				tab.Open(file)
				tab.Throttle(6)
				for range b.N {
					times := browsertest.Promise[[4]float64](tab, typeEverywhere)
					table += fmt.Sprintf("| %s | %.0f | %.0f | %.0f | %.0f |\n", strings.TrimSuffix(name, ".html"), times[0], times[1], times[2], times[3])
				}
			})
		}
	}
	fmt.Println(table)
}

const typeEverywhere = `(async () => {
	const pause = (ms) => new Promise((done) => setTimeout(done, ms));
	const channel = new MessageChannel();
	let last = 0, longest = 0;
	channel.port1.onmessage = () => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
		if (last > 0) channel.port2.postMessage(0);
	};
	const type = (control, text) => new Promise((done) => {
		let frame = 0;
		requestAnimationFrame(() => (frame = performance.now()));
		const begin = performance.now();
		control.value = text;
		control.dispatchEvent(new InputEvent("input", { bubbles: true }));
		const typed = performance.now() - begin;
		requestAnimationFrame(() => {
			document.body.getBoundingClientRect();
			const first = typed + performance.now() - frame;
			setTimeout(async () => {
				last = performance.now();
				longest = 0;
				channel.port2.postMessage(0);
				await pause(700);
				last = -Infinity;
				done([first, longest]);
			});
		});
	});
	const best = (times) => [0, 1].map((i) => Math.min(...times.map((time) => time[i])));
	const fields = [];
	for (const control of document.querySelectorAll("[data-field] input[inputmode]")) {
		const [text, times] = [control.value, []];
		control.focus();
		for (let i = 0; i < 6; i++) {
			times.push(await type(control, i % 2 ? text : String(parseFloat(text) * 1.5)));
		}
		fields.push(best(times.slice(1)));
	}
	const ordered = [0, 1].map((i) => fields.map((field) => field[i]).sort((a, b) => a - b));
	return ordered.flatMap((list) => [list[Math.floor(list.length / 2)], list[list.length - 1]]);
})()`
