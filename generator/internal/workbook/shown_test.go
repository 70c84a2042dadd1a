package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/sitetest"
)

// The visible cells of the workbook of the small site. After an intended change,
//
//	go test ./generator/internal/workbook -run TestShown -update
//
// writes them anew.
func TestShown(t *testing.T) {
	site := sitetest.Small().Clean(t)
	shown := map[string]string{}
	for _, p := range site.Pages {
		if p.Goal == nil {
			continue
		}
		file, err := Write(p.Goal, anOrigin, site.Words)
		if err != nil {
			t.Fatal(err)
		}
		shown[p.Workbook()+".txt"] = cells(t, file)
	}
	sitetest.Snapshots(t, "testdata/shown", shown)
}

// notWritten lists the fields of sheet.Sheet that the workbook lacks, with the reason.
var notWritten = map[string]string{
	"Template": "the other fields are computed from it",
	"Week":     "the workbook does not know today's date; its plan has all weeks",
	"Compared": "market.go writes every computed value of the template under each market variable",
}

// The workbook writes every section of the worksheet.
func TestEverySection(t *testing.T) {
	text := chineseWords(t)
	encode := func(s *sheet.Sheet) string {
		b, err := newBook(s, text)
		if err != nil {
			t.Fatal(err)
		}
		data, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	all := templates(t)
	for _, field := range reflect.VisibleFields(reflect.TypeFor[sheet.Sheet]()) {
		if !field.IsExported() || notWritten[field.Name] != "" {
			continue
		}
		isWritten := slices.ContainsFunc(all, func(template *goal.Template) bool {
			s := sheet.Evaluate(template, nil)
			complete := encode(s)
			reflect.ValueOf(s).Elem().FieldByIndex(field.Index).SetZero()
			return encode(s) != complete
		})
		if !isWritten {
			t.Errorf("the workbook does not write sheet.Sheet.%s: add a function that writes it to worksheet.go, and its numbers to outputs in office_test.go; "+
				"if the workbook needs no such section, add the field to notWritten in shown_test.go", field.Name)
		}
	}
}

// cells lists the visible sheets of a workbook: for each cell its content and format,
// whether it is computed or can be filled in, the conditional formats, and the validation
// of inputs.
func cells(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	formats := ruleFormats(t, data)
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		if visible, _ := f.GetSheetVisible(sheet); !visible {
			continue
		}
		fmt.Fprintf(&b, "== %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, text := range row {
				name, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula(sheet, name); text != "" || formula != "" {
					fmt.Fprintf(&b, "%s %q%s\n", name, text, look(f, sheet, name, formula))
				}
			}
		}
		rules, _ := f.GetConditionalFormats(sheet)
		for _, area := range slices.Sorted(maps.Keys(rules)) {
			for _, rule := range rules[area] {
				fmt.Fprintf(&b, "rule of %s: %s as %s\n", area, rule.Criteria, formats[*rule.Format])
			}
		}
		validations, _ := f.GetDataValidations(sheet)
		for _, v := range validations {
			fmt.Fprintf(&b, "entry in %s: %s %s %s %s\n", v.Sqref, v.Type, v.Operator, v.Formula1, v.Formula2)
		}
	}
	return b.String()
}

// look is how a cell shows what is in it.
func look(f *excelize.File, sheet, name, formula string) (look string) {
	if formula != "" {
		look += " computed"
	}
	id, _ := f.GetCellStyle(sheet, name)
	style, err := f.GetStyle(id)
	if err != nil {
		return look
	}
	if style.CustomNumFmt != nil {
		look += " as " + *style.CustomNumFmt
	}
	if style.Protection != nil && !style.Protection.Locked {
		look += " (to fill in)"
	}
	return look
}

// ruleFormats are the number formats of a workbook's rules, as they lie in its file:
// the library mistakes them for those of its cells.
func ruleFormats(t *testing.T, data []byte) (formats []string) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(archive, "xl/styles.xml")
	if err != nil {
		t.Fatal(err)
	}
	var styles struct {
		Rules []struct {
			Format struct {
				Code string `xml:"formatCode,attr"`
			} `xml:"numFmt"`
		} `xml:"dxfs>dxf"`
	}
	if err := xml.Unmarshal(text, &styles); err != nil {
		t.Fatal(err)
	}
	for _, rule := range styles.Rules {
		formats = append(formats, rule.Format.Code)
	}
	return formats
}
