package output

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

// added is one call of Add; its data is the name of its source.
type added struct{ path, by string }

func plant(files []added) *Tree {
	tree := New()
	for _, f := range files {
		tree.Add(f.path, []byte(f.by), diag.WholeFile(f.by))
	}
	return tree
}

func TestTree(t *testing.T) {
	tree := plant([]added{
		{"playbooks/saas.html", "content/playbooks/saas.md"},
		{"index.html", "content/index.md"},
		{"中文.html", "content/中文.md"},
	})
	if want := []string{"index.html", "playbooks/saas.html", "中文.html"}; !slices.Equal(tree.Paths(), want) {
		t.Errorf("paths are %q, want %q", tree.Paths(), want)
	}
	if tree.Len() != 3 {
		t.Errorf("length is %d, want 3", tree.Len())
	}
	if data, ok := tree.Get("index.html"); !ok || string(data) != "content/index.md" {
		t.Errorf("index.html is %q, %t", data, ok)
	}
	for _, absent := range []string{"", "Index.html", "playbooks", "/index.html", "playbooks/../index.html"} {
		if data, ok := tree.Get(absent); ok {
			t.Errorf("%q gives %q, want nothing", absent, data)
		}
	}
	if faults := tree.Faults(); faults != nil {
		t.Errorf("faults of a sound tree: %v", faults)
	}
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		files []added
		want  []string
	}{
		{
			"one address",
			[]added{{"a.html", "content/b.md"}, {"a.html", "content/a.md"}},
			[]string{"content/b.md: two-sources: content/a.md and content/b.md are both published at a.html; rename one of the two"},
		},
		{
			"three of one address",
			[]added{{"a.html", "content/c.md"}, {"a.html", "content/b.md"}, {"a.html", "content/a.md"}},
			[]string{
				"content/b.md: two-sources: content/a.md and content/b.md are both published at a.html; rename one of the two",
				"content/c.md: two-sources: content/a.md and content/c.md are both published at a.html; rename one of the two",
			},
		},
		{
			"a page of Cairn's own",
			[]added{{"404.html", "content/404.md"}, {"404.html", ""}},
			[]string{"content/404.md: two-sources: Cairn itself and content/404.md are both published at 404.html; rename one of the two"},
		},
		{
			"case",
			[]added{{"SaaS/a.html", "content/SaaS/a.md"}, {"saas/a.html", "content/saas/a.md"}},
			[]string{"content/saas/a.md: two-sources: content/SaaS/a.md is published at SaaS/a.html and content/saas/a.md at saas/a.html, " +
				"which is the same address on Windows and macOS; rename one of the two so that the names differ in more than case or Unicode normalization of accents"},
		},
		{
			"form of an accent",
			[]added{{"cafe\u0301.html", "content/1.md"}, {"caf\u00e9.html", "content/2.md"}},
			[]string{"content/2.md: two-sources: content/1.md is published at cafe\u0301.html and content/2.md at caf\u00e9.html, " +
				"which is the same address on Windows and macOS; rename one of the two so that the names differ in more than case or Unicode normalization of accents"},
		},
		{
			"a file where a folder must be",
			[]added{{"a.html/x/b.html", "content/a.html/x/b.md"}, {"A.html", "content/A.md"}},
			[]string{"content/a.html/x/b.md: two-sources: content/a.html/x/b.md needs a folder at A.html, " +
				"but content/A.md is published there as a file; rename the folder or the file"},
		},
		{
			"Cairn's own addresses",
			[]added{{".cairn.json", "static/m"}, {"_cairn/reload.js", "content/_cairn/reload.js"}},
			[]string{
				"static/m: reserved-address: Cairn itself publishes a file at .cairn.json; rename the file or folder",
				"content/_cairn/reload.js: reserved-address: Cairn itself publishes a file at _cairn/reload.js; rename the file or folder",
			},
		},
		{
			"no address at all",
			[]added{{"../a.html", "1"}, {"/a.html", "2"}, {"", "3"}, {".", "4"}, {"a//b", "5"}, {`a\b`, "6"}},
			[]string{
				`3: bad-address: "" is not an address within the site; rename the file`,
				`4: bad-address: "." is not an address within the site; rename the file`,
				`1: bad-address: "../a.html" is not an address within the site; rename the file`,
				`2: bad-address: "/a.html" is not an address within the site; rename the file`,
				`5: bad-address: "a//b" is not an address within the site; rename the file`,
				`6: bad-address: "a\b" is not an address within the site; rename the file`,
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, faultLines(plant(test.files))); diff != "" {
				t.Errorf("in order:\n%s", diff)
			}
			slices.Reverse(test.files)
			if diff := cmp.Diff(test.want, faultLines(plant(test.files))); diff != "" {
				t.Errorf("in reverse order:\n%s", diff)
			}
		})
	}
}

func faultLines(tree *Tree) []string {
	var lines []string
	for _, f := range tree.Faults() {
		lines = append(lines, f.File+": "+f.Code+": "+f.Message.String()+"; "+f.Help.String())
	}
	return lines
}

// Of two files of one path, the first by source is kept, in whatever order they were added.
func TestFirstWriterWins(t *testing.T) {
	for _, files := range [][]added{
		{{"a.html", "content/a.md"}, {"A.html", "content/b.md"}},
		{{"A.html", "content/b.md"}, {"a.html", "content/a.md"}},
	} {
		tree := plant(files)
		if data, _ := tree.Get("a.html"); string(data) != "content/a.md" {
			t.Errorf("a.html is %q, want that of content/a.md", data)
		}
		if _, ok := tree.Get("A.html"); ok {
			t.Error("A.html is there beside a.html")
		}
		if tree.Len() != 1 || !slices.Equal(tree.Paths(), []string{"a.html"}) {
			t.Errorf("paths are %q", tree.Paths())
		}
	}
}
