package workbook

import (
	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
)

// count is a number that a reader types on the sheet of actuals.
type count struct {
	chain     *chain
	cell      string // that was typed into
	unit      string
	low, high float64
	refusal   string // what its row says if it is refused
	reason    string // the cell that says so
}

// trueMark is a market variable that a reader marks as true.
type trueMark struct {
	variable *goal.Variable
	chain    *chain
	cell     string
}

// The limits of counts, as in static/worksheet/actuals.ts.
const (
	maxCount           = 1e12
	minPrior, maxPrior = 1, 1000
)

// addCounts adds the rows that read what is typed to the sheet of entries.
func (a *actuals) addCounts() {
	a.prior = &count{chain: a.newChain(), cell: a.grid.ref(a.priorRow, priorColumn), low: minPrior, high: maxPrior, refusal: a.word("bad_prior")}
	for i, split := range a.template.Splits {
		add := func(cell string) *count {
			return &count{chain: a.newChain(), cell: cell, unit: a.template.Find(split.Key).Unit, high: maxCount, refusal: a.word("bad_count")}
		}
		var done []*count
		for q := range quarters {
			done = append(done, add(a.grid.ref(a.blocks[q]+i, doneColumn)))
		}
		a.done = append(a.done, done)
		if a.template.Next(split) == nil {
			a.open = append(a.open, nil)
		} else {
			a.open = append(a.open, add("")) // its cell depends on the last closed quarter
		}
	}
	for i, v := range a.template.Variables {
		a.happened = append(a.happened, trueMark{v, a.newChain(), a.grid.ref(a.marks+i, doneColumn)})
	}
}

// entries returns the cells that have the numbers as they are read.
func (a *actuals) entries() outlookEntries {
	e := outlookEntries{prior: a.prior.chain.result(), done: map[string]series{}, open: map[string]string{}, happened: map[string]string{}}
	for i, split := range a.template.Splits {
		first := a.done[i][0].chain
		e.done[split.Key] = series{first.grid, first.row, 1, quarters} // the chains are rows below one another
		if a.open[i] != nil {
			e.open[split.Key] = a.open[i].chain.result()
		}
	}
	for _, m := range a.happened {
		e.happened[m.variable.Key] = m.chain.result() + `<>""`
	}
	return e
}

// readCounts reads what is typed.
func (a *actuals) readCounts() {
	all, open := []*count{a.prior}, []*count{}
	for i, c := range a.open {
		all = append(all, a.done[i]...)
		if c != nil {
			c.cell = a.lastOpen(i)
			open = append(open, c)
		}
	}
	a.read(all)
	a.read(open) // apart from the totals, which say which quarter is the last
}

func (a *actuals) read(counts []*count) {
	var cells []string
	for _, c := range counts {
		cells = append(cells, c.cell)
	}
	for i, t := range a.trimAll(cells) {
		c := counts[i]
		trimmed := c.chain.add("%s", t)
		value := c.chain.numberOf(c.cell, trimmed, c.unit, false)
		isCount := sprintf(`IF(%[1]s="",FALSE,AND(%[1]s>=%[2]s,%[1]s<=%[3]s))`, value, number(c.low), number(c.high))
		c.reason = c.chain.add(`IF(OR(%s="",%s),"",%s)`, trimmed, isCount, text(c.refusal))
		c.chain.setResult(`IF(%s="",%s,"")`, c.reason, value)
	}
}

// lastOpen returns the cell with what is typed beside the total of a step in the last closed quarter.
func (a *actuals) lastOpen(i int) string {
	typed := `""`
	for q := range quarters {
		cell := a.grid.ref(a.blocks[q]+i, openColumn)
		typed = sprintf(`IF(%s=%d,IF(%s="","",%[3]s),%s)`, a.outlook.closed, q+1, cell, typed)
	}
	return a.open[i].chain.add(`IFERROR(%s,"#")`, typed)
}

// limit adds the validation of cells with counts.
func (a *actuals) limit(area string, c *count) {
	v := excelize.NewDataValidation(true)
	v.Sqref = area
	if err := v.SetRange(c.low, c.high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween); err == nil {
		v.SetError(excelize.DataValidationErrorStyleStop, a.word("problem"), c.refusal)
		a.grid.validations = append(a.grid.validations, v)
	}
}
