package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dop251/goja"
	gocmp "github.com/google/go-cmp/cmp"

	"cairn/generator/internal/jstest"
)

// row is a posting. Its place is the field, and eight times the number of the ask.
type row struct {
	Page, Section, Place int
	Positions            []int
	Ends                 bool
}

// scored is a page as the browser and the test rank it.
type scored struct {
	Page, Section, Exact, Whole int
	IsPhrase                    bool
	Score                       float64
}

const inTitle, inHeading, inBody, inAsk = 1, 2, 4, 6

// randomTerms returns the postings of some terms on thirty pages, of which some have many terms and most have few.
func randomTerms(random *rand.Rand, terms int) [][]row {
	lists := make([][]row, terms)
	for n := range lists {
		for page := range 30 {
			for section := range 3 {
				for _, place := range []int{inTitle, inHeading, inBody, inAsk, inAsk + 8} {
					if place == inTitle && section > 0 || random.IntN(3) > 0 && place != inBody || random.IntN(4) == 0 {
						continue
					}
					r := row{Page: page, Section: section, Place: place, Ends: random.IntN(2) == 0 && place != inBody}
					for position := range 4 {
						switch {
						case random.IntN(2) > 0:
						case place == inBody:
							r.Positions = append(r.Positions, 8*position)
						default:
							r.Positions = append(r.Positions, position+64*(place>>3))
						}
					}
					if len(r.Positions) > 0 {
						lists[n] = append(lists[n], r)
					}
				}
			}
		}
	}
	return lists
}

// rankingVM has the browser's modules and a function that makes columns of rows.
func rankingVM(t *testing.T) *goja.Runtime {
	vm := jstest.Load(t, "../../../static/search/rank.ts")
	for _, script := range []string{
		"const ranks = module",
		jstest.Bundle(t, "../../../static/search/clause.ts"), "const clauses = module",
		jstest.Bundle(t, "../../../static/search/best.ts"), "const bests = module",
		jstest.Bundle(t, "../../../static/search/near.ts"), "const nears = module",
		`const columns = (rows) => {
			const offsets = [0];
			for (const { Positions } of rows) offsets.push(offsets[offsets.length - 1] + Positions.length);
			return {
				length: rows.length, offsets, pages: rows.map(({ Page }) => Page), sections: rows.map(({ Section }) => Section), places: rows.map(({ Place }) => Place),
				ends: rows.map(({ Ends }) => (Ends ? 1 : 0)), positions: rows.flatMap(({ Positions }) => Positions), beside: [],
				sectionCount: new Set(rows.map(({ Page, Section }) => Page + " " + Section)).size, isNamed: rows.some(({ Place }) => Place !== 4),
			};
		};`,
	} {
		if _, err := vm.RunString(script); err != nil {
			t.Fatal(err)
		}
	}
	return vm
}

func run(t *testing.T, vm *goja.Runtime, script string, lists [][]row) (ranked []scored) {
	t.Helper()
	data, _ := json.Marshal(lists)
	vm.Set("text", string(data))
	value, err := vm.RunString(script)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(value.String()), &ranked); err != nil {
		t.Fatal(err)
	}
	return ranked
}

// The browser ranks the pages of a query of two runs, one of three characters and one of two, as a plain computation does that
// goes through every section, and finds no page less.
func TestRankingIsPlain(t *testing.T) {
	vm := rankingVM(t)
	pages, phrases := 0, 0
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 1))
		lists := randomTerms(random, 3)
		got := run(t, vm, `{
			const [a, b, c] = JSON.parse(text).map(columns);
			const query = [
				{ hits: clauses.phrase([{ postings: a, offset: 0 }, { postings: b, offset: 1 }]), gap: { distances: [], near: false, inAsk: 0 } },
				{ hits: clauses.phrase([{ postings: c, offset: 0 }]), gap: { distances: [2], near: false, inAsk: 2 } },
			];
			const { found } = new ranks.Ranking(query, 30, (page) => (page % 2 === 0 ? 2 : 1), (page) => page !== 7);
			JSON.stringify(new bests.Best(found, ranks.order).take(100).map(({ page, section, exact, whole, isPhrase, score }) => ({ page, section, exact, whole, isPhrase, score })));
		}`, lists)
		want := plainRanking(lists)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		pages += len(got)
		for _, one := range got {
			if one.IsPhrase {
				phrases++
			}
		}
	}
	if pages < 300 || phrases < 20 || phrases == pages {
		t.Errorf("%d pages were ranked, %d with the phrase: the test shows little", pages, phrases)
	}
}

// at is a section.
type at struct{ page, section int }

// plainHit is what a section has of a piece.
type plainHit struct {
	weight         float64
	starts         map[int][]int // by place
	title, heading bool          // whether the title, and the heading, has the piece where the query has it
}

