package e2e

import (
	"bytes"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/sample"
)

// papers lists the common sizes of paper, in inches.
var papers = map[string][2]float64{"A4": {8.27, 11.69}, "Letter": {8.5, 11}}

// pdf prints the page and returns the number of sheets and their text without spaces.
func pdf(t *testing.T, b *browsertest.Tab, paper string) (pages int, text string) {
	t.Helper()
	pdfinfo, pdftotext := needs.Program(t, "pdfinfo"), needs.Program(t, "pdftotext")
	file := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(file, b.PDF(papers[paper][0], papers[paper][1]), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := exec.Command(pdfinfo, file).Output()
	if err != nil {
		t.Fatal(err)
	}
	if m := regexp.MustCompile(`Pages:\s+(\d+)`).FindSubmatch(info); m != nil {
		pages, _ = strconv.Atoi(string(m[1]))
	}
	out, err := exec.Command(pdftotext, "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return pages, squeeze(string(out))
}

// expectMarked fails unless the printed box of chosen is darker than the box of other.
func expectMarked(t *testing.T, b *browsertest.Tab, chosen, other string) {
	t.Helper()
	if dark := darkBefore(t, b, chosen, other); dark[1] == 0 || dark[0] < 2*dark[1] {
		t.Errorf("%d pixels are dark before %s, %d before %s", dark[0], chosen, dark[1], other)
	}
}

// darkBefore counts the dark pixels in front of each text on the printed page, where its box
// or radio button is.
func darkBefore(t *testing.T, b *browsertest.Tab, texts ...string) []int {
	t.Helper()
	pdftotext, pdftoppm := needs.Program(t, "pdftotext"), needs.Program(t, "pdftoppm")
	file := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(file, b.PDF(papers["A4"][0], papers["A4"][1]), 0o644); err != nil {
		t.Fatal(err)
	}
	words, err := exec.Command(pdftotext, "-bbox", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	dark := make([]int, len(texts))
	for i, text := range texts {
		word := regexp.MustCompile(`<word xMin="(\d+)[\d.]*" yMin="(\d+)[\d.]*" xMax="[\d.]+" yMax="(\d+)[\d.]*">` + text).FindSubmatchIndex(words)
		if word == nil {
			t.Fatalf("%s is not printed", text)
		}
		number := func(group int) int { n, _ := strconv.Atoi(string(words[word[2*group]:word[2*group+1]])); return n }
		left, top, bottom := number(1), number(2), number(3)
		sheet := strconv.Itoa(bytes.Count(words[:word[0]], []byte("<page ")))
		out, err := exec.Command(pdftoppm, "-r", "72", "-png", "-f", sheet, "-l", sheet, file).Output() // at 72 dpi a pixel is a point
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		for y := top; y <= bottom; y++ {
			for x := left - 24; x < left-2; x++ {
				if color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y < 160 {
					dark[i]++
				}
			}
		}
	}
	return dark
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// pressPrint clicks a button that prints, and awaits that it does. It replaces window.print, whose dialog would block.
func pressPrint(b *browsertest.Tab, selector string) {
	browsertest.Eval[bool](b, `(window.print = () => (window.printed = true), window.printed = false, document.querySelector('`+selector+`').click(), true)`)
	b.Await(`window.printed`)
}

// paste replaces a field's text with a single input event, also if it contains tabs.
func paste(b *browsertest.Tab, selector, text string) {
	browsertest.Eval[bool](b, `(() => {
		const field = document.querySelector('`+selector+`');
		field.value = `+strconv.Quote(text)+`;
		return field.dispatchEvent(new Event("input", {bubbles: true}));
	})()`)
}

// worksheets returns the addresses of all worksheets.
func worksheets(t *testing.T) []string {
	var all []string
	for _, name := range tree(t).Paths() {
		if matched, _ := path.Match("goals/*/*.html", name); matched {
			all = append(all, name)
		}
	}
	if len(all) < 4 {
		t.Fatalf("there are the worksheets %v", all)
	}
	return all
}

// A filled or blank worksheet is printed on two sheets with its verdict and all its labels and numbers.
func TestPrintedWorksheets(t *testing.T) {
	b := browsertest.New(t, host(t, "/")) // one tab for all worksheets, because it caches the fonts
	for i, sheet := range sample.Of(4, worksheets(t)) {
		t.Run(sheet, func(t *testing.T) {
			b.Open(sheet)
			labels := browsertest.Eval[[]string](b, `[...document.querySelectorAll(".worksheet :is(h1, h2, legend, .label, dt, .field label, .plan tbody th, .criteria .label, .market b, .milestones strong, .review li)")]
				.filter(e => !e.closest("details:not([data-fold])")).map(e => [...e.childNodes].find(n => n.nodeType === 3)?.textContent ?? e.textContent)`)
			if len(labels) < 40 {
				t.Errorf("there are only the labels %v", labels)
			}
			if i%5 == 0 { // every fifth, because embedding fonts takes seconds
				pages, text := pdf(t, b, "A4")
				numbers := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-finding-name], [data-finding-examples], [data-finding-text], .goals output, .slices output, .plan .quarter output")].map(e => e.textContent)`)
				expectText(t, pages, text, append(labels, numbers...))
			}
			expectTwoPages(t, b, "filled", func() {})
			expectTwoPages(t, b, "blank", func() { pressPrint(b, `[data-print-sheet="blank"]`) })
		})
	}
}

func expectText(t *testing.T, pages int, text string, want []string) {
	t.Helper()
	for _, piece := range append(want, "1/"+strconv.Itoa(pages)) {
		if !strings.Contains(text, squeeze(piece)) {
			t.Errorf("there is no %q", piece)
		}
	}
}

// expectTwoPages fails unless the page is printed on two sheets, on A4 and on Letter. It calls
// prepare before each, because a page returns to its screen form when it has been printed.
func expectTwoPages(t *testing.T, b *browsertest.Tab, what string, prepare func()) {
	t.Helper()
	for name, paper := range papers {
		prepare()
		if !b.EndsBefore(3, paper[0], paper[1]) {
			t.Errorf("the %s sheet has more than two pages on %s: make it fit in static/components/worksheet-print.css", what, name)
		}
	}
}

// A blank sheet has none of the example's numbers where the reader writes her own, only those from
// which its shares of the months follow, and their dates. After printing, the page is as before.
func TestBlankSheetIsBlank(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	const shown = `[...document.querySelectorAll(".worksheet :is(output, input, textarea, [data-term], [data-whole])")]
		.filter(e => e.checkVisibility() && getComputedStyle(e).color !== "rgba(0, 0, 0, 0)").length`
	before := browsertest.Eval[int](b, shown)
	if before < 40 {
		t.Fatalf("only %d numbers are shown", before)
	}
	pressPrint(b, `[data-print-sheet="blank"]`)
	known := browsertest.Eval[[]string](b, `[...new Set([...document.querySelectorAll(".worksheet .known")].map(e => e.value ?? e.textContent))]`)
	if want := []string{"2027-01-04", "2", "44", "2027-10-15", "2027-10-29", "2027-11-30", "2027-04-04", "2027-07-04", "2028-01-04"}; !slices.Equal(known, want) {
		t.Errorf("the blank sheet has the numbers %v, want %v", known, want)
	}
	if n := browsertest.Eval[int](b, strings.Replace(shown, "e.checkVisibility()", `!e.matches(".known") && e.checkVisibility()`, 1)); n != 0 {
		t.Errorf("%d numbers of the example are on the blank sheet", n)
	}
	reckonings := browsertest.Eval[[]string](b, `[...document.querySelectorAll(".slices .term, .goals .term")].map(e => e.firstChild.textContent)`)
	pages, text := pdf(t, b, "Letter")
	expectText(t, pages, text, append(reckonings, "这张只给这天入职的人", "一家一年付多少（×0.9）", "新赛道客户占几成（+20 个百分点）", "头十二个月签几家（让出 25%）", "（加“目标签约”的 25%）"))
	browsertest.Eval[bool](b, `dispatchEvent(new Event("afterprint"))`)
	if after := browsertest.Eval[int](b, shown); after != before {
		t.Errorf("%d numbers are shown after printing, %d before", after, before)
	}
}

// On paper a note is at least 7.5 points high and a label 8. Where a reader writes, a blank sheet
// leaves at least 6.5 mm for an input and in the plan, and less only in the arithmetic.
func TestSizesOnPaper(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Resize(695, 1000) // the width of A4 between the margins
	const small = `[...document.querySelectorAll(".worksheet *")].filter((e) => e.checkVisibility() && e.localName !== "sup" && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== ""))
		.map((e) => [e, e.matches(".label, .field > label, dt, legend, strong, th, .review li") ? 8 : 7.5]).filter(([e, least]) => parseFloat(getComputedStyle(e).fontSize) < least * 4 / 3 - 0.01)
		.map(([e]) => e.className + " " + e.textContent)`
	const low = `[...document.querySelectorAll(".worksheet :is(.field:not(.many .field, :has(.known)), .plan tbody td output, .reckoning p)")].filter((e) => e.checkVisibility())
		.map((e) => [e, e.matches(".field") ? [e.getBoundingClientRect().height, 6.5] : e.localName === "p" ? [parseFloat(getComputedStyle(e).lineHeight), 6] : [e.closest("tr").getBoundingClientRect().height, 6.5]])
		.filter(([e, [height, least]]) => height < least * 96 / 25.4 - 0.1).map(([e, [height]]) => e.textContent + " " + height)`
	for _, path := range []string{worksheet, "goals/enterprise/newcomer.html", "goals/enterprise/manager.html"} {
		b.Open(path)
		b.Media("print")
		if found := browsertest.Eval[[]string](b, small); len(found) > 0 {
			t.Errorf("%s, filled in, has small texts: %q", path, found)
		}
		pressPrint(b, `[data-print-sheet="blank"]`)
		browsertest.Eval[bool](b, `dispatchEvent(new Event("beforeprint"))`)
		if found := browsertest.Eval[[]string](b, small); len(found) > 0 {
			t.Errorf("%s, blank, has small texts: %q", path, found)
		}
		if found := browsertest.Eval[[]string](b, low); len(found) > 0 {
			t.Errorf("%s has places too low to write in: %q", path, found)
		}
		b.Media("")
	}
}

// A printed record has the answers and observations, and a line to sign for each of the two.
func TestPrintedRecord(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("assessments/month-3.html")
	b.Fill(`[name="field-0"]`, "新人甲")
	choose(b, 3, 1)
	b.Fill(`[name="evidence-0"]`, "周三讲全三个")
	sheets, printed := pdf(t, b, "A4")
	if n := strings.Count(printed, "产品穿透签收·满3个月"); n != sheets {
		t.Errorf("its name is there %d times on %d sheets", n, sheets)
	}
	for _, want := range []string{"新人甲", "周三讲全三个", "经理签字：＿＿＿＿＿＿＿＿日期：＿＿＿＿＿＿＿＿", "本人签字：＿＿＿＿＿＿＿＿日期：＿＿＿＿＿＿＿＿"} {
		if n := strings.Count(printed, want); n != 1 {
			t.Errorf("%q is there %d times", want, n)
		}
	}
	for _, control := range []string{"打印", "导出本机"} {
		if strings.Contains(printed, control) {
			t.Errorf("the control %s is printed", control)
		}
	}
	expectMarked(t, b, "三个都讲全", "讲全两个")
	expectMarked(t, b, "提示之后画得出", "独立画完")
}

// A printed reading path has the ticks and the progress.
func TestPrintedReadingPath(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("start/saas.html")
	b.Click(`[data-task="1"]`)
	progress := browsertest.Eval[string](b, text("[data-progress]"))
	if _, printed := pdf(t, b, "A4"); !strings.HasPrefix(progress, "读完 1 / ") || !strings.Contains(printed, squeeze(progress)) {
		t.Errorf("there is no %q", progress)
	}
	expectMarked(t, b, "这一阶段要到哪里", "产品穿透")
}

// A planning session prints the worksheet of each person on a roster, beginning on a new sheet
// of paper, and a page for the facilitator.
func TestPrintedSession(t *testing.T) {
	b := browsertest.New(t, disk(t))
	b.Open("print.html")
	b.Await(`document.querySelector("[type=submit]").disabled`)
	b.Click(`[value="goals/saas/newcomer.html"]`)
	b.Click(`[value="goals/industry/newcomer.html"]`)
	b.Await(`document.querySelectorAll(".handout").length === 2`)
	b.Fill(`[name="copies"]`, "3")
	b.Await(`document.querySelectorAll(".handout").length === 6`)
	paste(b, `[name="roster"]`, "姓名，入职，区域，赛道\n陈晨，2027-03-01，华东，SaaS\n李雷\t2027年11月30日\t华南\t行业解决方案\n王五，昨天\n赵六，，，卫星\n钱七，，，新兴")
	b.Await(`document.querySelectorAll(".handout").length === 2`)
	problems := browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-problems] li")].map(e => e.textContent)`)
	want := []string{"第 4 行：看不懂日期“昨天”，写成 2027-03-01", "第 5 行：没有叫“卫星”的赛道", "第 6 行：没有勾选“新兴技术”的表"}
	if strings.Join(problems, "\n") != strings.Join(want, "\n") {
		t.Errorf("the problems are %v", problems)
	}
	b.Click(`[value="goals/saas/growth.html"]`)
	b.Await(`document.querySelectorAll(".handout").length === 3`)
	paste(b, `[name="roster"]`, "陈晨，2027-03-01，华东，SaaS，新人期\n韩梅，，，SaaS，成长期\n赵六，，，行业，成长期\n钱七，，，，专家型\n王五，，，SaaS，老人")
	b.Await(`document.querySelectorAll(".handout").length === 2`)
	problems = browsertest.Eval[[]string](b, `[...document.querySelectorAll("[data-problems] li")].map(e => e.textContent)`)
	want = []string{"第 3 行：没有勾选“行业解决方案 · 成长期”的表", "第 4 行：没有勾选“成熟期 · 专家型”的表", "第 5 行：没有叫“老人”的阶段"}
	if strings.Join(problems, "\n") != strings.Join(want, "\n") {
		t.Errorf("the problems are %v", problems)
	}
	if sheets := browsertest.Eval[[]string](b, `[...document.querySelectorAll(".handout")].map(e => e.querySelector("[data-line=name]").textContent + " " + e.querySelector(".title").textContent)`); strings.Join(sheets, "\n") != "陈晨 通用 SaaS · 新人期工作表\n韩梅 通用 SaaS · 成长期工作表" {
		t.Errorf("the sheets are %v", sheets)
	}
	b.Click(`[value="goals/saas/growth.html"]`)
	paste(b, `[name="roster"]`, "陈晨，2027-03-01，华东，SaaS\n李雷\t2027年11月30日\t华南\t行业解决方案")
	b.Await(`document.querySelectorAll(".handout").length === 2 && document.querySelectorAll(".handout")[1].textContent.includes("李雷")`)
	pages, text := pdf(t, b, "A4")
	if pages != 5 {
		t.Errorf("two sheets and the facilitator's page have %d pages", pages)
	}
	for _, piece := range []string{"陈晨", "李雷", "华南", "2027-06-01", "2028-02-29", "规划会怎么开", "全队一览", "新人期工作表"} {
		if !strings.Contains(text, piece) {
			t.Errorf("there is no %s", piece)
		}
	}
	if strings.Contains(text, "打哪几张") || strings.Contains(text, "王五") {
		t.Error("the form is printed")
	}
	b.Click(`[name="facilitator"]`)
	b.Await(`!document.querySelector("[data-facilitator]").checkVisibility()`)
	if pages, _ := pdf(t, b, "Letter"); pages != 4 {
		t.Errorf("two sheets have %d pages", pages)
	}
}
