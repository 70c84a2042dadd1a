package workbook

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/officetest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
)

// plan is a plan as the browser keeps it, without what a workbook does not carry.
type plan struct {
	Kind      string            `json:"kind"`
	Version   int               `json:"version"`
	ID        string            `json:"id"`
	MadeFrom  *madeFrom         `json:"madeFrom"`
	Person    string            `json:"person"`
	Year      int               `json:"year"`
	Revision  int               `json:"revision"`
	Template  planTemplate      `json:"template"`
	Values    map[string]string `json:"values"`
	Unknown   []string          `json:"unknown"`
	Prior     string            `json:"prior,omitempty"`
	Closing   *closedQuarter    `json:"closing,omitempty"`
	Closed    []closedQuarter   `json:"closed,omitempty"`
	Versions  []map[string]any  `json:"versions,omitempty"`
	Unread    []map[string]any  `json:"unread,omitempty"`
	Forgotten map[string]string `json:"rule,omitempty"`
}

type madeFrom struct {
	ID       string `json:"id"`
	Revision int    `json:"revision"`
}

type planTemplate struct {
	Path string `json:"path"`
	Hash string `json:"hash"`
}

type closedQuarter struct {
	Quarter  string            `json:"quarter"`
	On       string            `json:"on,omitempty"`
	Done     map[string]string `json:"done"`
	Open     map[string]string `json:"open"`
	Happened []string          `json:"happened"`
}

// outcome is what the browser reads from a workbook.
type outcome struct {
	Site    string   `json:"site"`
	Plan    *plan    `json:"plan"`
	Before  *plan    `json:"before"`
	Refused string   `json:"refused"`
	Of      []string `json:"of"`
}

// postman fills workbooks with plans and reads plans from them, as the pages do.
type postman struct {
	tab    *browsertest.Tab
	module string
}

func newPostman(t *testing.T) *postman {
	module := func(path string) string { return "(() => {" + jstest.Bundle(t, path) + "; return module; })()" }
	return &postman{browsertest.New(t, "about:"), "const books = " + module("../../../static/plans/workbook.ts") + ", sheets = " + module("../../../static/worksheet/entries.ts") + ";"}
}

