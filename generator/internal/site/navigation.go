package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/config"
)

// makeNavigation makes the tree of folders and pages. From the tree it derives the reading
// order, and each page's breadcrumbs, door and neighbours. Tools, such as the search, are not in
// the tree and come last in Site.Pages.
func (a *assembler) makeNavigation() {
	a.site.Home = a.site.At("index.html")
	root := &Node{Title: a.Config.Title, Page: a.site.Home}
	folders := map[string]*Node{"": root}
	var tools []*Page
	for _, p := range a.site.Pages {
		switch {
		case p.IsTool():
			tools = append(tools, p)
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
	a.makeDoors()
	a.site.Pages = a.site.Pages[:0:0]
	a.walk(root, nil)
	for _, n := range root.Children {
		a.markReaders(n, nil, nil)
	}
	a.linkNeighbours()
	a.site.Pages = append(a.site.Pages, tools...)
}

// IsTool reports whether a page is a tool, such as the search, and not part of the reading order.
func (p *Page) IsTool() bool {
	return p.Layout == LayoutSearch || p.Layout == LayoutNotFound || p.Layout == LayoutBook || (p.IsForTeam() || p.Layout == LayoutCards) && p.Source == ""
}

// IsForTeam reports whether a page works with the worksheets of several people.
func (p *Page) IsForTeam() bool { return p.Layout == LayoutPrint || p.Layout == LayoutTeam }

// dir returns the folder of an address, "" for the root.
func dir(address string) string {
	d := path.Dir(address)
	if d == "." {
		return ""
	}
	return d
}

// folder returns the node of a folder. It makes missing nodes of the folder and its
// parents.
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

// folderTitle returns the title of a folder without a page: the name of the track whose id
// the folder has, or else the folder's name.
func (a *assembler) folderTitle(name string) string {
	if t := a.Config.Track(name); t != nil {
		return t.Name
	}
	return norm.NFC.String(name)
}

// sort sorts the entries of a folder: by rootIndex if the folder is the root, by weight, by the
// order of tracks and stages in site.toml, and by path.
func (a *assembler) sort(folder string, n *Node) {
	type entry struct {
		*Node
		path   string
		places [3]int // by rootIndex, by weight, in the order of tracks and stages
	}
	entries := make([]entry, len(n.Children))
	for i, child := range n.Children {
		path := child.First().Path
		entries[i] = entry{child, path, [3]int{0, weight(child), a.configIndex(folder, path)}}
		if folder == "" {
			entries[i].places[0] = a.rootIndex(entryName(path))
		}
	}
	slices.SortFunc(entries, func(x, y entry) int {
		return cmp.Or(slices.Compare(x.places[:], y.places[:]), cmp.Compare(x.path, y.path))
	})
	for i, e := range entries {
		n.Children[i] = e.Node
	}
}

func weight(n *Node) int {
	if n.Page == nil {
		return 0
	}
	return n.Page.Weight
}

// entryName returns the name of the top-level entry that is or contains the page of an address.
func entryName(address string) string {
	top, _, _ := strings.Cut(strings.TrimSuffix(address, ".html"), "/")
	return norm.NFC.String(top)
}

// rootIndex returns a number by which the top-level entries are sorted: those behind the doors
// for readers, those of Config.Navigation, the others, and those behind the other doors.
func (a *assembler) rootIndex(name string) int {
	var listed, aside []string
	for _, door := range a.Config.Doors {
		if door.Aside {
			aside = append(aside, door.Pages...)
		} else {
			listed = append(listed, door.Pages...)
		}
	}
	if i := slices.Index(aside, name); i >= 0 {
		return len(listed) + len(a.Config.Navigation) + 1 + i
	}
	if i := slices.Index(listed, name); i >= 0 {
		return i
	}
	if i := slices.Index(a.Config.Navigation, name); i >= 0 {
		return len(listed) + i
	}
	return len(listed) + len(a.Config.Navigation)
}

// configIndex returns the index, in site.toml, of the track or stage whose id is the name
// of a folder's entry. Other entries have the number of tracks and stages as their index.
func (a *assembler) configIndex(folder, address string) int {
	name, _, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(address, folder+"/"), ".html"), "/")
	if i := slices.IndexFunc(a.Config.Tracks, func(t *config.Track) bool { return t.ID == name }); i >= 0 {
		return i
	}
	if i := slices.IndexFunc(a.Config.Stages, func(s *config.Stage) bool { return s.ID == name }); i >= 0 {
		return i
	}
	return len(a.Config.Tracks) + len(a.Config.Stages)
}

// walk appends the pages of a tree to Site.Pages in reading order, and sets their
// breadcrumbs and children. It removes the title of the folder from the titles of its
// entries: in the folder SaaS, the entry SaaS · 新人期 becomes 新人期.
func (a *assembler) walk(n *Node, parents []*Node) {
	if n.Page != nil {
		n.Page.Breadcrumbs = parents
		n.Page.Door = a.doorOf(n, parents)
		a.site.Pages = append(a.site.Pages, n.Page)
	}
	breadcrumbs := append(slices.Clip(parents), n)
	for _, child := range n.Children {
		child.Title = strings.TrimPrefix(child.Title, n.Title+" · ")
		if n.Page != nil && child.Page != nil {
			n.Page.Children = append(n.Page.Children, child.Page)
		}
		a.walk(child, breadcrumbs)
	}
}
