package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/markdown"
)

// found searches each query on pages of one text each, and returns the texts that have it.
func found(t *testing.T, texts []string, queries ...string) (all [][]string) {
	t.Helper()
	var pages []Page
	for i, text := range texts {
		pages = append(pages, Page{Path: fmt.Sprint(i), Title: "页", Sections: []markdown.Section{{Text: text}}})
	}
	e := newEngine(t, pages)
	for _, query := range queries {
		var a struct {
			Results []struct {
				Path string
				Near bool
			}
		}
		e.call("ask", query, &a)
		var list []string
		for _, r := range a.Results {
			if !r.Near {
				i := slices.IndexFunc(pages, func(p Page) bool { return p.Path == r.Path })
				list = append(list, texts[i])
			}
		}
		all = append(all, list)
	}
	return all
}

// sameTexts compares lists in any order.
func sameTexts(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// A number finds itself in every form, and no other number.
func TestNumberForms(t *testing.T) {
	for _, test := range []struct{ queries, same, others []string }{
		{[]string{"1200", "1,200", "１２００", "1,200.00"}, []string{"1200", "约1,200家", "１，２００", "1200.00", "¥1,200", "1200%", "100-1,200"}, []string{"11,200", "200", "12000", "1.2", "1,200.05", "1200.5", "v12.00"}},
		{[]string{"1,200.50", "1200.5"}, []string{"1,200.50", "1200.5", "1200.500 元"}, []string{"1200", "1,200", "1200.55", "200.5", "1200,5", "50"}},
		{[]string{"12%", "12.0%", "１２％"}, []string{"12%", "12.0%", "１２％", "20-12%", "12%-20%"}, []string{"12", "12.5%", "112%", "5%", "12.05%"}},
		{[]string{"3.5%", "3.50%"}, []string{"3.5%", "3.50%", "占3.5%。"}, []string{"3.5", "3.52%", "13.5%", "5%", "3%", "35%"}},
		{[]string{"3.5"}, []string{"3.5", "3.50", "3.5%", "3.5x", "3.5-4", "v3.5.1"}, []string{"3", "5", "13.5", "3.51", "35"}},
		{[]string{"2.0"}, []string{"2.0", "v2.0"}, []string{"2", "12.0", "2.01"}},
	} {
		for i, got := range found(t, append(slices.Clone(test.same), test.others...), test.queries...) {
			if !sameTexts(got, test.same) {
				t.Errorf("%s finds %q, not %q", test.queries[i], got, test.same)
			}
		}
	}
}

// A number is marked in the form that a text writes it in.
func TestMarkedNumbers(t *testing.T) {
	e := newEngine(t, []Page{{Path: "a", Title: "共1,200.50", Sections: []markdown.Section{{Heading: "１２００．５ 元", Text: "约 1200.5 与 1,200.50"}}}})
	r := e.ask("1,200.5").Results[0]
	for want, pieces := range map[string]any{
		"[{共 false} {1,200.50 true}]": r.Title, "[{１２００．５ true} { 元 false}]": r.Heading, "[{约  false} {1200.5 true} { 与  false} {1,200.50 true}]": r.Snippet,
	} {
		if got := fmt.Sprint(pieces); got != want {
			t.Errorf("it marks %s, not %s", got, want)
		}
	}
}

// Words with + # . find themselves, and come before texts that have only their letters.
func TestWordsWithSigns(t *testing.T) {
	texts := []string{"C 语言 C C C", "接口是C++的", "用C#写。", "F# 与 .NET", "ASP.NET 与 Node.js", "C++17 标准", "A+ 级客户", "a+b 与 1+1 和 #tag ...text"}
	for query, want := range map[string][]string{
		"C++": {texts[1], texts[5]}, "c#": {texts[2]}, "F#": {texts[3]}, ".NET": {texts[3]}, "NET": {texts[3], texts[4]}, "Node.js": {texts[4]}, "C++17": {texts[5]},
		"A+": {texts[6]}, "tag": {texts[7]}, "text": {texts[7]}, "C": {texts[0], texts[1], texts[2], texts[5]},
	} {
		if got := found(t, texts, query)[0]; !sameTexts(got, want) || query == "C" && got[0] != want[0] {
			t.Errorf("%s finds %q, not %q", query, got, want)
		}
	}
}

// A text is found with and without accents, in either form of Unicode, and shown composed.
func TestAccents(t *testing.T) {
	var texts, queries []string
	for _, form := range []norm.Form{norm.NFC, norm.NFD} {
		texts = append(texts, form.String("去 Café 谈，Đà Nẵng，한국어，がんばる"))
		queries = append(queries, form.String("Café"), form.String("Nẵng"), form.String("한국어"), form.String("がんばる"), form.String("café 谈"))
	}
	queries = append(queries, "cafe", "CAFE", "da nang")
	for i, got := range found(t, texts, queries...) {
		if len(got) != 2 {
			t.Errorf("%q finds %q", queries[i], got)
		}
	}
	if got := found(t, texts, "かんばる")[0]; len(got) > 0 { // another sound
		t.Errorf("かんばる finds %q", got)
	}
	e := newEngine(t, []Page{{Path: "a", Title: texts[1], Tags: []string{texts[1]}, Sections: []markdown.Section{{Heading: texts[1], Text: texts[1]}}}})
	r := e.ask("cafe").Results[0]
	for name, pieces := range map[string]any{"title": r.Title, "heading": r.Heading, "snippet": r.Snippet} {
		if text := fmt.Sprint(pieces); !strings.Contains(text, "{Café true}") {
			t.Errorf("the %s shows %q", name, text)
		}
	}
}

// Traditional and simplified Han find each other, also with characters that no text has.
func TestTraditionalHan(t *testing.T) {
	texts := []string{"谈客户续约的时机", "談客戶續約的時機", "别的话"}
	queries := []string{"客户续约", "客戶續約", "续约", "續約", "客戶续约", "談客户", "時機", "约", "約"}
	for i, got := range found(t, texts, queries...) {
		if !sameTexts(got, texts[:2]) {
			t.Errorf("%s finds %q", queries[i], got)
		}
	}
	for _, text := range texts[:2] {
		for i, got := range found(t, []string{text, "别的话"}, queries...) {
			if !sameTexts(got, []string{text}) {
				t.Errorf("%s finds %q, not %s", queries[i], got, text)
			}
		}
	}
	e := newEngine(t, []Page{{Path: "a", Title: "客戶", Sections: []markdown.Section{{Text: texts[1]}}}})
	for _, query := range []string{"客户续约", "客戶續約"} {
		if text := fmt.Sprint(e.ask(query).Results); !strings.Contains(text, "{客戶續約 true}") {
			t.Errorf("%s marks %s", query, text)
		}
	}
}

// The manifest has the traditional characters that the texts have. A further file has all.
func TestTablesOfTraditionalHan(t *testing.T) {
	pages := []Page{{Path: "a", Title: "客戶", Tags: []string{"續"}, Sections: []markdown.Section{{Heading: "約", Text: "談\uf9a8"}}}}
	b := New()
	for range 2 { // the second build has the segments of the first
		if got := b.tables(b.index(pages)).Traditional.To; got != "户约续谈" && got != "令户约续谈" {
			t.Errorf("the pairs are %s", got)
		}
		files := b.Build(pages, nil)
		if last := files[len(files)-1]; len(files) != 3 || !strings.HasPrefix(last.Path, "search/traditional.") || len(last.Data) < 15000 {
			t.Errorf("there are %d files, of which %s is the last", len(files), last.Path)
		}
	}
	latin := []Page{{Path: "a", Title: "Renewal", Sections: []markdown.Section{{Text: "text"}}}}
	if files := b.Build(latin, nil); len(files) != 1 {
		t.Errorf("texts without Han make %d files", len(files))
	}
	if got := newEngine(t, latin).ask("客戶").Total; got != 0 {
		t.Errorf("客戶 finds %d pages", got)
	}
}
