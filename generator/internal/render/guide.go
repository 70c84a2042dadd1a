package render

import (
	"html/template"
	"slices"
	"time"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// Guide is what the home page shows to a reader of a track and a stage: her playbook and the
// reading path beside it. Its lists are never nil, which JSON would write as null.
type Guide struct {
	Track  string        `json:"track"`
	Stage  string        `json:"stage"`
	Title  string        `json:"title"`
	URL    string        `json:"url"`
	Sheet  string        `json:"sheet"`  // the address of the worksheet; "" if there is none
	Fiscal string        `json:"fiscal"` // the first day of the worksheet's fiscal year: 2027-01-01
	Steps  []GuideStep   `json:"steps"`
	Rhythm []GuideRhythm `json:"rhythm"`
	Path   string        `json:"path"`  // the page of the reading path; "" if there is none
	Weeks  []GuideStep   `json:"weeks"` // the steps of the reading path
}

// GuideStep is a step of a playbook or of a reading path.
type GuideStep struct {
	GuideTask
	Week  *int  `json:"week,omitempty"` // nil if the step does not count in weeks
	Month int   `json:"month,omitempty"`
	Days  []int `json:"days,omitempty"`
}

// GuideRhythm is a task of each quarter.
type GuideRhythm struct {
	GuideTask
	Quarter int   `json:"quarter,omitempty"`
	Month   int   `json:"month,omitempty"`
	Weeks   []int `json:"weeks,omitempty"`
}

// GuideTask is a task with the anchor of the section to read.
type GuideTask struct {
	Title  string   `json:"title"`
	Anchor string   `json:"anchor,omitempty"`
	Today  []string `json:"today,omitempty"`
}

// HasWorksheets reports whether the site has worksheets, of which the browser may keep plans.
func (v *View) HasWorksheets() bool {
	return slices.ContainsFunc(v.Site.Pages, func(p *site.Page) bool { return p.Goal != nil })
}

// Guides returns the guides of all playbooks that belong to a track and a stage.
func (v *View) Guides() []Guide {
	guides := []Guide{}
	for _, p := range v.Site.Pages {
		if p.Layout == site.LayoutPlaybook && p.Track != nil && p.Stage != nil {
			guides = append(guides, v.guide(p))
		}
	}
	return guides
}

func (v *View) guide(p *site.Page) Guide {
	g := Guide{
		Track: p.Track.ID, Stage: p.Stage.ID, Title: p.Title, URL: v.Link(p),
		Steps: guideSteps(p), Rhythm: []GuideRhythm{}, Weeks: []GuideStep{},
	}
	for _, r := range p.Rhythm {
		g.Rhythm = append(g.Rhythm, GuideRhythm{guideTask(r.Task), r.Quarter, r.Month, r.Weeks})
	}
	if p.Worksheet != nil {
		t := p.Worksheet.Goal
		g.Sheet = v.Link(p.Worksheet)
		g.Fiscal = time.Date(t.FiscalYear, time.Month(t.FiscalStart), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	isPath := func(path *site.Page) bool {
		return path.Layout == site.LayoutPath && path.Track == p.Track && path.Stage == p.Stage
	}
	if i := slices.IndexFunc(v.Site.Pages, isPath); i >= 0 {
		g.Path, g.Weeks = v.Site.Pages[i].Path, guideSteps(v.Site.Pages[i])
	}
	return g
}

func guideSteps(p *site.Page) []GuideStep {
	steps := []GuideStep{}
	for _, s := range p.Steps {
		step := GuideStep{GuideTask: guideTask(s.Task), Month: s.Month, Days: s.Days}
		if s.Week >= 0 {
			step.Week = &s.Week
		}
		steps = append(steps, step)
	}
	return steps
}

func guideTask(t content.Task) GuideTask { return GuideTask{t.Title, t.Anchor, t.Today} }

// PathView is a reading path as the home page shows it: the sections of its page.
type PathView struct {
	View     *View
	Page     *site.Page
	Sections []PathSection
}

// PathSection is the text below a heading of level 2.
type PathSection struct {
	ID, Title string
	Body      template.HTML
}

// homePath is the template that shows a reading path on the home page.
const homePath = "home path"

// Path renders a reading path for the home page: a script that passes the HTML of the template
// homePath to the function cairnPath. It is a script because a page opened from a disk
// cannot read other files.
func (r *Renderer) Path(p *site.Page) ([]byte, []diag.Fault) {
	t, faults := r.layout(site.LayoutHome, p)
	if len(faults) > 0 {
		return nil, faults
	}
	v := r.newView(r.site.Home, t)
	html, faults := r.execute(t, homePath, PathView{v, p, v.pathSections(p)}, p, nil)
	if len(faults) > 0 {
		return nil, faults
	}
	return v.call("cairnPath", p, html)
}

// call is a script that passes the path of a page, HTML and further values to a function.
func (v *View) call(function string, p *site.Page, html []byte, more ...any) ([]byte, []diag.Fault) {
	arguments, err := v.JSON(append([]any{p.Path, string(html)}, more...))
	if err != nil {
		return nil, []diag.Fault{diag.Errorf(diag.WholeFile(source(p)), "paper", "%v", err)}
	}
	return []byte(function + "(" + arguments[1:len(arguments)-1] + ")\n"), nil // without the brackets of the list
}

func (v *View) pathSections(p *site.Page) (sections []PathSection) {
	edits := unlinkAbsent(p.Document, p.Targets, append(v.slotTexts(p), v.readingTimes(p)...))
	headings := slices.DeleteFunc(slices.Clone(p.Document.Headings), func(h markdown.Heading) bool { return h.Level != 2 })
	for i, h := range headings {
		part := markdown.Span{From: h.Outer.To, To: len(p.Document.HTML)}
		if i+1 < len(headings) {
			part.To = headings[i+1].Outer.From
		}
		sections = append(sections, PathSection{h.ID, h.Text, v.pathBody(p, part, edits)})
	}
	return sections
}

// pathBody renders a part of a path's page with addresses relative to this page. Its anchors
// have the path's id as a prefix, because several paths can have the same headings.
func (v *View) pathBody(p *site.Page, part markdown.Span, edits []markdown.Edit) template.HTML {
	inside := slices.DeleteFunc(slices.Clone(edits), func(e markdown.Edit) bool { return e.From < part.From || e.To > part.To })
	html := p.Document.RenderPart(part, func(i int, _ markdown.Link) string { return finished + v.address(p.Targets[i]) }, inside...)
	return prefixAnchors(bookID(p)+anchorSeparator, html)
}

// IrregularDays returns the dates on which the calendars differ from the ordinary week: days
// off from Monday to Friday and worked weekends, in the fiscal years of the worksheets.
func (v *View) IrregularDays() []string {
	days := []string{}
	for _, p := range v.Site.Pages {
		if p.Goal == nil || p.Goal.Unread {
			continue
		}
		for _, month := range p.Goal.Year.Months {
			for _, week := range month.Weeks {
				days = append(days, week.Irregular()...)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}
