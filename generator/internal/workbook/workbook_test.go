package workbook

import (
	"bytes"
	"os"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/config"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/words"
)

const root = "../../../"

// chineseWords returns the theme's Chinese words.
func chineseWords(t testing.TB) words.Words {
	t.Helper()
	all, faults := words.Read(fstest.MapFS{}, os.DirFS(root), &config.Config{Language: "zh-CN"})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return all
}

// templates returns the templates of this repository's own site, after another one with the
// features that they do not use.
func templates(t testing.TB) []*goal.Template {
	t.Helper()
	calendars := goaltest.Calendars(t)
	all := []*goal.Template{goaltest.Template(t, odd, calendars...), goaltest.Template(t, newcomer, calendars...), goaltest.Template(t, goaltest.Unjudged, calendars...)}
	for _, name := range goaltest.Names(t) {
		all = append(all, goaltest.Own(t, name))
	}
	return all
}

// odd is a template with a year that begins in August, weights of quarters, a
// choice, a text that looks like a formula, and market variables.
const odd = `title = "=1+1"
fiscal_year = 2026
fiscal_start = 8
joined = "入职"
[[inputs]]
key = "入职"
label = "入职"
kind = "date"
default = 2026-09-15
[[inputs]]
key = "打法"
label = "打法"
kind = "choice"
choices = ["直销", "伙伴"]
default = "直销"
[[inputs]]
key = "名"
label = "+名"
kind = "text"
default = "=HYPERLINK(\"x\")"
[[inputs]]
key = "额"
label = "额"
kind = "money"
unit = "万元"
default = 1200
min = 0
[[inputs]]
key = "增购"
label = "增购"
kind = "money"
unit = "万元"
default = 0
max = 100
[[inputs]]
key = "率"
label = "率"
kind = "percent"
default = 0.3
recommend = [0.2, 0.4]
[[constants]]
key = "单"
unit = "万元/家"
value = 40
[[funnel]]
key = "线索"
label = "线索"
unit = "家"
rate = "率"
[[funnel]]
key = "签约"
label = "签约"
unit = "家"
formula = "ROUNDUP(额 / 单, 0)"
[[values]]
key = "折"
label = "折"
unit = "万元"
decimals = 2
formula = "IF(OR(打法 = \"直销\", 率 > 50%), 额 - 增购, MIN(额, 增购) * -1)"
[[process]]
key = "占"
label = "占"
unit = "%"
formula = "签约 / (线索 - 签约)"
recommend = [0.1, 0.2]
capacity = "率"
per = "month"
[[splits]]
key = "线索"
weights = [0.1, 0.2, 0.3, 0.4]
lead = "2"
[[splits]]
key = "签约"
weights = [1, 0, 0, 2, 0, 0, 0, 0, 5, 1, 1, 1]
[[milestones]]
month = 6
title = "半年"
[[variables]]
key = "砍"
label = "砍"
changes = [{ input = "率", times = 0.5 }, { input = "额", plus = -200 }, { input = "额", times = 1.1 }]
[[variables]]
key = "转"
label = "转"
changes = [{ input = "率", to = 0.25 }]
shifts = [{ from = "额", to = "增购", share = 0.2 }]
[[smart]]
letter = "A"
label = "行吗"
check = "占 <= 50%"
`

