package goal

import (
	"time"

	"cairn/generator/internal/formula"
)

// Sheet is a template with values: what a page shows of it.
type Sheet struct {
	Template   *Template
	Groups     []SheetGroup
	Funnel     []FunnelRow
	Values     []Result
	Process    []ProcessResult
	Plan       []Row // the year, then each quarter and its months
	Columns    []Result
	Week       *Row // the first week that has work
	Milestones []SheetMilestone

	values map[string]formula.Value
	shares map[string]shares
}

// shares is a total over the months of a year and their weeks.
type shares struct {
	total  float64
	months []float64
	weeks  [][]float64
}

// SheetGroup is a group of inputs with their values.
type SheetGroup struct {
	Key, Label string
	Inputs     []SheetInput
}

// SheetInput is an input with its value as a form shows it.
type SheetInput struct {
	*Input
	Text string
}

// Result is a computed value. Raw is the number as ECMAScript prints it, Text as
// a reader reads it; both are "" if it is blank.
type Result struct {
	Key, Label, Unit, Hint string
	Raw, Text              string
	Formula                string
}

// FunnelRow is a stage in a picture of 100 units' width.
type FunnelRow struct {
	Result
	Rate     *SheetInput // to the next stage; nil for the last
	X, Width string
}

// Verdict says how a value stands to its recommended range.
type Verdict string

// The verdicts; a blank value has none.
const (
	Below  Verdict = "below"
	Within Verdict = "within"
	Above  Verdict = "above"
)

// ProcessResult is a process goal with its value.
type ProcessResult struct {
	Result
	*Process
	Low, High string
	Verdict   Verdict
}

// Row is a period of the plan.
type Row struct {
	ID     string // 2027, 2027-Q1, 2027-03, 2027-W07
	Level  string // year, quarter, month or week
	Number int    // of the quarter, month or week
	Monday string // of a week
	Days   int    // of a week: its working days
	Cells  []Result
	Weeks  []Row // of a month
}

// SheetMilestone is a milestone with its date, "" if the date of joining is not
// known.
type SheetMilestone struct {
	Milestone
	Date string
}

// Evaluate computes a template. values replace the defaults, by key; a blank
// one makes its input blank.
func Evaluate(t *Template, values map[string]formula.Value) *Sheet {
	s := &Sheet{Template: t, values: map[string]formula.Value{}, shares: map[string]shares{}}
	for key, in := range t.inputs {
		s.values[key] = in.Default
		if v, given := values[key]; given {
			s.values[key] = v
		}
	}
	for _, c := range t.Computed {
		s.values[c.Key] = c.Expr.Eval(s.lookup)
	}
	for _, split := range t.Splits {
		s.shares[split.Key] = s.share(split)
	}
	s.show()
	return s
}

func (s *Sheet) lookup(name string) formula.Value { return s.values[name] }

// joined is the date of joining, "" if it is not known.
func (s *Sheet) joined() string {
	date, _ := s.values[s.Template.Joined].Text()
	return date
}

func (s *Sheet) share(split *Split) shares {
	x, ok := s.values[split.Key].Number()
	if !ok || x < 0 {
		return shares{}
	}
	weights := split.Weights
	if split.Lead != nil {
		lead, ok := split.Lead.Eval(s.lookup).Number()
		if !ok {
			return shares{}
		}
		weights = leading(weights, int(formula.Round(min(max(lead, 0), 12), 0)))
	}
	total := formula.RoundUp(x, 0)
	months, weeks := s.Template.Year.sharesOf(total, weights, s.joined())
	return shares{total, months, weeks}
}

// Raw are all numbers of the sheet by the names of their outputs, "" for blank
// ones: 签约, 签约@2027-Q1.
func (s *Sheet) Raw() map[string]string {
	raw := map[string]string{}
	for _, c := range s.Template.Computed {
		raw[c.Key] = s.values[c.Key].Raw()
	}
	for _, row := range s.Plan {
		rows := append([]Row{row}, row.Weeks...)
		for _, r := range rows {
			for _, cell := range r.Cells {
				raw[cell.Key] = cell.Raw
			}
		}
	}
	return raw
}

// after is the date so many months after another; where that month is too short,
// its last day.
func after(date string, months int) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	first := time.Date(d.Year(), d.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d.Day(), last)-1).Format(time.DateOnly)
}
