package render

import (
	"fmt"
	"slices"
	"strings"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// months is how many months a load comes back after.
var months = map[string]string{"month": "1", "quarter": "3", "year": "12"}

// PenLoad says how a reader with a pen computes a period of a process goal with a load, in
// names without values, for the numbers differ from month to month; "" for another goal.
func (v *View) PenLoad(key string) string {
	goals := v.Page.Goal.Process
	i := slices.IndexFunc(goals, func(p *goal.Process) bool { return p.Key == key })
	if i < 0 || len(goals[i].Load) == 0 {
		return ""
	}
	word := v.renderer.words
	var parts []string
	for _, l := range goals[i].Load {
		part := v.names(l.Times)
		switch {
		case l.Step != "" && l.Every != "":
			part = fmt.Sprintf(word["worksheet.pen_earlier"], l.Step) + " × " + part
		case l.Step != "":
			part = l.Step + " × " + part
		}
		parts = append(parts, perMonth(part, l.Every))
	}
	parts, floors := v.habits(goals[i], parts)
	text := fmt.Sprintf(word["worksheet.pen_load_"+goals[i].Per], strings.Join(parts, " + ")) + floors
	limit := "worksheet.pen_limit"
	if len(v.Page.Goal.Ramp) > 0 {
		limit = "worksheet.pen_limit_worth"
	}
	if c := goals[i].Capacity; c != nil {
		text += fmt.Sprintf(word[limit], v.names(c))
	}
	return text
}

// perMonth returns a month's part of what comes back after a period.
func perMonth(text, period string) string {
	if n := months[period]; n != "" && n != "1" {
		return text + " ÷ " + n
	}
	return text
}

// habits adds to the parts of a goal's load the habits that are done beside it, and says of
// those within it that they are a floor.
func (v *View) habits(goal *goal.Process, parts []string) (all []string, floors string) {
	word := v.renderer.words
	for _, habit := range v.Page.Goal.Process {
		switch {
		case habit.PartOf == goal.Key:
			floors += fmt.Sprintf(word["worksheet.pen_floor"], habit.FromWeek, habit.Key)
		case habit.AddedTo == goal.Key && habit.Per == "week":
			parts = append(parts, habit.Key+" × "+word["worksheet.pen_weeks"])
		case habit.AddedTo == goal.Key:
			parts = append(parts, perMonth(habit.Key, habit.Per))
		}
	}
	return parts, floors
}

// PenOnly says in a blank sheet that its shares of the months hold for this date of joining
// or first day only; "" of another input.
func (f FieldView) PenOnly() string {
	switch goal := f.View.Page.Goal; f.Input.Key {
	case goal.Joined:
		return f.View.renderer.words["worksheet.pen_joined"]
	case goal.Starts:
		return f.View.renderer.words["worksheet.pen_starts"]
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
