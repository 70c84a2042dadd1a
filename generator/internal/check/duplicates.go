package check

import (
	"unicode"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// Near-duplicates are found by MinHash with locality-sensitive hashing. A shingle is a
// string of five consecutive letters or digits of a page. The similarity of two pages is
// the Jaccard index of their sets of shingles. A page's signature has 72 values: the hashes
// of its shingles are divided into 72 classes, and the signature holds the smallest hash of
// each class. Signatures are divided into 24 bands of three values. A page becomes a
// candidate if it equals an earlier page in a whole band; each band remembers only the
// latest page with a value. Two pages of similarity 0.5 are candidates with a probability
// of 96 %, two pages of similarity 0.1 with 2 %. The exact similarity of the best candidate
// decides.
const (
	shingleLength = 5
	bands         = 24
	bandSize      = 3
	minShingles   = 200 // a shorter page is not compared
	minSimilarity = 0.5 // pages of this similarity or more are reported
	tolerance     = 0.2 // by which the similarity estimated from signatures may be too low
)

// signature holds the smallest hash of each class of a page's shingles.
type signature [bands * bandSize]uint64

// nearDuplicates reports pages whose text is nearly that of an earlier page.
func nearDuplicates(s *site.Site) (faults []diag.Fault) {
	var pages []*site.Page
	var signatures []signature
	latest := map[uint64]int{} // by a band's value: the index of the latest page that has it
	for _, p := range s.Pages {
		own, ok := signatureOf(p)
		if !ok {
			continue
		}
		best, highest := -1, 0.0
		for band := range bands {
			key := own.key(band)
			if candidate, ok := latest[key]; ok && candidate != best {
				if similarity := own.similarity(signatures[candidate]); similarity > highest {
					best, highest = candidate, similarity
				}
			}
			latest[key] = len(pages)
		}
		if best >= 0 && highest > minSimilarity-tolerance {
			faults = append(faults, verify(p, pages[best])...)
		}
		pages, signatures = append(pages, p), append(signatures, own)
	}
	return faults
}

// verify computes the exact similarity of two pages, and reports the first if the pages are
// near-duplicates.
func verify(p, earlier *site.Page) []diag.Fault {
	theirs, own := map[uint64]bool{}, map[uint64]bool{}
	shingles(earlier, func(h uint64) { theirs[h] = true })
	shared := 0
	shingles(p, func(h uint64) {
		if theirs[h] && !own[h] {
			shared++
		}
		own[h] = true
	})
	if union := len(theirs) + len(own) - shared; float64(shared) < minSimilarity*float64(union) {
		return nil
	}
	return []diag.Fault{diag.Warnf(diag.WholeFile(p.Source), "near-duplicate", "%d %% of this page is also in %s", 100*shared/len(own), earlier.Source).
		WithHelp("keep it on one of the two pages and link to it from the other")}
}

// signatureOf returns the signature of a page, and whether the page has enough text to be
// compared.
func signatureOf(p *site.Page) (s signature, ok bool) {
	if p.Document == nil || p.Source == "" {
		return s, false
	}
	for i := range s {
		s[i] = ^uint64(0)
	}
	n := 0
	shingles(p, func(h uint64) {
		n++
		smallest := &s[h%uint64(len(s))]
		*smallest = min(*smallest, h)
	})
	return s, n >= minShingles
}

// key returns a hash of a band and its values.
func (s signature) key(band int) uint64 {
	h := uint64(band)
	for _, value := range s[band*bandSize : (band+1)*bandSize] {
		h = mix(h ^ value)
	}
	return h
}

// similarity estimates the similarity of two pages by the share of equal values.
func (s signature) similarity(other signature) float64 {
	same := 0
	for i, value := range s {
		if value == other[i] {
			same++
		}
	}
	return float64(same) / float64(len(s))
}

// shingles calls yield with the hash of each shingle of a page's text. It ignores case,
// spaces and punctuation.
func shingles(p *site.Page, yield func(uint64)) {
	var window [shingleLength]rune
	n := 0
	for _, section := range p.Document.Sections {
		for _, text := range []string{section.Heading, section.Text} {
			for _, r := range text {
				if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
					continue
				}
				copy(window[:], window[1:])
				window[shingleLength-1] = unicode.ToLower(r)
				if n++; n >= shingleLength {
					yield(hash(window))
				}
			}
		}
	}
}

func hash(window [shingleLength]rune) (h uint64) {
	for _, r := range window {
		h = (h ^ uint64(r)) * 0x9E3779B97F4A7C15
	}
	return mix(h)
}

// mix makes every bit of the result depend on every bit of h.
func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	return h ^ h>>32
}
