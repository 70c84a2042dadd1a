package formula

import (
	"fmt"
	"math/big"
	"strings"
)

// exact is the true value of a formula of decimals. An evaluator that computes in
// float64 may differ from it by at most bound. An exact is unsure if the true value
// does not determine the result in float64, for example because it lies halfway
// between two roundings.
type exact struct {
	kind   kind
	number *big.Rat
	truth  bool
	text   string
	bound  *big.Rat
	scale  *big.Rat // the largest intermediate result
	unsure bool
}

var (
	ulp    = big.NewRat(1, 1<<51)                                             // the error of one operation
	cancel = new(big.Rat).SetFrac(big.NewInt(1), big.NewInt(1<<48))           // a sum smaller than this share of its operands becomes 0
	huge   = new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), e300, nil)) // beyond it an evaluator may overflow
	tiny   = new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), e300, nil))
	e300   = big.NewInt(300)
)

func unsure() exact { return exact{unsure: true} }

func exactText(s string) exact { return exact{kind: textKind, text: s} }

func exactTruth(b bool) exact { return exact{kind: boolKind, truth: b} }

// exactNumber returns x with a bound for the error of its float64.
func exactNumber(x *big.Rat, bound, scale *big.Rat) exact {
	size := new(big.Rat).Abs(x)
	if size.Cmp(huge) > 0 || size.Sign() > 0 && size.Cmp(tiny) < 0 {
		return unsure()
	}
	bound = new(big.Rat).Add(bound, new(big.Rat).Mul(size, ulp))
	return exact{kind: numberKind, number: x, bound: bound, scale: larger(scale, size)}
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

// typed returns the exact value of a decimal such as 25% or 1.5e-7.
func typed(text string) exact {
	digits, percent := strings.CutSuffix(text, "%")
	x, ok := new(big.Rat).SetString(digits)
	if !ok {
		panic(fmt.Sprintf("%s is no number", text))
	}
	if percent {
		x.Quo(x, big.NewRat(100, 1))
	}
	return exactNumber(x, new(big.Rat), new(big.Rat))
}

// rationals computes formulas exactly.
type rationals struct {
	lookup    func(string) exact
	cancelled bool // an intermediate sum was cleaned to 0
}

func (r *rationals) compute(n *node) exact {
	switch n.tag() {
	case "n":
		return typed(n.text)
	case "t":
		return exactText(n.text)
	case "v":
		return r.lookup(n.text)
	case "IF":
		condition := r.compute(n.args[0])
		if condition.unsure || condition.kind == blankKind {
			return condition
		}
		if condition.truth {
			return r.compute(n.args[1])
		}
		return r.compute(n.args[2])
	}
	args := make([]exact, len(n.args))
	for i, arg := range n.args {
		args[i] = r.compute(arg)
		if args[i].unsure || args[i].kind == blankKind {
			return args[i] // the whole is blank or unsure too, whatever the other arguments are
		}
	}
	switch n.tag() {
	case "AND", "OR", "NOT", "=", "<>":
		return exactLogic(n.tag(), args)
	case "neg", "ABS":
		x := new(big.Rat).Neg(args[0].number)
		if n.tag() == "ABS" {
			x.Abs(x)
		}
		return exact{kind: numberKind, number: x, bound: args[0].bound, scale: args[0].scale}
	case "INT":
		return args[0].directed(func(x *big.Rat) *big.Rat { return floorRat(x) })
	case "ROUND", "ROUNDUP", "ROUNDDOWN":
		places := int(new(big.Int).Quo(args[1].number.Num(), args[1].number.Denom()).Int64())
		return args[0].round(n.tag(), places)
	case "MIN", "MAX", "SUM", "AVERAGE":
		return r.fold(n.tag(), args)
	case "+", "-", "*", "/":
		return r.binary(n.tag(), args[0], args[1])
	case "<", "<=", ">", ">=":
		return exactComparison(n.tag(), args[0], args[1])
	}
	return unsure() // TestEveryFunction reports a function without a case
}

func exactLogic(op string, args []exact) exact {
	switch op {
	case "NOT":
		return exactTruth(!args[0].truth)
	case "=", "<>":
		same := args[0].truth == args[1].truth && args[0].text == args[1].text
		return exactTruth(same == (op == "="))
	}
	result := op == "AND"
	for _, arg := range args {
		if op == "AND" {
			result = result && arg.truth
		} else {
			result = result || arg.truth
		}
	}
	return exactTruth(result)
}

func (r *rationals) fold(op string, args []exact) exact {
	result := args[0]
	for _, arg := range args[1:] {
		switch op {
		case "MIN", "MAX":
			bound, scale := larger(result.bound, arg.bound), larger(result.scale, arg.scale)
			if (arg.number.Cmp(result.number) < 0) == (op == "MIN") {
				result = arg
			}
			result.bound, result.scale = bound, scale
		default:
			if result = r.binary("+", result, arg); result.unsure {
				return result
			}
		}
	}
	if op == "AVERAGE" {
		return r.binary("/", result, typed(fmt.Sprint(len(args))))
	}
	return result
}

func (r *rationals) binary(op string, a, b exact) exact {
	scale := larger(a.scale, b.scale)
	switch op {
	case "+", "-":
		if op == "-" {
			b.number = new(big.Rat).Neg(b.number)
		}
		return r.sum(a, b, scale)
	case "*":
		bound := new(big.Rat).Mul(new(big.Rat).Abs(a.number), b.bound)
		bound.Add(bound, new(big.Rat).Mul(new(big.Rat).Abs(b.number), a.bound))
		bound.Add(bound, new(big.Rat).Mul(a.bound, b.bound))
		return exactNumber(new(big.Rat).Mul(a.number, b.number), bound, scale)
	case "/":
		return exactQuotient(a, b, scale)
	}
	panic("no exact form of " + op)
}

// sum cleans sums that cancel, as the package comment specifies.
func (r *rationals) sum(a, b exact, scale *big.Rat) exact {
	sum, bound := new(big.Rat).Add(a.number, b.number), new(big.Rat).Add(a.bound, b.bound)
	limit := larger(new(big.Rat).Abs(a.number), new(big.Rat).Abs(b.number))
	limit = new(big.Rat).Mul(limit, cancel)
	size := new(big.Rat).Abs(sum)
	switch {
	case new(big.Rat).Add(size, bound).Cmp(limit) < 0:
		r.cancelled = r.cancelled || limit.Sign() > 0
		return exact{kind: numberKind, number: new(big.Rat), bound: new(big.Rat), scale: scale}
	case new(big.Rat).Sub(size, bound).Cmp(limit) <= 0 && limit.Sign() > 0:
		return unsure()
	}
	return exactNumber(sum, bound, scale)
}

func exactQuotient(a, b exact, scale *big.Rat) exact {
	if b.number.Sign() == 0 && b.bound.Sign() == 0 {
		return exact{kind: blankKind}
	}
	low := new(big.Rat).Sub(new(big.Rat).Abs(b.number), b.bound)
	if low.Sign() <= 0 {
		return unsure()
	}
	quotient := new(big.Rat).Quo(a.number, b.number)
	bound := new(big.Rat).Mul(new(big.Rat).Abs(quotient), b.bound)
	bound.Add(bound, a.bound).Quo(bound, low)
	return exactNumber(quotient, bound, scale)
}

func exactComparison(op string, a, b exact) exact {
	difference := new(big.Rat).Sub(a.number, b.number)
	if difference.Sign() == 0 && a.survives() && b.survives() {
		return exactTruth(holds(op, 0))
	}
	tolerance := new(big.Rat).Add(new(big.Rat).Add(a.bound, b.bound), new(big.Rat).Add(a.fifteen(), b.fifteen()))
	if new(big.Rat).Abs(difference).Cmp(tolerance) <= 0 {
		return unsure()
	}
	return exactTruth(holds(op, difference.Sign()))
}

func holds(op string, order int) bool {
	switch op {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	}
	panic("no exact form of " + op)
}

// fifteen returns one unit of the fifteenth significant digit.
func (e exact) fifteen() *big.Rat {
	if e.number.Sign() == 0 {
		return new(big.Rat)
	}
	text := new(big.Float).SetRat(new(big.Rat).Abs(e.number)).Text('e', 0)
	_, exponent, _ := strings.Cut(text, "e")
	var n int
	fmt.Sscan(exponent, &n)
	one, _ := new(big.Rat).SetString(fmt.Sprintf("1e%d", n-14))
	return one
}

// survives reports whether e has at most fifteen digits, and a float64 with an error
// of bound has the same ones.
func (e exact) survives() bool {
	one := e.fifteen()
	if one.Sign() == 0 {
		return e.bound.Sign() == 0
	}
	twice := new(big.Rat).Mul(e.bound, big.NewRat(4, 1))
	return new(big.Rat).Quo(e.number, one).IsInt() && twice.Cmp(one) < 0
}

// middle returns the distance of x from the nearest midpoint between two multiples
// of step.
func middle(x, step *big.Rat) *big.Rat {
	shifted := new(big.Rat).Quo(x, step)
	shifted.Sub(shifted, floorRat(shifted)).Sub(shifted, big.NewRat(1, 2)).Abs(shifted)
	return shifted.Mul(shifted, step)
}

func floorRat(x *big.Rat) *big.Rat {
	quotient := new(big.Int)
	quotient.Div(x.Num(), x.Denom()) // rounds towards minus infinity, since denominators are positive
	return new(big.Rat).SetInt(quotient)
}

func powerOfTen(places int) *big.Rat {
	step, _ := new(big.Rat).SetString(fmt.Sprintf("1e%d", -places))
	return step
}

// round rounds to the given number of decimals.
func (e exact) round(op string, places int) exact {
	if op == "ROUND" {
		if !e.survives() && middle(e.number, powerOfTen(places)).Cmp(new(big.Rat).Add(e.bound, e.fifteen())) <= 0 {
			return unsure()
		}
		return e.to(halfAway(e.number, places))
	}
	step := powerOfTen(places)
	return e.directed(func(x *big.Rat) *big.Rat {
		size := floorRat(new(big.Rat).Quo(new(big.Rat).Abs(x), step))
		if whole := new(big.Rat).Mul(size, step); op == "ROUNDUP" && whole.Cmp(new(big.Rat).Abs(x)) < 0 {
			size.Add(size, big.NewRat(1, 1))
		}
		size.Mul(size, step)
		if x.Sign() < 0 {
			size.Neg(size)
		}
		return size
	})
}

// directed rounds to 9 decimals and then with then.
func (e exact) directed(then func(*big.Rat) *big.Rat) exact {
	if !e.survives() && middle(e.number, powerOfTen(9)).Cmp(new(big.Rat).Add(e.bound, e.fifteen())) <= 0 {
		return unsure()
	}
	// A number with more than fifteen digits before the ninth decimal is cut to fifteen.
	if e.fifteen().Cmp(powerOfTen(9)) > 0 && !e.survives() {
		return unsure()
	}
	return e.to(then(halfAway(e.number, 9)))
}

func (e exact) to(x *big.Rat) exact { return exactNumber(x, new(big.Rat), e.scale) }
