package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// table writes a table in a frame that scrolls, and that can be reached by
// keyboard for that.
func (w *writer) table(n *extast.Table) {
	w.tag("<div class=\"table\" tabindex=\"0\" role=\"group\">\n<table>\n<thead>\n")
	head := n.FirstChild()
	w.row(head)
	w.tag("</thead>\n")
	if head.NextSibling() != nil {
		w.tag("<tbody>\n")
		for row := head.NextSibling(); row != nil; row = row.NextSibling() {
			w.row(row)
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

// cell writes a cell. One of the header that is empty heads nothing.
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
	w.inlines(n)
	w.tag("</", name, ">\n")
	w.endBlock(start)
}
