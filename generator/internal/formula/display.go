package formula

import (
	"strconv"
	"strings"
)

// FormatNumber prints the finite number x as ECMAScript does, and -0 as 0, for
// data-value attributes and the JSON form.
func FormatNumber(x float64) string {
	d := shortest(x)
	digits, count := string(d.digits), len(d.digits)
	var text string
	switch {
	case count == 0:
		return "0"
	case d.point > 21 || d.point < -5:
		text = digits[:1]
		if count > 1 {
			text += "." + digits[1:]
		}
		sign := "+"
		if d.point < 1 {
			sign = ""
		}
		text += "e" + sign + strconv.Itoa(d.point-1)
	default:
		text = d.plain(-1)
	}
	if d.negative {
		return "-" + text
	}
	return text
}

// plain writes d without sign and exponent, with at least the given number of
// decimals.
func (d *decimal) plain(places int) string {
	digits := string(d.digits)
	whole, fraction := "0", digits
	switch {
	case d.point >= len(digits):
		whole, fraction = digits+strings.Repeat("0", d.point-len(digits)), ""
	case d.point > 0:
		whole, fraction = digits[:d.point], digits[d.point:]
	default:
		fraction = strings.Repeat("0", -d.point) + digits
	}
	if whole == "" {
		whole = "0"
	}
	if missing := places - len(fraction); missing > 0 {
		fraction += strings.Repeat("0", missing)
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// Display prints the decimal value of x with thousands separators, rounded half
// away from zero to the given number of decimals, or with all its decimals if
// decimals is negative: 1,234.50.
func Display(x float64, decimals int) string {
	d := decimalOf(x)
	return d.display(decimals)
}

// DisplayPercent prints the share x as a percentage: 0.25 as 25%.
func DisplayPercent(x float64, decimals int) string {
	d := decimalOf(x)
	if len(d.digits) > 0 {
		d.point += 2
	}
	return d.display(decimals) + "%"
}

func (d *decimal) display(places int) string {
	if places >= 0 {
		d.round(places, half)
	}
	whole, fraction, _ := strings.Cut(d.plain(places), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if d.negative {
		return "-" + whole
	}
	return whole
}
