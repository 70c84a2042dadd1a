package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestPrompt(t *testing.T) {
	for _, test := range []struct{ typed, suggestion, shown, want string }{
		{"saas/growth\n", "", "which: ", "saas/growth"},
		{"  复盘 \r\n", "x", "which [x]: ", "复盘"},
		{"\n", "saas/newcomer", "which [saas/newcomer]: ", "saas/newcomer"},
		{"\n", "", "which: ", ""},
		{"no end of line", "", "which: ", "no end of line"},
	} {
		var out strings.Builder
		got, err := prompt(strings.NewReader(test.typed), &out, "which", test.suggestion)
		if got != test.want || err != nil || out.String() != test.shown {
			t.Errorf("%q: %q, %v, shown is %q", test.typed, got, err, out.String())
		}
	}
	if _, err := prompt(strings.NewReader(""), &strings.Builder{}, "which", "x"); err == nil || err.Error() != `nothing was answered to "which"` {
		t.Errorf("no answer at all: %v", err)
	}
}

// Only a terminal is asked: not a file, a pipe, or one that shows nothing.
func TestIsTerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if isTerminal(file) || isTerminal(strings.NewReader("")) {
		t.Error("a file or a reader is taken for a terminal")
	}
}

// Several questions are answered from one stream, a line each.
func TestPromptsShareAStream(t *testing.T) {
	in := strings.NewReader("one\ntwo\n")
	for _, want := range []string{"one", "two"} {
		if got, err := prompt(in, &strings.Builder{}, "which", ""); got != want || err != nil {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
}

func TestDoubleClickRuns(t *testing.T) {
	call("--version")
	if cobra.MousetrapHelpText != "" {
		t.Error("the library refuses to run what is double-clicked on Windows")
	}
}
