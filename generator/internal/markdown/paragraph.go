package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
)

// LongParagraph is the number of characters above which a check warns of a paragraph: eight
// lines of 38 characters on a desktop screen, most of the screen of a phone.
const LongParagraph = 300

// Paragraph is a long paragraph or list item. Its length counts Han and other wide characters
// as one and narrow ones, such as Latin letters, as half.
type Paragraph struct {
	Place  diag.Place
	Length int
}

// measure records a paragraph that is longer than LongParagraph.
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
