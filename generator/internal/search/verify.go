package search

import (
	"bytes"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"
)

// Miss is a text of a page that the index does not have there.
type Miss struct {
	Page int // index in the list of pages
	Text string
}

// samples is the number of texts that Verify looks up for each page.
const samples = 5

// Verify reads an index as browsers do and looks up samples of every page: words, and
// strings of two to six Han characters. The same pages give the same samples. The
// postings of a term are decoded once for all samples that contain it.
func (b *Builder) Verify(pages []Page, files []File) (misses []Miss) {
	samples, wanted := b.samples(composed(passages(pages)))
	missing := make([]bool, len(samples))
	index := parseIndex(files)
	for term, all := range wanted {
		places := decode(b.alphabet().formOf([]byte(term)), index[term], len(pages), pagesOf(all))
		for _, w := range all {
			if !slices.Contains(places[w.page], w.place) {
				missing[w.sample] = true
			}
		}
	}
	for i, m := range samples {
		if missing[i] {
			misses = append(misses, m)
		}
	}
	return misses
}

// wanted is a place where a sample contains a term.
type wanted struct {
	sample int
	page   int32
	place  place // in a body; its position is in units of positionUnit
}

func pagesOf(all []wanted) map[int32]bool {
	pages := map[int32]bool{}
	for _, w := range all {
		pages[w.page] = true
	}
	return pages
}

// samples picks samples of every page and lists the places of their terms.
func (b *Builder) samples(pages []Page) (all []Miss, terms map[string][]wanted) {
	terms = map[string][]wanted{}
	c := &cutter{alphabet: b.alphabet()}
	for i, p := range pages {
		random := rand.New(rand.NewPCG(uint64(crc32.ChecksumIEEE([]byte(p.Path))), 0))
		for range samples {
			if len(p.Sections) == 0 {
				break
			}
			section := random.IntN(len(p.Sections))
			text, at := c.sample(random, p.Sections[section].Text)
			n := utf8.RuneCountInString(text)
			c.cut(text, func(t token) {
				if n > 1 && int(t.start) == n-1 {
					return // the last character alone, which is a term only where it ends a run
				}
				term := string(t.term)
				terms[term] = append(terms[term], wanted{len(all), int32(i), place{bodyField(section), newSpot((int32(at)+t.start)/positionUnit, 0)}})
			})
			all = append(all, Miss{i, text})
		}
	}
	return all, terms
}

// sample picks a piece of a text that a reader could search for, and returns its
// beginning too; the piece is "" if the text has no term.
func (c *cutter) sample(random *rand.Rand, text string) (string, int) {
	type piece struct{ from, to int }
	var pieces []piece
	c.cut(text, func(t token) {
		pieces = append(pieces, piece{int(t.start), int(t.end)})
	})
	if len(pieces) == 0 {
		return "", 0
	}
	chosen := pieces[random.IntN(len(pieces))]
	for more := random.IntN(5); more > 0 && chosen.to < len(c.classes) && c.classes[chosen.from] == han && c.classes[chosen.to] == han; more-- {
		chosen.to++
	}
	return string([]rune(text)[chosen.from:chosen.to]), chosen.from
}

// index has the postings in bodies of a decoded index by term.
type index map[string]string

func parseIndex(files []File) index {
	x := index{}
	for _, f := range files {
		for rest := f.Data; ; {
			_, after, found := bytes.Cut(rest, []byte(",`"))
			if !found {
				break
			}
			lines, after, _ := bytes.Cut(after, []byte("`);\n"))
			for line := range bytes.Lines(lines) {
				term, postings, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), " ")
				x[term], _, _ = strings.Cut(postings, string(nameSuffix))
			}
			rest = after
		}
	}
	return x
}

// decode returns the places in the bodies of the given pages, in units of positionUnit, in an index of
// some pages.
func decode(form form, postings string, count int, pages map[int32]bool) map[int32][]place {
	places := map[int32][]place{}
	r, k := numberReader{text: postings}, newKinds(count)
	for page := int32(0); !r.done(); page++ {
		skipped := r.number(&k.pages)
		if page == 0 {
			k.begin(skipped)
		}
		page += skipped
		field, position := int32(0), int32(0)
		for n := r.number(&k.places); n >= 0; n-- {
			if further := r.number(&k.fields); further > 0 {
				field, position = field+further, 0
			}
			position += r.number(&k.positions)
			if form == words {
				r.bits(8)
			}
			if pages[page] {
				places[page] = append(places[page], place{field, newSpot(position, 0)})
			}
		}
	}
	return places
}

// numberReader decodes the text of a numberWriter.
type numberReader struct {
	text  string
	digit int // the digit that is being read
	left  int // number of its unread bits
}

// done reports whether only padding is left.
func (r *numberReader) done() bool { return r.text == "" && r.digit+1 == 1<<r.left }

func (r *numberReader) bits(n int) (bits int32) {
	for ; n > 0; n-- {
		if r.left == 0 {
			r.digit, r.left = strings.IndexByte(digits, r.text[0]), 6
			r.text = r.text[1:]
		}
		r.left--
		bits = bits<<1 | int32(r.digit>>r.left)
		r.digit &= 1<<r.left - 1
	}
	return bits
}

func (r *numberReader) number(k *kind) int32 {
	low, ones := k.lowBits(), 0
	for ones < maxQuotient && r.bits(1) == 1 {
		ones++
	}
	var n int32
	if ones == maxQuotient {
		n = r.bits(escapeBits)
	} else {
		n = int32(ones)<<low | r.bits(low)
	}
	k.add(uint32(n))
	return n
}
