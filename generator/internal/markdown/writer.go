package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"cairn/generator/internal/diag"
)

// writer walks a tree once and writes the HTML and the plain text of the current section.
// It reports the nodes that it cannot write unchanged.
type writer struct {
	words  Words
	strict bool
	source []byte
	file   string     // the whole text of the file
	start  diag.Place // of the source
	wide   bool       // the source contains full-width square brackets

	html       []byte
	plain      []byte
	section    Section
	openInline int // the number of open headings, links and code spans
	inCell     bool
	inHeading  bool
	titleNode  *ast.Heading
	headings   []Heading   // all of the document, in its order
	notes      map[int]int // maps a footnote to the section that refers to it first
	captioned  ast.Node    // the paragraph that was written as a caption last
	plainOnly  bool        // only the plain text is written, for textOf

	asks         AskReader
	askedSection int // index of the section under the last top-level heading

	items        map[ast.Node]string // digests of items that contain tasks, by itemDigest
	currentPath  string              // the result of headingPath
	headingsSeen int                 // the number of headings at which currentPath was computed

	doc    Document // its slices are in buffers, except for the headings
	faults []diag.Fault

	buffers *buffers
}

// buffers are the memory of a source and of what a writer makes of it, which the next parse uses
// again. A Document has copies.
type buffers struct {
	source, html, plain []byte
	links               []Link
	sections            []Section
	texts               []Span
}

func newWriter(p *Parser, start diag.Place, b *buffers) *writer {
	return &writer{
		words: p.words, strict: p.strict, source: b.source, start: start, wide: hasWideBrackets(b.source),
		html: b.html[:0], plain: b.plain[:0],
		notes: map[int]int{}, items: map[ast.Node]string{}, buffers: b,
		doc: Document{Links: b.links[:0], Sections: b.sections[:0], Texts: b.texts[:0]},
	}
}

// document writes a tree. The writer must not write another.
func (w *writer) document(tree ast.Node) *Document {
	if !w.strict {
		w.titleNode = titleOf(tree)
		w.nameHeadings(tree)
	}
	w.blocks(tree)
	w.endSection(Section{})
	b, doc := w.buffers, w.doc
	b.html, b.plain, b.links, b.sections, b.texts = w.html, w.plain, doc.Links, doc.Sections, doc.Texts
	doc.HTML, doc.Links, doc.Sections, doc.Texts = string(w.html), copied(doc.Links), copied(doc.Sections), copied(doc.Texts)
	return &doc
}

// copied returns a copy without spare memory, nil for an empty slice.
func copied[T any](s []T) []T { return append([]T(nil), s...) }

// titleOf returns the first top-level heading of level 1, the title of the page; nil if
// there is none.
func titleOf(tree ast.Node) *ast.Heading {
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 {
			return h
		}
	}
	return nil
}

// tag writes HTML without escaping.
func (w *writer) tag(parts ...string) {
	for _, part := range parts {
		w.html = append(w.html, part...)
	}
}

func (w *writer) attribute(name, value string) {
	w.tag(" ", name, `="`)
	w.html = append(appendEscaped(w.html, value), '"')
}

// label writes an aria-label if word is not empty.
func (w *writer) label(word string) {
	if word != "" {
		w.attribute("aria-label", word)
	}
}

// write writes a text to the HTML and to the plain text.
func (w *writer) write(text []byte) {
	w.html = appendEscaped(w.html, text)
	w.plain = append(w.plain, text...)
}

// endBlock ends the block that begins at start in the plain text: it trims the text and adds a
// line end.
func (w *writer) endBlock(start int) {
	for len(w.plain) > start && (w.plain[len(w.plain)-1] == '\n' || w.plain[len(w.plain)-1] == ' ') {
		w.plain = w.plain[:len(w.plain)-1]
	}
	if len(w.plain) > start {
		w.plain = append(w.plain, '\n')
	}
}

// endSection ends the current section and begins the next.
func (w *writer) endSection(next Section) {
	w.endBlock(0)
	w.section.Text = string(w.plain[:max(0, len(w.plain)-1)])
	w.doc.Sections = append(w.doc.Sections, w.section)
	w.plain = w.plain[:0]
	w.section = next
}

func (w *writer) place(n ast.Node) diag.Place {
	for ; n != nil; n = n.Parent() {
		if n.Pos() >= 0 {
			return w.start.At(n.Pos())
		}
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return w.start.At(n.Lines().At(0).Start)
		}
	}
	return w.start
}

func (w *writer) report(f diag.Fault) { w.faults = append(w.faults, f) }

// textOf returns the plain text of a node and its faults. It restores the state of the
// writer.
func (w *writer) textOf(n ast.Node) (string, []diag.Fault) {
	html, plain, faults := len(w.html), len(w.plain), len(w.faults)
	links, texts, tasks := len(w.doc.Links), len(w.doc.Texts), w.doc.Tasks
	bare := w.plainOnly
	w.plainOnly = true
	w.inlines(n)
	w.plainOnly = bare
	text, found := string(w.plain[plain:]), w.faults[faults:len(w.faults):len(w.faults)]
	w.html, w.plain, w.faults = w.html[:html], w.plain[:plain], w.faults[:faults:faults]
	w.doc.Links, w.doc.Texts, w.doc.Tasks = w.doc.Links[:links], w.doc.Texts[:texts], tasks
	return text, found
}

