package sheet

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/formula"
)

// Quote is the text of a link to a value: one number or one range of whole numbers with its
// unit, or one day, and words without digits around it: 约 3–4 次, 180 万元, 10 月 29 日.
//
// The number must be the value rounded to as many decimals as the text has. A range must be the
// whole numbers between which the value lies. The unit may be cut at its first / or ·, and 元 may
// be left out after a magnitude: 次 for 次/周, 万 for 万元/家. Without a unit the text agrees with
// every unit. Digits and signs may be full-width.
type Quote struct {
	Before, Number, After string
	Misfit                Misfit

	isRange   bool
	low, high string // the digits of the number, equal unless it is a range
}

// Misfit says why a text does not quote a value.
type Misfit string

// The misfits.
const (
	NoNumber   Misfit = "no number"
	Several    Misfit = "several numbers"
	OtherUnit  Misfit = "unit"
	OtherValue Misfit = "number"
	InputRange Misfit = "range of an input"
)

// quoteForms match a number with or without thousands separators, also with its sign; a range;
// and a day with or without its year.
type quoteForms struct{ digits, number, span, day *regexp.Regexp }

func newQuoteForms() quoteForms {
	const digits = `(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?\b|\d+(?:\.\d+)?)`
	return quoteForms{
		digits: regexp.MustCompile(digits),
		number: regexp.MustCompile(`[-−]?` + digits),
		span:   regexp.MustCompile(`([-−]?` + digits + `) ?(?:[–—~至到]|-+) ?(` + digits + `)`),
		day:    regexp.MustCompile(`(?:(\d{4}) ?[-/.年] ?)?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?: ?[日号])?`),
	}
}

// Quote reads the text of a link to a number or a date, and compares the two.
func (e *Example) Quote(v Shown, text string) Quote {
	if v.Kind == IsDate {
		return e.quoteDay(v, text)
	}
	q := e.readNumber(text)
	switch {
	case q.Misfit != "":
	case !e.isUnit(v.Unit, foldWidth(q.After)):
		q.Misfit = OtherUnit
	case q.isRange && v.Input:
		q.Misfit = InputRange
	case !v.agrees(q):
		q.Misfit = OtherValue
	}
	return q
}

func (e *Example) readNumber(text string) Quote {
	folded := foldWidth(text)
	found := len(e.forms.digits.FindAllStringIndex(folded, -1))
	at, isRange := e.forms.span.FindStringSubmatchIndex(folded), true
	if at == nil {
		one := e.forms.number.FindStringIndex(folded)
		at, isRange = slices.Concat(one, one, one), false
	}
	switch {
	case found == 0:
		return Quote{Misfit: NoNumber}
	case isRange && found != 2, !isRange && found != 1:
		return Quote{Misfit: Several}
	}
	q := cutQuote(text, folded, at[0], at[1])
	q.isRange, q.low, q.high = isRange, plainDigits(folded[at[2]:at[3]]), plainDigits(folded[at[4]:at[5]])
	return q
}

func (e *Example) quoteDay(v Shown, text string) Quote {
	folded := foldWidth(text)
	at := e.forms.day.FindStringSubmatchIndex(folded)
	switch {
	case at == nil:
		return Quote{Misfit: NoNumber}
	case e.forms.digits.MatchString(folded[:at[0]] + " " + folded[at[1]:]):
		return Quote{Misfit: Several}
	}
	q := cutQuote(text, folded, at[0], at[1])
	year := v.Text[:len("2027")]
	if at[2] >= 0 {
		year = folded[at[2]:at[3]]
	}
	if fmt.Sprintf("%s-%02s-%02s", year, folded[at[4]:at[5]], folded[at[6]:at[7]]) != v.Text {
		q.Misfit = OtherValue
	}
	return q
}

// cutQuote cuts a text at the offsets of its folded form, which has as many characters.
func cutQuote(text, folded string, from, to int) Quote {
	runes, first, end := []rune(text), utf8.RuneCountInString(folded[:from]), utf8.RuneCountInString(folded[:to])
	return Quote{Before: string(runes[:first]), Number: string(runes[first:end]), After: string(runes[end:])}
}

// foldWidth maps each full-width character to the half-width one, and each white space to a
// space.
func foldWidth(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
}

func plainDigits(number string) string {
	return strings.ReplaceAll(strings.ReplaceAll(number, ",", ""), "−", "-")
}

