package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Near is a section that shares terms with a query, by its index in the pages and in the page's
// sections.
type Near struct {
	Page, Section int
	Score         float64
}

// The weights of BM25F: a term in a name counts as nameWeight terms in a body, saturation limits
// what repetitions add, and lengthWeight is the share of a body's length in its weight.
const (
	nameWeight   = 4
	saturation   = 1.2
	lengthWeight = 0.75
)

// Nearest returns, for each query, the sections that share its terms, at most limit of them, the
// nearest first. It ranks by BM25F over sections, so that a rare term of the query counts more
// than a frequent one. The names are a section's heading and asks, in the first section also the
// page's title and tags. It reads all texts once, without the index.
func (b *Builder) Nearest(pages []Page, queries []string, limit int) [][]Near {
	c := &cutter{alphabet: b.alphabet()}
	numbers := map[string]int{} // of the terms of all queries
	wanted := make([][]int, len(queries))
	for i, query := range queries {
		wanted[i] = c.queryTerms(query, numbers)
	}
	var sections []counted
	frequency, length := make([]float64, len(numbers)), 0.0
	for i, p := range pages {
		for j := range p.Sections {
			s := c.count(p, j, numbers)
			s.Page, s.Section = i, j
			for term := range s.names {
				frequency[term]++
			}
			for term := range s.body {
				if s.names[term] == 0 {
					frequency[term]++
				}
			}
			length += s.length
			sections = append(sections, s)
		}
	}
	average := max(1, length/max(1, float64(len(sections))))
	near := make([][]Near, len(queries))
	for i, terms := range wanted {
		for _, s := range sections {
			for _, term := range terms {
				rarity := math.Log(1 + (float64(len(sections))-frequency[term]+0.5)/(frequency[term]+0.5))
				weight := nameWeight*s.names[term] + s.body[term]/(1-lengthWeight+lengthWeight*s.length/average)
				s.Score += rarity * weight / (saturation + weight)
			}
			if s.Score > 0 {
				near[i] = append(near[i], s.Near)
			}
		}
		slices.SortStableFunc(near[i], func(a, b Near) int { return cmp.Compare(b.Score, a.Score) })
		near[i] = near[i][:min(limit, len(near[i]))]
	}
	return near
}

// counted has the occurrences of the queries' terms in a section, by number.
type counted struct {
	Near
	names, body map[int]float64
	length      float64 // of the body, in terms
}

// count counts the terms of a section.
func (c *cutter) count(p Page, section int, numbers map[string]int) counted {
	s := p.Sections[section]
	counts := counted{names: map[int]float64{}, body: map[int]float64{}}
	names := append([]string{s.Heading}, s.Asks...)
	if section == 0 {
		names = append(append(names, p.Title), p.Tags...)
	}
	c.cut(strings.Join(names, "\n"), func(t token) {
		if n, ok := numbers[string(t.term)]; ok {
			counts.names[n]++
		}
	})
	c.cut(s.Text, func(t token) {
		counts.length++
		if n, ok := numbers[string(t.term)]; ok {
			counts.body[n]++
		}
	})
	return counts
}

// queryTerms returns the numbers of a query's terms, each once. It adds new terms to the numbers.
// Single Han characters, which also end longer runs, count only if the query has no other terms.
func (c *cutter) queryTerms(query string, numbers map[string]int) []int {
	var terms, single []string
	c.cut(query, func(t token) {
		if r, size := utf8.DecodeRune(t.term); size == len(t.term) && c.classOf(r) == han {
			single = append(single, string(t.term))
		} else {
			terms = append(terms, string(t.term))
		}
	})
	if len(terms) == 0 {
		terms = single
	}
	var all []int
	for _, term := range terms {
		n, known := numbers[term]
		if !known {
			n = len(numbers)
			numbers[term] = n
		}
		if !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// Fold returns the text by which two queries are the same: folded, without signs, and with a
// space only between words of letters.
func (b *Builder) Fold(query string) string {
	c := &cutter{alphabet: b.alphabet()}
	c.read(query)
	var folded strings.Builder
	last := sign // the class of the last character that is no sign
	gap := false
	for i, class := range c.classes {
		if class == sign {
			gap = true
			continue
		}
		if gap && last == letter && class == letter {
			folded.WriteByte(' ')
		}
		folded.Write(c.term(i, i+1))
		last, gap = class, false
	}
	return folded.String()
}
