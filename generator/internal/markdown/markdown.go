// Package markdown reads the Markdown of a page: CommonMark with GitHub's
// tables, strikethrough, bare links and task lists, and with footnotes,
// definition lists and alerts (> [!TIP]). It differs from them where Chinese
// asks for it and where a reader must be protected:
//
//   - emphasis works beside Chinese punctuation: **“续约”**率;
//   - a line that ends between two Chinese characters leaves no space;
//   - headings are anchors in their own words: ## 续约风险 is #续约风险;
//   - a bare link ends where Chinese begins;
//   - HTML is shown as text, with a warning; links and pictures have a scheme of
//     a short list or none, and lose it otherwise, with a warning;
//   - a column is aligned by class, never by style;
//   - tasks can be ticked.
//
// What is super-linear in the library beneath is refused before it sees it: 32
// kB a paragraph, 50 nested containers, 100 columns of a table.
package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"cairn/generator/internal/diag"
)

// Document is the Markdown body of a page: HTML with a hole at every link, and
// what a site has to know of it. It depends on its text alone.
type Document struct {
	HTML     string
	Title    string // the text of the first heading, if that is of level 1; it is not part of HTML
	Headings []Heading
	Links    []Link
	Sections []Section
	Tasks    int // how many there are to tick
}

// Heading is a heading with its anchor.
type Heading struct {
	Level    int
	ID, Text string
	Place    diag.Place
}

// Link is a link or a picture. Its destination belongs into the HTML at Hole.
type Link struct {
	Destination string // as written, without escapes
	Text        string
	Place       diag.Place
	Image       bool
	Hole        int // a byte offset in the document's HTML
}

// Section is the plain text under a heading, a line for each block. Inline
// markup and line breaks between Chinese characters leave no trace in it.
type Section struct {
	Anchor, Heading string // "" for what stands before the first heading
	Level           int
	Text            string
}

// Words are the titles of alerts.
type Words struct {
	Note, Tip, Important, Warning, Caution string
}

// Parser parses Markdown. It may be used by several goroutines at once.
type Parser struct {
	markdown goldmark.Markdown
}

// bareLink is a link without any markup. It is of ASCII, so that it ends where
// Chinese begins.
var bareLink = regexp.MustCompile(`^https?://[A-Za-z0-9][-A-Za-z0-9._~:/?#@!$&'()*+,;=%]*`)

// New makes a parser that titles alerts with words.
func New(words Words) *Parser {
	return &Parser{goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			extension.Strikethrough,
			extension.NewLinkify(extension.WithLinkifyURLRegexp(bareLink), extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
			extension.TaskList,
			extension.NewFootnote(extension.WithFootnoteBacklinkHTML("↩︎")),
			extension.DefinitionList,
		),
		goldmark.WithParserOptions(
			parser.WithInlineParsers(util.Prioritized(emphasisParser{}, 400)),
			parser.WithASTTransformers(util.Prioritized(alertTransformer{words}, 800)),
		),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 100))),
	)}
}

// Parse reads text[body:] of a file. Places count from the start of text.
func (p *Parser) Parse(file, source string, body int) (*Document, []diag.Fault) {
	start := diag.Place{File: file, Offset: body}
	if faults := checkLimits(source[body:], start); len(faults) > 0 {
		return &Document{}, faults
	}
	data := []byte(source[body:])
	tree := p.markdown.Parser().Parse(text.NewReader(data))
	c := collector{source: data, start: start, document: &Document{}}
	c.collect(tree)
	var b bytes.Buffer
	if err := p.markdown.Renderer().Render(&b, data, tree); err != nil {
		return c.document, append(c.faults, diag.Errorf(start, "markdown", "cannot be rendered: %v", err))
	}
	c.document.cut(b.String())
	return c.document, c.faults
}

// hole stands in the rendered HTML where a destination belongs. No text holds
// it: a source with NUL is refused.
const hole = "\x00"

// cut takes the marks of holes out of the HTML and notes where they were.
func (d *Document) cut(rendered string) {
	parts := strings.Split(rendered, hole)
	at := 0
	for i := range d.Links {
		at += len(parts[i])
		d.Links[i].Hole = at
	}
	d.HTML = strings.Join(parts, "")
}

// Render fills every hole with what resolve gives for the link.
func (d *Document) Render(resolve func(i int, l Link) string) string {
	var b strings.Builder
	b.Grow(len(d.HTML) + 40*len(d.Links))
	at := 0
	for i, link := range d.Links {
		b.WriteString(d.HTML[at:link.Hole])
		b.WriteString(html.EscapeString(resolve(i, link)))
		at = link.Hole
	}
	b.WriteString(d.HTML[at:])
	return b.String()
}
