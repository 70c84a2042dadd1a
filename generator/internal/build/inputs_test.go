package build

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
)

// inputsSite returns a small site with a file of every kind and a theme of its own.
func inputsSite() fstest.MapFS {
	return fstest.MapFS{
		"site.toml":               file(`title = "手册"`),
		"content/a.md":            file("# 甲\n"),
		"content/b.md":            file("# 乙\n"),
		"content/empty.md":        file(""),
		"content/p.svg":           file("<svg/>"),
		"content/company/slot.md": file("公司\n"),
		"content/glossary.toml":   file("[[terms]]\nterm = \"词\"\ntext = \"义\"\n"),
		"layouts/foot.html":       file("x"),
		"static/extra.css":        file("a {}"),
	}
}

// Inputs change with everything that a build depends on, and with nothing else.
func TestInputs(t *testing.T) {
	inputs := func(files fstest.MapFS, options Options) (got Inputs) {
		options.IsKnown = func(_ *config.Config, inputs func() Inputs) bool {
			got = inputs()
			return true
		}
		if result := New(files, repository(t)).Build(options); result.Tree != nil || len(result.Diagnostics) > 0 {
			t.Error("a known site is built")
		}
		return got
	}
	options := Options{Today: "2026-11-23", Changes: func() map[string]string { return map[string]string{"content/a.md": "2026-11-20"} }}
	before := inputs(inputsSite(), options)
	if inputs(inputsSite(), options) != before {
		t.Fatal("equal inputs differ")
	}
	for name, change := range map[string]func(fstest.MapFS, *Options){
		"site.toml":      func(f fstest.MapFS, _ *Options) { f["site.toml"] = file(`title = "指南"`) },
		"a page":         func(f fstest.MapFS, _ *Options) { f["content/a.md"] = file("# 丙\n") },
		"a renamed page": func(f fstest.MapFS, _ *Options) { f["content/c.md"] = f["content/b.md"]; delete(f, "content/b.md") },
		"a new page":     func(f fstest.MapFS, _ *Options) { f["content/c.md"] = file("") },
		"a page less":    func(f fstest.MapFS, _ *Options) { delete(f, "content/b.md") },
		"exchanged pages": func(f fstest.MapFS, _ *Options) {
			f["content/a.md"], f["content/b.md"] = f["content/b.md"], f["content/a.md"]
		},
		"a picture":          func(f fstest.MapFS, _ *Options) { f["content/p.svg"] = file("<svg />") },
		"a slot":             func(f fstest.MapFS, _ *Options) { f["content/company/slot.md"] = file("行业\n") },
		"the glossary":       func(f fstest.MapFS, _ *Options) { f["content/glossary.toml"] = file("") },
		"a forbidden letter": func(f fstest.MapFS, _ *Options) { f["content/a.md"] = file("# 甲\u202e\n") },
		"an encoding":        func(f fstest.MapFS, _ *Options) { f["content/empty.md"] = file("\xff\xfe") },
		"a folder named .md": func(f fstest.MapFS, _ *Options) { f["content/x.md"] = &fstest.MapFile{Mode: fs.ModeDir} },
		"a layout":           func(f fstest.MapFS, _ *Options) { f["layouts/foot.html"] = file("y") },
		"a new layout":       func(f fstest.MapFS, _ *Options) { f["layouts/more.html"] = file("") },
		"a layout less":      func(f fstest.MapFS, _ *Options) { delete(f, "layouts/foot.html") },
		"a style sheet":      func(f fstest.MapFS, _ *Options) { f["static/extra.css"] = file("b {}") },
		"a style sheet less": func(f fstest.MapFS, _ *Options) { delete(f, "static/extra.css") },
		"a date": func(_ fstest.MapFS, o *Options) {
			o.Changes = func() map[string]string { return map[string]string{"content/a.md": "2026-11-21"} }
		},
		"a dated page": func(_ fstest.MapFS, o *Options) {
			o.Changes = func() map[string]string { return map[string]string{"content/b.md": "2026-11-20"} }
		},
		"no dates": func(_ fstest.MapFS, o *Options) { o.Changes = nil },
	} {
		files, changed := inputsSite(), options
		change(files, &changed)
		if inputs(files, changed) == before {
			t.Errorf("%s: the inputs are the same", name)
		}
	}
	for i := range reflect.TypeFor[Options]().NumField() {
		changed := options
		switch field := reflect.ValueOf(&changed).Elem().Field(i); field.Kind() {
		case reflect.String:
			field.SetString("zh")
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Int:
			field.SetInt(int64(Streaming))
		default:
			continue // Changes is among the changes above; what is known and what has changed are no inputs
		}
		if inputs(inputsSite(), changed) == before {
			t.Errorf("option %s: the inputs are the same", reflect.TypeFor[Options]().Field(i).Name)
		}
	}
	irrelevant := inputsSite()
	irrelevant["content/.a.md.swp"], irrelevant["README.md"], irrelevant["public/index.html"] = file("x"), file("x"), file("x")
	irrelevant["content/a.md"] = file("\ufeff# 甲\r\n")
	options.Changed = []string{"content/a.md"}
	if inputs(irrelevant, options) != before {
		t.Error("files that no build reads change the inputs")
	}
}

// The folders of a theme may be links. A change of a file behind a link changes the inputs, and a
// link to the folder that contains it has an end.
func TestInputsBehindLinks(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"site.toml": `title = "手册"`, "content/index.md": "# 甲\n", "shared/foot.html": "x", "shared/parts/a.css": "a {}",
	} {
		write(name, text)
	}
	for _, link := range [][2]string{{"../shared", "layouts/partials"}, {"../shared", "static/own"}, {"..", "shared/parts/loop"}} {
		name := filepath.Join(dir, link[1])
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(link[0], name); err != nil {
			t.Skip(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	inputs := func() (got Inputs) {
		New(content.Files(root), repository(t)).Build(Options{IsKnown: func(_ *config.Config, inputs func() Inputs) bool {
			got = inputs()
			return true
		}})
		return got
	}
	before := inputs()
	write("shared/foot.html", "y")
	layout := inputs()
	write("shared/parts/a.css", "b {}")
	if after := inputs(); before == layout || layout == after {
		t.Errorf("a file behind a link: the inputs are %x, %x and %x", before, layout, after)
	}
}
