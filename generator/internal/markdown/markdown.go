// Package markdown reads the Markdown of a page: CommonMark with GitHub's
// tables, strikethrough, bare links and task lists, and with footnotes,
// definition lists and alerts (> [!TIP]). It differs from these for Chinese text and
// for the safety of readers:
//
//   - emphasis works next to Chinese punctuation: **“续约”**率;
//   - a line that ends between two Chinese characters leaves no space;
//   - the anchor of a heading is its text, as Git hosts make it: ## 续约风险 is
//     #续约风险; or it is written explicitly: ## 安装 {#install};
//   - a bare link begins and ends next to Chinese: 见https://a.example，然后;
//   - the first heading of level 1 is the title of the page, which the
//     layout shows outside the body;
//   - HTML is shown as text, with a warning; a link or a picture whose scheme is not
//     on a short list loses its destination, with a warning;
//   - a column is aligned by class, never by style; a table shows as it suits its texts: see tableshape.go;
//   - tasks can be ticked, and each has the keys that its tick is stored by: see taskBox;
//   - a quotation of turns, each of which begins with a name in bold, is a dialogue: see
//     dialogue.go; if the names are those of a question and an answer, the answers are in folds: see recall.go;
//   - a remark such as 〔建议〕 is a mark: see mark.go;
//   - a quotation that begins with [!SLOT] name is a place for a site's own text;
//   - a quotation that begins with [!COPY] title is a text that a reader copies;
//   - a block of code with the info string asks is for the search alone: see asks.go;
//   - a block of TOML with a kind behind the language, such as toml funnel, is a drawing: see package drawing;
//   - a picture alone in its paragraph leads to its file, and an emphasised line below it, or below a drawing, is its caption.
//
// Limits keep the time of the goldmark library linear: 32 kB for a paragraph, a heading
// or a cell of a table, 50 nested containers, 100 columns of a table, 1,000 footnotes.
// Tables, lists, code and definitions of links may be as long as a file.
//
// goldmark parses; the writer walks its tree once and makes the HTML, the plain text
// for the search, the links and the faults.
package markdown

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/drawing"
)

// Document is the Markdown body of a page: HTML with a hole at every link, and the
// headings, links and texts that the site needs. It depends on the page's text alone.
type Document struct {
	HTML      string
	Title     Title
	Headings  []Heading
	Links     []Link
	Sections  []Section // the first is the text before the first heading, without a heading
	Tasks     int       // the number of boxes that a reader can tick
	Texts     []Span    // the prose in the HTML: without headings, links and code
	Tables    []Span    // the tables in the HTML, in order
	Slots     []Slot
	Questions []Question  // to answer without looking: see recall.go
	Clips     int         // the number of texts to copy
	Long      []Paragraph // paragraphs longer than LongParagraph
	Unread    bool        // a fault hides a part of the document from the writer
}

// Span is a part of a document's HTML, in bytes.
type Span struct{ From, To int }

// Slot is a place whose text a site may replace by a file:
//
//	> [!SLOT] prices
//	> What one reads until somebody has written the file.
type Slot struct {
	Name  string
	Place diag.Place
	Span
}

// Edit replaces a part of a document's HTML.
type Edit struct {
	Span
	HTML string
}

// Title is the first heading of level 1, if there is one.
type Title struct {
	Text, ID     string // ID is "" if the text has no letter or digit
	Inner, Outer Span   // in the document's HTML: the content, and the whole element
}

// Heading is a heading with its anchor.
type Heading struct {
	Level    int
	ID, Text string   // ID is "" if the text has no letter or digit
	Former   []string // earlier anchors that still lead to the heading
	Place    diag.Place
	Inner    Span // in the document's HTML: the content without the link to itself
	Outer    Span // the whole element
}

// Link is a link or a picture. Render inserts its address into the HTML at Hole.
type Link struct {
	Destination string // as written, with escapes resolved
	Text        string
	Place       diag.Place
	Image       bool
	// DestinationAt is the place at which faults of the destination are reported: the link, or
	// the definition that it refers to. A definition that is used ten times is reported once.
	DestinationAt diag.Place
	Hole          int // a byte offset in the document's HTML
	End           int // the offset behind the link in the HTML; 0 for a picture
}

// Section is the plain text under a heading, with a line for each block. Inline markup is
// removed, and so are line breaks between Chinese characters. The text of a footnote is in the
// section that refers to it first.
type Section struct {
	Anchor, Heading string // "" for the text before the first heading
	Level           int
	Text            string
	Asks            []string     // see asks.go
	AsksAt          []diag.Place // of each
}

