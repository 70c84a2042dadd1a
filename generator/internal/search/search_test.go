package search

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sample"
)

func TestRanking(t *testing.T) {
	section := func(anchor, heading, text string) markdown.Section {
		return markdown.Section{Anchor: anchor, Heading: heading, Text: text, Level: 2}
	}
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "随便", Sections: []markdown.Section{section("", "", "续约要早谈。"), section("x", "别的", "续约续约续约续约续约")}},
		{Path: "b.html", Title: "续约", Sections: []markdown.Section{section("", "", "正文。")}},
		{Path: "c.html", Title: "客户", Sections: []markdown.Section{section("", "", "正文"), section("y", "续约", "怎么谈。")}},
		{Path: "d.html", Title: "低代码", Tags: []string{"标签"}, Sections: []markdown.Section{section("", "", "low-code 平台，pipelineCoverage，ARR 与 ＡＲＲ。续与约。")}},
	})
	tests := []struct {
		query string
		want  string
	}{
		{"续约", "b.html c.html#y a.html#x"},
		{"续约 谈", "a.html c.html#y b.html"},
		{"low-code", "d.html"}, {"code", "d.html"}, {"cover", "d.html"}, {"ARR", "d.html"}, {"ａｒｒ", "d.html"}, {"标签", "d.html"},
		{"约续风", "a.html#x"}, {"没有的词", ""}, {"", ""}, {"？！", ""}, {"__proto__", ""}, {"constructor", ""},
	}
	for _, test := range tests {
		if got := e.ask(test.query).links(); strings.Join(got, " ") != test.want {
			t.Errorf("%q finds %v, not %s", test.query, got, test.want)
		}
	}
}

// A question finds the pages about its subject; a page that contains the question as a
// phrase comes instead.
func TestQuestions(t *testing.T) {
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "词汇", Sections: []markdown.Section{{Text: "ARR 是一年的收入。"}}},
		{Path: "b.html", Title: "乙", Sections: []markdown.Section{{Text: "凭什么是今年。约客户怎么约。"}}},
		{Path: "c.html", Title: "丙", Sections: []markdown.Section{{Text: "续约怎么谈。"}}},
	})
	if _, err := e.vm.RunString(`globalThis.question = (query, done) => engine.search(query, 100, {questions: ["什么是", "", "怎么"]}).then((a) => done(JSON.stringify(a)))`); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"什么是ARR": "a.html", "什么是 arr": "a.html", "怎么约客户": "b.html", "续约怎么谈": "c.html", "怎么谈续约": "c.html", "什么是": "b.html", "怎么": "b.html c.html", "什么是没有": "",
	} {
		var a answer
		e.call("question", query, &a)
		var paths []string
		for _, r := range a.Results {
			paths = append(paths, r.Path)
		}
		if got := strings.Join(paths, " "); got != want {
			t.Errorf("%q finds %s, not %s", query, got, want)
		}
	}
}

// A question of which no candidate is verified finds the sections near it.
func TestQuestionThatSeemsToStand(t *testing.T) {
	var pages []Page
	for i := range 100 {
		pages = append(pages, Page{Path: fmt.Sprintf("near%d.html", i), Title: "近", Sections: []markdown.Section{{Text: "签单，单怎，怎么，么谈"}}})
	}
	pages = append(pages, Page{Path: "asked.html", Title: "签单", Sections: []markdown.Section{{Text: "谈"}}})
	e := newEngine(t, pages)
	if _, err := e.vm.RunString(`globalThis.question = (query, done) => engine.search(query, 8, {questions: ["怎么"]}).then((a) => done(JSON.stringify(a)))`); err != nil {
		t.Fatal(err)
	}
	var a answer
	if e.call("question", "签单怎么谈", &a); a.Results[0].Path != "asked.html" || !a.Results[0].Near {
		t.Errorf("it finds %s first", a.Results[0].Path)
	}
}

