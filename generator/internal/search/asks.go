package search

import "strings"

// askPlaces is the number of positions between the beginnings of two asks. An ask is shorter
// (markdown.MaxAsk), so a match that begins at a multiple of askPlaces begins an ask.
const askPlaces = 64

// askTexts returns the asks of a section as they are indexed: without the signs at their ends
// and between Han, and with a space instead of other signs. 领导，不见我？ and 领导不见我 are
// the same ask, and the distance of two pieces of an ask does not depend on its punctuation.
//
// If signs leave a single Han character alone, as in 贵，咋办, the ask is indexed a second
// time with spaces there, because only the last character of a run is a term.
func (c *cutter) askTexts(asks []string) []string {
	var texts []string
	for _, ask := range asks {
		joined, apart, isAlone := c.askText(ask)
		if texts = append(texts, joined); isAlone {
			texts = append(texts, apart)
		}
	}
	return texts
}

// askText returns an ask without the signs between Han, the ask with spaces instead of them,
// and whether a single Han character stands before such signs.
func (c *cutter) askText(ask string) (joined, apart string, isAlone bool) {
	var inTerm []bool // by character: + in C++ is in a term, + in a+b is not
	c.cut(ask, func(t token) {
		for int(t.end) > len(inTerm) {
			inTerm = append(inTerm, false)
		}
		for i := t.start; i < t.end; i++ {
			inTerm[i] = true
		}
	})
	var j, a strings.Builder
	last := -1 // the character of a term before i
	for i := range inTerm {
		if !inTerm[i] {
			continue
		}
		if last >= 0 && last < i-1 {
			a.WriteByte(' ')
			if c.classes[last] != han || c.classes[i] != han {
				j.WriteByte(' ')
			} else if last == 0 || c.classes[last-1] != han {
				isAlone = true
			}
		}
		j.WriteRune(c.original[i])
		a.WriteRune(c.original[i])
		last = i
	}
	return j.String(), a.String(), isAlone
}
