package site

import (
	"cmp"
	"slices"
	"unicode"
)

// charactersPerMinute is how fast one reads a text to act upon it: the lower end
// of what is common for Chinese, since a playbook is no novel.
const charactersPerMinute = 400

// Minutes is how long it takes to read a page, 0 for one without a text.
func (p *Page) Minutes() int { return p.MinutesFrom("") }

// MinutesFrom is how long it takes to read what stands under the heading of an
// anchor, with the smaller headings below it; all of the page for "" and its title.
func (p *Page) MinutesFrom(anchor string) int {
	if p.Document == nil {
		return 0
	}
	characters, level := 0, 0
	whole := anchor == "" || anchor == p.Document.Title.ID
	for _, s := range p.Document.Sections {
		switch {
		case whole:
		case s.Anchor == anchor:
			level = s.Level
		case level == 0:
			continue
		case s.Level <= level:
			level = 0
			continue
		}
		characters += readingLength(s.Text)
	}
	return (characters + charactersPerMinute - 1) / charactersPerMinute
}

// readingLength is the length of a text in characters, where a Latin word or a
// number reads like two.
func readingLength(text string) (n int) {
	latin := false
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			n++
			latin = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !latin {
				n += 2
			}
			latin = true
		default:
			latin = false
		}
	}
	return n
}

// relate finds for each page the few that a reader may want beside it: of the
// same track and stage, with the same tags and abilities. Pages that the reading
// order puts beside it are passed over.
func (a *assembler) relate() {
	const (
		most   = 4
		widest = 50 // a tag that more pages share says little
	)
	// Pages and what makes them related are numbers here: of ten thousand pages
	// each is compared with a hundred others.
	var pages []*Page
	var shared [][]int // the pages that have something in common
	var kin [][]int    // by page, which of these it is in
	numbers := map[any]int{}
	for _, p := range a.site.Pages {
		if p.Document == nil || p.IsTool() {
			continue
		}
		var in []int
		for _, key := range p.kinship() {
			n, known := numbers[key]
			if !known {
				n = len(shared)
				numbers[key], shared = n, append(shared, nil)
			}
			shared[n] = append(shared[n], len(pages))
			in = append(in, n)
		}
		pages, kin = append(pages, p), append(kin, in)
	}
	score := make([]int, len(pages)) // of each page beside the one that is looked at
	for i, p := range pages {
		var met []int
		narrow := slices.DeleteFunc(kin[i], func(n int) bool { return len(shared[n]) > widest })
		for _, n := range narrow {
			for _, other := range shared[n] {
				if score[other]++; score[other] == 2 && other != i && pages[other] != p.Prev && pages[other] != p.Next {
					met = append(met, other)
				}
			}
		}
		slices.SortFunc(met, func(x, y int) int {
			return cmp.Or(cmp.Compare(score[y], score[x]), cmp.Compare(pages[x].Path, pages[y].Path))
		})
		for _, other := range met[:min(most, len(met))] {
			p.Related = append(p.Related, pages[other])
		}
		for _, n := range narrow {
			for _, other := range shared[n] {
				score[other] = 0
			}
		}
	}
}

// kinship is what makes pages related, each as a key.
func (p *Page) kinship() []any {
	var keys []any
	for _, tag := range p.Tags {
		keys = append(keys, tag)
	}
	for _, ability := range p.Abilities {
		keys = append(keys, ability)
	}
	if p.Track != nil {
		keys = append(keys, p.Track)
	}
	if p.Stage != nil {
		keys = append(keys, p.Stage)
	}
	return keys
}
