package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/browsertest"
)

// importBook chooses a workbook in base64 to import.
func importBook(b *browsertest.Tab, data string) {
	importFile(b, `Uint8Array.from(atob("`+data+`"), (c) => c.charCodeAt(0))`)
}

// filledByHand returns a workbook in which someone has typed into cells of a sheet, each beside its label.
func filledByHand(t *testing.T, workbook, sheet string, column int, entries map[string]any) string {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(workbook)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for label, entry := range entries {
		i := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == label })
		if i < 0 {
			t.Fatalf("no row begins with %s", label)
		}
		cell, _ := excelize.CoordinatesToCellName(column, i+1)
		if err := f.SetCellValue(sheet, cell, entry); err != nil {
			t.Fatal(err)
		}
	}
	changed, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(changed.Bytes())
}

// A plan goes out as a workbook. As it is, it brings nothing back; what someone has changed in it becomes part of the same
// plan, beside what the workbook did not carry.
func TestWorkbookIsImported(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("goals/saas/newcomer.html")
		b.Fill("[data-person]", "李娜")
		b.Fill(signed, "7 家")
		_, saved := saveBook(b)
		importBook(b, saved)
		b.Await(text("[data-notice]") + ` === "没有要导入的：1 条都已经有了。"`)
		b.Click(`[data-field="客单价"] [data-confirm]`) // the plan goes on, and so does the workbook
		changed := filledByHand(t, saved, "工作表", 2, map[string]any{"姓名": "李娜", "头十二个月签几家": 8, "方案里，签下来的": 0.25})
		changed = filledByHand(t, changed, "实际", 3, map[string]any{"签约（后买） 家": 2})
		importBook(b, changed)
		openQuestion(b)
		want := [][]string{
			{"第几版", "1", "2"}, {"收了的季度 2027-Q1", "—", "签约 2"}, {"头十二个月签几家", "7 家", "8"}, {"方案里，签下来的", "62.5（示例）", "25%"}, {"以前的几版，有几份", "0", "1"},
		}
		if diff := cmp.Diff(want, browsertest.Eval[[][]string](b, `[...document.querySelectorAll("dialog tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent))`)); diff != "" {
			t.Error(diff)
		}
		b.Click(`dialog [value="theirs"]`)
		b.Await(text("[data-status]") + `.startsWith("导入好了")`)
		type quarter struct {
			Quarter, On string
			Done        map[string]string
		}
		type plan struct {
			Person   string
			Values   map[string]string
			Revision int
			Closed   []quarter
		}
		var plans []plan
		for key, text := range allStored(b) {
			if strings.Contains(key, ":plan:") {
				var p plan
				if err := json.Unmarshal([]byte(text), &p); err != nil {
					t.Fatal(err)
				}
				plans = append(plans, p)
			}
		}
		merged := plan{"李娜", map[string]string{"目标签约": "8", "赢单率": "25%", "客单价": "3"}, 2, []quarter{{"2027-Q1", "2027-03-31", map[string]string{"签约": "2"}}}}
		if diff := cmp.Diff([]plan{merged}, plans); diff != "" {
			t.Error(diff)
		}
	})
}
