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
	known map[rune]reading

	spoken []string // syllables of the current run
	said   []byte   // the term that is being made
}

// reading is how a character is read.
type reading struct {
	syllable string
	phrases  []phrase // that begin with the character
}

// phrase is a word with a character that is not read in its most frequent way.
type phrase struct {
	han       string
	syllables []string
}

func newSpeaker(a *alphabet) speaker {
	s := speaker{alphabet: a, known: map[rune]reading{}}
	for han, spoken := range phrases() {
		first, _ := utf8.DecodeRuneInString(han)
		r := s.reading(first)
		r.phrases = append(r.phrases, phrase{han, strings.Fields(spoken)})
		s.known[first] = r
	}
	return s
}

func (s *speaker) reading(r rune) reading {
	known, ok := s.known[r]
	if !ok {
		known.syllable = syllableOf(r)
		s.known[r] = known
	}
	return known
}

// syllableOf returns the most frequent reading of a character without its tone, "" if none is
// known. The library's own function takes ten times as long, which five thousand characters of
// spellings made a tenth of a small site's index.
func syllableOf(r rune) string {
	spoken, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
	return strings.Map(toneless, spoken)
}

// toneless returns a letter of pinyin without its tone, and v for ü, as input methods do.
func toneless(r rune) rune {
	switch r {
	case 'ā', 'á', 'ǎ', 'à':
		return 'a'
	case 'ē', 'é', 'ě', 'è':
		return 'e'
	case 'ī', 'í', 'ǐ', 'ì':
		return 'i'
	case 'ō', 'ó', 'ǒ', 'ò':
		return 'o'
	case 'ū', 'ú', 'ǔ', 'ù':
		return 'u'
	case 'ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ':
		return 'v'
	case 'ń', 'ň', 'ǹ':
		return 'n'
	case 'ḿ':
		return 'm'
	}
	return r
}

// sounds emits, for each character of each run of Han, the pinyin and the initials from
// that character on. A query matches as a prefix of one of these terms.
func (s *speaker) sounds(text string, emit func(term []byte)) {
	isHan := func(r rune) bool { return s.classOf(s.fold(r)) == han }
	for {
		from := strings.IndexFunc(text, isHan)
		if from < 0 {
			return
		}
		run := text[from:]
		if to := strings.IndexFunc(run, func(r rune) bool { return !isHan(r) }); to >= 0 {
			run = run[:to]
		}
		s.run(run, emit)
		text = text[from+len(run):]
	}
}

func (s *speaker) run(run string, emit func(term []byte)) {
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
		emit(s.said)
		s.said = append(s.said[:0], soundPrefix...)
		for _, syllable := range spoken[i:min(i+short, len(spoken))] {
			s.said = append(s.said, syllable[:min(1, len(syllable))]...)
		}
		if len(s.said) > len(soundPrefix)+1 {
			emit(s.said)
		}
	}
}

// syllables returns the readings of a run, one for each character, "" for an unknown
// one. The result is valid until the next call.
func (s *speaker) syllables(run string) []string {
	spoken := s.spoken[:0]
	for at, r := range run {
		spoken = append(spoken, s.reading(r).syllable)
		_ = at
	}
	i := 0
	for at, r := range run {
		for _, w := range s.reading(r).phrases {
			if strings.HasPrefix(run[at:], w.han) {
				copy(spoken[i:], w.syllables)
			}
		}
		i++
	}
	s.spoken = spoken
	return spoken
}

// readings returns the words with a character that is not read in its most frequent
// way.
func phrases() map[string]string {
	return map[string]string{
		"银行": "yin hang", "行业": "hang ye", "同行": "tong hang", "行情": "hang qing", "行家": "hang jia",
		"重庆": "chong qing", "重构": "chong gou", "重新": "chong xin", "重复": "chong fu", "重做": "chong zuo",
		"长期": "chang qi", "长单": "chang dan", "长尾": "chang wei", "擅长": "shan chang", "长度": "chang du", "时长": "shi chang", "周期长": "zhou qi chang",
		"调整": "tiao zheng", "调休": "tiao xiu", "协调": "xie tiao", "调价": "tiao jia", "调试": "tiao shi",
		"供给": "gong ji", "会计": "kuai ji", "了解": "liao jie", "模板": "mu ban", "模样": "mu yang",
		"便宜": "pian yi", "角色": "jue se", "弹性": "tan xing", "还款": "huan kuan", "厦门": "xia men",
	}
}
