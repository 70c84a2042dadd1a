package formula

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// Check infers the unit of the formula's value and tells everything that does
// not fit. unitOf gives the unit of a name that is known, names are those to
// suggest for one that is not. The unit means nothing when there are errors.
func (e *Expr) Check(unitOf func(name string) (Unit, bool), names []string) (Unit, []*Error) {
	c := checker{unitOf: unitOf, names: names}
	unit := c.unit(e.Root)
	slices.SortStableFunc(c.errors, func(a, b *Error) int { return a.Offset - b.Offset })
	return unit, c.errors
}

type checker struct {
	unitOf func(string) (Unit, bool)
	names  []string
	errors []*Error
}

func (c *checker) fail(offset int, code string, message, help diag.Text) Unit {
	c.errors = append(c.errors, &Error{offset, code, message, help})
	return unknownUnit
}

func (c *checker) unit(n *Node) Unit {
	switch n.Op {
	case "n":
		if n.Number == 0 {
			return AnyUnit
		}
		return ""
	case "t":
		return TextUnit
	case "v":
		return c.name(n)
	case "IF":
		c.condition(n, n.Args[0])
		return c.same(n, []Unit{c.unit(n.Args[1]), c.unit(n.Args[2])})
	case "AND", "OR", "NOT":
		for _, arg := range n.Args {
			c.condition(n, arg)
		}
		return BoolUnit
	case "=", "<>":
		return c.equality(n)
	case "<", "<=", ">", ">=":
		c.same(n, c.numbers(n))
		return BoolUnit
	case "*":
		return factors(c.numbers(n), Unit.Times)
	case "/":
		c.divisor(n.Args[1])
		return factors(c.numbers(n), Unit.Per)
	case "ROUND", "ROUNDUP", "ROUNDDOWN":
		return c.number(n, n.Args[0])
	}
	return c.same(n, c.numbers(n))
}

func (c *checker) name(n *Node) Unit {
	if unit, known := c.unitOf(n.Text); known {
		return unit
	}
	var help diag.Text
	if f, isFunction := function(n.Text); isFunction {
		help = diag.Textf("a function has arguments: %s", f.usage)
	} else if nearest := diag.Nearest(n.Text, c.names); nearest != "" {
		help = diag.Textf("did you mean %s?", nearest)
	} else if len(c.names) > 0 {
		help = diag.Textf("known names: %s", some(c.names))
	}
	return c.fail(n.Offset, "formula-name", diag.Textf("unknown name %s", n.Text), help)
}

// some are the first dozen of many names.
func some(names []string) string {
	const most = 12
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " …"
}

func (c *checker) condition(n, arg *Node) {
	if unit := c.unit(arg); !unit.Fits(BoolUnit) {
		c.fail(start(arg), "formula-type", diag.Textf("%s needs a condition, not %s", n.Op, unit.Words()),
			diag.Textf("a condition is a comparison, AND, OR or NOT"))
	}
}

func (c *checker) number(n, arg *Node) Unit {
	unit := c.unit(arg)
	if unit.isNumber() {
		return unit
	}
	op := n.Op
	if op == "neg" {
		op = "-"
	}
	return c.fail(start(arg), "formula-type", diag.Textf("%s needs a number, not %s", op, unit.Words()), diag.Text{})
}

func (c *checker) numbers(n *Node) []Unit {
	var units []Unit
	for _, arg := range n.Args {
		units = append(units, c.number(n, arg))
	}
	return units
}

// same is the one unit of all of n's operands.
func (c *checker) same(n *Node, units []Unit) Unit {
	result := units[0]
	for _, unit := range units[1:] {
		switch {
		case !unit.Fits(result):
			return c.fail(n.Offset, "formula-unit", diag.Textf("units do not fit: %s", n.sketch(result, unit)), n.unitHelp(result, unit))
		case unit == unknownUnit || result == AnyUnit:
			result = unit
		}
	}
	return result
}

// sketch is n with units for its operands.
func (n *Node) sketch(a, b Unit) diag.Text {
	switch {
	case n.Op == "IF":
		return diag.Textf("IF(…, %s, %s)", a.Words(), b.Words())
	case power(token{kind: signToken, text: n.Op}) > 0:
		return diag.Textf("%s %s %s", a.Words(), n.Op, b.Words())
	}
	return diag.Textf("%s(%s, %s)", n.Op, a.Words(), b.Words())
}

func (n *Node) unitHelp(a, b Unit) diag.Text {
	magnitude := strings.NewReplacer("万", "", "亿", "", "千", "", "百", "")
	switch {
	case magnitude.Replace(string(a)) == magnitude.Replace(string(b)):
		return diag.Textf("%s and %s are two units: use one of them throughout", a.Words(), b.Words())
	case a == "" && n.hasLiteral() || b == "" && n.hasLiteral():
		return diag.Textf("give the number a name and a unit, as an input of its own")
	}
	return diag.Textf("sums, comparisons, MIN, MAX and IF want one unit on all sides")
}

func (n *Node) hasLiteral() bool {
	return slices.ContainsFunc(n.Args, func(arg *Node) bool { return arg.Op == "n" })
}

func (c *checker) equality(n *Node) Unit {
	a, b := c.unit(n.Args[0]), c.unit(n.Args[1])
	switch {
	case a == unknownUnit || b == unknownUnit:
	case a.isNumber() || b.isNumber():
		c.fail(n.Offset, "formula-type", diag.Textf("%s does not compare numbers", n.Op),
			diag.Textf("computed numbers are hardly ever exactly equal: use <= or >="))
	case a != b:
		c.fail(n.Offset, "formula-type", diag.Textf("%s cannot compare %s with %s", n.Op, a.Words(), b.Words()), diag.Text{})
	}
	return BoolUnit
}

// factors is the unit of a product or a quotient, in which a literal 0 is a
// plain number.
func factors(units []Unit, combine func(Unit, Unit) Unit) Unit {
	for i, unit := range units {
		switch unit {
		case unknownUnit:
			return unknownUnit
		case AnyUnit:
			units[i] = ""
		}
	}
	return combine(units[0], units[1])
}

// divisor complains of a divisor that is always 0.
func (c *checker) divisor(n *Node) {
	constant := true
	n.Walk(func(n *Node) { constant = constant && n.Op != "v" })
	if !constant {
		return
	}
	if x, ok := n.eval(nil).Number(); ok && x == 0 {
		c.fail(start(n), "formula-zero", diag.Textf("division by zero"), diag.Textf("the divisor is always 0"))
	}
}
