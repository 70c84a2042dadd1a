package sheet

import (
	"slices"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Finding is the verdict on the whole sheet, with its worst finding. It is zero if the template
// has nothing to judge.
type Finding struct {
	Kind     Kind
	Missing  string   // the label of the missing value, "" if it has none
	Strain   *Strain  // of the goal with the highest load; nil if no goal has a capacity
	Late     []string // labels of the steps that are out of reach
	Until    []Until  // of a plan that is out of reach: the last days of the other steps
	Part     *Part    // nil if the target is not the fiscal year's part of a number
	Next     []Result // the parts that are left for the next year
	Cautious []Cautious
	Examples int // the inputs that still show the template's example
}

// Strain is how often a goal is done in its tightest period, beside the limit there.
type Strain struct {
	About       string // the label of the goal
	Period      When   // it has only a level for a goal without a load
	Rate, Limit string
	Unit        string
	Load        string // the rate as a share of the limit, 104%; "" above a limit of 0
}

// Part is the fiscal year's part of a number for twelve months, beside the number.
type Part struct{ Label, Text, Source, Unit string }

// Until is the last day on which a step counts for the fiscal year.
type Until struct {
	Label string // of the step
	Date  string // 2027-10-14
}

// Cautious is what a market variable that is marked as cautious asks for, and the verdict on it.
type Cautious struct {
	Label  string
	Steps  []Step // the stages of the funnel whose shown number is another one
	Kind   Kind
	Strain *Strain
}

// Step is a stage of the funnel with its number under a market variable.
type Step struct{ Label, Text, Unit string }

// Repeats reports whether the verdict under the variable says no more than the verdict on the plan.
// Loads are compared only if the plan fits or is over a capacity: the texts of the other verdicts
// do not name them.
func (c Cautious) Repeats(f Finding) bool {
	switch {
	case c.Kind != f.Kind:
		return false
	case c.Kind != Fits && c.Kind != Over || c.Strain == nil:
		return true
	}
	return f.Strain != nil && *c.Strain == *f.Strain
}

// addFinding judges the plan.
func (s *Sheet) addFinding() {
	s.judgement = judge(s.Template, s.plan)
	if s.judgement.kind == None {
		return
	}
	s.Finding = Finding{
		Kind: s.judgement.kind, Missing: s.label(s.judgement.about), Strain: s.strain(s.judgement), Part: s.part(),
		Next: s.next(), Examples: s.examples(),
	}
	for _, key := range s.judgement.late {
		s.Finding.Late = append(s.Finding.Late, s.label(key))
	}
	if s.judgement.kind == Late {
		s.Finding.Until = s.until()
	}
	for _, v := range s.Template.Variables {
		if v.Cautious {
			j := judge(s.Template, s.under[v.Key])
			s.Finding.Cautious = append(s.Finding.Cautious, Cautious{v.Label, s.stepsUnder(v), j.kind, s.strain(j)})
		}
	}
}

// stepsUnder returns the stages of the funnel whose shown number differs under a market variable.
func (s *Sheet) stepsUnder(v *goal.Variable) []Step {
	var all []Step
	for _, row := range s.Funnel {
		if r := s.result(s.Template.Find(row.Key), s.under[v.Key].Values); r.Text != "" && r.Text != row.Text {
			all = append(all, Step{r.Label, r.Text, r.Unit})
		}
	}
	return all
}

func (s *Sheet) label(key string) string { return s.why(formula.Reason{Name: key}).About }

// strain shows the goal with the highest load.
func (s *Sheet) strain(j judgement) *Strain {
	g := j.worst()
	if g == nil {
		return nil
	}
	c, at := g.goal.Computed, When{Level: g.goal.Per}
	if g.tight >= 0 {
		at = s.when(g.goal.Per, g.tight)
	}
	rate, limit := displayed(c, g.rate), displayed(c, g.limit)
	if !g.fits && rate == limit {
		rate, limit = displayed(c, formula.RoundUp(g.rate, c.Places())), displayed(c, formula.RoundDown(g.limit, c.Places()))
	}
	return &Strain{c.Label, at, rate, limit, c.Unit, shareText(g.ratio)}
}

// LoadText returns a load as a percentage of the capacity; "" if the load is noRoom times the
// capacity or more. A load above the capacity reads at least 101%, so that no text says 100% where
// the goal does not fit.
func LoadText(load, capacity float64) string { return shareText(ratio(load, capacity)) }

// noRoom is the ratio of load to capacity from which no percentage is shown. In a real plan
// only a capacity of 0, or one that differs from 0 by rounding errors, gives such a ratio.
const noRoom = 1e9

func shareText(ratio float64) string {
	switch {
	case !(ratio >= 0 && ratio < noRoom):
		return ""
	case ratio > 1:
		return formula.DisplayPercent(max(ratio, 1.01), 0)
	}
	return formula.DisplayPercent(ratio, 0)
}

func (s *Sheet) part() *Part {
	c := s.Template.Prorated()
	if c == nil {
		return nil
	}
	text := func(key string) string {
		if x, ok := s.values.Number(key); ok {
			return displayed(c, x)
		}
		return ""
	}
	return &Part{c.Label, text(c.Key), text(c.Prorate.Source), c.Unit}
}

// until returns the last days of the steps that the template shows and that are still within
// reach. A last day before the sheet's first day is blank.
func (s *Sheet) until() []Until {
	var all []Until
	for _, c := range s.Template.Computed {
		if date, ok := s.values[c.Key].Text(); ok && c.Latest != "" && !slices.Contains(s.judgement.late, c.Latest) {
			all = append(all, Until{s.label(c.Latest), date})
		}
	}
	return all
}

func (s *Sheet) next() []Result {
	var all []Result
	for _, c := range s.Template.Computed {
		if c.Prorate != nil && c.Prorate.After {
			all = append(all, s.result(c, s.values))
		}
	}
	return all
}

func (s *Sheet) examples() int {
	n := 0
	for _, g := range s.Template.Groups {
		for _, in := range g.Inputs {
			if !in.Default.IsBlank() && s.values[in.Key] == in.Default {
				n++
			}
		}
	}
	return n
}
