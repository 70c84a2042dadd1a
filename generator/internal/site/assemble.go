package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/assessment"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sheet"
)

// Input holds the parsed files and the options from which Assemble makes a Site.
type Input struct {
	Config *config.Config
	Pages  []SourcePage
	Goals  []SourceGoal
	Terms  []*SourceTerm

	TermsUnread bool // the glossary could not be read

	Assessments []SourceAssessment
	Slots       []SourceSlot

	Assets []string          // paths under content/
	Titles map[Layout]string // titles of generated pages
	Drafts bool              // include drafts and pages outside their dates of publication
	Today  string            // 2026-11-23

	Changes map[string]string // the known dates of last changes by path
}

// TitlesOf returns the titles of generated pages from the words of the interface, whose
// keys are table.key.
func TitlesOf(texts map[string]string) map[Layout]string {
	return map[Layout]string{
		LayoutGlossary: texts["glossary.title"],
		LayoutPrint:    texts["print.title"],
		LayoutTeam:     texts["team.title"],
		LayoutCards:    texts["cards.title"],
		LayoutSearch:   texts["search.title"],
		LayoutNotFound: texts["notfound.title"],
	}
}

// SourcePage is a parsed Markdown file.
type SourcePage struct {
	File     string
	Front    *content.FrontMatter
	Document *markdown.Document
}

// SourceGoal is a parsed goal template.
type SourceGoal struct {
	File     string
	Template *goal.Template
	Example  func() *sheet.Example // of a template that was read
}

// SourceAssessment is a parsed questionnaire.
type SourceAssessment struct {
	File       string
	Assessment *assessment.Assessment
}

// Assemble makes a site from the parsed files. It reports references that have no target:
// unknown tracks, stages and abilities, broken links and anchors, aliases that are already
// addresses of pages, and slots without a use.
//
// The order of the steps matters: pages are added before they are sorted into the
// navigation, and links are resolved when all pages, redirects and slot texts are known.
func Assemble(in Input) (*Site, []diag.Fault) {
	a := assembler{
		Input:    in,
		site:     &Site{Config: in.Config, Assets: in.Assets, Unread: isUnread(in), bySource: map[string]*Page{}, absent: map[string]*Page{}},
		isAsset:  make(map[string]bool, len(in.Assets)),
		examples: map[string]func() *sheet.Example{},
	}
	for _, asset := range in.Assets {
		a.isAsset[asset] = true
	}
	for _, source := range in.Pages {
		a.addPage(source)
	}
	for _, source := range in.Goals {
		a.addGoal(source)
	}
	for _, source := range in.Assessments {
		a.add(&Page{
			Source: source.File, Path: Address(source.File), Layout: LayoutAssessment,
			Title: source.Assessment.Title, Summary: source.Assessment.Summary,
			Weight: source.Assessment.Weight, Assessment: source.Assessment,
		})
	}
	a.addTerms()
	a.addGeneratedPages()
	a.pairWorksheets()
	a.makeMatrix()
	a.addRedirects()
	a.makeNavigation()
	a.fillSlots()
	a.resolveLinks()
	a.findMentions()
	a.relatePages()
	a.addBooks()
	return a.site, append(a.faults, a.unknownIDs()...)
}

// isUnread reports whether a file, or a part of a text with links, could not be read.
// package build represents an unreadable questionnaire by one without scales.
func isUnread(in Input) bool {
	return in.TermsUnread ||
		slices.ContainsFunc(in.Assessments, func(s SourceAssessment) bool { return len(s.Assessment.Scales) == 0 }) ||
		slices.ContainsFunc(in.Pages, func(p SourcePage) bool { return p.Document.Unread }) ||
		slices.ContainsFunc(in.Slots, func(s SourceSlot) bool { return s.Document.Unread }) ||
		slices.ContainsFunc(in.Terms, func(t *SourceTerm) bool { return t.Document.Unread })
}

