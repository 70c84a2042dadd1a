package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
)

// inlines writes the inline nodes of a block.
func (w *writer) inlines(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		w.inline(child)
	}
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.textNode(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			w.span("<strong>", n, "</strong>")
		} else {
			w.span("<em>", n, "</em>")
		}
	case *extast.Strikethrough:
		w.span("<del>", n, "</del>")
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Link:
		w.link(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.Image:
		w.image(n)
	case *ast.RawHTML:
		w.inlineHTML(n)
	case *extast.TaskCheckBox:
		w.taskBox(n)
	case *extast.FootnoteLink:
		w.footnoteLink(n)
	case *extast.FootnoteBacklink:
		w.footnoteBack(n)
	}
}

func (w *writer) span(open string, n ast.Node, end string) {
	w.tag(open)
	w.inlines(n)
	w.tag(end)
}

func (w *writer) textNode(n *ast.Text) {
	text := n.Segment.Value(w.source)
	if !n.IsRaw() && hasEscape(text) {
		w.checkReferences(n, text)
		text = unescape(text)
	}
	w.checkBrackets(n)
	w.marked(text)
	switch {
	case n.HardLineBreak():
		w.tag("<br>\n")
		w.plain = append(w.plain, ' ')
	case n.SoftLineBreak() && !(w.joined() && isCJK(w.firstRune(next(n)))):
		w.tag("\n")
		w.plain = append(w.plain, ' ')
	}
}

// joined reports whether the last written character joins the next line without a space. It
// does if the first character of that line does so too.
func (w *writer) joined() bool {
	last, _ := utf8.DecodeLastRune(w.plain)
	return !w.strict && isCJK(last)
}

// next returns the inline node that follows a node in the text, nil at the end of a block.
func next(n ast.Node) ast.Node {
	for n.NextSibling() == nil {
		if n = n.Parent(); n == nil || n.Type() != ast.TypeInline {
			return nil
		}
	}
	return n.NextSibling()
}

// firstRune returns the first character of the text from a node on.
func (w *writer) firstRune(n ast.Node) rune {
	for n != nil {
		switch leaf := n.(type) {
		case *ast.Text:
			if text := leaf.Segment.Value(w.source); len(text) > 0 {
				r, _ := utf8.DecodeRune(text)
				return r
			}
		case *ast.AutoLink, *ast.Image, *ast.RawHTML:
			return 0
		}
		if n.HasChildren() {
			n = n.FirstChild()
		} else {
			n = next(n)
		}
	}
	return 0
}

// codeSpan renders inline code: line ends become spaces, and in a table cell \| becomes |.
func (w *writer) codeSpan(n *ast.CodeSpan) {
	w.tag("<code>")
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if text, ok := child.(*ast.Text); ok {
			code := bytes.ReplaceAll(text.Segment.Value(w.source), []byte("\n"), []byte(" "))
			if w.inCell {
				code = bytes.ReplaceAll(code, []byte(`\|`), []byte("|"))
			}
			w.write(code)
		}
	}
	w.tag("</code>")
}

func (w *writer) link(n *ast.Link) {
	destination := string(unescape(n.Destination))
	l := Link{Destination: destination, Place: w.place(n), DestinationAt: w.destinationAt(n, n.Destination, n.Reference)}
	i := w.openLink(n, l, n.Destination, n.Title)
	if i >= 0 {
		w.checkReferences(n, n.Destination)
	}
	start := len(w.plain)
	w.openInline++
	w.inlines(n)
	w.openInline--
	w.closeLink(i, start)
}

func (w *writer) autoLink(n *ast.AutoLink) {
	destination := string(n.URL(w.source))
	if n.AutoLinkType == ast.AutoLinkEmail && link.Scheme(destination) != "mailto" {
		destination = "mailto:" + destination
	}
	i := w.openLink(n, Link{Destination: destination, Place: w.place(n), DestinationAt: w.place(n)}, nil, nil)
	start := len(w.plain)
	w.write(n.Label(w.source))
	w.closeLink(i, start)
}

// destinationAt returns the place at which faults of a link's destination are reported. For a
// reference that is the destination in its definition, otherwise the link.
func (w *writer) destinationAt(n ast.Node, destination []byte, reference *ast.ReferenceLink) diag.Place {
	if at, ok := w.offsetOf(destination); ok && reference != nil {
		if at > 0 && w.source[at-1] == '<' {
			at--
		}
		return w.start.At(at)
	}
	return w.place(n)
}

