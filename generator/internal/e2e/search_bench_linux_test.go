package e2e

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/chromedp/cdproto/cdp"
	browser "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/build"
	"cairn/generator/internal/corpus"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/needs"
	"cairn/generator/internal/search"
)

// BenchmarkSearchEngines sets Cairn's search beside Pagefind and MiniSearch in
// Chromium: on this site, and on generated ones of 1,000 and of 10,000 pages.
// npm brings the other two.
//
//	go test ./generator/internal/e2e -run '^$' -bench SearchEngines -benchtime 1x -timeout 1h
//
// The first query is measured eight times with nothing loaded, on the line of a
// phone (1.6 Mbit/s, 150 ms), until ten results with their excerpts are there:
// kilobytes as sent (gzip) and as they are, requests, milliseconds, each in the
// median. A warm query is one asked again; its time is the median too. For each
// kind of query a table has the mean reciprocal rank within ten, and how often
// what is meant comes first; once, 2 is a string of two Han characters that stands on
// one page alone.
func BenchmarkSearchEngines(b *testing.B) {
	b.Run("site", func(b *testing.B) { compareEngines(b, os.DirFS(root), nil) })
	for _, pages := range []int{1000, 10000} {
		site := corpus.New(pages)
		b.Run(fmt.Sprint(pages), func(b *testing.B) { compareEngines(b, site.Files, site.Queries) })
	}
}

// contestant is a search engine whose index is made.
type contestant struct {
	name, page string        // the page that loads it
	index      string        // a glob of its files
	took       time.Duration // to make the index
	memory     int64         // in bytes, at the most meanwhile; 0: not known
}

func compareEngines(b *testing.B, source fs.FS, queries []corpus.Query) {
	needs.Program(b, "chromium")
	needs.Program(b, "npm")
	dir := b.TempDir()
	pages := layOut(b, dir, source)
	if queries == nil {
		queries = ownQueries(pages)
	}
	first := queries
	queries = append(slices.Clip(queries), onceQueries(pages)...)
	contestants := []contestant{indexWithCairn(dir, pages), indexWithPagefind(b, dir, pages)}
	contestants = append(contestants, indexWithMiniSearch(b, dir, pages)...)
	kinds := slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for _, q := range queries {
			yield(q.Kind)
		}
	}))
	table := "\n| mean reciprocal rank, first of all | " + strings.Join(kinds, " | ") + " |\n|" + strings.Repeat(" --- |", len(kinds)+1) + "\n"
	for _, c := range contestants {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				table += fmt.Sprintf("| %s |%s\n", c.name, c.compete(b, dir, first, queries, kinds))
			}
		})
	}
	fmt.Println(table)
}

// layOut puts Cairn's site and the pages of the others into a folder, and gives
// the texts that all of them index.
func layOut(b *testing.B, dir string, source fs.FS) []search.Page {
	result := build.New(source, os.DirFS(root)).Build(build.Options{Today: "2026-11-23"})
	if result.Tree == nil {
		b.Fatal(result.Diagnostics)
	}
	script := ""
	var pages []search.Page
	for _, path := range result.Tree.Paths() {
		data, _ := result.Tree.Get(path)
		switch {
		case strings.HasPrefix(path, "search/"):
			write(b, filepath.Join(dir, path), data)
			pages = append(pages, textsIn(b, data)...)
		case strings.Contains(path, "/search.") && strings.HasSuffix(path, ".js"):
			write(b, filepath.Join(dir, path), data)
			script = path
		}
	}
	files, err := filepath.Glob("testdata/search/*")
	if err != nil || script == "" {
		b.Fatal(err, script)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		write(b, filepath.Join(dir, filepath.Base(file)), bytes.ReplaceAll(data, []byte("SCRIPT"), []byte(script)))
	}
	return pages
}

func write(b *testing.B, file string, data []byte) {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		b.Fatal(err)
	}
}

