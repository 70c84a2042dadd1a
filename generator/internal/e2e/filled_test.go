package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/needs"
)

// planFile returns the text of a plan's file for a worksheet of the built site. Properties of `more` replace those of the plan.
func planFile(t *testing.T, n int, person, sheet, values, more string) string {
	t.Helper()
	data, _ := tree(t).Get(sheet + ".html")
	hash := regexp.MustCompile(`data-hash="([^"]*)"`).FindSubmatch(data)
	if hash == nil {
		t.Fatalf("%s has no hash", sheet)
	}
	plan := map[string]any{
		"kind": "plan", "version": 2, "id": strings.Repeat("0", 31) + strconv.Itoa(n), "madeFrom": nil, "person": person, "year": 2027, "revision": 1,
		"template": map[string]string{"path": sheet, "hash": string(hash[1])}, "values": json.RawMessage(values), "unknown": []string{},
	}
	if err := json.Unmarshal([]byte(more), &plan); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// bring chooses files, given by name and text in turn, in the field for plans.
func bring(b *browsertest.Tab, files ...string) {
	list, _ := json.Marshal(files)
	browsertest.Eval[bool](b, `((texts) => {
		const chosen = new DataTransfer();
		for (let i = 0; i < texts.length; i += 2) chosen.items.add(new File([texts[i + 1]], texts[i]));
		const input = document.querySelector("[name=files]");
		input.files = chosen.files;
		return input.dispatchEvent(new Event("change"));
	})(`+string(list)+`)`)
}

const (
	names = `[...document.querySelectorAll(".handout")].map(e => e.querySelector("[data-line=name]").textContent + " " + e.dataset.print)`
	hers  = `document.querySelectorAll(".handout")[0].querySelector`
)

// A session of six with four files is printed as one job: each person's sheet on two pages in the order of the roster, four of them filled in
// as the worksheet's own page shows the plan, and the team's table with their numbers and exact sums. What does not count has a line.
func TestFilledSession(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html")
	paste(b, `[name="roster"]`, "陈晨，2027-03-01，华东，SaaS，新人期\n周舟，2027-01-04，，SaaS，新人期\n李雷，，，SaaS，成长期\n韩梅，，，企业级，新人期\n赵六，，，SaaS，新人期")
	hostile := `<img src=x onerror=alert(1)>`
	chen := `{"入职日期":"2027-03-01","目标签约":"6.1","客单价":"0.1"}`
	bring(b,
		"a.json", planFile(t, 1, "陈晨", "goals/saas/newcomer", chen, `{"unknown":["预算保留率","拜访量"]}`),
		"b.json", planFile(t, 2, "李雷", "goals/saas/growth", `{"客单价":"0.2"}`, `{"closed":[{"quarter":"2027-Q1","done":{"线索":"12","方案":"6","签约":"3"},"open":{},"happened":[],"on":"2027-04-01"}],"revision":2}`),
		"c.json", planFile(t, 3, "韩梅", "goals/enterprise/newcomer", `{}`, `{"unknown":["客单价"]}`),
		"d.json", planFile(t, 4, hostile, "goals/saas/newcomer", `{"客户画像":"=HYPERLINK(\"x\")"}`, `{}`),
		"e.json", planFile(t, 5, "去年的", "goals/saas/newcomer", `{}`, `{"year":2026}`),
		"f.json", `{"kind":"plan"`,
		"g.json", planFile(t, 1, "陈晨", "goals/saas/newcomer", chen, `{"unknown":["预算保留率","拜访量"]}`),
		"h.json", planFile(t, 6, "李雷", "goals/saas/growth", `{}`, `{}`),
	)
	b.Await(handouts + ` === 6`)
	want := []string{"陈晨 filled", "周舟 blank", "赵六 blank", "李雷 filled", "韩梅 filled", hostile + " filled"}
	if got := browsertest.Eval[[]string](b, names); !slices.Equal(got, want) {
		t.Errorf("the sheets are %q, want %q", got, want)
	}
	lines := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-files] li")].map(e => e.firstChild.textContent.trim())`)
	if want := []string{
		"f.json：不是计划文件，或者只下了一半", "e.json：是 2026 年的计划", "g.json：和 a.json 一模一样，算一份", "h.json：和 b.json 同一个名字、同一张表，只算了一份",
	}; !slices.Equal(lines, want) {
		t.Errorf("left out are %q", lines)
	}
	expectAsOnItsPage(t, b, planFile(t, 1, "陈晨", "goals/saas/newcomer", chen, `{"unknown":["预算保留率","拜访量"]}`))
	table := browsertest.Eval[string](b, `[...document.querySelectorAll("[data-tally] tbody tr, [data-tally] tfoot tr")].map(row => [...row.cells].map(e => e.textContent).join("|")).join("\n")`)
	for _, want := range []string{
		"\n周舟|通用 SaaS · 新人期工作表|||||||\n",
		"\n" + hostile + "|通用 SaaS · 新人期工作表|6 家|18 万元|",
		"\n合计：通用 SaaS另有 2 张空着，没加|", "\n合计：企业级软件|",
	} {
		if !strings.Contains("\n"+table, want) {
			t.Errorf("%q is missing in\n%s", want, table)
		}
	}
	pages := sheets(t, b, "A4")
	if len(pages) < 13 {
		t.Fatalf("there are %d pages", len(pages))
	}
	for i, person := range []string{"陈晨", "周舟", "赵六", "李雷", "韩梅"} {
		for half := range 2 {
			if foot := lastLine(pages[2*i+half]); !strings.HasPrefix(foot, person) || !strings.HasSuffix(foot, strconv.Itoa(half+1)+"/2页") {
				t.Errorf("page %d ends with %q", 2*i+half+1, foot)
			}
		}
	}
	b.Click(`[data-files] li button`)
	b.Await(names + `.filter(e => e === "李雷 filled").length === 2`)
	b.Click(`[name="blank"]`)
	b.Await(names + `.every(e => e.endsWith("blank"))`)
	if got := browsertest.Eval[string](b, hers+`(".field.date .line").textContent + `+hers+`(".field:not(.date) .line").textContent + [...document.querySelectorAll("[data-tally] tfoot th")].map(e => e.textContent)`); got != "2027-03-01合计" {
		t.Errorf("the blank sheet and table have %q", got)
	}
	b.Click(`[data-drop-files]`)
	b.Await(handouts + ` === 3`)
}

