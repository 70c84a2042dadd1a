package workbook

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/officetest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/words"
)

// isError is the value of a cell whose formula fails.
type isError struct{}

// hostile has values that reach cells past the validation: numbers beyond the limits, texts
// of numbers and dates, booleans, errors, texts of formulas.
var hostile = []any{
	1.5, -5.0, 0.0, 150.0, 1e-7, 62.5, 1e15, -1e15, 1e300, 46447.0, 46447.75, 2027.0, 20270301.0, 18264.0, 18263.0, 73415.99, 73416.0, -1.0,
	true, false, isError{}, "", " ", "　", "\t", "\n", "\u00a0", "\u00a0\t\u3000", "12\t", "12\n", "\ufeff12", "a  b", " a  b ",
	"abc", "１２", " 12 ", "　12　", "12\u00a0", "１２．５", "１，２００", "1,200", "1 200", "12,00", "1,2,3", "1,200,300.5", "1 200,300", ",200", "1,", "1234,567", "0,123",
	"1.2.3", "1.", ".5", ".", "", "-", "+", "--5", "-5", "+5", "－5", "−5", "- 5", "+ ¥ 5", "¥5", "￥５", "¥", "¥-5", "5¥", "1e3", "1E3", "0x10", "=1+1", "'12", "@x", "#N/A", "TRUE",
	"5%", "５％", "5 %", "150%", "62.5%", "62.5", "0.5", "100", "100%", "100.01%", "5/8", "８ ／ 15", "8/0", "0/8", "8/15/2", "/8", "8/", "50%/2", "5万/8万", "-5/8", "9/8", "%", "5%%",
	"3 家", "3家", "3 次", "家", "3家家", "12元", "12万", "1.2万", "1200万元", "1,200万", "0.5亿", "3百万", "3千万元", "3百", "3千", "3万百", "百万", "万", "12 万", "12 万元", "3家/年", "5%家",
	"000000000012", "123456789012345", "1234567890123456", "0." + strings.Repeat("3", 30), strings.Repeat("9", 99), strings.Repeat("0", 101) + "1", "1。5", "１。５",
	"2027-03-01", " 2027-03-01 ", "2027-02-29", "2028-02-29", "2027-3-1", "2027/03/01", "２０２７-03-01", "1949-12-31", "1950-01-01", "2100-12-31", "2101-01-01", "0202-03-01", "2027-13-01", "2027-00-10", "2027-01-00", "明天", "2027-03-01x",
	"直销", "直销 ", "直", "伙伴", "直销,伙伴", "x", "X", strings.Repeat("长", 300),
}

// page reads entries with the page's script.
type page struct{ vm *goja.Runtime }

func newPage(t *testing.T) *page { return &page{jstest.Load(t, "../../../static/goal/entry.ts")} }

// read returns the value that the page reads from an entry, and the message beside the
// field.
func (p *page) read(t *testing.T, in *goal.Input, entry any, words words.Words) (formula.Value, string) {
	t.Helper()
	said := func(problem, limit string) string {
		if problem == "" {
			return ""
		}
		return strings.Replace(words["worksheet."+problem], "%s", limit, 1)
	}
	isNumber := in.Kind == goal.KindNumber || in.Kind == goal.KindMoney || in.Kind == goal.KindPercent
	refusal := map[goal.Kind]string{goal.KindPercent: "notpercent", goal.KindDate: "notdate", goal.KindChoice: "notchoice", goal.KindText: "why_missing"}[in.Kind]
	if isNumber && refusal == "" {
		refusal = "notnumber"
	}
	var typed string
	switch entry := entry.(type) {
	case isError:
		return formula.Value{}, words["worksheet."+refusal]
	case bool:
		if in.Kind != goal.KindText {
			return formula.Value{}, words["worksheet."+refusal]
		}
		typed = strings.ToUpper(strconv.FormatBool(entry))
	case float64:
		switch {
		case isNumber:
			return limited15(in, entry, words["worksheet."+refusal], said)
		case in.Kind == goal.KindDate:
			typed = "no date"
			if entry >= 1 && entry < 1e6 {
				typed = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(entry)).Format(time.DateOnly)
			}
		default:
			typed = strconv.FormatFloat(entry, 'f', -1, 64)
		}
	case string:
		typed = entry
	}
	if in.Kind == goal.KindChoice {
		switch {
		case typed == "":
			return formula.Value{}, words["worksheet.why_missing"]
		case !slices.Contains(in.Choices, typed):
			return formula.Value{}, words["worksheet.notchoice"]
		}
		return formula.Text(typed), ""
	}
	wire, _ := json.Marshal(map[string]any{"kind": in.Kind, "unit": in.Unit, "min": in.Min, "max": in.Max})
	p.vm.Set("input", string(wire))
	p.vm.Set("text", typed)
	got, err := p.vm.RunString("JSON.stringify(module.parseEntry(JSON.parse(input), text))")
	if err != nil {
		t.Fatal(err)
	}
	var e struct {
		Value          any
		Problem, Limit string
	}
	if err := json.Unmarshal([]byte(got.String()), &e); err != nil {
		t.Fatal(err)
	}
	switch value := e.Value.(type) {
	case float64:
		return formula.Number(value), ""
	case string:
		return formula.Text(value), ""
	}
	if e.Problem == "" {
		return formula.Value{}, words["worksheet.why_missing"]
	}
	return formula.Value{}, said(e.Problem, e.Limit)
}

