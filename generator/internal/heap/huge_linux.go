package heap

import "golang.org/x/sys/unix"

// adviseHugePages asks the kernel for huge pages in a block. A kernel that has none returns an error, which
// changes nothing.
func adviseHugePages(block []byte) { _ = unix.Madvise(block, unix.MADV_HUGEPAGE) }
