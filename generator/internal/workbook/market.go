package workbook

import (
	"cmp"
	"slices"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
)

// The columns of market variables follow the label, the unit and the plan.
const (
	untouchedColumn = 3
	firstVariable   = 4
)

// addMarket adds the sheet that computes the template again under each market variable:
// a column for each variable beside the plan's, a row for each changed input and each
// computed value.
func (b *book) addMarket() {
	if len(b.sheet.Variables) == 0 {
		return
	}
	variables := b.template.Variables
	g := b.newGrid("market", append([]float64{34, 13, 14}, repeat(16, len(variables))...)...)
	b.addText(g, b.styles.title, b.word("market"))
	b.addText(g, b.styles.summary, b.word("market_note"))
	g.add(nil)
	heading := []any{excelize.Cell{StyleID: b.styles.heading}, excelize.Cell{StyleID: b.styles.heading}, excelize.Cell{StyleID: b.styles.heading, Value: b.word("untouched")}}
	for _, v := range variables {
		heading = append(heading, excelize.Cell{StyleID: b.styles.heading, Value: v.Label})
	}
	g.add(heading...)
	rows := b.addMarketRows(g)
	b.markGoals(g, rows, untouchedColumn, b.steps.plan, b.sheet.IsOver)
	for i, v := range variables {
		b.addVariable(g, rows, i)
		b.markGoals(g, rows, firstVariable+i, b.scenarios[v.Key], func(p *goal.Process) bool { return b.sheet.IsOverUnder(v, p) })
	}
}

// markGoals marks the process goals of a column that exceed their capacity. The
// rule of a conditional format reads only its own sheet. Cells beside the table, outside the print
// area, therefore repeat whether a goal is over its capacity; their format shows nothing.
func (b *book) markGoals(g *grid, rows map[string]int, column int, s *scenario, isOver func(p *goal.Process) bool) {
	for _, f := range s.findings() {
		row, at := rows[f.goal.Key], len(g.widths)+column
		over := 0
		if isOver(f.goal) {
			over = 1
		}
		g.set(row, at, excelize.Cell{StyleID: b.styles.hidden, Formula: f.over, Value: over})
		look := numberLook{decimals: f.goal.Decimals, percent: f.goal.Unit == "%"}
		g.marks = append(g.marks, mark{cellName(row, column), cellName(row, at) + "=1", look})
	}
}

// addMarketRows adds a row for each value, with its label and its number in the plan, and
// returns the rows by key.
func (b *book) addMarketRows(g *grid) map[string]int {
	rows := map[string]int{}
	add := func(key, label, unit string, style int, raw any) {
		rows[key] = g.row()
		g.add(
			excelize.Cell{StyleID: b.styles.label, Value: label}, excelize.Cell{StyleID: b.styles.unit, Value: unit},
			excelize.Cell{StyleID: style, Formula: orBlank(b.read(key)), Value: raw},
		)
	}
	for _, group := range b.template.Groups {
		for _, in := range group.Inputs {
			isChanged := slices.ContainsFunc(b.template.Variables, func(v *goal.Variable) bool { return slices.Contains(v.Inputs(), in.Key) })
			if isChanged {
				add(in.Key, in.Label, inputUnit(in), b.plain(g, g.row(), untouchedColumn, in), cached(b.sheet.Value(in.Key)))
			}
		}
	}
	for _, c := range b.template.Computed {
		add(c.Key, c.Label, unitOf(c), b.output(g, g.row(), untouchedColumn, c), cachedOf(c, b.sheet.Value(c.Key)))
	}
	return rows
}

// plain returns the style of an input's number in a locked cell.
func (b *book) plain(g *grid, row, column int, in *goal.Input) int {
	if in.Kind != goal.KindPercent {
		return b.number(numberLook{general: true})
	}
	look := numberLook{percent: true, decimals: 2}
	g.trims = append(g.trims, trim{cellName(row, column), look})
	return b.number(look)
}

