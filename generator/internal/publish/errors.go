package publish

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"cairn/generator/internal/diag"
)

// Refused says why a folder is not written to.
type Refused struct {
	Message, Help diag.Text
}

func (e *Refused) Error() string { return e.Message.String() }

// Failed says what the machine would not do.
type Failed struct {
	Message, Help diag.Text
	Err           error
}

func (e *Failed) Error() string { return e.Message.String() }
func (e *Failed) Unwrap() error { return e.Err }

func refusef(help diag.Text, format string, args ...any) error {
	return &Refused{Message: diag.Text{Format: format, Args: args}, Help: help}
}

// failf puts an error of the file system into words. The format says what
// could not be done: "cannot write %s".
func failf(err error, format string, args ...any) error {
	return &Failed{
		Message: diag.Textf("%s: %s", diag.Text{Format: format, Args: args}, cause(err)),
		Help:    diag.Textf("%s; the site that was there is untouched", remedy(err)),
		Err:     err,
	}
}

// remedy is what can be done about an error of the file system.
func remedy(err error) diag.Text {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return diag.Textf("free some space and build again")
	case errors.Is(err, fs.ErrPermission):
		return diag.Textf("Cairn writes the new site beside the old one, so it must be allowed to write in the folder that holds the output folder")
	case errors.Is(err, syscall.EROFS):
		return diag.Textf("the disk is read-only; name another folder with --output")
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV):
		return diag.Textf("the output folder is in use or a file system of its own; name a folder inside it with --output")
	}
	return diag.Textf("see to it that Cairn may write there")
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
