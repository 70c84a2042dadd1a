package words

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
)

// repository holds the words files of the theme.
func repository() fs.FS { return os.DirFS("../../..") }

// Every language of the theme has the same keys with the same placeholders, and each
// list has the same number of items where the number is fixed.
func TestThemeLanguagesAgree(t *testing.T) {
	if got, want := languages(repository()), []string{"en", "zh"}; !slices.Equal(got, want) {
		t.Fatalf("the theme has words for %v, want %v", got, want)
	}
	read := func(language string) table {
		file := fileOf(language)
		all, faults := parse(file, open(repository(), file))
		if len(faults) > 0 || len(all.keys) < 300 {
			t.Fatalf("%s has %d words and the faults %v", file, len(all.keys), faults)
		}
		return all
	}
	english, chinese := read("en"), read("zh")
	for _, key := range english.keys {
		if _, ok := chinese.entries[key]; !ok {
			t.Errorf("%s: no word %s", fileOf("zh"), key)
		}
	}
	wide := regexp.MustCompile(`[\p{Han}\x{3000}-\x{303f}\x{ff00}-\x{ffef}]`)
	for _, key := range chinese.keys {
		word, ok := english.entries[key]
		if !ok {
			t.Errorf("%s: no word %s", fileOf("en"), key)
			continue
		}
		if got, want := placeholders(word.text), placeholders(chinese.entries[key].text); !slices.Equal(got, want) {
			t.Errorf("%s has the placeholders %v in English and %v in Chinese", key, got, want)
		}
		if found := wide.FindString(word.text); found != "" || word.text == "" {
			t.Errorf("the English word %s is %q", key, word.text)
		}
	}
	for _, all := range []table{english, chinese} {
		w := all.texts()
		if w.Month(1) == "" || w.Month(12) == "" || w.Month(0) != "" || w.Month(13) != "" {
			t.Errorf("the months are %q", w["locale.months"])
		}
	}
}

// The arguments of a formula's function appear in each language.
func TestFormulaWordsNameTheSameArguments(t *testing.T) {
	argument := regexp.MustCompile(`\{\d\}|…`)
	arguments := func(language, key string) string {
		all, _ := parse(fileOf(language), open(repository(), fileOf(language)))
		found := argument.FindAllString(all.entries[key].text, -1)
		slices.Sort(found)
		return strings.Join(found, " ")
	}
	all, _ := parse(fileOf("en"), open(repository(), fileOf("en")))
	for _, key := range all.keys {
		if strings.HasPrefix(key, "formula.") && arguments("en", key) != arguments("zh", key) {
			t.Errorf("%s has the arguments %s in English and %s in Chinese", key, arguments("en", key), arguments("zh", key))
		}
	}
}

const (
	english = "[search]\ntitle = \"Search\"\nfound = \"Pages found: %d\"\n[notice]\nfrom = \"%s of %d\"\n[locale]\nlist = \", \"\nmonths = \"January|February\"\n"
	chinese = "[search]\ntitle = \"搜索\"\nfound = \"找到 %d 页\"\n[notice]\nfrom = \"%d 里的 %s\"\n[locale]\nlist = \"、\"\nmonths = \"1 月|2 月\"\n"
)

