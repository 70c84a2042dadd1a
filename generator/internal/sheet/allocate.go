package sheet

import (
	"cmp"
	"math"
	"slices"
	"time"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
)

// allocate splits a whole total by weights into whole shares that add up to it:
// by largest remainder, the earlier share among equals. Remainders are compared
// at 9 decimals, so that rounding errors decide nothing. It is nil if the
// weights sum to nothing.
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

// largest is the greatest total that is split: its shares are exact to some
// decimals in float64.
const largest = 1e12

// shares is a total over the months of a year and over their weeks.
type shares struct {
	total  float64
	months []float64
	weeks  [][]float64
}

// quarter is the sum of the months of the quarter that the i-th month begins.
func (s shares) quarter(i int) float64 { return s.months[i] + s.months[i+1] + s.months[i+2] }

// due says when the parts of a total are due.
type due struct {
	weights     []float64 // of the months
	after, lead int       // months
	joined      string
}

// share splits a total over a year. Its months are nil if it cannot be split.
func shareYear(y *calendar.Year, total float64, d due) shares {
	if total < 0 || total > largest {
		return shares{}
	}
	days := openDays(y, d.joined)
	open := openWeights(y, d.weights, days)
	clear(open[:min(max(monthsSinceStart(y, d.joined)+d.after, 0), len(open))])
	months := allocateMonths(total, leading(open, d.lead, firstOpen(days)))
	if months == nil {
		return shares{}
	}
	s := shares{total: total, months: months}
	for i, part := range months {
		weeks := allocate(part, days[i])
		if weeks == nil {
			weeks = make([]float64, len(days[i]))
		}
		s.weeks = append(s.weeks, weeks)
	}
	return s
}

// allocateMonths splits a total over quarters and then over their months.
func allocateMonths(total float64, weights []float64) []float64 {
	var quarters []float64
	for i := 0; i < len(weights); i += 3 {
		quarters = append(quarters, weights[i]+weights[i+1]+weights[i+2])
	}
	parts := allocate(total, quarters)
	var months []float64
	for i, part := range parts {
		of := allocate(part, weights[3*i:3*i+3])
		if of == nil {
			of = make([]float64, 3)
		}
		months = append(months, of...)
	}
	return months
}

// since is how many months the month of joining comes after the first of the
// year, below zero if before; far before if it is not known.
func monthsSinceStart(y *calendar.Year, joined string) int {
	date, err := time.Parse(time.DateOnly, joined)
	if err != nil {
		return -1000
	}
	first, _ := time.Parse("2006-01", y.Months[0].ID)
	return 12*(date.Year()-first.Year()) + int(date.Month()) - int(first.Month())
}

// days are the working days of each week from the date of joining.
func openDays(y *calendar.Year, joined string) [][]float64 {
	days := make([][]float64, len(y.Months))
	for i, m := range y.Months {
		for _, w := range m.Weeks {
			days[i] = append(days[i], w.DaysFrom(joined))
		}
	}
	return days
}

// open are the weights of the months as far as the days in them are open.
func openWeights(y *calendar.Year, weights []float64, days [][]float64) []float64 {
	open := make([]float64, len(weights))
	for i, m := range y.Months {
		left, all := sum(days[i]), 0.0
		for _, w := range m.Weeks {
			all += float64(len(w.Days))
		}
		if all > 0 {
			open[i] = float64(weights[i]*left) / all
		}
	}
	return open
}

// firstOpen is the first month with an open day.
func firstOpen(days [][]float64) int {
	return max(0, slices.IndexFunc(days, func(weeks []float64) bool { return sum(weeks) > 0 }))
}

// leading moves weights so many months earlier; what falls before the first
// month that is open belongs to it.
func leading(weights []float64, months, first int) []float64 {
	moved := make([]float64, len(weights))
	for i, w := range weights {
		moved[min(i, max(i-months, first))] += w
	}
	return moved
}

func sum(numbers []float64) float64 {
	s := 0.0
	for _, x := range numbers {
		s += x
	}
	return s
}
