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
// anchor, with the smaller headings below it; all of the page for "".
func (p *Page) MinutesFrom(anchor string) int {
	if p.Document == nil {
		return 0
	}
	characters, level := 0, 0
	for _, s := range p.Document.Sections {
		switch {
		case anchor == "":
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
	shared := map[any][]*Page{}
	for _, p := range a.site.Pages {
		if p.Document == nil || p.IsTool() {
			continue
		}
		for _, key := range p.kinship() {
			shared[key] = append(shared[key], p)
		}
	}
	for _, p := range a.site.Pages {
		if p.Document == nil || p.IsTool() {
			continue
		}
		score := map[*Page]int{}
		for _, key := range p.kinship() {
			for _, other := range shared[key] {
				if len(shared[key]) <= widest && other != p && other != p.Prev && other != p.Next {
					score[other]++
				}
			}
		}
		for other, n := range score {
			if n > 1 {
				p.Related = append(p.Related, other)
			}
		}
		slices.SortFunc(p.Related, func(x, y *Page) int { return cmp.Or(cmp.Compare(score[y], score[x]), cmp.Compare(x.Path, y.Path)) })
		p.Related = p.Related[:min(most, len(p.Related))]
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
