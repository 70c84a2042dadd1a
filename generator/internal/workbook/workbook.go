// Package workbook writes a goal template as an Excel workbook that computes the same
// numbers as the template's page.
//
// The workbook has up to five sheets, each laid out by a file of this package:
//
//	worksheet.go  inputs, funnel, values, process goals, criteria, milestones
//	plan.go       the year in quarters, months and weeks
//	market.go     the values under each market variable, beside those of the plan
//	steps.go      hidden: the steps of splitting totals over the year
//	entry.go      hidden: the steps of reading inputs
//
// Input cells are unlocked and validated; all others are locked, without a password.
// The workbook refuses the same inputs as the page, pasted ones included, and says why
// in the input's row.
//
// Every computed cell has a formula and the number that the page shows, since a
// workbook in Protected View computes nothing. Formulas use only functions that Excel,
// WPS and LibreOffice share. A formula reads a blank cell as NA() and is wrapped in
// IFERROR(…,""), so that blanks spread as they do on the page. The same template gives
// the same bytes.
package workbook

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/words"
)

// Write returns the workbook of a template with its defaults.
func Write(t *goal.Template, text words.Words) ([]byte, error) {
	b, err := newBook(sheet.Evaluate(t, nil), text)
	if err != nil {
		return nil, err
	}
	return b.encode()
}

// newBook lays out the workbook of a sheet.
func newBook(s *sheet.Sheet, text words.Words) (*book, error) {
	b := &book{
		template: s.Template, sheet: s, words: text, file: excelize.NewFile(),
		refs: map[string]string{}, inputCells: map[string]string{}, entryChains: map[string]*chain{}, sheetNames: map[string]bool{},
	}
	b.file.SetZipWriter(newSortedZip)
	if err := b.makeStyles(); err != nil {
		return nil, err
	}
	b.entries = &grid{name: b.sheetName("entries"), hidden: true, heights: map[int]float64{}}
	b.addWorksheet()
	b.addPlan()
	b.addMarket()
	b.sheets = append(b.sheets, b.entries)
	return b, nil
}

// book is a workbook while it is laid out.
type book struct {
	template *goal.Template
	sheet    *sheet.Sheet
	words    words.Words
	file     *excelize.File
	styles   styles
	sheets   []*grid
	entries  *grid // the hidden sheet that reads inputs

	refs        map[string]string // the cell that formulas read for each value, by the name of its output: '工作表'!$B$7
	inputCells  map[string]string // the cell of each input, by its key
	entryChains map[string]*chain // the row of each input on the sheet of entries, by its key
	sheetNames  map[string]bool   // in lower case
}

func (b *book) encode() ([]byte, error) {
	defer b.file.Close()
	for i, g := range b.sheets {
		if err := b.writeGrid(i, g); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", g.name, err)
		}
	}
	full := true
	if err := b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &full}); err != nil {
		return nil, err
	}
	properties := &excelize.DocProperties{Title: b.template.Title, Creator: b.word("creator"), Created: epoch, Modified: epoch}
	if err := b.file.SetDocProps(properties); err != nil {
		return nil, err
	}
	buffer, err := b.file.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// epoch is the date of every workbook, so that the same template gives the same bytes.
const epoch = "2000-01-01T00:00:00Z"

// read returns the formula that reads a value: an error if its cell is blank.
func (b *book) read(name string) string { return orError(b.refs[name]) }

func orError(cell string) string { return fmt.Sprintf(`IF(%s="",NA(),%s)`, cell, cell) }

func orBlank(formula string) string { return `IFERROR(` + formula + `,"")` }

// computed returns a cell with the formula of a computed value and its number.
func (b *book) computed(c *goal.Computed, style int) excelize.Cell {
	if c.Expr == nil {
		return excelize.Cell{StyleID: style, Value: cached(b.sheet.Value(c.Key))}
	}
	return excelize.Cell{StyleID: style, Formula: orBlank(c.Expr.ExcelInParts(b.read, b.part)), Value: cached(b.sheet.Value(c.Key))}
}

// cached returns the number that a cell stores beside its formula: rounded to 15 digits,
// as Excel stores it; "" for a blank value.
func cached(v formula.Value) any {
	x, ok := v.Number()
	if !ok {
		return ""
	}
	stored, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	return stored
}

// word returns a word of the table "workbook", otherwise of the page's table "worksheet".
// It returns the key of a missing word.
func (b *book) word(key string) string {
	return cmp.Or(b.words["workbook."+key], b.words["worksheet."+key], key)
}
