package check

import (
	"unicode"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// Two pages are compared by their shingles: the strings of five letters or
// digits that stand on them. Pages are found to compare by MinHash: of each of
// 72 parts of all hashes the smallest that a page has is kept, and two pages
// that agree in three of these side by side are compared, each page with the
// last before it that does. Two of which half of the shingles of either are on
// both agree so with a probability of 96 %, two with a tenth with one of 2 %.
const (
	shingle  = 5
	bands    = 24
	rows     = 3
	shortest = 200 // shingles of a page that says enough to be compared
	likeness = 0.5 // of all shingles of two pages, those that are on both
)

// minima are the smallest hashes of a page.
type minima [bands * rows]uint64

// alike reports the pages that are nearly the same as an earlier page.
func alike(s *site.Site) (faults []diag.Fault) {
	var pages []*site.Page
	var sketches []minima
	last := map[uint64]int{} // by what a page agrees in
	for _, p := range s.Pages {
		sketch, enough := sketchOf(p)
		if !enough {
			continue
		}
		best, most := -1, 0.0
		for band := range bands {
			key := sketch.key(band)
			if other, ok := last[key]; ok && other != best {
				if share := sketch.share(sketches[other]); share > most {
					best, most = other, share
				}
			}
			last[key] = len(pages)
		}
		if best >= 0 && most > likeness-0.2 {
			faults = append(faults, compare(p, pages[best])...)
		}
		pages, sketches = append(pages, p), append(sketches, sketch)
	}
	return faults
}

// compare reports a page of which half of all shingles are also on an earlier page.
func compare(p, earlier *site.Page) []diag.Fault {
	known, mine := map[uint64]bool{}, map[uint64]bool{}
	shingles(earlier, func(h uint64) { known[h] = true })
	shared := 0
	shingles(p, func(h uint64) {
		if known[h] && !mine[h] {
			shared++
		}
		mine[h] = true
	})
	if all := len(known) + len(mine) - shared; float64(shared) < likeness*float64(all) {
		return nil
	}
	return []diag.Fault{diag.Warnf(diag.WholeFile(p.Source), "near-duplicate", "%d %% of this page is also in %s", 100*shared/len(mine), earlier.Source).
		WithHelp("keep it on one of the two pages and link to it from the other")}
}

func sketchOf(p *site.Page) (sketch minima, enough bool) {
	if p.Document == nil || p.Source == "" {
		return sketch, false
	}
	for i := range sketch {
		sketch[i] = ^uint64(0)
	}
	n := 0
	shingles(p, func(h uint64) {
		n++
		part := &sketch[h%uint64(len(sketch))]
		*part = min(*part, h)
	})
	return sketch, n >= shortest
}

// key stands for the minima of a band.
func (m minima) key(band int) uint64 {
	h := uint64(band)
	for _, value := range m[band*rows : (band+1)*rows] {
		h = mix(h ^ value)
	}
	return h
}

// share is how many of the minima two pages have in common, which is about the
// likeness of the two.
func (m minima) share(other minima) float64 {
	same := 0
	for i, value := range m {
		if value == other[i] {
			same++
		}
	}
	return float64(same) / float64(len(m))
}

// shingles gives the hash of each shingle of a page's text. Case, space and
// punctuation make no difference.
func shingles(p *site.Page, yield func(uint64)) {
	var window [shingle]rune
	n := 0
	for _, section := range p.Document.Sections {
		for _, text := range []string{section.Heading, section.Text} {
			for _, r := range text {
				if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
					continue
				}
				copy(window[:], window[1:])
				window[shingle-1] = unicode.ToLower(r)
				if n++; n >= shingle {
					yield(hash(window))
				}
			}
		}
	}
}

func hash(window [shingle]rune) (h uint64) {
	for _, r := range window {
		h = (h ^ uint64(r)) * 0x9E3779B97F4A7C15
	}
	return mix(h)
}

// mix spreads a number over all 64 bits.
func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>32
}