// blocks writes the children of a container.
func (w *writer) blocks(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		w.block(child)
	}
}

func (w *writer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		w.heading(n)
	case *ast.Paragraph:
		if w.captioned == n || w.figure(n) {
			return
		}
		w.checkLines(n)
		w.text("<p>", n, "</p>\n")
	case *ast.TextBlock:
		w.checkLines(n)
		w.text("", n, "")
		if n.NextSibling() != nil {
			w.tag("\n")
		}
	case *ast.Blockquote:
		w.blockquote(n)
	case *ast.List:
		w.list(n)
	case *ast.FencedCodeBlock:
		if w.isAsks(n) {
			w.asksBlock(n)
			return
		}
		if kind := w.kindOfDrawing(n); kind != "" {
			w.drawing(n, kind)
			return
		}
		w.checkReferences(n, n.Language(w.source))
		w.code(n, string(unescape(n.Language(w.source))))
	case *ast.CodeBlock:
		w.checkIndented(n)
		w.code(n, "")
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *ast.ThematicBreak:
		w.tag("<hr>\n")
	case *extast.Table:
		w.table(n)
	case *extast.DefinitionList:
		w.container("<dl>\n", n, "</dl>\n")
	case *extast.DefinitionTerm:
		w.text("<dt>", n, "</dt>\n")
	case *extast.DefinitionDescription:
		w.definition(n)
	case *extast.FootnoteList:
		w.footnotes(n)
	case *extast.FootnoteBacklink:
		w.inline(n)
	}
}

func (w *writer) container(open string, n ast.Node, end string) {
	w.tag(open)
	w.blocks(n)
	w.tag(end)
}

// text writes a block of inline nodes. The text of a task is the label of its box.
func (w *writer) text(open string, n ast.Node, end string) {
	start := len(w.plain)
	w.tag(open)
	if isTask(n) {
		w.tag("<label>")
		w.inlines(n)
		w.tag("</label>")
	} else {
		w.inlines(n)
	}
	w.tag(end)
	w.endBlock(start)
	w.measure(n, w.plain[start:])
}

func (w *writer) list(n *ast.List) {
	if !n.IsOrdered() {
		w.tag("<ul>\n")
	} else if n.Start == 1 {
		w.tag("<ol>\n")
	} else {
		w.tag(`<ol start="`, strconv.Itoa(n.Start), "\">\n")
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		w.item(item)
	}
	if n.IsOrdered() {
		w.tag("</ol>\n")
	} else {
		w.tag("</ul>\n")
	}
}

func (w *writer) item(n ast.Node) {
	first := n.FirstChild()
	w.tag("<li")
	if first != nil && isTask(first) {
		w.attribute("class", "task")
	}
	w.tag(">")
	if _, tight := first.(*ast.TextBlock); first != nil && !tight {
		w.tag("\n")
	}
	w.container("", n, "</li>\n")
}

// code writes a block of code. It can be focused, so that it scrolls by keyboard too.
func (w *writer) code(n ast.Node, language string) {
	start := len(w.plain)
	w.tag("<pre")
	if !w.strict {
		w.attribute("tabindex", "0")
	}
	w.tag("><code")
	if language = w.language(language); language != "" {
		w.attribute("class", "language-"+language)
	}
	w.tag(">")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.write(line.Value(w.source))
	}
	w.tag("</code></pre>\n")
	w.endBlock(start)
}

// language returns the part of a language's name that is valid in a class.
func (w *writer) language(name string) string {
	for i := 0; i < len(name) && !w.strict; i++ {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '+', c == '#', c == '.':
		default:
			return name[:i]
		}
	}
	return name
}

func (w *writer) definition(n *extast.DefinitionDescription) {
	if n.IsTight {
		w.container("<dd>", n, "</dd>\n")
	} else {
		w.container("<dd>\n", n, "</dd>\n")
	}
}

// htmlBlock shows HTML as text.
func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	text := n.Lines().Value(w.source)
	if n.HasClosure() {
		text = append(text, n.ClosureLine.Value(w.source)...)
	}
	if w.strict {
		w.html = append(w.html, text...)
		return
	}
	start := len(w.plain)
	for len(text) > 0 && text[len(text)-1] == '\n' {
		text = text[:len(text)-1]
	}
	w.tag("<p>")
	w.write(text)
	w.tag("</p>\n")
	w.endBlock(start)
	w.rawHTML(n)
}

func (w *writer) rawHTML(n ast.Node) {
	w.report(diag.Warnf(w.place(n), "raw-html", "HTML is shown as text").
		WithHelp("write Markdown; to show the characters themselves, put them between ` characters"))
}
