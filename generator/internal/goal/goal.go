package goal

import (
	"slices"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
)

// Template is a checked goal template. It is immutable.
type Template struct {
	Title, Summary string
	Asks           []string     // what people type into the search when they mean the worksheet
	AsksAt         []diag.Place // of each
	Unread         bool         // the file could not be read or has errors: it has only a Title
	FiscalYear     int
	FiscalStart    int           // month
	Joined         string        // the key of the date input with the date of joining, or ""
	Starts         string        // the key of the date input from which the sheet counts, or ""
	Weeks          *formula.Expr // nil without one
	Ramp           []float64     // empty without one
	RampFromWeek   int           // 0 without one
	Staff          *formula.Expr // nil without one
	Hires          []string      // keys of twelve inputs, or none
	Target         string        // the key of the number that the plan is for, or ""
	DealSize       string        // the key of the money that one unit of the last step brings in, or ""
	Sentence       []formula.Piece
	Groups         []Group
	Constants      []*Constant
	Computed       []*Computed // of the funnel, values and process goals, in the order of evaluation
	Funnel         []*Stage    // from the first to the last
	Values         []*Computed
	Process        []*Process
	Splits         []*Split
	Milestones     []Milestone
	Variables      []*Variable
	Compared       []*Computed // the values that a market variable changes, in the order of the template
	Needed         []string    // keys of the inputs without which there is no verdict, in the order of the template
	Smart          []*Criterion
	Review         []string // questions
	Due            []Due
	Results        []Result
	Changed        []Redefinition
	Year           *calendar.Year

	inputs map[string]*Input
}

// HasVerdict reports whether there is something to judge: a step that can be out of reach, or
// a goal that can be above its capacity.
func (t *Template) HasVerdict() bool {
	return len(t.Splits) > 0 || slices.ContainsFunc(t.Process, func(p *Process) bool { return p.Capacity != nil })
}

// Group is a group of inputs.
type Group struct {
	Key, Label string
	Inputs     []*Input
}

// Kind is the kind of an input.
type Kind string

// The kinds of inputs.
const (
	KindNumber  Kind = "number"
	KindMoney   Kind = "money"
	KindPercent Kind = "percent"
	KindDate    Kind = "date"
	KindText    Kind = "text"
	KindChoice  Kind = "choice"
)

// The limits of dates. They refuse a mistyped year, and a number that was pasted into a
// date cell of a workbook.
const (
	FirstDate = "1950-01-01"
	LastDate  = "2100-12-31"
)

// Input is a value that a reader enters.
type Input struct {
	Key, Label, Hint, Group string
	Kind                    Kind
	Unit                    string
	Default                 formula.Value // blank if there is none; a date is text
	Min, Max                *float64
	Recommend               *Range
	Below, Above            string
	Ask                     string   // whom to ask for the value
	Advice                  bool     // the default is the editors' advice
	Source                  string   // where the range or, without one, the default comes from; "" for the editors' advice
	First                   bool     // the page shows the field before all groups
	Adjust                  *float64 // the step in which the verdict proposes another value; nil if it proposes none
	Choices                 []string
}

// Constant is a number with a unit that formulas can read.
type Constant struct {
	Key, Unit string
	Value     float64
}

// Range is a recommended range, both ends included. High is infinite if the range has no
// upper end.
type Range struct{ Low, High float64 }

// Computed is a value that is computed. It has one of Expr, Latest, Prorate and Load.
type Computed struct {
	Key, Label, Unit, Hint string
	Decimals               int
	Expr                   *formula.Expr
	Latest                 string   // the key of the split whose last safe day it is
	Prorate                *Prorate // nil without one
	Load                   []Load   // of a process goal
}

// Places returns the decimals to which the value is rounded where it is shown; a percentage is
// stored as a share of 1.
func (c *Computed) Places() int {
	if c.Unit == "%" {
		return c.Decimals + 2
	}
	return c.Decimals
}

// IsPart reports whether the value is the fiscal year's part of a number for twelve months.
func (c *Computed) IsPart() bool { return c.Prorate != nil && !c.Prorate.After }

// Prorate takes the fiscal year's part of a number for twelve months.
type Prorate struct {
	Source string // the key of the number
	Over   string // the key of the split whose days decide
	After  bool   // it is the part that the days after the split's last day would give
}

// Load says how often a process goal is done because of a step.
type Load struct {
	Step  string // the key of a split, or ""
	Times *formula.Expr
	Every string // "" for once, otherwise month, quarter or year
}

// Stage is a stage of the funnel. Rate is the key of the input with the share that goes on
// to the next stage; "" if the stage has a formula of its own.
type Stage struct {
	*Computed
	Rate string
}

