// Package wire gives a goal template the form in which it travels to the browser:
// JSON from which static/goal computes the same sheet as package sheet. Of the
// template's texts it has only the labels, which name a missing input; the page
// shows all others.
//
// The structs of this package are the definition of the form. A test holds the
// interfaces of TypeScript to them, field by field.
package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Template is a goal template as the browser reads it.
type Template struct {
	Joined     string        `json:"joined"`
	Starts     string        `json:"starts"`
	Weeks      *formula.Expr `json:"weeks"`
	Ramp       []float64     `json:"ramp"`     // empty without one
	RampFrom   int           `json:"rampfrom"` // the week from which a 0 of the ramp counts; 0 without one
	Staff      *formula.Expr `json:"staff"`
	Hires      []string      `json:"hires"`    // keys of twelve inputs, or none
	Target     string        `json:"target"`   // the key of the number that the plan is for, or ""
	DealSize   string        `json:"dealsize"` // the key of the money that one unit of the last step brings in, or ""
	Inputs     []Input       `json:"inputs"`
	Constants  []Constant    `json:"constants"`
	Computed   []Computed    `json:"computed"` // in the order of evaluation
	Funnel     []string      `json:"funnel"`
	Process    []Process     `json:"process"`
	Splits     []Split       `json:"splits"`
	Year       Year          `json:"year"`
	Milestones []int         `json:"milestones"` // months since joining
	Smart      []Criterion   `json:"smart"`
	Variables  []Variable    `json:"variables"`
	Compared   []string      `json:"compared"` // keys of the computed values that variables change
	Results    []Result      `json:"results"`
}

// Result is a step whose total is a result of the plan.
type Result struct {
	Step     string `json:"step"`     // the key of a split
	DealSize string `json:"dealsize"` // the key of the money that one of them brings in, or ""
}

// Input is a value that a reader gives.
type Input struct {
	Key       string    `json:"key"`
	Label     string    `json:"label"`
	Kind      goal.Kind `json:"kind"`
	Unit      string    `json:"unit"`
	Default   any       `json:"default"` // a number, a text, or null
	Min       *float64  `json:"min"`
	Max       *float64  `json:"max"`
	Recommend *Range    `json:"recommend"`
	Adjust    *float64  `json:"adjust"` // the step in which the verdict changes it
}

// Range is a recommended range: its lower end and its upper end, which is null if
// the range has none.
type Range [2]*float64

// Constant is a number that formulas can name.
type Constant struct {
	Key   string  `json:"key"`
	Value float64 `json:"value"`
}

// Computed is a value that is computed. It has one of Expr, Latest, Prorate and Load.
type Computed struct {
	Key      string        `json:"key"`
	Label    string        `json:"label"`
	Unit     string        `json:"unit"`
	Decimals int           `json:"decimals"`
	Expr     *formula.Expr `json:"expr"`
	Latest   string        `json:"latest"` // the key of a split, or ""
	Prorate  *Prorate      `json:"prorate"`
	Load     []Load        `json:"load"` // empty without one
}

// Prorate takes the fiscal year's part of a number for twelve months.
type Prorate struct {
	Source string `json:"source"`
	Over   string `json:"over"`  // the key of a split
	After  bool   `json:"after"` // of the days after the split's last day
}

// Load says how often a process goal is done because of a step.
type Load struct {
	Step  string       `json:"step"` // the key of a split, or ""
	Times formula.Expr `json:"times"`
	Every Every        `json:"every"`
}

// Every is how often a load comes back: "" for once, month, quarter or year.
type Every string

// Process is a process goal.
type Process struct {
	Key       string        `json:"key"`
	Per       Period        `json:"per"`
	Recommend *Range        `json:"recommend"`
	Capacity  *formula.Expr `json:"capacity"`
	FromWeek  int           `json:"fromweek"` // the week since joining in which a habit begins
	PartOf    string        `json:"partof"`   // the goal of which a habit is a floor, or ""
	AddedTo   string        `json:"addedto"`  // the goal to which a habit is added, or ""
}

// Period is the period of a process goal: week, month, quarter or year.
type Period string

// Split says how a total is spread over the year.
type Split struct {
	Key     string        `json:"key"`
	Weights []float64     `json:"weights"`
	Lead    *formula.Expr `json:"lead"`
	Follows string        `json:"follows"` // the key of a split, or ""
	Rate    string        `json:"rate"`    // the key of the share that goes on to the next step, or ""
	Weak    string        `json:"weak"`    // what to do if fewer than planned reach the step
}

// Year is a fiscal year. Its months and weeks follow each other, so the browser derives their dates
// and ids (static/goal/calendar.ts).
type Year struct {
	ID     string     `json:"id"`
	First  string     `json:"first"`  // its first day
	Monday string     `json:"monday"` // the first day of its first week
	Weeks  [][]string `json:"weeks"`  // of each month: the working days of each week, "01234" for Monday to Friday
	Others []string   `json:"others"` // its working days in weeks of other years
}

// Variable is a market variable.
type Variable struct {
	Key      string   `json:"key"`
	Label    string   `json:"label"`
	Cautious bool     `json:"cautious"` // the page shows its effect below the verdict
	Inputs   []string `json:"inputs"`   // keys of the inputs that it changes
	Changes  []Change `json:"changes"`
	Shifts   []Shift  `json:"shifts"`
}

