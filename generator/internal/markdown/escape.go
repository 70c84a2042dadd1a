package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/util"
)

// appendEscaped appends text as HTML, fit for an attribute too.
func appendEscaped[T string | []byte](b []byte, text T) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		var entity string
		switch text[i] {
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

// escape is text as HTML.
func escape(text string) string {
	if !strings.ContainsAny(text, "<>&\"\x00") {
		return text
	}
	return string(appendEscaped(nil, text))
}

// unescape resolves backslashes and entities. The result may be text itself.
func unescape(text []byte) []byte {
	if !bytes.ContainsAny(text, `\&`) {
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

// maxEntity is more than the length of the longest name of an entity.
const maxEntity = 40

// entity is what the entity that text begins with stands for, and its length;
// where text begins with none, that is its first byte.
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

// numericEntity is the character with a number: 38, x26.
func numericEntity(digits string) (string, bool) {
	base, most := 10, 7
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	number, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most || digits[0] == '+' {
		return "", false
	}
	if number == 0 {
		number = '\uFFFD'
	}
	return string(rune(number)), true
}
