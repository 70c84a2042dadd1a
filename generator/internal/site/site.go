// Package site assembles the parsed files of a source into a Site: its pages with their
// addresses, the navigation, the matrix of tracks and stages, the glossary, books and
// redirects, and the target of every link. A link whose text states a value of a worksheet is
// compared with that worksheet's example (see Quote), and a link to a section of a quoted page with
// that section (see stated.go). Layouts read a Site. It does not change
// after Assemble has returned it.
//
// A page comes from a file of content/, or is generated: a site has a home page, a page
// for each track and stage, the search and the page for unknown addresses without a file.
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
	Pages  []*Page  // all pages: first in reading order, then the tools, then the books
	Root   *Node    // the navigation
	Doors  []*Door  // the groups of the root's entries
	Loose  *Node    // the root with the entries that are in no door alone
	Matrix *Matrix  // tracks × stages
	Terms  []*Term  // the glossary, in the order of its source
	Assets []string // paths of files that are published unchanged

	Redirects []*Redirect
	SlotTexts []*SlotText

	Unread bool // a file or part of a text could not be read; it may use files and terms that seem unused

	bySource map[string]*Page // by Page.Source
	absent   map[string]*Page // unpublished pages by Page.Source: drafts, and pages outside their dates
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
	LayoutTeam     Layout = "team"
	LayoutCards    Layout = "cards"

	LayoutAssessment Layout = "assessment"

	LayoutGlossary Layout = "glossary"
	LayoutSearch   Layout = "search"
	LayoutNotFound Layout = "notfound"
	LayoutBook     Layout = "book"
	LayoutPath     Layout = "path"
)

// Page is one page of the site.
type Page struct {
	Language string
	Source   string     // content/tracks/saas.md; "" for a generated page
	Path     string     // tracks/saas.html
	By       diag.Place // where the page is declared: its file, or its track or stage in site.toml; zero if every site has the page
	Layout   Layout
	Formerly []string // former addresses, which redirect to Path

	Title, Summary string
	Aim            string // only of a playbook: what it is about, in a few characters
	Track          *config.Track
	Stage          *config.Stage
	Abilities      []*config.Ability
	Tags           []string
	Updated        string // 2026-11-20, or ""
	UpdatedAt      diag.Place
	Weight         int
	Quoted         bool // links to its sections state what these say
	Leaflet        bool // printed, it has only its texts to copy

	Absence          content.Absence // why the page is unpublished, if Input.Drafts includes it nevertheless
	Publish, Expires string          // the first and the last day of publication, or ""

	Document *markdown.Document // the Markdown body; nil if the page has none
	Targets  []Target           // by index of Document.Links, or of Assessment.Scales
	Goal     *goal.Template     // only of a worksheet
	Steps    []content.Step     // tasks of the time after joining; their anchors are current
	Rhythm   []content.Rhythm   // tasks of each quarter
	Mentions []Mention          // first uses of glossary terms in Document, in order
	Slots    []*SlotText        // by index of Document.Slots; nil for an empty slot

	Assessment *assessment.Assessment // only of a questionnaire

	Breadcrumbs []*Node // from the root to the folder of the page
	Door        *Door   // the door behind which the page is, or nil
	Prev, Next  *Page   // the neighbours on the reader's way
	Children    []*Page // only of a folder's page: the pages of the folder
	Backlinks   []*Page // the pages that link here
	Related     []*Page // pages on similar subjects, the most similar first
	Book        []*Page // only of a book: its pages in reading order
	Books       []*Page // the books that contain this page, the smallest first
	Worksheet   *Page   // only of a playbook: the page of its goal template
	Playbook    *Page   // only of a worksheet: the page of its playbook
}

// Node is an entry of the navigation: a page, or a folder with its entries.
type Node struct {
	Title    string
	Page     *Page  // nil for a folder without an index.md
	Folder   string // the folder's path, such as tracks; "" for a page and for the root
	Children []*Node

	Track *config.Track // of an entry that is for one track in a folder that is for all
	Stage *config.Stage // of an entry that is for one stage in a folder that is for all
}

// Door is a group of top-level entries of the navigation.
type Door struct {
	Title   string
	Aside   bool // it is not for readers
	Entries []*Node
}

// First returns the node's page, or else the first page below it.
func (n *Node) First() *Page {
	for n.Page == nil {
		n = n.Children[0]
	}
	return n.Page
}

// Matrix lists the playbook and the goal template of each track and stage.
type Matrix struct {
	Tracks []*config.Track
	Rows   []Row
}

// Row has the cells of a stage, in the order of Matrix.Tracks.
type Row struct {
	Stage *config.Stage
	Page  *Page
	Cells []Cell
}

// Cell is one combination of a track and a stage.
type Cell struct {
	Track          *config.Track
	Stage          *config.Stage
	Playbook, Goal *Page // nil if the source has no such file
}

// Page returns the page of a source file, such as content/index.md, or nil.
func (s *Site) Page(source string) *Page { return s.bySource[source] }

// At returns the page at an address, such as tracks/saas.html, or nil.
func (s *Site) At(path string) *Page {
	for _, p := range s.Pages {
		if p.Path == path {
			return p
		}
	}
	return nil
}

// Undated returns the number of pages that have a source file and no date of last change.
func (s *Site) Undated() (n int) {
	for _, p := range s.Pages {
		if p.Source != "" && p.Updated == "" {
			n++
		}
	}
	return n
}

// Workbook returns the address of a worksheet's workbook.
func (p *Page) Workbook() string { return strings.TrimSuffix(p.Path, ".html") + ".xlsx" }

// BookScript returns the address of the script that brings a worksheet's workbook to its page.
func (p *Page) BookScript() string { return strings.TrimSuffix(p.Path, ".html") + ".book.js" }

// Paper returns the address of the script that print.html loads to print a worksheet.
func (p *Page) Paper() string { return strings.TrimSuffix(p.Path, ".html") + ".paper.js" }

// PathScript returns the address of the script that the home page loads to show a reading path.
func (p *Page) PathScript() string { return strings.TrimSuffix(p.Path, ".html") + ".path.js" }

// PathsAtHome returns the reading paths that the home page shows: those with steps.
func (s *Site) PathsAtHome() (paths []*Page) {
	for _, p := range s.Pages {
		if s.Home.Layout == LayoutHome && p.Layout == LayoutPath && len(p.Steps) > 0 && p.Document != nil {
			paths = append(paths, p)
		}
	}
	return paths
}
