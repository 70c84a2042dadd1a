package render

import (
	"slices"
	"testing"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// A link leads to the section of level 2 in which its anchor is, or to all sections of the page. The keys of
// tasks are cut, and those of a text in a slot follow.
func TestSectionsOfALink(t *testing.T) {
	parse := func(source string) *markdown.Document {
		doc, faults := markdown.New(markdown.Words{}).Parse("content/a.md", source, 0)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		return doc
	}
	page := &site.Page{
		Document: parse("# 题 {#top}\n\n### 前\n\n## 一\n\n### 细\n\n- [ ] 甲\n- [ ] 乙\n\n## 二\n"),
		Slots:    []*site.SlotText{nil, {Document: parse("- [ ] 甲\n")}},
	}
	plain := &site.Page{Document: parse("# 题\n\n一段。\n\n### 细\n")}
	for _, test := range []struct {
		page   *site.Page
		anchor string
		want   []string
	}{
		{page, "", []string{"一", "二"}},
		{page, "top", []string{"一", "二"}},
		{page, "一", []string{"一"}},
		{page, "细", []string{"一"}},
		{page, "二", []string{"二"}},
		{page, "前", []string{"一", "二"}},
		{plain, "", []string{""}},
		{plain, "细", []string{""}},
		{&site.Page{}, "", nil},
	} {
		if got := sections(test.page, test.anchor); !slices.Equal(got, test.want) {
			t.Errorf("a link to %q leads to %q, want %q", test.anchor, got, test.want)
		}
	}
	keys := taskKeys(page)
	if len(keys) != 3 || keys[0] == keys[1] || keys[0] != keys[2] || len(keys[0]) != keyLength {
		t.Errorf("the keys are %q", keys)
	}
}
