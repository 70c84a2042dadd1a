package render

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"

	"cairn/generator/internal/config"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
	"cairn/generator/internal/words"
)

// The layouts show every section of the worksheet.
func TestEverySection(t *testing.T) {
	var layouts strings.Builder
	files, err := filepath.Glob("../../../layouts/partials/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		layouts.Write(text)
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[sheet.Sheet]()) {
		if !field.IsExported() || field.Name == "Template" || field.Name == "Finding" { // layouts read Page.Goal, which is the template; the verdict has no place yet
			continue
		}
		if !regexp.MustCompile(`\.Sheet\.` + field.Name + `\b`).MatchString(layouts.String()) {
			t.Errorf("no layout reads .Sheet.%s: define its section in layouts/partials/worksheet-outcome.html and call it in worksheet.html", field.Name)
		}
	}
}

// The QR code holds the address of the worksheet. A site without base_url has no code.
func TestQRHoldsTheAddress(t *testing.T) {
	v := &View{Site: &site.Site{Config: &config.Config{}}, Page: &site.Page{Path: "goals/saas/newcomer.html"}}
	if code, err := v.QR(); code != nil || err != nil {
		t.Errorf("without base_url the code is %v, %v", code, err)
	}
	v.Site.Config.BaseURL = "https://handbook.example/sales/"
	code, err := v.QR()
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode("https://handbook.example/sales/goals/saas/newcomer.html", qr.M)
	if err != nil {
		t.Fatal(err)
	}
	black := map[[2]int]bool{}
	runs := regexp.MustCompile(`M(\d+),(\d+)h(\d+)v1h-(\d+)z`)
	for _, m := range runs.FindAllStringSubmatch(code.Path, -1) {
		x, y, width := number(m[1]), number(m[2]), number(m[3])
		if m[3] != m[4] {
			t.Errorf("the run %s is not closed", m[0])
		}
		for i := range width {
			black[[2]int{x + i, y}] = true
		}
	}
	if rest := runs.ReplaceAllString(code.Path, ""); rest != "" || code.Size != want.Size {
		t.Errorf("the path has %q besides runs of squares; the size is %d, want %d", rest, code.Size, want.Size)
	}
	for y := range want.Size {
		for x := range want.Size {
			if black[[2]int{x, y}] != want.Black(x, y) {
				t.Fatalf("the square %d,%d is dark: %v, want %v", x, y, black[[2]int{x, y}], want.Black(x, y))
			}
		}
	}
}

// The size of a change to an input has the unit and number format of that input.
func TestSizesHaveTheFormatOfTheInput(t *testing.T) {
	const text = `title = "x"
fiscal_year = 2027
[[inputs]]
key = "签约"
label = "签约"
unit = "家"
default = 6
[[inputs]]
key = "增购"
label = "增购"
unit = "家"
default = 1
[[inputs]]
key = "率"
label = "率"
kind = "percent"
default = 0.5
[[variables]]
key = "变"
label = "变"
changes = [
  { input = "签约", times = 0.75 }, { input = "签约", plus = -2 }, { input = "增购", to = 1200 },
  { input = "率", plus = 0.07 }, { input = "率", plus = -0.125 }, { input = "率", to = 0.6 },
]
shifts = [{ from = "签约", to = "增购", share = 0.29 }]
`
	template, faults := goal.Parse("content/goals/saas/newcomer.toml", text, nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	chinese := words.Words{
		"sheet.size_times": "×%s", "sheet.size_plus": "%s", "sheet.size_points": "%s 个百分点",
		"sheet.size_to": "改成 %s", "sheet.size_from": "让出 %s", "sheet.size_into": "加“%s”的 %s",
	}
	v := &View{Page: &site.Page{Goal: template}, renderer: &Renderer{words: chinese}}
	for key, want := range map[string][]string{
		"签约": {"×0.75", "−2", "让出 29%"},
		"增购": {"改成 1,200", "加“签约”的 29%"},
		"率":  {"+7 个百分点", "−12.5 个百分点", "改成 60%"},
	} {
		got, err := v.Sizes(template.Variables[0], key)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("the sizes of %s are %q, %v, want %q", key, got, err, want)
		}
	}
	delete(chinese, "sheet.size_times")
	if _, err := v.Sizes(template.Variables[0], "签约"); err == nil {
		t.Error("a missing word is no error")
	}
}

// The verdict on a plan that is out of reach names the last days of the steps that can still be done; a plan that fits needs none.
func TestOutOfReachNamesTheLastDays(t *testing.T) {
	chinese, faults := words.Read(os.DirFS("../../.."), os.DirFS("../../.."), &config.Config{Language: "zh-CN"})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	template := goaltest.Own(t, "saas/newcomer")
	for joined, want := range map[string]string{
		"2027-01-04": "9 月最紧：拜访要 4.3 次/周，最多 5 次/周，占 86%。",
		"2027-08-16": "今年剩下的日子短，折下来不满 1 家；照样跑，成的算明年。算今年的：新拓（先用）到 10 月 15 日，合格线索到 10 月 29 日，方案报价到 11 月 30 日。",
		"2027-11-01": "今年剩下的日子短，折下来不满 1 家；照样跑，成的算明年。算今年的：方案报价到 11 月 30 日。",
	} {
		v := &View{Sheet: sheet.Evaluate(template, goal.Values{template.Joined: formula.Text(joined)}), renderer: &Renderer{words: chinese}}
		if got, err := v.FindingText(); err != nil || got != want {
			t.Errorf("who joins on %s reads %q, %v, want %q", joined, got, err, want)
		}
	}
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
