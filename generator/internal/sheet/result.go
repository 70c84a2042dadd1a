package sheet

import (
	"math"
	"strconv"
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Result is a displayed number. Raw is the number as ECMAScript prints it, Text as a
// reader reads it; both are "" if the value is blank, and Why has the reason.
type Result struct {
	Key, Label, Unit, Hint string
	Raw, Text              string
	Why                    Why
	Expr                   *formula.Expr // nil for an input and for a part of a total
	Over                   bool          // it is above the capacity of its period
	Bars                   string        // of a split total: its months as an SVG path, 36 wide and 12 high
}

// Why is the reason why a value is blank. Word is the name of an interface word:
// why_missing, why_zero, why_overflow, why_mismatch, why_late for a step out of reach or,
// for a total without a place in the year, why_split. About is the label of the missing or zero value, if it has one.
type Why struct{ Word, About string }

// result displays a computed value.
func (s *Sheet) result(c *goal.Computed, values goal.Values) Result {
	r := Result{Key: c.Key, Label: c.Label, Unit: c.Unit, Hint: c.Hint, Expr: c.Expr}
	if x, ok := values.Number(c.Key); ok {
		r.Raw, r.Text = formula.FormatNumber(x), displayed(c, x)
	} else if date, ok := values[c.Key].Text(); ok {
		r.Raw, r.Text = date, date
	} else {
		r.Why = s.why(values[c.Key].Reason())
	}
	return r
}

// number displays a number as a computed value is displayed, under a key.
func number(c *goal.Computed, key string, x float64) Result {
	return Result{Key: key, Label: c.Label, Unit: c.Unit, Raw: formula.FormatNumber(x), Text: displayed(c, x)}
}

func (s *Sheet) why(reason formula.Reason) Why {
	about := ""
	if in := s.Template.Input(reason.Name); in != nil {
		about = in.Label
	} else if c := s.Template.Find(reason.Name); c != nil {
		about = c.Label
	}
	return Why{"why_" + string(reason.Cause), about}
}

// Of returns the key of the value to which a part of a total or a value under a market
// variable belongs.
func (r Result) Of() string {
	if i := strings.IndexAny(r.Key, "@~"); i >= 0 {
		return r.Key[:i]
	}
	return r.Key
}

// Term is a value within a text: a number and its unit.
type Term struct {
	Text, Unit string
	Fixed      bool // it is a constant, which no reader changes
	Over       bool // it is a process goal above its capacity
}

// Term returns the value with a key, the zero Term if there is none.
func (s *Sheet) Term(key string) Term {
	if in := s.Template.Input(key); in != nil {
		if x, ok := s.values.Number(key); ok {
			return Term{Text: groupedText(in, x), Unit: in.Unit}
		}
		return Term{Text: s.input(in).Text, Unit: in.Unit}
	}
	if c := s.Template.Find(key); c != nil {
		p := s.Template.FindProcess(key)
		return Term{Text: s.result(c, s.values).Text, Unit: c.Unit, Over: p != nil && s.IsOver(p)}
	}
	for _, c := range s.Template.Constants {
		if c.Key == key {
			return Term{Text: formula.Display(c.Value, -1), Unit: c.Unit, Fixed: true}
		}
	}
	return Term{}
}

// mostBoxes is the most boxes that paper shows to tick.
const mostBoxes = 10

// Boxes returns as many boxes to tick by pen as the number asks; a line to write on if they are many, and nothing for a blank
// number. The twin of boxes in static/worksheet/boxes.ts.
func (r Result) Boxes() string {
	x, err := strconv.ParseFloat(strings.ReplaceAll(r.Text, ",", ""), 64)
	switch n := math.Ceil(x); {
	case err != nil || n < 0:
		return ""
	case n > mostBoxes:
		return "＿＿＿"
	default:
		return strings.Repeat("□", int(n))
	}
}
