package sheet

import (
	"slices"
	"time"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// dueTimes says when the parts of a total are due.
type dueTimes struct {
	weights     []float64 // of the twelve months
	after, lead int       // in months
	joined      string
}

// splitAfter splits a computed value of a template without any key for a person. The shares are zero if the value, or a
// number of months that its split needs, is blank.
func (s *Sheet) splitAfter(split *goal.Split) shares {
	x, ok := s.values.Number(split.Key)
	after, okAfter := s.months(split.After)
	lead, okLead := s.months(split.Lead)
	if !ok || !okAfter || !okLead {
		return shares{}
	}
	return splitYear(s.Template.Year, formula.RoundUp(x, 0), dueTimes{split.Weights, after, lead, s.joined()})
}

// months evaluates a number of months, limited to 0 to 12. A missing formula gives 0.
func (s *Sheet) months(expr *formula.Expr) (months int, ok bool) {
	if expr == nil {
		return 0, true
	}
	x, ok := expr.Eval(s.values.Lookup).Number()
	return int(formula.Round(min(max(x, 0), 12), 0)), ok
}

// splitYear splits a total over a year. The months are nil if it cannot be split.
func splitYear(y *calendar.Year, total float64, due dueTimes) shares {
	if total < 0 || total > maxTotal {
		return shares{}
	}
	days := openDays(y, due.joined)
	weights := openWeights(y, due.weights, days)
	clear(weights[:min(max(monthsSinceStart(y, due.joined)+due.after, 0), len(weights))])
	months := allocateMonths(total, moveEarlier(weights, due.lead, firstOpenMonth(days)))
	if months == nil {
		return shares{}
	}
	s := shares{total: total, months: months}
	for i, part := range months {
		s.weeks = append(s.weeks, allocateOrZero(part, days[i]))
	}
	return s
}

// openDays counts the working days of each week on and after the date of joining.
func openDays(y *calendar.Year, joined string) [][]float64 {
	days := make([][]float64, len(y.Months))
	for i, m := range y.Months {
		for _, w := range m.Weeks {
			days[i] = append(days[i], w.DaysFrom(joined))
		}
	}
	return days
}

// openWeights multiplies the weight of each month by the share of its working days that
// are open.
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

// maxTotal is the largest total that is split. Up to it float64 holds shares exactly,
// with some decimals.
const maxTotal = 1e12

// unknownStart stands for the months since an unknown date of joining: long before the
// year.
const unknownStart = -1000

// monthsSinceStart counts the months from the first month of the year to the month of
// joining; it is negative for an earlier month.
func monthsSinceStart(y *calendar.Year, joined string) int {
	date, err := time.Parse(time.DateOnly, joined)
	if err != nil {
		return unknownStart
	}
	first, _ := time.Parse("2006-01", y.Months[0].ID)
	return 12*(date.Year()-first.Year()) + int(date.Month()) - int(first.Month())
}

// firstOpenMonth returns the index of the first month with an open day, 0 if there is
// none.
func firstOpenMonth(days [][]float64) int {
	return max(0, slices.IndexFunc(days, func(weeks []float64) bool { return sum(weeks) > 0 }))
}

// moveEarlier moves each weight earlier by a number of months, at most to the month
// first.
func moveEarlier(weights []float64, months, first int) []float64 {
	moved := make([]float64, len(weights))
	for i, w := range weights {
		moved[min(i, max(i-months, first))] += w
	}
	return moved
}
