package goal

import (
	"cmp"
	"slices"
	"strings"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/toml"
)

// Parse reads and checks a goal template. The calendars have the days off of its year.
// The template is nil if there are errors.
func Parse(file, text string, calendars []*calendar.Calendar) (*Template, []diag.Fault) {
	table, faults := toml.Parse(file, text, 0, len(text))
	if table == nil {
		return nil, faults
	}
	p := &parser{faults: faults, template: &Template{inputs: map[string]*Input{}}, declared: map[string]diag.Place{}}
	p.read(toml.NewReader(table, &p.faults))
	p.template.Year = calendar.NewYear(p.template.FiscalYear, p.template.FiscalStart, calendars)
	p.check()
	if !p.failed() {
		p.checkOverflow() // evaluates the formulas, which must have no other errors
	}
	if p.failed() {
		return nil, p.faults
	}
	p.template.linkRates()
	p.template.Compared, p.template.Needed = p.template.compared(), p.template.needed()
	return p.template, p.faults
}

type parser struct {
	template *Template
	faults   []diag.Fault
	declared map[string]diag.Place // where each key is declared
	nameless bool                  // a value has no key, so an unknown name may mean it
	formulas []*writtenFormula

	splitNames []reference // keys of splits
	firstNames []reference // keys of splits that follow none
	goalNames  []reference // keys of process goals with a load
	followed   []reference // the splits that follow another, with the place where they say so
}

// writtenFormula is a formula with its place in the file.
type writtenFormula struct {
	key  string // of the value that it computes, "" if it computes none
	at   func(offset int) diag.Place
	expr *formula.Expr
	unit formula.Unit // the declared unit of its result
	also formula.Unit // another unit that it may have; the same for most
}

// failed reports whether there are errors.
func (p *parser) failed() bool {
	return slices.ContainsFunc(p.faults, func(f diag.Fault) bool { return f.Severity == diag.Error })
}

func (p *parser) report(f diag.Fault) { p.faults = append(p.faults, f) }

func (p *parser) read(r *toml.Reader) {
	t := p.template
	r.Require("title", "fiscal_year", "inputs")
	t.Title, t.Summary = r.String("title"), r.String("summary")
	var asks markdown.AskReader
	var faults []diag.Fault
	t.Asks, t.AsksAt, faults = asks.ReadList(r.StringsAt("asks"))
	p.faults = append(p.faults, faults...)
	t.FiscalYear = p.whole(r, "fiscal_year", 2027, 2000, 2100)
	t.FiscalStart = p.whole(r, "fiscal_start", 1, 1, 12)
	for _, c := range r.Tables("constants") {
		t.Constants = append(t.Constants, p.readConstant(c))
	}
	p.readGroups(r)
	p.readFunnel(r)
	for _, v := range r.Tables("values") {
		t.Values = append(t.Values, p.readValue(v))
	}
	for _, v := range r.Tables("process") {
		t.Process = append(t.Process, p.readProcess(v))
	}
	for _, s := range r.Tables("splits") {
		t.Splits = append(t.Splits, p.readSplit(s))
	}
	for _, m := range r.Tables("milestones") {
		m.Require("month", "title")
		t.Milestones = append(t.Milestones, Milestone{p.whole(m, "month", 1, 1, 120), m.String("title"), m.String("evidence")})
		m.Finish()
	}
	for _, v := range r.Tables("variables") {
		t.Variables = append(t.Variables, p.readVariable(v))
	}
	for _, c := range r.Tables("smart") {
		t.Smart = append(t.Smart, p.readCriterion(c))
	}
	for _, q := range r.Tables("review") {
		q.Require("question")
		t.Review = append(t.Review, q.String("question"))
		q.Finish()
	}
	for _, d := range r.Tables("due") {
		t.Due = append(t.Due, p.readDue(d))
	}
	for _, c := range r.Tables("changed") {
		t.Changed = append(t.Changed, p.readRedefinition(c))
	}
	p.readPerson(r)
	t.Target = p.readTarget(r)
	t.DealSize = p.readDealSize(r)
	for _, result := range r.Tables("results") {
		t.Results = append(t.Results, p.readResult(result))
	}
	if len(t.Results) == 0 && len(t.Splits) > 0 {
		t.Results = []Result{{lastStep(t.Splits).Key, t.DealSize}}
	}
	t.Sentence = p.readSentence(r)
	r.Finish()
}

