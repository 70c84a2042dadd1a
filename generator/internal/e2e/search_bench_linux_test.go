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

// BenchmarkSearchEngines compares Cairn's search with Pagefind and MiniSearch in Chromium, on
// this site and on generated ones of 1,000 and 10,000 pages. npm installs the other two.
//
//	go test ./generator/internal/e2e -run '^$' -bench SearchEngines -benchtime 1x -timeout 1h
//
// The first query is measured eight times in a new browser on the connection of a phone
// (1.6 Mbit/s, 150 ms), until ten results with their excerpts have arrived: kilobytes as sent
// (gzip) and uncompressed, requests and milliseconds, each as the median. A warm query is asked
// a second time; its time is a median too. A table has, for each kind of query, the mean
// reciprocal rank within ten and how often the page meant comes first. The kind "once, 2" is
// strings of two Han characters that occur on one page only.
func BenchmarkSearchEngines(b *testing.B) {
	b.Run("site", func(b *testing.B) { compareEngines(b, os.DirFS(root), nil) })
	for _, pages := range []int{1000, 10000} {
		site := corpus.New(pages)
		b.Run(fmt.Sprint(pages), func(b *testing.B) { compareEngines(b, site.Files, site.Queries) })
	}
}

// engine is a search engine whose index has been made.
type engine struct {
	name, page string        // the page that loads it
	index      string        // a glob of its files
	took       time.Duration // to make the index
	memory     int64         // in bytes, at the most meanwhile; 0: not known
}

func compareEngines(b *testing.B, source fs.FS, queries []corpus.Query) {
	needs.Program(b, "chromium")
	needs.Program(b, "npm")
	dir := b.TempDir()
	pages := writeEngines(b, dir, source)
	if queries == nil {
		queries = ownQueries(pages)
	}
	first := queries
	queries = append(slices.Clip(queries), onceQueries(pages)...)
	engines := []engine{indexWithCairn(dir, pages), indexWithPagefind(b, dir, pages)}
	engines = append(engines, indexWithMiniSearch(b, dir, pages, "default", "bigrams")...)
	kinds := slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for _, q := range queries {
			yield(q.Kind)
		}
	}))
	table := "\n| mean reciprocal rank, first of all | " + strings.Join(kinds, " | ") + " |\n|" + strings.Repeat(" --- |", len(kinds)+1) + "\n"
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			for range b.N {
				table += fmt.Sprintf("| %s |%s\n", e.name, e.measure(b, dir, first, queries, kinds))
			}
		})
	}
	fmt.Println(table)
}

// writeEngines writes Cairn's index and script and the other engines' pages into a folder, and
// returns the pages that all engines index.
func writeEngines(b *testing.B, dir string, source fs.FS) []search.Page {
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
			pages = append(pages, pagesIn(b, data)...)
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

// pagesIn returns the pages in the text groups of an index file.
func pagesIn(b *testing.B, data []byte) (pages []search.Page) {
	for line := range bytes.Lines(data) {
		if !bytes.HasPrefix(line, []byte(`cairnSearch("g`)) {
			continue
		}
		_, list, _ := bytes.Cut(bytes.TrimSuffix(line, []byte(");\n")), []byte(","))
		var group [][]any
		if err := json.Unmarshal(list, &group); err != nil {
			b.Fatal(err)
		}
		for _, g := range group {
			page := search.Page{Path: g[0].(string), Title: g[1].(string)}
			for _, s := range g[3].([]any) {
				s := s.([]any)
				section := markdown.Section{Heading: s[1].(string), Text: s[2].(string)}
				if anchor, isOwn := s[0].(string); isOwn {
					section.Anchor = anchor
				} else {
					section.Anchor = section.Heading
				}
				if len(s) > 3 {
					section.Asks = strings.Split(s[3].(string), "\n")
				}
				page.Sections = append(page.Sections, section)
			}
			pages = append(pages, page)
		}
	}
	return pages
}
