package search

import (
	"encoding/binary"
	"hash/crc32"
	"slices"
)

// cutPages cuts a list of pages into the pages of segments. The borders depend on the
// paths alone, so adding or removing a page changes one segment. A segment has 128
// pages on average.
func cutPages(pages []Page) [][]Page {
	last := func(p Page) bool { return crc32.ChecksumIEEE([]byte(p.Path))%128 == 0 }
	var all [][]Page
	for len(pages) > 0 {
		n := slices.IndexFunc(pages, last) + 1
		if n == 0 {
			n = len(pages)
		}
		all, pages = append(all, pages[:n]), pages[n:]
	}
	return all
}

// merge calls f for each term of the segments, in order, with its postings on all
// pages, which are valid until f returns.
func merge(segments []*segment, f func(term string, postings []byte)) {
	base := make([]int32, len(segments)+1) // number of pages before each segment
	next := make([]int, len(segments))     // index of the next term of each segment
	terms := make([]string, len(segments)) // that term, "" at the end of the segment
	for i, s := range segments {
		base[i+1] = base[i] + s.pages
		terms[i] = s.term(0)
	}
	var postings []byte
	for {
		first := ""
		for _, term := range terms {
			if term != "" && (first == "" || term < first) {
				first = term
			}
		}
		if first == "" {
			return
		}
		postings = postings[:0]
		before := int32(0)
		for i, s := range segments {
			if terms[i] != first {
				continue
			}
			t := s.terms[next[i]]
			// The first number of a term in a segment, pages skipped, is a single byte 0.
			postings = binary.AppendUvarint(postings, uint64(base[i]+t.first-before))
			postings = append(postings, s.postings(next[i])[1:]...)
			before = base[i] + t.last + 1
			next[i]++
			terms[i] = s.term(next[i])
		}
		f(first, postings)
	}
}

// shard is a range of terms with their postings.
type shard struct {
	first    string // greater than all terms of the shards before, not greater than its first term
	terms    []shardTerm
	postings []byte // of all terms
	size     int
}

// shardTerm is a term and the end of its postings, which begin at the end of the
// postings of the term before.
type shardTerm struct {
	term string
	end  int
}

// shards calls f for each shard. A shard has at most size bytes, unless a single term
// has more.
func shards(segments []*segment, size int, f func(shard)) {
	empty := func() shard { return shard{postings: make([]byte, 0, size)} }
	current := empty()
	var before string
	flush := func() {
		if len(current.terms) > 0 {
			f(current)
		}
		current = empty()
	}
	merge(segments, func(term string, postings []byte) {
		if current.size+len(term)+len(postings) > size {
			flush()
		}
		if len(current.terms) == 0 {
			current.first = shortest(before, term)
		}
		current.size += len(term) + len(postings)
		current.postings = append(current.postings, postings...)
		current.terms = append(current.terms, shardTerm{term, len(current.postings)})
		before = term
	})
	flush()
}

// lines returns the shard as the browser reads it, a string of JavaScript.
func (s shard) lines(a *alphabet) []byte {
	w := numberWriter{text: make([]byte, 0, 2*s.size)}
	w.text = append(w.text, '`')
	from := 0
	for _, t := range s.terms {
		w.text = append(append(w.text, t.term...), ' ')
		w.postings(a.formOf(t.term), s.postings[from:t.end])
		w.text = append(w.end(), '\n')
		from = t.end
	}
	return append(w.text, '`')
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
