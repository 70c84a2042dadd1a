package search

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cairn/generator/internal/jstest"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sample"
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

// allTables are the tables of the browser when it has loaded all traditional characters.
func allTables(a *alphabet) tables {
	t := a.tables
	t.Traditional = a.pairTable(func(rune) bool { return true })
	return t
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
	return tokeniserWith(t, allTables(newAlphabet()))
}

func tokeniserWith(t testing.TB, characters tables) func(text string) []Token {
	t.Helper()
	vm := jstest.Load(t, "../../../static/search/tokenise.ts")
	tables, _ := json.Marshal(characters)
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

// A site's tables cut its own texts as all tables do, and lack the characters of scripts that it
// does not have.
func TestTablesOfASite(t *testing.T) {
	a, full := newAlphabet(), tokeniserInGo()
	for _, v := range vectors(t) {
		b := New()
		segments := b.index([]Page{{Path: "a", Title: v.Text, Sections: []markdown.Section{{Text: v.Text}}}})
		if diff := cmp.Diff(full(v.Text), tokeniserWith(t, b.tables(segments))(v.Text), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s", v.Text, diff)
		}
	}
	b := New()
	few := b.tables(b.index([]Page{{Path: "a", Title: "客户"}}))
	if len(few.Letters) > 100 || len(few.Folds) > 1000 || len(a.tables.Letters) < 10*len(few.Letters) || len(few.Han) != 4 {
		t.Errorf("there are %d, %d and %d numbers", len(few.Letters), len(few.Folds), len(few.Han))
	}
}

// Both sides know the same characters, the ones that only one knows included.
func TestBrowserKnowsEveryCharacter(t *testing.T) {
	browser, tokenise := tokeniserInBrowser(t), tokeniserInGo()
	var blocks []rune
	for first := rune(0); first <= lastRune+16; first += 64 {
		blocks = append(blocks, first)
	}
	for _, first := range sample.Of(150, blocks) {
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

// The parts of a joined word, which the engine looks up where the word is no term, are the
// terms that the word has beside itself.
func TestPartsOfWord(t *testing.T) {
	vm := jstest.Load(t, "../../../static/search/tokenise.ts")
	tables, _ := json.Marshal(allTables(newAlphabet()))
	vm.Set("tables", string(tables))
	for word, want := range map[string]string{
		"ERP/OA": "erp@0 oa@4", "Kick-Off": "kick@0 off@5", "final_v2": "final@0 v@6 2@7", "example.com": "example@0 com@8", "ProMax": "pro@0 max@3",
		"XYZ-99": "xyz@0 99@4", "2026-q1": "2026@0 q@5 1@6", "saas": "", "": "",
		"MEDDICScore": "meddic@0 score@6", ".NET": "net@1", "C/C++": "c@0 c++@2", "C++": "", "12.5": "12@0 5@3", "12.5%": "", "1,200.50": "", "20-30%": "20@0 30%@3", "续约": "", "+": "",
	} {
		vm.Set("word", word)
		got, err := vm.RunString(`new module.Tokeniser(JSON.parse(tables)).parts(word).map(({ term, start }) => term + "@" + start).join(" ")`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("the parts of %s are %q, not %q", word, got, want)
		}
	}
}
