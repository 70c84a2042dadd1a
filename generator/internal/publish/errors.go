package publish

import (
	"errors"
	"io/fs"
	"syscall"

	"cairn/generator/internal/diag"
)

// Refused is the error of an output folder that must not be written.
type Refused struct {
	Message, Help diag.Text
}

func (e *Refused) Error() string { return e.Message.String() }

func refusef(help diag.Text, format string, args ...any) error {
	return &Refused{Message: diag.Text{Format: format, Args: args}, Help: help}
}

// failf returns a *diag.Failure of a file system's error. The format names the operation
// that failed: "cannot write %s".
func failf(err error, format string, args ...any) error {
	return diag.Fail(err, diag.Text{Format: format, Args: args}, diag.Textf("%s; the published site is unchanged", remedy(err)))
}

// remedy returns advice about an error of the file system during a publication.
func remedy(err error) diag.Text {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return diag.Textf("Cairn writes the new site beside the old one, so it needs permission to write in the folder that contains the output folder")
	case errors.Is(err, syscall.EROFS):
		return diag.Textf("the disk is read-only; choose another folder with --output")
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV):
		return diag.Textf("the output folder is in use or is a mount point; name a folder inside it with --output")
	}
	return diag.Remedy(err)
}
