package goal

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/toml"
)

func (p *parser) readInput(r *toml.Reader) *Input {
	choices, places := r.StringsAt("choices")
	in := &Input{
		Key: p.readKey(r), Label: r.String("label"), Hint: r.String("hint"), Group: r.String("group"),
		Kind: p.readKind(r), Unit: r.String("unit"), Advice: r.Bool("advice"), First: r.Bool("first"), Choices: choices,
		Min: p.bound(r, "min"), Max: p.bound(r, "max"), Recommend: p.readRange(r),
		Source: r.String("source"), Below: r.String("below"), Above: r.String("above"), Ask: r.String("ask"),
	}
	r.Require("label")
	p.checkKind(r, in, places)
	in.Default = p.readDefault(r, in)
	p.checkBounds(r, in)
	in.Adjust = p.readAdjust(r, in)
	r.Finish()
	p.template.inputs[in.Key] = in
	return in
}

func (p *parser) readKind(r *toml.Reader) Kind {
	kinds := []string{"number", "money", "percent", "date", "text", "choice"}
	kind := cmp.Or(r.String("kind"), "number")
	if slices.Contains(kinds, kind) {
		return Kind(kind)
	}
	f := diag.Errorf(r.At("kind"), "unknown-kind", "unknown kind %s", kind)
	if near := diag.Nearest(kind, kinds); near != "" {
		p.report(f.WithHelp("did you mean %s?", near))
		return Kind(near) // the kind that is probably meant causes no further faults
	} else {
		p.report(f.WithHelp("choose one of %s", strings.Join(kinds, ", ")))
	}
	return KindNumber
}

// checkKind checks the keys that the kind of an input requires or forbids.
func (p *parser) checkKind(r *toml.Reader, in *Input, choices []diag.Place) {
	unit := p.readUnit(r)
	switch {
	case in.Kind == KindPercent:
		if unit != "" {
			p.report(diag.Errorf(r.At("unit"), "bad-unit", "a percentage cannot have the unit %s", unit).WithHelp("remove the line"))
		}
		p.limitPercent(r, in)
	case in.Kind == KindMoney && unit == "":
		p.report(diag.Errorf(r.At("unit"), "bad-unit", "the money input has no unit").WithHelp(`write the unit, such as unit = "万元"`))
	case in.Kind == KindChoice && len(in.Choices) < 2:
		p.report(diag.Errorf(r.At("choices"), "bad-choices", "a choice needs at least two choices").WithHelp(`write choices = ["…", "…"]`))
	case in.Kind == KindChoice:
		p.checkChoices(in.Choices, choices)
	}
}

// checkChoices reports choices that a page and a workbook cannot tell apart.
func (p *parser) checkChoices(choices []string, places []diag.Place) {
	for i, choice := range choices {
		switch {
		case choice == "" || strings.TrimSpace(choice) != choice:
			p.report(diag.Errorf(places[i], "bad-choices", "the choice %q is empty, or begins or ends with a space", choice).
				WithHelp("remove the space, or the choice: an empty field means that nothing is chosen yet"))
		case slices.Contains(choices[:i], choice):
			p.report(diag.Errorf(places[i], "bad-choices", "duplicate choice %s", choice).WithHelp("remove one of the two"))
		}
	}
}

// limitPercent limits a percentage to 0 to 1.
func (p *parser) limitPercent(reader *toml.Reader, in *Input) {
	in.Unit = "%"
	low, high := 0.0, 1.0
	if in.Min == nil {
		in.Min = &low
	}
	if in.Max == nil {
		in.Max = &high
	}
	if ends := in.Recommend; ends != nil && (ends.Low < 0 || ends.Low > 1 || ends.High > 1 && !math.IsInf(ends.High, 1)) {
		p.report(diag.Errorf(reader.At("recommend"), "out-of-range", "a percentage is above 100 %").
			WithHelp("write a percentage as a fraction of 1: 0.25 for 25 %"))
	}
	if *in.Max > 1 {
		p.report(diag.Errorf(reader.At("max"), "out-of-range", "a percentage is above 100 %").
			WithHelp("write a percentage as a fraction of 1: 0.25 for 25 %"))
	}
}

// bound reads a limit of an input; nil if it has none.
func (p *parser) bound(r *toml.Reader, key string) *float64 {
	x := r.Float(key, 0)
	if !r.Has(key) || !p.isFinite(r, key, x) {
		return nil
	}
	return &x
}

