package search

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/markdown"
)

// Nearest ranks sections by the rarer terms that they share with a query. Names weigh more than
// bodies, and short bodies more than long ones.
func TestNearest(t *testing.T) {
	section := func(heading, text string, asks ...string) markdown.Section {
		return markdown.Section{Heading: heading, Text: text, Asks: asks}
	}
	pages := []Page{
		{Path: "a.html", Title: "拜访客户", Tags: []string{"BANT"}, Sections: []markdown.Section{
			section("", "客户的情况先问清楚"),
			section("约不到人", "换一个时间再约。", "领导不见我"),
			section("带什么", strings.Repeat("名片和样品都要带上，", 30)+"预算表也带上"),
		}},
		{Path: "b.html", Title: "报价", Sections: []markdown.Section{
			section("", "客户问价"),
			section("预算", "问清楚钱从哪里来"),
			section("折扣", "不先让价，先看预算"),
		}},
	}
	for query, want := range map[string]string{
		"老板不见我":    "a/1",         // 不见 and 见我, of an ask
		"为什么约不到":   "a/1 a/2",     // two pairs of a heading, and 什么 of another
		"没有预算":     "b/1 b/2 a/2", // a heading, a short body, a long one
		"怎么问 bant": "a/0",         // a tag, of the first section
		"拜访 报价":    "a/0 b/0",     // titles; equal scores keep the order of the pages
		"价":        "b/0 b/2",     // a character alone, where it ends a run
		"量子":       "",
		"？！":       "",
		"":         "",
	} {
		got := New().Nearest(pages, []string{"约", query}, 9)[1]
		var places []string
		for _, near := range got {
			places = append(places, fmt.Sprintf("%c/%d", 'a'+near.Page, near.Section))
		}
		if strings.Join(places, " ") != want {
			t.Errorf("the sections nearest to %q are %v, want %s", query, places, want)
		}
		if first := New().Nearest(pages, []string{query}, 1)[0]; !reflect.DeepEqual(slices.Clip(first), slices.Clip(got[:min(1, len(got))])) {
			t.Errorf("the nearest to %q alone is %v, want the first of %v", query, first, got)
		}
	}
}

// Queries that differ in case, width, signs and spaces are the same.
func TestFold(t *testing.T) {
	b := New()
	for folded, queries := range map[string][]string{
		"roi怎么算":    {"ROI 怎么算", "ＲＯＩ怎么算？", "roi怎么算", " Roi，怎么算 "},
		"no budget": {"No budget", "no  budget!", "no-budget"},
		"领导不见我":     {"领导不见我", "领导，不见我……"},
		"":          {"", "？"},
	} {
		for _, query := range queries {
			if got := b.Fold(query); got != folded {
				t.Errorf("%q is folded to %q, want %q", query, got, folded)
			}
		}
	}
}
