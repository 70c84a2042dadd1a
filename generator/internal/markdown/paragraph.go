package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
)

// LongParagraph is how many characters a paragraph may have before a check tells
// of it: eight lines of 38 characters on a desk, most of the screen of a phone.
const LongParagraph = 300

// Paragraph is a paragraph or an item of a list. Its length is in characters as
// wide as Han; two Latin letters make one.
type Paragraph struct {
	Place  diag.Place
	Length int
}

// measure notes a paragraph whose text is long.
func (w *writer) measure(n ast.Node, text []byte) {
	if len(text) <= LongParagraph || w.doc.Unread {
		return
	}
	halves := 0
	for _, r := range strings.TrimSpace(string(text)) {
		if halves++; isCJK(r) {
			halves++
		}
	}
	if halves > 2*LongParagraph {
		w.doc.Long = append(w.doc.Long, Paragraph{w.place(n), halves / 2})
	}
}
