// Package assessment reads questionnaires. Each answer gives points to scales; a scale
// has a text about the reader, a link to read on, and an expected score for each profile.
//
// An assessment is the file content/assessments/NAME.toml:
//
//	title = "选赛道自测"
//	summary = "…"
//	weight = 10                     # orders its folder; optional
//
//	[[scales]]
//	id = "saas"
//	name = "通用 SaaS"
//	text = "适合擅长高频沟通的人"    # about a reader with a high score
//	link = "../tracks/saas.md"      # to read on
//	expect = { newcomer = 40 }      # the expected score of each profile, in percent
//
//	[[profiles]]                    # to compare oneself with; optional
//	id = "newcomer"
//	name = "新人期"
//
//	[[questions]]
//	group = "性格"                   # a heading above the questions of the group
//	text = "客户两天没回消息，你会？"
//	[[questions.answers]]
//	text = "马上换个话题再发一条"
//	points = { saas = 2 }           # 0 for every other scale
//
//	[record]                        # a form that a manager signs for a newcomer; optional
//	fields = ["新人", "经理", "日期"]
//	evidence = "看到了什么"           # the label of a field beside each question
//
// The score of a scale is the points of the chosen answers as a percentage of the
// maximum, which is the sum of each question's highest points.
package assessment

import (
	"math"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/toml"
)

// Assessment is a questionnaire. The browser reads its JSON.
type Assessment struct {
	Title     string      `json:"title"`
	Summary   string      `json:"-"`
	Weight    int         `json:"-"` // orders its folder
	Scales    []*Scale    `json:"scales"`
	Profiles  []*Profile  `json:"profiles"`
	Questions []*Question `json:"questions"`
	Record    *Record     `json:"record"`
}

// Scale is a quality to which answers give points.
type Scale struct {
	ID     string             `json:"id"`
	Name   string             `json:"name"`
	Text   string             `json:"-"`
	Link   *markdown.Link     `json:"-"`      // nil if there is none
	Expect map[string]float64 `json:"expect"` // by profile, in percent
}

// Profile is a group of people with whom a reader compares herself.
type Profile struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Question is a question. Only the first question of a group has its heading.
type Question struct {
	Group   string    `json:"-"`
	Text    string    `json:"text"`
	Answers []*Answer `json:"answers"`
}

// Answer is an answer to choose.
type Answer struct {
	Text   string             `json:"text"`
	Points map[string]float64 `json:"points"` // by scale
}

// Record is a form that one person signs for another.
type Record struct {
	Fields   []string `json:"fields"` // never nil, which JSON would write as null
	Evidence string   `json:"evidence"`
}

// Parse reads an assessment. It is nil if the text is not TOML.
func Parse(file, text string) (*Assessment, []diag.Fault) {
	table, faults := toml.Parse(file, text, 0, len(text))
	if table == nil {
		return nil, faults
	}
	p := parser{r: toml.NewReader(table, &faults), a: Assessment{Scales: []*Scale{}, Profiles: []*Profile{}, Questions: []*Question{}}}
	a := p.parse()
	p.r.Finish()
	return a, faults
}

type parser struct {
	r *toml.Reader
	a Assessment
	// misspelt is set if points are given to an unknown scale. They are meant for another
	// scale, which is then not reported as having none.
	misspelt bool
}

func (p *parser) parse() *Assessment {
	p.r.Require("title", "scales", "questions")
	p.a.Title, p.a.Summary, p.a.Weight = p.r.String("title"), p.r.String("summary"), p.r.Int("weight", 0)
	for _, r := range p.r.Tables("profiles") {
		r.Require("id", "name")
		p.a.Profiles = append(p.a.Profiles, &Profile{r.String("id"), r.String("name")})
		r.Finish()
	}
	scales := p.r.Tables("scales")
	for _, r := range scales {
		p.a.Scales = append(p.a.Scales, p.scale(r))
	}
	group := ""
	asked := map[string]bool{}
	for _, r := range p.r.Tables("questions") {
		q := p.question(r)
		checkUnique(r, q.Text, asked, diag.Textf("question"))
		if q.Group == group {
			q.Group = ""
		} else if q.Group != "" {
			group = q.Group
		}
		p.a.Questions = append(p.a.Questions, q)
	}
	for i, r := range scales {
		p.checkScale(p.a.Scales[i], r)
	}
	if r := p.r.Table("record"); r != nil {
		p.a.Record = &Record{Fields: append([]string{}, r.Strings("fields")...), Evidence: r.String("evidence")}
		r.Finish()
	}
	return &p.a
}

