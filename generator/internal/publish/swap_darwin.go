package publish

import "golang.org/x/sys/unix"

// exchange swaps the names of two folders in one step.
func exchange(a, b string) error { return unix.RenamexNp(a, b, unix.RENAME_SWAP) }

// flush does nothing: the system can flush files only one by one, for milliseconds each. The
// next run repairs the damage of a power failure.
func flush(string) error { return nil }

func flushFolder(string) {}