// Criterion is a criterion of a good goal. It has a check, or holds something, or both.
type Criterion struct {
	Check *formula.Expr `json:"check"`
	Holds Holds         `json:"holds"`
}

// Holds is a check of the whole sheet: "" for none, capacity or dates.
type Holds string

// Change gives an input another number.
type Change struct {
	Input string   `json:"input"`
	How   goal.How `json:"how"`
	By    float64  `json:"by"`
}

// Shift moves a share of one input to another.
type Shift struct {
	From  string  `json:"from"`
	To    string  `json:"to"`
	Share float64 `json:"share"`
}

// New converts a template.
func New(t *goal.Template) *Template {
	return &Template{
		Joined:     t.Joined,
		Starts:     t.Starts,
		Weeks:      t.Weeks,
		Ramp:       each(t.Ramp, func(w float64) float64 { return w }),
		RampFrom:   t.RampFromWeek,
		Staff:      t.Staff,
		Hires:      each(t.Hires, func(key string) string { return key }),
		Target:     t.Target,
		DealSize:   t.DealSize,
		Inputs:     inputs(t),
		Constants:  each(t.Constants, func(c *goal.Constant) Constant { return Constant{c.Key, c.Value} }),
		Computed:   each(t.Computed, computed),
		Funnel:     each(t.Funnel, func(s *goal.Stage) string { return s.Key }),
		Process:    each(t.Process, process),
		Splits:     each(t.Splits, func(s *goal.Split) Split { return Split{s.Key, s.Weights, s.Lead, s.Follows, s.Rate, s.Weak} }),
		Year:       year(t.Year),
		Milestones: each(t.Milestones, func(m goal.Milestone) int { return m.Month }),
		Smart:      each(t.Smart, func(c *goal.Criterion) Criterion { return Criterion{c.Check, Holds(c.Holds)} }),
		Variables:  each(t.Variables, variable),
		Compared:   each(t.Compared, func(c *goal.Computed) string { return c.Key }),
		Results:    each(t.Results, func(r goal.Result) Result { return Result(r) }),
	}
}

// Hash identifies the arithmetic of the template. It changes when the inputs that a
// reader has saved may mean something else. The results say only which of the steps are added up.
func (t *Template) Hash() (string, error) {
	data, err := json.Marshal(struct {
		*Template
		Results any `json:"results,omitempty"` // nil: it hides those of the template
	}{Template: t})
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6]), err
}

// each converts the elements of a list. The result is never nil, which JSON would
// write as null.
func each[T, U any](list []T, convert func(T) U) []U {
	out := make([]U, len(list))
	for i, x := range list {
		out[i] = convert(x)
	}
	return out
}

func inputs(t *goal.Template) []Input {
	all := []Input{}
	for _, g := range t.Groups {
		all = append(all, each(g.Inputs, input)...)
	}
	return all
}

func input(in *goal.Input) Input {
	out := Input{Key: in.Key, Label: in.Label, Kind: in.Kind, Unit: in.Unit, Min: in.Min, Max: in.Max, Recommend: recommended(in.Recommend), Adjust: in.Adjust}
	if x, ok := in.Default.Number(); ok {
		out.Default = x
	} else if text, ok := in.Default.Text(); ok {
		out.Default = text
	}
	return out
}

func recommended(r *goal.Range) *Range {
	switch {
	case r == nil:
		return nil
	case math.IsInf(r.High, 1):
		return &Range{&r.Low, nil}
	}
	return &Range{&r.Low, &r.High}
}

func computed(c *goal.Computed) Computed {
	out := Computed{
		Key: c.Key, Label: c.Label, Unit: c.Unit, Decimals: c.Decimals, Expr: c.Expr, Latest: c.Latest,
		Load: each(c.Load, func(l goal.Load) Load { return Load{l.Step, *l.Times, Every(l.Every)} }),
	}
	if c.Prorate != nil {
		prorate := Prorate(*c.Prorate)
		out.Prorate = &prorate
	}
	return out
}

func process(p *goal.Process) Process {
	return Process{p.Key, Period(p.Per), recommended(p.Recommend), p.Capacity, p.FromWeek, p.PartOf, p.AddedTo}
}

func year(y *calendar.Year) Year {
	out := Year{ID: y.ID, First: y.Months[0].ID + "-01", Monday: y.Months[0].Weeks[0].Monday, Others: []string{}}
	inWeeks := map[string]bool{}
	for _, m := range y.Months {
		out.Weeks = append(out.Weeks, each(m.Weeks, weekdays))
		for _, w := range m.Weeks {
			for _, day := range w.Days {
				inWeeks[day] = true
			}
		}
	}
	for _, m := range y.Months {
		out.Others = append(out.Others, slices.DeleteFunc(slices.Clone(m.Days), func(day string) bool { return inWeeks[day] })...)
	}
	return out
}

// weekdays lists the working days of a week as digits, 0 for Monday.
func weekdays(w calendar.Week) string {
	var b strings.Builder
	for _, date := range w.Days {
		day, _ := time.Parse(time.DateOnly, date) // the calendar has made it
		b.WriteByte('0' + byte(day.Weekday()+6)%7)
	}
	return b.String()
}

func variable(v *goal.Variable) Variable {
	return Variable{
		v.Key, v.Label, v.Cautious, v.Inputs(), each(v.Changes, func(c goal.Change) Change { return Change(c) }),
		each(v.Shifts, func(s goal.Shift) Shift { return Shift(s) }),
	}
}
