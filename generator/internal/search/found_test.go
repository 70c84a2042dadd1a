package search

import (
	"cairn/generator/internal/sample"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every string of Han, every Latin word and every mixture of both that a page contains
// finds that page, ahead of all pages that do not contain it. The oracle is a plain scan of the text.
// The interpreter runs the browser's engine a hundred times slower than a browser does,
// so the strings are a sample.
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
				for range sample.Count(t, 8, 600) {
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
	found := e.find(query, first)
	for _, i := range holders {
		if !slices.Contains(found, pages[i].Path) {
			t.Errorf("%s stands on %d pages, of which %s is not among the first %d", query, len(holders), pages[i].Path, first)
		}
	}
}
