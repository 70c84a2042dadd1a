package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/generator/internal/markdown"
)

// passageSize is the number of code points from which on a section is cut into passages. Ranking
// takes texts to be of similar length: a long one would win by the number of its words.
const passageSize = 400

// passages returns pages whose long sections are cut into passages, at the ends of blocks. A
// passage has the anchor of its section; only the first has the heading.
func passages(pages []Page) []Page {
	cut := slices.Clone(pages)
	for i := range cut {
		if slices.ContainsFunc(cut[i].Sections, isLong) {
			cut[i].Sections = cutSections(cut[i].Sections)
		}
	}
	return cut
}

func isLong(s markdown.Section) bool {
	return len(s.Text) > passageSize && utf8.RuneCountInString(s.Text) > passageSize
}

func cutSections(sections []markdown.Section) (all []markdown.Section) {
	for _, s := range sections {
		for {
			end := passageEnd(s.Text)
			rest := strings.TrimPrefix(s.Text[end:], "\n")
			s.Text = s.Text[:end]
			all = append(all, s)
			if rest == "" {
				break
			}
			s = markdown.Section{Anchor: s.Anchor, Level: s.Level, Text: rest}
		}
	}
	return all
}

// passageEnd returns the end of the first passage of a text: the first end of a block behind
// passageSize code points, unless little text would remain.
func passageEnd(text string) int {
	n := 0
	for i, r := range text {
		if n++; r == '\n' && n > passageSize {
			if utf8.RuneCountInString(text[i:]) < passageSize/4 {
				break
			}
			return i
		}
	}
	return len(text)
}
