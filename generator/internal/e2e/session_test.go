package e2e

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// openSession opens the page that prints worksheets and chooses some of them.
func openSession(t *testing.T, sheets ...string) *browsertest.Tab {
	t.Helper()
	b := browsertest.New(t, host(t, "/"))
	b.Open("print.html")
	b.Await(`document.querySelector("[type=submit]").disabled`)
	for _, sheet := range sheets {
		b.Click(`[value="` + sheet + `"]`)
	}
	return b
}

const (
	handouts = `document.querySelectorAll(".handout").length`
	roster   = `document.querySelector("[name=roster]").value`
	forget   = `[data-forget-roster]`
)

// The browser keeps the roster until the reader forgets it, and other tabs follow.
func TestKeptRoster(t *testing.T) {
	b := openSession(t)
	if browsertest.Eval[bool](b, `document.querySelector("`+forget+`").checkVisibility()`) {
		t.Error("there is nothing to forget, but a button")
	}
	typed := "陈晨，2027-03-01，华东，SaaS，新人期\n王五，昨天"
	paste(b, `[name="roster"]`, typed)
	if kept := storedText(b, "roster"); kept != `"陈晨，2027-03-01，华东，SaaS，新人期\n王五，昨天"` {
		t.Errorf("kept is %s", kept)
	}
	other := b.NewTab()
	other.Open("print.html")
	if got := browsertest.Eval[string](other, roster); got != typed {
		t.Errorf("another tab has %q", got)
	}
	other.Click(`[value="goals/saas/newcomer.html"]`)
	other.Await(handouts + ` === 1`)
	paste(b, `[name="roster"]`, typed+"\n李雷")
	other.Await(handouts + ` === 2`)
	b.Click(forget)
	b.Click("dialog button[value=no]")
	b.Click(forget)
	b.Click("dialog button[value=yes]")
	b.Await(roster + ` === "" && !document.querySelector("` + forget + `").checkVisibility()`)
	if kept := storedText(b, "roster"); kept != "" {
		t.Errorf("what is forgotten is still kept: %s", kept)
	}
	other.Await(handouts + ` === 1 && ` + roster + ` === ""`)
}

// An unreadable roster is not overwritten by typing; the reader can forget it.
func TestUnreadableRoster(t *testing.T) {
	b := openSession(t)
	storeText(b, "roster", `{"version":9}`)
	b.Reload()
	paste(b, `[name="roster"]`, "陈晨")
	if kept := storedText(b, "roster"); kept != `{"version":9}` {
		t.Errorf("kept is %s", kept)
	}
	if notice := browsertest.Eval[string](b, text("[data-notice]")); !strings.HasPrefix(notice, "名单没有记住") {
		t.Errorf("the notice is %q", notice)
	}
	b.Click(forget)
	b.Click("dialog button[value=yes]")
	b.Await(roster + ` === ""`)
	paste(b, `[name="roster"]`, "李雷")
	if kept := storedText(b, "roster"); kept != `"李雷"` {
		t.Errorf("kept is %s", kept)
	}
}

// The page names every track and stage by all the names that the roster takes, the problems of
// a line do not hide the other lines, and the status counts them.
func TestRosterNames(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html")
	known := browsertest.Eval[string](b, text("#ui\\\\:session-known"))
	for _, want := range []string{"认得的赛道：通用 SaaS（SaaS）、行业解决方案（行业、industry）", "认得的阶段：新人期（newcomer）", "成熟期 · 专家型（专家型、expert）"} {
		if !strings.Contains(known, want) {
			t.Errorf("%q is not among the names: %s", want, known)
		}
	}
	paste(b, `[name="roster"]`, "王五，昨天，，卫星\n陈晨，2027-03-01，华东，SaaS，新人期\n，，，SaaS\n李雷，，，saas，NEWCOMER")
	b.Await(handouts + ` === 2`)
	want := []string{"第 1 行：看不懂日期“昨天”，写成 2027-03-01", "第 1 行：没有叫“卫星”的赛道", "第 3 行：没有名字"}
	if got := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-problems] li")].map(e => e.textContent)`); !slices.Equal(got, want) {
		t.Errorf("the problems are %q", got)
	}
	if got := browsertest.Eval[string](b, text("[data-session] [data-status]")); got != "2 份，每份两页，正好一张纸双面；有 3 处问题，改好才印，列在名单下面" {
		t.Errorf("the status is %q", got)
	}
}

