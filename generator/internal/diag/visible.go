package diag

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible is a text, such as the name of a file, with an escape for every
// character that is not seen or that changes how others are: controls, marks of
// direction, what is no UTF-8. Those in except stay as they are.
func Visible(text, except string) string {
	isShown := func(r rune, size int) bool {
		return strings.ContainsRune(except, r) && size > 0 || !isUnseen(r) && (r != utf8.RuneError || size > 1)
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isShown(r, size) {
			b.WriteString(text[from:i])
			b.WriteString(escaped(text[i:i+size], r))
			from = i + size
		}
		i += size
	}
	if from == 0 {
		return text
	}
	return b.String() + text[from:]
}

// isUnseen tells the characters that %q escapes too, but for the spaces and those
// that another version of Unicode may know.
func isUnseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// escaped is a character as %q writes it.
func escaped(character string, r rune) string {
	if r == utf8.RuneError {
		return fmt.Sprintf(`\x%02x`, character[0])
	}
	quoted := strconv.Quote(character)
	return quoted[1 : len(quoted)-1]
}
