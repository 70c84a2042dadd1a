package formula

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"testing"

	"github.com/dop251/goja"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/officetest"
	"cairn/generator/internal/sample"
)

// batch is the number of formulas in one run of Chromium and LibreOffice.
const batch = 3000

// instance is a formula with values for its names, and the value that Go computes.
type instance struct {
	expr   *Expr
	inputs map[string]any
	value  Value

	cancelled bool // a sum in it was cleaned to 0
}

func (c instance) String() string { return fmt.Sprintf("%s %v", c.expr, c.inputs) }

// The three evaluators agree with exact rationals: Go, the browser's code in
// goja and in Chromium, and LibreOffice on the Excel form. Go and the browser agree
// to the last bit, the others within the error of float64 and in the text that a
// page shows.
func TestDifferential(t *testing.T) {
	formulas := sample.Count(t, 500, 1500)
	g := newGenerator(sample.Seed(t, 23))
	tab := browsertest.New(t, "about:")
	sure, known := 0, 0
	for done := 0; done < formulas; done += batch {
		var cases []instance
		for range min(batch, formulas-done) {
			cases = append(cases, g.instance(t))
		}
		verifyBrowsers(t, tab, cases)
		want := make([]exact, len(cases))
		for i, c := range cases {
			r := rationals{lookup: c.rational}
			want[i] = r.compute(c.expr.root)
			cases[i].cancelled = r.cancelled
			if !want[i].unsure {
				sure++
			}
			verifyExact(t, c, want[i])
		}
		known += verifyLibreOffice(t, cases, want)
	}
	t.Logf("%d formulas, of which rationals are sure of %d; LibreOffice is known to differ in %d", formulas, sure, known)
	if sure < formulas*6/10 {
		t.Errorf("rationals are sure of only %d of %d formulas", sure, formulas)
	}
	if known > formulas/200 {
		t.Errorf("LibreOffice differs in %d of %d formulas", known, formulas)
	}
}

func (g generator) instance(t *testing.T) instance {
	text := g.pick(g.number(1+g.IntN(4)), g.number(1+g.IntN(4)), g.truth(1+g.IntN(3)))
	inputs := map[string]any{"打法": g.pick("低价", "差异化")}
	for _, name := range []string{"a", "b", "c", "签约额", "客单价"} {
		if g.IntN(25) > 0 {
			inputs[name] = g.planned()
		}
	}
	e := mustParse(t, text)
	return instance{expr: e, inputs: inputs, value: e.Eval(vector{Inputs: inputs}.lookup)}
}

// planned returns a number typical of plans: zero, tiny, huge, a half, a step of
// 5 %, whole, or with two decimals.
func (g generator) planned() float64 {
	switch g.IntN(12) {
	case 0:
		return 0
	case 1:
		return 1e-7
	case 2:
		return []float64{1e12, 1e13}[g.IntN(2)]
	case 3, 4:
		return []float64{0.5, 2.5, 0.125, 1.005, 2.675, -1.5}[g.IntN(6)]
	case 5, 6:
		return float64(1+g.IntN(20)) / 20
	case 7, 8, 9:
		return float64(g.IntN(100))
	}
	return float64(g.IntN(10_000)) / 100
}

// rational is the exact value of an input; a number is the decimal that a person
// typed.
func (c instance) rational(name string) exact {
	switch x := c.inputs[name].(type) {
	case string:
		return exactText(x)
	case bool:
		return exactTruth(x)
	case float64:
		return typed(strconv.FormatFloat(x, 'g', -1, 64))
	}
	return exact{}
}

func verifyBrowsers(t *testing.T, tab *browsertest.Tab, cases []instance) {
	t.Helper()
	var list []call
	for _, c := range cases {
		list = append(list, call{Name: "evaluate", Args: []any{c.expr, c.inputs}})
	}
	arguments, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	script := jstest.Bundle(t, "../../../"+scriptPath) + answers
	result, err := goja.New().RunString(script + "answers(" + string(arguments) + ")")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"goja":     result.String(),
		"Chromium": browsertest.Eval[string](tab, "(() => {"+script+"return answers("+string(arguments)+")})()"),
	} {
		var got []string
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		for i, c := range cases {
			if got[i] != describe(c.value) {
				t.Errorf("%s = %s in Go, %s in %s", c, describe(c.value), got[i], name)
			}
		}
	}
}

// verifyExact compares Go's value with the true value, and reports whether they agree.
func verifyExact(t *testing.T, c instance, want exact) bool {
	t.Helper()
	x, isNumber := c.value.Number()
	truth, isTruth := c.value.Bool()
	switch {
	case want.unsure:
	case want.kind == blankKind && c.value.IsBlank():
	case want.kind == boolKind && isTruth && truth == want.truth:
	case want.kind == numberKind && isNumber && isNear(x, want, want.bound):
		if low, high := want.ends(); low == high && shown(x) != low {
			t.Errorf("%s shows %s, the true value %s", c, shown(x), low)
			return false
		}
	default:
		t.Errorf("%s = %s in Go, %s by exact arithmetic (rational_test.go)", c, describe(c.value), want)
		return false
	}
	return true
}

