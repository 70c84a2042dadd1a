package goal

import (
	"cmp"
	"math"
	"slices"

	"cairn/generator/internal/formula"
)

// allocate splits a whole total by weights into whole shares that add up to it:
// by largest remainder, the earlier share among equals. Remainders are compared
// at 9 decimals, so that rounding errors decide nothing. It is nil if the
// weights sum to nothing.
func allocate(total float64, weights []float64) []float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	if sum <= 0 {
		return nil
	}
	shares := make([]float64, len(weights))
	remainders := make([]float64, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		exact := formula.Round(float64(total*w)/sum, 9)
		shares[i] = math.Floor(exact)
		remainders[i] = formula.Round(exact-shares[i], 9)
		order[i] = i
		left -= shares[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainders[b], remainders[a]) })
	for i := 0; i < len(order) && left > 0; i++ {
		shares[order[i]]++
		left--
	}
	return shares
}

// leading moves weights so many months earlier; what falls before the first
// month belongs to it.
func leading(weights []float64, months int) []float64 {
	moved := make([]float64, len(weights))
	for i, w := range weights {
		moved[max(i-months, 0)] += w
	}
	return moved
}

// sharesOf splits a total over the months of a year and over their weeks, of
// which only the working days from the date of joining count. Both are nil if
// there is nothing to share among.
func (y *Year) sharesOf(total float64, weights []float64, joined string) (months []float64, weeks [][]float64) {
	open := slices.Clone(weights)
	days := make([][]float64, len(y.Months))
	for i, m := range y.Months {
		left := 0.0
		for _, w := range m.Weeks {
			n := w.daysFrom(joined)
			days[i] = append(days[i], n)
			left += n
		}
		if left == 0 {
			open[i] = 0
		}
	}
	months = allocate(total, open)
	if months == nil {
		return nil, nil
	}
	for i, share := range months {
		week := allocate(share, days[i])
		if week == nil {
			week = make([]float64, len(days[i]))
		}
		weeks = append(weeks, week)
	}
	return months, weeks
}

// daysFrom is the number of working days on and after a date.
func (w Week) daysFrom(date string) float64 {
	n := 0.0
	for _, day := range w.Days {
		if day >= date {
			n++
		}
	}
	return n
}
