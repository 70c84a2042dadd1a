package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
)

// teamPlan is the content of a plan's file.
func teamPlan(t *testing.T, b *browsertest.Tab, person, sheet string, typed map[string]string, more map[string]any) string {
	t.Helper()
	b.Open("goals/" + sheet + ".html")
	plan := map[string]any{
		"kind": "plan", "version": 2, "id": fmt.Sprintf("%032x", len(person)*1000+len(sheet)), "madeFrom": nil, "person": person, "year": 2027, "revision": 1,
		"template": map[string]string{"path": "goals/" + sheet, "hash": browsertest.Eval[string](b, `document.querySelector("[data-worksheet]").dataset.hash`)},
		"values":   typed, "unknown": []string{},
	}
	maps.Copy(plan, more)
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// drop drops files on the page, by their names.
func drop(b *browsertest.Tab, files map[string]string) {
	var made []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		made = append(made, fmt.Sprintf("new File([%q], %q)", files[name], name))
	}
	browsertest.Eval[bool](b, `(() => {
		const data = new DataTransfer();
		for (const file of [`+strings.Join(made, ", ")+`]) data.items.add(file);
		return document.querySelector("main").dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: data, cancelable: true }));
	})()`)
}

// cells returns the texts of the table's rows, without the choices of the last column.
func teamRows(b *browsertest.Tab) []string {
	return browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-table] tbody tr")].map((row) =>
		[...row.children].map((cell) => cell.querySelector("select")?.selectedOptions[0].textContent ?? cell.textContent).join(" | "))`)
}

const teamLines = `[...document.querySelectorAll("[data-lines] > div")].map((part) => part.querySelector("h2").textContent + "：" + [...part.querySelectorAll("li")].map((line) => line.textContent).join("；"))`

// A manager drops the files of her team: the rows add up to the totals, and what is missing to her
// own plan is shared out.
func TestTeam(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	closed := map[string]any{"closed": []any{map[string]any{"quarter": "2027-Q1", "on": "2027-04-01", "open": map[string]string{"方案": "3"}, "happened": []string{}, "done": map[string]string{"线索": "18", "方案": "7", "签约": "3"}}}}
	files := map[string]string{
		"a.cairn.json": teamPlan(t, b, "陈晨", "saas/newcomer", map[string]string{"目标签约": "6"}, map[string]any{"unknown": []string{"市场存量"}}),
		"b.cairn.json": teamPlan(t, b, "李娜", "saas/growth", map[string]string{"目标新签": "12"}, closed),
		"c.cairn.json": teamPlan(t, b, "孙悦", "enterprise/growth", map[string]string{}, nil),
		"e.cairn.json": teamPlan(t, b, "王小雨", "saas/newcomer", map[string]string{"入职日期": "2027-08-16"}, map[string]any{"unknown": []string{"市场存量"}}),
		"d.cairn.json": teamPlan(t, b, "经理", "saas/manager", map[string]string{}, nil),
	}
	b.Open("team.html")
	drop(b, files)
	b.Await(`document.querySelectorAll("[data-table] tbody tr").length > 0`)
	rows := []string{
		"通用 SaaS",
		"陈晨 新人期 | 6 家 | — | 6 | 18 万元 | 62.5% 计划 | 86% 9 月 | 6/10 | 不知道 1 · 示例 24 | 全年",
		"李娜 成长期 | 12 家 | 3 | 9 | 72 万元 | 3/4 | 59% 12 月 | 6/10 | 示例 19 | 全年",
		"王小雨 新人期 | 0.3 家 | — | 0.3 | 0.9 万元 | 62.5% 计划 | 65% 9 月 | 6/10 | 不知道 1 · 示例 24 | 全年",
		"通用 SaaS · 合计 3 人 | 18.3 家 | 3 | 15.3 | 90.9 万元 | 3/4 |  |  |  | 顶 2 个人",
		"企业级软件",
		"孙悦 成长期 | 4 家 | — | 4 | 1,200 万元 | 62.5% 计划 | 95% 6 月 | 8/10 | 示例 25 | 全年",
		"全部 4 人 |  |  |  | 1,290.9 万元 |  |  |  |  | 顶 3 个人",
	}
	if diff := cmp.Diff(rows, teamRows(b)); diff != "" {
		t.Errorf("the table (-want +got):\n%s", diff)
	}
	if got := browsertest.Eval[string](b, `document.querySelector("[data-left-out]").innerText`); got != "经理：管理型的计划，当目标用" {
		t.Errorf("left out is %q", got)
	}
	b.Fill(`.target [name="results"]`, "20")
	want := []string{
		"谁今年够不着：王小雨：折到今年不满 1，算明年的",
		"差的怎么分：差 2 家，按各人还装得下的分：李娜 +2（还装得下 14）；分完了",
		"大家都在问：所在区域的 SaaS 客户：2 人（陈晨、王小雨）",
		"示例的数，还没确认的：孙悦 25 个、陈晨 24 个、王小雨 24 个、李娜 19 个",
	}
	if diff := cmp.Diff(want, browsertest.Eval[[]string](b, teamLines)); diff != "" {
		t.Errorf("the lines (-want +got):\n%s", diff)
	}

	// Who leaves at the end of June has the part of her goal until then, and takes nothing more.
	browsertest.Eval[bool](b, `(() => {
		const select = document.querySelectorAll("[name=stays]")[1];
		select.value = "6";
		return select.dispatchEvent(new Event("change", { bubbles: true }));
	})()`)
	want = []string{"李娜 成长期 | 5.6 家 | 3 | 2.6 | 33.4 万元 | 3/4 | 59% 12 月 | 6/10 | 示例 19 | 做到 6 月", "差的怎么分：差 9 家，按各人还装得下的分：没有人还装得下；还剩 9 家没人装得下"}
	got := []string{teamRows(b)[2], browsertest.Eval[[]string](b, teamLines)[1]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after one has left (-want +got):\n%s", diff)
	}
}

// Nothing counts silently: each file that does not count has a line with the reason, and the manager
// decides about a namesake and about a plan of another version of its worksheet.
func TestTeamLeavesOut(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	plan := func(person string, more map[string]any) string {
		return teamPlan(t, b, person, "saas/newcomer", map[string]string{"目标签约": "6"}, more)
	}
	template := func(path, hash string) map[string]any {
		return map[string]any{"template": map[string]string{"path": path, "hash": hash}}
	}
	id := strings.Repeat("a", 32)
	files := map[string]string{
		"01.json":                plan("陈晨", map[string]any{"id": id, "revision": 2}),
		"02.json":                plan("陈晨", map[string]any{"id": id}),
		"03.json":                plan("陈晨", map[string]any{"id": strings.Repeat("b", 32)}),
		"04.json":                plan("吴越", map[string]any{"year": 2026}),
		"05.json":                plan("郑爽", template("goals/saas/newcomer", "000000000000")),
		"06.json":                plan("钱多", template("goals/saas/other", "")),
		"07.json":                "{\"kind\":\"plan\",",
		"08.json":                `{"version":1,"site":"elsewhere","kept":{"plan:goals/saas/newcomer":` + strconv.Quote(plan("别人", nil)) + `}}`,
		"12.json":                plan("韩梅", map[string]any{"id": strings.Repeat("d", 32)}),
		"13.json":                plan("韩梅", map[string]any{"id": strings.Repeat("e", 32), "revision": 2, "madeFrom": map[string]any{"id": strings.Repeat("d", 32), "revision": 1}}),
		"09.json":                plan("陈晨", map[string]any{"id": id, "revision": 2}),
		"10.json":                `{"kind":"plan","version":99}`,
		"<img onerror=x>.json":   "[]",
		"11.json":                strings.Repeat(" ", 5_000_001),
		"=HYPERLINK(\"x\").json": plan("", nil),
	}
	b.Open("team.html")
	drop(b, files)
	b.Await(`document.querySelectorAll("[data-table] tbody tr").length > 0`)
	lines := `[...document.querySelectorAll("[data-left-out] li")].map((line) => line.textContent)`
	want := []string{
		"06.json：这个站没有那张工作表（goals/saas/other）",
		"07.json：不是计划文件，或者只下了一半",
		"08.json：是另一个站的（elsewhere）",
		"10.json：是更新的版本存的，这一页还读不懂；刷新页面再试",
		"11.json：超过 5 MB，没有读",
		"<img onerror=x>.json：不是计划文件，或者只下了一半",
		"陈晨：01.json 是同一份计划更新的一版，算新的",
		"陈晨：和 01.json 同一个名字、同一张表，只算了一份是两个人，都算并排看",
		"吴越：是 2026 年的计划",
		"郑爽：这张工作表改过，本人还没有核对照样算进来",
		"陈晨：和 01.json 一模一样，算一份",
		"韩梅：13.json 是同一份计划更新的一版，算新的",
	}
	got := browsertest.Eval[[]string](b, lines)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	names := func() (names []string) {
		for _, row := range teamRows(b) {
			names = append(names, strings.SplitN(row, " | ", 2)[0])
		}
		return names
	}
	if diff := cmp.Diff([]string{"陈晨 新人期", "韩梅 新人期", "=HYPERLINK(\"x\") 新人期", "合计 3 人"}, names()); diff != "" {
		t.Errorf("counted (-want +got):\n%s", diff)
	}
	for range 2 {
		b.Click("[data-left-out] button")
	}
	if diff := cmp.Diff([]string{"陈晨 新人期", "陈晨 新人期", "郑爽 新人期", "韩梅 新人期", "=HYPERLINK(\"x\") 新人期", "合计 5 人"}, names()); diff != "" {
		t.Errorf("counted by the manager (-want +got):\n%s", diff)
	}
	b.Click("[data-empty]")
	if got := browsertest.Eval[bool](b, `document.querySelector("[data-report]").hidden && document.querySelector("[data-left-out]").hidden`); !got {
		t.Error("a page without files still shows some")
	}
}

// Two people have filled in the plan of one person apart: the manager goes through what differs, and the
// plan that they settle on is saved as a file and counts instead of both.
func TestTeamSettles(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	id := strings.Repeat("a", 32)
	files := map[string]string{
		"她填的.json":  teamPlan(t, b, "陈晨", "saas/newcomer", map[string]string{"目标签约": "6"}, map[string]any{"id": id}),
		"经理填的.json": teamPlan(t, b, "陈晨", "saas/newcomer", map[string]string{"目标签约": "8"}, map[string]any{"id": id}),
	}
	b.Open("team.html")
	drop(b, files)
	b.Await(`document.querySelectorAll("[data-table] tbody tr").length > 0`)
	left := func() string {
		return browsertest.Eval[string](b, `document.querySelector("[data-left-out] li")?.firstChild.textContent ?? ""`)
	}
	if got := left(); got != "陈晨：和 她填的.json 是同一份计划，两边填得不一样，先算了那一份" {
		t.Errorf("left out is %q", got)
	}
	browsertest.Eval[bool](b, `(HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; }, true)`)
	b.Click("[data-left-out] button")
	b.Await(`document.querySelector(".chairs table") !== null`)
	press := func(name string) {
		browsertest.Eval[bool](b, `([...document.querySelectorAll(".chairs button")].find((button) => button.textContent === "`+name+`").click(), true)`)
	}
	press("都用对方的")
	press("定下来")
	b.Await(`window.fileName !== undefined`)
	if got := browsertest.Eval[string](b, `window.fileName`); got != "陈晨-2027-v2.cairn.json" {
		t.Errorf("saved is %s", got)
	}
	b.Await(`document.querySelector("[data-table] .goal:not(th)").textContent === "8 家"`)
	if rows := teamRows(b); len(rows) != 1 || !strings.HasPrefix(rows[0], "陈晨 新人期 | 8 家 | ") {
		t.Errorf("the rows are %q", rows)
	}
	want := []string{"陈晨：陈晨-2027-v2.cairn.json 是同一份计划更新的一版，算新的", "陈晨：陈晨-2027-v2.cairn.json 是同一份计划更新的一版，算新的"}
	if diff := cmp.Diff(want, browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-left-out] li")].map((line) => line.textContent)`)); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}
