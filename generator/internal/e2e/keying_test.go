package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
)

// The lines of every worksheet's paper stand in the order of the template's inputs, in which the page keys them in.
func TestPaperHasTheOrderOfInputs(t *testing.T) {
	all := worksheets(t)
	if len(all) != 16 {
		t.Fatalf("there are %d worksheets", len(all))
	}
	for _, sheet := range all {
		paper, _ := tree(t).Get(strings.TrimSuffix(sheet, ".html") + ".paper.js")
		var lines, inputs []string
		for _, m := range regexp.MustCompile(`data-line=\\"([^"\\]*)\\"`).FindAllSubmatch(paper, -1) {
			if key := string(m[1]); key != "name" && key != "territory" {
				lines = append(lines, key)
			}
		}
		_, template, _ := strings.Cut(string(paper), `"inputs":[`)
		for _, m := range regexp.MustCompile(`\{"key":"([^"]*)","label":"[^"]*","kind":`).FindAllStringSubmatch(template, -1) {
			inputs = append(inputs, m[1])
		}
		if len(inputs) < 5 || !slices.Equal(lines, inputs) {
			t.Errorf("%s: the paper has %v, the template %v", sheet, lines, inputs)
		}
	}
}

const (
	keyFields = `[...document.querySelectorAll(".key-fields [name]")]`
	keyStatus = `document.querySelector("[data-keying-panel] > [role=status]").textContent`
	onSave    = `document.activeElement.type === "submit"`
)

// saveDownloads keeps the texts of the files that the page saves in `saved`, by name.
func saveDownloads(b *browsertest.Tab) {
	browsertest.Eval[bool](b, `(() => {
		window.saved = {};
		const blobs = new Map(), create = URL.createObjectURL;
		URL.createObjectURL = (blob) => { const url = create.call(URL, blob); blobs.set(url, blob); return url; };
		HTMLAnchorElement.prototype.click = function () { blobs.get(this.href).text().then((text) => { saved[this.download] = text; }); };
		return true;
	})()`)
}

// beginKeying opens the screen of the first person.
func beginKeying(b *browsertest.Tab) {
	b.Click(`[data-begin-keying]`)
	b.Await(`document.querySelector(".key-fields") !== null && document.activeElement.closest(".key-screen") !== null`)
}

// key types texts into the fields from the one with the focus on, with Enter after each: "" leaves a field as it is.
func key(b *browsertest.Tab, texts ...string) {
	for _, text := range texts {
		if text != "" {
			b.Type(text)
		}
		b.Press("Enter", "\r")
	}
}

// The keyboard alone keys in a roster: Enter goes from field to field, a question mark is the box of the paper, the last Enter
// saves a file. The file is the plan that the worksheet's own form makes of the same texts. A reload keeps what was typed.
func TestKeyingIn(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html")
	paste(b, `[name="roster"]`, "陈晨\n周舟，2027-03-01")
	b.Await(handouts + ` === 2`)
	saveDownloads(b)
	beginKeying(b)
	order := browsertest.Eval[[]string](b, keyFields+`.map(e => e.name)`)
	paper := browsertest.Eval[[]string](b, `[...document.querySelector(".handout").querySelectorAll(".field [data-line]")].map(e => e.dataset.line)`)
	if !slices.Equal(order, paper) {
		t.Errorf("the fields are %v, the lines %v", order, paper)
	}
	key(b, "", "7", "跨境电商", "三万", "?", "62.5%", "53.33", "5/8")
	if got := browsertest.Eval[string](b, `[...document.querySelectorAll(".key-fields .problem")].map(e => e.textContent).join("")`); got != "看不懂这个数。写成 12、1,200 或 3.5。" {
		t.Errorf("the problem is %q", got)
	}
	b.Fill(`.key-fields [name="客单价"]`, "4")
	b.Reload()
	if got := browsertest.Eval[string](b, text("[data-begin-keying]")); got != "接着录" {
		t.Errorf("after a reload the button says %q", got)
	}
	b.Click(`[value="goals/saas/newcomer.html"]`)
	b.Await(handouts + ` === 2`)
	saveDownloads(b)
	beginKeying(b)
	key(b, make([]string, len(order))...)
	b.Await(onSave)
	key(b, "")
	b.Await(`Object.keys(saved).length === 1`)
	if got := browsertest.Eval[string](b, keyStatus); got != "存好了：陈晨-2027-v1.cairn.json" {
		t.Errorf("the status is %q", got)
	}
	got := savedPlan(t, b, "陈晨-2027-v1.cairn.json")
	if diff := cmp.Diff(typedPlan(t, b, "陈晨", map[string]string{
		"目标签约": "7", "客户画像": "跨境电商", "客单价": "4", "线索率": "62.5%", "方案率": "53.33", "赢单率": "5/8",
	}, "目标增购"), got); diff != "" {
		t.Errorf("the plan (-typed into the worksheet +keyed in):\n%s", diff)
	}
	if got := browsertest.Eval[string](b, `document.querySelector(".key-person input").value + document.activeElement.value + `+text(".key-screen h3")); got != "周舟2027-03-01第 2 份，共 2 份：通用 SaaS · 新人期工作表" {
		t.Errorf("the next is %q", got)
	}
	b.Click(`[data-forget-keyed]`)
	b.Click("dialog button[value=yes]")
	b.Await(`localStorage.getItem("cairn:software-sales-handbook:keyed") === null && document.querySelector(".key-person input").value === "陈晨" && document.querySelector('.key-fields [name="目标签约"]').value === ""`)
}

