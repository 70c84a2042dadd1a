package workbook

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
)

// grid is a sheet while it is laid out. Rows and columns count from 1.
type grid struct {
	name        string
	rows        [][]any
	widths      []float64
	heights     map[int]float64
	frozen      int // the number of rows that stay in view
	hidden      bool
	onePage     bool // it is printed on one page, across
	validations []*excelize.DataValidation
	trims       []trim
	marks       []mark
	merged      []merge
	reserved    []longText
}

// merge is a number of columns of a row, from the given one on, that are merged into one cell.
type merge struct{ row, column, columns int }

// longText is the longest text that a cell may show, for which its row reserves room.
type longText struct {
	row, column int
	text        string
}

// trim is a cell, or an area of cells such as B7:D9, that shows no trailing zeros after the
// decimal point.
type trim struct {
	area string
	look numberLook
}

func (b *book) newGrid(name string, widths ...float64) *grid {
	g := &grid{name: b.sheetName(name), widths: widths, heights: map[int]float64{}}
	b.sheets = append(b.sheets, g)
	return g
}

// sheetName makes an unused sheet name of a word: without the characters that Excel
// forbids in it, and at most 31 UTF-16 code units long.
func (b *book) sheetName(key string) string {
	word := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, b.word(key))
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = sprintf(" %d", n)
		}
		units := utf16.Encode([]rune(strings.TrimSpace(word)))
		name := strings.TrimRight(string(utf16.Decode(units[:min(len(units), maxSheetName-len(suffix))])), " \ufffd")
		if name == "" {
			name = key
		}
		name += suffix
		if folded := strings.ToLower(name); !b.sheetNames[folded] {
			b.sheetNames[folded] = true
			return name
		}
	}
}

const maxSheetName = 31

// addText adds a text across all columns, in as many rows as it needs.
func (b *book) addText(g *grid, style int, text string) {
	for _, part := range b.cut(g, 1, len(g.widths), style, text) {
		g.merged = append(g.merged, merge{g.row(), 1, len(g.widths)})
		g.add(excelize.Cell{StyleID: style, Value: part})
	}
}

// reserve makes the row of a cell high enough for the longest text that it may show.
func (g *grid) reserve(row, column int, text string) {
	g.reserved = append(g.reserved, longText{row, column, text})
}

// row returns the number of the next row.
func (g *grid) row() int { return len(g.rows) + 1 }

// add appends a row.
func (g *grid) add(cells ...any) { g.rows = append(g.rows, cells) }

// set sets a cell; it appends rows up to its own.
func (g *grid) set(row, column int, cell any) {
	for len(g.rows) < row {
		g.rows = append(g.rows, nil)
	}
	for len(g.rows[row-1]) < column {
		g.rows[row-1] = append(g.rows[row-1], nil)
	}
	g.rows[row-1][column-1] = cell
}

// compute sets a cell to a formula, whose references to cells of this sheet it shortens.
func (g *grid) compute(row, column int, formula string) {
	g.set(row, column, excelize.Cell{Formula: strings.ReplaceAll(formula, "'"+g.name+"'!", "")})
}

// ref returns the reference of a cell for formulas of any sheet. It is relative, which is
// shorter: nobody copies a locked formula.
func (g *grid) ref(row, column int) string { return "'" + g.name + "'!" + cellName(row, column) }

// span returns the reference of a part of a column for formulas of any sheet.
func (g *grid) span(from, to, column int) string {
	return g.ref(from, column) + ":" + cellName(to, column)
}

