package markdown

import (
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDialogues(t *testing.T) {
	turn := func(name, words string) string {
		return "<p><b>" + name + "<span>：</span></b>" + words + "</p>\n"
	}
	marked := func(class, name, words string) string {
		return strings.Replace(turn(name, words), "<p>", `<p class="`+class+`">`, 1)
	}
	ways := func(inner string) string { return "<div class=\"ways\">\n" + inner + "</div>\n" }
	wrong, right := marked("wrong", "别这样", "“乙”"), marked("right", "这样", "“丙”")
	tests := []struct{ name, source, want, text string }{
		{"turns", "> **主任**：“甲”\n>\n> **你**：乙", turn("主任", "“甲”") + turn("你", "乙"), "主任：“甲”\n你：乙"},
		{"the two ways", "> **主任**：“甲”\n>\n> **别这样**：“乙”\n>\n> **别这样**：“乙”\n>\n> **这样**：“丙”\n>\n> **主任**：“丁”\n>\n> **这样**：“丙”",
			turn("主任", "“甲”") + ways(wrong+wrong+right) + turn("主任", "“丁”") + ways(right), "主任：“甲”\n别这样：“乙”\n别这样：“乙”\n这样：“丙”\n主任：“丁”\n这样：“丙”"},
		{"one turn in quotation marks", "> **主任**：“甲”", turn("主任", "“甲”"), "主任：“甲”"},
		{"one way without quotation marks", "> **这样**：甲", ways(marked("right", "这样", "甲")), "这样：甲"},
		{"stage directions", "> （一家**医院**（二级）[甲](a.md)）\n>\n> **主任**：“甲”\n>\n> (aside)", "<p class=\"direction\">（一家<strong>医院</strong>（二级）<a href=\"a.md\">甲</a>）</p>\n" + turn("主任", "“甲”") + "<p class=\"direction\">(aside)</p>\n",
			"（一家医院（二级）甲）\n主任：“甲”\n(aside)"},
		{"colons", "> **A &amp; B**: “x”\n>\n> **主任：**“甲”\n>\n> **C:** y", "<p><b>A &amp; B<span>:</span></b> “x”</p>\n" + turn("主任", "“甲”") + "<p><b>C<span>:</span></b> y</p>\n", "A & B: “x”\n主任：“甲”\nC: y"},
		{"markup in the words", "> **主任**：**甲** [乙](b.md)\n> 丙[^1]\n>\n> **你**：\n> `丁`\n\n[^1]: 注\n", turn("主任", "<strong>甲</strong> <a href=\"b.md\">乙</a>丙"+footnoteMark) + turn("你", "<code>丁</code>"), "主任：甲 乙丙\n你：丁\n注"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, got, faults := parse(test.source)
			for _, prose := range d.Texts {
				if strings.HasSuffix(d.HTML[:prose.From], "<b>") {
					t.Errorf("the name %s is prose, in which terms are marked", d.HTML[prose.From:prose.To])
				}
			}
			want := "<blockquote class=\"dialogue\">\n" + test.want + "</blockquote>\n"
			if got = strings.TrimSuffix(got, footnoteList("注")); got != want || d.Text() != test.text || faults != "" {
				t.Error(cmp.Diff(want, got), cmp.Diff(test.text, d.Text()), faults)
			}
		})
	}
}

// Quotations that are no dialogues, and are not meant to be.
func TestNoDialogues(t *testing.T) {
	for _, source := range []string{
		"> 甲", "> **主任**", "> **主任**：", "> **注**：甲", "> **Note:** a", "> （甲）", "> 主任：“甲”", "> 他说：“甲”\n>\n> 她说：“乙”",
		"> 客户：一家 60 人的电商。\n>\n> **谁用**：客服。**做什么**：“退货”", "> **主任**：“甲”\n>\n> 乙", "> **谁用**：甲\n>\n> **做什么**：乙\n>\n> 丙",
		"> *主任*：甲\n>\n> *你*：乙", "> **这不是名字，是一句话**：“甲”", "> **" + strings.Repeat("长", 17) + "**：“甲”", "> **[主任](a.md)**：“甲”",
		"> （甲）乙（丙）\n>\n> 丁", "> **主任**：“甲”\n>\n> **你**：“乙”\n>\n> 丙\n>\n> 丁", "> **甲**和：“乙”", "> - **主任**：“甲”\n> - **你**：“乙”",
	} {
		if _, got, faults := parse(source); strings.Contains(got, "dialogue") || faults != "" {
			t.Errorf("%q gives %s %s", source, got, faults)
		}
	}
	words := newParser()
	words.words.Wrong, words.words.Right = "", ""
	if d, faults := words.Parse("p.md", "> **别这样**：“甲”\n>\n> **这样**：“乙”", 0); strings.Contains(d.HTML, "ways") || len(faults) > 0 {
		t.Errorf("without words it says %s %v", d.HTML, faults)
	}
}

