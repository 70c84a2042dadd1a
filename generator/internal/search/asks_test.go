package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sample"
)

func TestAskTerms(t *testing.T) {
	c := &cutter{alphabet: newAlphabet()}
	for ask, want := range map[string]string{
		"不见我": "不见@0 见我@1! 我@2!", "“不”——见我？": "不@0 不见@0 见我@1! 我@2!", "算 ROI": "算@0 roi@1!", "ROI, 贵，贵": "roi@0 贵@3 贵贵@3! 贵@4!",
		"Pro  Max": "pro@0 max@3!", "A+ 贵, a+b": "a+@0 贵@2 a@3 b@4!", "- 3 月": "3@0 月@1!", "涨 12%？": "涨@0 12%@1! 12@1!", "？！": "",
	} {
		var terms []string
		text := c.cutAsk(ask, func(t token) {
			terms = append(terms, fmt.Sprint(string(t.term), "@", t.start, strings.Repeat("!", map[bool]int{true: 1}[t.ends])))
		})
		if got := strings.Join(terms, " "); got != want {
			t.Errorf("%q (%s) has the terms %s, not %s", ask, text, got, want)
		}
	}
}

// asked returns a page with a section of its own for each list of asks.
func asked(path string, asks ...[]string) Page {
	p := Page{Path: path, Title: "页", Sections: []markdown.Section{{Text: "正文。"}}}
	for i, list := range asks {
		p.Sections = append(p.Sections, markdown.Section{Anchor: fmt.Sprint("s", i), Heading: "小节", Level: 2, Text: "要先谈。", Asks: list})
	}
	return p
}

// A query that is an ask finds its section first, even if the texts of other pages have it
// often; a query that is only a part of an ask, or of two asks, does not.
func TestAsksAreFoundFirst(t *testing.T) {
	long := "客户说明年预算全部冻结了但是合同月底到期还要不要谈续约" // more pairs than are looked up
	other := strings.Replace(long, "到", "快", 1)
	body := func(path string, texts ...string) Page {
		return Page{Path: path, Title: "文", Sections: []markdown.Section{{Text: strings.Repeat(strings.Join(texts, "。")+"。", 5)}}}
	}
	e := newEngine(t, []Page{
		body("body.html", "领导不见我", "不见我咋办", "老板不见我", "给客户算 ROI 怎么说", "Pro Max 卖不动", "贵", long, other, "甲乙丙丁", "不见我"),
		asked("a.html", []string{"太忙", "领导，不见我", "咋办老板"}, []string{"给客户算 ROI 怎么说", "Pro Max 卖不动", "贵"}, []string{"C++ 与 .NET 咋选", "贵！咋办", "打 8 折，要批吗", "超过 1,200 块，谁批"}),
		asked("b.html", []string{"没用", "老板不见我", "甲乙"}, []string{"丙丁", long}),
		{Path: "near.html", Title: "近", Sections: []markdown.Section{{Text: "领导 见我"}}},
		{Path: "heading.html", Title: "题", Sections: []markdown.Section{{Text: "无"}, {Anchor: "h", Heading: "太忙", Text: "无"}}},
		{Path: "title.html", Title: "没用", Sections: []markdown.Section{{Text: "无"}}},
	})
	for query, want := range map[string]string{
		"领导不见我": "a.html#s0", "领导 不见我？": "a.html#s0", "老板不见我": "b.html#s0", "咋办，老板": "a.html#s0",
		"给客户算ROI怎么说": "a.html#s1", "给客户算 roi，怎么说？": "a.html#s1", "pro max 卖不动": "a.html#s1", "“ＰＲＯ”Max卖不动": "a.html#s1", "贵": "a.html#s1",
		long: "b.html#s1", long + "？": "b.html#s1", long[:30] + "，" + long[30:]: "b.html#s1",
		"c++ 与 .NET 咋选": "a.html#s2", "C++与.net，咋选？": "a.html#s2", "打 8 折，要批吗": "a.html#s2", "贵，咋办": "a.html#s2", "贵咋办": "a.html#s2", "超过 1,200 块谁批": "a.html#s2",
		other: "body.html", long[:60]: "body.html", "甲乙丙丁": "body.html", "不见我": "body.html", "不见我 咋办": "body.html", "领导 见我": "body.html near.html", "ROI": "body.html",
		"太忙": "a.html#s0 heading.html#h", "没用": "title.html b.html#s0",
	} {
		links := e.some(query, 8).links()
		first := strings.Fields(want)
		if len(links) < len(first) || strings.Join(links[:len(first)], " ") != want {
			t.Errorf("%s finds %v, not %s", query, links, want)
		}
	}
}

