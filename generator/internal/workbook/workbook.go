// Package workbook writes a goal template as an Excel workbook that computes the same
// numbers as the template's page.
//
// The workbook has up to seven sheets, each laid out by a file of this package:
//
//	worksheet.go  inputs, funnel, values, process goals, criteria, milestones
//	plan.go       the year in quarters, months and weeks
//	actuals.go    what was done to the end of each quarter, and the plan for the rest of the year
//	market.go     the values under each market variable, beside those of the plan
//	steps.go      hidden: the calendar, once for each scenario
//	entry.go      hidden: the steps of reading inputs
//	origin.go     hidden: what the workbook is, and where its entries are
//
// A scenario is the plan, or the template under a market variable. The hidden sheet of its
// calendar is laid out by
//
//	days.go       the days of the year, which of them are open and what they are worth
//	flow.go       the months in which each step is done, and the last safe day
//	load.go       the load of each process goal, its rates and its capacity
//	outlook.go    the rest of each step after the closed quarters; odds.go how likely it succeeds
//	finding.go    whether the goals fit, and which is the worst; verdict.go writes it as a sentence
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
	"encoding/base64"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/words"
)

// Write returns the workbook of a template with its defaults.
func Write(t *goal.Template, origin Origin, text words.Words) ([]byte, error) {
	b, err := newBook(sheet.Evaluate(t, nil), text)
	if err != nil {
		return nil, err
	}
	b.addOrigin(origin)
	return b.encode()
}

// Script returns the classic script that brings a workbook to its page, which fills in the
// reader's numbers (static/workbook.ts): a page opened from a disk can load nothing else.
func Script(workbook []byte) []byte {
	return fmt.Appendf(nil, "cairnBook(%q)\n", base64.StdEncoding.EncodeToString(workbook))
}

// newBook lays out the workbook of a sheet.
func newBook(s *sheet.Sheet, text words.Words) (*book, error) {
	b := &book{
		template: s.Template, sheet: s, words: text, file: excelize.NewFile(),
		refs: map[string]string{}, inputCells: map[string]string{}, ownCells: map[string]string{}, entryChains: map[string]*chain{}, sheetNames: map[string]bool{}, scenarios: map[string]*scenario{},
	}
	b.values = s.Template.Plan(b.inputs())
	b.file.SetZipWriter(newSortedZip)
	if err := b.makeStyles(); err != nil {
		return nil, err
	}
	b.entries = &grid{name: b.sheetName("entries"), hidden: true, heights: map[int]float64{}}
	b.addWorksheet()
	b.addPlan()
	b.addActuals()
	b.addMarket()
	for _, fill := range b.last {
		fill()
	}
	b.sheets = append(b.sheets, b.steps.grid, b.entries)
	return b, nil
}

// inputs returns the values of the sheet's inputs.
func (b *book) inputs() goal.Values {
	values := goal.Values{}
	for _, group := range b.template.Groups {
		for _, in := range group.Inputs {
			values[in.Key] = b.sheet.Value(in.Key)
		}
	}
	return values
}

// book is a workbook while it is laid out.
type book struct {
	template *goal.Template
	sheet    *sheet.Sheet
	values   *goal.Plan // what goes by the calendar in the sheet
	words    words.Words
	file     *excelize.File
	styles   styles
	sheets   []*grid
	entries  *grid  // the hidden sheet that reads inputs
	steps    *steps // the hidden sheet that computes the calendar

	refs        map[string]string // the cell that formulas read for each value, by the name of its output: '工作表'!B7
	nameCell    string
	inputCells  map[string]string    // the cell of each input, by its key
	ownCells    map[string]string    // by its key, the cell of each input that is 1 if the reader has typed or confirmed its value
	entryChains map[string]*chain    // the row of each input on the sheet of entries, by its key
	sheetNames  map[string]bool      // in lower case
	scenarios   map[string]*scenario // those of the market variables, by their key
	actualCells []entryCell          // those on the sheet of actuals
	names       []definedName
	last        []func()       // fills that read the other sheets
	sentences   []computedText // the verdict and what belongs to it
}

func (b *book) encode() ([]byte, error) {
	defer b.file.Close()
	for i, g := range b.sheets {
		if err := b.addSheet(i, g); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", g.name, err)
		}
	}
	// The rows come last, because the library reads every sheet again when it hides one.
	for _, g := range b.sheets {
		if err := b.writeRows(g); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", g.name, err)
		}
	}
	for _, n := range b.names {
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: n.name, RefersTo: n.cell}); err != nil {
			return nil, err
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
	return excelize.Cell{StyleID: style, Formula: orBlank(b.steps.plan.formula(c)), Value: cachedOf(c, b.sheet.Value(c.Key))}
}

// cachedOf returns what the cell of a computed value stores beside its formula.
func cachedOf(c *goal.Computed, v formula.Value) any {
	if c.Latest == "" {
		return cached(v)
	}
	date, _ := v.Text()
	if serial, ok := day(date); ok {
		return serial
	}
	return ""
}

// cachedRaw returns what a cell stores beside its formula for the raw number of a result.
func cachedRaw(raw string) any {
	x, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return ""
	}
	return cached(formula.Number(x))
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

// word returns a word of the table "workbook", otherwise of one of the page's two tables. It
// returns the key of a missing word.
func (b *book) word(key string) string {
	return cmp.Or(b.words["workbook."+key], b.words["worksheet."+key], b.words["sheet."+key], key)
}
