package build

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

// A build reads a file that is named as changed, and everything if a file was added or
// removed. Stale finds changes that were not named.
func TestChanged(t *testing.T) {
	for _, test := range []struct {
		name    string
		change  func(fstest.MapFS)
		changed []string
		want    string // of content/a.html: what it says
		stale   bool
	}{
		{"a page, named", func(f fstest.MapFS) { f["content/a.md"] = file("# 甲\n\n新") }, []string{"content/a.md"}, "新", false},
		{"a page, by no name", func(f fstest.MapFS) { f["content/a.md"] = file("# 甲\n\n新") }, nil, "新", false},
		{"a page, not named", func(f fstest.MapFS) { f["content/a.md"] = file("# 甲\n\n新") }, []string{}, "旧", true},
		{"a page, another named", func(f fstest.MapFS) { f["content/a.md"] = file("# 甲\n\n新") }, []string{"content/b.md"}, "旧", true},
		{"what an editor leaves", func(f fstest.MapFS) { f["content/.a.md.swp"] = file("x") }, []string{"content/.a.md.swp"}, "旧", false},
		{"a new page, named", func(f fstest.MapFS) { f["content/a.md"], f["content/c.md"] = file("# 甲\n\n新"), file("# 丙") }, []string{"content/c.md"}, "新", false},
		{"a new page, not named", func(f fstest.MapFS) { f["content/c.md"] = file("# 丙") }, []string{}, "旧", true},
		{"another folder in the place of content", func(f fstest.MapFS) { f["content/a.md"] = file("# 甲\n\n新") }, []string{"content"}, "新", false},
		{"a page goes, named", func(f fstest.MapFS) { delete(f, "content/b.md") }, []string{"content/b.md"}, "旧", false},
		{"a page goes, not named", func(f fstest.MapFS) { delete(f, "content/b.md") }, []string{}, "旧", true},
		{"a folder in the place of a page, named", func(f fstest.MapFS) { f["content/b.md"] = &fstest.MapFile{Mode: fs.ModeDir} }, []string{"content/b.md"}, "旧", false},
		{"a page in the place of a link, named", func(f fstest.MapFS) { f["content/l.md"] = file("# 己") }, []string{"content/l.md"}, "旧", false},
		{"a picture, named", func(f fstest.MapFS) { f["content/p.svg"] = file("新") }, []string{"content/p.svg"}, "旧", false},
		{"a picture, not named", func(f fstest.MapFS) { f["content/p.svg"] = file("新") }, []string{}, "旧", true},
		{"a word in the documents of pages that are not named", func(f fstest.MapFS) { f["layouts/words.zh.toml"] = file("[alert]\ntip = \"新\"\n") }, []string{"layouts/words.zh.toml"}, "新", false},
		{"site.toml is always read", func(f fstest.MapFS) { f["site.toml"] = file("title = \"新\"\n[[tracks]]\nid = \"x\"\n") }, []string{"site.toml"}, "", false},
	} {
		source := fsOf(map[string]string{"site.toml": "title = \"手册\"\n", "content/a.md": "# 甲\n\n旧\n\n> [!TIP]\n> 丁", "content/b.md": "# 乙", "content/p.svg": "旧"})
		source["content/l.md"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("a.md")}
		builder := New(source, theme())
		options := Options{Today: "2026-11-23", Making: Lazy}
		builder.Build(options)
		test.change(source)
		options.Changed = test.changed
		result := builder.Build(options)
		if result.Stale() != test.stale {
			t.Errorf("%s: stale is %t", test.name, !test.stale)
		}
		if test.want == "" {
			if result.Tree != nil || len(result.Diagnostics) != 1 {
				t.Errorf("%s: %v", test.name, result.Diagnostics)
			}
			continue
		}
		if page, _ := result.Tree.Get("a.html"); !strings.Contains(string(page), test.want) {
			t.Errorf("%s: the page is %s", test.name, page)
		}
		if test.stale {
			continue
		}
		clean := New(source, theme()).Build(Options{Today: "2026-11-23", Making: Lazy})
		if diff := cmp.Diff(clean.Diagnostics, result.Diagnostics); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		for _, path := range clean.Tree.Paths() {
			want, _ := clean.Tree.Get(path)
			if got, _ := result.Tree.Get(path); string(got) != string(want) {
				t.Errorf("%s: %s is not that of a clean build", test.name, path)
			}
		}
	}
}

// A change that was named for a build with errors takes effect in the next build.
func TestChangedBesideAnError(t *testing.T) {
	source := fsOf(map[string]string{"site.toml": "title = \"手册\"\n", "content/a.md": "# 甲\n", "content/p.svg": "旧", "content/q.svg": "旧"})
	builder := New(source, theme())
	options := Options{Today: "2026-11-23", Making: Lazy}
	builder.Build(options)
	source["content/a.md"], source["content/p.svg"] = file("[没有](none.md)\n"), file("新")
	delete(source, "content/q.svg")
	options.Changed = []string{"content/a.md", "content/p.svg", "content/q.svg"}
	if result := builder.Build(options); result.Tree != nil {
		t.Fatal("there is no error")
	}
	source["content/a.md"] = file("# 甲\n")
	options.Changed = []string{"content/a.md"}
	result := builder.Build(options)
	if picture, _ := result.Tree.Get("p.svg"); string(picture) != "新" {
		t.Errorf("the picture that has changed is %q", picture)
	}
	if picture, ok := result.Tree.Get("q.svg"); ok {
		t.Errorf("the picture that is gone is %q", picture)
	}
}

// A file in static/ that cannot be read is reported, and is not replaced by an empty file.
func TestStaticFileIsMended(t *testing.T) {
	source := fsOf(map[string]string{"site.toml": "title = \"手册\"\n"})
	source["static/img/a.svg"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	builder := New(source, theme())
	if result := builder.Build(Options{}); result.Tree != nil {
		t.Fatal("a pipe is published")
	}
	source["static/img/a.svg"] = file("")
	if result := builder.Build(Options{}); result.Tree == nil {
		t.Errorf("the file that was mended is told as %v", result.Diagnostics)
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// A change of a goal template alone is compared with the sentences of unchanged pages, and the
// reverse.
func TestChangedTemplateContradictsAPage(t *testing.T) {
	const template = "content/goals/saas/newcomer.toml"
	source := fsOf(map[string]string{
		"site.toml": sitetest.Tracks, "content/a.md": "# 甲\n\n签[6 家](goals/saas/newcomer.toml#目标签约)。\n",
		template: strings.NewReplacer("{{toml .Title}}", `"工作表"`, "{{.Year}}", "2027").Replace(themeText(t, "layouts/new/goal.toml")),
	})
	builder := New(source, lightTheme(t))
	build := func(changed ...string) string {
		_, faults := report(builder.Build(Options{Today: "2026-11-23", Lang: "en", Making: Lazy, Changed: changed}))
		return faults
	}
	if faults := build(); faults != "" {
		t.Fatal(faults)
	}
	source[template] = file(strings.Replace(string(source[template].Data), "default = 6", "default = 7", 1))
	want := "content/a.md:3:2: error: the text says 6, but 目标签约 is 7 家 in the example of " + template + "\n    write 7 家\n"
	if diff := cmp.Diff(want, build(template)); diff != "" {
		t.Error(diff)
	}
	source["content/a.md"] = file("# 甲\n\n签[7 家](goals/saas/newcomer.toml#目标签约)。\n")
	if faults := build("content/a.md"); faults != "" {
		t.Error(faults)
	}
}
