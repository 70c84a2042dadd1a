package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// minSpelled is the size of the postings from which on a pair of Han of bodies may correct a
// query, in bytes: a pair that stands on one or two pages is most likely the end of one word and
// the beginning of the next.
const minSpelled = 6

// spellings collects the pairs of Han in a site's texts by their sound, in which the browser
// looks up what a reader may have meant.
type spellings struct {
	speaker
	sounds  map[rune]sound
	numbers map[string]syllable // by the blurred form
	bySound map[[2]syllable][]spelling
}

// sound is what spellings know of a character.
type sound struct {
	syllable      syllable
	beginsPhrases bool // with a character that is read in another way
}

// syllable is the number of a blurred syllable; 0 for a character without a known reading and for
// a sign.
type syllable uint16

type spelling struct {
	pair string
	size int // of its postings, in bytes
}

func newSpellings(a *alphabet) *spellings {
	return &spellings{newSpeaker(a), map[rune]sound{}, map[string]syllable{}, map[[2]syllable][]spelling{}}
}

// add adds a term of the index, if it is a pair of Han, of names or frequent in bodies.
func (s *spellings) add(term string, size int) {
	if name, isName := strings.CutSuffix(term, string(nameSuffix)); isName {
		term, size = name, size+minSpelled
	}
	first, n := utf8.DecodeRuneInString(term)
	second, m := utf8.DecodeRuneInString(term[n:])
	if size < minSpelled || n+m != len(term) || m == 0 {
		return
	}
	key, known := s.pair(term, first, second)
	if !known {
		return
	}
	all := s.bySound[key]
	if n := len(all); n > 0 && all[n-1].pair == term { // of bodies; the term of names comes next
		all[n-1].size += size
		return
	}
	s.bySound[key] = append(all, spelling{term, size})
}

// pair returns the syllables of a pair of Han. known is false for an unknown reading and for
// other characters.
func (s *spellings) pair(term string, first, second rune) (key [2]syllable, known bool) {
	a, b := s.sound(first), s.sound(second)
	if a.beginsPhrases {
		spoken := s.syllables(term)
		a.syllable, b.syllable = s.number(spoken[0]), s.number(spoken[1])
	}
	return [2]syllable{a.syllable, b.syllable}, a.syllable > 0 && b.syllable > 0
}

func (s *spellings) sound(r rune) sound {
	known, ok := s.sounds[r]
	if !ok {
		if s.classOf(r) == han {
			reading := s.reading(r)
			known = sound{s.number(reading.syllable), len(reading.phrases) > 0}
		}
		s.sounds[r] = known
	}
	return known
}

func (s *spellings) number(spoken string) syllable {
	if spoken == "" {
		return 0
	}
	form := blurred(spoken)
	n := s.numbers[form]
	if n == 0 {
		n = syllable(len(s.numbers) + 1)
		s.numbers[form] = n
	}
	return n
}

// addShard adds the pairs of Han among the terms of a shard.
func (s *spellings) addShard(shard shard) {
	for _, t := range shard.terms {
		s.add(t.term, t.size)
	}
}

// blurred returns what readers who mix up some sounds may write for a syllable: zh and z, ch
// and c, sh and s, n and l at its beginning, ng and n at its end.
func blurred(syllable string) string {
	switch {
	case strings.HasPrefix(syllable, "zh"), strings.HasPrefix(syllable, "ch"), strings.HasPrefix(syllable, "sh"):
		syllable = syllable[:1] + syllable[2:]
	case strings.HasPrefix(syllable, "l"):
		syllable = "n" + syllable[1:]
	}
	if strings.HasSuffix(syllable, "ng") {
		return syllable[:len(syllable)-1]
	}
	return syllable
}

// lines returns, for each sound in order, a line of the sound and its pairs, the frequent ones
// first.
func (s *spellings) lines() []string {
	var all []string
	spoken := make([]string, len(s.numbers)+1)
	for form, n := range s.numbers {
		spoken[n] = form
	}
	var line []byte
	for key, pairs := range s.bySound {
		slices.SortFunc(pairs, func(a, b spelling) int {
			return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.pair, b.pair))
		})
		line = append(append(append(append(line[:0], spoken[key[0]]...), '\''), spoken[key[1]]...), ' ')
		for _, p := range pairs {
			line = append(line, p.pair...)
		}
		all = append(all, string(line))
	}
	slices.Sort(all) // a space and ' are before all letters
	return all
}

// readings returns, for each syllable, the characters that are read so: those of the most common
// 3,755, level 1 of GB 2312, and those that the speaker has met.
func (s *speaker) readings() map[string]string {
	common := make([]byte, 0, 2*72*94)
	for row := byte(0xB0); row <= 0xD7; row++ {
		for cell := byte(0xA1); cell <= 0xFE; cell++ {
			common = append(common, row, cell)
		}
	}
	text, _ := simplifiedchinese.GBK.NewDecoder().Bytes(common) // the five cells that are free become U+FFFD
	for _, r := range string(text) {
		s.reading(r)
	}
	read := map[string]string{}
	for _, r := range slices.Sorted(maps.Keys(s.known)) {
		if syllable := s.known[r].syllable; syllable != "" {
			read[syllable] += string(r)
		}
	}
	return read
}