// Each fault is gone once its help is followed.
func TestNearlyDialogues(t *testing.T) {
	const (
		plain    = "warning: the name is not in bold, so this is shown as a quotation, not as a dialogue\n    write **"
		nobody   = "warning: this has no speaker, so the quotation is not shown as a dialogue\n    begin it with a name in bold, such as **主任**：; write a stage direction in parentheses; move anything else out of the quotation\n"
		together = "warning: this line belongs to the turn before it, although it begins with a name\n    put a line with only > before it\n"
		ways     = " are shown as two speakers\n    write **别这样** and **这样**\n"
	)
	tests := []struct{ source, want, cured string }{
		{"> 主任：“甲”\n>\n> **你**：“乙”", "p.md:1:3: " + plain + "主任**：\n", "> **主任**：“甲”\n>\n> **你**：“乙”"},
		{"> 主任: “甲”\n>\n> *你*：“乙”", "p.md:1:3: " + plain + "主任**:\np.md:3:3: " + plain + "你**：\n", "> **主任**: “甲”\n>\n> **你**：“乙”"},
		{"> **主任**：“甲”\n>\n> 别这样：“乙”\n>\n> 这样：“丙”", "p.md:3:3: " + plain + "别这样**：\np.md:5:3: " + plain + "这样**：\n", "> **主任**：“甲”\n>\n> **别这样**：“乙”\n>\n> **这样**：“丙”"},
		{"> 不好：“乙”\n>\n> 好：“丙”", "p.md:1:3: " + plain + "别这样**：\np.md:3:3: " + plain + "这样**：\n", "> **别这样**：“乙”\n>\n> **这样**：“丙”"},
		{"> **主任**：“甲”\n>\n> **你**：“乙”\n>\n> 他笑了。", "p.md:5:3: " + nobody, "> **主任**：“甲”\n>\n> **你**：“乙”\n>\n> （他笑了。）"},
		{"> **主任**：“甲”\n>\n> **你**：“乙”\n>\n> - 丙", "p.md:5:3: " + nobody, "> **主任**：“甲”\n>\n> **你**：“乙”\n\n- 丙"},
		{"> **主任**：甲\n> **你**：乙\\\n> **主任**：丙", "p.md:2:3: " + together + "p.md:3:3: " + together, "> **主任**：甲\n>\n> **你**：乙\\\n>\n> **主任**：丙"},
		{"> **别说**：“甲”\n>\n> **说**：“乙”", "p.md:1:3: warning: 别说 and 说" + ways, "> **别这样**：“甲”\n>\n> **这样**：“乙”"},
		{"> **主任**：“甲”\n>\n> **也别这样**：“甲”\n>\n> **这样**：“乙”", "p.md:3:3: warning: 也别这样 and 这样" + ways, "> **主任**：“甲”\n>\n> **别这样**：“甲”\n>\n> **这样**：“乙”"},
		{"> **Don't say**: “a”\n>\n> **Say**: “b”", "p.md:1:3: warning: Don't say and Say" + ways, "> **别这样**: “a”\n>\n> **这样**: “b”"},
	}
	for _, test := range tests {
		if _, _, got := parse(test.source); got != test.want {
			t.Errorf("%q: %s", test.source, cmp.Diff(test.want, got))
		}
		if _, got, faults := parse(test.cured); faults != "" || !strings.Contains(got, `<blockquote class="dialogue">`) {
			t.Errorf("%q gives %s %s", test.cured, got, faults)
		}
	}
}

// In a random dialogue every name, word and direction is in the HTML and in the plain text once,
// in its order, and the place of each link is where it is written.
func TestRandomDialogues(t *testing.T) {
	tags := regexp.MustCompile(`<[^>]*>`)
	r := rand.New(rand.NewPCG(1, 2))
	one := func(choices ...string) string { return choices[r.IntN(len(choices))] }
	for range 400 {
		var source, want []string
		var links, ways int
		marked := false
		for i := range 2 + r.IntN(6) {
			words := fmt.Sprintf("话%d", i)
			switch written := one("“%s”", "“%s”。（笑）", "“**%s**”", "“[%s](a.md)”", "“a &lt; %s”", "%s。\n> 再", "“*%s*”、`码`"); {
			case r.IntN(5) == 0 && i > 1:
				source, want, marked = append(source, "（"+words+"）"), append(want, "（"+words+"）"), false
			default:
				name := one("主任", "你", "A B", "别这样", "这样", "*x")
				if now := name == "别这样" || name == "这样"; now != marked {
					if marked = now; now {
						ways++
					}
				}
				colon := one("：", ":", ": ")
				source = append(source, "**"+strings.ReplaceAll(name, "*", `\*`)+"**"+colon+fmt.Sprintf(written, words))
				links += strings.Count(written, "](")
				plain := strings.NewReplacer("**", "", "*", "", "`", "", "[", "", "](a.md)", "", "&lt;", "<", "\n> ", "").Replace(written)
				want = append(want, name+colon+fmt.Sprintf(plain, words))
			}
		}
		quotation := "> " + strings.Join(source, "\n>\n> ") + "\n"
		d, written, faults := parse("前\n\n" + quotation + "\n后\n")
		text := "前\n" + strings.Join(want, "\n") + "\n后"
		if d.Text() != text || faults != "" {
			t.Fatalf("%s has the text %s %s", quotation, cmp.Diff(text, d.Text()), faults)
		}
		if shown := strings.ReplaceAll(html.UnescapeString(tags.ReplaceAllString(written, "")), "\n", ""); shown != strings.ReplaceAll(text, "\n", "") {
			t.Fatalf("%s shows %s", quotation, cmp.Diff(text, shown))
		}
		if strings.Count(written, `<div class="ways">`) != ways || len(d.Links) != links {
			t.Fatalf("%s has %d links and the HTML %s", quotation, len(d.Links), written)
		}
		for _, l := range d.Links {
			if at := "前\n\n" + quotation; !strings.HasPrefix(at[l.Place.Offset:], "["+l.Text+"](") {
				t.Fatalf("%s: the link %v is elsewhere", quotation, l)
			}
		}
	}
}
