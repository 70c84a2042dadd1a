package formula

import "math"

// lookup gives the value of a name.
type lookup = func(name string) Value

// evaluation computes a call or an operation.
type evaluation func(n *node, values lookup) Value

// Eval computes the formula. A name whose value is blank without a reason is
// missing.
func (e *Expr) Eval(values func(name string) Value) Value {
	return e.root.eval(values)
}

func (n *node) eval(values lookup) Value {
	switch n.kind {
	case numberNode:
		return Number(n.number)
	case textNode:
		return Text(n.text)
	case nameNode:
		v := values(n.text)
		if v == (Value{}) {
			return Blank(Reason{Missing, n.text})
		}
		return v
	case operatorNode, callNode:
		return n.operation().eval(n, values)
	}
	panic(n.unknownKind())
}

// unusable is the value of an operation with an operand of the wrong kind: a
// blank operand makes the operation blank for the same reason.
func unusable(operand Value) Value {
	if operand.IsBlank() {
		return operand
	}
	return Blank(Reason{Cause: Mismatch})
}

// evalIf leaves the branch that the condition does not choose unread.
func evalIf(n *node, values lookup) Value {
	condition := n.args[0].eval(values)
	truth, ok := condition.Bool()
	switch {
	case !ok:
		return unusable(condition)
	case truth:
		return n.args[1].eval(values)
	}
	return n.args[2].eval(values)
}

func evalEqual(n *node, values lookup) Value {
	a, b := n.args[0].eval(values), n.args[1].eval(values)
	switch {
	case a.IsBlank():
		return a
	case b.IsBlank():
		return b
	case a.kind != b.kind || a.kind == numberKind:
		return Blank(Reason{Cause: Mismatch})
	}
	return Bool(a == b)
}

func evalUnequal(n *node, values lookup) Value {
	equal := evalEqual(n, values)
	truth, ok := equal.Bool()
	if !ok {
		return equal
	}
	return Bool(!truth)
}

func onConditions(compute func([]bool) bool) evaluation {
	return func(n *node, values lookup) Value {
		truths := make([]bool, 0, len(n.args))
		for _, arg := range n.args {
			v := arg.eval(values)
			truth, ok := v.Bool()
			if !ok {
				return unusable(v)
			}
			truths = append(truths, truth)
		}
		return Bool(compute(truths))
	}
}

func onNumbers(compute func([]float64) float64) evaluation {
	return func(n *node, values lookup) Value {
		numbers := make([]float64, 0, len(n.args))
		for _, arg := range n.args {
			v := arg.eval(values)
			x, ok := v.Number()
			if !ok {
				return unusable(v)
			}
			numbers = append(numbers, x)
		}
		return Number(compute(numbers))
	}
}

func onNumber(compute func(float64) float64) evaluation {
	return func(n *node, values lookup) Value {
		v := n.args[0].eval(values)
		x, ok := v.Number()
		if !ok {
			return unusable(v)
		}
		return Number(compute(x))
	}
}

func onPair(compute func(a, b float64) float64) evaluation {
	return onPairToValue(func(n *node, a, b float64) Value { return Number(compute(a, b)) })
}

func onPlaces(round func(x float64, places int) float64) evaluation {
	return onPair(func(x, places float64) float64 { return round(x, int(places)) })
}

// onOrder compares two numbers; holds gets -1, 0 or 1.
func onOrder(holds func(order int) bool) evaluation {
	return onPairToValue(func(_ *node, a, b float64) Value { return Bool(holds(compare(a, b))) })
}

func onPairToValue(compute func(n *node, a, b float64) Value) evaluation {
	return func(n *node, values lookup) Value {
		left, right := n.args[0].eval(values), n.args[1].eval(values)
		a, ok := left.Number()
		if !ok {
			return unusable(left)
		}
		b, ok := right.Number()
		if !ok {
			return unusable(right)
		}
		return compute(n, a, b)
	}
}

// quotient names the divisor in the reason for a blank result.
func quotient(n *node, a, b float64) Value {
	if b != 0 {
		return Number(a / b)
	}
	reason := Reason{Cause: Zero}
	if divisor := n.args[1]; divisor.kind == nameNode {
		reason.Name = divisor.text
	}
	return Blank(reason)
}

func negate(x float64) float64 { return -x }

func subtract(a, b float64) float64 { return add(a, -b) }

// multiply converts the product explicitly, which keeps the compiler for arm64
// from fusing it with a sum.
func multiply(a, b float64) float64 { return float64(a * b) }

// add returns 0 if the sum is only the rounding error of two numbers that cancel.
func add(a, b float64) float64 {
	sum := a + b
	if math.Abs(sum) < float64(max(math.Abs(a), math.Abs(b))*0x1p-48) {
		return 0
	}
	return sum
}

// compare orders two numbers by their 15 significant digits.
func compare(a, b float64) int {
	if math.Abs(a-b) < float64(max(math.Abs(a), math.Abs(b))*1e-13) {
		a, b = decimalValue(a), decimalValue(b) // only numbers this close can have equal digits
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
