package toml

import (
	"strconv"
	"strings"

	"cairn/generator/internal/diag"
)

// reason replaces the library's message about a syntax error with a text that the
// catalogue translates. Messages about rare errors stay as they are.
func reason(message string) diag.Text {
	message = strings.Replace(message, `'\x00'`, `'\n'`, 1) // the library reports the end of the text as a NUL
	for _, r := range reasons() {
		found, ok := r.match(message)
		if !ok {
			continue
		}
		if strings.Contains(r.text.Format, "%") {
			r.text.Args = []any{unquoted(found)}
		}
		return r.text
	}
	return diag.Textf("%s", message)
}

// replacement is a text for a message of the library. A * in the message matches
// anything; a verb in the text stands for the matched part.
type replacement struct {
	message string
	text    diag.Text
}

func (r replacement) match(message string) (found string, ok bool) {
	before, after, open := strings.Cut(r.message, "*")
	if !open {
		return "", message == r.message
	}
	if message, ok = strings.CutPrefix(message, before); !ok {
		return "", false
	}
	return strings.CutSuffix(message, after)
}

// reasons lists the replacements; the first that matches applies.
func reasons() []replacement {
	noValue := diag.Textf("the value is missing")
	noEquals := diag.Textf("the = behind the key is missing")
	emptyKey := diag.Textf("the key has an empty part")
	emptyName := diag.Textf("the name of the table is empty")
	openName := diag.Textf("the name of the table is not closed: ] is missing")
	openText := diag.Textf("text is not closed")
	openTexts := diag.Textf("the text of several lines has no three quotation marks at its end")
	tooLarge := diag.Textf("the number %s is too large")
	leadingZero := diag.Textf("the number %s begins with a 0 too many")
	noEscape := diag.Textf("the \\ in %q stands for no sign: write \\\\ or /")
	return []replacement{
		{`expected a top-level item to end with a newline, comment, or EOF, but got * instead`, diag.Textf("the line should end before %q")},
		{`expected value but found '\n' instead`, noValue},
		{`unexpected EOF; expected value`, noValue},
		{`expected value but found * instead`, diag.Textf("%q is not a value")},

		{`expected '.' or '=', but got '\n' instead`, noEquals},
		{`unexpected EOF; expected key separator '='`, noEquals},
		{`expected '.' or '=', but got * instead`, diag.Textf("= should stand where %q does; a key that is not of plain letters stands in quotes")},
		{`unexpected '=': key name appears blank`, diag.Textf("there is no key before the =")},
		{`unexpected '='`, emptyKey},
		{`unexpected '.': keys cannot start with a '.'`, emptyKey},
		{`unexpected '.'`, emptyKey},

		{`expected '.' or ']' to end table name, but got '\n' instead`, openName},
		{`expected end of table array name delimiter ']', but got * instead`, diag.Textf("the name of the table is not closed: ]] is missing")},
		{`expected '.' or ']' to end table name, but got * instead`, diag.Textf("a table's name with %q in it stands in quotes")},
		{`unexpected end of table name (table names cannot be empty)`, emptyName},
		{`unexpected table separator (table names cannot be empty)`, emptyName},

		{`expected a comma (',') or array terminator (']'), but got end of file`, diag.Textf("the list is not closed: ] is missing")},
		{`expected a comma (',') or array terminator (']'), but got *`, diag.Textf("a comma or ] is missing before %q")},
		{`expected a comma or an inline table terminator '}', but got end of file instead`, diag.Textf("the table is not closed: } is missing")},
		{`expected a comma or an inline table terminator '}', but got * instead`, diag.Textf("a comma or } is missing before %q")},
		{`unexpected comma`, diag.Textf("there is a comma too many")},

		{`strings cannot contain newlines`, openText},
		{`unexpected EOF; expected '"'`, openText},
		{`unexpected EOF; expected "'"`, openText},
		{`unexpected EOF; expected '"""'`, openTexts},
		{`unexpected EOF; expected "'''"`, openTexts},
		{`invalid escape in string '*'`, noEscape},
		{`expected two hexadecimal digits after '\x', but got * instead`, noEscape},
		{`expected four hexadecimal digits after '\u', but got * instead`, noEscape},
		{`expected eight hexadecimal digits after '\U', but got * instead`, noEscape}, // C:\Users
		{`TOML files cannot contain control characters: '*'`, diag.Textf("the control character %s")},

		{`floats must start with a digit, not '.'`, diag.Textf("digits missing before the decimal point")},
		{`Invalid float *: '.' must be followed by one or more digits`, diag.Textf("digits missing after the decimal point in %s")},
		{`Invalid integer *: cannot have leading zeroes`, leadingZero},
		{`Invalid float *: cannot have leading zeroes`, leadingZero},
		{`Invalid float value: *`, diag.Textf("%q is not a number")},
		{`expected a digit but got *`, diag.Textf("a digit is missing before %q")},
		{`* is out of range for int64`, tooLarge},
		{`* is out of range for float64`, tooLarge},
	}
}

// unquoted removes the Go quotation marks in which the library shows a text.
func unquoted(shown string) string {
	if s, err := strconv.Unquote(shown); err == nil {
		return s
	}
	return strings.Trim(shown, "'")
}
