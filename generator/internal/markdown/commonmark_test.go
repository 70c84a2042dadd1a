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
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

type example struct {
	Markdown, HTML string
	Example        int
}

// examples returns the examples of CommonMark's specification, which goldmark's module includes.
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

// asInSpecification escapes a destination as the specification's HTML does.
func asInSpecification(_ int, l Link) string {
	return string(util.URLEscape([]byte(l.Destination), false))
}

// figure matches the figure that a paragraph becomes which is a picture.
var figure = regexp.MustCompile(`<figure>\n<a [^>]*>(<img [^>]*>)</a>\n</figure>`)

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

// additions matches the HTML that the writer adds to CommonMark's.
var additions = regexp.MustCompile(`<span id="[^"]*"></span>| decoding="async"| rel="noopener"| tabindex="0"|( id="[^"]*")|<a class="anchor"[^>]*>#</a>`)

// TestDifferencesFromCommonMark lists, by reason, every example of the specification for which
// the HTML of pages differs.
func TestDifferencesFromCommonMark(t *testing.T) {
	got := map[string][]int{}
	for _, e := range examples(t) {
		d, faults := newParser().Parse("p.md", e.Markdown, 0)
		html := additions.ReplaceAllString(figure.ReplaceAllString(d.Render(asInSpecification), "<p>$1</p>"), "")
		if html == e.HTML {
			continue
		}
		reason := "other"
		switch {
		case len(faults) > 0:
			reason = faults[0].Code
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

// newStrictParser returns goldmark's parser without extensions.
func newStrictParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)
}
