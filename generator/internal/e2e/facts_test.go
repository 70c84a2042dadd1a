package e2e

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cairn/generator/internal/output"
)

// facts lists the ids of the facts that the handbook teaches. The table has a row for each.
const facts = "A1 A2 A3 A4 B1 B2 B3 B4 B5 B6 B7 B8 B9 C C1 C1a C1b C1c C2 C2a C2b C2c C3 C3a C3b " +
	"D D1s D1m D1a D1r D1t D2a D2b D2c D3 D3a D3b D3c D3d E E1a E1b E2a E2b E3a E3b F"

// Each fact's number or name is on the page where a reader looks for it.
func TestFactsAreOnTheirPages(t *testing.T) {
	table, err := os.ReadFile("testdata/facts.txt")
	if err != nil {
		t.Fatal(err)
	}
	tree := tree(t)
	missing := strings.Fields(facts)
	for line := range strings.Lines(string(table)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, " | ")
		if len(row) < 3 {
			t.Fatalf("%q is no row", line)
		}
		missing = slices.DeleteFunc(missing, func(id string) bool { return id == row[0] })
		checkFact(t, tree, row[0], row[1], row[2:])
	}
	if len(missing) > 0 {
		t.Errorf("no row has the facts %v", missing)
	}
}

func checkFact(t *testing.T, tree *output.Tree, fact, page string, want []string) {
	t.Helper()
	data, ok := tree.Get(page)
	if !ok {
		t.Errorf("%s: there is no page %s", fact, page)
		return
	}
	text := articleText(t, data)
	for _, piece := range want {
		if !strings.Contains(text, squeeze(piece)) {
			t.Errorf("%s: %s does not say %q", fact, page, piece)
		}
	}
}

// articleText returns the visible text of a page's main part, without spaces.
func articleText(t *testing.T, page []byte) string {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "main" {
			writeVisible(&b, n)
		}
	}
	return squeeze(b.String())
}

func writeVisible(b *strings.Builder, n *html.Node) {
	hidden := n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style" || n.Data == "template" || has(n, "hidden"))
	if hidden {
		return
	}
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
	}
	for child := range n.ChildNodes() {
		writeVisible(b, child)
	}
}
