package search

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// shortSize is the size of a key. Most terms are not longer: a pair of Han characters has six
// bytes.
const shortSize = 8

// vocabulary numbers the terms of a segment in the order of their first appearance. It finds
// a short term by its key alone, in a hash table with linear probing, which takes a third of
// the time of a map of strings.
type vocabulary struct {
	keys  []uint64         // of the terms, by number; see keyOf
	table []int32          // of short terms: 1 + number, or 0; a power of two long, at most half full
	used  int              // number of short terms
	long  map[string]int32 // the numbers of long terms
	names map[int32]string // the long terms
	spare []keyed          // for inOrder
}

// keyed is the number of a term with its key.
type keyed struct {
	key    uint64
	number int32
}

func newVocabulary() vocabulary {
	return vocabulary{table: make([]int32, 1<<10), long: map[string]int32{}, names: map[int32]string{}}
}

// clear removes all terms.
func (v *vocabulary) clear() {
	v.keys, v.used = v.keys[:0], 0
	clear(v.table)
	clear(v.long)
	clear(v.names)
}

// number returns the number of a term, which it adds if the term is new.
func (v *vocabulary) number(name []byte) int32 {
	key, next := keyOf(name), int32(len(v.keys))
	if len(name) > shortSize {
		if n, known := v.long[string(name)]; known {
			return n
		}
		v.keys = append(v.keys, key)
		v.names[next] = string(name)
		v.long[v.names[next]] = next
		return next
	}
	entry := v.entry(key)
	if *entry > 0 {
		return *entry - 1
	}
	v.keys = append(v.keys, key)
	*entry = next + 1
	if v.used++; 2*v.used > len(v.table) {
		v.grow()
	}
	return next
}

// entry returns the entry of a short term in the table, or the free one where it belongs.
func (v *vocabulary) entry(key uint64) *int32 {
	const golden = 0x9E3779B97F4A7C15 // 2^64 divided by the golden ratio; see "Fibonacci hashing" in Knuth, volume 3, 6.4
	mask := len(v.table) - 1
	for i := int(key * golden >> 32); ; i++ {
		if entry := &v.table[i&mask]; *entry == 0 || v.keys[*entry-1] == key {
			return entry
		}
	}
}

func (v *vocabulary) grow() {
	old := v.table
	v.table = make([]int32, 2*len(old))
	for _, entry := range old {
		if entry > 0 {
			*v.entry(v.keys[entry-1]) = entry
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

// appendTerm appends the term of a number to a text.
func (v *vocabulary) appendTerm(text []byte, n int32) []byte {
	free := bits.TrailingZeros64(v.keys[n]) / 8 // bytes of the key
	if free == 0 {
		if long, isLong := v.names[n]; isLong {
			return append(text, long...)
		}
	}
	return binary.BigEndian.AppendUint64(text, v.keys[n])[:len(text)+shortSize-free]
}

// inOrder appends all terms to an empty list, in their order.
func (v *vocabulary) inOrder(list []keyed) []keyed {
	for n, key := range v.keys {
		list = append(list, keyed{key, int32(n)})
	}
	v.sortByKey(list)
	for from := 0; from < len(list); {
		to := from + 1
		for to < len(list) && list[to].key == list[from].key {
			to++
		}
		if to > from+1 {
			slices.SortFunc(list[from:to], func(a, b keyed) int { return cmp.Compare(v.names[a.number], v.names[b.number]) })
		}
		from = to
	}
	return list
}

// sortByKey sorts by one byte of the keys after the other, from the last to the first (a radix
// sort). It takes less than half of the time of a sort that compares the keys.
func (v *vocabulary) sortByKey(list []keyed) {
	v.spare = slices.Grow(v.spare[:0], len(list))[:len(list)]
	from, to := list, v.spare
	for shift := 0; shift < 8*shortSize; shift += 8 {
		var next [257]int32 // index in to of the next key with a byte
		for _, s := range from {
			next[int(byte(s.key>>shift))+1]++
		}
		for i := range 256 {
			next[i+1] += next[i]
		}
		for _, s := range from {
			n := &next[byte(s.key>>shift)]
			to[*n] = s
			*n++
		}
		from, to = to, from // eight times: the list is sorted, not the spare one
	}
}
