package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/output"
	"cairn/generator/internal/sample"
)

// ticker runs the browser's code that reads and writes the ticks of a page.
type ticker struct {
	t   testing.TB
	run func(tasks, kept, more string) string
}

// pageTask is a task in the form that static/reading/tasks.ts reads.
type pageTask struct {
	Key    string `json:"key"`
	Place  string `json:"place"`
	Before string `json:"before"`
	After  string `json:"after"`
	Number int    `json:"number"`
}

func newTicker(t testing.TB) *ticker {
	vm := jstest.Load(t, "../../../static/reading/tasks.ts")
	if _, err := vm.RunString(`globalThis.run = (tasks, kept, more) => {
		tasks = JSON.parse(tasks);
		const ticks = module.readTicks(kept === "" ? undefined : JSON.parse(kept));
		if (ticks === "unreadable") throw new Error("unreadable: " + kept);
		const states = module.statesOf(tasks, ticks);
		if (more === "") return JSON.stringify(states.map((done) => done ?? null));
		Object.entries(JSON.parse(more)).forEach(([i, done]) => (states[i] = done));
		return JSON.stringify(module.withStates(tasks, ticks, states));
	};`); err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(vm.Get("run"))
	return &ticker{t, func(tasks, kept, more string) string {
		result, err := f(goja.Undefined(), vm.ToValue(tasks), vm.ToValue(kept), vm.ToValue(more))
		if err != nil {
			t.Fatal(err)
		}
		return result.String()
	}}
}

var boxPattern = regexp.MustCompile(`data-task="(\d+)" data-key="(\w*)"(?: data-place="(\w+)")?`)

// page returns the tasks of a page as JSON.
func page(t testing.TB, source string) string {
	t.Helper()
	doc, faults := markdown.New(markdown.Words{}).Parse("content/a.md", source, 0)
	if len(faults) > 0 {
		t.Fatalf("%s: %v", source, faults)
	}
	found := boxPattern.FindAllStringSubmatch(doc.HTML, -1)
	boxes := make([]pageTask, len(found))
	for i, m := range found {
		boxes[i] = pageTask{Key: m[2], Place: m[3]}
		boxes[i].Number, _ = strconv.Atoi(m[1])
	}
	for i := 1; i < len(boxes); i++ {
		boxes[i].Before, boxes[i-1].After = boxes[i-1].Key, boxes[i].Key
	}
	text, _ := json.Marshal(boxes)
	return string(text)
}

// states shows each box for a reader with saved ticks: x ticked, o unticked, and . for the
// state that the author wrote.
func (tk *ticker) states(source, kept string) string {
	return strings.NewReplacer("true", "x", "false", "o", "null", ".", ",", "", "[", "", "]", "").Replace(tk.run(page(tk.t, source), kept, ""))
}

// tick returns the value to save after some boxes are ticked or unticked.
func (tk *ticker) tick(source, kept string, states map[int]bool) string {
	more, _ := json.Marshal(states)
	return tk.run(page(tk.t, source), kept, string(more))
}

