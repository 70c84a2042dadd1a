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

// refuseEmpty reports a key whose text is empty.
func (p *parser) refuseEmpty(r *toml.Reader, key string) {
	if r.Has(key) && r.String(key) == "" {
		p.report(diag.Errorf(r.At(key), "missing-key", "%s is empty", key).WithHelp("write a value, or remove the line"))
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
