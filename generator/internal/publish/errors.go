package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// Refused says why a folder is not written to.
type Refused struct {
	Message string
	Help    string
}

func (e *Refused) Error() string { return e.Message }

// Failed says what the machine would not do.
type Failed struct {
	Message string
	Help    string
	Err     error
}

func (e *Failed) Error() string { return e.Message }
func (e *Failed) Unwrap() error { return e.Err }

func refused(help, format string, args ...any) error {
	return &Refused{Message: fmt.Sprintf(format, args...), Help: help}
}

const untouched = "; the site that was there is untouched"

// failed puts an error of the file system into words. doing is what was tried:
// "write public".
func failed(doing string, err error) error {
	help := "see to it that Cairn may write there"
	switch {
	case errors.Is(err, syscall.ENOSPC):
		help = "free some space and build again"
	case errors.Is(err, fs.ErrPermission):
		help = "Cairn writes the new site beside the old one, so it must be allowed to write in the folder that holds the output folder"
	case errors.Is(err, syscall.EROFS):
		help = "the disk is read-only; name another folder with --output"
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV):
		help = "the output folder is in use or a file system of its own; name a folder inside it with --output"
	}
	return &Failed{Message: fmt.Sprintf("cannot %s: %s", doing, cause(err)), Help: help + untouched, Err: err}
}

// cause is the system's own reason, without the names of the files that Cairn
// makes for a moment.
func cause(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return strings.ToLower(errno.Error())
	}
	return err.Error()
}
