package formula

import (
	"strconv"
	"strings"
	"unicode/utf16"
)

// Excel writes the formula for a workbook, without the = before it; cell gives
// the text for a name. Every operation on two operands stands in parentheses.
// Texts are compared with EXACT, because Excel's = ignores case. SUM and AVERAGE
// are written with +, because Excel cleans the result of + from rounding errors
// but not that of SUM.
//
// LibreOffice 7.4 rounds numbers of more than twelve digits wrongly in ROUNDUP and
// ROUNDDOWN.
//
// Blank values become errors that spread as in this package if cell gives
// IF(C4="",NA(),C4) and the caller wraps the formula in IFERROR(…,"").
func (e *Expr) Excel(cell func(name string) string) string {
	return e.ExcelInParts(cell, nil)
}

// ExcelInParts writes the formula like [Expr.Excel], and keeps it within Excel's
// 8,192 characters: it passes parts of a longer formula to part, which returns the
// cell that computes the part.
func (e *Expr) ExcelInParts(cell, part func(string) string) string {
	return e.root.excel(&excelWriter{cell, part})
}

type excelWriter struct{ cell, part func(string) string }

// longFormula is the length in bytes from which parts of a formula move into cells
// of their own. The text around a formula needs the rest of Excel's 8,192.
const longFormula = 4000

func (n *node) excel(w *excelWriter) string {
	switch n.kind {
	case numberNode:
		return strconv.FormatFloat(n.number, 'f', -1, 64)
	case nameNode:
		return w.cell(n.text)
	case textNode:
		return ExcelText(n.text)
	}
	return n.operation().excel.write(n, n.excelArgs(w))
}

// excelArgs writes the arguments. While they are too long together, it moves the
// longest into a cell of its own.
func (n *node) excelArgs(w *excelWriter) []string {
	var args []string
	length := 0
	for _, arg := range n.args {
		args = append(args, arg.excel(w))
		length += len(args[len(args)-1])
	}
	moved := make([]bool, len(args))
	for w.part != nil && length > longFormula {
		longest := -1
		for i, arg := range args {
			if !moved[i] && (longest < 0 || len(arg) > len(args[longest])) {
				longest = i
			}
		}
		if longest < 0 {
			break
		}
		length -= len(args[longest])
		args[longest], moved[longest] = w.part(args[longest]), true
		length += len(args[longest])
	}
	return args
}

// excelForm writes an operator or a function with its arguments for Excel.
type excelForm interface {
	write(n *node, args []string) string
}

// The forms that the tables of functions and operators use.
type (
	excelCall     struct{} // NAME(a,b); not for a function that adds, because Excel cleans only sums computed with +
	excelInfix    struct{} // (a+b)
	excelPrefix   struct{} // (-a)
	excelEqual    struct{}
	excelUnequal  struct{}
	excelSum      struct{}
	excelAverage  struct{}
	excelRounding struct{ from9 bool } // from9: it rounds to 9 decimals first
)

func (excelCall) write(n *node, args []string) string {
	return n.symbol() + "(" + strings.Join(args, ",") + ")"
}

func (excelInfix) write(n *node, args []string) string {
	return "(" + args[0] + n.symbol() + args[1] + ")"
}

func (excelPrefix) write(n *node, args []string) string {
	return "(" + n.symbol() + args[0] + ")"
}

func (excelEqual) write(_ *node, args []string) string {
	return "EXACT(" + args[0] + "," + args[1] + ")"
}

func (excelUnequal) write(_ *node, args []string) string {
	return "NOT(EXACT(" + args[0] + "," + args[1] + "))"
}

func (excelSum) write(_ *node, args []string) string {
	return "(" + strings.Join(args, "+") + ")"
}

func (excelAverage) write(_ *node, args []string) string {
	return "((" + strings.Join(args, "+") + ")/" + strconv.Itoa(len(args)) + ")"
}

// write rounds VALUE(x&""), which is the decimal value because & writes 15 digits;
// without it LibreOffice's ROUND gives 109 for 21.9/0.2. A number that has been
// rounded is its own decimal value and has at most 9 decimals.
func (f excelRounding) write(n *node, args []string) string {
	before, after := `VALUE(`, `&"")`
	if f.from9 {
		before, after = "ROUND("+before, after+",9)"
	}
	if n.args[0].isRounded() {
		before, after = "", ""
	}
	return n.symbol() + "(" + before + args[0] + after + strings.Join(append([]string{""}, args[1:]...), ",") + ")"
}

func (n *node) isRounded() bool {
	if n.kind != callNode {
		return false
	}
	_, rounds := n.function.excel.(excelRounding)
	return rounds
}

// ExcelText writes a text literal of a formula. Excel allows at most 255 UTF-16
// units between quotation marks.
func ExcelText(s string) string {
	const most = 255
	var pieces []string
	var piece strings.Builder
	units := 0
	for _, r := range s {
		n := utf16.RuneLen(r)
		if units+n > most {
			pieces = append(pieces, piece.String())
			piece.Reset()
			units = 0
		}
		piece.WriteRune(r)
		units += n
	}
	pieces = append(pieces, piece.String())
	for i, p := range pieces {
		pieces[i] = `"` + strings.ReplaceAll(p, `"`, `""`) + `"`
	}
	if len(pieces) > 1 {
		return "(" + strings.Join(pieces, "&") + ")"
	}
	return pieces[0]
}
