package render

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// A navigation that holds every page makes the size of a site the square of
// its pages. Up to wholeTree pages the reader may unfold every folder; in a
// larger site a folder that the page is not in is a link to its first page, and
// a folder of more than longFolder entries shows the part that the page is in.
const (
	wholeTree  = 200
	longFolder = 100
)

// NodeView is a node of the navigation as a page shows it.
type NodeView struct {
	View *View
	Node *site.Node
}

// Navigation is the root of the navigation, as this page shows it.
func (v *View) Navigation() NodeView { return NodeView{v, v.Site.Root} }

// Open tells whether the page is in this folder.
func (n NodeView) Open() bool { return n.View.within(n.Node) }

// Folds tells whether the node is a folder whose entries the reader can unfold.
func (n NodeView) Folds() bool {
	return len(n.Node.Children) > 0 && (n.Open() || len(n.View.Site.Pages) <= wholeTree)
}

// First is the page of the node, or the first one below it.
func (n NodeView) First() *site.Page { return n.Node.First() }

// Part is what a long folder shows: the entries from before the one to behind
// the other, which are nil where nothing is left out.
type Part struct {
	Before, Behind *site.Page
	Entries        []NodeView
}

// Part is what of the folder is shown.
func (n NodeView) Part() Part {
	children := n.Node.Children
	from := n.View.from(children)
	to := min(from+longFolder, len(children))
	var part Part
	if from > 0 {
		part.Before = children[from-1].First()
	}
	if to < len(children) {
		part.Behind = children[to].First()
	}
	for _, child := range children[from:to] {
		part.Entries = append(part.Entries, NodeView{n.View, child})
	}
	return part
}

// within tells whether the page is this node or below it.
func (v *View) within(n *site.Node) bool {
	return n.Page == v.Page || slices.Contains(v.Page.Breadcrumbs, n)
}

// from is the index of the first of the children that the navigation shows.
func (v *View) from(children []*site.Node) int {
	if len(children) <= longFolder {
		return 0
	}
	return max(0, slices.IndexFunc(children, v.within)) / longFolder * longFolder
}

// sidebar is the navigation beside a page. Within a folder it is the same but for
// the mark on the page itself.
func (r *Renderer) sidebar(v *View) (template.HTML, []diag.Fault) {
	folder := v.Site.Root
	if n := len(v.Page.Breadcrumbs); n > 0 {
		folder = v.Page.Breadcrumbs[n-1]
	}
	html, faults := r.once("sidebar", v.from(folder.Children), v)
	link := fmt.Sprintf(`href="%s"`, template.HTMLEscapeString(v.Link(v.Page)))
	return template.HTML(strings.Replace(string(html), link, link+` aria-current="page"`, 1)), faults
}
