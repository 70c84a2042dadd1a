package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"cairn/generator/internal/diag"
)

// table writes a table in a frame that scrolls. The frame can be focused, so that it scrolls by
// keyboard too.
func (w *writer) table(n *extast.Table) {
	w.tag("<div class=\"table\" tabindex=\"0\" role=\"group\">\n<table>\n<thead>\n")
	head := n.FirstChild()
	w.row(head)
	w.tag("</thead>\n")
	if head.NextSibling() != nil {
		w.tag("<tbody>\n")
		for row := head.NextSibling(); row != nil; row = row.NextSibling() {
			w.row(row)
			w.checkCells(row)
		}
		w.tag("</tbody>\n")
	}
	w.tag("</table>\n</div>\n")
}

func (w *writer) row(row ast.Node) {
	w.tag("<tr>\n")
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		w.cell(cell.(*extast.TableCell), row.Kind() == extast.KindTableHeader)
	}
	w.tag("</tr>\n")
}

// checkCells warns of cells beyond the columns of the table's head, which goldmark drops.
func (w *writer) checkCells(row ast.Node) {
	line := w.source[row.Pos():]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	columns, n := row.ChildCount(), cells(line)
	if n <= columns {
		return
	}
	rest := bytes.TrimPrefix(bytes.TrimLeft(line, " \t"), []byte("|"))
	for range columns {
		rest = rest[nextBar(rest)+1:]
	}
	if rest = bytes.TrimLeft(rest, "| \t"); len(rest) > 0 {
		w.report(diag.Warnf(w.start.At(row.Pos()+len(line)-len(rest)), "surplus-cell", "this row has %d cells, but the header has %d: the cells from here on are not shown", n, columns).
			WithHelp("add cells to the header, or write \\| to show a | within a cell"))
	}
}

// cell writes a cell. An empty cell of the head is a <td>, because it names no column.
func (w *writer) cell(n *extast.TableCell, header bool) {
	name := "td"
	if header && n.HasChildren() {
		name = "th"
	}
	start := len(w.plain)
	w.tag("<", name)
	if name == "th" {
		w.attribute("scope", "col")
	}
	if n.Alignment != extast.AlignNone {
		w.attribute("class", "align-"+n.Alignment.String())
	}
	w.tag(">")
	w.inCell = true
	w.inlines(n)
	w.inCell = false
	w.tag("</", name, ">\n")
	w.endBlock(start)
}
