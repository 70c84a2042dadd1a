package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
)

// headingParser wraps one of the library's heading parsers. It bounds the length of the
// text, and takes an explicit id off its end: ## 安装 {#install}.
type headingParser struct{ parser.BlockParser }

func (p headingParser) Close(n ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(n, reader, pc)
	if n.Parent() == nil || n.Lines().Len() == 0 {
		return // goldmark removed the heading: its underline follows no text
	}
	l := limitsOf(pc)
	if start := n.Lines().At(0).Start; cut(n.Lines(), reader.Source()) {
		l.report(diag.Errorf(l.start.At(start), "heading-limit", "the heading is longer than 32 kB").
			WithHelp("shorten it: start the text on a separate line without #"))
	}
	extractID(n, reader.Source())
	l.checkID(n, reader.Source())
}

// explicitID is an explicit id that an author wrote behind a heading.
type explicitID struct {
	id string
	at int // in the source
}

// explicitIDKey is the attribute of a heading node that holds its explicitID.
const explicitIDKey = "id"

// extractID moves an explicit id from the end of a heading's lines to the node's attribute.
func extractID(n ast.Node, source []byte) {
	lines := n.Lines()
	last := lines.At(lines.Len() - 1)
	last = last.TrimRightSpace(source)
	line := last.Value(source)
	at := bytes.LastIndex(line, []byte("{#"))
	if at < 0 || line[len(line)-1] != '}' || bytes.IndexByte(line[at:], '}') < len(line)-1-at || at > 0 && line[at-1] == '\\' {
		return
	}
	begin := last.Stop - len(line) + at
	n.SetAttributeString(explicitIDKey, explicitID{norm.NFC.String(string(line[at+2 : len(line)-1])), begin})
	last.Stop = begin
	lines.Set(lines.Len()-1, last)
	for i := lines.Len() - 1; i >= 0; i-- { // the last line may have held only the id
		rest := lines.At(i)
		rest = rest.TrimRightSpace(source)
		lines.Set(i, rest)
		if rest.Len() > 0 {
			break
		}
		lines.SetSliced(0, i)
	}
}

// misspeltID matches a misspelt id at the end of a heading: { #install }, ｛＃install｝.
var misspeltID = regexp.MustCompile(`(?:^|[^\\])([{｛][ \x{3000}]*[#＃][ \x{3000}]*([^\s{}｛｝]+)[ \x{3000}]*[}｝])$`)

// checkID warns of a misspelt id at the end of a heading, which is read as text.
func (l *limits) checkID(n ast.Node, source []byte) {
	if n.Lines().Len() == 0 {
		return
	}
	last := n.Lines().At(n.Lines().Len() - 1)
	last = last.TrimRightSpace(source)
	line := last.Value(source)
	if !bytes.HasSuffix(line, []byte("}")) && !bytes.HasSuffix(line, []byte("｝")) {
		return
	}
	match := misspeltID.FindSubmatchIndex(line)
	if match == nil {
		return
	}
	id := string(line[match[4]:match[5]])
	if isID(id) {
		l.report(diag.Warnf(l.start.At(last.Start+match[2]), "no-id", "this is shown as text, not read as the id of the heading").
			WithHelp("write {#%s}: half-width characters without spaces", id))
	}
}

// nameHeadings assigns an anchor to every heading before rendering begins, because a former
// anchor of a heading may be the current anchor of a later one.
func (w *writer) nameHeadings(tree ast.Node) {
	var nodes []*ast.Heading
	headingsIn(tree, &nodes)
	w.headings = make([]Heading, len(nodes))
	given, former := anchors{}, formerAnchors{}
	generated := map[string]string{} // maps each anchor to the text of its heading
	for i, n := range nodes {
		h := &w.headings[i]
		h.Level, h.Place = n.Level, w.place(n)
		h.Text, _ = w.textOf(n)
		own, _ := n.AttributeString(explicitIDKey)
		id, isOwn := own.(explicitID)
		written := ""
		if isOwn {
			written = " {#" + id.id + "}"
		}
		text, shown := w.anchorText(n)+written, h.Text+written
		folded := fold(text)
		h.ID = given.unique(anchorOf(folded))
		if text != shown {
			folded = fold(shown)
		}
		if n != w.titleNode {
			h.Former = append(h.Former, former.unique(formerAnchorOf(folded)))
		}
		if isOwn {
			h.Former = append(h.Former, h.ID)
			h.ID = id.id
		} else {
			generated[h.ID] = h.Text
		}
	}
	w.checkExplicitIDs(nodes, generated)
	w.dropFormer()
}

