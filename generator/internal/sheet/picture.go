package sheet

import (
	"math"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// The pictures of a sheet, as texts for attributes of SVG.

// slice is the polygon of a stage: a band as wide as the stage against the
// widest, then a taper to the width of the next. It is empty if the stage is.
func slice(values []float64, i int) string {
	widest := 0.0
	for _, x := range values {
		widest = max(widest, x)
	}
	if values[i] <= 0 {
		return ""
	}
	left, right := edges(values[i] / widest)
	points := left + ",0 " + right + ",0 " + right + ",6 "
	if i+1 < len(values) && values[i+1] > 0 {
		nextLeft, nextRight := edges(values[i+1] / widest)
		points += nextRight + ",10 " + nextLeft + ",10 "
	}
	return points + left + ",6"
}

// edges are the ends of a bar in the middle of 100, at least 1 wide.
func edges(share float64) (left, right string) {
	x := formula.Round((100-max(100*share, 1))/2, 2)
	return formula.FormatNumber(x), formula.FormatNumber(formula.Round(100-x, 2))
}

// bars are the months of a total as a path of upright bars, each 2 wide and 1
// apart, the highest 12 high. It is empty where there is nothing to show.
func bars(months []float64) string {
	highest := 0.0
	for _, x := range months {
		highest = max(highest, x)
	}
	path := ""
	for i, x := range months {
		if x > 0 {
			height := formula.FormatNumber(formula.Round(12*x/highest, 2))
			path += "M" + formula.FormatNumber(float64(3*i)) + ",12v-" + height + "h2v" + height + "z"
		}
	}
	return path
}

// measure makes a picture of the goal beside its range and its capacity. The
// picture is a quarter wider than the farther of the two, and ends where the goal
// goes beyond it.
func measure(p *goal.Process, in goal.Values) (m Meter, load string) {
	capacity, limited := 0.0, false
	if p.Capacity != nil {
		capacity, limited = p.Capacity.Eval(in.Lookup).Number()
	}
	width := max(capacity, 0)
	if p.Recommend != nil {
		width = max(width, p.Recommend.Low)
		if !math.IsInf(p.Recommend.High, 1) {
			width = max(width, p.Recommend.High)
		}
	}
	if width <= 0 {
		return Meter{}, ""
	}
	at := func(x float64) string {
		return formula.FormatNumber(formula.Round(min(max(80*x/width, 0), 100), 2))
	}
	if p.Recommend != nil {
		m.Low, m.High = at(p.Recommend.Low), at(p.Recommend.High)
	}
	x, ok := in.Number(p.Key)
	if ok {
		m.Value = at(x)
	}
	if limited {
		m.Capacity = at(capacity)
	}
	if ok && limited && capacity > 0 && x >= 0 {
		load = formula.DisplayPercent(x/capacity, 0)
	}
	return m, load
}
