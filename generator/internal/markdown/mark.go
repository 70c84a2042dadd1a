package markdown

import (
	"bytes"
	"regexp"
)

// A mark is a remark in tortoise-shell brackets of up to six Han, such as 〔建议〕, about what precedes it.
// Its element gets a quiet look, and no line begins with it. In a heading and in code it is text like any other.
var mark = regexp.MustCompile(`〔\p{Han}{1,6}〕`)

// A browser may end a line behind the dash of a range of numbers, such as 3–12. The element of a range forbids that.
var markOrRange = regexp.MustCompile(mark.String() + `|[0-9][0-9.,%]*–[0-9][0-9.,]*%?`)

// Marks returns the marks in a text, in order.
func Marks(text string) []string { return mark.FindAllString(text, -1) }

// marked writes a text and the elements of its marks and ranges. The text between them is prose, they are not:
// no glossary term is linked within one.
func (w *writer) marked(text []byte) {
	from := 0
	if !w.strict && !w.inHeading && (bytes.Contains(text, []byte("〔")) || bytes.Contains(text, []byte("–"))) {
		for _, at := range markOrRange.FindAllIndex(text, -1) {
			class := "phrase"
			if bytes.HasPrefix(text[at[0]:], []byte("〔")) {
				class = "mark"
			}
			w.prose(text[from:at[0]])
			w.tag(`<span class="`, class, `">`)
			w.write(text[at[0]:at[1]])
			w.tag("</span>")
			from = at[1]
		}
	}
	w.prose(text[from:])
}

// prose writes a text, and notes it as prose if it is neither in a heading nor in a link.
func (w *writer) prose(text []byte) {
	from := len(w.html)
	w.write(text)
	if w.openInline == 0 && !w.strict && len(text) > 0 {
		w.doc.Texts = append(w.doc.Texts, Span{from, len(w.html)})
	}
}
