package sheet

import (
	"cairn/generator/internal/goal"
	"cairn/generator/internal/schedule"
)

// Milestone is a milestone with its date, "" if the date of joining is blank.
type Milestone struct {
	goal.Milestone
	Date string
}

func (s *Sheet) addMilestones() {
	for _, m := range s.Template.Milestones {
		s.Milestones = append(s.Milestones, Milestone{m, schedule.AddMonths(s.joined(), m.Month)})
	}
}
