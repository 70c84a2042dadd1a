package drawing

import (
	"flag"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

var update = flag.Bool("update", false, "write the snapshots of the drawings")

// chinese are the words of layouts/words.zh.toml.
func chinese() Words {
	return Words{
		Kinds: [4]string{"漏斗", "时间线", "决策链", "月历"}, Says: [4]string{"拍板", "建议", "使用", "能拦下"},
		Next: "%s 到下一步", Above: "上面是%s", Unmet: "还没见过", Nth: "第 %s %s", Peak: "最忙 %s",
		Months: "1 月|2 月|3 月|4 月|5 月|6 月|7 月|8 月|9 月|10 月|11 月|12 月",
		Comma:  "，", Semicolon: "；", Colon: "：", List: "、", Open: "（", Close: "）",
	}
}

// samples returns a small block of each kind.
func samples() map[string]string {
	return map[string]string{
		"funnel": `unit = "家"
steps = [
  { name = "新拓", number = 40, note = "先用 & 后买" },
  { name = "线索", number = 30, share = "53%" },
  { name = "方案", number = "12–20", share = "约六成" },
  { name = "签约", number = 10 },
]`,
		"timeline": `unit = "周"
rows = [
  { name = "约定", at = -1 },
  { name = "POC", from = 1, to = 4, note = "客户真在用" },
]`,
		"chain": `roles = [
  { name = "老板", say = "decides", concern = "多久回本", met = false },
  { name = "负责人", say = "advises", to = "老板" },
  { name = "一线", say = "uses", concern = "又多学一套", to = "负责人" },
  { name = "财务", say = "blocks", to = "老板" },
]`,
		"calendar": `start = 4
rows = [
  { name = "编预算", months = [10, 11, 12], peaks = [11] },
  { name = "找线索", months = [12, 1, 2, 3, 5], note = "越早越好" },
]`,
	}
}

func TestSnapshots(t *testing.T) {
	for kind, source := range samples() {
		d, faults := Parse("p.md", source, 0, len(source), kind)
		if len(faults) > 0 {
			t.Fatalf("%s: %v", kind, faults)
		}
		file, got := filepath.Join("testdata", kind+".svg"), strings.ReplaceAll(d.SVG(chinese()), "><", ">\n<")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s, run with -update if this is right: %s", kind, diff)
		}
	}
}