// whole reads a whole number within limits.
func (p *parser) whole(r *toml.Reader, key string, absent, low, high int) int {
	n := r.Int(key, absent)
	if n < low || n > high {
		p.report(diag.Errorf(r.At(key), "out-of-range", "%s is %d, which is out of range", key, n).WithHelp("write a number from %d to %d", low, high))
		return absent
	}
	return n
}

// readTarget reads the key of the number that the plan is for: an input or a computed value. Without
// the key "target" it is the first value that is the fiscal year's part of a number.
func (p *parser) readTarget(r *toml.Reader) string {
	key := r.String("target")
	if !r.Has("target") {
		if i := slices.IndexFunc(p.template.Values, (*Computed).IsPart); i >= 0 {
			return p.template.Values[i].Key
		}
		return ""
	}
	in, c := p.template.inputs[key], p.template.Find(key)
	switch {
	case in != nil && (in.Kind == KindNumber || in.Kind == KindMoney):
	case c != nil && c.Unit != "%" && c.Latest == "" && (c.Prorate == nil || c.IsPart()):
	default:
		p.report(diag.Errorf(r.At("target"), "unknown-value", "unknown number %s", key).
			WithHelp("write the key of an input that is a number, or of a computed number; it is no percentage"))
	}
	return key
}

// readDealSize reads the key of the money that one unit of the last step brings in.
func (p *parser) readDealSize(r *toml.Reader) string {
	key := r.String("deal_size")
	unit := ""
	if in, c := p.template.inputs[key], p.template.Find(key); in != nil {
		unit = in.Unit
	} else if c != nil {
		unit = c.Unit
	}
	if r.Has("deal_size") && !strings.Contains(unit, "元/") {
		p.report(diag.Errorf(r.At("deal_size"), "unknown-value", "unknown deal size %s", key).
			WithHelp("write the key of an input or of a computed value whose unit is money for each one, such as 万元/家"))
	}
	return key
}

// readResult reads a step whose total is a result of the plan.
func (p *parser) readResult(r *toml.Reader) Result {
	r.Require("step")
	result := Result{r.String("step"), p.readDealSize(r)}
	if r.Has("step") {
		p.splitNames = append(p.splitNames, reference{r.At("step"), result.Step})
	}
	if result.DealSize == "" {
		result.DealSize = p.template.DealSize
	}
	r.Finish()
	return result
}

// lastStep returns the last step of the longest chain of splits that follow each other, of equal
// ones the first.
func lastStep(splits []*Split) *Split {
	length := func(s *Split) (n int) {
		for ; s != nil && n < len(splits); n++ { // a chain that is a circle is a fault of its own
			i := slices.IndexFunc(splits, func(before *Split) bool { return before.Key == s.Follows })
			if i < 0 {
				break
			}
			s = splits[i]
		}
		return n
	}
	last := splits[0]
	for _, s := range splits[1:] {
		if length(s) > length(last) {
			last = s
		}
	}
	return last
}

func (p *parser) readConstant(r *toml.Reader) *Constant {
	r.Require("value")
	c := &Constant{Key: p.readKey(r), Unit: r.String("unit"), Value: r.Float("value", 0)}
	p.readUnit(r)
	p.isFinite(r, "value", c.Value)
	r.Finish()
	return c
}

