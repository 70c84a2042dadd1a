package search

import "math/bits"

// Postings are coded as adaptive Golomb–Rice codes: the quotient of a number by 2^k in
// unary, ones ended by a zero, then the low k bits. The writer and the reader both
// derive k from the mean of the preceding numbers of the same kind, so k is not
// stored (Golomb, "Run-length encodings", 1966; the adaptation is that of LOCO-I).
// HTTP compression saves another seventh, beside the two unused bits of each digit.

// kind adapts the parameter k to the numbers of one kind.
type kind struct{ sum, count uint32 }

// newKind returns a kind that expects numbers about a mean.
func newKind(mean int) kind { return kind{uint32(mean), 1} }

// window is the largest number of numbers in a kind's mean.
const window = 64

// A quotient of maxQuotient ones is an escape: the number follows in escapeBits bits.
const (
	maxQuotient = 20
	escapeBits  = 24
)

// lowBits returns the parameter k. For a geometric distribution, 2^k of two thirds of
// the mean is close to the optimum.
func (k *kind) lowBits() int {
	// The smallest low with least<<low >= most. Shifted by the difference of their lengths,
	// least is as long as most.
	least, most := 3*k.count, 2*k.sum
	low := bits.Len32(most) - bits.Len32(least)
	if low >= 0 && least<<low < most {
		low++
	}
	return max(0, low)
}

// add counts a number.
func (k *kind) add(n uint32) {
	k.sum += n
	k.count++
	if k.count == window {
		k.sum /= 2
		k.count /= 2
	}
}

// digits stand for 6 bits each, and need no escape in a string of a script.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

// numberWriter appends numbers to a text.
type numberWriter struct {
	text []byte
	bits uint64 // not yet written as digits
	n    int    // number of bits
}

func (w *numberWriter) number(k *kind, n uint32) {
	low := k.lowBits()
	k.add(n)
	if n>>low >= maxQuotient {
		w.put((1<<maxQuotient-1)<<escapeBits|uint64(n), maxQuotient+escapeBits)
		return
	}
	ones := int(n >> low)
	w.put((1<<(ones+1)-2)<<low|uint64(n)&(1<<low-1), ones+1+low)
}

// put appends the low n bits; all higher bits are zero, and n is 58 at most.
func (w *numberWriter) put(bits uint64, n int) {
	if w.n+n > 64 {
		w.flush()
	}
	w.bits = w.bits<<n | bits
	w.n += n
}

// flush writes the complete digits.
func (w *numberWriter) flush() {
	for w.n >= 6 {
		w.n -= 6
		w.text = append(w.text, digits[w.bits>>w.n&63])
	}
}

// end pads the last digit with ones, which no complete number consists of.
func (w *numberWriter) end() []byte {
	w.flush()
	if w.n > 0 {
		w.put(1<<(6-w.n)-1, 6-w.n)
		w.flush()
	}
	return w.text
}