// textsIn are the pages in the groups of a file of the index.
func textsIn(b *testing.B, data []byte) (pages []search.Page) {
	for line := range bytes.Lines(data) {
		if !bytes.HasPrefix(line, []byte(`cairnSearch("g`)) {
			continue
		}
		_, list, _ := bytes.Cut(bytes.TrimSuffix(line, []byte(");\n")), []byte(","))
		var group []struct {
			Path, Title string
			Sections    [][3]string
		}
		if err := json.Unmarshal(list, &group); err != nil {
			b.Fatal(err)
		}
		for _, g := range group {
			page := search.Page{Path: g.Path, Title: g.Title}
			for _, s := range g.Sections {
				page.Sections = append(page.Sections, markdown.Section{Anchor: s[0], Heading: s[1], Text: s[2]})
			}
			pages = append(pages, page)
		}
	}
	return pages
}

// ownQueries asks for the titles and for the headings that only one page has.
func ownQueries(pages []search.Page) (queries []corpus.Query) {
	headings := map[string]int{}
	for _, p := range pages {
		queries = append(queries, corpus.Query{Kind: "title", Text: p.Title, Path: p.Path})
		for _, s := range p.Sections {
			headings[s.Heading]++
		}
	}
	for _, p := range pages {
		for _, s := range p.Sections {
			if s.Heading != "" && headings[s.Heading] == 1 && len(queries) < len(pages)+200 {
				queries = append(queries, corpus.Query{Kind: "heading", Text: s.Heading, Path: p.Path})
			}
		}
	}
	return queries
}

// onceQueries are strings of two, three and four Han characters, forty of each,
// that stand on one page and no other.
func onceQueries(pages []search.Page) (queries []corpus.Query) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := 2; n <= 4; n++ {
		on := map[string]int{} // the page that a string stands on, -1 for several
		for i, p := range pages {
			for _, text := range fieldsOf(p) {
				runes := []rune(text)
				for from := 0; from+n <= len(runes); from++ {
					piece := string(runes[from : from+n])
					if strings.ContainsFunc(piece, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
						continue
					}
					if page, known := on[piece]; !known {
						on[piece] = i
					} else if page != i {
						on[piece] = -1
					}
				}
			}
		}
		maps.DeleteFunc(on, func(_ string, page int) bool { return page < 0 })
		pieces := slices.Sorted(maps.Keys(on))
		random.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		for _, piece := range pieces[:min(40, len(pieces))] {
			queries = append(queries, corpus.Query{Kind: fmt.Sprint("once, ", n), Text: piece, Path: pages[on[piece]].Path})
		}
	}
	return queries
}

func fieldsOf(p search.Page) []string {
	texts := []string{p.Title}
	for _, s := range p.Sections {
		texts = append(texts, s.Heading, s.Text)
	}
	return texts
}

// indexWithCairn makes the index again, to measure it.
func indexWithCairn(dir string, pages []search.Page) contestant {
	runtime.GC()
	stop, most := make(chan bool), make(chan int64)
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	go func() {
		var peak, now runtime.MemStats
		for {
			select {
			case <-stop:
				most <- int64(peak.HeapAlloc - before.HeapAlloc)
				return
			case <-time.After(5 * time.Millisecond):
				if runtime.ReadMemStats(&now); now.HeapAlloc > peak.HeapAlloc {
					peak = now
				}
			}
		}
	}()
	start := time.Now()
	search.New().Build(pages, nil)
	took := time.Since(start)
	stop <- true
	return contestant{"Cairn", "cairn.html", filepath.Join(dir, "search/*"), took, <-most}
}

