//go:build unix

package build

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// plantSpecial makes what is no plain file.
func plantSpecial(t *testing.T, file, kind, target string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(file), 0o777)
	switch {
	case err != nil:
	case kind == "link":
		err = os.Symlink(target, file)
	case kind == "pipe":
		err = syscall.Mkfifo(file, 0o666)
	default:
		t.Fatalf("there is no kind %s", kind)
	}
	if err != nil {
		t.Fatal(err)
	}
}
