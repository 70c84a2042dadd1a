package formula

import (
	"strconv"
	"strings"
	"unicode/utf16"
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
	return e.ExcelInParts(cell, nil)
}

// ExcelInParts writes the formula like Excel, which takes 8,192 characters at
// most. What would make it too long is given to part, which says in which cell it
// is computed.
func (e *Expr) ExcelInParts(cell, part func(string) string) string {
	return e.Root.excel(&excel{cell, part})
}

// excel is how names and long parts are written.
type excel struct{ cell, part func(string) string }

// longFormula is from how many bytes on parts of a formula move into cells of
// their own. What stands around a formula needs the rest of Excel's 8,192.
const longFormula = 4000

func (n *Node) excel(x *excel) string {
	switch n.Op {
	case "n":
		return strconv.FormatFloat(n.Number, 'f', -1, 64)
	case "v":
		return x.cell(n.Text)
	case "t":
		return ExcelText(n.Text)
	}
	args := n.excelArgs(x)
	switch n.Op {
	case "neg":
		return "(-" + args[0] + ")"
	case "=":
		return "EXACT(" + args[0] + "," + args[1] + ")"
	case "<>":
		return "NOT(EXACT(" + args[0] + "," + args[1] + "))"
	case "ROUND", "ROUNDUP", "ROUNDDOWN", "INT":
		return n.excelRounding(args)
	case "+", "-", "*", "/", "<", "<=", ">", ">=":
		return "(" + args[0] + n.Op + args[1] + ")"
	case "SUM":
		return "(" + strings.Join(args, "+") + ")"
	case "AVERAGE":
		return "((" + strings.Join(args, "+") + ")/" + strconv.Itoa(len(args)) + ")"
	}
	return n.Op + "(" + strings.Join(args, ",") + ")"
}

// excelArgs writes the arguments, the longest of them into cells of their own
// until the rest is short enough.
func (n *Node) excelArgs(x *excel) []string {
	var args []string
	length := 0
	for _, arg := range n.Args {
		args = append(args, arg.excel(x))
		length += len(args[len(args)-1])
	}
	moved := make([]bool, len(args))
	for x.part != nil && length > longFormula {
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
		args[longest], moved[longest] = x.part(args[longest]), true
		length += len(args[longest])
	}
	return args
}

// excelRounding rounds VALUE(x&""), which is the decimal value, since & writes 15
// digits: LibreOffice's own ROUND makes 109 of 21.9/0.2. A number that has been
// rounded before is its own decimal value, and has at most 9 decimals.
func (n *Node) excelRounding(args []string) string {
	before, after := `VALUE(`, `&"")`
	if n.Op != "ROUND" {
		before, after = "ROUND("+before, after+",9)"
	}
	if n.Args[0].rounds() {
		before, after = "", ""
	}
	return n.Op + "(" + before + args[0] + after + strings.Join(append([]string{""}, args[1:]...), ",") + ")"
}

func (n *Node) rounds() bool {
	switch n.Op {
	case "ROUND", "ROUNDUP", "ROUNDDOWN", "INT":
		return true
	}
	return false
}

// ExcelText writes a text into a formula. Excel takes no more than 255 UTF-16
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
