package diag

import (
	"fmt"
	"strconv"
	"strings"
)

// Catalogue translates messages into one language. It maps the English format of a Text to
// the format in that language. A Text without an entry stays English; the nil catalogue is
// the English one.
type Catalogue map[string]string

// Languages returns the languages that have a catalogue, by the names that --lang accepts.
func Languages() []string { return []string{"en", "zh"} }

// CatalogueOf returns the catalogue of a language, given by its name or by a tag such as
// zh-CN. An unknown language gets the English catalogue.
func CatalogueOf(language string) Catalogue {
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base == "zh" {
		return chinese()
	}
	return nil
}

// Say formats a text in the catalogue's language.
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
			args[i] = argument(c.Say(arg))
		case string:
			args[i] = argument(arg)
		case []byte:
			args[i] = argument(arg)
		case error:
			args[i] = argument(arg.Error())
		default:
			args[i] = arg
		}
	}
	return fmt.Sprintf(format, args...)
}

// argument is a string inside a message: a quotation from the source, or the name of a file.
// The verb %q puts it in quotation marks but does not escape backslashes and quotation marks
// as Go does, so that authors see their own text. Every verb escapes invisible characters.
type argument string

// Format implements fmt.Formatter.
func (a argument) Format(f fmt.State, verb rune) {
	if verb != 'q' {
		fmt.Fprintf(f, fmt.FormatString(f, verb), Visible(string(a), "\n\t"))
		return
	}
	quoted := strconv.Quote(string(a))
	inside := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(quoted[1 : len(quoted)-1])
	fmt.Fprintf(f, `"%s"`, inside)
}
