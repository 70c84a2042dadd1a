package jstest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/sample"
)

// The scripts of static/year have no twin in Go: these tests compute the same in exact numbers and in other ways.

// callers calls the functions of the scripts. A fraction is a text: 3/4.
const callers = `
const read = (text) => { const [above, below = "1"] = text.split("/"); return { numerator: BigInt(above), denominator: BigInt(below) }; };
const write = (x) => (x === undefined ? "" : x.numerator + "/" + x.denominator);
const gap = (planned, done) => module.gap(planned.map(read), done.map(read)).map(write);
const gapOf = (totals) => { const { steps, market } = module.gapOf(totals); return [...steps, market].map(write); };
const odds = (needed, trials, alpha, beta) => module.oddsOf(needed, trials, { alpha, beta }) ?? null;
const belief = (planned, prior, wins, trials) => { const { alpha, beta } = module.beliefOf(planned, prior, wins, trials); return [alpha, beta]; };
const exact = (x) => write(module.rationalOf(x));
const nearest = (text) => module.numberOf(read(text));
`

// yearScript loads a script of static/year with the callers.
func yearScript(t testing.TB, name string) *goja.Runtime {
	t.Helper()
	vm := Load(t, "../../../static/year/"+name+".ts")
	if _, err := vm.RunString(callers); err != nil {
		t.Fatal(err)
	}
	return vm
}

// call calls a function with arguments that JSON can express.
func call[T any](t testing.TB, vm *goja.Runtime, function string, args ...any) T {
	t.Helper()
	texts := make([]string, len(args))
	for i, arg := range args {
		text, err := json.Marshal(arg)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(text)
	}
	source := function + "(" + strings.Join(texts, ", ") + ")"
	value, err := vm.RunString("JSON.stringify(" + source + ")")
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	var result T
	if err := json.Unmarshal([]byte(value.String()), &result); err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return result
}

func newRand(t testing.TB, own uint64) *rand.Rand {
	return rand.New(rand.NewPCG(sample.Seed(t, own), 0))
}

// A number becomes the fraction of its decimal digits, and a fraction the nearest number.
func TestRationals(t *testing.T) {
	vm := yearScript(t, "rational")
	for x, want := range map[float64]string{
		0: "0/1", 0.1: "1/10", -2.5: "-5/2", 3: "3/1", 1e21: "1000000000000000000000/1", 1.5e-7: "3/20000000", 0.30000000000000004: "7500000000000001/25000000000000000",
	} {
		if got := call[string](t, vm, "exact", x); got != want {
			t.Errorf("%v is %s, want %s", x, got, want)
		}
	}
	if _, err := vm.RunString("exact(1 / 0)"); err == nil || !strings.Contains(err.Error(), "RangeError: Infinity is no fraction") {
		t.Errorf("infinity: %v", err)
	}
	r := newRand(t, 181)
	for range sample.Count(t, 300, 2_500) {
		x := math.Ldexp(r.Float64()-0.5, r.IntN(1200)-600)
		text := call[string](t, vm, "exact", x)
		want, _ := new(big.Rat).SetString(fmt.Sprint(x))
		if text != want.RatString() && text != want.String() {
			t.Errorf("%v is %s, want %s", x, text, want)
		}
		if got := call[float64](t, vm, "nearest", text); got != x {
			t.Errorf("%s is %v, want %v", text, got, x)
		}
	}
	for range sample.Count(t, 300, 2_500) {
		ratio := big.NewRat(r.Int64()-r.Int64(), 1+r.Int64())
		if r.IntN(2) == 0 { // near the middle of two numbers
			x := math.Ldexp(1+r.Float64(), r.IntN(80)-40)
			ratio.SetFloat64(x)
			ratio.Add(ratio, new(big.Rat).SetFloat64(math.Nextafter(x, 4*x)))
			ratio.Quo(ratio, big.NewRat(2, 1))
			ratio.Add(ratio, new(big.Rat).Mul(ratio, big.NewRat(r.Int64N(3)-1, math.MaxInt64)))
		}
		want, _ := ratio.Float64()
		if got := call[float64](t, vm, "nearest", ratio.String()); got != want {
			t.Errorf("%s is %v, want %v", ratio, got, want)
		}
	}
}

// The shares of the gap of issue 18, as exact fractions and rounded.
func TestGapWorked(t *testing.T) {
	vm := yearScript(t, "gap")
	got := rats(t, call[[]string](t, vm, "gap", []string{"12", "3/4", "8/15", "5/8"}, []string{"14", "9/14", "4/9", "1/4"}))
	checkGap(t, []string{"0.3058", "-0.2978", "-0.3514", "-1.6565"}, got)
	totals := call[[]string](t, vm, "gapOf", []map[string]float64{{"planned": 12, "done": 14}, {"planned": 9, "done": 9}, {"planned": 4.8, "done": 4}, {"planned": 3, "done": 1}})
	checkGap(t, []string{"0.3058", "-0.2978", "-0.3514", "-1.6565", "0.0000"}, rats(t, totals))
}

