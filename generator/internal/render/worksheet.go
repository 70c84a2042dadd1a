package render

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"rsc.io/qr"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
	"cairn/generator/internal/wire"
)

// Term is a part of a sentence or a formula: a text, or a value with its name and unit.
type Term struct {
	Text              string
	Name, Value, Unit string
	Input             bool // the page has an input field for the value
	Over              bool // the value is above its capacity
}

// Link returns the href attribute of a link to the input's field. html/template would write nine
// characters for each Chinese one, %E7%AD%BE; a name, which has only letters, digits and _, needs
// no encoding.
func (t Term) Link() template.HTMLAttr {
	return template.HTMLAttr(`href="#field-` + t.Name + `"`)
}

// Reckoning is the calculation of a value: its formula in words with the values in their
// places, and the result.
type Reckoning struct {
	View   *View
	Terms  []Term
	Result Term
}

// Reckoning returns the calculation of a result.
func (v *View) Reckoning(r sheet.Result) Reckoning {
	return Reckoning{v, v.Phrase(r.Expr), Term{Name: r.Key, Value: r.Text, Unit: r.Unit, Over: r.Over}}
}

// ResultView is the data of a template that shows a computed value.
type ResultView struct {
	View   *View
	Result sheet.Result
}

// Result returns the data of a template that shows a computed value on this page.
func (v *View) Result(r sheet.Result) ResultView { return ResultView{v, r} }

// FieldView is the data of a template that shows an input.
type FieldView struct {
	View  *View
	Input sheet.Input
}

// Field returns the data of a template that shows an input on this page.
func (v *View) Field(in sheet.Input) FieldView { return FieldView{v, in} }

// GroupView is the data of a template that shows a group of inputs.
type GroupView struct {
	View   *View
	Label  string
	Inputs []sheet.Input
}

// Group returns the data of a template that shows a group of inputs on this page.
func (v *View) Group(label string, inputs []sheet.Input) GroupView {
	return GroupView{v, label, inputs}
}

// WeekGoal is a process goal on the card of the week: its number in the week, the month or
// the quarter.
type WeekGoal struct {
	sheet.Result
	Per string
}

// WeekGoals returns the process goals on the card of the week, those per week first; none
// without a week.
func (v *View) WeekGoals() []WeekGoal {
	if v.Sheet.Week == nil {
		return nil
	}
	rank := map[string]int{"week": 0, "month": 1, "quarter": 2}
	var goals []WeekGoal
	for _, r := range v.Sheet.Week.Goals {
		for _, p := range v.Page.Goal.Process {
			if p.Key == r.Of() {
				goals = append(goals, WeekGoal{r, p.Per})
			}
		}
	}
	slices.SortStableFunc(goals, func(a, b WeekGoal) int { return rank[a.Per] - rank[b.Per] })
	return goals
}

// BarGoal returns the goal of the week on a phone's bar, in a list that is empty without one: the first
// with a load and a capacity, which the verdict compares, or else the first.
func (v *View) BarGoal() []WeekGoal {
	all := v.WeekGoals()
	for i, g := range all {
		if p := v.Page.Goal.FindProcess(g.Of()); g.Per == "week" && len(p.Load) > 0 && p.Capacity != nil {
			return all[i : i+1]
		}
	}
	return all[:min(len(all), 1)]
}

// IdleText names the goals and steps of the card whose number is 0 in its week; "" if there are
// none.
func (v *View) IdleText() (string, error) {
	if v.Sheet.Week == nil {
		return "", nil
	}
	var idle []string
	add := func(r sheet.Result) {
		if r.Text == "0" {
			idle = append(idle, r.Label)
		}
	}
	for _, g := range v.WeekGoals() {
		add(g.Result)
	}
	for i := range v.Page.Goal.Splits {
		add(v.Sheet.Week.Cells[i])
	}
	if len(idle) == 0 {
		return "", nil
	}
	return v.Word("worksheet.week_idle", strings.Join(idle, v.renderer.words["locale.list"]))
}

// BrowserTemplate returns the goal template in the form that scripts read.
func (v *View) BrowserTemplate() *wire.Template { return wire.New(v.Page.Goal) }

// Phrase returns a formula in words with the values in their places; none without one.
func (v *View) Phrase(e *formula.Expr) []Term {
	if e == nil {
		return nil
	}
	return v.terms(e.Phrase(v.renderer.words.Under("formula")))
}

