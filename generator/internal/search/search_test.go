package search

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/content"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/markdown"
)

type vector struct {
	Text   string
	Tokens [][2]any
}

// Token is a term with its place in the text, in code points.
type Token struct {
	Term  string
	Start int
}

// collect makes a list of what is emitted.
func collect(cut func(emit func(token))) (list []Token) {
	cut(func(t token) { list = append(list, Token{string(t.term), int(t.start)}) })
	return list
}

// tokeniserInGo gives what the generator's tokeniser makes of a text.
func tokeniserInGo() func(text string) []Token {
	c := cutter{alphabet: newAlphabet()}
	return func(text string) []Token { return collect(func(emit func(token)) { c.cut(text, emit) }) }
}

func vectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/tokens.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []vector
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// tokeniserInBrowser gives what the browser's tokeniser makes of a text.
func tokeniserInBrowser(t testing.TB) func(text string) []Token {
	t.Helper()
	vm := jstest.Load(t, "../../../static/search/tokenise.ts")
	tables, _ := json.Marshal(newAlphabet().tables())
	vm.Set("tables", string(tables))
	_, err := vm.RunString(`
		const tokeniser = new module.Tokeniser(JSON.parse(tables));
		globalThis.tokens = (text) => JSON.stringify(tokeniser.tokenise(text).map((t) => ({Term: t.term, Start: t.start})));`)
	if err != nil {
		t.Fatal(err)
	}
	tokens, _ := goja.AssertFunction(vm.Get("tokens"))
	return func(text string) []Token {
		result, err := tokens(goja.Undefined(), vm.ToValue(text))
		if err != nil {
			t.Fatal(err)
		}
		var list []Token
		if err := json.Unmarshal([]byte(result.String()), &list); err != nil {
			t.Fatal(err)
		}
		return list
	}
}

func TestTokenise(t *testing.T) {
	browser, tokenise := tokeniserInBrowser(t), tokeniserInGo()
	for _, v := range vectors(t) {
		var want []Token
		for _, token := range v.Tokens {
			want = append(want, Token{token[0].(string), int(token[1].(float64))})
		}
		if diff := cmp.Diff(want, tokenise(v.Text)); diff != "" {
			t.Errorf("Go, %q: %s", v.Text, diff)
		}
		got := browser(v.Text)
		if len(got) == 0 {
			got = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("browser, %q: %s", v.Text, diff)
		}
	}
}

// Both sides know the same characters, the ones that only one knows included.
func TestBrowserKnowsEveryCharacter(t *testing.T) {
	browser, tokenise := tokeniserInBrowser(t), tokeniserInGo()
	for first := rune(0); first <= last+16; first += 64 {
		var b strings.Builder
		for r := first; r < first+64; r++ {
			if r < 0xD800 || r > 0xDFFF {
				b.WriteRune(r)
				b.WriteRune('\n')
			}
		}
		text := b.String()
		if diff := cmp.Diff(tokenise(text), browser(text)); diff != "" && len(tokenise(text))+len(browser(text)) > 0 {
			t.Fatalf("from U+%04X: %s", first, diff)
		}
	}
}

func FuzzTokenise(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.Text)
	}
	browser, tokenise := tokeniserInBrowser(f), tokeniserInGo()
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		want, got := tokenise(text), browser(text)
		if len(want)+len(got) > 0 && !cmp.Equal(want, got) {
			t.Fatalf("%q: %s", text, cmp.Diff(want, got))
		}
	})
}

// engine is the browser's engine over an index.
type engine struct {
	t  testing.TB
	vm *goja.Runtime
}

// call calls a function that hands its answer over as JSON.
func (e *engine) call(function, query string, answer any) {
	e.t.Helper()
	f, _ := goja.AssertFunction(e.vm.Get(function))
	var text string
	done := func(s string) { text = s }
	if _, err := f(goja.Undefined(), e.vm.ToValue(query), e.vm.ToValue(done)); err != nil {
		e.t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(text), answer); err != nil {
		e.t.Fatalf("%q: %s", query, text)
	}
}

func newEngine(t testing.TB, pages []Page) *engine {
	t.Helper()
	return newEngineOf(t, New().Build(pages, nil))
}

