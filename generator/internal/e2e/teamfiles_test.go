package e2e

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/officetest"
)

// namesOfTeam are names that a spreadsheet must not compute.
var namesOfTeam = []string{`=HYPERLINK("http://a","看这里")`, "+1-1", "@SUM(A1:A9)", "李,\"娜\"\n二", "王小雨"}

// teamOf returns the files of a team of two tracks, one of whom has closed a quarter, one has no goal, and a manager.
func teamOf(t *testing.T, b *browsertest.Tab) map[string]string {
	closed := map[string]any{"closed": []any{map[string]any{"quarter": "2027-Q1", "on": "2027-04-01", "open": map[string]string{"方案": "3"}, "happened": []string{}, "done": map[string]string{"线索": "18", "方案": "7", "签约": "3"}}}}
	return map[string]string{
		"a.cairn.json": teamPlan(t, b, namesOfTeam[0], "saas/newcomer", map[string]string{"目标签约": "6"}, map[string]any{"unknown": []string{"市场存量"}}),
		"b.cairn.json": teamPlan(t, b, namesOfTeam[1], "saas/growth", map[string]string{"目标新签": "12"}, closed),
		"c.cairn.json": teamPlan(t, b, namesOfTeam[2], "enterprise/growth", map[string]string{}, nil),
		"d.cairn.json": teamPlan(t, b, namesOfTeam[3], "enterprise/growth", map[string]string{}, map[string]any{"unknown": []string{"目标签约额"}}),
		"e.cairn.json": teamPlan(t, b, namesOfTeam[4], "saas/newcomer", map[string]string{"入职日期": "2027-05-17"}, nil),
		"f.cairn.json": teamPlan(t, b, "经理", "saas/manager", map[string]string{}, nil),
	}
}

// savedTeam presses a button of the page and returns the file that it saves.
func savedTeam(b *browsertest.Tab, kind string) []byte {
	browsertest.Eval[bool](b, `(() => {
		window.saved = undefined;
		URL.createObjectURL = (blob) => { blob.arrayBuffer().then((bytes) => { window.saved = [...new Uint8Array(bytes)]; }); return "blob:none"; };
		HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };
		document.querySelector("[data-save-team='.`+kind+`']").click();
		return true;
	})()`)
	b.Await(`window.saved`)
	var data []byte
	for _, c := range browsertest.Eval[[]int](b, `window.saved`) {
		data = append(data, byte(c))
	}
	return data
}

// teamCells are the cells of a row by the headings of their columns.
type teamCells map[string]string

// tableRows returns the rows below a heading, without empty ones.
func tableRows(t *testing.T, rows [][]string, first string) []teamCells {
	t.Helper()
	at := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == first })
	if at < 0 {
		t.Fatalf("no row begins with %q: %q", first, rows)
	}
	var list []teamCells
	for _, row := range rows[at+1:] {
		cells := teamCells{}
		for i, text := range row {
			cells[rows[at][i]] = text
		}
		if cells["姓名"] != "" {
			list = append(list, cells)
		}
	}
	return list
}

