// Package words reads the words of the interface: every text, punctuation mark and date
// format that the generator or a script puts beside an author's content.
//
// layouts/words.LANGUAGE.toml holds the words of one language, where LANGUAGE is the
// site's language without its region: words.zh.toml for zh-CN. The file has two levels,
// a table for each part of the interface and a key for each text:
//
//	[search]
//	found = "Pages found: %d"
//
// A text has placeholders: %d for a number, %s for a text, %[2]s for the second value
// where the order differs from other languages. The table "locale" holds punctuation
// and dates; scripts read it from the root element of the page. A text that is a list
// separates its items by |.
//
// The theme has complete files. A site's own file of the same name changes single words.
// A site may also add a language; English stands for the words that its file lacks.
package words

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Folder is the folder of the words files, in a site and in the theme.
const Folder = "layouts"

// fallback is the language of words that the file of a site's own language lacks.
const fallback = "en"

// Words are the texts of one language by table and key: "search.found".
type Words map[string]string

// Read reads the theme's words in the language of a site and lays the site's own over
// them, key by key.
func Read(source, theme fs.FS, c *config.Config) (Words, []diag.Fault) {
	primary, _, _ := strings.Cut(c.Language, "-")
	file := fileOf(strings.ToLower(primary))
	own, theirs := open(source, file), open(theme, file)
	if !own.exists && !theirs.exists {
		all, faults := parse(fileOf(fallback), open(theme, fileOf(fallback)))
		return all.texts(), append(faults, noLanguage(source, theme, c))
	}
	base, faults := parse(file, theirs)
	isAdded := !theirs.exists
	if isAdded {
		base, faults = parse(fileOf(fallback), open(theme, fileOf(fallback)))
	}
	if !own.exists {
		return base.texts(), faults
	}
	changed, ownFaults := parse(file, own)
	faults = append(faults, ownFaults...)
	if isAdded && len(ownFaults) == 0 {
		faults = append(faults, missing(file, base, changed)...)
	}
	all := base.texts()
	for _, key := range changed.keys {
		fault := base.check(key, changed.entries[key], source)
		if fault == nil {
			all[key] = changed.entries[key].text
			continue
		}
		faults = append(faults, *fault)
	}
	return all, faults
}

func fileOf(language string) string { return Folder + "/words." + language + ".toml" }

// sourceFile is the text of a words file, if there is one.
type sourceFile struct {
	exists bool
	text   string
	faults []diag.Fault
}

func open(fsys fs.FS, file string) sourceFile {
	if _, err := fs.Stat(fsys, file); err != nil {
		return sourceFile{}
	}
	text, faults := content.ReadText(fsys, file)
	return sourceFile{true, text, faults}
}

// table is a parsed words file.
type table struct {
	entries map[string]entry
	keys    []string // in the order of the file
}

type entry struct {
	text      string
	at, keyAt diag.Place
}

func parse(file string, from sourceFile) (table, []diag.Fault) {
	t := table{entries: map[string]entry{}}
	if !from.exists || len(from.faults) > 0 {
		return t, from.faults
	}
	root, faults := toml.Parse(file, from.text, 0, len(from.text))
	if root != nil {
		faults = append(faults, t.add("", root)...)
	}
	return t, faults
}

// add adds the texts of a TOML table under a prefix.
func (t *table) add(prefix string, from *toml.Table) (faults []diag.Fault) {
	for _, e := range from.Entries {
		key := prefix + e.Key
		switch value := e.Value.Data.(type) {
		case string:
			t.entries[key] = entry{value, e.Value.At, e.KeyAt}
			t.keys = append(t.keys, key)
		case *toml.Table:
			faults = append(faults, t.add(key+".", value)...)
		default:
			faults = append(faults, diag.Errorf(e.Value.At, "wrong-type", "the text of the word %s is not a text", e.Key).
				WithHelp("write it in quotes"))
		}
	}
	return faults
}

func (t table) texts() Words {
	all := Words{}
	for key, e := range t.entries {
		all[key] = e.text
	}
	return all
}