func newEngineOf(t testing.TB, files []File) *engine {
	t.Helper()
	vm := jstest.Load(t, "../../../static/search/engine.ts")
	if _, err := vm.RunString(`
		const files = {};
		globalThis.cairnSearch = (name, data) => { files[name] = data; };`); err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, err := vm.RunScript(file.Path, string(file.Data)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vm.RunString(`
		let engine;
		const read = new Set();
		module.Engine.open(async (name) => {
			if (name.startsWith("g")) read.add(name);
			return files[name];
		}).then((e) => { engine = e; });
		globalThis.limit = 0;
		globalThis.find = (query, done) => engine.find(query, limit).then((a) => done(JSON.stringify(a.found.map((f) => f.page))));
		globalThis.ask = (query, done) => engine.search(query, 100).then((a) => done(JSON.stringify(a)), (e) => done("error " + e));`); err != nil {
		t.Fatal(err)
	}
	return &engine{t, vm}
}

type answer struct {
	Total   int
	Also    []string
	Results []struct {
		Path, Anchor            string
		Title, Heading, Snippet []struct {
			Text   string
			Marked bool
		}
	}
}

func (e *engine) ask(query string) (a answer) {
	e.t.Helper()
	e.call("ask", query, &a)
	return a
}

// some asks for so many results.
func (e *engine) some(query string, limit int) (a answer) {
	e.t.Helper()
	e.vm.Set("limit", limit)
	if _, err := e.vm.RunString(`globalThis.some = (query, done) => engine.search(query, limit).then((a) => done(JSON.stringify(a)), (e) => done("error " + e));`); err != nil {
		e.t.Fatal(err)
	}
	e.call("some", query, &a)
	return a
}

// links are the addresses of the results.
func (a answer) links() (links []string) {
	for _, r := range a.Results {
		link := r.Path
		if r.Anchor != "" {
			link += "#" + r.Anchor
		}
		links = append(links, link)
	}
	return links
}

// find gives the numbers of the pages that a query finds, the best first, so many
// in their very order.
func (e *engine) find(query string, limit int) (pages []int) {
	e.t.Helper()
	e.vm.Set("limit", limit)
	e.call("find", query, &pages)
	return pages
}

// corpus is the text of this repository's own pages.
func corpus(t testing.TB) []Page {
	t.Helper()
	root := os.DirFS("../../..")
	entries, faults := content.List(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	parser := markdown.New(markdown.Words{})
	var pages []Page
	for _, e := range entries {
		if e.Kind != content.Page {
			continue
		}
		text, _ := content.ReadText(root, e.Path)
		front, body, _ := content.ParseFrontMatter(e.Path, text)
		d, _ := parser.Parse(e.Path, text, body)
		sections := append([]markdown.Section{{Text: front.Summary}}, d.Sections...)
		pages = append(pages, Page{Path: e.Path, Title: front.Title, Tags: front.Tags, Sections: sections})
	}
	if len(pages) < 10 {
		t.Fatalf("there are %d pages", len(pages))
	}
	return pages
}

// generated are pages of random Chinese, in which strings of two characters
// stand on many pages and longer ones on few.
func generated(n int) []Page {
	random := rand.New(rand.NewPCG(5, 6))
	letters := []rune("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严")
	pages := make([]Page, n)
	for i := range pages {
		p := Page{Path: fmt.Sprintf("p/%d.html", i), Title: prose(random, letters, 4)}
		for s := range 3 {
			section := markdown.Section{Text: prose(random, letters, 200)}
			if s > 0 {
				section.Anchor, section.Heading, section.Level = fmt.Sprint("s", s), prose(random, letters, 5), 2
			}
			p.Sections = append(p.Sections, section)
		}
		pages[i] = p
	}
	return pages
}

func prose(random *rand.Rand, letters []rune, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteRune(letters[random.IntN(len(letters))])
		if i%17 == 16 {
			b.WriteString([]string{"，", "。", " SaaS", "\n"}[random.IntN(4)])
		}
	}
	return b.String()
}

// sample is how many strings of each kind TestEveryStringIsFound searches for on each
// corpus. The browser's engine runs in an interpreter there, a hundredth as fast as in
// a browser, so that all of them take minutes.
var sample = flag.Int("strings", 60, "how many strings of each kind are searched for")

// Every string of Han, every Latin word and every mixture of the two that stands
// on a page finds the page, and finds it first where it stands on no other. The oracle is a plain scan of the text.
func TestEveryStringIsFound(t *testing.T) {
	for name, pages := range map[string][]Page{"this site": corpus(t), "generated": generated(60)} {
		files := New().Build(pages, nil)
		texts := textsOf(pages)
		folded := make([]string, len(texts))
		for i, text := range texts {
			folded[i] = " " + strings.Map(foldOf, text) + " "
		}
		for kind, wanted := range map[string]*regexp.Regexp{"Han": hanOnly, "long Han": longHan, "Latin": word, "mixed": mixed} {
			t.Run(name+", "+kind, func(t *testing.T) {
				t.Parallel()
				e := newEngineOf(t, files)
				random := rand.New(rand.NewPCG(7, 8))
				for range *sample {
					query := piece(random, texts, wanted.MatchString)
					holds := func(i int) bool { return strings.Contains(texts[i], query) }
					may := holds
					if wanted == word || wanted == mixed {
						whole := wholeWords(query)
						holds = func(i int) bool { return whole.MatchString(folded[i]) }
						may = func(i int) bool { return holds(i) || standsAsPart(texts[i], query) }
					}
					checkFound(t, e, query, pages, holds, may)
				}
			})
		}
	}
}

// textsOf gives the text of each page that a search may find.
func textsOf(pages []Page) []string {
	texts := make([]string, len(pages))
	for i, p := range pages {
		fields := append([]string{p.Title}, p.Tags...)
		for _, s := range p.Sections {
			fields = append(fields, s.Heading, s.Text)
		}
		texts[i] = strings.Join(fields, "\n\n")
	}
	return texts
}

var (
	hanOnly = regexp.MustCompile(`^\p{Han}{2,6}$`)
	longHan = regexp.MustCompile(`^\p{Han}{7,12}$`)
	word    = regexp.MustCompile(`^[A-Za-z0-9]{2,}$`)
	meeting = regexp.MustCompile(`(\p{Han}) ?([a-z0-9])|([a-z0-9]) ?(\p{Han})`)
	mixed   = regexp.MustCompile(`^(\p{Han}{1,4} ?[A-Za-z0-9]{2,}|[A-Za-z0-9]{2,} ?\p{Han}{2,4})$`)
)

// wholeWords finds a text where it cuts no word in two. Where Han meets Latin any
// one sign may stand, or none: POC 约定 is POC：约定 and POC约定 as well.
func wholeWords(query string) *regexp.Regexp {
	folded := strings.Map(foldOf, query)
	folded = meeting.ReplaceAllString(folded, "$1$3 $2$4")
	expression := strings.ReplaceAll(regexp.QuoteMeta(folded), " ", `[^\p{L}\p{N}]?`)
	if word.MatchString(query[:1] + "0") {
		expression = `[^a-z0-9]` + expression
	}
	if word.MatchString(query[len(query)-1:] + "0") {
		expression += `[^a-z0-9]`
	}
	return regexp.MustCompile(expression)
}

// piece picks a string of 2 to 12 characters out of a text that does not cut a
// word in two.
func piece(random *rand.Rand, texts []string, wanted func(string) bool) string {
	for {
		text := []rune(texts[random.IntN(len(texts))])
		n := 2 + random.IntN(11)
		if len(text) <= n+2 {
			continue
		}
		from := 1 + random.IntN(len(text)-n-1)
		piece := string(text[from : from+n])
		cutsWord := word.MatchString(string(text[from-1:from+1])) || word.MatchString(string(text[from+n-1:from+n+1]))
		if !cutsWord && wanted(piece) {
			return piece
		}
	}
}

// standsAsPart tells whether a query stands in a text as parts of words do: local
// in localStorage, 64 in x64.
func standsAsPart(text, query string) bool {
	border := func(a, b byte) bool {
		lower := func(c byte) bool { return c >= 'a' && c <= 'z' }
		upper := func(c byte) bool { return c >= 'A' && c <= 'Z' }
		digit := func(c byte) bool { return c >= '0' && c <= '9' }
		letter := func(c byte) bool { return lower(c) || upper(c) }
		return !letter(a) && !digit(a) || !letter(b) && !digit(b) || lower(a) && upper(b) || digit(a) != digit(b)
	}
	text = "\n" + text + "\n"
	for i := 1; i+len(query) < len(text); i++ {
		end := i + len(query)
		if strings.EqualFold(text[i:end], query) && border(text[i-1], text[i]) && border(text[end-1], text[end]) {
			return true
		}
	}
	return false
}

// checkFound searches: every page that holds the query must be found, among as
// many as there are that may come first.
func checkFound(t *testing.T, e *engine, query string, pages []Page, holds, may func(page int) bool) {
	t.Helper()
	var holders []int
	first := 0
	for i := range pages {
		if holds(i) {
			holders = append(holders, i)
		}
		if may(i) {
			first++
		}
	}
	rank := map[int]int{}
	for i, page := range e.find(query, first) {
		rank[page] = i + 1
	}
	for _, i := range holders {
		if rank[i] == 0 {
			t.Errorf("%s stands on %s and does not find it", query, pages[i].Path)
		}
		if rank[i] > first {
			t.Errorf("%s stands on %d pages and finds %s at place %d", query, first, pages[i].Path, rank[i])
		}
	}
}

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
		{"续约 谈", "a.html c.html#y"},
		{"low-code", "d.html"}, {"code", "d.html"}, {"cover", "d.html"}, {"ARR", "d.html"}, {"ａｒｒ", "d.html"}, {"标签", "d.html"},
		{"约续风", ""}, {"没有的词", ""}, {"", ""}, {"？！", ""}, {"__proto__", ""}, {"constructor", ""},
	}
	for _, test := range tests {
		if got := e.ask(test.query).links(); strings.Join(got, " ") != test.want {
			t.Errorf("%q finds %v, not %s", test.query, got, test.want)
		}
	}
}

