package site

import (
	"cmp"
	"slices"
)

// subject is an attribute by which pages are related: a tag, or the id of an ability, a track
// or a stage.
type subject struct{ kind, name string }

// relatePages sets the related pages of each page: the pages that share two or more
// subjects with it, those that share the most first. Its neighbours in reading order are
// left out, because the page already links to them.
func (a *assembler) relatePages() {
	const maxRelated = 4
	pages, pagesOf, subjectsOf := a.subjects()
	shared := make([]int, len(pages)) // by page, the number of subjects it shares with p
	for i, p := range pages {
		var related []int
		for _, s := range subjectsOf[i] {
			for _, other := range pagesOf[s] {
				if shared[other]++; shared[other] == 2 && other != i && pages[other] != p.Prev && pages[other] != p.Next {
					related = append(related, other)
				}
			}
		}
		slices.SortFunc(related, func(x, y int) int {
			return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(pages[x].Path, pages[y].Path))
		})
		for _, other := range related[:min(maxRelated, len(related))] {
			p.Related = append(p.Related, pages[other])
		}
		for _, s := range subjectsOf[i] {
			for _, other := range pagesOf[s] {
				shared[other] = 0
			}
		}
	}
}

// subjects returns the pages that have a text, the pages of each subject, and the subjects of
// each page, both as indices. Subjects of very many pages are left out: they say little,
// and comparing all their pages would take quadratic time.
func (a *assembler) subjects() (pages []*Page, pagesOf, subjectsOf [][]int) {
	const maxPages = 50
	indices := map[subject]int{}
	for _, p := range a.site.Pages {
		if p.Document == nil || p.IsTool() {
			continue
		}
		var own []int
		for s := range p.subjects {
			index, known := indices[s]
			if !known {
				index = len(pagesOf)
				indices[s], pagesOf = index, append(pagesOf, nil)
			}
			pagesOf[index] = append(pagesOf[index], len(pages))
			own = append(own, index)
		}
		pages, subjectsOf = append(pages, p), append(subjectsOf, own)
	}
	for i, own := range subjectsOf {
		subjectsOf[i] = slices.DeleteFunc(own, func(s int) bool { return len(pagesOf[s]) > maxPages })
	}
	return pages, pagesOf, subjectsOf
}

// subjects iterates over the subjects of a page.
func (p *Page) subjects(yield func(subject) bool) {
	for _, tag := range p.Tags {
		if !yield(subject{"tag", tag}) {
			return
		}
	}
	for _, ability := range p.Abilities {
		if !yield(subject{"ability", ability.ID}) {
			return
		}
	}
	if p.Track != nil && !yield(subject{"track", p.Track.ID}) {
		return
	}
	if p.Stage != nil {
		yield(subject{"stage", p.Stage.ID})
	}
}
