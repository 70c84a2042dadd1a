package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// quoted is a goal template whose values have every kind and several units. 周拜访 is 19 / 6.
const quoted = `title = "表"
fiscal_year = 2027
[[inputs]]
key = "目标"
label = "签几家"
unit = "家"
default = 6
recommend = [5, 8]
[[inputs]]
key = "客单价"
label = "一家付多少"
kind = "money"
unit = "万元/家·年"
default = 1234.5
[[inputs]]
key = "赢单率"
label = "签下几成"
kind = "percent"
default = 0.625
[[inputs]]
key = "入职"
label = "入职日期"
kind = "date"
default = 2027-03-01
[[inputs]]
key = "画像"
label = "什么客户"
kind = "text"
default = "电商"
[[inputs]]
key = "没有"
label = "没有的"
[[inputs]]
key = "周期"
label = "多久"
unit = "月"
default = 2
[[inputs]]
key = "零"
label = "零"
default = 0
[[constants]]
key = "次数"
unit = "次"
value = 19
[[values]]
key = "除零"
label = "除零"
formula = "目标 / 零"
unit = "家"
[[values]]
key = "倍"
label = "倍"
formula = "次数 / 次数 * 3"
[[values]]
key = "成率"
label = "成率"
formula = "周期 / 周期 * 2 / 3"
unit = "%"
[[process]]
key = "周拜访"
label = "拜访"
unit = "次/家"
formula = "次数 / 目标"
per = "week"
recommend = [3, 5]
[[splits]]
key = "周拜访"
weights = [0, 1, 1, 1]
`

// quoting is a site with a page that has one link to a value.
func quoting(markdown string) sitetest.Files {
	return sitetest.Files{
		"site.toml": sitetest.Title, "content/goals/t.toml": quoted,
		"content/a.md": "# 甲\n\n" + regexp.MustCompile(`\(#`).ReplaceAllString(markdown, "(goals/t.toml#") + "\n",
	}
}

// Texts that agree with a value: rounded, as a range, with or without a unit, with words around
// the number, in full-width characters.
func TestQuotesThatAgree(t *testing.T) {
	for _, markdown := range []string{
		"[3](#周拜访)", "[3.2 次](#周拜访)", "[3.17](#周拜访)", "[3–4 次](#周拜访)", "约[3-4次/家](#周拜访)", "[约 3 到 4 次左右](#周拜访)", "[３～４次](#周拜访)", "[**3 至 4** 次](#周拜访)",
		"[6 家](#目标)", "[6.0](#目标)", "[1,234.5 万元](#客单价)", "[1234.5 万](#客单价)", "[1235 万元/家](#客单价)", "[１，２３４．５ 万元／家·年](#客单价)",
		"[62.5%](#赢单率)", "[63％ 的方案](#赢单率)", "[66–67%](#成率)", "[2 个月](#周期)", "[2 月](#周期)", "[3](#倍)", "[3 倍](#倍)", "[19 次](#次数)",
		"[3 月 1 日](#入职)", "[2027-03-01](#入职)", "[2027 年 3 月 1 日前](#入职)", "[３月１日](#入职)", "[03-01](#入职)", "[0](#周拜访@2027-Q1)", "[4](#周拜访@2027)",
		"[拜访](goals/t.toml)", "`[9](#周拜访)`", "| 甲 | 乙 |\n| --- | --- |\n| [3–4 次](#周拜访) | 丙 |\n",
	} {
		if faults := quoting(markdown).Assemble(sitetest.Options{}).Report(); faults != "" {
			t.Errorf("%s: %s", markdown, faults)
		}
	}
}