func limited15(in *goal.Input, x float64, refused string, said func(problem, limit string) string) (formula.Value, string) {
	switch {
	case x >= 1e15 || x <= -1e15:
		return formula.Value{}, refused
	case in.Min != nil && x < *in.Min:
		return formula.Value{}, said("toolow", sheet.LimitText(in, *in.Min))
	case in.Max != nil && x > *in.Max:
		return formula.Value{}, said("toohigh", sheet.LimitText(in, *in.Max))
	}
	return formula.Number(x), ""
}

// forLibreOffice returns an entry that LibreOffice reads like Excel. It takes a boolean in a
// cell with a number format for a number.
func forLibreOffice(in *goal.Input, entry any) any {
	if _, isTruth := entry.(bool); isTruth && (in.Kind == goal.KindPercent || in.Kind == goal.KindDate) {
		return "TRUE"
	}
	return entry
}

// pasteInto sets the cell of an input as pasting does.
func pasteInto(b *book, key string, entry any) {
	_, name := split(b.inputCells[key])
	column, row, _ := excelize.CellNameToCoordinates(name)
	cell := b.sheets[0].rows[row-1][column-1].(excelize.Cell)
	cell.Value = entry
	if _, ok := entry.(isError); ok {
		cell.Value, cell.Formula = nil, "NA()"
	}
	b.sheets[0].set(row, column, cell)
}

