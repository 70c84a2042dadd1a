package formula

import (
	"cairn/generator/internal/sample"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// generator writes random formulas whose kinds fit, and values for their names.
type generator struct {
	*rand.Rand
	numeric []function
}

func newGenerator(seed uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, 1)), numericFunctions()}
}

// numericFunctions are the rows of the table that take numbers and give a number,
// so that a new function takes part in the random formulas.
func numericFunctions() []function {
	return slices.DeleteFunc(functions(), func(f function) bool {
		e, err := Parse(f.name + "(1" + strings.Repeat(", 2", f.arity.least-1) + ")")
		if err != nil {
			return true
		}
		unit, faults := e.Check(nil, nil)
		return len(faults) > 0 || !unit.isNumber()
	})
}

// call writes a call of a numeric function with at most the given number of
// arguments, or as many as it needs.
func (g generator) call(argument func() string, most int) string {
	return g.callOf(g.numeric[g.IntN(len(g.numeric))], argument, most)
}

func (g generator) callOf(f function, argument func() string, most int) string {
	if f.arity.places {
		return f.name + "(" + argument() + ", " + strconv.Itoa(g.IntN(19)-9) + ")"
	}
	least := f.arity.least
	count := least + g.IntN(max(min(f.arity.most, most)-least, 0)+1)
	var args []string
	for range count {
		args = append(args, argument())
	}
	return f.name + "(" + strings.Join(args, ", ") + ")"
}

func (g generator) pick(choices ...string) string { return choices[g.IntN(len(choices))] }

func (g generator) literal() string {
	switch g.IntN(4) {
	case 0:
		return strconv.Itoa(g.IntN(20))
	case 1:
		return strconv.Itoa(g.IntN(100)) + "%"
	case 2:
		return strconv.Itoa(g.IntN(1000)) + "." + strconv.Itoa(g.IntN(1000))
	}
	return strconv.Itoa(g.IntN(1_000_000))
}

func (g generator) number(depth int) string {
	if depth == 0 {
		return g.pick(g.literal(), "a", "b", "c", "签约额", "客单价")
	}
	x := func() string { return g.number(depth - 1) }
	switch g.IntN(10) {
	case 0, 1, 2, 3:
		return "(" + x() + " " + g.pick("+", "-", "*", "/") + " " + x() + ")"
	case 4:
		return "-" + x()
	case 5, 6, 7, 8:
		return g.call(x, 6-depth) // fewer arguments above deep ones, for a formula's limit of 2,000 characters
	}
	return "IF(" + g.truth(depth-1) + ", " + x() + ", " + x() + ")"
}

func (g generator) truth(depth int) string {
	if depth == 0 || g.IntN(2) == 0 {
		return "(" + g.number(depth) + " " + g.pick("<", "<=", ">", ">=") + " " + g.number(depth) + ")"
	}
	x := func() string { return g.truth(depth - 1) }
	switch g.IntN(4) {
	case 0:
		return g.pick("AND", "OR") + "(" + x() + ", " + x() + ")"
	case 1:
		return "NOT(" + x() + ")"
	case 2:
		return "(" + x() + " " + g.pick("=", "<>") + " " + x() + ")"
	}
	return "(打法 " + g.pick("=", "<>") + ` "低价")`
}

func (g generator) value() float64 {
	switch g.IntN(6) {
	case 0:
		return float64(g.IntN(10))
	case 1:
		return float64(g.IntN(2_000_000)-1_000_000) / 1000
	case 2:
		return float64(g.IntN(200))/2 - 50
	case 3:
		return g.NormFloat64() * 1e6
	case 4:
		return g.bits()
	}
	return float64(g.IntN(10_000)) * 0.01
}

// bits returns a random finite number.
func (g generator) bits() float64 {
	for {
		if x := math.Float64frombits(g.Uint64()); !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x
		}
	}
}

func (g generator) inputs() map[string]any {
	inputs := map[string]any{"打法": g.pick("低价", "差异化")}
	for _, name := range []string{"a", "b", "c", "签约额", "客单价"} {
		if g.IntN(20) > 0 {
			inputs[name] = g.value()
		}
	}
	return inputs
}

func TestGoAndBrowserAgree(t *testing.T) {
	b, g := newBrowser(t), newGenerator(7)
	blanks, cases := 0, sample.Count(t, 1000, 4000)
	for range cases {
		text := g.pick(g.number(1+g.IntN(4)), g.truth(1+g.IntN(3)))
		v := vector{Formula: text, Inputs: g.inputs()}
		e := mustParse(t, text)
		value := e.Eval(v.lookup)
		if value.IsBlank() {
			blanks++
		}
		if got := b.evaluate(e, v.Inputs); got != describe(value) {
			t.Fatalf("%s %v: %s in Go, %v in the browser", text, v.Inputs, describe(value), got)
		}
	}
	if blanks < cases/20 || blanks > cases/2 {
		t.Errorf("%d of %d values are blank: the random formulas test too little", blanks, cases)
	}
}

