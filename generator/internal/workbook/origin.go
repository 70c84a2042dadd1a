package workbook

import (
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/goal"
)

// A workbook that someone has filled in is read back as a plan (static/plans/workbook.ts). It
// says itself which worksheet it is and where its entries are, on a hidden sheet with a table,
// whose first cell has the workbook's name cairn_form:
//
//	cairn     1                                     the version of this form
//	site      software-sales-handbook
//	template  goals/saas/newcomer     72cc0f4a8b21  its path and its hash
//	year      2027
//	quarter   2027-Q1                 2027-03-31    its last day; a row for each quarter
//	plan                                            the plan with which the page has filled the workbook, in pieces
//	cairn_2   percent  赢单率                         0.25
//	cairn_3   own      赢单率
//	cairn_9   done     签约        2027-Q1      家
//
// The rows of entries have the name of a cell, the kind of the entry, the key of the input or
// the step, the quarter, the unit of the number or the text that stands for yes, and what the
// cell contained when the workbook was made: who reads it back takes only what has changed
// since. The names are of the workbook and belong to no sheet. Programs let them follow their
// cells when rows are inserted, and when sheets are renamed or change places.

// Origin is what a workbook says of the site that it comes from.
type Origin struct {
	Site string // its id
	Path string // of the template: goals/saas/newcomer
	Hash string // of the template
}

// originForm is the version of the table.
const originForm = 1

// planCells is the number of cells for the plan, each of which holds 32,767 characters.
const planCells = 16

// formName is the name of the first cell of the table.
const formName = "cairn_form"

// entryKind is what a cell contains that is filled in. The kind of an input's cell is that of the input.
type entryKind string

const (
	entryOwn      entryKind = "own"      // 1 if the reader has typed or confirmed the value of an input
	entryPerson   entryKind = "person"   // whose plan it is
	entryPrior    entryKind = "prior"    // how many trials a planned share counts for
	entryDone     entryKind = "done"     // a total to date of a step
	entryOpen     entryKind = "open"     // how many of them have no result yet
	entryHappened entryKind = "happened" // whether a market variable has come true
)

// entryCell is a cell that is filled in.
type entryCell struct {
	cell    string
	kind    entryKind
	key     string
	quarter string
	detail  string // the unit of a total, or the text that stands for yes
	filled  any    // what the cell contains; nil if it is empty
}

// addOrigin adds the hidden sheet that says what the workbook is.
func (b *book) addOrigin(origin Origin) {
	g := &grid{name: b.sheetName("origin"), hidden: true, heights: map[int]float64{}}
	b.addName(formName, g.ref(1, 1))
	g.add("cairn", originForm)
	g.add("site", origin.Site)
	g.add("template", origin.Path, origin.Hash)
	g.add("year", b.template.Year.ID)
	for q := range quarters {
		g.add("quarter", b.template.Year.Quarter(3*q), lastDay(b.template.Year.Months[3*q+2]))
	}
	g.add(append([]any{"plan"}, slices.Repeat([]any{excelize.Cell{}}, planCells)...)...)
	for i, c := range b.entryCells() {
		name := sprintf("cairn_%d", i+1)
		b.addName(name, c.cell)
		filled := c.filled
		if filled == nil {
			filled = excelize.Cell{}
		}
		g.add(name, string(c.kind), orEmpty(c.key), orEmpty(c.quarter), orEmpty(c.detail), filled)
	}
	b.sheets = append(b.sheets, g)
}

// orEmpty returns a text, or nil instead of "", for which a row has no cell.
func orEmpty(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// lastDay returns the date of the last day of a month.
func lastDay(m calendar.Month) string {
	first, err := time.Parse("2006-01", m.ID)
	if err != nil {
		panic(err) // the calendar writes the ids of its months so
	}
	return first.AddDate(0, 1, -1).Format(time.DateOnly)
}

// entryCells returns the cells that are filled in.
func (b *book) entryCells() []entryCell {
	all := []entryCell{{cell: b.nameCell, kind: entryPerson}}
	for _, group := range b.template.Groups {
		for _, in := range group.Inputs {
			filled := inputValue(b.sheet.Value(in.Key), in.Kind == goal.KindDate)
			all = append(all,
				entryCell{cell: b.inputCells[in.Key], kind: entryKind(in.Kind), key: in.Key, filled: filled},
				entryCell{cell: b.ownCells[in.Key], kind: entryOwn, key: in.Key})
		}
	}
	return append(all, b.actualCells...)
}

// definedName is a name of the workbook for a cell: '工作表'!$B$7.
type definedName struct{ name, cell string }

// addName names a cell: '工作表'!B7.
func (b *book) addName(name, cell string) {
	sheet, at, _ := strings.Cut(cell, "'!")
	column, row, _ := excelize.CellNameToCoordinates(at)
	absolute, _ := excelize.CoordinatesToCellName(column, row, true)
	b.names = append(b.names, definedName{name, sheet + "'!" + absolute})
}
