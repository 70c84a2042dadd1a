package formula

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/BurntSushi/toml"
)

// plan is the part of a goal template that its arithmetic needs.
type plan struct {
	Inputs, Constants []struct {
		Key, Kind      string
		Default, Value any
	}
	Funnel, Values, Process []step
}

type step struct{ Key, Rate, Formula string }

// The formulas of this repository's templates, each reading the values of others,
// compute the true values for any entry.
func TestTemplatesAgainstRationals(t *testing.T) {
	files, _ := filepath.Glob("../../../content/goals/*/*.toml")
	g, sure := newGenerator(29), 0
	for _, file := range files {
		for range 40 {
			sure += verifyPlan(t, g, file)
		}
	}
	if len(files) < 4 || sure < 200*len(files) {
		t.Errorf("only %d values of %d templates are sure", sure, len(files))
	}
}

// verifyPlan returns the number of values that rationals are sure of.
func verifyPlan(t *testing.T, g generator, file string) (sure int) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var p plan
	if _, err := toml.Decode(string(text), &p); err != nil {
		t.Fatal(err)
	}
	given := map[string]any{}
	for _, in := range p.Inputs {
		given[in.Key] = g.entry(in.Kind, in.Default)
	}
	for _, c := range p.Constants {
		given[c.Key] = c.Value
	}
	for _, s := range slices.Concat(p.Values, p.Process) {
		if s.Formula == "" { // the calendar computes it
			given[s.Key] = g.entry("", nil)
		}
	}
	values, exacts := map[string]Value{}, map[string]exact{}
	for key, x := range given {
		values[key], exacts[key] = typedBoth(x)
	}
	for _, s := range p.order(t) {
		e := mustParse(t, s.Formula)
		r := rationals{lookup: func(name string) exact { return exacts[name] }}
		value := e.Eval(func(name string) Value { return values[name] })
		values[s.Key], exacts[s.Key] = value, r.compute(e.root)
		if !exacts[s.Key].unsure {
			sure++
		}
		verifyExact(t, instance{expr: e, inputs: given, value: value}, exacts[s.Key])
	}
	return sure
}

// order sorts the steps so that each follows the steps that it reads.
func (p *plan) order(t *testing.T) []step {
	left := slices.Concat(p.Funnel, p.Values, p.Process)
	for i, s := range p.Funnel {
		if s.Rate != "" {
			left[i].Formula = p.Funnel[i+1].Key + " / " + s.Rate
		}
	}
	left = slices.DeleteFunc(left, func(s step) bool { return s.Formula == "" })
	var done []step
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(s step) bool {
			return !slices.ContainsFunc(mustParse(t, s.Formula).Names(), func(name string) bool {
				return slices.ContainsFunc(left, func(other step) bool { return other.Key == name })
			})
		})
		if i < 0 {
			t.Fatal("the formulas read each other")
		}
		done, left = append(done, left[i]), slices.Delete(left, i, i+1)
	}
	return done
}

// entry returns a value that a reader might enter: nothing, a step of 5 %, zero, a
// half, the example, a tiny or a huge number.
func (g generator) entry(kind string, example any) any {
	switch {
	case g.IntN(25) == 0:
		return nil
	case kind == "percent":
		return float64(1+g.IntN(20)) / 20
	case kind == "" || kind == "number" || kind == "money":
		if g.IntN(2) == 0 {
			return example
		}
		return g.planned()
	}
	return fmt.Sprint(example)
}

func typedBoth(x any) (Value, exact) {
	switch x := x.(type) {
	case int64:
		return Number(float64(x)), typed(strconv.FormatInt(x, 10))
	case float64:
		return Number(x), typed(strconv.FormatFloat(x, 'g', -1, 64))
	case string:
		return Text(x), exactText(x)
	}
	return Value{}, exact{}
}