type assembler struct {
	Input
	site      *Site
	isAsset   map[string]bool                  // the paths of the site's assets
	examples  map[string]func() *sheet.Example // by the paths of goal templates
	byAlias   map[string]*Page                 // pages by former address
	byNFCPath map[string]string                // paths of files that are not in NFC, by their NFC form
	linkable  func() []string                  // see listLinkable
	unknown   []unknownID                      // uses of ids that site.toml does not list
	faults    []diag.Fault
}

func (a *assembler) report(f diag.Fault) { a.faults = append(a.faults, f) }

func (a *assembler) add(p *Page) {
	p.Language = a.Config.Language
	p.Updated = cmp.Or(p.Updated, a.Changes[p.Source])
	a.site.Pages = append(a.site.Pages, p)
	if p.Source != "" {
		p.By = diag.WholeFile(p.Source)
		a.site.bySource[p.Source] = p
	}
}

func (a *assembler) addPage(source SourcePage) {
	front := source.Front
	p := &Page{
		Source: source.File, Path: Address(source.File), Layout: LayoutPage,
		Title: front.Title, Summary: front.Summary, Aim: front.Aim, Tags: front.Tags,
		Updated: string(front.Updated), UpdatedAt: front.At("updated"),
		Weight: front.Weight, Quoted: front.Quoted, Leaflet: front.Leaflet, Document: source.Document,
		Absence: front.Absence(a.Today), Publish: string(front.Publish), Expires: string(front.Expires),
	}
	if p.Absence != "" && !a.Drafts {
		a.site.absent[p.Source] = p
		return
	}
	if p.Title == "" {
		p.Title = source.Document.Title.Text
	}
	a.classify(p, front)
	if p.Title == "" {
		p.Title = a.defaultTitle(p)
	}
	a.readSteps(p, front)
	a.checkLeaflet(p, front)
	a.add(p)
	for _, alias := range front.Aliases {
		a.site.Redirects = append(a.site.Redirects, &Redirect{Path: alias.Path, To: p, By: alias.At})
	}
}

// defaultTitle returns the title of a page without one: the names of its track and stage,
// or the name of its file or folder.
func (a *assembler) defaultTitle(p *Page) string {
	name := norm.NFC.String(strings.TrimSuffix(path.Base(p.Path), ".html"))
	switch {
	case p.Layout == LayoutTrack:
		return p.Track.Name
	case p.Layout == LayoutStage:
		return p.Stage.Name
	case p.Layout == LayoutPlaybook && p.Track != nil && p.Stage != nil:
		return p.Track.Name + " · " + p.Stage.Name
	case p.IsForTeam(), p.Layout == LayoutCards:
		return a.Titles[p.Layout]
	case name == "index" && dir(p.Path) == "":
		return a.Config.Title
	case name == "index":
		return a.folderTitle(path.Base(dir(p.Path)))
	}
	return name
}

// classify sets a page's layout, track, stage and abilities. For a playbook, a track's page
// and a stage's page, the path determines track and stage.
func (a *assembler) classify(p *Page, front *content.FrontMatter) {
	p.Track = a.track(front.Track, front.At("track"))
	p.Stage = a.stage(front.Stage, front.At("stage"))
	for i, id := range front.Abilities {
		if ability := a.ability(id, front.AbilitiesAt[i]); ability != nil {
			p.Abilities = append(p.Abilities, ability)
		}
	}
	if front.Path {
		p.Layout = LayoutPath
	}
	folder, name := path.Split(p.Path)
	id := strings.TrimSuffix(name, ".html")
	switch {
	case p.Path == "index.html" && len(a.Config.Tracks) > 0:
		p.Layout = LayoutHome
	case teamLayout(p.Path) != "" && len(a.Goals) > 0:
		p.Layout = teamLayout(p.Path)
	case p.Path == CardsPath && a.hasQuestions():
		p.Layout = LayoutCards
	case folder == "tracks/" && a.Config.Track(id) != nil:
		p.Layout, p.Track = LayoutTrack, a.Config.Track(id)
	case folder == "stages/" && a.Config.Stage(id) != nil:
		p.Layout, p.Stage = LayoutStage, a.Config.Stage(id)
	case len(a.Config.Tracks) > 0 && isCell(p.Path, "playbooks"):
		p.Layout = LayoutPlaybook
		a.setCell(p, front)
	}
}