// Words are the texts that the HTML adds to the author's. If a word is empty, its title or
// label is omitted.
type Words struct {
	Note, Tip, Important, Warning, Caution string // titles of alerts
	Wrong, Right                           string // names in a dialogue: of what not to say, and of what to say
	Question, Answer                       string // names in a dialogue of questions to answer without looking
	Permalink                              string // label of a heading's link to itself
	Footnotes                              string // label of the list of footnotes
	Back                                   string // label of the link from a footnote back to the text
	Drawing                                drawing.Words
}

// WordsOf selects the words from the texts of the interface by table and key.
func WordsOf(texts map[string]string) Words {
	return Words{
		Note: texts["alert.note"], Tip: texts["alert.tip"], Important: texts["alert.important"],
		Warning: texts["alert.warning"], Caution: texts["alert.caution"],
		Wrong: texts["dialogue.wrong"], Right: texts["dialogue.right"],
		Question: texts["dialogue.question"], Answer: texts["dialogue.answer"],
		Permalink: texts["heading.permalink"], Footnotes: texts["footnote.title"], Back: texts["footnote.back"],
		Drawing: drawing.WordsOf(texts),
	}
}

// Parser parses Markdown. Several goroutines may use it at once.
type Parser struct {
	words  Words
	parser parser.Parser
	strict bool // exact CommonMark, for the tests of conformance

	buffers sync.Pool // of *buffers
}

// New returns a parser that adds words to the HTML.
func New(words Words) *Parser {
	return &Parser{words: words, parser: newLibraryParser()}
}

// Parse parses source[body:] of a file. Places count from the start of source.
func (p *Parser) Parse(file, source string, body int) (*Document, []diag.Fault) {
	b, _ := p.buffers.Get().(*buffers)
	if b == nil {
		b = &buffers{}
	}
	defer p.buffers.Put(b)
	b.source = append(b.source[:0], source[body:]...)
	start := diag.Place{File: file, Offset: body}
	bounds, pc := limits{start: start}, parser.NewContext()
	pc.Set(limitsKey, &bounds)
	tree := p.parser.Parse(text.NewReader(b.source), parser.WithContext(pc))
	w := newWriter(p, start, b)
	w.file = source
	w.doc.Unread = len(bounds.faults) > 0
	doc := w.document(tree)
	w.checkFootnotes(tree)
	return doc, append(bounds.faults, w.faults...)
}

// Text returns the plain text of the document, with a line for each block.
func (d *Document) Text() string {
	var b strings.Builder
	for text := range d.TextParts() {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(text)
	}
	return b.String()
}

// TextParts returns the heading and the text of each section, as far as it has them.
func (d *Document) TextParts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range d.Sections {
			if s.Heading != "" && !yield(s.Heading) || s.Text != "" && !yield(s.Text) {
				return
			}
		}
	}
}

// Anchor returns the current anchor of the heading that has, or formerly had, the anchor
// name; "" if there is none.
func (d *Document) Anchor(name string) string {
	former := ""
	for _, h := range d.Headings {
		if h.ID == name {
			return name
		}
		if slices.Contains(h.Former, name) {
			former = h.ID
		}
	}
	return former
}

// InHeading reports whether one of the document's links is part of a heading.
func (d *Document) InHeading(l Link) bool {
	return slices.ContainsFunc(d.Headings, func(h Heading) bool { return h.Outer.From <= l.Hole && l.Hole < h.Outer.To })
}

// Render fills every hole with the result of resolve for its link, and applies edits,
// which are in order and do not overlap.
func (d *Document) Render(resolve func(i int, l Link) string, edits ...Edit) string {
	return d.RenderPart(Span{0, len(d.HTML)}, resolve, edits...)
}

// RenderPart renders a part of the document, which must not begin or end inside an
// element.
func (d *Document) RenderPart(part Span, resolve func(i int, l Link) string, edits ...Edit) string {
	var b strings.Builder
	b.Grow(part.To - part.From + 64*len(d.Links) + 512*len(edits))
	at, i := part.From, 0
	for i < len(d.Links) && d.Links[i].Hole < part.From {
		i++
	}
	holes := func(end int) {
		for ; i < len(d.Links) && d.Links[i].Hole < end; i++ {
			b.WriteString(d.HTML[at:d.Links[i].Hole])
			b.WriteString(escape(resolve(i, d.Links[i])))
			at = d.Links[i].Hole
		}
		b.WriteString(d.HTML[at:end])
		at = end
	}
	for _, edit := range edits {
		holes(edit.From)
		b.WriteString(edit.HTML)
		for at = edit.To; i < len(d.Links) && d.Links[i].Hole < edit.To; {
			i++
		}
	}
	holes(part.To)
	return b.String()
}
