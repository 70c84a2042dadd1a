package e2e

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"cairn/generator/internal/corpus"
	"cairn/generator/internal/search"
)

// ownQueries returns queries for the title of each page, and for headings that occur only once.
func ownQueries(pages []search.Page) (queries []corpus.Query) {
	headings := map[string]int{}
	for _, p := range pages {
		queries = append(queries, corpus.Query{Kind: "title", Text: p.Title, Path: p.Path})
		for _, s := range p.Sections {
			headings[s.Heading]++
		}
	}
	for _, p := range pages {
		for _, s := range p.Sections {
			if s.Heading != "" && headings[s.Heading] == 1 && len(queries) < len(pages)+200 {
				queries = append(queries, corpus.Query{Kind: "heading", Text: s.Heading, Path: p.Path})
			}
		}
	}
	return queries
}

// onceQueries returns strings of two, three and four Han characters that occur on exactly one
// page and in no ask, which only Cairn indexes: forty of each length.
func onceQueries(pages []search.Page) (queries []corpus.Query) {
	random := rand.New(rand.NewPCG(1, 2))
	var asks strings.Builder
	for _, p := range pages {
		for _, s := range p.Sections {
			asks.WriteString(strings.Join(s.Asks, "\n") + "\n")
		}
	}
	for n := 2; n <= 4; n++ {
		on := map[string]int{} // the index of the page that has the string, -1 for several pages
		for i, p := range pages {
			for _, text := range fieldsOf(p) {
				runes := []rune(text)
				for from := 0; from+n <= len(runes); from++ {
					piece := string(runes[from : from+n])
					if strings.ContainsFunc(piece, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
						continue
					}
					if page, known := on[piece]; !known {
						on[piece] = i
					} else if page != i {
						on[piece] = -1
					}
				}
			}
		}
		maps.DeleteFunc(on, func(piece string, page int) bool { return page < 0 || strings.Contains(asks.String(), piece) })
		pieces := slices.Sorted(maps.Keys(on))
		random.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		for _, piece := range pieces[:min(40, len(pieces))] {
			queries = append(queries, corpus.Query{Kind: fmt.Sprint("once, ", n), Text: piece, Path: pages[on[piece]].Path})
		}
	}
	return queries
}

func fieldsOf(p search.Page) []string {
	texts := []string{p.Title}
	for _, s := range p.Sections {
		texts = append(texts, s.Heading, s.Text)
	}
	return texts
}