func (p *parser) scale(r *toml.Reader) *Scale {
	r.Require("id", "name")
	s := &Scale{ID: r.String("id"), Name: r.String("name"), Text: r.String("text")}
	if p.a.Scale(s.ID) != nil {
		r.Report(diag.Errorf(r.At("id"), "duplicate-scale", "duplicate scale %s", s.ID).WithHelp("change one of the two ids"))
	}
	if destination := r.String("link"); destination != "" {
		at := r.StringAt("link", 0)
		if fault, unsafe := link.Check(destination, at); unsafe {
			r.Report(fault)
		} else {
			s.Link = &markdown.Link{Destination: destination, Place: at, DestinationAt: at}
		}
	}
	var profiles []string
	for _, profile := range p.a.Profiles {
		profiles = append(profiles, profile.ID)
	}
	s.Expect, _ = numbers(r, "expect", "unknown-profile", diag.Textf("profile"), profiles)
	for _, profile := range profiles {
		if percent, ok := s.Expect[profile]; ok && percent > 100 {
			r.Report(diag.Errorf(r.At("expect"), "expected-too-much", "the expected result of %s is %v %%, more than 100 %%", profile, percent).
				WithHelp("write a percentage of the highest possible score, at most 100"))
		}
	}
	r.Finish()
	return s
}

func (p *parser) question(r *toml.Reader) *Question {
	r.Require("text", "answers")
	q := &Question{Group: r.String("group"), Text: r.String("text"), Answers: []*Answer{}}
	var scales []string
	for _, s := range p.a.Scales {
		scales = append(scales, s.ID)
	}
	given := map[string]bool{}
	for _, answer := range r.Tables("answers") {
		answer.Require("text")
		points, known := numbers(answer, "points", "unknown-scale", diag.Textf("scale"), scales)
		p.misspelt = p.misspelt || !known
		a := &Answer{answer.String("text"), points}
		checkUnique(answer, a.Text, given, diag.Textf("answer"))
		q.Answers = append(q.Answers, a)
		answer.Finish()
	}
	if len(q.Answers) == 1 {
		r.Report(diag.Errorf(r.At("answers"), "one-answer", "the question has only one answer").WithHelp("a question needs at least two answers: add another one"))
	}
	r.Finish()
	return q
}

// checkUnique reports a text that is in seen. The browser stores answers by the texts of
// question and answer.
func checkUnique(r *toml.Reader, text string, seen map[string]bool, what diag.Text) {
	text = strings.Join(strings.Fields(text), " ")
	if seen[text] && text != "" {
		r.Report(diag.Warnf(r.At("text"), "same-text", "duplicate text of the %s", what).
			WithHelp("write how the two differ: browsers save a reader's answers under these texts"))
	}
	seen[text] = true
}

// numbers reads a table of non-negative numbers. allKnown is false if one of its keys is
// not in known, which is an error.
func numbers(r *toml.Reader, key, code string, what diag.Text, known []string) (values map[string]float64, allKnown bool) {
	values, allKnown = map[string]float64{}, true
	table := r.Table(key)
	if table == nil {
		return values, true
	}
	for _, name := range table.Keys() {
		n := table.Float(name, 0)
		if !slices.Contains(known, name) {
			allKnown = false
			f := diag.Errorf(table.KeyAt(name), code, "unknown %s %s", what, name)
			others := slices.DeleteFunc(slices.Clone(known), func(id string) bool { return slices.Contains(table.Keys(), id) })
			if near := diag.Nearest(name, others); near != "" {
				f = f.WithHelp("did you mean %s?", near)
			} else {
				f = f.WithHelp("the known ones are %s", strings.Join(known, ", "))
			}
			r.Report(f)
		}
		if n < 0 || math.IsInf(n, 0) || math.IsNaN(n) {
			r.Report(diag.Errorf(table.At(name), "below-zero", "%v is not a number of 0 or more", n).
				WithHelp("give points to answers that count for a scale, and none to other answers"))
		}
		values[name] = n
	}
	return values, allKnown
}

// checkScale reports a scale to which no answer gives points.
func (p *parser) checkScale(s *Scale, r *toml.Reader) {
	if s.ID != "" && !p.misspelt && p.a.Most(s) == 0 && len(p.a.Questions) > 0 {
		r.Report(diag.Errorf(r.At("id"), "scale-without-answers", "no answer gives points for the scale %s", s.ID).
			WithHelp("give points for it in an answer: points = { %s = 1 }", s.ID))
	}
}

// Scale returns the scale with an id, or nil.
func (a *Assessment) Scale(id string) *Scale {
	i := slices.IndexFunc(a.Scales, func(s *Scale) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return a.Scales[i]
}

// Most returns the maximum points of a scale.
func (a *Assessment) Most(s *Scale) float64 {
	sum := 0.0
	for _, q := range a.Questions {
		most := 0.0
		for _, answer := range q.Answers {
			most = max(most, answer.Points[s.ID])
		}
		sum += most
	}
	return sum
}

// Text returns the texts that readers see, one a line. The glossary's terms are searched
// in it.
func (a *Assessment) Text() string {
	var b strings.Builder
	b.WriteString(a.Summary)
	for _, q := range a.Questions {
		b.WriteString("\n" + q.Text)
		for _, answer := range q.Answers {
			b.WriteString("\n" + answer.Text)
		}
	}
	for _, s := range a.Scales {
		b.WriteString("\n" + s.Name + "\n" + s.Text)
	}
	return b.String()
}
