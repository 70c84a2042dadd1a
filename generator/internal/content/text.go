package content

import (
	"bytes"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"cairn/generator/internal/diag"
)

// MaxSize bounds a text file, in bytes.
const MaxSize = 1 << 20

// ReadText reads a text file: UTF-8, a byte-order mark stripped, line ends LF.
// Where there is a fault the text serves to show its place, and nothing else.
func ReadText(site fs.FS, file string) (string, []diag.Fault) {
	data, err := fs.ReadFile(site, file)
	if err != nil {
		return "", []diag.Fault{unreadable(file, err)}
	}
	if len(data) > MaxSize {
		return "", []diag.Fault{diag.Errorf(diag.WholeFile(file), "too-large",
			"the file has %d bytes, more than the limit of %d (1 MiB)", len(data), MaxSize).
			WithHelp("split it into several pages")}
	}
	return decode(file, data)
}

func decode(file string, data []byte) (string, []diag.Fault) {
	if name, encoding := utf16Mark(data); name != "" {
		return "", []diag.Fault{notUTF8(file, name, encoding)}
	}
	text := string(bytes.TrimPrefix(data, []byte("\ufeff")))
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if !utf8.ValidString(text) {
		if looksLikeGB18030(data) {
			return "", []diag.Fault{notUTF8(file, "GB18030 (GBK)", "GB18030")}
		}
		at := invalidByte(text)
		return text, []diag.Fault{diag.Errorf(diag.Place{File: file, Offset: at}, "not-utf8",
			"not UTF-8: the byte 0x%02X", text[at]).WithHelp("save the file as UTF-8, or delete the character")}
	}
	if at := strings.IndexByte(text, 0); at >= 0 {
		return text, []diag.Fault{diag.Errorf(diag.Place{File: file, Offset: at}, "nul-character",
			"a NUL character").WithHelp("delete it, or save the file as UTF-8 text again")}
	}
	return text, nil
}

func utf16Mark(data []byte) (name, encoding string) {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return "UTF-16 (little-endian)", "UTF-16LE"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return "UTF-16 (big-endian)", "UTF-16BE"
	}
	return "", ""
}

func notUTF8(file, name, encoding string) diag.Fault {
	return diag.Errorf(diag.WholeFile(file), "not-utf8", "not UTF-8, looks like %s", name).
		WithHelp("save it as UTF-8 in your editor, or run: iconv -f %s -t UTF-8 '%s' > fixed && mv fixed '%s'", encoding, file, file)
}

// invalidByte is the offset of the first byte that is not UTF-8.
func invalidByte(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return len(text)
}

// looksLikeGB18030 tells whether the bytes decode as GB18030 to a text whose
// characters beyond ASCII are mostly Han and Chinese punctuation.
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
