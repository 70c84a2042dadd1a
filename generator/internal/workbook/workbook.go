// Package workbook turns a goal template into an Excel workbook that computes
// what its page computes.
//
// Its sheets are the worksheet (inputs, funnel, values, process goals,
// criteria, milestones), the plan (the year in quarters, months and weeks), the
// market variables beside the untouched plan, and two hidden ones: how inputs are
// read, and the steps of splitting. Cells to fill in are unlocked and validated,
// all others are locked, without a password. What the page refuses is refused
// here too, however it came into its cell, and the row of the input says why.
//
// Every computed cell is a formula; it carries the number that the page shows
// too, since a workbook opened in Protected View computes nothing. Formulas use
// only what Excel, WPS and LibreOffice share. A blank cell is read as NA() and
// every formula is wrapped in IFERROR(…,""), so that blanks spread as they do on
// the page. The same template gives the same bytes.
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

// Write writes the workbook of a template, with its examples.
func Write(t *goal.Template, text words.Words) ([]byte, error) {
	b, err := newBook(sheet.Evaluate(t, nil), text)
	if err != nil {
		return nil, err
	}
	return b.bytes()
}

// newBook lays out the workbook of a template with the values of a sheet.
func newBook(s *sheet.Sheet, text words.Words) (*book, error) {
	b := &book{
		template: s.Template, sheet: s, words: text, file: excelize.NewFile(),
		names: map[string]string{}, cells: map[string]string{}, rowOf: map[string]int{}, taken: map[string]bool{},
	}
	b.file.SetZipWriter(newSortedZip)
	if err := b.makeStyles(); err != nil {
		return nil, err
	}
	b.entries = &grid{name: b.sheetName("entries"), hidden: true, heights: map[int]float64{}}
	b.makeWorksheet()
	b.makePlan()
	b.makeMarket()
	b.sheets = append(b.sheets, b.entries)
	return b, nil
}

// book is a workbook in the making.
type book struct {
	template *goal.Template
	sheet    *sheet.Sheet
	words    words.Words
	file     *excelize.File
	styles   styles
	sheets   []*grid
	entries  *grid             // how inputs are read
	names    map[string]string // where formulas find each value, by the name of its output: '工作表'!$B$7
	cells    map[string]string // where each input is filled in, by its key
	rowOf    map[string]int    // of each input: its row among the entries
	taken    map[string]bool   // names of sheets, in lower case
}

// bytes is the file.
func (b *book) bytes() ([]byte, error) {
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

// epoch is when every workbook was made: the same template gives the same bytes.
const epoch = "2000-01-01T00:00:00Z"

// read is how formulas read a value: blank cells are errors, which spread.
func (b *book) read(name string) string { return orError(b.names[name]) }

func orError(cell string) string { return fmt.Sprintf(`IF(%s="",NA(),%s)`, cell, cell) }

func orBlank(formula string) string { return `IFERROR(` + formula + `,"")` }

// computed is a cell with a formula of the template and the number that it comes
// to.
func (b *book) computed(c *goal.Computed, style int) excelize.Cell {
	return excelize.Cell{StyleID: style, Formula: orBlank(c.Expr.ExcelInParts(b.read, b.part)), Value: cached(b.sheet.Value(c.Key))}
}

// cached is a number as a cell keeps it, to 15 digits as Excel does; "" where it
// is blank.
func cached(v formula.Value) any {
	x, ok := v.Number()
	if !ok {
		return ""
	}
	kept, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	return kept
}

// word is a word of the table "workbook", or of the page's table "worksheet" if that has none.
func (b *book) word(key string) string {
	return cmp.Or(b.words["workbook."+key], b.words["worksheet."+key], key)
}
