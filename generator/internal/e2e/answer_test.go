package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/build"
)

// The search box shows the number of pages found and not of results listed, and a link to
// all results. Each result has its heading, with matches marked in heading and snippet,
// and opens its page with the matches marked. The arrow keys wrap around.
func TestSearchBoxShowsResults(t *testing.T) {
	source := fstest.MapFS{"site.toml": {Data: []byte("title = \"手册\"\nid = \"answers\"")}}
	for i := range 23 {
		text := fmt.Sprintf("# 第 %d 篇\n\n开头。\n\n## 谈续约\n\n续约、增购、回款、开票、验收都在这里。\n", i)
		source[fmt.Sprintf("content/p%02d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	b := browsertest.New(t, hostTree(t, build.New(source, os.DirFS(root)).Build(build.Options{Today: "2026-11-23"}).Tree, "/"))
	b.Open("index.html")
	b.Fill(box, "续约")
	b.Await(`document.querySelector("[data-search-status]").textContent === "找到 23 页"`)
	options := browsertest.Eval[[]string](b, `[...document.querySelectorAll('[role="option"]')].map((e) => e.innerHTML)`)
	shown := len(options) - 1
	if shown != 3 || options[shown] != "看全部 23 页" {
		t.Fatalf("the box offers %q", options)
	}
	const found = `<span class="section">谈<mark>续约</mark></span><span class="snippet">`
	if !strings.Contains(options[0], found) || !strings.Contains(options[0], "<mark>续约</mark>、增购") {
		t.Errorf("a result is %s, without %s", options[0], found)
	}
	const chosen = `[...document.querySelectorAll('[role="option"]')].findIndex((e) => e.getAttribute("aria-selected") === "true")`
	for _, step := range []struct {
		key  string
		want int
	}{{"ArrowUp", shown}, {"ArrowDown", 0}, {"ArrowUp", shown}} { // the second of three brings more
		b.Press(step.key, "")
		if got := browsertest.Eval[int](b, chosen); got != step.want {
			t.Errorf("%s chooses option %d, want %d", step.key, got, step.want)
		}
		if got := browsertest.Eval[bool](b, `document.getElementById(document.querySelector(`+quote(box)+`).getAttribute("aria-activedescendant")) === document.querySelector('[aria-selected="true"]')`); !got {
			t.Errorf("after %s another option is told to a screen reader", step.key)
		}
	}
	b.Press("Escape", "")
	if !browsertest.Eval[bool](b, `document.querySelector(".results").hidden && document.querySelector('[role="combobox"]').getAttribute("aria-expanded") === "false"`) {
		t.Error("Escape does not close the list")
	}

	b.Open("search.html?q=%E7%BB%AD%E7%BA%A6%20%E5%A2%9E%E8%B4%AD%20%E5%9B%9E%E6%AC%BE%20%E5%BC%80%E7%A5%A8%20%E9%AA%8C%E6%94%B6")
	b.Await(`document.querySelectorAll('[role="option"]').length > 0`)
	address := browsertest.Eval[string](b, `decodeURIComponent(document.querySelector('[role="option"]').getAttribute("href").replace(/^p\d\d/, "pNN"))`)
	if diff := cmp.Diff("pNN.html#谈续约:~:text=续约&text=增购&text=回款&text=开票", address); diff != "" {
		t.Error(diff)
	}
}