func TestGoAndBrowserRoundAndPrintAlike(t *testing.T) {
	b, g := newBrowser(t), newGenerator(11)
	total := sample.Count(t, 800, 4000)
	for i := range total {
		x := g.value()
		if i%4 == 0 { // a tie at the sixteenth digit or nearby
			x = float64(g.IntN(1e9))/8 + float64(g.IntN(1e6))*1e9
		}
		if i < total/2 { // powers of two
			x = math.Ldexp(1, 2000*i/(total/2)-1000)
		}
		places := g.IntN(19) - 9
		want := strings.Join([]string{
			FormatNumber(x), FormatNumber(Round(x, places)), FormatNumber(RoundUp(x, places)), FormatNumber(RoundDown(x, places)),
			FormatNumber(Floor(x)), Display(x, max(places, -1)), DisplayPercent(x, max(places, -1)),
		}, " ")
		got := b.call(`(x, places) => [x, module.round(x, places), module.roundUp(x, places), module.roundDown(x, places), module.floor(x)]
			.map((y) => module.formatNumber(y)).concat(module.display(x, Math.max(places, -1)), module.displayPercent(x, Math.max(places, -1))).join(" ")`, x, places)
		if got != want {
			t.Fatalf("%v to %d places: %s in Go, %v in the browser", x, places, want, got)
		}
	}
}

// rounded follows the rule of the package comment: it rounds the shortest decimal
// of x half away from zero to 15 digits, and then to the given number of decimals.
func rounded(x float64, places int) *big.Rat {
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'e', -1, 64))
	_, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	e, _ := strconv.Atoi(exponent)
	return halfAway(halfAway(exact, 14-e), places)
}

func halfAway(x *big.Rat, places int) *big.Rat {
	scale, _ := new(big.Rat).SetString(fmt.Sprintf("1e%d", places))
	scaled := new(big.Rat).Mul(new(big.Rat).Abs(x), scale)
	scaled.Add(scaled, big.NewRat(1, 2))
	whole := new(big.Rat).SetInt(new(big.Int).Quo(scaled.Num(), scaled.Denom()))
	whole.Quo(whole, scale)
	if x.Sign() < 0 {
		return whole.Neg(whole)
	}
	return whole
}

func TestRoundFollowsTheRule(t *testing.T) {
	g := newGenerator(13)
	for range 5000 {
		x, places := g.value(), g.IntN(19)-9
		if math.Abs(x) > 1e60 || math.Abs(x) < 1e-60 {
			continue // hundreds of zeros test nothing
		}
		want, _ := rounded(x, places).Float64()
		if got := Round(x, places); got != want {
			t.Fatalf("Round(%v, %d) = %v, want %v", x, places, got, want)
		}
	}
}

// exactly computes a formula of + - * / on whole numbers, and reports whether
// float64 represents every intermediate result.
func exactly(n *node) (*big.Rat, bool) {
	if n.tag() == "n" {
		return new(big.Rat).SetFloat64(n.number), true
	}
	a, fine := exactly(n.args[0])
	b, fineToo := exactly(n.args[1])
	if !fine || !fineToo {
		return a, false
	}
	switch n.tag() {
	case "+":
		a.Add(a, b)
	case "-":
		a.Sub(a, b)
	case "*":
		a.Mul(a, b)
	case "/":
		if b.Sign() == 0 {
			return a, false
		}
		a.Quo(a, b)
	}
	_, exact := a.Float64()
	return a, exact
}

func TestExactArithmetic(t *testing.T) {
	g := newGenerator(17)
	var write func(depth int) string
	write = func(depth int) string {
		if depth == 0 {
			return strconv.Itoa(g.IntN(1000))
		}
		return "(" + write(depth-1) + g.pick("+", "-", "*", "/") + write(g.IntN(depth)) + ")"
	}
	compared := 0
	for range 4000 {
		e := mustParse(t, write(1+g.IntN(4)))
		want, fine := exactly(e.root)
		if !fine {
			continue
		}
		compared++
		x, _ := want.Float64()
		if got := e.Eval(nil); got != Number(x) {
			t.Fatalf("%s = %s, want %s", e, describe(got), want)
		}
	}
	if compared < 1000 {
		t.Errorf("only %d formulas were exact", compared)
	}
}