// Process is a goal for an activity in a period.
type Process struct {
	*Computed
	Per          string // week, month, quarter or year
	Recommend    *Range
	Source       string // where the range comes from; "" for the editors' advice
	Below, Above string
	Capacity     *formula.Expr // nil without one
	FromWeek     int           // the week since joining in which a habit begins; 1 by default
	PartOf       string        // the key of the goal with a load of which a habit is a floor, or ""
	AddedTo      string        // the key of the goal with a load to which a habit is added, or ""
}

// Split says how a total is split over the year.
type Split struct {
	Key     string
	Weights []float64     // of the twelve months
	Lead    *formula.Expr // in months; nil without one
	Follows string        // the key of the split whose step comes before, or ""
	Rate    string        // the key by which the step's formula divides the step that follows it: the share that goes on; "" if it does not
	Weak    string        // what to do if fewer than planned reach the step
}

// Milestone is a result that is due a number of months after joining.
type Milestone struct {
	Month           int
	Title, Evidence string
}

// Criterion is a criterion of a good goal, checked by a formula.
type Criterion struct {
	Letter, Label, Advice string
	Check                 *formula.Expr // nil without one
	Holds                 string        // "", capacity or dates
}

// Result is a step whose total is a result of the plan.
type Result struct {
	Step     string // the key of a split
	DealSize string // the key of the money that one of them brings in, or ""
}

// Due is something that the card of the week reminds of once a step is done, a number of months
// after each time that the reader has ticked the step or, if MonthsAfter is 0, in every week from the first
// tick on. Without a step it is due in every week.
type Due struct {
	Label, Text string
	Step        string // the key of a split, or ""
	MonthsAfter int
}

// Redefinition says how inputs mean something else since plans of the template were filled in.
// A plan that was kept before it shows the reader's own of these inputs.
type Redefinition struct {
	Inputs []*Input
	Why    string
}

// Input looks up an input by its key; nil if there is none.
func (t *Template) Input(key string) *Input { return t.inputs[key] }

// Text returns all texts of the template that readers see, one a line. The glossary's
// terms are searched in it.
func (t *Template) Text() string {
	var text []byte
	add := func(pieces ...string) {
		for _, piece := range pieces {
			if piece != "" {
				text = append(append(text, piece...), '\n')
			}
		}
	}
	for _, g := range t.Groups {
		add(g.Label)
		for _, in := range g.Inputs {
			add(in.Label, in.Hint, in.Below, in.Above)
		}
	}
	for _, c := range t.Computed {
		add(c.Label, c.Hint)
	}
	for _, p := range t.Process {
		add(p.Below, p.Above)
	}
	for _, s := range t.Splits {
		add(s.Weak)
	}
	for _, m := range t.Milestones {
		add(m.Title, m.Evidence)
	}
	for _, v := range t.Variables {
		add(v.Label, v.Side, v.Why, v.Response)
	}
	for _, c := range t.Smart {
		add(c.Label, c.Advice)
	}
	add(t.Review...)
	for _, d := range t.Due {
		add(d.Label, d.Text)
	}
	for _, c := range t.Changed {
		add(c.Why)
	}
	return string(text)
}

// Prorated returns the target if it is the fiscal year's part of a number; otherwise nil.
func (t *Template) Prorated() *Computed {
	if c := t.Find(t.Target); c != nil && c.IsPart() {
		return c
	}
	return nil
}

// Find looks up a computed value by its key; nil if there is none.
func (t *Template) Find(key string) *Computed {
	for _, c := range t.all() {
		if c.Key == key {
			return c
		}
	}
	return nil
}

// all returns the computed values in the order of the template.
func (t *Template) all() []*Computed {
	var all []*Computed
	for _, s := range t.Funnel {
		all = append(all, s.Computed)
	}
	all = append(all, t.Values...)
	for _, v := range t.Process {
		all = append(all, v.Computed)
	}
	return all
}

// FindProcess looks up a process goal by its key; nil if there is none.
func (t *Template) FindProcess(key string) *Process {
	for _, p := range t.Process {
		if p.Key == key {
			return p
		}
	}
	return nil
}

// FindSplit looks up a split by its key; nil if there is none.
func (t *Template) FindSplit(key string) *Split {
	for _, s := range t.Splits {
		if s.Key == key {
			return s
		}
	}
	return nil
}

// Next returns the first split that follows a split; nil if none does.
func (t *Template) Next(s *Split) *Split {
	for _, next := range t.Splits {
		if next.Follows == s.Key {
			return next
		}
	}
	return nil
}

// linkRates finds the rate of each split.
func (t *Template) linkRates() {
	for _, s := range t.Splits {
		next, c := t.Next(s), t.Find(s.Key)
		if next == nil || c == nil || c.Expr == nil {
			continue
		}
		if dividend, divisor, ok := c.Expr.Quotient(); ok && dividend == next.Key {
			s.Rate = divisor
		}
	}
}

// Root returns the first split of the chain that a split follows: the split itself if it
// follows none.
func (t *Template) Root(s *Split) *Split {
	for s.Follows != "" {
		s = t.FindSplit(s.Follows)
	}
	return s
}