// problemAt returns the message in the row of an input.
func problemAt(t *testing.T, f *excelize.File, b *book, key string) string {
	t.Helper()
	sheet, name := split(b.inputCells[key])
	_, row, _ := excelize.CellNameToCoordinates(name)
	text, err := f.GetCellValue(sheet, cellName(row, problemColumn))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// forms returns a template with an input of every kind for every hostile entry, and a
// computed value that depends on it.
func forms() string {
	var b strings.Builder
	b.WriteString("title = \"t\"\nfiscal_year = 2027\n")
	for i := range hostile {
		for kind, rest := range map[string]string{
			"number": "unit = \"家\"", "money": "unit = \"万元/家·年\"\nmin = 0.5\nmax = 2000", "plain": "min = -10", "percent": "min = 0.01", "date": "", "text": "", "choice": "choices = [\"直销\", \"x\", \"直销,伙伴\", \"=1+1\", \"TRUE\", \"150\"]",
		} {
			fmt.Fprintf(&b, "[[inputs]]\nkey = \"%s%d\"\nlabel = \"l\"\nkind = \"%s\"\n%s\n", kind, i, strings.Replace(kind, "plain", "number", 1), rest)
		}
		fmt.Fprintf(&b, "[[values]]\nkey = \"vn%d\"\nlabel = \"v\"\nunit = \"家\"\nformula = \"number%[1]d\"\n", i)
		fmt.Fprintf(&b, "[[values]]\nkey = \"vm%d\"\nlabel = \"v\"\nunit = \"万元/家·年\"\nformula = \"money%[1]d\"\n", i)
		fmt.Fprintf(&b, "[[values]]\nkey = \"vq%d\"\nlabel = \"v\"\nformula = \"plain%[1]d\"\n", i)
		fmt.Fprintf(&b, "[[values]]\nkey = \"vp%d\"\nlabel = \"v\"\nunit = \"%%\"\nformula = \"percent%[1]d\"\n", i)
		fmt.Fprintf(&b, "[[values]]\nkey = \"vt%d\"\nlabel = \"v\"\nformula = \"IF(text%[1]d = \\\"12\\\", 12, IF(text%[1]d <> \\\"abc\\\", 1, 2))\"\n", i)
		fmt.Fprintf(&b, "[[values]]\nkey = \"vc%d\"\nlabel = \"v\"\nformula = \"IF(choice%[1]d = \\\"x\\\", 12, IF(choice%[1]d = \\\"直销,伙伴\\\", 1, 2))\"\n", i)
	}
	return b.String()
}

// The workbook reads a pasted entry as the page does, or refuses it with the same message.
func TestEntriesAreReadAsOnThePage(t *testing.T) {
	needs.Program(t, "soffice")
	template := goaltest.Template(t, forms())
	w := chineseWords(t)
	b, err := newBook(sheet.Evaluate(template, nil), w)
	if err != nil {
		t.Fatal(err)
	}
	reader := newPage(t)
	values, problems, pasted := map[string]formula.Value{}, map[string]string{}, map[string]any{}
	for i, entry := range hostile {
		for _, kind := range []string{"number", "money", "plain", "percent", "date", "text", "choice"} {
			key := kind + strconv.Itoa(i)
			entry := forLibreOffice(template.Input(key), entry)
			values[key], problems[key] = reader.read(t, template.Input(key), entry, w)
			pasteInto(b, key, entry)
			pasted[key] = entry
		}
	}
	f := recalculated(t, b)[0]
	expectSheet(t, f, b, sheet.Evaluate(template, values))
	for key, want := range problems {
		if got := problemAt(t, f, b, key); got != want {
			t.Errorf("%#v in %s: its row says %q, the page %q", pasted[key], key, got, want)
		}
	}
}

// A pasted text is still the example with spaces after it, but not in other letters.
func TestPastedExamples(t *testing.T) {
	needs.Program(t, "soffice")
	const inputs = "[[inputs]]\nkey = \"甲\"\nlabel = \"甲\"\nkind = \"text\"\ndefault = \"华东\"\n" +
		"[[inputs]]\nkey = \"乙\"\nlabel = \"乙\"\nkind = \"text\"\ndefault = \"CRM\"\n"
	template := goaltest.Template(t, goaltest.Head+inputs+"[[process]]\nkey = \"p\"\nlabel = \"p\"\nformula = \"2\"\ncapacity = \"9\"\n")
	b, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	pasteInto(b, "甲", "华东 ")
	pasteInto(b, "乙", "crm")
	page := sheet.Evaluate(template, goal.Values{"甲": formula.Text("华东"), "乙": formula.Text("crm")})
	if page.Finding.Examples != 1 {
		t.Fatalf("the page has %d examples", page.Finding.Examples)
	}
	expectSheet(t, recalculated(t, b)[0], b, page)
}

func recalculated(t *testing.T, books ...*book) []*excelize.File {
	t.Helper()
	var files [][]byte
	for _, b := range books {
		data, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	return officetest.Recalculate(t, files)
}

// expectSheet compares a computed workbook with a sheet: its numbers and its criteria's
// answers.
func expectSheet(t *testing.T, f *excelize.File, b *book, page *sheet.Sheet) {
	t.Helper()
	for name, want := range outputs(page) {
		if got := cell(t, f, b.refs[name]); !agrees(got, want) && !isTie(got, want) && !isLastUnit(name, got, want) {
			t.Errorf("%s: %s is %q in LibreOffice, %q on the page", b.template.Title, name, got, want.raw)
		}
	}
	shown, err := newBook(page, chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shown.sentences {
		if got := cell(t, f, s.cell); got != s.text {
			t.Errorf("%s: %s says %q in LibreOffice, the page %q (%s)", b.template.Title, s.cell, got, s.text, inputsOf(page))
		}
	}
	answers := map[string]string{}
	rows, err := f.GetRows(f.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row) > 1 {
			answers[row[0]] = row[1]
		}
	}
	for _, c := range page.Smart {
		want := map[string]string{"yes": "是", "no": "还不是", "": "还缺数"}[c.Answer]
		if got := answers[c.Letter+"　"+c.Label]; got != want {
			t.Errorf("%s: the check %s says %q in LibreOffice, %q on the page (%s)", b.template.Title, c.Label, got, want, inputsOf(page))
		}
	}
}

// Hostile entries beside the defaults of every template.
func TestHostileEntries(t *testing.T) {
	needs.Program(t, "soffice")
	reader, w := newPage(t), chineseWords(t)
	random := rand.New(rand.NewPCG(13, 15))
	var books []*book
	var pages []*sheet.Sheet
	var problems []map[string]string
	for _, template := range sample.Of(4, sample.Spread(8, templates(t))) {
		b, err := newBook(sheet.Evaluate(template, nil), w)
		if err != nil {
			t.Fatal(err)
		}
		values, said := map[string]formula.Value{}, map[string]string{}
		for _, g := range template.Groups {
			for _, in := range g.Inputs {
				if random.IntN(4) > 0 {
					continue
				}
				entry := forLibreOffice(in, hostile[random.IntN(len(hostile))])
				values[in.Key], said[in.Key] = reader.read(t, in, entry, w)
				pasteInto(b, in.Key, entry)
			}
		}
		books, pages, problems = append(books, b), append(pages, sheet.Evaluate(template, values)), append(problems, said)
	}
	for i, f := range recalculated(t, books...) {
		expectSheet(t, f, books[i], pages[i])
		for _, g := range books[i].template.Groups {
			for _, in := range g.Inputs {
				want := problems[i][in.Key]
				if _, pasted := problems[i][in.Key]; !pasted && in.Default.IsBlank() {
					want = w["worksheet.why_missing"]
				}
				if got := problemAt(t, f, books[i], in.Key); got != want {
					t.Errorf("%s: the row of %s says %q, the page %q", books[i].template.Title, in.Key, got, want)
				}
			}
		}
	}
}
