package search

// Numbers travel to the browser as Golomb–Rice codes: a number is cut into its
// lowest bits, written as they are, and the rest, in so many ones and a zero. How
// many the lowest are follows the mean of the numbers of the same kind before, so
// that nothing has to be said of them (Golomb, "Run-length encodings", 1966; the
// adaption is that of LOCO-I). Compression finds another seventh in them, beside the
// two bits that each digit leaves idle.

// kind is a kind of numbers: how large they were so far.
type kind struct{ sum, count uint32 }

// newKind is a kind of which nothing is known yet.
func newKind() kind { return kind{16, 1} }

// memory is of how many numbers a kind's mean is, at most.
const memory = 64

// most is how many ones a number may have. After so many the number follows in wide bits.
const (
	most = 20
	wide = 24
)

// low is how many of a number's bits are the lowest: for a geometric distribution
// two thirds of its mean is close to the best.
func (k *kind) low() int {
	low := 0
	for 3*k.count<<low < 2*k.sum {
		low++
	}
	return low
}

func (k *kind) learn(n uint32) {
	k.sum += n
	k.count++
	if k.count == memory {
		k.sum /= 2
		k.count /= 2
	}
}

// digits are signs of 6 bits that need no escape in a string of a script.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"

// numberWriter appends numbers to a text.
type numberWriter struct {
	text []byte
	bits uint64 // that make no digit yet
	n    int    // how many of them
}

func (w *numberWriter) number(k *kind, n uint32) {
	low := k.low()
	k.learn(n)
	if n>>low >= most {
		w.put(1<<most-1, most)
		w.put(uint64(n), wide)
		return
	}
	ones := int(n >> low)
	w.put(1<<(ones+1)-2, ones+1)
	w.put(uint64(n)&(1<<low-1), low)
}

// put writes bits of which the lowest n, 57 at most, are set or not, and no others.
func (w *numberWriter) put(bits uint64, n int) {
	w.bits = w.bits<<n | bits
	w.n += n
	for w.n >= 6 {
		w.n -= 6
		w.text = append(w.text, digits[w.bits>>w.n&63])
	}
}

// end fills the last digit with ones, which begin no number that ends there.
func (w *numberWriter) end() []byte {
	if w.n > 0 {
		w.put(1<<(6-w.n)-1, 6-w.n)
	}
	return w.text
}
