package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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
