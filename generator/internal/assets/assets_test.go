package assets

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

// theme returns a file system with the given files.
func theme(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// Build publishes bundles and images, and nothing else. Only a change of its contents changes
// a file's name.
func every(string) bool { return true }

func TestBuildBundlesAndHashes(t *testing.T) {
	files := map[string]string{
		"static/site.ts":         `import { greet } from "./lib/greet"; console.log(greet("世界"));`,
		"static/lib/greet.ts":    `export const greet = (name: string): string => "你好" + name; export const unused = "never";`,
		"static/site.css":        `@layer a; @import "./parts/one.css" layer(a);`,
		"static/parts/one.css":   `b { color: #ff0000 }`,
		"static/img/deep/x.svg":  `<svg/>`,
		"static/tsconfig.json":   `{}`,
		"static/notes/readme.md": `not published`,
	}
	b, faults := Build(theme(files), every)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	data := map[string]string{}
	for _, f := range b.Files {
		data[f.Path] = string(f.Data)
	}
	if len(data) != 3 {
		t.Fatalf("the files are %v, want 3", data)
	}
	script := data[b.Path("site.js")]
	if !strings.Contains(script, "\\u4F60\\u597D") || strings.Contains(script, "never") || strings.Contains(script, "import") {
		t.Errorf("the script is %s", script)
	}
	if style := data[b.Path("site.css")]; !strings.Contains(style, "b{color:red}") {
		t.Errorf("the style sheet is %s", style)
	}
	if got := b.Path("img/deep/x.svg"); !strings.HasPrefix(got, "assets/img/deep/x.") || !strings.HasSuffix(got, ".svg") {
		t.Errorf("the image is at %s", got)
	}
	if got := b.Path("none.css"); got != "" {
		t.Errorf("an asset that does not exist is at %s", got)
	}
	again, _ := Build(theme(files), every)
	if diff := cmp.Diff(b.names, again.names); diff != "" {
		t.Error(diff)
	}
	files["static/parts/one.css"] = `b { color: blue }`
	changed, _ := Build(theme(files), every)
	if changed.Path("site.css") == b.Path("site.css") || changed.Path("site.js") != b.Path("site.js") {
		t.Error("only the name of site.css must change with its contents")
	}
}

// A bundle that is not used is not made, and its faults are not reported. Pictures are always
// published.
func TestUnusedBundles(t *testing.T) {
	files := theme(map[string]string{
		"static/a.ts": `import "./lib/one";`, "static/b.ts": `import "./none";`, "static/lib/one.ts": `console.log("one")`,
		"static/a.css": "@layer a;", "static/b.css": "a {", "static/img/x.svg": "<svg/>",
	})
	for _, test := range []struct{ used, want string }{
		{"", "img/x.svg"},
		{"a.js", "a.js img/x.svg"},
		{"a.css a.js none.js", "a.css a.js img/x.svg"},
	} {
		b, faults := Build(files, func(name string) bool { return slices.Contains(strings.Fields(test.used), name) })
		if got := strings.Join(slices.Sorted(maps.Keys(b.names)), " "); len(faults) > 0 || got != test.want {
			t.Errorf("of %q it bundles %s, want %s; faults: %v", test.used, got, test.want, faults)
		}
	}
}

// A text before a script changes the script's name. The bundle without it stays as it was.
func TestWithPrefixes(t *testing.T) {
	b, faults := Build(theme(map[string]string{"static/a.ts": `console.log("a")`, "static/a.css": "@layer a;", "static/b.ts": `console.log("b")`}), every)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	before := b.Path("a.js")
	prefixed := b.WithPrefixes(map[string][]byte{"a.js": []byte("words={};\n"), "none.js": nil})
	data := map[string]string{}
	for _, f := range prefixed.Files {
		data[f.Path] = string(f.Data)
	}
	if got := data[prefixed.Path("a.js")]; len(data) != 3 || !strings.HasPrefix(got, "words={};\n(()=>{") {
		t.Errorf("a.js is %q of %v", got, data)
	}
	if prefixed.Path("a.js") == before || b.Path("a.js") != before || prefixed.Path("b.js") != b.Path("b.js") || prefixed.Path("a.css") != b.Path("a.css") || prefixed.Path("none.js") != "" {
		t.Errorf("the names %v become %v", b.names, prefixed.names)
	}
}

// Faults of the bundler have their places in the sources.
func TestFaultsHavePlaces(t *testing.T) {
	_, faults := Build(theme(map[string]string{
		"static/site.ts":  "const x = 1;\nimport \"./none\";\n",
		"static/site.css": "a {\n  color: red\n",
	}), every)
	texts := map[string]string{"static/site.ts": "const x = 1;\nimport \"./none\";\n", "static/site.css": "a {\n  color: red\n"}
	var b strings.Builder
	diag.Print(&b, diag.Catalogue(nil).Resolve(faults, func(file string) string { return texts[file] }))
	want := "static/site.css:3:1: warning: Expected \"}\" to go with \"{\"\n" +
		"static/site.ts:2:8: error: static/none.ts: there is no such file\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// An imported file that cannot be read is reported once, at the file. An imported file that
// does not exist or is outside of static/ is reported at each import. The bundler works in parallel, therefore the
// test runs it several times.
func TestFaultsOfImportedFiles(t *testing.T) {
	files := theme(map[string]string{
		"static/a.ts": "import \"./lib/odd\";\n", "static/b.ts": "import \"./lib/odd\";\n", "static/lib/odd.ts": "a\xff",
		"static/out.css": "@import \"../brand/colors.css\";\n", "brand/colors.css": "a {}\n",
		"static/c.ts": "import \"./none\";\n", "static/d.ts": "import \"./none\";\n",
	})
	want := []string{
		"static/c.ts: static/none.ts: there is no such file", "static/d.ts: static/none.ts: there is no such file",
		"static/lib/odd.ts: the file is not UTF-8: invalid byte 0xFF",
		"static/out.css: brand/colors.css: only files in static/ can be imported",
	}
	for range 20 {
		_, faults := Build(files, every)
		var got []string
		for _, f := range faults {
			got = append(got, f.File+": "+f.Message.String())
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	}
}
