package formula

// operator is an operator of formulas. A new operator is a row in operators, a
// row of the same name in the browser's table OPERATIONS
// (static/formula/formula.ts), and test vectors; TestEveryOperator reports the
// parts that are missing.
type operator struct {
	text  string // in formulas
	name  string // in the browser's JSON
	sign  string // in phrases
	power power
	operation
}

// power is how tightly an operator binds its operands.
type power int

const (
	noPower power = iota // of a token that is no operator
	comparison
	additive
	multiplicative
	prefix // the only power whose operators take one operand, after the operator
)

// operators is the table of all operators.
func operators() []operator {
	return []operator{
		{"=", "=", "=", comparison, operation{equality, evalEqual, excelEqual{}}},
		{"<>", "<>", "≠", comparison, operation{equality, evalUnequal, excelUnequal{}}},
		{"<", "<", "<", comparison, operation{ordering, onOrder(func(order int) bool { return order < 0 }), excelInfix{}}},
		{"<=", "<=", "≤", comparison, operation{ordering, onOrder(func(order int) bool { return order <= 0 }), excelInfix{}}},
		{">", ">", ">", comparison, operation{ordering, onOrder(func(order int) bool { return order > 0 }), excelInfix{}}},
		{">=", ">=", "≥", comparison, operation{ordering, onOrder(func(order int) bool { return order >= 0 }), excelInfix{}}},
		{"+", "+", "+", additive, operation{sameOperands, onPair(add), excelInfix{}}},
		{"-", "-", "−", additive, operation{sameOperands, onPair(subtract), excelInfix{}}},
		{"*", "*", "×", multiplicative, operation{productUnit, onPair(multiply), excelInfix{}}},
		{"/", "/", "÷", multiplicative, operation{quotientUnit, onPairToValue(quotient), excelInfix{}}},
		{"-", "neg", "−", prefix, operation{firstUnit, onNumber(negate), excelPrefix{}}},
	}
}

func (o *operator) isPrefix() bool { return o.power == prefix }

// findOperator returns the prefix or the infix operator that t writes, or nil.
func findOperator(table []operator, t token, isPrefix bool) *operator {
	for i := range table {
		if o := &table[i]; t.is(o.text) && o.isPrefix() == isPrefix {
			return o
		}
	}
	return nil
}
