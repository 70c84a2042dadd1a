package workbook

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
)

// difficult returns a template that reaches the limits of workbooks: forty choices with
// commas, quotation marks and the signs of formulas, long texts, a formula that is too
// long for a cell, and a market variable with many changes.
func difficult() string {
	var b strings.Builder
	long := strings.Repeat("很长的一句话，要折成好几行才放得下；Latin words too. ", 8)
	fmt.Fprintf(&b, "title = \"%s\"\nsummary = \"%s\"\nfiscal_year = 2027\n", strings.Repeat("长标题 and more，", 12), long)
	fmt.Fprintf(&b, "[[inputs]]\nkey = \"选\"\nlabel = \"%s\"\nkind = \"choice\"\nhint = \"%s\"\nchoices = [", strings.Repeat("长标签", 20), long)
	for _, choice := range choices() {
		fmt.Fprintf(&b, "%q, ", choice)
	}
	fmt.Fprintf(&b, "]\ndefault = \"a,b\"\n[[inputs]]\nkey = \"写\"\nlabel = \"写\"\nkind = \"text\"\ndefault = \"%s\"\n", strings.TrimSpace(long))
	var names []string
	for i := range 170 {
		names = append(names, fmt.Sprintf("数%d", i))
		fmt.Fprintf(&b, "[[inputs]]\nkey = \"数%d\"\nlabel = \"l\"\nmin = 0\nmax = 900\ndefault = %d\n", i, i)
	}
	b.WriteString("[[values]]\nkey = \"和\"\nlabel = \"和\"\nformula = \"SUM(" + strings.Join(names, ", ") + ")\"\n")
	b.WriteString("[[values]]\nkey = \"大\"\nlabel = \"大\"\nformula = \"IF(MAX(" + strings.Join(names, ", ") + ") > 160, ROUND(AVERAGE(" + strings.Join(names[:80], ", ") + "), 2), 0)\"\n")
	b.WriteString("[[values]]\nkey = \"择\"\nlabel = \"择\"\nformula = \"IF(选 = \\\"=1+1\\\", 1, IF(选 = \\\"a,b\\\", 2, IF(选 = \\\"" + strings.Repeat("😀长", 100) + "\\\", 3, 4)))\"\n")
	b.WriteString("[[variables]]\nkey = \"变\"\nlabel = \"变\"\nchanges = [{ input = \"数1\", plus = 5 }]\nshifts = [")
	for i := range 12 {
		fmt.Fprintf(&b, "{ from = \"数%d\", to = \"数%d\", share = 0.3 }, ", i%3+1, (i+1)%3+1)
	}
	b.WriteString("]\n[[smart]]\nletter = \"S\"\nlabel = \"够吗\"\ncheck = \"和 > 100\"\nadvice = \"" + long + "\"\n")
	return b.String()
}

// A note that is higher than the maximum row height continues in the rows below, without
// loss.
func TestLongNotesGoOn(t *testing.T) {
	note := ""
	for i := range 700 {
		note += fmt.Sprintf("第%d句，", i)
	}
	template := goaltest.Template(t, "title = \"t\"\nfiscal_year = 2027\nsummary = \""+strings.Repeat(note, 3)+"\"\n[[inputs]]\nkey = \"x\"\nlabel = \"x\"\nhint = \""+note+"\"\n"+
		"[[inputs]]\nkey = \"y\"\nlabel = \"y\"\ndefault = 7\n[[values]]\nkey = \"v\"\nlabel = \"v\"\nhint = \""+note+"\"\nformula = \"y * 2\"\n[[smart]]\nletter = \"S\"\nlabel = \"s\"\ncheck = \"y > 1\"\nadvice = \""+note+"\"\n")
	b, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, b)
	texts := map[string]string{}
	for i, row := range b.sheets[0].rows {
		for j := range row {
			if j == 0 || j == noteColumn-1 {
				text, _ := f.GetCellValue(b.sheets[0].name, cellName(i+1, j+1))
				texts[cellName(1, j+1)[:1]] += text
			}
		}
		if height, _ := f.GetRowHeight(b.sheets[0].name, i+1); height >= maxHeight {
			t.Errorf("row %d is %.0f points high", i+1, height)
		}
	}
	if n := strings.Count(texts["F"], note); n != 3 || !strings.Contains(texts["A"], strings.Repeat(note, 3)) {
		t.Errorf("the note is there %d times, the summary: %t", n, strings.Contains(texts["A"], strings.Repeat(note, 3)))
	}
	if got := cell(t, f, b.refs["v"]); got != "14" {
		t.Errorf("the value beside a long note is %q", got)
	}
}

