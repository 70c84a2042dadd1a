package content

import (
	"bytes"
	"io/fs"
	"math"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
)

// MaxSize bounds a text file, in bytes.
const MaxSize = 1 << 20

// ReadText reads a UTF-8 text file. It strips a byte-order mark, converts line ends to LF,
// normalises to NFC, and reports characters that must not be published.
// If there are faults, the returned text only serves to show their places and must not be
// parsed; Blanked gives a text that can be.
func ReadText(site fs.FS, file string) (string, []diag.Fault) {
	data, faults := read(site, file, MaxSize)
	if len(faults) > 0 {
		return "", faults
	}
	return decode(file, data)
}

// Blanked returns the text with each forbidden character replaced by spaces of the same
// length, and whether it can be parsed: that is, whether forbidden characters were the
// only faults.
func Blanked(text string, faults []diag.Fault) (string, bool) {
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
	return read(site, file, math.MaxInt64)
}

func read(site fs.FS, file string, limit int64) ([]byte, []diag.Fault) {
	info, err := fs.Stat(site, file) // before it is opened: a pipe would wait for somebody to write into it
	switch {
	case err != nil:
		return nil, []diag.Fault{unreadable(file, err)}
	case !info.Mode().IsRegular():
		return nil, []diag.Fault{notAFile(file)}
	case info.Size() > limit:
		return nil, []diag.Fault{diag.Errorf(diag.WholeFile(file), "too-large",
			"the file has %d bytes, more than the limit of %d (1 MiB)", info.Size(), limit).
			WithHelp("split it into several files")}
	}
	data, err := fs.ReadFile(site, file)
	if err != nil {
		return nil, []diag.Fault{unreadable(file, err)}
	}
	return data, nil
}

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
			"not UTF-8: the byte 0x%02X", text[at]).WithHelp("save the file as UTF-8, or delete the character")}
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

// compose normalises to NFC. Some systems write accented letters as two characters, and
// names, anchors, tags and terms have to compare equal. A text without combining marks is
// returned unchanged.
func compose(text string) string {
	for _, mark := range []string{"\xCC", "\xCD", "\u3099", "\u309A", "\xE1\x85", "\xE1\x86"} { // of Latin and Cyrillic, of kana, of Hangul
		if strings.Contains(text, mark) {
			return norm.NFC.String(text)
		}
	}
	return text
}

// maxForbidden is how many forbidden characters of a file are told one by one.
const maxForbidden = 20

// checkCharacters tells of the characters of a text that must not be published. Of a
// file that is no text at all it tells the first ones.
func checkCharacters(file, text string) (faults []diag.Fault) {
	for r, at := forbidden.Find(text, 0); at >= 0; r, at = forbidden.Find(text, at+utf8.RuneLen(r)) {
		f := forbidden.Fault(r, diag.Place{File: file, Offset: at})
		switch meant := forbidden.FromWindows1252(r); {
		case len(faults) == maxForbidden:
			f = diag.Errorf(f.Place, "no-text", "more than %d forbidden characters", maxForbidden)
			return append(faults, f.WithHelp("mend these first; or save the file as UTF-8 text again"))
		case r == 0:
			f = f.WithHelp("delete it, or save the file as UTF-8 text again")
		case forbidden.IsLineBreak(r) && isTOML(file, text, at):
			f = f.WithHelp("put a space in its place, or \\n between straight quotes")
		case forbidden.IsLineBreak(r):
			f = f.WithHelp("delete it and press Enter; in Markdown twice, for a new paragraph")
		case meant != 0:
			f = f.WithHelp("delete it; it may have been %s in a file that was not UTF-8", string(meant))
		default:
			f = f.WithHelp("delete it; text that is pasted from other programs may bring it along")
		}
		faults = append(faults, f)
	}
	return faults
}

// isTOML tells whether an offset is in TOML: of a file of its own, or of front matter.
func isTOML(file, text string, at int) bool {
	_, to, _, found := fences(text)
	return path.Ext(file) == ".toml" || found && at < to
}

// utf16 tells UTF-16 by its byte-order mark or, without one, by a line end of two
// bytes that stands where a character may begin. A text in UTF-8 has at most a NUL
// here and there.
func utf16(data []byte) (name, encoding string) {
	maybe := len(data)%2 == 0 && bytes.IndexByte(data, 0) >= 0 && (bytes.Count(data, []byte{0}) > len(data)/8 || !utf8.Valid(data))
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), maybe && hasPair(data, '\n', 0):
		return "UTF-16 (little-endian)", "UTF-16LE"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}), maybe && hasPair(data, 0, '\n'):
		return "UTF-16 (big-endian)", "UTF-16BE"
	}
	return "", ""
}

// hasPair tells whether two bytes follow each other at an even offset of data.
func hasPair(data []byte, first, second byte) bool {
	for i := 0; i+1 < len(data); i += 2 {
		if data[i] == first && data[i+1] == second {
			return true
		}
	}
	return false
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

// notUTF8Name tells of the name of a file that another system wrote in GBK, or in
// nothing that is known.
func notUTF8Name(file string) diag.Fault {
	at := diag.WholeFile(file)
	name, err := simplifiedchinese.GB18030.NewDecoder().String(file)
	if err != nil || !looksLikeGB18030([]byte(file)) {
		return diag.Errorf(at, "bad-name", "the name is not UTF-8").WithHelp("rename the file")
	}
	return diag.Errorf(at, "bad-name", "the name is not UTF-8, looks like GB18030 (GBK): %s", name).
		WithHelp("rename it, or run in bash: mv $'%s' '%s'", diag.Visible(strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(file), ""), strings.ReplaceAll(name, "'", `'\''`))
}
