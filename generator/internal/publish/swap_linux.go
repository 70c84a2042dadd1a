package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchange lets two folders take each other's names in one step.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// flush writes everything of the folder's file system to the disk at once, which
// for thousands of files is far cheaper than to do it one by one.
func flush(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Syncfs(int(f.Fd()))
}

// flushFolder writes the names in a folder to the disk, as far as it will.
func flushFolder(folder string) {
	if f, err := os.Open(folder); err == nil {
		_ = f.Sync()
		f.Close()
	}
}
