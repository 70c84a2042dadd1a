package e2e

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"cairn/generator/internal/build"
	"cairn/generator/internal/output"
)

// document is a parsed page: its elements in document order, and its ids.
type document struct {
	elements []*html.Node
	ids      map[string]int
}

func parsePages(t *testing.T, tree *output.Tree) map[string]document {
	t.Helper()
	pages := map[string]document{}
	for _, name := range tree.Paths() {
		if path.Ext(name) != ".html" {
			continue
		}
		data, _ := tree.Get(name)
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		pages[name] = documentOf(root)
	}
	return pages
}

func documentOf(root *html.Node) document {
	d := document{ids: map[string]int{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			d.elements = append(d.elements, n)
			if id := attribute(n, "id"); id != "" {
				d.ids[id]++
			}
		}
	}
	return d
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// references lists the attributes whose value is an address.
var references = []string{"href", "src", "action", "data-search", "poster"}

func TestNoDeadLink(t *testing.T) {
	tree := tree(t)
	pages := parsePages(t, tree)
	for name, page := range pages {
		for _, n := range page.elements {
			for _, key := range references {
				if ref := attribute(n, key); ref != "" && !isExternal(n, ref) {
					checkReference(t, tree, pages, name, ref)
				}
			}
		}
	}
}

// linksIn returns the targets of the links inside the elements that have a class, as paths from
// the site's root. A link with a rel attribute (prev, next) has it in front of the path.
func linksIn(name string, page document, class string) (links []string) {
	for _, part := range page.elements {
		if attribute(part, "class") != class {
			continue
		}
		for n := range part.Descendants() {
			if href := attribute(n, "href"); href != "" {
				to, _ := url.PathUnescape(path.Join(path.Dir(name), href))
				links = append(links, strings.TrimSpace(attribute(n, "rel")+" "+to))
			}
		}
	}
	return links
}

// The end of a page links to the previous and the next page, to up to four pages that share
// at least two properties with it, and to the pages that link to it.
func TestLinksAtTheEndOfPages(t *testing.T) {
	pages := parsePages(t, tree(t))
	for _, test := range []struct {
		page, class string
		want        []string
	}{
		{"start/industry.html", "pager", []string{"prev goals/saas/expert.html", "next playbooks/industry/newcomer.html"}},
		{"playbooks/industry/newcomer.html", "pager", []string{"prev start/industry.html", "next goals/industry/newcomer.html"}},
		{"goals/industry/newcomer.html", "pager", []string{"prev playbooks/industry/newcomer.html", "next playbooks/industry/growth.html"}},
		{"goals/emerging/expert.html", "pager", []string{"prev playbooks/emerging/expert.html", "next cards.html"}},
		{"start/industry.html", "related", nil}, // the playbook that shares more than the track is the next page
		{"start/industry.html", "backlinks", []string{"start/index.html", "tasks.html"}},
		{"authoring/word.html", "pager", []string{"prev authoring/first-page.html", "next authoring/markdown.html"}},
		{"authoring/word.html", "related", []string{"authoring/other-files.html", "authoring/together.html"}}, // both share two tags with it; its neighbours do too but are in the pager
		{"authoring/word.html", "backlinks", []string{"authoring/index.html", "authoring/first-page.html"}},
		{"playbooks/saas/newcomer.html", "related", []string{"playbooks/emerging/newcomer.html", "playbooks/enterprise/newcomer.html", "playbooks/saas/expert.html", "playbooks/saas/growth.html"}},
	} {
		if diff := cmp.Diff(test.want, linksIn(test.page, pages[test.page], test.class)); diff != "" {
			t.Errorf("%s of %s: %s", test.class, test.page, diff)
		}
	}
	for name, page := range pages {
		pager, related := linksIn(name, page, "pager"), linksIn(name, page, "related")
		if len(related) > 4 {
			t.Errorf("%s has the related pages %v", name, related)
		}
		for _, other := range related {
			if other == name || slices.Contains(pager, "prev "+other) || slices.Contains(pager, "next "+other) {
				t.Errorf("%s is related to %s", name, other)
			}
		}
		for _, way := range pager {
			if next, ok := strings.CutPrefix(way, "next "); ok && !slices.Contains(linksIn(next, pages[next], "pager"), "prev "+name) {
				t.Errorf("%s is behind %s, from where nothing leads back", next, name)
			}
		}
		for _, from := range linksIn(name, page, "backlinks") {
			if from == "index.html" { // it links to every section
				t.Errorf("%s is said to be mentioned by the home page", name)
			}
			if !slices.ContainsFunc(pages[from].elements, func(n *html.Node) bool {
				to, _, _ := strings.Cut(attribute(n, "href"), "#")
				return n.Data == "a" && path.Join(path.Dir(from), to) == name
			}) {
				t.Errorf("%s is said to link to %s", from, name)
			}
		}
	}
}

// isExternal reports whether a reference leaves the site, which only an <a> may do.
func isExternal(n *html.Node, ref string) bool {
	u, err := url.Parse(ref)
	return err == nil && u.Scheme != "" && n.Data == "a"
}

func checkReference(t *testing.T, tree *output.Tree, pages map[string]document, from, ref string) {
	t.Helper()
	u, err := url.Parse(ref)
	if err != nil || u.Scheme != "" || u.Host != "" {
		t.Errorf("%s: %q is not an address within the site", from, ref)
		return
	}
	target := from
	switch {
	case strings.HasPrefix(u.Path, "/") && from == "404.html":
		target = strings.TrimPrefix(u.Path, "/")
	case strings.HasPrefix(u.Path, "/"):
		t.Errorf("%s: %q begins at the root of the host", from, ref)
		return
	case u.Path != "":
		target = path.Join(path.Dir(from), u.Path)
	}
	if _, ok := tree.Get(target); !ok {
		t.Errorf("%s: %q leads nowhere", from, ref)
		return
	}
	if page, ok := pages[target]; ok && u.Fragment != "" && page.ids[u.Fragment] == 0 {
		t.Errorf("%s: %q: there is no #%s in %s", from, ref, u.Fragment, target)
	}
}

// Every page is sound on this repository's own site, on the small site of package sitetest,
// and on a site that has only a title.
func TestPagesAreSound(t *testing.T) {
	small, _ := buildSmall()
	bare := build.New(fstest.MapFS{"site.toml": {Data: []byte(`title = "手册"`)}}, os.DirFS(root)).Build(build.Options{Today: "2026-11-23"}).Tree
	for site, tree := range map[string]*output.Tree{"own": tree(t), "small": small, "bare": bare} {
		if tree == nil {
			t.Fatalf("the %s site is not built", site)
		}
		for name, page := range parsePages(t, tree) {
			for _, fault := range page.faults() {
				t.Errorf("%s site: %s: %s", site, name, fault)
			}
			for _, n := range page.elements {
				checkElement(t, name, n)
			}
		}
	}
}

// checkElement reports an element that the content security policy forbids, and a picture
// without alternative text.
func checkElement(t *testing.T, page string, n *html.Node) {
	t.Helper()
	switch {
	case n.Data == "script" && !has(n, "src"):
		t.Errorf("%s: an inline script", page)
	case n.Data == "style", has(n, "style"):
		t.Errorf("%s: an inline style at <%s>", page, n.Data)
	case n.Data == "img" && !has(n, "alt"):
		t.Errorf("%s: a picture without alternative text", page)
	case n.Data == "iframe", n.Data == "object", n.Data == "embed", n.Data == "base":
		t.Errorf("%s: <%s>", page, n.Data)
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s: the handler %s at <%s>", page, a.Key, n.Data)
		}
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
			t.Errorf("%s: %s at <%s>", page, a.Val, n.Data)
		}
	}
}

