package search

import (
	"strings"
	"testing"

	"cairn/generator/internal/jstest"
	"cairn/generator/internal/markdown"
)

func TestSnippet(t *testing.T) {
	long := strings.Repeat("铺垫的话很多。", 30)
	e := newEngine(t, []Page{{Path: "a.html", Title: "甲", Sections: []markdown.Section{{Text: long + "使用率低于 60% 的客户，续约有风险，当周就要联系。" + long}}}})
	r := e.ask("续约有风险").Results[0]
	var text, marked string
	for _, piece := range r.Snippet {
		text += piece.Text
		if piece.Marked {
			marked += "[" + piece.Text + "]"
		}
	}
	if marked != "[续约有风险]" {
		t.Errorf("the marks are %s in %s", marked, text)
	}
	if !strings.HasPrefix(text, "…使用率低于") || len([]rune(text)) > 90 {
		t.Errorf("the snippet is %s", text)
	}
}

// A snippet has … exactly where text is left out, and ends with a sentence if one ends
// nearby.
func TestSnippetAtTheEnds(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/snippet.ts")
	rest := strings.Repeat("零", 200)
	for _, test := range []struct{ text, want string }{
		{"续约", "[续约]"},
		{"早续约早", "早[续约]早"},
		{"续约" + rest, "[续约]" + strings.Repeat("零", 70) + "…"},
		{"续约" + strings.Repeat("零", 75) + "。" + rest, "[续约]" + strings.Repeat("零", 75) + "。…"},
		{rest + "。谈续约" + rest, "…谈[续约]" + strings.Repeat("零", 69) + "…"},
		{rest + "。谈续约。", "…谈[续约]。"},
		{"零。谈续约" + rest, "…谈[续约]" + strings.Repeat("零", 69) + "…"},
	} {
		vm.Set("text", test.text)
		got, err := vm.RunString(`module.snippet(text, [["续", "约"]], (text) => Array.from(text)).map(({ text, marked }) => marked ? "[" + text + "]" : text).join("")`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("of %s it shows\n%s, want\n%s", test.text, got, test.want)
		}
	}
}

// The excerpt of what a layout shows is a sentence with the query, or else the page's summary, and
// no list of labels.
func TestSnippetOfLabels(t *testing.T) {
	e := newEngine(t, []Page{{Path: "a.html", Title: "工作表", Sections: []markdown.Section{
		{Text: "一年签几家，从这里往回推。"}, {Text: "赢单率\n62.5%\n签约\n10 家\n签约多少，看去年的赢单率。\n客单价\n怎么算的 3 万元"},
	}}})
	for query, want := range map[string]string{"赢单率": "签约多少，看去年的赢单率。", "客单价": "一年签几家，从这里往回推。"} {
		var text strings.Builder
		for _, piece := range e.ask(query).Results[0].Snippet {
			text.WriteString(piece.Text)
		}
		if text.String() != want {
			t.Errorf("%s shows %s, not %s", query, text.String(), want)
		}
	}
}
