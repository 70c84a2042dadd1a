package e2e

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/browsertest"
)

// saveBook clicks on the button for the workbook and returns the name of the file and its
// bytes in base64.
func saveBook(b *browsertest.Tab) (name, data string) {
	browsertest.Eval[bool](b, `(() => {
		window.saved = undefined;
		URL.createObjectURL = (blob) => {
			const reader = new FileReader();
			reader.onload = () => { window.saved = reader.result.replace(/^.*,/, ""); };
			reader.readAsDataURL(blob);
			return "blob:none";
		};
		HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };
		return true;
	})()`)
	b.Click("[data-book]")
	b.Await(`window.saved !== undefined`)
	return browsertest.Eval[string](b, `window.fileName`), browsertest.Eval[string](b, `window.saved`)
}

// The workbook that a worksheet makes from a disk has the reader's numbers in its inputs and
// the page's numbers in its computed cells. A second one has the changes since the first.
func TestWorkbookHasTheNumbersOfThePage(t *testing.T) {
	b := browsertest.New(t, disk(t))
	b.Open("goals/saas/newcomer.html")
	const hostile = `=HYPERLINK("x")&<"_x0041_` // Excel reads _x0041_ in a file as A
	b.Fill("[data-person]", "李娜")
	b.Fill(`[data-field="客户画像"] :is(input, textarea)`, hostile)
	b.Fill(`[data-field="目标签约"] input`, "8")
	b.Click(`[data-field="客单价"] [data-confirm]`) // the example's value, but hers
	b.Await(computed("方案") + ` !== "11.2"`)
	var sentences []string
	for _, signed := range []string{"8", "6"} {
		b.Fill(`[data-field="目标签约"] input`, signed)
		name, saved := saveBook(b)
		if name != "李娜-2027-v1.xlsx" {
			t.Errorf("the file is %q", name)
		}
		b.Await(text("[data-status]") + ` === "已存成 李娜-2027-v1.xlsx"`)
		data, err := base64.StdEncoding.DecodeString(saved)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		values := map[string]string{}
		rows, err := f.GetRows(f.GetSheetList()[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if len(row) > 1 {
				values[row[0]] = row[1]
			} else if len(row) > 0 {
				sentences = append(sentences, row[0])
			}
		}
		if values["姓名"] != "李娜" {
			t.Errorf("the workbook is of %q", values["姓名"])
		}
		page := browsertest.Eval[string](b, computed("方案"))
		if values["签什么样的客户"] != hostile || values["方案报价"] != page {
			t.Errorf("with %s the workbook has %q and %q, the page %q and %q", signed, values["签什么样的客户"], values["方案报价"], hostile, page)
		}
	}
	const fits = "排得下。9 月最紧：拜访要 4.3 次/周，最多 5 次/周，占 86%。"
	if page := browsertest.Eval[string](b, text("[data-finding-examples]")); page != "还有 23 个示例没认" || !slices.Contains(sentences, fits+page+"，换成自己的数再看。") {
		t.Errorf("the page says %q, the workbook %q", page, sentences)
	}
}

// If a script of the workbook cannot be loaded, the page says so. The link to the workbook
// with the examples is still there, and without scripts it is the only one.
func TestWorkbookThatCannotBeLoaded(t *testing.T) {
	for _, missing := range []string{"goals/saas/newcomer.book.js", "assets/workbook.*.js"} {
		base := disk(t)
		folder, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		files, _ := filepath.Glob(filepath.FromSlash(folder.Path + missing))
		if len(files) != 1 {
			t.Fatalf("%s: there are %d files", missing, len(files))
		}
		if err := os.Remove(files[0]); err != nil {
			t.Fatal(err)
		}
		b := browsertest.New(t, base)
		b.Open("goals/saas/newcomer.html")
		b.Click("[data-book]")
		b.Await(`document.querySelector("[data-status]").textContent === "Excel 表没有做成：它的一部分没能打开，刷新再试。"`)
	}
	b := browsertest.New(t, disk(t))
	b.NoScripts()
	b.Open("goals/saas/newcomer.html")
	shown := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-more] :is(a, button)")].filter((one) => getComputedStyle(one).display !== "none").map((one) => one.textContent)`)
	if want := []string{"示例 Excel 表", "给一组人打印"}; !slices.Equal(shown, want) {
		t.Errorf("without scripts the menu has %q, want %q", shown, want)
	}
}

// The workbook of a plan with a closed quarter has its counts on the sheet of actuals: numbers where they can be read, otherwise
// the text, which the workbook refuses as the page does. What is left follows from them.
func TestWorkbookHasTheClosedQuarters(t *testing.T) {
	b := browsertest.New(t, disk(t))
	b.Open("index.html")
	const id = "0123456789abcdef0123456789abcdef"
	storeText(b, "plan:goals/saas/newcomer:"+id, `{"kind": "plan", "version": 2, "id": "`+id+`", "madeFrom": null, "person": "", "year": 2027, "revision": 1,
		"template": {"path": "goals/saas/newcomer", "hash": ""}, "values": {}, "unknown": [], "prior": "８",
		"closed": [{"quarter": "2027-Q1", "on": "2027-04-01", "done": {"新拓": "多", "方案": "4 家", "签约": "１", "别的": "5"}, "open": {"方案": "0"}, "happened": ["竞品低价"]}]}`)
	b.Open("goals/saas/newcomer.html")
	_, saved := saveBook(b)
	data, err := base64.StdEncoding.DecodeString(saved)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("实际")
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	marked := false
	for _, row := range rows {
		marked = marked || len(row) > 2 && row[0] == "竞品低价进场" && row[2] == "是"
		if len(row) > 11 && slices.Contains([]string{"新拓（先用） 家", "方案报价 家", "签约（后买） 家"}, row[6]) {
			got = append(got, []string{row[0], row[2], row[3], row[4], row[10]}) // what was done, what is open, why it is refused, what is left
		}
	}
	want := [][]string{
		{"新拓（先用） 家", "多", "", "填一个数，0 或者更大", "23.2771285475793"},
		{"方案报价 家", "4", "0", "", "10"},
		{"签约（后买） 家", "1", "", "", "5"},
	}
	if diff := cmp.Diff(want, got); diff != "" || !marked {
		t.Errorf("the change of the market is marked: %t; %s", marked, diff)
	}
}
