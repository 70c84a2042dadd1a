package search

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/sample"
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
		for kind, wanted := range map[string]*regexp.Regexp{"Han": hanOnly, "long Han": longHan, "Latin": latinWord, "mixed": mixed} {
			t.Run(name+", "+kind, func(t *testing.T) {
				t.Parallel()
				e := newEngineOf(t, files)
				random := rand.New(rand.NewPCG(7, 8))
				for range sample.Count(t, 8, 120) {
					query := piece(random, texts, wanted.MatchString)
					holds := func(i int) bool { return strings.Contains(texts[i], query) }
					may := holds
					if wanted == latinWord || wanted == mixed {
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
			fields = append(append(fields, s.Heading, s.Text), s.Asks...)
		}
		texts[i] = strings.Join(fields, "\n\n")
	}
	return texts
}

var (
	hanOnly   = regexp.MustCompile(`^\p{Han}{2,6}$`)
	longHan   = regexp.MustCompile(`^\p{Han}{7,12}$`)
	word      = regexp.MustCompile(`^[A-Za-z0-9]{2,}$`)
	latinWord = regexp.MustCompile(`^[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]+$`) // TestEveryFormIsFound asks for numbers
	meeting   = regexp.MustCompile(`(\p{Han}) ?([a-z0-9])|([a-z0-9]) ?(\p{Han})`)
	mixed     = regexp.MustCompile(`^(\p{Han}{1,4} ?[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]+|[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]+ ?\p{Han}{2,4})$`)
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
	text = "\n" + text + "\n"
	for i := 1; i+len(query) < len(text); i++ {
		if strings.EqualFold(text[i:i+len(query)], query) && isBorder(text, i) && isBorder(text, i+len(query)) {
			return true
		}
	}
	return false
}

// isBorder tells whether a word or a part of one begins or ends at an index of a text.
func isBorder(text string, i int) bool {
	lower := func(i int) bool { return i < len(text) && text[i] >= 'a' && text[i] <= 'z' }
	upper := func(i int) bool { return text[i] >= 'A' && text[i] <= 'Z' }
	digit := func(i int) bool { return text[i] >= '0' && text[i] <= '9' }
	letter := func(i int) bool { return lower(i) || upper(i) }
	return !letter(i-1) && !digit(i-1) || !letter(i) && !digit(i) || digit(i-1) != digit(i) ||
		upper(i) && (lower(i-1) || upper(i-1) && lower(i+1) && lower(i+2))
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

// Whatever form a query has, it finds the pages that have its words in any form: parts of joined
// words, numbers, words with signs, accents, traditional and simplified Han. The oracles are
// plain scans.
func TestEveryFormIsFound(t *testing.T) {
	pages := generated(40)
	random := rand.New(rand.NewPCG(9, 10))
	for i := range pages {
		for j := range pages[i].Sections {
			s := &pages[i].Sections[j]
			s.Text = withForms(random, s.Text)
			if j > 0 {
				s.Heading = withForms(random, s.Heading)
			}
		}
	}
	texts, plain, simplified := textsOf(pages), make([]string, len(pages)), make([]string, len(pages))
	a := newAlphabet()
	for i, text := range texts {
		plain[i], simplified[i] = plainLetters(text), strings.Map(a.fold, text)
	}
	files := New().Build(pages, nil)
	for _, kind := range []struct {
		name  string
		query func(random *rand.Rand, text string) string // "" for none
		holds func(page int, query string) bool
	}{
		{"parts", func(random *rand.Rand, text string) string { return partsOfWord(random, plainLetters(text)) }, func(i int, query string) bool { return standsAsPart(plain[i], query) }},
		{"numbers", otherNumber, func(i int, query string) bool { return hasNumber(texts[i], query) }},
		{"signs", wordWithSigns, func(i int, query string) bool { return hasWord(texts[i], query) }},
		{"accents", otherAccents, func(i int, query string) bool { return hasWord(plain[i], plainLetters(query)) }},
		{"traditional", a.otherHan, func(i int, query string) bool { return strings.Contains(simplified[i], strings.Map(a.fold, query)) }},
	} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			e := newEngineOf(t, files)
			random := rand.New(rand.NewPCG(11, 12))
			for asked := 0; asked < sample.Count(t, 8, 30); {
				query := kind.query(random, texts[random.IntN(len(texts))])
				if query == "" {
					continue
				}
				asked++
				holds := func(i int) bool { return kind.holds(i, query) }
				may := func(i int) bool { return holds(i) || standsAsPart(plain[i], query) } // 3.5 in v3.5
				checkFound(t, e, query, pages, holds, may)
			}
		})
	}
}