// A page and the style sheets and scripts that it loads take at most 40 kB compressed; those that
// work with what a reader types or keeps have a limit of their own. Books are excluded: they are for printing and grow with the content.
func TestPagesAreLight(t *testing.T) {
	tree := tree(t)
	for name, page := range parsePages(t, tree) {
		data, _ := tree.Get(name)
		size := compressed(data)
		for _, n := range page.elements {
			ref := attribute(n, "src")
			if n.Data == "link" && attribute(n, "rel") == "stylesheet" {
				ref = attribute(n, "href")
			}
			if n.Data == "script" || n.Data == "link" {
				if data, ok := tree.Get(path.Join(path.Dir(name), strings.TrimPrefix(ref, "/"))); ok && ref != "" {
					size += compressed(data)
				}
			}
		}
		limit := 40_000
		switch {
		case strings.HasPrefix(name, "goals/"):
			limit = 75_000
		case name == "team.html", name == "print.html": // they compute plans, as a worksheet does
			limit = 60_000
		case name == "index.html", name == "search.html": // they have the reader's day and the search from the start
			limit = 43_000
		case name == "glossary.html": // it grows with its terms
			limit = 60_000
		}
		if path.Base(name) == "handbook.html" {
			continue
		}
		if size > limit {
			t.Errorf("%s takes %d bytes compressed, more than %d", name, size, limit)
		}
	}
}

func compressed(data []byte) int {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return b.Len()
}