func (p *parser) readGroups(r *toml.Reader) {
	t := p.template
	for _, g := range r.Tables("groups") {
		g.Require("key", "label")
		if key := g.String("key"); slices.ContainsFunc(t.Groups, func(other Group) bool { return other.Key == key }) {
			p.report(diag.Errorf(g.At("key"), "duplicate-key", "duplicate group %s", key).WithHelp("give each group its own key"))
		}
		t.Groups = append(t.Groups, Group{Key: g.String("key"), Label: g.String("label")})
		g.Finish()
	}
	if len(t.Groups) == 0 {
		t.Groups = []Group{{}}
	}
	for _, table := range r.Tables("inputs") {
		in := p.readInput(table)
		i := slices.IndexFunc(t.Groups, func(g Group) bool { return g.Key == in.Group })
		if i < 0 {
			if in.Group != "" {
				p.report(diag.Errorf(table.At("group"), "unknown-group", "unknown group %s", in.Group).
					WithHelp("add [[groups]] with this key"))
			}
			i = 0
		}
		t.Groups[i].Inputs = append(t.Groups[i].Inputs, in)
	}
}

// readKey reads the key of a value, which must be a name for formulas and unique.
func (p *parser) readKey(r *toml.Reader) string {
	r.Require("key")
	key := r.String("key")
	switch at := r.At("key"); {
	case !r.Has("key"):
		p.nameless = true
		return ""
	case !formula.IsName(key):
		p.report(diag.Errorf(at, "bad-key", "%q is not a valid key", key).
			WithHelp("a key is a name in formulas: letters, Chinese characters, digits and _; it does not begin with a digit and is not the name of a function"))
	case p.declared[key] != diag.Place{}:
		p.report(diag.Errorf(at, "duplicate-key", "duplicate key %s", key).WithHelp("give each value its own key"))
	default:
		p.declared[key] = at
	}
	return key
}

func (p *parser) readUnit(r *toml.Reader) formula.Unit {
	unit, err := formula.ParseUnit(r.String("unit"))
	if err != nil {
		p.report(fault(r.At("unit").At, err))
	}
	return unit
}

// readComputed reads a computed value. text is its formula; formulaKey is the key that
// faults of the formula are reported at.
func (p *parser) readComputed(r *toml.Reader, text, formulaKey string) *Computed {
	c := p.readLabelled(r)
	unit, _ := formula.ParseUnit(c.Unit)
	r.Require(formulaKey)
	p.refuseEmpty(r, formulaKey)
	c.Expr = p.parseFormula(c.Key, text, unit, func(offset int) diag.Place {
		if formulaKey != "formula" {
			return r.At(formulaKey)
		}
		return r.StringAt(formulaKey, offset)
	})
	return c
}

// readLabelled reads what every computed number has beside its formula.
func (p *parser) readLabelled(r *toml.Reader) *Computed {
	c := &Computed{Key: p.readKey(r), Label: r.String("label"), Unit: r.String("unit"), Hint: r.String("hint")}
	decimals := 1
	if strings.HasPrefix(c.Unit, "元") {
		decimals = 0
	}
	c.Decimals = p.whole(r, "decimals", decimals, 0, 9)
	p.readUnit(r)
	r.Require("label")
	return c
}

// refuseEmpty reports a key whose text is empty.
func (p *parser) refuseEmpty(r *toml.Reader, key string) {
	if r.Has(key) && r.String(key) == "" {
		p.report(diag.Errorf(r.At(key), "missing-key", "%s is empty", key).WithHelp("write a value, or remove the line"))
	}
}

// parseFormula parses a formula; nil if it is empty or has a syntax error.
func (p *parser) parseFormula(key, text string, unit formula.Unit, at func(int) diag.Place) *formula.Expr {
	if text == "" {
		return nil // optional, or already reported as missing
	}
	expr, err := formula.Parse(text)
	if err != nil {
		p.report(fault(at, err))
		return nil
	}
	p.formulas = append(p.formulas, &writtenFormula{key: key, at: at, expr: expr, unit: unit, also: unit})
	return expr
}

