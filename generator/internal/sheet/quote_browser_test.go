package sheet

import (
	"cmp"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	gocmp "github.com/google/go-cmp/cmp"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// statedInBrowser is a script that puts values of a sheet into the forms of texts.
const statedInBrowser = `
	const allStated = (template, entries, texts) => {
		const given = new Map(Object.entries(entries)), sheet = module.evaluatorOf(template)(given);
		return JSON.stringify(texts.map(([name, quoted]) => module.statedLike(quoted, module.readingOf(template, name, given, sheet))));
	};
`

// In the browser a reader's own number has the form that an author must write for the same
// number: of whole numbers, of decimals, of a range, of a day.
func TestBrowserStatesNumbersAsAuthorsMust(t *testing.T) {
	module := jstest.Bundle(t, "testdata/quote.ts") + statedInBrowser
	forms := []string{"3", "1,200", "3.2", "0.25", "３－４", "3–4", "12 到 13", "１．５"}
	days := []string{"3 月 1 日", "2027-03-01"}
	random := rand.New(rand.NewPCG(sample.Seed(t, 11), 12))
	zeros := 0
	for name, template := range templates(t) {
		cases, sheets := casesOf(template, random, 2)
		for i, s := range sheets {
			example := s.example()
			texts, want := [][2]string{}, []string{} // a random template may have no number
			for _, of := range example.Names() {
				v, form := example.Values[of], forms[random.IntN(len(forms))]
				if v.Kind == IsDate {
					form = days[random.IntN(len(days))]
				}
				q := example.Quote(v, form)
				key, _, isPart := strings.Cut(of, "@")
				if isPart && template.FindProcess(key) != nil && template.FindSplit(key) != nil {
					continue // the worksheet has two outputs of this name
				}
				isConstant := slices.ContainsFunc(template.Constants, func(c *goal.Constant) bool { return c.Key == of })
				if isConstant || q.isRange && v.Input || v.Kind != IsNumber && v.Kind != IsDate {
					continue
				}
				texts, want = append(texts, [2]string{of, form}), append(want, v.number(q))
				if v.Number != 0 && strings.HasPrefix(v.number(q), "0.") {
					zeros++
				}
			}
			var got []string
			result, err := goja.New().RunString(module + "allStated(" + marshal(t, wire.New(template)) + "," + marshal(t, cases[i]) + "," + marshal(t, texts) + ")")
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(result.String()), &got); err != nil {
				t.Fatal(err)
			}
			for j, text := range texts {
				if got[j] != want[j] {
					t.Fatalf("%s with %v: %s like %s is %s in the browser, want %s", name, cases[i], text[0], text[1], got[j], want[j])
				}
			}
		}
	}
	if zeros == 0 {
		t.Error("no number is below 1")
	}
}

// causesInBrowser is a script that finds the inputs that make a value differ from the example's.
const causesInBrowser = `
	const allCauses = (template, entries, names) => {
		const given = new Map(Object.entries(entries)), evaluate = module.evaluatorOf(template);
		return JSON.stringify(names.map((name) => module.causesOf(template, evaluate, name, given).map(({ label }) => label)));
	};
`

// The causes of a difference are the inputs whose entry alone changes the example's value most.
func TestCausesAreTheLargestEffects(t *testing.T) {
	module := jstest.Bundle(t, "testdata/quote.ts") + causesInBrowser
	random := rand.New(rand.NewPCG(sample.Seed(t, 13), 14))
	found := map[int]int{}
	for _, name := range []string{"saas/newcomer", "team", "newcomer from month 4"} {
		template := templates(t)[name]
		example := Evaluate(template, nil)
		for range sample.Count(t, 1, 1) {
			entries, values := entriesFor(template, random, false)
			var names []string
			var want [][]string
			results := append(slices.Clone(example.Values), example.Columns...)
			for range 2 { // goja evaluates the template for each input that differs
				r := results[random.IntN(len(results))]
				labels := largestEffects(template, example, r.Key, values)
				names, want = append(names, r.Key), append(want, labels)
				found[len(labels)]++
			}
			var got [][]string
			result, err := goja.New().RunString(module + "allCauses(" + marshal(t, wire.New(template)) + "," + marshal(t, entries) + "," + marshal(t, names) + ")")
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(result.String()), &got); err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("%s with %v: %s", name, entries, diff)
			}
		}
	}
	if found[3] == 0 {
		t.Errorf("values by the number of their causes: %v", found)
	}
}

// largestEffects returns the labels of at most three inputs.
func largestEffects(template *goal.Template, example *Sheet, key string, values goal.Values) []string {
	type effect struct {
		label string
		size  float64
	}
	var effects []effect
	base := sizeOf(example.Value(key))
	for _, g := range template.Groups {
		for _, in := range g.Inputs {
			if values[in.Key] == in.Default {
				continue
			}
			size := sizeOf(template.Compute(goal.Values{in.Key: values[in.Key]})[key])
			if size != base && !(math.Abs(size-base) < 1e-9) {
				effects = append(effects, effect{in.Label, math.Abs(size - base)})
			}
		}
	}
	slices.SortStableFunc(effects, func(a, b effect) int { return cmp.Compare(b.size, a.size) })
	labels := []string{}
	for _, e := range effects[:min(len(effects), 3)] {
		labels = append(labels, e.label)
	}
	return labels
}

// sizeOf returns a number, a date in days, or infinity for a blank value.
func sizeOf(v formula.Value) float64 {
	if x, ok := v.Number(); ok {
		return x
	}
	text, _ := v.Text()
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return float64(day.Unix()) / 86400
	}
	return math.Inf(1)
}
