package formula

import "math"

// Cause says why a value is blank.
type Cause string

const (
	Missing  Cause = "missing"  // nobody gave the value of Name
	Zero     Cause = "zero"     // division by zero; Name is the divisor if it is a name
	Overflow Cause = "overflow" // too large a number
	Mismatch Cause = "mismatch" // a text where a number is wanted, or the like; Check keeps it out
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

// Value is a number, a truth, a text or blank; its zero value is blank without a
// reason. Values are comparable with ==.
type Value struct {
	kind   kind
	truth  bool
	number float64
	text   string // or the name in a blank's reason
	cause  Cause
}

// Number is x as a value: blank if x is infinite or not a number, and never -0.
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

// Bool is a truth as a value.
func Bool(b bool) Value { return Value{kind: boolKind, truth: b} }

// Text is a text as a value.
func Text(s string) Value { return Value{kind: textKind, text: s} }

// Blank is no value, and why.
func Blank(r Reason) Value { return Value{cause: r.Cause, text: r.Name} }

// Number is the number that v is, if it is one.
func (v Value) Number() (float64, bool) { return v.number, v.kind == numberKind }

// Bool is the truth that v is, if it is one.
func (v Value) Bool() (truth, ok bool) { return v.truth, v.kind == boolKind }

// Text is the text that v is, if it is one.
func (v Value) Text() (string, bool) {
	if v.kind != textKind {
		return "", false
	}
	return v.text, true
}

// IsBlank says whether v is no value.
func (v Value) IsBlank() bool { return v.kind == blankKind }

// Reason is why v is blank.
func (v Value) Reason() Reason {
	if v.kind != blankKind {
		return Reason{}
	}
	return Reason{v.cause, v.text}
}

// Raw is v as ECMAScript prints it, and nothing if it is blank.
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
