package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/officetest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
)

// filler fills workbooks with the script that fills them on a worksheet's page.
type filler struct {
	tab    *browsertest.Tab
	module string
}

func newFiller(t *testing.T) *filler {
	return &filler{browsertest.New(t, "about:"), jstest.Bundle(t, "../../../static/workbook/fill.ts")}
}

// fill returns the workbook of a template with the values of its inputs, and further values of
// cells.
func (f *filler) fill(t *testing.T, template *goal.Template, values map[string]formula.Value, more map[string]any) (blank *written, filled []byte) {
	t.Helper()
	blank = write(t, template)
	s, cells := sheet.Evaluate(template, values), map[string]any{}
	maps.Copy(cells, more)
	for _, g := range template.Groups {
		for _, in := range g.Inputs {
			cells[blank.inputCells[in.Key]] = inputValue(s.Value(in.Key), in.Kind == goal.KindDate)
		}
	}
	arguments, err := json.Marshal([]any{blank.data, cells})
	if err != nil {
		t.Fatal(err)
	}
	filled, err = base64.StdEncoding.DecodeString(browsertest.Eval[string](f.tab, "(() => {"+f.module+`
		const [data, cells] = `+string(arguments)+`;
		const filled = module.fillWorkbook(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), () => new Map(Object.entries(cells)));
		return btoa(Array.from(filled, (byte) => String.fromCharCode(byte)).join(""));
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	return blank, filled
}

// written is a workbook with its defaults.
type written struct {
	*book
	data []byte
}

// anOrigin is the origin of the workbooks of tests.
var anOrigin = Origin{Site: "site-of-tests", Path: "goals/saas/newcomer", Hash: "0123456789ab"}

func write(t *testing.T, template *goal.Template) *written {
	t.Helper()
	b, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	b.addOrigin(anOrigin)
	data, err := b.encode()
	if err != nil {
		t.Fatal(err)
	}
	return &written{b, data}
}

// part is a file within a workbook.
type part struct{ name, text string }

// partsOf unpacks a workbook, and with it checks the sizes and checksums of its parts.
func partsOf(t *testing.T, data []byte) (parts []part) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", file.Name, err)
		}
		parts = append(parts, part{file.Name, string(text)})
	}
	return parts
}

// cellPattern matches a cell: its name, its style, its type, its formula and its value.
var cellPattern = regexp.MustCompile(`<c r="(\w+)"( s="\d+")?(?: t="(\w+)")?>(<f>[^<]*</f>)?(?:(?:<v>|<is><t[^>]*>)([^<]*)(?:</v>|</t></is>))?</c>`)

// sheetPattern matches the name of a sheet in the list of a workbook.
var sheetPattern = regexp.MustCompile(`<sheet name="([^"]*)"`)

// storedCell is a cell as the XML of a sheet has it.
type storedCell struct{ name, style, kind, formula, value string }

// cellsOf returns the cells of a sheet, and the XML without the types and values of those
// that are computed or filled in.
func cellsOf(xml string, isEntry func(cell string) bool) (cells []storedCell, rest string) {
	rest = cellPattern.ReplaceAllStringFunc(xml, func(text string) string {
		m := cellPattern.FindStringSubmatch(text)
		cells = append(cells, storedCell{m[1], m[2], m[3], m[4], html.UnescapeString(m[5])})
		if m[4] == "" && !isEntry(m[1]) {
			return text
		}
		return m[1] + m[2] + m[4]
	})
	return cells, rest
}

// entriesOf returns the cells of a workbook that the page fills in.
func entriesOf(b *book) map[string]bool {
	entries := map[string]bool{}
	for _, c := range b.entryCells() {
		entries[c.cell] = true
	}
	return entries
}

// sheetsOf returns the names of the sheets of a workbook by the names of their parts.
func sheetsOf(parts []part) map[string]string {
	sheets := map[string]string{}
	for _, p := range parts {
		if p.name == "xl/workbook.xml" {
			for i, m := range sheetPattern.FindAllStringSubmatch(p.text, -1) {
				sheets["xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml"] = html.UnescapeString(m[1])
			}
		}
	}
	return sheets
}

// isHidden reports whether a part is a hidden sheet, whose cells store no values.
func isHidden(text string) bool { return !strings.Contains(text, "<pageSetup") }

// expectOnlyValues requires that a filled workbook differs from the blank one in the values
// of inputs and computed cells alone, and returns those of the visible sheets.
func expectOnlyValues(t *testing.T, blank *written, filled []byte) (visible [][]storedCell) {
	t.Helper()
	before, after := partsOf(t, blank.data), partsOf(t, filled)
	if len(before) != len(after) {
		t.Fatalf("the filled workbook has %d parts, the blank one %d", len(after), len(before))
	}
	entries, sheets := entriesOf(blank.book), sheetsOf(before)
	for i, p := range before {
		q := after[i]
		if sheets[p.name] == "" || isHidden(p.text) {
			if p != q {
				t.Errorf("the part %s became %s, or its text has changed", p.name, q.name)
			}
			continue
		}
		isEntry := func(cell string) bool { return entries["'"+sheets[p.name]+"'!"+cell] }
		_, want := cellsOf(p.text, isEntry)
		cells, got := cellsOf(q.text, isEntry)
		if got != want || p.name != q.name {
			t.Errorf("%s differs in more than values", p.name)
		}
		visible = append(visible, cells)
	}
	return visible
}

// isSameNumber reports whether two texts are numbers that agree in all digits that a workbook
// and the page have in common.
func isSameNumber(a, b string, tolerance float64) bool {
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err == nil && err2 == nil && math.Abs(x-y) <= tolerance*math.Max(math.Abs(x), math.Abs(y))
}

// With the examples, the browser stores in each computed cell what the generator stores
// there. In all but a few cells that is the same to the last of 15 digits.
func TestFilledWithExamples(t *testing.T) {
	f := newFiller(t)
	compared, formulas, rounded := 0, 0, 0
	for _, template := range sample.Of(4, sample.Spread(8, templates(t))) {
		blank, filled := f.fill(t, template, nil, nil)
		var want [][]storedCell
		for _, p := range partsOf(t, blank.data) {
			if strings.Contains(p.name, "worksheets/sheet") && !isHidden(p.text) {
				cells, _ := cellsOf(p.text, func(string) bool { return false })
				want = append(want, cells)
				formulas += strings.Count(p.text, "<f>")
			}
		}
		for i, cells := range expectOnlyValues(t, blank, filled) {
			for j, got := range cells {
				expected := want[i][j]
				if got.formula != "" {
					compared++
				}
				switch {
				case got.formula == "" || got == expected:
				case isSameNumber(got.value, expected.value, 1e-14) && got.kind == expected.kind:
					rounded++
				default:
					t.Errorf("%s, sheet %d: %s has %q (%s), the generator writes %q (%s)", template.Title, i+1, got.name, got.value, got.kind, expected.value, expected.kind)
				}
			}
		}
	}
	if compared != formulas || rounded > compared/1000 {
		t.Errorf("%d of %d formulas were compared, %d of them differ in the last digit", compared, formulas, rounded)
	}
}

// The browser computes the numbers and sentences of the page for other entries, too.
func TestFilledWithOtherEntries(t *testing.T) {
	f, random := newFiller(t), rand.New(rand.NewPCG(sample.Seed(t, 7), 21))
	for _, template := range sample.Of(4, sample.Spread(8, templates(t))) {
		for range sample.Count(t, 1, 1) {
			f.expectPage(t, template, entries(template, random))
		}
	}
}

// expectPage requires that a workbook that is filled with values shows what the page shows.
func (f *filler) expectPage(t *testing.T, template *goal.Template, values map[string]formula.Value) {
	t.Helper()
	page := sheet.Evaluate(template, values)
	blank, filled := f.fill(t, template, values, nil)
	b, err := newBook(page, chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for i, cells := range expectOnlyValues(t, blank, filled) {
		for _, c := range cells {
			all["'"+b.sheets[i].name+"'!"+c.name] = c.value
		}
	}
	for name, want := range outputs(page) {
		if got := all[b.refs[name]]; !agrees(got, want) && !isTie(got, want) && !isLastUnit(name, got, want) {
			t.Errorf("%s: %s is %q, on the page %q (%s)", template.Title, name, got, want.raw, inputsOf(page))
		}
	}
	for _, s := range b.sentences {
		if got := all[s.cell]; got != s.text {
			t.Errorf("%s: %s says %q, the page %q (%s)", template.Title, s.cell, got, s.text, inputsOf(page))
		}
	}
}

// A year without a working day in March. The first step is done two months before its results of April to June: 20 in the days of
// February and 22 in those of April. The next step, a month later, finds no day in March and is done in April; the early one, due
// by February, takes what fell into April back over March.
func TestFilledWithAClosedMonth(t *testing.T) {
	closed, faults := calendar.Parse("2027.toml", "year = 2027\n[[holidays]]\nname = \"停工\"\nfrom = 2027-03-01\nto = 2027-03-31\n")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	text := goaltest.Head + "[[inputs]]\nkey = \"目标\"\nlabel = \"目标\"\ndefault = 42\n"
	for _, key := range []string{"先", "后", "早"} {
		text += "[[values]]\nkey = \"" + key + "\"\nlabel = \"" + key + "\"\nformula = \"目标\"\n"
	}
	template := goaltest.Template(t, text+"[[splits]]\nkey = \"先\"\nweights = [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]\nlead = \"2\"\n"+
		"[[splits]]\nkey = \"后\"\nfollows = \"先\"\nlead = \"1\"\n[[splits]]\nkey = \"早\"\nfollows = \"先\"\nlead = \"4\"\n", closed)
	months := outputs(sheet.Evaluate(template, nil))
	for cell, want := range map[string]string{"先@2027-02": "20", "先@2027-04": "22", "后@2027-04": "20", "后@2027-05": "22", "早@2027-02": "42"} {
		if got := months[cell].raw; got != want {
			t.Errorf("%s is %s, want %s", cell, got, want)
		}
	}
	newFiller(t).expectPage(t, template, nil)
}

// 18.96 visits of 18.94 are 5.21 a week of 5.205: the page rounds the two away from each other, and so does the workbook.
func TestFilledOverByLittle(t *testing.T) {
	values := map[string]formula.Value{"入职": formula.Text("2027-01-04"), "目标": formula.Number(6), "周期": formula.Number(2), "跑得动": formula.Number(5.205)}
	newFiller(t).expectPage(t, goaltest.Template(t, goaltest.Newcomer, goaltest.Calendars(t)...), values)
}

// LibreOffice computes what the browser has stored, and reads the inputs as they were
// entered: a late first day, blanks, texts that look like formulas and markup, huge numbers.
func TestFilledInLibreOffice(t *testing.T) {
	needs.Program(t, "soffice")
	f := newFiller(t)
	hostile := formula.Text("=HYPERLINK(\"x\")&<'_x0041_\u0007" + strings.Repeat("长", 40))
	times := func(in *goal.Input, factor float64) formula.Value {
		x, ok := in.Default.Number()
		if !ok || in.Kind == goal.KindPercent {
			return in.Default
		}
		x *= factor
		if in.Max != nil {
			x = min(x, *in.Max)
		}
		return formula.Number(x)
	}
	changes := []func(i int, in *goal.Input) formula.Value{
		func(_ int, in *goal.Input) formula.Value {
			switch in.Kind {
			case goal.KindDate:
				return formula.Text("2027-08-16")
			case goal.KindText:
				return hostile
			}
			return times(in, 1.25)
		},
		func(i int, in *goal.Input) formula.Value {
			if i%9 == 4 {
				return formula.Value{}
			}
			return times(in, 1000)
		},
	}
	var blanks []*written
	var files [][]byte
	var all []map[string]formula.Value
	for _, name := range goaltest.Templates[:3] {
		template := goaltest.Own(t, name)
		for _, change := range changes {
			values, i := map[string]formula.Value{}, 0
			for _, g := range template.Groups {
				for _, in := range g.Inputs {
					values[in.Key] = change(i, in)
					i++
				}
			}
			blank, filled := f.fill(t, template, values, nil)
			blanks, files, all = append(blanks, blank), append(files, filled), append(all, values)
		}
	}
	compared, formulas, texts := 0, 0, 0
	for i, office := range officetest.Recalculate(t, files) {
		for _, p := range partsOf(t, files[i]) {
			if !isHidden(p.text) {
				formulas += strings.Count(p.text, "<f>")
			}
		}
		for n, cells := range expectOnlyValues(t, blanks[i], files[i]) {
			for _, c := range cells {
				got, err := office.GetCellValue(office.GetSheetList()[n], c.name)
				if err != nil {
					t.Fatal(err)
				}
				if c.formula == "" {
					continue
				}
				compared++
				if got != c.value && !isSameNumber(got, c.value, 1e-12) {
					t.Errorf("workbook %d, sheet %d: %s is %q in LibreOffice, the browser stores %q: %s", i, n+1, c.name, got, c.value, c.formula)
				}
			}
		}
		for key, name := range blanks[i].inputCells {
			got := cell(t, office, name)
			want, isText := all[i][key].Text()
			if serial, isDate := day(want); isDate {
				want, isText = number(serial), false
			}
			if x, ok := all[i][key].Number(); ok {
				want = number(x)
			}
			if isText {
				texts++
			}
			if got != want && (isText || !isSameNumber(got, want, 1e-14)) {
				t.Errorf("workbook %d: the input %s is %q, was entered as %q", i, key, got, want)
			}
		}
	}
	if compared != formulas || texts == 0 {
		t.Errorf("%d of %d formulas and %d texts in %d workbooks were compared", compared, formulas, texts, len(files))
	}
}

// MATCH compares all bits, as Excel does, and = only the 15 digits that a cell shows: 0.1 + 0.2 is equal to 0.3, but not found for it.
func TestMatchComparesAllBits(t *testing.T) {
	got, err := jstest.Load(t, "../../../static/workbook/evaluate.ts").RunString(`
		const cell = (formula, value = null) => ({ sheet: "S", formula, value });
		const cells = new Map([["'S'!A1", cell("", 0.1 + 0.2)], ["'S'!A2", cell("", 0.3)], ["'S'!B1", cell("MATCH(0.3,A1:A2,0)")], ["'S'!B2", cell("IF(A1=A2,1,0)")]]);
		const evaluator = new module.Evaluator(cells);
		["'S'!B1", "'S'!B2"].map((name) => evaluator.valueAt(name)).join()`)
	if err != nil || got.String() != "2,1" {
		t.Errorf("the place and the equality are %v (%v)", got, err)
	}
}
