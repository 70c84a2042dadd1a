package content

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
)

// MaxSize is the maximum size of a text file in bytes.
const MaxSize = 1 << 20

// ReadText reads a UTF-8 text file. It strips a byte-order mark, converts line ends to LF,
// normalises to NFC, and reports characters that must not be published.
// If there are faults, the text only serves to show their places and must not be parsed;
// Blanked makes a text that can be parsed.
func ReadText(site fs.FS, file string) (string, []diag.Fault) {
	text, _, faults := NewReader(site).Text(Entry{Path: file, Linked: true})
	return text, faults
}

// Blanked replaces each forbidden character of a text that ReadText returned by a space of
// the same length. The text can be parsed if it has no other faults; parseable reports that.
func Blanked(text string, faults []diag.Fault) (blanked string, parseable bool) {
	for _, f := range faults {
		if f.Code != forbidden.Code {
			return "", false
		}
	}
	if len(faults) == 0 {
		return text, true
	}
	return forbidden.Blank(text), true
}

// ReadFile reads a file of any kind and size.
func ReadFile(site fs.FS, file string) ([]byte, []diag.Fault) {
	return NewReader(site).Bytes(Entry{Path: file, Linked: true})
}

// decode does the work of ReadText on the bytes of a file.
func decode(file string, data []byte) (string, []diag.Fault) {
	if name, encoding := utf16(data); name != "" {
		return "", []diag.Fault{notUTF8(file, name, encoding)}
	}
	text := Lines(data)
	if !utf8.ValidString(text) {
		if looksLikeGB18030(data) {
			return "", []diag.Fault{notUTF8(file, "GB18030 (GBK)", "GB18030")}
		}
		at := invalidByte(text)
		return text, []diag.Fault{diag.Errorf(diag.Place{File: file, Offset: at}, "not-utf8",
			"the file is not UTF-8: invalid byte 0x%02X", text[at]).WithHelp("save the file as UTF-8, or delete the character")}
	}
	text = compose(text)
	return text, checkCharacters(file, text)
}

// Lines returns data as text without a byte-order mark and with LF line ends, without
// checking it.
func Lines(data []byte) string {
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	return text
}

// compose normalises to NFC, because names, anchors, tags and terms are compared and some
// systems write accented letters as two characters. The test for combining marks saves time
// for the many texts without them.
func compose(text string) string {
	// the first bytes of marks for Latin and Cyrillic, two marks of kana, the first bytes of Hangul jamo
	for _, mark := range []string{"\xCC", "\xCD", "\u3099", "\u309A", "\xE1\x85", "\xE1\x86"} {
		if strings.Contains(text, mark) {
			return norm.NFC.String(text)
		}
	}
	return text
}

// maxForbidden is the number of a file's forbidden characters that are reported one by one.
const maxForbidden = 20

// checkCharacters reports the forbidden characters of a text. It stops after maxForbidden
// faults, since a file with more is probably not a text.
func checkCharacters(file, text string) (faults []diag.Fault) {
	for r, at := forbidden.Find(text, 0); at >= 0; r, at = forbidden.Find(text, at+utf8.RuneLen(r)) {
		f := forbidden.Fault(r, diag.Place{File: file, Offset: at})
		switch original := forbidden.FromWindows1252(r); {
		case len(faults) == maxForbidden:
			f = diag.Errorf(f.Place, "no-text", "more than %d characters that are not allowed", maxForbidden)
			return append(faults, f.WithHelp("delete these first, or save the file again as UTF-8 text"))
		case r == 0:
			f = f.WithHelp("delete it, or save the file again as UTF-8 text")
		case forbidden.IsLineBreak(r) && isTOML(file, text, at):
			f = f.WithHelp("replace it with a space, or write \\n between straight quotes")
		case forbidden.IsLineBreak(r):
			f = f.WithHelp("delete it and press Enter; in Markdown press Enter twice for a new paragraph")
		case original != 0:
			f = f.WithHelp("delete it; it may stand for %s from a file that was not UTF-8", string(original))
		default:
			f = f.WithHelp("delete it; it often comes with text pasted from another program")
		}
		faults = append(faults, f)
	}
	return faults
}

// isTOML reports whether an offset is in a TOML file or in front matter.
func isTOML(file, text string, at int) bool {
	_, to, _, found := fences(text)
	return path.Ext(file) == ".toml" || found && at < to
}

// utf16 detects UTF-16 and returns its name and the name that iconv has for it; "" for other
// data. It looks for a byte-order mark, and in data that is not plausible UTF-8 (many NUL
// bytes, or invalid) for a line feed of two bytes at an even offset.
func utf16(data []byte) (name, encoding string) {
	maybeUTF16 := len(data)%2 == 0 && bytes.IndexByte(data, 0) >= 0 && (bytes.Count(data, []byte{0}) > len(data)/8 || !utf8.Valid(data))
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), maybeUTF16 && hasPair(data, '\n', 0):
		return "UTF-16 (little-endian)", "UTF-16LE"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}), maybeUTF16 && hasPair(data, 0, '\n'):
		return "UTF-16 (big-endian)", "UTF-16BE"
	}
	return "", ""
}

// hasPair reports whether two bytes follow each other at an even offset.
func hasPair(data []byte, first, second byte) bool {
	for i := 0; i+1 < len(data); i += 2 {
		if data[i] == first && data[i+1] == second {
			return true
		}
	}
	return false
}

func notUTF8(file, name, encoding string) diag.Fault {
	return diag.Errorf(diag.WholeFile(file), "not-utf8", "the file is not UTF-8, it looks like %s", name).
		WithHelp("save it as UTF-8 in your editor, or run: iconv -f %s -t UTF-8 '%s' > fixed && mv fixed '%s'", encoding, file, file)
}

// invalidByte returns the offset of the first byte that is not valid UTF-8.
func invalidByte(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return len(text)
}

// looksLikeGB18030 reports whether data decodes as GB18030 to a text whose characters beyond
// ASCII are mostly Han and Chinese punctuation.
func looksLikeGB18030(data []byte) bool {
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil {
		return false
	}
	chinese, other := 0, 0
	for _, r := range string(decoded) {
		switch {
		case r < utf8.RuneSelf:
		case unicode.Is(unicode.Han, r), r >= 0x3000 && r <= 0x303F, r >= 0xFF00 && r <= 0xFFEF, r >= 0x2010 && r <= 0x2027:
			chinese++
		default:
			other++
		}
	}
	return chinese > 4*other
}

// notUTF8Name describes a file name that is not UTF-8. If the name looks like GBK, the help
// has a command that renames the file.
func notUTF8Name(file string) diag.Fault {
	at := diag.WholeFile(file)
	name, err := simplifiedchinese.GB18030.NewDecoder().String(file)
	if err != nil || !looksLikeGB18030([]byte(file)) {
		return diag.Errorf(at, "bad-name", "the name is not UTF-8").WithHelp("rename the file")
	}
	return diag.Errorf(at, "bad-name", "the name is not UTF-8, it looks like GB18030 (GBK): %s", name).
		WithHelp("rename it, or run in bash: mv $'%s' '%s'", diag.Visible(strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(file), ""), strings.ReplaceAll(name, "'", `'\''`))
}
