package diag

import "testing"

// A text translated in two files would be shown with the words of only one of them.
func TestChineseTextsAreTranslatedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, part := range append(chineseParts(), chineseShared()) {
		for text := range part {
			if seen[text] {
				t.Errorf("two files translate %q", text)
			}
			seen[text] = true
		}
	}
}
