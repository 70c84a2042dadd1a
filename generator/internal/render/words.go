package render

import (
	"io/fs"
	"strings"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Words are the words of the interface in one language, by table and key:
// "nav.search". They come from layouts/words.LANGUAGE.toml, where LANGUAGE is
// the site's language without its region.
type Words map[string]string

// ReadWords reads the words for a language (zh-CN).
func ReadWords(theme fs.FS, language string) (Words, []diag.Fault) {
	primary, _, _ := strings.Cut(language, "-")
	file := Root + "/words." + primary + ".toml"
	text, faults := content.ReadText(theme, file)
	if len(faults) > 0 {
		return nil, faults
	}
	table, faults := toml.Parse(file, text, 0, len(text))
	words := Words{}
	if table != nil {
		words.read("", table, &faults)
	}
	return words, faults
}

func (w Words) read(prefix string, table *toml.Table, faults *[]diag.Fault) {
	for _, e := range table.Entries {
		switch value := e.Value.Data.(type) {
		case string:
			w[prefix+e.Key] = value
		case *toml.Table:
			w.read(prefix+e.Key+".", value, faults)
		default:
			*faults = append(*faults, diag.Errorf(e.Value.At, "wrong-type", "the word %s is not text", e.Key).
				WithHelp("write it in quotes"))
		}
	}
}

// Under are the words of one table, by their keys within it.
func (w Words) Under(table string) map[string]string {
	under := map[string]string{}
	for key, word := range w {
		if rest, ok := strings.CutPrefix(key, table+"."); ok {
			under[rest] = word
		}
	}
	return under
}
