package render_test

import (
	"strings"
	"testing"

	"cairn/generator/internal/sitetest"
)

// A step without tasks has an empty list of them: the script of the home page calls the
// methods of a list, which null does not have.
func TestStepWithoutTasksHasAnEmptyList(t *testing.T) {
	pages, faults := whole(t, map[string]string{
		"site.toml":                          sitetest.Tracks,
		"content/index.md":                   "# 首页\n",
		"content/playbooks/saas/newcomer.md": "+++\n[[steps]]\nmonth = 1\ntitle = \"一\"\nanchor = \"一\"\n+++\n# 甲\n\n## 一\n",
	}, sitetest.Options{Today: "2027-02-01"})
	if strings.Contains(faults, "error:") {
		t.Fatal(faults)
	}
	part(t, page(t, pages, "index.html"), `data-steps="[^"]*&#34;today&#34;:\[\]`)
}
