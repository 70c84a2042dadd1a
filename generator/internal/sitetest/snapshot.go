package sitetest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the snapshots and expected diagnostics anew")

// IsUpdate reports whether the test runs with -update: it writes the expected results to
// their files instead of failing.
func IsUpdate() bool { return *update }

// Snapshots compares texts, by path, with the files of a folder. In the name of a file, +
// stands for the / of the path. A text without a file is an error, and so is a file without
// a text. With -update, Snapshots writes and removes files instead; read the difference
// before you commit it.
func Snapshots(t *testing.T, folder string, texts map[string]string) {
	t.Helper()
	known := map[string]bool{}
	for path, got := range texts {
		file := filepath.Join(folder, strings.ReplaceAll(path, "/", "+"))
		known[file] = true
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%s has no snapshot: run the test with -update", path)
			continue
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got; if the change is intended, run the test with -update and read the diff of %s):\n%s", path, folder, diff)
		}
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	for _, file := range files {
		if known[file] {
			continue
		}
		if *update {
			_ = os.Remove(file)
			continue
		}
		t.Errorf("%s is an orphaned snapshot: run the test with -update", file)
	}
}
