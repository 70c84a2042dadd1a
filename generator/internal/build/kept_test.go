package build

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

// Neither a build nor a page, an index or a check changes a cached value, not even in the
// spare capacity of a slice.
func TestNothingKeptIsChanged(t *testing.T) {
	d := newDesk(t, 3)
	b := New(d.files, d.theme)
	options := Options{Today: "2026-11-23", Drafts: true, Check: true}
	b.Build(options)
	if len(b.last.contents.files) < 12 || len(b.last.artifacts) < 2 || b.last.bundle.assets == nil {
		t.Fatalf("the cache is too small for the test: %d files, %d artifacts", len(b.last.contents.files), len(b.last.artifacts))
	}
	kept := map[string]any{"the workbooks": b.last.artifacts, "the bundle": b.last.bundle, "the layouts": b.last.theme.layouts, "the source": b.last.source}
	for name, p := range b.last.contents.files {
		kept[name] = p
	}
	for name, p := range b.last.contents.goals {
		kept["the template "+name] = p
	}
	before := map[string][sha256.Size]byte{}
	for name, value := range kept {
		before[name] = hashOf(value)
	}
	d.write("content/new.md", "# 又一页\n\n谈 ARR 和续约。[首页](index.md)\n") // it has to do with all that is kept
	if result := b.Build(options); result.Tree == nil {
		t.Fatal(result.Diagnostics)
	}
	if b.last.contents.files["content/glossary.toml"] != kept["content/glossary.toml"] {
		t.Fatal("the glossary was parsed again")
	}
	for name, value := range kept {
		if hashOf(value) != before[name] {
			t.Errorf("a later build has changed the cached value of %s", name)
		}
	}
}

// hashOf returns a hash of everything reachable from a value.
func hashOf(value any) [sha256.Size]byte {
	h := sha256.New()
	writeValue(h, reflect.ValueOf(value), map[uintptr]bool{})
	return [sha256.Size]byte(h.Sum(nil))
}

func writeValue(h io.Writer, v reflect.Value, seen map[uintptr]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			writeValue(h, v.Elem(), seen)
		}
	case reflect.Interface:
		if !v.IsNil() {
			writeValue(h, v.Elem(), seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			writeValue(h, v.Field(i), seen)
		}
	case reflect.Slice:
		fmt.Fprintln(h, v.Len())
		for i := range v.Cap() {
			writeValue(h, v.Slice(0, v.Cap()).Index(i), seen)
		}
	case reflect.Array:
		for i := range v.Len() {
			writeValue(h, v.Index(i), seen)
		}
	case reflect.Map:
		for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) }) {
			fmt.Fprintln(h, key)
			writeValue(h, v.MapIndex(key), seen)
		}
	default:
		fmt.Fprintln(h, v)
	}
}

// The heap of a builder after two hundred builds is that after ten.
func TestHeapOfALongLivedBuilder(t *testing.T) {
	files := fsOf(map[string]string{
		"site.toml":             "title = \"手册\"\n",
		"content/glossary.toml": "[[terms]]\nterm = \"客户\"\ndefinition = \"买的人。\"\n[[terms]]\nterm = \"项目\"\ndefinition = \"一件事。\"\n",
	})
	page := func(i int) string { return fmt.Sprintf("content/%d/p%d.md", i%5, i%80) }
	for i := range 80 {
		files[page(i)] = file("# 一页\n\n客户和项目。\n")
	}
	b := New(files, theme())
	options := Options{Today: "2026-11-23", Making: Lazy}
	rebuild := func(n int) {
		name := page(n)
		files[name] = file(fmt.Sprintf("# 一页\n\n第 %d 次改，客户和项目。\n", n))
		options.Changed = []string{name}
		result := b.Build(options)
		if result.Tree == nil {
			t.Fatal(result.Diagnostics)
		}
		result.Tree.Get("glossary.html")
		if n%20 == 0 {
			result.Tree.Get("search/manifest.js")
		}
	}
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for n := range 10 {
		rebuild(n)
	}
	first := heap()
	for n := range 190 {
		rebuild(10 + n)
	}
	last := heap()
	t.Logf("%.1f MB after 10 builds, %.1f MB after 200", float64(first)/1e6, float64(last)/1e6)
	if last > first+first/2 {
		t.Errorf("the heap has grown from %d bytes to %d", first, last)
	}
	runtime.KeepAlive(b)
}
