// Package toml reads every TOML text of a site: site.toml, front matter, goal
// templates, the glossary, calendars. [Parse] decodes a text into a generic value
// that records the place of each key and each value; a [Reader] takes typed values
// from it and reports all faults of a file at once, each at its place. The library
// BurntSushi/toml gives places only for syntax errors, and its decoding into
// structs stops at the first wrong type.
//
// Dates are local dates. A table keeps the order of its source.
package toml

import (
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
)

// maxDepth bounds the nesting of arrays and inline tables, and the parts of a
// dotted key; the library recurses.
const maxDepth = 50

// Table is a TOML table in the order of its source.
type Table struct {
	At      diag.Place
	Entries []Entry

	text string // the whole file's text, for places inside strings
	root bool   // the table is the whole document
}

// inline reports whether the table is written in braces.
func (t *Table) inline() bool { return !t.root && t.text[t.At.Offset] == '{' }

// Entry is a key with its value.
type Entry struct {
	Key   string
	KeyAt diag.Place
	Value Value
}

// Value is a string, int64, float64, bool, Date, []Value or *Table.
type Value struct {
	At   diag.Place
	Data any
}

// Date is a local date in the form 2026-11-20, so that string comparison orders
// dates. "" is no date.
type Date string

// Parse reads text[start:end] as TOML. Places count from the start of text. If the
// text is not TOML, the table is nil and the faults are the syntax errors that are
// independent of each other.
func Parse(file, text string, start, end int) (*Table, []diag.Fault) {
	for start < end && strings.HasPrefix(text[start:end], "\ufeff") { // the library skips a byte-order mark, the scanner does not
		start += len("\ufeff")
	}
	source := text[start:end]
	if at, ok := tooDeep(source); ok {
		return nil, []diag.Fault{depthFault(diag.Place{File: file, Offset: start + at}, source[at])}
	}
	var data any // a map, which the library copies into a variable of its type
	if _, err := toml.Decode(source, &data); err != nil {
		return nil, syntaxFaults(file, source, start, err)
	}
	s := scanner{text: source}
	root := s.document()
	m := merger{file: file, text: text, start: start}
	table := m.table(data.(map[string]any), root)
	table.root = true
	return table, m.faults
}

// merger joins the library's values with the scanner's places.
type merger struct {
	file, text string
	start      int
	faults     []diag.Fault
}

func (m *merger) place(offset int) diag.Place {
	return diag.Place{File: m.file, Offset: m.start + offset}
}

func (m *merger) table(data map[string]any, n *node) *Table {
	t := &Table{At: m.place(n.at), Entries: make([]Entry, 0, len(n.keys)), text: m.text}
	for i, key := range n.keys {
		child := n.children[i]
		m.checkText(key, child.keyAt)
		t.Entries = append(t.Entries, Entry{Key: key, KeyAt: m.place(child.keyAt), Value: m.value(data[key], child)})
	}
	return t
}

func (m *merger) value(data any, n *node) Value {
	v := Value{At: m.place(n.at)}
	switch data := data.(type) {
	case map[string]any:
		v.Data = m.table(data, n)
	case []map[string]any:
		v.Data = elements(m, data, n)
	case []any:
		v.Data = elements(m, data, n)
	case time.Time:
		v.Data = Date(data.Format(time.DateOnly))
	case string:
		m.checkText(data, n.at)
		v.Data = data
	default:
		v.Data = data
	}
	return v
}

// checkText reports characters in a key or a text that must not be published. They
// are written as escapes: content refuses a file that has the characters themselves.
func (m *merger) checkText(decoded string, at int) {
	for r, i := forbidden.Find(decoded, 0); i >= 0; r, i = forbidden.Find(decoded, i+utf8.RuneLen(r)) {
		s := scanner{text: m.text, pos: m.start + at}
		s.skipString()
		_, inside := unquote(m.text[m.start+at:s.pos], i)
		_, size := unescape(m.text[m.start+at+inside:])
		m.faults = append(m.faults, forbidden.Fault(r, m.place(at+inside)).
			WithHelp("it is written as %s: write \\n for a line break, \\\\ for a backslash", m.text[m.start+at+inside:][:size]))
	}
}

func elements[T any](m *merger, data []T, n *node) []Value {
	values := make([]Value, len(data))
	for i, element := range data {
		values[i] = m.value(element, n.elements[i])
	}
	return values
}

func depthFault(at diag.Place, sign byte) diag.Fault {
	if sign == '.' {
		return diag.Errorf(at, "toml-depth", "a key has more than %d parts", maxDepth).
			WithHelp("write a short key, such as tracks or tracks.name")
	}
	return diag.Errorf(at, "toml-depth", "more than %d nested brackets", maxDepth).
		WithHelp("write the inner values as separate tables")
}

