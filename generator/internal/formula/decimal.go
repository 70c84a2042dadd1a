package formula

import (
	"bytes"
	"math"
	"strconv"
)

// decimal is a number in decimal digits: 0.DIGITS × 10^point. Zero has no digits.
type decimal struct {
	negative bool
	digits   []byte // without leading and trailing zeros
	point    int
}

// shortest returns the fewest digits that read back as x.
func shortest(x float64) decimal {
	if x == 0 {
		return decimal{}
	}
	var buffer [32]byte
	text := strconv.AppendFloat(buffer[:0], math.Abs(x), 'e', -1, 64)
	mantissa, exponent, _ := bytes.Cut(text, []byte{'e'})
	point, _ := strconv.Atoi(string(exponent))
	digits := make([]byte, 0, 24)
	for _, c := range mantissa {
		if c != '.' {
			digits = append(digits, c)
		}
	}
	return decimal{x < 0, bytes.TrimRight(digits, "0"), point + 1}
}

// decimalOf returns the decimal value of x: its shortest digits, rounded to 15.
func decimalOf(x float64) decimal {
	d := shortest(x)
	d.cut(15, half)
	return d
}

// mode is a direction of rounding.
type mode int

const (
	half mode = iota // half away from zero
	up               // away from zero
	down             // towards zero
)

// cut rounds to the first n digits. If n is negative, the last place kept is -n
// places above the first digit.
func (d *decimal) cut(n int, m mode) {
	if n >= len(d.digits) || len(d.digits) == 0 {
		return
	}
	grow := m == up || m == half && n >= 0 && d.digits[n] >= '5'
	kept := bytes.TrimRight(d.digits[:max(n, 0)], "0")
	if grow {
		kept = bytes.TrimRight(d.digits[:max(n, 0)], "9")
	}
	switch {
	case grow && len(kept) == 0:
		*d = decimal{d.negative, []byte{'1'}, d.point - min(n, 0) + 1}
	case len(kept) == 0:
		*d = decimal{}
	default:
		d.digits = kept
		if grow {
			kept[len(kept)-1]++
		}
	}
}

// round rounds d to the given number of decimals.
func (d *decimal) round(places int, m mode) { d.cut(d.point+places, m) }

func (d *decimal) float() float64 {
	var buffer [32]byte
	text := append(append(buffer[:0], '0', '.'), d.digits...)
	text = strconv.AppendInt(append(text, 'e'), int64(d.point), 10)
	x, _ := strconv.ParseFloat(string(text), 64)
	if d.negative {
		return -x
	}
	return x
}

// decimalValue returns the float64 nearest to the decimal value of x.
func decimalValue(x float64) float64 {
	d := decimalOf(x)
	return d.float()
}

// Round rounds the decimal value of x half away from zero. Negative places round
// to tens, hundreds and so on.
func Round(x float64, places int) float64 {
	d := decimalOf(x)
	d.round(places, half)
	return d.float()
}

// RoundUp rounds x to 9 decimals and then away from zero.
func RoundUp(x float64, places int) float64 { return roundDirected(x, places, up) }

// RoundDown rounds x to 9 decimals and then towards zero.
func RoundDown(x float64, places int) float64 { return roundDirected(x, places, down) }

// Floor rounds x to 9 decimals and then down to a whole number.
func Floor(x float64) float64 {
	if x < 0 {
		return roundDirected(x, 0, up)
	}
	return roundDirected(x, 0, down)
}

func roundDirected(x float64, places int, m mode) float64 {
	d := decimalOf(x)
	d.round(9, half)
	d.round(places, m)
	return d.float()
}
