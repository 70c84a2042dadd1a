// Package sitetest makes sites for tests from sources that are written in the test. It
// reads, parses and assembles a source in memory, so that a test of site, check or render
// does not depend on package build. A test of build verifies that both give the same pages
// and faults.
package sitetest

import (
	_ "embed"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

//go:embed small.txtar
var small []byte

// Files is the source of a site: the text of each file by its path.
type Files map[string]string

// Title is a site.toml that has only a title.
const Title = "title = \"手册\"\n"

// Tracks is a site.toml with two tracks and a stage.
const Tracks = `title = "手册"
id = "handbook"
[[tracks]]
id = "saas"
name = "通用 SaaS"
[[tracks]]
id = "industry"
name = "行业方案"
[[stages]]
id = "newcomer"
name = "新人期"
`

// Small returns the source in small.txtar. Its site has a page of every layout and no
// faults.
func Small() Files {
	files := Files{}
	for _, f := range txtar.Parse(small).Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

// Changes returns dates of last changes for two pages of Small. Its other pages have none,
// or a date in their front matter.
func Changes() map[string]string {
	return map[string]string{"content/start/first.md": "2026-11-21", "content/start/third.md": "2026-11-22"}
}

// With returns a copy of the source in which a file is added or replaced.
func (f Files) With(path, text string) Files {
	copied := maps.Clone(f)
	copied[path] = text
	return copied
}

// Without returns a copy of the source without a file. It panics if f has no such file.
func (f Files) Without(path string) Files {
	if _, exists := f[path]; !exists {
		panic("the source has no " + path)
	}
	copied := maps.Clone(f)
	delete(copied, path)
	return copied
}

// Replace returns a copy of the source in which the first occurrence of old in a file is
// replaced. It panics if there is none.
func (f Files) Replace(path, old, new string) Files {
	if !strings.Contains(f[path], old) {
		panic(path + " does not contain " + old)
	}
	return f.With(path, strings.Replace(f[path], old, new, 1))
}

// FS returns the source as a file system.
func (f Files) FS() fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range f {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// Clean assembles the site on 2026-11-23 and fails the test if the source has faults.
func (f Files) Clean(t testing.TB) *Assembled {
	t.Helper()
	a := f.Assemble(Options{})
	if text := a.Report(); text != "" {
		t.Fatalf("the source has faults:\n%s", text)
	}
	return a
}
