package search

import "strings"

// askPlaces is the number of positions between the beginnings of two asks. An ask is shorter
// (markdown.MaxAsk), so a match that begins at a multiple of askPlaces begins an ask.
const askPlaces = 64

// cutAsk cuts an ask into terms. Their positions count the characters of terms alone, and
// signs between Han do not end a run: 领导，不见我？ and 领导不见我 have the same terms, except
// that the former also has 导, the last character before a sign. The distance of two pieces
// of an ask is therefore the length of the first, whatever the punctuation. cutAsk returns the
// characters of the terms.
func (c *cutter) cutAsk(ask string, emit func(token)) string {
	var text strings.Builder
	end, signs := int32(0), int32(0) // of the terms so far; the signs before them
	c.cut(ask, func(t token) {
		if t.start > end {
			if before := int(end) - 1; end > 0 && c.classes[before] == han && c.classes[t.start] == han {
				pair := string(c.term(before, before+1)) + string(c.term(int(t.start), int(t.start)+1))
				emit(token{term: []byte(pair), start: end - 1 - signs, end: end + 1 - signs, ends: t.ends && t.end == t.start+1})
			}
			signs += t.start - end
			end = t.start
		}
		for ; end < t.end; end++ {
			text.WriteRune(c.original[end])
		}
		t.start, t.end = t.start-signs, t.end-signs
		emit(t)
	})
	return text.String()
}

// askTexts returns the characters of the terms of each ask, one ask a line.
func (c *cutter) askTexts(asks []string) string {
	texts := make([]string, len(asks))
	for i, ask := range asks {
		texts[i] = c.cutAsk(ask, func(token) {})
	}
	return strings.Join(texts, "\n")
}
