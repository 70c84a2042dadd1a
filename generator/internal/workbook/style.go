package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
)

// styles has the ids of cell styles by their purpose.
type styles struct {
	title, summary, verdict, heading, columnHeading, label, note, problem, unit, text, truth, date, dateOut, hidden int
	numbers                                                                                                         map[numberLook]int
	marked                                                                                                          map[numberLook]int // conditional styles of numbers above their limit
	trimmed                                                                                                         map[numberLook]int // conditional styles
	sizes                                                                                                           map[int]float64    // font sizes of the styles that wrap text
}

// numberLook says how a cell shows a number.
type numberLook struct {
	decimals int
	general  bool // all decimals of the number
	tenths   bool // one decimal below 1
	percent  bool
	signed   bool // a difference
	input    bool // a reader fills it in
	strong   bool
}

const (
	family = "Microsoft YaHei" // systems without it substitute their own Chinese font

	ink    = "1F2326"
	soft   = "5A6065"
	accent = "0B6A66"
	bad    = "A3261F"
	fill   = "E0EFEC"
	line   = "C9C5BB"
)

func (b *book) makeStyles() error {
	b.styles.numbers, b.styles.trimmed, b.styles.marked, b.styles.sizes = map[numberLook]int{}, map[numberLook]int{}, map[numberLook]int{}, map[int]float64{}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.styles.title, excelize.Style{Font: &excelize.Font{Family: family, Size: 16, Bold: true, Color: ink}, Alignment: wrapped()}},
		{&b.styles.summary, excelize.Style{Font: &excelize.Font{Family: family, Size: 10.5, Color: soft}, Alignment: wrapped()}},
		{&b.styles.verdict, excelize.Style{Font: &excelize.Font{Family: family, Size: 12, Bold: true, Color: ink}, Border: under("medium"), Alignment: wrapped()}},
		{&b.styles.heading, excelize.Style{Font: &excelize.Font{Family: family, Size: 11, Bold: true, Color: accent}, Border: under("medium"), Alignment: wrapped()}},
		{&b.styles.columnHeading, excelize.Style{Font: &excelize.Font{Family: family, Size: 10, Bold: true, Color: accent}, Border: under("medium"), Alignment: &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "right"}}},
		{&b.styles.label, excelize.Style{Font: font(), Border: under(""), Alignment: wrapped()}},
		{&b.styles.note, excelize.Style{Font: &excelize.Font{Family: family, Size: 9, Color: soft}, Border: under(""), Alignment: wrapped()}},
		{&b.styles.problem, excelize.Style{Font: &excelize.Font{Family: family, Size: 9, Color: bad}, Border: under(""), Alignment: wrapped()}},
		{&b.styles.unit, excelize.Style{Font: &excelize.Font{Family: family, Size: 9, Color: soft}, Border: under(""), Alignment: indented()}},
		{&b.styles.text, excelize.Style{Font: font(), Fill: filled(), Border: boxed(), Alignment: wrapped(), Protection: unlocked(), NumFmt: 49}},
		{&b.styles.date, excelize.Style{Font: font(), Fill: filled(), Border: boxed(), Protection: unlocked(), CustomNumFmt: format("yyyy-mm-dd"), Alignment: shrinking()}},
		{&b.styles.dateOut, excelize.Style{Font: font(), Border: under(""), CustomNumFmt: format("yyyy-mm-dd"), Alignment: shrinking()}},
		{&b.styles.hidden, excelize.Style{CustomNumFmt: format(";;;")}}, // shows nothing
		{&b.styles.truth, excelize.Style{Font: font(), Border: under(""), Alignment: shrinking()}},
	} {
		id, err := b.file.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.id = id
		if s.style.Alignment != nil && s.style.Alignment.WrapText {
			b.styles.sizes[id] = s.style.Font.Size
		}
	}
	return nil
}

