package sheet

import (
	"slices"

	"cairn/generator/internal/goal"
)

// Group is a group of inputs.
type Group struct {
	Key, Label string
	Inputs     []Input
}

// Input is an input with its value.
type Input struct {
	*goal.Input
	Text    string // as a person types it: 25 for 25 %
	Range   string // the recommended range: 5–8; "" without one
	Verdict Verdict
}

// First returns the inputs that the page shows before all groups.
func (s *Sheet) First() []Input {
	var first []Input
	for _, g := range s.Groups {
		for _, in := range g.Inputs {
			if in.First {
				first = append(first, in)
			}
		}
	}
	return first
}

// Rest returns the inputs of a group that First leaves out.
func (g Group) Rest() []Input {
	return slices.DeleteFunc(slices.Clone(g.Inputs), func(in Input) bool { return in.First })
}

func (s *Sheet) addGroups() {
	for _, g := range s.Template.Groups {
		group := Group{Key: g.Key, Label: g.Label}
		for _, in := range g.Inputs {
			group.Inputs = append(group.Inputs, s.input(in))
		}
		s.Groups = append(s.Groups, group)
	}
}

func (s *Sheet) input(in *goal.Input) Input {
	out := Input{Input: in, Text: s.values[in.Key].Raw()}
	x, isNumber := s.values.Number(in.Key)
	if isNumber {
		out.Text = entryText(in, x)
	}
	if in.Recommend != nil {
		out.Range = rangeText(in.Recommend, func(end float64) string { return LimitText(in, end) })
		if isNumber {
			out.Verdict = verdict(in.Recommend, x)
		}
	}
	return out
}
