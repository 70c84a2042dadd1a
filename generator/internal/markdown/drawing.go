package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/drawing"
)

// kindOfDrawing returns the kind of a drawing whose data a block of code has, "" for other code. It
// warns of a kind that is misspelt.
func (w *writer) kindOfDrawing(n *ast.FencedCodeBlock) string {
	if w.strict || n.Info == nil {
		return ""
	}
	words := strings.Fields(string(n.Info.Segment.Value(w.source)))
	if len(words) != 2 || !strings.EqualFold(words[0], "toml") {
		return ""
	}
	kind := strings.ToLower(words[1])
	if slices.Contains(drawing.Kinds(), kind) {
		return kind
	}
	if nearest := diag.Nearest(kind, drawing.Kinds()); nearest != "" {
		at := n.Info.Segment.Start + strings.LastIndex(string(n.Info.Segment.Value(w.source)), words[1])
		w.report(diag.Warnf(w.start.At(at), "no-drawing", "toml %s is shown as code, not as a drawing", words[1]).
			WithHelp("did you mean %s?", nearest))
	}
	return ""
}

// codeLines returns where the lines of a block of code begin and end in the source. It reports a
// block that is part of another, or that does not end; what names the block.
func (w *writer) codeLines(n *ast.FencedCodeBlock) (begin, end int) {
	begin = n.Info.Segment.Stop
	if i := bytes.IndexByte(w.source[begin:], '\n'); i >= 0 {
		begin += i + 1
	} else {
		begin = len(w.source)
	}
	end = begin
	if lines := n.Lines().Len(); lines > 0 {
		end = n.Lines().At(lines - 1).Stop
	}
	return begin, end
}

// drawing writes the drawing of a block, and the paragraph that is its caption.
func (w *writer) drawing(n *ast.FencedCodeBlock, kind string) {
	begin, end := w.codeLines(n)
	switch {
	case n.Parent().Kind() != ast.KindDocument:
		w.report(diag.Errorf(w.place(n), "nested-drawing", "this drawing is in a list, a quotation or a footnote").
			WithHelp("write it without indentation, between two paragraphs"))
		return
	case end == len(w.source):
		w.doc.Unread = true
		w.report(diag.Errorf(w.place(n), "drawing-end", "this drawing does not end, so the page ends here").
			WithHelp("end it with a line that has only ```"))
		return
	}
	body := w.start.Offset
	d, faults := drawing.Parse(w.start.File, w.file, body+begin, body+end, kind)
	w.faults = append(w.faults, faults...)
	if d == nil {
		return
	}
	start := len(w.plain)
	w.plain = append(w.plain, d.Text(w.words.Drawing)...)
	w.endBlock(start)
	w.tag(`<figure class="drawing">`, "\n", d.SVG(w.words.Drawing))
	if word := w.words.Drawing.Enlarge; word != "" {
		w.tag(`<button type="button" class="enlarge scripted"`)
		w.attribute("data-enlarge", w.words.Drawing.Shut)
		w.tag(">", escape(word), "</button>\n")
	}
	w.caption(captionBelow(n))
	w.tag("</figure>\n")
}

// caption writes an emphasis as the caption of a figure.
func (w *writer) caption(n *ast.Emphasis) {
	if n == nil {
		return
	}
	w.captioned = n.Parent()
	start := len(w.plain)
	w.span("<figcaption>", n, "</figcaption>\n")
	w.endBlock(start)
}

// captionBelow returns the caption below a figure: the emphasis of a paragraph that has nothing else.
func captionBelow(n ast.Node) *ast.Emphasis {
	paragraph, ok := n.NextSibling().(*ast.Paragraph)
	if !ok || paragraph.ChildCount() != 1 {
		return nil
	}
	return emphasis(paragraph.FirstChild())
}

func emphasis(n ast.Node) *ast.Emphasis {
	if e, ok := n.(*ast.Emphasis); ok && e.Level == 1 {
		return e
	}
	return nil
}

// pictureOf returns the picture of a paragraph that has nothing else but, on the next line, its
// caption.
func pictureOf(n *ast.Paragraph) (picture *ast.Image, caption *ast.Emphasis) {
	picture, ok := n.FirstChild().(*ast.Image)
	if !ok {
		return nil, nil
	}
	next := picture.NextSibling()
	if text, ok := next.(*ast.Text); ok && text.Segment.Len() == 0 && text.SoftLineBreak() {
		next = text.NextSibling()
	}
	if next == nil {
		return picture, nil
	}
	if caption = emphasis(next); caption == nil || next.NextSibling() != nil || next.PreviousSibling() == picture {
		return nil, nil
	}
	return picture, caption
}

// figure writes a paragraph that is a picture. The picture leads to its file, which a script opens over
// the page. It reports whether the paragraph is one.
func (w *writer) figure(n *ast.Paragraph) bool {
	picture, caption := pictureOf(n)
	if w.strict || picture == nil || n.Parent().Kind() != ast.KindDocument {
		return false
	}
	if caption == nil {
		caption = captionBelow(n)
	}
	faults := len(w.faults)
	l := Link{Destination: string(unescape(picture.Destination)), Image: true}
	if isAllowed := w.allowed(l, picture.Destination); !isAllowed {
		w.faults = w.faults[:faults] // the paragraph reports it
		return false
	}
	start, links := len(w.plain), len(w.doc.Links)
	w.tag("<figure>\n")
	from := len(w.html)
	w.image(picture)
	w.wrapPicture(from, links)
	w.tag("\n")
	w.endBlock(start)
	w.caption(caption)
	w.tag("</figure>\n")
	return true
}

// wrapPicture puts the picture that was written from an offset into a link to its file.
func (w *writer) wrapPicture(from, index int) {
	picture, at := string(w.html[from:]), w.doc.Links[index]
	w.html, w.doc.Links = w.html[:from], w.doc.Links[:index]
	w.tag("<a")
	w.hole("href", at)
	w.attribute("data-enlarge", w.words.Drawing.Shut)
	if word := w.words.Drawing.Enlarge; word != "" {
		w.attribute("title", word)
	}
	w.tag(">")
	hole := at.Hole - from
	at.Hole = len(w.html) + hole
	w.doc.Links = append(w.doc.Links, at)
	w.tag(picture, "</a>")
}