func fault(at func(int) diag.Place, err *formula.Error) diag.Fault {
	return diag.Fault{Place: at(err.Offset), Code: err.Code, Message: err.Message, Help: err.Help}
}

func (p *parser) readFunnel(r *toml.Reader) {
	tables := r.Tables("funnel")
	for i, s := range tables {
		next := ""
		if i+1 < len(tables) {
			next = tables[i+1].String("key")
		}
		p.template.Funnel = append(p.template.Funnel, p.readStage(s, next))
		s.Finish()
	}
}

// readStage reads a stage of the funnel. A stage without a formula of its own computes the
// next stage divided by the share that goes on to it.
func (p *parser) readStage(s *toml.Reader, next string) *Stage {
	rate, own := s.String("rate"), s.String("formula")
	switch {
	case rate != "" && own != "":
		p.report(diag.Errorf(s.At("rate"), "rate-and-formula", "the stage has both a rate and a formula").WithHelp("remove one of the two"))
	case rate != "" && next == "":
		p.report(diag.Errorf(s.At("rate"), "last-stage", "the last stage has a rate").
			WithHelp("give the last stage a formula instead: formula = \"目标签约\""))
	case rate != "":
		p.checkRate(s, rate)
	}
	if own != "" || next == "" {
		return &Stage{p.readComputed(s, own, "formula"), ""}
	}
	quotient := ""
	if rate != "" {
		quotient = next + " / " + rate
	}
	return &Stage{p.readComputed(s, quotient, "rate"), rate}
}

func (p *parser) checkRate(r *toml.Reader, key string) {
	in := p.template.inputs[key]
	if r.Has("rate") && (in == nil || in.Kind != KindPercent) {
		p.report(diag.Errorf(r.At("rate"), "unknown-input", "unknown percent input %s", key).
			WithHelp("for rate, write the key of an input of kind \"percent\": the share that continues to the next stage"))
	}
}

func (p *parser) readProcess(r *toml.Reader) *Process {
	v := &Process{
		Computed: p.readGoal(r), Per: cmp.Or(r.String("per"), "week"),
		Recommend: p.readRange(r), Source: r.String("source"), Below: r.String("below"), Above: r.String("above"),
	}
	unit, _ := formula.ParseUnit(v.Unit)
	if v.Capacity = p.readFormula(r, "capacity", unit); v.Capacity != nil && r.Has("load") {
		p.formulas[len(p.formulas)-1].also = unit.Per(personUnit) // of one person, if the template has staff
	}
	p.readHabit(r, v)
	if periods := []string{"week", "month", "quarter", "year"}; !slices.Contains(periods, v.Per) {
		p.report(diag.Errorf(r.At("per"), "unknown-period", "unknown period %s", v.Per).
			WithHelp("choose one of %s", strings.Join(periods, ", ")))
	}
	r.Finish()
	return v
}

func (p *parser) readSplit(r *toml.Reader) *Split {
	r.Require("key")
	s := &Split{Key: r.String("key"), Weights: p.readWeights(r)}
	switch {
	case !r.Has("key"):
	case p.template.Find(s.Key) == nil:
		p.report(diag.Errorf(r.At("key"), "unknown-value", "unknown computed value %s", s.Key).
			WithHelp("write a stage of the funnel, a computed value or a process goal"))
	case slices.ContainsFunc(p.template.Splits, func(other *Split) bool { return other.Key == s.Key }):
		p.report(diag.Errorf(r.At("key"), "duplicate-key", "duplicate split of %s", s.Key).WithHelp("remove one of the two"))
	}
	s.Lead, s.Follows, s.Weak = p.readFormula(r, "lead", monthUnit), r.String("follows"), r.String("weak")
	if r.HasFormer("after") {
		p.report(diag.Errorf(r.At("after"), "removed-key", "a split cannot have the key after").
			WithHelp("remove the line: follows, lead and ramp replace it"))
	}
	if s.Follows != "" {
		p.followed = append(p.followed, reference{r.At("follows"), s.Key})
		if r.Has("weights") {
			p.report(diag.Errorf(r.At("weights"), "bad-weights", "the split has both weights and follows").
				WithHelp("remove the weights: a split that follows another has the weights of the other"))
		}
	}
	r.Finish()
	return s
}

