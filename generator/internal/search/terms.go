package search

import (
	"cmp"
	"encoding/binary"
	"math/bits"
)

// shortSize is the size of a key. Most terms are not longer: a pair of Han characters has six
// bytes.
const shortSize = 8

// vocabulary numbers the terms of a segment in the order of their first appearance. It finds
// a short term by its key alone, in a hash table with linear probing, which takes a third of
// the time of a map of strings.
type vocabulary struct {
	terms []term
	short []slot // a power of two; at most half of them are used
	used  int    // number of used slots
	long  map[string]int32
}

type term struct {
	key  uint64 // see keyOf
	long string // "" for a short term
}

// slot has the key of a term and its number. The key of a free slot is 0.
type slot struct {
	key    uint64
	number int32
}

func newVocabulary() vocabulary {
	return vocabulary{short: make([]slot, 1<<10), long: map[string]int32{}}
}

// clear removes all terms.
func (v *vocabulary) clear() {
	v.terms, v.used = v.terms[:0], 0
	clear(v.short)
	clear(v.long)
}

// number returns the number of a term, which it adds if the term is new.
func (v *vocabulary) number(name []byte) int32 {
	key := keyOf(name)
	if len(name) > shortSize {
		n, known := v.long[string(name)]
		if !known {
			long := string(name)
			n = v.add(term{key, long})
			v.long[long] = n
		}
		return n
	}
	s := v.slot(key)
	if s.key == 0 {
		n := v.add(term{key: key})
		*s = slot{key, n}
		if v.used++; 2*v.used > len(v.short) {
			v.grow()
		}
		return n
	}
	return s.number
}

func (v *vocabulary) add(added term) int32 {
	v.terms = append(v.terms, added)
	return int32(len(v.terms) - 1)
}

// slot returns the slot of a key, or the free slot where it belongs.
func (v *vocabulary) slot(key uint64) *slot {
	const golden = 0x9E3779B97F4A7C15 // 2^64 divided by the golden ratio; see "Fibonacci hashing" in Knuth, volume 3, 6.4
	mask := len(v.short) - 1
	for i := int(key * golden >> 32); ; i++ {
		if s := &v.short[i&mask]; s.key == key || s.key == 0 {
			return s
		}
	}
}

func (v *vocabulary) grow() {
	old := v.short
	v.short = make([]slot, 2*len(old))
	for _, s := range old {
		if s.key != 0 {
			*v.slot(s.key) = s
		}
	}
}

// keyOf returns the first bytes of a term as an integer. As no term contains a zero byte, the
// integers of short terms differ, and their order is that of the terms.
func keyOf(name []byte) uint64 {
	size := min(len(name), shortSize)
	if cap(name) < shortSize {
		name = append(make([]byte, 0, shortSize), name...)
	}
	behind := uint64(1)<<(8*(shortSize-size)) - 1 // bytes of the buffer behind the term
	return binary.BigEndian.Uint64(name[:shortSize]) &^ behind
}

// appendTo appends the term to a text.
func (t term) appendTo(text []byte) []byte {
	if t.long != "" {
		return append(text, t.long...)
	}
	size := shortSize - bits.TrailingZeros64(t.key)/8
	return binary.BigEndian.AppendUint64(text, t.key)[:len(text)+size]
}

// compare returns the order of two terms.
func (v *vocabulary) compare(a, b slot) int {
	switch {
	case a.key < b.key:
		return -1
	case a.key > b.key:
		return 1
	}
	return cmp.Compare(v.terms[a.number].long, v.terms[b.number].long)
}
