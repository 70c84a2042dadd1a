package sheet

import (
	"math/big"
	"slices"
	"strconv"
)

// exactStep is a step of a chain as the definition of recalibration has it, in rationals. The fields up to `weights` are given.
type exactStep struct {
	key     string
	total   *big.Rat   // of the year, as planned
	weights []*big.Rat // of the months
	// What follows from the closed quarters.
	planned, done      *big.Rat
	doneIn             []*big.Rat // each closed month
	isCounted          bool       // at the end of the last closed quarter
	open, rest         *big.Rat
	share, updated     *big.Rat // of the step that goes on to the next one; nil of the last step
	wins, trials       *big.Rat // nil unless both steps are counted
	year               *big.Rat // what the table shows of the year; nil for a blank one, as in the next two
	byQuarter, byMonth []*big.Rat
	left               []*big.Rat // the rest by months, unrounded
	isUndivided        bool       // no month is left for the rest
}

// recalibrate closes quarters of a chain. `totals` are those to date at the end of each of them.
func recalibrate(chain []*exactStep, totals []map[string]float64, open map[string]float64, prior float64) {
	for i, step := range slices.Backward(chain) {
		step.close(totals)
		var next *exactStep
		if i+1 < len(chain) {
			next = chain[i+1]
		}
		step.look(next, open, rat(prior))
		step.divide(3 * len(totals))
	}
}

// close freezes the closed quarters: a total to date is never less than the one before, and a quarter without one was done as planned.
func (s *exactStep) close(totals []map[string]float64) {
	plan := inProportion(s.total, s.weights)
	s.planned, s.done = sumOf(plan[:3*len(totals)]), new(big.Rat)
	for q, counts := range totals {
		quarter := plan[3*q : 3*q+3]
		toDate := plus(s.done, sumOf(quarter))
		typed, isCounted := counts[s.key]
		if s.isCounted = isCounted; isCounted {
			toDate = rat(typed)
		}
		more := larger(minus(toDate, s.done), new(big.Rat))
		s.done = plus(s.done, more)
		if sumOf(quarter).Sign() > 0 {
			s.doneIn = append(s.doneIn, inProportion(more, quarter)...)
		} else {
			s.doneIn = append(s.doneIn, new(big.Rat), new(big.Rat), more)
		}
	}
}

// look computes what is left: remaining = max(0, target − actual), and of a step before others (k × planned + wins) / (k + trials).
func (s *exactStep) look(next *exactStep, typed map[string]float64, k *big.Rat) {
	zero := new(big.Rat)
	if s.open = zero; next == nil || s.total.Sign() == 0 {
		s.rest = larger(minus(s.total, s.done), zero)
		return
	}
	s.share = over(next.total, s.total)
	if open, isTyped := typed[s.key]; isTyped {
		s.open = smaller(rat(open), s.done)
	} else if expected := times(s.share, s.planned); expected.Sign() == 0 {
		s.open = s.done
	} else { // of the steps done so far, the plan has a result of next.planned by now, and will have one of `expected`
		s.open = times(s.done, minus(rat(1), smaller(over(next.planned, expected), rat(1))))
	}
	s.updated = s.share
	if s.isCounted && next.isCounted {
		s.wins = next.done
		s.trials = larger(minus(s.done, s.open), over(s.wins, larger(s.share, rat(1))))
		s.updated = over(plus(times(k, s.share), s.wins), plus(k, s.trials))
	}
	if s.rest = zero; next.rest.Sign() > 0 {
		s.rest = larger(minus(over(next.rest, s.updated), s.open), zero)
	}
}

