package formula

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// Check infers the unit of the formula's value and reports all faults. unitOf
// gives the unit of a known name; names are the suggestions for an unknown one.
// The unit is meaningless if there are faults.
func (e *Expr) Check(unitOf func(name string) (Unit, bool), names []string) (Unit, []*Error) {
	c := checker{unitOf: unitOf, names: names}
	unit := c.unit(e.root)
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

func (c *checker) unit(n *node) Unit {
	switch n.kind {
	case numberNode:
		if n.number == 0 {
			return AnyUnit
		}
		return ""
	case textNode:
		return TextUnit
	case nameNode:
		return c.name(n)
	}
	return n.operation().unit(c, n)
}

func (c *checker) name(n *node) Unit {
	if unit, known := c.unitOf(n.text); known {
		return unit
	}
	var help diag.Text
	if f := functionNamed(n.text); f != nil {
		help = diag.Textf("write the function with its arguments: %s", f.usage)
	} else if nearest := diag.Nearest(n.text, c.names); nearest != "" {
		help = diag.Textf("did you mean %s?", nearest)
	} else if len(c.names) > 0 {
		help = diag.Textf("the known names are %s", firstDozen(c.names))
	}
	return c.fail(n.offset, "formula-name", diag.Textf("unknown name %s", n.text), help)
}

// firstDozen lists names for a message.
func firstDozen(names []string) string {
	const most = 12
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " …"
}

// unitRule infers the unit of a call or an operation, and reports operands that
// do not fit.
type unitRule func(c *checker, n *node) Unit

// firstUnit keeps the unit of the first operand.
func firstUnit(c *checker, n *node) Unit { return c.number(n, n.args[0]) }

func sameOperands(c *checker, n *node) Unit { return c.same(n, c.numbers(n), infixSketch) }

func sameArguments(c *checker, n *node) Unit { return c.same(n, c.numbers(n), callSketch) }

func ordering(c *checker, n *node) Unit {
	sameOperands(c, n)
	return BoolUnit
}

func productUnit(c *checker, n *node) Unit { return factors(c.numbers(n), Unit.Times) }

func quotientUnit(c *checker, n *node) Unit {
	c.divisor(n.args[1])
	return factors(c.numbers(n), Unit.Per)
}

func conditions(c *checker, n *node) Unit {
	for _, arg := range n.args {
		c.condition(n, arg)
	}
	return BoolUnit
}

// branches is the rule of IF.
func branches(c *checker, n *node) Unit {
	c.condition(n, n.args[0])
	return c.same(n, []Unit{c.unit(n.args[1]), c.unit(n.args[2])}, branchSketch)
}

func (c *checker) condition(n, arg *node) {
	if unit := c.unit(arg); !unit.Fits(BoolUnit) {
		c.fail(start(arg), "formula-type", diag.Textf("%s needs a condition, not %s", n.symbol(), unit.Words()),
			diag.Textf("a condition is a comparison, AND, OR or NOT"))
	}
}

func (c *checker) number(n, arg *node) Unit {
	unit := c.unit(arg)
	if unit.isNumber() {
		return unit
	}
	return c.fail(start(arg), "formula-type", diag.Textf("%s needs a number, not %s", n.symbol(), unit.Words()), diag.Text{})
}

func (c *checker) numbers(n *node) []Unit {
	var units []Unit
	for _, arg := range n.args {
		units = append(units, c.number(n, arg))
	}
	return units
}

// sketch writes an operation with units in place of its operands.
type sketch func(symbol string, a, b Unit) diag.Text

func infixSketch(symbol string, a, b Unit) diag.Text {
	return diag.Textf("%s %s %s", a.Words(), symbol, b.Words())
}

func callSketch(symbol string, a, b Unit) diag.Text {
	return diag.Textf("%s(%s, %s)", symbol, a.Words(), b.Words())
}

func branchSketch(_ string, a, b Unit) diag.Text {
	return diag.Textf("IF(…, %s, %s)", a.Words(), b.Words())
}

// same returns the common unit of n's operands, and reports the first that
// differs.
func (c *checker) same(n *node, units []Unit, sketch sketch) Unit {
	result := units[0]
	for _, unit := range units[1:] {
		switch {
		case !unit.Fits(result):
			return c.fail(n.offset, "formula-unit", diag.Textf("the units do not match: %s", sketch(n.symbol(), result, unit)), n.unitHelp(result, unit))
		case unit == unknownUnit || result == AnyUnit:
			result = unit
		}
	}
	return result
}

func (n *node) unitHelp(a, b Unit) diag.Text {
	magnitude := strings.NewReplacer("万", "", "亿", "", "千", "", "百", "")
	switch {
	case magnitude.Replace(string(a)) == magnitude.Replace(string(b)):
		return diag.Textf("%s and %s are different units: use the same unit everywhere", a.Words(), b.Words())
	case a == "" && n.hasLiteral() || b == "" && n.hasLiteral():
		return diag.Textf("make the number an input with a name and a unit")
	}
	return diag.Textf("both sides of + - and comparisons, the branches of IF and all numbers in a function must have the same unit")
}

func (n *node) hasLiteral() bool {
	return slices.ContainsFunc(n.args, func(arg *node) bool { return arg.kind == numberNode })
}

// equality is the rule of = and <>, which compare texts or truths.
func equality(c *checker, n *node) Unit {
	a, b := c.unit(n.args[0]), c.unit(n.args[1])
	switch {
	case a == unknownUnit || b == unknownUnit:
	case a.isNumber() || b.isNumber():
		c.fail(n.offset, "formula-type", diag.Textf("%s cannot compare numbers", n.symbol()),
			diag.Textf("computed numbers are rarely exactly equal: use <= or >="))
	case a != b:
		c.fail(n.offset, "formula-type", diag.Textf("%s cannot compare %s with %s", n.symbol(), a.Words(), b.Words()), diag.Text{})
	}
	return BoolUnit
}

// factors combines the units of two factors. A literal 0 counts as a plain number.
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

// divisor reports a divisor that is always 0.
func (c *checker) divisor(n *node) {
	constant := true
	n.walk(func(n *node) { constant = constant && n.kind != nameNode })
	if !constant {
		return
	}
	if x, ok := n.eval(nil).Number(); ok && x == 0 {
		c.fail(start(n), "formula-zero", diag.Textf("division by zero"), diag.Textf("the divisor is always 0"))
	}
}
