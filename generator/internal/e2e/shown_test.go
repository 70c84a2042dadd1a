package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

var update = flag.Bool("update", false, "write what the pages of the small site show into testdata/shown")

// buildSmall builds the site in testdata/shown.txtar, which has one of everything
// and nothing wrong.
var buildSmall = sync.OnceValues(func() (*output.Tree, string) { return buildSmallWith("", "") })

// buildSmallWith builds the same site with one of its texts replaced by another.
func buildSmallWith(old, new string) (*output.Tree, string) {
	archive, err := txtar.ParseFile("testdata/shown.txtar")
	if err != nil {
		return nil, err.Error()
	}
	source := fstest.MapFS{}
	for _, file := range archive.Files {
		data := string(file.Data)
		if old != "" {
			data = strings.Replace(data, old, new, 1)
		}
		source[file.Name] = &fstest.MapFile{Data: []byte(data)}
	}
	changes := func() map[string]string {
		return map[string]string{"content/start/first.md": "2026-11-21", "content/start/third.md": "2026-11-22"}
	}
	result := build.New(source, os.DirFS(root)).Build(build.Options{Today: "2026-11-23", Changes: changes})
	var faults strings.Builder
	diag.Print(&faults, result.Diagnostics)
	return result.Tree, faults.String()
}

// What the pages of a small site show, to the letter. After a change that is meant,
//
//	go test ./generator/internal/e2e -run TestShown -update
//
// writes it anew; the difference is then read before it is committed. Of the words
// that scripts say only the names are there, of the shell that all pages share
// what three pages make of it.
func TestShown(t *testing.T) {
	tree, faults := buildSmall()
	if faults != "" {
		t.Fatal(faults)
	}
	var shown []string
	for _, path := range tree.Paths() {
		data, _ := tree.Get(path)
		var got string
		name := filepath.Join("testdata", "shown", strings.ReplaceAll(path, "/", "+"))
		switch filepath.Ext(path) {
		case ".html", ".xml", ".txt":
			got = readable(path, string(data))
		case ".xlsx":
			got = cells(t, data)
			name += ".txt"
		default:
			continue
		}
		shown = append(shown, name)
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Errorf("%s is not in testdata/shown", path)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	files, _ := filepath.Glob("testdata/shown/*")
	for _, file := range files {
		if !slices.Contains(shown, file) {
			t.Errorf("%s is of no page", file)
			if *update {
				_ = os.Remove(file)
			}
		}
	}
}

// whole are the pages that are held with the shell that all have.
var whole = []string{"index.html", "404.html", "playbooks/saas/newcomer.html"}

var (
	hashInName = regexp.MustCompile(`(assets/[\w/]*\w)[.-][0-9a-zA-Z]{8,}(\.\w+)`)
	wordsJSON  = regexp.MustCompile(`data-words="[^"]*"`)
	wordName   = regexp.MustCompile(`&#34;(\w+)&#34;:`)
	template   = regexp.MustCompile(`data-template="[^"]*"`)
	above      = regexp.MustCompile(`(?s)(<body[^>]*>\n).*(<main)`)
	below      = regexp.MustCompile(`(?s)(</main>\n).*(</body>)`)
)

// readable is a page without what says nothing to a person, or is held elsewhere.
func readable(path, text string) string {
	text = hashInName.ReplaceAllString(text, "$1$2")
	text = template.ReplaceAllString(text, `data-template="…"`)
	text = wordsJSON.ReplaceAllStringFunc(text, func(words string) string {
		var names []string
		for _, found := range wordName.FindAllStringSubmatch(words, -1) {
			names = append(names, found[1])
		}
		return `data-words="` + strings.Join(names, " ") + `"`
	})
	if !slices.Contains(whole, path) {
		text = above.ReplaceAllString(text, "$1…\n$2")
		text = below.ReplaceAllString(text, "$1…\n$2")
	}
	return text
}

// cells lists the visible sheets of a workbook: for each cell its content and format,
// whether it is computed or can be filled in, the conditional formats, and the validation
// of inputs.
func cells(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	formats := ruleFormats(t, data)
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		if visible, _ := f.GetSheetVisible(sheet); !visible {
			continue
		}
		fmt.Fprintf(&b, "== %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, text := range row {
				name, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula(sheet, name); text != "" || formula != "" {
					fmt.Fprintf(&b, "%s %q%s\n", name, text, look(f, sheet, name, formula))
				}
			}
		}
		rules, _ := f.GetConditionalFormats(sheet)
		for _, area := range slices.Sorted(maps.Keys(rules)) {
			for _, rule := range rules[area] {
				fmt.Fprintf(&b, "rule of %s: %s as %s\n", area, rule.Criteria, formats[*rule.Format])
			}
		}
		validations, _ := f.GetDataValidations(sheet)
		for _, v := range validations {
			fmt.Fprintf(&b, "entry in %s: %s %s %s %s\n", v.Sqref, v.Type, v.Operator, v.Formula1, v.Formula2)
		}
	}
	return b.String()
}

// look is how a cell shows what is in it.
func look(f *excelize.File, sheet, name, formula string) (look string) {
	if formula != "" {
		look += " computed"
	}
	id, _ := f.GetCellStyle(sheet, name)
	style, err := f.GetStyle(id)
	if err != nil {
		return look
	}
	if style.CustomNumFmt != nil {
		look += " as " + *style.CustomNumFmt
	}
	if style.Protection != nil && !style.Protection.Locked {
		look += " (to fill in)"
	}
	return look
}

// ruleFormats are the number formats of a workbook's rules, as they lie in its file:
// the library mistakes them for those of its cells.
func ruleFormats(t *testing.T, data []byte) (formats []string) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(archive, "xl/styles.xml")
	if err != nil {
		t.Fatal(err)
	}
	var styles struct {
		Rules []struct {
			Format struct {
				Code string `xml:"formatCode,attr"`
			} `xml:"numFmt"`
		} `xml:"dxfs>dxf"`
	}
	if err := xml.Unmarshal(text, &styles); err != nil {
		t.Fatal(err)
	}
	for _, rule := range styles.Rules {
		formats = append(formats, rule.Format.Code)
	}
	return formats
}