// number returns the style of a number, which it makes once.
func (b *book) number(look numberLook) int {
	if id, ok := b.styles.numbers[look]; ok {
		return id
	}
	style := excelize.Style{
		Font: &excelize.Font{Family: family, Size: 10.5, Color: ink, Bold: look.strong}, Border: under(""), CustomNumFmt: format(look.format()),
		Alignment: shrinking(),
	}
	if look.input {
		style.Fill, style.Border, style.Protection = filled(), boxed(), unlocked()
	}
	id, err := b.file.NewStyle(&style)
	if err != nil {
		return 0 // the default style: the number matters more
	}
	b.styles.numbers[look] = id
	return id
}

// output returns the style of a computed value, with the decimals of the page.
func (b *book) output(g *grid, row, column int, c *goal.Computed) int {
	if c.Latest != "" {
		return b.styles.dateOut
	}
	look := numberLook{decimals: c.Decimals, percent: c.Unit == "%", strong: true}
	g.trims = append(g.trims, trim{cellName(row, column), look})
	return b.number(look)
}

// input returns the style of an input that is a number.
func (b *book) input(g *grid, row int, percent bool) int {
	look := numberLook{general: !percent, percent: percent, input: true}
	if percent {
		look.decimals = 2
		g.trims = append(g.trims, trim{cellName(row, valueColumn), look})
	}
	return b.number(look)
}

// trimming returns conditional formats that hide trailing zeros. A number format cannot:
// #.# shows the point of a whole number.
func (b *book) trimming(t trim) ([]excelize.ConditionalFormatOptions, error) {
	var rules []excelize.ConditionalFormatOptions
	first, _, _ := strings.Cut(t.area, ":")
	places := t.look.decimals
	hidden := 0
	if t.look.percent {
		hidden = 2
	}
	for n := range places {
		short := numberLook{decimals: n, percent: t.look.percent}
		id, ok := b.styles.trimmed[short]
		if !ok {
			var err error
			if id, err = b.file.NewConditionalStyle(&excelize.Style{CustomNumFmt: format(short.format())}); err != nil {
				return nil, err
			}
			b.styles.trimmed[short] = id
		}
		rules = append(rules, excelize.ConditionalFormatOptions{
			Type: "formula", StopIfTrue: true, Format: &id,
			Criteria: sprintf("AND(ISNUMBER(%[1]s),ROUND(%[1]s,%[2]d)=ROUND(%[1]s,%[3]d))", first, places+hidden, n+hidden),
		})
	}
	return rules, nil
}

func (look numberLook) format() string {
	if look.signed {
		return "+General;-General;" // nothing for none
	}
	if look.general {
		return "General"
	}
	if look.tenths {
		return "[=0]0;[<1]0.0;#,##0"
	}
	format := "#,##0"
	if look.percent {
		format = "0"
	}
	if look.decimals > 0 {
		format += "." + strings.Repeat("0", look.decimals)
	}
	if look.percent {
		format += "%"
	}
	return format
}

func font() *excelize.Font { return &excelize.Font{Family: family, Size: 10.5, Color: ink} }

func format(s string) *string { return &s }

func wrapped() *excelize.Alignment { return &excelize.Alignment{WrapText: true, Vertical: "center"} }

func indented() *excelize.Alignment {
	return &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "left", Indent: 1}
}

func shrinking() *excelize.Alignment {
	return &excelize.Alignment{Horizontal: "right", Vertical: "center", ShrinkToFit: true}
}

func unlocked() *excelize.Protection { return &excelize.Protection{Locked: false} }

func filled() excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
}

// under returns a line below a cell.
func under(weight string) []excelize.Border {
	if weight == "medium" {
		return []excelize.Border{{Type: "bottom", Color: accent, Style: 2}}
	}
	return []excelize.Border{{Type: "bottom", Color: line, Style: 1}}
}

func boxed() []excelize.Border {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: line, Style: 1})
	}
	return border
}
