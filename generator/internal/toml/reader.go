package toml

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// Reader takes typed values from a table. It collects faults, and records the
// requested keys so that Finish can warn of the others. A value that is absent or
// has the wrong type reads as the zero value.
type Reader struct {
	table    *Table
	faults   *[]diag.Fault
	requests []request
}

// request is a key that was requested from a reader, and the type that its value
// must have.
type request struct {
	key       string
	required  bool
	valueType valueType
	fallback  int // the value of an intType if the key is absent; the example in helps
}

// NewReader returns a reader of t that appends its faults to faults.
func NewReader(t *Table, faults *[]diag.Fault) *Reader {
	return &Reader{table: t, faults: faults, requests: make([]request, 0, 16)} // of most tables
}

// Has reports whether the table has the key.
func (r *Reader) Has(key string) bool {
	_, ok := r.lookup(key)
	return ok
}

// HasFormer reports whether the table has a key that the format had before. No help names it.
func (r *Reader) HasFormer(key string) bool {
	return slices.ContainsFunc(r.table.Entries, func(e Entry) bool { return e.Key == key }) && r.Has(key)
}

// At returns the place of the key's value, or of the table if the key is absent.
func (r *Reader) At(key string) diag.Place {
	if v, ok := r.lookup(key); ok {
		return v.At
	}
	return r.table.At
}

// KeyAt returns the place of the key itself, or of the table if it is absent.
func (r *Reader) KeyAt(key string) diag.Place {
	for _, e := range r.table.Entries {
		if e.Key == key {
			return e.KeyAt
		}
	}
	return r.table.At
}

// Place returns the place of the table.
func (r *Reader) Place() diag.Place { return r.table.At }

// Keys lists the table's keys in the order of the source.
func (r *Reader) Keys() []string {
	keys := make([]string, len(r.table.Entries))
	for i, e := range r.table.Entries {
		keys[i] = e.Key
	}
	return keys
}

// StringAt returns the place in the file of the character at a byte index of a
// decoded string value.
func (r *Reader) StringAt(key string, index int) diag.Place {
	v, ok := r.lookup(key)
	if _, isString := v.Data.(string); !ok || !isString {
		return r.At(key)
	}
	s := scanner{text: r.table.text, pos: v.At.Offset}
	s.skipString()
	_, at := unquote(r.table.text[v.At.Offset:s.pos], index)
	return v.At.At(at)
}

// Require makes Finish report each of the keys that is absent.
func (r *Reader) Require(keys ...string) {
	for _, key := range keys {
		r.request(key).required = true
	}
}

// Report adds a fault to the reader's faults.
func (r *Reader) Report(f diag.Fault) { *r.faults = append(*r.faults, f) }

// Finish reports required keys that are absent, and warns of keys that were not
// requested; its help names the nearest absent key, or all requested keys. A
// misspelt required key is one fault, not two.
func (r *Reader) Finish() {
	misspelt := map[string]bool{}
	for _, e := range r.table.Entries {
		if !slices.ContainsFunc(r.requests, func(q request) bool { return q.key == e.Key }) {
			r.reportUnknown(e, misspelt)
		}
	}
	for _, q := range r.requests {
		if q.required && !r.Has(q.key) && !misspelt[q.key] {
			r.Report(diag.Errorf(r.table.At, "missing-key", "%s is missing", q.key).Advise(r.add(&q)))
		}
	}
}

// reportUnknown reports a key that was not requested. The first misspelling of a
// required key is an error; misspelt collects the absent keys that it suggests.
func (r *Reader) reportUnknown(e Entry, misspelt map[string]bool) {
	requested, absent := r.requestedKeys()
	f := diag.Warnf(e.KeyAt, "unknown-key", "unknown key %s", e.Key)
	nearest := diag.Nearest(e.Key, absent)
	if nearest == "" {
		r.Report(f.WithHelp("remove it; the keys allowed here are %s", strings.Join(requested, ", ")))
		return
	}
	q := r.request(nearest)
	if q.required && !misspelt[nearest] {
		f.Severity = diag.Error
	}
	misspelt[nearest] = true
	if q.fits(e.Value) {
		r.Report(f.WithHelp("did you mean %s?", nearest))
	} else {
		r.Report(f.WithHelp("did you mean %s? write `%s`", nearest, q.example(r.scalar(e.Value))))
	}
}

// requestedKeys lists all requested keys in alphabetical order, and those that are
// absent in the order of the requests.
func (r *Reader) requestedKeys() (all, absent []string) {
	for _, q := range r.requests {
		all = append(all, q.key)
		if !r.Has(q.key) {
			absent = append(absent, q.key)
		}
	}
	slices.Sort(all)
	return all, absent
}

// add is the help for an absent key. It names the top of the file for a key of the
// root table, because a line at the end would belong to the file's last table.
func (r *Reader) add(q *request) diag.Text {
	line := q.example("")
	switch {
	case strings.HasPrefix(line, "["):
		return diag.Textf("add `%s` at the end", line)
	case r.table.inline():
		return diag.Textf("add `%s` within the braces", line)
	case r.table.root:
		return diag.Textf("add a line `%s` at the top", line)
	}
	return diag.Textf("add a line `%s`", line)
}