// indexWithPagefind writes the same texts as pages, for Pagefind to read.
func indexWithPagefind(b *testing.B, dir string, pages []search.Page) contestant {
	for _, p := range pages {
		var text strings.Builder
		fmt.Fprintf(&text, "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>%[1]s</title><main data-pagefind-body><h1>%[1]s</h1>", html.EscapeString(p.Title))
		for _, s := range p.Sections {
			if s.Heading != "" {
				fmt.Fprintf(&text, "<h2 id=\"%s\">%s</h2>", html.EscapeString(s.Anchor), html.EscapeString(s.Heading))
			}
			for line := range strings.Lines(s.Text) {
				fmt.Fprintf(&text, "<p>%s</p>\n", html.EscapeString(line))
			}
		}
		write(b, filepath.Join(dir, "pages", p.Path), []byte(text.String()+"</main></html>"))
	}
	install(b, dir)
	took, memory := run(b, dir, "npx", "pagefind", "--site", "pages", "--output-path", "pagefind", "--keep-index-url", "--silent")
	return contestant{"Pagefind", "pagefind.html", filepath.Join(dir, "pagefind/*"), took, memory}
}

// indexWithMiniSearch makes its indexes in node.
func indexWithMiniSearch(b *testing.B, dir string, pages []search.Page) []contestant {
	var documents []map[string]string
	for _, p := range pages {
		var headings, text strings.Builder
		for _, s := range p.Sections {
			headings.WriteString(s.Heading + "\n")
			text.WriteString(s.Text + "\n")
		}
		documents = append(documents, map[string]string{"id": p.Path, "title": p.Title, "headings": headings.String(), "text": text.String()})
	}
	data, err := json.Marshal(documents)
	if err != nil {
		b.Fatal(err)
	}
	write(b, filepath.Join(dir, "documents.json"), data)
	module, err := os.ReadFile(filepath.Join(dir, "node_modules/minisearch/dist/es/index.js"))
	if err != nil {
		b.Fatal(err)
	}
	write(b, filepath.Join(dir, "minisearch.js"), module)
	write(b, filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`))
	var list []contestant
	for _, mode := range []string{"default", "bigrams"} {
		took, memory := run(b, dir, "node", "index.mjs", mode)
		list = append(list, contestant{"MiniSearch-" + mode, "minisearch.html#" + mode, filepath.Join(dir, mode+".json"), took, memory})
	}
	return list
}

func install(b *testing.B, dir string) {
	run(b, dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "pagefind@1.6.0", "minisearch@7.2.0")
}

// run runs a program and gives its time and, on Linux, its memory.
func run(b *testing.B, dir, name string, args ...string) (time.Duration, int64) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	took := time.Since(start)
	return took, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
}

// compete measures an engine, and gives its columns of the table of kinds.
func (c contestant) compete(b *testing.B, dir string, first, queries []corpus.Query, kinds []string) string {
	line := &wire{dir: dir}
	server := httptest.NewServer(line)
	defer server.Close()
	c.first(b, line, server.URL+"/", first)
	tab := browsertest.New(b, server.URL+"/", http.StatusNotFound)
	tab.Open(c.page)
	ranks := map[string]float64{}
	firsts, asked := map[string]int{}, map[string]int{}
	var times []float64
	for _, q := range queries {
		ask(b, tab, q.Text)
		found := ask(b, tab, q.Text)
		times = append(times, found.Took)
		asked[q.Kind]++
		for i, r := range found.Results {
			if strings.TrimPrefix(r.Path, "/") == q.Path {
				ranks[q.Kind] += 1 / float64(i+1)
				if i == 0 {
					firsts[q.Kind]++
				}
				break
			}
		}
	}
	b.ReportMetric(median(times), "ms-warm")
	b.ReportMetric(float64(heap(tab))/1e6, "MB-heap")
	size := int64(0)
	files, _ := filepath.Glob(c.index)
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && !info.IsDir() {
			size += info.Size()
		} else if err == nil {
			size += folderSize(file)
		}
	}
	b.ReportMetric(float64(size)/1e6, "MB-disk")
	b.ReportMetric(c.took.Seconds(), "s-index")
	b.ReportMetric(float64(c.memory)/1e6, "MB-index")
	b.ReportMetric(0, "ns/op")
	var columns strings.Builder
	for _, kind := range kinds {
		n := float64(asked[kind])
		fmt.Fprintf(&columns, " %.2f, %.0f %% |", ranks[kind]/n, 100*float64(firsts[kind])/n)
	}
	return columns.String()
}

func folderSize(dir string) (size int64) {
	filepath.WalkDir(dir, func(_ string, e fs.DirEntry, _ error) error {
		if info, err := e.Info(); err == nil && !e.IsDir() {
			size += info.Size()
		}
		return nil
	})
	return size
}

// first measures the first query, several times, each in a browser of its own.
func (c contestant) first(b *testing.B, line *wire, base string, queries []corpus.Query) {
	var sent, plain, requests, times []float64
	for i := range 8 {
		query := queries[i*len(queries)/8+len(queries)/16].Text
		tab := browsertest.New(b, base, http.StatusNotFound)
		tab.Open(c.page)
		line.reset(true)
		times = append(times, ask(b, tab, query).Took)
		s, p, n := line.counted()
		line.reset(false)
		sent, plain, requests = append(sent, s), append(plain, p), append(requests, n)
	}
	b.ReportMetric(median(sent)/1e3, "kB-sent")
	b.ReportMetric(median(plain)/1e3, "kB-plain")
	b.ReportMetric(median(requests), "requests")
	b.ReportMetric(median(times), "ms-first")
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}

// answer is what a page found.
type answer struct {
	Took    float64 // ms
	Results []struct{ Path, Excerpt string }
}

// ask asks the page's engine, and waits as long as it takes.
func ask(b *testing.B, tab *browsertest.Tab, query string) (a answer) {
	browsertest.Eval[bool](tab, `(() => {
		window.answer = "";
		const start = performance.now();
		search(`+strconv.Quote(query)+`).then(
			(results) => (window.answer = JSON.stringify({ took: performance.now() - start, results })),
			(error) => (window.answer = String(error)));
		return true;
	})()`)
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		switch text := browsertest.Eval[string](tab, "window.answer"); {
		case text != "":
			if err := json.Unmarshal([]byte(text), &a); err != nil {
				b.Fatalf("%s: %s", query, text)
			}
			return a
		case time.Since(start) > 5*time.Minute:
			b.Fatalf("%s: no answer", query)
		}
	}
}

// heap is what the page's scripts hold.
func heap(tab *browsertest.Tab) (used float64) {
	tab.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		result, err := cdp.Call(ctx, t, browser.GetHeapUsage, cdp.Empty{})
		used = result.UsedSize
		return err
	}))
	return used
}

// wire serves a folder compressed, and counts what it sends. It is slow itself,
// since browsers do not slow down what workers ask for.
type wire struct {
	dir string

	mu                    sync.Mutex
	phone                 bool      // 150 ms to the answer, 1.6 Mbit/s for all together
	free                  time.Time // when the phone's line has sent everything so far
	sent, plain, requests int
}

func (w *wire) reset(phone bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.phone, w.sent, w.plain, w.requests = phone, 0, 0, 0
}

// delay is how long it takes until so many bytes have arrived.
func (w *wire) delay(bytes int) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.phone {
		return 0
	}
	answer := time.Now().Add(150 * time.Millisecond)
	if w.free.Before(answer) {
		w.free = answer
	}
	w.free = w.free.Add(time.Duration(bytes) * time.Second / (1.6e6 / 8))
	return time.Until(w.free)
}

func (w *wire) counted() (sent, plain, requests float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return float64(w.sent), float64(w.plain), float64(w.requests)
}

func (w *wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join(w.dir, filepath.FromSlash(r.URL.Path)))
	if err != nil {
		http.NotFound(out, r)
		return
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	w.mu.Lock()
	w.sent, w.plain, w.requests = w.sent+b.Len(), w.plain+len(data), w.requests+1
	w.mu.Unlock()
	time.Sleep(w.delay(b.Len()))
	types := map[string]string{".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm"}
	if t, ok := types[filepath.Ext(r.URL.Path)]; ok {
		out.Header().Set("Content-Type", t)
	}
	out.Header().Set("Content-Encoding", "gzip")
	out.Write(b.Bytes())
}
