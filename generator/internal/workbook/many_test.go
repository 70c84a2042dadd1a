package workbook

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/officetest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
)

// entriesIn returns what the cells of a book contain that a person fills in.
func entriesIn(b *book) (all []officetest.Entry) {
	for _, c := range b.entryCells() {
		name, cell := split(c.cell)
		g := b.sheets[slices.IndexFunc(b.sheets, func(g *grid) bool { return g.name == name })]
		column, row, _ := excelize.CellNameToCoordinates(cell)
		content := g.rows[row-1][column-1].(excelize.Cell)
		value := content.Value
		if content.Formula != "" {
			value = officetest.Formula("=" + content.Formula)
		}
		all = append(all, officetest.Entry{Sheet: name, Cell: cell, Value: value})
	}
	return all
}

// isLogical reports whether true or false was typed, which no macro can.
func isLogical(_ string, n typed) bool {
	_, ok := n.cell.(bool)
	return ok
}

// Many plans, inputs and actuals, typed into one workbook of each template after the other: LibreOffice computes the outlook of each.
func TestManyActualsInLibreOffice(t *testing.T) {
	needs.Program(t, "soffice")
	random := rand.New(rand.NewPCG(sample.Seed(t, 18), 9))
	chosen := slices.DeleteFunc(sample.Spread(10, templates(t)), func(template *goal.Template) bool { return len(template.Splits) == 0 })
	chosen = sample.Of(2, chosen)
	const atOnce = 100 // of which the test keeps the expected sheets
	plans, compared, ties := sample.Count(t, 20, 100)/len(chosen), 0, 0
	for _, template := range chosen {
		for left := plans; left > 0; left -= atOnce {
			n, m := expectMany(t, template, min(left, atOnce), random)
			compared, ties = compared+n, ties+m
		}
	}
	t.Logf("%d plans, %d cells, of which %d differ in their last unit", plans*len(chosen), compared, ties)
	if ties > compared/500 {
		t.Errorf("%d of %d cells differ in their last unit", ties, compared)
	}
}

func expectMany(t *testing.T, template *goal.Template, plans int, random *rand.Rand) (compared, ties int) {
	t.Helper()
	blank, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	data, err := blank.encode()
	if err != nil {
		t.Fatal(err)
	}
	var books []*book
	var years []*year
	var rounds [][]officetest.Entry
	for range plans {
		b, err := newBook(sheet.Evaluate(template, entries(template, random)), chineseWords(t))
		if err != nil {
			t.Fatal(err)
		}
		y := anyYear(template, b.values, random)
		for q := range quarters {
			maps.DeleteFunc(y.done[q], isLogical)
			maps.DeleteFunc(y.open[q], isLogical)
		}
		y.enter(b)
		books, years, rounds = append(books, b), append(years, y), append(rounds, entriesIn(b))
	}
	for i, rows := range officetest.Refill(t, data, blank.word("actuals"), rounds) {
		n, m := expectActuals(t, rows, books[i], years[i])
		compared, ties = compared+n, ties+m
	}
	return compared, ties
}
