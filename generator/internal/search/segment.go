package search

import (
	"cmp"
	"slices"
	"strings"
)

// segment is the index of some consecutive pages.
type segment struct {
	pages int32
	terms []segmentTerm // in order
	data  []byte        // the postings of all terms
}

// segmentTerm is a term, the first and the last page that contain it, counted from the
// first page of the segment, and the range of its postings. The pages skipped before
// the first page are 0 there; merge replaces them.
type segmentTerm struct {
	term        string
	first, last int32
	from, to    int32 // in the segment's data
}

// writer makes segments and reuses its buffers.
type writer struct {
	cutter
	speaker

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
	return &writer{cutter: cutter{alphabet: a}, speaker: newSpeaker(a)}
}

func (w *writer) segment(pages []Page) *segment {
	w.known = map[string]*termPages{}
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
		if t.data == nil {
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
		t = &termPages{term: string(term), form: w.cutter.formOf(string(term))}
		w.known[t.term] = t
	}
	if len(t.places) == 0 {
		w.touched = append(w.touched, t)
	}
	t.places = append(t.places, p)
}

func (w *writer) finish(pages int32) *segment {
	all := make([]*termPages, 0, len(w.known))
	size := 0
	for _, t := range w.known {
		all = append(all, t)
		size += len(t.data)
	}
	slices.SortFunc(all, func(a, b *termPages) int { return cmp.Compare(a.term, b.term) })
	s := &segment{pages: pages, terms: make([]segmentTerm, 0, len(all)), data: make([]byte, 0, size)}
	for _, t := range all {
		from := int32(len(s.data))
		s.data = append(s.data, t.data...)
		s.terms = append(s.terms, segmentTerm{t.term, t.first, t.last, from, int32(len(s.data))})
	}
	return s
}
