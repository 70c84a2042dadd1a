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
//   - a column is aligned by class, never by style;
//   - tasks can be ticked, and each has the keys that its tick is stored by: see checkBox;
//   - a quotation that begins with [!SLOT] name is a place for a site's own text.
//
// Limits keep the time of the goldmark library linear: 32 kB for a paragraph, a heading
// or a cell of a table, 50 nested containers, 100 columns of a table, 1,000 footnotes.
// Tables, lists, code and definitions of links may be as long as a file.
//
// goldmark parses; the writer walks its tree once and makes the HTML, the plain text
// for the search, the links and the faults.
package markdown

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cairn/generator/internal/diag"
)

// Document is the Markdown body of a page: HTML with a hole at every link, and the
// headings, links and texts that the site needs. It depends on the page's text alone.
type Document struct {
	HTML     string
	Title    Title
	Headings []Heading
	Links    []Link
	Sections []Section // the first is the text before the first heading
	Tasks    int       // how many there are to tick
	Texts    []Span    // the running text in the HTML: not in headings, links or code
	Slots    []Slot
	Long     []Paragraph // those longer than LongParagraph
	Unread   bool        // it has a fault that hides what else is in it
}

// Span is a part of a document's HTML, in bytes.
type Span struct{ From, To int }

// Slot is a place that a site may fill with a text of its own:
//
//	> [!SLOT] prices
//	> What one reads until somebody has written the file.
type Slot struct {
	Name  string
	Place diag.Place
	Span
}

// Edit puts HTML in the place of a part of a document's.
type Edit struct {
	Span
	HTML string
}

// Title is the first heading of level 1, if there is one.
type Title struct {
	Text, ID     string // ID is "" if it has no word to be named by
	Inner, Outer Span   // in the document's HTML: its text, and the whole element
}

// Heading is a heading with its anchor.
type Heading struct {
	Level    int
	ID, Text string   // ID is "" if it has no word to be named by
	Former   []string // the anchors that lead to it beside its own
	Place    diag.Place
}

// Link is a link or a picture. Its destination belongs into the HTML at Hole.
type Link struct {
	Destination string // as written, its escapes resolved
	Text        string
	Place       diag.Place
	Image       bool
	// DestinationAt is where faults of the destination are reported: at the link,
	// or at the definition that it refers to, so that a definition which is used
	// ten times is told once.
	DestinationAt diag.Place
	Hole          int // a byte offset in the document's HTML
	End           int // where the link ends in it; 0 of a picture
}

// Section is the plain text under a heading, a line for each block. Inline
// markup and line breaks between Chinese characters leave no trace in it. The
// text of a footnote is in the section that refers to it first.
type Section struct {
	Anchor, Heading string // "" for what stands before the first heading
	Level           int
	Text            string
}

// Words are the texts that the HTML adds to the author's. An empty word leaves out the
// title of an alert or the label that it is for.
type Words struct {
	Note, Tip, Important, Warning, Caution string // titles of alerts
	Permalink                              string // label of the link that a heading has to itself
	Footnotes                              string // label of the footnotes of a page
	Back                                   string // label of the link from a footnote back to the text
}

// WordsOf selects the words from the texts of the interface by table and key.
func WordsOf(texts map[string]string) Words {
	return Words{
		Note: texts["alert.note"], Tip: texts["alert.tip"], Important: texts["alert.important"],
		Warning: texts["alert.warning"], Caution: texts["alert.caution"],
		Permalink: texts["heading.permalink"], Footnotes: texts["footnote.title"], Back: texts["footnote.back"],
	}
}

// Parser parses Markdown. It may be used by several goroutines at once.
type Parser struct {
	words  Words
	parser parser.Parser
	strict bool // CommonMark to the letter, for the tests of that
}

// New makes a parser that says words.
func New(words Words) *Parser {
	return &Parser{words: words, parser: newLibraryParser()}
}

// Parse reads text[body:] of a file. Places count from the start of text.
func (p *Parser) Parse(file, source string, body int) (*Document, []diag.Fault) {
	start := diag.Place{File: file, Offset: body}
	data := []byte(source[body:])
	bounds, pc := limits{start: start}, parser.NewContext()
	pc.Set(limitsKey, &bounds)
	tree := p.parser.Parse(text.NewReader(data), parser.WithContext(pc))
	w := newWriter(p, data, start)
	w.doc.Unread = len(bounds.faults) > 0
	w.document(tree)
	w.unseenNotes(tree)
	return w.doc, append(bounds.faults, w.faults...)
}

// Text is the plain text of the whole document, a line for each block.
func (d *Document) Text() string {
	var b strings.Builder
	for _, s := range d.Sections {
		for _, text := range []string{s.Heading, s.Text} {
			if text != "" && b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(text)
		}
	}
	return b.String()
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
