package publish

import (
	"errors"
	"os"
	"time"
)

// errHeld says that another process holds the lock.
var errHeld = errors.New("held by another process")

// acquire takes the lock file, waiting for whoever holds it. The system gives
// the lock back when its holder dies.
func acquire(name string, waiting func()) (release func(), err error) {
	for told := false; ; told = true {
		release, err := tryAcquire(name)
		if !errors.Is(err, errHeld) {
			return release, err
		}
		if !told && waiting != nil {
			waiting()
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// tryAcquire opens and locks the file. Its last holder may have removed it in
// between; then what was locked is a file without a name and nobody's lock.
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
