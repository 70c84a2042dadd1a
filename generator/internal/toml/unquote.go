package toml

import (
	"strconv"
	"strings"
)

// unquote decodes a quoted string. at is the offset in raw of the character at a
// byte index of the decoded string; an index beyond the end gives the closing quote.
func unquote(raw string, index int) (decoded string, at int) {
	open := 1
	if len(raw) >= 6 && raw[1] == raw[0] && raw[2] == raw[0] {
		open = 3
	}
	body := raw[open : len(raw)-open]
	if open == 3 && strings.HasPrefix(body, "\n") { // TOML drops a line end directly after the opening quotes
		open, body = open+1, body[1:]
	}
	if raw[0] == '\'' {
		return body, open + min(max(index, 0), len(body))
	}
	var b strings.Builder
	for i := 0; i < len(body); {
		text, n := unescape(body[i:])
		if index >= b.Len() && index < b.Len()+len(text) {
			at = open + i + index - b.Len()
			if n != len(text) {
				at = open + i
			}
		}
		b.WriteString(text)
		i += n
	}
	if index >= b.Len() {
		at = open + len(body)
	}
	return b.String(), at
}

// unescape decodes the first character of the content of a basic string; size is
// its length in bytes there.
func unescape(s string) (decoded string, size int) {
	if s[0] != '\\' || len(s) < 2 {
		return s[:1], 1
	}
	switch s[1] {
	case 'b':
		return "\b", 2
	case 't':
		return "\t", 2
	case 'n':
		return "\n", 2
	case 'f':
		return "\f", 2
	case 'r':
		return "\r", 2
	case 'e':
		return "\x1b", 2
	case 'x':
		return codePoint(s, 2)
	case 'u':
		return codePoint(s, 4)
	case 'U':
		return codePoint(s, 8)
	case ' ', '\t', '\n': // an escaped line end with the white space around it
		return "", 1 + len(s[1:]) - len(strings.TrimLeft(s[1:], " \t\n"))
	}
	return s[1:2], 2
}

func codePoint(s string, digits int) (string, int) {
	size := min(2+digits, len(s))
	n, err := strconv.ParseUint(s[2:size], 16, 32)
	if err != nil {
		return s[:2], 2
	}
	return string(rune(n)), size
}
