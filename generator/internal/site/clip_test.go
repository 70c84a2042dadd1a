package site_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A leaflet without a text to copy would be printed empty.
func TestEmptyLeaflet(t *testing.T) {
	const leaflet = "+++\ntitle = \"页\"\nleaflet = true\n+++\n"
	faults := report(map[string]string{
		"site.toml":    `title = "手册"`,
		"content/a.md": leaflet + "甲\n",
		"content/b.md": leaflet + "> [!COPY] 题\n> 甲\n",
		"content/c.md": "甲\n",
	})
	want := "content/a.md:3:11: warning: a leaflet is printed with its texts to copy alone, and this page has none\n" +
		"    remove the line, or write `> [!COPY]` and a title before a text\n"
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}