func isNear(x float64, want exact, bound *big.Rat) bool {
	difference := new(big.Rat).SetFloat64(x)
	return difference.Sub(difference, want.number).Abs(difference).Cmp(bound) <= 0
}

// ends returns the displayed texts of the true value minus and plus the error of
// float64 and of fifteen digits. Usually they are the same.
func (e exact) ends() (low, high string) {
	tolerance := new(big.Rat).Add(e.bound, e.fifteen())
	if e.survives() {
		tolerance = new(big.Rat)
	}
	show := func(x *big.Rat) string {
		f, _ := halfAway(x, 1).Float64()
		return Display(f, -1)
	}
	return show(new(big.Rat).Sub(e.number, tolerance)), show(new(big.Rat).Add(e.number, tolerance))
}

func (e exact) String() string {
	switch e.kind {
	case blankKind:
		return "blank"
	case boolKind:
		return strconv.FormatBool(e.truth)
	}
	return e.number.FloatString(12)
}

// verifyLibreOffice compares LibreOffice with Go, and returns the number of known
// differences.
func verifyLibreOffice(t *testing.T, cases []instance, want []exact) (known int) {
	t.Helper()
	file := officetest.Recalculate(t, [][]byte{asWorkbook(t, cases)})[0]
	rows, err := file.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		got := ""
		if i < len(rows) && len(rows[i]) > 0 {
			got = rows[i][0]
		}
		switch {
		case want[i].unsure || c.agrees(got, want[i]):
		case isKnown(c, want[i]):
			known++
		default:
			t.Errorf("%s = %s, in LibreOffice %q, %s by exact arithmetic", c, describe(c.value), got, want[i])
		}
	}
	return known
}

// agrees reports whether LibreOffice has the same value, and the same displayed
// text unless the value lies between two texts.
func (c instance) agrees(got string, want exact) bool {
	if c.value.IsBlank() {
		return got == ""
	}
	if truth, ok := c.value.Bool(); ok {
		return got != "" && (got == "1" || got == "TRUE") == truth
	}
	x, _ := c.value.Number()
	y, err := strconv.ParseFloat(got, 64)
	if err != nil || !isNear(y, want, tolerance(want)) {
		return false
	}
	off, _ := tolerance(want).Float64()
	return shown(x) == shown(y) || shown(y-off) != shown(y+off)
}

// isKnown reports whether a difference of LibreOffice 7.4 is known: its ROUNDUP and
// ROUNDDOWN keep only twelve digits and give 123456789012 for
// ROUNDUP(123456789012.3,0).
func isKnown(c instance, want exact) bool {
	known := false
	isAbove := func(limit *big.Rat) bool { return want.scale == nil || want.scale.Cmp(limit) > 0 }
	c.expr.root.walk(func(n *node) {
		switch n.tag() {
		case "ROUNDUP", "ROUNDDOWN":
			known = known || isAbove(powerOfTen(max(c.places(n)-9, -3)))
		}
	})
	return known
}

// places returns the number of decimals to which a node rounds.
func (c instance) places(n *node) int {
	x, _ := n.args[1].eval(nil).Number()
	return int(x)
}

func shown(x float64) string { return Display(Round(x, 1), -1) }

// tolerance bounds the error of LibreOffice, which keeps fifteen digits and drops
// some bits of sums that cancel.
func tolerance(e exact) *big.Rat {
	tolerance := new(big.Rat).Mul(e.bound, big.NewRat(16, 1))
	return tolerance.Add(tolerance, new(big.Rat).Mul(e.scale, big.NewRat(1, 1e14)))
}

// asWorkbook writes a row for each formula: the formula, then the values of its
// names.
func asWorkbook(t *testing.T, cases []instance) []byte {
	t.Helper()
	columns := map[string]string{"a": "B", "b": "C", "c": "D", "签约额": "E", "客单价": "F", "打法": "G"}
	file := excelize.NewFile()
	defer file.Close()
	w, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		cell := func(name string) string {
			at := columns[name] + strconv.Itoa(i+1)
			return fmt.Sprintf(`IF(%s="",NA(),%s)`, at, at)
		}
		row := []any{excelize.Cell{Formula: `IFERROR(` + c.expr.Excel(cell) + `,"")`, Value: ""}, c.inputs["a"], c.inputs["b"], c.inputs["c"], c.inputs["签约额"], c.inputs["客单价"], c.inputs["打法"]}
		if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	buffer, err := file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}