// A single character of Han before a word is found in a body, although the index knows it from names as well, of which it does not
// have the neighbours: the page that has both beside each other comes first.
func TestCharacterBeforeWord(t *testing.T) {
	pages := []Page{
		{Path: "apart.html", Title: "SaaS", Sections: []markdown.Section{{Heading: "小型", Text: "SaaS 的客户，SaaS 的渠道，一种小型的"}}},
		{Path: "beside.html", Title: "客户", Sections: []markdown.Section{{Heading: "转型", Text: "先说成长型 SaaS 怎么卖"}}},
	}
	if got := newEngine(t, pages).find("型 SaaS", 1); !slices.Equal(got, []string{"beside.html"}) {
		t.Errorf("it finds %s first", got)
	}
}

// The place of a long run of Han is looked up in the texts, few or many: a page
// that has its beginning, middle and end at their places, and something else between, comes after.
func TestLongRuns(t *testing.T) {
	for _, n := range []int{1, 30} {
		var pages []Page
		for i := range n {
			pages = append(pages,
				Page{Path: fmt.Sprintf("other%d.html", i), Title: "别的", Sections: []markdown.Section{{Text: "鲸翠丙丁计划的补货节奏"}}},
				Page{Path: fmt.Sprintf("other-title%d.html", i), Title: "鲸翠丙丁计划的补货节奏", Sections: []markdown.Section{{Text: "无"}}})
		}
		pages = append(pages,
			Page{Path: "text.html", Title: "正文", Sections: []markdown.Section{{Text: "😀𠮷ﬃ\nＡＢ说说鲸翠甲乙计划的补货节奏。"}}},
			Page{Path: "title.html", Title: "鲸翠甲乙计划的补货节奏", Sections: []markdown.Section{{Text: "无"}}},
			Page{Path: "heading.html", Title: "小标题", Sections: []markdown.Section{{Text: "无"}, {Heading: "𠮷：鲸翠甲乙计划的补货节奏", Text: "无"}}},
			Page{Path: "tag.html", Title: "标签", Tags: []string{"鲸翠甲乙计划的补货节奏"}, Sections: []markdown.Section{{Text: "无"}}},
		)
		e := newEngine(t, pages)
		if got := strings.Join(e.find("鲸翠甲乙计划的补货节奏", 4), " "); got != "title.html heading.html tag.html text.html" {
			t.Errorf("beside %d others it finds %s", n, got)
		}
		for _, r := range e.ask("鲸翠甲乙计划的补货节奏").Results[4:] {
			if !strings.HasPrefix(r.Path, "other") {
				t.Errorf("%s comes late", r.Path)
			}
		}
	}
}

// In a body the index knows where a term stands to within a few characters, and of the Han
// beside a word four bits (those of 在 are those of 鲸): what stands there, and in which
// section, the texts tell of as many results as are shown.
func TestNearMisses(t *testing.T) {
	for query, near := range map[string]string{
		"鲸翠甲": "鲸翠，翠甲", "鲸翠甲乙": "鲸翠，翠甲，甲乙", "鲸翠甲乙丙": "鲸翠与甲乙丙", "鲸翠甲乙丙丁": "鲸翠与甲乙丙丁",
		"SaaS鲸翠": "SaaS 在鲸翠", "鲸翠 SaaS": "鲸翠怀 SaaS", "SaaS Pro": "SaaS 与 Pro，SaaS 的 Pro", "AI 鲸翠": "OPENAI 鲸翠，AI 在鲸翠",
	} {
		var pages []Page
		for i := range 40 {
			pages = append(pages, Page{Path: fmt.Sprintf("near%d.html", i), Title: "近", Sections: []markdown.Section{{Text: strings.Repeat(near+"。\n", 5)}}})
		}
		pages = append(pages,
			Page{Path: "late.html", Title: "后", Sections: []markdown.Section{{Text: strings.Repeat(near+"。\n", 5)}, {Anchor: "here", Heading: "处", Text: "说" + query}}},
			Page{Path: "only.html", Title: "独", Sections: []markdown.Section{{Text: "说" + query}}},
			Page{Path: "tag.html", Title: "签", Tags: []string{query}, Sections: []markdown.Section{{Text: "无"}}},
		)
		a := newEngine(t, pages).some(query, 3)
		got := a.links()
		slices.Sort(got)
		if want := []string{"late.html#here", "only.html", "tag.html"}; !slices.Equal(got, want) {
			t.Errorf("%s finds %v first", query, got)
		}
	}
}

