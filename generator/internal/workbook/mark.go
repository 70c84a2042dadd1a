package workbook

import "github.com/xuri/excelize/v2"

// mark is a column of numbers that are marked where they exceed the number beside them.
type mark struct {
	from, to, column int
	look             numberLook
}

// markOver marks the numbers of a column that exceed those of the next column.
func (g *grid) markOver(from, to, column int, look numberLook) {
	g.marks = append(g.marks, mark{from, to, column, look})
}

// marking returns the conditional format of a mark. It also adds a sign, since print in
// grey does not show the colour.
func (b *book) marking(m mark) ([]excelize.ConditionalFormatOptions, error) {
	style := &excelize.Style{Font: &excelize.Font{Bold: true, Color: bad}, CustomNumFmt: format(`"▲ "` + m.look.format())}
	id, err := b.file.NewConditionalStyle(style)
	if err != nil {
		return nil, err
	}
	number, limit := cellName(m.from, m.column), cellName(m.from, m.column+1)
	return []excelize.ConditionalFormatOptions{{
		Type: "formula", Format: &id, Criteria: sprintf("AND(ISNUMBER(%[1]s),ISNUMBER(%[2]s),ROUND(%[1]s-%[2]s,9)>0)", number, limit),
	}}, nil
}
