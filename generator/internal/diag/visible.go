package diag

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible escapes the characters of a text that are invisible or change how a terminal shows
// others: control characters, direction marks, and bytes that are not UTF-8. It keeps the
// characters in except.
func Visible(text, except string) string {
	isShown := func(r rune, size int) bool {
		return strings.ContainsRune(except, r) && size > 0 || !isInvisible(r) && (r != utf8.RuneError || size > 1)
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isShown(r, size) {
			b.WriteString(text[from:i])
			b.WriteString(escape(text[i:i+size], r))
			from = i + size
		}
		i += size
	}
	if from == 0 {
		return text
	}
	return b.String() + text[from:]
}

// isInvisible reports whether a character is a control character, a format character, a line
// or paragraph separator, or a noncharacter. Unlike the %q of package fmt it is false for
// spaces and for characters that a later version of Unicode may assign.
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// escape returns a character as the %q of package fmt escapes it.
func escape(character string, r rune) string {
	if r == utf8.RuneError {
		return fmt.Sprintf(`\x%02x`, character[0])
	}
	quoted := strconv.Quote(character)
	return quoted[1 : len(quoted)-1]
}
