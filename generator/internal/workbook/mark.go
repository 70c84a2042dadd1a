package workbook

import (
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mark is a number that is marked if one of some rows of its column exceeds the number beside
// it.
type mark struct {
	row, column int
	rows        []int
	look        numberLook
}

// markOver marks the numbers of a column of the plan that exceed those of the next column. The
// number of a quarter or of the year is marked if that of one of its months is.
func (g *grid) markOver(levels map[int]string, column int, look numberLook) {
	rows := map[string][]int{}
	for _, row := range slices.Backward(slices.Sorted(maps.Keys(levels))) {
		switch levels[row] {
		case "month":
			rows["quarter"], rows["year"] = append(rows["quarter"], row), append(rows["year"], row)
			g.marks = append(g.marks, mark{row, column, []int{row}, look})
		case "quarter", "year":
			g.marks = append(g.marks, mark{row, column, rows[levels[row]], look})
			rows["quarter"] = nil
		default:
			g.marks = append(g.marks, mark{row, column, []int{row}, look})
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
	var over []string
	for _, row := range m.rows {
		number, limit := cellName(row, m.column), cellName(row, m.column+1)
		over = append(over, sprintf("IF(AND(ISNUMBER(%[1]s),ISNUMBER(%[2]s)),ROUND(%[1]s-%[2]s,9)>0,FALSE)", number, limit))
	}
	return []excelize.ConditionalFormatOptions{{Type: "formula", Format: &id, Criteria: "OR(" + strings.Join(over, ",") + ")"}}, nil
}
