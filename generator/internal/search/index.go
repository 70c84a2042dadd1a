package search

import (
	"hash/crc32"
	"iter"
	"math/bits"
	"slices"
	"strings"
)

// maxSegment is the largest number of pages in a segment. Without a limit a few segments
// are several times as large as the others, and with them the buffers of all writers.
const maxSegment = 256

// cutPages cuts a list of pages into the pages of segments. The borders depend on the
// paths alone: adding or removing a page changes the segments up to the next border that
// the limit has not made, mostly one. A segment has 110 pages on average.
func cutPages(pages []Page) [][]Page {
	last := func(p Page) bool { return crc32.ChecksumIEEE([]byte(p.Path))%128 == 0 }
	var all [][]Page
	for len(pages) > 0 {
		most := pages[:min(len(pages), maxSegment)]
		n := slices.IndexFunc(most, last) + 1
		if n == 0 {
			n = len(most)
		}
		all, pages = append(all, pages[:n]), pages[n:]
	}
	return all
}

// cursor points at the next term of a segment.
type cursor struct {
	*segment
	base int32 // number of pages before the segment
	next int   // index of the term
	term string
	key  uint64 // of the term; most comparisons end with it
}

// at moves the cursor to a term.
func (c *cursor) at(i int) {
	c.next, c.term = i, c.segment.term(i)
	c.key = keyOf([]byte(c.term))
}

// isBefore reports the order of a merge: by term, then by page.
func (c *cursor) isBefore(other *cursor) bool {
	switch {
	case c.key != other.key:
		return c.key < other.key
	case c.term != other.term:
		return c.term < other.term
	}
	return c.base < other.base
}

// cursors is a heap: cursor i is before cursors 2i + 1 and 2i + 2.
type cursors []*cursor

// newCursors returns the cursors at the first terms of the segments.
func newCursors(segments []*segment) cursors {
	var h cursors
	base := int32(0)
	for _, s := range segments {
		if len(s.terms) > 0 {
			c := &cursor{segment: s, base: base}
			c.at(0)
			h = append(h, c)
		}
		base += s.pages
	}
	for i := len(h)/2 - 1; i >= 0; i-- {
		h.sink(i)
	}
	return h
}

// sink moves cursor i down to its place in the heap.
func (h cursors) sink(i int) {
	for {
		first := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(h); child++ {
			if h[child].isBefore(h[first]) {
				first = child
			}
		}
		if first == i {
			return
		}
		h[i], h[first] = h[first], h[i]
		i = first
	}
}

// advance moves the first cursor to the next term of its segment. It removes the cursor if the
// segment has no further term.
func (h cursors) advance() cursors {
	c := h[0]
	if c.next+1 < len(c.terms) {
		c.at(c.next + 1)
	} else {
		last := len(h) - 1
		h[0], h = h[last], h[:last]
	}
	h.sink(0)
	return h
}

// part is the postings of a term in one segment. The parts of a term, in order, are its
// postings in the index.
type part struct {
	*segment
	term    int32 // index of the term in the segment
	skipped int32 // pages between the part before and this one
}

// data returns the postings without their first number, pages skipped, which is a single
// byte 0 in a segment.
func (p part) data() []byte { return p.postings(int(p.term))[1:] }

// size returns the number of bytes of the postings, with the pages skipped.
func (p part) size() int {
	return (bits.Len32(uint32(p.skipped)|1)+6)/7 + len(p.data())
}

// merge calls f for each term of the segments, in order, with its parts, which are valid
// until f returns.
func merge(segments []*segment, f func(term string, parts []part)) {
	h := newCursors(segments)
	var parts []part
	for len(h) > 0 {
		term, before := h[0].term, int32(0)
		parts = parts[:0]
		for len(h) > 0 && h[0].term == term {
			c := h[0]
			t := c.terms[c.next]
			parts = append(parts, part{c.segment, int32(c.next), c.base + t.first - before})
			before = c.base + t.last + 1
			h = h.advance()
		}
		f(term, parts)
	}
}

// shard is a range of terms with their postings.
type shard struct {
	first string // greater than all terms of the shards before, not greater than its first term
	terms []shardTerm
	parts []part // of all terms
	size  int
}

// shardTerm is a term, the end of its parts, which begin at the end of the parts of the term
// before, and their size in bytes.
type shardTerm struct {
	term      string
	end, size int
}

// shards calls f for each shard. A shard has at most limit bytes, unless a single term
// has more, with its postings in names, which are in the same line.
func shards(segments []*segment, limit int, f func(shard)) {
	var current shard
	var before string
	flush := func() {
		if len(current.terms) > 0 {
			f(shard{current.first, slices.Clone(current.terms), slices.Clone(current.parts), current.size})
		}
		current = shard{terms: current.terms[:0], parts: current.parts[:0]}
	}
	merge(segments, func(term string, parts []part) {
		size := 0 // of the term's postings
		for _, p := range parts {
			size += p.size()
		}
		more := len(term) + size
		if current.size+more > limit && term != before+string(nameSuffix) {
			flush()
		}
		if len(current.terms) == 0 {
			current.first = shortest(before, term)
		}
		current.size += more
		current.parts = append(current.parts, parts...)
		current.terms = append(current.terms, shardTerm{term, len(current.parts), size})
		before = term
	})
	flush()
}

// appendLines appends the shard of an index of some pages as the browser reads it, a string of JavaScript.
func (s shard) appendLines(data []byte, a *alphabet, pages int) []byte {
	w := numberWriter{text: append(data, '`')}
	from, line := 0, ""
	for i, t := range s.terms {
		term, isName := strings.CutSuffix(t.term, string(nameSuffix))
		if i == 0 || term != line {
			if i > 0 {
				w.text = append(w.text, '\n')
			}
			w.text = append(append(w.text, term...), ' ')
		}
		if isName {
			w.text = append(w.text, nameSuffix)
		}
		w.postings(a.formOf([]byte(t.term)), s.parts[from:t.end], pages)
		w.text = w.end()
		from, line = t.end, term
	}
	return append(w.text, "\n`"...)
}

// inShards yields consecutive lines whose sizes sum up to at least size bytes.
func inShards(lines []string, size int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for len(lines) > 0 {
			n, sum := 0, 0
			for n < len(lines) && sum < size {
				sum += len(lines[n])
				n++
			}
			if !yield(lines[:n]) {
				return
			}
			lines = lines[n:]
		}
	}
}

// appendStrings appends lines as the browser reads them, a string of JavaScript.
func appendStrings(data []byte, lines []string) []byte {
	data = append(data, '`')
	for _, line := range lines {
		data = append(append(data, line...), '\n')
	}
	return append(data, '`')
}

// shortest returns the shortest prefix of a term that is greater than the term before.
func shortest(before, term string) string {
	for i := range term {
		if i > 0 && term[:i] > before {
			return term[:i]
		}
	}
	return term
}

// groups puts consecutive pages into groups of at least size bytes.
func groups(pages []Page, size int) [][]Page {
	var all [][]Page
	for len(pages) > 0 {
		n, sum := 0, 0
		for n < len(pages) && sum < size {
			sum += pages[n].size()
			n++
		}
		all, pages = append(all, pages[:n]), pages[n:]
	}
	return all
}
