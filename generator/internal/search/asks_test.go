package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sample"
)

func TestAskText(t *testing.T) {
	c := &cutter{alphabet: newAlphabet()}
	for ask, want := range map[string]string{
		"领导不见我": "领导不见我", "领导，不见我？！": "领导不见我", "“领导”——不见我": "领导不见我", "给客户算 ROI": "给客户算 ROI", "ROI, 怎么算": "ROI 怎么算",
		"Pro  Max / Mini": "Pro Max Mini", "kick-off怎么开": "kick-off怎么开", "- 3 个月": "3 个月", "v2.0，和 v1": "v2.0 和 v1", "C++、C# 和 .NET": "C++ C# 和 .NET", "A+ 怎么拿, a+b": "A+ 怎么拿 a b", "涨 12%？": "涨 12%", "？！": "", "": "",
		"贵，咋办": "贵咋办|贵 咋办", "咋办，贵": "咋办贵", "ROI贵，贵？咋办": "ROI贵贵咋办|ROI贵 贵 咋办", "太贵，咋 办": "太贵咋办|太贵 咋 办", "贵 ROI": "贵 ROI",
	} {
		if got := strings.Join(c.askTexts([]string{ask}), "|"); got != want {
			t.Errorf("%q is indexed as %q, not %q", ask, got, want)
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
		{Path: "heading.html", Title: "题", Sections: []markdown.Section{{Text: "无"}, {Anchor: "h", Heading: "太忙", Text: "无"}}},
		{Path: "title.html", Title: "没用", Sections: []markdown.Section{{Text: "无"}}},
	})
	for query, want := range map[string]string{
		"领导不见我": "a.html#s0", "领导 不见我？": "a.html#s0", "老板不见我": "b.html#s0", "咋办，老板": "a.html#s0",
		"给客户算ROI怎么说": "a.html#s1", "给客户算 roi，怎么说？": "a.html#s1", "pro max 卖不动": "a.html#s1", "“ＰＲＯ”Max卖不动": "a.html#s1", "贵": "a.html#s1",
		long: "b.html#s1", long + "？": "b.html#s1", long[:30] + "，" + long[30:]: "b.html#s1",
		"c++ 与 .NET 咋选": "a.html#s2", "C++与.net，咋选？": "a.html#s2", "打 8 折，要批吗": "a.html#s2", "贵，咋办": "a.html#s2", "贵咋办": "a.html#s2", "超过 1,200 块谁批": "a.html#s2",
		other: "body.html", long[:60]: "body.html", "甲乙丙丁": "body.html", "不见我": "body.html", "不见我 咋办": "body.html", "ROI": "body.html",
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
		if a := e.ask(query); a.Total != 0 {
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
	for range sample.Count(t, 60, 600) {
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