// readAdjust reads the step in which the verdict changes an input; nil if it has none.
func (p *parser) readAdjust(r *toml.Reader, in *Input) *float64 {
	step := p.bound(r, "adjust")
	switch {
	case step == nil:
		return nil
	case in.Kind == KindDate || in.Kind == KindText || in.Kind == KindChoice:
		p.report(diag.Errorf(r.At("adjust"), "bad-adjust", "%s is no number, so it cannot have the key adjust", in.Key).WithHelp("remove the line"))
	case *step <= 0:
		p.report(diag.Errorf(r.At("adjust"), "out-of-range", "adjust is not above 0").WithHelp("write the step of the input's own number: 0.01 for a percent point"))
	}
	return step
}

// isFinite reports infinity and NaN, which TOML has and formulas have not.
func (p *parser) isFinite(r *toml.Reader, key string, x float64) bool {
	return p.areFinite(key, []float64{x}, []diag.Place{r.At(key)})
}

// areFinite does the same for a list, at the place of each number.
func (p *parser) areFinite(key string, numbers []float64, places []diag.Place) bool {
	finite := true
	for i, x := range numbers {
		if math.IsInf(x, 0) || math.IsNaN(x) {
			p.report(diag.Errorf(places[i], "bad-number", "%s is not a finite number", key).WithHelp("write it in digits"))
			finite = false
		}
	}
	return finite
}

func (p *parser) readRange(r *toml.Reader) *Range {
	ends, places := r.Floats("recommend")
	switch {
	case !r.Has("recommend") || !p.areFinite("recommend", ends, places):
		return nil
	case len(ends) == 1:
		return &Range{ends[0], math.Inf(1)}
	case len(ends) != 2 || ends[0] > ends[1]:
		p.report(diag.Errorf(r.At("recommend"), "bad-range", "recommend is not a range").
			WithHelp("write the lower and the upper limit, [3, 5], or only the lower limit, [3]"))
		return nil
	}
	return &Range{ends[0], ends[1]}
}

// readDefault reads the example of an input, as the type of its kind.
func (p *parser) readDefault(r *toml.Reader, in *Input) formula.Value {
	if !r.Has("default") {
		return formula.Value{}
	}
	switch in.Kind {
	case KindDate:
		return p.readDate(r)
	case KindText:
		return formula.Text(r.String("default"))
	case KindChoice:
		choice := r.String("default")
		if !slices.Contains(in.Choices, choice) {
			p.report(diag.Errorf(r.At("default"), "bad-default", "%s is not one of the choices", choice).
				WithHelp("choose one of %s", strings.Join(in.Choices, ", ")))
		}
		return formula.Text(choice)
	}
	x := r.Float("default", 0)
	p.isFinite(r, "default", x)
	return formula.Number(x)
}

// readDate reads the example of a date, which must be within the limits of dates.
func (p *parser) readDate(r *toml.Reader) formula.Value {
	date := string(r.Date("default"))
	help := diag.Textf("write an example that readers can enter")
	switch {
	case date == "": // already reported
	case date < FirstDate:
		p.report(diag.Errorf(r.At("default"), "out-of-range", "the default is below %s", FirstDate).Advise(help))
	case date > LastDate:
		p.report(diag.Errorf(r.At("default"), "out-of-range", "the default is above %s", LastDate).Advise(help))
	}
	return formula.Text(date)
}

func (p *parser) checkBounds(r *toml.Reader, in *Input) {
	if in.Min != nil && in.Max != nil && *in.Min > *in.Max {
		p.report(diag.Errorf(r.At("min"), "bad-range", "min is above max").WithHelp("swap the two"))
		return
	}
	x, isNumber := in.Default.Number()
	if !isNumber {
		return
	}
	help := diag.Textf("write an example that readers can enter")
	if in.Kind == KindPercent && x > 1 {
		help = diag.Textf("write a percentage as a fraction of 1: 0.25 for 25 %")
	}
	if in.Min != nil && x < *in.Min {
		p.report(diag.Errorf(r.At("default"), "out-of-range", "the default is below %s", formula.FormatNumber(*in.Min)).Advise(help))
	}
	if in.Max != nil && x > *in.Max {
		p.report(diag.Errorf(r.At("default"), "out-of-range", "the default is above %s", formula.FormatNumber(*in.Max)).Advise(help))
	}
}