// withForms puts words of all kinds between the sentences of a text.
func withForms(random *rand.Rand, text string) string {
	words := []string{
		"C++", "C#", "F#", ".NET", "A+", "C++17", "Node.js", "CRM/ERP/OA/HIS", "MEDDIC/BANT/SPIN", "docs/guides/sales-kit/2026-q1/price.xlsx", "crm.sales.corp.example.com",
		"Pre-Sales-Kick-Off", "report_final_v2.xlsx", "iPhoneProMax", "MEDDICScore", "XYZ-99", "conf.d", "Café", norm.NFD.String("Café"), "naïve", norm.NFD.String("Nguyễn"), "cafe",
		"1200", "1,200", "1,200.50", "1200.5", "12%", "112%", "12.5%", "12", "3.5%", "3.5", "35%", "2026-11-29", "10.0.0.1", "v3.5", "客戶續約", "競爭對手", "报价单", "報價單",
	}
	var b strings.Builder
	for _, r := range text {
		b.WriteRune(r)
		if strings.ContainsRune("，。\n", r) && random.IntN(3) == 0 {
			b.WriteString(words[random.IntN(len(words))])
			b.WriteString([]string{" ", "，", "、"}[random.IntN(3)])
		}
	}
	return b.String()
}

var joined = regexp.MustCompile(`[A-Za-z0-9]+(?:[-_./][A-Za-z0-9]+)*`)

// partsOfWord picks a joined word and returns some parts of it that follow each other.
func partsOfWord(random *rand.Rand, text string) string {
	words := joined.FindAllString(text, -1)
	if len(words) == 0 {
		return ""
	}
	word := "\n" + words[random.IntN(len(words))] + "\n"
	var borders []int
	for i := 1; i < len(word); i++ {
		if isBorder(word, i) {
			borders = append(borders, i)
		}
	}
	from, to := borders[random.IntN(len(borders))], borders[random.IntN(len(borders))]
	query := word[min(from, to):max(from, to)]
	if strings.Trim(query, "-_./") != query || len(query) < 2 || number.MatchString(query) {
		return ""
	}
	if random.IntN(2) == 0 {
		return strings.ToLower(query)
	}
	return query
}

// number matches a number that is not part of a version, a date or a word.
var number = regexp.MustCompile(`(?:^|[^0-9A-Za-z.,/_-])((?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%?)(?:$|[^0-9A-Za-z.,/%_-])`)

// otherNumber picks a number of a text and writes it in another way.
func otherNumber(random *rand.Rand, text string) string {
	all := number.FindAllStringSubmatch(text, -1)
	if len(all) == 0 {
		return ""
	}
	digits, percent := strings.CutSuffix(strings.ReplaceAll(all[random.IntN(len(all))][1], ",", ""), "%")
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	if hasFraction && random.IntN(2) == 0 {
		fraction = strings.TrimRight(fraction, "0") + "0"
	}
	if len(whole) > 3 && random.IntN(2) == 0 {
		whole = whole[:len(whole)-3] + "," + whole[len(whole)-3:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if percent {
		whole += "%"
	}
	return whole
}

// hasNumber tells whether a text has the number of a query, which may have a per cent sign there
// if it has none in the query.
func hasNumber(text, query string) bool {
	value := func(s string) float64 {
		f, _ := strconv.ParseFloat(strings.TrimSuffix(strings.ReplaceAll(s, ",", ""), "%"), 64)
		return f
	}
	for _, line := range strings.FieldsFunc(text, func(r rune) bool {
		return r != ',' && r != '.' && r != '%' && r != '-' && r != '/' && r != '_' && (r >= 0x80 || !unicode.IsLetter(r) && !unicode.IsNumber(r))
	}) {
		if m := number.FindStringSubmatch(line); m != nil && len(m[1]) == len(line) && value(line) == value(query) && (strings.HasSuffix(line, "%") || !strings.HasSuffix(query, "%")) {
			return true
		}
	}
	return false
}

// wordWithSigns picks a word that has + # or a point before it.
func wordWithSigns(random *rand.Rand, text string) string {
	all := regexp.MustCompile(`C\+\+|[CF]#|\.NET|A\+`).FindAllString(text, -1)
	if len(all) == 0 {
		return ""
	}
	return all[random.IntN(len(all))]
}

// hasWord tells whether a text has a word, not inside of another one.
func hasWord(text, word string) bool {
	return regexp.MustCompile(`(?i)(^|[^a-z0-9])` + regexp.QuoteMeta(word) + `($|[^a-z+#])`).MatchString(text)
}

// otherAccents picks a word with accents and writes it in another way.
func otherAccents(random *rand.Rand, text string) string {
	all := regexp.MustCompile(`Caf(é|e\x{301}|e)|naïve|Nguye[\x{300}-\x{36F}]+n`).FindAllString(text, -1)
	if len(all) == 0 {
		return ""
	}
	word := all[random.IntN(len(all))]
	return []string{norm.NFC.String(word), norm.NFD.String(word), plainLetters(word)}[random.IntN(3)]
}

// plainLetters removes accents.
func plainLetters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}

// otherHan picks a string of Han and writes some of its characters in their other form.
func (a *alphabet) otherHan(random *rand.Rand, text string) string {
	characters := []rune(text)
	from := random.IntN(len(characters))
	query := characters[from:min(len(characters), from+2+random.IntN(5))]
	if !hanOnly.MatchString(string(query)) {
		return ""
	}
	query = slices.Clone(query)
	for i, r := range query {
		for _, p := range a.pairs {
			if random.IntN(2) == 0 && p.simplified == a.fold(r) {
				query[i] = p.traditional
			} else if p.traditional == r && random.IntN(2) == 0 {
				query[i] = p.simplified
			}
		}
	}
	return string(query)
}
