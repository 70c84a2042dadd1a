package render

import (
	"slices"
	"testing"

	"cairn/generator/internal/config"
	"cairn/generator/internal/site"
)

// The index has the order of a dictionary in the site's language: Latin letters before
// Chinese characters, which are ordered by pinyin. The glossary keeps its own order.
func TestIndexHasTheOrderOfADictionary(t *testing.T) {
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
		t.Errorf("the index is %v, want %v", got, want)
	}
	if terms[0].Term != "转介绍" {
		t.Error("the order of the glossary has changed")
	}
}