// Who asks for one name of a thing finds the pages that have another.
func TestSynonyms(t *testing.T) {
	pages := []Page{
		{Path: "a.html", Title: "甲", Sections: []markdown.Section{{Text: "年度经常性收入怎么算。"}}},
		{Path: "b.html", Title: "乙", Sections: []markdown.Section{{Text: "ARR 怎么算。"}}},
		{Path: "c.html", Title: "丙", Sections: []markdown.Section{{Text: "别的。"}}},
	}
	e := newEngineOf(t, New().Build(pages, [][]string{{"ARR", "年度经常性收入", "年收入"}, {"POC", "概念验证"}}))
	for query, want := range map[string]string{
		"arr": "b.html a.html (年度经常性收入)", "ＡＲＲ": "b.html a.html (年度经常性收入)", "年度经常性收入": "a.html b.html (ARR)",
		"年收入": "b.html a.html (ARR 年度经常性收入)", "ARR 怎么算": "b.html ()", "poc": " ()",
	} {
		answer := e.ask(query)
		var paths []string
		for _, r := range answer.Results {
			paths = append(paths, r.Path)
		}
		if got := strings.Join(paths, " ") + " (" + strings.Join(answer.Also, " ") + ")"; got != want {
			t.Errorf("%q finds %s, not %s", query, got, want)
		}
	}
}

