package workbook

import (
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Excel does not adjust the heights of rows that a program wrote to wrapped text. This
// file computes the height that the texts of each row need.

const (
	minHeight  = 20.0
	maxHeight  = 409.0 // Excel's limit
	lineHeight = 1.4   // in font sizes
	padding    = 5.0
)

// setHeights sets the heights of all rows with wrapped text.
func (b *book) setHeights(g *grid) {
	columns := map[[2]int]int{} // the number of merged columns by the row and the first column
	for _, m := range g.merged {
		columns[[2]int{m.row, m.column}] = m.columns
	}
	for i, cells := range g.rows {
		for j, value := range cells {
			cell, isCell := value.(excelize.Cell)
			shown, isText := cell.Value.(string)
			if isCell && isText {
				g.fit(i+1, g.width(j+1, max(1, columns[[2]int{i + 1, j + 1}])), b.styles.sizes[cell.StyleID], shown)
			}
		}
	}
	for _, k := range g.reserved {
		cell, _ := g.rows[k.row-1][k.column-1].(excelize.Cell)
		g.fit(k.row, g.width(k.column, 1), b.styles.sizes[cell.StyleID], k.text)
	}
}

// fit makes a row high enough for a text of a font size. Size 0 means that the text does
// not wrap.
func (g *grid) fit(row int, width, size float64, text string) {
	if size == 0 || text == "" {
		return
	}
	needed := lineHeight*size*float64(lines(text, width/size)) + padding
	g.heights[row] = min(max(g.heights[row], needed, minHeight), maxHeight)
}

// cut cuts a text into parts, one a row, that fit into cells across a number of columns
// from the given one on.
func (b *book) cut(g *grid, column, columns, style int, text string) []string {
	size := b.styles.sizes[style]
	width := g.width(column, columns) / size
	most := int((maxHeight - padding) / (lineHeight * size))
	var parts []string
	rest := []rune(text)
	for lines(string(rest), width) > most {
		n := min(len(rest), most*int(width))
		for lines(string(rest[:n]), width) > most {
			n = n * 3 / 4
		}
		parts, rest = append(parts, string(rest[:n])), rest[n:]
	}
	return append(parts, string(rest))
}

// width returns the room for text across columns, in points. The width of a column
// counts digits of the default font, 7 pixels each; a cell pads its text.
func (g *grid) width(column, columns int) float64 {
	digits := 0.0
	for i := column - 1; i < min(column-1+columns, len(g.widths)); i++ {
		digits += g.widths[i]
	}
	return (digits*7 - 3) * 0.75
}

// lines estimates the lines of a text that is wrapped to a width in ems. Fonts differ,
// so the estimate is high rather than low.
func lines(text string, width float64) int {
	count, used, word := 1, 0.0, 0.0
	breakLine := func() { count, used = count+1, 0 }
	flush := func() { // places the pending word on this line or the next ones
		if used > 0 && used+word > width {
			breakLine()
		}
		used += word
		for used > width {
			count, used = count+1, used-width
		}
		word = 0
	}
	for _, r := range text {
		switch {
		case r == '\n':
			flush()
			breakLine()
		case isWide(r) || unicode.IsSpace(r):
			flush()
			word = em(r)
			flush()
		default:
			word += em(r)
		}
	}
	flush()
	return count
}

// em estimates the width of a character in ems.
func em(r rune) float64 {
	switch {
	case isWide(r):
		return 1.04
	case unicode.IsUpper(r) || r == '%' || r == '@':
		return 0.75
	}
	return 0.6
}

func isWide(r rune) bool { return r >= 0x2014 && utf8.RuneLen(r) > 2 }
