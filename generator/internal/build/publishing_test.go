package build

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFaultsOfAliases(t *testing.T) {
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":        `title = "手册"`,
		"content/a.md":     "+++\naliases = [\"a.html\", \"b.html\", \"search.html\", \"old.html\", \"img.html\", \"handbook.html\"]\n+++\n甲\n",
		"content/b.md":     "+++\naliases = [\"old.html\", \"Other.html\"]\n+++\n乙\n",
		"content/c.md":     "+++\naliases = [\"other.html\", \"/x.html\", \"../y.html\", \"z\", \"old/\", \"%E6%97%A7.html\", \"https://a.example/p/q.html\", \"m/n.md\", \"https://a.example\", \"p/.html\"]\n+++\n丙\n",
		"content/img.html": "文件",
	})
	if tree != nil {
		t.Error("the site was built")
	}
	want := `content/a.md:2:12: error: the alias a.html is the page's own address
    remove it
content/a.md:2:22: error: the alias b.html is the address of content/b.md
    remove the alias, or give that page another address
content/a.md:2:32: error: the alias search.html is the address of a page that Cairn generates
    remove it
content/a.md:2:71: error: Cairn itself and content/a.md are both published at handbook.html
    rename one of the two
content/b.md:2:12: error: the alias old.html is also an alias of content/a.md
    an alias leads to one page: remove it from one of the two
content/c.md:2:12: error: content/b.md is published at Other.html and content/c.md at other.html, which is the same address on Windows and macOS
    rename one of the two so that the names differ in more than case or Unicode normalization of accents
content/c.md:2:26: error: the alias "/x.html" is not the address of a page
    write the path from the site's root: x.html
content/c.md:2:37: error: the alias "../y.html" is not the address of a page
    write the path from the site's root: y.html
content/c.md:2:50: error: the alias "z" is not the address of a page
    write the path from the site's root: z.html
content/c.md:2:55: error: the alias "old/" is not the address of a page
    write the path from the site's root: old/index.html
content/c.md:2:63: error: the alias "%E6%97%A7.html" is not the address of a page
    write the path from the site's root: 旧.html
content/c.md:2:81: error: the alias "https://a.example/p/q.html" is not the address of a page
    write the path from the site's root: p/q.html
content/c.md:2:111: error: the alias "m/n.md" is not the address of a page
    write the path from the site's root: m/n.html
content/c.md:2:121: error: the alias "https://a.example" is not the address of a page
    write the path from the site's root, such as old/path.html
content/c.md:2:142: error: the alias "p/.html" is not the address of a page
    write the path from the site's root, such as old/path.html
content/img.html:1:1: error: content/a.md and content/img.html are both published at img.html
    rename one of the two
content/img.html:1:1: warning: this HTML page is published unchanged: its scripts can read and change everything that readers have saved in this site
    write it as Markdown, or link to it on another host; to publish it, write active = ["content/img.html"] in site.toml
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	_, faults = buildOnce(t, map[string]string{
		"site.toml":        `title = "手册"`,
		"content/a.md":     "+++\naliases = [\"img.html\", \"handbook.html\"]\n+++\n甲\n",
		"content/b.md":     "+++\naliases = [\"Other.html\"]\n+++\n乙\n",
		"content/c.md":     "+++\naliases = [\"other.html\"]\n+++\n丙\n",
		"content/img.html": "文件",
	})
	want = `content/a.md:2:24: error: Cairn itself and content/a.md are both published at handbook.html
    rename one of the two
content/c.md:2:12: error: content/b.md is published at Other.html and content/c.md at other.html, which is the same address on Windows and macOS
    rename one of the two so that the names differ in more than case or Unicode normalization of accents
content/img.html:1:1: error: content/a.md and content/img.html are both published at img.html
    rename one of the two
content/img.html:1:1: warning: this HTML page is published unchanged: its scripts can read and change everything that readers have saved in this site
    write it as Markdown, or link to it on another host; to publish it, write active = ["content/img.html"] in site.toml
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}
