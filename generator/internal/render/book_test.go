package render

import (
	"fmt"
	"html/template"
	"os"
	"strings"
	"testing"
)

// A chapter gets the smallest size class that holds it, and the style sheet has a rule for
// every class.
func TestKilobytesIsASizeOfTheStyleSheet(t *testing.T) {
	for length, want := range map[int]int{1: 1, 1024: 1, 1025: 2, 4097: 6, 64 << 10: 64, 1 << 20: 64} {
		if got := (Chapter{Body: template.HTML(strings.Repeat("a", length))}).Kilobytes(); got != want {
			t.Errorf("a chapter of %d bytes has the size class %d, want %d", length, got, want)
		}
	}
	style, err := os.ReadFile(root + "/static/components/book.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, kb := range kilobytes {
		if rule := fmt.Sprintf(`[data-kb="%d"] { --kb: %d; }`, kb, kb); strings.Count(string(style), rule) != 1 {
			t.Errorf("the style sheet does not have the rule %s once", rule)
		}
	}
}
