package toml

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
)

// Reader takes typed values out of a table. It collects what is wrong with them
// and remembers which keys it was asked for, so that Finish can warn of those
// that nobody reads. A value that is absent or of the wrong type reads as the
// zero value.
type Reader struct {
	table  *Table
	faults *[]diag.Fault
	asked  []*request
}

// request is a key that a reader was asked for, and the type that it must have.
type request struct {
	key      string
	required bool
	wanted   wanted
	absent   int // a whole number that serves as an example
}

// NewReader reads t and appends what is wrong to faults.
func NewReader(t *Table, faults *[]diag.Fault) *Reader {
	return &Reader{table: t, faults: faults}
}

// Has tells whether the key is there.
func (r *Reader) Has(key string) bool {
	_, ok := r.lookup(key)
	return ok
}

// At is the place of the key's value, or of the table where it is absent.
func (r *Reader) At(key string) diag.Place {
	if v, ok := r.lookup(key); ok {
		return v.At
	}
	return r.table.At
}

// KeyAt is the place of the key itself, or of the table where it is absent.
func (r *Reader) KeyAt(key string) diag.Place {
	for _, e := range r.table.Entries {
		if e.Key == key {
			return e.KeyAt
		}
	}
	return r.table.At
}

// Place is where the table begins.
func (r *Reader) Place() diag.Place { return r.table.At }

// Keys lists the table's keys in the order of the source.
func (r *Reader) Keys() []string {
	keys := make([]string, len(r.table.Entries))
	for i, e := range r.table.Entries {
		keys[i] = e.Key
	}
	return keys
}

// StringAt is the place of the character at a byte index of a string value, as
// the string was decoded.
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

// Require has Finish report each of the keys that is absent.
func (r *Reader) Require(keys ...string) {
	for _, key := range keys {
		r.request(key).required = true
	}
}

// Report adds a fault to those of the reader.
func (r *Reader) Report(f diag.Fault) { *r.faults = append(*r.faults, f) }

// Finish reports the keys that are required and absent, and warns of those that
// nobody asked for, with the nearest that is still absent, or all of them. A
// required key that is misspelt is one fault.
func (r *Reader) Finish() {
	var absent, all []string
	for _, q := range r.asked {
		all = append(all, q.key)
		if !r.Has(q.key) {
			absent = append(absent, q.key)
		}
	}
	slices.Sort(all)
	misspelt := map[string]bool{}
	for _, e := range r.table.Entries {
		if slices.Contains(all, e.Key) {
			continue
		}
		near := diag.Nearest(e.Key, absent)
		f := diag.Warnf(e.KeyAt, "unknown-key", "unknown key %s", e.Key)
		if near == "" {
			r.Report(f.WithHelp("remove it; the keys here are %s", strings.Join(all, ", ")))
			continue
		}
		q := r.request(near)
		if q.required && !misspelt[near] {
			f.Severity = diag.Error
		}
		misspelt[near] = true
		if q.fits(e.Value) {
			r.Report(f.WithHelp("did you mean %s?", near))
		} else {
			r.Report(f.WithHelp("did you mean %s? write `%s`", near, q.example(r.scalar(e.Value))))
		}
	}
	for _, q := range r.asked {
		if q.required && !r.Has(q.key) && !misspelt[q.key] {
			r.Report(diag.Errorf(r.table.At, "missing-key", "%s is missing", q.key).Advise(r.add(q)))
		}
	}
}

// add says how to write a key that is absent. A line at the end of a file would
// belong to its last table.
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

func (r *Reader) request(key string) *request {
	for _, q := range r.asked {
		if q.key == key {
			return q
		}
	}
	q := &request{key: key, wanted: anything}
	r.asked = append(r.asked, q)
	return q
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

// IsText tells whether a value is text.
func (r *Reader) IsText(key string) bool {
	v, _ := r.lookup(key)
	_, ok := v.Data.(string)
	return ok
}

// String reads text.
func (r *Reader) String(key string) string {
	s, _ := take[string](r, key, aText)
	return s
}

// Bool reads true or false.
func (r *Reader) Bool(key string) bool {
	b, _ := take[bool](r, key, aBool)
	return b
}

// Date reads a local date.
func (r *Reader) Date(key string) Date {
	d, _ := take[Date](r, key, aDate)
	return d
}

// Int reads a whole number.
func (r *Reader) Int(key string, absent int) int {
	r.request(key).absent = absent
	if n, ok := take[int64](r, key, anInt); ok {
		return int(n)
	}
	return absent
}

// Float reads a number.
func (r *Reader) Float(key string, absent float64) float64 {
	r.request(key).wanted = aNumber
	v, ok := r.lookup(key)
	if !ok {
		return absent
	}
	if x, ok := number(v); ok {
		return x
	}
	r.wrongType(key, v, aNumber)
	return absent
}

// Floats reads a list of numbers, and the place of each.
func (r *Reader) Floats(key string) ([]float64, []diag.Place) {
	return list(r, key, numberList, aNumber, number)
}

// Strings reads a list of texts.
func (r *Reader) Strings(key string) []string {
	texts, _ := r.StringsAt(key)
	return texts
}

// StringsAt reads a list of texts, and the place of each.
func (r *Reader) StringsAt(key string) ([]string, []diag.Place) {
	return list(r, key, textList, aText, func(v Value) (string, bool) {
		s, ok := v.Data.(string)
		return s, ok
	})
}

// Table reads a table; nil if it is absent.
func (r *Reader) Table(key string) *Reader {
	if t, ok := take[*Table](r, key, aTable); ok {
		return NewReader(t, r.faults)
	}
	return nil
}

// Tables reads an array of tables.
func (r *Reader) Tables(key string) []*Reader {
	readers, _ := list(r, key, tableList, aTable, func(v Value) (*Reader, bool) {
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

// take looks up a value of type T, which is what is wanted.
func take[T any](r *Reader, key string, w wanted) (T, bool) {
	r.request(key).wanted = w
	v, ok := r.lookup(key)
	if !ok {
		var zero T
		return zero, false
	}
	x, ok := v.Data.(T)
	if !ok {
		r.wrongType(key, v, w)
	}
	return x, ok
}

// list reads the elements of a list that have the type wanted, and their places.
func list[T any](r *Reader, key string, w, ofEach wanted, element func(Value) (T, bool)) (elements []T, places []diag.Place) {
	values, _ := take[[]Value](r, key, w)
	for _, v := range values {
		x, ok := element(v)
		if !ok {
			r.Report(diag.Errorf(v.At, "wrong-type", "there is %s in %s, where %s belongs", kind(v), key, ofEach.words()).
				WithHelp("write `%s`", (&request{wanted: ofEach}).value(r.scalar(v))))
			continue
		}
		elements, places = append(elements, x), append(places, v.At)
	}
	return elements, places
}

func (r *Reader) wrongType(key string, v Value, w wanted) {
	r.Report(diag.Errorf(v.At, "wrong-type", "%s is %s, it must be %s", key, kind(v), w.words()).
		WithHelp("write `%s`", r.request(key).example(r.scalar(v))))
}

// scalar is a value as it is written; "" if it is a list or a table.
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