// A result leads to the section that has the query as it was typed, in its name or its body.
func TestSectionOfResult(t *testing.T) {
	for _, test := range []struct {
		query string
		page  Page
		want  string
	}{
		{"鲸翠甲乙", Page{Sections: []markdown.Section{{Anchor: "near", Text: strings.Repeat("鲸翠，翠甲，甲乙。", 8)}, {Anchor: "right", Heading: "说鲸翠甲乙么", Text: "无"}}}, "right"},
		{"SaaS 鲸翠", Page{Sections: []markdown.Section{{Anchor: "near", Text: strings.Repeat("SaaS 在谈鲸翠。", 8)}, {Anchor: "right", Heading: "说SaaS鲸翠么", Text: "无"}}}, "right"},
		{"鲸翠甲", Page{Title: "谈鲸翠甲", Sections: []markdown.Section{{Text: "无"}, {Anchor: "near", Text: strings.Repeat("鲸翠，翠甲。", 8)}}}, ""},
		{"鲸翠甲", Page{Sections: []markdown.Section{{Text: "鲸翠甲"}, {Anchor: "near", Text: strings.Repeat("鲸翠，翠甲。", 9)}, {Anchor: "one", Text: "鲸翠甲"}, {Anchor: "many", Text: "鲸翠甲，鲸翠甲，鲸翠甲，鲸翠甲"}}}, "many"},
		{"鲸翠", Page{Sections: []markdown.Section{{Text: "鲸翠"}, {Anchor: "first", Text: "鲸翠"}, {Anchor: "second", Text: "鲸翠"}}}, "first"},
		{"AI 鲸翠", Page{Sections: []markdown.Section{{Text: "无"}, {Anchor: "near", Text: strings.Repeat("OPENAI 鲸翠，AI 在鲸翠", 8)}, {Anchor: "right", Text: "AI 鲸翠"}}}, "right"},
	} {
		test.page.Path = "a.html"
		if got := newEngine(t, []Page{test.page, {Path: "b.html"}}).some(test.query, 8).Results; len(got) != 1 || got[0].Anchor != test.want {
			t.Errorf("%s: %v, not the section %q", test.query, got, test.want)
		}
	}
}

// Pages on which the terms of a query are verified come before unverified candidates.
func TestPiecesAsTyped(t *testing.T) {
	long := strings.Repeat("别的话还有很多。", 9)
	text := func(path, text string) Page {
		return Page{Path: path, Title: "页", Sections: []markdown.Section{{Text: text}}}
	}
	for _, test := range []struct {
		query string
		pages []Page
		want  string
	}{
		{"客户续约", []Page{text("words.html", "续约"+long+"客户"), text("one.html", "续约"), text("whole.html", "客户续约")}, "whole.html words.html one.html"},
		{"客户 续约", []Page{text("apart.html", strings.Repeat("客户续约"+long, 2)[:300]+long+"续约"+long+"客户"), text("near.html", "客户怎么谈续约")}, "apart.html near.html"},
		{"客户 续约", []Page{text("apart.html", "续约"+long+strings.Repeat("客户", 9)), text("near.html", "客户怎么谈续约")}, "near.html apart.html"},
		{"鲸翠甲 计划", []Page{text("near.html", strings.Repeat("鲸翠，翠甲。", 5)+long+"计划"), text("whole.html", "鲸翠甲"+long+"计划")}, "whole.html near.html"},
		{"鲸翠甲 计划", []Page{text("decoy.html", strings.Repeat("鲸翠，翠甲，计划。", 5)+long+"鲸翠甲"+long+"计划"), text("near.html", "鲸翠甲的计划")}, "near.html decoy.html"},
		{"鲸甲CRM", []Page{text("near.html", strings.Repeat("鲸甲与 CRM 的。", 5)), text("whole.html", "鲸甲CRM的")}, "whole.html near.html"},
		{"coverage鲸翠", []Page{text("near.html", strings.Repeat("pipelineCoverage 与鲸翠。", 5)), text("whole.html", "的pipelineCoverage鲸翠")}, "whole.html near.html"},
		{"鲸甲pipeline", []Page{text("near.html", strings.Repeat("鲸甲与 pipelineCoverage。", 5)), text("whole.html", "鲸甲pipelineCoverage的")}, "whole.html near.html"},
		{"鲸翠甲乙丙", []Page{text("one.html", "鲸翠"), text("three.html", "翠甲乙丙")}, "three.html one.html"},
		{"pipline coverage", []Page{text("apart.html", "pipeline"+long+strings.Repeat(" coverage", 5)), text("whole.html", "pipeline coverage")}, "whole.html apart.html"},
	} {
		if got := strings.Join(newEngine(t, test.pages).some(test.query, 8).links(), " "); got != test.want {
			t.Errorf("%s finds %s, not %s", test.query, got, test.want)
		}
	}
}