func checkGap(t *testing.T, want []string, got []*big.Rat) {
	t.Helper()
	sum := new(big.Rat)
	for i, share := range got {
		sum.Add(sum, share)
		if share.FloatString(4) != want[i] {
			t.Errorf("share %d is %s = %s, want %s", i, share, share.FloatString(4), want[i])
		}
	}
	if sum.Cmp(big.NewRat(-2, 1)) != 0 {
		t.Errorf("the shares add up to %s, not to -2", sum)
	}
}

// The shares are the means over all orders of the factors, to the last digit: they add up to the gap,
// and another order of the factors gives the same shares in that order.
func TestGapIsTheMeanOfAllOrders(t *testing.T) {
	vm := yearScript(t, "gap")
	r := newRand(t, 182)
	for i := range sample.Count(t, 200, 2_500) {
		n := 1 + r.IntN(6)
		if i%100 == 0 {
			n = 8
		}
		planned, done := make([]*big.Rat, n), make([]*big.Rat, n)
		for j := range n {
			planned[j], done[j] = randomFactor(r), randomFactor(r)
		}
		want := texts(meanOfOrders(planned, done))
		if got := call[[]string](t, vm, "gap", texts(planned), texts(done)); !slices.Equal(got, want) {
			t.Fatalf("%v → %v: %v, want %v", planned, done, got, want)
		}
		order := r.Perm(n)
		if got := call[[]string](t, vm, "gap", texts(permuted(planned, order)), texts(permuted(done, order))); !slices.Equal(got, permuted(want, order)) {
			t.Fatalf("%v → %v in the order %v: %v, want %v", planned, done, order, got, permuted(want, order))
		}
	}
}

// randomFactor returns a count, a rate or, one time in six, 0.
func randomFactor(r *rand.Rand) *big.Rat {
	if r.IntN(6) == 0 {
		return new(big.Rat)
	}
	return big.NewRat(1+r.Int64N(200), 1+r.Int64N(40))
}

// meanOfOrders replaces the planned factors by those done in every order, and takes the mean of what each replacement adds.
func meanOfOrders(planned, done []*big.Rat) []*big.Rat {
	n := len(planned)
	shares := make([]*big.Rat, n)
	for i := range shares {
		shares[i] = new(big.Rat)
	}
	orders := int64(0)
	factors := slices.Clone(planned)
	var visit func(rest []int)
	visit = func(rest []int) {
		if len(rest) == 0 {
			orders++
			return
		}
		before := product(factors)
		for at, i := range rest {
			factors[i] = done[i]
			// The change stands for every order of the others: (len(rest)-1)! orders begin so.
			added := new(big.Rat).Sub(product(factors), before)
			shares[i].Add(shares[i], added.Mul(added, factorial(len(rest)-1)))
			visit(slices.Delete(slices.Clone(rest), at, at+1))
			factors[i] = planned[i]
		}
	}
	visit(permutationOf(n))
	for _, share := range shares {
		share.Quo(share, big.NewRat(orders, 1))
	}
	return shares
}

func permutationOf(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func factorial(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).MulRange(1, int64(n)))
}

func product(factors []*big.Rat) *big.Rat {
	all := big.NewRat(1, 1)
	for _, factor := range factors {
		all.Mul(all, factor)
	}
	return all
}

func permuted[T any](list []T, order []int) []T {
	result := make([]T, len(list))
	for i, from := range order {
		result[i] = list[from]
	}
	return result
}

func texts(list []*big.Rat) []string {
	result := make([]string, len(list))
	for i, x := range list {
		result[i] = x.String()
	}
	return result
}

// rats reads fractions; "" is nil.
func rats(t testing.TB, list []string) []*big.Rat {
	t.Helper()
	result := make([]*big.Rat, len(list))
	for i, text := range list {
		if text == "" {
			continue
		}
		x, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%q is no fraction", text)
		}
		result[i] = x
	}
	return result
}

// total is a step of the chain as the browser takes it.
type total struct {
	Planned  float64  `json:"planned"`
	Done     float64  `json:"done"`
	Forecast *float64 `json:"forecast,omitempty"`
}

