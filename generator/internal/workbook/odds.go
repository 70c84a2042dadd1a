package workbook

import "cairn/generator/internal/formula"

// odds computes how likely a share of the trials that are left are the wins that are needed. What is
// believed of the share is a beta distribution: the planned share counts for the prior trials, and what
// was observed is added. The wins are therefore beta-binomial.
type odds struct {
	trials, needed string // the cells with the numbers, whole
	chance         string // the cell with the probability, an error if it is not computed
}

// maxTrials limits the trials of odds, which take a cell each.
const maxTrials = 200

// odds lays out the odds of the last step that follows s.
func (o *outlook) odds(s *outlookStep) odds {
	b := o.newBlock(maxTrials)
	whole := func(x string) string { return sprintf("-INT(-ROUND(%s,9))", to15Digits(x)) }
	n := b.cell("%s", whole(sprintf("(%s+%s)", s.open, s.rest)))
	m := b.cell("%s", whole(s.next.rest))
	known := sprintf("ISNUMBER(%s)", s.trials)
	alpha := b.cell("%s*%s+IF(%s,%s,0)", o.prior, s.share, known, s.next.actual)
	beta := b.cell("%s*(1-%s)+IF(%s,%s-%s,0)", o.prior, s.share, known, s.trials, s.next.actual)
	// The smaller tail is summed: that of the wins from m on, or that of the losses from n-m+1 on.
	isUpper := b.cell("%s*(%s+%s)>%s*%[2]s", m, alpha, beta, n)
	either := func(upper, lower string) string { return b.cell("IF(%s,%s,%s)", isUpper, upper, lower) }
	a, c, from := either(alpha, beta), either(beta, alpha), either(m, sprintf("%s-%s+1", n, m))
	others := b.cell("%s-%s", n, from)
	// The first term is a product of quotients, of which the logarithms are summed: some are too small for a number.
	places := b.reserve(maxTrials)
	for i := range maxTrials {
		b.grid.set(places.row+i, places.column, i+1)
	}
	i := places.span()
	first := sprintf("EXP(SUMPRODUCT((%[1]s<=%[2]s)*(LN(%[3]s+%[1]s-1)+LN(%[4]s+%[1]s)-LN(%[1]s))+(%[1]s<=%[4]s)*LN(%[5]s+%[1]s-1)-(%[1]s<=%[6]s)*LN(%[3]s+%[5]s+%[1]s-1)))",
		i, from, a, others, c, n)
	isCertain := sprintf("OR(%[1]s<=0,%[1]s>%[2]s,%[3]s*%[4]s=0)", m, n, alpha, beta)
	terms := b.reserve(maxTrials)
	terms.fill(func(i int) string {
		if i == 0 {
			return sprintf("IF(OR(%s,%s>%d),0,%s)", isCertain, n, maxTrials, first)
		}
		return sprintf("IF(%[1]d>%[2]s,0,%[3]s*(%[2]s-%[4]d)*(%[5]s+%[6]s+%[4]d)/((%[6]s+%[1]d)*(%[7]s+%[2]s-%[1]d)))", i, others, terms.at(i-1), i-1, a, from, c)
	})
	tail := b.cell("SUM(%s)", terms.span())
	certain := sprintf("IF(%[1]s<=0,1,IF(OR(%[1]s>%[2]s,%[3]s=0),0,1))", m, n, alpha)
	isBelieved := sprintf("OR(%[1]s<=0,%[1]s>%[2]s,AND(%[3]s>=0,%[4]s>=0,%[3]s+%[4]s>0))", m, n, alpha, beta)
	chance := b.cell("IF(AND(%s,%s<=%d),IF(%s,%s,IF(%s,%s,1-%[7]s)),NA())", isBelieved, n, maxTrials, isCertain, certain, isUpper, tail)
	return odds{n, m, chance}
}

// oddsNow returns what the cells of odds have while no quarter is closed.
func oddsNow(trials, needed rest) (chance formula.Value, n, m float64) {
	left, ok := trials.left.Number()
	wins, _ := needed.left.Number()
	share, hasShare := trials.share.Number()
	n, m = formula.RoundUp(left, 0), formula.RoundUp(wins, 0)
	alpha, beta := defaultPrior*share, defaultPrior*(1-share)
	switch {
	case !ok || !hasShare || n > maxTrials || m > 0 && m <= n && beta < 0:
		return formula.Value{}, n, m
	case m <= 0:
		return formula.Number(1), n, m
	case m > n || alpha == 0:
		return formula.Number(0), n, m
	case beta == 0:
		return formula.Number(1), n, m
	}
	term, all, reached := 1.0, 0.0, 0.0
	for j := range int(n) + 1 {
		all += term
		if j >= int(m) {
			reached += term
		}
		term *= (n - float64(j)) * (alpha + float64(j)) / (float64(j+1) * (beta + n - float64(j) - 1))
	}
	return formula.Number(formula.Round(reached/all, 3)), n, m
}