func TestRead(t *testing.T) {
	theme := files("layouts/words.en.toml", english, "layouts/words.zh.toml", chinese)
	for name, test := range map[string]struct {
		site   fs.FS
		config string
		want   map[string]string
		faults string
	}{
		"the theme's words": {files(), `language = "zh-CN"`, map[string]string{"search.title": "搜索", "search.found": "找到 %d 页"}, ""},
		"no language":       {files(), "", map[string]string{"search.title": "搜索"}, ""},
		"capitals":          {files(), `language = "EN-gb"`, map[string]string{"search.title": "Search"}, ""},
		"one own word": {
			files("layouts/words.en.toml", "[search]\ntitle = \"Find\"\n"), `language = "en"`,
			map[string]string{"search.title": "Find", "search.found": "Pages found: %d"}, "",
		},
		"an unknown key": {
			files("layouts/words.en.toml", "[search]\nfuond = \"%d\"\n\n[mine]\nabc = \"x\"\n"), `language = "en"`,
			map[string]string{"search.found": "Pages found: %d", "mine.abc": ""},
			"layouts/words.en.toml:2:1: warning: the interface has no word search.fuond (did you mean search.found?)\n" +
				"layouts/words.en.toml:5:1: warning: the interface has no word mine.abc (remove it; layouts/words.en.toml of the theme has all keys)\n",
		},
		"keys that own layouts name": {
			files("layouts/words.en.toml", "[search]\nextra = \"x\"\n[mine]\nabc = \"y\"\n[other]\nkey = \"z\"\n",
				"layouts/partials/page.html", `{{.Word "search.extra"}}{{.WordsJSON "mine"}}{{.WordsJSON "search"}}`), `language = "en"`,
			map[string]string{"search.extra": "x", "mine.abc": "y", "other.key": ""},
			"layouts/words.en.toml:6:1: warning: the interface has no word other.key (remove it; layouts/words.en.toml of the theme has all keys)\n",
		},
		"other placeholders": {
			files("layouts/words.en.toml", "[search]\nfound = \"%s pages\"\n[notice]\nfrom = \"%[2]d: %[1]s\"\n"), `language = "en"`,
			map[string]string{"search.found": "Pages found: %d", "notice.from": "%[2]d: %[1]s"},
			"layouts/words.en.toml:2:9: error: the placeholders of search.found differ from those of the theme's word (keep its placeholders, as in \"Pages found: %d\")\n",
		},
		"other placeholders of a key that an own layout names": {
			files("layouts/words.en.toml", "[search]\nfound = \"none\"\n", "layouts/search.html", `{{.Word "search.found"}}`), `language = "en"`,
			map[string]string{"search.found": "Pages found: %d"},
			"layouts/words.en.toml:2:9: error: the placeholders of search.found differ from those of the theme's word (keep its placeholders, as in \"Pages found: %d\")\n",
		},
		"not text": {
			files("layouts/words.en.toml", "[search]\ntitle = 1\n"), `language = "en"`,
			map[string]string{"search.title": "Search"},
			"layouts/words.en.toml:2:9: error: the text of the word title is not a text (write it in quotes)\n",
		},
		"a language of the site's own": {
			files("layouts/words.fr.toml", "[search]\ntitle = \"Recherche\"\nfound = \"Pages : %d\"\n[locale]\nlist = \", \"\n"), `language = "fr"`,
			map[string]string{"search.title": "Recherche", "notice.from": "%s of %d"},
			"layouts/words.fr.toml:1:1: warning: words missing here, which readers will see in English: 2 (notice.from, locale.months) " +
				"(translate them from layouts/words.en.toml of the theme)\n",
		},
		"a language without words": {
			files("layouts/words.de.toml", ""), "title = \"x\"\nlanguage = \"fr-CA\"",
			map[string]string{"search.title": "Search"},
			"site.toml:2:12: error: there are no words for the language fr-CA " +
				"(there are words for de, en, zh; for another language, write them in layouts/words.fr.toml)\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := config.Parse(test.config)
			got, faults := Read(test.site, theme, c)
			for key, want := range test.want {
				if got[key] != want {
					t.Errorf("%s is %q, want %q", key, got[key], want)
				}
			}
			if shown := show(faults, test.site, test.config); shown != test.faults {
				t.Errorf("it reports\n%swant\n%s", shown, test.faults)
			}
		})
	}
}

func TestUnder(t *testing.T) {
	w := Words{"search.found": "a", "searching.x": "b", "locale.list": "c"}
	if got, want := fmt.Sprint(w.Under("search")), "map[found:a]"; got != want {
		t.Errorf("the words are %s, want %s", got, want)
	}
}

func files(texts ...string) fs.FS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(texts); i += 2 {
		fsys[texts[i]] = &fstest.MapFile{Data: []byte(texts[i+1])}
	}
	return fsys
}

// show writes faults with their lines and columns, one a line.
func show(faults []diag.Fault, site fs.FS, siteConfig string) string {
	var b strings.Builder
	for _, d := range diag.Catalogue(nil).Resolve(faults, func(file string) string {
		if file == config.File {
			return siteConfig
		}
		text, _ := fs.ReadFile(site, file)
		return string(text)
	}) {
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s (%s)\n", d.File, d.Line, d.Column, d.Severity, d.Message, d.Help)
	}
	return b.String()
}