// isCell reports whether a path has the form FOLDER/TRACK/STAGE.html.
func isCell(p, folder string) bool {
	parts := strings.Split(p, "/")
	return len(parts) == 3 && parts[0] == folder && parts[2] != "index.html"
}

// setCell sets the track and the stage of a playbook or a worksheet from its path, and
// reports front matter that contradicts the path.
func (a *assembler) setCell(p *Page, front *content.FrontMatter) {
	parts := strings.Split(strings.TrimSuffix(p.Path, ".html"), "/")
	at := diag.WholeFile(p.Source)
	track, stage := a.track(parts[1], at), a.stage(parts[2], at)
	if p.Track != nil && track != nil && p.Track != track {
		a.report(diag.Errorf(front.At("track"), "track-mismatch", "the track is %s, but the file is in the folder %s", p.Track.ID, track.ID).
			WithHelp("remove the line; the folder determines the track"))
	}
	if p.Stage != nil && stage != nil && p.Stage != stage {
		a.report(diag.Errorf(front.At("stage"), "stage-mismatch", "the stage is %s, but the file is named %s", p.Stage.ID, stage.ID).
			WithHelp("remove the line; the file name determines the stage"))
	}
	p.Track, p.Stage = track, stage
}

// readSteps sets the tasks of a page. Their former anchors become the current ones.
func (a *assembler) readSteps(p *Page, front *content.FrontMatter) {
	p.Steps, p.Rhythm = slices.Clone(front.Steps), slices.Clone(front.Rhythm)
	resolve := func(task *content.Task) {
		if task.Anchor != "" {
			task.Anchor = a.resolveAnchor(p, task.Anchor, task.AnchorAt, "")
		}
	}
	for i := range p.Steps {
		resolve(&p.Steps[i].Task)
	}
	for i := range p.Rhythm {
		resolve(&p.Rhythm[i].Task)
	}
}

func (a *assembler) addGoal(source SourceGoal) {
	p := &Page{
		Source: source.File, Path: Address(source.File), Layout: LayoutGoal,
		Title: source.Template.Title, Summary: source.Template.Summary, Goal: source.Template,
	}
	a.examples[source.File] = source.Example
	if isCell(p.Path, "goals") {
		a.setCell(p, &content.FrontMatter{})
	}
	a.add(p)
}

// The addresses of the pages for teams: one prints the worksheets of several people, the other adds
// their plans up. A site may write content/print.md and content/team.md, whose texts are for the person who
// leads the session.
const printPath, teamPath = "print.html", "team.html"

// teamLayout returns the layout of a page for teams, "" for another page.
func teamLayout(path string) Layout {
	switch path {
	case printPath:
		return LayoutPrint
	case teamPath:
		return LayoutTeam
	}
	return ""
}

// CardsPath is the address of the page with all questions of the site that are to be answered without
// looking. A site may write content/cards.md for the text above them.
const CardsPath = "cards.html"

// hasQuestions reports whether a text has questions to answer without looking.
func (a *assembler) hasQuestions() bool {
	return slices.ContainsFunc(a.Pages, func(p SourcePage) bool { return p.Document != nil && len(p.Document.Questions) > 0 })
}

