package formula

import "math"

// Cause says why a value is blank.
type Cause string

const (
	Missing  Cause = "missing"  // the value of Name was not entered
	Zero     Cause = "zero"     // division by zero; Name is the divisor if it is a name
	Overflow Cause = "overflow" // the number is too large
	Mismatch Cause = "mismatch" // an operand of the wrong kind, which Check reports beforehand
)

// Reason is why a value is blank.
type Reason struct {
	Cause Cause
	Name  string
}

type kind uint8

const (
	blankKind kind = iota
	numberKind
	boolKind
	textKind
)

// Value is a number, a truth, a text or blank. Its zero value is blank without a
// reason. == compares values.
type Value struct {
	kind   kind
	truth  bool
	number float64
	text   string // or the name in a blank's reason
	cause  Cause
}

// Number returns x as a value: blank if x is infinite or NaN, and 0 for -0.
func Number(x float64) Value {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		return Blank(Reason{Cause: Overflow})
	}
	return Value{kind: numberKind, number: positiveZero(x)}
}

func positiveZero(x float64) float64 {
	if x == 0 {
		return 0
	}
	return x
}

// Bool returns a truth as a value.
func Bool(b bool) Value { return Value{kind: boolKind, truth: b} }

// Text returns a text as a value.
func Text(s string) Value { return Value{kind: textKind, text: s} }

// Blank returns a blank value with its reason.
func Blank(r Reason) Value { return Value{cause: r.Cause, text: r.Name} }

// Number returns the number in v; ok is false if v is no number.
func (v Value) Number() (x float64, ok bool) { return v.number, v.kind == numberKind }

// Bool returns the truth in v; ok is false if v is no truth.
func (v Value) Bool() (truth, ok bool) { return v.truth, v.kind == boolKind }

// Text returns the text in v; ok is false if v is no text.
func (v Value) Text() (text string, ok bool) {
	if v.kind != textKind {
		return "", false
	}
	return v.text, true
}

// IsBlank reports whether v is blank.
func (v Value) IsBlank() bool { return v.kind == blankKind }

// Reason returns why v is blank.
func (v Value) Reason() Reason {
	if v.kind != blankKind {
		return Reason{}
	}
	return Reason{v.cause, v.text}
}

// Raw returns v as ECMAScript prints it, and "" if v is blank.
func (v Value) Raw() string {
	switch {
	case v.kind == numberKind:
		return FormatNumber(v.number)
	case v.kind == textKind:
		return v.text
	case v.kind == blankKind:
		return ""
	case v.truth:
		return "true"
	}
	return "false"
}
