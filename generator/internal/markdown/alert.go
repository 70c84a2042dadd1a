package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// blockquote writes a quotation, or an alert, which is a quotation that begins
// with a line [!TIP] or the like.
func (w *writer) blockquote(n *ast.Blockquote) {
	kind := w.takeAlert(n)
	if kind == "" {
		w.container("<blockquote>\n", n, "</blockquote>\n")
		return
	}
	w.tag(`<aside class="alert alert-`, kind, "\" role=\"note\">\n")
	if title := w.words.alert(kind); title != "" {
		w.tag(`<p class="alert-title">`, escape(title), "</p>\n")
	}
	w.container("", n, "</aside>\n")
}

// takeAlert takes the mark of an alert out of a quotation and returns its kind,
// "" if there is none.
func (w *writer) takeAlert(quote *ast.Blockquote) string {
	paragraph, ok := quote.FirstChild().(*ast.Paragraph)
	if w.strict || !ok || paragraph.Lines().Len() == 0 {
		return ""
	}
	first := paragraph.Lines().At(0)
	kind := alertKind(first.Value(w.source))
	if kind == "" {
		return ""
	}
	for n := paragraph.FirstChild(); n != nil && w.offset(n) < first.Stop; n = paragraph.FirstChild() {
		paragraph.RemoveChild(paragraph, n)
	}
	if !paragraph.HasChildren() {
		quote.RemoveChild(quote, paragraph)
	}
	return kind
}

// offset is where an inline node begins in the source.
func (w *writer) offset(n ast.Node) int {
	if text, ok := n.(*ast.Text); ok {
		return text.Segment.Start
	}
	return n.Pos()
}

func alertKind(line []byte) string {
	mark := bytes.TrimSpace(line)
	if len(mark) < len("[!]") || !bytes.HasPrefix(mark, []byte("[!")) || mark[len(mark)-1] != ']' {
		return ""
	}
	switch kind := strings.ToLower(string(mark[2 : len(mark)-1])); kind {
	case "note", "tip", "important", "warning", "caution":
		return kind
	}
	return ""
}

// alert is the title of a kind of alert.
func (words Words) alert(kind string) string {
	switch kind {
	case "note":
		return words.Note
	case "tip":
		return words.Tip
	case "important":
		return words.Important
	case "warning":
		return words.Warning
	}
	return words.Caution
}