// expectAsOnItsPage fails unless the first sheet has the numbers that the worksheet's page shows of a plan.
func expectAsOnItsPage(t *testing.T, b *browsertest.Tab, plan string) {
	t.Helper()
	const shown = `((root) => ["output", "[data-whole]", "[data-finding-text]", "[data-finding-name]", "[data-asks] li", "[data-milestone]", "blockquote", "[data-count]", "[data-week-of]", "[data-week-name]", ".goals .verdict"]
		.flatMap((selector) => [...root.querySelectorAll(selector)].filter((e) => e.closest("[data-ask], .phone, .year, .quarter-cards, [data-quarter], tr[data-week]") === null).map((e) => e.textContent)))`
	other := b.NewTab()
	other.Open("goals/saas/newcomer.html")
	storeText(other, "plan:goals/saas/newcomer:"+strings.Repeat("0", 31)+"1", plan)
	other.Reload()
	want := browsertest.Eval[[]string](other, shown+`(document.querySelector("[data-worksheet]"))`)
	got := browsertest.Eval[[]string](b, shown+`(document.querySelector(".handout"))`)
	if len(want) < 100 || !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("text %d is %q, want %q", i, got[i], want[i])
				break
			}
		}
		t.Errorf("the sheet has %d texts, the page %d", len(got), len(want))
	}
	fields := browsertest.Eval[[]string](b, `[...document.querySelector(".handout").querySelectorAll(".field [data-line]")].map(e => e.textContent)`)
	typed := browsertest.Eval[[]string](other, `JSON.parse(document.querySelector("[data-template]").dataset.template).inputs.map(({ key }) => document.querySelector("[name='" + key + "']").value)`)
	if !slices.Equal(fields, typed) {
		t.Errorf("the lines are %q, want %q", fields, typed)
	}
}

// A plan finds the sheet of its person and worksheet once, or gets one of its own behind her other sheets.
func TestPlansFindTheirSheets(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/plans.ts")
	if _, err := vm.RunString(`
		const choice = (path) => ({path});
		const paper = ([path, name]) => ({choice: choice(path), person: name === "_" ? undefined : {line: 1, name}});
		const plan = ([path, name], i) => ({choice: choice(path), candidate: {file: String(i), plan: {person: name === "_" ? "" : name + " "}}});
		const join = (papers, plans) => module.withPlans(papers.split(" ").filter(Boolean).map(paper), plans.split(" ").filter(Boolean).map(plan))
			.map(({choice, person, plan}) => choice.path + (person === undefined ? "_" : person.name) + (plan === undefined ? "" : plan.file)).join(" ");
	`); err != nil {
		t.Fatal(err)
	}
	for call, want := range map[string]string{
		`join("", "")`:              "",
		`join("", "Aa Bb")`:         "Aa0 Bb1",
		`join("Aa Ab", "Ab")`:       "Aa Ab0",
		`join("Aa Aa", "Aa")`:       "Aa0 Aa",
		`join("Aa Aa", "Aa Aa Aa")`: "Aa0 Aa1 Aa2",
		`join("Aa Bb", "Ba Ab")`:    "Aa Ba0 Bb Ab1",
		`join("A_ Ab", "A_")`:       "A_ Ab A0",
		`join("Aa Ba Ab", "Ca Bb")`: "Aa Ba Ca0 Ab Bb1",
	} {
		got, err := vm.RunString(call)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s is %q, want %q", call, got, want)
		}
	}
}

