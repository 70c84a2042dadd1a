package search

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// sound begins the terms that say how Han is typed in Latin letters, so that
// they never mix with words: ~xuyue and ~xy of 续约.
const sound = "~"

// How many syllables are written from the first of a run of Han; and, from each
// other one, in full and by their initials.
const (
	wholeRun      = 24
	fullSyllables = 4
	initials      = 8
)

// speaker knows how Han is read; it looks characters up once for a whole index.
type speaker struct {
	*alphabet
	read  map[rune]string
	words map[string][]string // in which a character is not read as it mostly is

	spoken []string // of the run that is being read
	said   []byte   // what is typed for it
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

// sounds gives for each run of Han what can be typed for it, from each of its
// syllables on. A query is the beginning of one of these.
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
		s.said = append(s.said[:0], sound...)
		for _, syllable := range spoken[i:min(i+inFull, len(spoken))] {
			s.said = append(s.said, syllable...)
		}
		if len(s.said) == len(sound) {
			continue // no reading is known
		}
		emit(token{term: s.said, start: int32(start + i)})
		s.said = append(s.said[:0], sound...)
		for _, syllable := range spoken[i:min(i+short, len(spoken))] {
			s.said = append(s.said, syllable[:min(1, len(syllable))]...)
		}
		if len(s.said) > len(sound)+1 {
			emit(token{term: s.said, start: int32(start + i)})
		}
	}
}

// syllables are the readings of a run, one for each character, "" where none is
// known. They are good until the next call.
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

// readings are those of words in which a character is not read as it mostly is.
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
