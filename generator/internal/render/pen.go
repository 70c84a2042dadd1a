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
		if n := months[l.Every]; n != "" && n != "1" {
			part += " ÷ " + n
		}
		parts = append(parts, part)
	}
	text := fmt.Sprintf(word["worksheet.pen_load_"+goals[i].Per], strings.Join(parts, " + "))
	limit := "worksheet.pen_limit"
	if len(v.Page.Goal.Ramp) > 0 {
		limit = "worksheet.pen_limit_worth"
	}
	if c := goals[i].Capacity; c != nil {
		text += fmt.Sprintf(word[limit], v.names(c))
	}
	return text
}

// names returns a formula in words, without values.
func (v *View) names(e *formula.Expr) string {
	text := ""
	for _, term := range v.Phrase(e) {
		text += term.Name + term.Text
	}
	return text
}