func TestTexts(t *testing.T) {
	want := map[string]string{
		"funnel":   "漏斗：新拓 40 家（先用 & 后买），75% 到下一步；线索 30 家，53% 到下一步；方案 12–20 家，约六成 到下一步；签约 10 家",
		"timeline": "时间线：约定：第 −1 周；POC：第 1–4 周，客户真在用",
		"chain":    "决策链：老板（拍板，还没见过）：多久回本；负责人（建议），上面是老板；一线（使用）：又多学一套，上面是负责人；财务（能拦下），上面是老板",
		"calendar": "月历：编预算：10–12 月，最忙 11 月；找线索：5 月、12–3 月，越早越好",
	}
	got := map[string]string{}
	for kind, source := range samples() {
		d, _ := Parse("p.md", source, 0, len(source), kind)
		got[kind] = d.Text(chinese())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The lengths of a funnel's bars are in the proportion of its numbers; a range counts as its middle.
func TestLengths(t *testing.T) {
	source := samples()["funnel"]
	d, _ := Parse("p.md", source, 0, len(source), "funnel")
	for _, f := range forms() {
		var lengths []string
		var longest float64
		for _, m := range regexp.MustCompile(`<rect class="strong" [^>]* width="([0-9.]+)"`).FindAllStringSubmatch(d.draw(f, chinese()).svg(""), -1) {
			var w float64
			fmt.Sscan(m[1], &w)
			longest = max(longest, w)
			lengths = append(lengths, fmt.Sprintf("%.2f", w/longest))
		}
		if diff := cmp.Diff([]string{"1.00", "0.75", "0.40", "0.25"}, lengths); diff != "" {
			t.Errorf("%s: %s", f.class, diff)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, test := range []struct{ kind, source, want string }{
		{"funnel", `steps = [{ name = "甲", number = 2 }]`, `1:9: error: steps has 1 entries, but a drawing shows 2 to 8 [draw what the text speaks of, and leave out the rest]`},
		{"funnel", `unit = "家"`, "1:1: error: steps is missing [add `[[steps]]` at the end]"},
		{"funnel", "steps = [\n{ nmae = \"甲\", number = 2 }, { name = \"乙\", number = 1 }]", `2:3: error: unknown key nmae [did you mean name?]`},
		{"funnel", `steps = [{ name = "甲", number = 2, colour = "red" }, { name = "乙", number = 1 }]`, `1:36: warning: unknown key colour [remove it; the keys allowed here are name, note, number, share]`},
		{"funnel", `steps = [{ name = "甲", number = -2 }, { name = "乙", number = 1 }]`, `1:33: error: number is -2, but must be 0 to 1000000000000 [write a number in this range]`},
		{"funnel", `steps = [{ name = "甲", number = "很多" }, { name = "乙", number = 1 }]`, `1:33: error: cannot read the number "很多" [write a number, such as 24, or a range in quotes: "24–36"]`},
		{"funnel", `steps = [{ name = "甲", number = "9–3" }, { name = "乙", number = 1 }]`, `1:33: error: cannot read the number "9–3" [write a number, such as 24, or a range in quotes: "24–36"]`},
		{"funnel", `steps = [{ name = "甲", number = true }, { name = "乙", number = 1 }]`, "1:33: error: number is true or false, but must be a number [write `number = 0.5`]"},
		{"funnel", `steps = [{ name = "甲", number = 40, share = "80%" }, { name = "乙", number = 30 }]`, `1:45: warning: the share is 80%, but 30 of 40 is 75% [correct one of the three, or remove the share: it is then computed]`},
		{"funnel", `steps = [{ name = "甲", number = 15, share = "8/15，约 53%" }, { name = "乙", number = 8 }]`, ``},
		{"funnel", `steps = [{ name = "甲", number = 4 }, { name = "乙", number = 3, share = "5%" }]`, `1:72: warning: the last step has a share, but no step follows [remove it; a share is written at the step that it starts from]`},
		{"funnel", `steps = [{ name = "一二三四五六七八九十一二三四五", number = 4 }, { name = "", number = 3 }]`, `1:19: error: name is longer than 14 characters; letters and digits count for half [shorten it: the text beside the drawing says the rest]
1:61: error: name is empty [write what the drawing shows, or remove the key]`},
		{"timeline", `unit = "周"` + "\n" + `rows = [{ name = "甲", from = 3, to = 2 }, { name = "乙" }, { name = "丙", at = 61 }, { name = "丁", at = 1, to = 2 }]`, `2:30: error: from is 3, after to, which is 2 [swap the two]
2:43: error: from is missing [add ` + "`from = 1`" + ` within the braces]
2:43: error: to is missing [add ` + "`to = 1`" + ` within the braces]
2:78: error: at is 61, but must be -60 to 60 [write a number in this range]
2:103: error: the row has both at and from or to [write at for a point, from and to for a span]`},
		{"timeline", `unit = "周"` + "\n" + `rows = [{ name = "甲", at = -20 }, { name = "乙", at = 40 }]`, `2:8: error: the timeline is longer than 60 [use a larger unit: months in place of weeks]`},
		{"chain", `roles = [{ name = "甲", say = "decide" }, { name = "甲", say = "不管", to = "丙" }]`, `1:30: error: unknown say "decide" [did you mean decides?]
1:51: error: two roles are named 甲 [give one of them another name]
1:62: error: unknown say "不管" [write one of decides, advises, uses, blocks]
1:73: error: no role is named 丙 [write the name of one of the roles: 甲, 甲]`},
		{"chain", `roles = [{ name = "甲", say = "uses", to = "乙" }, { name = "乙", say = "uses", to = "甲" }]`, `1:43: error: the roles above 甲 lead back to it [remove to from the role that nobody is above]
1:83: error: the roles above 乙 lead back to it [remove to from the role that nobody is above]`},
		{"chain", `roles = [{ name = "a1", say = "uses", to = "b" }, { name = "b", say = "uses", to = "c" }, { name = "c", say = "uses", to = "d" }, { name = "d", say = "uses", to = "e" }, { name = "e", say = "decides" }]`, `1:44: error: the chain has more than 4 levels [draw what the text speaks of, and leave out the rest]`},
		{"calendar", `start = 13` + "\n" + `rows = [{ name = "甲", months = [1, 0, 2.5], peaks = [3] }]`, `1:9: error: start is 13, but must be 1 to 12 [write a number in this range]
2:36: error: months is 0, but must be 1 to 12 [write a number in this range]
2:39: error: months is 2.5, but must be 1 to 12 [write a number in this range]
2:54: error: month 3 is in peaks, but not in months [add it to months: a peak is a part of them]`},
		{"calendar", `rows = [`, "1:8: error: invalid TOML: the list has no closing ] [a line is `key = value`; texts are in straight quotes, dates are written 2026-11-20]"},
	} {
		_, faults := Parse("p.md", test.source, 0, len(test.source), test.kind)
		slices.SortStableFunc(faults, func(a, b diag.Fault) int { return a.Offset - b.Offset })
		var got []string
		for _, f := range faults {
			before := test.source[:f.Offset]
			column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
			got = append(got, fmt.Sprintf("%d:%d: %v: %v [%v]", strings.Count(before, "\n")+1, column, f.Severity, f.Message, f.Help))
		}
		if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s, %s: %s", test.kind, test.source, diff)
		}
	}
}

// No two texts of a drawing overlap, and none leaves it.
func TestTextsHaveRoom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		kind := Kinds()[random.IntN(4)]
		source := generate(random, kind)
		d, faults := Parse("p.md", source, 0, len(source), kind)
		if d == nil {
			t.Fatalf("%s\n%s\n%v", kind, source, faults)
		}
		for _, f := range forms() {
			c := d.draw(f, chinese())
			for i, a := range c.texts {
				left, top, right, bottom := a.box()
				if left < -0.5 || top < -0.5 || right > c.width+0.5 || bottom > c.height+0.5 {
					t.Fatalf("%s %s: %q leaves %v × %v: %v %v %v %v\n%s", kind, f.class, a.words, c.width, c.height, left, top, right, bottom, source)
				}
				for _, b := range c.texts[:i] {
					l, u, r, d := b.box()
					if min(right, r)-max(left, l) > 0.5 && min(bottom, d)-max(top, u) > 0.5 {
						t.Fatalf("%s %s: %q overlaps %q\n%s", kind, f.class, a.words, b.words, source)
					}
				}
			}
		}
	}
}

// generate returns a block of a kind with texts of all lengths.
func generate(random *rand.Rand, kind string) string {
	words := func(most int) string {
		var b strings.Builder
		for w := 0.0; ; {
			piece := []string{"客", "户", "，", "（", "POC", "W", "8", " ", "。", "”", "Salesforce "}[random.IntN(11)]
			if w += width(piece) + 0.25; w > float64(most) || random.IntN(most) == 0 {
				return "甲" + strings.TrimSpace(b.String())
			}
			b.WriteString(piece)
		}
	}
	number := func() string {
		if random.IntN(4) == 0 {
			return fmt.Sprintf(`"%d–%d"`, random.IntN(50), 50+random.IntN(1000))
		}
		return fmt.Sprint(random.IntN(100000))
	}
	var b strings.Builder
	list := func(key string, lo, hi int, element func(i int) string) {
		b.WriteString(key + " = [\n")
		for i := range lo + random.IntN(hi-lo+1) {
			fmt.Fprintf(&b, "  { %s },\n", element(i))
		}
		b.WriteString("]\n")
	}
	switch kind {
	case "funnel":
		fmt.Fprintf(&b, "unit = %q\n", words(3))
		list("steps", 2, maxSteps, func(int) string {
			return fmt.Sprintf("name = %q, number = %s, note = %q, share = %q", words(maxName-1), number(), words(maxNote-1), words(maxPart-1))
		})
	case "timeline":
		first := random.IntN(40) - 50
		fmt.Fprintf(&b, "unit = %q\n", words(3))
		list("rows", 1, maxRows, func(int) string {
			from := first + random.IntN(30)
			when := fmt.Sprintf("from = %d, to = %d", from, from+random.IntN(30))
			if random.IntN(3) == 0 {
				when = fmt.Sprintf("at = %d", from)
			}
			return fmt.Sprintf("name = %q, note = %q, %s", words(maxName-1), words(maxNote-1), when)
		})
	case "calendar":
		fmt.Fprintf(&b, "start = %d\n", 1+random.IntN(12))
		list("rows", 1, maxRows, func(int) string {
			month := 1 + random.IntN(12)
			return fmt.Sprintf("name = %q, note = %q, months = [%d, %d], peaks = [%d]", words(maxName-1), words(maxNote-1), month, 1+random.IntN(12), month)
		})
	case "chain":
		list("roles", 2, maxRoles, func(i int) string {
			role := fmt.Sprintf("name = %q, say = %q, concern = %q, met = %t", fmt.Sprint(i, words(maxName-4)), says()[random.IntN(4)], words(maxNote-1), random.IntN(2) == 0)
			return role
		})
		s := b.String()
		names := regexp.MustCompile(`name = "([^"]+)"`).FindAllStringSubmatch(s, -1)
		lines := strings.Split(s, "\n")
		level := []int{0}
		for i := 1; i < len(names); i++ {
			above := random.IntN(i)
			if level = append(level, 0); level[above] < maxLevels-1 && random.IntN(5) > 0 {
				level[i] = level[above] + 1
				lines[i+1] = strings.TrimSuffix(lines[i+1], " },") + fmt.Sprintf(", to = %q },", names[above][1])
			}
		}
		return strings.Join(lines, "\n")
	}
	return b.String()
}

// Whatever a block has, a drawing contains no markup but its own.
func FuzzParse(f *testing.F) {
	for kind, source := range samples() {
		f.Add(kind, source)
	}
	f.Add("funnel", `steps = [{ name = "<script>", number = 1e300 }, { name = "\"\u0026", number = nan }]`)
	f.Add("timeline", `unit = ""`+"\n"+`rows = [{ name = "甲", at = 9223372036854775807 }]`)
	f.Add("calendar", `rows = []`)
	f.Add("chain", `roles = [{ name = "甲", say = "uses", to = "甲" }, 1]`)
	tags := regexp.MustCompile(`<(/?(svg|text)|rect|path|polygon)( [a-z-]+="[^"<>]*"| viewBox="[^"<>]*")*/?>|\n`)
	f.Fuzz(func(t *testing.T, kind, source string) {
		if !slices.Contains(Kinds(), kind) {
			return
		}
		d, faults := Parse("p.md", "前"+source+"后", len("前"), len("前")+len(source), kind)
		for _, fault := range faults {
			if fault.Offset < len("前") || fault.Offset > len("前")+len(source) {
				t.Fatalf("%q: a fault at %d: %v", source, fault.Offset, fault.Message)
			}
		}
		if d == nil {
			return
		}
		svg := d.SVG(chinese())
		if rest := tags.ReplaceAllString(svg, ""); strings.ContainsAny(rest, "<>") || strings.Contains(svg, "NaN") {
			t.Fatalf("%q gives %q", source, svg)
		}
		if !strings.Contains(svg, html.EscapeString(d.Text(chinese()))) {
			t.Fatalf("%q has no name", source)
		}
	})
}

// box returns the corners of the text, estimated from the widths of its characters.
func (t text) box() (left, top, right, bottom float64) {
	w := width(t.words) * t.size
	left = t.x
	switch t.anchor {
	case "middle":
		left -= w / 2
	case "end":
		left -= w
	}
	return left, t.y - 0.88*t.size, left + w, t.y + 0.2*t.size
}
