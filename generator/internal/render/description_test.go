package render

import (
	"strings"
	"testing"
)

// A text that is too long ends after the last sentence that ends in its second half, or
// with "…" if no sentence ends there.
func TestShortenPrefersTheEndOfASentence(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"一二三四五六七八九十":            "一二三四五六七八九十",
		"一二三四五六七八九十零":           "一二三四五六七八九…",
		"一二三四五。六七八九十零":          "一二三四五。",
		"一二。三四五六七八九十零":          "一二。三四五六七八…",
		"一二三四五六七八？九十零":          "一二三四五六七八？",
		"一二三四五价 3.5 万元":         "一二三四五价 3.…",
		"一二三看 a.cn 和别的":         "一二三看 a.cn…",
		"一二三四五 ok. 后面的":         "一二三四五 ok.",
		"一二三四五六好?后面的":           "一二三四五六好?",
		strings.Repeat("a", 11): "aaaaaaaaa…",
	} {
		if got := shorten(text, 10); got != want {
			t.Errorf("shorten(%q, 10) = %q, want %q", text, got, want)
		}
	}
}

// The beginning of a text has at least as many characters as requested, if the text has, and
// ends with a word.
func TestBeginningEndsWithAWord(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "",
		" \n":              "",
		"一二三四五六":           "一二三四五六",
		" 一  二\n三 四":       "一 二 三",
		"一二 三 四":           "一二 三 四",
		"一二 三四五六 七":        "一二 三四五六",
		"a b c d":          "a b c",
		"一二三四 五\u00a0六\t七": "一二三四 五",
	} {
		if got := beginning(strings.Lines(text), 5); got != want {
			t.Errorf("beginning(%q, 5) = %q, want %q", text, got, want)
		}
	}
}
