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
	asked  []string
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

// Require reports each of the keys that is absent.
func (r *Reader) Require(keys ...string) {
	for _, key := range keys {
		if !r.Has(key) {
			r.Report(diag.Errorf(r.table.At, "missing-key", "%s is missing", key).
				WithHelp("add a line `%s = …`", key))
		}
	}
}

// Report adds a fault to those of the reader.
func (r *Reader) Report(f diag.Fault) { *r.faults = append(*r.faults, f) }

// Finish warns of the keys that nobody asked for, with the nearest one that
// somebody did, or all of them.
func (r *Reader) Finish() {
	for _, e := range r.table.Entries {
		if slices.Contains(r.asked, e.Key) {
			continue
		}
		f := diag.Warnf(e.KeyAt, "unknown-key", "unknown key %s", e.Key)
		if near := diag.Nearest(e.Key, r.asked); near != "" {
			f = f.WithHelp("did you mean %s?", near)
		} else {
			f = f.WithHelp("remove it; the keys here are %s", strings.Join(slices.Sorted(slices.Values(r.asked)), ", "))
		}
		r.Report(f)
	}
}

func (r *Reader) lookup(key string) (Value, bool) {
	if !slices.Contains(r.asked, key) {
		r.asked = append(r.asked, key)
	}
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
	s, _ := take[string](r, key, diag.Textf("text in quotes"), key+` = "…"`)
	return s
}

// Bool reads true or false.
func (r *Reader) Bool(key string) bool {
	b, _ := take[bool](r, key, diag.Textf("true or false"), key+" = true")
	return b
}

// Date reads a local date.
func (r *Reader) Date(key string) Date {
	d, _ := take[Date](r, key, diag.Textf("a date"), key+" = 2026-11-20")
	return d
}

// Int reads a whole number.
func (r *Reader) Int(key string, absent int) int {
	if n, ok := take[int64](r, key, diag.Textf("a whole number"), key+" = 3"); ok {
		return int(n)
	}
	return absent
}

// Float reads a number.
func (r *Reader) Float(key string, absent float64) float64 {
	v, ok := r.lookup(key)
	if !ok {
		return absent
	}
	if x, ok := number(v); ok {
		return x
	}
	r.wrongType(key, v, diag.Textf("a number"), key+" = 2.5")
	return absent
}

// Floats reads a list of numbers.
func (r *Reader) Floats(key string) []float64 {
	return list(r, key, diag.Textf("a list of numbers"), key+" = [1, 2.5]", number)
}

// Strings reads a list of texts.
func (r *Reader) Strings(key string) []string {
	return list(r, key, diag.Textf("a list of texts"), key+` = ["…", "…"]`, func(v Value) (string, bool) {
		s, ok := v.Data.(string)
		return s, ok
	})
}

// Table reads a table; nil if it is absent.
func (r *Reader) Table(key string) *Reader {
	if t, ok := take[*Table](r, key, diag.Textf("a table"), "["+key+"]"); ok {
		return NewReader(t, r.faults)
	}
	return nil
}

// Tables reads an array of tables.
func (r *Reader) Tables(key string) []*Reader {
	return list(r, key, diag.Textf("a list of tables"), "[["+key+"]]", func(v Value) (*Reader, bool) {
		t, ok := v.Data.(*Table)
		if !ok {
			return nil, false
		}
		return NewReader(t, r.faults), true
	})
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

// take looks up a value of type T. wanted and example say what an author should
// have written.
func take[T any](r *Reader, key string, wanted diag.Text, example string) (T, bool) {
	v, ok := r.lookup(key)
	if !ok {
		var zero T
		return zero, false
	}
	x, ok := v.Data.(T)
	if !ok {
		r.wrongType(key, v, wanted, example)
	}
	return x, ok
}

func list[T any](r *Reader, key string, wanted diag.Text, example string, element func(Value) (T, bool)) []T {
	values, _ := take[[]Value](r, key, wanted, example)
	var out []T
	for _, v := range values {
		x, ok := element(v)
		if !ok {
			r.wrongType(key, v, wanted, example)
			continue
		}
		out = append(out, x)
	}
	return out
}

func (r *Reader) wrongType(key string, v Value, wanted diag.Text, example string) {
	r.Report(diag.Errorf(v.At, "wrong-type", "%s is %s, it must be %s", key, kind(v), wanted).
		WithHelp("write `%s`", example))
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
