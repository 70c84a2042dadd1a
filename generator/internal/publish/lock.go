package publish

import (
	"errors"
	"os"
	"time"
)

// errHeld is the error of a lock that another process holds.
var errHeld = errors.New("held by another process")

// acquire takes the lock of a file, and waits if another process holds it. The system
// releases the lock of a process that dies.
func acquire(name string, waiting func()) (release func(), err error) {
	for hasWaited := false; ; hasWaited = true {
		release, err := tryAcquire(name)
		if !errors.Is(err, errHeld) {
			return release, err
		}
		if !hasWaited && waiting != nil {
			waiting()
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// tryAcquire opens and locks the file once. If the previous holder removed the file between
// the two, the lock is on a file without a name, and does not count.
func tryAcquire(name string) (release func(), err error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		f.Close()
		return nil, err
	}
	mine, errMine := f.Stat()
	named, errNamed := os.Stat(name)
	if errMine != nil || errNamed != nil || !os.SameFile(mine, named) {
		f.Close()
		return nil, errHeld
	}
	return func() { unlockFile(f) }, nil
}
