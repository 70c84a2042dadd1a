// Package needs finds the programs that tests need. Without one the test is
// skipped; with CI=true it fails instead.
package needs

import (
	"os"
	"os/exec"
	"testing"
)

// Program is where a program is.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed, and CI=true requires it", name)
	} else if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}
