package search

import (
	"iter"
	"maps"
	"strings"
)

// The fields of a section, as bits.
const (
	inTitle = 1 << iota
	inHeading
	inBody
)

// posting is one place where a term stands.
type posting struct {
	page, section int32
	field         int32
	position      int32
}

// index has the postings of each term, in the order of the pages.
type index map[string][]posting

func newIndex(pages []Page) index {
	ix := index{}
	t, spoken := tokeniser{memo(fold), memo(isHan), memo(isWord)}, newSpeaker()
	for p, page := range pages {
		ix.addFilter(p, "track", page.Track)
		ix.addFilter(p, "stage", page.Stage)
		for s, section := range page.Sections {
			at := posting{page: int32(p), section: int32(s)}
			heading := section.Heading
			if s == 0 {
				ix.add(t.tokenise, at, inTitle, page.Title)
				ix.add(spoken.sounds, at, inTitle, page.Title)
				heading = strings.Join(append([]string{heading}, page.Tags...), "\n")
			}
			ix.add(t.tokenise, at, inHeading, heading)
			ix.add(spoken.sounds, at, inHeading, heading)
			ix.add(t.tokenise, at, inBody, section.Text)
		}
	}
	return ix
}

func (ix index) add(tokens func(string) []Token, at posting, field int32, text string) {
	at.field = field
	for _, token := range tokens(text) {
		at.position = int32(token.Start)
		ix[token.Term] = append(ix[token.Term], at)
	}
}

// addFilter notes that a page is one of those that a filter leaves: =track saas.
func (ix index) addFilter(page int, name, value string) {
	if value != "" {
		term := "=" + name + " " + value
		ix[term] = append(ix[term], posting{page: int32(page), field: inBody})
	}
}

func (ix index) terms() iter.Seq[string] { return maps.Keys(ix) }

// memo remembers what a function of characters says.
func memo[T any](f func(rune) T) func(rune) T {
	known := map[rune]T{}
	return func(r rune) T {
		v, ok := known[r]
		if !ok {
			v = f(r)
			known[r] = v
		}
		return v
	}
}