// plainRanking ranks the pages of the query of TestRankingIsPlain.
func plainRanking(lists [][]row) (ranked []scored) {
	pieces := []map[at]*plainHit{plainHits(lists[:2], true, false), plainHits(lists[2:], false, true)}
	idf := func(n int) float64 {
		on := map[int]bool{}
		for s := range pieces[n] {
			on[s.page] = true
		}
		return math.Log(1 + (30-float64(len(on))+0.5)/(float64(len(on))+0.5))
	}
	for page := range 30 {
		if one, ok := plainPage(page, lists, pieces, []float64{idf(0), idf(1)}); ok && page != 7 {
			ranked = append(ranked, one)
		}
	}
	slices.SortFunc(ranked, func(a, b scored) int {
		phrase := func(s scored) int { return map[bool]int{true: 1}[s.IsPhrase] }
		return cmp.Or(b.Exact-a.Exact, phrase(b)-phrase(a), b.Whole-a.Whole, cmp.Compare(b.Score, a.Score), a.Page-b.Page)
	})
	return ranked
}

// plainHits returns the sections that have all terms, which follow each other at a distance of one.
func plainHits(terms [][]row, isFirst, isLast bool) map[at]*plainHit {
	hits := map[at]*plainHit{}
	for page := range 30 {
		for section := range 3 {
			rows := make([]map[int]row, len(terms))
			hasAll := true
			for n, list := range terms {
				rows[n] = map[int]row{}
				for _, r := range list {
					if r.Page == page && r.Section == section {
						rows[n][r.Place] = r
					}
				}
				hasAll = hasAll && len(rows[n]) > 0
			}
			if !hasAll {
				continue
			}
			hit := &plainHit{starts: map[int][]int{}}
			for _, place := range []int{inTitle, inHeading, inBody, inAsk, inAsk + 8} {
				hit.add(place, rows, isFirst, isLast)
			}
			hits[at{page, section}] = hit
		}
	}
	return hits
}

func (h *plainHit) add(place int, rows []map[int]row, isFirst, isLast bool) {
	weight := map[int]float64{inTitle: 8, inHeading: 4, inBody: 1}[place]
	if place >= inAsk {
		weight = 4
	}
	pieces := 0.0
	for _, places := range rows {
		pieces += float64(len(places[place].Positions)) / float64(len(rows))
	}
	for _, start := range rows[0][place].Positions {
		if len(rows) == 1 || plainNear(rows[1][place].Positions, start+1, place) {
			h.starts[place] = append(h.starts[place], start)
		}
	}
	starts := h.starts[place]
	h.weight += weight * (4*float64(len(starts)) + pieces)
	if len(starts) == 0 {
		return
	}
	last := rows[len(rows)-1][place]
	ends := last.Ends && last.Positions[len(last.Positions)-1] == starts[len(starts)-1]+len(rows)-1
	fits := (!isFirst || starts[0] == 0) && (!isLast || ends)
	h.title = h.title || place == inTitle && fits
	h.heading = h.heading || place == inHeading && fits
}

func plainNear(positions []int, n, place int) bool {
	return slices.ContainsFunc(positions, func(p int) bool {
		return p == n || place == inBody && p > n-8 && p < n+8
	})
}

// plainPage ranks a page; it has not the query if no section has both pieces as typed or by a title.
func plainPage(page int, lists [][]row, pieces []map[at]*plainHit, idfs []float64) (one scored, ok bool) {
	one.Page = page
	matches, scores := make([][3]bool, 2), [3]float64{}
	titled := [2]bool{}
	for n, hits := range pieces {
		weight, whole := 0.0, false
		for section := range 3 {
			hit := hits[at{page, section}]
			if hit == nil {
				continue
			}
			weight += hit.weight
			isWhole := len(hit.starts) > 0
			whole = whole || isWhole
			matches[n][section] = isWhole
			titled[n] = titled[n] || len(hit.starts[inTitle]) > 0
			score := idfs[n] * hit.weight / (1.2 + hit.weight)
			if isWhole {
				score += idfs[n]
			}
			scores[section] += score
		}
		score := idfs[n] * weight / (1.2 + weight)
		if titled[n] {
			score += idfs[n]
		}
		one.Score += score
		if whole {
			one.Whole++
		}
	}
	best := -1
	isAsk, isPhrase := [3]bool{}, [3]bool{}
	for section := range 3 {
		a, b := pieces[0][at{page, section}], pieces[1][at{page, section}]
		if a != nil && b != nil {
			isPhrase[section], isAsk[section] = plainPhrase(a, b, page, section, lists[2])
			switch {
			case a.title && b.title:
				one.Exact = 2
			case a.heading && b.heading || isAsk[section]:
				one.Exact = max(one.Exact, 1)
			}
		}
		if (matches[0][section] || titled[0]) && (matches[1][section] || titled[1]) && (a != nil || b != nil) && (best < 0 || isBetter(section, best, isPhrase, isAsk, scores)) {
			best = section
		}
	}
	if best < 0 || !hasPage(pieces[0], page) || !hasPage(pieces[1], page) {
		return one, false
	}
	one.Section, one.IsPhrase = best, isPhrase[best]
	if page%2 == 0 {
		one.Score *= 2
	}
	return one, true
}