// Results do not show asks.
func TestAsksAreNotShown(t *testing.T) {
	e := newEngine(t, []Page{{Path: "a.html", Title: "见客户", Sections: []markdown.Section{{Text: "无"}, {Anchor: "s", Heading: "怎么约", Text: "先问。", Asks: []string{"领导不见我"}}}}})
	a := e.ask("领导不见我")
	if len(a.Results) != 1 || a.Total != 1 {
		t.Fatalf("it finds %v", a)
	}
	r := a.Results[0]
	for _, pieces := range [][]struct {
		Text   string
		Marked bool
	}{r.Title, r.Heading, r.Snippet} {
		for _, piece := range pieces {
			if piece.Marked || strings.Contains(piece.Text, "领导") {
				t.Errorf("it shows %v", pieces)
			}
		}
	}
	for _, query := range []string{"lingdao", "ldbjw"} {
		if a := e.ask(query); a.Total != 0 && len(a.Meant) == 0 { // lingdao is read as 领导
			t.Errorf("%s finds the pinyin of an ask", query)
		}
	}
}

// Any ask finds its section first, however it is punctuated and in any case.
func TestEveryAskIsFound(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pages := generated(40)
	for i := range pages {
		pages[i].Title = "页" // a title or a heading that begins and ends as the query would come first
		for s := range pages[i].Sections {
			pages[i].Sections[s].Heading = ""
		}
	}
	known := map[string]bool{}
	type target struct{ ask, link string }
	var targets []target
	for i := range pages {
		for s := range pages[i].Sections {
			section := &pages[i].Sections[s]
			for range random.IntN(4) {
				ask := randomAsk(random, 1+random.IntN(24))
				if key := strings.ToLower(strings.Join(ask, "")); !known[key] {
					known[key] = true
					section.Asks = append(section.Asks, punctuated(random, ask))
					link := pages[i].Path
					if section.Anchor != "" {
						link += "#" + section.Anchor
					}
					targets = append(targets, target{strings.Join(ask, "\x00"), link})
				}
			}
		}
	}
	e := newEngine(t, pages)
	for range sample.Count(t, 60, 150) {
		wanted := targets[random.IntN(len(targets))]
		query := punctuated(random, strings.Split(wanted.ask, "\x00"))
		if random.IntN(2) == 0 {
			query = strings.ToUpper(query)
		}
		if links := e.some(query, 3).links(); len(links) == 0 || links[0] != wanted.link {
			t.Errorf("%q finds %v, not %s", query, links, wanted.link)
		}
	}
}

// randomAsk returns the characters and words of a random ask.
func randomAsk(random *rand.Rand, n int) []string {
	letters := []rune("客户老板预算续约报价不见怎么办贵了谁来定合同")
	words := []string{"ROI", "CRM", "SaaS", "Demo", "POC", "v2"}
	ask := make([]string, n)
	for i := range ask {
		if ask[i] = string(letters[random.IntN(len(letters))]); random.IntN(8) == 0 {
			ask[i] = words[random.IntN(len(words))]
		}
	}
	return ask
}