// check finds what is wrong with a site's own text for a key. A key that the theme
// lacks is accepted if one of the site's own layouts names it.
func (t table) check(key string, own entry, source fs.FS) *diag.Fault {
	known, exists := t.entries[key]
	switch {
	case !exists && t.isOwnOfLayouts(key, source):
		return nil
	case !exists:
		fault := t.unknown(key, own)
		return &fault
	case !slices.Equal(placeholders(known.text), placeholders(own.text)):
		fault := diag.Errorf(own.at, "word-placeholders", "the placeholders of %s differ from those of the theme's word", key).
			WithHelp("keep its placeholders, as in %s", toml.Quote(known.text))
		return &fault
	}
	return nil
}

func (t table) unknown(key string, own entry) diag.Fault {
	fault := diag.Warnf(own.keyAt, "unknown-word", "the interface has no word %s", key)
	if near := diag.Nearest(key, t.keys); near != "" {
		return fault.WithHelp("did you mean %s?", near)
	}
	return fault.WithHelp("remove it; layouts/words.en.toml of the theme has all keys")
}

// placeholder matches the places of a text that values go into.
var placeholder = regexp.MustCompile(`%(?:\[(\d+)\])?([ds])`)

// placeholders lists the placeholders of a text, in the order of their values.
func placeholders(text string) []string {
	var all []string
	for i, m := range placeholder.FindAllStringSubmatch(text, -1) {
		number := string(rune('1' + i))
		if m[1] != "" {
			number = m[1]
		}
		all = append(all, number+m[2])
	}
	slices.Sort(all)
	return all
}

// isOwnOfLayouts reports whether a layout of the site names a key, or the key's table if
// the theme has no such table.
func (t table) isOwnOfLayouts(key string, source fs.FS) bool {
	name, _, _ := strings.Cut(key, ".")
	isNew := !slices.ContainsFunc(t.keys, func(key string) bool { return strings.HasPrefix(key, name+".") })
	for _, pattern := range []string{Folder + "/*.html", Folder + "/partials/*.html"} {
		files, _ := fs.Glob(source, pattern)
		for _, file := range files {
			text, _ := content.ReadText(source, file)
			if strings.Contains(text, `"`+key+`"`) || isNew && strings.Contains(text, `"`+name+`"`) {
				return true
			}
		}
	}
	return false
}

// missing reports the words that a language of the site's own lacks, all at once.
func missing(file string, base, own table) []diag.Fault {
	lacks := slices.DeleteFunc(slices.Clone(base.keys), func(key string) bool {
		_, exists := own.entries[key]
		return exists
	})
	if len(lacks) == 0 {
		return nil
	}
	const shown = 5
	list := strings.Join(lacks[:min(shown, len(lacks))], ", ")
	if len(lacks) > shown {
		list += ", …"
	}
	return []diag.Fault{diag.Warnf(diag.WholeFile(file), "missing-word", "words missing here, which readers will see in English: %d (%s)", len(lacks), list).
		WithHelp("translate them from layouts/words.en.toml of the theme")}
}

// noLanguage reports that neither the site nor the theme has the words of the language.
func noLanguage(source, theme fs.FS, c *config.Config) diag.Fault {
	primary, _, _ := strings.Cut(c.Language, "-")
	return diag.Errorf(c.LanguageAt, "unknown-language", "there are no words for the language %s", c.Language).
		WithHelp("there are words for %s; for another language, write them in %s", strings.Join(languages(source, theme), ", "), fileOf(strings.ToLower(primary)))
}

// languages lists the languages that have a words file.
func languages(folders ...fs.FS) []string {
	found := map[string]bool{}
	for _, fsys := range folders {
		files, _ := fs.Glob(fsys, fileOf("*"))
		for _, file := range files {
			language, _ := strings.CutPrefix(path.Base(file), "words.")
			found[strings.TrimSuffix(language, ".toml")] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Under selects the texts of one table, by their keys within it.
func (w Words) Under(table string) map[string]string {
	under := map[string]string{}
	for key, word := range w {
		if rest, ok := strings.CutPrefix(key, table+"."); ok {
			under[rest] = word
		}
	}
	return under
}

// Month is the name of a month from 1 to 12.
func (w Words) Month(month int) string {
	names := strings.Split(w["locale.months"], "|")
	if month < 1 || month > len(names) {
		return ""
	}
	return names[month-1]
}