// out returns the workbook of a template with a plan.
func (p *postman) out(t *testing.T, blank *written, made any) []byte {
	t.Helper()
	arguments, err := json.Marshal([]any{blank.data, wire.New(blank.template), made})
	if err != nil {
		t.Fatal(err)
	}
	filled, err := base64.StdEncoding.DecodeString(browsertest.Eval[string](p.tab, "(() => {"+p.module+`
		const [data, template, plan] = `+string(arguments)+`;
		const filled = books.planOut(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), template, sheets.entriesOf(template, plan.values, plan.unknown), plan);
		return btoa(Array.from(filled, (byte) => String.fromCharCode(byte)).join(""));
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	return filled
}

// in reads the plan of a workbook.
func (p *postman) in(t *testing.T, workbook []byte) outcome {
	t.Helper()
	var got outcome
	text := browsertest.Eval[string](p.tab, "(() => {"+p.module+`
		return JSON.stringify(books.planIn(Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(workbook)+`"), (c) => c.charCodeAt(0))));
	})()`)
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// typedInto returns what readers type into the field of an input: the number of its example and others, in each way of writing
// them, and what the page refuses.
func typedInto(in *goal.Input, random *rand.Rand) string {
	number := fmt.Sprint(random.IntN(100))
	texts := []string{number, number + ".5", "１２", " " + number + " ", number + in.Unit, "1,200", "-3", "1e5", "多少", "", "=1+1", "2027-03-01"}
	switch in.Kind {
	case goal.KindPercent:
		texts = append(texts, "62.5%", "5/8", "8/15")
	case goal.KindDate:
		texts = []string{"2027-08-16", "2027-01-04", "1999-12-31"}
	case goal.KindChoice:
		texts = in.Choices
	case goal.KindText:
		texts = []string{"=HYPERLINK(\"x\")&<'_x0041_", "  两头有空格 ", "一行\t两行", strings.Repeat("很长", 400), "😀", "0123", "{\"a\": 1}"}
	}
	return texts[random.IntN(len(texts))]
}

// anyPlan returns a plan as it may be in the course of a year.
func anyPlan(t *goal.Template, random *rand.Rand) plan {
	p := plan{
		Kind: "plan", Version: 2, ID: fmt.Sprintf("%032x", random.Uint64()), Year: 2027, Revision: 1 + random.IntN(5), Person: []string{"", "李娜", "O'Neil <&> _x0041_"}[random.IntN(3)],
		Template: planTemplate{anOrigin.Path, []string{anOrigin.Hash, "an older one"}[random.IntN(2)]}, Values: map[string]string{}, Unknown: []string{}, Prior: []string{"", "8", "12 次", "?"}[random.IntN(4)],
	}
	if random.IntN(2) == 0 {
		p.MadeFrom = &madeFrom{fmt.Sprintf("%032x", random.Uint64()), 1}
	}
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			switch random.IntN(4) {
			case 0:
				p.Unknown = append(p.Unknown, in.Key)
			case 1, 2:
				p.Values[in.Key] = typedInto(in, random)
			}
		}
	}
	p.Values["一个旧的格子"] = "7"
	for q := range random.IntN(quarters + 1) {
		p.Closed = append(p.Closed, anyQuarter(t, q, random))
	}
	return p
}

func anyQuarter(t *goal.Template, q int, random *rand.Rand) closedQuarter {
	closed := closedQuarter{Quarter: t.Year.Quarter(3 * q), On: "2027-04-02", Done: map[string]string{}, Open: map[string]string{}, Happened: []string{}}
	count := func() string {
		return []string{fmt.Sprint(random.IntN(40)), fmt.Sprint(random.IntN(40), ".50"), "３ ", "不知道", "1,200"}[random.IntN(5)]
	}
	for _, split := range t.Splits {
		if random.IntN(4) > 0 {
			closed.Done[split.Key] = count()
		}
		if random.IntN(4) == 0 {
			closed.Open[split.Key] = count()
		}
	}
	if t.DealSize != "" {
		closed.Done[t.DealSize] = "33.5"
	}
	for _, v := range t.Variables {
		if random.IntN(4) == 0 {
			closed.Happened = append(closed.Happened, v.Key)
		}
	}
	return closed
}

// A plan that goes out as a workbook comes back as the same plan: from the file that the page
// has made, and from the one that LibreOffice makes of it, with its own way of writing
// workbooks.
func TestPlanComesBack(t *testing.T) {
	post, random := newPostman(t), rand.New(rand.NewPCG(sample.Seed(t, 19), 3))
	var plans []plan
	var files [][]byte
	for _, template := range sample.Of(3, sample.Spread(8, templates(t))) {
		blank := write(t, template)
		for range sample.Count(t, 1, 1) {
			made := anyPlan(template, random)
			withMore := made
			withMore.Versions, withMore.Forgotten = []map[string]any{{"revision": 1}}, map[string]string{"when": "a", "then": "b"} // stays in the browser
			plans, files = append(plans, made), append(files, post.out(t, blank, withMore))
		}
	}
	saved := officetest.Save(t, files)
	for i, made := range plans {
		for program, file := range map[string][]byte{"the page": files[i], "LibreOffice": saved[i]} {
			got := post.in(t, file)
			if got.Refused != "" || got.Site != anOrigin.Site {
				t.Errorf("%s: the workbook of %s is refused: %s %v", program, got.Site, got.Refused, got.Of)
			} else if diff := cmp.Diff(&made, got.Plan) + cmp.Diff(&made, got.Before); diff != "" {
				t.Errorf("%s: %s", program, diff)
			}
		}
	}
	if !slices.ContainsFunc(plans, func(p plan) bool { return len(p.Closed) > 0 }) {
		t.Error("no plan has a closed quarter")
	}
}

// rearranged returns a workbook to which people have done what they do: they have inserted rows
// and a column before the entries of its first sheet and of that of actuals, renamed both, and
// moved another one to the front.
func rearranged(t *testing.T, workbook []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	for _, name := range []string{sheets[0], "实际"} {
		if i, _ := f.GetSheetIndex(name); i < 0 {
			continue
		}
		for _, err := range []error{f.InsertRows(name, 1, 3), f.InsertRows(name, 14, 1), f.InsertCols(name, "A", 1), f.SetSheetName(name, "It's 第 "+name)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.MoveSheet(sheets[1], f.GetSheetList()[0]); err != nil {
		t.Fatal(err)
	}
	moved, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return moved.Bytes()
}

// The entries of a workbook are found wherever people have moved them before LibreOffice saves it.
func TestRearrangedPlanComesBack(t *testing.T) {
	post, random := newPostman(t), rand.New(rand.NewPCG(sample.Seed(t, 19), 5))
	var plans []plan
	var files [][]byte
	for _, template := range sample.Of(1, templates(t)[3:]) {
		made := anyPlan(template, random)
		plans, files = append(plans, made), append(files, rearranged(t, post.out(t, write(t, template), made)))
	}
	for i, file := range officetest.Save(t, files) {
		got := post.in(t, file)
		if diff := cmp.Diff(&plans[i], got.Plan); diff != "" {
			t.Errorf("refused as %s %v: %s", got.Refused, got.Of, diff)
		}
	}
}

// What a hand has typed into the cells of a workbook is read as the page reads the same texts.
func TestFilledByHand(t *testing.T) {
	post := newPostman(t)
	blank := write(t, goaltest.Template(t, odd, goaltest.Calendars(t)...))
	number, percent, date, choice, name := "额", "率", "入职", "打法", "名"
	for _, test := range []struct {
		key   string
		entry any
		text  string // "" for a cell that was emptied
		value any    // what the page reads; nil for a text that it refuses
	}{
		{number, 12, "12", 12.0}, {number, 0.1 + 0.2, "0.3", 0.3}, {number, 1e-7, "0.0000001", 1e-7}, {number, 123456789.5, "123456789.5", 123456789.5}, {number, -3, "-3", nil},
		{number, "１２００ 万", "１２００ 万", 1200.0}, {number, "1,200", "1,200", 1200.0}, {number, "多少", "多少", nil}, {number, true, "TRUE", nil}, {number, "", "", nil}, {number, nil, "", nil}, {number, 1e20, "100000000000000000000", nil},
		{percent, 0.25, "25%", 0.25}, {percent, 0.07, "7%", 0.07}, {percent, 8.0 / 15, "53.3333333333333%", 0.533333333333333}, {percent, "5/8", "5/8", 0.625}, {percent, "62.5", "62.5", 0.625},
		{date, 46447, "2027-03-01", "2027-03-01"}, {date, 46447.75, "2027-03-01", "2027-03-01"}, {date, "2027-03-01", "2027-03-01", "2027-03-01"}, {date, "2027/3/1", "2027/3/1", nil}, {date, -5, "-5", nil}, {date, 1e9, "1000000000", nil},
		{choice, "伙伴", "伙伴", "伙伴"}, {choice, 7, "7", "7"}, {name, "=1+1", "=1+1", "=1+1"}, {name, 2027, "2027", "2027"}, {name, "一行\n两行", "一行\n两行", "一行\n两行"},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(blank.data))
		if err != nil {
			t.Fatal(err)
		}
		sheet, cell := split(blank.inputCells[test.key])
		if err := f.SetCellValue(sheet, cell, test.entry); err != nil {
			t.Fatal(err)
		}
		changed, err := f.WriteToBuffer()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		got := post.in(t, changed.Bytes())
		want := plan{Kind: "plan", Version: 2, Year: 2026, Revision: 1, Template: planTemplate{anOrigin.Path, anOrigin.Hash}, Values: map[string]string{}, Unknown: []string{}}
		if test.text == "" {
			want.Unknown = []string{test.key}
		} else {
			want.Values[test.key] = test.text
		}
		if diff := cmp.Diff(&want, got.Plan); diff != "" {
			t.Errorf("%s %v: %s", test.key, test.entry, diff)
			continue
		}
		if value := post.value(t, blank, test.key, got.Plan); value != test.value {
			t.Errorf("%s %v: the page reads %v, want %v", test.key, test.entry, value, test.value)
		}
	}
}

// value returns what the page reads from the plan's text of an input; nil if it refuses it or if there is none.
func (p *postman) value(t *testing.T, blank *written, key string, of *plan) any {
	t.Helper()
	arguments, err := json.Marshal([]any{wire.New(blank.template), of, key})
	if err != nil {
		t.Fatal(err)
	}
	return browsertest.Eval[any](p.tab, "(() => {"+p.module+`
		const [template, plan, key] = `+string(arguments)+`;
		return sheets.entriesOf(template, plan.values, plan.unknown).get(key) ?? null;
	})()`)
}

// Entries other than inputs change the plan as the page would: a total closes its quarter and those before it, a corrected one
// replaces the old one, and what cannot be read is kept apart.
func TestChangedByHand(t *testing.T) {
	post := newPostman(t)
	blank := write(t, goaltest.Template(t, newcomer, goaltest.Calendars(t)...))
	of := func(kind entryKind, key, quarter string) string { return blank.entry(kind, key, quarter) }
	q1, q2, q3 := "2027-Q1", "2027-Q2", "2027-Q3"
	made := func() plan {
		return plan{
			Kind: "plan", Version: 2, ID: strings.Repeat("5", 32), Person: "李娜", Year: 2027, Revision: 2, Template: planTemplate{anOrigin.Path, "hash"},
			Values: map[string]string{"目标": "8 家"}, Unknown: []string{"率"}, Prior: "９",
			Closed: []closedQuarter{{q1, "2027-07-02", map[string]string{"线索": "10 家", "签约": "2", "单": "30"}, map[string]string{"线索": "1"}, []string{"难"}}},
		}
	}
	version := func(revision, quarters int) map[string]any {
		return map[string]any{"revision": float64(revision), "on": []string{"", "2027-09-30", "2027-12-31"}[quarters], "quarters": float64(quarters), "hash": "hash", "values": map[string]any{"目标": "8 家"}, "unknown": []any{"率"}}
	}
	nothing, filled := map[string]string{}, post.out(t, blank, made())
	for name, test := range map[string]struct {
		entries map[string]any
		change  func(p *plan)
	}{
		"a total": {map[string]any{of(entryDone, "签约", q2): 4}, func(p *plan) {
			p.Revision, p.Versions = 3, []map[string]any{version(2, 1)}
			p.Closed = append(p.Closed, closedQuarter{q2, "2027-09-30", map[string]string{"签约": "4"}, nothing, []string{}})
		}},
		"a total after a quarter without one": {map[string]any{of(entryDone, "线索", q3): "30 家", of(entryOpen, "线索", q3): 2}, func(p *plan) {
			p.Revision, p.Versions = 4, []map[string]any{version(2, 1), version(3, 2)}
			p.Closed = append(p.Closed, closedQuarter{q2, "2027-09-30", nothing, nothing, []string{}}, closedQuarter{q3, "2027-12-31", map[string]string{"线索": "30 家"}, map[string]string{"线索": "2"}, []string{}})
		}},
		"a correction":    {map[string]any{of(entryDone, "线索", q1): 12}, func(p *plan) { p.Closed[0].Done["线索"] = "12" }},
		"a removed total": {map[string]any{of(entryDone, "线索", q1): nil}, func(p *plan) { delete(p.Closed[0].Done, "线索") }},
		"a removed open":  {map[string]any{of(entryOpen, "线索", q1): nil}, func(p *plan) { p.Closed[0].Open = nothing }},
		"no total is left": {map[string]any{of(entryDone, "线索", q1): nil, of(entryDone, "签约", q1): nil}, func(p *plan) {
			p.Closed = nil
			p.Closing = &closedQuarter{q1, "", map[string]string{"单": "30"}, map[string]string{"线索": "1"}, []string{"难"}}
		}},
		"an unreadable total": {map[string]any{of(entryDone, "签约", q2): "几个", of(entryDone, "签约", q3): "几个"}, func(p *plan) {
			count := closedQuarter{q2, "", map[string]string{"签约": "几个"}, nothing, []string{}}
			p.Closing = &count
			p.Unread = []map[string]any{{"part": q3, "value": map[string]any{"quarter": q3, "done": map[string]any{"签约": "几个"}, "open": map[string]any{}, "happened": []any{}}}}
		}},
		"a change of the market":       {map[string]any{of(entryHappened, "慢", ""): "是"}, func(p *plan) { p.Closed[0].Happened = []string{"难", "慢"} }},
		"no change of the market":      {map[string]any{of(entryHappened, "难", ""): nil}, func(p *plan) { p.Closed[0].Happened = []string{} }},
		"an unclear change":            {map[string]any{of(entryHappened, "慢", ""): "对"}, func(p *plan) { p.Unread = []map[string]any{{"part": "慢", "value": "对"}} }},
		"a prior":                      {map[string]any{of(entryPrior, "", ""): 12}, func(p *plan) { p.Prior = "12" }},
		"no prior":                     {map[string]any{of(entryPrior, "", ""): nil}, func(p *plan) { p.Prior = "" }},
		"another person":               {map[string]any{of(entryPerson, "", ""): " 王强 "}, func(p *plan) { p.Person = "王强" }},
		"nobody":                       {map[string]any{of(entryPerson, "", ""): nil}, func(p *plan) { p.Person = "" }},
		"an example that is confirmed": {map[string]any{of(entryOwn, "手上", ""): 1}, func(p *plan) { p.Values["手上"] = "2" }},
		"an answer to what was open":   {map[string]any{of("percent", "率", ""): 0.5}, func(p *plan) { p.Values["率"], p.Unknown = "50%", []string{} }},
		"an answer that was removed":   {map[string]any{of("number", "目标", ""): nil}, func(p *plan) { p.Values, p.Unknown = nothing, []string{"率", "目标"} }},
	} {
		f, err := excelize.OpenReader(bytes.NewReader(filled))
		if err != nil {
			t.Fatal(err)
		}
		for at, entry := range test.entries {
			sheet, cell := split(at)
			if err := f.SetCellValue(sheet, cell, entry); err != nil {
				t.Fatal(err)
			}
		}
		changed, err := f.WriteToBuffer()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		got, want := post.in(t, changed.Bytes()), made()
		test.change(&want)
		if diff := cmp.Diff(&want, got.Plan, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: refused as %q: %s", name, got.Refused, diff)
		}
	}
}

// A market variable that comes true before a quarter is closed is noted on the card of the first quarter.
func TestMarketBeforeTheFirstQuarter(t *testing.T) {
	blank := write(t, goaltest.Template(t, odd, goaltest.Calendars(t)...))
	f, err := excelize.OpenReader(bytes.NewReader(blank.data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet, cell := split(blank.entry(entryHappened, "砍", ""))
	if err := f.SetCellValue(sheet, cell, "是"); err != nil {
		t.Fatal(err)
	}
	changed, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got := newPostman(t).in(t, changed.Bytes())
	if want := (&closedQuarter{"2026-Q1", "", map[string]string{}, map[string]string{}, []string{"砍"}}); got.Plan == nil || cmp.Diff(want, got.Plan.Closing) != "" {
		t.Errorf("the plan is %v", got.Plan)
	}
}
