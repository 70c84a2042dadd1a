//go:build !linux && !darwin

package publish

import "errors"

// exchange is not to be had; two renames do instead.
func exchange(_, _ string) error { return errors.ErrUnsupported }

// flush does nothing: the system can flush files only one by one, milliseconds
// each. What a power failure damages, the next run mends.
func flush(string) error { return nil }

func flushFolder(string) {}
