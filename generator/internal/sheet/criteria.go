package sheet

import "cairn/generator/internal/goal"

// CriterionResult is a criterion of a good goal with the result of its check: yes, no,
// or "" if it reads a blank value or holds a verdict that there is not.
type CriterionResult struct {
	*goal.Criterion
	Answer string
}

func (s *Sheet) addCriteria() {
	for _, c := range s.Template.Smart {
		s.Smart = append(s.Smart, CriterionResult{c, s.answer(c)})
	}
}

// answer checks a criterion: its formula and what it holds must both be true.
func (s *Sheet) answer(c *goal.Criterion) string {
	truth, known := true, true
	if c.Check != nil {
		truth, known = c.Check.Eval(s.values.Lookup).Bool()
	}
	holds := true
	switch c.Holds {
	case "capacity":
		holds = !s.judgement.isLate && s.judgement.fitsAll() // a step that is out of reach takes no days, but cannot be done either
	case "dates":
		holds = !s.judgement.isLate
	}
	switch {
	case !holds || known && !truth:
		return "no"
	case !known || c.Holds != "" && (s.Finding.Kind == Missing || s.Finding.Kind == None):
		return ""
	}
	return "yes"
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
