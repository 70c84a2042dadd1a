package diag

import (
	"errors"
	"io/fs"
	"runtime"
	"strings"
	"syscall"
)

// Failure is an error of the machine, such as a full disk, with a help for the user. It is
// not a fault of the source.
type Failure struct {
	Message, Help Text
	Err           error
}

func (f *Failure) Error() string { return f.Message.String() }
func (f *Failure) Unwrap() error { return f.Err }

// Fail returns a Failure for an error of the file system. Its message is what could not be
// done, followed by the reason that the system gives.
func Fail(err error, what, help Text) error {
	return &Failure{Message: Textf("%s: %s", what, systemReason(err)), Help: help, Err: err}
}

// Unwritten returns a Failure for a file or folder that could not be written. Its help says
// that nothing was written, so the caller must have removed partial files.
func Unwritten(err error, name string) error {
	return Fail(err, Textf("cannot write %s", name), Textf("%s; nothing was written", Remedy(err)))
}

// Remedy returns the help for an error in writing to the file system.
func Remedy(err error) Text {
	switch {
	case isErrno(err, syscall.ENOSPC, 112):
		return Textf("free some space and try again")
	case isErrno(err, syscall.EROFS, 19):
		return Textf("the disk is read-only; use a folder on another disk")
	}
	return Textf("check that Cairn has permission to write there")
}

// isErrno reports whether an error has a number of the system. Windows has its own numbers.
func isErrno(err error, number, windows syscall.Errno) bool {
	return errors.Is(err, number) || runtime.GOOS == "windows" && errors.Is(err, windows)
}

// systemReason returns the reason that the system gives for an error. It omits the names of
// files, which may be Cairn's temporary ones.
func systemReason(err error) string {
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
