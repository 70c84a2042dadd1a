package search

import (
	"slices"
	"strings"
)

// segment is the index of some consecutive pages.
type segment struct {
	pages  int32
	names  string        // all terms, concatenated in order
	terms  []segmentTerm // in order
	data   []byte        // the postings of all terms
	seen   []rune        // traditional characters in the texts
	hasHan bool          // whether the texts have Han
	blocks               // of the characters in the texts
}

// segmentTerm has, for a term, the ends of its name and of its postings, which begin at the
// ends of the term before, and the first and the last page that contain it, counted from the
// first page of the segment. The pages skipped before the first page are 0 in the postings;
// merge replaces them.
type segmentTerm struct {
	nameEnd, dataEnd int32
	first, last      int32
}

// term returns the name of a term.
func (s *segment) term(i int) string {
	return s.names[s.before(i).nameEnd:s.terms[i].nameEnd]
}

func (s *segment) postings(i int) []byte {
	return s.data[s.before(i).dataEnd:s.terms[i].dataEnd]
}

// before returns the term before a term.
func (s *segment) before(i int) segmentTerm {
	if i == 0 {
		return segmentTerm{}
	}
	return s.terms[i-1]
}

// writer makes segments. It lists the occurrences of terms in the order of the texts, and
// sorts them by term at the end of a segment. It keeps its buffers for the next segment.
type writer struct {
	cutter
	speaker
	vocabulary

	found []occurrence
	ends  []int32 // by page: the end of its part of found
	name  []byte  // the term of a name that is being added

	order    []keyed   // all terms, in their order
	byTerm   []posting // by term in that order
	termEnds []int32   // by number of a term: the end of its part of byTerm
	text     []byte    // the names of the segment's terms
	data     []byte    // their postings
}

// occurrence is an occurrence of a term, which is given by its number.
type occurrence struct {
	term int32
	place
}

func newWriter(a *alphabet) *writer {
	return &writer{cutter: cutter{alphabet: a}, speaker: newSpeaker(a), vocabulary: newVocabulary()}
}

func (w *writer) segment(pages []Page) *segment {
	size := 0
	for _, p := range pages {
		size += p.size()
	}
	w.vocabulary.clear()
	w.hasHan = false
	clear(w.seen[:])
	w.blocks = blocks{}
	w.found, w.ends = slices.Grow(w.found[:0], size*2/5), w.ends[:0] // a character of Han has three bytes; most begin a term, those of names several
	for _, p := range pages {
		w.addPage(p)
		w.ends = append(w.ends, int32(len(w.found)))
	}
	return w.finish(int32(len(pages)))
}

func (w *writer) addPage(p Page) {
	w.filter("track", p.Track)
	w.filter("stage", p.Stage)
	for s, section := range p.Sections {
		heading := section.Heading
		if s == 0 {
			w.names(titleField, p.Title)
			heading = strings.Join(append([]string{heading}, p.Tags...), "\n")
		}
		w.names(headingField(s), heading)
		w.asks(askField(s), section.Asks)
		w.cut(section.Text, func(t token) {
			w.add(t.term, place{bodyField(s), newSpot(t.start, t.neighbourFilter)})
		})
	}
}

// names adds a title or a heading with its tags, and their pinyin.
func (w *writer) names(field int32, text string) {
	start := int32(0)
	for line := range strings.SplitSeq(text, "\n") {
		w.cut(line, func(t token) { w.addToken(field, start, t) })
		start += int32(len(w.original)) + 1
	}
	w.sounds(text, func(term []byte) { w.add(term, place{field: field}) })
}

// asks adds the asks of a section. They have no pinyin, which would need more of the index than
// the asks themselves.
func (w *writer) asks(field int32, asks []string) {
	start := int32(0)
	for _, ask := range asks {
		w.cutAsk(ask, func(t token) { w.addToken(field, start, t) })
		start += (int32(len(w.original))/askPlaces + 1) * askPlaces
	}
}

// addToken adds a term of a line or an ask that begins at a position of the field.
func (w *writer) addToken(field, start int32, t token) {
	ends := uint8(0)
	if t.ends {
		ends = 1
	}
	w.addName(t.term, place{field, newSpot(start+t.start, ends)})
}

func (w *writer) addName(term []byte, p place) {
	w.name = append(append(w.name[:0], term...), nameSuffix)
	w.add(w.name, p)
}

// filter adds a page to the term of a filter, such as =track:saas.
func (w *writer) filter(name, value string) {
	if value != "" {
		w.add([]byte("="+name+":"+value), place{field: bodyField(0)})
	}
}

func (w *writer) add(term []byte, p place) {
	w.found = append(w.found, occurrence{w.number(term), p})
}

// finish makes a segment of the occurrences.
func (w *writer) finish(pages int32) *segment {
	w.sort()
	s := &segment{pages: pages, terms: make([]segmentTerm, 0, len(w.order)), seen: w.traditional(), hasHan: w.hasHan, blocks: w.blocks}
	w.text, w.data = w.text[:0], slices.Grow(w.data[:0], 4*len(w.found))
	begin := int32(0)
	for _, t := range w.order {
		n := t.number
		name, all := len(w.text), w.byTerm[begin:w.termEnds[n]]
		w.text = w.appendTerm(w.text, n)
		w.data = appendPostings(w.data, w.cutter.formOf(w.text[name:]), all)
		first, last := all[0].page, all[len(all)-1].page
		s.terms = append(s.terms, segmentTerm{int32(len(w.text)), int32(len(w.data)), first, last})
		begin = w.termEnds[n]
	}
	s.names, s.data = string(w.text), slices.Clone(w.data)
	return s
}

// sort sets order, byTerm and termEnds. It is a counting sort, which keeps the order of the
// occurrences of one term.
func (w *writer) sort() {
	w.order = w.inOrder(w.order[:0])
	ends := slices.Grow(w.termEnds[:0], len(w.keys))[:len(w.keys)]
	clear(ends)
	for _, o := range w.found {
		ends[o.term]++
	}
	sum := int32(0)
	for _, t := range w.order {
		sum, ends[t.number] = sum+ends[t.number], sum // the beginning, which the next loop moves to the end
	}
	w.byTerm = slices.Grow(w.byTerm[:0], len(w.found))[:len(w.found)]
	begin := int32(0)
	for page, end := range w.ends {
		for _, o := range w.found[begin:end] {
			w.byTerm[ends[o.term]] = posting{int32(page), o.place}
			ends[o.term]++
		}
		begin = end
	}
	w.termEnds = ends
}
