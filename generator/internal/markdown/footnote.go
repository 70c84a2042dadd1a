package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
)

// notesKey is the key in the tree's metadata of the list of all footnotes. goldmark removes
// footnotes without a reference from the tree.
const notesKey = "notes"

// noteParser wraps the library's footnote parser to record each footnote. The number of
// footnotes is bounded by maxFootnotes, since the library searches all of them for each
// reference.
type noteParser struct{ parser.BlockParser }

func (p noteParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, position := reader.Position()
	n, state := p.BlockParser.Open(parent, reader, pc)
	l := limitsOf(pc)
	if n == nil {
		return nil, state
	}
	if l.notes++; l.notes <= maxFootnotes {
		return n, state
	}
	reader.SetPosition(line, position)
	if l.notes == maxFootnotes+1 {
		l.report(diag.Errorf(l.start.At(position.Start), "footnote-limit", "the page has more than %d footnotes", maxFootnotes).
			WithHelp("split the page"))
	}
	return nil, parser.NoChildren
}

func (p noteParser) Close(n ast.Node, reader text.Reader, pc parser.Context) {
	meta := n.OwnerDocument().Meta()
	all, _ := meta[notesKey].([]*extast.Footnote)
	meta[notesKey] = append(all, n.(*extast.Footnote))
	p.BlockParser.Close(n, reader, pc)
}

// checkFootnotes warns of footnotes that the page does not show.
func (w *writer) checkFootnotes(tree ast.Node) {
	if w.doc.Unread {
		return
	}
	all, _ := tree.OwnerDocument().Meta()[notesKey].([]*extast.Footnote)
	known := map[string]bool{}
	for _, n := range all {
		name := string(n.Ref)
		switch shown := link.Shorten(name); {
		case known[name]:
			w.report(diag.Warnf(w.place(n), "footnote-twice", "duplicate footnote [^%s]: this one is not shown", shown).
				WithHelp("give it another name, here and where it is used"))
		case n.Index < 0:
			w.report(diag.Warnf(w.place(n), "unused-footnote", "no text refers to the footnote [^%s], so it is not shown", shown).
				WithHelp("write [^%s] where the text refers to it, or delete it", shown))
		}
		known[name] = true
	}
}

// reportUnknownFootnote reports a reference to an undefined footnote. rest is the text after the
// reference.
func (w *writer) reportUnknownFootnote(start int, name, rest []byte) {
	if w.doc.Unread {
		return
	}
	shown := link.Shorten(string(name))
	f := diag.Warnf(w.start.At(start), "unknown-footnote", "there is no footnote [^%s]", shown)
	if bytes.HasPrefix(rest, []byte("：")) {
		w.report(f.WithHelp("write a half-width colon before its text: [^%s]: …", shown))
	} else {
		w.report(f.WithHelp("write its text on a separate line: [^%s]: …; write \\[ to show a bracket", shown))
	}
}

// footnoteLink writes the number of a footnote in the text. It records the section of the
// first number, which gets the footnote's plain text.
func (w *writer) footnoteLink(n *extast.FootnoteLink) {
	if n.RefIndex == 0 {
		w.notes[n.Index] = len(w.doc.Sections)
	}
	number := strconv.Itoa(n.Index)
	w.tag(`<sup id="`, referenceID(n.Index, n.RefIndex), `"><a class="footnote-ref" href="#fn:`, number, `" role="doc-noteref">`, number, "</a></sup>")
}

// referenceID returns the id of a footnote's number in the text. A footnote that is referred to
// several times has several numbers.
func referenceID(index, reference int) string {
	id := "fnref:" + strconv.Itoa(index)
	if reference > 0 {
		id += ":" + strconv.Itoa(reference+1)
	}
	return id
}

// footnotes writes the footnotes at the end of a document and adds their plain text to the
// sections that refer to them.
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
		return // its plain text stays in the current section, or it has headings and so sections of its own
	}
	text := &w.doc.Sections[section].Text
	if *text != "" {
		*text += "\n"
	}
	*text += string(w.plain[start : len(w.plain)-1])
	w.plain = w.plain[:start]
}

// footnoteBack writes the link from a footnote to its number in the text.
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
