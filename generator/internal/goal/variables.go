package goal

import (
	"slices"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/toml"
)

// Variable is a market variable: a change of the market that changes some inputs.
type Variable struct {
	Key, Label, Side, Why, Response string
	Changes                         []Change
	Shifts                          []Shift
	Cautious                        bool // the page shows its effect below the verdict
}

// Change gives an input another number.
type Change struct {
	Input string
	How   How
	By    float64
}

// How says how a change computes the number.
type How string

// The ways to compute the number.
const (
	To    How = "to"
	Plus  How = "plus"
	Times How = "times"
)

// Shift moves a share of one input to another.
type Shift struct {
	From, To string
	Share    float64
}

// Inputs returns the keys of the inputs that the variable changes, each once.
func (v *Variable) Inputs() []string {
	var keys []string
	seen := map[string]bool{}
	add := func(key string) {
		if !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	for _, c := range v.Changes {
		add(c.Input)
	}
	for _, s := range v.Shifts {
		add(s.From)
		add(s.To)
	}
	return keys
}

// compared returns the computed values that read, directly or through others, an input
// that a market variable changes.
func (t *Template) compared() []*Computed {
	touched := map[string]bool{}
	for _, v := range t.Variables {
		for _, key := range v.Inputs() {
			touched[key] = true
		}
	}
	for _, c := range t.Computed { // in the order of evaluation: a value follows those that it reads
		touched[c.Key] = slices.ContainsFunc(t.Reads(c), func(name string) bool { return touched[name] })
	}
	var all []*Computed
	for _, c := range t.all() {
		if touched[c.Key] {
			all = append(all, c)
		}
	}
	return all
}

// Clamp limits x to the min and max of the input.
func (in *Input) Clamp(x float64) float64 {
	if in.Min != nil {
		x = max(x, *in.Min)
	}
	if in.Max != nil {
		x = min(x, *in.Max)
	}
	return x
}

func (p *parser) readVariable(r *toml.Reader) *Variable {
	r.Require("label")
	v := &Variable{
		Key: p.readKey(r), Label: r.String("label"), Side: r.String("side"),
		Why: r.String("why"), Response: r.String("response"), Cautious: r.Bool("cautious"),
	}
	for _, c := range r.Tables("changes") {
		v.Changes = append(v.Changes, p.readChange(c))
	}
	for _, s := range r.Tables("shifts") {
		v.Shifts = append(v.Shifts, p.readShift(s))
	}
	if len(v.Changes)+len(v.Shifts) == 0 {
		p.report(diag.Errorf(r.Place(), "no-change", "the variable %s changes no input", v.Key).
			WithHelp("add a change: changes = [{ input = \"…\", times = 0.9 }]"))
	}
	r.Finish()
	return v
}

func (p *parser) readChange(r *toml.Reader) Change {
	c := Change{Input: p.readNumberInput(r, "input")}
	found := 0
	for _, how := range []How{To, Plus, Times} {
		if x := r.Float(string(how), 0); r.Has(string(how)) && p.isFinite(r, string(how), x) {
			c.How, c.By = how, x
			found++
		}
	}
	if found != 1 {
		p.report(diag.Errorf(r.Place(), "bad-change", "the change has %d of the keys to, plus and times", found).
			WithHelp("write one of them: to = 0.6, plus = -0.05 or times = 0.9"))
	}
	if in := p.template.inputs[c.Input]; in != nil && c.How == To && in.Clamp(c.By) != c.By {
		p.report(diag.Errorf(r.At("to"), "out-of-range", "%s is outside the limits of %s", formula.FormatNumber(c.By), c.Input).
			WithHelp("write a value between the input's min and max"))
	}
	r.Finish()
	return c
}

func (p *parser) readShift(r *toml.Reader) Shift {
	r.Require("share")
	s := Shift{From: p.readNumberInput(r, "from"), To: p.readNumberInput(r, "to"), Share: r.Float("share", 0)}
	from, to := p.template.inputs[s.From], p.template.inputs[s.To]
	if !(s.Share >= 0 && s.Share <= 1) {
		p.report(diag.Errorf(r.At("share"), "out-of-range", "share is not between 0 and 1").WithHelp("write 0.3 for 30 %"))
	}
	if from != nil && to != nil && from.Unit != to.Unit {
		p.report(diag.Errorf(r.At("to"), "formula-unit", "the unit of %s is %s, but the unit of %s is %s", s.From, unitName(from.Unit), s.To, unitName(to.Unit)).
			WithHelp("values can only be shifted between inputs with the same unit"))
	}
	r.Finish()
	return s
}

func unitName(unit string) diag.Text {
	if unit == "" {
		return diag.Textf("plain numbers")
	}
	return diag.Textf("%s", unit)
}

// readNumberInput reads the key of a numeric input.
func (p *parser) readNumberInput(r *toml.Reader, key string) string {
	r.Require(key)
	name := r.String(key)
	in := p.template.inputs[name]
	if r.Has(key) && (in == nil || in.Kind == KindDate || in.Kind == KindText || in.Kind == KindChoice) {
		f := diag.Errorf(r.At(key), "unknown-input", "unknown numeric input %s", name)
		if near := diag.Nearest(name, p.numberInputs()); near != "" {
			f = f.WithHelp("did you mean %s?", near)
		} else {
			f = f.WithHelp("write the key of an input of kind number, money or percent")
		}
		p.report(f)
		return ""
	}
	return name
}

func (p *parser) numberInputs() []string {
	var keys []string
	for _, g := range p.template.Groups {
		for _, in := range g.Inputs {
			if in.Kind == KindNumber || in.Kind == KindMoney || in.Kind == KindPercent {
				keys = append(keys, in.Key)
			}
		}
	}
	return keys
}