// The number of texts that are read does not grow with the number of candidates: if no
// candidate is verified, the texts of twice 32 pages are read beside those of the results, unless the
// pages lack a pair of the query (霓霁).
func TestFewTextsAreRead(t *testing.T) {
	long := strings.Repeat("别的话还有很多。", 400) // which makes each page a group of its own
	var pages []Page
	for i := range 90 {
		pages = append(pages, Page{Path: fmt.Sprintf("%d.html", i), Title: "页", Sections: []markdown.Section{{Text: "鲸翠里的甲乙，SaaS 在鲸翠，鲸翠与 SaaS，Pro 与鲸翠，SaaS 里，pipeline coverage。鲸翠，翠甲。虹霓，霁霞霭。" + long}}})
	}
	e := newEngine(t, pages)
	for _, test := range sample.Of(6, []struct {
		query string
		most  int
	}{
		{"鲸翠甲", 8 + 2*32 + 8}, {"鲸翠", 8}, {"鲸翠 甲乙", 8}, {"pipeline coverage", 8}, {"pipline coverage", 8},
		{"SaaS 里", 8}, {"没有", 0}, {"虹霓霁霞霭", 8}, {"Pro鲸翠", 8}, {"鲸翠 SaaS", 8}, {"SaaS鲸翠", 8 + 2*32},
	}) {
		if _, n := e.reads(test.query, 8); n > test.most || test.most > 0 && n < 8 {
			t.Errorf("%s reads %d texts, more than %d", test.query, n, test.most)
		}
	}
}

// A query that stands on a page reads at most three shards, whatever its length, and the texts of the
// results; if a text refutes the postings, the shards of its other pairs and a few texts. A query that
// stands nowhere reads a shard for each of its pairs.
func TestFewFilesAreRead(t *testing.T) {
	letters := []rune("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥")
	random := rand.New(rand.NewPCG(13, 14))
	var pages []Page
	for i := range 150 {
		page := Page{Path: fmt.Sprintf("%d.html", i), Title: prose(random, letters, 4)}
		for range 3 {
			page.Sections = append(page.Sections, markdown.Section{Heading: prose(random, letters, 4), Text: prose(random, letters, 390)})
		}
		if i%20 == 0 {
			page.Sections[0].Text += "，戊亥甲癸乙壬丙"
		}
		pages = append(pages, page)
	}
	texts := textsOf(pages)
	e := newEngine(t, pages)
	if shards, read := e.reads("戊亥甲癸乙壬丙", 3); shards != 4 || read != 3 {
		t.Errorf("a long query is read in %d shards, not the 4 that cover it, and %d texts, not those of its 3 results", shards, read)
	}
	few := 0
	count := sample.Count(t, 12, 50)
	for range count {
		query := piece(random, texts, regexp.MustCompile(`^\p{Han}{2,12}$`).MatchString)
		pairs := utf8.RuneCountInString(query) - 1
		shards, read := e.reads(query, 1)
		if read == 1 && shards <= 3 {
			few++
		}
		if shards > pairs || read == 1 && shards > 3 {
			t.Errorf("%s is read in %d shards and %d texts", query, shards, read)
		}
	}
	if few < count*3/4 {
		t.Errorf("of %d queries %d are read in three shards and one text", count, few)
	}
	for range sample.Count(t, 8, 50) {
		query := prose(random, letters, 4+random.IntN(5))
		if shards, _ := e.reads(query, 3); shards > utf8.RuneCountInString(query)-1 {
			t.Errorf("%s is read in %d shards", query, shards)
		}
	}
}

