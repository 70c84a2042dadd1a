package formula

import (
	"slices"
	"strings"
	"unicode"

	"cairn/generator/internal/diag"
)

// Unit is the unit of a value in a canonical form, so that == compares units:
// "元/家", and "" for a plain number. See [ParseUnit].
type Unit string

// Units that authors cannot write.
const (
	BoolUnit Unit = "#truth" // of truths
	TextUnit Unit = "#text"  // of texts
	AnyUnit  Unit = "#any"   // of a literal 0, which fits the unit of every number

	unknownUnit Unit = "#unknown" // of an operand with a fault, which causes no further faults
)

// ParseUnit reads a product of unit names, joined by · or *, and after a / the
// names that divide it: 元, 元/家, 家·次/周. Every name after the first / divides:
// 元/家·年 equals 元/家/年. 1/周 has no name above the /. % and the empty text are
// the unit of plain numbers. 万元 and 元 are different units.
func ParseUnit(text string) (Unit, *Error) {
	plain := strings.TrimSpace(strings.Map(unitSign, text))
	if plain == "" || plain == "%" {
		return "", nil
	}
	above, below, divided := strings.Cut(plain, "/")
	up, err := unitNames(text, above)
	if err != nil || !divided {
		return product(up, nil), err
	}
	down, err := unitNames(text, strings.ReplaceAll(below, "/", "·"))
	if err != nil {
		return "", err
	}
	return product(up, down), nil
}

// unitNames splits a product without a division into its names.
func unitNames(unit, text string) ([]string, *Error) {
	var names []string
	for part := range strings.SplitSeq(text, "·") {
		part = strings.TrimSpace(part)
		notInName := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) && r != '_' }
		switch {
		case part == "1":
			continue
		case part == "":
			return nil, badUnit(diag.Textf("the unit %s has an empty part", unit))
		case strings.ContainsFunc(part, notInName):
			return nil, badUnit(diag.Textf("invalid unit %s: %s is not the name of a unit", unit, part))
		}
		names = append(names, part)
	}
	return names, nil
}

func badUnit(message diag.Text) *Error {
	return &Error{0, "bad-unit", message, diag.Textf("write 元, 元/家 or 次/家·周")}
}

// unitSign maps lookalikes of the notation's signs to those signs.
func unitSign(r rune) rune {
	if r = fold(r); r == '*' || r == '・' || r == '⋅' {
		return '·'
	}
	return r
}

// product returns the canonical unit of the names up divided by the names down: it
// cancels common names and sorts the others.
func product(up, down []string) Unit {
	up, down = slices.Clone(up), slices.Clone(down)
	slices.Sort(up)
	slices.Sort(down)
	var above, below []string
	for len(up) > 0 && len(down) > 0 {
		switch {
		case up[0] == down[0]:
			up, down = up[1:], down[1:]
		case up[0] < down[0]:
			above, up = append(above, up[0]), up[1:]
		default:
			below, down = append(below, down[0]), down[1:]
		}
	}
	above, below = append(above, up...), append(below, down...)
	text := strings.Join(above, "·")
	if len(below) == 0 {
		return Unit(text)
	}
	if text == "" {
		text = "1"
	}
	return Unit(text + "/" + strings.Join(below, "·"))
}

// names returns the names above and below the / of a unit.
func (u Unit) names() (up, down []string) {
	above, below, _ := strings.Cut(string(u), "/")
	if above != "" && above != "1" {
		up = strings.Split(above, "·")
	}
	if below != "" {
		down = strings.Split(below, "·")
	}
	return up, down
}

// Times returns the unit of a product.
func (u Unit) Times(v Unit) Unit {
	up, down := u.names()
	upToo, downToo := v.names()
	return product(slices.Concat(up, upToo), slices.Concat(down, downToo))
}

// Per returns the unit of a quotient.
func (u Unit) Per(v Unit) Unit {
	up, down := u.names()
	upToo, downToo := v.names()
	return product(slices.Concat(up, downToo), slices.Concat(down, upToo))
}

// Fits reports whether operands of the units u and v can be added or compared.
func (u Unit) Fits(v Unit) bool {
	switch {
	case u == v || u == unknownUnit || v == unknownUnit:
		return true
	case u == AnyUnit:
		return v.isNumber()
	}
	return v == AnyUnit && u.isNumber()
}

func (u Unit) isNumber() bool { return u != BoolUnit && u != TextUnit }

// String returns the unit as authors write it, or a description of a unit that
// they cannot write.
func (u Unit) String() string { return u.Words().String() }

// Words is [Unit.String] as a translatable text.
func (u Unit) Words() diag.Text {
	switch u {
	case "", AnyUnit:
		return diag.Textf("a plain number")
	case BoolUnit:
		return diag.Textf("true or false")
	case TextUnit:
		return diag.Textf("text")
	}
	return diag.Textf("%s", string(u))
}
