// Package needs finds the programs that tests need. A test is skipped if its program
// is not installed; with CI=true it fails instead.
package needs

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Program returns the path of an installed program.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name+" is not installed")
	}
	return path
}

// Packages returns the node_modules folder for the package-lock.json in dir. npm
// installs it once, into the user's cache.
func Packages(t testing.TB, dir string) string {
	t.Helper()
	npm := Program(t, "npm")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	lock, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(cache, "cairn-tests", fmt.Sprintf("npm-%x", sha256.Sum256(lock)))
	if _, err := os.Stat(home); err == nil {
		return filepath.Join(home, "node_modules")
	}
	if err := install(npm, dir, home); err != nil {
		missing(t, "the packages that "+dir+" asks for cannot be installed: "+err.Error())
	}
	return filepath.Join(home, "node_modules")
}

// install installs the packages into a temporary folder and renames that to home, so
// that home is complete whenever it exists.
func install(npm, dir, home string) error {
	if err := os.MkdirAll(filepath.Dir(home), 0o755); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(home), "part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := os.CopyFS(part, os.DirFS(dir)); err != nil {
		return err
	}
	cmd := exec.Command(npm, "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")
	cmd.Dir = part
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	if err := os.Rename(part, home); err != nil {
		if _, statErr := os.Stat(home); statErr != nil { // another process may have installed it meanwhile
			return err
		}
	}
	return nil
}

// missing skips the test, or fails it with CI=true.
func missing(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s, and CI=true requires it", reason)
	}
	t.Skip(reason)
}