func (p *parser) readCriterion(r *toml.Reader) *Criterion {
	r.Require("letter", "label")
	p.refuseEmpty(r, "check")
	c := &Criterion{
		Letter: r.String("letter"), Label: r.String("label"), Advice: r.String("advice"),
		Check: p.readFormula(r, "check", formula.BoolUnit), Holds: r.String("holds"),
	}
	holds := []string{"capacity", "dates"}
	switch {
	case !r.Has("holds"):
		r.Require("check")
	case !slices.Contains(holds, c.Holds):
		p.report(diag.Errorf(r.At("holds"), "unknown-check", "unknown check %s", c.Holds).WithHelp("choose one of %s", strings.Join(holds, ", ")))
	}
	if letters := []string{"S", "M", "A", "R", "T"}; r.Has("letter") && !slices.Contains(letters, c.Letter) {
		p.report(diag.Errorf(r.At("letter"), "unknown-letter", "unknown criterion %s", c.Letter).
			WithHelp("choose one of %s", strings.Join(letters, ", ")))
	}
	r.Finish()
	return c
}

func (p *parser) readDue(r *toml.Reader) Due {
	r.Require("label", "text")
	for _, key := range []string{"label", "text", "step"} {
		p.refuseEmpty(r, key)
	}
	d := Due{Label: r.String("label"), Text: r.String("text"), Step: r.String("step")}
	if d.Step != "" {
		p.splitNames = append(p.splitNames, reference{r.At("step"), d.Step})
	}
	if r.Has("months_after") {
		if d.MonthsAfter = p.whole(r, "months_after", 1, 1, 120); !r.Has("step") {
			p.report(diag.Errorf(r.At("months_after"), "missing-key", "%s needs %s", "months_after", "step").
				WithHelp("add it, or remove %s", "months_after"))
		}
	}
	r.Finish()
	return d
}

// readFormula reads a formula that belongs to no key, such as a capacity; nil if there is
// none. Its result must have the unit.
func (p *parser) readFormula(r *toml.Reader, key string, unit formula.Unit) *formula.Expr {
	return p.parseFormula("", r.String(key), unit, func(offset int) diag.Place { return r.StringAt(key, offset) })
}

func (p *parser) readWeights(r *toml.Reader) []float64 {
	weights, places := r.Floats("weights")
	sum := 0.0
	for _, w := range weights {
		sum += max(w, 0)
	}
	switch {
	case !r.Has("weights") || !p.areFinite("weights", weights, places):
		return slices.Repeat([]float64{1}, 12)
	case len(weights) != 4 && len(weights) != 12:
		p.report(diag.Errorf(r.At("weights"), "bad-weights", "%d weights are given", len(weights)).
			WithHelp("write one for each of the twelve months, or for each of the four quarters"))
	case slices.Min(weights) < 0 || slices.Max(weights) > 1e6:
		outside := slices.IndexFunc(weights, func(w float64) bool { return w < 0 || w > 1e6 })
		p.report(diag.Errorf(places[outside], "bad-weights", "a weight is below 0 or above 1,000,000").
			WithHelp("weights compare the months; write 0 for a month without a share"))
	case sum == 0:
		p.report(diag.Errorf(r.At("weights"), "bad-weights", "the weights sum to 0").WithHelp("give at least one month a weight above 0"))
	}
	if len(weights) != 4 {
		return weights
	}
	var months []float64
	for _, w := range weights {
		months = append(months, w, w, w)
	}
	return months
}
