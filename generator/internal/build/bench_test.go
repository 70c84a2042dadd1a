package build

import (
	"fmt"
	"os"
	"testing"

	"cairn/generator/internal/corpus"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/output"
	"cairn/generator/internal/search"
	"cairn/generator/internal/words"
)

// BenchmarkBuild builds sites of 1,000 and of 10,000 pages, with their index.
func BenchmarkBuild(b *testing.B) {
	for _, pages := range []int{1000, 10000} {
		b.Run(fmt.Sprint(pages), func(b *testing.B) {
			files := corpus.New(pages).Files
			b.ReportAllocs()
			for b.Loop() {
				if r := New(files, os.DirFS("../../..")).Build(Options{Today: "2026-11-23"}); r.Tree == nil {
					b.Fatal(r.Diagnostics)
				}
			}
		})
	}
}

// BenchmarkIndex makes only the index: with a new builder, and with a builder that has
// indexed all pages but one.
func BenchmarkIndex(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		source, texts := readSource(corpus.New(n).Files, nil, &source{})
		config, _ := parseConfig(source)
		contents := parseContents(source, texts, markdown.Words{}, &contents{})
		s, _ := assemble(source, config, contents, words.Words{}, Options{})
		pages := searchPages(output.New(), s)
		b.Run(fmt.Sprintf("%d/new", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				size := 0
				for _, f := range search.New().Build(pages, nil) {
					size += len(f.Data)
				}
				b.ReportMetric(float64(size)/1e6, "MB")
			}
		})
		b.Run(fmt.Sprintf("%d/changed", n), func(b *testing.B) {
			index := search.New()
			index.Build(pages, nil)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				pages[n/2].Title = fmt.Sprint("标题", i)
				index.Build(pages, nil)
			}
		})
	}
}
