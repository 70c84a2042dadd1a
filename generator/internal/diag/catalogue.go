package diag

import (
	"fmt"
	"strconv"
	"strings"
)

// Catalogue has the words for texts in one language, each under the format
// that the text has in English. What it lacks is said in English, so that the
// nil catalogue is English.
type Catalogue map[string]string

// Languages are those that there is a catalogue of, by the names that --lang
// takes.
func Languages() []string { return []string{"en", "zh"} }

// CatalogueOf is the catalogue of a language, which a tag such as zh-CN names
// by its first part; English where there is no other.
func CatalogueOf(language string) Catalogue {
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base == "zh" {
		return chinese()
	}
	return nil
}

// Say is a text in the catalogue's language.
func (c Catalogue) Say(t Text) string {
	format, ok := c[t.Format]
	if !ok {
		format = t.Format
	}
	if len(t.Args) == 0 {
		return format
	}
	args := make([]any, len(t.Args))
	for i, arg := range t.Args {
		switch arg := arg.(type) {
		case Text:
			args[i] = words(c.Say(arg))
		case string:
			args[i] = words(arg)
		case []byte:
			args[i] = words(arg)
		case error:
			args[i] = words(arg.Error())
		default:
			args[i] = arg
		}
	}
	return fmt.Sprintf(format, args...)
}

// words are what an author wrote, or a name. Her backslashes and quotation marks
// are no Go's: %q shows them as they are. What would not be seen, or would change
// how the rest is seen, is escaped.
type words string

// Format writes the words as a verb of package fmt wants them.
func (w words) Format(f fmt.State, verb rune) {
	if verb != 'q' {
		fmt.Fprintf(f, fmt.FormatString(f, verb), Visible(string(w), "\n\t"))
		return
	}
	quoted := strconv.Quote(string(w))
	inside := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(quoted[1 : len(quoted)-1])
	fmt.Fprintf(f, `"%s"`, inside)
}
