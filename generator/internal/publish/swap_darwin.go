package publish

import "golang.org/x/sys/unix"

// exchange lets two folders take each other's names in one step.
func exchange(a, b string) error { return unix.RenamexNp(a, b, unix.RENAME_SWAP) }

// flush does nothing: the system can flush files only one by one, milliseconds
// each. What a power failure damages, the next run mends.
func flush(string) error { return nil }

func flushFolder(string) {}