// addGeneratedPages adds the pages that need no Markdown file: the home page, a page for
// each track and each stage, the pages for teams, the cards, the glossary, the search and
// 404.html. A file of content/ takes precedence over a generated page.
func (a *assembler) addGeneratedPages() {
	if a.site.bySource[content.Root+"/index.md"] == nil {
		layout := LayoutPage
		if len(a.Config.Tracks) > 0 {
			layout = LayoutHome
		}
		a.add(&Page{Path: "index.html", Layout: layout, Title: a.Config.Title, Summary: a.Config.Summary})
	}
	seen := map[string]bool{}
	needsPage := func(folder, id string) bool { // package config reports invalid and repeated ids
		name := folder + "/" + id
		skip := seen[name] || !config.IsID(id)
		seen[name] = true
		return !skip && a.site.bySource[content.Root+"/"+name+".md"] == nil
	}
	for _, t := range a.Config.Tracks {
		if needsPage("tracks", t.ID) {
			a.add(&Page{Path: "tracks/" + t.ID + ".html", Layout: LayoutTrack, Title: t.Name, Summary: t.Summary, Track: t, By: t.At})
		}
	}
	for _, s := range a.Config.Stages {
		if needsPage("stages", s.ID) {
			a.add(&Page{Path: "stages/" + s.ID + ".html", Layout: LayoutStage, Title: s.Name, Summary: s.Summary, Stage: s, By: s.At})
		}
	}
	for _, path := range []string{printPath, teamPath} {
		if layout := teamLayout(path); a.site.At(path) == nil && len(a.Goals) > 0 {
			a.add(&Page{Path: path, Layout: layout, Title: a.Titles[layout]})
		}
	}
	if a.site.At(CardsPath) == nil && a.hasQuestions() {
		a.add(&Page{Path: CardsPath, Layout: LayoutCards, Title: a.Titles[LayoutCards]})
	}
	if len(a.Terms) > 0 || a.TermsUnread {
		a.add(&Page{Source: GlossaryFile, Path: Address(GlossaryFile), Layout: LayoutGlossary, Title: a.Titles[LayoutGlossary]})
	}
	a.add(&Page{Path: "search.html", Layout: LayoutSearch, Title: a.Titles[LayoutSearch]})
	a.add(&Page{Path: "404.html", Layout: LayoutNotFound, Title: a.Titles[LayoutNotFound]})
}

// pairWorksheets links each worksheet and the playbook of the same track and stage.
func (a *assembler) pairWorksheets() {
	for _, p := range a.site.Pages {
		if p.Layout != LayoutGoal {
			continue
		}
		cell := strings.TrimPrefix(p.Path, "goals/")
		playbook := a.site.bySource[content.Root+"/playbooks/"+strings.TrimSuffix(cell, ".html")+".md"]
		if playbook != nil {
			playbook.Worksheet, p.Playbook = p, playbook
		}
	}
}

func (a *assembler) makeMatrix() {
	m := &Matrix{Tracks: a.Config.Tracks}
	for _, stage := range a.Config.Stages {
		row := Row{Stage: stage, Page: a.site.At("stages/" + stage.ID + ".html")}
		for _, track := range a.Config.Tracks {
			cell := track.ID + "/" + stage.ID
			row.Cells = append(row.Cells, Cell{
				Track: track, Stage: stage,
				Playbook: a.site.bySource[content.Root+"/playbooks/"+cell+".md"],
				Goal:     a.site.bySource[content.Root+"/goals/"+cell+".toml"],
			})
		}
		m.Rows = append(m.Rows, row)
	}
	a.site.Matrix = m
}

// track returns the track with an id, and notes an unknown id. An empty id is no track.
func (a *assembler) track(id string, at diag.Place) *config.Track {
	t := a.Config.Track(id)
	if t == nil && id != "" {
		a.unknown = append(a.unknown, unknownID{at, "unknown-track", id})
	}
	return t
}

func (a *assembler) stage(id string, at diag.Place) *config.Stage {
	s := a.Config.Stage(id)
	if s == nil && id != "" {
		a.unknown = append(a.unknown, unknownID{at, "unknown-stage", id})
	}
	return s
}

func (a *assembler) ability(id string, at diag.Place) *config.Ability {
	ability := a.Config.Ability(id)
	if ability == nil {
		a.unknown = append(a.unknown, unknownID{at, "unknown-ability", id})
	}
	return ability
}
