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
	problemColumn = 4 // of an input: why it is refused; of a process goal: the verdict
	rangeColumn   = 5
	noteColumn    = 6
	ownColumn     = 7 // of an input: 1 if the reader has typed or confirmed its value on the page; its format shows nothing
)

// worksheet is the first sheet of a workbook while it is laid out. Its sections stand in
// the order of the calls in addWorksheet: as on the page, but the milestones come last.
type worksheet struct {
	*book
	grid    *grid
	verdict verdict
	// fills write the rows. They run after the layout of all sections, since a formula
	// may read a value in a later row.
	fills []func()
}

func (b *book) addWorksheet() {
	w := &worksheet{book: b, grid: b.newGrid("worksheet", 30, 20, 12, 24, 18, 46)}
	w.addTitle()
	w.addVerdict()
	w.addName()
	w.addInputs()
	w.addConstants()
	w.addFunnel()
	w.addValues()
	w.addProcess()
	w.addCriteria()
	w.addMilestones()
	w.steps = w.newSteps()
	w.verdict = w.steps.plan.verdict()
	for _, fill := range w.fills {
		fill()
	}
}

func (w *worksheet) addTitle() {
	w.addText(w.grid, w.styles.title, w.template.Title)
	w.addText(w.grid, w.styles.summary, w.template.Summary)
	w.addText(w.grid, w.styles.summary, w.word("legend"))
}

// addName adds the line for the name of the person whose plan it is.
func (w *worksheet) addName() {
	w.grid.add(nil)
	row := w.addRow("", func(row int) {
		w.setRow(row, rowContent{label: w.word("name"), value: excelize.Cell{StyleID: w.styles.text}})
	})
	w.nameCell = w.grid.ref(row, valueColumn)
}

func (w *worksheet) addInputs() {
	for _, group := range w.sheet.Groups {
		w.addHeading(group.Label, "", w.word("recommended"), w.word("hint"))
		for _, in := range group.Inputs {
			row := w.addRow(in.Hint, func(row int) { w.setInput(row, in) })
			w.inputCells[in.Key] = w.grid.ref(row, valueColumn)
			w.ownCells[in.Key] = w.grid.ref(row, ownColumn)
			w.entryChains[in.Key] = w.newChain()
			w.refs[in.Key] = w.entryChains[in.Key].result()
		}
	}
}

func (w *worksheet) addConstants() {
	if len(w.template.Constants) == 0 {
		return
	}
	w.addHeading(w.word("constants"))
	for _, c := range w.template.Constants {
		row := w.addRow("", func(row int) {
			value := excelize.Cell{StyleID: w.number(numberLook{}), Value: c.Value}
			w.setRow(row, rowContent{label: c.Key, value: value, unit: c.Unit})
		})
		w.refs[c.Key] = w.grid.ref(row, valueColumn)
	}
}

func (w *worksheet) addFunnel() {
	if len(w.sheet.Funnel) == 0 {
		return
	}
	w.addHeading(w.word("funnel"))
	for _, stage := range w.template.Funnel {
		w.addComputed(stage.Computed, "", nil)
	}
}

func (w *worksheet) addValues() {
	if len(w.sheet.Values) == 0 {
		return
	}
	w.addHeading(w.word("values"))
	for _, c := range w.template.Values {
		w.addComputed(c, "", nil)
	}
}

func (w *worksheet) addProcess() {
	if len(w.sheet.Process) == 0 {
		return
	}
	w.addHeading(w.word("process"), w.word("verdict"), w.word("recommended"), w.word("hint"))
	for _, p := range w.sheet.Process {
		w.addComputed(p.Computed, w.rangeText(p.Process.Source, p.Range), func(row int) { w.setVerdict(row, p) })
	}
}

func (w *worksheet) addCriteria() {
	if len(w.sheet.Smart) == 0 {
		return
	}
	w.addHeading(w.word("smart"))
	answers := map[string]string{"yes": w.word("yes"), "no": w.word("no"), "": w.word("undecided")}
	for _, c := range w.sheet.Smart {
		w.addRow(c.Advice, func(row int) {
			value := excelize.Cell{StyleID: w.styles.truth, Formula: w.criterion(c.Criterion, answers), Value: answers[c.Answer]}
			w.setRow(row, rowContent{label: sprintf(w.word("criterion"), c.Letter, c.Label), value: value, note: c.Advice})
		})
	}
}

