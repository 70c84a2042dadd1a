package workbook

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/officetest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
)

// LibreOffice computes the numbers of the page, for the defaults and for random entries.
func TestLibreOfficeAgrees(t *testing.T) {
	needs.Program(t, "soffice")
	var books []*book
	var files [][]byte
	random := rand.New(rand.NewPCG(5, 8))
	for _, template := range sample.Of(4, templates(t)) {
		for n := range 2 {
			values := map[string]formula.Value{}
			if n > 0 {
				values = entries(template, random)
			}
			b, err := newBook(sheet.Evaluate(template, values), chineseWords(t))
			if err != nil {
				t.Fatal(err)
			}
			data, err := b.encode()
			if err != nil {
				t.Fatal(err)
			}
			books, files = append(books, b), append(files, data)
		}
	}
	compared, ties := 0, map[string]bool{} // of the same number under several variables, one
	for i, f := range officetest.Recalculate(t, files) {
		for name, want := range outputs(books[i].sheet) {
			compared++
			got := cell(t, f, books[i].refs[name])
			if !agrees(got, want) && (isTie(got, want) || isLastUnit(name, got, want)) {
				ties[books[i].template.Title+want.raw] = true
			} else if !agrees(got, want) {
				t.Errorf("%s, workbook %d: %s is %q in LibreOffice, %q on the page (%s)", books[i].template.Title, i, name, got, want.raw, inputsOf(books[i].sheet))
			}
		}
	}
	if compared < 250*len(books) || len(ties) > compared/1000 {
		t.Errorf("%d cells were compared, of which %d are ties", compared, len(ties))
	}
}

// output is a number of the page and its displayed text.
type output struct {
	raw, text string
	shown     func(x float64) string
}

// fullDigits is the number from which on a text shows more digits than the fifteen that
// LibreOffice computes and stores.
const fullDigits = 1e14

func agrees(got string, want output) bool {
	if got == "" || want.raw == "" {
		return got == want.raw
	}
	x, err := strconv.ParseFloat(got, 64)
	y, err2 := strconv.ParseFloat(want.raw, 64)
	return err == nil && err2 == nil && math.Abs(x-y) <= 1e-12*math.Max(math.Abs(x), math.Abs(y)) &&
		(want.shown(x) == want.text || math.Abs(y) >= fullDigits)
}

// isTie reports whether two numbers differ only by rounding errors and lie at the border
// between two displayed texts: LibreOffice subtracts with fewer bits than float64 has.
func isTie(got string, want output) bool {
	x, err := strconv.ParseFloat(got, 64)
	y, err2 := strconv.ParseFloat(want.raw, 64)
	return err == nil && err2 == nil && math.Abs(x-y) <= 1e-13*math.Abs(y) && (want.shown(x*(1+1e-13)) == want.text || want.shown(x*(1-1e-13)) == want.text)
}

// isLastUnit reports whether two parts of a large total differ by one. Beyond 10^6 the
// remainders that decide it have more than fifteen digits, which Go cuts and LibreOffice
// does not.
func isLastUnit(name, got string, want output) bool {
	x, err := strconv.ParseFloat(got, 64)
	y, err2 := strconv.ParseFloat(want.raw, 64)
	isPart := strings.Contains(name, "@") // see Keys in package sheet
	return isPart && err == nil && err2 == nil && math.Abs(x-y) == 1 && y > 1e6
}

// outputs returns all numbers of a sheet by the names of their outputs, a date as its serial
// number.
func outputs(s *sheet.Sheet) map[string]output {
	all := map[string]output{}
	shown := map[string]func(x float64) string{}
	for _, c := range s.Template.Computed {
		shown[c.Key] = shownAs(c)
		all[c.Key] = outputOf(s.Value(c.Key), shown[c.Key])
	}
	whole := func(x float64) string { return formula.Display(x, -1) }
	for _, row := range s.Plan {
		for _, period := range append([]sheet.Row{row}, row.Weeks...) {
			for _, cell := range period.Cells {
				as := whole
				if s.Template.FindSplit(cell.Of()) == nil {
					as = shown[cell.Of()]
				}
				all[cell.Key] = output{cell.Raw, cell.Text, as}
			}
		}
	}
	marketKeys := slices.Collect(maps.Keys(shown)) // each has a row on the sheet of the market
	for _, v := range s.Template.Variables {
		marketKeys = append(marketKeys, v.Inputs()...)
	}
	for _, v := range s.Template.Variables {
		for _, key := range marketKeys {
			as := shown[key]
			if as == nil { // an input
				as = func(x float64) string { return formula.Display(x, 6) }
			}
			all[key+"~"+v.Key] = outputOf(s.Under(v, key), as)
		}
	}
	return all
}

