package formula

import (
	"math"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// function is a function that formulas can call. A new function is a row in
// functions, a row of the same name in the browser's table OPERATIONS
// (static/formula/formula.ts), a phrase in the [formula] section of each words
// file, a mention in the authors' guide, test vectors, a sample call in
// functions_test.go and an exact computation in rational_test.go; TestEveryFunction
// reports the parts that are missing.
type function struct {
	name  string // in formulas, in the browser's JSON and in the words files
	usage string // for messages
	arity arity
	operation
}

// operation is the meaning of a function or an operator: its rule for units, its value
// and its form in Excel.
type operation struct {
	unit  unitRule
	eval  evaluation
	excel excelForm
}

type arity struct {
	least, most int
	places      bool // the second argument is a literal number of decimals
}

const maxArguments = 255 // Excel's limit

// functions is the table of all functions, sorted by name. A function that takes
// several numbers has the unit rule sameArguments. A function that adds them adds
// with add and has an Excel form that writes +, as SUM has.
func functions() []function {
	one, three, several := arity{least: 1, most: 1}, arity{least: 3, most: 3}, arity{least: 1, most: maxArguments}
	places := arity{least: 2, most: 2, places: true}
	return []function{
		{"ABS", "ABS(number)", one, operation{firstUnit, onNumber(math.Abs), excelCall{}}},
		{"AND", "AND(condition, …)", several, operation{conditions, onConditions(all), excelCall{}}},
		{"AVERAGE", "AVERAGE(number, …)", several, operation{sameArguments, onNumbers(average), excelAverage{}}},
		{"IF", "IF(condition, then, else)", three, operation{branches, evalIf, excelCall{}}},
		{"INT", "INT(number)", one, operation{firstUnit, onNumber(Floor), excelRounding{from9: true}}},
		{"MAX", "MAX(number, …)", several, operation{sameArguments, onNumbers(slices.Max[[]float64]), excelCall{}}},
		{"MIN", "MIN(number, …)", several, operation{sameArguments, onNumbers(slices.Min[[]float64]), excelCall{}}},
		{"NOT", "NOT(condition)", one, operation{conditions, onConditions(none), excelCall{}}},
		{"OR", "OR(condition, …)", several, operation{conditions, onConditions(some), excelCall{}}},
		{"ROUND", "ROUND(number, decimals)", places, operation{firstUnit, onPlaces(Round), excelRounding{}}},
		{"ROUNDDOWN", "ROUNDDOWN(number, decimals)", places, operation{firstUnit, onPlaces(RoundDown), excelRounding{from9: true}}},
		{"ROUNDUP", "ROUNDUP(number, decimals)", places, operation{firstUnit, onPlaces(RoundUp), excelRounding{from9: true}}},
		{"SUM", "SUM(number, …)", several, operation{sameArguments, onNumbers(sum), excelSum{}}},
	}
}

func all(conditions []bool) bool { return !slices.Contains(conditions, false) }

func some(conditions []bool) bool { return slices.Contains(conditions, true) }

func none(conditions []bool) bool { return !some(conditions) }

func sum(numbers []float64) float64 {
	total := numbers[0]
	for _, x := range numbers[1:] {
		total = add(total, x)
	}
	return total
}

func average(numbers []float64) float64 { return sum(numbers) / float64(len(numbers)) }

// functionNamed returns nil if there is no function of that name.
func functionNamed(name string) *function {
	for _, f := range functions() {
		if f.name == name {
			return &f
		}
	}
	return nil
}

// countFault reports a wrong number of arguments.
func (f *function) countFault(count int) diag.Text {
	least, most := f.arity.least, f.arity.most
	switch {
	case least == most && most == 1:
		return diag.Textf("%s needs 1 argument, not %d", f.name, count)
	case least == most:
		return diag.Textf("%s needs %d arguments, not %d", f.name, most, count)
	case count > most:
		return diag.Textf("%s takes at most %d arguments, not %d", f.name, most, count)
	case least == 1:
		return diag.Textf("%s needs at least 1 argument, not %d", f.name, count)
	}
	return diag.Textf("%s needs at least %d arguments, not %d", f.name, least, count)
}

// unknownFunctionHelp suggests functions in place of an unknown name.
func unknownFunctionHelp(name string) diag.Text {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	list := strings.Join(names, ", ")
	if slices.Contains(names, strings.ToUpper(name)) {
		return diag.Textf("write functions in capital letters: %s", strings.ToUpper(name))
	}
	if nearest := diag.Nearest(strings.ToUpper(name), names); nearest != "" {
		return diag.Textf("did you mean %s? the functions are %s", nearest, list)
	}
	return diag.Textf("the functions are %s", list)
}
