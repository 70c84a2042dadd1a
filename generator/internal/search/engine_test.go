package search

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/content"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/markdown"
)

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
		globalThis.open = () => {
			read.clear();
			module.Engine.open(async (name) => {
				read.add(name);
				return files[name];
			}).then((e) => { engine = e; });
		};
		open();
		globalThis.limit = 0;
		globalThis.ask = (query, done) => engine.search(query, 100).then((a) => done(JSON.stringify(a)), (e) => done("error " + e));`); err != nil {
		t.Fatal(err)
	}
	return &engine{t, vm}
}

type answer struct {
	Total       int
	Also, Meant []string
	Definition  struct{ Name, Text, Path, Anchor string }
	Results     []struct {
		Path, Anchor, Place     string
		Near                    bool
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

// some returns at most limit results.
func (e *engine) some(query string, limit int) (a answer) {
	e.t.Helper()
	e.vm.Set("limit", limit)
	if _, err := e.vm.RunString(`globalThis.some = (query, done) => engine.search(query, limit).then((a) => done(JSON.stringify(a)), (e) => done("error " + e));`); err != nil {
		e.t.Fatal(err)
	}
	e.call("some", query, &a)
	return a
}

// reads returns the numbers of shards and of texts that a new engine reads for a query.
func (e *engine) reads(query string, limit int) (shards, texts int) {
	e.t.Helper()
	if _, err := e.vm.RunString("open()"); err != nil {
		e.t.Fatal(err)
	}
	e.some(query, limit)
	count := func(kind string) int {
		n, err := e.vm.RunString(`[...read].filter((name) => name.startsWith("` + kind + `")).length`)
		if err != nil {
			e.t.Fatal(err)
		}
		return int(n.ToInteger())
	}
	return count("s"), count("g")
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

// find returns the paths of the first limit pages that have a query, the best first.
func (e *engine) find(query string, limit int) (paths []string) {
	e.t.Helper()
	for _, r := range e.some(query, limit).Results {
		if !r.Near {
			paths = append(paths, r.Path)
		}
	}
	return paths
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
