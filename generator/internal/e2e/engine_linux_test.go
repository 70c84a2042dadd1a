package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	browser "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/corpus"
	"cairn/generator/internal/search"
)

// indexWithCairn measures the time and the peak memory of indexing the pages.
func indexWithCairn(dir string, pages []search.Page) engine {
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
	return engine{"Cairn", "cairn.html", filepath.Join(dir, "search/*"), took, <-most}
}

// indexWithPagefind writes the same texts as HTML pages and runs Pagefind on them.
func indexWithPagefind(b *testing.B, dir string, pages []search.Page) engine {
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
	return engine{"Pagefind", "pagefind.html", filepath.Join(dir, "pagefind/*"), took, memory}
}

// indexWithMiniSearch makes an index for each mode of testdata/search/options.js in Node.
func indexWithMiniSearch(b *testing.B, dir string, pages []search.Page, modes ...string) []engine {
	var documents, sections []map[string]string
	sectionAt := map[string]int{} // by address
	for _, p := range pages {
		var headings, text strings.Builder
		for _, s := range p.Sections {
			headings.WriteString(s.Heading + "\n")
			text.WriteString(s.Text + "\n")
			address := result{Path: p.Path, Anchor: s.Anchor}.address()
			if at, known := sectionAt[address]; known { // its other parts, and what the layout adds to the page
				sections[at]["text"] += "\n" + s.Text
				continue
			}
			sectionAt[address] = len(sections)
			sections = append(sections, map[string]string{"id": address, "title": p.Title, "headings": s.Heading, "asks": strings.Join(s.Asks, "\n"), "text": s.Text})
		}
		documents = append(documents, map[string]string{"id": p.Path, "title": p.Title, "headings": headings.String(), "text": text.String()})
	}
	for name, list := range map[string][]map[string]string{"documents": documents, "section-documents": sections} {
		data, err := json.Marshal(list)
		if err != nil {
			b.Fatal(err)
		}
		write(b, filepath.Join(dir, name+".json"), data)
	}
	module, err := os.ReadFile(filepath.Join(dir, "node_modules/minisearch/dist/es/index.js"))
	if err != nil {
		b.Fatal(err)
	}
	write(b, filepath.Join(dir, "minisearch.js"), module)
	write(b, filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`))
	var list []engine
	for _, mode := range modes {
		took, memory := run(b, dir, "node", "index.mjs", mode)
		list = append(list, engine{"MiniSearch-" + mode, "minisearch.html#" + mode, filepath.Join(dir, mode+".json"), took, memory})
	}
	return list
}

func install(b *testing.B, dir string) {
	run(b, dir, "npm", "install", "--silent", "--no-audit", "--no-fund", "pagefind@1.6.0", "minisearch@7.2.0")
}

// run runs a program and returns its duration and its peak memory in bytes.
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

// measure reports the measurements of an engine as metrics of the benchmark, and returns its
// columns of the table of query kinds.
func (e engine) measure(b *testing.B, dir string, first, queries []corpus.Query, kinds []string) string {
	line := &meteredServer{dir: dir}
	server := httptest.NewServer(line)
	defer server.Close()
	e.measureFirst(b, line, server.URL+"/", first)
	tab := browsertest.New(b, server.URL+"/", http.StatusNotFound)
	tab.Open(e.page)
	ranks := map[string]float64{}
	firsts, asked := map[string]int{}, map[string]int{}
	var times []float64
	for _, q := range queries {
		ask(b, tab, q.Text)
		found := ask(b, tab, q.Text)
		times = append(times, found.Took)
		asked[q.Kind]++
		for i, r := range found.Results {
			if r.page() == q.Path {
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
	files, _ := filepath.Glob(e.index)
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && !info.IsDir() {
			size += info.Size()
		} else if err == nil {
			size += folderSize(file)
		}
	}
	b.ReportMetric(float64(size)/1e6, "MB-disk")
	b.ReportMetric(e.took.Seconds(), "s-index")
	b.ReportMetric(float64(e.memory)/1e6, "MB-index")
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

// measureFirst measures the first query eight times, each time in a new browser.
func (e engine) measureFirst(b *testing.B, line *meteredServer, base string, queries []corpus.Query) {
	var sent, plain, requests, times []float64
	for i := range 8 {
		query := queries[i*len(queries)/8+len(queries)/16].Text
		tab := browsertest.New(b, base, http.StatusNotFound)
		tab.Open(e.page)
		line.reset(true)
		times = append(times, ask(b, tab, query).Took)
		s, p, n := line.counts()
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

// answer is the answer of an engine to a query.
type answer struct {
	Took    float64 // ms
	Results []result
}

type result struct{ Path, Anchor, Excerpt string }

func (r result) page() string { return strings.TrimPrefix(r.Path, "/") }

// address returns the address of the section.
func (r result) address() string {
	if r.Anchor == "" {
		return r.page()
	}
	return r.page() + "#" + r.Anchor
}

// ask queries the page's engine and waits up to five minutes for the answer.
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

// heap returns the size of the page's JavaScript heap in bytes.
func heap(tab *browsertest.Tab) (used float64) {
	tab.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		result, err := cdp.Call(ctx, t, browser.GetHeapUsage, cdp.Empty{})
		used = result.UsedSize
		return err
	}))
	return used
}