// savedPlan returns what was answered in the saved file of a plan.
func savedPlan(t *testing.T, b *browsertest.Tab, name string) map[string]any {
	t.Helper()
	return answersIn(t, browsertest.Eval[string](b, `saved["`+name+`"]`))
}

func answersIn(t *testing.T, file string) map[string]any {
	t.Helper()
	var plan map[string]any
	if err := json.Unmarshal([]byte(file), &plan); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(plan, func(name string, _ any) bool { return name == "id" || name == "madeFrom" })
	return plan
}

// typedPlan types texts into the form of a worksheet and returns the plan that the page keeps.
func typedPlan(t *testing.T, b *browsertest.Tab, person string, texts map[string]string, unknown string) map[string]any {
	t.Helper()
	other := b.NewTab()
	other.Open("goals/saas/newcomer.html")
	other.Fill("[data-person]", person)
	for name, text := range texts {
		other.Fill(`[name="`+name+`"]`, text)
	}
	other.Click(`[data-field="` + unknown + `"] [data-unknown]`)
	return answersIn(t, browsertest.Eval[string](other, `localStorage.getItem(Object.keys(localStorage).find((key) => key.includes(":plan:")))`))
}

// The plan of a person whose file was brought becomes its next version. All plans go into one archive, which other programs read, and
// into the worksheets of the browser.
func TestKeyingOnFromAFile(t *testing.T) {
	b := openSession(t)
	bring(b, "a.json", planFile(t, 1, "陈晨", "goals/saas/newcomer", `{"目标签约":"7"}`, `{"revision":3,"closed":[{"quarter":"2027-Q1","done":{"签约":"1"},"open":{},"happened":[],"on":"2027-04-01"}]}`),
		"b.json", planFile(t, 2, "<b>x</b>", "goals/saas/newcomer", `{}`, `{}`))
	b.Await(handouts + ` === 2`)
	saveDownloads(b)
	beginKeying(b)
	key(b, "", "8")
	b.Click(`.key-screen [type=submit]`)
	b.Await(`Object.keys(saved).length === 1`)
	plan := browsertest.Eval[string](b, `saved["陈晨-2027-v4.cairn.json"]`)
	for _, want := range []string{`"目标签约": "8"`, `"revision": 4`, `"quarter": "2027-Q1"`, `"revision": 3`} {
		if !strings.Contains(plan, want) {
			t.Errorf("%s is missing in %s", want, plan)
		}
	}
	b.Fill(`.key-fields [name="目标签约"]`, "9")
	browsertest.Eval[bool](b, `(window.zip = undefined, URL.createObjectURL = (blob) => { blob.arrayBuffer().then((bytes) => { zip = btoa(String.fromCharCode(...new Uint8Array(bytes))); }); return "blob:x"; }, HTMLAnchorElement.prototype.click = () => {}, true)`)
	b.Click(`[data-keying-panel] > .key-actions button:first-child`)
	b.Await(`zip !== undefined`)
	expectArchive(t, browsertest.Eval[string](b, `zip`), "_b_x__b_-2027-v2.cairn.json", "陈晨-2027-v4.cairn.json")
	b.Click(`[data-keying-panel] > .key-actions button:last-child`)
	b.Click("dialog button[value=yes]")
	b.Await(text("[data-notice]") + `.startsWith("放进去了")`)
	kept := browsertest.Eval[[]string](b, `Object.keys(localStorage).filter((key) => key.includes(":plan:goals/saas/newcomer:")).map((key) => JSON.parse(localStorage[key]).person).sort()`)
	if !slices.Equal(kept, []string{"<b>x</b>", "陈晨"}) {
		t.Errorf("kept are %v", kept)
	}
}

// What the browser keeps of keyed plans is read back, and anything else is unreadable.
func TestKeyedDraftsAreRead(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/drafts.ts")
	const plan = `{"kind":"plan","version":2,"id":"","madeFrom":null,"person":"","year":2027,"revision":1,"template":{"path":"a","hash":""},"values":{},"unknown":[]}`
	for text, want := range map[string]bool{
		`{"version":1,"drafts":[]}`: true,
		`{"version":1,"drafts":[{"place":"x","isSaved":false,"plan":` + plan + `}]}`: true,
		`{"version":1,"drafts":[{"place":"x","plan":` + plan + `}]}`:                 false,
		`{"version":1,"drafts":[{"place":"x","isSaved":true,"plan":{}}]}`:            false,
		`{"version":2,"drafts":[]}`:                                                  false, `{"version":1}`: false, `[]`: false, `null`: false,
	} {
		got, err := vm.RunString(`module.readKeyed(` + text + `) !== "unreadable"`)
		if err != nil {
			t.Fatal(err)
		}
		if got.ToBoolean() != want {
			t.Errorf("%s is read: %v", text, got)
		}
	}
}

// expectArchive fails unless a ZIP archive in base64 holds plans under these names.
func expectArchive(t *testing.T, encoded string, want ...string) {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range archive.File {
		names = append(names, file.Name)
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r) // which checks the sum
		if err != nil || !json.Valid(text) {
			t.Errorf("%s has %q: %v", file.Name, text, err)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, want) {
		t.Errorf("the archive has %q, want %q", names, want)
	}
}
