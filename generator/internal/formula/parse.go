package formula

import (
	"strconv"

	"cairn/generator/internal/diag"
)

const (
	maxLength  = 2000 // characters
	maxDepth   = 30   // levels of the tree: Excel nests 64 functions, and ROUNDUP with its operand is written as at most four
	maxNesting = 100  // nested parentheses, functions and signs: limits the parser's recursion
	maxText    = 255  // Excel's limit for a text in a formula
)

// Parse reads a formula. It reports the first fault and stops.
func Parse(text string) (*Expr, *Error) {
	if err := checkLength(text); err != nil {
		return nil, err
	}
	return parse(text)
}

func parse(text string) (*Expr, *Error) {
	p := &parser{lexer: lexer{text: text, operators: operators()}}
	p.advance()
	if p.err == nil && p.token.kind == endToken {
		return nil, syntaxError(0, diag.Textf("the formula is empty"), diag.Text{})
	}
	if p.token.is("=") {
		return nil, syntaxError(p.token.offset, diag.Textf("the formula begins with ="), diag.Textf("remove the ="))
	}
	root := p.expression(noPower, 1)
	if p.token.kind != endToken {
		p.unexpected()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Expr{Text: text, root: root}, nil
}

func checkLength(text string) *Error {
	count := 0
	for offset := range text {
		if count++; count > maxLength {
			return &Error{offset, "formula-limit",
				diag.Textf("the formula is longer than 2,000 characters"), diag.Textf("compute a part of it as a separate value")}
		}
	}
	return nil
}

func syntaxError(offset int, message, help diag.Text) *Error {
	return &Error{offset, "formula-syntax", message, help}
}

// parser is a Pratt parser: the right operand of an operator ends before the next
// operator that does not bind tighter. At the first fault the parser moves to the
// end of the text, which ends every loop and call under way.
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

func (p *parser) fail(err *Error) *node {
	if p.err == nil {
		p.err = err
	}
	p.token = token{kind: endToken, offset: len(p.lexer.text)}
	p.lexer.offset = len(p.lexer.text)
	return &node{}
}

// infix is the operator at the current token, or nil.
func (p *parser) infix() *operator { return findOperator(p.lexer.operators, p.token, false) }

// expression reads operands and the operators between them that bind tighter
// than least.
func (p *parser) expression(least power, depth int) *node {
	left := p.operand(depth)
	compared := false
	for o := p.infix(); o != nil && o.power > least; o = p.infix() {
		at := p.token.offset
		if o.power == comparison && compared {
			return p.fail(syntaxError(at, diag.Textf("comparisons cannot be chained"), diag.Textf("write AND(1 < x, x < 5) instead of 1 < x < 5")))
		}
		compared = o.power == comparison
		p.advance()
		left = p.node(&node{kind: operatorNode, operator: o, offset: at, args: []*node{left, p.expression(o.power, depth)}})
	}
	return left
}

// node completes n with its depth.
func (p *parser) node(n *node) *node {
	for _, arg := range n.args {
		n.depth = max(n.depth, arg.depth+1)
	}
	if n.depth > maxDepth {
		return p.tooDeep(n.offset, maxDepth)
	}
	return n
}

func (p *parser) tooDeep(offset, limit int) *node {
	return p.fail(&Error{offset, "formula-limit", diag.Textf("the formula is nested more than %d levels deep", limit),
		diag.Textf("use SUM for long sums, or compute a part as a separate value")})
}

func (p *parser) operand(depth int) *node {
	t := p.token
	if depth > maxNesting {
		return p.tooDeep(t.offset, maxNesting)
	}
	p.advance()
	switch {
	case t.kind == numberToken:
		return p.number(t)
	case t.kind == textToken:
		return &node{kind: textNode, offset: t.offset, text: t.text}
	case t.kind == nameToken && p.token.is("("):
		return p.call(t, depth)
	case t.kind == nameToken:
		return &node{kind: nameNode, offset: t.offset, text: t.text}
	case t.is("+"): // a sign without effect
		return p.operand(depth + 1)
	case t.is("("):
		inner := p.expression(noPower, depth+1)
		p.close(t)
		return inner
	}
	if o := findOperator(p.lexer.operators, t, true); o != nil {
		return p.node(&node{kind: operatorNode, operator: o, offset: t.offset, args: []*node{p.operand(depth + 1)}})
	}
	return p.operandMissing(t)
}

func (p *parser) number(t token) *node {
	text, exponent := t.text, ""
	if p.token.is("%") {
		p.advance()
		text, exponent = t.text+"%", "e-2"
	}
	x, _ := strconv.ParseFloat(t.text+exponent, 64)
	return &node{kind: numberNode, offset: t.offset, number: x, text: text}
}

// close reads the parenthesis that closes open.
func (p *parser) close(open token) {
	switch {
	case p.token.is(")"):
		p.advance()
	case p.token.kind == endToken:
		p.fail(syntaxError(open.offset, diag.Textf("the parenthesis has no closing )"), diag.Textf("add a )")))
	default:
		p.unexpected()
	}
}

func (p *parser) call(name token, depth int) *node {
	f := functionNamed(name.text)
	if f == nil {
		return p.fail(&Error{name.offset, "formula-function", diag.Textf("unknown function %s", name.text), unknownFunctionHelp(name.text)})
	}
	args := p.arguments(depth)
	if p.err != nil {
		return &node{}
	}
	if len(args) < f.arity.least || len(args) > f.arity.most {
		return p.fail(&Error{name.offset, "formula-function", f.countFault(len(args)), diag.Textf("write %s", f.usage)})
	}
	if f.arity.places && !isPlaces(args[1]) {
		return p.fail(&Error{start(args[1]), "formula-function",
			diag.Textf("the decimals of %s must be a whole number from -9 to 9", f.name),
			diag.Textf("write %s, as in %s(客单价, 0)", f.usage, f.name)})
	}
	return p.node(&node{kind: callNode, function: f, offset: name.offset, args: args})
}

// arguments reads the parenthesis behind a function's name.
func (p *parser) arguments(depth int) []*node {
	open := p.token
	p.advance()
	var args []*node
	for !p.token.is(")") && p.err == nil {
		args = append(args, p.expression(noPower, depth+1))
		if !p.token.is(",") {
			break
		}
		p.advance()
		if p.token.is(")") {
			p.operandMissing(p.token)
		}
	}
	p.close(open)
	return args
}

// isPlaces reports whether n is a literal number of decimals to round to.
func isPlaces(n *node) bool {
	if n.kind == operatorNode && n.operator.isPrefix() {
		n = n.args[0]
	}
	return n.kind == numberNode && n.number == float64(int(n.number)) && n.number <= 9
}

// start is the offset at which the text of n begins.
func start(n *node) int {
	if n.kind == operatorNode && !n.operator.isPrefix() {
		return start(n.args[0])
	}
	return n.offset
}

// operandMissing reports t where an operand is expected.
func (p *parser) operandMissing(t token) *node {
	if t.kind == endToken {
		return p.fail(syntaxError(t.offset, diag.Textf("the formula is incomplete"), diag.Textf("a number, a name or a parenthesis is missing at the end")))
	}
	if err := p.refused(t); err != nil {
		return p.fail(err)
	}
	return p.fail(syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("a number, a name or a parenthesis is missing before it")))
}

