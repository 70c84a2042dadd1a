package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	extast "github.com/yuin/goldmark/extension/ast"
)

// tableShape is what the texts of a table say about its form. Widths are in tenths of an em of the
// table's font, in which a Han character has 10. They are estimates, since the build knows no font.
type tableShape struct{ columns []tableColumn }

type tableColumn struct {
	head    string // as plain text
	width   int    // of the widest cell on one line, the head included
	cell    int    // the same without the head
	word    int    // the widest part that no line breaks: a word in a Latin script
	phrase  int    // the widest part between spaces and punctuation, which a short column does not break
	title   int    // the same of the head
	numbers int    // cells that are a number
	others  int    // cells that are neither a number nor blank
	isShort bool   // the cells break between phrases only
	isLong  bool   // the head may break inside a phrase
}

const (
	cellPadding = 9   // between two columns
	minColumn   = 45  // of a column with long texts
	textWidth   = 405 // of a line of the text: --measure in the font of tables
	tabletWidth = 390 // of the text above the width at which tables become cards
	phoneWidth  = 190 // of the text on the narrowest phone
	maxPhrase   = 80  // a longer phrase is broken like any text
)

// measureTable reads the texts of a table's cells.
func (w *writer) measureTable(n *extast.Table) *tableShape {
	t := &tableShape{columns: make([]tableColumn, n.FirstChild().ChildCount())}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		i := 0
		for cell := row.FirstChild(); cell != nil && i < len(t.columns); cell = cell.NextSibling() {
			text, _ := w.textOf(cell)
			t.columns[i].add(strings.TrimSpace(text), row.Kind() == extast.KindTableHeader)
			i++
		}
	}
	longest := min(maxPhrase, t.room()/len(t.columns)-cellPadding)
	for i := range t.columns {
		c := &t.columns[i]
		c.isShort, c.isLong = c.phrase <= longest, c.title > longest
	}
	return t
}

func (c *tableColumn) add(text string, isHead bool) {
	width, word, phrase := widths(text)
	c.width = max(c.width, width)
	switch {
	case isHead:
		c.head, c.title = text, phrase
		return
	case isNumber(text):
		c.numbers++
	case !isBlank(text):
		c.others++
	}
	c.cell, c.word, c.phrase = max(c.cell, width), max(c.word, word), max(c.phrase, phrase)
}

// isNumeric reports whether a column aligns its numbers. The first column names the rows.
func (t *tableShape) isNumeric(i int) bool {
	return i > 0 && t.columns[i].numbers > 0 && t.columns[i].others == 0
}

// stacks reports whether the rows become cards on a phone.
func (t *tableShape) stacks() bool { return len(t.columns) > 3 }

// room is the narrowest width in which the rows are shown as rows.
func (t *tableShape) room() int {
	if t.stacks() {
		return tabletWidth
	}
	return phoneWidth
}

// isWide reports whether the table needs more than the width of the text. Two columns of long texts do not:
// their lines would be too long to read.
func (t *tableShape) isWide() bool {
	width := 0
	for _, c := range t.columns {
		width += cellPadding + c.width
	}
	return width > textWidth && (len(t.columns) > 2 || width < textWidth*3/2)
}

// scrolls reports whether the table is too wide for its room even in its narrowest form.
func (t *tableShape) scrolls() bool {
	width := 0
	for i, c := range t.columns {
		least := max(minColumn, c.word)
		if t.isNumeric(i) {
			least = c.cell
		} else if c.isShort {
			least = c.phrase
		}
		if !c.isLong {
			least = max(least, c.title)
		}
		width += cellPadding + least
	}
	return width > t.room()
}

// class returns the classes of the table, or of its frame.
func (t *tableShape) class(isFrame bool) string {
	var list []string
	if isFrame {
		list = append(list, "table")
	}
	if t.isWide() && isFrame == t.scrolls() {
		list = append(list, "wide")
	}
	if t.stacks() && !isFrame {
		list = append(list, "stack")
	}
	return strings.Join(list, " ")
}

// role returns a role attribute for an element of a table whose rows become cards: an element that is
// not displayed as a part of a table loses its own role.
func (t *tableShape) role(name string) string {
	if !t.stacks() {
		return ""
	}
	return ` role="` + name + `"`
}

// classOf returns the class of a cell of column i. The alignment that an author gives precedes.
func (t *tableShape) classOf(n *extast.TableCell, i int) string {
	switch {
	case !n.HasChildren() && n.Alignment == extast.AlignNone:
		return ""
	case n.Alignment != extast.AlignNone:
		return "align-" + n.Alignment.String()
	case t.isNumeric(i):
		return "number"
	case n.Parent().Kind() == extast.KindTableHeader:
		if t.columns[i].isLong {
			return "long"
		}
	case t.columns[i].isShort:
		return "short"
	}
	return ""
}

// widths returns the width of a text on one line, of its widest word in a Latin script, and of the widest part
// between spaces and Chinese punctuation.
func widths(text string) (line, word, phrase int) {
	inWord, inPhrase := 0, 0
	for _, r := range text {
		width := 6
		switch {
		case r >= 0x2E80:
			width = 10
			inWord = 0
		case r == ' ':
			inWord, inPhrase, width = 0, 0, 3
			line += width
			continue
		default:
			inWord += width
		}
		line += width
		if isOpening(r) {
			inPhrase = 0
		}
		inPhrase += width
		word, phrase = max(word, inWord), max(phrase, inPhrase)
		if isClosing(r) {
			inPhrase = 0
		}
	}
	return line, word, phrase
}

func isOpening(r rune) bool {
	switch r {
	case '（', '《', '〈', '「', '『', '【', '〔':
		return true
	}
	return false
}

func isClosing(r rune) bool {
	switch r {
	case '，', '。', '；', '：', '、', '！', '？', '）', '》', '〉', '」', '』', '】', '〕':
		return true
	}
	return false
}

// isBlank reports whether a text says that there is no value.
func isBlank(text string) bool {
	switch text {
	case "", "-", "–", "—", "——", "/", "无":
		return true
	}
	return false
}

// isNumber reports whether a text is a number or a range of two, with what may stand around it: 约, a sign or a
// currency before, a unit of up to three letters behind: 12, 1,200 元, 约 3.5 万, 5–8 家, 30%.
func isNumber(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, "约"), " +-−±≈<>≤≥¥￥$")
	rest, found := cutNumber(text)
	if !found {
		return false
	}
	if second := strings.TrimLeft(rest, " -–~～—至"); second != strings.TrimLeft(rest, " ") {
		if rest, found = cutNumber(second); !found {
			return false
		}
	}
	unit := strings.TrimLeft(rest, " ")
	if utf8.RuneCountInString(unit) > 3 {
		return false
	}
	for _, r := range unit {
		if !unicode.IsLetter(r) && !strings.ContainsRune("%‰℃°", r) {
			return false
		}
	}
	return true
}

// cutNumber returns the text behind the number with which a text begins.
func cutNumber(text string) (rest string, found bool) {
	isDigit := func(i int) bool { return i < len(text) && text[i] >= '0' && text[i] <= '9' }
	i := 0
	for isDigit(i) || i > 0 && i < len(text) && (text[i] == ',' || text[i] == '.') && isDigit(i+1) {
		i++
	}
	return text[i:], i > 0
}
