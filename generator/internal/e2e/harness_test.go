package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/serve"
)

// root is the folder of this repository's own site.
const root = "../../.."

// buildSite builds this repository's own site and fails on a warning.
var buildSite = sync.OnceValues(func() (*output.Tree, error) {
	source := os.DirFS(root)
	result := build.New(source, source).Build(build.Options{Today: "2026-11-23"})
	if len(result.Diagnostics) > 0 {
		var b strings.Builder
		diag.Print(&b, result.Diagnostics)
		return nil, fmt.Errorf("%s", b.String())
	}
	return result.Tree, nil
})

func tree(t testing.TB) *output.Tree {
	t.Helper()
	tree, err := buildSite()
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// places lists the places where a site is read. open publishes this repository's site there
// and returns the address of its root.
var places = []struct {
	name string
	open func(t *testing.T) (base string)
}{
	{"http", func(t *testing.T) string { return host(t, "/sub/path/") }},
	{"file", func(t *testing.T) string { return disk(t) }},
}

// host serves the site below a path of a server, with the content security policy that the
// hosting pages advise.
func host(t testing.TB, below string) string { return hostTree(t, tree(t), below) }

func hostTree(t testing.TB, tree *output.Tree, below string) string {
	return hostLatest(t, func() *output.Tree { return tree }, below)
}

// hostLatest serves the tree that latest returns at each request, and its 404.html for an unknown address.
func hostLatest(t testing.TB, latest func() *output.Tree, below string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", serve.ContentSecurityPolicy)
		path, ok := strings.CutPrefix(r.URL.Path, below)
		data, found := latest().Get(path)
		if !ok || !found {
			data, _ = latest().Get("404.html")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			w.Write(data)
			return
		}
		http.ServeContent(w, r, path, time.Time{}, strings.NewReader(string(data)))
	}))
	t.Cleanup(server.Close)
	return server.URL + below
}

// disk writes the site to a folder whose name needs escaping in an address. Each page carries
// the content security policy in a <meta>, because a file has no headers.
func disk(t *testing.T) string { return diskTree(t, tree(t)) }

func diskTree(t *testing.T, tree *output.Tree) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "销售 手册#1")
	policy, _, _ := strings.Cut(serve.ContentSecurityPolicy, "; frame-ancestors") // frame-ancestors is ignored in a <meta>
	meta := `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="` + policy + `">`
	save(t, tree, dir, func(name, text string) string {
		if filepath.Ext(name) != ".html" {
			return text
		}
		if strings.Count(text, `<meta charset="utf-8">`) != 1 {
			t.Fatalf("%s has no place for a policy", name)
		}
		return strings.Replace(text, `<meta charset="utf-8">`, meta, 1)
	})
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()
}

// save writes the site into a folder. change returns the text to write for each file.
func save(t *testing.T, tree *output.Tree, dir string, change func(name, text string) string) {
	t.Helper()
	for _, path := range tree.Paths() {
		data, _ := tree.Get(path)
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(change(path, string(data))), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
