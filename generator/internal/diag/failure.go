package diag

import (
	"errors"
	"io/fs"
	"runtime"
	"strings"
	"syscall"
)

// Failure is what the machine would not do, and what can be done about it. It is
// no fault of the source.
type Failure struct {
	Message, Help Text
	Err           error
}

func (f *Failure) Error() string { return f.Message.String() }
func (f *Failure) Unwrap() error { return f.Err }

// Fail puts an error of the file system into words: what could not be done, and
// the system's own reason.
func Fail(err error, what, help Text) error {
	return &Failure{Message: Textf("%s: %s", what, cause(err)), Help: help, Err: err}
}

// Unwritten is the failure to write a file or a folder that left nothing behind.
func Unwritten(err error, name string) error {
	return Fail(err, Textf("cannot write %s", name), Textf("%s; nothing was written", Remedy(err)))
}

// Remedy is what can be done about an error of the file system, wherever it
// came up.
func Remedy(err error) Text {
	switch {
	case is(err, syscall.ENOSPC, 112):
		return Textf("free some space and try again")
	case is(err, syscall.EROFS, 19):
		return Textf("the disk is read-only; use a folder on another disk")
	}
	return Textf("check that Cairn has permission to write there")
}

// is tells whether an error has a number, which on Windows is another.
func is(err error, number, windows syscall.Errno) bool {
	return errors.Is(err, number) || runtime.GOOS == "windows" && errors.Is(err, windows)
}

// cause is the system's own reason, without the names of the files that Cairn
// makes for a moment.
func cause(err error) string {
	var errno syscall.Errno
	var path *fs.PathError
	switch {
	case errors.As(err, &errno):
		return strings.ToLower(errno.Error())
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}
