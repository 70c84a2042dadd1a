package workbook

import (
	"cmp"
	"math"
	"slices"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// The columns of the worksheet.
const (
	labelColumn   = 1
	valueColumn   = 2
	unitColumn    = 3
	problemColumn = 4 // why an input is refused, the verdict on a process goal
	rangeColumn   = 5
	noteColumn    = 6
)

// makeWorksheet lays out the inputs and what is computed of them. Where every
// value stands is known before the first formula is written, since formulas may
// read what is further down.
func (b *book) makeWorksheet() {
	g := b.newGrid("worksheet", 30, 20, 12, 24, 12, 48)
	b.addText(g, b.styles.title, b.template.Title)
	b.addText(g, b.styles.summary, b.template.Summary)
	b.addText(g, b.styles.summary, b.word("legend"))
	var fill []func() // what is written once every place is known
	place := func(key, note string, write func(row int)) {
		row := g.row()
		for range b.parts(g, noteColumn, 1, b.styles.note, note) {
			g.add(nil)
		}
		b.names[key] = g.ref(row, valueColumn)
		fill = append(fill, func() { write(row) })
	}
	for _, group := range b.sheet.Groups {
		b.heading(g, group.Label, "", b.word("recommended"), b.word("hint"))
		for _, in := range group.Inputs {
			place(in.Key, in.Hint, func(row int) { b.putInput(g, row, in) })
			b.cells[in.Key] = b.names[in.Key]
			c := b.newChain()
			b.names[in.Key], b.rowOf[in.Key] = c.result(), c.row
		}
	}
	if len(b.template.Constants) > 0 {
		b.heading(g, b.word("constants"))
	}
	for _, c := range b.template.Constants {
		place(c.Key, "", func(row int) {
			b.put(g, row, c.Key, excelize.Cell{StyleID: b.number(numberLook{}), Value: c.Value}, c.Unit, "", "")
		})
	}
	if len(b.template.Funnel) > 0 {
		b.heading(g, b.word("funnel"))
	}
	for _, stage := range b.template.Funnel {
		place(stage.Key, stage.Hint, func(row int) { b.putComputed(g, row, stage.Computed) })
	}
	if len(b.template.Values) > 0 {
		b.heading(g, b.word("values"))
	}
	for _, v := range b.template.Values {
		place(v.Key, v.Hint, func(row int) { b.putComputed(g, row, v) })
	}
	if len(b.template.Process) > 0 {
		b.heading(g, b.word("process"), b.word("verdict"), b.word("recommended"), b.word("hint"))
	}
	for _, p := range b.sheet.Process {
		place(p.Process.Key, p.Process.Hint, func(row int) { b.putProcess(g, row, p) })
	}
	for _, write := range fill {
		write()
	}
	b.putCriteria(g)
	b.putMilestones(g)
}

// heading is a line above a group of rows: its name, and what its columns from the
// problem's on hold.
func (b *book) heading(g *grid, label string, columns ...string) {
	g.add(nil)
	row := g.row()
	for i := range noteColumn {
		g.set(row, i+1, excelize.Cell{StyleID: b.styles.heading, Value: ""})
	}
	g.set(row, labelColumn, excelize.Cell{StyleID: b.styles.heading, Value: label})
	for i, column := range columns {
		g.set(row, problemColumn+i, excelize.Cell{StyleID: b.styles.heading, Value: column})
	}
}

// put writes a row: label, value, unit, recommended range, and what there is to
// say, which goes on in the rows below if it is long.
func (b *book) put(g *grid, row int, label string, value any, unit, recommended, note string) {
	g.set(row, labelColumn, excelize.Cell{StyleID: b.styles.label, Value: label})
	g.set(row, valueColumn, value)
	g.set(row, unitColumn, excelize.Cell{StyleID: b.styles.unit, Value: unit})
	g.set(row, problemColumn, excelize.Cell{StyleID: b.styles.note, Value: ""})
	g.set(row, rangeColumn, excelize.Cell{StyleID: b.styles.note, Value: recommended})
	for i, part := range b.parts(g, noteColumn, 1, b.styles.note, note) {
		g.set(row+i, noteColumn, excelize.Cell{StyleID: b.styles.note, Value: part})
	}
}

func (b *book) putInput(g *grid, row int, in sheet.Input) {
	label := in.Label
	if in.Advice {
		label += " †"
	}
	cell := excelize.Cell{Value: content(b.sheet.Value(in.Key), in.Kind == goal.KindDate)}
	switch in.Kind {
	case goal.KindDate:
		cell.StyleID = b.styles.date
	case goal.KindText, goal.KindChoice:
		cell.StyleID = b.styles.text
	default:
		cell.StyleID = b.input(g, row, in.Kind == goal.KindPercent)
	}
	b.put(g, row, label, cell, inputUnit(in.Input), in.Range, in.Hint)
	choices := ""
	if in.Kind == goal.KindChoice {
		choices = b.listChoices(in.Input)
		g.keep(row, valueColumn, slices.MaxFunc(in.Choices, func(a, b string) int { return cmp.Compare(len(a), len(b)) }))
	}
	if v := b.validation(in.Input, cellName(row, valueColumn), choices); v != nil {
		g.validations = append(g.validations, v)
	}
	b.putProblem(g, row, in.Input, choices)
}

func (b *book) putComputed(g *grid, row int, c *goal.Computed) {
	b.put(g, row, c.Label, b.computed(c, b.output(g, row, valueColumn, c)), unitOf(c), "", c.Hint)
}

func (b *book) putProcess(g *grid, row int, r sheet.ProcessResult) {
	p := r.Process
	b.put(g, row, p.Label, b.computed(p.Computed, b.output(g, row, valueColumn, p.Computed)), unitOf(p.Computed), r.Range, p.Hint)
	if p.Recommend == nil {
		return
	}
	decimals := p.Decimals
	if p.Unit == "%" {
		decimals += 2
	}
	rounded := sprintf("ROUND(%s,%d)", decimal(b.read(p.Key)), decimals)
	verdict := text(b.word("within"))
	if !math.IsInf(p.Recommend.High, 1) {
		verdict = sprintf("IF(%s>%s,%s,%s)", rounded, number(p.Recommend.High), text(b.word("above")), verdict)
	}
	verdict = sprintf("IF(%s<%s,%s,%s)", rounded, number(p.Recommend.Low), text(b.word("below")), verdict)
	shown := ""
	if r.Verdict != "" {
		shown = b.word(string(r.Verdict))
	}
	g.set(row, problemColumn, excelize.Cell{StyleID: b.styles.note, Formula: orBlank(verdict), Value: shown})
}

// inputUnit is the unit that stands beside an input; a percentage has its sign.
func inputUnit(in *goal.Input) string {
	if in.Kind == goal.KindPercent {
		return ""
	}
	return in.Unit
}

// unitOf is the unit that stands beside a number; a percentage has its sign.
func unitOf(c *goal.Computed) string {
	if c.Unit == "%" {
		return ""
	}
	return c.Unit
}

func (b *book) putCriteria(g *grid) {
	if len(b.sheet.Smart) == 0 {
		return
	}
	b.heading(g, b.word("smart"))
	for _, c := range b.sheet.Smart {
		answers := map[string]string{"yes": b.word("yes"), "no": b.word("no"), "": b.word("undecided")}
		formula := sprintf("IFERROR(IF(%s,%s,%s),%s)", c.Check.ExcelInParts(b.read, b.part), text(answers["yes"]), text(answers["no"]), text(answers[""]))
		b.put(g, g.row(), sprintf(b.word("criterion"), c.Letter, c.Label), excelize.Cell{StyleID: b.styles.truth, Formula: formula, Value: answers[c.Answer]}, "", "", c.Advice)
	}
}

func (b *book) putMilestones(g *grid) {
	if len(b.sheet.Milestones) == 0 || b.template.Joined == "" {
		return
	}
	b.heading(g, b.word("milestones"))
	for _, m := range b.sheet.Milestones {
		cell := excelize.Cell{StyleID: b.styles.dateOut, Formula: orBlank(sprintf("EDATE(%s,%d)", b.read(b.template.Joined), m.Month)), Value: ""}
		if serial, ok := day(m.Date); ok {
			cell.Value = serial
		}
		b.put(g, g.row(), sprintf(b.word("milestone"), m.Month, m.Title), cell, "", "", m.Evidence)
	}
}

// validation holds an input to what the page takes; nil where it takes anything.
func (b *book) validation(in *goal.Input, cell, choices string) *excelize.DataValidation {
	v := excelize.NewDataValidation(true)
	v.Sqref = cell
	low, high := -1e15, 1e15
	if in.Min != nil {
		low = *in.Min
	}
	if in.Max != nil {
		high = *in.Max
	}
	problem := b.word("problem_number")
	var err error
	switch in.Kind {
	case goal.KindText:
		return nil
	case goal.KindChoice:
		problem = b.word("problem_choice")
		v.SetSqrefDropList(choices)
	case goal.KindDate:
		problem = b.word("problem_date")
		first, _ := day(goal.FirstDate)
		last, _ := day(goal.LastDate)
		err = v.SetRange(first, last, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween)
	case goal.KindPercent:
		problem = b.word("problem_percent")
		err = v.SetRange(low, high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	default:
		if in.Min != nil && in.Max != nil {
			problem = sprintf(b.word("problem_range"), number(low), number(high))
		}
		err = v.SetRange(low, high, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
	}
	if err != nil {
		return nil // a limit beyond what validation takes; the formulas hold it
	}
	v.SetError(excelize.DataValidationErrorStyleStop, b.word("problem"), problem)
	return v
}
