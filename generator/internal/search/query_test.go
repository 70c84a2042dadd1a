package search

import (
	"fmt"
	"strings"
	"testing"

	"cairn/generator/internal/markdown"
)

// A query for one name of a thing also finds the pages with its synonyms.
func TestSynonyms(t *testing.T) {
	pages := []Page{
		{Path: "a.html", Title: "甲", Sections: []markdown.Section{{Text: "年度经常性收入怎么算。"}}},
		{Path: "b.html", Title: "乙", Sections: []markdown.Section{{Text: "ARR 怎么算。"}}},
		{Path: "c.html", Title: "丙", Sections: []markdown.Section{{Text: "别的。"}}},
	}
	e := newEngineOf(t, New().Build(pages, [][]string{{"ARR", "年度经常性收入", "年收入"}, {"POC", "概念验证"}}))
	for query, want := range map[string]string{
		"arr": "b.html a.html (年度经常性收入)", "ＡＲＲ": "b.html a.html (年度经常性收入)", "年度经常性收入": "a.html b.html (ARR)",
		"年收入": "b.html a.html (ARR 年度经常性收入)", "ARR 怎么算": "b.html a.html ()", "poc": " ()",
	} {
		answer := e.ask(query)
		var paths []string
		for _, r := range answer.Results {
			paths = append(paths, r.Path)
		}
		if got := strings.Join(paths, " ") + " (" + strings.Join(answer.Also, " ") + ")"; got != want {
			t.Errorf("%q finds %s, not %s", query, got, want)
		}
	}
}

// A synonym is listed as searched only if a page contains it: candidates are verified.
func TestSynonymsThatSeemToStand(t *testing.T) {
	var pages []Page
	for i := range 20 {
		pages = append(pages, Page{Path: fmt.Sprintf("%d.html", i), Title: "页", Sections: []markdown.Section{{Text: "ARR"}}})
	}
	for i := range 150 {
		pages = append(pages, Page{Path: fmt.Sprintf("near%d.html", i), Title: "近", Sections: []markdown.Section{{Text: "年收，收入"}}})
	}
	names := [][]string{{"ARR", "年收入"}}
	for _, limit := range []int{1, 8, 20, 30} {
		if a := newEngineOf(t, New().Build(pages, names)).some("ARR", limit); a.Total != 20 || len(a.Also) > 0 {
			t.Errorf("of %d results it says %d and %v", limit, a.Total, a.Also)
		}
	}
	pages = append(pages[:20], Page{Path: "there.html", Title: "有", Sections: []markdown.Section{{Text: "年收入"}}})
	for _, limit := range []int{1, 8, 20, 30} {
		if a := newEngineOf(t, New().Build(pages, names)).some("ARR", limit); a.Total != 21 || len(a.Also) != 1 {
			t.Errorf("of %d results it says %d and %v", limit, a.Total, a.Also)
		}
	}
}

// Pages that have another name beside the one asked for do not hide those that have it alone.
func TestSynonymsBesideKnownPages(t *testing.T) {
	var pages []Page
	for i := range 25 {
		text := strings.Repeat("年收入。", 5)
		if i < 10 {
			text += "ARR"
		}
		pages = append(pages, Page{Path: fmt.Sprintf("%d.html", i), Title: "页", Sections: []markdown.Section{{Text: text}}})
	}
	e := newEngineOf(t, New().Build(pages, [][]string{{"ARR", "年收入"}}))
	for _, limit := range []int{1, 8, 10, 11, 20} {
		if a := e.some("ARR", limit); a.Total != 25 || len(a.Also) != 1 {
			t.Errorf("of %d results it says %d and %v", limit, a.Total, a.Also)
		}
	}
}

func TestSounds(t *testing.T) {
	spoken := newSpeaker(newAlphabet())
	for text, want := range map[string]string{
		"续约":    "~xuyue ~xy ~yue",
		"看 银行":  "~kan ~yinhang ~yh ~hang",
		"重庆，重点": "~chongqing ~cq ~qing ~zhongdian ~zd ~dian",
		"赢单率":   "~yingdanlv ~ydl ~danlv ~dl ~lv",
		"CRM":   "",
	} {
		var got []string
		spoken.sounds(text, func(term []byte) { got = append(got, string(term)) })
		if strings.Join(got, " ") != want {
			t.Errorf("%s sounds %v, not %s", text, got, want)
		}
	}
}

// A mistyped word finds what was meant, and says so; a word that is there is
// never taken for a mistake.
func TestTypos(t *testing.T) {
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "甲", Sections: []markdown.Section{{Text: "pipeline coverage"}}},
		{Path: "b.html", Title: "乙", Sections: []markdown.Section{{Text: "MEDDIC demo"}}},
		{Path: "c.html", Title: "丙", Sections: []markdown.Section{{Text: "demos"}}},
		{Path: "d.html", Title: "丁", Sections: []markdown.Section{{Heading: "WeCom", Text: "无"}}},
	})
	for query, want := range map[string]string{
		"wecmo": "d.html (wecom)", "medic": "b.html (meddic)", "MEDIDC": "b.html (meddic)", "pipline": "a.html (pipeline)", "pipelnie": "a.html (pipeline)", "covrag": " ()", "coveraeg": "a.html (coverage)",
		"oipeline": "a.html (pipeline)", "demo": "b.html c.html ()", "dmeo": "b.html c.html (demo)", "dmo": " ()", "pipline coverage": "a.html (pipeline)", "xxxxxxxx": " ()",
	} {
		answer := e.ask(query)
		var paths []string
		for _, r := range answer.Results {
			paths = append(paths, r.Path)
		}
		if got := strings.Join(paths, " ") + " (" + strings.Join(answer.Meant, " ") + ")"; got != want {
			t.Errorf("%q finds %s, not %s", query, got, want)
		}
	}
	for _, piece := range e.ask("medic").Results[0].Snippet {
		if piece.Marked && piece.Text != "MEDDIC" {
			t.Errorf("%s is marked", piece.Text)
		}
	}
}

// Titles, headings and tags are found by pinyin and initials; words come first.
func TestPinyin(t *testing.T) {
	section := func(anchor, heading, text string) markdown.Section {
		return markdown.Section{Anchor: anchor, Heading: heading, Text: text, Level: 2}
	}
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "续约风险怎么一眼看出来该找谁", Sections: []markdown.Section{section("", "", "正文")}},
		{Path: "b.html", Title: "客户", Tags: []string{"银行"}, Sections: []markdown.Section{section("", "", "续约"), section("x", "怎么谈续约", "正文")}},
		{Path: "c.html", Title: "XY 图", Sections: []markdown.Section{section("", "", "xy")}},
	})
	for query, want := range map[string]string{
		"xuyue": "a.html b.html#x", "xuyuefengxian": "a.html", "fengxian": "a.html", "xyfx": "a.html", "xyfxzmyykclgzs": "a.html", "xuyuefengxianzenmeyiyankanchulaigaizhaoshui": "a.html", "zmyykcl": "a.html", "yinh": "b.html", "YH": "b.html",
		"xy": "c.html a.html b.html#x", "xuyue fx": "a.html b.html#x", "zhengwen": "a.html b.html#x", "~xuyue": "a.html b.html#x",
	} {
		if got := e.ask(query).links(); strings.Join(got, " ") != want {
			t.Errorf("%q finds %v, not %s", query, got, want)
		}
	}
}
