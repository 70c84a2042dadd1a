package e2e

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/officetest"
	"cairn/generator/internal/sample"
	goalsheet "cairn/generator/internal/sheet"
	"cairn/generator/internal/wire"
)

// readCSV reads a table as a spreadsheet does. Each line must end as RFC 4180 says.
func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	table, found := strings.CutPrefix(text, "\ufeff")
	if !found || !strings.HasSuffix(table, "\r\n") {
		t.Fatalf("it does not begin with a byte order mark or does not end a line: %q", text)
	}
	r := csv.NewReader(strings.NewReader(table))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return rows
}

// A reader of CSV gets each cell back, and no spreadsheet takes the text of a cell for a formula.
func TestCSV(t *testing.T) {
	vm := jstest.Load(t, "../../../static/shared/csv.ts")
	random := rand.New(rand.NewPCG(18, 4))
	pieces := []string{"", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'", `"`, `""`, ",", ";", " ", "签约", "1", "-1", "=HYPERLINK(\"http://a\")", "1,200", "\ufeff"}
	numbers := []float64{0, -1, 3.5, 1e9, -0.25, 1e21, 123456789.125}
	for range sample.Count(t, 300, 1500) {
		var rows [][]any
		var want [][]string
		for range 1 + random.IntN(4) {
			var row []any
			var cells []string
			for range 1 + random.IntN(4) {
				if random.IntN(4) == 0 {
					x := numbers[random.IntN(len(numbers))]
					row, cells = append(row, x), append(cells, strconv.FormatFloat(x, 'f', -1, 64))
					continue
				}
				text := "x" // no row is empty, which a reader would skip
				if len(row) > 0 {
					text = pieces[random.IntN(len(pieces))] + pieces[random.IntN(len(pieces))]
				}
				row, cells = append(row, text), append(cells, text)
			}
			rows, want = append(rows, row), append(want, cells)
		}
		vm.Set("rows", rows)
		got, err := vm.RunString(`module.writeCsv(rows)`)
		if err != nil {
			t.Fatal(err)
		}
		read := readCSV(t, got.String())
		for i, row := range rows {
			for j, cell := range row {
				found := read[i][j]
				if _, isText := cell.(string); !isText {
					if x, err := strconv.ParseFloat(found, 64); err != nil || x != cell {
						t.Errorf("the number %v is %q", cell, found)
					}
					continue
				}
				if found != "" && strings.ContainsAny(found[:1], "=+-@\t\r\n") || strings.ContainsAny(firstOf(found), "＝＋－＠") {
					t.Errorf("the text %q is %q", cell, found)
				}
				if plain := strings.ReplaceAll(want[i][j], "\r\n", "\n"); found != plain && found != "'"+plain { // the reader of this test has one kind of line
					t.Errorf("the text %q is %q", cell, found)
				}
			}
		}
	}
	got, err := vm.RunString(`module.writeCsv([["a", undefined, NaN, -0.5], [], ["=1", "a,\"b\"", "a\rb"]])`)
	if want := "\ufeffa,,,-0.5\r\n\r\n'=1,\"a,\"\"b\"\"\",\"a\rb\"\r\n"; err != nil || got.String() != want {
		t.Errorf("it is %q %v, want %q", got, err, want)
	}
}

func firstOf(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}

// loadTables loads the modules with which a worksheet makes its table, and the words of the table.
func loadTables(t *testing.T) *goja.Runtime {
	t.Helper()
	vm := goja.New()
	for global, path := range map[string]string{"tables": "worksheet/table.ts", "csv": "shared/csv.ts", "evaluate": "goal/evaluate.ts"} {
		if _, err := vm.RunString(jstest.Bundle(t, "../../../static/"+path) + "; globalThis." + global + " = module;"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vm.RunString(`
		const names = { csv_title: "%s（%s）", csv_first: "第 1 版", csv_second: "第 2 版", csv_done: "已做", csv_month: "月份", csv_goal: "过程目标" };
		const word = (key, ...values) => values.reduce((text, value) => text.replace("%s", value), names[key]);`); err != nil {
		t.Fatal(err)
	}
	return vm
}

// The table of every worksheet has the numbers that its page shows: each month of each step, and the process goals.
func TestTableOfEveryWorksheet(t *testing.T) {
	for name, template := range goaltest.All(t) {
		vm := loadTables(t)
		data, _ := json.Marshal(wire.New(template))
		vm.Set("data", string(data))
		got, err := vm.RunString(`
			const template = JSON.parse(data), entries = new Map(template.inputs.flatMap(({ key, default: value }) => value === null ? [] : [[key, value]]));
			csv.writeCsv(tables.planTable(template, evaluate.evaluatorOf(template), entries, {}, word))`)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s, rows := goalsheet.Evaluate(template, nil), readCSV(t, got.String())
		var want [][]string
		if steps := s.Columns[:min(len(template.Splits), len(s.Columns))]; len(steps) > 0 {
			heading := []string{"月份"}
			for _, step := range steps {
				for _, version := range []string{"第 1 版", "第 2 版", "已做"} {
					heading = append(heading, step.Label+"（"+step.Unit+"） "+version)
				}
			}
			want = append(want, heading)
			for _, row := range s.Plan {
				if row.Level != "month" {
					continue
				}
				cells := []string{row.ID}
				for _, cell := range row.Cells[:len(steps)] {
					cells = append(cells, cell.Raw, "", "")
				}
				want = append(want, cells)
			}
		}
		want = append(want, []string{"过程目标", "第 1 版", "第 2 版"})
		for _, p := range s.Process {
			want = append(want, []string{p.Label + "（" + p.Unit + "）", strings.ReplaceAll(p.Text, ",", ""), ""})
		}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// After closed quarters the table has version 1 with the inputs of that time, what is left of the plan in the open months, and what
// was done in the last month of each quarter, negative where a total was corrected downwards.
func TestTableAfterClosedQuarters(t *testing.T) {
	vm := loadTables(t)
	data, _ := json.Marshal(wire.New(goaltest.Own(t, "saas/newcomer")))
	vm.Set("data", string(data))
	got, err := vm.RunString(`
		const template = JSON.parse(data), entries = new Map(template.inputs.flatMap(({ key, default: value }) => value === null ? [] : [[key, value]]));
		const closed = ["9|4|", "7||", "20|1000000000|3"].map((texts, q) => ({ quarter: "2027-Q" + (q + 1), on: "", open: {}, happened: [], done: Object.fromEntries(texts.split("|").map((text, i) => [["新拓", "线索", "签约"][i], text])) }));
		const version = (revision, 目标签约) => ({ revision, on: "", quarters: revision - 1, hash: "", values: { 目标签约 }, unknown: [] });
		const table = tables.planTable(template, evaluate.evaluatorOf(template), entries, { closed, versions: [version(1, "12"), version(2, "8")] }, word);
		const sum = (column) => table.slice(1, 13).reduce((all, row) => all + (row[column] ?? 0), 0);
		JSON.stringify([...[0, 1].map((step) => table.slice(1, 13).map((row) => row[3 + 3 * step] ?? null)), sum(10), table.slice(1, 13).map((row) => row[11] ?? null), table.length])`)
	if want := `[[null,null,9,null,null,-2,null,null,13,null,null,null],[null,null,4,null,null,null,null,null,999999996,null,null,null],12,[null,null,null,null,null,null,null,null,null,1.2,1.2,0.6],20]`; err != nil || got.String() != want {
		t.Errorf("it is %s %v, want %s", got, err, want)
	}
}

// activeLabels is a template whose labels a spreadsheet could take for formulas or for more than one cell.
var activeLabels = goaltest.Head + `
[[inputs]]
key = "目标"
label = "目标"
default = 12
[[values]]
key = "访"
label = "=HYPERLINK(\"http://a\",\"看这里\")"
formula = "目标 * 4"
[[values]]
key = "签"
label = "@SUM(A1:A9)"
formula = "目标 * 1"
[[process]]
key = "周"
label = "+1-1"
formula = "目标 / 52"
[[process]]
key = "月"
label = "－签约，\"大\""
per = "month"
formula = "目标 / 12"
[[splits]]
key = "访"
[[splits]]
key = "签"
follows = "访"
`

// LibreOffice reads each cell of a plan's table: a number as that number, a text as that text, and none as a formula. Of worksheets and of one
// with labels that would be formulas, each with two closed quarters.
func TestTableInLibreOffice(t *testing.T) {
	vm := loadTables(t)
	forms := []any{wire.New(goaltest.Template(t, activeLabels, goaltest.Calendars(t)...))}
	for _, name := range sample.Of(4, goaltest.Names(t)) {
		forms = append(forms, wire.New(goaltest.Own(t, name)))
	}
	data, _ := json.Marshal(forms)
	vm.Set("data", string(data))
	got, err := vm.RunString(`
		const rows = JSON.parse(data).flatMap((template) => {
			const entries = new Map(template.inputs.flatMap(({ key, default: value }) => value === null ? [] : [[key, value]]));
			const done = (n) => Object.fromEntries(template.splits.map(({ key }, i) => [key, String(n + i)]));
			const closed = [7, 12.5].map((n, q) => ({ quarter: "2027-Q" + (q + 1), on: "", open: {}, happened: [], done: done(n) }));
			return [...tables.planTable(template, evaluate.evaluatorOf(template), entries, { closed }, word), ["end"]];
		});
		JSON.stringify([rows.map((row) => row.map((cell) => cell ?? "")), csv.writeCsv(rows)])`)
	if err != nil {
		t.Fatal(err)
	}
	var made []json.RawMessage
	var rows [][]any
	var text string
	if err := errors.Join(json.Unmarshal([]byte(got.String()), &made), json.Unmarshal(made[0], &rows), json.Unmarshal(made[1], &text)); err != nil {
		t.Fatal(err)
	}
	read := officetest.ReadCSV(t, []byte(text))
	numbers, marked := 0, 0
	for i, row := range rows {
		for j, cell := range row {
			found := ""
			if i < len(read) && j < len(read[i]) {
				found = read[i][j]
			}
			switch x, err := strconv.ParseFloat(found, 64); cell := cell.(type) {
			case float64:
				if numbers++; err != nil || x != cell {
					t.Errorf("row %d, column %d: %v is %q", i+1, j+1, cell, found)
				}
			case string:
				if found == "'"+cell {
					marked++
				} else if found != cell {
					t.Errorf("row %d, column %d: %q is %q", i+1, j+1, cell, found)
				}
			}
		}
	}
	if marked != 2*len("123")+2 || numbers < 50*len(forms) { // two steps in three columns, two goals
		t.Errorf("%d numbers were compared, and %d texts are marked", numbers, marked)
	}
}

// The menu saves the table under the name of the plan.
func TestTableIsSaved(t *testing.T) {
	b := browsertest.New(t, disk(t))
	b.Open(worksheet)
	b.Fill("[data-person]", "张伟")
	browsertest.Eval[bool](b, `(() => {
		URL.createObjectURL = (blob) => { blob.arrayBuffer().then((bytes) => { window.saved = [...new Uint8Array(bytes)]; }); return "blob:none"; };
		HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };
		document.querySelector("[data-csv]").click();
		return true;
	})()`)
	b.Await(`window.saved`)
	b.Await(text("[data-status]") + ` === "已存成 张伟-2027-v1.csv"`)
	var data []byte
	for _, c := range browsertest.Eval[[]int](b, `window.saved`) {
		data = append(data, byte(c))
	}
	rows := readCSV(t, string(data))
	if months := len(rows[1:13]); months != 12 || !slices.Equal(rows[0][:2], []string{"月份", "新拓（先用）（家） 第 1 版"}) || rows[1][0] != "2027-01" {
		t.Errorf("the table begins %q", rows[:2])
	}
}