// A result has the anchor of its section, which may be the heading, another one or none, and the page's place.
func TestAnchors(t *testing.T) {
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "甲", Place: "SaaS · 新人期", Sections: []markdown.Section{{Text: "开头在此"}, {Anchor: "续约", Heading: "续约", Text: "甲乙"}, {Anchor: "renewal", Heading: "回款", Text: "丙丁"}}},
		{Path: "b.html", Title: "乙", Sections: []markdown.Section{{Anchor: "增购", Heading: "增购", Text: "戊己", Asks: []string{"怎么多卖"}}}},
	})
	for query, want := range map[string]string{
		"开头在此": "a.html SaaS · 新人期", "甲乙": "a.html#续约 SaaS · 新人期", "丙丁": "a.html#renewal SaaS · 新人期", "戊己": "b.html#增购 ", "怎么多卖": "b.html#增购 ",
	} {
		answer := e.ask(query)
		if got := answer.links()[0] + " " + answer.Results[0].Place; got != want {
			t.Errorf("%s finds %s, not %s", query, got, want)
		}
	}
}

// A filter leaves the pages of a track and of a stage.
func TestFilters(t *testing.T) {
	text := []markdown.Section{{Text: "续约"}}
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "甲", Track: "saas", Stage: "newcomer", Sections: text}, {Path: "b.html", Title: "乙", Track: "saas", Stage: "growth", Sections: text},
		{Path: "c.html", Title: "丙", Track: "saas-2", Sections: text}, {Path: "d.html", Title: "丁", Sections: []markdown.Section{{Text: "track:saas"}}},
	})
	for filters, want := range map[string]string{
		"": "a.html b.html c.html", "track:saas": "a.html b.html", "track:saas,stage:growth": "b.html", "stage:expert": "", "track:sa": "",
	} {
		var a answer
		e.vm.Set("filters", strings.FieldsFunc(filters, func(r rune) bool { return r == ',' }))
		if _, err := e.vm.RunString(`globalThis.filtered = (query, done) => engine.search(query, 100, {filters: [...filters]}).then((a) => done(JSON.stringify(a)))`); err != nil {
			t.Fatal(err)
		}
		e.call("filtered", "续约", &a)
		var paths []string
		for _, r := range a.Results {
			paths = append(paths, r.Path)
		}
		if got := strings.Join(paths, " "); got != want || a.Total != len(paths) {
			t.Errorf("with %q it finds %s (%d), not %s", filters, got, a.Total, want)
		}
	}
}

// A pair that two words make where they meet counts less than the words, though it is rarer.
func TestPairsBetweenWords(t *testing.T) {
	page := func(path, text string) Page {
		return Page{Path: path, Title: "页", Sections: []markdown.Section{{Text: text}}}
	}
	pages := []Page{page("between.html", "门户折旧"), page("both.html", "折扣不给，客户不肯")}
	for i := range 20 {
		pages = append(pages, page(fmt.Sprint("customer", i), "客户"), page(fmt.Sprint("discount", i), "折扣"))
	}
	if got := newEngine(t, pages).some("客户折扣", 2).links(); got[0] != "both.html" {
		t.Errorf("it finds %v", got)
	}
}