// shown writes a number of a cell as the page does, without separators.
func (c teamCells) shown(heading string, times float64) string {
	x, err := strconv.ParseFloat(c[heading], 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(math.Round(10*times*x)/10, 'f', -1, 64)
}

// asOnPage writes a row as the page shows it. A total has neither a load nor an end.
func (c teamCells) asOnPage(unit string) string {
	isTotal := c["在岗"] == ""
	dash := "—"
	if isTotal && c["目标"] == "" {
		dash = "" // the total of all groups
	}
	with := func(text, tail string) string {
		if text == "" {
			return dash
		}
		return text + tail
	}
	var rate, load, odds, open, end string
	switch {
	case !slices.Contains([]string{"", "0"}, c.shown("有结果的", 1)):
		rate = c.shown("赢了", 1) + "/" + c.shown("有结果的", 1)
	case c.shown("计划赢单率", 1) != "":
		rate = c.shown("计划赢单率", 100) + "% 计划"
	default:
		rate = dash
	}
	if isTotal {
		end = "顶 " + c.shown("顶几个人", 1) + " 个人"
	} else {
		load, odds, end = with(c.shown("最忙", 100), "% "+c["最忙在"]), with(c.shown("把握（十次里）", 1), "/10"), c["在岗"]
		parts := []string{}
		for _, of := range [][2]string{{"不知道的", "不知道 "}, {"示例没确认的", "示例 "}} {
			if n := c.shown(of[0], 1); n != "0" {
				parts = append(parts, of[1]+n)
			}
		}
		open = with(strings.Join(parts, " · "), "")
	}
	return strings.Join([]string{
		c["姓名"] + " " + c["工作表"], with(c.shown("目标", 1), " "+unit), with(c.shown("做了", 1), ""), with(c.shown("还差", 1), ""), with(c.shown("金额（万元）", 1), " 万元"), rate, load, odds, open, end,
	}, " | ")
}

// The CSV and the workbook of a team have the page's numbers: as LibreOffice reads the CSV, as the workbook stores them, and as LibreOffice computes
// the workbook's formulas. Names stay texts.
func TestTeamFiles(t *testing.T) {
	b := browsertest.New(t, disk(t))
	files := teamOf(t, b)
	b.Open("team.html")
	drop(b, files)
	b.Await(`document.querySelectorAll("[data-table] tbody tr").length > 0`)
	b.Fill(`.target [name="results"]`, "20")
	var want []string
	for _, row := range teamRows(b) {
		if strings.Contains(row, " | ") {
			want = append(want, strings.ReplaceAll(row, ",", ""))
		}
	}
	compare := func(what string, rows []teamCells) {
		t.Helper()
		var got []string
		for _, row := range rows {
			got = append(got, strings.ReplaceAll(row.asOnPage("家"), ",", ""))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-page +file):\n%s", what, diff)
		}
	}

	rows := officetest.ReadCSV(t, savedTeam(b, "csv"))
	table := tableRows(t, rows, "组")
	for i, row := range table {
		if name := strings.TrimPrefix(row["姓名"], "'"); slices.Contains(namesOfTeam, name) {
			table[i]["姓名"] = name
		} else if row["组"] != "" {
			table[i]["姓名"] = row["组"] + " · " + row["姓名"]
		}
		if formula := rows[i+1]; strings.HasPrefix(formula[2], "=") {
			t.Errorf("a name of the CSV is %q", formula[2])
		}
	}
	compare("CSV", table)

	data := savedTeam(b, "xlsx")
	b.Await(text("[data-status]") + ` === "已存成 全队的计划加起来 2027.xlsx"`)
	stored, err := excelize.OpenReader(strings.NewReader(string(data)), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer stored.Close()
	lines := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-lines] h2, [data-lines] li")].map((line) => line.textContent)`)
	for program, f := range map[string]*excelize.File{"the workbook as it is stored": stored, "the workbook in LibreOffice": officetest.Recalculate(t, [][]byte{data})[0]} {
		checkTeamBook(t, program, f, lines, compare)
	}
	checkFormulas(t, stored)
}

// checkTeamBook compares the sheets of a workbook with the page.
func checkTeamBook(t *testing.T, program string, f *excelize.File, lines []string, compare func(string, []teamCells)) {
	t.Helper()
	rows, err := f.GetRows("全队")
	if err != nil {
		t.Fatal(err)
	}
	table := tableRows(t, rows, "姓名")
	var targets []string
	for _, row := range table[:6] {
		targets = append(targets, strings.Join([]string{row["姓名"], row["工作表"], row.shown("目标", 1), row.shown("做了", 1), row.shown("还差", 1), row.shown("金额（万元）", 1)}, " | "))
	}
	want := []string{
		"通用 SaaS · 要做 | 家 | 20 |  |  | 210", "加起来 | 家 | 20.2 | 3 | 17.2 | 96.6", "还差（负数是多出来的） | 家 | -0.2 |  |  | 113.4",
		"企业级软件 · 要做 | 家 |  |  |  | ", "加起来 | 家 | 4 | 0 | 4 | 1200", "还差（负数是多出来的） | 家 |  |  |  | ",
	}
	if diff := cmp.Diff(want, targets); diff != "" {
		t.Errorf("%s: the targets (-want +got):\n%s", program, diff)
	}
	isRow := func(row teamCells) bool { return row["在岗"] != "" || row["顶几个人"] != "" }
	var people []teamCells
	for _, row := range table[6:] {
		if isRow(row) {
			people = append(people, row)
		}
	}
	compare(program, people)
	if got, err := f.GetCols("要处理的"); err != nil || len(got) != 1 {
		t.Errorf("%s: the lines are %q %v", program, got, err)
	} else if diff := cmp.Diff(lines, slices.DeleteFunc(got[0], func(line string) bool { return line == "" })); diff != "" {
		t.Errorf("%s: the lines (-page +file):\n%s", program, diff)
	}
}

