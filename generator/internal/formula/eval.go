package formula

import "math"

// Eval computes the formula. A name whose value is blank without a reason is
// missing.
func (e *Expr) Eval(lookup func(name string) Value) Value {
	return e.Root.eval(lookup)
}

func (n *Node) eval(lookup func(name string) Value) Value {
	switch n.Op {
	case "n":
		return Number(n.Number)
	case "t":
		return Text(n.Text)
	case "v":
		v := lookup(n.Text)
		if v == (Value{}) {
			return Blank(Reason{Missing, n.Text})
		}
		return v
	case "IF":
		condition := n.Args[0].eval(lookup)
		truth, ok := condition.Bool()
		switch {
		case !ok:
			return spread(condition)
		case truth:
			return n.Args[1].eval(lookup)
		}
		return n.Args[2].eval(lookup)
	case "=", "<>":
		return n.equal(lookup)
	case "AND", "OR", "NOT":
		return n.logic(lookup)
	case "neg", "ABS", "INT":
		return n.unary(lookup)
	case "MIN", "MAX", "SUM", "AVERAGE":
		return n.fold(lookup)
	}
	return n.binary(lookup)
}

// spread is what becomes of an operation with an operand that it cannot use.
func spread(v Value) Value {
	if v.IsBlank() {
		return v
	}
	return Blank(Reason{Cause: Mismatch})
}

func (n *Node) equal(lookup func(string) Value) Value {
	a, b := n.Args[0].eval(lookup), n.Args[1].eval(lookup)
	switch {
	case a.IsBlank():
		return a
	case b.IsBlank():
		return b
	case a.kind != b.kind || a.kind == numberKind:
		return Blank(Reason{Cause: Mismatch})
	}
	return Bool((a == b) == (n.Op == "="))
}

func (n *Node) logic(lookup func(string) Value) Value {
	result := n.Op == "AND"
	for _, arg := range n.Args {
		v := arg.eval(lookup)
		truth, ok := v.Bool()
		switch {
		case !ok:
			return spread(v)
		case n.Op == "AND":
			result = result && truth
		case n.Op == "OR":
			result = result || truth
		default:
			result = !truth
		}
	}
	return Bool(result)
}

func (n *Node) unary(lookup func(string) Value) Value {
	v := n.Args[0].eval(lookup)
	x, ok := v.Number()
	if !ok {
		return spread(v)
	}
	switch n.Op {
	case "ABS":
		return Number(math.Abs(x))
	case "INT":
		return Number(Floor(x))
	}
	return Number(-x)
}

func (n *Node) fold(lookup func(string) Value) Value {
	var result float64
	for i, arg := range n.Args {
		v := arg.eval(lookup)
		x, ok := v.Number()
		switch {
		case !ok:
			return spread(v)
		case i == 0:
			result = x
		case n.Op == "MIN":
			result = min(result, x)
		case n.Op == "MAX":
			result = max(result, x)
		default:
			result = add(result, x)
		}
	}
	if n.Op == "AVERAGE" {
		result /= float64(len(n.Args))
	}
	return Number(result)
}

func (n *Node) binary(lookup func(string) Value) Value {
	left, right := n.Args[0].eval(lookup), n.Args[1].eval(lookup)
	a, ok := left.Number()
	if !ok {
		return spread(left)
	}
	b, ok := right.Number()
	if !ok {
		return spread(right)
	}
	switch n.Op {
	case "+":
		return Number(add(a, b))
	case "-":
		return Number(add(a, -b))
	case "*":
		return Number(float64(a * b)) // the conversion keeps arm64 from fusing it with a sum
	case "/":
		return n.divide(a, b)
	case "ROUND":
		return Number(Round(a, int(b)))
	case "ROUNDUP":
		return Number(RoundUp(a, int(b)))
	case "ROUNDDOWN":
		return Number(RoundDown(a, int(b)))
	}
	return Bool(holds(n.Op, compare(a, b)))
}

func (n *Node) divide(a, b float64) Value {
	if b != 0 {
		return Number(a / b)
	}
	reason := Reason{Cause: Zero}
	if n.Args[1].Op == "v" {
		reason.Name = n.Args[1].Text
	}
	return Blank(reason)
}

// add is a+b, and 0 where the two cancel but for rounding errors.
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
		a, b = decimalValue(a), decimalValue(b) // near enough for the digits to be the same
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func holds(op string, order int) bool {
	switch op {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}