// Unit returns the first word behind the number.
func (q Quote) Unit() string { return firstWord(foldWidth(q.After)) }

// IsRecommended reports whether a text states the recommended range of the value.
func (v Shown) IsRecommended(q Quote) bool {
	return q.isRange && between(q.low, q.high) == plainDigits(v.Recommend)
}

// agrees reports whether a text states the value.
func (v Shown) agrees(q Quote) bool {
	if q.isRange {
		low, high := v.whole()
		return q.low == plainDigits(low) && q.high == plainDigits(high)
	}
	stated, _ := strconv.ParseFloat(q.low, 64)
	shown, _ := strconv.ParseFloat(plainDigits(formula.Display(v.Number, decimalsOf(q.low))), 64)
	return stated == shown
}

func (v Shown) whole() (low, high string) {
	return formula.Display(formula.Floor(v.Number), 0), formula.Display(-formula.Floor(-v.Number), 0)
}

func decimalsOf(number string) int {
	_, fraction, _ := strings.Cut(number, ".")
	return len(fraction)
}

// isUnitSign reports whether a character joins the parts of a unit: 万元/家·年.
func isUnitSign(r rune) bool { return r == '/' || r == '·' }

// shortUnit returns a unit without what follows its first / or ·.
func shortUnit(unit string) string {
	if i := strings.IndexFunc(unit, isUnitSign); i > 0 {
		return unit[:i]
	}
	return unit
}

// spellings returns the forms in which a text may have a unit, longer ones first.
func spellings(unit string) []string {
	if unit == "" {
		return nil
	}
	short, all := shortUnit(unit), []string{unit}
	for i, r := range unit {
		if isUnitSign(r) {
			all = append(all, unit[:i])
		}
	}
	all = append(all, "个"+short)
	if magnitude, found := strings.CutSuffix(short, "元"); found && magnitude != "" {
		all = append(all, magnitude)
	}
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return all
}

// isUnit reports whether the text behind a number begins with a unit, or has none. Behind the
// unit no other unit of the template may stand: 个月 is no 个.
func (e *Example) isUnit(unit, after string) bool {
	after = strings.TrimLeft(after, " ")
	if firstWord(after) == "" {
		return true
	}
	if unit == "" {
		return !e.beginsWithUnit(after)
	}
	for _, spelling := range spellings(foldWidth(unit)) {
		if rest, found := strings.CutPrefix(after, spelling); found && strings.IndexFunc(rest, isUnitSign) != 0 && !e.beginsWithUnit(rest) {
			return true
		}
	}
	return false
}

func (e *Example) beginsWithUnit(text string) bool {
	return slices.ContainsFunc(e.units, func(unit string) bool { return strings.HasPrefix(text, foldWidth(unit)) })
}

// firstWord returns the letters, and the signs of units, with which a text begins.
func firstWord(text string) string {
	text = strings.TrimLeft(text, " ")
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !isUnitSign(r) && r != '%' })
	if end < 0 {
		end = len(text)
	}
	return text[:end]
}

// Written returns the text that an author may write instead of a quote. It keeps the words
// around the number, and the range or the decimals.
func (v Shown) Written(q Quote) string {
	after := q.After
	if q.Misfit == OtherUnit || q.Number == "" {
		after = unitBehind(shortUnit(v.Unit))
	}
	return q.Before + v.number(q) + after
}

func unitBehind(unit string) string {
	if unit == "" || unit == "%" {
		return unit
	}
	return " " + unit
}

// number returns the number, range or day that a quote must have.
func (v Shown) number(q Quote) string {
	if v.Kind == IsDate {
		return v.dayLike(q.Number)
	}
	if q.isRange && !v.Input {
		return between(v.whole())
	}
	if text := formula.Display(formula.Round(v.Number, decimalsOf(q.low)), -1); q.Number != "" && (v.Number == 0 || strings.Trim(text, "-0.") != "") {
		return text
	}
	return v.Text
}

// dayLike returns the date in the form of another text: 10 月 29 日 or 2027-10-29.
func (v Shown) dayLike(text string) string {
	if !strings.Contains(text, "月") || len(v.Text) != len("2027-10-29") {
		return v.Text
	}
	month, _ := strconv.Atoi(v.Text[5:7])
	date, _ := strconv.Atoi(v.Text[8:])
	return fmt.Sprintf("%d 月 %d 日", month, date)
}