func (w *worksheet) addMilestones() {
	if len(w.sheet.Milestones) == 0 || w.template.Joined == "" {
		return
	}
	w.addHeading(w.word("milestones"))
	for _, m := range w.sheet.Milestones {
		w.addRow(m.Evidence, func(row int) {
			value := excelize.Cell{StyleID: w.styles.dateOut, Formula: orBlank(sprintf("EDATE(%s,%d)", w.read(w.template.Joined), m.Month)), Value: ""}
			if serial, ok := day(m.Date); ok {
				value.Value = serial
			}
			w.setRow(row, rowContent{label: sprintf(w.word("milestone"), m.Month, m.Title), value: value, note: m.Evidence})
		})
	}
}

// addHeading adds an empty row and a row with the label of a section and the names of
// its columns from problemColumn on.
func (w *worksheet) addHeading(label string, columns ...string) {
	g := w.grid
	g.add(nil)
	row := g.row()
	for i := range noteColumn {
		g.set(row, i+1, excelize.Cell{StyleID: w.styles.heading, Value: ""})
	}
	g.set(row, labelColumn, excelize.Cell{StyleID: w.styles.heading, Value: label})
	for i, column := range columns {
		g.set(row, problemColumn+i, excelize.Cell{StyleID: w.styles.heading, Value: column})
	}
}

// addRow adds a row, and as many below it as its note needs. fill writes the row later.
func (w *worksheet) addRow(note string, fill func(row int)) (row int) {
	row = w.grid.row()
	for range w.cut(w.grid, noteColumn, 1, w.styles.note, note) {
		w.grid.add(nil)
	}
	w.fills = append(w.fills, func() { fill(row) })
	return row
}

// addComputed adds the row of a computed value. more writes further cells of the row; it
// may be nil.
func (w *worksheet) addComputed(c *goal.Computed, recommended string, more func(row int)) {
	row := w.addRow(c.Hint, func(row int) {
		value := w.computed(c, w.output(w.grid, row, valueColumn, c))
		w.setRow(row, rowContent{c.Label, value, unitOf(c), recommended, c.Hint})
		if more != nil {
			more(row)
		}
	})
	w.refs[c.Key] = w.grid.ref(row, valueColumn)
}

// rangeText returns a range with its origin, or only the origin, as the page shows them; "" without either.
func (w *worksheet) rangeText(source, span string) string {
	switch {
	case source != "":
		return sprintf(w.words["sheet.sourced"], source, span)
	case span != "":
		return sprintf(w.words["sheet.recommended"], span)
	}
	return ""
}

// rowContent is the content of a row.
type rowContent struct {
	label             string
	value             excelize.Cell
	unit, recommended string
	note              string // continues in the rows below if it is long
}

func (w *worksheet) setRow(row int, content rowContent) {
	g := w.grid
	g.set(row, labelColumn, excelize.Cell{StyleID: w.styles.label, Value: content.label})
	g.set(row, valueColumn, content.value)
	g.set(row, unitColumn, excelize.Cell{StyleID: w.styles.unit, Value: content.unit})
	g.set(row, problemColumn, excelize.Cell{StyleID: w.styles.note, Value: ""})
	g.set(row, rangeColumn, excelize.Cell{StyleID: w.styles.note, Value: content.recommended})
	for i, part := range w.cut(g, noteColumn, 1, w.styles.note, content.note) {
		g.set(row+i, noteColumn, excelize.Cell{StyleID: w.styles.note, Value: part})
	}
}

func (w *worksheet) setInput(row int, in sheet.Input) {
	g := w.grid
	label := in.Label
	if in.Advice {
		label += " †"
	}
	value := excelize.Cell{Value: inputValue(w.sheet.Value(in.Key), in.Kind == goal.KindDate)}
	choices := ""
	switch in.Kind {
	case goal.KindDate:
		value.StyleID = w.styles.date
	case goal.KindText:
		value.StyleID = w.styles.text
	case goal.KindChoice:
		value.StyleID = w.styles.text
		choices = w.listChoices(in.Input)
		g.reserve(row, valueColumn, slices.MaxFunc(in.Choices, func(a, b string) int { return cmp.Compare(len(a), len(b)) }))
	default:
		value.StyleID = w.input(g, row, in.Kind == goal.KindPercent)
	}
	w.setRow(row, rowContent{label, value, inputUnit(in.Input), w.rangeText(in.Source, in.Range), in.Hint})
	g.set(row, ownColumn, excelize.Cell{StyleID: w.styles.hidden})
	if v := w.validation(in.Input, cellName(row, valueColumn), choices); v != nil {
		g.validations = append(g.validations, v)
	}
	w.setProblem(row, in.Input, choices)
}

