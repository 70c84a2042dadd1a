package render_test

import (
	"testing"

	"cairn/generator/internal/corpus"
	"cairn/generator/internal/sitetest"
)

// BenchmarkPage renders the pages of a generated site one after another.
func BenchmarkPage(b *testing.B) {
	files := sitetest.Files{}
	for name, file := range corpus.New(1000).Files {
		files[name] = string(file.Data)
	}
	a := files.Assemble(sitetest.Options{})
	r := rendererOf(b, a)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, faults := r.Page(a.Pages[i%len(a.Pages)], nil); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
