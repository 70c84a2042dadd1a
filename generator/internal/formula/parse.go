package formula

import (
	"strconv"

	"cairn/generator/internal/diag"
)

const (
	maxLength  = 2000 // characters
	maxDepth   = 30   // levels of the tree: Excel nests 64 functions, and ROUNDUP with its operand becomes at most four
	maxNesting = 100  // parentheses, functions and signs within each other: keeps the parser's stack small
	maxText    = 255  // Excel's limit for a text in a formula
)

// Parse reads a formula. It stops at the first thing that it does not
// understand.
func Parse(text string) (*Expr, *Error) {
	if err := checkLength(text); err != nil {
		return nil, err
	}
	return parse(text)
}

func parse(text string) (*Expr, *Error) {
	p := &parser{lexer: lexer{text: text}}
	p.advance()
	if p.err == nil && p.token.kind == endToken {
		return nil, syntaxError(0, diag.Textf("formula is empty"), diag.Text{})
	}
	if p.token.is("=") {
		return nil, syntaxError(p.token.offset, diag.Textf("formula begins with ="), diag.Textf("leave the = out"))
	}
	root := p.expression(0, 1)
	if p.token.kind != endToken {
		p.unexpected()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Expr{Text: text, Root: root}, nil
}

func checkLength(text string) *Error {
	count := 0
	for offset := range text {
		if count++; count > maxLength {
			return &Error{offset, "formula-limit",
				diag.Textf("formula is longer than 2,000 characters"), diag.Textf("compute a part of it as a value of its own")}
		}
	}
	return nil
}

func syntaxError(offset int, message, help diag.Text) *Error {
	return &Error{offset, "formula-syntax", message, help}
}

// parser is a Pratt parser: each operator takes as its right side what binds
// tighter than itself. At the first error the rest of the formula counts as
// read, so that everything under way comes to an end.
type parser struct {
	lexer    lexer
	token    token
	previous token
	err      *Error
}

func (p *parser) advance() {
	p.previous = p.token
	var err *Error
	if p.token, err = p.lexer.next(); err != nil {
		p.fail(err)
	}
}

func (p *parser) fail(err *Error) *Node {
	if p.err == nil {
		p.err = err
	}
	p.token = token{kind: endToken, offset: len(p.lexer.text)}
	p.lexer.offset = len(p.lexer.text)
	return &Node{}
}

const comparison = 1 // the power of = <> < <= > >=

// power says how tightly a sign binds its two sides; 0: it is no operator.
func power(t token) int {
	if t.kind != signToken {
		return 0
	}
	switch t.text {
	case "=", "<>", "<", "<=", ">", ">=":
		return comparison
	case "+", "-":
		return 2
	case "*", "/":
		return 3
	}
	return 0
}

// expression reads operands and the operators between them that bind tighter
// than least.
func (p *parser) expression(least, depth int) *Node {
	left := p.operand(depth)
	compared := false
	for power(p.token) > least {
		op := p.token
		if power(op) == comparison && compared {
			return p.fail(syntaxError(op.offset, diag.Textf("comparisons do not chain"), diag.Textf("write AND(1 < x, x < 5) instead of 1 < x < 5")))
		}
		compared = power(op) == comparison
		p.advance()
		left = p.node(op.text, op.offset, left, p.expression(power(op), depth))
	}
	return left
}

func (p *parser) node(op string, offset int, args ...*Node) *Node {
	n := &Node{Op: op, Offset: offset, Args: args}
	for _, arg := range args {
		n.depth = max(n.depth, arg.depth+1)
	}
	if n.depth > maxDepth {
		return p.tooDeep(offset, maxDepth)
	}
	return n
}

func (p *parser) tooDeep(offset, limit int) *Node {
	return p.fail(&Error{offset, "formula-limit", diag.Textf("formula is more than %d levels deep", limit),
		diag.Textf("use SUM for long sums, or compute a part of it as a value of its own")})
}

func (p *parser) operand(depth int) *Node {
	t := p.token
	if depth > maxNesting {
		return p.tooDeep(t.offset, maxNesting)
	}
	p.advance()
	switch {
	case t.kind == numberToken:
		return p.number(t)
	case t.kind == textToken:
		return &Node{Op: "t", Offset: t.offset, Text: t.text}
	case t.kind == nameToken && p.token.is("("):
		return p.call(t, depth)
	case t.kind == nameToken:
		return &Node{Op: "v", Offset: t.offset, Text: t.text}
	case t.is("-"):
		return p.node("neg", t.offset, p.operand(depth+1))
	case t.is("+"):
		return p.operand(depth + 1)
	case t.is("("):
		inner := p.expression(0, depth+1)
		p.close(t)
		return inner
	}
	return p.operandMissing(t)
}

func (p *parser) number(t token) *Node {
	text, exponent := t.text, ""
	if p.token.is("%") {
		p.advance()
		text, exponent = t.text+"%", "e-2"
	}
	x, _ := strconv.ParseFloat(t.text+exponent, 64)
	return &Node{Op: "n", Offset: t.offset, Number: x, Text: text}
}

// close takes the parenthesis that closes open.
func (p *parser) close(open token) {
	switch {
	case p.token.is(")"):
		p.advance()
	case p.token.kind == endToken:
		p.fail(syntaxError(open.offset, diag.Textf("parenthesis is not closed"), diag.Textf("add a )")))
	default:
		p.unexpected()
	}
}

func (p *parser) call(name token, depth int) *Node {
	f, known := function(name.text)
	if !known {
		return p.fail(&Error{name.offset, "formula-function", diag.Textf("%s is not a function here", name.text), functionHelp(name.text)})
	}
	open := p.token
	p.advance()
	var args []*Node
	for !p.token.is(")") && p.err == nil {
		args = append(args, p.expression(0, depth+1))
		if !p.token.is(",") {
			break
		}
		p.advance()
		if p.token.is(")") {
			p.operandMissing(p.token)
		}
	}
	p.close(open)
	if p.err != nil {
		return &Node{}
	}
	if len(args) < f.least || len(args) > f.most {
		return p.fail(&Error{name.offset, "formula-function", f.wants(len(args)), diag.Textf("write %s", f.usage)})
	}
	if f.places && !isPlaces(args[1]) {
		return p.fail(&Error{start(args[1]), "formula-function",
			diag.Textf("%s takes its decimals as a whole number from -9 to 9", f.name),
			diag.Textf("write %s, as in %s(客单价, 0)", f.usage, f.name)})
	}
	return p.node(f.name, name.offset, args...)
}

// isPlaces says whether n is a literal number of decimals to round to.
func isPlaces(n *Node) bool {
	if n.Op == "neg" {
		n = n.Args[0]
	}
	return n.Op == "n" && n.Number == float64(int(n.Number)) && n.Number <= 9
}

// start is where the part of a formula that n stands for begins.
func start(n *Node) int {
	if len(n.Args) == 2 && power(token{kind: signToken, text: n.Op}) > 0 {
		return start(n.Args[0])
	}
	return n.Offset
}

// operandMissing is told where a number, a name or the like had to come.
func (p *parser) operandMissing(t token) *Node {
	if t.kind == endToken {
		return p.fail(syntaxError(t.offset, diag.Textf("formula ends too early"), diag.Textf("a number, a name or a parenthesis is missing at its end")))
	}
	if err := refused(t); err != nil {
		return p.fail(err)
	}
	return p.fail(syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("a number, a name or a parenthesis is missing before it")))
}

