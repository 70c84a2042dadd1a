package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// PenLoad returns the instruction by which a reader with a pen computes one period of a process
// goal. It names the values, whose numbers differ from month to month. It returns "" for a goal
// without a load.
func (v *View) PenLoad(key string) string {
	goals := v.Page.Goal.Process
	i := slices.IndexFunc(goals, func(p *goal.Process) bool { return p.Key == key })
	if i < 0 || len(goals[i].Load) == 0 {
		return ""
	}
	word := v.renderer.words
	parts, floors := v.penParts(goals[i])
	sum := v.perMonth(parts)
	if goals[i].Per == "week" {
		sum = v.perWeek(parts)
	}
	text := fmt.Sprintf(word["sheet.pen_load_"+goals[i].Per], sum) + floors
	limit := "sheet.pen_limit"
	if len(v.Page.Goal.Ramp) > 0 {
		limit = "sheet.pen_limit_worth"
	}
	if c := goals[i].Capacity; c != nil {
		text += fmt.Sprintf(word[limit], v.names(c))
	}
	return text
}

// penPart is one term of the sum by which a reader computes a process goal with a load.
type penPart struct {
	text  string // its formula in names: 签约 × 拜访次数
	every string // the period in which the work comes back: week, month, quarter or year; "" if it is done once
}

// penParts returns the terms of a goal's sum, including the habits that are added to it.
// floors has a sentence for each habit that is part of the goal: the goal is done at least that
// often.
func (v *View) penParts(goal *goal.Process) (parts []penPart, floors string) {
	word := v.renderer.words
	for _, l := range goal.Load {
		part := penPart{v.names(l.Times), l.Every}
		switch {
		case l.Step != "" && l.Every != "":
			part.text = fmt.Sprintf(word["sheet.pen_earlier"], l.Step) + " × " + part.text
		case l.Step != "":
			part.text = l.Step + " × " + part.text
		}
		parts = append(parts, part)
	}
	for _, habit := range v.Page.Goal.Process {
		switch goal.Key {
		case habit.PartOf:
			floors += fmt.Sprintf(word["sheet.pen_floor"], habit.FromWeek, habit.Key)
		case habit.AddedTo:
			parts = append(parts, penPart{habit.Key, habit.Per})
		}
	}
	return parts, floors
}

// perMonth returns the sum of a load's parts in one month. A quarter counts as three equal months
// and a year as twelve, because a reader with a pen does not count days.
func (v *View) perMonth(parts []penPart) string {
	var all []string
	for _, part := range parts {
		switch part.every {
		case "week":
			part.text += " × " + v.renderer.words["sheet.pen_weeks"]
		case "quarter":
			part.text += " ÷ 3"
		case "year":
			part.text += " ÷ 12"
		}
		all = append(all, part.text)
	}
	return strings.Join(all, " + ")
}

// perWeek returns the sum of a load's parts in one week. Work that comes back each month, quarter
// or year is divided by the working weeks of that period.
func (v *View) perWeek(parts []penPart) string {
	word, year := v.renderer.words, "52"
	if weeks := v.Page.Goal.Weeks; weeks != nil {
		year = v.grouped(v.names(weeks), len(v.Phrase(weeks)) > 1)
	}
	var all []string
	for _, over := range []struct{ every, weeks string }{
		{"month", word["sheet.pen_weeks"]},
		{"quarter", word["sheet.pen_quarter"]},
		{"year", year},
		{"week", ""},
	} {
		var texts []string
		for _, part := range parts {
			if cmp.Or(part.every, "month") == over.every {
				texts = append(texts, part.text)
			}
		}
		text := strings.Join(texts, " + ")
		if len(texts) > 0 && over.weeks != "" {
			text = v.grouped(text, len(texts) > 1) + " ÷ " + over.weeks
		}
		if text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, " + ")
}

// grouped puts a text in parentheses if it consists of several parts.
func (v *View) grouped(text string, several bool) string {
	if !several {
		return text
	}
	return v.renderer.words["locale.open"] + text + v.renderer.words["locale.close"]
}

// PenOnly returns the note beside the input for the date of joining or the first day on a blank
// sheet: the months' shares printed there hold for that date only. It returns "" for any other
// input.
func (f FieldView) PenOnly() string {
	switch goal := f.View.Page.Goal; f.Input.Key {
	case goal.Joined:
		return f.View.renderer.words["sheet.pen_joined"]
	case goal.Starts:
		return f.View.renderer.words["sheet.pen_starts"]
	default:
		return ""
	}
}

// names returns a formula in words, without values.
func (v *View) names(e *formula.Expr) string {
	text := ""
	for _, term := range v.Phrase(e) {
		text += term.Name + term.Text
	}
	return text
}