// punctuated joins the characters and words of an ask with random signs, which leave no
// single Han character alone.
func punctuated(random *rand.Rand, ask []string) string {
	var b strings.Builder
	signs, since := 0, 0
	for i, piece := range ask {
		isWord := piece[0] < 0x80
		switch wordBefore := i > 0 && ask[i-1][0] < 0x80; {
		case wordBefore && isWord:
			b.WriteByte(' ')
		case since > 1 && signs < 4 && random.IntN(4) == 0:
			b.WriteString([]string{"，", " ", "？", "、"}[random.IntN(4)])
			signs++
			since = 0
		}
		if since++; isWord {
			since = 0
		}
		b.WriteString(piece)
	}
	return b.String() + []string{"", "？", "！！", " "}[random.IntN(4)]
}

// The pages for which the generator takes an ask to be the title, a heading or an ask are those
// that the browser's engine ranks first, and an ask that is not reported brings its section
// among the first results.
func TestUnfoundAsks(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 7))
	signs := []string{"", "", "", "，", " ", "？", "—"}
	phrase := func() string {
		pieces := []string{"贵", "老板", "不见", "不见我", "ROI", "CRM", "12%", "咋办", "C++", "3.5", "BANT/SPIN"}
		var b strings.Builder
		for i := range 1 + random.IntN(3) {
			piece := pieces[random.IntN(len(pieces))]
			if i > 0 {
				b.WriteString([]string{" ", signs[random.IntN(len(signs))]}[min(1, random.IntN(3))])
			}
			b.WriteString(piece)
		}
		return b.String() + signs[random.IntN(len(signs))]
	}
	reported := 0
	for range sample.Count(t, 6, 15) {
		pool := make([]string, 8)
		for i := range pool {
			pool[i] = phrase()
		}
		pages := make([]Page, 9)
		for i := range pages {
			pages[i] = Page{Path: fmt.Sprint(i), Title: []string{"页", pool[random.IntN(len(pool))]}[random.IntN(2)], Tags: pool[:random.IntN(2)], Sections: []markdown.Section{{Text: pool[0]}}}
			for s := range 2 {
				section := markdown.Section{Anchor: fmt.Sprint("s", s), Heading: []string{"节", pool[random.IntN(len(pool))]}[random.IntN(2)], Text: strings.Repeat(pool[random.IntN(len(pool))]+"。", 5)}
				for range random.IntN(2) {
					section.Asks = append(section.Asks, pool[random.IntN(len(pool))])
				}
				pages[i].Sections = append(pages[i].Sections, section)
			}
		}
		b := New()
		e := newEngineOf(t, b.Build(pages, nil))
		unfound := map[askPlace]UnfoundAsk{}
		for _, u := range b.UnfoundAsks(pages) {
			unfound[askPlace{u.Page, u.Section, u.Ask}] = u
			reported++
		}
		x := b.askIndex(pages)
		for _, a := range x.all {
			ask := pages[a.page].Sections[a.section].Asks[a.ask]
			others, isTwice := x.others(a, ask)
			results := e.some(ask, len(pages)).Results
			var first []string
			place := -1
			for i, r := range results {
				if i <= len(others) {
					first = append(first, r.Path)
				}
				if r.Path == pages[a.page].Path && (isTwice || r.Anchor == pages[a.page].Sections[a.section].Anchor) {
					place = i
				}
			}
			want := []string{pages[a.page].Path}
			for _, other := range others {
				want = append(want, pages[other].Path)
			}
			slices.Sort(first)
			slices.Sort(want)
			if !slices.Equal(first, want) {
				t.Errorf("%q finds %v first, not %v", ask, first, want)
			}
			u, isUnfound := unfound[a]
			if place < 0 || !isUnfound && place >= FirstResults || (u.Pages != nil) != (len(others) >= FirstResults) || u.IsTwice != isTwice {
				t.Errorf("%q brings its section to place %d of %d, and %t is reported", ask, place, len(results), isUnfound)
			}
		}
	}
	if reported == 0 {
		t.Error("no ask is reported")
	}
	idle := []Page{asked("a.html", []string{"a b c d e f g h i j k l", "a b c d e f g h i j k l m", "？"})}
	if got := New().UnfoundAsks(idle); len(got) != 2 || !got[0].IsIdle || got[0].Ask != 1 || got[1].Ask != 2 {
		t.Errorf("of idle asks it reports %v", got)
	}
}
