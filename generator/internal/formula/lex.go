package formula

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/diag"
)

type tokenKind int

const (
	endToken tokenKind = iota
	numberToken
	nameToken
	textToken
	signToken // an operator, a parenthesis, a comma, or any character that formulas do not use
)

type token struct {
	kind   tokenKind
	text   string // normalised: half-width, a text without its quotation marks
	offset int
}

// String returns the token as messages show it.
func (t token) String() string {
	if t.kind == textToken {
		return `"` + t.text + `"`
	}
	return printable(t.text)
}

// printable returns s, or the code point of its first character if that is
// invisible.
func printable(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	if unicode.IsGraphic(r) && r != utf8.RuneError {
		return s
	}
	return fmt.Sprintf("U+%04X", r)
}

func (t token) is(sign string) bool { return t.kind == signToken && t.text == sign }

// lexer splits a formula into tokens, one at a time.
type lexer struct {
	text      string
	offset    int
	operators []operator
}

// peek returns the next character in half-width and its length in bytes.
func (l *lexer) peek() (rune, int) {
	if l.offset >= len(l.text) {
		return -1, 0
	}
	r, size := utf8.DecodeRuneInString(l.text[l.offset:])
	return fold(r), size
}

// fold maps full-width characters to half-width, and lookalikes of the notation's
// signs to those signs.
func fold(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000' || r == '\u00a0' || r == '\t' || r == '\n' || r == '\r':
		return ' '
	}
	switch r {
	case '×':
		return '*'
	case '÷':
		return '/'
	case '−':
		return '-'
	case '“', '”':
		return '"'
	}
	return r
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isNameStart(r rune) bool { return r == '_' || unicode.In(r, unicode.Latin, unicode.Han) }

func isNamePart(r rune) bool { return isNameStart(r) || isDigit(r) }

// IsName reports whether a formula can use text as the name of a value.
func IsName(text string) bool {
	for i, r := range text {
		if r != fold(r) || !isNamePart(r) || i == 0 && isDigit(r) {
			return false
		}
	}
	return text != ""
}

// run reads characters in half-width while belongs accepts them.
func (l *lexer) run(belongs func(rune) bool) string {
	var b strings.Builder
	for {
		r, size := l.peek()
		if size == 0 || !belongs(r) {
			return b.String()
		}
		b.WriteRune(r)
		l.offset += size
	}
}

func (l *lexer) next() (token, *Error) {
	l.run(func(r rune) bool { return r == ' ' })
	start := l.offset
	r, size := l.peek()
	switch {
	case size == 0:
		return token{endToken, "", start}, nil
	case isDigit(r):
		return l.number()
	case isNameStart(r):
		return token{nameToken, l.run(isNamePart), start}, nil
	case r == '"':
		return l.quoted()
	}
	l.offset += size
	return token{signToken, l.sign(r), start}, nil
}

// sign reads operators of two characters, and common misspellings of them, as one
// token.
func (l *lexer) sign(r rune) string {
	switch r {
	case '≤':
		return "<="
	case '≥':
		return ">="
	case '≠':
		return "<>"
	}
	second, size := l.peek()
	pair := string(r) + string(second)
	if l.isOperator(pair) || pair == "=>" || pair == "=<" || pair == "**" {
		l.offset += size
		return pair
	}
	return string(r)
}

func (l *lexer) isOperator(text string) bool {
	return slices.ContainsFunc(l.operators, func(o operator) bool { return o.text == text })
}

func (l *lexer) number() (token, *Error) {
	start := l.offset
	digits := l.run(isDigit)
	if r, size := l.peek(); r == '.' {
		l.offset += size
		fraction := l.run(isDigit)
		if fraction == "" {
			return token{}, syntaxError(l.offset-size, diag.Textf("there are no digits after the decimal point"), diag.Textf("write a number such as 12 or 0.5"))
		}
		digits += "." + fraction
	}
	if significantDigits(digits) > 15 {
		return token{}, &Error{start, "formula-limit", diag.Textf("the number has more than 15 digits"), diag.Textf("digits after the fifteenth are not computed")}
	}
	return token{numberToken, digits, start}, nil
}

func significantDigits(number string) int {
	return len(strings.TrimLeft(strings.Replace(number, ".", "", 1), "0"))
}

func (l *lexer) quoted() (token, *Error) {
	start := l.offset
	_, size := l.peek()
	l.offset += size
	from := l.offset
	for {
		r, size := utf8.DecodeRuneInString(l.text[l.offset:])
		switch {
		case size == 0 || r == '\n':
			return token{}, syntaxError(start, diag.Textf("the text has no closing quotation mark"), diag.Textf(`write texts between straight quotes: "低价"`))
		case unicode.IsControl(r) || r == utf8.RuneError:
			return token{}, syntaxError(l.offset, diag.Textf("unexpected %s in a text", printable(string(r))), diag.Text{})
		case fold(r) == '"':
			text := l.text[from:l.offset]
			l.offset += size
			if utf8.RuneCountInString(text) > maxText {
				return token{}, &Error{start, "formula-limit", diag.Textf("the text is longer than 255 characters"), diag.Text{}}
			}
			return token{textToken, text, start}, nil
		}
		l.offset += size
	}
}