// checkFormulas requires that the totals are sums of the rows above them, and rates the quotients of such sums.
func checkFormulas(t *testing.T, f *excelize.File) {
	t.Helper()
	rows, _ := f.GetRows("全队")
	var formulas []string
	for i, row := range rows {
		if len(row) == 0 || !strings.HasSuffix(row[0], "合计") {
			continue
		}
		for _, column := range []string{"C", "E", "F", "I"} {
			formula, _ := f.GetCellFormula("全队", fmt.Sprint(column, i+1))
			formulas = append(formulas, formula)
		}
	}
	want := []string{
		"SUM(C11:C13)", "SUM(E11:E13)", "SUM(F11:F13)", `IF(SUM(H11:H13)=0,"",SUM(G11:G13)/SUM(H11:H13))`,
		"SUM(C17:C18)", "SUM(E17:E18)", "SUM(F17:F18)", `IF(SUM(H17:H18)=0,"",SUM(G17:G18)/SUM(H17:H18))`,
	}
	if diff := cmp.Diff(want, formulas); diff != "" {
		t.Errorf("the formulas of totals (-want +got):\n%s", diff)
	}
	for column, want := range map[string]string{"E": "MAX(0,ROUND(C11-D11,1))", "L": `IF(K11=0,"",J11/K11)`} {
		if formula, _ := f.GetCellFormula("全队", column+"11"); formula != want {
			t.Errorf("%s11 is %q, want %q", column, formula, want)
		}
	}
}

// teamOfMany returns the files of people who fill in these worksheets in turn.
func teamOfMany(t *testing.T, b *browsertest.Tab, people int, sheets []string) map[string]string {
	t.Helper()
	var plans []string
	for _, sheet := range sheets {
		plans = append(plans, teamPlan(t, b, "PERSON", sheet, map[string]string{}, map[string]any{"id": strings.Repeat("e", 32)}))
	}
	files := map[string]string{}
	for i := range people {
		named := strings.NewReplacer("PERSON", fmt.Sprintf("第%d人", i+1), strings.Repeat("e", 32), fmt.Sprintf("%032x", i+1))
		files[fmt.Sprintf("%03d.cairn.json", i)] = named.Replace(plans[i%len(plans)])
	}
	return files
}

// The table of eight people is printed on one page across A4, with the target, what to act on and room for notes; that of thirty has its head on every page.
func TestTeamOnPaper(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, test := range []struct {
		people, pages int
	}{{8, 1}, {30, 2}} {
		files := teamOfMany(t, b, test.people, []string{"saas/newcomer", "saas/growth", "enterprise/growth"})
		b.Open("team.html")
		drop(b, files)
		b.Await(`document.querySelectorAll("[data-table] tbody tr").length > 0`)
		b.Fill(`.target [name="results"]`, strconv.Itoa(12*test.people))
		if !b.EndsBefore(test.pages+1, papers["A4"][1], papers["A4"][0]) || test.pages > 1 && b.EndsBefore(test.pages, papers["A4"][1], papers["A4"][0]) {
			t.Errorf("the table of %d people does not have %d pages", test.people, test.pages)
		}
		_, printed := pdf(t, b, "A4")
		for text, times := range map[string]int{"没问清": test.pages, "差的怎么分": 1, "记下来的": 1, "在场": 1, "存成Excel": 0, "第" + strconv.Itoa(test.people) + "人": 2} {
			if n := strings.Count(printed, text); n < times || times == 0 && n > 0 {
				t.Errorf("%q is printed %d times on the pages of %d people, want %d", text, n, test.people, times)
			}
		}
	}
}

// The plans of 200 people, of all worksheets, are read, added up and shown.
func TestTeamOf200(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	var sheets []string
	for _, name := range goaltest.Names(t) {
		if !strings.HasSuffix(name, "/manager") {
			sheets = append(sheets, name)
		}
	}
	files := teamOfMany(t, b, 200, sheets)
	b.Open("team.html")
	drop(b, files)
	b.Await(`document.querySelectorAll("[data-table] tbody tr:not(.group, .total)").length === 200`)
}
