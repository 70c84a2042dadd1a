package formula

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/jstest"
	"cairn/generator/internal/officetest"
)

func TestExcel(t *testing.T) {
	cell := func(name string) string {
		return map[string]string{"签约": "B2", "率": "B3", "打法": "B4"}[name]
	}
	for formula, want := range map[string]string{
		"签约 / 率":                      "(B2/B3)",
		"-签约 * 25%":                   "((-B2)*0.25)",
		"SUM(签约, 率, 1)":               "(B2+B3+1)",
		"SUM(签约)":                     "(B2)",
		"AVERAGE(签约, 率)":              "((B2+B3)/2)",
		"MAX(签约, 0)":                  "MAX(B2,0)",
		"ROUND(率, 2)":                 `ROUND(VALUE(B3&""),2)`,
		"ROUNDUP(签约 / 率, 0)":          `ROUNDUP(ROUND(VALUE((B2/B3)&""),9),0)`,
		"INT(率)":                      `INT(ROUND(VALUE(B3&""),9))`,
		"INT(ROUND(率, 2))":            `INT(ROUND(VALUE(B3&""),2))`,
		`IF(打法 <> "低价", 签约, 率)`:       `IF(NOT(EXACT(B4,"低价")),B2,B3)`,
		`AND(打法 = "低价", 签约 >= 率 + 1)`: `AND(EXACT(B4,"低价"),(B2>=(B3+1)))`,
	} {
		if got := mustParse(t, formula).Excel(cell); got != want {
			t.Errorf("%s is %s for Excel, not %s", formula, got, want)
		}
	}
}

// Excel allows at most 255 UTF-16 units between quotation marks.
func TestExcelText(t *testing.T) {
	long := strings.Repeat("字", 254)
	for text, want := range map[string]string{
		"":                `""`,
		`x"y`:             `"x""y"`,
		long + "a":        `"` + long + `a"`,
		long + "ab":       `("` + long + `a"&"b")`,
		long + "😀":        `("` + long + `"&"😀")`,
		long + `"` + "bc": `("` + long + `"""&"bc")`,
	} {
		if got := ExcelText(text); got != want {
			t.Errorf("%.20s… is %s, want %s", text, got, want)
		}
	}
}

// Parts of a formula that is too long move into cells, the longest first.
func TestExcelInParts(t *testing.T) {
	long := strings.Repeat("C", longFormula/3)
	cell := func(name string) string {
		return map[string]string{"签约": long + "C", "率": long, "打法": "B4"}[name]
	}
	var parts []string
	part := func(formula string) string {
		parts = append(parts, formula)
		return fmt.Sprintf("P%d", len(parts))
	}
	got := mustParse(t, "MAX(率, 签约, 率 + 签约, 打法)").ExcelInParts(cell, part)
	if want := "MAX(" + long + "," + long + "C,P1,B4)"; got != want {
		t.Errorf("the formula is %.60s…", got)
	}
	if want := []string{"(" + long + "+" + long + "C)"}; !slices.Equal(parts, want) {
		t.Errorf("there are %d parts", len(parts))
	}
}

// A workbook computes the values of the vectors.
func TestVectorsInLibreOffice(t *testing.T) {
	var list []vector
	for _, v := range readVectors(t).Formulas {
		if v.isForExcel() {
			list = append(list, v)
		}
	}
	file := officetest.Recalculate(t, [][]byte{vectorWorkbook(t, list)})[0]
	for i, v := range list {
		got, err := file.GetCellValue("Sheet1", fmt.Sprintf("A%d", i+1))
		if err != nil {
			t.Fatal(err)
		}
		if !v.isWritten(got) {
			t.Errorf("%s %v = %q in LibreOffice, want %s", v.Formula, v.Inputs, got, v.want())
		}
	}
}

// The browser computes the same values when it fills in a workbook.
func TestVectorsInFilledWorkbooks(t *testing.T) {
	vm := jstest.Load(t, "../../../static/workbook/evaluate.ts")
	run, err := vm.RunString(`(formula, values) => {
		const cells = [{ sheet: "S", formula, value: null }, ...values.map((value) => ({ sheet: "S", formula: "", value }))];
		const value = new module.Evaluator(new Map(cells.map((cell, i) => ["'S'!" + String.fromCharCode(65 + i) + 1, cell]))).valueAt("'S'!A1");
		return String(typeof value === "boolean" ? Number(value) : value);
	}`)
	if err != nil {
		t.Fatal(err)
	}
	evaluate, _ := goja.AssertFunction(run)
	for _, v := range readVectors(t).Formulas {
		if v.Blank == Mismatch || !v.fitsCells() {
			continue
		}
		formula, values := v.excelRow(t, 1)
		got, err := evaluate(nil, vm.ToValue(formula), vm.ToValue(values))
		if err != nil {
			t.Fatalf("%s: %v", formula, err)
		}
		if !v.isWritten(got.String()) {
			t.Errorf("%s %v = %q in the browser's workbook, want %s: %s", v.Formula, v.Inputs, got, v.want(), formula)
		}
	}
}

// isForExcel excludes formulas that Check refuses, inputs that are too large for a
// cell, and two comparisons: LibreOffice treats numbers as equal that differ by
// less than 2^-48 of their size, where Excel compares 15 digits.
func (v vector) isForExcel() bool {
	return v.Blank != Mismatch && v.fitsCells() && v.Formula != "3.00000000000001>3" && v.Formula != "3.00000000000001<=3"
}

// isWritten reports whether a cell's text is the expected value: a number to 12
// digits, a truth as 1 or 0.
func (v vector) isWritten(got string) bool {
	x, err := strconv.ParseFloat(got, 64)
	switch want := numberOrNaN(v.Raw); {
	case v.Raw == "true" || v.Raw == "false":
		return err == nil && x == map[string]float64{"true": 1, "false": 0}[v.Raw]
	case math.IsNaN(want):
		return got == v.Raw
	default:
		return err == nil && math.Abs(x-want) <= 1e-12*math.Abs(want)
	}
}

func numberOrNaN(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

func (v vector) fitsCells() bool {
	for name := range v.Inputs {
		if x, _ := v.lookup(name).Number(); math.Abs(x) > 9.99e307 {
			return false
		}
	}
	return true
}

// excelRow returns the vector's formula for the first cell of a row, and the values of its
// names for the next cells, numbers with the 15 digits that a workbook keeps.
func (v vector) excelRow(t *testing.T, row int) (formula string, values []any) {
	e := mustParse(t, v.Formula)
	cells := map[string]string{}
	for i, name := range e.Names() {
		at, _ := excelize.CoordinatesToCellName(i+2, row)
		cells[name] = fmt.Sprintf(`IF(%s="",NA(),%s)`, at, at)
		value := v.Inputs[name]
		if x, ok := v.lookup(name).Number(); ok {
			value = decimalValue(x)
		}
		values = append(values, value)
	}
	return "IFERROR(" + e.Excel(func(name string) string { return cells[name] }) + `,"")`, values
}

// vectorWorkbook writes a row for each vector.
func vectorWorkbook(t *testing.T, list []vector) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	w, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range list {
		formula, values := v.excelRow(t, i+1)
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), append([]any{excelize.Cell{Formula: formula}}, values...)); err != nil {
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
