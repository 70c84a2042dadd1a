// Package sheet evaluates a goal template to a Sheet, which holds what its page, its
// printed sheet and its workbook show.
//
// # Evaluation
//
// A value is computed when all that it reads has been, in whatever order they
// are written. Nothing is rounded but what is shown. What reads a value that is
// not there, or divides by zero, is blank, and knows the reason. A process goal
// is held against its range as it is shown: 5.04 at one decimal is within [3, 5].
//
// A market variable changes its inputs in the order in which they are written,
// then shifts; no input leaves the limits of its min and max. All else is
// computed again, and shown beside the plan as it was.
//
// # Splitting
//
// A total is rounded up to whole units. The quarters share it by their weights,
// then the months of each quarter share what it has, then the weeks of each month
// by their working days. Each time the largest remainders are rounded up, the
// earlier one among equals, so that all parts are whole and add up exactly. A
// week belongs to the month of its Thursday.
//
// Nothing is due before the date of joining: months that are over by then have no
// weight, the month of joining has its weight in the share of its working days
// that are left. Neither have those a weight that come sooner than so many months
// after the month of joining. What leads by some months is due that much before
// the month whose weight it has, but not before the first month that is open:
// with a cycle of 2 months, who joins in August signs from October on, and has
// the leads for that from August on. Months are rounded to whole ones.
//
// Where a total is blank, negative or above 10^12, or where no month has a weight
// left, its parts are blank.
package sheet

import (
	"time"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Sheet is a template with values: what a page shows of it.
type Sheet struct {
	Template   *goal.Template
	Groups     []Group
	Funnel     []FunnelRow
	Values     []Result
	Process    []ProcessResult
	Columns    []Result // what is split
	Plan       []Row    // the year, then each quarter followed by its months; a cell for each column
	Week       *Row     // the first week with an open day; nil if there is none, or nothing is split
	Milestones []Milestone
	Variables  []VariableResult
	Compared   []Comparison // what the variables change
	Smart      []CriterionResult

	values goal.Values
	under  map[string]goal.Values // by the key of a variable
	shares map[string]shares
}

// Group is a group of inputs with their values.
type Group struct {
	Key, Label string
	Inputs     []Input
}

// Input is an input with its value. Texts are as one types them, a
// percentage as 25.
type Input struct {
	*goal.Input
	Text    string
	Range   string  // the recommended one: 5–8; "" without one
	Verdict Verdict // on it
}

// Result is a computed value. Raw is the number as ECMAScript prints it, Text as
// a reader reads it; both are "" if it is blank, and Why tells the reason.
type Result struct {
	Key, Label, Unit, Hint string
	Raw, Text              string
	Why                    Why
	Expr                   *formula.Expr // nil of a part of a total and of an input
	Bars                   string        // of a total that is split: its months as a path, 36 wide and 12 high
}

// Why is the reason why a value is blank: the name of a word of the interface,
// why_missing, why_zero, why_overflow, why_mismatch or, of a total that has no
// place in the year, why_split; and the label of what is missing or zero, if it
// has one.
type Why struct{ Word, About string }

// FunnelRow is a stage of the funnel. Points is its slice of the picture, 100
// wide and 10 high, which narrows to the next stage.
type FunnelRow struct {
	Result
	Rate   *Input // to the next stage; nil without one
	Points string
}

// Verdict says how a value stands to its recommended range.
type Verdict string

// The verdicts; a blank value has none.
const (
	Below  Verdict = "below"
	Within Verdict = "within"
	Above  Verdict = "above"
)

// ProcessResult is a process goal with its value. Whole is the value in whole
// numbers: 3–4 for 3.16.
type ProcessResult struct {
	Result
	*goal.Process
	Whole   string
	Range   string // the recommended one: 3–5; "" without one
	Verdict Verdict
	Meter   Meter
	Load    string // of its capacity: 63%; "" without one
}

// Meter is a process goal as a picture 100 wide: how long its bar is and where
// the ends of its range and its capacity stand. What there is not is "".
type Meter struct {
	Value    string `json:"value"`
	Low      string `json:"low"`
	High     string `json:"high"`
	Capacity string `json:"capacity"`
}

// VariableResult is a market variable with the inputs that it changes, as they
// become.
type VariableResult struct {
	*goal.Variable
	Inputs []Result
}

// Comparison is a computed value with what the variables make of it, one by one.
type Comparison struct {
	Result
	With []VariableCell
}

// VariableCell is a value under a variable. Its key is that of the value, ~ and
// that of the variable.
type VariableCell struct {
	Result
	Verdict Verdict
}

// CriterionResult is a criterion with what its check says: yes, no, or "" where
// something is missing.
type CriterionResult struct {
	*goal.Criterion
	Answer string
}

// Row is a period of the plan.
type Row struct {
	ID         string // 2027, 2027-Q1, 2027-03, 2027-W07
	Level      string // year, quarter, month or week
	Number     int    // of the year, quarter, month or week
	Month, Day int    // of a week: of its Monday
	Days       int    // of a week: its open working days
	Cells      []Result
	Weeks      []Row // of a month
}

// Milestone is a milestone with its date, "" if the date of joining is not
// known.
type Milestone struct {
	goal.Milestone
	Date string
}

// Evaluate computes a template. A value in inputs replaces the default of the input
// with that key; a blank value makes the input blank.
func Evaluate(t *goal.Template, inputs goal.Values) *Sheet {
	s := &Sheet{Template: t, values: t.Compute(inputs), under: map[string]goal.Values{}, shares: map[string]shares{}}
	for _, split := range t.Splits {
		s.shares[split.Key] = s.share(split)
	}
	s.show()
	return s
}

// joined is the date of joining, "" if it is not known.
func (s *Sheet) joined() string {
	date, _ := s.values[s.Template.Joined].Text()
	return date
}

func (s *Sheet) share(split *goal.Split) shares {
	x, ok := s.values[split.Key].Number()
	after, okAfter := s.months(split.After)
	lead, okLead := s.months(split.Lead)
	if !ok || !okAfter || !okLead {
		return shares{}
	}
	return shareYear(s.Template.Year, formula.RoundUp(x, 0), due{split.Weights, after, lead, s.joined()})
}

// months evaluates a number of months, from none to a year.
func (s *Sheet) months(expr *formula.Expr) (months int, ok bool) {
	if expr == nil {
		return 0, true
	}
	x, ok := expr.Eval(s.values.Lookup).Number()
	return int(formula.Round(min(max(x, 0), 12), 0)), ok
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