// divide spreads the rest over the months that are left: unrounded, and in whole units or tenths, over the quarters and then over their months.
func (s *exactStep) divide(closed int) {
	weights := slices.Clone(s.weights)
	for m := range closed {
		weights[m] = new(big.Rat)
	}
	s.left = inProportion(s.rest, weights)
	rest, zero := roundTo(s.rest, 9), new(big.Rat)
	if sumOf(weights).Sign() == 0 && closed > 0 && s.rest.Cmp(big.NewRat(1, 2)) < 0 {
		rest = zero // after the last day nobody misses a part of a deal
	}
	s.isUndivided = sumOf(weights).Sign() == 0 && rest.Sign() > 0
	unit := rat(1)
	if rest.Cmp(unit) < 0 {
		unit = rat(10)
	}
	var done []*big.Rat
	for q := range closed / 3 {
		done = append(done, roundTo(sumOf(s.doneIn[3*q:3*q+3]), 1))
		if !done[q].IsInt() {
			unit = rat(10)
		}
	}
	whole := ceil(rest)
	if unit.Cmp(rat(10)) == 0 {
		whole = times(rat(10), roundTo(rest, 1))
	}
	quarters := make([]*big.Rat, 4)
	for q := range quarters {
		quarters[q] = sumOf(weights[3*q : 3*q+3])
	}
	s.byMonth, s.byQuarter, s.year = make([]*big.Rat, 12), byLargestRemainder(whole, quarters), new(big.Rat)
	for q, part := range s.byQuarter {
		for m, x := range byLargestRemainder(part, weights[3*q:3*q+3]) {
			if 3*q >= closed {
				s.byMonth[3*q+m] = over(x, unit)
			}
		}
		if s.byQuarter[q] = over(part, unit); q < len(done) {
			s.byQuarter[q] = done[q]
		}
		s.year = plus(s.year, s.byQuarter[q])
	}
	if s.isUndivided {
		s.year = nil
	}
}

// inProportion divides an amount by weights; all parts are 0 if there is no weight.
func inProportion(amount *big.Rat, weights []*big.Rat) []*big.Rat {
	parts, all := make([]*big.Rat, len(weights)), sumOf(weights)
	for i, w := range weights {
		if parts[i] = new(big.Rat); all.Sign() > 0 {
			parts[i] = over(times(amount, w), all)
		}
	}
	return parts
}

// byLargestRemainder divides a whole number into whole numbers. Remainders are compared at nine decimals; of equal ones the first counts.
func byLargestRemainder(whole *big.Rat, weights []*big.Rat) []*big.Rat {
	parts := inProportion(whole, weights)
	if sumOf(weights).Sign() == 0 {
		return parts
	}
	remainders, order, left := make([]*big.Rat, len(parts)), make([]int, len(parts)), whole
	for i, part := range parts {
		exact := roundTo(part, 9)
		order[i], parts[i] = i, floor(exact)
		remainders[i], left = minus(exact, parts[i]), minus(left, parts[i])
	}
	slices.SortStableFunc(order, func(i, j int) int { return remainders[j].Cmp(remainders[i]) })
	for _, i := range order {
		if left.Sign() > 0 {
			parts[i], left = plus(parts[i], rat(1)), minus(left, rat(1))
		}
	}
	return parts
}

func plus(a, b *big.Rat) *big.Rat     { return new(big.Rat).Add(a, b) }
func minus(a, b *big.Rat) *big.Rat    { return new(big.Rat).Sub(a, b) }
func times(a, b *big.Rat) *big.Rat    { return new(big.Rat).Mul(a, b) }
func over(a, b *big.Rat) *big.Rat     { return new(big.Rat).Quo(a, b) }
func floor(x *big.Rat) *big.Rat       { return new(big.Rat).SetInt(new(big.Int).Div(x.Num(), x.Denom())) } // Div rounds down
func ceil(x *big.Rat) *big.Rat        { return minus(new(big.Rat), floor(minus(new(big.Rat), x))) }
func float(x *big.Rat) (near float64) { near, _ = x.Float64(); return near }

// rat returns a number as it is written in decimals: 0.1 is a tenth.
func rat(x float64) *big.Rat {
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64))
	return exact
}

func larger(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func sumOf(list []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, x := range list {
		sum.Add(sum, x)
	}
	return sum
}

// roundTo rounds a number of 0 or more half up.
func roundTo(x *big.Rat, places int64) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil))
	return over(floor(plus(times(x, scale), big.NewRat(1, 2))), scale)
}
