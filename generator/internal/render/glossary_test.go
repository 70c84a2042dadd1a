package render

import (
	"slices"
	"testing"

	"cairn/generator/internal/config"
	"cairn/generator/internal/site"
)

// The index is ordered as a dictionary of the site's language is: Chinese by
// pinyin, behind Latin.
func TestIndex(t *testing.T) {
	var terms []*site.Term
	for _, term := range []string{"转介绍", "客单价", "SaaS", "标杆客户", "ARR", "回款", "Demo"} {
		terms = append(terms, &site.Term{SourceTerm: &site.SourceTerm{Term: term}})
	}
	v := &View{Site: &site.Site{Config: &config.Config{Language: "zh-CN"}, Terms: terms}}
	var got []string
	for _, term := range v.Index() {
		got = append(got, term.Term)
	}
	if want := []string{"ARR", "Demo", "SaaS", "标杆客户", "回款", "客单价", "转介绍"}; !slices.Equal(got, want) {
		t.Errorf("the index is %v", got)
	}
	if terms[0].Term != "转介绍" {
		t.Error("the glossary itself is in another order")
	}
}
