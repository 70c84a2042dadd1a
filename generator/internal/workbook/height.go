package workbook

import (
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Viewers do not fit the heights of rows that a program wrote to wrapped text, so
// that each row gets the height that its texts need.

const (
	leastHeight = 20.0
	mostHeight  = 409.0 // Excel's limit
	lineHeight  = 1.4   // of the font's size
	padding     = 5.0
)

// setHeights sets the heights of the rows that have text to wrap.
func (b *book) setHeights(g *grid) {
	columns := map[int]int{} // of a merged row
	for _, m := range g.merged {
		columns[m.row] = m.columns
	}
	for i, cells := range g.rows {
		for j, value := range cells {
			cell, isCell := value.(excelize.Cell)
			shown, isText := cell.Value.(string)
			if isCell && isText {
				g.fit(i+1, g.width(j+1, max(1, columns[i+1])), b.styles.sizes[cell.StyleID], shown)
			}
		}
	}
	for _, k := range g.kept {
		cell, _ := g.rows[k.row-1][k.column-1].(excelize.Cell)
		g.fit(k.row, g.width(k.column, 1), b.styles.sizes[cell.StyleID], k.text)
	}
}

// fit makes a row high enough for a text of a font size; size 0 does not wrap.
func (g *grid) fit(row int, width, size float64, text string) {
	if size == 0 || text == "" {
		return
	}
	needed := lineHeight*size*float64(lines(text, width/size)) + padding
	g.heights[row] = min(max(g.heights[row], needed, leastHeight), mostHeight)
}

// parts splits a text into cells that span the columns from one on, each no higher than a
// row can be.
func (b *book) parts(g *grid, column, columns, style int, text string) []string {
	size := b.styles.sizes[style]
	width := g.width(column, columns) / size
	most := int((mostHeight - padding) / (lineHeight * size))
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

// width is the room of text in columns from one on, in points. A column's width
// counts digits of 7 pixels of the default font; a cell pads its text.
func (g *grid) width(column, columns int) float64 {
	digits := 0.0
	for i := column - 1; i < min(column-1+columns, len(g.widths)); i++ {
		digits += g.widths[i]
	}
	return (digits*7 - 3) * 0.75
}

// lines is how many lines a text takes that is wrapped to a width in ems. Fonts
// differ, and it is rather too many than too few.
func lines(text string, width float64) int {
	count, used, word := 1, 0.0, 0.0
	breakLine := func() { count, used = count+1, 0 }
	flush := func() { // puts the word on the line, or on the next ones
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

// em is the width of a character in ems.
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
