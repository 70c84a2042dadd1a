package workbook

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/goal"
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
	for _, template := range sample.Of(3, templates(t)) {
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
