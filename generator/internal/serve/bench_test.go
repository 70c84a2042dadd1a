package serve

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"cairn"
	"cairn/generator/internal/build"
	"cairn/generator/internal/corpus"
)

// BenchmarkSave saves a page of a site of 1,000 and of 10,000, and measures the time until the browser
// could have it: the system's word of the change, the moment in which more may come, the build, the
// channel, the request. A change of the text is what authors do all day; one of the title changes every
// page of the folder.
//
//	go test ./generator/internal/serve -run '^$' -bench Save -benchtime 20x
func BenchmarkSave(b *testing.B) {
	for _, pages := range []int{1000, 10000} {
		dir := b.TempDir()
		if err := os.CopyFS(dir, corpus.New(pages).Files); err != nil {
			b.Fatal(err)
		}
		page, _ := filepath.Glob(filepath.Join(dir, "content/*/00/*.md"))
		text, err := os.ReadFile(page[0])
		if err != nil {
			b.Fatal(err)
		}
		built, stop := serveCorpus(b, dir)
		for name, change := range map[string]string{"text": "\n一句话%d\n", "title": "+++\ntitle = \"标题%d\"\n"} {
			b.Run(fmt.Sprintf("%d/%s", pages, name), func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					next := append(bytes.Clone(text), fmt.Sprintf(change, i)...)
					if name == "title" {
						next = append(fmt.Appendf(nil, change, i), bytes.TrimPrefix(text[bytes.IndexByte(text, '\n')+1:], []byte("title"))...)
						next = bytes.Replace(next, []byte(" = \"`"), []byte("x"), 1)
					}
					if err := os.WriteFile(page[0], next, 0o666); err != nil {
						b.Fatal(err)
					}
					<-built
				}
			})
		}
		stop()
	}
}

func serveCorpus(b *testing.B, dir string) (built chan *build.Result, stop func()) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	builder := build.New(root.FS(), cairn.Theme())
	ctx, cancel := context.WithCancel(b.Context())
	built, done, ready := make(chan *build.Result, 100), make(chan error, 1), make(chan string, 1)
	go func() {
		done <- Serve(ctx, Options{
			Source: dir, Addr: "127.0.0.1:0",
			Build:  func() *build.Result { return builder.Build(build.Options{Today: "2026-11-23"}) },
			Ready:  func(url string) { ready <- url },
			Built:  func(r *build.Result) { built <- r },
			Whole:  func(*build.Result) {},
			Notice: func(string) {},
		})
	}()
	url := <-ready
	<-built
	response, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
	return built, func() { cancel(); <-done }
}
