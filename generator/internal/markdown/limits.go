package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"cairn/generator/internal/diag"
)

// Above these sizes goldmark needs more than linear time, or much memory.
const (
	maxText      = 32 << 10 // bytes of a paragraph, a heading, a cell of a table
	maxNested    = 50       // nesting depth of lists and quotations
	maxColumns   = 100      // of a table
	maxCells     = 600_000  // of a table, including the cells that short rows omit
	maxFootnotes = 1000
	maxOpen      = 1_200_000 // open lists and quotations, summed over all lines
)

// limits is the state that the bounded parsers below share during one parse. Each replaces one
// of goldmark's parsers. A text that is too long is cut, and the parse continues after it.
type limits struct {
	start  diag.Place // of the source
	faults []diag.Fault

	nested      bool // a fault of nesting has been reported
	open, notes int
}

var limitsKey = parser.NewContextKey()

func limitsOf(pc parser.Context) *limits { return pc.Get(limitsKey).(*limits) }

func (l *limits) report(f diag.Fault) { l.faults = append(l.faults, f) }

// cut shortens the lines of one text to the limit, and reports whether it removed
// anything.
func cut(lines *text.Segments, source []byte) bool {
	left := maxText
	for i := range lines.Len() {
		line := lines.At(i)
		if left -= line.Len(); left >= 0 {
			continue
		}
		stop := line.Stop + left
		for stop > line.Start && !utf8.RuneStart(source[stop]) {
			stop--
		}
		lines.Set(i, line.WithStop(stop))
		lines.SetSliced(0, i+1)
		return true
	}
	return false
}

// boundedParagraph bounds the text of a paragraph. It runs after the transformers of link
// definitions and tables, which take their lines out of paragraphs.
type boundedParagraph struct{}

func (boundedParagraph) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	l := limitsOf(pc)
	start, tooLong := n.Lines().At(0).Start, cut(n.Lines(), reader.Source())
	if tooDeep := l.nested && nesting(n) >= maxNested; tooLong && !tooDeep { // its lines are lists that are too deep
		l.report(diag.Errorf(l.start.At(start), "paragraph-limit", "the paragraph is longer than 32 kB").
			WithHelp("split it with an empty line"))
	}
}

// boundedTerms bounds the terms of a definition list; each line of the paragraph before
// the first definition is a term.
type boundedTerms struct{ parser.BlockParser }

func (p boundedTerms) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	l := limitsOf(pc)
	n, state := p.BlockParser.Open(parent, reader, pc)
	if n == nil {
		return nil, state
	}
	for term := parent.LastChild(); term != nil && term.Kind() == extast.KindDefinitionTerm; term = term.PreviousSibling() {
		if start := term.Lines().At(0).Start; cut(term.Lines(), reader.Source()) {
			l.report(diag.Errorf(l.start.At(start), "term-limit", "the term is longer than 32 kB").
				WithHelp("shorten it: write the explanation after the colon on the next line"))
		}
	}
	return n, state
}

// boundedTable bounds the number of cells of a table and the text of each cell. The number
// of rows is bounded by the size of the file alone.
type boundedTable struct{ parser.ParagraphTransformer }

func (t boundedTable) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	l := limitsOf(pc)
	if tooLargeTable(n.Lines(), reader.Source(), l) {
		return
	}
	parent, next := n.Parent(), n.NextSibling()
	t.ParagraphTransformer.Transform(n, reader, pc)
	table := parent.LastChild()
	if next != nil {
		table = next.PreviousSibling()
	}
	if table == nil || table.Kind() != extast.KindTable {
		return
	}
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cut(cell.Lines(), reader.Source()) {
				l.report(diag.Errorf(l.start.At(cell.Lines().At(0).Start), "cell-limit", "a table cell is longer than 32 kB").
					WithHelp("write its text below the table, under a heading, and link to the heading from the cell"))
			}
		}
	}
}

// tooLargeTable reports a table with too many cells and keeps only the lines before it.
// The library allocates a cell for every column of every row, even where a row has fewer.
func tooLargeTable(lines *text.Segments, source []byte, l *limits) bool {
	for i := 1; i < lines.Len(); i++ {
		rule, head := lines.At(i), lines.At(i-1)
		columns, rows := delimiterColumns(rule.Value(source)), lines.Len()-i
		switch {
		case columns == 0:
			continue
		case columns != cells(head.Value(source)):
			return false // the lines are a paragraph
		case columns > maxColumns:
			l.report(diag.Errorf(l.start.At(head.Start), "column-limit", "the table has more than %d columns", maxColumns).
				WithHelp("split the table"))
		case columns*rows > maxCells:
			l.report(diag.Errorf(l.start.At(head.Start), "cell-limit", "the table with %d columns and %d rows has more than %d cells", columns, rows, maxCells).
				WithHelp("split the table, or remove empty columns"))
		default:
			return false
		}
		lines.SetSliced(0, i)
		return true
	}
	return false
}

