package drawing

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// width estimates the width of a text in ems. Fonts differ, so the estimate is generous.
func width(s string) (w float64) {
	var before rune
	for _, r := range s {
		if before != 0 && isHan(before) != isHan(r) && before != ' ' && r != ' ' {
			w += 0.125 // browsers put a space between Han and Latin
		}
		w += advance(r)
		before = r
	}
	return w
}

func advance(r rune) float64 {
	switch {
	case r == ' ':
		return 0.3
	case r >= '0' && r <= '9':
		return 0.58
	case strings.ContainsRune("MW@%mw", r):
		return 0.95
	case r >= 'A' && r <= 'Z':
		return 0.72
	case strings.ContainsRune("ijl.,:;!'|", r):
		return 0.35
	case r < 0x80:
		return 0.58
	case r < 0x2000:
		return 0.8
	}
	return 1
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// Characters that must not begin or end a line.
const (
	closing = "，。、；：？！）】」』”’》…%％,.;:?!)]}"
	opening = "（【「『“‘《([{"
)

// wrap breaks a text into lines of at most so many ems. A word in Latin letters is broken only if it
// alone is longer than a line.
func wrap(s string, most float64) (lines []string) {
	line := ""
	for _, piece := range pieces(s) {
		switch {
		case width(strings.TrimSpace(line+piece)) <= most:
			line += piece
			continue
		case strings.TrimSpace(line) != "":
			lines = append(lines, strings.TrimSpace(line))
		}
		line = strings.TrimLeft(piece, " ")
		for width(line) > most && utf8.RuneCountInString(line) > 1 {
			head := []rune(line)
			n := len(head)
			for n > 1 && width(string(head[:n])) > most {
				n--
			}
			lines, line = append(lines, string(head[:n])), string(head[n:])
		}
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// pieces cuts a text where a line may break.
func pieces(s string) (pieces []string) {
	start := 0
	var before rune
	for i, r := range s {
		isBreak := before == ' ' || isWide(before) || isWide(r)
		if i > start && isBreak && r != ' ' && !strings.ContainsRune(closing, r) && !strings.ContainsRune(opening, before) {
			pieces, start = append(pieces, s[start:i]), i
		}
		before = r
	}
	return append(pieces, s[start:])
}

func isWide(r rune) bool { return r >= 0x2E80 }
