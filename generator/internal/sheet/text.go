package sheet

import (
	"math"
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// The numbers of a sheet as texts.

// entryText is a number as one types it into the input, a percentage as 25. What
// does not end, like a third, is cut; it counts in full.
func entryText(in *goal.Input, x float64) string {
	if in.Kind == goal.KindPercent {
		return formula.FormatNumber(formula.Round(100*x, 2))
	}
	return formula.FormatNumber(formula.Round(x, 4))
}

// LimitText is an end of a range of the input as the page tells it.
func LimitText(in *goal.Input, x float64) string {
	if in.Kind == goal.KindPercent {
		return entryText(in, x) + "%"
	}
	return entryText(in, x)
}

// termText is a number as a text has it: with thousands separators.
func termText(in *goal.Input, x float64) string {
	if in.Kind == goal.KindPercent {
		return entryText(in, x)
	}
	return formula.Display(formula.Round(x, 4), -1)
}

// rangeText is the range in numbers as show shows them.
func rangeText(r *goal.Range, show func(float64) string) string {
	if math.IsInf(r.High, 1) {
		return "≥ " + show(r.Low)
	}
	return between(show(r.Low), show(r.High))
}

// rounded is a number with the decimals that the page shows.
func rounded(c *goal.Computed, x float64) float64 {
	if c.Unit == "%" {
		return formula.Round(x, c.Decimals+2)
	}
	return formula.Round(x, c.Decimals)
}

// displayed is a number as the page shows it before its unit, without decimals
// that say nothing.
func displayed(c *goal.Computed, x float64) string {
	if c.Unit == "%" {
		return strings.TrimSuffix(formula.DisplayPercent(rounded(c, x), -1), "%")
	}
	return formula.Display(rounded(c, x), -1)
}

// whole is a number in whole ones: 3–4 if it lies between.
func whole(x float64) string {
	return between(formula.Display(formula.Floor(x), 0), formula.Display(-formula.Floor(-x), 0))
}

func between(low, high string) string {
	if low == high {
		return low
	}
	return low + "–" + high
}