// delimiterColumns counts the columns of a table's delimiter row; 0 if the line is not one.
func delimiterColumns(line []byte) (n int) {
	if !isRule(line) {
		return 0
	}
	line = bytes.TrimPrefix(bytes.TrimSpace(line), []byte("|"))
	for column := range bytes.SplitSeq(bytes.TrimSuffix(line, []byte("|")), []byte("|")) {
		column = bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(column), []byte(":")), []byte(":"))
		if len(column) == 0 || len(bytes.Trim(column, "-")) > 0 {
			return 0
		}
		n++
	}
	return n
}

// definitionsRead is how many bytes of link definitions are parsed at once. A list of
// definitions is one paragraph of any length, and the library scans the rest of it for the
// end of each title.
const definitionsRead = 4 << 10

// boundedDefinitions passes a long paragraph to the library's parser of link definitions
// in parts.
type boundedDefinitions struct{ parser.ParagraphTransformer }

func (t boundedDefinitions) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	for {
		length, whole := definitions(n.Lines(), reader.Source())
		switch {
		case whole:
			t.ParagraphTransformer.Transform(n, reader, pc)
			return
		case length == 0:
			return
		}
		part := ast.NewParagraph()
		part.Lines().AppendAll(n.Lines().Sliced(0, length))
		n.Parent().InsertBefore(n.Parent(), n, part)
		t.ParagraphTransformer.Transform(part, reader, pc)
		if part.Parent() != nil { // the rest is text and contains no more definitions
			n.Parent().RemoveChild(n.Parent(), part)
			part.Lines().AppendAll(n.Lines().Sliced(length, n.Lines().Len()))
			n.SetLines(part.Lines())
			return
		}
		n.Lines().SetSliced(length, n.Lines().Len())
	}
}

// definitions returns how many lines of a paragraph form the next part. A part ends
// before a line that may start another definition; length is 0 if there is no such line.
// whole is set for a short paragraph, which is one part.
func definitions(lines *text.Segments, source []byte) (length int, whole bool) {
	read := 0
	for i := range lines.Len() {
		line := lines.At(i)
		opens := bytes.HasPrefix(util.TrimLeftSpace(line.Value(source)), []byte("["))
		switch {
		case i == 0 && !opens:
			return 0, false
		case read > maxText:
			return 0, false
		case read > definitionsRead && opens:
			return i, false
		}
		read += line.Len()
	}
	return 0, read <= maxText
}

// boundedContainer bounds the nesting depth of lists and quotations, and the number of
// lines for which they stay open: the library asks every open container at each line.
type boundedContainer struct{ parser.BlockParser }

func (p boundedContainer) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, position := reader.Position()
	n, state := p.BlockParser.Open(parent, reader, pc)
	if n == nil || nesting(parent) < maxNested {
		return n, state
	}
	reader.SetPosition(line, position)
	if l := limitsOf(pc); !l.nested {
		l.nested = true
		l.report(diag.Errorf(l.start.At(position.Start), "nesting-limit", "lists and quotations are nested more than %d levels deep", maxNested).
			WithHelp("remove some > and - characters, or some indentation"))
	}
	return nil, parser.NoChildren
}

func (p boundedContainer) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	l := limitsOf(pc)
	if l.open++; l.open > maxOpen {
		if l.open == maxOpen+1 {
			_, position := reader.Position()
			l.report(diag.Errorf(l.start.At(position.Start), "nesting-limit", "too many lines in nested lists and quotations").
				WithHelp("remove empty lines, or reduce the nesting"))
		}
		return parser.Close
	}
	return p.BlockParser.Continue(n, reader, pc)
}

// nesting counts the containers around a node, including the node itself.
func nesting(n ast.Node) (depth int) {
	for ; n != nil; n = n.Parent() {
		switch n.Kind() {
		case ast.KindList, ast.KindBlockquote, extast.KindDefinitionList, extast.KindFootnote:
			depth++
		}
	}
	return depth
}