// One print job has the sheets, the page of the team that lies across, and the facilitator's page, in this order; every sheet begins on an odd
// page, so that its two halves share a sheet of paper.
func TestSessionIsOneJob(t *testing.T) {
	b := openSession(t)
	bring(b, "a.json", planFile(t, 1, "陈晨", "goals/saas/newcomer", `{}`, `{"unknown":["客单价","线索率"]}`), "b.json", planFile(t, 2, "李雷", "goals/enterprise/expert", `{}`, `{}`), "c.json", planFile(t, 3, "王经理", "goals/saas/manager", `{}`, `{}`))
	b.Await(handouts + ` === 3`)
	b.Click(`[name="team"]`)
	b.Await(`document.querySelectorAll("[data-team-sheet] tbody .name").length >= 2`)
	b.Click(`[name="cards"]`)
	b.Await(`document.querySelectorAll(".quarter-card").length === 12`)
	file := filepath.Join(t.TempDir(), "job.pdf")
	if err := os.WriteFile(file, b.PDF(papers["A4"][0], papers["A4"][1]), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := exec.Command(needs.Program(t, "pdfinfo"), "-l", "99", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := sheets(t, b, "A4")
	sizes := regexp.MustCompile(`Page +\d+ size: +([\d.]+) x ([\d.]+)`).FindAllStringSubmatch(string(info), -1)
	if len(sizes) != len(pages) || len(pages) < 14 {
		t.Fatalf("there are %d sizes of %d pages", len(sizes), len(pages))
	}
	for i, person := range []string{"陈晨", "李雷", "王经理"} {
		if foot := lastLine(pages[4*i]); !strings.HasPrefix(foot, person) || !strings.HasSuffix(foot, "第1/2页") {
			t.Errorf("page %d ends with %q", 4*i+1, foot)
		}
	}
	for i, page := range pages {
		isWide := sizes[i][1] > sizes[i][2]
		text := ""
		for _, w := range page.Words {
			text += w.Text
		}
		if isWide != (i == 12) || isWide && !strings.Contains(text, "全队的计划加起来") || strings.Contains(text, "规划会怎么开") != (i == 13) {
			t.Errorf("page %d is %s wide and has %.60s", i+1, sizes[i][1], text)
		}
	}
	b.Click(`[data-drop-files]`)
	b.Await(`!document.querySelector("[data-team-sheet]").checkVisibility()`)
}

// The sums of the facilitator's table are exact, of one track and one unit or step each; a team's plan is in none, and a rate is in no sum.
func TestSumsOfTheTable(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/tally.ts")
	if _, err := vm.RunString(`
		const amounts = (goal) => ({goal, done: undefined});
		const step = (label, unit, total) => ({label, unit, total});
		const entry = (track, results, unit, yuan, steps, isTarget = false) => ({
			row: {track, unit, results: amounts(results), money: amounts(yuan), worth: 1, rate: undefined, unknown: []},
			isTarget, steps, money: {label: "", unit: "万元", total: yuan}, weekly: [],
		});
		const sums = (...entries) => module.sumsOf(entries).map(({track, people, deals, money, proposals, leads}) => [track, people, deals, money, proposals, leads].join("|")).join(" / ");
		const plan = step("方案", "家", 0.1), lead = step("线索", "家", 0.2);
	`); err != nil {
		t.Fatal(err)
	}
	for call, want := range map[string]string{
		`sums()`: "",
		`sums(entry("a", 0.1, "家", 10000, [plan, lead]), entry("a", 0.2, "家", 20000, [lead, undefined]))`:         "a|2|0.3 家|3 万元|0.1 家 方案\n0.2 家 线索|0.2 家 线索",
		`sums(entry("a", 1, "家", undefined, [undefined, undefined]), entry("b", 2, "家", 1e8, [plan, undefined]))`: "a|1|1 家||| / b|1|2 家|10,000 万元|0.1 家 方案|",
		`sums(entry("a", 3, "家", 0, [plan, lead]), entry("a", 4, "个", 0, [plan, lead]))`:                          "a|2|3 家\n4 个|0 万元|0.2 家 方案|0.4 家 线索",
		`sums(entry("a", undefined, "家", undefined, [step("方案", "家", undefined), lead]))`:                         "a|1||||0.2 家 线索",
		`sums(entry("a", 9, "家", 90000, [plan, lead], true), entry("a", 1, "家", 10000, [plan, lead]))`:            "a|1|1 家|1 万元|0.1 家 方案|0.2 家 线索",
	} {
		got, err := vm.RunString(call)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%s is %q, want %q", call, got, want)
		}
	}
}
