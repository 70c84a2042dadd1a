package search

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// soundPrefix begins the terms of pinyin, ~xuyue and ~xy for 续约, which keeps them
// apart from words.
const soundPrefix = "~"

// The number of syllables in a term that begins at the first character of a run of Han;
// and, for the other characters, in a term of full syllables and in a term of initials.
const (
	wholeRun      = 24
	fullSyllables = 4
	initials      = 8
)

// speaker returns the pinyin of Han. It looks each character up once for an index.
type speaker struct {
	*alphabet
	read  map[rune]string
	words map[string][]string // words with a character that is not read in its most frequent way

	spoken []string // syllables of the current run
	said   []byte   // the term that is being made
}

func newSpeaker(a *alphabet) speaker {
	words := map[string][]string{}
	for word, spoken := range readings() {
		words[word] = strings.Fields(spoken)
	}
	return speaker{alphabet: a, read: map[rune]string{}, words: words}
}

func (s *speaker) reading(r rune) string {
	spoken, known := s.read[r]
	if !known {
		if all := pinyin.SinglePinyin(r, pinyin.NewArgs()); len(all) > 0 {
			spoken = all[0]
		}
		s.read[r] = spoken
	}
	return spoken
}

// sounds emits, for each character of each run of Han, the pinyin and the initials from
// that character on. A query matches as a prefix of one of these terms.
func (s *speaker) sounds(text string, emit func(token)) {
	runes := []rune(text)
	for i := 0; i < len(runes); {
		end := i
		for end < len(runes) && s.classOf(s.fold(runes[end])) == han {
			end++
		}
		if end == i {
			i++
			continue
		}
		s.run(string(runes[i:end]), i, emit)
		i = end
	}
}

func (s *speaker) run(run string, start int, emit func(token)) {
	spoken := s.syllables(run)
	for i := range spoken {
		inFull, short := fullSyllables, initials
		if i == 0 {
			inFull, short = wholeRun, wholeRun
		}
		s.said = append(s.said[:0], soundPrefix...)
		for _, syllable := range spoken[i:min(i+inFull, len(spoken))] {
			s.said = append(s.said, syllable...)
		}
		if len(s.said) == len(soundPrefix) {
			continue // no reading is known
		}
		emit(token{term: s.said, start: int32(start + i)})
		s.said = append(s.said[:0], soundPrefix...)
		for _, syllable := range spoken[i:min(i+short, len(spoken))] {
			s.said = append(s.said, syllable[:min(1, len(syllable))]...)
		}
		if len(s.said) > len(soundPrefix)+1 {
			emit(token{term: s.said, start: int32(start + i)})
		}
	}
}

// syllables returns the readings of a run, one for each character, "" for an unknown
// one. The result is valid until the next call.
func (s *speaker) syllables(run string) []string {
	spoken := s.spoken[:0]
	for _, r := range run {
		spoken = append(spoken, s.reading(r))
	}
	for at := range run {
		for n := 2; n <= 3; n++ { // the words have two or three characters, of three bytes
			if at+3*n <= len(run) {
				copy(spoken[utf8.RuneCountInString(run[:at]):], s.words[run[at:at+3*n]])
			}
		}
	}
	s.spoken = spoken
	return spoken
}

// readings returns the words with a character that is not read in its most frequent
// way.
func readings() map[string]string {
	return map[string]string{
		"银行": "yin hang", "行业": "hang ye", "同行": "tong hang", "行情": "hang qing", "行家": "hang jia",
		"重庆": "chong qing", "重构": "chong gou", "重新": "chong xin", "重复": "chong fu", "重做": "chong zuo",
		"长期": "chang qi", "长单": "chang dan", "长尾": "chang wei", "擅长": "shan chang", "长度": "chang du", "时长": "shi chang", "周期长": "zhou qi chang",
		"调整": "tiao zheng", "调休": "tiao xiu", "协调": "xie tiao", "调价": "tiao jia", "调试": "tiao shi",
		"供给": "gong ji", "会计": "kuai ji", "了解": "liao jie", "模板": "mu ban", "模样": "mu yang",
		"便宜": "pian yi", "角色": "jue se", "弹性": "tan xing", "还款": "huan kuan", "厦门": "xia men",
	}
}