// The team's table has a column for each number that the page asks to copy, and one row of
// totals at the end, on paper once.
func TestTeamTable(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html")
	b.Fill(`[name="copies"]`, "50")
	b.Await(handouts + ` === 50`)
	heads := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-tally] thead th")].map(e => e.textContent)`)
	copied := browsertest.Eval[string](b, `[...document.querySelectorAll(".facilitator ol li")].map(e => e.textContent).find(e => e.includes("全队一览"))`)
	for _, head := range heads[2:8] {
		if !strings.Contains(copied, head) {
			t.Errorf("%q is a column, but not in the text %q", head, copied)
		}
	}
	if len(heads) != 9 || heads[8] != "下次复盘" {
		t.Errorf("the columns are %v", heads)
	}
	rows := browsertest.Eval[[]int](b, `[...document.querySelectorAll("[data-tally] tr")].map(e => [...e.cells].reduce((sum, cell) => sum + cell.colSpan, 0))`)
	if len(rows) != 52 || slices.Min(rows) != 9 || slices.Max(rows) != 9 {
		t.Errorf("the rows have so many cells: %v", rows)
	}
	browsertest.Eval[bool](b, `(document.querySelector("[data-papers]").remove(), true)`)
	if pages, printed := pdf(t, b, "A4"); pages < 3 || strings.Count(printed, "合计—") != 1 {
		t.Errorf("on %d pages the totals are printed %d times", pages, strings.Count(printed, "合计—"))
	}
}

// A blank month table strikes out the months before joining, and has the part of each total in
// each open month. A cell with 0% is nothing to do.
func TestPenTable(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html")
	paste(b, `[name="roster"]`, "陈晨，2027-08-16")
	b.Await(`document.querySelector(".handout [data-line=name]")?.textContent === "陈晨"`)
	const closed = `[...document.querySelectorAll(".handout [data-closed] [data-month]")].map(e => e.dataset.month).join()`
	if got := browsertest.Eval[string](b, closed); got != "2027-01,2027-02,2027-03,2027-04,2027-05,2027-06,2027-07" {
		t.Errorf("the months before joining are %s", got)
	}
	sums := browsertest.Eval[[]float64](b, `["新拓", "线索", "方案", "签约"].map(key => [...document.querySelectorAll(".handout .month output")]
		.filter(e => e.name.startsWith(key + "@")).reduce((sum, e) => sum + parseFloat(e.closest("td").dataset.share), 0))`)
	for i, sum := range sums {
		if math.Abs(sum-100) > 0.5 {
			t.Errorf("the shares of step %d are %.1f%% together", i+1, sum)
		}
	}
	leads := browsertest.Eval[string](b, `[...document.querySelectorAll(".handout .month output")].filter(e => e.name.startsWith("线索@")).map(e => e.closest("td").dataset.share).join()`)
	if leads != "0%,0%,0%,0%,0%,0%,0%,0%,67.7%,32.3%,0%,0%" {
		t.Errorf("the shares of the leads are %s", leads)
	}
	parts := browsertest.Eval[string](b, `[...document.querySelectorAll(".handout .values dt[data-share]")].map(e => e.dataset.share).join()`)
	if parts != "目标签约 ＿＿＿ × 5.2%,目标签约 ＿＿＿ × 26.0%" {
		t.Errorf("the parts of the year are %s", parts)
	}
	weeks := browsertest.Eval[string](b, `[...document.querySelectorAll(".handout [data-workable]")].map(e => e.dataset.workable).join()`)
	if weeks != "2.1 · 4%,3.6 · 25%,3.5 · 38%,3.8 · 63%,4.0 · 88%" {
		t.Errorf("the weeks of work and what they are worth are %s", weeks)
	}
	rules := browsertest.Eval[[]string](b, `[...document.querySelectorAll(".handout .process .pen")].map(e => e.textContent)`)
	if want := "每季＝三个月的（"; !slices.ContainsFunc(rules, func(rule string) bool { return strings.HasPrefix(rule, want) }) {
		t.Errorf("the rules are %q, none begins with %q", rules, want)
	}
	known := browsertest.Eval[string](b, `[...document.querySelectorAll(".handout :is(.inputs .line, .values [data-term], time).known")].map(e => e.textContent).join()`)
	if known != "2027-08-16,2,44,2027-10-15,2027-10-29,2027-11-30,2027-11-16,2028-02-16,2028-08-16" {
		t.Errorf("the sheet has %s", known)
	}
}

