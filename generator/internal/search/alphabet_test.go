package search

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The table has, of each character, what its composition, its lower case and the letter under
// its accents are by their definitions, if that is one character, and its class by its properties.
func TestAlphabet(t *testing.T) {
	a := newAlphabet()
	simplified := map[rune]rune{'đ': 'd', 'ħ': 'h', 'ł': 'l', 'ø': 'o'}
	for _, p := range a.pairs {
		simplified[p.traditional] = p.simplified
	}
	for r := range rune(lastRune + 1) {
		want := r
		if all := []rune(strings.ToLower(norm.NFKC.String(string(r)))); len(all) == 1 && r < firstUnfolded && (r < 0xD800 || r > 0xDFFF) {
			want = all[0]
		} else if len(all) > 1 {
			want = unicode.ToLower(r)
		}
		if letter := []rune(norm.NFD.String(string(want)))[0]; want >= 0x80 && letter < 0x80 && unicode.IsLetter(letter) {
			want = unicode.ToLower(letter)
		}
		if to := simplified[want]; to != 0 {
			want = to
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

// The traditional characters are sorted, and each has another character of Han as its simplified
// form, which has no simplified form itself.
func TestTraditional(t *testing.T) {
	a := newAlphabet()
	if len(a.pairs) < 2900 {
		t.Errorf("there are %d pairs", len(a.pairs))
	}
	before := rune(0)
	for _, p := range a.pairs {
		if p.traditional <= before {
			t.Errorf("%c comes after %c", p.traditional, before)
		}
		before = p.traditional
		if a.class[p.traditional] != han || a.class[p.simplified] != han || a.fold(p.simplified) != p.simplified || p.traditional == p.simplified {
			t.Errorf("%c is no simplified form of %c", p.simplified, p.traditional)
		}
	}
	for _, text := range []string{"客戶續約 客户续约", "競爭對手 竞争对手", "報價單 报价单", "乾隆 干隆", "著名 著名", "裏裡 里里", "臺灣 台湾", "發髮 发发"} {
		from, to, _ := strings.Cut(text, " ")
		if got := strings.Map(a.fold, from); got != to {
			t.Errorf("%s is folded to %s, not %s", from, got, to)
		}
	}
}
