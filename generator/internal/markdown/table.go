package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"cairn/generator/internal/diag"
)

// table writes a table. The columns and the lengths of the texts decide how it is shown:
//
//   - .wide: it takes the room beside the text, because its rows do not fit on a line of the text;
//   - .stack: on a phone each row is a card, whose cells have the head of their column as a label;
//   - the frame .table, which scrolls: not even the narrowest form fits. The frame can be focused, so
//     that it scrolls by keyboard too. A table without a frame keeps its head in view.
func (w *writer) table(n *extast.Table) {
	from := len(w.html)
	t := w.measureTable(n)
	end := ""
	if t.scrolls() {
		w.tag(`<div class="`, t.class(true), "\" tabindex=\"0\" role=\"group\">\n")
		end = "</div>\n"
	}
	w.tag("<table")
	if class := t.class(false); class != "" {
		w.attribute("class", class)
	}
	w.tag(t.role("table"), ">\n<thead", t.role("rowgroup"), ">\n")
	head := n.FirstChild()
	w.row(head, t)
	w.tag("</thead>\n")
	if head.NextSibling() != nil {
		w.tag("<tbody", t.role("rowgroup"), ">\n")
		for row := head.NextSibling(); row != nil; row = row.NextSibling() {
			w.row(row, t)
			w.checkCells(row)
		}
		w.tag("</tbody>\n")
	}
	w.tag("</table>\n", end)
	w.doc.Tables = append(w.doc.Tables, Span{from, len(w.html)})
}

func (w *writer) row(row ast.Node, t *tableShape) {
	w.tag("<tr", t.role("row"), ">\n")
	i := 0
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		w.cell(cell.(*extast.TableCell), row.Kind() == extast.KindTableHeader, t, i)
		i++
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

// cell writes a cell of column i. An empty cell of the head is a <td>, because it names no column.
func (w *writer) cell(n *extast.TableCell, header bool, t *tableShape, i int) {
	name, role := "td", "cell"
	if header && n.HasChildren() {
		name, role = "th", "columnheader"
	}
	start := len(w.plain)
	w.tag("<", name)
	if name == "th" {
		w.attribute("scope", "col")
	}
	if class := t.classOf(n, i); class != "" {
		w.attribute("class", class)
	}
	w.tag(t.role(role))
	if label := t.columns[i].head; t.stacks() && !header && label != "" {
		w.attribute("data-label", label)
	}
	w.tag(">")
	w.inCell = true
	w.inlines(n)
	w.inCell = false
	w.tag("</", name, ">\n")
	w.endBlock(start)
}