// The roster's date is that of joining: a sheet that counts from another date keeps its own, and its whole year is open.
func TestRosterDateIsOfJoining(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html", "goals/saas/growth.html")
	paste(b, `[name="roster"]`, "陈晨，2027-08-16，，，新人期\n李雷，2027-08-16，，，成长期")
	b.Await(handouts + ` === 2 && [...document.querySelectorAll(".handout")].every((sheet) => sheet.querySelector("[data-line=name]")?.textContent !== "")`)
	got := browsertest.Eval[[]string](b, `[...document.querySelectorAll(".handout")].map((sheet) => [sheet.querySelector("[data-line=name]").textContent,
		[...sheet.querySelectorAll(".inputs .date .line")].map((line) => line.dataset.line + " " + line.textContent), sheet.querySelectorAll("[data-closed]").length].join())`)
	if want := []string{"陈晨,入职日期 2027-08-16,7", "李雷,起算日期 2027-01-04,0"}; !slices.Equal(got, want) {
		t.Errorf("the sheets have %q, want %q", got, want)
	}
}

// Each person's sheet counts its own pages, and has her name on both.
func TestFeetOfSheets(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html", "goals/enterprise/manager.html")
	paste(b, `[name="roster"]`, "陈晨，2027-08-16，华东，SaaS\n李雷，，，企业级\n韩梅")
	b.Await(handouts + ` === 4`)
	const newcomer, manager = "通用SaaS·新人期工作表", "企业级软件·管理型工作表"
	want := []string{"陈晨" + newcomer, "李雷" + manager, "韩梅" + newcomer, "韩梅" + manager}
	pages := sheets(t, b, "A4")
	if len(pages) != 2*len(want)+1 {
		t.Fatalf("there are %d pages", len(pages))
	}
	for i, page := range pages {
		foot := lastLine(page)
		if i == len(pages)-1 {
			if strings.Contains(foot, "/") {
				t.Errorf("the facilitator's page ends with %q", foot)
			}
		} else if end := want[i/2] + "第" + strconv.Itoa(i%2+1) + "/2页"; foot != end {
			t.Errorf("page %d ends with %q, want %q", i+1, foot, end)
		}
	}
}

// lastLine returns the words at the foot of a page from left to right, without spaces.
func lastLine(page sheet) string {
	words := slices.Clone(page.Words)
	slices.SortFunc(words, func(a, b word) int { return cmp.Compare(b.Bottom, a.Bottom) })
	lowest := words[0].Bottom
	words = slices.DeleteFunc(words, func(w word) bool { return w.Bottom < lowest-4 })
	slices.SortFunc(words, func(a, b word) int { return cmp.Compare(a.Left, b.Left) })
	line := ""
	for _, w := range words {
		line += w.Text
	}
	return line
}

// With the cards of the quarters each copy takes two sheets of paper on both sides, and the cards have the name of their person also
// after the roster has changed.
func TestSessionCards(t *testing.T) {
	b := openSession(t, "goals/saas/newcomer.html")
	paste(b, `[name="roster"]`, "陈晨")
	b.Await(handouts + ` === 1`)
	b.Click(`[name="cards"]`)
	const names = `[...document.querySelectorAll(".handout .quarter-card .owner span:first-child")].map(e => e.textContent).join()`
	b.Await(names + ` === "姓名 陈晨,姓名 陈晨,姓名 陈晨,姓名 陈晨"`)
	if got := browsertest.Eval[string](b, text("[data-session] [data-status]")); got != "1 份，每份两页、四张季度卡，正好两张纸双面" {
		t.Errorf("the status is %q", got)
	}
	paste(b, `[name="roster"]`, "李雷")
	b.Await(names + ` === "姓名 李雷,姓名 李雷,姓名 李雷,姓名 李雷"`)
	browsertest.Eval[bool](b, `(document.querySelector(".facilitator").remove(), true)`)
	if pages, printed := pdf(t, b, "A4"); pages != 4 || strings.Count(printed, "到年底还要") != 4 {
		t.Errorf("it takes %d pages with %d cards", pages, strings.Count(printed, "到年底还要"))
	}
	b.Click(`[name="cards"]`)
	b.Await(names + ` === ""`)
}
