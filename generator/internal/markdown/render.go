package markdown

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodeRenderer writes the nodes that are written otherwise than the library
// does.
type nodeRenderer struct{}

func (r nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHeading, r.heading)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindImage, r.image)
	reg.Register(ast.KindAutoLink, r.autoLink)
	reg.Register(ast.KindText, r.text)
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(ast.KindHTMLBlock, r.htmlBlock)
	reg.Register(ast.KindFencedCodeBlock, r.fencedCode)
	reg.Register(extast.KindTable, r.table)
	reg.Register(extast.KindTableCell, r.tableCell)
	reg.Register(extast.KindTaskCheckBox, r.checkBox)
	reg.Register(ast.KindTextBlock, r.textBlock)
	reg.Register(kindAlert, r.alert)
}

func (nodeRenderer) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	id, _ := n.AttributeString(attributeID)
	anchor := html.EscapeString(fmt.Sprint(id))
	if entering {
		fmt.Fprintf(w, `<h%d id="%s">`, n.Level, anchor)
	} else {
		fmt.Fprintf(w, "<a class=\"anchor\" href=\"#%s\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h%d>\n", anchor, n.Level)
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if entering {
		openLink(w, n, string(n.Destination), string(n.Title))
	} else {
		closeLink(w, n)
	}
	return ast.WalkContinue, nil
}

func openLink(w util.BufWriter, n ast.Node, destination, title string) {
	if _, ok := n.AttributeString(attributeLink); !ok {
		return
	}
	w.WriteString(`<a href="` + hole + `"`)
	if title != "" {
		fmt.Fprintf(w, ` title="%s"`, html.EscapeString(unescape(title)))
	}
	if strings.HasPrefix(strings.ToLower(destination), "http") {
		w.WriteString(` rel="noopener"`)
	}
	w.WriteByte('>')
}

func closeLink(w util.BufWriter, n ast.Node) {
	if _, ok := n.AttributeString(attributeLink); ok {
		w.WriteString("</a>")
	}
}

func (nodeRenderer) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.AutoLink)
	if entering {
		openLink(w, n, address(n, source), "")
		w.WriteString(html.EscapeString(string(n.Label(source))))
		closeLink(w, n)
	}
	return ast.WalkContinue, nil
}

// address is where a bare link leads.
func address(n *ast.AutoLink, source []byte) string {
	url := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
		return "mailto:" + url
	}
	return url
}

func (nodeRenderer) image(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	alt := html.EscapeString((&collector{source: source}).plain(n))
	if _, ok := n.AttributeString(attributeLink); !ok {
		w.WriteString(alt)
		return ast.WalkSkipChildren, nil
	}
	w.WriteString(`<img src="` + hole + `" alt="` + alt + `"`)
	if len(n.Title) > 0 {
		fmt.Fprintf(w, ` title="%s"`, html.EscapeString(unescape(string(n.Title))))
	}
	w.WriteString(` loading="lazy" decoding="async">`)
	return ast.WalkSkipChildren, nil
}

func (nodeRenderer) text(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Text)
	if !entering {
		return ast.WalkContinue, nil
	}
	text := string(n.Segment.Value(source))
	if !n.IsRaw() {
		text = unescape(text)
	}
	w.WriteString(html.EscapeString(text))
	if n.HardLineBreak() {
		w.WriteString("<br>\n")
	} else {
		w.WriteString(lineBreak(n, source))
	}
	return ast.WalkContinue, nil
}

// lineBreak is what a line's end leaves in the text: nothing between two
// characters that are written without spaces.
func lineBreak(n *ast.Text, source []byte) string {
	if n.HardLineBreak() {
		return "\n"
	}
	if !n.SoftLineBreak() {
		return ""
	}
	before, _ := utf8.DecodeLastRune(n.Segment.Value(source))
	after := rune(-1)
	if next := firstText(n.NextSibling()); next != nil {
		after, _ = utf8.DecodeRune(next.Segment.Value(source))
	}
	if isCJK(before) && isCJK(after) {
		return ""
	}
	return "\n"
}

// firstText is the text that a node begins with.
func firstText(n ast.Node) *ast.Text {
	for ; n != nil; n = n.FirstChild() {
		if text, ok := n.(*ast.Text); ok {
			return text
		}
	}
	return nil
}

// unescape resolves backslashes and entities.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			entity := string(util.ResolveEntityNames(util.ResolveNumericReferences([]byte(entityAt(s[i:])))))
			b.WriteString(strings.ReplaceAll(entity, hole, "\uFFFD"))
			i += len(entityAt(s[i:])) - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

var entity = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);`)

// entityAt is the entity that s begins with, or else its first byte.
func entityAt(s string) string {
	if m := entity.FindString(s); m != "" {
		return m
	}
	return s[:1]
}

func (nodeRenderer) rawHTML(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(html.EscapeString(string(node.(*ast.RawHTML).Segments.Value(source))))
	}
	return ast.WalkSkipChildren, nil
}

func (nodeRenderer) htmlBlock(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.HTMLBlock)
	if entering {
		text := string(n.Lines().Value(source))
		if n.HasClosure() {
			text += string(n.ClosureLine.Value(source))
		}
		w.WriteString("<p>" + html.EscapeString(strings.TrimSpace(text)) + "</p>\n")
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) fencedCode(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	w.WriteString("<pre><code")
	if language := string(n.Language(source)); language != "" {
		w.WriteString(` class="language-` + html.EscapeString(language) + `"`)
	}
	w.WriteString(">" + html.EscapeString(string(n.Lines().Value(source))) + "</code></pre>\n")
	return ast.WalkContinue, nil
}

func (nodeRenderer) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<div class=\"table\" tabindex=\"0\" role=\"group\">\n<table>\n")
	} else {
		w.WriteString("</table>\n</div>\n")
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) tableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*extast.TableCell)
	tag, scope := "td", ""
	if n.Parent().Kind() == extast.KindTableHeader {
		tag, scope = "th", ` scope="col"`
	}
	if !entering {
		w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	w.WriteString("<" + tag + scope)
	if n.Alignment != extast.AlignNone {
		w.WriteString(` class="align-` + n.Alignment.String() + `"`)
	}
	w.WriteByte('>')
	return ast.WalkContinue, nil
}

func (nodeRenderer) checkBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		n := node.(*extast.TaskCheckBox)
		task, _ := n.AttributeString(attributeTask)
		checked := ""
		if n.IsChecked {
			checked = " checked"
		}
		fmt.Fprintf(w, `<input type="checkbox" data-task="%d" autocomplete="off"%s> `, task, checked)
	}
	return ast.WalkContinue, nil
}

// textBlock is the text of a tight list's item; a task's is the label of its
// box.
func (nodeRenderer) textBlock(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	_, task := n.FirstChild().(*extast.TaskCheckBox)
	switch {
	case task && entering:
		w.WriteString("<label>")
	case task:
		w.WriteString("</label>")
	}
	if !entering && n.NextSibling() != nil {
		w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) alert(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	a := node.(*alert)
	if entering {
		fmt.Fprintf(w, "<aside class=\"alert alert-%s\">\n<p class=\"alert-title\">%s</p>\n", a.kind, html.EscapeString(a.title))
	} else {
		w.WriteString("</aside>\n")
	}
	return ast.WalkContinue, nil
}

// codeText is what stands between ` signs; line ends are spaces there.
func codeText(n *ast.CodeSpan, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if text, ok := c.(*ast.Text); ok {
			b.WriteString(strings.ReplaceAll(string(text.Segment.Value(source)), "\n", " "))
		}
	}
	return b.String()
}
