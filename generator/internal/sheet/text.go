package sheet

import (
	"math"
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// entryText returns a number as a person types it into an input: 25 for 25 %. It cuts
// decimals that do not end, as those of a third; formulas read the exact number.
func entryText(in *goal.Input, x float64) string {
	if in.Kind == goal.KindPercent {
		return formula.FormatNumber(formula.Round(100*x, 2))
	}
	return formula.FormatNumber(formula.Round(x, 4))
}

// LimitText returns the end of an input's range with its percent sign.
func LimitText(in *goal.Input, x float64) string {
	if in.Kind == goal.KindPercent {
		return entryText(in, x) + "%"
	}
	return entryText(in, x)
}

// groupedText returns an input's number with thousands separators.
func groupedText(in *goal.Input, x float64) string {
	if in.Kind == goal.KindPercent {
		return entryText(in, x)
	}
	return formula.Display(formula.Round(x, 4), -1)
}

// rangeText returns a recommended range, whose ends it formats with text.
func rangeText(r *goal.Range, text func(float64) string) string {
	if math.IsInf(r.High, 1) {
		return "≥ " + text(r.Low)
	}
	return between(text(r.Low), text(r.High))
}

// wholeText returns the whole numbers around a number: 3–4 for 3.16.
func wholeText(x float64) string {
	return between(formula.Display(formula.Floor(x), 0), formula.Display(-formula.Floor(-x), 0))
}

func between(low, high string) string {
	if low == high {
		return low
	}
	return low + "–" + high
}

// displayed returns a computed number as it stands before its unit, without trailing
// zeros.
func displayed(c *goal.Computed, x float64) string {
	if c.Unit == "%" {
		return strings.TrimSuffix(formula.DisplayPercent(rounded(c, x), -1), "%")
	}
	return formula.Display(rounded(c, x), -1)
}

// rounded returns a computed number with the decimals that are displayed.
func rounded(c *goal.Computed, x float64) float64 { return formula.Round(x, c.Places()) }
