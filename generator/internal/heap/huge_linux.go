package heap

import "golang.org/x/sys/unix"

// adviseHugePages marks a block. A kernel without huge pages refuses, and the block stays as it was.
func adviseHugePages(block []byte) { _ = unix.Madvise(block, unix.MADV_HUGEPAGE) }