// What a chain of totals says where steps are 0, and where the market changed the plan.
func TestGapOfTotals(t *testing.T) {
	vm := yearScript(t, "gap")
	of := func(x float64) *float64 { return &x }
	for name, test := range map[string]struct {
		totals []total
		want   []string // of each step, and of the market
	}{
		"nothing":                                 {[]total{{}, {}, {}}, []string{"0/1", "0/1", "0/1", "0/1"}},
		"as planned":                              {[]total{{10, 10, nil}, {5, 5, nil}}, []string{"0/1", "0/1", "0/1"}},
		"nothing was tried: it is the volume":     {[]total{{10, 0, nil}, {5, 0, nil}, {2, 0, nil}}, []string{"-2/1", "0/1", "0/1", "0/1"}},
		"stopped after the first step":            {[]total{{10, 10, nil}, {5, 0, nil}, {2, 0, nil}}, []string{"0/1", "-2/1", "0/1", "0/1"}},
		"nothing was planned":                     {[]total{{0, 10, nil}, {0, 5, nil}, {0, 2, nil}}, []string{"2/1", "0/1", "0/1", "0/1"}},
		"results were not planned yet":            {[]total{{10, 10, nil}, {5, 5, nil}, {0, 1, nil}}, []string{"0/1", "0/1", "1/1", "0/1"}},
		"a step in the middle was not recorded":   {[]total{{10, 10, nil}, {5, 0, nil}, {2, 1, nil}}, []string{"0/1", "", "-1/1", "0/1"}},
		"the first step was not recorded":         {[]total{{10, 0, nil}, {4, 4, nil}, {2, 1, nil}}, []string{"", "0/1", "-1/1", "0/1"}},
		"a step in the middle was not planned":    {[]total{{10, 10, nil}, {0, 5, nil}, {2, 1, nil}}, []string{"0/1", "", "-1/1", "0/1"}},
		"the market did what the forecast says":   {[]total{{10, 10, of(10)}, {4, 2, of(2)}}, []string{"0/1", "0/1", "-2/1"}},
		"the market did less than the forecast":   {[]total{{10, 10, of(10)}, {4, 4, of(2)}}, []string{"0/1", "3/1", "-3/1"}},
		"a forecast of nothing says nothing":      {[]total{{10, 10, of(10)}, {4, 2, of(0)}}, []string{"0/1", "-2/1", "0/1"}},
		"money is the last step, size its rate":   {[]total{{2, 2, nil}, {6, 4, nil}}, []string{"0/1", "-2/1", "0/1"}},
		"a billion":                               {[]total{{1e9, 1e9 - 1, nil}, {1e9, 1e9 - 1, nil}}, []string{"-1/1", "0/1", "0/1"}},
		"one step has a volume and a market":      {[]total{{8, 4, of(4)}}, []string{"0/1", "-4/1"}},
		"a chain without steps has no gap":        {[]total{}, []string{"0/1"}},
		"more was done at the end than before it": {[]total{{4, 2, nil}, {2, 4, nil}}, []string{"-5/2", "9/2", "0/1"}},
	} {
		if got := call[[]string](t, vm, "gapOf", test.totals); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// Whatever the totals, the shares add up to the gap of the last totals, exactly.
func TestGapAddsUp(t *testing.T) {
	vm := yearScript(t, "gap")
	r := newRand(t, 183)
	number := func() float64 {
		if r.IntN(20) == 0 {
			return -float64(r.IntN(9)) // money may be
		}
		return float64(max(r.IntN(60)-12, 0)) / float64(1+r.IntN(7))
	}
	for range sample.Count(t, 300, 2_500) {
		totals := make([]total, 1+r.IntN(7))
		for i := range totals {
			totals[i] = total{number(), number(), nil}
			if r.IntN(3) == 0 {
				forecast := number()
				totals[i].Forecast = &forecast
			}
		}
		sum := new(big.Rat)
		for _, share := range rats(t, call[[]string](t, vm, "gapOf", totals)) {
			if share != nil {
				sum.Add(sum, share)
			}
		}
		last := totals[len(totals)-1]
		done, _ := new(big.Rat).SetString(fmt.Sprint(last.Done))
		planned, _ := new(big.Rat).SetString(fmt.Sprint(last.Planned))
		if want := done.Sub(done, planned); sum.Cmp(want) != 0 {
			t.Fatalf("%+v: the shares add up to %s, want %s", totals, sum, want)
		}
	}
}

// The odds of issue 18, and those that need no computation.
func TestOddsWorked(t *testing.T) {
	vm := yearScript(t, "odds")
	for _, test := range []struct {
		needed, trials int
		alpha, beta    float64
		want           any
	}{
		{5, 10, 6, 6, "59.0%"}, {5, 14, 6, 6, "81.7%"}, {5, 16, 6, 6, "87.6%"}, {6, 10, 5, 3, "64.6%"},
		{0, 10, 5, 3, 1.0}, {-2, 0, 5, 3, 1.0}, {0, 0, 0, 0, 1.0}, {1, 0, 5, 3, 0.0}, {11, 10, 5, 3, 0.0},
		{1, 10, 0, 8, 0.0}, {10, 10, 8, 0, 1.0}, {1, 10, 0, 0, nil}, {1, 10, -1, 3, nil}, {1, 100_001, 5, 3, nil},
	} {
		got := call[any](t, vm, "odds", test.needed, test.trials, test.alpha, test.beta)
		if x, ok := got.(float64); ok && test.want != got {
			got = fmt.Sprintf("%.1f%%", 100*x)
		}
		if got != test.want {
			t.Errorf("at least %d of %d with Beta(%v, %v): %v, want %v", test.needed, test.trials, test.alpha, test.beta, got, test.want)
		}
	}
	if got := call[[]float64](t, vm, "belief", 0.625, 8, 1, 4); !slices.Equal(got, []float64{6, 6}) {
		t.Errorf("62.5%% that counts for 8, and 1 of 4: Beta%v, want [6 6]", got)
	}
}

// The odds agree with an urn of which every draw is enumerated: a ball of the colour that was drawn is added
// after each draw, which is the same distribution.
func TestOddsAreThoseOfAnUrn(t *testing.T) {
	vm := yearScript(t, "odds")
	r := newRand(t, 184)
	rounds := sample.Count(t, 200, 2_500)
	worst := 0.0
	for i := range rounds {
		trials := 1 + r.IntN(40)
		if i%100 == 0 {
			trials = 200 + r.IntN(300)
		}
		// Beta(wins / parts, losses / parts)
		parts := 1 + r.Int64N(200)
		wins, losses := 1+r.Int64N(12*parts), 1+r.Int64N(12*parts)
		needed := 1 + r.IntN(trials)
		want, _ := urn(needed, trials, wins, losses, parts).Float64()
		got := call[float64](t, vm, "odds", needed, trials, float64(wins)/float64(parts), float64(losses)/float64(parts))
		off := math.Abs(got-want) / want
		worst = max(worst, off)
		if off > 1e-11 {
			t.Fatalf("at least %d of %d with Beta(%d/%d, %d/%d): %v, want %v", needed, trials, wins, parts, losses, parts, got, want)
		}
	}
	t.Logf("%d odds, the worst off by %.1e", rounds, worst)
}

// urn returns the probability that at least needed of some draws win. A ball counts for parts.
func urn(needed, trials int, wins, losses, parts int64) *big.Rat {
	weights := []*big.Int{big.NewInt(1)} // of each number of wins so far
	all := big.NewInt(1)
	for drawn := range int64(trials) {
		next := make([]*big.Int, len(weights)+1)
		for i := range next {
			next[i] = new(big.Int)
		}
		for won, weight := range weights {
			next[won+1].Add(next[won+1], new(big.Int).Mul(weight, big.NewInt(wins+parts*int64(won))))
			next[won].Add(next[won], new(big.Int).Mul(weight, big.NewInt(losses+parts*(drawn-int64(won)))))
		}
		weights = next
		all.Mul(all, big.NewInt(wins+losses+parts*drawn))
	}
	reached := new(big.Int)
	for _, weight := range weights[needed:] {
		reached.Add(reached, weight)
	}
	return new(big.Rat).SetFrac(reached, all)
}

// More trials raise the odds, and more wins that are needed lower them; odds are never outside 0 to 1,
// also with numbers at the limit.
func TestOddsAreMonotone(t *testing.T) {
	vm := yearScript(t, "odds")
	r := newRand(t, 185)
	for range sample.Count(t, 150, 600) {
		needed, trials := 1+r.IntN(50), r.IntN(300)
		alpha, beta := math.Exp(12*r.Float64()-6), math.Exp(12*r.Float64()-6)
		at := func(needed, trials int) float64 { return call[float64](t, vm, "odds", needed, trials, alpha, beta) }
		odds := at(needed, trials)
		if more := at(needed, trials+1); !(0 <= odds && odds <= more*(1+1e-12) && more <= 1) {
			t.Fatalf("%d of %d with Beta(%v, %v): %v, of one more %v", needed, trials, alpha, beta, odds, more)
		}
		if fewer := at(needed-1, trials); fewer*(1+1e-12) < odds {
			t.Fatalf("%d of %d with Beta(%v, %v): %v, of one fewer needed %v", needed, trials, alpha, beta, odds, fewer)
		}
	}
	for _, test := range []struct {
		needed, trials    int
		alpha, beta, want float64
	}{
		{50_000, 99_999, 5, 5, 0.5}, {50_000, 99_999, 1e-9, 1e-9, 0.5}, {50_000, 99_999, 1e9, 1e9, 0.5},
		{99_999, 100_000, 1e9, 1e-9, 1}, {1, 100_000, 1e-9, 1e9, 0}, {60_000, 100_000, 1e9, 1e9, 0},
	} {
		got := call[any](t, vm, "odds", test.needed, test.trials, test.alpha, test.beta)
		if x, ok := got.(float64); !ok || math.Abs(x-test.want) > 1e-6 {
			t.Errorf("%+v: %v", test, got)
		}
	}
}
