package site

import (
	"strings"
	"testing"

	"cairn/generator/internal/markdown"
)

// Reading time is rounded up to minutes. A Latin word or a number counts as two characters,
// punctuation as none.
func TestMinutes(t *testing.T) {
	for text, want := range map[string]int{
		"":                              0,
		"。——！":                          0,
		"字":                             1,
		strings.Repeat("字", 400):        1,
		strings.Repeat("字", 401):        2,
		strings.Repeat("字。", 400):       1,
		strings.Repeat("word ", 200):    1,
		strings.Repeat("word ", 201):    2,
		strings.Repeat("2027-03 ", 101): 2,
		strings.Repeat("字", 1201):       4,
		strings.Repeat("〇㐀𠮷鿿", 101):     2,
	} {
		p := &Page{Document: &markdown.Document{Sections: []markdown.Section{{Text: text}}}}
		if got := p.Minutes(); got != want {
			t.Errorf("%.10s…: %d minutes, want %d", text, got, want)
		}
	}
	if got := (&Page{}).Minutes(); got != 0 {
		t.Errorf("a page without a text takes %d minutes", got)
	}
}

// The reading time from an anchor is that of its section and the subsections.
func TestMinutesFrom(t *testing.T) {
	long := strings.Repeat("字", 400)
	p := &Page{Document: &markdown.Document{Sections: []markdown.Section{
		{Text: long},
		{Anchor: "a", Level: 2, Text: long},
		{Anchor: "b", Level: 3, Text: long},
		{Anchor: "c", Level: 3, Text: long},
		{Anchor: "d", Level: 2, Text: long},
	}}}
	for anchor, want := range map[string]int{"": 5, "a": 3, "b": 1, "c": 1, "d": 1, "none": 0} {
		if got := p.MinutesFrom(anchor); got != want {
			t.Errorf("the section %q: %d minutes, want %d", anchor, got, want)
		}
	}
}
