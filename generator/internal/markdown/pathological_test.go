package markdown

import (
	"cairn/generator/internal/sample"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Sizes just below the limits, in bytes.
const (
	nearMaxParagraph = 32000
	nearMaxFile      = 1 << 20
)

// The worst inputs within the limits are parsed without a fault of a limit, and twice the input
// takes about twice the memory. Files have a quarter of the maximum size here; the benchmark
// parses whole ones.
func TestPathologicalInputs(t *testing.T) {
	half, whole := pathological(nearMaxParagraph/2, nearMaxFile/8), pathological(nearMaxParagraph, nearMaxFile/4)
	for _, name := range sample.Of(24, slices.Sorted(maps.Keys(whole))) {
		t.Run(name, func(t *testing.T) {
			less, more := allocated(t, half[name]), allocated(t, whole[name])
			if growth := float64(more) / float64(less); growth > 2.6 {
				t.Errorf("twice the text takes %.1f times the memory", growth)
			}
		})
	}
}

// allocated returns the number of bytes that parsing a text allocates.
func allocated(t *testing.T, source string) uint64 {
	t.Helper()
	p := newParser()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, faults := p.Parse("p.md", source, 0)
	runtime.ReadMemStats(&after)
	for _, f := range faults {
		if strings.HasSuffix(f.Code, "-limit") {
			t.Fatal(f.Message)
		}
	}
	return after.TotalAlloc - before.TotalAlloc
}

// BenchmarkPathological measures the worst inputs and the growth of the time when an input is
// doubled: 2 if it is linear, 4 if it is quadratic.
//
//	go test ./generator/internal/markdown -run '^$' -bench Pathological -benchtime 3x
func BenchmarkPathological(b *testing.B) {
	half := pathological(nearMaxParagraph/2, nearMaxFile/2)
	for name, source := range pathological(nearMaxParagraph, nearMaxFile) {
		b.Run(name, func(b *testing.B) {
			p := newParser()
			var less time.Duration
			for b.Loop() {
				b.StopTimer()
				start := time.Now()
				p.Parse("p.md", half[name], 0)
				less += time.Since(start)
				b.StartTimer()
				p.Parse("p.md", source, 0)
			}
			b.ReportMetric(float64(b.Elapsed())/float64(less), "growth")
		})
	}
}

// pathological returns inputs for which some parser of CommonMark has taken more than linear
// time, with the given sizes of a paragraph and of a file. The benchmark should show less than
// a second for each on an idle machine.
func pathological(paragraph, file int) map[string]string {
	fill := func(length int, part string) string { return strings.Repeat(part, length/len(part)) }
	number := func(length int, format string) string {
		var b strings.Builder
		for i := 0; b.Len() < length; i++ {
			fmt.Fprintf(&b, format, i, i)
		}
		return b.String()
	}
	deep := func(mark string) string { return strings.Repeat(mark, maxNested) }
	return map[string]string{
		"nested strong":              fill(paragraph/2, "*a **a ") + "b" + fill(paragraph/2, " a** a*"),
		"closers of emphasis":        fill(paragraph, "a_ "),
		"openers of emphasis":        fill(paragraph, "_a "),
		"mismatched openers":         fill(paragraph, "*a_ "),
		"runs of three":              "a**b" + fill(paragraph-10, "c* "),
		"runs of all lengths":        runs(paragraph),
		"emphasis in Chinese":        fill(paragraph, "*续**约_。"),
		"emphasis in links":          fill(paragraph, "**x [a*b**c*](d)"),
		"emphasis in quotations":     deep(">") + fill(paragraph-100, "a*"),
		"strikethrough":              fill(paragraph, "~~续~约"),
		"closers of links":           fill(paragraph, "a]"),
		"openers of links":           fill(paragraph, "[a"),
		"links and emphasis":         fill(paragraph, "[ a_"),
		"brackets":                   fill(paragraph/2, "[") + "a" + fill(paragraph/2, "]"),
		"nested links":               fill(paragraph/5, "[") + "a" + fill(4*paragraph/5, "](b)"),
		"pictures":                   fill(paragraph, "![[]()"),
		"nested pictures":            fill(2*paragraph/6, "![") + "a" + fill(4*paragraph/6, "](b)"),
		"unclosed links":             fill(paragraph, "[a](b"),
		"unclosed links with <":      fill(paragraph, "[a](<b"),
		"unclosed titles":            fill(paragraph, "[a](b \"c"),
		"parentheses":                "[a](" + fill(paragraph-10, "(b"),
		"references to nothing":      fill(paragraph, "[ (]("),
		"unfinished references":      fill(paragraph, "[a]: b \"\n"),
		"backticks":                  number(paragraph, "e`%d``%d"),
		"runs of backticks":          backticks(paragraph),
		"unclosed comments":          "</" + fill(paragraph, "<!--"),
		"declarations":               fill(paragraph, "a <!A "),
		"instructions":               fill(paragraph, "a <?"),
		"CDATA":                      fill(paragraph, "a <![CDATA["),
		"unclosed tags":              fill(paragraph, "<a href=\""),
		"unclosed addresses":         fill(paragraph, "<a:"),
		"entities":                   fill(paragraph, "&a"),
		"long entities":              fill(paragraph, "&CounterClockwiseContourIntegral"),
		"numbers of characters":      fill(paragraph, "&#1234567"),
		"backslashes":                fill(paragraph, "\\"),
		"replacements":               fill(paragraph, "a\x00"),
		"line breaks":                fill(paragraph, "中\n"),
		"line breaks in emphasis":    fill(paragraph, "*中\n"),
		"hard line breaks":           fill(paragraph, "a  \n"),
		"bare links":                 fill(paragraph, "https://a.b("),
		"closed bare links":          "https://a.b" + fill(paragraph-20, ")"),
		"mail":                       fill(paragraph, "a_@"),
		"mail with underscores":      fill(paragraph, "a_") + "b@c.d",
		"rows of a table":            "a|b\n-|-\n" + fill(file-100, "1|2\n"),
		"rows that lack cells":       "a" + fill(100, "|b") + "\n-" + fill(100, "|-") + "\n" + fill(file/100, "1\n"),
		"rows of links":              "a|b\n-|-\n" + fill(file, "[a](b)|*c*\n"),
		"rows of brackets":           "a|b\n-|-\n" + fill(file, fill(paragraph/2, "[")+"|"+fill(paragraph/2-9, "]")+"\n"),
		"a long cell":                "a|b\n-|-\n" + fill(paragraph-100, "*a_ "),
		"escaped bars":               "a|b\n-|-\n" + fill(file, "`\\|`|b\n"),
		"escaped bars of a cell":     "a|b\n-|-\n" + fill(paragraph-100, "`\\|"),
		"tables in quotations":       "> a|b\n> -|-\n" + fill(file, "> 1|2\n"),
		"tables in lists":            "- a|b\n  -|-\n" + fill(file, "  1|2\n"),
		"tables in nested lists":     deep("- ") + "a|b\n" + strings.Repeat("  ", maxNested) + "-|-\n" + fill(file, strings.Repeat("  ", maxNested)+"1|2\n"),
		"tables after lazy lines":    "> a|b\n> -|-\n" + fill(file, "1|2\n"),
		"heads of tables":            fill(file, "a|b\n-|-\n"),
		"underlines":                 fill(file, "a\n-\n"),
		"quotations":                 fill(file, ">a\n\n"),
		"nested quotations":          fill(file, deep("> ")+"a\n\n"),
		"lists":                      fill(file, "*\n\n"),
		"deep lists":                 fill(file, deep("- ")+"a\n\n"),
		"lists moved in":             fill(file, indented()),
		"empty lines in lists":       deep("- ") + "a" + fill(file/46, "\n"),
		"empty lines in quotations":  ">" + strings.Repeat("- ", maxNested-1) + "a\n" + fill(file/23, ">\n"),
		"numbered lists":             number(file-100, "%d. a\n%[1]d) b\n\n"),
		"a fence":                    "```\n" + fill(file, "a|b *c* [d](\n"),
		"a line in a fence":          "```\n" + fill(file, "a"),
		"a list without lines":       fill(file, "- a\n"),
		"nested lists without lines": fill(file, "- a\n  - b\n    c\n"),
		"a block of HTML":            "<pre>\n" + fill(file, "a</b>\n"),
		"a comment":                  "<!--\n" + fill(file, "a->b<!-\n"),
		"indented code":              fill(file, "    a\n"),
		"terms":                      fill(file, "a\n: b\n"),
		"definitions of links":       number(file, "[r%d]: u \"t%d\"\n"),
		"unfinished definitions":     number(paragraph, "[r%d]: u%d\n(c\n"),
		"definitions without colons": fill(paragraph, "[a\n"),
		"fences":                     fill(file, "```a\n\n"),
		"unclosed fences":            "````\n" + fill(file-100, "```\n\n"),
		"code":                       fill(file, "    a\n\n"),
		"HTML":                       fill(file, "<div>\n\n"),
		"headings":                   fill(file, "## a\n\n"),
		"signs of headings":          "# " + fill(paragraph-100, "# "),
		"breaks":                     fill(file, "* * *\n\n"),
		"definitions":                fill(file, "a\n: b\n\n"),
		"references":                 number(file-100, "[r%d]: u\n\n[r%d]\n\n"),
		"one reference":              "[a]: " + strings.Repeat("u", 100) + "\n\n" + fill(paragraph-200, "[a]"),
		"footnotes":                  number(paragraph/2, "[^%d]: u\n\na[^%d]\n\n"),
		"references to a footnote":   "[^1]: x\n\n" + fill(paragraph-100, "[^1]"),
		"no footnotes":               fill(file, fill(paragraph-100, "[^1]")+"\n\n"),
		"unused footnotes":           number(paragraph/2, "[^%d]: u\n\n"),
		"wide links":                 fill(file, fill(paragraph-100, "【a】（b")+"\n\n"),
		"links with spaces":          fill(file, fill(paragraph-100, "[a](b c.md ")+"\n\n"),
		"no tables":                  fill(file, fill(paragraph-100, "a|b|c\n")+"\n\n"),
		"surplus cells":              "a|b\n-|-\n" + fill(paragraph-100, "1|2|3\n"),
		"a surplus row":              "a|b\n-|-\n" + fill(paragraph-100, "|"),
		"boxes":                      fill(file, "- []a\n\n"),
		"nothing":                    fill(file, "\n"),
		"spaces":                     fill(file, strings.Repeat(" ", 99)+"\n"),
	}
}

// runs returns runs of stars, each longer than the one before.
func runs(length int) string {
	var b strings.Builder
	for i := 1; b.Len()+i+2 < length; i++ {
		b.WriteString("a" + strings.Repeat("*", i) + " ")
	}
	return b.String()
}

// backticks returns runs of backticks of different lengths, none of which closes another.
func backticks(length int) string {
	var b strings.Builder
	for i := 1; b.Len()+i+1 < length; i++ {
		b.WriteString("e" + strings.Repeat("`", i))
	}
	return b.String()
}

// indented returns a list in which each item is nested in the one before.
func indented() string {
	var b strings.Builder
	for i := range maxNested {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String() + "\n"
}
