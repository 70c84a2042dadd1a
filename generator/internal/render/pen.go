package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// PenLoad says how a reader with a pen computes a period of a process goal with a load, in
// names without values, for the numbers differ from month to month; "" for another goal.
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

// penPart is a part of a load: what is done, and after which period again; "" for once.
type penPart struct{ text, every string }

// penParts returns the parts of a goal's load with the habits that are done beside it, and says
// of the habits within it that they are a floor.
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

// perMonth adds a load's parts in a month; a quarter has three months, whatever their days.
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

// perWeek adds a load's parts in a week. What comes back after a quarter or a year is spread
// over the weeks of work that it has.
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

// PenOnly says in a blank sheet that its shares of the months hold for this date of joining
// or first day only; "" of another input.
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
