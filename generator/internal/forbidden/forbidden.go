// Package forbidden tells what no text of a site may have, and no name.
//
// Of a text these are control characters but for the tab and the line end, the two
// separators of lines that browsers do not show, and what Unicode calls
// noncharacters: HTML, XML and workbooks forbid most of them. Of a name it is
// whatever Windows, macOS or Linux cannot have in one.
package forbidden

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"cairn/generator/internal/diag"
)

// Is tells whether a character must not be published.
func Is(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n'
	case r >= 0x7F && r <= 0x9F, r == '\u2028', r == '\u2029', r >= 0xFDD0 && r <= 0xFDEF:
		return true
	}
	return r&0xFFFE == 0xFFFE
}

// Find is the first character of text, from an offset on, that must not be
// published, and where it stands: at -1 if there is none.
func Find(text string, from int) (r rune, at int) {
	for i := from; i < len(text); i++ {
		switch c := text[i]; {
		case c >= ' ' && c < 0x7F, c >= 0x80 && c < 0xC2, c == '\n', c == '\t', c > 0xC2 && c < 0xE2, c > 0xE2 && c < 0xEF:
			continue // it is allowed, or the first byte of nothing but allowed characters, or a later one
		}
		if r, size := utf8.DecodeRuneInString(text[i:]); (r != utf8.RuneError || size > 1) && Is(r) {
			return r, i
		}
	}
	return 0, -1
}

// Blank replaces each forbidden character with spaces of the same length in bytes, so that
// other faults are found at their places.
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

// IsLineBreak tells whether whoever writes a forbidden character means a line
// break: Word ends a line with U+000B, other programs with U+2028.
func IsLineBreak(r rune) bool {
	return r >= '\v' && r <= '\r' || r == 0x85 || r == '\u2028' || r == '\u2029'
}

// Code is the diagnostic code of a text that has a forbidden character.
const Code = "control-character"

// Fault tells of a forbidden character at a place.
func Fault(r rune, at diag.Place) diag.Fault {
	if IsLineBreak(r) {
		return diag.Errorf(at, Code, "%s %U: a line break that no browser shows", name(r), r)
	}
	return diag.Errorf(at, Code, "%s %U: no page can have it", name(r), r)
}

// Meant is the character that a text in Windows-1252 has where it was read as
// U+0080 to U+009F: … at U+0085. It is 0 for any other character.
func FromWindows1252(r rune) rune {
	if r < 0x80 || r > 0x9F {
		return 0
	}
	if meant := charmap.Windows1252.DecodeByte(byte(r)); !Is(meant) && meant != utf8.RuneError {
		return meant
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
