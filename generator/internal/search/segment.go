package search

import (
	"cmp"
	"slices"
	"strings"
)

// segment is the index of some consecutive pages.
type segment struct {
	pages int32
	names string        // all terms, concatenated in order
	terms []segmentTerm // in order
	data  []byte        // the postings of all terms
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

// writer makes segments. It keeps its buffers for the next segment.
type writer struct {
	cutter
	speaker

	terms   []*termPages // in order of appearance; only the first len(known) belong to the segment
	known   map[string]*termPages
	touched []*termPages // terms on this page
	page    int32
	name    []byte // the term of a name that is being added
}

// termPages collects the postings of a term.
type termPages struct {
	term        string
	form        form
	first, last int32
	data        []byte
	places      []place // on this page
}

func newWriter(a *alphabet) *writer {
	return &writer{cutter: cutter{alphabet: a}, speaker: newSpeaker(a), known: map[string]*termPages{}}
}

func (w *writer) segment(pages []Page) *segment {
	clear(w.known)
	for i, p := range pages {
		w.page = int32(i)
		w.addPage(p)
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
		w.cut(section.Text, func(t token) {
			w.add(t.term, place{field: bodyField(s), position: t.start, neighbourFilter: t.neighbourFilter})
		})
	}
	for _, t := range w.touched {
		skipped := w.page - t.last - 1
		if len(t.data) == 0 {
			t.first, skipped = w.page, 0
		}
		t.data = appendPage(t.data, t.form, skipped, t.places)
		t.last, t.places = w.page, t.places[:0]
	}
	w.touched = w.touched[:0]
}

// names adds a title or a heading with its tags, and their pinyin.
func (w *writer) names(field int32, text string) {
	add := func(term []byte, p place) {
		w.name = append(append(w.name[:0], term...), nameSuffix)
		w.add(w.name, p)
	}
	w.cut(text, func(t token) { add(t.term, place{field: field, position: t.start, ends: t.ends}) })
	w.sounds(text, func(t token) { add(t.term, place{field: field}) })
}

// filter adds a page to the term of a filter, such as =track:saas.
func (w *writer) filter(name, value string) {
	if value != "" {
		w.add([]byte("="+name+":"+value), place{field: bodyField(0)})
	}
}

func (w *writer) add(term []byte, p place) {
	t := w.known[string(term)]
	if t == nil {
		t = w.newTerm(string(term))
	}
	if len(t.places) == 0 {
		w.touched = append(w.touched, t)
	}
	t.places = append(t.places, p)
}

func (w *writer) newTerm(term string) *termPages {
	if len(w.known) == len(w.terms) {
		w.terms = append(w.terms, &termPages{})
	}
	t := w.terms[len(w.known)]
	t.term, t.form, t.data = term, w.cutter.formOf(term), t.data[:0]
	w.known[term] = t
	return t
}

func (w *writer) finish(pages int32) *segment {
	all := slices.Clone(w.terms[:len(w.known)])
	slices.SortFunc(all, func(a, b *termPages) int { return cmp.Compare(a.term, b.term) })
	names, data := 0, 0
	for _, t := range all {
		names += len(t.term)
		data += len(t.data)
	}
	s := &segment{pages: pages, terms: make([]segmentTerm, 0, len(all)), data: make([]byte, 0, data)}
	var b strings.Builder
	b.Grow(names)
	for _, t := range all {
		b.WriteString(t.term)
		s.data = append(s.data, t.data...)
		s.terms = append(s.terms, segmentTerm{int32(b.Len()), int32(len(s.data)), t.first, t.last})
	}
	s.names = b.String()
	return s
}
