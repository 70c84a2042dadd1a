package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/needs"
)

// BenchmarkQuestions asks the questions of questionsFile of Cairn, Pagefind and MiniSearch on this site.
//
//	go test ./generator/internal/e2e -run '^$' -bench Questions -benchtime 1x
//
// A table has the share of the questions with an answer for which a right section, and for which a right page, is the first
// result, among the first three, and among the first ten, and the number of all questions for which nothing is shown. A result is a page with
// its best section: Pagefind's sub-result with the most matches. MiniSearch as it comes and with pairs of characters has pages
// without sections; it is asked once more with the sections as its documents, of which one needs any of the pairs.
// The other engines index what the pages show, which are not the asks; "sections-asks" has them in the headings.
func BenchmarkQuestions(b *testing.B) {
	needs.Program(b, "chromium")
	needs.Program(b, "npm")
	dir := b.TempDir()
	pages := writeEngines(b, dir, os.DirFS(root))
	engines := []engine{{name: "Cairn", page: "cairn.html"}, indexWithPagefind(b, dir, pages)}
	engines = append(engines, indexWithMiniSearch(b, dir, pages, "default", "bigrams", "sections", "sections-asks")...)
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	table := "\n| | right section first, of 3, of 10 | right page | nothing |\n| --- | --- | --- | --- |\n"
	for _, e := range engines {
		tab := browsertest.New(b, server.URL+"/", http.StatusNotFound)
		tab.Open(e.page)
		var sections, pages [3]float64
		asked, empty := 0.0, 0
		for _, q := range readQuestions(b) {
			found := ask(b, tab, q.text)
			if len(found.Results) == 0 {
				empty++
			}
			if q.answers == nil {
				continue
			}
			asked++
			isRight := func(r result) bool { return slices.Contains(q.answers, r.address()) }
			isOnPage := func(r result) bool {
				return slices.ContainsFunc(q.answers, func(answer string) bool { page, _, _ := strings.Cut(answer, "#"); return page == r.page() })
			}
			for i, n := range []int{1, 3, 10} {
				some := found.Results[:min(n, len(found.Results))]
				if slices.ContainsFunc(some, isRight) {
					sections[i]++
				}
				if slices.ContainsFunc(some, isOnPage) {
					pages[i]++
				}
			}
		}
		shares := func(counts [3]float64) string {
			return fmt.Sprintf("%.0f, %.0f, %.0f %%", 100*counts[0]/asked, 100*counts[1]/asked, 100*counts[2]/asked)
		}
		table += fmt.Sprintf("| %s | %s | %s | %d |\n", e.name, shares(sections), shares(pages), empty)
	}
	b.ReportMetric(0, "ns/op")
	fmt.Println(table)
}