// Sizes returns the texts that say by how much a market variable changes an input: ×0.9.
func (v *View) Sizes(variable *goal.Variable, key string) ([]string, error) {
	var sizes []string
	var failed error
	add := func(word string, values ...any) {
		size, err := v.Word("sheet."+word, values...)
		sizes, failed = append(sizes, size), cmp.Or(failed, err)
	}
	percent := v.Page.Goal.Input(key).Kind == goal.KindPercent
	for _, c := range variable.Changes {
		sign := "+"
		if c.By < 0 {
			sign = "−"
		}
		points := strings.TrimSuffix(formula.DisplayPercent(math.Abs(c.By), -1), "%")
		switch {
		case c.Input != key:
		case c.How == goal.Times:
			add("size_times", formula.Display(c.By, -1))
		case c.How == goal.Plus && percent:
			add("size_points", sign+points)
		case c.How == goal.Plus:
			add("size_plus", sign+formula.Display(math.Abs(c.By), -1))
		case percent:
			add("size_to", formula.DisplayPercent(c.By, -1))
		default:
			add("size_to", formula.Display(c.By, -1))
		}
	}
	for _, s := range variable.Shifts {
		share := formula.DisplayPercent(s.Share, -1)
		if s.From == key {
			add("size_from", share)
		}
		if s.To == key {
			add("size_into", s.From, share)
		}
	}
	return sizes, failed
}

// Sentence returns the sentence that states the goal.
func (v *View) Sentence() []Term { return v.terms(v.Page.Goal.Sentence) }

func (v *View) terms(pieces []formula.Piece) []Term {
	terms := make([]Term, len(pieces))
	for i, p := range pieces {
		value := v.Sheet.Term(p.Name)
		switch {
		case p.Name == "":
			terms[i] = Term{Text: p.Text}
		case value.Fixed:
			terms[i] = Term{Text: p.Name + " " + value.Text + " " + value.Unit}
		default:
			terms[i] = Term{Name: p.Name, Value: value.Text, Unit: value.Unit, Input: !v.Paper && v.Page.Goal.Input(p.Name) != nil, Over: value.Over}
		}
	}
	return terms
}

// Worksheets returns the pages of all worksheets.
func (v *View) Worksheets() []*site.Page {
	var pages []*site.Page
	for _, p := range v.Site.Pages {
		if p.Layout == site.LayoutGoal {
			pages = append(pages, p)
		}
	}
	return pages
}

// Choice is a worksheet that a page for teams can load, as static/plans/worksheets.ts reads it.
type Choice struct {
	Path   string `json:"path"`
	Script string `json:"script"` // its address, from this page
	Track  string `json:"track"`  // an id, or ""
	Stage  string `json:"stage"`
	Title  string `json:"title"`
}

// Choices returns all worksheets as scripts load them.
func (v *View) Choices() []Choice {
	choices := []Choice{}
	for _, p := range v.Worksheets() {
		c := Choice{Path: p.Path, Script: v.URL(p.Paper()), Title: p.Title}
		if p.Track != nil {
			c.Track = p.Track.ID
		}
		if p.Stage != nil {
			c.Stage = p.Stage.ID
		}
		choices = append(choices, c)
	}
	return choices
}

// Paper renders a worksheet for the page that prints several worksheets: a script that
// passes the HTML of the partial "paper", the goal template and its hash to the function cairnPaper.
// It is a script because a page opened from disk cannot read other files.
func (r *Renderer) Paper(p *site.Page) ([]byte, []diag.Fault) {
	t, faults := r.layout(site.LayoutPrint, p)
	if len(faults) > 0 {
		return nil, faults
	}
	v := r.newView(p, t)
	v.Sheet, v.Paper = sheet.Evaluate(p.Goal, nil), true
	html, faults := r.execute(t, "paper", v, p, nil)
	if len(faults) > 0 {
		return nil, faults
	}
	template := v.BrowserTemplate()
	hash, err := template.Hash()
	if err != nil {
		return nil, []diag.Fault{diag.Errorf(diag.WholeFile(source(p)), "paper", "%v", err)}
	}
	return v.call("cairnPaper", p, html, template, hash)
}

// QR is a QR code with the address of a page, drawn as an SVG path of its dark squares.
// It is Size squares wide and high.
type QR struct {
	Path string
	Size int
}

// QR returns the code of this page; nil if site.toml has no base_url.
func (v *View) QR() (*QR, error) {
	if v.Site.Config.BaseURL == "" {
		return nil, nil
	}
	code, err := qr.Encode(v.Site.Config.BaseURL+site.Relative("", v.Page.Path), qr.M)
	if err != nil {
		return nil, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d,%dh%dv1h-%dz", from, y, x-from, x-from)
			}
		}
	}
	return &QR{path.String(), code.Size}, nil
}