// The library's messages that syntaxFault replaces with more specific faults.
var (
	duplicateKey = regexp.MustCompile(`^Key '(.*)' (?:has already been defined|was already created)`)
	invalidDate  = regexp.MustCompile(`^invalid datetime: "(.*)"`)
)

// position returns the offset and the message of a syntax error.
func position(source string, err error) (at int, message string) {
	var problem toml.ParseError
	if errors.As(err, &problem) {
		return min(max(problem.Position.Start, 0), len(source)), problem.Message
	}
	return 0, err.Error()
}

func syntaxFault(file, source string, start, offsetOfError int, message string) diag.Fault {
	at := diag.Place{File: file, Offset: start + offsetOfError}
	offset, wide, plain := fullWidth(source, at.Offset-start)
	if wide == "\u3000" {
		return diag.Errorf(diag.Place{File: file, Offset: start + offset}, "toml-full-width", "TOML does not allow full-width spaces").
			WithHelp("type a space with the input method set to half-width")
	}
	if wide != "" {
		f := diag.Errorf(diag.Place{File: file, Offset: start + offset}, "toml-full-width",
			"TOML does not allow the full-width character %s", wide)
		if line := halfWidth(source, offset); line != "" {
			return f.WithHelp("type the punctuation of the line with the input method set to half-width: `%s`", line)
		}
		return f.WithHelp("type %s with the input method set to half-width", plain)
	}
	if m := duplicateKey.FindStringSubmatch(message); m != nil {
		return diag.Errorf(at, "duplicate-key", "duplicate key %s", m[1]).WithHelp("remove one of the two")
	}
	if m := invalidDate.FindStringSubmatch(message); m != nil {
		return diag.Errorf(at, "no-date", "the date %s does not exist", m[1]).WithHelp("write a date of the calendar, such as 2026-11-20")
	}
	return diag.Errorf(at, "toml-syntax", "invalid TOML: %s", reason(strings.TrimSuffix(message, "."))).
		WithHelp("a line is `key = value`; texts are in straight quotes, dates are written 2026-11-20")
}

// fullWidth finds the first full-width character outside quotes on the line of
// offset, and returns the ASCII character that TOML needs in its place.
func fullWidth(source string, offset int) (at int, wide, plain string) {
	s := scanner{text: source, pos: strings.LastIndexByte(source[:offset], '\n') + 1}
	for s.pos < len(source) && source[s.pos] != '\n' && source[s.pos] != '#' {
		if c := source[s.pos]; c == '"' || c == '\'' {
			s.pos = endOfString(source, s.pos)
			continue
		}
		r, size := utf8.DecodeRuneInString(source[s.pos:])
		if plain := toASCII(r); plain != "" {
			return s.pos, string(r), plain
		}
		s.pos += size
	}
	return 0, "", ""
}

// halfWidth returns the line of offset with its full-width punctuation replaced, or
// "" if at most one character has to change.
func halfWidth(source string, offset int) string {
	from := strings.LastIndexByte(source[:offset], '\n') + 1
	line, _, _ := strings.Cut(source[from:], "\n")
	for n := 0; ; n++ {
		at, wide, plain := fullWidth(line, 0)
		if wide == "" && n > 1 {
			return strings.TrimSpace(line)
		}
		if wide == "" || n > 100 {
			return ""
		}
		line = line[:at] + plain + line[at+len(wide):]
	}
}

// endOfString returns the end of the string that begins at an offset. A string that
// is not closed on its line ends before the line's last full-width quote.
func endOfString(source string, at int) int {
	s := scanner{text: source, pos: at}
	s.skipString()
	line, _, unclosed := strings.Cut(source[at:s.pos], "\n")
	if !unclosed && s.pos < len(source) || strings.HasPrefix(line, `"""`) || strings.HasPrefix(line, "'''") {
		return s.pos
	}
	return at + max(1, strings.LastIndexAny(line, "”＂’＇"))
}

func toASCII(r rune) string {
	switch r {
	case '“', '”', '＂', '「', '」':
		return `"`
	case '‘', '’':
		return `'`
	case '：':
		return "="
	case '、':
		return ","
	case '【':
		return "["
	case '】':
		return "]"
	case '。':
		return "."
	case '\u3000':
		return " "
	}
	if r > 0xFF00 && r <= 0xFF5E { // the full-width forms of ASCII, in the same order
		return string(r - 0xFF00 + ' ')
	}
	return ""
}
