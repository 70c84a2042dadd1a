// Package corpus generates sites of any size for benchmarks: Chinese pages of about
// 2.6 kB each with headings, lists, tables, links and tags, and queries whose
// answers are known. The same number of pages gives the same site.
package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"

	"github.com/mozillazg/go-pinyin"
)

// Site is a generated site with search queries.
type Site struct {
	Files   fstest.MapFS // site.toml and content/
	Queries []Query
}

// Query is a query and the address of the page that it should find.
type Query struct {
	Kind, Text, Path string
}

// Kinds lists the kinds of queries, in the order of reports.
func Kinds() []string {
	return []string{"title", "heading", "alias", "mixed", "pinyin", "initials", "typo", "question"}
}

// perKind is the number of queries of each kind.
const perKind = 50

// New generates a site with the given number of pages, at least a hundred.
func New(pages int) Site {
	s := Site{Files: fstest.MapFS{"site.toml": file("title = \"案例库\"\nid = \"corpus\"\nlanguage = \"zh-CN\"\n")}}
	terms := terms()
	for i, t := range terms {
		s.add(fmt.Sprintf("terms/t%02d", i), t.text())
		if i < perKind {
			s.ask("alias", t.alias, fmt.Sprintf("terms/t%02d", i))
		}
	}
	random := rand.New(rand.NewPCG(11, 12))
	letters := letters()
	names := random.Perm(len(letters) * len(letters))
	step := (pages - len(terms)) / perKind
	for i := range pages - len(terms) {
		p := newProject(random, i, names[i])
		s.add(p.path(), p.text(random))
		if i%step == step/2 && i < step*perKind {
			s.askFor(random, p)
		}
	}
	return s
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func (s *Site) add(path, text string) { s.Files["content/"+path+".md"] = file(text) }

func (s *Site) ask(kind, text, path string) {
	s.Queries = append(s.Queries, Query{kind, text, path + ".html"})
}

func (s *Site) askFor(random *rand.Rand, p project) {
	s.ask("title", p.title(), p.path())
	s.ask("heading", p.heading(), p.path())
	s.ask("mixed", p.code+" "+p.name, p.path())
	s.ask("pinyin", strings.Join(pinyin.LazyPinyin(p.name+"计划", pinyin.NewArgs()), ""), p.path())
	s.ask("initials", initials(p.name+"计划"+p.topic), p.path())
	s.ask("typo", mistyped(random, p.brand), p.path())
	s.ask("question", pick(random, p.name+"计划的"+p.topic+"为什么慢", p.name+"计划怎么做"+p.topic, "谁负责"+p.name+"计划的"+p.topic), p.path())
}

func initials(text string) string {
	var b strings.Builder
	for _, syllable := range pinyin.LazyPinyin(text, pinyin.NewArgs()) {
		b.WriteString(syllable[:1])
	}
	return b.String()
}

// mistyped swaps, drops or doubles a letter after the first.
func mistyped(random *rand.Rand, word string) string {
	i := 1 + random.IntN(len(word)-2)
	switch random.IntN(3) {
	case 0:
		return word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:]
	case 1:
		return word[:i] + word[i+1:]
	}
	return word[:i] + word[i:i+1] + word[i:]
}

// project is the subject of a page.
type project struct {
	number                                     int
	name, region, customer, topic, brand, code string
	product                                    string
}

func newProject(random *rand.Rand, i, name int) project {
	letters := letters()
	first, second := name/len(letters), name%len(letters)
	product := one(random, products())
	return project{
		number: i, name: letters[first] + letters[second],
		region: one(random, regions()), customer: one(random, customers()), topic: one(random, topics()), product: product,
		brand: brand(random), code: fmt.Sprintf("%s-%04d", product, i),
	}
}

// path spreads the pages over folders of about thirty.
func (p project) path() string {
	return fmt.Sprintf("%s/%02d/p%04d", strings.ToLower(p.product), p.number/360, p.number)
}

func (p project) title() string   { return p.region + p.customer + " " + p.name + "计划" + p.topic }
func (p project) heading() string { return p.name + "计划的" + p.topic + "节奏" }

// brand returns a random Latin word, which is rarely on two pages.
func brand(random *rand.Rand) string {
	var b strings.Builder
	for range 4 {
		b.WriteString(one(random, syllables()))
	}
	return b.String()
}

func (p project) text(random *rand.Rand) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n\n", args...) }
	line("+++\ntitle = %q\nsummary = %q\ntags = [%q, %q]\n+++", p.title(), p.sentence(random), p.customer, p.product)
	line("客户编号 %s，接口人常用的系统是 %s。%s%s", p.code, p.brand, p.sentence(random), p.sentence(random))
	line("## %s", p.heading())
	line("%s%s%s", p.sentence(random), p.sentence(random), p.sentence(random))
	var list []string
	for range 8 {
		list = append(list, "- "+p.sentence(random))
	}
	line("%s", strings.Join(list, "\n"))
	line("## 谁说了什么")
	for range 3 {
		line("%s%s%s", p.sentence(random), p.sentence(random), p.sentence(random))
	}
	line("## 数字")
	line("| 项目 | 计划 | 实际 |\n| --- | ---: | ---: |\n| 拜访 | %d | %d |\n| 方案 | %d | %d |\n| %s | %d 万元 | %d 万元 |",
		random.IntN(50), random.IntN(50), random.IntN(20), random.IntN(20), one(random, topics()), random.IntN(500), random.IntN(500))
	line("%s%s", p.sentence(random), p.sentence(random))
	line("## 下一步")
	line("%s参考[词条](../../terms/t%02d.md)和[另一个词条](../../terms/t%02d.md)。", p.sentence(random), random.IntN(50), random.IntN(50))
	line("%s%s", p.sentence(random), p.sentence(random))
	return b.String()
}

// sentence fills a random pattern with words of the project and of the trade.
func (p project) sentence(random *rand.Rand) string {
	s := one(random, sentences())
	for strings.Contains(s, "{") {
		from := strings.Index(s, "{")
		to := from + strings.Index(s[from:], "}")
		var word string
		switch s[from+1 : to] {
		case "人":
			word = one(random, people())
		case "事":
			word = one(random, topics())
		case "客":
			word = one(random, customers())
		case "品":
			word = one(random, products())
		case "态":
			word = one(random, states())
		case "动":
			word = one(random, actions())
		case "物":
			word = one(random, things())
		case "数":
			word = fmt.Sprint(2 + random.IntN(98))
		case "名":
			word = p.name
		}
		s = s[:from] + word + s[to+1:]
	}
	return s
}

func one(random *rand.Rand, list []string) string { return list[random.IntN(len(list))] }

func pick(random *rand.Rand, list ...string) string { return one(random, list) }

// term is a glossary entry, which has a page.
type term struct{ name, alias string }

func (t term) text() string {
	return fmt.Sprintf("+++\ntitle = %q\nsummary = \"词条：%s，也叫%s。\"\n+++\n\n%s是销售里常用的说法。和客户谈%s的时候，先问口径，再报数字。\n", t.name, t.name, t.alias, t.name, t.name)
}
