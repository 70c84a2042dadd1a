package render_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/sitetest"
)

// A cell of the map says the aim of its playbook, or the word for a playbook without one, and
// leads to the worksheet; a cell without a playbook says so.
func TestMap(t *testing.T) {
	a := sitetest.Files(map[string]string{
		"site.toml":                              sitetest.Tracks + "\n[[tracks]]\nid = \"late\"\nname = \"晚\"\n",
		"content/playbooks/saas/newcomer.md":     "+++\naim = \"签下 <5–8> 家\"\n+++\n# 甲\n",
		"content/goals/saas/newcomer.toml":       "title = \"表\"\nfiscal_year = 2027\n[[inputs]]\nkey = \"n\"\nlabel = \"n\"\ndefault = 1\n",
		"content/playbooks/industry/newcomer.md": "# 乙\n",
	}).Assemble(sitetest.Options{Today: "2027-02-01"})
	html := page(t, rendered(t, a), "index.html")
	var got []string
	for _, cell := range regexp.MustCompile(`(?s)data-cell="([^"]*)">(.*?)</td>`).FindAllStringSubmatch(html, -1) {
		text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(regexp.MustCompile(`<a class="(\w+)" href="([^"]*)">`).ReplaceAllString(cell[2], "[$1 $2] "), "")
		got = append(got, cell[1]+": "+strings.ReplaceAll(text, "\n", ""))
	}
	want := []string{
		"saas/newcomer: [aim playbooks/saas/newcomer.html] 签下 &lt;5–\u20608&gt; 家 甲[sheet goals/saas/newcomer.html] 工作表表 表",
		"industry/newcomer: [aim playbooks/industry/newcomer.html] 打法 乙",
	}
	for _, cell := range want {
		if !slices.Contains(got, cell) {
			t.Errorf("the map lacks %q:\n%s", cell, strings.Join(got, "\n"))
		}
	}
	for _, cell := range got {
		if !slices.Contains(want, cell) && !strings.HasSuffix(cell, ": 还没写") {
			t.Errorf("an empty cell says %q", cell)
		}
	}
}
