package goal

import (
	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/toml"
)

// The units of the formulas that count months, weeks and people.
const (
	monthUnit  formula.Unit = "月"
	weekUnit   formula.Unit = "周"
	personUnit formula.Unit = "人"
)

// counts reports whether a unit is another name of the unit of months, weeks or people: in
// English, or a plain number.
func counts(unit, of formula.Unit) bool {
	switch of {
	case monthUnit:
		return unit == "month" || unit == "months" || unit.Fits("")
	case weekUnit:
		return unit == "week" || unit == "weeks" || unit.Fits("")
	case personUnit:
		return unit == "person" || unit == "people" || unit.Fits("")
	}
	return false
}

// readPerson reads from when and how much a person works.
func (p *parser) readPerson(r *toml.Reader) {
	t := p.template
	t.Joined = p.readDateInput(r, "joined", diag.Textf(`for joined, write the key of an input of kind "date"; milestones are counted from its date`))
	t.Starts = p.readDateInput(r, "starts", diag.Textf(`for starts, write the key of an input of kind "date"; the sheet counts from its date`))
	t.Weeks, t.Staff = p.readFormula(r, "weeks", weekUnit), p.readFormula(r, "staff", personUnit)
	t.Ramp, t.Hires = p.readRamp(r), p.readHires(r)
	if r.Has("ramp_from_week") {
		t.RampFromWeek = p.whole(r, "ramp_from_week", 1, 1, 52)
	}
	missing := func(key string, needs diag.Text) {
		p.report(diag.Errorf(r.At(key), "missing-key", "%s needs %s", key, needs).WithHelp("add it, or remove %s", key))
	}
	switch {
	case r.Has("hires") && !r.Has("ramp"):
		missing("hires", diag.Textf("ramp"))
	case r.Has("hires") && t.Staff == nil:
		missing("hires", diag.Textf("staff"))
	case r.Has("ramp") && t.Joined == "" && t.Staff == nil:
		missing("ramp", diag.Textf("joined or staff"))
	case r.Has("ramp_from_week") && !r.Has("ramp"):
		missing("ramp_from_week", diag.Textf("ramp"))
	}
}

func (p *parser) readDateInput(r *toml.Reader, key string, help diag.Text) string {
	name := r.String(key)
	if in := p.template.inputs[name]; r.Has(key) && (in == nil || in.Kind != KindDate) {
		p.report(diag.Errorf(r.At(key), "unknown-input", "unknown date input %s", name).Advise(help))
		return ""
	}
	return name
}

func (p *parser) readRamp(r *toml.Reader) []float64 {
	ramp, places := r.Floats("ramp")
	if !r.Has("ramp") || !p.areFinite("ramp", ramp, places) {
		return nil
	}
	for i, w := range ramp {
		if w < 0 || w > 1 {
			p.report(diag.Errorf(places[i], "out-of-range", "a value of the ramp is below 0 or above 1").
				WithHelp("write what a newcomer is worth in each month since joining: 0.25 for a quarter of a person"))
			return nil
		}
	}
	if n := len(ramp); n == 0 || n > 24 || ramp[n-1] == 0 {
		p.report(diag.Errorf(r.At("ramp"), "bad-ramp", "the ramp has no values, more than 24, or ends with 0").
			WithHelp("write at most 24 values; the last one, which goes on, is above 0"))
		return nil
	}
	return ramp
}

func (p *parser) readHires(r *toml.Reader) []string {
	keys, places := r.StringsAt("hires")
	for i, key := range keys {
		if in := p.template.inputs[key]; in == nil || in.Kind != KindNumber {
			p.report(diag.Errorf(places[i], "unknown-input", "unknown numeric input %s", key).
				WithHelp("write the key of an input of kind number"))
		}
	}
	if r.Has("hires") && len(keys) != 12 {
		p.report(diag.Errorf(r.At("hires"), "bad-hires", "hires has %d inputs", len(keys)).
			WithHelp("write one for each of the twelve months of the fiscal year"))
	}
	return keys
}
