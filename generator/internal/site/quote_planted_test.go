package site_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/sitetest"
)

// own returns the source of this repository's site.
func own(t *testing.T) sitetest.Files {
	t.Helper()
	const root = "../../../"
	files := sitetest.Files{}
	read := func(file string) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimPrefix(filepath.ToSlash(file), root)] = string(data)
	}
	read(root + "site.toml")
	err := filepath.WalkDir(root+"content", func(file string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			read(file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// values returns what the worksheets of all templates show, by the paths of the templates.
func values(t *testing.T) map[string]map[string]sheet.Shown {
	all := map[string]map[string]sheet.Shown{}
	for name, template := range goaltest.All(t) {
		all["content/goals/"+name+".toml"] = sheet.ExampleOf(template)().Values
	}
	return all
}

// quoteLink is a link to a value in a text.
type quoteLink struct {
	file, template string // their paths
	at             int    // the offset of the link
	text, name     string
	destination    string // without the name
}

var quotePattern = regexp.MustCompile(`\[([^\[\]]*)\]\(([^()]*goals/[\w/]+\.toml#)([^()]+)\)`)

// quotesIn returns the links to values in the pages of a source.
func quotesIn(files sitetest.Files) (all []quoteLink) {
	for file, text := range files {
		if !strings.HasSuffix(file, ".md") || strings.HasPrefix(file, "content/authoring/") {
			continue
		}
		for _, at := range quotePattern.FindAllStringSubmatchIndex(text, -1) {
			destination := text[at[4]:at[5]]
			template := filepath.ToSlash(filepath.Join(filepath.Dir(file), strings.TrimSuffix(destination, "#")))
			all = append(all, quoteLink{file, template, at[0], text[at[2]:at[3]], text[at[6]:at[7]], destination})
		}
	}
	slices.SortFunc(all, func(a, b quoteLink) int {
		return strings.Compare(fmt.Sprint(a.file, 1e6+a.at), fmt.Sprint(b.file, 1e6+b.at))
	})
	return all
}

// planting changes a link so that it contradicts its worksheet. It returns "" if it cannot.
type planting func(l quoteLink, values map[string]sheet.Shown) (text, name string)

var numberPattern = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// anotherNumber changes the last digit that the text shows, of a range that of its end, of a
// day the day.
func anotherNumber(l quoteLink, _ map[string]sheet.Shown) (text, name string) {
	all := numberPattern.FindAllStringIndex(l.text, -1)
	at := all[len(all)-1]
	number := l.text[at[0]:at[1]]
	_, fraction, _ := strings.Cut(number, ".")
	x, _ := strconv.ParseFloat(strings.ReplaceAll(number, ",", ""), 64)
	changed := strconv.FormatFloat(x+math.Pow10(-len(fraction)), 'f', len(fraction), 64)
	return l.text[:at[0]] + changed + l.text[at[1]:], l.name
}

// anotherUnit puts a unit behind the number that the value does not have.
func anotherUnit(l quoteLink, values map[string]sheet.Shown) (text, name string) {
	v := values[l.name]
	if v.Kind == sheet.IsDate {
		return "", ""
	}
	all := numberPattern.FindAllStringIndex(l.text, -1)
	for _, unit := range []string{"家", "次", "%", "万元", "元", "天", "公斤"} {
		if !strings.HasPrefix(v.Unit, unit) {
			return l.text[:all[len(all)-1][1]] + " " + unit, l.name
		}
	}
	return "", ""
}

// misspelt leaves out the last character of the value's key.
func misspelt(l quoteLink, values map[string]sheet.Shown) (text, name string) {
	key, part, _ := strings.Cut(l.name, "@")
	_, size := utf8.DecodeLastRuneInString(key)
	name = strings.TrimSuffix(key[:len(key)-size]+"@"+part, "@")
	if _, known := values[name]; known || name == "" {
		return "", ""
	}
	return l.text, name
}

// anotherMonth moves the name of a month's value to another month, in which the worksheet shows
// another whole number, or to one that the year does not have.
func anotherMonth(l quoteLink, values map[string]sheet.Shown) (text, name string) {
	key, part, isPart := strings.Cut(l.name, "@")
	if !isPart {
		return l.text, l.name + "@2039-01"
	}
	for month := 1; month <= 12; month++ {
		other := fmt.Sprintf("%s@%s-%02d", key, part[:4], month)
		if v, known := values[other]; known && math.Abs(v.Number-values[l.name].Number) > 1 {
			return l.text, other
		}
	}
	return "", ""
}

// plant changes all links of a source, assembles it once, and compares the reported places with
// those of the changed links. It returns the number of planted contradictions.
func plant(t *testing.T, files sitetest.Files, links []quoteLink, known map[string]map[string]sheet.Shown, p planting) int {
	t.Helper()
	changed := files
	var want []string
	shift := map[string]int{}
	for _, l := range links {
		text, name := p(l, known[l.template])
		if text == "" {
			continue
		}
		old, now := "["+l.text+"]("+l.destination+l.name+")", "["+text+"]("+l.destination+name+")"
		source, at := changed[l.file], l.at+shift[l.file]
		changed = changed.With(l.file, source[:at]+now+source[at+len(old):])
		shift[l.file] += len(now) - len(old)
		before := source[:at]
		line := strings.Count(before, "\n") + 1
		column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
		want = append(want, fmt.Sprintf("%s:%d:%d", l.file, line, column))
	}
	var got []string
	for line := range strings.Lines(changed.Assemble(sitetest.Options{Today: "2026-11-30"}).Report()) {
		if place, _, isFault := strings.Cut(line, ": error: "); isFault {
			got = append(got, place)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	for _, place := range want {
		if !slices.Contains(got, place) {
			t.Errorf("not found: %s", place)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d faults are reported of %d", len(got), len(want))
	}
	return len(want)
}

func plantAll(t *testing.T, files sitetest.Files, links []quoteLink) {
	known, planted := values(t), map[string]int{}
	for name, p := range map[string]planting{"number": anotherNumber, "unit": anotherUnit, "name": misspelt, "month": anotherMonth} {
		planted[name] = plant(t, files, links, known, p)
	}
	t.Logf("planted in %d links: %v", len(links), planted)
}

// Every contradiction that is planted in this repository's content is found, at its place. The
// content has none.
func TestContradictionsPlantedInTheContent(t *testing.T) {
	files := own(t)
	if faults := files.Assemble(sitetest.Options{Today: "2026-11-30"}).Report(); faults != "" {
		t.Fatal(faults)
	}
	links := quotesIn(files)
	if len(links) < 500 {
		t.Errorf("the content quotes %d values only", len(links))
	}
	plantAll(t, files, links)
}

// The same in generated pages, which quote values of all templates in several forms.
func TestContradictionsPlantedInGeneratedPages(t *testing.T) {
	files, known := own(t), values(t)
	maps.DeleteFunc(files, func(file, _ string) bool {
		return file != "site.toml" && !strings.HasPrefix(file, "content/goals/") && !strings.HasPrefix(file, "content/calendar/") || strings.HasSuffix(file, ".md")
	})
	random := rand.New(rand.NewPCG(sample.Seed(t, 1), 19))
	for template, values := range known {
		files = files.With("content/quotes/"+strings.ReplaceAll(strings.TrimPrefix(template, "content/goals/"), "/", "-")+".md",
			"# 数\n\n"+generatedQuotes(random, template, values, sample.Count(t, 12, 30)))
	}
	links := quotesIn(files)
	if faults := files.Assemble(sitetest.Options{Today: "2026-11-30"}).Report(); strings.Contains(faults, "error") {
		t.Fatal(faults)
	}
	plantAll(t, files, links)
}

// generatedQuotes returns sentences that quote values as the worksheet shows them.
func generatedQuotes(random *rand.Rand, template string, values map[string]sheet.Shown, count int) string {
	names := make([]string, 0, len(values))
	for name, v := range values {
		if v.Kind == sheet.IsNumber || v.Kind == sheet.IsDate {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var b strings.Builder
	for range count {
		v := values[names[random.IntN(len(names))]]
		text, unit := v.Text, strings.FieldsFunc(v.Unit+"/", func(r rune) bool { return r == '/' || r == '·' })
		exact := math.Round(v.Number*1e9) / 1e9 // without errors of float64
		if low, high := math.Floor(exact), math.Ceil(exact); v.Kind == sheet.IsNumber && !v.Input && low < high && random.IntN(2) == 0 {
			text = fmt.Sprintf("%.0f–%.0f", low, high)
		}
		if len(unit) > 0 && random.IntN(3) > 0 {
			text += " " + unit[0]
		}
		fmt.Fprintf(&b, "%s[%s%s](../goals/%s#%s)。\n\n", []string{"", "每周", "先"}[random.IntN(3)], []string{"", "约 "}[random.IntN(2)], text, strings.TrimPrefix(template, "content/goals/"), v.Name)
	}
	return b.String()
}