// Of another name it is said only that it was searched too if it really stands somewhere.
func TestSynonymsThatSeemToStand(t *testing.T) {
	var pages []Page
	for i := range 20 {
		pages = append(pages, Page{Path: fmt.Sprintf("%d.html", i), Title: "页", Sections: []markdown.Section{{Text: "ARR"}}})
	}
	for i := range 150 {
		pages = append(pages, Page{Path: fmt.Sprintf("near%d.html", i), Title: "近", Sections: []markdown.Section{{Text: "年收，收入"}}})
	}
	names := [][]string{{"ARR", "年收入"}}
	for _, limit := range []int{1, 8, 20, 30} {
		if a := newEngineOf(t, New().Build(pages, names)).some("ARR", limit); a.Total != 20 || len(a.Also) > 0 {
			t.Errorf("of %d results it says %d and %v", limit, a.Total, a.Also)
		}
	}
	pages = append(pages[:20], Page{Path: "there.html", Title: "有", Sections: []markdown.Section{{Text: "年收入"}}})
	for _, limit := range []int{1, 8, 20, 30} {
		if a := newEngineOf(t, New().Build(pages, names)).some("ARR", limit); a.Total != 21 || len(a.Also) != 1 {
			t.Errorf("of %d results it says %d and %v", limit, a.Total, a.Also)
		}
	}
}

