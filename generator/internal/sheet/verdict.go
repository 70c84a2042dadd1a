package sheet

import "cairn/generator/internal/goal"

// verdictOf holds the goal, as it is shown, against its range. What is no process
// goal has none.
func verdictOf(p *goal.Process, in goal.Values) Verdict {
	if p == nil || p.Recommend == nil {
		return ""
	}
	x, ok := in.Number(p.Key)
	if !ok {
		return ""
	}
	return verdictOn(p.Recommend, rounded(p.Computed, x))
}

func verdictOn(r *goal.Range, x float64) Verdict {
	switch {
	case x < r.Low:
		return Below
	case x > r.High:
		return Above
	}
	return Within
}
