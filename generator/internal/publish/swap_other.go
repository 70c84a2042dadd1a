//go:build !linux && !darwin

package publish

import "errors"

// exchange is not supported; swap then uses two renames.
func exchange(_, _ string) error { return errors.ErrUnsupported }

// flush does nothing: the system can flush files only one by one, for milliseconds each. The
// next run repairs the damage of a power failure.
func flush(string) error { return nil }

func flushFolder(string) {}
