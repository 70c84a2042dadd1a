package render

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// If every page had links to all pages, the size of a site would grow with the square of
// its pages. Therefore only a site of at most maxUnfoldable pages lets the reader unfold
// every folder. In a larger site a folder that does not contain the page is a link to its
// first page. A folder with more than windowSize entries shows the window of entries that
// contains the page.
const (
	maxUnfoldable = 200
	windowSize    = 100
)

// NodeView is the data of a template that shows a node of the navigation on a page.
type NodeView struct {
	Track string // the id of Node.Track, "" without one
	Stage string // the id of Node.Stage, "" without one
	View  *View
	Node  *site.Node
	Open  bool          // the node contains the page
	Folds bool          // the node is a folder whose entries the reader can unfold
	Link  template.HTML // a link to the first page of a node that does not fold
}

// Navigation returns the root of the navigation, with the entries that are in no door.
func (v *View) Navigation() NodeView { return v.node(v.Site.Loose) }

// DoorView is the data of a template that shows a door of the navigation.
type DoorView struct {
	*site.Door
	ID      string // the anchor of its title
	Entries []NodeView
}

// Doors returns the doors for readers, or those that are aside.
func (v *View) Doors(aside bool) (doors []DoorView) {
	for i, door := range v.Site.Doors {
		if door.Aside == aside {
			view := DoorView{Door: door, ID: fmt.Sprintf("ui:door-%d", i+1)}
			for _, n := range door.Entries {
				view.Entries = append(view.Entries, v.node(n))
			}
			doors = append(doors, view)
		}
	}
	return doors
}

func (v *View) node(n *site.Node) NodeView {
	isOpen := v.isIn(n)
	view := NodeView{View: v, Node: n, Open: isOpen, Folds: len(n.Children) > 0 && (isOpen || len(v.Site.Pages) <= maxUnfoldable)}
	if n.Track != nil {
		view.Track = n.Track.ID
	}
	if n.Stage != nil {
		view.Stage = n.Stage.ID
	}
	if !view.Folds {
		text := escaped(n.Title)
		if n.Page != nil && n.Page.Absence != "" {
			text += " <small>" + escaped(v.renderer.words["absence.mark"]) + "</small>"
		}
		view.Link = link(v.Link(view.First()), text)
	}
	return view
}

// First returns the page of the node, or the first page below it.
func (n NodeView) First() *site.Page { return n.Node.First() }

// Window is the part of a folder that the navigation shows.
type Window struct {
	Before, After *site.Page // pages of the entries next to the window; nil at an end of the folder
	Entries       []NodeView
}

// Window returns the part of the folder that the navigation shows.
func (n NodeView) Window() Window {
	children := n.Node.Children
	from := n.View.windowStart(children)
	to := min(from+windowSize, len(children))
	var w Window
	if from > 0 {
		w.Before = children[from-1].First()
	}
	if to < len(children) {
		w.After = children[to].First()
	}
	for _, child := range children[from:to] {
		w.Entries = append(w.Entries, n.View.node(child))
	}
	return w
}

// isIn reports whether the page is the node's own page or below the node.
func (v *View) isIn(n *site.Node) bool {
	return n.Page == v.Page || slices.Contains(v.Page.Breadcrumbs, n)
}

// windowStart returns the index of the first child in the window.
func (v *View) windowStart(children []*site.Node) int {
	if len(children) <= windowSize {
		return 0
	}
	return max(0, slices.IndexFunc(children, v.isIn)) / windowSize * windowSize
}

// sidebar renders the navigation beside a page. All pages of a folder share it, except for
// the attribute that marks the page's own link.
func (r *Renderer) sidebar(v *View) (template.HTML, []diag.Fault) {
	folder := v.Site.Loose
	if n := len(v.Page.Breadcrumbs); n > 1 {
		folder = v.Page.Breadcrumbs[n-1]
	}
	html, faults := r.once("sidebar", v.windowStart(folder.Children), v)
	link := fmt.Sprintf(`href="%s"`, template.HTMLEscapeString(v.Link(v.Page)))
	before, after, isListed := strings.Cut(string(html), link)
	if !isListed {
		return html, faults
	}
	return template.HTML(before + link + ` aria-current="page"` + after), faults
}