// A tick stays with its task through edits of the page.
func TestTicksFollowTheirTasks(t *testing.T) {
	tk := newTicker(t)
	for _, test := range []struct {
		name, before string
		ticked       map[int]bool
		after, want  string
	}{
		{"a line above", "- [ ] 甲\n- [ ] 乙\n", map[int]bool{0: true}, "- [ ] 新\n- [ ] 甲\n- [ ] 乙\n", ".x."},
		{"a line gone", "- [ ] 甲\n- [ ] 乙\n- [ ] 丙\n", map[int]bool{1: true}, "- [ ] 乙\n- [ ] 丙\n", "x."},
		{"another order", "- [ ] 甲\n- [ ] 乙\n- [ ] 丙\n", map[int]bool{0: true, 1: false}, "- [ ] 丙\n- [ ] 乙\n- [ ] 甲\n", ".ox"},
		{"another text is another task", "- [ ] 甲\n- [ ] 乙\n", map[int]bool{0: true}, "- [ ] 甲方\n- [ ] 乙\n", ".."},
		{"signs matter", "- [ ] C\n- [ ] C++\n- [ ] C#\n- [ ] 10%\n", map[int]bool{1: true}, "- [ ] C#\n- [ ] C\n- [ ] 10\n- [ ] C++\n", "...x"},
		{"markup, links, notes and line breaks do not", "- [ ] 读 **产品** 手册[^1]\n  和 SaaS\n  说明\n\n[^1]: 注\n", map[int]bool{0: true},
			"- [ ] [读产品](https://a.example/)`手册`和SaaS 说明\n", "x"},
		{"nor what is nested below", "- [ ] 甲\n  - [ ] 乙\n", map[int]bool{0: true, 1: true}, "- [ ] 甲\n\n  说明\n\n  1. [ ] 丁\n  2. [ ] 乙\n", "x.x"},
		{"a heading more", "## 一\n\n- [ ] 甲\n", map[int]bool{0: true}, "- [ ] 乙\n\n## 前\n\n## 一（改）\n\n- [ ] 甲\n", ".x"},
		{"moved to another section", "## 一\n\n- [ ] 甲\n\n## 二\n", map[int]bool{0: true}, "## 一\n\n## 二\n\n- [ ] 甲\n", "x"},
		{"one text in two sections", "## 一\n\n- [ ] 甲\n\n## 二\n\n- [ ] 甲\n", map[int]bool{1: true}, "## 零\n\n- [ ] 甲\n\n## 一\n\n- [ ] 甲\n\n## 二\n\n- [ ] 甲\n", "..x"},
		{"the first of the two gone", "## 一\n\n- [ ] 甲\n\n## 二\n\n- [ ] 甲\n", map[int]bool{0: true}, "## 二\n\n- [ ] 甲\n", "."},
		{"sections of one name under others", "## 周一\n\n### 清单\n\n- [ ] 甲\n\n## 周二\n\n### 清单\n\n- [ ] 甲\n", map[int]bool{0: true},
			"## 周日\n\n### 清单\n\n- [ ] 甲\n\n## 周一\n\n### 清单\n\n- [ ] 甲\n\n## 周二\n\n### 清单\n\n- [ ] 甲\n", ".x."},
		{"one text below two items", "- 客户 A\n  - [ ] 打电话\n- 客户 B\n  - [ ] 打电话\n", map[int]bool{1: true}, "- 客户 C\n  - [ ] 打电话\n- 客户 B\n  - [ ] 打电话\n- 客户 A\n  - [ ] 打电话\n", ".x."},
		{"one text twice in a list", "- [ ] 电话\n- [ ] 写信\n- [ ] 电话\n", map[int]bool{2: true}, "- [ ] 新\n- [ ] 写信\n- [ ] 电话\n", "..x"},
		{"a copy more", "- [ ] 电话\n- [ ] 写信\n", map[int]bool{0: true}, "- [ ] 电话\n- [ ] 电话\n- [ ] 写信\n", "x.."},
		{"one of two alike gone, nobody knows which", "- [ ] 电话\n- [ ] 电话\n", map[int]bool{0: true}, "- [ ] 电话\n", "."},
		{"one of two alike gone, both ticked", "- [ ] 电话\n- [ ] 电话\n", map[int]bool{0: true, 1: true}, "- [ ] 电话\n", "x"},
		{"unticked against the author", "- [x] 甲\n- [x] 乙\n", map[int]bool{1: false}, "- [ ] 新\n- [x] 乙\n- [x] 甲\n", ".o."},
	} {
		kept := tk.tick(test.before, "", test.ticked)
		if got := tk.states(test.after, kept); got != test.want {
			t.Errorf("%s: %s, want %s\n%s", test.name, got, test.want, kept)
		}
		for i := range tk.states(test.before, kept) {
			want := map[bool]string{true: "x", false: "o"}
			state, touched := test.ticked[i]
			if got := tk.states(test.before, kept)[i : i+1]; touched && got != want[state] || !touched && got != "." {
				t.Errorf("%s: on the page as it was, task %d is %s", test.name, i, got)
			}
		}
	}
}

// After any sequence of edits, a task whose text was never duplicated keeps its state, and of
// several tasks with equal texts no more are ticked than before.
func TestTicksFollowThroughAnyEdits(t *testing.T) {
	tk := newTicker(t)
	for seed := range uint64(sample.Count(t, 12, 24)) {
		r := rand.New(rand.NewPCG(seed, 1))
		var lines []string
		made := 0
		fresh := func() string { made++; return fmt.Sprintf("第 %d 件", made) }
		for range 6 {
			lines = append(lines, fresh())
		}
		twice := map[string]bool{} // texts that were there twice
		done, most := map[string]string{}, map[string]int{}
		kept := ""
		for step := range 12 {
			history := fmt.Sprintf("seed %d, step %d: ", seed, step)
			switch i := r.IntN(len(lines)); r.IntN(5) {
			case 0:
				lines = slices.Insert(lines, i, fresh())
			case 1:
				if len(lines) > 3 {
					lines = slices.Delete(lines, i, i+1)
				}
			case 2:
				r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			case 3:
				twice[lines[i]] = true
				lines = slices.Insert(lines, r.IntN(len(lines)), lines[i])
			case 4:
				lines[i] = fresh()
			}
			source := "# 清单\n\n"
			for n, line := range lines {
				if n == 4 {
					source += "\n## 后半\n\n"
				}
				source += "- [ ] " + line + "\n"
			}
			states := tk.states(source, kept)
			ticked := map[string]int{}
			for i, line := range lines {
				got, want := states[i:i+1], done[line]
				if want == "" {
					want = "."
				}
				if got == "x" {
					ticked[line]++
				}
				if !twice[line] && got != want {
					t.Fatalf("%s%s is %s, want %s\n%s", history, line, got, want, kept)
				}
			}
			for line, n := range ticked {
				if twice[line] && n > most[line] {
					t.Fatalf("%s%s is ticked %d times", history, line, n)
				}
			}
			i := r.IntN(len(lines))
			kept = tk.tick(source, kept, map[int]bool{i: r.IntN(2) == 0})
			states = tk.states(source, kept)
			for _, line := range lines {
				done[line] = ""
			}
			for i, line := range lines {
				done[line] += strings.TrimSuffix(states[i:i+1], ".")
				most[line] = max(most[line], strings.Count(done[line], "x"))
			}
		}
	}
}