// unexpected reports the current token where an operator or the end is expected.
func (p *parser) unexpected() {
	t := p.token
	err := p.refused(t)
	switch {
	case err != nil:
	case t.kind == nameToken && p.previous.kind == numberToken:
		err = syntaxError(t.offset, diag.Textf("there is no operator before %s", t), diag.Textf("a number has no unit and no exponent, and a name does not begin with a digit"))
	case t.kind != signToken || t.is("("):
		err = syntaxError(t.offset, diag.Textf("there is no operator before %s", t), diag.Textf("a name contains no spaces; the operators are + - * /"))
	case t.is(",") && p.previous.kind == numberToken:
		err = syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("write the number without thousands separators: 1200"))
	case t.is(","):
		err = syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("use commas only between the arguments of a function"))
	default:
		err = syntaxError(t.offset, diag.Textf("unexpected %s", t), diag.Textf("it has no opening ("))
	}
	p.fail(err)
}

// refused explains a sign that no formula contains; nil for the signs of formulas.
func (p *parser) refused(t token) *Error {
	if t.kind != signToken {
		return nil
	}
	if p.lexer.isOperator(t.text) && t.text != "=" {
		return nil
	}
	message, help := diag.Textf("unexpected %s", t), diag.Textf("names consist of letters, Chinese characters, digits and _")
	switch t.text {
	case "(", ")", ",":
		return nil
	case "^", "**":
		message, help = diag.Textf("there is no power operator"), diag.Textf("multiply: x * x")
	case "&":
		message, help = diag.Textf("a formula cannot join texts"), diag.Textf("if both must be true, write AND(…)")
	case "|":
		help = diag.Textf("if one of them must be true, write OR(…)")
	case "%":
		help = diag.Textf("write % only after a number: 25%")
	case "=", "=>", "=<":
		help = diag.Textf("write = for equal, >= for at least, <= for at most")
	case "!":
		help = diag.Textf("write <> for not equal, and NOT(…) for not")
	case ".", "。":
		help = diag.Textf("a number has one decimal point, as in 0.5, and a name has none")
	case ";", "、":
		help = diag.Textf("separate arguments with commas")
	case "'", "‘", "’", "「", "『", "`":
		help = diag.Textf(`write texts between straight quotes: "低价"`)
	case ":", "$", "[", "]":
		help = diag.Textf("write the names of values, not cells")
	}
	return syntaxError(t.offset, message, help)
}