// A text that is too long for a cell is an error.
func TestTooLongForACell(t *testing.T) {
	template := goaltest.Template(t, "title = \"t\"\nfiscal_year = 2027\n[[inputs]]\nkey = \"x\"\nlabel = \"x\"\nkind = \"text\"\ndefault = \""+strings.Repeat("长", 32768)+"\"\n")
	_, err := Write(template, anOrigin, chineseWords(t))
	if err == nil || !strings.Contains(err.Error(), "a text is longer than the 32,767 characters that a cell holds: 长长") {
		t.Errorf("the error is %v", err)
	}
}

func choices() []string {
	list := []string{"a,b", "a", "b", `"x"`, `x"y`, "=1+1", "+1", "-1", "@x", "'q", "1", "0.5", "TRUE", "2027-03-01", "１２", "a, b", "A", "#N/A", "*", "?", "_x0041_", "_x000D_", "x_x0042_", strings.Repeat("😀长", 100), strings.Repeat("很", 400)}
	for i := len(list); i < 40; i++ {
		list = append(list, fmt.Sprintf("第 %d 个选项，说得很详细", i))
	}
	return list
}

// The workbook reads every choice as the page does, whatever characters it has, and refuses
// a text that is not a choice.
func TestChoices(t *testing.T) {
	needs.Program(t, "soffice")
	entries := append(choices(), "", " ", "a,", "A,B", "~*", "第", "a,b,a")
	var text strings.Builder
	text.WriteString("title = \"t\"\nfiscal_year = 2027\n")
	for i := range entries {
		fmt.Fprintf(&text, "[[inputs]]\nkey = \"选%d\"\nlabel = \"l\"\nkind = \"choice\"\nchoices = [", i)
		for _, choice := range choices() {
			fmt.Fprintf(&text, "%q, ", choice)
		}
		fmt.Fprintf(&text, "]\n[[values]]\nkey = \"择%d\"\nlabel = \"l\"\nformula = \"IF(选%[1]d = \\\"=1+1\\\", 1, IF(选%[1]d = \\\"a,b\\\", 2, IF(选%[1]d = \\\"%s\\\", 3, 4)))\"\n", i, strings.Repeat("😀长", 100))
	}
	template, w := goaltest.Template(t, text.String()), chineseWords(t)
	b, err := newBook(sheet.Evaluate(template, nil), w)
	if err != nil {
		t.Fatal(err)
	}
	reader, values, problems := newPage(t), map[string]formula.Value{}, map[string]string{}
	for i, entry := range entries {
		key := fmt.Sprintf("选%d", i)
		values[key], problems[key] = reader.read(t, template.Input(key), entry, w)
		pasteInto(b, key, entry)
	}
	f := recalculated(t, b)[0]
	expectSheet(t, f, b, sheet.Evaluate(template, values))
	for key, want := range problems {
		if got := problemAt(t, f, b, key); got != want {
			t.Errorf("the row of %s says %q, the page %q", key, got, want)
		}
	}
}

// The list of an input has all choices, each in a cell of its own.
func TestListedChoices(t *testing.T) {
	template := goaltest.Template(t, difficult())
	b, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, b)
	validations, err := f.GetDataValidations(f.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(validations, func(v *excelize.DataValidation) bool { return v.Type == "list" })
	if i < 0 {
		t.Fatal("there is no list to choose from")
	}
	sheet, span, _ := strings.Cut(validations[i].Formula1, "!")
	from, to, _ := strings.Cut(strings.ReplaceAll(span, "$", ""), ":")
	_, first, _ := excelize.CellNameToCoordinates(from)
	_, last, _ := excelize.CellNameToCoordinates(to)
	var listed []string
	for row := first; row <= last; row++ {
		text, _ := f.GetCellValue(strings.Trim(sheet, "'"), cellName(row, 1))
		listed = append(listed, text)
	}
	if !slices.Equal(listed, template.Input("选").Choices) {
		t.Errorf("the list has %q, the template %q", listed, template.Input("选").Choices)
	}
}

