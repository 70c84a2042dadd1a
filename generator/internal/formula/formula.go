// Package formula parses, checks and evaluates the formulas of goal templates.
// Three evaluators compute the same number from a formula: this package, the
// browser from the JSON of [Expr.MarshalJSON], and Excel from the text of
// [Expr.Excel].
//
// # Notation
//
// Formulas are written as in Excel, with names instead of cells:
//
//	ROUNDUP(签约额 / 客单价, 0)
//	IF(AND(周拜访 >= 最少, 打法 <> "低价"), 签约额 * 25%, 0)
//
//	expression = sum [ ( "=" | "<>" | "<" | "<=" | ">" | ">=" ) sum ] .
//	sum        = product { ( "+" | "-" ) product } .
//	product    = operand { ( "*" | "/" ) operand } .
//	operand    = ( "-" | "+" ) operand | number [ "%" ] | text | name |
//	             FUNCTION "(" expression { "," expression } ")" | "(" expression ")" .
//
// Full-width digits, letters and signs mean the same as half-width; × ÷ − ≤
// ≥ ≠ and the quotation marks “ ” are accepted. A name is made of Latin
// letters, Han, digits and _, and does not begin with a digit. A number has at
// most 15 significant digits, no exponent and no thousands separators. The tables
// functions and operators list the functions and operators; the decimals of a
// rounding are a literal from -9 to 9. There is no power operator (Excel's -2^2
// is 4), comparisons do not chain, and = and <> compare texts and truths, never
// numbers: computed numbers are hardly ever exactly equal. A formula has at most
// 2,000 characters and is at most 30 operations deep, a chain of 30 additions
// included, so that its Excel form stays within Excel's 64 levels.
//
// # Units
//
// Every number has a unit, see [ParseUnit]. The operands of sums and comparisons,
// all arguments of a function that takes several numbers, and the two branches of
// IF must have one unit; products and quotients multiply and divide units; rounding
// keeps the unit. A literal 0 fits every unit; any other literal and a percentage is
// a plain number.
//
// # Values
//
// A value is a number, a truth, a text, or blank. A number is a float64, never an
// infinity, NaN or -0. Blank differs from 0: an operation with a blank operand is
// blank, for the reason of the first blank operand; one blank argument makes
// a function blank. Only IF does not evaluate the branch that its condition rules
// out. Division by zero and overflow give a blank with a reason. Errors
// spread the same way in Excel: a workbook that reads a blank cell as NA() and
// wraps each formula in IFERROR(…,"") agrees.
//
// A sum whose operands cancel is cleaned of rounding errors as in LibreOffice: a
// result smaller than 2^-48 of the larger operand becomes 0, so that dividing by
// 1-0.7-0.2-0.1 is a division by zero. Comparisons use 15 significant digits, as
// Excel does: 0.1+0.2 <= 0.3 is true.
//
// # Rounding
//
// The decimal value of a number is its shortest decimal form that reads back as
// the same float64 (Go and ECMAScript print the same one), rounded half away from
// zero to 15 significant digits. ROUND rounds the decimal value half away from
// zero; ROUNDUP, ROUNDDOWN and INT first round it half away from zero to 9
// decimals: 21.9/0.2 rounds to 110, and 7/(0.05*0.35) rounds up to 400. This
// package and the browser round the digits themselves, because ECMAScript's
// toPrecision and Go's FormatFloat differ on ties.
package formula

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// Expr is a parsed formula. It is immutable.
type Expr struct {
	Text string // as the author wrote it
	root *node
}

// node is a node of a formula's syntax tree.
type node struct {
	kind   nodeKind
	offset int // of its operator, name or first character in the formula's text, in bytes
	args   []*node
	depth  int

	number   float64   // of a numberNode
	text     string    // of a numberNode in half-width (25%), of a textNode without its quotation marks, of a nameNode
	operator *operator // of an operatorNode
	function *function // of a callNode
}

type nodeKind uint8

const (
	numberNode nodeKind = iota + 1
	textNode
	nameNode
	operatorNode
	callNode
)

// unknownKind is the message of a panic: the code does not handle a node kind.
func (n *node) unknownKind() string {
	return fmt.Sprintf("formula: no case for nodes of kind %d", n.kind)
}

// operation is the meaning of an operatorNode or a callNode.
func (n *node) operation() operation {
	switch n.kind {
	case operatorNode:
		return n.operator.operation
	case callNode:
		return n.function.operation
	}
	panic(n.unknownKind())
}

// symbol is how authors write the operator or the function of n.
func (n *node) symbol() string {
	switch n.kind {
	case operatorNode:
		return n.operator.text
	case callNode:
		return n.function.name
	}
	panic(n.unknownKind())
}

// Error is a fault in a formula.
type Error struct {
	Offset  int    // in the formula's text, in bytes
	Code    string // formula-syntax, formula-limit, formula-function, formula-name, formula-unit, formula-type or formula-zero
	Message diag.Text
	Help    diag.Text // may be empty
}

// walk visits n and all nodes below it, a node before its arguments.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, arg := range n.args {
		arg.walk(visit)
	}
}

// Quotient returns the two names of a formula that divides one name by another, such as
// 签约 / 赢单率.
func (e *Expr) Quotient() (dividend, divisor string, ok bool) {
	n := e.root
	if n.kind != operatorNode || n.operator.text != "/" || n.args[0].kind != nameNode || n.args[1].kind != nameNode {
		return "", "", false
	}
	return n.args[0].text, n.args[1].text, true
}

// Names lists the names that the formula reads, each once, in the order of their
// first use.
func (e *Expr) Names() []string {
	var names []string
	e.root.walk(func(n *node) {
		if n.kind == nameNode && !slices.Contains(names, n.text) {
			names = append(names, n.text)
		}
	})
	return names
}

// MarshalJSON writes the formula for the browser. Each node is an array that
// begins with its tag: ["/",["v","签约额"],["n",0.25]].
func (e *Expr) MarshalJSON() ([]byte, error) { return json.Marshal(e.root.json()) }

func (n *node) json() []any {
	list := []any{n.tag()}
	switch n.kind {
	case numberNode:
		return append(list, json.RawMessage(FormatNumber(n.number)))
	case nameNode, textNode:
		return append(list, n.text)
	}
	for _, arg := range n.args {
		list = append(list, arg.json())
	}
	return list
}

// tag is the first element of a node in JSON: "n", "v" or "t" for a number, a name
// or a text, otherwise the name of the operator or the function.
func (n *node) tag() string {
	switch n.kind {
	case numberNode:
		return "n"
	case nameNode:
		return "v"
	case textNode:
		return "t"
	case operatorNode:
		return n.operator.name
	case callNode:
		return n.function.name
	}
	panic(n.unknownKind())
}

// String writes the formula in the package's own notation, half-width, with
// every operation in parentheses. Parsing it gives an equal tree.
func (e *Expr) String() string { return e.root.String() }

// String writes the part of a formula below n.
func (n *node) String() string {
	switch n.kind {
	case numberNode, nameNode:
		return n.text
	case textNode:
		return `"` + n.text + `"`
	}
	var args []string
	for _, arg := range n.args {
		args = append(args, arg.String())
	}
	switch {
	case n.kind == callNode:
		return n.symbol() + "(" + strings.Join(args, ", ") + ")"
	case n.kind == operatorNode && n.operator.isPrefix():
		return "(" + n.symbol() + args[0] + ")"
	}
	return "(" + strings.Join(args, " "+n.symbol()+" ") + ")"
}
