package markdown

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A text to copy has a title and words.
func TestFaultsOfTextsToCopy(t *testing.T) {
	const (
		untitled = "p.md:1:1: warning: this text to copy has no title\n    write its title behind the brackets, such as [!COPY] a first message\n"
		empty    = "p.md:1:1: warning: this text to copy is empty\n    write the text on the lines below it, each behind a >\n"
		wide     = "p.md:1:3: warning: the characters of this alert are full-width, so it is shown as a quotation\n    write [!COPY] 题 on a separate line\n"
	)
	for _, test := range []struct {
		source, faults string
		clips          int
	}{
		{"> [!COPY] 题\n> 甲\n", "", 1},
		{"> [!COPY] 题\n> 甲\n\n> [!copy] 题\n>\n> 乙\n", "", 2},
		{"> [!COPY]\n> 甲\n", untitled, 1},
		{"> [!COPY] 题\n", empty, 1},
		{"> [!COPY]\n", untitled + empty, 1},
		{"> 【!COPY】 题\n> 甲\n", wide, 0},
		{"> 甲\n", "", 0},
	} {
		d, _, faults := parse(test.source)
		if diff := cmp.Diff(test.faults, faults); diff != "" {
			t.Errorf("%q: %s", test.source, diff)
		}
		if d.Clips != test.clips {
			t.Errorf("%q has %d texts to copy, not %d", test.source, d.Clips, test.clips)
		}
	}
}
