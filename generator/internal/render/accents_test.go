package render_test

import (
	"strings"
	"testing"

	"cairn/generator/internal/sitetest"
)

// The composed and the decomposed form of an accent name the same file, heading, tag, slot
// and address.
func TestUnicodeFormsNameTheSamePage(t *testing.T) {
	const composed, decomposed = "caf\u00e9", "cafe\u0301"
	for _, form := range [][2]string{{composed, decomposed}, {decomposed, composed}} {
		file, written := form[0], form[1]
		pages, faults := whole(t, map[string]string{
			"site.toml":                             "title = \"手册\"\nid = \"x\"\nnavigation = [\"z\", \"" + written + "\"]\n",
			"content/" + file + "/" + file + ".md":  "+++\naliases = [\"old/" + file + ".html\"]\ntags = [\"" + file + "\", \"乙\"]\n+++\n# 甲\n\n## " + file + "\n",
			"content/" + file + "/" + file + ".png": "x",
			"content/b.md":                          "# 乙\n",
			"content/c.md":                          "# 丙\n",
			"content/company/" + file + ".md":       "填好了\n",
			"content/z/a.md": "+++\ntags = [\"" + written + "\", \"乙\"]\n+++\n# 丁\n\n[一](../" + written + "/" + written + ".md#" + written + ") ![二](../" + written + "/" + written + ".png) " +
				"[三](../" + strings.ReplaceAll(strings.ReplaceAll(written, "\u00e9", "%C3%A9"), "\u0301", "%CC%81") + "/" + written + ".md)\n\n> [!SLOT] " + written + "\n> 空\n",
		}, sitetest.Options{Today: "2026-11-23"})
		if faults != "" {
			t.Fatal(faults)
		}
		html := page(t, pages, "z/a.html")
		at := map[string]string{composed: "caf%C3%A9", decomposed: "cafe%CC%81"}[file]
		for _, want := range []string{
			`<a href="../` + at + `/` + at + `.html#` + composed + `">一</a>`, `<img src="../` + at + `/` + at + `.png"`, `<a href="../` + at + `/` + at + `.html">三</a>`, "填好了",
		} {
			if !strings.Contains(html, want) {
				t.Errorf("%q: %s is missing in %s", file, want, html)
			}
		}
		if n := strings.Count(html, at+"/"+at+".html"); n < 3 {
			t.Errorf("%q: a page with the same tags is not listed as related: %s", file, html)
		}
		page(t, pages, "old/"+composed+".html")
	}
}