// headingsIn appends the headings in a container, in the order in which blocks writes them.
func headingsIn(n ast.Node, all *[]*ast.Heading) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Heading:
			*all = append(*all, child)
		case *ast.Paragraph, *ast.TextBlock, *extast.Table: // have inline nodes only
		default:
			headingsIn(child, all)
		}
	}
}

// checkExplicitIDs reports explicit ids that are invalid or already in use; such a heading gets no
// anchor. generated maps each generated anchor to the text of its heading.
func (w *writer) checkExplicitIDs(nodes []*ast.Heading, generated map[string]string) {
	for i, n := range nodes {
		own, ok := n.AttributeString(explicitIDKey)
		if !ok {
			continue
		}
		h, at := &w.headings[i], w.start.At(own.(explicitID).at)
		first, taken := generated[h.ID]
		switch {
		case !isID(h.ID):
			fault := diag.Errorf(at, "invalid-id", "%q is not a valid id of a heading", link.Shorten(h.ID))
			if proposal := strings.Trim(Anchor(h.ID), "-"); proposal != "" {
				fault = fault.WithHelp("an id has letters, digits, - and _: {#%s}; write \\{ to show a brace", link.Shorten(proposal))
			} else {
				fault = fault.WithHelp("an id has letters, digits, - and _; write \\{ to show a brace")
			}
			w.report(fault)
		case taken:
			w.report(diag.Errorf(at, "duplicate-id", "the heading %q already has the anchor #%s", link.Shorten(first), h.ID).
				WithHelp("give this heading another id"))
		default:
			generated[h.ID] = h.Text
			continue
		}
		h.ID = ""
	}
}

// dropFormer keeps each former anchor on the first heading that had it, and removes it if
// a heading has that anchor now.
func (w *writer) dropFormer() {
	taken := map[string]bool{}
	for _, h := range w.headings {
		taken[h.ID] = true
	}
	for i := range w.headings {
		h := &w.headings[i]
		h.Former = slices.DeleteFunc(h.Former, func(id string) bool {
			drop := taken[id] || id == ""
			taken[id] = true
			return drop
		})
	}
}

// anchorText is the text from which a heading's anchor is generated. Like Git hosts it
// skips pictures and HTML and joins lines.
func (w *writer) anchorText(n ast.Node) string {
	var b strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			if text := child.Segment.Value(w.source); child.IsRaw() {
				b.Write(text)
			} else {
				b.Write(unescape(text))
			}
		case *ast.AutoLink:
			b.Write(child.Label(w.source))
		case *ast.CodeSpan:
			for part := child.FirstChild(); part != nil; part = part.NextSibling() {
				b.Write(part.(*ast.Text).Segment.Value(w.source))
			}
		case *ast.Image:
		default:
			b.WriteString(w.anchorText(child))
		}
	}
	return b.String()
}

// heading renders a heading with its permalink. An empty element before it carries its
// former anchor, if it has one.
func (w *writer) heading(n *ast.Heading) {
	level := strconv.Itoa(n.Level)
	if w.strict {
		w.text("<h"+level+">", n, "</h"+level+">\n")
		return
	}
	i := len(w.doc.Headings)
	w.doc.Headings = w.headings[:i+1]
	h := &w.headings[i]
	begin, plain := len(w.html), len(w.plain)
	if n != w.titleNode {
		w.endSection(Section{Anchor: h.ID, Heading: h.Text, Level: h.Level})
		plain = 0
		if n.Parent().Kind() == ast.KindDocument {
			w.askedSection = len(w.doc.Sections)
		}
	}
	w.tag("<h", level)
	if h.ID != "" {
		w.attribute("id", h.ID)
	}
	w.tag(">")
	for _, id := range h.Former {
		w.tag("<span")
		w.attribute("id", id)
		w.tag("></span>")
	}
	inner := len(w.html)
	w.openInline++
	w.inHeading = true
	w.inlines(n)
	w.inHeading = false
	w.openInline--
	w.plain = w.plain[:plain]
	end := len(w.html)
	if h.ID != "" {
		w.tag(`<a class="anchor"`)
		w.attribute("href", "#"+h.ID)
		w.label(w.words.Permalink)
		w.tag(">#</a>")
	}
	w.tag("</h", level, ">\n")
	h.Inner, h.Outer = Span{inner, end}, Span{begin, len(w.html)}
	if n == w.titleNode {
		w.doc.Title = Title{Text: h.Text, ID: h.ID, Inner: h.Inner, Outer: h.Outer}
	}
}
