package markdown

import (
	"strconv"

	extast "github.com/yuin/goldmark/extension/ast"
)

// footnoteLink writes the number in the text, and remembers the section that
// the footnote is in.
func (w *writer) footnoteLink(n *extast.FootnoteLink) {
	if n.RefIndex == 0 {
		w.notes[n.Index] = len(w.doc.Sections)
	}
	number := strconv.Itoa(n.Index)
	w.tag(`<sup id="`, referenceID(n.Index, n.RefIndex), `"><a class="footnote-ref" href="#fn:`, number, `" role="doc-noteref">`, number, "</a></sup>")
}

// referenceID is the id of a footnote's number in the text; a footnote may have
// several.
func referenceID(index, reference int) string {
	id := "fnref:" + strconv.Itoa(index)
	if reference > 0 {
		id += ":" + strconv.Itoa(reference+1)
	}
	return id
}

// footnotes writes the footnotes at the end of a document. Their plain text
// goes to the sections that refer to them.
func (w *writer) footnotes(n *extast.FootnoteList) {
	w.endBlock(0)
	w.tag(`<section class="footnotes" role="doc-endnotes"`)
	w.label(w.words.Footnotes)
	w.tag(">\n<ol>\n")
	for note := n.FirstChild(); note != nil; note = note.NextSibling() {
		w.footnote(note.(*extast.Footnote))
	}
	w.tag("</ol>\n</section>\n")
}

func (w *writer) footnote(n *extast.Footnote) {
	start, sections := len(w.plain), len(w.doc.Sections)
	w.tag(`<li id="fn:`, strconv.Itoa(n.Index), "\">\n")
	w.container("", n, "</li>\n")
	section, ok := w.notes[n.Index]
	if !ok || section >= sections || sections < len(w.doc.Sections) || start == len(w.plain) {
		return // it is in the section under way, or has headings of its own
	}
	text := &w.doc.Sections[section].Text
	if *text != "" {
		*text += "\n"
	}
	*text += string(w.plain[start : len(w.plain)-1])
	w.plain = w.plain[:start]
}

// footnoteBack writes the link from a footnote back to the text.
func (w *writer) footnoteBack(n *extast.FootnoteBacklink) {
	w.tag(`&nbsp;<a class="footnote-backref" href="#`, referenceID(n.Index, n.RefIndex), `" role="doc-backlink"`)
	if word := w.words.Back; word != "" && n.RefIndex > 0 {
		w.label(word + " " + strconv.Itoa(n.RefIndex+1))
	} else {
		w.label(word)
	}
	w.tag(">↩︎</a>")
	if n.Parent().Kind() == extast.KindFootnote {
		w.tag("\n")
	}
}
