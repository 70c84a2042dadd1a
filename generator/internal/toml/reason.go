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
	noEquals := diag.Textf("= is missing after the key")
	emptyKey := diag.Textf("the key has an empty part")
	emptyName := diag.Textf("the table name is empty")
	openName := diag.Textf("the table name has no closing ]")
	openText := diag.Textf("the text has no closing quotation mark")
	openTexts := diag.Textf("the multi-line text has no closing three quotation marks")
	tooLarge := diag.Textf("the number %s is too large")
	leadingZero := diag.Textf("the number %s has a leading 0")
	noEscape := diag.Textf("the escape \\ in %q is not valid: write \\\\ or /")
	return []replacement{
		{`expected a top-level item to end with a newline, comment, or EOF, but got * instead`, diag.Textf("the line must end before %q")},
		{`expected value but found '\n' instead`, noValue},
		{`unexpected EOF; expected value`, noValue},
		{`expected value but found * instead`, diag.Textf("%q is not a valid value")},

		{`expected '.' or '=', but got '\n' instead`, noEquals},
		{`unexpected EOF; expected key separator '='`, noEquals},
		{`expected '.' or '=', but got * instead`, diag.Textf("expected = instead of %q; a key with other characters than letters, digits, - and _ needs quotes")},
		{`unexpected '=': key name appears blank`, diag.Textf("the key before = is missing")},
		{`unexpected '='`, emptyKey},
		{`unexpected '.': keys cannot start with a '.'`, emptyKey},
		{`unexpected '.'`, emptyKey},

		{`expected '.' or ']' to end table name, but got '\n' instead`, openName},
		{`expected end of table array name delimiter ']', but got * instead`, diag.Textf("the table name has no closing ]]")},
		{`expected '.' or ']' to end table name, but got * instead`, diag.Textf("a table name with %q in it needs quotes")},
		{`unexpected end of table name (table names cannot be empty)`, emptyName},
		{`unexpected table separator (table names cannot be empty)`, emptyName},

		{`expected a comma (',') or array terminator (']'), but got end of file`, diag.Textf("the list has no closing ]")},
		{`expected a comma (',') or array terminator (']'), but got *`, diag.Textf("a comma or ] is missing before %q")},
		{`expected a comma or an inline table terminator '}', but got end of file instead`, diag.Textf("the table has no closing }")},
		{`expected a comma or an inline table terminator '}', but got * instead`, diag.Textf("a comma or } is missing before %q")},
		{`unexpected comma`, diag.Textf("there is an extra comma")},

		{`strings cannot contain newlines`, openText},
		{`unexpected EOF; expected '"'`, openText},
		{`unexpected EOF; expected "'"`, openText},
		{`unexpected EOF; expected '"""'`, openTexts},
		{`unexpected EOF; expected "'''"`, openTexts},
		{`invalid escape in string '*'`, noEscape},
		{`expected two hexadecimal digits after '\x', but got * instead`, noEscape},
		{`expected four hexadecimal digits after '\u', but got * instead`, noEscape},
		{`expected eight hexadecimal digits after '\U', but got * instead`, noEscape}, // C:\Users
		{`TOML files cannot contain control characters: '*'`, diag.Textf("it contains the control character %s")},

		{`floats must start with a digit, not '.'`, diag.Textf("there are no digits before the decimal point")},
		{`Invalid float *: '.' must be followed by one or more digits`, diag.Textf("there are no digits after the decimal point in %s")},
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
