package workbook

import (
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mark is a cell that is marked while a formula over cells of its sheet is true.
type mark struct {
	cell, over string
	look       numberLook
}

// markOver marks the numbers of a column of the plan that exceed those of the next column. The
// number of a quarter or of the year is marked if that of one of its months is.
func (g *grid) markOver(levels map[int]string, column int, look numberLook) {
	add := func(row int, rows ...int) {
		var over []string
		for _, row := range rows {
			number, limit := cellName(row, column), cellName(row, column+1)
			over = append(over, sprintf("IF(AND(ISNUMBER(%[1]s),ISNUMBER(%[2]s)),ROUND(%[1]s-%[2]s,9)>0,FALSE)", number, limit))
		}
		g.marks = append(g.marks, mark{cellName(row, column), "OR(" + strings.Join(over, ",") + ")", look})
	}
	rows := map[string][]int{}
	for _, row := range slices.Backward(slices.Sorted(maps.Keys(levels))) {
		switch levels[row] {
		case "month":
			rows["quarter"], rows["year"] = append(rows["quarter"], row), append(rows["year"], row)
			add(row, row)
		case "quarter", "year":
			add(row, rows[levels[row]]...)
			rows["quarter"] = nil
		default:
			add(row, row)
		}
	}
}

// marking returns the conditional format of a mark. It also adds a sign, since print in
// grey does not show the colour.
func (b *book) marking(m mark) ([]excelize.ConditionalFormatOptions, error) {
	look := m.look
	look.strong = true
	id, ok := b.styles.marked[look]
	if !ok {
		var err error
		style := &excelize.Style{Font: &excelize.Font{Bold: true, Color: bad}, CustomNumFmt: format(`"▲ "` + look.format())}
		if id, err = b.file.NewConditionalStyle(style); err != nil {
			return nil, err
		}
		b.styles.marked[look] = id
	}
	return []excelize.ConditionalFormatOptions{{Type: "formula", Format: &id, Criteria: m.over}}, nil
}
