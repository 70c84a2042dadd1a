package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/config"
)

// navigate makes the tree of folders and, from it, the reading order,
// breadcrumbs, previous and next. Pages outside of the reading order (tools
// like the search) come last and have none of these.
func (a *assembler) navigate() {
	a.site.Home = a.site.At("index.html")
	root := &Node{Title: a.Config.Title, Page: a.site.Home}
	folders := map[string]*Node{"": root}
	var outside []*Page
	for _, p := range a.site.Pages {
		switch {
		case p.IsTool():
			outside = append(outside, p)
		case path.Base(p.Path) == "index.html":
			n := a.folder(folders, dir(p.Path))
			n.Page, n.Title = p, p.Title
		default:
			parent := a.folder(folders, dir(p.Path))
			parent.Children = append(parent.Children, &Node{Title: p.Title, Page: p})
		}
	}
	for name, n := range folders {
		a.sort(name, n)
	}
	a.site.Root = root
	a.site.Pages = a.site.Pages[:0:0]
	a.walk(root, nil)
	a.link()
	a.site.Pages = append(a.site.Pages, outside...)
}

// IsTool reports whether a page is a tool, such as the search, and not part of the reading order.
func (p *Page) IsTool() bool {
	return p.Layout == LayoutSearch || p.Layout == LayoutNotFound || p.Layout == LayoutBook || p.Layout == LayoutPrint && p.Source == ""
}

// dir is the folder of an address, "" for the root.
func dir(address string) string {
	d := path.Dir(address)
	if d == "." {
		return ""
	}
	return d
}

// folder finds or makes the node of a folder and of those above it.
func (a *assembler) folder(folders map[string]*Node, name string) *Node {
	if n, ok := folders[name]; ok {
		return n
	}
	n := &Node{Title: a.folderTitle(path.Base(name)), Folder: name}
	folders[name] = n
	parent := a.folder(folders, dir(name))
	parent.Children = append(parent.Children, n)
	return n
}

// folderTitle is what a folder without a page is called: the folder of a track
// like the track, another by its own name.
func (a *assembler) folderTitle(name string) string {
	if t := a.Config.Track(name); t != nil {
		return t.Name
	}
	return norm.NFC.String(name)
}

// sort orders a folder: as the navigation of the configuration says, then by
// weight, then tracks and stages in the order of the configuration, then by
// path.
func (a *assembler) sort(folder string, n *Node) {
	slices.SortFunc(n.Children, func(x, y *Node) int {
		px, py := x.First().Path, y.First().Path
		first := 0
		if folder == "" {
			first = cmp.Compare(a.rank(px), a.rank(py))
		}
		return cmp.Or(first, cmp.Compare(weight(x), weight(y)), cmp.Compare(a.order(folder, px), a.order(folder, py)), cmp.Compare(px, py))
	})
}

func weight(n *Node) int {
	if n.Page == nil {
		return 0
	}
	return n.Page.Weight
}

// rank is the place of a top-level entry in the configured navigation.
func (a *assembler) rank(address string) int {
	top, _, _ := strings.Cut(strings.TrimSuffix(address, ".html"), "/")
	if i := slices.Index(a.Config.Navigation, norm.NFC.String(top)); i >= 0 {
		return i
	}
	return len(a.Config.Navigation)
}

// order is the place in the configuration of the track or the stage that an
// entry of a folder is named like; the others come behind.
func (a *assembler) order(folder, address string) int {
	name, _, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(address, folder+"/"), ".html"), "/")
	if i := slices.IndexFunc(a.Config.Tracks, func(t *config.Track) bool { return t.ID == name }); i >= 0 {
		return i
	}
	if i := slices.IndexFunc(a.Config.Stages, func(s *config.Stage) bool { return s.ID == name }); i >= 0 {
		return i
	}
	return len(a.Config.Tracks) + len(a.Config.Stages)
}

// walk lists the pages below a node in reading order and gives each its
// breadcrumbs and its folder's pages. Below SaaS, an entry SaaS · 新人期 is 新人期.
func (a *assembler) walk(n *Node, above []*Node) {
	if n.Page != nil {
		n.Page.Breadcrumbs = above
		a.site.Pages = append(a.site.Pages, n.Page)
	}
	below := append(slices.Clip(above), n)
	for _, child := range n.Children {
		child.Title = strings.TrimPrefix(child.Title, n.Title+" · ")
		if n.Page != nil && child.Page != nil {
			n.Page.Children = append(n.Page.Children, child.Page)
		}
		a.walk(child, below)
	}
}

// link joins each page with the one before and the one behind it.
func (a *assembler) link() {
	for i, p := range a.site.Pages {
		if i > 0 {
			p.Prev, a.site.Pages[i-1].Next = a.site.Pages[i-1], p
		}
	}
}
