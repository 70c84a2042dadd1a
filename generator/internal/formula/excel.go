package formula

import (
	"strconv"
	"strings"
)

// Excel writes the formula for a workbook, without the = before it. Every
// operation on two operands stands in parentheses; a name becomes what cell
// gives for it. Texts are compared with EXACT, since Excel's = takes a for A, and
// what rounds does so to the decimal value, in one direction to 9 decimals first,
// as here. SUM and AVERAGE become +, which cleans sums that cancel where SUM does
// not.
//
// LibreOffice's ROUNDUP and ROUNDDOWN are off beyond twelve digits (7.4), its other
// functions are not.
//
// Blank values become errors that spread as they do here if cell gives
// IF(C4="",NA(),C4), and the whole is wrapped in IFERROR(…,"").
func (e *Expr) Excel(cell func(name string) string) string {
	var b strings.Builder
	e.Root.excel(&b, cell)
	return b.String()
}

func (n *Node) excel(b *strings.Builder, cell func(string) string) {
	switch n.Op {
	case "n":
		b.WriteString(strconv.FormatFloat(n.Number, 'f', -1, 64))
	case "v":
		b.WriteString(cell(n.Text))
	case "t":
		b.WriteString(`"` + n.Text + `"`)
	case "neg":
		b.WriteString("(-")
		n.Args[0].excel(b, cell)
		b.WriteString(")")
	case "=":
		n.excelArgs(b, cell, "EXACT(", ",", ")")
	case "<>":
		n.excelArgs(b, cell, "NOT(EXACT(", ",", "))")
	case "ROUND", "ROUNDUP", "ROUNDDOWN", "INT":
		n.excelRounding(b, cell)
	case "+", "-", "*", "/", "<", "<=", ">", ">=":
		n.excelArgs(b, cell, "(", n.Op, ")")
	case "SUM":
		n.excelArgs(b, cell, "(", "+", ")")
	case "AVERAGE":
		n.excelArgs(b, cell, "((", "+", ")/"+strconv.Itoa(len(n.Args))+")")
	default:
		n.excelArgs(b, cell, n.Op+"(", ",", ")")
	}
}

// excelRounding rounds VALUE(x&""), which is the decimal value, since & writes 15
// digits: LibreOffice's own ROUND makes 109 of 21.9/0.2. A number that has been
// rounded before is its own decimal value, and has at most 9 decimals.
func (n *Node) excelRounding(b *strings.Builder, cell func(string) string) {
	before, after := `VALUE(`, `&"")`
	if n.Op != "ROUND" {
		before, after = "ROUND("+before, after+",9)"
	}
	if n.Args[0].rounds() {
		before, after = "", ""
	}
	b.WriteString(n.Op + "(" + before)
	n.Args[0].excel(b, cell)
	b.WriteString(after)
	for _, arg := range n.Args[1:] {
		b.WriteString(",")
		arg.excel(b, cell)
	}
	b.WriteString(")")
}

func (n *Node) rounds() bool {
	switch n.Op {
	case "ROUND", "ROUNDUP", "ROUNDDOWN", "INT":
		return true
	}
	return false
}

func (n *Node) excelArgs(b *strings.Builder, cell func(string) string, before, between, after string) {
	b.WriteString(before)
	for i, arg := range n.Args {
		if i > 0 {
			b.WriteString(between)
		}
		arg.excel(b, cell)
	}
	b.WriteString(after)
}

// String writes the formula in the package's own notation, half-width, with
// every operation in parentheses; parsed again it is the same tree.
func (e *Expr) String() string { return e.Root.String() }

// String writes the part of a formula that n stands for.
func (n *Node) String() string {
	switch n.Op {
	case "n", "v":
		return n.Text
	case "t":
		return `"` + n.Text + `"`
	case "neg":
		return "(-" + n.Args[0].String() + ")"
	}
	var args []string
	for _, arg := range n.Args {
		args = append(args, arg.String())
	}
	if _, isFunction := function(n.Op); isFunction {
		return n.Op + "(" + strings.Join(args, ", ") + ")"
	}
	return "(" + strings.Join(args, " "+n.Op+" ") + ")"
}