// addVariable fills the column of a market variable.
func (b *book) addVariable(g *grid, rows map[string]int, i int) {
	v, column := b.template.Variables[i], firstVariable+i
	inputs := b.chainVariable(v)
	for _, group := range b.template.Groups {
		for _, in := range group.Inputs {
			row, ok := rows[in.Key]
			if !ok {
				continue
			}
			source := cmp.Or(inputs[in.Key], b.read(in.Key))
			b.refs[in.Key+"~"+v.Key] = g.ref(row, column)
			g.set(row, column, excelize.Cell{StyleID: b.plain(g, row, column, in), Formula: orBlank(source), Value: cached(b.sheet.Under(v, in.Key))})
		}
	}
	read := func(key string) string {
		if row, ok := rows[key]; ok {
			return orError(g.ref(row, column))
		}
		return b.read(key)
	}
	scenario := b.steps.newScenario(read)
	b.scenarios[v.Key] = scenario
	for _, c := range b.template.Computed {
		row := rows[c.Key]
		b.refs[c.Key+"~"+v.Key] = g.ref(row, column)
		g.set(row, column, excelize.Cell{StyleID: b.output(g, row, column, c), Formula: orBlank(scenario.formula(c)), Value: cachedOf(c, b.sheet.Under(v, c.Key))})
	}
}

// chainVariable applies the changes and shifts of a market variable step by step, in a
// row of the sheet of entries. It returns the cell with the result for each input.
func (b *book) chainVariable(v *goal.Variable) map[string]string {
	c := b.newChain()
	cells := b.readInputs(c, v)
	b.apply(c, v, cells, "")
	return cells
}

// readInputs adds a cell for each input that some variables change.
func (b *book) readInputs(c *chain, variables ...*goal.Variable) map[string]string {
	cells := map[string]string{}
	for _, v := range variables {
		for _, key := range v.Inputs() {
			if cells[key] == "" {
				cells[key] = c.add("%s", b.read(key))
			}
		}
	}
	return cells
}

// apply adds the steps of a variable, and replaces the cells of the inputs by those that it changes. It
// applies only under the condition, unless that is "".
func (b *book) apply(c *chain, v *goal.Variable, cells map[string]string, condition string) {
	set := func(key, formula string) {
		if condition != "" {
			formula = sprintf("IF(%s,%s,%s)", condition, formula, cells[key])
		}
		cells[key] = c.add("%s", formula)
	}
	for _, change := range v.Changes {
		set(change.Input, limited(b.template.Input(change.Input), changed(cells[change.Input], change)))
	}
	for _, s := range v.Shifts {
		from, to := cells[s.From], cells[s.To]
		ifBoth := sprintf("IF(AND(ISNUMBER(%s),ISNUMBER(%s)),", from, to) // a blank input takes no part in a shift
		moved := sprintf("%s*%s", from, number(s.Share))
		set(s.From, ifBoth+limited(b.template.Input(s.From), sprintf("(%s-%s)", from, moved))+","+from+")")
		set(s.To, ifBoth+limited(b.template.Input(s.To), sprintf("(%s+%s)", to, moved))+","+to+")")
	}
}

// changed returns a formula that makes a change to the number of a cell.
func changed(cell string, c goal.Change) string {
	switch c.How {
	case goal.Plus:
		return sprintf("(%s+%s)", cell, number(c.By))
	case goal.Times:
		return sprintf("(%s*%s)", cell, number(c.By))
	}
	return sprintf("IF(%s=%[1]s,%s,NA())", cell, number(c.By)) // a blank input stays blank
}

// limited returns a formula that keeps a number within the limits of its input.
func limited(in *goal.Input, cell string) string {
	if in.Min != nil {
		cell = sprintf("MAX(%s,%s)", cell, number(*in.Min))
	}
	if in.Max != nil {
		cell = sprintf("MIN(%s,%s)", cell, number(*in.Max))
	}
	return cell
}
