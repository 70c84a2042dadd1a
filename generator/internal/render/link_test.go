package render_test

import (
	"strings"
	"testing"

	"cairn/generator/internal/render"
	"cairn/generator/internal/sitetest"
)

// Links that Go code makes are escaped as html/template escapes those of a layout: a title or
// the name of a file is never markup, and an address never has a scheme.
func TestLinksAreEscaped(t *testing.T) {
	pages, faults := whole(t, map[string]string{
		"site.toml":                       sitetest.Title,
		"content/javascript:'1'&2.md":     "+++\ntitle = \"<b>甲</b> \\\"&'\"\n+++\n[乙](乙.md)\n\n## `<i>` & \"二\"\n",
		"content/乙.md":                    "# 乙\n",
		"content/on\"&'/index.md":         "+++\ntitle = \"<i>丁</i>\"\n+++\n",
		"content/on\"&'/e/javascript:.md": "# 丙\n",
		"content/on\"&'/data:x.md":        "+++\ntitle = \"<u>\"\n+++\n",
	}, sitetest.Options{})
	if strings.Contains(faults, "error") {
		t.Fatal(faults)
	}
	const first = `<a href="./javascript:%271%27&amp;2.html">&lt;b&gt;甲&lt;/b&gt; &#34;&amp;&#39;</a>`
	if backlinks := part(t, page(t, pages, "乙.html"), `<section class="backlinks".*</section>`); !strings.Contains(backlinks, "<li>"+first+"</li>") {
		t.Errorf("the backlinks are %s", backlinks)
	}
	has(t, pages, "javascript:'1'&2.html", `<li class="level-2"><a href="#i--二">&lt;i&gt; &amp; &#34;二&#34;</a></li>`)
	has(t, pages, "on\"&'/index.html", `<li class="card"><a href="./data:x.html">&lt;u&gt;</a></li>`)
	has(t, pages, "on\"&'/e/javascript:.html", "<li><a href=\"../../index.html\">手册</a></li>\n<li><a href=\"../index.html\">&lt;i&gt;丁&lt;/i&gt;</a></li>\n<li>e</li>\n</ol>")
}

// A layout may still make the links itself.
func TestLayoutsMakeLinks(t *testing.T) {
	a := sitetest.Files{"site.toml": sitetest.Title, "content/a.md": "# 甲\n\n## 乙\n", "content/d/index.md": "# 丁\n", "content/d/b.md": "[甲](../a.md)\n"}.Clean(t)
	layouts := plainLayouts(t, a, map[string]string{"layouts/page.html": `{{define "main"}}
{{- with .Page.Document}}{{range .Headings}}{{if eq .Level 2}}<b class="level-{{.Level}}"><a href="#{{.ID}}">{{.Text}}</a></b>{{end}}{{end}}{{end}}
{{- range .Page.Breadcrumbs}}{{if .Page}}<a href="{{$.Link .Page}}">{{.Title}}</a>{{end}}{{end}}
{{- range .Page.Backlinks}}<i><a href="{{$.Link .}}">{{.Title}}</a></i>{{end}}{{end}}`})
	built, _ := bundle()
	pages := renderedBy(t, render.New(a.Site, layouts, a.Words, built), a)
	for path, want := range map[string]string{
		"a.html":   `<b class="level-2"><a href="#%e4%b9%99">乙</a></b><a href="index.html">手册</a><i><a href="d/b.html">b</a></i>`,
		"d/b.html": `<a href="../index.html">手册</a><a href="index.html">丁</a>`,
	} {
		if got := page(t, pages, path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