// The target of a quote names the value, the worksheet and the number in the text; the link
// leads to the value's place on the worksheet's page.
func TestTargetsOfQuotes(t *testing.T) {
	a := quoting("[约 3–4 次](#周拜访) [6 家](#目标) [19](#次数) [3 月 1 日](#入职) [4](#周拜访@2027) [表](goals/t.toml)").Clean(t)
	const path = "goals/t.html"
	want := []site.Target{
		{Path: path, Fragment: "#value-周拜访", Quote: &site.Quote{Name: "周拜访", Number: "3–4"}},
		{Path: path, Fragment: "#field-目标", Quote: &site.Quote{Name: "目标", Number: "6"}},
		{Path: path, Quote: &site.Quote{Name: "次数", Number: "19"}},
		{Path: path, Fragment: "#field-入职", Quote: &site.Quote{Name: "入职", Number: "3 月 1 日"}},
		{Path: path, Fragment: "#value-周拜访", Quote: &site.Quote{Name: "周拜访@2027", Number: "4"}},
		{Path: path},
	}
	if diff := cmp.Diff(want, a.At("a.html").Targets); diff != "" {
		t.Error(diff)
	}
}

// Each fault is reported once, at its place, with what to write.
func TestFaultsOfQuotes(t *testing.T) {
	const says, file = "content/a.md:3:1: error: the text says ", "content/goals/t.toml"
	for _, test := range []struct{ markdown, want string }{
		{"[3–5 次](#周拜访)", says + "3–5, but 周拜访 is 3.2 次/家 in the example of " + file + "\n    3–5 is the recommended range, which stays plain text: remove the link, or write 3–4 次\n"},
		{"[约 4 次](#周拜访)", says + "4, but 周拜访 is 3.2 次/家 in the example of " + file + "\n    write 约 3 次\n"},
		{"[3.3 次](#周拜访)", says + "3.3, but 周拜访 is 3.2 次/家 in the example of " + file + "\n    write 3.2 次\n"},
		{"[6–7 家](#目标)", says + "6–7, but 目标 is an input, whose example in " + file + " is 6 家\n    write 6 家\n"},
		{"[5–8 家](#目标)", says + "5–8, but 目标 is an input, whose example in " + file + " is 6 家\n    5–8 is the recommended range, which stays plain text: remove the link, or write 6 家\n"},
		{"[3–4](#倍)", says + "3–4, but 倍 is 3 in the example of " + file + "\n    write 3\n"},
		{"[6 次](#目标)", says + "次, but the unit of 目标 is 家\n    write the value with its unit: 6 家\n"},
		{"[6 家次](#目标)", says + "家次, but the unit of 目标 is 家\n    write the value with its unit: 6 家\n"},
		{"[6%](#目标)", says + "%, but the unit of 目标 is 家\n    write the value with its unit: 6 家\n"},
		{"[3 次/月](#周拜访)", says + "次/月, but the unit of 周拜访 is 次/家\n    write the value with its unit: 3 次\n"},
		{"[1234.5 元](#客单价)", says + "元, but the unit of 客单价 is 万元/家·年\n    write the value with its unit: 1,234.5 万元\n"},
		{"[3 家](#倍)", says + "家, but the unit of 倍 is none\n    write the value with its unit: 3\n"},
		{"[3 月 2 日](#入职)", says + "3 月 2 日, but 入职 is 2027-03-01 in the example of " + file + "\n    write 3 月 1 日\n"},
		{"[2028-03-01](#入职)", says + "2028-03-01, but 入职 is 2027-03-01 in the example of " + file + "\n    write 2027-03-01\n"},
		{"[每周](#周拜访)", "content/a.md:3:1: error: the text of the link has no number: 每周\n    write the value in the example of " + file + ": 3.2 次; or leave out the # part of the link\n"},
		{"[三月](#入职)", "content/a.md:3:1: error: the text of the link has no number: 三月\n    write the value in the example of " + file + ": 2027-03-01; or leave out the # part of the link\n"},
		{"[Q1 签 6 家](#目标)", "content/a.md:3:1: error: the text of the link has several numbers: Q1 签 6 家\n    leave only the value in the link: 6 家\n"},
		{"[1,2345](#目标)", "content/a.md:3:1: error: the text of the link has several numbers: 1,2345\n    leave only the value in the link: 6 家\n"},
		{"[3](#周败访)", "content/a.md:3:1: error: " + file + " has no value 周败访\n    did you mean #周拜访?\n"},
		{"[3](#周拜访@2028-02)", "content/a.md:3:1: error: " + file + " has no value 周拜访@2028-02\n    did you mean #周拜访@2027-02?\n"},
		{"[3](#什么都不是)", "content/a.md:3:1: error: " + file + " has no value 什么都不是\n    its values are #倍, #入职, #周拜访, #周期, #客单价, #成率, #次数, #没有\n"},
		{"[3 次][x]\n\n[x]: goals/t.toml#周败访", "content/a.md:5:6: error: " + file + " has no value 周败访\n    did you mean #周拜访?\n"},
		{"[3](#没有)", "content/a.md:3:1: error: the value 没有 is blank in the example of " + file + ": 没有的 has no default\n    give the example a number there, or remove the link\n"},
		{"[3](#除零)", "content/a.md:3:1: error: the value 除零 is blank in the example of " + file + ": 零 is 0\n    give the example a number there, or remove the link\n"},
		{"[3 家](#画像)", "content/a.md:3:1: error: the value 画像 is a text: 电商\n    link to a number or a date, or leave out the # part of the link\n"},
		{"## [3](#周拜访)", "content/a.md:3:4: error: the value 周拜访 is quoted in a heading\n    move the link into the text below: the heading's anchor and the contents would change with the number\n"},
		{"| 甲 |\n| --- |\n| 乙 [4 次](#周拜访) |\n", "content/a.md:5:5: error: the text says 4, but 周拜访 is 3.2 次/家 in the example of " + file + "\n    write 3 次\n"},
	} {
		faults := quoting(test.markdown).Assemble(sitetest.Options{}).Report()
		if diff := cmp.Diff(test.want, faults); diff != "" {
			t.Errorf("%s: %s", test.markdown, diff)
		}
		mended := regexp.MustCompile(`(?:write (?:the value [^:]*: )?|in the link: )([^:;]*)(?:; .*)?\n$`).FindStringSubmatch(test.want)
		if mended != nil {
			text := regexp.MustCompile(`\[[^\]]*\]`).ReplaceAllLiteralString(test.markdown, "["+mended[1]+"]")
			if faults := quoting(text).Assemble(sitetest.Options{}).Report(); faults != "" && !strings.Contains(text, "| 甲 |") {
				t.Errorf("after the help of %s: %s", test.markdown, faults)
			}
		}
	}
}