// setVerdict writes the verdict on a process goal: how it compares with its recommended range,
// and the part of its capacity that it takes.
func (w *worksheet) setVerdict(row int, r sheet.ProcessResult) {
	p := w.rangePhrase(r)
	load, isLimited := w.loadPhrase(r)
	switch {
	case isLimited && r.Process.Recommend != nil:
		p = inARow(p, constant(" "), load)
	case isLimited:
		p = load
	}
	if isLimited || r.Process.Recommend != nil {
		w.grid.set(row, problemColumn, excelize.Cell{StyleID: w.styles.note, Formula: p.formula, Value: p.text})
		w.grid.reserve(row, problemColumn, w.word("within")+w.word("over")+w.words.Month(12)+" 1,000%")
		w.sentences = append(w.sentences, computedText{w.grid.ref(row, problemColumn), p.text})
	}
}

// rangePhrase compares a process goal with its recommended range.
func (w *worksheet) rangePhrase(r sheet.ProcessResult) phrase {
	p := r.Process
	if p.Recommend == nil {
		return constant("")
	}
	decimals := p.Decimals
	if p.Unit == "%" {
		decimals += 2
	}
	rounded := sprintf("ROUND(%s,%d)", to15Digits(w.read(p.Key)), decimals)
	verdict := text(w.word("within"))
	if !math.IsInf(p.Recommend.High, 1) {
		verdict = sprintf("IF(%s>%s,%s,%s)", rounded, number(p.Recommend.High), text(w.word("above")), verdict)
	}
	verdict = sprintf("IF(%s<%s,%s,%s)", rounded, number(p.Recommend.Low), text(w.word("below")), verdict)
	shown := ""
	if r.Verdict != "" {
		shown = w.word(string(r.Verdict))
	}
	return phrase{orBlank(verdict), shown}
}

// loadPhrase names the period in which a process goal takes the largest part of its capacity,
// with a sign if it exceeds it; ok is false for a goal without a load or a capacity.
func (w *worksheet) loadPhrase(r sheet.ProcessResult) (p phrase, ok bool) {
	for _, f := range w.verdict.findings {
		if f.goal == r.Process && f.load != nil {
			period, _, _ := w.steps.plan.tightest(f)
			share := w.steps.plan.loadText(f.ratio)
			sign := optional(f.over+"=1", r.Over, constant(w.word("over")), constant(w.word("taken")))
			return optional(f.ratio+">=0", r.Tight.ID != "", inARow(sign, phrase{period, w.whenText(r.Tight)}, constant(" "), phrase{share, w.loadNow(r)}), constant("")), true
		}
	}
	return phrase{}, false
}

// loadNow returns the part of the capacity that a goal with a load takes in its tightest
// period, "" if it has no capacity there.
func (w *worksheet) loadNow(r sheet.ProcessResult) string {
	load := w.values.Workload(r.Process)
	if i := load.Tightest(); i >= 0 {
		return sheet.LoadText(load.Periods[i].Load, load.Periods[i].Capacity)
	}
	return ""
}

// inputUnit returns the unit beside an input, "" for a percentage, whose number format
// has the sign.
func inputUnit(in *goal.Input) string {
	if in.Kind == goal.KindPercent {
		return ""
	}
	return in.Unit
}

// unitOf returns the unit beside a computed value, "" for a percentage.
func unitOf(c *goal.Computed) string {
	if c.Unit == "%" {
		return ""
	}
	return c.Unit
}

// validation limits an input to the values that the page takes; nil if it takes all.
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
		return nil // a validation cannot have a limit that large; the formulas check it
	}
	v.SetError(excelize.DataValidationErrorStyleStop, b.word("problem"), problem)
	return v
}

// criterion returns the formula of a criterion. answers has its texts by the answer.
func (w *worksheet) criterion(c *goal.Criterion, answers map[string]string) string {
	yes, no, unknown := text(answers["yes"]), text(answers["no"]), text(answers[""])
	check := "TRUE"
	if c.Check != nil {
		check = c.Check.ExcelInParts(w.read, w.part)
	}
	if c.Holds != "" && !w.template.HasVerdict() {
		yes = unknown
	}
	v := w.verdict
	fails := map[string]string{"capacity": v.over + "+" + v.isLate + ">0", "dates": v.isLate + "=1"}[c.Holds]
	if fails == "" {
		return sprintf("IFERROR(IF(%s,%s,%s),%s)", check, yes, no, unknown)
	}
	return sprintf(`IF(%s,%s,IFERROR(IF(%s,IF(OR(%s<>"",%s=1),%s,%s),%[2]s),%[6]s))`, fails, no, check, v.missing, v.blank, unknown, yes)
}
