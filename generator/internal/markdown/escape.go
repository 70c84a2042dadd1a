package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
)

// appendEscaped appends a text with the characters escaped that are special in HTML or in an
// attribute.
func appendEscaped[T string | []byte](b []byte, text T) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c > '>' { // most bytes of a Chinese text
			continue
		}
		var entity string
		switch c {
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '&':
			entity = "&amp;"
		case '"':
			entity = "&quot;"
		case 0:
			entity = "\uFFFD"
		default:
			continue
		}
		b = append(append(b, text[from:i]...), entity...)
		from = i + 1
	}
	return append(b, text[from:]...)
}

// escape returns a text as HTML.
func escape(text string) string {
	if !strings.ContainsAny(text, "<>&\"\x00") {
		return text
	}
	return string(appendEscaped(nil, text))
}

// unescape resolves backslash escapes and entities. The result may be the given slice.
func unescape(text []byte) []byte {
	if !hasEscape(text) {
		return text
	}
	b := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		switch {
		case text[i] == '\\' && i+1 < len(text) && util.IsPunct(text[i+1]):
			b = append(b, text[i+1])
			i += 2
		case text[i] == '&':
			characters, length := entity(text[i:])
			b = append(b, characters...)
			i += length
		default:
			b = append(b, text[i])
			i++
		}
	}
	return b
}

// hasEscape reports whether a text contains a backslash or the beginning of an entity.
func hasEscape(text []byte) bool {
	return bytes.IndexByte(text, '&') >= 0 || bytes.IndexByte(text, '\\') >= 0
}

// checkReferences reports the numeric references in a part of a node that denote a forbidden
// character or no character.
func (w *writer) checkReferences(n ast.Node, text []byte) {
	for i := 0; !w.strict && i < len(text); {
		next := bytes.IndexAny(text[i:], `\&`)
		if next < 0 {
			return
		}
		i += next
		if text[i] == '\\' {
			i += 2
			continue
		}
		characters, length := entity(text[i:])
		if length > 1 {
			at := w.place(n)
			if start, ok := w.offsetOf(text[i:]); ok {
				at = w.start.At(start)
			}
			w.checkReference(characters, text[i:i+length], at)
		}
		i += length
	}
}

// checkReference reports a numeric reference such as &#11; or &#x0B; that denotes a forbidden
// character or no character.
func (w *writer) checkReference(characters string, reference []byte, at diag.Place) {
	r, i := forbidden.Find(characters, 0)
	meant := forbidden.FromWindows1252(r)
	switch {
	case characters == "\uFFFD" && !isReplacement(reference):
		w.report(diag.Errorf(at, "control-character", "%s is not a character", reference).
			WithHelp("remove it, or write \\%s to show these characters", reference))
	case i < 0:
	case meant != 0:
		w.report(forbidden.Fault(r, at).WithHelp("it is written as %s: write %s", reference, string(meant)))
	case forbidden.IsLineBreak(r):
		w.report(forbidden.Fault(r, at).WithHelp("it is written as %s: for a line break write \\ at the end of a line", reference))
	default:
		w.report(forbidden.Fault(r, at).WithHelp("it is written as %s: remove it, or write \\%s to show these characters", reference, reference))
	}
}

// isReplacement reports whether a reference denotes the replacement character on purpose.
func isReplacement(reference []byte) bool {
	return bytes.EqualFold(reference, []byte("&#xFFFD;")) || string(reference) == "&#65533;"
}

// maxEntity exceeds the length of the longest entity name.
const maxEntity = 40

// entity decodes the entity at the beginning of text, and returns its length too. If
// there is no entity, it returns the first byte.
func entity(text []byte) (string, int) {
	end := bytes.IndexByte(text[:min(len(text), maxEntity)], ';')
	if end < 2 {
		return "&", 1
	}
	name := string(text[1:end])
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		if characters, ok := numericEntity(digits); ok {
			return characters, end + 1
		}
		return "&", 1
	}
	if known, ok := util.LookUpHTML5EntityByName(name); ok {
		return string(known.Characters), end + 1
	}
	return "&", 1
}

// numericEntity returns the character with a number as it stands in a reference: 38 or x26.
func numericEntity(digits string) (string, bool) {
	base, maxDigits := 10, 7
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, maxDigits = digits[1:], 16, 6
	}
	number, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > maxDigits || digits[0] == '+' {
		return "", false
	}
	if number == 0 {
		number = '\uFFFD'
	}
	return string(rune(number)), true
}