// The workbook of a template without a split and without a capacity has no verdict.
func TestNothingToJudge(t *testing.T) {
	b, err := newBook(sheet.Evaluate(goaltest.Template(t, goaltest.Unjudged), nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	if b.sentences != nil {
		t.Errorf("it has %v", b.sentences)
	}
}

// The verdict on a template without a capacity says that only the dates were judged.
func TestOnlyDatesToJudge(t *testing.T) {
	template := goaltest.Template(t, goaltest.Unjudged+"[[splits]]\nkey = \"一年\"\n", goaltest.Calendars(t)...)
	b, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := b.sentences[0].text, "排得下。每一步都来得及；没有上限可比，忙不忙得过来自己看。还有 1 个示例没认，换成自己的数再看。"; got != want {
		t.Errorf("the verdict is %s", got)
	}
	newFiller(t).expectPage(t, template, nil)
}

// The same template gives the same bytes.
func TestBytes(t *testing.T) {
	for _, template := range sample.Of(3, templates(t)) {
		first, err := Write(template, anOrigin, chineseWords(t))
		if err != nil {
			t.Fatal(err)
		}
		second, err := Write(template, anOrigin, chineseWords(t))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Errorf("%s is written in two ways", template.Title)
		}
	}
}

// Input cells are unlocked and validated, all others are locked. A cell with a formula
// stores the page's number. A text of the template that looks like a formula stays text.
func TestCells(t *testing.T) {
	for _, template := range sample.Of(4, templates(t)) {
		b, err := newBook(sheet.Evaluate(template, nil), chineseWords(t))
		if err != nil {
			t.Fatal(err)
		}
		data, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		main := f.GetSheetList()[0]
		if title, _ := f.GetCellValue(main, "A1"); title != template.Title {
			t.Errorf("the title is %q", title)
		}
		if formula, _ := f.GetCellFormula(main, "A1"); formula != "" {
			t.Errorf("the title became the formula %s", formula)
		}
		validated := map[string]bool{}
		validations, _ := f.GetDataValidations(main)
		for _, v := range validations {
			validated["'"+main+"'!"+v.Sqref] = true
		}
		unlocked := len(b.actualCells)
		for _, g := range template.Groups {
			for _, in := range g.Inputs {
				unlocked++
				if isLocked(t, f, b.inputCells[in.Key]) {
					t.Errorf("%s: the input %s is locked", template.Title, in.Key)
				}
				if validated[b.inputCells[in.Key]] != (in.Kind != goal.KindText) {
					t.Errorf("%s: the input %s is validated: %t", template.Title, in.Key, validated[b.inputCells[in.Key]])
				}
			}
		}
		for name, want := range outputs(b.sheet) {
			at := b.refs[name]
			if got := cell(t, f, at); !agrees(got, want) {
				t.Errorf("%s: the cell of %s carries %q, the page shows %q", template.Title, name, got, want.raw)
			}
			if formulaAt(t, f, at) == "" || !isLocked(t, f, at) {
				t.Errorf("%s: the cell of %s is no locked formula", template.Title, name)
			}
		}
		if n := countUnlocked(t, f); n != unlocked {
			t.Errorf("%s: %d cells are unlocked, there are %d to fill in", template.Title, n, unlocked)
		}
		if n := longestFormula(t, f); n > 8192 {
			t.Errorf("%s has a formula of %d characters", template.Title, n)
		}
		if areas := f.GetDefinedName(); len(areas) != len(f.GetSheetList())-hiddenSheets(f) {
			t.Errorf("%s has the print areas %v", template.Title, areas)
		}
	}
}

func hiddenSheets(f *excelize.File) int {
	n := 0
	for _, sheet := range f.GetSheetList() {
		if visible, _ := f.GetSheetVisible(sheet); !visible {
			n++
		}
	}
	return n
}

// BenchmarkWrite writes the workbooks of this repository's own site.
func BenchmarkWrite(b *testing.B) {
	all, w := goaltest.All(b), chineseWords(b)
	for b.Loop() {
		for _, template := range all {
			if _, err := Write(template, anOrigin, w); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func split(at string) (sheet, name string) {
	for i := range at {
		if at[i] == '!' {
			sheet, name = at[1:i-1], at[i+1:]
		}
	}
	column, row, _ := excelize.CellNameToCoordinates(name)
	return sheet, cellName(row, column)
}

func isLocked(t *testing.T, f *excelize.File, at string) bool {
	t.Helper()
	sheet, name := split(at)
	return isLockedCell(t, f, sheet, name)
}

func isLockedCell(t *testing.T, f *excelize.File, sheet, name string) bool {
	t.Helper()
	id, err := f.GetCellStyle(sheet, name)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style.Protection == nil || style.Protection.Locked
}

func formulaAt(t *testing.T, f *excelize.File, at string) string {
	t.Helper()
	sheet, name := split(at)
	text, err := f.GetCellFormula(sheet, name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// eachCell calls visit for every cell.
func eachCell(t *testing.T, f *excelize.File, visit func(sheet, name string)) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				visit(sheet, cellName(i+1, j+1))
			}
		}
	}
}

func countUnlocked(t *testing.T, f *excelize.File) int {
	n := 0
	eachCell(t, f, func(sheet, name string) {
		if !isLockedCell(t, f, sheet, name) {
			n++
		}
	})
	return n
}

// longestFormula returns the length of the longest formula. Excel's limit is 8,192
// characters.
func longestFormula(t *testing.T, f *excelize.File) int {
	longest := 0
	eachCell(t, f, func(sheet, name string) {
		formula, err := f.GetCellFormula(sheet, name)
		if err != nil {
			t.Fatal(err)
		}
		longest = max(longest, utf8.RuneCountInString(formula))
	})
	return longest
}
