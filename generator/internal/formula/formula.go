// Package formula reads, checks and evaluates the formulas of goal templates.
// It is the first of their three readers: the browser evaluates what
// [Expr.MarshalJSON] writes, a workbook what [Expr.Excel] writes, and all three
// come to the same number.
//
// # Notation
//
// Excel's own, with names instead of cells:
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
// Full-width digits, letters and signs count as their half-width twins; × ÷ − ≤
// ≥ ≠ and the quotation marks “ ” are understood. A name is made of Latin
// letters, Han, digits and _, and does not begin with a digit. A number has at
// most 15 significant digits, no exponent and no thousands separators. The
// functions are IF AND OR NOT MIN MAX SUM AVERAGE ABS ROUND ROUNDUP ROUNDDOWN
// INT; the decimals of a rounding are a literal from -9 to 9. There is no power
// operator (Excel's -2^2 is 4), comparisons do not chain, and = and <> compare
// texts and truths, never numbers: computed numbers are hardly ever exactly
// equal. A formula has at most 2,000 characters and is at most 30 operations deep,
// a chain of 30 additions included, so that what is written for Excel stays
// within its 64 levels.
//
// # Units
//
// Every number has a unit, see [ParseUnit]. Sums, comparisons, MIN, MAX and the
// two branches of IF want one unit on all sides; products and quotients multiply
// and divide units; rounding keeps them. A literal 0 fits every unit, any other
// literal is a plain number, and so is a percentage.
//
// # Values
//
// A value is a number, a truth, a text, or blank. Numbers are float64, never an
// infinity, never NaN, never -0. Blank is never 0: an operation with a blank
// operand is blank, with the reason of the first such operand, and so are SUM,
// MIN, AND and OR with a single blank argument. Only IF leaves a branch that it
// does not take unread. Division by zero and overflow are blank with a reason.
// That is how errors spread in Excel: a workbook that reads a blank cell as NA()
// and wraps each formula in IFERROR(…,"") agrees.
//
// Sums that cancel are cleaned of rounding errors as in LibreOffice: a result
// smaller than 2^-48 of the larger operand is 0, so that 1-0.7-0.2-0.1 is
// nothing and cannot be divided by. Comparisons look at 15 significant digits,
// as Excel does: 0.1+0.2 <= 0.3 is true.
//
// # Rounding
//
// A number's decimal digits are the shortest that read back as the same float64,
// which Go and ECMAScript print alike; rounded half away from zero to 15
// significant digits they are its decimal value. ROUND rounds the decimal value
// half away from zero; ROUNDUP, ROUNDDOWN and INT first round it so to 9
// decimals: 21.9/0.2 rounds to 110, and 7/(0.05*0.35) rounds up to 400. It is
// done on the digits by hand, because toPrecision and FormatFloat differ on ties.
package formula

import (
	"encoding/json"
	"slices"

	"cairn/generator/internal/diag"
)

// Expr is a formula that has been parsed. It never changes.
type Expr struct {
	Text string // as it was written
	Root *Node
}

// Node is a node of a formula's tree. Op says what it is, in the words of the
// JSON form: "n" a Number, "v" the value named by Text, "t" a literal Text,
// "neg" a change of sign, or an operator or a function of its Args.
type Node struct {
	Op     string
	Offset int // of its operator, name or first character in the formula's text, in bytes
	Number float64
	Text   string // of a number too, in half-width: 25%
	Args   []*Node
	depth  int
}

// Error is what is wrong with a formula.
type Error struct {
	Offset  int    // in the formula's text, in bytes
	Code    string // formula-syntax, formula-limit, formula-function, formula-name, formula-unit, formula-type or formula-zero
	Message diag.Text
	Help    diag.Text // may be empty
}

// Walk visits n and everything below it, a node before its arguments.
func (n *Node) Walk(visit func(*Node)) {
	visit(n)
	for _, arg := range n.Args {
		arg.Walk(visit)
	}
}

// Names are the names that the formula reads, each once, in the order of their
// first use.
func (e *Expr) Names() []string {
	var names []string
	e.Root.Walk(func(n *Node) {
		if n.Op == "v" && !slices.Contains(names, n.Text) {
			names = append(names, n.Text)
		}
	})
	return names
}

// MarshalJSON writes the formula for the browser, as arrays that begin with what
// they are: ["/",["v","签约额"],["n",0.25]].
func (e *Expr) MarshalJSON() ([]byte, error) { return e.Root.appendJSON(nil) }

func (n *Node) appendJSON(b []byte) ([]byte, error) {
	b = append(b, `["`+n.Op+`"`...)
	switch n.Op {
	case "n":
		b = append(b, ","+FormatNumber(n.Number)...)
	case "v", "t":
		text, err := json.Marshal(n.Text)
		if err != nil {
			return nil, err
		}
		b = append(append(b, ','), text...)
	}
	for _, arg := range n.Args {
		var err error
		if b, err = arg.appendJSON(append(b, ',')); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}
