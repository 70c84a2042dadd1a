package site

import "cairn/generator/internal/config"

// linkNeighbours sets Prev and Next of each page.
func (a *assembler) linkNeighbours() {
	var last *Page
	for _, p := range a.way() {
		if last != nil {
			p.Prev, last.Next = last, p
		}
		last = p
	}
}

// way returns the pages in the order in which a reader goes from one to the next. It is the
// reading order, except that a reading path leads to the playbook of its track and stage, and a
// playbook to its worksheet. Pages for teams are left out: they lead no further.
func (a *assembler) way() (pages []*Page) {
	type cell struct {
		track *config.Track
		stage *config.Stage
	}
	paths := map[cell][]*Page{} // reading paths, by their track and stage
	playbooks := map[cell]bool{}
	for _, p := range a.site.Pages {
		switch of := (cell{p.Track, p.Stage}); {
		case p.Track == nil || p.Stage == nil:
		case p.Layout == LayoutPath:
			paths[of] = append(paths[of], p)
		case p.Layout == LayoutPlaybook:
			playbooks[of] = true
		}
	}
	for _, p := range a.site.Pages {
		of := cell{p.Track, p.Stage}
		switch {
		case p.IsForTeam(), p.Layout == LayoutPath && playbooks[of], p.Playbook != nil:
		case p.Layout == LayoutPlaybook:
			pages = append(append(pages, paths[of]...), p)
			if p.Worksheet != nil {
				pages = append(pages, p.Worksheet)
			}
		default:
			pages = append(pages, p)
		}
	}
	return pages
}
