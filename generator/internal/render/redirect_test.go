package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

// The page at a former address leads to the new address without a script, and when opened
// from disk.
func TestAliasRedirects(t *testing.T) {
	files := map[string]string{
		"site.toml":        "title = \"手册\"\nbase_url = \"https://wiki.example.com/sales/\"",
		"content/c/新 页.md": "+++\naliases = [\"a/b/旧 & 页.html\", \"c/x.html\"]\n+++\n# 新 & 页\n",
	}
	pages, faults := whole(t, files, sitetest.Options{Today: "2027-02-01"})
	if faults != "" {
		t.Fatal(faults)
	}
	got := part(t, page(t, pages, "a/b/旧 & 页.html"), `^.*$`)
	icon, style := part(t, got, `assets/[^"]*svg`), part(t, got, `assets/[^"]*css`)
	theme, script := part(t, got, `assets/theme[^"]*js`), part(t, got, `assets/redirect[^"]*js`)
	want := `<!DOCTYPE html>
<html lang="zh-CN" data-site="site-e0a8c076">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=../../c/%E6%96%B0%20%E9%A1%B5.html">
<title>新 &amp; 页 · 手册</title>
<meta name="color-scheme" content="light dark">
<link rel="canonical" href="https://wiki.example.com/sales/c/%E6%96%B0%20%E9%A1%B5.html">
<link rel="icon" type="image/svg+xml" href="../../` + icon + `">
<script src="../../` + theme + `"></script>
<link rel="stylesheet" href="../../` + style + `">
<script src="../../` + script + `" defer></script>
</head>
<body class="redirect">
<header><a class="brand" href="../../index.html"><img src="../../` + icon + `" alt="" width="28" height="28">手册</a></header>
<main>
<h1>这一页搬家了</h1>
<p>新地址：<a href="../../c/%E6%96%B0%20%E9%A1%B5.html">新 &amp; 页</a></p>
</main>
</body>
</html>
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	part(t, page(t, pages, "c/x.html"), `content="0; url=%E6%96%B0%20%E9%A1%B5.html"`)
	if siteMap := page(t, pages, "sitemap.xml"); strings.Contains(siteMap, "x.html") {
		t.Errorf("the sitemap lists a former address:\n%s", siteMap)
	}
	files["site.toml"] = `title = "手册"`
	pages, _ = whole(t, files, sitetest.Options{Today: "2027-02-01"})
	part(t, page(t, pages, "c/x.html"), `<link rel="canonical" href="%E6%96%B0%20%E9%A1%B5.html">`)
}
