package heap

import "golang.org/x/sys/unix"

// adviseHugePages asks the kernel for huge pages in a block. A kernel that has none returns an error, which
// changes nothing.
func adviseHugePages(block []byte) { _ = unix.Madvise(block, unix.MADV_HUGEPAGE) }

// UseSmallPages ends the use of huge pages. A program that runs for long calls it: Linux joins the small pages
// of marked memory to huge ones in the background, and so takes memory again that the collector has given back.
func UseSmallPages() { _ = unix.Prctl(unix.PR_SET_THP_DISABLE, 1, 0, 0, 0) }