func isBetter(a, b int, isPhrase, isAsk [3]bool, scores [3]float64) bool {
	if isPhrase[a] != isPhrase[b] {
		return isPhrase[a]
	}
	if isAsk[a] != isAsk[b] {
		return isAsk[a]
	}
	return scores[a] > scores[b] || scores[a] == scores[b] && b == 0 // the text before the first heading is last among equals
}

func hasPage(hits map[at]*plainHit, page int) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(hits)), func(s at) bool { return s.page == page })
}

// plainPhrase tells whether the second piece follows the first at a distance of two, and whether an ask is just that.
func plainPhrase(a, b *plainHit, page, section int, last []row) (isPhrase, isAsk bool) {
	for place, starts := range b.starts {
		for i, start := range starts {
			if !plainNear(a.starts[place], start-2, place) {
				continue
			}
			isPhrase = true
			ends := slices.ContainsFunc(last, func(r row) bool { return r.Page == page && r.Section == section && r.Place == place && r.Ends })
			isAsk = isAsk || place >= inAsk && i == len(starts)-1 && ends && (start-2)%64 == 0
		}
	}
	return isPhrase, isAsk
}

// The nearest sections are those that a plain computation ranks first, whatever the number that is asked for.
func TestNearestIsPlain(t *testing.T) {
	vm := rankingVM(t)
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 2))
		lists := randomTerms(random, 4)
		for _, rare := range lists[2:] { // terms of some sections of a page
			random.Shuffle(len(rare), func(i, j int) { rare[i], rare[j] = rare[j], rare[i] })
		}
		lists[2], lists[3] = inOrder(lists[2][:9]), inOrder(lists[3][:3])
		limit := 1 + random.IntN(12)
		got := run(t, vm, fmt.Sprintf(`{
			const [a, b, c, d] = JSON.parse(text).map(columns);
			JSON.stringify(nears.nearest([[a, b, c], [d]], 90, %d, (page) => page !== 7, (page) => (page %% 2 === 0 ? 2 : 1)));
		}`, limit), lists)
		want := plainNearest(lists)
		if diff := gocmp.Diff(want[:min(limit, len(want))], got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

func inOrder(rows []row) []row {
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(a.Page-b.Page, a.Section-b.Section, a.Place-b.Place) })
	return rows
}

// plainNearest ranks the sections near the query of TestNearestIsPlain: three pairs of a run, and a word.
func plainNearest(lists [][]row) (ranked []scored) {
	counts, idfs, total := make([]float64, len(lists)), make([]float64, len(lists)), 0.0
	for n, list := range lists {
		sections := map[at]bool{}
		for _, r := range list {
			sections[at{r.Page, r.Section}] = true
		}
		counts[n] = float64(len(sections))
	}
	limits := []float64{0.3 * counts[1], min(counts[0], counts[2]), 0.3 * counts[1], 0} // of pairs between words
	for n, list := range lists {
		weight := 1.0
		if counts[n] < limits[n] {
			weight = 0.3
		}
		if slices.ContainsFunc(list, func(r row) bool { return r.Place != inBody }) {
			weight *= 1.5
		}
		idfs[n] = weight * math.Log(1+(90-counts[n]+0.5)/(counts[n]+0.5))
		total += idfs[n]
	}
	for page := range 30 {
		best := scored{Page: page}
		for section := range 3 {
			if score := plainScore(page, section, lists, idfs, total); score > best.Score {
				best.Section, best.Score = section, score
			}
		}
		if page%2 == 0 {
			best.Score *= 2
		}
		if best.Score > 0 && page != 7 {
			ranked = append(ranked, best)
		}
	}
	slices.SortFunc(ranked, func(a, b scored) int { return cmp.Or(cmp.Compare(b.Score, a.Score), a.Page-b.Page) })
	return ranked
}

func plainScore(page, section int, lists [][]row, idfs []float64, total float64) float64 {
	names, isNear := map[int]float64{}, false
	sum, matched := 0.0, 0.0
	var frequencies []float64
	for n, list := range lists {
		frequency := 0.0
		for _, r := range list {
			if r.Page == page && r.Place == inTitle {
				frequency++
			}
			if r.Page != page || r.Section != section {
				continue
			}
			isNear = true
			weight := map[int]float64{inTitle: 8, inHeading: 8, inBody: 1}[r.Place]
			if r.Place >= inAsk {
				weight = 3
			}
			frequency += weight * float64(len(r.Positions))
			if r.Place == inHeading || r.Place >= inAsk {
				names[r.Place] += idfs[n]
			}
		}
		frequencies = append(frequencies, frequency)
	}
	for _, name := range names {
		sum = max(sum, 0.7*name)
	}
	for n, frequency := range frequencies {
		if frequency > 0 {
			sum += idfs[n] * frequency / (4 + frequency)
			matched += idfs[n]
		}
	}
	if !isNear || matched < 0.08*total {
		return 0
	}
	return sum
}
