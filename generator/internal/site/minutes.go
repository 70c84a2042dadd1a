package site

import (
	"unicode"
	"unicode/utf8"
)

// charactersPerMinute is the assumed reading speed. It is at the lower end of common speeds
// for Chinese, because a reader of a playbook reads to act.
const charactersPerMinute = 400

// Minutes returns the reading time of a page; 0 if the page has no text.
func (p *Page) Minutes() int { return p.MinutesFrom("") }

// MinutesFrom returns the reading time of the section with an anchor and of its
// subsections. For "" and the anchor of the title it returns that of the whole page.
func (p *Page) MinutesFrom(anchor string) int {
	if p.Document == nil {
		return 0
	}
	characters, level := 0, 0 // level is that of the section being counted; 0 outside of it
	whole := anchor == "" || anchor == p.Document.Title.ID
	for _, s := range p.Document.Sections {
		switch {
		case whole:
		case s.Anchor == anchor:
			level = s.Level
		case level == 0:
			continue
		case s.Level <= level:
			level = 0
			continue
		}
		characters += readingLength(s.Text)
	}
	return (characters + charactersPerMinute - 1) / charactersPerMinute
}

// readingLength returns the length of a text in characters. A Latin word or a number counts
// as two characters, punctuation as none.
func readingLength(text string) (n int) {
	latin := false
	for i := 0; i < len(text); {
		if text[i] >= 0xE5 && text[i] <= 0xE9 { // the first byte of U+5000 to U+9FFF: nearly all Han of a text, which need no decoding
			n, latin, i = n+1, false, i+3
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case isHan(r):
			n++
			latin = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !latin {
				n += 2
			}
			latin = true
		default:
			latin = false
		}
	}
	return n
}

// isHan reports whether a character is Han. The first Han is U+2E80, and nearly all are in one
// block: for most characters a comparison suffices.
func isHan(r rune) bool {
	return r >= 0x2E80 && ('一' <= r && r <= '鿿' || unicode.Is(unicode.Han, r))
}
