package render

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"cairn/generator/internal/sheet"
)

// Amount returns a number with its unit. A unit that is a sign stands next to the number.
func (v *View) Amount(text, unit string) string {
	if unit == "%" || unit == "" {
		return text + unit
	}
	return text + " " + unit
}

// FindingText returns the worst finding of the verdict and, if the plan is out of reach, the
// last days of the steps that still count.
func (v *View) FindingText() (string, error) {
	text, err := v.worstText()
	until, failed := v.untilText(v.Sheet.Finding.Until)
	return text + until, cmp.Or(err, failed)
}

// untilText returns the sentence with the last days of steps; "" without one.
func (v *View) untilText(all []sheet.Until) (string, error) {
	if len(all) == 0 {
		return "", nil
	}
	separator, err := v.Word("locale.comma")
	var texts []string
	for _, until := range all {
		date, _ := time.Parse(time.DateOnly, until.Date)
		day, last := v.Day(int(date.Month()), date.Day())
		text, failed := v.Word("worksheet.until_day", until.Label, day)
		texts, err = append(texts, text), cmp.Or(err, last, failed)
	}
	text, failed := v.Word("worksheet.until", strings.Join(texts, separator))
	return text, cmp.Or(err, failed)
}

// worstText returns the sentence that gives the worst finding of the verdict: the missing
// value, the steps that are out of reach, a part of the year that is below 1, or the goal with
// the highest load. Without a goal that has a capacity, only the dates were judged.
func (v *View) worstText() (string, error) {
	f := v.Sheet.Finding
	switch {
	case f.Kind == sheet.Missing:
		return v.Word("worksheet.finding_needs", f.Missing)
	case f.Kind == sheet.Late && len(f.Late) > 0:
		list, err := v.Word("locale.list")
		text, failed := v.Word("worksheet.finding_steps", strings.Join(f.Late, list))
		return text, cmp.Or(err, failed)
	case isNothing(f):
		return v.Word("worksheet.finding_nothing", f.Part.Unit)
	case f.Kind == sheet.Fits && f.Strain == nil:
		return v.Word("worksheet.finding_dates")
	}
	return v.strainText(f.Strain)
}

// isNothing reports whether the plan is late only because less than 1 is left for the year.
func isNothing(f sheet.Finding) bool {
	return f.Kind == sheet.Late && len(f.Late) == 0 && f.Part != nil
}

// strainText says how often a goal is done in its tightest period, and how often it can be.
func (v *View) strainText(s *sheet.Strain) (string, error) {
	if s == nil {
		return "", nil
	}
	when, err := v.when(s.Period)
	word, values := "worksheet.strain", []any{when, s.About, v.Amount(s.Rate, s.Unit), v.Amount(s.Limit, s.Unit), s.Load}
	if s.Load == "" {
		word, values = "worksheet.strain_none", values[:3]
	}
	text, failed := v.Word(word, values...)
	return text, cmp.Or(err, failed)
}

// when names a period of the fiscal year.
func (v *View) when(w sheet.When) (string, error) {
	switch {
	case w.ID != "" && w.Level == "month":
		return v.Month(w.Number), nil
	case w.ID != "" && w.Level == "quarter":
		return v.Word("worksheet.quarter", w.Number)
	}
	return v.Word("worksheet.year")
}

// PartText returns the sentence about the fiscal year's part of a number for twelve months,
// what can be reached, and what is left for the next year; "" if the part is the whole number. For
// any other target it says what is within reach if the plan is out of reach, and otherwise "".
func (v *View) PartText() (string, error) {
	f, reach := v.Sheet.Finding, v.Sheet.Reach()
	part := f.Part
	switch {
	case part == nil && reach != nil:
		return v.restText(reach)
	case part == nil || part.Text == part.Source:
		return "", nil
	}
	text, err := v.Word("worksheet.part", v.Amount(part.Source, part.Unit), v.Amount(cmp.Or(part.Text, "—"), part.Unit))
	if reach != nil && !isNothing(f) {
		more, failed := v.Word("worksheet.reach", v.Amount(reach.Text, reach.Unit))
		text, err = text+more, cmp.Or(err, failed)
	}
	for _, next := range f.Next {
		if next.Raw != "" && next.Text != "0" {
			more, failed := v.Word("worksheet.finding_next", next.Label, v.Amount(next.Text, next.Unit))
			text, err = text+more, cmp.Or(err, failed)
		}
	}
	return text, err
}

// restText says how much of a target is within reach in the fiscal year, and how much is left for
// the next year.
func (v *View) restText(r *sheet.Reach) (string, error) {
	if r.Text == "0" {
		return v.Word("worksheet.reach_none", r.Label, v.Amount(r.Rest, r.Unit))
	}
	return v.Word("worksheet.reach_rest", r.Label, v.Amount(r.Text, r.Unit), v.Amount(r.Rest, r.Unit))
}

// CautiousText returns the steps of the funnel under a market variable that is marked as cautious, and
// the verdict on them, unless it says no more than the verdict on the plan; "" if nothing is left to say.
func (v *View) CautiousText(c sheet.Cautious) (string, error) {
	steps, err := v.stepsText(c.Steps)
	name, strain := "", ""
	var failed, last error
	if !c.Repeats(v.Sheet.Finding) {
		name, failed = v.Word("worksheet.finding_" + string(c.Kind))
		if c.Kind == sheet.Fits || c.Kind == sheet.Over {
			strain, last = v.strainText(c.Strain)
		}
	}
	if steps == "" && name == "" {
		return "", cmp.Or(err, failed)
	}
	comma, unknown := v.Word("locale.comma")
	says := strings.Join(slices.DeleteFunc([]string{steps, name}, func(text string) bool { return text == "" }), comma)
	text, missing := v.Word("worksheet.cautious", c.Label, says, strain)
	return strings.TrimSpace(text), cmp.Or(err, failed, last, unknown, missing)
}

// stepsText lists steps with their numbers.
func (v *View) stepsText(steps []sheet.Step) (string, error) {
	separator, err := v.Word("locale.list")
	var texts []string
	for _, step := range steps {
		text, failed := v.Word("worksheet.cautious_step", step.Label, v.Amount(step.Text, step.Unit))
		texts, err = append(texts, text), cmp.Or(err, failed)
	}
	return strings.Join(texts, separator), err
}

// RangeText returns a range with its origin, or only the origin; "" without either.
func (v *View) RangeText(source, span string) (string, error) {
	switch {
	case source != "":
		return v.Word("sheet.sourced", source, span)
	case span != "":
		return v.Word("sheet.recommended", span)
	}
	return "", nil
}
