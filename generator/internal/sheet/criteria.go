package sheet

import "cairn/generator/internal/goal"

// CriterionResult is a criterion of a good goal with the result of its check: yes, no,
// or "" if the check reads a blank value.
type CriterionResult struct {
	*goal.Criterion
	Answer string
}

func (s *Sheet) addCriteria() {
	for _, c := range s.Template.Smart {
		s.Smart = append(s.Smart, CriterionResult{c, s.answer(c)})
	}
}

func (s *Sheet) answer(c *goal.Criterion) string {
	if c.Check == nil {
		return ""
	}
	truth, ok := c.Check.Eval(s.values.Lookup).Bool()
	switch {
	case !ok:
		return ""
	case truth:
		return "yes"
	}
	return "no"
}

// Fulfilled returns the number of criteria that the plan fulfils.
func (s *Sheet) Fulfilled() int {
	n := 0
	for _, c := range s.Smart {
		if c.Answer == "yes" {
			n++
		}
	}
	return n
}
