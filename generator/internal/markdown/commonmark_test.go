package markdown

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/util"
)

type example struct {
	Markdown, HTML string
	Example        int
}

// examples are those of CommonMark's specification, which the library brings.
func examples(t *testing.T) []example {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 652 {
		t.Fatalf("there are %d examples", len(all))
	}
	for i := range all {
		all[i].HTML = strings.ReplaceAll(all[i].HTML, " />", ">")
	}
	return all
}

// asInSpecification writes destinations as the specification's HTML has them.
func asInSpecification(_ int, l Link) string {
	return string(util.URLEscape([]byte(l.Destination), false))
}

func TestCommonMark(t *testing.T) {
	p := &Parser{parser: newStrictParser(), strict: true}
	for _, e := range examples(t) {
		d, _ := p.Parse("p.md", e.Markdown, 0)
		got := strings.ReplaceAll(d.Render(asInSpecification), " />", ">")
		if diff := cmp.Diff(e.HTML, got); diff != "" {
			t.Errorf("example %d, %q: %s", e.Example, e.Markdown, diff)
		}
	}
}

// ours is what the writer adds to CommonMark's HTML.
var ours = regexp.MustCompile(` loading="lazy" decoding="async"| rel="noopener"| tabindex="0"|( id="[^"]*")|<a class="anchor"[^>]*>#</a>`)

// TestDifferencesFromCommonMark lists every example of the specification whose
// HTML is another with us, by the reason for it.
func TestDifferencesFromCommonMark(t *testing.T) {
	got := map[string][]int{}
	for _, e := range examples(t) {
		d, faults := newParser().Parse("p.md", e.Markdown, 0)
		html := ours.ReplaceAllString(d.Render(asInSpecification), "")
		if html == e.HTML {
			continue
		}
		reason := "other"
		switch {
		case len(faults) > 0:
			reason = faults[0].Code
		case d.Title != "" || strings.Contains(e.HTML, "<h1></h1>"):
			reason = "title"
		case strings.Count(html, "<a ") > strings.Count(e.HTML, "<a "):
			reason = "bare-link"
		case strings.Contains(e.HTML, "language-"):
			reason = "language"
		}
		got[reason] = append(got[reason], e.Example)
	}
	var lines strings.Builder
	for _, reason := range slices.Sorted(maps.Keys(got)) {
		fmt.Fprintf(&lines, "%s: %v\n", reason, got[reason])
	}
	want, err := os.ReadFile("testdata/differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), lines.String()); diff != "" {
		t.Error(diff)
	}
}

// The worst inputs that the limits let through are read like any other.
func TestPathologicalInputs(t *testing.T) {
	for name, source := range pathological() {
		t.Run(name, func(t *testing.T) {
			_, faults := newParser().Parse("p.md", source, 0)
			for _, f := range faults {
				if strings.HasSuffix(f.Code, "-limit") {
					t.Fatal(f.Message)
				}
			}
		})
	}
}

func BenchmarkPathological(b *testing.B) {
	for name, source := range pathological() {
		b.Run(name, func(b *testing.B) {
			p := newParser()
			for b.Loop() {
				p.Parse("p.md", source, 0)
			}
		})
	}
}

// pathological are inputs at the limits that some parser takes more than linear
// time for; none may take longer than a second on a machine with nothing else
// to do, which the benchmark tells.
func pathological() map[string]string {
	const paragraph, file = 32000, 1 << 20
	fill := func(length int, part string) string { return strings.Repeat(part, length/len(part)) }
	number := func(length int, format string) string {
		var b strings.Builder
		for i := 0; b.Len() < length; i++ {
			fmt.Fprintf(&b, format, i, i)
		}
		return b.String()
	}
	return map[string]string{
		"nested strong":            fill(paragraph/2, "*a **a ") + "b" + fill(paragraph/2, " a** a*"),
		"closers of emphasis":      fill(paragraph, "a_ "),
		"openers of emphasis":      fill(paragraph, "_a "),
		"mismatched openers":       fill(paragraph, "*a_ "),
		"emphasis in Chinese":      fill(paragraph, "*续**约_。"),
		"strikethrough":            fill(paragraph, "~~续~约"),
		"closers of links":         fill(paragraph, "a]"),
		"openers of links":         fill(paragraph, "[a"),
		"brackets":                 fill(paragraph/2, "[") + "a" + fill(paragraph/2, "]"),
		"pictures":                 fill(paragraph, "![[]()"),
		"nested pictures":          strings.Repeat("![", 5000) + "a" + strings.Repeat("](b)", 5000),
		"unclosed links":           fill(paragraph, "[a](b"),
		"unclosed links with <":    fill(paragraph, "[a](<b"),
		"references to nothing":    fill(paragraph, "[ (]("),
		"backticks":                number(paragraph, "e`%d``%d"),
		"unclosed comments":        "</" + fill(paragraph, "<!--"),
		"declarations":             fill(paragraph, "a <!A "),
		"instructions":             fill(paragraph, "a <?"),
		"CDATA":                    fill(paragraph, "a <![CDATA["),
		"unclosed tags":            fill(paragraph, "<a href=\""),
		"entities":                 fill(paragraph, "&a"),
		"line breaks":              fill(paragraph, "中\n"),
		"line breaks in emphasis":  fill(paragraph, "*中\n"),
		"bare links":               fill(paragraph, "https://a.b("),
		"mail":                     fill(paragraph, "a_@"),
		"mail with underscores":    fill(paragraph, "a_") + "b@c.d",
		"rows of a table":          "a|b\n-|-\n" + fill(paragraph-100, "1|2\n"),
		"escaped bars":             "a|b\n-|-\n" + fill(paragraph-100, "`\\|"),
		"heads of tables":          fill(paragraph, "a|b\n-|-\n"),
		"quotations":               fill(file, ">a\n\n"),
		"lists":                    fill(file, "*\n\n"),
		"deep lists":               fill(file, strings.Repeat("- ", 50)+"a\n\n"),
		"headings":                 fill(file, "## a\n\n"),
		"references":               number(file-100, "[r%d]: u\n\n[r%d]\n\n"),
		"footnotes":                number(16000, "[^%d]: u\n\na[^%d]\n\n"),
		"references to a footnote": "[^1]: x\n\n" + fill(paragraph-100, "[^1]"),
	}
}
