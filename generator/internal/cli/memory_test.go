package cli

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The heap is prepared before libraries fill their tables, although a package says nothing of when it is
// initialized (see package heap).
func TestHeapIsPreparedFirst(t *testing.T) {
	c := exec.Command(os.Args[0], "-test.run=^$")
	c.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v", out, err)
	}
	var initialized []string
	for line := range strings.Lines(string(out)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "init" {
			initialized = append(initialized, words[1])
		}
	}
	heap := slices.Index(initialized, "cairn/generator/internal/heap")
	for _, library := range []string{"github.com/mozillazg/go-pinyin", "github.com/xuri/excelize/v2", "github.com/yuin/goldmark/extension"} {
		if at := slices.Index(initialized, library); heap < 0 || at < heap {
			t.Errorf("%s is package %d, heap %d of %d", library, at, heap, len(initialized))
		}
	}
}
