package sheet

import (
	"cmp"
	"math"
	"slices"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// shares is a total split over the months and weeks of a year. Its numbers are whole: they count
// units, or tenths if perUnit is 10.
type shares struct {
	perUnit float64 // 10 for a total below 1, which would otherwise be rounded up to 1; otherwise 1
	total   float64
	months  []float64
	weeks   [][]float64 // of each month
	late    bool        // it can no longer be done: there are no months
}

// quarter sums the months of the quarter that begins with the i-th month.
func (s shares) quarter(i int) float64 { return s.months[i] + s.months[i+1] + s.months[i+2] }

// split splits a computed value over the year. There are no months if the value is blank,
// cannot be split or can no longer be done.
func (s *Sheet) split(split *goal.Split) shares {
	step := s.plan.Step(split)
	if step.Shares == nil || step.Late {
		return shares{late: step.Late}
	}
	x, _ := s.values.Number(split.Key)
	parts := shares{perUnit: 1, total: formula.RoundUp(x, 0)}
	if formula.Round(x, 9) < 1 {
		parts.perUnit, parts.total = 10, formula.Round(10*formula.Round(x, 1), 0)
	}
	parts.months = allocateMonths(parts.total, step.Months)
	if parts.months == nil {
		parts.months = make([]float64, len(step.Months))
	}
	for i, part := range parts.months {
		parts.weeks = append(parts.weeks, allocateOrZero(part, step.Weeks[i]))
	}
	return parts
}

// allocateMonths splits a total over quarters and then over their months.
func allocateMonths(total float64, weights []float64) []float64 {
	var quarters []float64
	for i := 0; i < len(weights); i += 3 {
		quarters = append(quarters, sum(weights[i:i+3]))
	}
	var months []float64
	for i, part := range allocate(total, quarters) {
		months = append(months, allocateOrZero(part, weights[3*i:3*i+3])...)
	}
	return months
}

// allocateOrZero allocates a total, or gives zero shares if no weight is above zero.
func allocateOrZero(total float64, weights []float64) []float64 {
	if shares := allocate(total, weights); shares != nil {
		return shares
	}
	return make([]float64, len(weights))
}

// allocate splits a whole total by weights into whole shares that add up to it. It
// rounds up the largest remainders, the earlier one among equals. Remainders are
// compared at 9 decimals, below which they are errors of float64. The shares are nil if
// no weight is above zero.
func allocate(total float64, weights []float64) []float64 {
	all := sum(weights)
	if all <= 0 {
		return nil
	}
	shares := make([]float64, len(weights))
	remainders := make([]float64, len(weights))
	order := make([]int, len(weights))
	left := total
	for i, w := range weights {
		exact := formula.Round(float64(total*w)/all, 9)
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

func sum(numbers []float64) float64 {
	s := 0.0
	for _, x := range numbers {
		s += x
	}
	return s
}
