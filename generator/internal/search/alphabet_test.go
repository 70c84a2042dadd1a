package search

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The table has, of each character, what its composition and its lower case are by their
// definitions, if that is one character, and its class by its properties.
func TestAlphabet(t *testing.T) {
	a := newAlphabet()
	for r := range rune(lastRune + 1) {
		want := r
		if all := []rune(strings.ToLower(norm.NFKC.String(string(r)))); len(all) == 1 && r < firstUnfolded && (r < 0xD800 || r > 0xDFFF) {
			want = all[0]
		} else if len(all) > 1 {
			want = unicode.ToLower(r)
		}
		if got := a.fold(r); got != want {
			t.Errorf("%U is folded to %U, not %U", r, got, want)
		}
		class := sign
		switch {
		case unicode.Is(unicode.Han, r) && unicode.IsLetter(r) && !unicode.IsNumber(r):
			class = han
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			class = letter
		}
		if got := a.classOf(r); got != class {
			t.Errorf("%U has the class %d, not %d", r, got, class)
		}
	}
}
