// Package toml reads every TOML text of a site: site.toml, front matter, goal
// templates, the glossary, calendars. A text becomes a generic value in which
// each key and each value has its place, so that all faults of a file can be
// told at once and where they stand. (The library beneath gives places for
// syntax errors only, and decoding into structs stops at the first wrong type.)
//
// Dates are local dates. A table keeps the order of its source.
package toml

import (
	"errors"
	"time"

	"github.com/BurntSushi/toml"

	"cairn/generator/internal/diag"
)

// maxDepth bounds the nesting of arrays and inline tables; the library recurses.
const maxDepth = 50

// Table is a TOML table in the order of its source.
type Table struct {
	At      diag.Place
	Entries []Entry

	text string // the whole file's text, for places inside of strings
}

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

// Date is a local date in the form 2026-11-20, so that dates compare as
// strings; "" is no date.
type Date string

// Parse reads text[start:end] as TOML. Places count from the start of text. The
// table is nil if the text is not TOML.
func Parse(file, text string, start, end int) (*Table, []diag.Fault) {
	source := text[start:end]
	if at, ok := tooDeep(source); ok {
		return nil, []diag.Fault{diag.Errorf(diag.Place{File: file, Offset: start + at}, "toml-depth",
			"more than %d nested brackets", maxDepth).WithHelp("write the inner values as tables of their own")}
	}
	var data map[string]any
	if _, err := toml.Decode(source, &data); err != nil {
		return nil, []diag.Fault{syntaxFault(file, source, start, err)}
	}
	s := scanner{text: source}
	root := s.document()
	m := merger{file: file, text: text, start: start}
	return m.table(data, root), nil
}

// merger joins the library's values with the scanner's places.
type merger struct {
	file, text string
	start      int
}

func (m merger) place(offset int) diag.Place {
	return diag.Place{File: m.file, Offset: m.start + offset}
}

func (m merger) table(data map[string]any, n *node) *Table {
	t := &Table{At: m.place(n.at), text: m.text}
	for _, key := range n.keys {
		child := n.children[key]
		t.Entries = append(t.Entries, Entry{Key: key, KeyAt: m.place(child.keyAt), Value: m.value(data[key], child)})
	}
	return t
}

func (m merger) value(data any, n *node) Value {
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
	default:
		v.Data = data
	}
	return v
}

func elements[T any](m merger, data []T, n *node) []Value {
	values := make([]Value, len(data))
	for i, element := range data {
		values[i] = m.value(element, n.elements[i])
	}
	return values
}

func syntaxFault(file, source string, start int, err error) diag.Fault {
	at := diag.Place{File: file, Offset: start}
	message := err.Error()
	var problem toml.ParseError
	if errors.As(err, &problem) {
		at.Offset = start + min(max(problem.Position.Start, 0), len(source))
		message = problem.Message
		if message == "" {
			message = problem.LastKey + " cannot be read"
		}
	}
	if offset, wide, plain := fullWidth(source, at.Offset-start); wide != "" {
		return diag.Errorf(diag.Place{File: file, Offset: start + offset}, "toml-full-width",
			"the full-width character %s is not TOML", wide).
			WithHelp("type %s with the input method set to half-width", plain)
	}
	return diag.Errorf(at, "toml-syntax", "not valid TOML: %s", message).
		WithHelp("a line is `key = value`; text stands in straight quotes, dates are 2026-11-20")
}

// fullWidth finds the first character on the line of offset that an input
// method puts where TOML wants its ASCII twin.
func fullWidth(source string, offset int) (at int, wide, plain string) {
	start := offset
	for start > 0 && source[start-1] != '\n' {
		start--
	}
	for i, r := range source[start:] {
		if r == '\n' {
			break
		}
		if plain := asciiTwin(r); plain != "" {
			return start + i, string(r), plain
		}
		if r == '"' || r == '\'' || r == '#' {
			break
		}
	}
	return 0, "", ""
}

func asciiTwin(r rune) string {
	switch r {
	case '“', '”', '＂', '「', '」':
		return `"`
	case '‘', '’', '＇':
		return `'`
	case '＝':
		return "="
	case '：':
		return "= (TOML has no colon)"
	case '，', '、':
		return ","
	case '［', '【':
		return "["
	case '］', '】':
		return "]"
	case '＃':
		return "#"
	}
	return ""
}
