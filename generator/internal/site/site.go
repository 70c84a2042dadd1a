// Package site puts the parsed sources together: which pages there are and at
// which addresses, how they are ordered, what links where. A Site is what
// layouts see. It is made once and never changes.
package site

import (
	"strings"

	"cairn/generator/internal/assessment"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/markdown"
)

// Site is a whole site in one language.
type Site struct {
	Config *config.Config
	Home   *Page
	Pages  []*Page // every page, in reading order; those outside of it last
	Root   *Node   // the navigation
	Matrix *Matrix // tracks × stages
	Terms  []*Term // the glossary, in the order of its source
	Assets []string

	Redirects []*Redirect
	SlotTexts []*SlotText

	Unread bool // a file or part of a text was not read: what nothing refers to may be used there

	bySource map[string]*Page
	absent   map[string]*Page // pages that are not for readers, by their source
}

// Layout names the layout of a page.
type Layout string

// The layouts.
const (
	LayoutPage     Layout = "page"
	LayoutHome     Layout = "home"
	LayoutPlaybook Layout = "playbook"
	LayoutTrack    Layout = "track"
	LayoutStage    Layout = "stage"
	LayoutGoal     Layout = "goal"
	LayoutPrint    Layout = "print"

	LayoutAssessment Layout = "assessment"

	LayoutGlossary Layout = "glossary"
	LayoutSearch   Layout = "search"
	LayoutNotFound Layout = "notfound"
	LayoutBook     Layout = "book"
	LayoutPath     Layout = "path"
)

// Page is one page of the site, of a source or made from the configuration.
type Page struct {
	Language string
	Source   string     // content/tracks/saas.md; "" for a page that no file is written for
	Path     string     // tracks/saas.html
	By       diag.Place // who asks for it: its source, or the id of its track; the zero place of one that every site has
	Layout   Layout
	Formerly []string // addresses that it had before

	Title, Summary string
	Track          *config.Track
	Stage          *config.Stage
	Abilities      []*config.Ability
	Tags           []string
	Updated        string // 2026-11-20, or ""
	UpdatedAt      diag.Place
	Weight         int

	Absence          content.Absence // why it is not for readers, if it is shown nevertheless
	Publish, Expires string          // its first and its last day, or ""

	Document *markdown.Document // the Markdown body, if it has one
	Targets  []Target           // of each link of Document, or of each scale of Assessment
	Goal     *goal.Template     // of a worksheet
	Steps    []Step             // of a playbook
	Mentions []Mention          // of terms of the glossary in Document, in order
	Slots    []*SlotText        // of each slot of Document; nil where nobody has filled it

	Assessment *assessment.Assessment // of a questionnaire

	Breadcrumbs []*Node // from the home page down, without the page itself
	Prev, Next  *Page
	Children    []*Page // of a folder's page: the pages of the folder
	Backlinks   []*Page // the pages that link here
	Related     []*Page // what a reader may want beside it
	Book        []*Page // of a book: the pages bound in it, in reading order
	Books       []*Page // the books that this page is bound in, the smallest first
	Worksheet   *Page   // of a playbook: its goal template's page
	Playbook    *Page   // of a worksheet: its playbook's page
}

// Step is what a reader of a playbook does until the end of a month since
// joining.
type Step struct {
	Month         int
	Title, Anchor string
	Today         []string
}

// Node is a place in the navigation.
type Node struct {
	Title    string
	Page     *Page  // nil for a folder without a page
	Folder   string // tracks; "" for a page and for the root
	Children []*Node
}

// First is the page of a node, or the first one below it.
func (n *Node) First() *Page {
	for n.Page == nil {
		n = n.Children[0]
	}
	return n.Page
}

// Matrix shows for each track and stage what there is.
type Matrix struct {
	Tracks []*config.Track
	Rows   []Row
}

// Row is the row of a stage.
type Row struct {
	Stage *config.Stage
	Page  *Page
	Cells []Cell
}

// Cell is where a track and a stage meet. What does not exist is nil.
type Cell struct {
	Track          *config.Track
	Stage          *config.Stage
	Playbook, Goal *Page
}

// Page finds a page by the path of its source: content/index.md.
func (s *Site) Page(source string) *Page { return s.bySource[source] }

// At finds a page by its address: tracks/saas.html. It is nil if there is none.
func (s *Site) At(path string) *Page {
	for _, p := range s.Pages {
		if p.Path == path {
			return p
		}
	}
	return nil
}

// Undated counts the pages with a source whose last change has no date.
func (s *Site) Undated() (n int) {
	for _, p := range s.Pages {
		if p.Source != "" && p.Updated == "" {
			n++
		}
	}
	return n
}

// Workbook is where the workbook of a worksheet is published: beside it.
func (p *Page) Workbook() string { return strings.TrimSuffix(p.Path, ".html") + ".xlsx" }

// Paper is where a worksheet is published for the page that prints several.
func (p *Page) Paper() string { return strings.TrimSuffix(p.Path, ".html") + ".paper.js" }
