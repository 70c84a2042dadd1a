package workbook

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/officetest"
)

// textsToKeep are texts that a spreadsheet must not compute, and that XML must not break.
var textsToKeep = []string{
	`=HYPERLINK("http://a","b")`, "+1", "-1", "@SUM(A1)", "=1+1", "'", `"`, "<b>&amp;</b>", "]]>", "a\nb", " a ", "_x0041_", "\u0007", "\u202e张", "😀", "00123", "2027-01-01", "TRUE", "",
}

// newWorkbook makes a workbook in Chromium from sheets that are written as JavaScript.
func newWorkbook(t *testing.T, sheets string) []byte {
	t.Helper()
	tab := browsertest.New(t, "about:")
	text := browsertest.Eval[string](tab, "(() => {"+jstest.Bundle(t, "../../../static/workbook/book.ts")+
		`return btoa(String.fromCharCode(...module.writeBook(`+sheets+`)))})()`)
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A workbook that a page writes opens, has its values before anything is computed and the same after, keeps every text a text, and is
// printed across A4 with its head on every page. The same sheets give the same bytes.
func TestNewWorkbookOpens(t *testing.T) {
	list, err := json.Marshal(textsToKeep)
	if err != nil {
		t.Fatal(err)
	}
	sheets := fmt.Sprintf(`[
		{ name: "全[队]:", head: 2, widths: [20, 8, 8], rows: [
			[{ value: "标题", look: "title" }],
			[{ value: "姓名", look: "head" }, { value: "赢", look: "head" }, { value: "率", look: "head" }],
			[{ value: "张伟" }, { value: 4, form: "count" }, { value: 4 / 7, form: "rate", formula: 'IF(B3=0,"",B3/7)' }],
			[{ value: "李娜" }, { value: 0, form: "count" }, { value: "", form: "rate", formula: 'IF(B4=0,"",B4/7)' }],
			[{ value: "合计", look: "total" }, { value: 4, form: "tenths", look: "total", formula: "SUM(B3:B4)" }, { value: null, look: "total" }],
		] },
		{ name: "", head: 0, widths: [40], rows: %s.map((value) => [{ value }]) },
	]`, list)
	data := newWorkbook(t, sheets)
	if string(data) != string(newWorkbook(t, sheets)) {
		t.Error("the same sheets give other bytes")
	}
	stored, err := excelize.OpenReader(strings.NewReader(string(data)), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stored.Close()
	if names := fmt.Sprint(stored.GetSheetList()); names != "[全 队 2]" {
		t.Errorf("the sheets are %s", names)
	}
	checkLayout(t, stored)
	for program, f := range map[string]*excelize.File{"stored": stored, "LibreOffice": officetest.Recalculate(t, [][]byte{data})[0]} {
		names := f.GetSheetList()
		for name, want := range map[string]string{"A1": "标题", "B3": "4", "C3": "0.5714285714285714", "C4": "", "B5": "4", "C5": ""} {
			if got, err := f.GetCellValue(names[0], name); err != nil || !isNear(got, want) {
				t.Errorf("%s: %s is %q, want %q (%v)", program, name, got, want, err)
			}
		}
		for i, want := range textsToKeep {
			name := fmt.Sprintf("A%d", i+1)
			got, _ := f.GetCellValue(names[1], name)
			if formula, _ := f.GetCellFormula(names[1], name); got != want || formula != "" {
				t.Errorf("%s: %s is %q with the formula %q, want the text %q", program, name, got, formula, want)
			}
			if kind, _ := f.GetCellType(names[1], name); want != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
				t.Errorf("%s: the text %q is of type %v", program, want, kind)
			}
		}
	}
}

// isNear reports whether two texts are equal, or the same number but for its last digits.
func isNear(got, want string) bool {
	x, err := strconv.ParseFloat(got, 64)
	y, err2 := strconv.ParseFloat(want, 64)
	return got == want || err == nil && err2 == nil && math.Abs(x-y) <= 1e-12*math.Abs(y)
}

// checkLayout requires of the first sheet that its head stays in view and is printed on every page, and of each that it is across A4.
func checkLayout(t *testing.T, f *excelize.File) {
	t.Helper()
	names := f.GetSheetList()
	if panes, err := f.GetPanes(names[0]); err != nil || !panes.Freeze || panes.YSplit != 2 || panes.TopLeftCell != "A3" {
		t.Errorf("the panes are %+v %v", panes, err)
	}
	if titles := fmt.Sprint(f.GetDefinedName()); titles != "[{_xlnm.Print_Titles  '全 队'!$2:$2 全 队}]" {
		t.Errorf("the defined names are %s", titles)
	}
	for _, name := range names {
		page, err := f.GetPageLayout(name)
		if err != nil || *page.Size != 9 || *page.Orientation != "landscape" || *page.FitToWidth != 1 || *page.FitToHeight != 0 {
			t.Errorf("%s is printed as %+v %v", name, page, err)
		}
	}
	for cell, want := range map[string]string{"C3": "57.1%", "B5": "4.0"} {
		if got, _ := f.GetCellValue(names[0], cell, excelize.Options{RawCellValue: false}); got != want {
			t.Errorf("%s shows %q, want %q", cell, got, want)
		}
	}
	if width, _ := f.GetColWidth(names[0], "A"); width != 22 {
		t.Errorf("the first column is %v wide", width)
	}
}