// The texts of slots and definitions are compared, too.
func TestQuotesOutsidePages(t *testing.T) {
	files := quoting("> [!SLOT] s\n> 还没有。\n").With("content/company/s.md", "每周[5 次](../goals/t.toml#周拜访)\n").
		With("content/glossary.toml", "[[terms]]\nterm = \"拜访\"\ndefinition = \"每周[3–4 次](goals/t.toml#周拜访)，[9](goals/t.toml#目标)。\"\n")
	faults := files.Assemble(sitetest.Options{}).Report()
	for _, want := range []string{"content/company/s.md:1:3: error: the text says 5", "content/glossary.toml:3:43: error: the text says 9"} {
		if !strings.Contains(faults, want) {
			t.Errorf("missing: %s", want)
		}
	}
	if strings.Count(faults, ": error: ") != 2 {
		t.Error(faults)
	}
}

// Links to values of a template with errors are not reported.
func TestQuotesOfATemplateWithErrors(t *testing.T) {
	files := quoting("[9 次](#周拜访) [9](#没这个)")
	faults := files.Replace("content/goals/t.toml", "次数 / 目标", "次数 / 目票").Assemble(sitetest.Options{}).Report()
	if strings.Contains(faults, "content/a.md") || !strings.Contains(faults, "目票") {
		t.Error(faults)
	}
}

// A broken path with the name of a value is suggested with that name.
func TestBrokenLinkToAValue(t *testing.T) {
	faults := quoting("[3](goals/tt.toml#周拜访)").Assemble(sitetest.Options{}).Report()
	want := "content/a.md:3:1: error: there is no file content/goals/tt.toml\n    did you mean goals/t.toml#周拜访?\n"
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}