// unexpected is told where an operator had to come.
func (p *parser) unexpected() {
	t := p.token
	err := refused(t)
	switch {
	case err != nil:
	case t.kind == nameToken && p.previous.kind == numberToken:
		err = syntaxError(t.offset, diag.Textf("operator missing before %s", t), diag.Textf("a number has no unit and no exponent, and a name does not begin with a digit"))
	case t.kind != signToken || t.is("("):
		err = syntaxError(t.offset, diag.Textf("operator missing before %s", t), diag.Textf("a name has no spaces in it, and an operator is one of + - * /"))
	case t.is(",") && p.previous.kind == numberToken:
		err = syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("a number is written without thousands separators: 1200"))
	case t.is(","):
		err = syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("commas stand between the arguments of a function"))
	default:
		err = syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("there is no ( for it"))
	}
	p.fail(err)
}

// refused is the error for a sign that has no place in any formula.
func refused(t token) *Error {
	if t.kind != signToken {
		return nil
	}
	message, help := diag.Textf("unexpected %s", t), diag.Textf("names are made of letters, Han, digits and _")
	switch t.text {
	case "+", "-", "*", "/", "(", ")", ",", "<", ">", "<>", "<=", ">=":
		return nil
	case "^", "**":
		message, help = diag.Textf("there is no power operator"), diag.Textf("multiply: x * x")
	case "&":
		message, help = diag.Textf("texts are not joined in a formula"), diag.Textf("if both have to be true, write AND(…)")
	case "|":
		help = diag.Textf("if one of them has to be true, write OR(…)")
	case "%":
		help = diag.Textf("% stands behind a number only: 25%")
	case "=", "=>", "=<":
		help = diag.Textf("equal is one =, at least is >=, at most is <=")
	case "!":
		help = diag.Textf("not equal is <>, and not is NOT(…)")
	case ".", "。":
		help = diag.Textf("a number is written 0.5, with one point, and a name has none")
	case ";", "、":
		help = diag.Textf("arguments are separated by commas")
	case "'", "‘", "’", "「", "『", "`":
		help = diag.Textf(`a text stands between quotation marks: "低价"`)
	case ":", "$", "[", "]":
		help = diag.Textf("values are read by their names, not by cells")
	}
	return syntaxError(t.offset, message, help)
}
