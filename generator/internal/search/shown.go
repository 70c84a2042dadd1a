package search

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Shown returns the text that a layout adds to a page: forms, facts, cards, one line for
// each. It is read from the rendered page, because only the layout knows what it makes
// of a goal template or of site.toml. An element with data-unsearched is left out: its
// text is the Markdown, the title or the summary, which are indexed already, or it
// belongs to other pages.
func Shown(page []byte) string {
	nodes, err := html.ParseFragment(bytes.NewReader(main(page)), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return "" // elements are nested too deeply
	}
	var b strings.Builder
	for _, root := range nodes {
		if root.DataAtom == atom.Main {
			writeShown(&b, root)
		}
		for n := range root.Descendants() {
			if n.DataAtom == atom.Main {
				writeShown(&b, n)
			}
		}
	}
	lines := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '\n' })
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
}

// main returns the part of a page that has its main element. Parsing the rest, which most pages
// share, would take three times as long.
func main(page []byte) []byte {
	from, to := bytes.Index(page, []byte("<main")), bytes.LastIndex(page, []byte("</main>"))
	if from < 0 || to < from {
		return page
	}
	return page[from:to]
}

func writeShown(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(strings.ReplaceAll(n.Data, "\n", " "))
		return
	case n.Type != html.ElementNode || isLeftOut(n):
		return
	}
	if !isInline(n.DataAtom) {
		b.WriteByte('\n')
		defer b.WriteByte('\n')
	}
	if n.DataAtom == atom.Input && attribute(n, "type") == "text" {
		b.WriteString(attribute(n, "value"))
	}
	for child := range n.ChildNodes() {
		writeShown(b, child)
	}
}

// isLeftOut reports whether an element has no text of its page, or numbers that change
// while a reader types.
func isLeftOut(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Template, atom.Nav, atom.H1, atom.Output, atom.Svg:
		return true
	}
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-unsearched" })
}

// isInline reports whether an element does not end a run of text.
func isInline(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.B, atom.Code, atom.Em, atom.I, atom.Kbd, atom.Mark, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Time:
		return true
	}
	return false
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
