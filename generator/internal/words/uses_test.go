package words

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every key of the words files is used by a layout, a script or Go code, and every key
// that they use is in the words files.
func TestWordsAreUsed(t *testing.T) {
	words, faults := parse(fileOf("en"), open(repository(), fileOf("en")))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	code := readCode(t)
	for _, key := range words.keys {
		if !code.uses(key) {
			t.Errorf("no layout, script or Go code uses the word %s: delete it", key)
		}
	}
	for _, key := range code.named() {
		if _, ok := words.entries[key]; !ok {
			t.Errorf("the word %s is used, but %s has no such key", key, fileOf("en"))
		}
	}
	for _, key := range finds(code.scripts, `\b(?:word|locale)\("([a-z_]+)"`) {
		if !slices.ContainsFunc(code.handed, func(table string) bool { _, ok := words.entries[table+"."+key]; return ok }) {
			t.Errorf("a script uses the word %s, but no table that is handed to a script has such a key", key)
		}
	}
}

// A layout may leave words out of the table that it hands to a script, but none that a script
// uses. A worksheet, the largest page, hands over only the words that a script uses.
func TestWordsWithoutScript(t *testing.T) {
	words, _ := parse(fileOf("en"), open(repository(), fileOf("en")))
	code := readCode(t)
	for _, call := range regexp.MustCompile(`WordsJSON "([a-z]+)"((?: "[a-z_]+")*)`).FindAllStringSubmatch(code.layouts, -1) {
		table, without := call[1], finds(call[2], `"([a-z_]+)"`)
		for _, key := range without {
			if _, ok := words.entries[table+"."+key]; !ok {
				t.Errorf("a layout leaves out the word %s.%s, which does not exist", table, key)
			}
		}
		for _, key := range words.keys {
			key, isOfTable := strings.CutPrefix(key, table+".")
			if !isOfTable {
				continue
			}
			prefix, _, isTwo := strings.Cut(key, "_")
			isUsed := regexp.MustCompile("[\"'`]"+key+"[\"'`]").MatchString(code.scripts) || isTwo && strings.Contains(code.scripts, "`"+prefix+"_${")
			switch isLeftOut := slices.Contains(without, key); {
			case isUsed && isLeftOut:
				t.Errorf("a script uses the word %s.%s, which a layout leaves out", table, key)
			case !isUsed && !isLeftOut && table == "worksheet":
				t.Errorf("a layout hands the word %s.%s to a script, but no script uses it", table, key)
			}
		}
	}
}

// A workbook takes a word from the tables of its page if its own table lacks it. Its table
// therefore repeats no word of theirs.
func TestWorkbookRepeatsNoWord(t *testing.T) {
	english, _ := parse(fileOf("en"), open(repository(), fileOf("en")))
	chinese, _ := parse(fileOf("zh"), open(repository(), fileOf("zh")))
	for _, key := range english.keys {
		name, isOfWorkbook := strings.CutPrefix(key, "workbook.")
		for _, other := range []string{"worksheet." + name, "sheet." + name} {
			if isOfWorkbook && english.entries[key].text == english.entries[other].text && chinese.entries[key].text == chinese.entries[other].text {
				t.Errorf("delete %s: a workbook takes %s", key, other)
			}
		}
	}
}

// code is the text of everything that may use a word, without tests.
type code struct {
	layouts, scripts, program string

	handed   []string        // the tables that layouts and the build hand to scripts
	prefixed []string        // the tables whose name Go code puts before a key
	literals map[string]bool // string literals of all three; a format is there up to its first value
}

func readCode(t *testing.T) code {
	c := code{
		layouts: readAll(t, "layouts", ".html"), scripts: readAll(t, "static", ".ts"), program: readAll(t, "generator", ".go"),
		literals: map[string]bool{},
	}
	c.handed = append(finds(c.layouts, `WordsJSON "([a-z]+)"`), finds(c.program, `\.js": +"([a-z]+)"`)...) // see laterWords in package build
	c.prefixed = append(finds(c.program, `"([a-z]+)\." ?\+`), finds(c.program, `\.Under\("([a-z]+)"\)`)...)
	for _, literal := range finds(c.layouts+c.scripts+c.program, "[\"'`]([A-Za-z_.]+)(?:%s|\\$\\{[^}]*\\})?[\"'`]") {
		c.literals[literal] = true
	}
	return c
}

func readAll(t *testing.T, folder, extension string) string {
	var all strings.Builder
	err := fs.WalkDir(repository(), folder, func(file string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != extension || strings.HasSuffix(file, "_test.go") {
			return err
		}
		data, err := fs.ReadFile(repository(), file)
		all.Write(data)
		return err
	})
	if err != nil || all.Len() == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	return all.String()
}

// finds returns what the group of a pattern matches, each once.
func finds(text, pattern string) []string {
	var found []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// named returns the keys that layouts and Go code name in full.
func (c code) named() []string {
	return append(finds(c.layouts, `\.Word "([a-z_.]+)"`), finds(c.program, `(?:words|texts)\["([a-z]+\.[a-z_]+)"\]`)...)
}

// uses reports whether a key is a literal in full, or without its table where code puts the
// table before it, or in two literals: why_ and missing.
func (c code) uses(key string) bool {
	names := []string{key}
	if table, rest, _ := strings.Cut(key, "."); slices.Contains(c.handed, table) || slices.Contains(c.prefixed, table) {
		names = append(names, rest)
	}
	return slices.ContainsFunc(names, func(name string) bool {
		if c.literals[name] {
			return true
		}
		for i := range name {
			if name[i] == '_' && c.literals[name[:i+1]] && c.literals[name[i+1:]] {
				return true
			}
		}
		return false
	})
}
