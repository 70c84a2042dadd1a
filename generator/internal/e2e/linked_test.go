package e2e

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"testing"

	"golang.org/x/net/html"

	"cairn/generator/internal/output"
)

// needNoLink matches the files that readers reach without a link: files found by their names,
// assets, the search index, and the scripts that print.ts and home/path.ts load.
var needNoLink = regexp.MustCompile(`^(index\.html|404\.html|sitemap\.xml|robots\.txt|assets/.*|search/.*|.*\.(paper|path|book)\.js)$`)

// A page links to every published file, except for redirects and the files that needNoLink matches.
func TestEveryFileIsLinked(t *testing.T) {
	small, faults := buildSmall()
	if small == nil {
		t.Fatal(faults)
	}
	for site, tree := range map[string]*output.Tree{"own": tree(t), "small": small} {
		pages := parsePages(t, tree)
		linked := map[string]bool{}
		for name, page := range pages {
			for _, target := range targetsOf(name, page) {
				linked[target] = linked[target] || target != name
			}
		}
		for _, name := range tree.Paths() {
			if !linked[name] && !isRedirect(pages[name]) && !needNoLink.MatchString(name) {
				t.Errorf("%s site: no page links to %s: add a link to layouts/, with {{.URL …}} and a method of site.Page for its address, or add the file to needNoLink in linked_test.go", site, name)
			}
		}
	}
}

// targetsOf returns the paths of the files to which a page refers.
func targetsOf(name string, page document) (targets []string) {
	for _, n := range page.elements {
		for _, key := range references {
			if u, err := url.Parse(attribute(n, key)); err == nil && u.Path != "" && u.Host == "" {
				targets = append(targets, path.Join(path.Dir(name), u.Path))
			}
		}
	}
	return targets
}

func isRedirect(page document) bool {
	return slices.ContainsFunc(page.elements, func(n *html.Node) bool { return n.Data == "body" && attribute(n, "class") == "redirect" })
}