// offsetOf returns the offset of a slice that goldmark cut out of the source.
func (w *writer) offsetOf(part []byte) (int, bool) {
	at := cap(w.source) - cap(part) // both slices end with the same array
	return at, len(part) > 0 && at >= 0 && at < len(w.source) && &w.source[at] == &part[0]
}

// openLink writes the start tag of a link and returns the link's index. It returns -1 if the
// destination is not allowed.
func (w *writer) openLink(n ast.Node, l Link, written, title []byte) int {
	if !w.allowed(l, written) {
		return -1
	}
	w.tag("<a")
	w.hole("href", l)
	w.title(n, title)
	if link.IsWeb(l.Destination) && !w.strict {
		w.attribute("rel", "noopener")
	}
	w.tag(">")
	return len(w.doc.Links) - 1
}

// closeLink writes the end tag of a link, whose text begins at start in the plain text.
func (w *writer) closeLink(i, start int) {
	if i >= 0 {
		w.tag("</a>")
		w.doc.Links[i].Text = string(w.plain[start:])
		w.checkLinkText(w.doc.Links[i])
		w.doc.Links[i].End = len(w.html)
	}
}

// checkLinkText warns of a link without visible text. A picture counts as visible even without
// alternative text, for which image warns.
func (w *writer) checkLinkText(l Link) {
	if w.strict || strings.TrimSpace(l.Text) != "" || bytes.Contains(w.html[l.Hole:], []byte("<img")) {
		return
	}
	w.report(diag.Warnf(l.Place, "missing-text", "the link to %s has no text, so readers cannot see it", link.Shorten(l.Destination)).
		WithHelp("write the text of the link between the brackets, or remove the link"))
}

// hole writes an attribute without its value, which Render fills with the link's address.
func (w *writer) hole(name string, l Link) {
	w.tag(" ", name, `="`)
	l.Hole = len(w.html)
	w.doc.Links = append(w.doc.Links, l)
	w.tag(`"`)
}

func (w *writer) title(n ast.Node, title []byte) {
	if title != nil {
		w.checkReferences(n, title)
		w.attribute("title", string(unescape(title)))
	}
}

func (w *writer) image(n *ast.Image) {
	destination := string(unescape(n.Destination))
	alt, faults := w.textOf(n)
	w.faults = append(w.faults, faults...)
	alt = strings.TrimSpace(alt)
	if alt == "" {
		w.report(diag.Warnf(w.place(n), "missing-alt", "the picture %s has no alternative text", link.Shorten(destination)).
			WithHelp("describe between the brackets what it shows: ![a chart of the year](%s)", written(n.Destination)))
	}
	l := Link{Destination: destination, Text: alt, Place: w.place(n), DestinationAt: w.destinationAt(n, n.Destination, n.Reference), Image: true}
	if !w.allowed(l, n.Destination) {
		w.write([]byte(alt))
		return
	}
	w.tag("<img")
	w.hole("src", l)
	w.attribute("alt", alt)
	w.plain = append(w.plain, alt...)
	w.checkReferences(n, n.Destination)
	w.title(n, n.Title)
	if !w.strict {
		w.tag(` decoding="async"`) // not loading="lazy": without known dimensions the text below would move
	}
	w.tag(">")
}

// written returns a destination in Markdown syntax, in angle brackets if it needs them.
func written(destination []byte) string {
	if len(destination) == 0 || bytes.ContainsAny(destination, " ()<") {
		return "<" + string(destination) + ">"
	}
	return string(destination)
}

// allowed reports whether a link's destination is allowed, and reports a fault if it is not. A
// Windows path such as ..\..\a.md is reported as written, because some of its backslashes
// were resolved as escapes. A picture's address on another host is left to package site, which
// reports every one.
func (w *writer) allowed(l Link, written []byte) bool {
	if w.strict {
		return true
	}
	destination := l.Destination
	if strings.Contains(destination, `\`) && len(written) > 0 {
		destination = string(written)
	}
	fault, bad := link.Check(destination, l.DestinationAt)
	if bad && l.Image && (fault.Code == "bad-address" || link.Suggest(destination) != "") {
		return true
	}
	if bad && l.Image && fault.Code == "empty-link" {
		fault = diag.Errorf(l.DestinationAt, "missing-picture", "the picture has no file").
			WithHelp("write the path of a file: ![…](picture.png)")
	}
	if bad {
		w.report(fault)
	}
	return !bad
}

func (w *writer) inlineHTML(n *ast.RawHTML) {
	if w.strict {
		w.html = append(w.html, n.Segments.Value(w.source)...)
		return
	}
	w.write(n.Segments.Value(w.source))
	w.rawHTML(n)
}
