//go:build !windows

package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func lockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errHeld
	}
	return err
}

// unlockFile removes the file while it holds the lock, so that it never removes a file that
// another process has locked.
func unlockFile(f *os.File) {
	os.Remove(f.Name())
	f.Close()
}