// Pages that have another name beside the one asked for do not hide those that have it alone.
func TestSynonymsBesideKnownPages(t *testing.T) {
	var pages []Page
	for i := range 25 {
		text := strings.Repeat("年收入。", 5)
		if i < 10 {
			text += "ARR"
		}
		pages = append(pages, Page{Path: fmt.Sprintf("%d.html", i), Title: "页", Sections: []markdown.Section{{Text: text}}})
	}
	e := newEngineOf(t, New().Build(pages, [][]string{{"ARR", "年收入"}}))
	for _, limit := range []int{1, 8, 10, 11, 20} {
		if a := e.some("ARR", limit); a.Total != 25 || len(a.Also) != 1 {
			t.Errorf("of %d results it says %d and %v", limit, a.Total, a.Also)
		}
	}
}

// A question finds what it asks for, and one that stands somewhere as it was typed
// finds that.
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
		"什么是ARR": "a.html", "什么是 arr": "a.html", "怎么约客户": "b.html", "续约怎么谈": "c.html", "怎么谈续约": "c.html", "什么是": "b.html", "怎么": "b.html c.html", "什么是没有": "b.html",
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

// A question that only seems to stand on many pages is asked without its question words too.
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
	if e.call("question", "签单怎么谈", &a); a.Total != len(pages) {
		t.Errorf("it finds %d pages", a.Total)
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
		var first []string
		for _, page := range e.find("鲸翠甲乙计划的补货节奏", 4)[:4] {
			first = append(first, pages[page].Path)
		}
		if got := strings.Join(first, " "); got != "title.html heading.html tag.html text.html" {
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
		"SaaS鲸翠": "SaaS 在鲸翠", "鲸翠 SaaS": "鲸翠怀 SaaS", "SaaS Pro": "SaaS 与 Pro，SaaS-Pro", "AI 鲸翠": "OPENAI 鲸翠，AI 在鲸翠",
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
		if want := []string{"late.html#here", "only.html", "tag.html"}; !slices.Equal(got, want) || a.Total != len(pages) {
			t.Errorf("%s finds %v first, of %d", query, got, a.Total)
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

// Pages that have a query's pieces as they were typed come before those that only seem to.
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
		{"客户续约", []Page{text("words.html", "续约"+long+"客户"), text("one.html", "续约"), text("whole.html", "客户续约")}, "whole.html words.html"},
		{"客户 续约", []Page{text("apart.html", strings.Repeat("客户续约"+long, 2)[:300]+long+"续约"+long+"客户"), text("near.html", "客户怎么谈续约")}, "apart.html near.html"},
		{"客户 续约", []Page{text("apart.html", "续约"+long+strings.Repeat("客户", 9)), text("near.html", "客户怎么谈续约")}, "near.html apart.html"},
		{"鲸翠甲 计划", []Page{text("near.html", strings.Repeat("鲸翠，翠甲。", 5)+long+"计划"), text("whole.html", "鲸翠甲"+long+"计划")}, "whole.html near.html"},
		{"鲸翠甲 计划", []Page{text("decoy.html", strings.Repeat("鲸翠，翠甲，计划。", 5)+long+"鲸翠甲"+long+"计划"), text("near.html", "鲸翠甲的计划")}, "near.html decoy.html"},
		{"鲸甲CRM", []Page{text("near.html", strings.Repeat("鲸甲与 CRM 的。", 5)), text("whole.html", "鲸甲CRM的")}, "whole.html near.html"},
		{"coverage鲸翠", []Page{text("near.html", strings.Repeat("pipelineCoverage 与鲸翠。", 5)), text("whole.html", "的pipelineCoverage鲸翠")}, "whole.html near.html"},
		{"鲸甲pipeline", []Page{text("near.html", strings.Repeat("鲸甲与 pipelineCoverage。", 5)), text("whole.html", "鲸甲pipelineCoverage的")}, "whole.html near.html"},
		{"鲸翠甲乙丙", []Page{{Path: "one.html", Title: "鲸翠", Sections: []markdown.Section{{Heading: "鲸翠", Text: "鲸翠"}}}, text("three.html", "翠甲乙丙")}, "three.html"},
		{"pipline coverage", []Page{text("apart.html", "pipeline"+long+strings.Repeat(" coverage", 5)), text("whole.html", "pipeline coverage")}, "whole.html apart.html"},
	} {
		if got := strings.Join(newEngine(t, test.pages).some(test.query, 8).links(), " "); got != test.want {
			t.Errorf("%s finds %s, not %s", test.query, got, test.want)
		}
	}
}

// However many pages seem to have a query, few texts are read that are not shown: those of twice 32 pages
// if all seem so and none is.
func TestFewTextsAreRead(t *testing.T) {
	long := strings.Repeat("别的话还有很多。", 400) // so that each page is a group
	var pages []Page
	for i := range 150 {
		pages = append(pages, Page{Path: fmt.Sprintf("%d.html", i), Title: "页", Sections: []markdown.Section{{Text: "鲸翠里的甲乙，SaaS 在鲸翠，鲸翠与 SaaS，Pro 与鲸翠，SaaS 里，pipeline coverage。鲸翠，翠甲。" + long}}})
	}
	e := newEngine(t, pages)
	for query, most := range map[string]int{
		"鲸翠": 8, "鲸翠 甲乙": 8, "pipeline coverage": 8, "pipline coverage": 8, "SaaS 里": 8, "没有": 0, "Pro鲸翠": 8, "鲸翠 SaaS": 8, "SaaS鲸翠": 8 + 2*32, "鲸翠甲": 8 + 2*32,
	} {
		if _, err := e.vm.RunString("read.clear()"); err != nil {
			t.Fatal(err)
		}
		e.some(query, 8)
		read, err := e.vm.RunString("read.size")
		if err != nil {
			t.Fatal(err)
		}
		if n := read.ToInteger(); n > int64(most) || most > 0 && n < 8 {
			t.Errorf("%s reads %d texts, more than %d", query, n, most)
		}
	}
}

// Numbers of every size come back as they were written, also where a kind's sudden change makes them long.
func TestNumbers(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/numbers.ts")
	for _, list := range [][]uint32{
		{}, {0}, {1, 2, 3}, {1 << 23, 0, 0, 0}, slices.Repeat([]uint32{0}, 200), append(slices.Repeat([]uint32{0}, 100), 1<<24-1, 5, 0),
		{31, 32, 33, 63, 64, 65, 1023, 1024, 1 << 20}, append(slices.Repeat([]uint32{9000}, 100), 0, 1, 0),
	} {
		w, k := numberWriter{}, newKind()
		for _, n := range list {
			w.number(&k, n)
		}
		text := string(w.end())
		var inGo []uint32
		r, k := numberReader{text: text}, newKind()
		for !r.done() {
			inGo = append(inGo, uint32(r.number(&k)))
		}
		if !slices.Equal(inGo, list) {
			t.Errorf("Go reads %v for %v", inGo, list)
		}
		vm.Set("text", text)
		value, err := vm.RunString(`{ const list = []; const n = new module.Numbers(text), k = new module.Kind(); while (!n.done) list.push(n.next(k)); JSON.stringify(list) }`)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(fmt.Sprint(list), " ", ","); value.String() != want {
			t.Errorf("the browser reads %s for %s", value, want)
		}
	}
}

func TestSounds(t *testing.T) {
	spoken := newSpeaker(newAlphabet())
	for text, want := range map[string]string{
		"续约":    "~xuyue 0 ~xy 0 ~yue 1",
		"看 银行":  "~kan 0 ~yinhang 2 ~yh 2 ~hang 3",
		"重庆，重点": "~chongqing 0 ~cq 0 ~qing 1 ~zhongdian 3 ~zd 3 ~dian 4",
		"赢单率":   "~yingdanlv 0 ~ydl 0 ~danlv 1 ~dl 1 ~lv 2",
		"CRM":   "",
	} {
		var got []string
		for _, token := range collect(func(emit func(token)) { spoken.sounds(text, emit) }) {
			got = append(got, fmt.Sprintf("%s %d", token.Term, token.Start))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s sounds %v, not %s", text, got, want)
		}
	}
}

// A mistyped word finds what was meant, and says so; a word that is there is
// never taken for a mistake.
func TestTypos(t *testing.T) {
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "甲", Sections: []markdown.Section{{Text: "pipeline coverage"}}},
		{Path: "b.html", Title: "乙", Sections: []markdown.Section{{Text: "MEDDIC demo"}}},
		{Path: "c.html", Title: "丙", Sections: []markdown.Section{{Text: "demos"}}},
		{Path: "d.html", Title: "丁", Sections: []markdown.Section{{Heading: "WeCom", Text: "无"}}},
	})
	for query, want := range map[string]string{
		"wecmo": "d.html (wecom)", "medic": "b.html (meddic)", "MEDIDC": "b.html (meddic)", "pipline": "a.html (pipeline)", "pipelnie": "a.html (pipeline)", "covrag": " ()", "coveraeg": "a.html (coverage)",
		"oipeline": "a.html (pipeline)", "demo": "b.html c.html ()", "dmeo": "b.html c.html (demo)", "dmo": " ()", "pipline coverage": "a.html (pipeline)", "xxxxxxxx": " ()",
	} {
		answer := e.ask(query)
		var paths []string
		for _, r := range answer.Results {
			paths = append(paths, r.Path)
		}
		if got := strings.Join(paths, " ") + " (" + strings.Join(answer.Also, " ") + ")"; got != want {
			t.Errorf("%q finds %s, not %s", query, got, want)
		}
	}
	for _, piece := range e.ask("medic").Results[0].Snippet {
		if piece.Marked && piece.Text != "MEDDIC" {
			t.Errorf("%s is marked", piece.Text)
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

// Titles, headings and tags are found by pinyin and initials; words come first.
func TestPinyin(t *testing.T) {
	section := func(anchor, heading, text string) markdown.Section {
		return markdown.Section{Anchor: anchor, Heading: heading, Text: text, Level: 2}
	}
	e := newEngine(t, []Page{
		{Path: "a.html", Title: "续约风险怎么一眼看出来该找谁", Sections: []markdown.Section{section("", "", "正文")}},
		{Path: "b.html", Title: "客户", Tags: []string{"银行"}, Sections: []markdown.Section{section("", "", "续约"), section("x", "怎么谈续约", "正文")}},
		{Path: "c.html", Title: "XY 图", Sections: []markdown.Section{section("", "", "xy")}},
	})
	for query, want := range map[string]string{
		"xuyue": "a.html b.html#x", "xuyuefengxian": "a.html", "fengxian": "a.html", "xyfx": "a.html", "xyfxzmyykclgzs": "a.html", "xuyuefengxianzenmeyiyankanchulaigaizhaoshui": "a.html", "zmyykcl": "a.html", "yinh": "b.html", "YH": "b.html",
		"xy": "c.html a.html b.html#x", "xuyue fx": "a.html", "zhengwen": "", "~xuyue": "a.html b.html#x",
	} {
		if got := e.ask(query).links(); strings.Join(got, " ") != want {
			t.Errorf("%q finds %v, not %s", query, got, want)
		}
	}
}

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

// A snippet says where it leaves something out, and nowhere else; it ends with a
// sentence that ends soon.
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

// What stands on a page is missed if the index has lost it.
func TestVerify(t *testing.T) {
	for _, pages := range [][]Page{corpus(t), generated(80)} {
		b := New()
		files := b.Build(pages, nil)
		if misses := b.Verify(pages, files); len(misses) > 0 {
			t.Errorf("%d texts are missed: %v", len(misses), misses[:1])
		}
		lost := slices.Clone(pages)
		lost[7].Sections = nil
		misses := b.Verify(pages, b.Build(lost, nil))
		for _, miss := range misses {
			if miss.Page != 7 || miss.Text == "" {
				t.Errorf("%q is missed on the page %d", miss.Text, miss.Page)
			}
		}
		if len(misses) != samples {
			t.Errorf("of a page that is lost %d texts are missed", len(misses))
		}
	}
}

func TestSameIndexTwice(t *testing.T) {
	pages := generated(40)
	if diff := cmp.Diff(New().Build(pages, nil), New().Build(pages, nil)); diff != "" {
		t.Error(diff)
	}
	for _, file := range New().Build(pages, nil) {
		if !fs.ValidPath(file.Path) || !strings.HasPrefix(string(file.Data), "cairnSearch(") {
			t.Errorf("%s begins with %.30s", file.Path, file.Data)
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	pages := generated(1000)
	for b.Loop() {
		New().Build(pages, nil)
	}
}
