package workbook

import (
	"cmp"
	"slices"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// The columns of the sheet of actuals: on the left what was done to the end of each quarter, on
// the right what follows from it.
const (
	stepColumn    = 1
	priorColumn   = 2
	plannedColumn = 2 // to date
	doneColumn    = 3
	openColumn    = 4
	refusedColumn = 5 // why an entry is refused
	rightColumn   = 7 // the labels of the right side
	firstRight    = 8 // its first column of numbers
)

// actuals is the sheet on which a reader counts what she has done at the end of each quarter, and
// which shows the plan for the rest of the year, while it is laid out.
type actuals struct {
	*book
	grid     *grid
	outlook  *outlook
	prior    *count
	done     [][]*count // of each step, in each quarter
	open     []*count   // of each step at the end of the last closed quarter; nil for a last step
	happened []trueMark
	priorRow int
	blocks   [quarters]int // the row of each quarter's first step
	marks    int           // the row of the first market variable
}

// addActuals adds the sheet of actuals.
func (b *book) addActuals() {
	splits := b.template.Splits
	if len(splits) == 0 {
		return
	}
	widths := append([]float64{26, 9, 9, 9, 26, 2, 26}, repeat(8, max(len(summary()), 3*len(splits)))...)
	a := &actuals{book: b, grid: b.newGrid("actuals", widths...)}
	a.grid.onePage = true
	a.addText(a.grid, b.styles.title, b.word("actuals"))
	a.addText(a.grid, b.styles.summary, b.word("actuals_note"))
	a.grid.add(nil)
	a.priorRow = a.grid.row()
	for q := range quarters {
		a.blocks[q] = a.priorRow + 3 + q*(len(splits)+2)
	}
	a.marks = a.blocks[quarters-1] + len(splits) + 2
	a.addCounts()
	b.actualCells = a.cells()
	a.outlook = b.steps.outlook(a.entries())
	a.readCounts()
	a.setPrior()
	for q := range quarters {
		a.setBlock(q)
	}
	a.setMarks()
	row := a.setSummary(a.priorRow + 2)
	row = a.setOdds(row + 1)
	a.setPeriods(row + 1)
}

// setMarks writes the rows of the market variables.
func (a *actuals) setMarks() {
	if len(a.happened) == 0 {
		return
	}
	in := &goal.Input{Kind: goal.KindChoice, Choices: []string{a.word("yes")}}
	choices, refusal := a.listChoices(in), a.word("notchoice")
	a.setHeadings(a.marks-1, stepColumn, a.word("happened"), "", a.word("came_true"), "", "")
	for i, m := range a.happened {
		row := a.marks + i
		typed, value := m.chain.readChoice(m.cell, choices)
		m.chain.setResult("%s", value)
		a.grid.set(row, stepColumn, excelize.Cell{StyleID: a.styles.label, Value: m.variable.Label})
		a.grid.set(row, plannedColumn, excelize.Cell{StyleID: a.styles.label})
		a.grid.set(row, doneColumn, excelize.Cell{StyleID: a.styles.text})
		a.grid.set(row, openColumn, excelize.Cell{StyleID: a.styles.label})
		a.refuse(row, sprintf(`IF(OR(%s="",%s<>""),"",%s)`, typed, value, text(refusal)), refusal)
	}
	area := cellName(a.marks, doneColumn) + ":" + cellName(a.marks+len(a.happened)-1, doneColumn)
	if v := a.validation(in, area, choices); v != nil {
		a.grid.validations = append(a.grid.validations, v)
	}
}

// refuse writes the cell that says why the entries of a row are refused; longest is its longest text.
func (a *actuals) refuse(row int, reason, longest string) {
	a.grid.set(row, refusedColumn, excelize.Cell{StyleID: a.styles.problem, Formula: reason, Value: ""})
	a.grid.reserve(row, refusedColumn, longest)
}

// cells returns the cells that a reader fills in.
func (a *actuals) cells() []entryCell {
	all := []entryCell{{cell: a.prior.cell, kind: entryPrior, filled: defaultPrior}}
	for q := range quarters {
		for i, split := range a.template.Splits {
			done := entryCell{cell: a.done[i][q].cell, kind: entryDone, key: split.Key, quarter: a.template.Year.Quarter(3 * q), detail: a.done[i][q].unit}
			all = append(all, done)
			if a.open[i] != nil {
				open := done
				open.cell, open.kind = a.grid.ref(a.blocks[q]+i, openColumn), entryOpen
				all = append(all, open)
			}
		}
	}
	for _, m := range a.happened {
		all = append(all, entryCell{cell: m.cell, kind: entryHappened, key: m.variable.Key, detail: a.word("yes")})
	}
	return all
}

// setPrior writes the row of the prior, and beside it how far the year is counted.
func (a *actuals) setPrior() {
	g, row := a.grid, a.priorRow
	g.set(row, stepColumn, excelize.Cell{StyleID: a.styles.label, Value: a.word("prior")})
	g.set(row, priorColumn, excelize.Cell{StyleID: a.number(numberLook{general: true, input: true}), Value: defaultPrior})
	a.refuse(row, a.prior.reason, a.prior.refusal)
	a.limit(cellName(row, priorColumn), a.prior)
	state := optional(a.outlook.closed+"=0", true, constant(a.word("nothing_closed")), sentence(a.word("closed_to"), phrase{formula: a.outlook.closed}))
	g.merged = append(g.merged, merge{row, rightColumn, len(g.widths) - rightColumn + 1})
	g.set(row, rightColumn, excelize.Cell{StyleID: a.styles.label, Formula: state.formula, Value: state.text})
}

// setBlock writes what was planned to the end of a quarter, with the cells for what was done.
func (a *actuals) setBlock(q int) {
	g, from := a.grid, a.blocks[q]
	a.setHeadings(from-1, stepColumn, sprintf(a.word("quarter_end"), q+1), a.word("to_date"), a.word("done"), a.word("open"), "")
	number, input := a.number(numberLook{decimals: 1}), a.number(numberLook{general: true, input: true})
	for i, s := range a.outlook.all {
		row := from + i
		g.set(row, stepColumn, excelize.Cell{StyleID: a.styles.label, Value: a.stepLabel(s)})
		g.set(row, plannedColumn, excelize.Cell{StyleID: number, Formula: orBlank(sprintf("SUM(%s)", s.before.shares.part(0, 3*q+3))), Value: cached(a.plannedTo(s, q))})
		g.set(row, doneColumn, excelize.Cell{StyleID: input})
		if a.open[i] == nil {
			g.set(row, openColumn, excelize.Cell{StyleID: a.styles.label})
		} else {
			g.set(row, openColumn, excelize.Cell{StyleID: input})
		}
		a.refuse(row, a.problem(i, q), a.done[i][q].refusal)
	}
	last := from + len(a.outlook.all) - 1
	a.trim(from, last, plannedColumn, numberLook{decimals: 1})
	a.limit(cellName(from, doneColumn)+":"+cellName(last, openColumn), a.done[0][0])
}

// problem returns a formula for what is wrong with the entries of a step at the end of a quarter: the total is refused, or
// less than an earlier one, which counts then, or what is open is refused.
func (a *actuals) problem(i, q int) string {
	done, problem := a.done[i][q], `""`
	if open := a.open[i]; open != nil {
		problem = sprintf(`IF(%s=%d,%s,"")`, a.outlook.closed, q+1, open.reason)
	}
	if q > 0 {
		first := a.done[i][0].chain
		before := first.grid.span(first.row, first.row+q-1, 1)
		less := sentence(a.word("less"), phrase{formula: displayed(sprintf("MAX(%s)", before), 1, false)}).formula
		problem = sprintf("IF(IF(ISNUMBER(%[1]s),%[1]s<MAX(%[2]s),FALSE),%[3]s,%[4]s)", done.chain.result(), before, less, problem)
	}
	return sprintf(`IF(%s<>"",%[1]s,%s)`, done.reason, problem)
}

// setHeadings writes the heading of a table, and those of its numbers beside it.
func (a *actuals) setHeadings(row, column int, heading string, numbers ...string) {
	a.grid.set(row, column, excelize.Cell{StyleID: a.styles.heading, Value: heading})
	for i, number := range numbers {
		a.grid.set(row, column+1+i, excelize.Cell{StyleID: a.styles.columnHeading, Value: number})
	}
}

// stepLabel returns the label of a step with its unit.
func (a *actuals) stepLabel(s *outlookStep) string {
	c := a.template.Find(s.split.Key)
	return c.Label + " " + c.Unit
}

// plannedTo returns what is planned to the end of a quarter now.
func (a *actuals) plannedTo(s *outlookStep, q int) formula.Value {
	shares := a.values.Step(s.split).Shares
	if shares == nil {
		return formula.Value{}
	}
	sum := 0.0
	for _, share := range shares[:3*q+3] {
		sum += share
	}
	return formula.Number(sum)
}

// rest is what is left of a step while no quarter is closed, and the share of it that goes on; both
// may be blank.
type rest struct{ left, share formula.Value }

// restOf returns what is left of a step now, as the cells of the outlook compute it.
func (a *actuals) restOf(s *outlookStep) rest {
	total, _ := a.totalOf(s)
	if a.values.Step(s.split).Shares == nil {
		return rest{}
	}
	r := rest{left: formula.Number(total)}
	if s.next == nil || total == 0 || a.values.Step(s.next.split).Shares == nil {
		return r
	}
	next, _ := a.totalOf(s.next)
	share := next / total
	r.share = formula.Number(share)
	left, _ := a.restOf(s.next).left.Number()
	if r.left = formula.Number(0); left > 0 {
		r.left = formula.Number(left / share)
	}
	return r
}

// totalOf returns the total of a step now, if it can be split.
func (a *actuals) totalOf(s *outlookStep) (total float64, ok bool) {
	total, ok = a.sheet.Value(s.split.Key).Number()
	return total, ok && total >= 0 && total <= maxCount
}

// summaryColumn is a number of each step in the summary.
type summaryColumn struct {
	word    string
	look    numberLook
	formula func(o *outlook, s *outlookStep) string // "" if the step has none
	value   func(total float64, now rest) any       // while no quarter is closed
}

// summary returns the columns of the table beside the quarters, which has a row for each step: planned, done, open, left.
func summary() []summaryColumn {
	return []summaryColumn{
		{"all_planned", numberLook{decimals: 1}, func(_ *outlook, s *outlookStep) string { return s.before.total }, func(total float64, _ rest) any { return cached(formula.Number(total)) }},
		{"done", numberLook{decimals: 1}, func(o *outlook, s *outlookStep) string { return o.ifClosed(s.actual) }, nil},
		{"open", numberLook{decimals: 1}, func(o *outlook, s *outlookStep) string { return o.ifClosed(s.open) }, nil},
		{"left", numberLook{decimals: 1}, func(_ *outlook, s *outlookStep) string { return s.rest }, func(_ float64, now rest) any { return cached(now.left) }},
		{"all_left", numberLook{decimals: 1}, func(_ *outlook, s *outlookStep) string { return s.actual + "+" + s.rest }, func(_ float64, now rest) any { return cached(now.left) }},
		{"difference", numberLook{signed: true}, func(_ *outlook, s *outlookStep) string {
			return sprintf("ROUND(%s,1)", to15Digits(sprintf("(%s+%s-%s)", s.actual, s.rest, s.before.total)))
		}, func(_ float64, now rest) any {
			if now.left.IsBlank() {
				return ""
			}
			return 0
		}},
		{"share", numberLook{percent: true, decimals: 1}, func(_ *outlook, s *outlookStep) string { return s.share }, func(_ float64, now rest) any { return cached(now.share) }},
		{"trials", numberLook{decimals: 1}, func(_ *outlook, s *outlookStep) string { return s.trials }, nil},
		{"wins", numberLook{decimals: 1}, func(_ *outlook, s *outlookStep) string {
			if s.next == nil {
				return ""
			}
			return sprintf(`IF(ISNUMBER(%s),%s,"")`, s.trials, s.next.actual)
		}, nil},
		{"rate", numberLook{percent: true, decimals: 1}, func(_ *outlook, s *outlookStep) string { return s.rate }, func(_ float64, now rest) any { return cached(now.share) }},
	}
}

// ifClosed returns a formula for a number that there is only after a quarter is closed.
func (o *outlook) ifClosed(cell string) string {
	if cell == "" {
		return ""
	}
	return sprintf(`IF(%s=0,"",%s)`, o.closed, cell)
}

// setSummary writes a row for each step, with what is left of it, and returns the row below.
func (a *actuals) setSummary(row int) int {
	columns, words := summary(), []string{}
	for _, column := range columns {
		words = append(words, a.word(column.word))
	}
	a.setHeadings(row, rightColumn, a.word("for_the_rest"), words...)
	for _, s := range a.outlook.all {
		row++
		a.grid.set(row, rightColumn, excelize.Cell{StyleID: a.styles.label, Value: a.stepLabel(s)})
		total, ok := a.totalOf(s)
		for i, column := range columns {
			cell := excelize.Cell{StyleID: a.number(column.look), Value: ""}
			if f := column.formula(a.outlook, s); f != "" {
				cell.Formula = orBlank(f)
				if ok && column.value != nil {
					cell.Value = column.value(total, a.restOf(s))
				}
			} else {
				cell.Value = nil
			}
			a.grid.set(row, firstRight+i, cell)
		}
	}
	for i, column := range columns {
		if !column.look.signed {
			a.trim(row-len(a.outlook.all)+1, row, firstRight+i, column.look)
		}
	}
	return row + 1
}

// trim hides the trailing zeros of a part of a column.
func (a *actuals) trim(from, to, column int, look numberLook) {
	a.grid.trims = append(a.grid.trims, trim{cellName(from, column) + ":" + cellName(to, column), look})
}

// setOdds writes how likely what is left of the longest chain of steps reaches its last step, and
// returns the row below.
func (a *actuals) setOdds(row int) int {
	s := a.decisive()
	if s == nil {
		return row - 1
	}
	o := a.outlook.odds(s)
	now := a.restOf(s)
	chance, n, m := oddsNow(now, a.restOf(s.next))
	value := excelize.Cell{StyleID: a.number(numberLook{percent: true, decimals: 1, strong: true}), Formula: orBlank(sprintf("ROUND(%s,3)", to15Digits(o.chance))), Value: cached(chance)}
	a.grid.set(row, rightColumn, excelize.Cell{StyleID: a.styles.label, Value: a.word("odds")})
	a.grid.set(row, firstRight, value)
	a.trim(row, row, firstRight, numberLook{percent: true, decimals: 1})
	label := func(s *outlookStep) phrase { return constant(a.template.Find(s.split.Key).Label) }
	count := func(cell string, x float64, s *outlookStep) phrase {
		shown := phrase{displayed(cell, 0, false), formula.Display(x, -1)}
		if unit := a.template.Find(s.split.Key).Unit; unit != "" {
			shown = inARow(shown, constant(" "+unit))
		}
		return shown
	}
	said := sentence(a.word("odds_of"), count(o.trials, n, s), label(s), count(o.needed, m, s.next), label(s.next))
	said = optional(o.needed+"<=0", m <= 0, sentence(a.word("odds_done"), label(s.next)), said)
	many := optional(sprintf("ISNUMBER(%[1]s)", o.trials), !now.left.IsBlank(), optional(sprintf("%s>%d", o.trials, maxTrials), n > maxTrials, constant(a.word("odds_many")), constant("")), constant(""))
	said = optional(sprintf("ISNUMBER(%s)", o.chance), !chance.IsBlank(), said, many)
	a.grid.merged = append(a.grid.merged, merge{row, firstRight + 1, len(a.grid.widths) - firstRight})
	a.grid.set(row, firstRight+1, excelize.Cell{StyleID: a.styles.unit, Formula: said.formula, Value: said.text})
	return row + 1
}

// decisive returns the step before the last one of the longest chain of steps, the first of equal ones; nil if no step follows
// another.
func (a *actuals) decisive() *outlookStep {
	length := func(s *outlookStep) (n int) {
		for ; s != nil; s = s.next {
			n++
		}
		return n
	}
	longest := slices.MaxFunc(a.outlook.all, func(s, other *outlookStep) int { return cmp.Compare(length(s), length(other)) })
	if longest.next == nil {
		return nil
	}
	for longest.next.next != nil {
		longest = longest.next
	}
	return longest
}

// setPeriods writes the plan and the outlook beside each other, by year, quarters and months.
func (a *actuals) setPeriods(row int) {
	g := a.grid
	var words []string
	for range a.outlook.all {
		words = append(words, a.word("as_planned"), a.word("as_now"), a.word("difference"))
	}
	a.setHeadings(row+1, rightColumn, a.word("period"), words...)
	a.setHeadings(row, rightColumn, a.word("versions"))
	for i, s := range a.outlook.all {
		a.setHeadings(row, firstRight+3*i, a.stepLabel(s), "", "")
		g.merged = append(g.merged, merge{row, firstRight + 3*i, 3})
	}
	row++
	first, count := row+1, map[string]int{}
	for _, period := range a.sheet.Plan {
		row++
		g.set(row, rightColumn, excelize.Cell{StyleID: a.styles.label, Value: a.periodLabel(period)})
		isStrong := period.Level != "month"
		for i, s := range a.outlook.all {
			column := firstRight + 3*i
			planned, left := cellName(row, column), cellName(row, column+1)
			value, difference := cachedRaw(period.Cells[i].Raw), any(0)
			if value == "" {
				difference = ""
			}
			look := numberLook{decimals: 1, strong: isStrong}
			g.set(row, column, excelize.Cell{StyleID: a.number(look), Formula: a.refs[period.Cells[i].Key], Value: value})
			g.set(row, column+1, excelize.Cell{StyleID: a.number(look), Formula: orBlank(s.parts.at(period.Level, count[period.Level])), Value: value})
			g.set(row, column+2, excelize.Cell{
				StyleID: a.number(numberLook{signed: true, strong: isStrong}), Value: difference,
				Formula: sprintf(`IF(OR(%s="",%s=""),"",ROUND(%[2]s-%[1]s,9))`, planned, left),
			})
		}
		count[period.Level]++
	}
	for i := range a.outlook.all {
		column := firstRight + 3*i
		g.trims = append(g.trims, trim{cellName(first, column) + ":" + cellName(row, column+1), numberLook{decimals: 1}})
	}
}
