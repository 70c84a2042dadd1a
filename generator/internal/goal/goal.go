// Package goal reads and checks goal templates, from which worksheets are made.
// Package sheet evaluates them.
//
// A template is the file content/goals/TRACK/STAGE.toml. A key is the name of a value in
// formulas, Chinese ones included; a label is its name on the page.
//
//	title       = "…"
//	summary     = "…"
//	fiscal_year = 2027            # the fiscal year that it plans
//	fiscal_start = 1              # the month in which that year begins; default 1
//	joined      = "入职日期"        # the date input with the date of joining; nothing is done before it
//	starts      = "起算日期"        # the date input from which the sheet counts; nothing is done before it
//	weeks       = "可用周"          # a formula: the weeks of a year in which a person can work; default 52
//	ramp        = [0, 0.25, 0.5]  # what a newcomer is worth in each month since joining; the last value goes on
//	ramp_from_week = 3            # the week since joining from which a 0 of the ramp is its first value above 0
//	staff       = "老人"           # a formula: the people at full worth, in a manager's sheet
//	hires       = ["新人1", "…"]   # twelve numeric inputs: the people hired in each month of the fiscal year
//	sentence    = "到年底签 {签约}，每周拜访 {周拜访}。"  # the goal in a sentence; {KEY} is a value with its unit
//
//	[[groups]]                    # of inputs, in the order of the page
//	key   = "goal"
//	label = "目标"
//
//	[[inputs]]
//	key   = "目标签约"
//	label = "这一年要签几家"
//	kind  = "number"              # number (default) money percent date text choice
//	unit  = "家"                  # required for money: 元, 万元/家
//	default = 6                   # the example; of a percentage 0.25, of a date 2027-02-01
//	min = 1
//	max = 50                      # a percentage is never above 1
//	recommend = [5, 8]            # the page marks values outside; [5] has no upper end
//	below = "…"                   # advice for a value below the range
//	above = "…"
//	ask   = "经理"                 # whom to ask for the value
//	advice = true                 # the example is the editors' advice, not a standard
//	choices = ["…"]               # required for a choice
//	hint  = "…"
//	group = "goal"
//	first = true                  # the page shows it before all groups
//	adjust = 1                    # the verdict may propose another value, in steps of this size: 0.01 for a percent point
//
//	[[constants]]                 # a number that formulas read and no reader enters
//	key   = "一年的月数"
//	unit  = "月/年"
//	value = 12
//
//	[[funnel]]                    # from the first stage to the last
//	key = "线索"
//	label = "合格线索"
//	unit = "家"
//	rate = "方案率"                # the percent input with the share that goes on to the next stage
//	[[funnel]]
//	key = "签约"
//	formula = "目标签约"            # the last stage has a formula; another may, instead of its rate
//
//	[[values]]                    # any other computed value
//	key = "年拜访"
//	label = "一年的拜访"
//	unit = "次"
//	formula = "线索 * 每线索拜访"
//	decimals = 1                  # displayed at most; default 1, of money 0
//	[[values]]
//	key = "最晚线索"
//	label = "最后一批线索"
//	latest = "线索"                # instead of a formula: the last open working day on which that split's step still counts
//	[[values]]
//	key = "今年签约"
//	label = "今年签"
//	unit = "家"
//	prorate = "目标签约"            # instead of a formula: the fiscal year's part of a number for twelve months,
//	over = "新拓"                  # by the worth of the days in which the split's step counts,
//	part = "after"                # or of those that are left after them: next year's pipeline
//
//	[[process]]                   # a goal for an activity in a period
//	key, label, unit, formula, decimals
//	load = [                      # instead of a formula: which step costs how often
//	  { step = "新拓", times = "每新拓拜访" },                       # each unit of a split, in the month in which it is done
//	  { step = "签约", times = "年诊断", every = "year" },          # each unit that is done, from the next month on
//	  { times = "手上客户 * 年诊断", every = "year" },               # without a step; every is month, quarter or year
//	]
//	from_week = 3                 # of a formula: the week since joining in which the habit begins
//	part_of = "周拜访"             # of a formula: the habit is a floor of that goal, which has a load
//	added_to = "周拜访"            # of a formula: the habit is added to that load
//	per = "week"                  # week, month, quarter or year
//	recommend = [3, 5]
//	below = "…"                   # advice for a value below the range
//	above = "…"
//	capacity = "每周跑得动"         # a formula: the maximum in the period
//
//	[[splits]]                    # a total to split over the year
//	key = "签约"
//	weights = [0, 0, 1, …]        # of the twelve months or the four quarters; default: all equal
//	lead = "销售周期"               # a formula: the months by which it is due before the weights' months
//	follows = "新拓"               # instead of weights: the split whose step comes before this one
//
//	[[milestones]]                # due a number of months after joining
//	month = 3
//	title = "产品穿透"
//	evidence = "…"
//
//	[[variables]]                 # a change of the market, whose plan is shown beside the original
//	key = "预算缩减"
//	label = "客户砍预算"
//	side = "需求侧"
//	why = "…"                     # its signs, and its effect on the numbers
//	response = "…"                # the advice
//	changes = [                   # of numeric inputs: to, plus or times
//	  { input = "线索率", to = 0.6 },
//	]
//	cautious = true               # a line below the verdict: the plan if this happens
//	shifts = [                    # moves a share of one input to another; their sum stays
//	  { from = "目标新签", to = "目标增购", share = 0.3 },
//	]
//
//	[[smart]]                     # a criterion of a good goal
//	letter = "A"                  # S, M, A, R or T
//	label  = "一周排得下吗"
//	check  = "周拜访 <= 每周跑得动"   # a formula that is true or false
//	holds  = "capacity"           # besides or instead: "capacity" if no goal is over its capacity, "dates" if no step is too late
//	advice = "…"                  # for a criterion that is not met
//
//	[[review]]                    # a question for the quarterly review
//	question = "…"
//
//	[[changed]]                   # inputs that mean something else since plans of this template were filled in
//	keys = ["目标签约"]
//	why  = "…"                    # the meaning then and now, and its effect on the verdict
//
// A percentage has no unit; money requires one. Any other number may have none.
package goal

