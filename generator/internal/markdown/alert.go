package markdown

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
)

// blockquote writes a quotation, a dialogue, an alert (a quotation whose first line is [!TIP] or another
// kind), a slot (first line [!SLOT] and a name), or a text to copy (first line [!COPY] and a title).
func (w *writer) blockquote(n *ast.Blockquote) {
	place := w.place(n)
	kind, name := w.extractAlert(n)
	switch kind {
	case "":
		if !w.dialogue(n) {
			w.container("<blockquote>\n", n, "</blockquote>\n")
		}
		return
	case "slot":
		from := len(w.html)
		w.tag("<div class=\"slot\">\n")
		w.container("", n, "</div>\n")
		w.doc.Slots = append(w.doc.Slots, Slot{name, place, Span{from, len(w.html)}})
		return
	case "copy":
		w.clip(n, name, place)
		return
	}
	w.tag(`<aside class="alert alert-`, kind, "\" role=\"note\">\n")
	if title := w.words.alert(kind); title != "" {
		w.tag(`<p class="alert-title">`, escape(title), "</p>\n")
	}
	w.container("", n, "</aside>\n")
}

// clip writes a text that the reader takes along: a figure whose script adds a button that copies it.
//
//	> [!COPY] 第一条微信
//	> 王总您好……
func (w *writer) clip(n *ast.Blockquote, title string, place diag.Place) {
	w.doc.Clips++
	w.tag("<figure class=\"clip\" data-clip>\n")
	if title == "" {
		w.report(diag.Warnf(place, "untitled-copy", "this text to copy has no title").
			WithHelp("write its title behind the brackets, such as [!COPY] a first message"))
	} else {
		start := len(w.plain)
		w.tag("<figcaption>")
		w.write([]byte(title))
		w.tag("</figcaption>\n")
		w.endBlock(start)
	}
	if n.FirstChild() == nil {
		w.report(diag.Warnf(place, "empty-copy", "this text to copy is empty").
			WithHelp("write the text on the lines below it, each behind a >"))
	}
	w.container("<div>\n", n, "</div>\n</figure>\n")
}

// extractAlert removes the first line of a quotation that is an alert, a slot or a text to copy. It
// returns the kind, "" for a plain quotation, and the name of a slot or the title of a text to copy.
func (w *writer) extractAlert(quote *ast.Blockquote) (kind, name string) {
	paragraph, ok := quote.FirstChild().(*ast.Paragraph)
	if w.strict || !ok || paragraph.Lines().Len() == 0 {
		return "", ""
	}
	first := paragraph.Lines().At(0)
	kind, name = alertKind(first.Value(w.source))
	if kind == "" {
		w.checkAlert(paragraph, first.Value(w.source))
		return "", ""
	}
	for n := paragraph.FirstChild(); n != nil && w.offset(n) < first.Stop; n = paragraph.FirstChild() {
		paragraph.RemoveChild(paragraph, n)
	}
	if !paragraph.HasChildren() {
		quote.RemoveChild(quote, paragraph)
	}
	return kind, name
}

// offset returns the offset of an inline node in the source.
func (w *writer) offset(n ast.Node) int {
	if text, ok := n.(*ast.Text); ok {
		return text.Segment.Start
	}
	return n.Pos()
}

func alertKind(line []byte) (kind, name string) {
	mark, behind, found := bytes.Cut(bytes.TrimSpace(line), []byte("]"))
	if !found || !bytes.HasPrefix(mark, []byte("[!")) {
		return "", ""
	}
	name = string(bytes.TrimSpace(behind))
	switch kind = strings.ToLower(string(mark[2:])); {
	case kind == "slot" && isSlotName(name), kind == "copy":
		return kind, name
	case name != "":
	case kind == "note", kind == "tip", kind == "important", kind == "warning", kind == "caution":
		return kind, ""
	}
	return "", ""
}

// alert returns the title of a kind of alert.
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

// isSlotName reports whether a name has only letters, digits and dashes, as a slot's file has.
func isSlotName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-'
	}) < 0
}
