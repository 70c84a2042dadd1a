package e2e

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// buildEnglish builds the site in testdata/english.txtar with its drafts.
var buildEnglish = sync.OnceValues(func() (*output.Tree, string) {
	archive, err := txtar.ParseFile("testdata/english.txtar")
	if err != nil {
		return nil, err.Error()
	}
	source := fstest.MapFS{}
	for _, file := range archive.Files {
		source[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	result := build.New(source, os.DirFS(root)).Build(build.Options{Today: "2026-11-23", Drafts: true})
	var faults strings.Builder
	diag.Print(&faults, result.Diagnostics)
	return result.Tree, faults.String()
})

func englishTree(t *testing.T) *output.Tree {
	t.Helper()
	tree, faults := buildEnglish()
	if faults != "" {
		t.Fatal(faults)
	}
	return tree
}

// chinese matches a Han character, and punctuation that only Chinese and Japanese use.
var chinese = regexp.MustCompile(`[\p{Han}\x{3000}-\x{303f}\x{fe30}-\x{fe4f}\x{ff00}-\x{ffef}].{0,30}`)

// No file of an English site contains a Chinese character. Two parts of a workbook that no
// reader sees are excluded: the library's list of fonts for every script, and the hidden
// formulas that parse typed values and accept full-width digits as the page does.
func TestEnglishSiteHasNoChinese(t *testing.T) {
	tree := englishTree(t)
	kinds := map[string]int{}
	for _, name := range tree.Paths() {
		if strings.HasPrefix(name, "search/traditional.") {
			continue // loaded only for queries in Chinese
		}
		data, _ := tree.Get(name)
		kinds[path.Ext(name)]++
		texts := map[string]string{name: string(data)}
		if path.Ext(name) == ".xlsx" {
			texts = workbookParts(t, name, data)
		}
		for part, text := range texts {
			if found := chinese.FindString(text); found != "" {
				t.Errorf("%s has %q", part, found)
			}
		}
		if strings.HasSuffix(name, ".html") && !strings.Contains(string(data), `<html lang="en"`) {
			t.Errorf("%s does not say that it is in English", name)
		}
	}
	for _, kind := range []string{".html", ".js", ".css", ".xml", ".xlsx", ".txt", ".svg"} {
		if kinds[kind] == 0 {
			t.Errorf("the site has no %s", kind)
		}
	}
}

// workbookParts reads the XML files of a workbook without the formulas of its cells.
func workbookParts(t *testing.T, name string, data []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	formula := regexp.MustCompile(`(?s)<f>.*?</f>`)
	parts := map[string]string{}
	for _, file := range archive.File {
		if strings.HasPrefix(file.Name, "xl/theme/") {
			continue
		}
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[name+"!"+file.Name] = formula.ReplaceAllString(string(text), "")
	}
	return parts
}

// Dates, numbers, lists and formulas have English formats.
func TestEnglishPages(t *testing.T) {
	tree := englishTree(t)
	for page, texts := range map[string][]string{
		"goals/saas/newcomer.html": {
			"starting in April", `>September</th>`, "from 10 May, working days:", "suggested: 5–8", "12,345.5", "(the largest of ",
			" USD", "set to 1,000", "gives up 25%", "gains 25% of “target”", "−5 percentage points", ": not enough", "the divisor is 0",
			`data-separator=", "`, " (target)</span>", " × (1 − 10%)",
		},
		"playbooks/saas/newcomer.html": {"Technical understanding, Customer care", "about 1 min"},
		"glossary.html":                {">renewal</a>, <a ", "Pages that use it: ", "See also: "},
		"start/first.html":             {">Note<", ">Tip<", ">Important<", ">Warning<", ">Caution<", "Footnotes"},
		"start/index.html":             {"Last updated "},
		"start/third.html":             {"This page is a draft."},
		"start/early.html":             {"will be published on 2027-01-01."},
		"start/expired.html":           {"was published until 2026-01-01."},
		"start/path.html":              {"about 1 min"},
		"old/first.html":               {"This page has moved", "New address: "},
		"search.html":                  {"The search needs JavaScript."},
		"404.html":                     {"Go to the home page"},
	} {
		data, ok := tree.Get(page)
		if !ok {
			t.Errorf("there is no %s", page)
		}
		plain := regexp.MustCompile(`<b data-term="[^"]*">|</b>|<span class="term">|</span>(\s?)|<a href="#field-[^"]*">\w+</a> `)
		for _, text := range texts {
			if !strings.Contains(string(data), text) && !strings.Contains(plain.ReplaceAllString(string(data), "$1"), text) {
				t.Errorf("%s does not have %q", page, text)
			}
		}
	}
}

// shownChinese finds Chinese characters in the texts, the attributes and the generated
// content of the whole page.
const shownChinese = `(() => {
	const texts = [document.title];
	for (const element of document.querySelectorAll("*")) {
		for (const { value } of element.attributes) texts.push(value);
		for (const node of element.childNodes) if (node.nodeType === 3) texts.push(node.data);
		for (const pseudo of ["::before", "::after", "::marker"]) texts.push(getComputedStyle(element, pseudo).content);
		if (typeof element.value === "string") texts.push(element.value);
	}
	return /[\p{Script=Han}\u3000-\u303f\ufe30-\ufe4f\uff00-\uffef].{0,30}/u.exec(texts.join("\n"))?.[0] ?? "";
})()`

// The texts that scripts show after a reader's actions are English.
func TestEnglishScripts(t *testing.T) {
	b := browsertest.New(t, hostTree(t, englishTree(t), "/sales/"))
	b.AddScript("window.print = () => {}")
	for _, step := range []struct{ page, action, want string }{
		{"index.html", fill("[name=joined]", "2026-11-01") + ", " + `document.querySelector("[data-reader] button").click()`, "3 months after joining, days left: "},
		{"", fill("[name=stage]", "expert") + ", " + `document.querySelector("[data-guide] button").click(), document.querySelector("[data-reader] button").click()`, "This playbook is not written yet."},
		{"", `document.querySelector("[data-theme-switch]").click()`, "Light"},
		{"", `document.querySelector("[data-export-kept]").click()`, "Export saved data"},
		{"", `document.querySelector("[data-forget]").click()`, "This browser holds your worksheets"},
		{"index.html", importing("garbage"), "Not imported: the file cannot be read"},
		{"index.html", `localStorage.setItem("cairn:english:theme", '"dark"')`, ""},
		{"", importing(`{"cairn":1,"kind":"browser","site":"other","values":{"theme":"light","ticks:start/first.html":"x"}}`), "Not imported"},
		{"index.html", typing("renewal"), "Pages found: "},
		{"index.html", typing("recurring revenue"), "also searched for "},
		{"index.html", typing("what is a zebra"), "Nothing found for “what is a zebra”."},
		{"search.html", typing("ARR"), "Pages found: "},
		{"start/path.html", `document.querySelector("[data-prose] input[type=checkbox]").click()`, "Read: 1 of 2, about "},
		{"start/path.html", `Storage.prototype.setItem = () => { throw new Error() }, document.querySelector("[data-prose] input[type=checkbox]").click()`, "Not saved: the browser does not allow it."},
		{"goals/saas/newcomer.html", `1`, "Examples to confirm: "},
		{"", fill("[name=target]", "3"), "low"},
		{"", fill("[name=target]", "many"), "This is not a number."},
		{"", fill("[name=target]", "300"), "The maximum is 200"},
		{"", fill("[name=win_rate]", "x"), "This is not a percentage."},
		{"", `document.querySelectorAll("[data-unknown]").forEach((button) => button.click())`, "To ask about: "},
		{"", fill("[name=target]", "") + ", " + fill("[name=start_date]", ""), "still missing: "},
		{"", `document.querySelectorAll("[data-unknown][aria-pressed=true]").forEach((button) => button.click()), ` + fill("[name=target]", "9") + ", " + fill("[name=start_date]", "2028-03-01"), "it is too late for this"},
		{"", `document.querySelector("[data-print-sheet=blank]").click()`, "Saved in this browser"},
		{"goals/saas/newcomer.html", `document.querySelector("[data-year]").open = true`, "Hold a number"},
		{"", `document.querySelector("[data-reset]").click()`, "The examples are back"},
		{"print.html", `document.querySelectorAll("[name=sheet]").forEach((box) => box.click()), ` + fill("[name=copies]", "99") + ", " + fill("[name=roster]", `Alice, 2027-03-01, East, SaaS, Newcomer\nBob, tomorrow\n, 2027-03-01\nCarol,,, Mars\nDave,,,, Baby\nEve,,, Industry solutions`), "Line 2: “tomorrow” is not a date."},
		{"assessments/ready.html", `document.querySelector("[data-answers] input[type=radio]").click()`, "All questions are answered."},
		{"", `document.querySelector("[data-keep]").click(), document.querySelector("[data-export]").click()`, "Kept."},
		{"", `document.querySelector("[data-clear]").click()`, "Clear the answers on this page?"},
		{"assessments/which.html", `document.querySelectorAll("[data-answers] fieldset input[type=radio]:first-of-type")[0].click(), document.querySelectorAll("[data-question]")[1].querySelector("input").click()`, "Because you chose: yes; very much"},
		{"goals/saas/newcomer.html", `localStorage.setItem("cairn:english:plan:goals/saas/newcomer", "garbage"), location.reload()`, "Not saved: what was saved before cannot be read."},
	} {
		if step.page != "" {
			b.Open(step.page)
		}
		browsertest.Eval[bool](b, "(("+step.action+"), true)")
		if step.want != "" {
			b.Await(`document.body.textContent.includes(` + strconv.Quote(step.want) + `)`)
		}
		if found := browsertest.Eval[string](b, shownChinese); found != "" {
			t.Errorf("%s: after %s the page shows %q", step.page, step.action, found)
		}
	}
}

// fill is a script that types a value into a field.
func fill(selector, value string) string {
	return `((field) => { field.value = "` + value + `"; field.dispatchEvent(new Event("input", { bubbles: true })); field.dispatchEvent(new Event("change", { bubbles: true })) })(document.querySelector("` + selector + `"))`
}

func typing(query string) string {
	return `document.querySelector("[data-search] [role=combobox]").focus(), ` + fill("[data-search] [role=combobox]", query)
}

// importing is a script that chooses a file to import.
func importing(text string) string {
	return `((input) => { const chosen = new DataTransfer(); chosen.items.add(new File([` + strconv.Quote(text) + `], "saved.json")); input.files = chosen.files; input.dispatchEvent(new Event("change")) })(document.querySelector("[data-import] input"))`
}

// The English site has a page of every layout of the theme.
func TestEnglishSiteHasEveryLayout(t *testing.T) {
	tree := englishTree(t)
	layout := regexp.MustCompile(`data-layout="(\w+)"`)
	found := map[string]bool{"base": true}
	for _, name := range tree.Paths() {
		data, _ := tree.Get(name)
		if m := layout.FindSubmatch(data); m != nil && path.Ext(name) == ".html" {
			found[string(m[1])] = true
		}
	}
	files, _ := os.ReadDir(root + "/layouts")
	var missing []string
	for _, file := range files {
		if name, isLayout := strings.CutSuffix(file.Name(), ".html"); isLayout && !found[name] {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 || len(found) < 10 {
		slices.Sort(missing)
		t.Errorf("no page has the layouts %v", missing)
	}
}