// The workbook of a template with long formulas and many changes computes the numbers of
// its page.
func TestDifficultTemplate(t *testing.T) {
	needs.Program(t, "soffice")
	template := goaltest.Template(t, difficult())
	sheet := sheet.Evaluate(template, nil)
	b, err := newBook(sheet, chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	expectSheet(t, recalculated(t, b)[0], b, sheet)
}

func opened(t *testing.T, b *book) *excelize.File {
	t.Helper()
	data, err := b.encode()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// Every text fits its cell: it wraps in a row that is high enough, and a number shrinks.
// Every formula and text is within Excel's limits.
func TestTextStaysInItsCell(t *testing.T) {
	for _, template := range append(sample.Of(3, templates(t)), goaltest.Template(t, difficult())) {
		b, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
		if err != nil {
			t.Fatal(err)
		}
		f := opened(t, b)
		if n := longestFormula(t, f); n > 8192 {
			t.Errorf("%s has a formula of %d characters", template.Title, n)
		}
		for _, g := range b.sheets {
			if !g.hidden {
				expectRoom(t, f, g)
			}
		}
	}
}

func expectRoom(t *testing.T, f *excelize.File, g *grid) {
	t.Helper()
	spans, covered := map[string]int{}, map[string]bool{}
	merged, _ := f.GetMergeCells(g.name)
	for _, m := range merged {
		from, row, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
		to, _, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
		spans[m.GetStartAxis()] = to - from + 1
		for column := from + 1; column <= to; column++ {
			covered[cellName(row, column)] = true
		}
	}
	for i, row := range g.rows {
		for j := range row {
			name := cellName(i+1, j+1)
			id, _ := f.GetCellStyle(g.name, name)
			style, err := f.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			text, _ := f.GetCellValue(g.name, name)
			if text == "" || covered[name] || style.CustomNumFmt != nil && *style.CustomNumFmt == ";;;" {
				continue // the cell shows nothing
			}
			if style.Alignment == nil || !style.Alignment.WrapText && !style.Alignment.ShrinkToFit {
				t.Errorf("%s %s is drawn over its neighbour: %q", g.name, name, text)
				continue
			}
			width := 0.0
			for column := j; column < j+max(1, spans[name]); column++ {
				letter, _ := excelize.ColumnNumberToName(column + 1)
				w, _ := f.GetColWidth(g.name, letter)
				width += w
			}
			height, _ := f.GetRowHeight(g.name, i+1)
			// A Han is as wide as the font is high, two and a bit digits of the column's width.
			perLine := width * 7 * 0.75 / style.Font.Size
			needed := float64(utf8.RuneCountInString(text)) * 0.5
			if han := float64(strings.Count(text, "") - 1 - len(asciiOf(text))); han > 0 {
				needed = han + float64(len(asciiOf(text)))*0.5
			}
			if least := min(needed/perLine*style.Font.Size*1.15, maxHeight); style.Alignment.WrapText && height < least {
				t.Errorf("%s %s is %.0f points high and needs %.0f: %q", g.name, name, height, least, text)
			}
		}
	}
}

func asciiOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 {
			return r
		}
		return -1
	}, text)
}

// Excel accepts the names of the sheets, whatever the words are.
func TestSheetNames(t *testing.T) {
	w := chineseWords(t)
	long := strings.Repeat("长", 40)
	for key, word := range map[string]string{"worksheet": "年/季: [计划]*?\\", "plan": long, "market": long + "x", "entries": "'", "steps": "年 季   计划"} {
		w["workbook."+key] = word
	}
	b, err := newBook(sheet.Evaluate(templates(t)[0], nil), w)
	if err != nil {
		t.Fatal(err)
	}
	got := opened(t, b).GetSheetList()
	want := []string{"实际", "年 季   计划", strings.Repeat("长", 31), strings.Repeat("长", 29) + " 2", "年 季   计划 2", "entries"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the sheets are %q, want %q", got, want)
	}
}

// The estimated number of lines, for a font whose Han characters are as wide as high.
func TestLines(t *testing.T) {
	for _, test := range []struct {
		text  string
		width float64
		want  int
	}{
		{"", 10, 1}, {"短", 10, 1}, {"一二三四五六七八九", 10, 1}, {"一二三四五六七八九十", 10, 2}, {"a\nb\nc", 10, 3},
		{"eight words here", 6, 2}, {strings.Repeat("x", 100), 10.5, 6}, {strings.Repeat("字", 100), 10.4, 10},
	} {
		if got := lines(test.text, test.width); got != test.want {
			t.Errorf("%q takes %d lines of %v, want %d", test.text, got, test.width, test.want)
		}
	}
}