// Ticks saved by number are converted if each number belongs to exactly one task; ticks
// saved since then take precedence.
func TestFormerTicks(t *testing.T) {
	tk := newTicker(t)
	const source = "- [x] 作者已勾选\n- [ ] 乙\n- [ ] 丙\n"
	for kept, want := range map[string]string{"": "...", "[]": "...", "[1]": ".x.", "[2,0]": "x.x", "[1,3]": "...", "[1.5]": "...", "[-1]": "..."} {
		if got := tk.states(source, kept); got != want {
			t.Errorf("%s is %s, want %s", kept, got, want)
		}
	}
	both := tk.tick(source, "[1,2]", map[int]bool{1: false})
	if got, moved := tk.states(source, both), tk.states("- [ ] 新\n"+source, both); got != ".ox" || moved != "..ox" || strings.Contains(both, "former") {
		t.Errorf("it is %s, and %s with a line above; it keeps %s", got, moved, both)
	}
	imported := strings.Replace(tk.tick(source, "", map[int]bool{1: false}), `{"version":1`, `{"former":[1,2],"version":1`, 1)
	if got := tk.states(source, imported); got != ".ox" {
		t.Errorf("beside what is kept since it is %s", got)
	}
}

// In a browser an author's tick stays until the reader removes it. A line inserted above moves
// no tick to another task, and ticks move to the page's new address.
func TestTicksOnAChangedPage(t *testing.T) {
	const before, after = "# 清单\n\n- [x] 作者已勾选\n- [ ] 乙 读产品手册\n- [ ] 丙 约见客户\n", "# 清单\n\n- [ ] 新插入的第一项\n- [x] 作者已勾选\n- [ ] 乙 读产品手册\n- [ ] 丙 约见客户\n"
	var latest *output.Tree
	b := browsertest.New(t, hostLatest(t, func() *output.Tree { return latest }, "/"))
	ticked := func() string {
		return browsertest.Eval[string](b, `[...document.querySelectorAll("input[data-task]")].map((box) => box.checked ? "x" : ".").join("")`)
	}
	open := func(source, want string) {
		t.Helper()
		latest = buildFiles(t, map[string]string{"site.toml": "title = \"手册\"\nid = \"handbook\"\n", "content/ticks.md": source})
		b.Open("ticks.html")
		if got := ticked(); got != want {
			t.Errorf("it shows %s, want %s; it keeps %s", got, want, browsertest.Eval[string](b, `localStorage.getItem("cairn:handbook:ticks:ticks.html") ?? ""`))
		}
	}
	notice := func(want string) {
		t.Helper()
		if got := browsertest.Eval[string](b, text("[data-notice]")); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	open(before, "x..")
	b.Click(`[data-task="1"]`)
	open(before, "xx.")
	open(after, ".xx.")
	b.Click(`[data-task="1"]`)
	open(after, "..x.")
	open(before, ".x.")
	notice("")

	former := func(kept string) {
		browsertest.Eval[bool](b, `(localStorage.clear(), localStorage.setItem("cairn:handbook:ticks:ticks.html", `+quote(kept)+`), true)`)
	}
	former("[1]")
	open(before, "xx.")
	notice("以前的勾选记的是第几条，已经照着放回来。这一页要是改过，可能对不上，请核对一遍。")
	open(after, ".xx.")
	notice("")
	former("[1,3]")
	open(before, "x..")
	notice("以前的勾选记的是第几条，这一页后来改过，对不上了：没有放回来，请重新勾一遍。")
	b.Click(`[data-task="2"]`)
	open(before, "x.x")
	notice("")

	// The page moves to another address, and its ticks move along.
	latest = buildFiles(t, map[string]string{"site.toml": "title = \"手册\"\nid = \"handbook\"\n", "content/new/ticks.md": "+++\naliases = [\"ticks.html\"]\n+++\n" + after})
	b.Open("new/ticks.html")
	if got := ticked(); got != ".x.x" || !browsertest.Eval[bool](b, `Object.keys(localStorage).join() === "cairn:handbook:ticks:new/ticks.html"`) {
		t.Errorf("at its new address it shows %s", got)
	}
}