import (
	"slices"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
)

// Template is a checked goal template. It is immutable.
type Template struct {
	Title, Summary string
	Unread         bool // the file could not be read or has errors: it has only a Title
	FiscalYear     int
	FiscalStart    int           // month
	Joined         string        // the key of the date input with the date of joining, or ""
	Starts         string        // the key of the date input from which the sheet counts, or ""
	Weeks          *formula.Expr // nil without one
	Ramp           []float64     // empty without one
	RampFromWeek   int           // 0 without one
	Staff          *formula.Expr // nil without one
	Hires          []string      // keys of twelve inputs, or none
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
	Changed        []Redefinition
	Year           *calendar.Year

	inputs map[string]*Input
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
	for _, c := range t.Changed {
		add(c.Why)
	}
	return string(text)
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

// Root returns the first split of the chain that a split follows: the split itself if it
// follows none.
func (t *Template) Root(s *Split) *Split {
	for s.Follows != "" {
		s = t.FindSplit(s.Follows)
	}
	return s
}

// Reads returns the names that a computed value reads.
func (t *Template) Reads(c *Computed) []string {
	switch {
	case c.Expr != nil:
		return c.Expr.Names()
	case c.Latest != "":
		return t.leads(c.Latest)
	case c.Prorate != nil:
		return slices.Concat([]string{c.Prorate.Source}, t.leads(c.Prorate.Over), t.people())
	}
	return t.loadReads(c)
}

// needed returns the inputs that a split, a load, a capacity, a prorated value or the dates
// need, directly or through others.
func (t *Template) needed() []string {
	seen := map[string]bool{}
	var need func(names ...string)
	need = func(names ...string) {
		for _, name := range names {
			if c := t.Find(name); !seen[name] {
				if seen[name] = true; c != nil {
					need(t.Reads(c)...)
				}
			}
		}
	}
	need(t.Joined, t.Starts)
	need(namesOf(t.Weeks)...)
	need(t.people()...)
	for _, s := range t.Splits {
		need(append(namesOf(s.Lead), s.Key)...)
	}
	for _, p := range t.Process {
		if p.Capacity != nil {
			need(append(namesOf(p.Capacity), p.Key)...)
		}
	}
	for _, c := range t.all() {
		if c.Prorate != nil || len(c.Load) > 0 {
			need(c.Key)
		}
	}
	var all []string
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			if seen[in.Key] {
				all = append(all, in.Key)
			}
		}
	}
	return all
}

// loadReads returns the names that a load reads.
func (t *Template) loadReads(c *Computed) []string {
	names := append(t.people(), namesOf(t.Weeks)...)
	for _, l := range c.Load {
		names = append(names, namesOf(l.Times)...)
		if l.Step != "" {
			names = append(append(names, l.Step), t.leads(l.Step)...)
		}
	}
	for _, p := range t.Process {
		if p.PartOf == c.Key || p.AddedTo == c.Key {
			names = append(names, p.Key)
		}
	}
	return names
}

// leads returns the names that the leads of a split and of the first split of its chain read.
func (t *Template) leads(key string) []string {
	s := t.FindSplit(key)
	if s == nil {
		return nil // already reported
	}
	return append(namesOf(s.Lead), namesOf(t.Root(s).Lead)...)
}

// people returns the names that the worth of a day reads, beside the dates.
func (t *Template) people() []string { return append(namesOf(t.Staff), t.Hires...) }

func namesOf(e *formula.Expr) []string {
	if e == nil {
		return nil
	}
	return e.Names()
}
