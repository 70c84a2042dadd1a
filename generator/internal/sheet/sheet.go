// Package sheet evaluates a goal template to a Sheet, which holds every number and
// text that a worksheet's page, its printed form and its workbook show.
//
// A section of the worksheet is a field of Sheet, and a file of this package computes
// it. A new section goes through these places, and TestEverySection in this package and
// in packages render and workbook names those that are missing:
//
//	goal                    reads its keys; tests demand them in schema.json and the guide
//	sheet                   a field of Sheet, and a function that Evaluate calls
//	layouts/partials        its HTML: worksheet-outcome.html defines it, worksheet.html calls it
//	layouts/words.*.toml    its heading and other words
//	workbook/worksheet.go   its rows, in a function that addWorksheet calls
//	static/components       worksheet-print.css fits it on paper: TestPrintedWorksheets in
//	                        e2e allows two pages, filled and blank
//
// A section that changes while a reader types goes through these as well:
//
//	static/goal/evaluate.ts its numbers and texts; TestBrowserAgrees compares them
//	static/worksheet        paint.ts puts them into the page
//	wire                    data that the browser lacks; a test demands the same in static/goal/template.ts
//
// # Keys
//
// Every computed number has a key, which is also the name of its <output> in the page:
//
//	签约            a value of the template
//	签约@2027-Q1    the part of a total in a period: 2027, 2027-Q1, 2027-01 or 2027-W01
//	签约~预算缩减    the value under a market variable
//
// # Evaluation
//
// A value is computed after all values that its formula reads, whatever their order in
// the template. Only displayed numbers are rounded. A value is blank if its formula
// divides by zero or reads a blank value, and it keeps the reason. The verdict on a
// process goal compares the displayed number with the recommended range: 5.04 at one
// decimal is within [3, 5].
//
// A market variable applies its changes in the order of the template, then its shifts;
// every input stays within its min and max. All values are then computed again and
// shown beside those of the plan.
//
// # Splitting
//
// Package schedule says in which months and weeks a step is done, and package goal by which
// weights its total is spread; the unrounded parts give the load of the process goals. For
// display, a total is rounded up to a whole number, and one below 1 to the nearest tenth, because
// 0.3 expected deals are not one deal. Its quarters share it by their weights, the months of a
// quarter share the quarter's part by theirs, and the weeks of a month share the month's part by
// theirs. Each step rounds the largest remainders up, the earlier one among equals, so that all
// parts are whole (or tenths) and add up exactly. The parts are blank if the total is blank,
// negative or above 10^12, or if its step is out of reach.
//
// # Rates
//
// A process goal with a load has the highest rate of its open periods as its value, and each
// period has a capacity of its own. A goal per week has its rates in the plan: a month's own,
// the highest of a quarter's and the year's months, and in a week the month's for the week's
// open days out of five: each counts by its worth beside the month's average, so a newcomer's
// first weeks ask for nothing. A week asks at least for the goal's habits in that week. The row
// of a week has all goals per week, month and quarter.
//
// # Verdict
//
// A template without a split and without a capacity has no verdict: nothing can be judged.
// The verdict is missing if a value that it needs is blank; late if a step is out of reach or
// if nothing whole is left of a prorated number of at least 1; over if a goal is above its
// capacity in some open period; otherwise the plan fits. The strain beside it is the goal with
// the highest share of its capacity, in the period of that share.
package sheet

import (
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Sheet is an evaluated template. Each exported field is a section of the worksheet, except
// for Template, which is the input, Columns, which belongs to the section of Plan, and
// Compared, which belongs to the section of Variables.
type Sheet struct {
	Template   *goal.Template
	Finding    Finding // the verdict on the whole sheet
	Groups     []Group
	Funnel     []FunnelRow
	Values     []Result
	Process    []ProcessResult
	Columns    []Result // the totals that the plan splits
	Plan       []Row    // the year, then each quarter followed by its months; a cell for each column
	Week       *Row     // the first week with an open day; nil if there is none or the template splits nothing
	Variables  []VariableResult
	Compared   []Comparison // the values that market variables change
	Milestones []Milestone
	Smart      []CriterionResult

	plan      *goal.Plan
	values    goal.Values
	judgement judgement
	under     map[string]*goal.Plan // the plan under each market variable, by its key
	shares    map[string]shares     // the parts of each split total, by its key
}

// Evaluate computes a template. A value in inputs replaces the default of the input
// with that key; a blank value makes the input blank.
func Evaluate(t *goal.Template, inputs goal.Values) *Sheet {
	plan := t.Plan(inputs)
	s := &Sheet{Template: t, plan: plan, values: plan.Values, under: map[string]*goal.Plan{}, shares: map[string]shares{}}
	s.addGroups()
	s.addFunnel()
	s.addValues()
	s.addProcess()
	s.addPlan()
	s.addVariables()
	s.addMilestones()
	s.addFinding()
	s.addCriteria()
	return s
}

// Value returns the value of an input, a constant or a computed value.
func (s *Sheet) Value(key string) formula.Value { return s.values[key] }

// Under returns a value under a market variable.
func (s *Sheet) Under(v *goal.Variable, key string) formula.Value { return s.under[v.Key].Values[key] }

// IsOver reports whether a process goal is above its capacity.
func (s *Sheet) IsOver(p *goal.Process) bool { return isGoalOver(s.plan, p) }

// IsOverUnder reports whether a process goal is above its capacity under a market variable.
func (s *Sheet) IsOverUnder(v *goal.Variable, p *goal.Process) bool {
	return isGoalOver(s.under[v.Key], p)
}

// joined returns the date that milestones count from, "" if it is blank.
func (s *Sheet) joined() string { return s.plan.Joined() }

func (s *Sheet) addValues() {
	for _, c := range s.Template.Values {
		s.Values = append(s.Values, s.result(c, s.values))
	}
}
