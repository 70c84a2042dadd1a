package sheet

import (
	"time"

	"cairn/generator/internal/goal"
)

// Milestone is a milestone with its date, "" if the date of joining is blank.
type Milestone struct {
	goal.Milestone
	Date string
}

func (s *Sheet) addMilestones() {
	for _, m := range s.Template.Milestones {
		s.Milestones = append(s.Milestones, Milestone{m, addMonths(s.joined(), m.Month)})
	}
}

// addMonths returns the same day of a later month, or that month's last day if it is
// shorter. It is "" if the date cannot be read.
func addMonths(date string, months int) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	first := time.Date(d.Year(), d.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d.Day(), last)-1).Format(time.DateOnly)
}