func cellName(row, column int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

// addSheet adds an empty sheet with its settings.
func (b *book) addSheet(i int, g *grid) error {
	if i == 0 {
		if err := b.file.SetSheetName("Sheet1", g.name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(g.name); err != nil {
		return err
	}
	return b.setUp(g)
}

// writeRows writes the rows of a sheet, whose settings the stream writer takes over.
func (b *book) writeRows(g *grid) error {
	w, err := b.file.NewStreamWriter(g.name)
	if err != nil {
		return err
	}
	for column, width := range g.widths {
		if err := w.SetColWidth(column+1, column+1, width); err != nil {
			return err
		}
	}
	if g.frozen > 0 {
		panes := &excelize.Panes{Freeze: true, YSplit: g.frozen, TopLeftCell: cellName(g.frozen+1, 1), ActivePane: "bottomLeft"}
		if err := w.SetPanes(panes); err != nil {
			return err
		}
	}
	b.setHeights(g)
	for i, cells := range g.rows {
		if err := checkLengths(cells); err != nil {
			return err
		}
		if err := w.SetRow(cellName(i+1, 1), cells, excelize.RowOpts{Height: g.heights[i+1]}); err != nil {
			return err
		}
	}
	for _, m := range g.merged {
		if err := w.MergeCell(cellName(m.row, m.column), cellName(m.row, m.column+m.columns-1)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// maxCell is the maximum length of a cell's text in UTF-16 code units. The library
// silently truncates longer texts.
const maxCell = 32767

func checkLengths(cells []any) error {
	for _, value := range cells {
		if cell, ok := value.(excelize.Cell); ok {
			value = cell.Value
		}
		if text, ok := value.(string); ok && len(text) > maxCell && len(utf16.Encode([]rune(text))) > maxCell {
			return fmt.Errorf("a text is longer than the 32,767 characters that a cell holds: %.40s…", text)
		}
	}
	return nil
}

// setUp protects a sheet, validates its inputs and sets how it is printed.
func (b *book) setUp(g *grid) error {
	f := b.file
	for _, v := range g.validations {
		if err := f.AddDataValidation(g.name, v); err != nil {
			return err
		}
	}
	for _, t := range g.trims {
		rules, err := b.trimming(t)
		if err != nil {
			return err
		}
		if err := f.SetConditionalFormat(g.name, t.area, rules); err != nil {
			return err
		}
	}
	for _, m := range g.marks {
		rules, err := b.marking(m)
		if err != nil {
			return err
		}
		if err := f.SetConditionalFormat(g.name, m.cell, rules); err != nil {
			return err
		}
	}
	if err := f.ProtectSheet(g.name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true,
	}); err != nil {
		return err
	}
	if g.hidden {
		return f.SetSheetVisible(g.name, false)
	}
	orientation, a4, fit, high := "portrait", 9, 1, 0
	if g.onePage {
		orientation, high = "landscape", 1
	}
	if err := f.SetPageLayout(g.name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, FitToWidth: &fit, FitToHeight: &high}); err != nil {
		return err
	}
	fitPage := true
	if err := f.SetSheetProps(g.name, &excelize.SheetPropsOptions{FitToPage: &fitPage}); err != nil {
		return err
	}
	noLines := false
	if err := f.SetSheetView(g.name, 0, &excelize.ViewOptions{ShowGridLines: &noLines}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(g.name, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(g.name, "&", "&&") + "&R&P / &N"}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", Scope: g.name, RefersTo: g.area(1, len(g.rows), len(g.widths)),
	})
}

// area returns the absolute reference of the first columns of some rows, for settings.
func (g *grid) area(from, to, columns int) string {
	last, _ := excelize.CoordinatesToCellName(columns, to, true)
	return sprintf("'%s'!$A$%d:%s", g.name, from, last)
}

// day returns the serial number of a date.
func day(date string) (float64, bool) {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0, false
	}
	return d.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24, true
}

// to15Digits returns a formula that cuts a number to fifteen digits, as the page does
// before it rounds: LibreOffice's ROUND(21.9/0.2,0) is 109.
func to15Digits(formula string) string { return "VALUE(" + formula + `&"")` }

// number returns a number as formulas write it.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// text returns a text as formulas write it.
func text(s string) string { return formula.ExcelText(s) }

// inputValue returns the value of an input as its cell stores it.
func inputValue(v formula.Value, isDate bool) any {
	if x, ok := v.Number(); ok {
		return x
	}
	s, ok := v.Text()
	if !ok {
		return nil
	}
	if serial, ok := day(s); ok && isDate {
		return serial
	}
	return s
}

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }
