// Package goal reads and checks goal templates, from which worksheets are made.
// Package sheet evaluates them.
//
// A template is the file content/goals/TRACK/STAGE.toml. Keys are names that
// formulas read, Chinese ones included; labels are what a reader sees.
//
//	title       = "…"
//	summary     = "…"
//	fiscal_year = 2027            # the fiscal year that it plans
//	fiscal_start = 1              # the month in which that year begins; default 1
//	joined      = "入职日期"        # the date input that milestones count from
//	sentence    = "到年底签 {签约}，每周拜访 {周拜访}。"  # the goal in a sentence; {KEY} is a value with its unit
//
//	[[groups]]                    # in which inputs are shown, in this order
//	key   = "goal"
//	label = "目标"
//
//	[[inputs]]
//	key   = "目标签约"
//	label = "这一年要签几家"
//	kind  = "number"              # number (default) money percent date text choice
//	unit  = "家"                  # money needs one too: 元, 万元/家
//	default = 6                   # the example; a percentage is 0.25, a date 2027-02-01
//	min = 1
//	max = 50                      # a percentage is never above 1
//	recommend = [5, 8]            # outside of it the page says so; [5] has no upper end
//	below = "…"                   # what to think of first then
//	above = "…"
//	ask   = "经理"                 # who knows, for a reader who does not
//	advice = true                 # the example is the editors' advice, not a standard
//	choices = ["…"]               # of a choice
//	hint  = "…"
//	group = "goal"
//
//	[[constants]]                 # a number that formulas need and nobody enters
//	key   = "一年的月数"
//	unit  = "月/年"
//	value = 12
//
//	[[funnel]]                    # from the first stage to the last
//	key = "线索"
//	label = "合格线索"
//	unit = "家"
//	rate = "方案率"                # the percent input that says which share goes on: 方案 / 方案率
//	[[funnel]]
//	key = "签约"
//	formula = "目标签约"            # the last stage says what it takes; another may, instead of its rate
//
//	[[values]]                    # anything else to compute
//	key = "年拜访"
//	label = "一年的拜访"
//	unit = "次"
//	formula = "线索 * 每线索拜访"
//	decimals = 1                  # shown; default 1, of money 0
//
//	[[process]]                   # a goal for the doing, held against a range
//	key, label, unit, formula, decimals
//	per = "week"                  # week, month, quarter or year
//	recommend = [3, 5]
//	below = "…"                   # what to change first
//	above = "…"
//	capacity = "每周跑得动"         # a formula: the most that fits into the period
//
//	[[splits]]                    # what is split over the year
//	key = "签约"
//	weights = [0, 0, 1, …]        # of the twelve months, or of the four quarters; default: all alike
//	after = "销售周期"              # a formula: how many months after joining the first can be due
//	lead = "销售周期"               # a formula: how many months before the weights' months it is due
//
//	[[milestones]]                # from the date of joining
//	month = 3
//	title = "产品穿透"
//	evidence = "…"
//
//	[[variables]]                 # what may happen in the market, shown beside the untouched plan
//	key = "预算缩减"
//	label = "客户砍预算"
//	side = "需求侧"
//	why = "…"                     # how it shows, and what it does to the numbers
//	response = "…"                # what to do then
//	changes = [                   # of inputs that are numbers: to, plus or times
//	  { input = "线索率", to = 0.6 },
//	]
//	shifts = [                    # a share of one input goes over to another: the mix changes, not the sum
//	  { from = "目标新签", to = "目标增购", share = 0.3 },
//	]
//
//	[[smart]]                     # a criterion of a good goal
//	letter = "A"                  # S, M, A, R or T
//	label  = "一周排得下吗"
//	check  = "周拜访 <= 每周跑得动"   # a formula that is true or false
//	advice = "…"                  # what to do where it is false
//
//	[[review]]                    # a question for the quarterly review
//	question = "…"
//
// A percentage has no unit of its own; money needs one. A unit may be left out
// of anything else that is a plain number.
package goal

import (
	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
)

// Template is a goal template. It never changes.
type Template struct {
	Title, Summary string
	FiscalYear     int
	FiscalStart    int // month
	Joined         string
	Sentence       []formula.Piece
	Groups         []Group
	Constants      []*Constant
	Computed       []*Computed // funnel, values and process, in the order of evaluation
	Funnel         []*Stage    // from the first to the last
	Values         []*Computed
	Process        []*Process
	Splits         []*Split
	Milestones     []Milestone
	Variables      []*Variable
	Compared       []*Computed // what a variable changes, in the order of the source
	Smart          []*Criterion
	Review         []string // questions
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

// The first and the last date that a reader can give: a year with a digit too few
// is no date, and neither is a number in a workbook that was meant to be one.
const (
	FirstDate = "1950-01-01"
	LastDate  = "2100-12-31"
)

// Input is a value that a reader gives.
type Input struct {
	Key, Label, Hint, Group string
	Kind                    Kind
	Unit                    string
	Default                 formula.Value // blank without a default; a date is text
	Min, Max                *float64
	Recommend               *Range
	Below, Above            string
	Ask                     string
	Advice                  bool
	Choices                 []string
}

// Constant is a number with a unit that formulas can name.
type Constant struct {
	Key, Unit string
	Value     float64
}

// Range is a recommended range, both ends included. Without an upper end, High is
// infinite.
type Range struct{ Low, High float64 }

// Computed is a value that a formula gives.
type Computed struct {
	Key, Label, Unit, Hint string
	Decimals               int
	Expr                   *formula.Expr
}

// Stage is a stage of the funnel. Rate is the input that says which share of it
// goes on to the next; "" where its own formula says what it takes.
type Stage struct {
	*Computed
	Rate string
}

// Process is a goal for what is done, in a period.
type Process struct {
	*Computed
	Per          string // week, month, quarter or year
	Recommend    *Range
	Below, Above string
	Capacity     *formula.Expr // nil for none
}

// Split says how a total is spread over the year.
type Split struct {
	Key         string
	Weights     []float64     // twelve
	After, Lead *formula.Expr // in months; nil for none
}

// Milestone is what is to be reached by the end of a month since joining.
type Milestone struct {
	Month           int
	Title, Evidence string
}

// Criterion is a criterion of a good goal.
type Criterion struct {
	Letter, Label, Advice string
	Check                 *formula.Expr
}

// Input finds an input by its key; nil if there is none.
func (t *Template) Input(key string) *Input { return t.inputs[key] }

// Text is what the author of the template has written for its readers, a line for
// each piece, to look for terms of the glossary in.
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

// all are the computed values in the order of the source.
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