// outputOf returns the output of a value.
func outputOf(v formula.Value, shown func(x float64) string) output {
	x, ok := v.Number()
	if date, isDate := v.Text(); isDate {
		x, ok = day(date)
	}
	if !ok {
		return output{shown: shown}
	}
	return output{formula.FormatNumber(x), shown(x), shown}
}

// shownAs returns how the page shows the number of a computed value.
func shownAs(c *goal.Computed) func(x float64) string {
	return func(x float64) string {
		switch {
		case c.Latest != "":
			return formula.Display(x, -1)
		case c.Unit == "%":
			return strings.TrimSuffix(formula.DisplayPercent(formula.Round(x, c.Decimals+2), -1), "%")
		}
		return formula.Display(formula.Round(x, c.Decimals), -1)
	}
}

// TestLibreOfficeAgrees compares every computed cell to which formulas can refer.
func TestEveryComputedCellIsCompared(t *testing.T) {
	for _, template := range templates(t) {
		s := sheet.Evaluate(template, nil)
		b, err := newBook(s, chineseWords(t))
		if err != nil {
			t.Fatal(err)
		}
		compared := outputs(s)
		for name := range b.refs {
			isConstant := slices.ContainsFunc(template.Constants, func(c *goal.Constant) bool { return c.Key == name })
			if _, ok := compared[name]; !ok && template.Input(name) == nil && !isConstant {
				t.Errorf("%s: add %s to outputs in office_test.go, so that it is compared with LibreOffice", template.Title, name)
			}
		}
	}
}

// cell returns the value of a cell: 'Sheet'!A1.
func cell(t *testing.T, f *excelize.File, at string) string {
	t.Helper()
	sheet, name, ok := strings.Cut(at, "!")
	if !ok {
		t.Fatalf("%q is no cell", at)
	}
	text, err := f.GetCellValue(strings.Trim(sheet, "'"), name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func inputsOf(s *sheet.Sheet) string {
	var all []string
	for _, g := range s.Groups {
		for _, in := range g.Inputs {
			all = append(all, in.Key+"="+in.Text)
		}
	}
	return strings.Join(all, " ")
}

// entries returns values that a reader might enter: blank, zero, tiny, huge, exact halves,
// steps of 5 %, all within the limits of their inputs.
func entries(t *goal.Template, random *rand.Rand) map[string]formula.Value {
	values := map[string]formula.Value{}
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			values[in.Key] = another(in, random)
		}
	}
	return values
}

func another(in *goal.Input, random *rand.Rand) formula.Value {
	if random.IntN(25) == 0 {
		return formula.Value{}
	}
	x, isNumber := in.Default.Number()
	switch {
	case in.Kind == goal.KindDate:
		return formula.Text(fmt.Sprintf("%d-%02d-%02d", 2026+random.IntN(3), 1+random.IntN(12), 1+random.IntN(28)))
	case in.Kind == goal.KindChoice:
		return formula.Text(in.Choices[random.IntN(len(in.Choices))])
	case !isNumber:
		return in.Default
	case in.Kind == goal.KindPercent:
		return formula.Number(float64(1+random.IntN(20)) / 20)
	}
	choices := []float64{x, x, x, x * 0.95, x * 1.05, x + 0.5, x / 3, math.Round(x * 2), 0, 1e-7, 1e9}
	entry := choices[random.IntN(len(choices))]
	if in.Min != nil && entry < *in.Min || in.Max != nil && entry > *in.Max {
		return in.Default // TestHostileEntries has values that are refused
	}
	return formula.Number(entry)
}