// request returns the request of a key until the next one.
func (r *Reader) request(key string) *request {
	for i := range r.requests {
		if q := &r.requests[i]; q.key == key {
			return q
		}
	}
	r.requests = append(r.requests, request{key: key, valueType: anyType})
	return &r.requests[len(r.requests)-1]
}

func (r *Reader) lookup(key string) (Value, bool) {
	r.request(key)
	for _, e := range r.table.Entries {
		if e.Key == key {
			return e.Value, true
		}
	}
	return Value{}, false
}

// IsText reports whether the key has a text as its value.
func (r *Reader) IsText(key string) bool {
	v, _ := r.lookup(key)
	_, ok := v.Data.(string)
	return ok
}

// String reads text.
func (r *Reader) String(key string) string {
	s, _ := take[string](r, key, textType)
	return s
}

// Bool reads true or false.
func (r *Reader) Bool(key string) bool {
	b, _ := take[bool](r, key, boolType)
	return b
}

// Date reads a local date.
func (r *Reader) Date(key string) Date {
	d, _ := take[Date](r, key, dateType)
	return d
}

// Int reads a whole number; fallback is its value if the key is absent or has the
// wrong type.
func (r *Reader) Int(key string, fallback int) int {
	r.request(key).fallback = fallback
	if n, ok := take[int64](r, key, intType); ok {
		return int(n)
	}
	return fallback
}

// Float reads a number; fallback is its value if the key is absent or has the wrong
// type.
func (r *Reader) Float(key string, fallback float64) float64 {
	r.request(key).valueType = numberType
	v, ok := r.lookup(key)
	if !ok {
		return fallback
	}
	if x, ok := number(v); ok {
		return x
	}
	r.wrongType(key, v, numberType)
	return fallback
}

// Floats reads a list of numbers, and the place of each.
func (r *Reader) Floats(key string) ([]float64, []diag.Place) {
	return list(r, key, numberListType, numberType, number)
}

// Strings reads a list of texts.
func (r *Reader) Strings(key string) []string {
	texts, _ := r.StringsAt(key)
	return texts
}

// StringsAt reads a list of texts, and the place of each.
func (r *Reader) StringsAt(key string) ([]string, []diag.Place) {
	return list(r, key, textListType, textType, func(v Value) (string, bool) {
		s, ok := v.Data.(string)
		return s, ok
	})
}

// Table reads a table; nil if it is absent.
func (r *Reader) Table(key string) *Reader {
	if t, ok := take[*Table](r, key, tableType); ok {
		return NewReader(t, r.faults)
	}
	return nil
}

// Tables reads an array of tables.
func (r *Reader) Tables(key string) []*Reader {
	readers, _ := list(r, key, tableListType, tableType, func(v Value) (*Reader, bool) {
		t, ok := v.Data.(*Table)
		if !ok {
			return nil, false
		}
		return NewReader(t, r.faults), true
	})
	return readers
}

func number(v Value) (float64, bool) {
	switch x := v.Data.(type) {
	case int64:
		return float64(x), true
	case float64:
		return x, true
	}
	return 0, false
}

// take looks up a value of type T, which represents the type t.
func take[T any](r *Reader, key string, t valueType) (T, bool) {
	r.request(key).valueType = t
	v, ok := r.lookup(key)
	if !ok {
		var zero T
		return zero, false
	}
	x, ok := v.Data.(T)
	if !ok {
		r.wrongType(key, v, t)
	}
	return x, ok
}

// list reads the elements of a list that have the type elementType, and their
// places.
func list[T any](r *Reader, key string, listType, elementType valueType, element func(Value) (T, bool)) (elements []T, places []diag.Place) {
	values, _ := take[[]Value](r, key, listType)
	for _, v := range values {
		x, ok := element(v)
		if !ok {
			r.Report(diag.Errorf(v.At, "wrong-type", "found %s in %s instead of %s", kind(v), key, elementType.words()).
				WithHelp("write `%s`", (&request{valueType: elementType}).value(r.scalar(v))))
			continue
		}
		elements, places = append(elements, x), append(places, v.At)
	}
	return elements, places
}

func (r *Reader) wrongType(key string, v Value, t valueType) {
	r.Report(diag.Errorf(v.At, "wrong-type", "%s is %s, but must be %s", key, kind(v), t.words()).
		WithHelp("write `%s`", r.request(key).example(r.scalar(v))))
}

// scalar returns the source of a value, or "" if it is a list or a table.
func (r *Reader) scalar(v Value) string {
	switch v.Data.(type) {
	case []Value, *Table:
		return ""
	}
	s := scanner{text: r.table.text, pos: v.At.Offset}
	s.value(&node{})
	return strings.TrimSpace(r.table.text[v.At.Offset:s.pos])
}

func kind(v Value) diag.Text {
	switch v.Data.(type) {
	case string:
		return diag.Textf("text")
	case int64, float64:
		return diag.Textf("a number")
	case bool:
		return diag.Textf("true or false")
	case Date:
		return diag.Textf("a date")
	case []Value:
		return diag.Textf("a list")
	}
	return diag.Textf("a table")
}
