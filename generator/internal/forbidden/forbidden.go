// Package forbidden defines the characters that no text of a site may contain, and the file
// names that no published file may have.
//
// Forbidden in texts are control characters except tab and line feed, the separators U+2028
// and U+2029, and Unicode's noncharacters. HTML, XML and the format of workbooks forbid most
// of them, and browsers do not show the others. Forbidden in names is whatever Windows,
// macOS or Linux refuses.
package forbidden

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"cairn/generator/internal/diag"
)

// Is reports whether a character is forbidden in texts.
func Is(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n'
	case r >= 0x7F && r <= 0x9F, r == '\u2028', r == '\u2029', r >= 0xFDD0 && r <= 0xFDEF:
		return true
	}
	return r&0xFFFE == 0xFFFE
}

// Find returns the first forbidden character of a text after an offset, and the character's
// offset; -1 if there is none.
func Find(text string, from int) (r rune, at int) {
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 0x80 && c < 0xC2, c > 0xE2 && c < 0xEF, c >= ' ' && c < 0x7F, c > 0xC2 && c < 0xE2, c == '\n', c == '\t':
			continue // the most frequent bytes first: a continuation byte, a first byte that no forbidden character has, ASCII that is allowed
		}
		if r, size := utf8.DecodeRuneInString(text[i:]); (r != utf8.RuneError || size > 1) && Is(r) {
			return r, i
		}
	}
	return 0, -1
}

// Blank replaces each forbidden character by a space of the same length in bytes, which
// keeps the offsets of the rest of the text.
func Blank(text string) string {
	var b strings.Builder
	from := 0
	for r, at := Find(text, 0); at >= 0; r, at = Find(text, from) {
		b.WriteString(text[from:at])
		from = at + utf8.RuneLen(r)
		b.WriteString([]string{" ", "\u00A0", "\u2003", "    "}[utf8.RuneLen(r)-1])
	}
	return b.String() + text[from:]
}

// IsLineBreak reports whether some program uses a forbidden character as a line break: Word
// uses U+000B, other programs U+2028.
func IsLineBreak(r rune) bool {
	return r >= '\v' && r <= '\r' || r == 0x85 || r == '\u2028' || r == '\u2029'
}

// Code is the code of the fault that a text contains a forbidden character.
const Code = "control-character"

// Fault describes a forbidden character at a place.
func Fault(r rune, at diag.Place) diag.Fault {
	if IsLineBreak(r) {
		return diag.Errorf(at, Code, "%s %U: browsers do not show it as a line break", name(r), r)
	}
	return diag.Errorf(at, Code, "%s %U: not allowed in a page", name(r), r)
}

// FromWindows1252 returns the character that has the code of a control character from U+0080
// to U+009F in Windows-1252, such as … for U+0085. Text in that encoding that is decoded as
// Latin-1 contains such control characters. The result is 0 for other characters.
func FromWindows1252(r rune) rune {
	if r < 0x80 || r > 0x9F {
		return 0
	}
	if decoded := charmap.Windows1252.DecodeByte(byte(r)); !Is(decoded) && decoded != utf8.RuneError {
		return decoded
	}
	return 0
}

func name(r rune) diag.Text {
	switch r {
	case '\b':
		return diag.Textf("backspace")
	case '\v':
		return diag.Textf("vertical tab")
	case '\f':
		return diag.Textf("form feed")
	case '\r':
		return diag.Textf("carriage return")
	case 0x1B:
		return diag.Textf("escape")
	case 0x85:
		return diag.Textf("next line")
	case '\u2028':
		return diag.Textf("line separator")
	case '\u2029':
		return diag.Textf("paragraph separator")
	}
	if r > 0x9F {
		return diag.Textf("noncharacter")
	}
	return diag.Textf("control character")
}
