package serve

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn"
	"cairn/generator/internal/build"
	"cairn/generator/internal/corpus"
	"cairn/generator/internal/diag"
)

// BenchmarkSave saves a page of a site of 1,000 and of 10,000 pages and measures the time
// until its new text arrives over HTTP: the system's report of the change, the delay for
// further changes, the build, and the rendering of the page. A changed text is the usual
// case; a changed title changes every page that shows it.
//
//	go test ./generator/internal/serve -run '^$' -bench Save -benchtime 20x
func BenchmarkSave(b *testing.B) {
	for _, pages := range []int{1000, 10000} {
		s := serveCorpus(b, pages)
		for name, format := range map[string]string{"text": "%s\n一句话%d\n", "title": "%s\n# 标题%d\n"} {
			b.Run(fmt.Sprintf("%d/%s", pages, name), func(b *testing.B) {
				text := s.text
				if name == "title" {
					text = "" // the first heading is the title
				}
				for i := 0; b.Loop(); i++ {
					s.save(b, fmt.Sprintf(format, text, i), fmt.Sprint(i))
				}
			})
		}
	}
}

// saved is a served site and one of its pages, which is saved repeatedly.
type saved struct {
	file, text, url string
	built           chan *build.Result
}

// save saves the page and waits until it is served with a mark.
func (s *saved) save(b *testing.B, text, mark string) {
	if err := os.WriteFile(s.file, []byte(text), 0o666); err != nil {
		b.Fatal(err)
	}
	for {
		<-s.built
		response, err := http.Get(s.url)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			b.Fatal(response.Status, err)
		}
		if strings.Contains(string(body), "一句话"+mark) || strings.Contains(string(body), "标题"+mark) {
			return
		}
	}
}

func serveCorpus(b *testing.B, pages int) *saved {
	dir := b.TempDir()
	if err := os.CopyFS(dir, corpus.New(pages).Files); err != nil {
		b.Fatal(err)
	}
	found, _ := filepath.Glob(filepath.Join(dir, "content/*/00/*.md"))
	text, err := os.ReadFile(found[0])
	if err != nil {
		b.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	s := &saved{file: found[0], text: string(text), built: make(chan *build.Result, 1000)}
	builder := build.New(root.FS(), cairn.Theme())
	ctx, cancel := context.WithCancel(context.Background())
	done, ready := make(chan error, 1), make(chan string, 1)
	go func() {
		done <- Serve(ctx, Options{
			Source: dir, Addr: "127.0.0.1:0",
			Build: func(changed []string) *build.Result {
				return builder.Build(build.Options{Today: "2026-11-23", Making: build.Lazy, Changed: changed})
			},
			Ready:    func(url string) { ready <- url },
			Built:    func(r *build.Result) { s.built <- r },
			Complete: func(*build.Result) {},
			Notice:   func(diag.Text) {},
		})
	}()
	b.Cleanup(func() { cancel(); <-done; root.Close() })
	rel, _ := filepath.Rel(filepath.Join(dir, "content"), found[0])
	s.url = <-ready + strings.TrimSuffix(filepath.ToSlash(rel), ".md") + ".html"
	return s
}
