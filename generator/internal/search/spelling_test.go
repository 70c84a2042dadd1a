package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mozillazg/go-pinyin"

	"cairn/generator/internal/markdown"
)

// A wrong character of the same sound, pinyin of a word in bodies, and the sounds that readers mix
// up find what was meant, and the answer says so. A query that stands is never corrected.
func TestSpelling(t *testing.T) {
	var pages []Page
	for _, path := range []string{"a.html", "b.html", "c.html"} {
		pages = append(pages, Page{Path: path, Title: "页", Sections: []markdown.Section{{Text: "竞品的信息科在场，要看决策链。\n先控单，再谈赢单率、拆解、能力。"}}})
	}
	pages = append(pages, Page{Path: "d.html", Title: "只有这里", Sections: []markdown.Section{{Text: "净品"}, {Heading: "商务谈判", Anchor: "x", Text: "无"}}})
	e := newEngine(t, pages)
	for query, want := range map[string]string{
		"竟品": "竞品 a.html", "决测链": "决策链 a.html", "绝策链": "决策链 a.html", "控丹": "控单 a.html", "赢单律": "赢单率 a.html", "商物谈判": "商务谈判 d.html",
		"xinxike": "信息科 a.html", "xingxike": "信息科 a.html", "juecelian": "决策链 a.html", "kongdan": "控单 a.html", "nengni": "能力 a.html", "shangwutanpan": " d.html",
		"xnixike": "信息科 a.html", "juececahi": " ", "商务谈半": "商务谈判 d.html", "上务谈判": "商务谈判 d.html", "商务谈话": "商务谈判 d.html", "商务": " d.html", "商务谈赢": " d.html", // 谈赢 stands: 赢 is no mistake

		"kongdanchaijie": "控单拆解 a.html", "shanwutanpan": "商务谈判 d.html",
		"净品": " d.html", "竞品": " a.html", "xx": " ", "龘靐": " ", "信息科在场": " a.html", "kongkong": " ",
	} {
		answer := e.ask(query)
		first := ""
		if len(answer.Results) > 0 {
			first = answer.Results[0].Path
		}
		if got := strings.Join(answer.Meant, ",") + " " + first; got != want {
			t.Errorf("%s finds %q, not %q", query, got, want)
		}
	}
}

// The pairs of a sound are those of names, and those that several pages have.
func TestSpellings(t *testing.T) {
	files := New().Build([]Page{
		{Path: "a", Title: "净品", Sections: []markdown.Section{{Text: "竞品。晶品。"}}}, {Path: "b", Title: "无", Sections: []markdown.Section{{Text: "竞品。"}}},
		{Path: "c", Title: "无", Sections: []markdown.Section{{Text: "竞品，竞品"}}},
	}, nil)
	var lines []string
	for _, f := range files {
		for line := range strings.Lines(string(f.Data)) {
			if strings.HasPrefix(strings.TrimPrefix(line, `cairnSearch("p0.`), "jin'pin ") || strings.Contains(line, "`jin'pin ") {
				lines = append(lines, strings.TrimSpace(line[strings.Index(line, "jin'pin"):]))
			}
		}
	}
	if !slices.Equal(lines, []string{"jin'pin 净品竞品"}) && !slices.Equal(lines, []string{"jin'pin 竞品净品"}) {
		t.Errorf("the pairs are %q", lines)
	}
}

// A pair is under the sound in which the word is read, the frequent ones first. Pairs in one line of
// names count; those on few pages, with a character without a known reading, and words do not.
func TestPairsBySound(t *testing.T) {
	s := newSpellings(newAlphabet())
	for _, term := range []struct {
		name string
		size int
	}{{"行业", 6}, {"行业!", 1}, {"长期", 6}, {"净品", 80}, {"净品!", 20}, {"竞品", 90}, {"经品!", 1}, {"竟品", 5}, {"\u3402品", 90}, {"品\u3402", 90}, {"行", 90}, {"行业者", 90}, {"ab", 90}, {"行a", 90}, {"形页", 6}} {
		s.add(term.name, term.size)
	}
	if diff := cmp.Diff([]string{"can'qi 长期", "han'ye 行业", "jin'pin 净品竞品经品", "xin'ye 形页"}, s.lines()); diff != "" {
		t.Error(diff)
	}
}

// The reading of every character is that of the library.
func TestSyllables(t *testing.T) {
	for r, spoken := range pinyin.PinyinDict {
		want := ""
		if all := pinyin.SinglePinyin(rune(r), pinyin.NewArgs()); len(all) > 0 {
			want = all[0]
		}
		if got := syllableOf(rune(r)); got != want {
			t.Errorf("%c (%s) is %q, not %q", r, spoken, got, want)
		}
	}
}

func TestBlurred(t *testing.T) {
	for syllable, want := range map[string]string{"zhang": "zan", "chi": "ci", "shi": "si", "lv": "nv", "ni": "ni", "yin": "yin", "ying": "yin", "a": "a", "ng": "n"} {
		if got := blurred(syllable); got != want {
			t.Errorf("%s becomes %s, not %s", syllable, got, want)
		}
	}
}
